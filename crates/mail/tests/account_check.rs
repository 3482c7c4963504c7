//! The account test, with what is right and with each thing that can be wrong.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_mail::check::{Stage, StageFailure, StageResult, check};
use desk_mail::server::{Credential, Security, Server, Trust};
use desk_testkit::certificates::{self, Authority};
use desk_testkit::mail_server::MailServer;
use desk_testkit::port::free_port;
use desk_testkit::scripted_smtp::{Action, Phase, Script, ScriptedSmtp};
use desk_testkit::tls_door::TlsDoor;
use support::{composed, credential, no_trust, sender, server, token, trust};

use Stage::{
    ImapCertificate, ImapConnect, ImapSignIn, ImapTls, SendToMyself, SmtpCertificate, SmtpConnect,
    SmtpSignIn, SmtpTls,
};

const SMTP: [Stage; 5] = [SmtpConnect, SmtpTls, SmtpCertificate, SmtpSignIn, SendToMyself];
const IMAP: [Stage; 4] = [ImapConnect, ImapTls, ImapCertificate, ImapSignIn];

async fn run(
    smtp: &Server,
    imap: Option<&Server>,
    credential: &Credential,
    trust: &Trust,
) -> Vec<StageResult> {
    let mut told = Vec::new();
    let to_myself = composed("sender@example.test");
    let results = check(
        smtp,
        imap,
        credential,
        trust,
        &to_myself,
        &mut |result| told.push(result),
        &mut None,
    )
    .await;
    assert_eq!(told, results, "each is told when it is known");
    results
}

/// How the test of one server ends: all stages before the last went well.
async fn smtp_ends(server: &Server, me: &Credential, trust: &Trust) -> (Stage, StageFailure) {
    ends(run(server, None, me, trust).await, &SMTP, server)
}

/// The same of IMAP, beside an SMTP that nothing listens to.
async fn imap_ends(imap: &Server, me: &Credential, trust: &Trust) -> (Stage, StageFailure) {
    let smtp = server("localhost", free_port(), Security::Tls);
    let mut results = run(&smtp, Some(imap), me, trust).await;
    let smtp = results.remove(0);
    assert_eq!(smtp, StageResult { stage: SmtpConnect, outcome: Err(StageFailure::Refused) });
    ends(results, &IMAP, imap)
}

fn ends(mut results: Vec<StageResult>, stages: &[Stage], server: &Server) -> (Stage, StageFailure) {
    let plain = server.security == Security::Plain;
    let mut stages = stages.iter().filter(|stage| {
        !plain || !matches!(stage, SmtpTls | SmtpCertificate | ImapTls | ImapCertificate)
    });
    let last = results.pop().unwrap();
    for result in results {
        assert_eq!((Some(&result.stage), result.outcome), (stages.next(), Ok(())));
    }
    assert_eq!(Some(&last.stage), stages.next());
    (last.stage, last.outcome.unwrap_err())
}

#[tokio::test]
async fn a_right_account_passes_every_stage_and_gets_its_message() {
    let mail = MailServer::start();
    let ports = mail.ports();
    for (smtp, imap) in [
        (
            server("localhost", ports.submission, Security::StartTls),
            server("localhost", ports.imap, Security::StartTls),
        ),
        (
            server("localhost", ports.submissions, Security::Tls),
            server("localhost", ports.imaps, Security::Tls),
        ),
    ] {
        let results = run(&smtp, Some(&imap), &sender(&mail), &trust(&mail)).await;
        let expected: Vec<StageResult> = SMTP
            .iter()
            .chain(&IMAP)
            .map(|stage| StageResult { stage: *stage, outcome: Ok(()) })
            .collect();
        assert_eq!(results, expected);
    }
    assert_eq!(mail.wait_for_messages("sender", 2).await.len(), 2);
}

#[tokio::test]
async fn an_account_with_a_token_passes_too_and_a_stale_one_is_refused_by_both() {
    let mail = MailServer::start_with_tokens();
    let smtp = server("localhost", mail.ports().submission, Security::StartTls);
    let imap = server("localhost", mail.ports().imap, Security::StartTls);
    let user = mail.address("sender");
    let good = token(&user, &mail.token("sender"));
    let results = run(&smtp, Some(&imap), &good, &trust(&mail)).await;
    assert_eq!(results.iter().filter(|result| result.outcome.is_ok()).count(), 9, "{results:?}");
    let stale = token(&user, &mail.expired_token("sender"));
    let (stage, failure) = smtp_ends(&smtp, &stale, &trust(&mail)).await;
    assert_eq!(stage, SmtpSignIn);
    assert!(matches!(&failure, StageFailure::WrongPassword(_)), "{failure:?}");
    let (stage, failure) = imap_ends(&imap, &stale, &trust(&mail)).await;
    assert_eq!(stage, ImapSignIn);
    assert!(matches!(&failure, StageFailure::WrongPassword(_)), "{failure:?}");
}

#[tokio::test]
async fn a_wrong_password_is_said_in_the_servers_words_by_both() {
    let mail = MailServer::start();
    let smtp = server("localhost", mail.ports().submissions, Security::Tls);
    let imap = server("localhost", mail.ports().imaps, Security::Tls);
    let wrong = credential(&mail.address("sender"), "wrong \"\\ ß");
    let (stage, failure) = smtp_ends(&smtp, &wrong, &trust(&mail)).await;
    assert_eq!(stage, SmtpSignIn);
    assert!(
        matches!(&failure, StageFailure::WrongPassword(words) if words.starts_with("535 ")),
        "{failure:?}"
    );
    let (stage, failure) = imap_ends(&imap, &wrong, &trust(&mail)).await;
    assert_eq!(stage, ImapSignIn);
    let words = "NO [AUTHENTICATIONFAILED] Authentication failed.".to_owned();
    assert_eq!(failure, StageFailure::WrongPassword(words));
}

#[tokio::test]
async fn smtp_and_imap_are_tested_independently() {
    let mail = MailServer::start();
    let smtp = server("localhost", free_port(), Security::Tls);
    let imap = server("localhost", mail.ports().imaps, Security::Tls);
    let results = run(&smtp, Some(&imap), &sender(&mail), &trust(&mail)).await;
    let stages: Vec<(Stage, bool)> = results.iter().map(|r| (r.stage, r.outcome.is_ok())).collect();
    let mut expected = vec![(SmtpConnect, false)];
    expected.extend(IMAP.map(|stage| (stage, true)));
    assert_eq!(stages, expected);
}

#[tokio::test]
async fn a_wrong_port_is_told_from_a_wrong_protocol_and_a_wrong_name() {
    let mail = MailServer::start();
    let (me, trust, ports) = (sender(&mail), trust(&mail), mail.ports());
    let at = |port, security| server("localhost", port, security);
    for (server, failure) in [
        (at(ports.imap, Security::StartTls), (SmtpConnect, StageFailure::NotMail)),
        (at(ports.imaps, Security::Tls), (SmtpSignIn, StageFailure::NotMail)),
        (at(ports.submission, Security::Tls), (SmtpTls, StageFailure::NotTls)),
        (
            server("no-such-host.invalid", 587, Security::Tls),
            (SmtpConnect, StageFailure::NameUnknown),
        ),
        (server("192.0.2.1", 25, Security::Plain), (SmtpConnect, StageFailure::PlainNotAllowed)),
    ] {
        assert_eq!(smtp_ends(&server, &me, &trust).await, failure, "{server:?}");
    }
    for (server, failure) in [
        (at(ports.submission, Security::StartTls), (ImapConnect, StageFailure::NotMail)),
        (at(ports.submissions, Security::Tls), (ImapSignIn, StageFailure::NotMail)),
        (at(ports.imap, Security::Tls), (ImapTls, StageFailure::NotTls)),
        (
            server("no-such-host.invalid", 143, Security::Tls),
            (ImapConnect, StageFailure::NameUnknown),
        ),
        (server("192.0.2.1", 143, Security::Plain), (ImapConnect, StageFailure::PlainNotAllowed)),
        // On this computer, but dovecot wants TLS everywhere but on 127.0.0.1.
        (
            server("127.0.0.2", ports.imap, Security::Plain),
            (ImapSignIn, StageFailure::PlainNotAllowed),
        ),
    ] {
        assert_eq!(imap_ends(&server, &me, &trust).await, failure, "{server:?}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_named() {
    let mail = MailServer::start();
    let (me, ports) = (sender(&mail), mail.ports());
    for (smtp, imap) in [
        (
            server("localhost", ports.submission, Security::StartTls),
            server("localhost", ports.imap, Security::StartTls),
        ),
        (
            server("localhost", ports.submissions, Security::Tls),
            server("localhost", ports.imaps, Security::Tls),
        ),
    ] {
        let unknown = StageFailure::CertificateUnknownIssuer;
        assert_eq!(smtp_ends(&smtp, &me, &no_trust()).await, (SmtpCertificate, unknown.clone()));
        assert_eq!(imap_ends(&imap, &me, &no_trust()).await, (ImapCertificate, unknown));
        let other_name =
            |server: &Server| Server { host: "127.0.0.2".to_owned(), ..server.clone() };
        let wrong = StageFailure::CertificateWrongName;
        let trust = trust(&mail);
        let ended = smtp_ends(&other_name(&smtp), &me, &trust).await;
        assert_eq!(ended, (SmtpCertificate, wrong.clone()));
        let ended = imap_ends(&other_name(&imap), &me, &trust).await;
        assert_eq!(ended, (ImapCertificate, wrong));
    }
}

#[tokio::test]
async fn an_expired_certificate_and_one_signed_by_itself_are_told_apart() {
    let authority = Authority::new();
    let trust = Trust::with_roots(authority.pem().as_bytes()).unwrap();
    let me = credential("me", "secret");
    for (certificate, failure) in [
        (authority.expired_certificate(&["localhost"]), StageFailure::CertificateExpired),
        (certificates::self_signed(&["localhost"]), StageFailure::CertificateUnknownIssuer),
        (authority.certificate(&["mail.test"]), StageFailure::CertificateWrongName),
    ] {
        let door = TlsDoor::open(&certificate);
        let server = server("localhost", door.port(), Security::Tls);
        assert_eq!(smtp_ends(&server, &me, &trust).await, (SmtpCertificate, failure.clone()));
        assert_eq!(imap_ends(&server, &me, &trust).await, (ImapCertificate, failure));
    }
}

#[tokio::test]
async fn what_only_odd_servers_do_is_named_too() {
    let me = credential("me", "secret");
    for (script, stage, failure) in [
        (
            Script::normal().at(Phase::Greeting, Action::Close),
            SmtpConnect,
            StageFailure::ClosedByServer,
        ),
        (
            Script::normal().at(Phase::Greeting, Action::Raw(b"HTTP/1.1 400\r\n".to_vec())),
            SmtpConnect,
            StageFailure::NotMail,
        ),
        (Script::normal().mechanisms("CRAM-MD5"), SmtpSignIn, StageFailure::NoSignIn),
        (
            Script::normal().answer(Phase::Auth, 454, "4.7.0 later"),
            SmtpSignIn,
            StageFailure::Other("454 4.7.0 later".to_owned()),
        ),
        (
            Script::normal().answer(Phase::Rcpt, 550, "5.1.1 who?"),
            SendToMyself,
            StageFailure::SendRefused("550 5.1.1 who?".to_owned()),
        ),
        (
            Script::normal().at(Phase::End, Action::Close),
            SendToMyself,
            StageFailure::Other("the server closed the connection".to_owned()),
        ),
    ] {
        let scripted = ScriptedSmtp::start([script]);
        let server = server("127.0.0.1", scripted.port(), Security::Plain);
        assert_eq!(smtp_ends(&server, &me, &no_trust()).await, (stage, failure));
    }
    let scripted = ScriptedSmtp::start([Script::normal()]);
    let server = server("127.0.0.1", scripted.port(), Security::StartTls);
    assert_eq!(smtp_ends(&server, &me, &no_trust()).await, (SmtpTls, StageFailure::NoStartTls));
}
