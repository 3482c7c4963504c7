//! A server that fails at each point of a sending: what the outbox makes of it, and what has reached the
//! server in the end.

use crate::support::job::HOUR;
use crate::support::sender::{Sender, accepted};
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script};
use serde_json::json;

fn cut(phase: Phase) -> Script {
    Script::normal().at(phase, Action::Close)
}

fn says(phase: Phase, answer: &str) -> Script {
    let (code, text) = answer.split_once(' ').unwrap();
    Script::normal().answer(phase, code.parse().unwrap(), text)
}

/// The message waits, is tried again, and comes once.
fn is_tried_again(first: Script) {
    let sender = Sender::new(vec![first, Script::normal()]);
    sender.send();
    sender.until_state("retry_at");
    assert_eq!(accepted(&sender.server), 0);
    sender.desk.pass(3 * HOUR);
    sender.until_sent();
    assert_eq!(accepted(&sender.server), 1);
}

/// Nobody knows, and so it is never sent again by itself, also not after a restart.
fn is_in_doubt(first: Script) {
    let mut sender = Sender::new(vec![first, Script::normal()]);
    sender.send();
    sender.until_state("in_doubt");
    sender.restart();
    sender.pass_and_look(100 * HOUR);
    assert_eq!(sender.state(), "in_doubt");
    assert!(sender.copies() <= 1);
}

/// It is refused for this reason, with the server's words, and never sent again by itself.
fn fails(first: Script, reason: &str, words: &str) {
    let sender = Sender::new(vec![first, Script::normal()]);
    sender.send();
    sender.until_state("failed");
    let state = sender.desk.outbox("waiting")[0]["state"].clone();
    assert_eq!(state["reason"], reason);
    assert!(state["answer"].as_str().unwrap().contains(words), "{state}");
    sender.pass_and_look(100 * HOUR);
    // The marker alone.
    assert_eq!(accepted(&sender.server), 1);
    assert!(sender.copies() <= 1);
}

/// It is held for this reason until it is let go, and comes once then.
fn is_held(first: Script, reason: &str) {
    let sender = Sender::new(vec![first, Script::normal()]);
    sender.send();
    sender.until_state("held");
    let row = sender.desk.outbox("waiting")[0].clone();
    assert_eq!(row["state"]["reason"], reason);
    sender.desk.pass(100 * HOUR);
    assert_eq!(sender.server.record().count(Moment::Connected), 1);
    sender.desk.ask("outbox_retry", json!({"id": row["id"]})).unwrap();
    sender.until_sent();
    assert_eq!(sender.copies(), 1);
}

macro_rules! each {
    ($($name:ident: $told:expr;)*) => {
        $(#[test]
        fn $name() {
            $told
        })*
    };
}

mod a_cut {
    use super::*;

    each! {
        at_the_greeting_is_tried_again: is_tried_again(cut(Phase::Greeting));
        after_ehlo_is_tried_again: is_tried_again(cut(Phase::Ehlo));
        while_signing_in_is_tried_again: is_tried_again(cut(Phase::Auth));
        after_mail_is_tried_again: is_tried_again(cut(Phase::Mail));
        after_rcpt_is_tried_again: is_tried_again(cut(Phase::Rcpt));
        before_the_data_is_tried_again: is_tried_again(cut(Phase::Data));
        before_the_data_of_a_server_that_reads_ahead_is_tried_again:
            is_tried_again(cut(Phase::Data).pipelining());
        inside_the_data_of_a_short_message_is_in_doubt: is_in_doubt(cut(Phase::Body));
        after_the_data_is_in_doubt: is_in_doubt(cut(Phase::End));
    }
}

mod a_421 {
    use super::*;

    const BUSY: &str = "421 4.3.2 closing";

    each! {
        at_the_greeting_is_tried_again: is_tried_again(says(Phase::Greeting, BUSY));
        at_ehlo_is_tried_again: is_tried_again(says(Phase::Ehlo, BUSY));
        at_auth_is_tried_again: is_tried_again(says(Phase::Auth, BUSY));
        at_mail_is_tried_again: is_tried_again(says(Phase::Mail, BUSY));
        at_rcpt_is_tried_again: is_tried_again(says(Phase::Rcpt, BUSY));
        at_data_is_tried_again: is_tried_again(says(Phase::Data, BUSY));
        at_the_end_is_tried_again: is_tried_again(says(Phase::End, BUSY));
    }
}

mod a_4xx {
    use super::*;

    each! {
        at_the_greeting_is_tried_again: is_tried_again(says(Phase::Greeting, "450 later"));
        at_ehlo_is_tried_again: is_tried_again(says(Phase::Ehlo, "451 later"));
        at_auth_is_tried_again: is_tried_again(says(Phase::Auth, "454 4.7.0 later"));
        at_mail_is_tried_again: is_tried_again(says(Phase::Mail, "452 4.3.1 later"));
        at_rcpt_is_tried_again: is_tried_again(says(Phase::Rcpt, "450 4.2.1 greylisted"));
        at_rcpt_of_a_server_that_reads_ahead_is_tried_again:
            is_tried_again(says(Phase::Rcpt, "450 4.2.1 greylisted").pipelining());
        at_data_is_tried_again: is_tried_again(says(Phase::Data, "451 4.3.0 later"));
        at_the_end_is_tried_again: is_tried_again(says(Phase::End, "452 4.3.1 later"));
    }
}

mod a_5xx {
    use super::*;

    each! {
        at_the_greeting_fails: fails(says(Phase::Greeting, "554 no mail here"), "policy", "no mail here");
        at_ehlo_fails: fails(says(Phase::Ehlo, "550 5.7.1 go away"), "policy", "go away");
        at_auth_holds_all: is_held(says(Phase::Auth, "535 5.7.8 wrong"), "sign_in_refused");
        at_mail_holds_all: is_held(says(Phase::Mail, "550 not your address"), "account_blocked");
        at_rcpt_fails_for_the_address:
            fails(says(Phase::Rcpt, "550 5.1.1 nobody"), "address", "nobody");
        at_rcpt_of_a_server_that_reads_ahead_fails_and_sends_no_data:
            fails(says(Phase::Rcpt, "550 5.1.1 nobody").pipelining(), "address", "nobody");
        at_data_fails: fails(says(Phase::Data, "554 5.7.1 spam"), "policy", "spam");
        at_the_end_fails: fails(says(Phase::End, "554 5.7.1 spam"), "policy", "spam");
        of_size_fails: fails(says(Phase::End, "552 5.3.4 too big"), "too_large", "too big");
    }
}

#[test]
fn a_message_over_the_servers_size_is_not_begun() {
    let sender = Sender::new(vec![Script::normal().size(100), Script::normal()]);
    sender.send();
    sender.until_state("failed");
    assert_eq!(sender.desk.outbox("waiting")[0]["state"]["reason"], "too_large");
    assert_eq!(sender.server.record().count(Moment::Mail), 0);
}

#[test]
fn a_slow_answer_is_waited_for_however_the_clock_runs() {
    let sender = Sender::new(vec![Script::normal().at(Phase::End, Action::Stall)]);
    sender.send();
    sender.server.wait_for(Moment::Received);
    sender.desk.pass(9 * 60_000);
    assert_eq!(sender.state(), "sending");
    let row = sender.desk.outbox("waiting")[0]["id"].clone();
    assert!(sender.desk.ask("outbox_cancel", json!({"id": row})).is_err());
    sender.server.release();
    sender.until_sent();
    assert_eq!((sender.copies(), sender.server.record().count(Moment::Connected)), (1, 1));
}

/// Three messages that leave one after the other: through how many connections, and that each came once.
fn three_through(scripts: Vec<Script>, connections: usize) {
    let sender = Sender::new(scripts);
    let cadence = sender.desk.cadence("More");
    for name in ["bea", "cid"] {
        let (id, contact) = sender.desk.partnership(name, name, &format!("{name}@acme.example"));
        sender.desk.assign(cadence, contact);
        sender.desk.send(id).unwrap();
    }
    sender.send();
    sender.desk.until("all leave", || sender.desk.outbox("sent").len() == 3);
    let record = sender.server.record();
    let mut to: Vec<&str> = record.messages.iter().map(|one| one.rcpt[0].as_str()).collect();
    to.sort_unstable();
    let whole =
        ["RCPT TO:<ada@acme.example>", "RCPT TO:<bea@acme.example>", "RCPT TO:<cid@acme.example>"];
    assert_eq!(to, whole);
    assert_eq!(record.count(Moment::Connected), connections);
}

#[test]
fn one_connection_carries_messages_that_follow_each_other() {
    three_through(vec![Script::normal()], 1);
    three_through(vec![Script::normal().pipelining()], 1);
}

#[test]
fn a_connection_that_was_closed_between_two_messages_costs_no_attempt() {
    three_through(vec![Script::normal().ends_after(1, "")], 3);
    three_through(vec![Script::normal().pipelining().ends_after(2, "")], 2);
}

#[test]
fn a_server_that_takes_leave_between_two_messages_costs_no_attempt() {
    three_through(
        vec![Script::normal().ends_after(1, "421 4.7.0 too many messages on this line")],
        3,
    );
}

#[test]
fn a_server_that_offers_nothing_gets_seven_bits_and_one_command_at_a_time() {
    let sender = Sender::new(vec![Script::normal().bare()]);
    let window = sender.desk.window(sender.id);
    let mut draft = window["work"]["draft"].clone();
    draft["subject"] = json!("Grüße aus Köln 🙂");
    draft["body"] = json!("Schöne Grüße\n\n🙂");
    sender.desk.ask("email_send", json!({"id": window["id"], "draft": draft})).unwrap();
    sender.desk.pass(10_000);
    sender.until_sent();
    let record = sender.server.record();
    assert!(record.messages[0].raw.is_ascii());
    assert!(
        record.commands.iter().all(|line| !line.contains("SMTPUTF8") && !line.contains("BODY="))
    );
    assert!(record.commands.iter().all(|line| !line.contains("SIZE=")));
}

/// Where a server would see the end of the message that takes a bare LF or CR for the end of a line.
fn tolerant_ends(raw: &[u8]) -> usize {
    let line_end = |b: &u8| matches!(b, b'\r' | b'\n');
    raw.split(line_end).filter(|line| line == b".").count()
}

#[test]
fn no_text_ends_the_message_early_for_a_server_that_tolerates_bare_line_feeds() {
    let sender = Sender::new(vec![Script::normal()]);
    let window = sender.desk.window(sender.id);
    let mut draft = window["work"]["draft"].clone();
    let smuggled = "MAIL FROM:<a@evil.example>\r\nRCPT TO:<b@evil.example>\r\nDATA\r\nx";
    let mut send = |body: String| {
        draft["body"] = json!(body);
        sender.desk.ask("email_send", json!({"id": window["id"], "draft": draft}))
    };
    assert!(send(format!("Hi\r.\r{smuggled}")).is_err(), "a bare CR is no text");
    send(format!("Hi\n.\n{smuggled}\r\n.\r\n{smuggled}\n.\r\n{smuggled}")).unwrap();
    sender.desk.pass(10_000);
    sender.until_sent();
    let record = sender.server.record();
    assert_eq!(record.messages.len(), 1);
    let raw = &record.messages[0].raw;
    assert_eq!(tolerant_ends(raw), 1, "{}", String::from_utf8_lossy(raw));
    assert!(tolerant_ends(b"a\n.\r\nb\r\n.\r\n") == 2, "the control");
    let bare = String::from_utf8_lossy(raw).replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n']));
    assert_eq!(record.count(Moment::Mail), 1);
}

#[test]
fn a_header_cannot_be_smuggled_in_with_a_subject() {
    let sender = Sender::new(vec![Script::normal()]);
    let window = sender.desk.window(sender.id);
    let mut draft = window["work"]["draft"].clone();
    draft["subject"] = json!("Hello\r\nBcc: eve@evil.example");
    let refused = sender.desk.ask("email_send", json!({"id": window["id"], "draft": draft}));
    assert!(refused.is_err(), "{refused:?}");
    assert!(sender.desk.outbox("waiting").is_empty());
}
