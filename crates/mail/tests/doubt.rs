//! A server that fails at each point: what is certain about the message then.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_mail::message::{Composed, compose};
use desk_mail::server::Security;
use desk_mail::smtp::{ANSWER_WAIT, Conversation, Outcome, Refusal, send};
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script, ScriptedSmtp};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use support::{
    Noted, address, composed, credential, mailbox, message, no_trust, plain, send_plainly, server,
    token,
};

const TO: &str = "alice@example.test";

fn is_lost(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::NotSent { why: Refusal::Lost, .. })
}

#[tokio::test]
async fn a_sending_may_run_on_any_thread() {
    let scripted = ScriptedSmtp::start([Script::normal()]);
    let server = plain(&scripted);
    let sending = tokio::spawn(async move {
        send(&server, None, &no_trust(), &composed(TO), &Noted::default(), ANSWER_WAIT).await
    });
    assert!(matches!(sending.await.unwrap(), Outcome::Sent { .. }));
}

#[tokio::test]
async fn the_marks_are_called_in_order_at_their_moments() {
    let scripted = ScriptedSmtp::start([Script::normal()]);
    let marks = Noted::default();
    let outcome = send_plainly(&scripted, &composed(TO), &marks).await;
    assert_eq!(outcome, Outcome::Sent { answer: "250 2.0.0 Ok: queued".to_owned() });
    assert_eq!(marks.calls(), ["before_mail_from", "data_starts"]);
    scripted.wait_for(Moment::Closed);
    let record = scripted.record();
    assert_eq!(
        record.commands,
        [
            "EHLO [127.0.0.1]",
            "MAIL FROM:<sender@example.test>",
            "RCPT TO:<alice@example.test>",
            "DATA",
            "QUIT",
        ]
    );
    assert_eq!(record.messages.len(), 1);
    assert_eq!(record.messages[0].message(), composed(TO).bytes());
}

#[tokio::test]
async fn a_stop_before_mail_from_says_nothing_of_the_message() {
    let scripted = ScriptedSmtp::start([Script::normal()]);
    let marks = Noted::stopping_at("before_mail_from");
    let outcome = send_plainly(&scripted, &composed(TO), &marks).await;
    assert_eq!(outcome, Outcome::NotSent { why: Refusal::Stopped, answer: None, code: None });
    scripted.wait_for(Moment::Closed);
    assert_eq!(scripted.record().commands, ["EHLO [127.0.0.1]", "QUIT"]);
    assert_eq!(marks.calls(), ["before_mail_from"]);
}

#[tokio::test]
async fn a_stop_after_354_sends_not_a_byte_of_the_message() {
    let scripted = ScriptedSmtp::start([Script::normal()]);
    let marks = Noted::stopping_at("data_starts");
    let outcome = send_plainly(&scripted, &composed(TO), &marks).await;
    assert_eq!(outcome, Outcome::NotSent { why: Refusal::Stopped, answer: None, code: None });
    scripted.wait_for(Moment::Closed);
    let record = scripted.record();
    assert_eq!((record.data_begun(), record.messages.len()), (1, 0));
    assert_eq!(record.commands.last().unwrap(), "DATA", "no QUIT, which would be taken for text");
}

#[tokio::test]
async fn a_connection_that_ends_before_the_end_of_the_message_has_not_sent_it() {
    use Phase::{Auth, Data, Ehlo, Greeting, Mail, Rcpt};
    let me = credential("me", "secret");
    for (phase, marked) in [(Greeting, 0), (Ehlo, 0), (Auth, 0), (Mail, 1), (Rcpt, 1), (Data, 1)] {
        let scripted = ScriptedSmtp::start([Script::normal().at(phase, Action::Close)]);
        let marks = Noted::default();
        let outcome =
            send(&plain(&scripted), Some(&me), &no_trust(), &composed(TO), &marks, ANSWER_WAIT)
                .await;
        assert!(is_lost(&outcome), "{phase:?}: {outcome:?}");
        assert_eq!(marks.calls().len(), marked, "{phase:?}");
    }
}

/// Larger than what the operating system takes ahead of the server's reading.
static LARGE: LazyLock<Composed> = LazyLock::new(|| {
    let mut message = message(TO);
    message.text = "0123456789 ".repeat(1_100_000);
    compose(&message).unwrap()
});

#[tokio::test]
async fn a_connection_that_ends_in_the_middle_of_a_large_message_has_not_sent_it() {
    let scripted = ScriptedSmtp::start([Script::normal().at(Phase::Body, Action::Close)]);
    let marks = Noted::default();
    let outcome = send_plainly(&scripted, &LARGE, &marks).await;
    assert!(is_lost(&outcome), "{outcome:?}");
    assert_eq!(marks.calls(), ["before_mail_from", "data_starts"]);
    assert!(scripted.record().messages.is_empty());
}

#[tokio::test]
async fn a_small_message_that_left_before_the_connection_ended_is_in_doubt() {
    let scripted = ScriptedSmtp::start([Script::normal().at(Phase::Body, Action::Close)]);
    let outcome = send_plainly(&scripted, &composed(TO), &Noted::default()).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_connection_that_ends_after_the_final_dot_leaves_the_message_in_doubt() {
    let scripted = ScriptedSmtp::start([Script::normal().at(Phase::End, Action::Close)]);
    let outcome = send_plainly(&scripted, &composed(TO), &Noted::default()).await;
    let cause = "the server closed the connection".to_owned();
    assert_eq!(outcome, Outcome::Unknown { cause });
    assert_eq!(scripted.record().messages.len(), 1);
}

#[tokio::test]
async fn a_server_that_never_answers_the_final_dot_leaves_the_message_in_doubt() {
    let scripted = ScriptedSmtp::start([Script::normal().at(Phase::End, Action::Stall)]);
    let wait = Duration::from_millis(50);
    let outcome =
        send(&plain(&scripted), None, &no_trust(), &composed(TO), &Noted::default(), wait).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    scripted.wait_for(Moment::Received);
    assert_eq!(scripted.record().count(Moment::Accepted), 0);
}

#[tokio::test]
async fn a_server_that_answers_late_has_the_message() {
    let scripted = Arc::new(ScriptedSmtp::start([Script::normal().at(Phase::End, Action::Stall)]));
    let releasing = Arc::clone(&scripted);
    let released = tokio::task::spawn_blocking(move || {
        releasing.wait_for(Moment::Received);
        releasing.release();
    });
    let outcome = send_plainly(&scripted, &composed(TO), &Noted::default()).await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    released.await.unwrap();
    assert!(scripted.record().messages[0].accepted);
}

#[tokio::test]
async fn an_answer_in_an_old_character_set_is_an_answer() {
    let latin1 = b"250 \xfcbernommen\r\n".to_vec();
    let scripted = ScriptedSmtp::start([Script::normal().at(Phase::End, Action::Raw(latin1))]);
    let outcome = send_plainly(&scripted, &composed(TO), &Noted::default()).await;
    assert_eq!(outcome, Outcome::Sent { answer: "250 \u{fffd}bernommen".to_owned() });
}

#[tokio::test]
async fn an_answer_that_means_nothing_leaves_the_message_in_doubt() {
    for answer in [b"hello\r\n".as_slice(), b"354 go on\r\n"] {
        let script = Script::normal().at(Phase::End, Action::Raw(answer.to_vec()));
        let scripted = ScriptedSmtp::start([script]);
        let outcome = send_plainly(&scripted, &composed(TO), &Noted::default()).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    }
}

#[tokio::test]
async fn each_no_is_read_where_it_was_said() {
    use Phase::{Auth, Data, Ehlo, End, Greeting, Mail, Rcpt};
    let hard = Refusal::Address { recipient: address(TO), hard: true };
    let soft = Refusal::Address { recipient: address(TO), hard: false };
    let me = credential("me", "secret");
    for (phase, code, text, refusal) in [
        (Greeting, 421, "4.3.2 busy", Refusal::Temporary),
        (Greeting, 554, "no service", Refusal::Policy),
        (Ehlo, 550, "5.7.1 go away", Refusal::Policy),
        (Auth, 535, "5.7.8 bad credentials", Refusal::SignIn),
        (Auth, 454, "4.7.0 later", Refusal::Temporary),
        (Mail, 451, "4.7.1 greylisted", Refusal::Temporary),
        (Mail, 550, "5.7.1 Your account is suspended", Refusal::Account),
        (Mail, 550, "5.4.5 Daily user sending limit exceeded", Refusal::Quota),
        (Mail, 530, "5.7.0 Authentication required", Refusal::SignIn),
        (Rcpt, 450, "4.2.0 later", Refusal::Temporary),
        (Rcpt, 550, "5.1.1 no such user", hard),
        (Rcpt, 552, "5.2.2 mailbox full", soft),
        (Data, 451, "4.3.0 later", Refusal::Temporary),
        (Data, 554, "5.5.1 no valid recipients", Refusal::Policy),
        (End, 451, "4.3.0 disk full", Refusal::Temporary),
        (End, 421, "4.7.0 shutting down", Refusal::Temporary),
        (End, 552, "5.3.4 too big", Refusal::TooLarge),
        (End, 550, "5.7.1 looks like spam", Refusal::Policy),
    ] {
        let scripted = ScriptedSmtp::start([Script::normal().answer(phase, code, text)]);
        let marks = Noted::default();
        let outcome =
            send(&plain(&scripted), Some(&me), &no_trust(), &composed(TO), &marks, ANSWER_WAIT)
                .await;
        let answer = Some(format!("{code} {text}"));
        assert_eq!(
            outcome,
            Outcome::NotSent { why: refusal, answer, code: Some(code) },
            "{phase:?}"
        );
        assert_eq!(marks.calls().contains(&"data_starts"), phase == End, "{phase:?}");
    }
}

#[tokio::test]
async fn the_reason_for_cutting_a_large_message_short_is_heard() {
    let script = Script::normal().answer(Phase::Body, 552, "5.3.4 too big");
    let scripted = ScriptedSmtp::start([script]);
    let outcome = send_plainly(&scripted, &LARGE, &Noted::default()).await;
    assert_eq!(
        outcome,
        Outcome::NotSent {
            why: Refusal::TooLarge,
            answer: Some("552 5.3.4 too big".to_owned()),
            code: Some(552),
        }
    );
}

#[tokio::test]
async fn one_refused_recipient_of_two_stops_the_message() {
    let script = Script::normal().at_recipient("bob@", 550, "5.1.1 no such user");
    let scripted = ScriptedSmtp::start([script]);
    let mut message = message(TO);
    message.cc = vec![mailbox("Bob", "bob@example.test")];
    let message = compose(&message).unwrap();
    let outcome = send_plainly(&scripted, &message, &Noted::default()).await;
    let Outcome::NotSent { why, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(why, Refusal::Address { recipient: address("bob@example.test"), hard: true });
    scripted.wait_for(Moment::Closed);
    let record = scripted.record();
    assert_eq!((record.count(Moment::Rcpt), record.data_begun()), (2, 0));
    assert_eq!(record.commands.last().unwrap(), "QUIT");
}

#[tokio::test]
async fn the_servers_size_limit_is_kept_to_and_the_size_is_told() {
    let size = composed(TO).bytes().len();
    for (limit, sent) in [(size - 1, false), (size, true)] {
        let scripted = ScriptedSmtp::start([Script::normal().size(limit)]);
        let outcome = send_plainly(&scripted, &composed(TO), &Noted::default()).await;
        assert_eq!(matches!(outcome, Outcome::Sent { .. }), sent, "{outcome:?}");
        let told = format!("MAIL FROM:<sender@example.test> SIZE={size}");
        assert_eq!(scripted.record().commands.contains(&told), sent);
    }
}

#[tokio::test]
async fn signing_in_works_with_plain_and_with_login() {
    for (mechanisms, right, fine) in [
        ("PLAIN LOGIN", "gehe1m ß\\\"", true),
        ("LOGIN", "gehe1m ß\\\"", true),
        ("PLAIN", "wrong", false),
        ("LOGIN", "wrong", false),
        ("CRAM-MD5", "gehe1m ß\\\"", false),
        ("", "gehe1m ß\\\"", false),
    ] {
        let script = Script::normal().password("me", "gehe1m ß\\\"").mechanisms(mechanisms);
        let scripted = ScriptedSmtp::start([script]);
        let me = credential("me", right);
        let outcome = send(
            &plain(&scripted),
            Some(&me),
            &no_trust(),
            &composed(TO),
            &Noted::default(),
            ANSWER_WAIT,
        )
        .await;
        match outcome {
            Outcome::Sent { .. } => assert!(fine, "{mechanisms}"),
            Outcome::NotSent { why: Refusal::SignIn, .. } => assert!(!fine, "{mechanisms}"),
            other => panic!("{mechanisms}: {other:?}"),
        }
        let tries = scripted.record().commands.iter().filter(|c| c.starts_with("AUTH")).count();
        assert!(tries <= 1, "each refusal brings the account closer to being locked");
    }
}

#[tokio::test]
async fn a_token_that_is_not_good_is_explained_and_then_refused() {
    let explained = b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n535 5.7.8 expired\r\n".to_vec();
    let script = Script::normal().at(Phase::Auth, Action::Raw(explained));
    for (mechanisms, told) in [("PLAIN XOAUTH2", Some("535 5.7.8 expired")), ("PLAIN LOGIN", None)]
    {
        let scripted = ScriptedSmtp::start([script.clone().mechanisms(mechanisms)]);
        let (server, me, marks) = (plain(&scripted), token("me", "good"), Noted::default());
        let outcome =
            send(&server, Some(&me), &no_trust(), &composed(TO), &marks, ANSWER_WAIT).await;
        let Outcome::NotSent { why: Refusal::SignIn, answer, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(answer.as_deref(), told);
        // printf 'user=me\1auth=Bearer good\1\1' | base64
        scripted.wait_for(Moment::Closed);
        let said = ["AUTH XOAUTH2 dXNlcj1tZQFhdXRoPUJlYXJlciBnb29kAQE=", ""];
        let record = scripted.record();
        assert_eq!(record.commands[1..], said[..if told.is_some() { 2 } else { 0 }]);
    }
}

#[tokio::test]
async fn a_server_elsewhere_is_not_spoken_to_without_tls() {
    // Addresses for documentation (RFC 5737 and 3849): nothing is sent there.
    for host in ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"] {
        let server = server(host, 25, Security::Plain);
        let outcome =
            send(&server, None, &no_trust(), &composed(TO), &Noted::default(), ANSWER_WAIT).await;
        assert_eq!(
            outcome,
            Outcome::NotSent { why: Refusal::PlainRefused, answer: None, code: None }
        );
    }
}

#[tokio::test]
async fn a_server_without_starttls_is_left_before_the_password_is_said() {
    let scripted = ScriptedSmtp::start([Script::normal()]);
    let server = server("127.0.0.1", scripted.port(), Security::StartTls);
    let me = credential("me", "secret");
    let outcome =
        send(&server, Some(&me), &no_trust(), &composed(TO), &Noted::default(), ANSWER_WAIT).await;
    assert_eq!(outcome, Outcome::NotSent { why: Refusal::NoStartTls, answer: None, code: None });
    scripted.wait_for(Moment::Closed);
    assert_eq!(scripted.record().commands, ["EHLO [127.0.0.1]"]);
}

#[tokio::test]
async fn no_bare_line_end_is_ever_on_the_wire_and_dots_are_doubled_once() {
    let scripted = ScriptedSmtp::start([Script::normal()]);
    let mut message = message(TO);
    message.text = ".\n.\r..\r\n...x\n\r\n\u{2028}.\n🙂\rBcc: x\n.\nQUIT\n".to_owned();
    let message = compose(&message).unwrap();
    let outcome = send_plainly(&scripted, &message, &Noted::default()).await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    scripted.wait_for(Moment::Closed);
    let record = scripted.record();
    assert_eq!(record.messages.len(), 1, "no dot of the text ended the message");
    assert_eq!(record.commands.last().unwrap(), "QUIT");
    assert_eq!(record.commands.len(), 5);
    let raw = String::from_utf8(record.messages[0].raw.clone()).unwrap();
    let bare = raw.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n']), "{raw}");
    assert_eq!(raw.lines().filter(|line| *line == ".").count(), 1);
    assert!(raw.contains("\r\n..\r\n..\r\n...\r\n....x\r\n"), "{raw}");
    assert_eq!(record.messages[0].message(), message.bytes());
}

#[tokio::test]
async fn a_server_that_reads_ahead_and_refuses_one_of_two_gets_no_message() {
    let script = Script::normal().pipelining().at_recipient("bob@", 550, "5.1.1 unknown");
    let scripted = ScriptedSmtp::start([script]);
    let mut message = message(TO);
    message.cc = vec![mailbox("", "bob@example.test")];
    let marks = Noted::default();
    let outcome = send_plainly(&scripted, &compose(&message).unwrap(), &marks).await;
    let bob = Refusal::Address { recipient: address("bob@example.test"), hard: true };
    assert!(matches!(&outcome, Outcome::NotSent { why, .. } if *why == bob), "{outcome:?}");
    scripted.wait_for(Moment::Closed);
    let record = scripted.record();
    // It had said 354 and waits: hanging up is the only no that it understands.
    assert_eq!((record.data_begun(), record.messages.len()), (1, 0));
    assert_eq!(record.commands.last().unwrap(), "DATA");
    assert_eq!(marks.calls(), ["before_mail_from"]);
}

#[tokio::test]
async fn a_conversation_carries_one_message_after_the_other() {
    for script in [Script::normal(), Script::normal().pipelining()] {
        let scripted = ScriptedSmtp::start([script]);
        let opened = Conversation::open(&plain(&scripted), None, &no_trust()).await;
        let mut conversation = opened.unwrap();
        for _ in 0..3 {
            let marks = Noted::default();
            let (outcome, again) = conversation.send(&composed(TO), &marks, ANSWER_WAIT).await;
            assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
            conversation = again.unwrap();
        }
        conversation.quit().await;
        scripted.wait_for(Moment::Closed);
        let record = scripted.record();
        assert_eq!((record.messages.len(), record.count(Moment::Connected)), (3, 1));
        let named =
            |word: &str| record.commands.iter().filter(|line| line.starts_with(word)).count();
        assert_eq!((named("EHLO"), named("RSET"), named("QUIT")), (1, 0, 1));
    }
}
