//! Real servers: what arrives, and what is said when something is wrong.

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

use desk_core::time::Timestamp;
use desk_mail::connect::{CertificateProblem, ConnectProblem};
use desk_mail::message::compose;
use desk_mail::server::{Credential, Security, Server, Trust};
use desk_mail::smtp::{ANSWER_WAIT, Outcome, Refusal, send};
use desk_testkit::mail_server::{MailServer, SIZE_LIMIT};
use desk_testkit::port::free_port;
use mail_parser::MessageParser;
use std::process::Command;
use support::{
    Noted, address, composed, credential, mailbox, message, sender, server, text, trust,
};

fn starttls(mail: &MailServer) -> Server {
    server("localhost", mail.ports().submission, Security::StartTls)
}

fn tls(mail: &MailServer) -> Server {
    server("localhost", mail.ports().submissions, Security::Tls)
}

async fn why(server: &Server, credential: &Credential, trust: &Trust) -> Refusal {
    let marks = Noted::default();
    let message = composed("alice@example.test");
    match send(server, Some(credential), trust, &message, &marks, ANSWER_WAIT).await {
        Outcome::NotSent { why, .. } => {
            assert!(marks.calls().is_empty(), "nothing was begun");
            why
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_message_arrives_once_with_its_parts_and_headers() {
    let mail = MailServer::start();
    let marks = Noted::default();
    let message = composed("alice@example.test");
    let (server, credential, trust) = (starttls(&mail), sender(&mail), trust(&mail));
    let outcome = send(&server, Some(&credential), &trust, &message, &marks, ANSWER_WAIT).await;
    let Outcome::Sent { answer } = outcome else { panic!("{outcome:?}") };
    assert!(answer.starts_with("250 "), "{answer}");
    assert_eq!(marks.calls(), ["before_mail_from", "data_starts"]);
    let inbox = mail.wait_for_messages("alice", 1).await;
    assert_eq!(inbox.len(), 1);
    let parsed = MessageParser::default().parse(&inbox[0]).unwrap();
    assert_eq!(parsed.message_id(), Some("0123@example.test"));
    assert_eq!(parsed.subject(), Some("Coffee?"));
    assert_eq!(parsed.from().unwrap().first().unwrap().name.as_deref(), Some("Sam Sender"));
    assert_eq!(parsed.date().unwrap().to_rfc3339(), "2026-01-05T09:00:00Z");
    // The last line end of the text belongs to the boundary.
    assert_eq!(parsed.body_text(0).unwrap().trim_end(), "Hi Alice,\r\n\r\nshall we?\r\nSam");
    assert!(parsed.body_html(0).unwrap().contains("<p>Hi Alice,</p>"));
}

#[tokio::test]
async fn tls_from_the_first_byte_works_too_and_blind_copies_arrive_unnamed() {
    let mail = MailServer::start();
    let mut message = message("alice@example.test");
    message.bcc = vec![address("bob@example.test")];
    let message = compose(&message).unwrap();
    let outcome = send(
        &tls(&mail),
        Some(&sender(&mail)),
        &trust(&mail),
        &message,
        &Noted::default(),
        ANSWER_WAIT,
    )
    .await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    let to_bob = mail.wait_for_messages("bob", 1).await;
    let to_alice = mail.wait_for_messages("alice", 1).await;
    for copy in [&to_bob[0], &to_alice[0]] {
        let parsed = MessageParser::default().parse(copy).unwrap();
        assert!(parsed.bcc().is_none());
        assert_eq!(
            parsed.to().unwrap().first().unwrap().address.as_deref(),
            Some("alice@example.test")
        );
    }
}

#[tokio::test]
async fn dots_emoji_and_long_lines_arrive_unchanged() {
    let mail = MailServer::start();
    let mut message = message("alice@example.test");
    message.to = vec![mailbox("Zoë 🙂, \"漢字\"", "alice@example.test")];
    message.subject =
        text("Grüße 🙂 — und mehr als eine Zeile, damit der Betreff gefaltet werden muss");
    message.text =
        format!(".\n..\n...dots\nFrom here\n🙂 漢字 ß\r{}\n.\r\n.\nend", "long ".repeat(500));
    let composed = compose(&message).unwrap();
    let outcome = send(
        &starttls(&mail),
        Some(&sender(&mail)),
        &trust(&mail),
        &composed,
        &Noted::default(),
        ANSWER_WAIT,
    )
    .await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    let inbox = mail.wait_for_messages("alice", 1).await;
    let parsed = MessageParser::default().parse(&inbox[0]).unwrap();
    let expected = message.text.replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), expected);
    assert_eq!(parsed.subject(), Some(message.subject.as_str()));
    let to = parsed.to().unwrap().first().unwrap();
    assert_eq!(to.name.as_deref(), Some("Zoë 🙂, \"漢字\""));
    // Not a byte was changed on the way: only headers were put before it.
    let sent = composed.bytes();
    let text = inbox[0].strip_suffix(sent).is_some();
    assert!(text, "{}", String::from_utf8_lossy(&inbox[0]));
}

#[tokio::test]
async fn a_wrong_password_is_the_sign_ins_fault() {
    let mail = MailServer::start();
    let wrong = credential(&mail.address("sender"), "wrong");
    assert_eq!(why(&starttls(&mail), &wrong, &trust(&mail)).await, Refusal::SignIn);
    assert_eq!(why(&tls(&mail), &wrong, &trust(&mail)).await, Refusal::SignIn);
}

#[tokio::test]
async fn a_wrong_port_is_refused_and_another_protocol_is_no_smtp() {
    let mail = MailServer::start();
    let (me, trust) = (sender(&mail), trust(&mail));
    let closed = server("localhost", free_port(), Security::StartTls);
    assert_eq!(why(&closed, &me, &trust).await, Refusal::Connect(ConnectProblem::Refused));
    let imap = server("localhost", mail.ports().imap, Security::StartTls);
    assert_eq!(why(&imap, &me, &trust).await, Refusal::Protocol);
    let not_tls = server("localhost", mail.ports().submission, Security::Tls);
    assert!(matches!(why(&not_tls, &me, &trust).await, Refusal::Tls(_)));
    let nobody = server("no-such-host.invalid", 587, Security::StartTls);
    assert_eq!(why(&nobody, &me, &trust).await, Refusal::Connect(ConnectProblem::NameUnknown));
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_or_of_another_name_is_not_believed() {
    let mail = MailServer::start();
    let me = sender(&mail);
    for server in [starttls(&mail), tls(&mail)] {
        let refusal = why(&server, &me, &support::no_trust()).await;
        assert_eq!(refusal, Refusal::Certificate(CertificateProblem::UnknownIssuer));
    }
    let other_name = server("127.0.0.2", mail.ports().submissions, Security::Tls);
    let refusal = why(&other_name, &me, &trust(&mail)).await;
    assert_eq!(refusal, Refusal::Certificate(CertificateProblem::WrongName));
    let by_address = server("127.0.0.1", mail.ports().submissions, Security::Tls);
    let wrong = credential(&mail.address("sender"), "wrong");
    assert_eq!(why(&by_address, &wrong, &trust(&mail)).await, Refusal::SignIn);
}

/// Runs in a process of its own, because the system's authorities come from the environment.
#[tokio::test]
#[ignore = "started by the test below"]
async fn with_the_systems_authorities() {
    let port = std::env::var("DESK_TEST_PORT").unwrap().parse().unwrap();
    let server = server("localhost", port, Security::Tls);
    let trust = Trust::system().unwrap();
    let refusal = why(&server, &credential("sender@example.test", "wrong"), &trust).await;
    println!("{refusal:?}");
}

#[tokio::test]
async fn the_systems_authorities_can_be_given_by_the_environment() {
    let mail = MailServer::start();
    let run = |file: Option<std::path::PathBuf>| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["with_the_systems_authorities", "--exact", "--ignored", "--nocapture"]);
        command.env("DESK_TEST_PORT", mail.ports().submissions.to_string());
        command.env_remove("SSL_CERT_DIR").env_remove("SSL_CERT_FILE");
        if let Some(file) = file {
            // Readable for the user who runs the servers only; root reads it anyway.
            command.env("SSL_CERT_FILE", file);
        }
        String::from_utf8_lossy(&command.output().unwrap().stdout).into_owned()
    };
    let given = run(Some(mail.ca_pem()));
    assert!(given.contains("SignIn"), "{given}");
    let usual = run(None);
    assert!(usual.contains("Certificate(UnknownIssuer)"), "{usual}");
}

#[tokio::test]
async fn an_unknown_recipient_is_the_addresss_fault_and_nobody_else_gets_the_message() {
    let mail = MailServer::start();
    let mut message = message("alice@example.test");
    message.cc = vec![mailbox("", "refused@example.test")];
    let marks = Noted::default();
    let outcome = send(
        &starttls(&mail),
        Some(&sender(&mail)),
        &trust(&mail),
        &compose(&message).unwrap(),
        &marks,
        ANSWER_WAIT,
    )
    .await;
    assert_eq!(
        outcome,
        Outcome::NotSent {
            why: Refusal::Address { recipient: address("refused@example.test"), hard: true },
            answer: Some("550 5.1.1 no such mailbox".to_owned()),
            code: Some(550),
        }
    );
    assert_eq!(marks.calls(), ["before_mail_from"]);
    // One that is fine, so that it can be seen that the other did not come before it.
    let mut second = support::message("alice@example.test");
    second.subject = text("Second");
    second.date = Timestamp::from_millis(0);
    let second = compose(&second).unwrap();
    send(&tls(&mail), Some(&sender(&mail)), &trust(&mail), &second, &Noted::default(), ANSWER_WAIT)
        .await;
    let inbox = mail.wait_for_messages("alice", 1).await;
    assert_eq!(inbox.len(), 1);
    assert!(String::from_utf8_lossy(&inbox[0]).contains("Subject: Second"));
}

#[tokio::test]
async fn a_server_that_says_later_and_one_that_does_not_relay_are_told_apart() {
    let mail = MailServer::start();
    for (to, refusal) in
        [("tempfail@example.test", Refusal::Temporary), ("x@elsewhere.test", Refusal::Policy)]
    {
        let outcome = send(
            &starttls(&mail),
            Some(&sender(&mail)),
            &trust(&mail),
            &composed(to),
            &Noted::default(),
            ANSWER_WAIT,
        )
        .await;
        assert!(matches!(&outcome, Outcome::NotSent { why, .. } if *why == refusal), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_message_over_the_servers_limit_is_not_begun() {
    let mail = MailServer::start();
    let mut message = message("alice@example.test");
    message.text = "0123456789".repeat(SIZE_LIMIT / 20);
    let marks = Noted::default();
    let outcome = send(
        &starttls(&mail),
        Some(&sender(&mail)),
        &trust(&mail),
        &compose(&message).unwrap(),
        &marks,
        ANSWER_WAIT,
    )
    .await;
    assert_eq!(outcome, Outcome::NotSent { why: Refusal::TooLarge, answer: None, code: None });
    assert!(marks.calls().is_empty());
}
