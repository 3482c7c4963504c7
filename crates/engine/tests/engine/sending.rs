//! Sending through real and through scripted servers: once, and never a second time by itself.

use crate::support::Desk;
use crate::support::job::HOUR;
use crate::support::sender::{Sender, accepted, settings};
use desk_engine::ports::SecretsError;
use desk_testkit::mail_server::MailServer;
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script, ScriptedSmtp};
use desk_wire::error::Problem;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_message_lies_once_in_the_recipients_mailbox_as_it_was_written() {
    let server = MailServer::start();
    let pem = server.ca();
    let folder = tempfile::tempdir().unwrap();
    let desk = tokio::task::spawn_blocking({
        let (folder, port) = (folder.path().to_owned(), server.ports().submission);
        let password = server.password("sender");
        move || {
            let desk = Desk::on_trust(&folder, pem);
            let profile = json!({"name": "Grace Höpper", "title": "", "company": "", "phone": "", "calendar_url": "", "postal_address": "", "signature": "Grace\nExample Ltd"});
            desk.ask("sender_save", json!({"profile": profile})).unwrap();
            let account = settings("sender@example.test", "localhost", port, "start_tls");
            desk.ask("account_save", json!({"settings": account, "password": password})).unwrap();
            let cadence = desk.cadence("Outbound");
            let (id, contact) = desk.partnership("Acme {{ x }} <b>", "Ada", "bob@example.test");
            desk.assign(cadence, contact);
            desk.send(id).unwrap();
            desk.pass(10_000);
            desk.until("it leaves", || desk.outbox("sent").len() == 1);
            desk
        }
    })
    .await
    .unwrap();
    let inbox = server.wait_for_messages("bob", 1).await;
    assert_eq!(inbox.len(), 1);
    let text = String::from_utf8_lossy(&inbox[0]).into_owned();
    for part in [
        "multipart/alternative",
        "text/plain",
        "text/html",
        "Message-ID: <",
        "List-Unsubscribe: <mailto:sender@example.test",
        "Hello Ada,",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(text.contains("Subject: A question for Acme {{ x }} <b>\r\n"), "{text}");
    drop(desk);
}

#[test]
fn a_wrong_password_and_an_unknown_authority_hold_the_message_until_they_are_mended() {
    let server = MailServer::start();
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::on_trust(folder.path(), server.ca());
    let port = server.ports().submissions;
    let account = settings("sender@example.test", "localhost", port, "tls");
    desk.ask("account_save", json!({"settings": account, "password": "wrong"})).unwrap();
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "bob@example.test");
    desk.assign(cadence, contact);
    desk.send(id).unwrap();
    desk.pass(10_000);
    let reason = || desk.outbox("waiting").first().map(|row| row["state"]["reason"].clone());
    desk.until("it is held", || reason() == Some(json!("sign_in_refused")));
    let stages = |password: &str| {
        let input = json!({"settings": account, "password": password});
        desk.ask("account_test", input).unwrap()["stages"].as_array().unwrap().clone()
    };
    let failed = stages("wrong");
    assert_eq!(failed.last().unwrap()["stage"], "smtp_sign_in");
    assert_eq!(failed.last().unwrap()["failure"]["reason"], "sign_in_refused");
    let good = server.password("sender");
    assert!(stages(&good).iter().all(|stage| stage["failure"].is_null()));
    desk.ask("account_save", json!({"settings": account, "password": good})).unwrap();
    desk.until("it leaves", || desk.outbox("sent").len() == 1);

    // The same server for whoever does not know its authority.
    let folder = tempfile::tempdir().unwrap();
    let other = desk_testkit::certificates::Authority::new();
    let desk = Desk::on_trust(folder.path(), other.pem());
    let input = json!({"settings": account, "password": good});
    let stages = desk.ask("account_test", input).unwrap()["stages"].as_array().unwrap().clone();
    assert_eq!(stages.last().unwrap()["failure"]["reason"], "certificate_unknown_issuer");
}

#[test]
fn whatever_is_wrong_with_an_account_is_told_by_its_stage() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let last = |settings: &Value| {
        let input = json!({"settings": settings, "password": "geheim"});
        let tested = desk.ask("account_test", input).unwrap();
        let last = tested["stages"].as_array().unwrap().last().unwrap().clone();
        (last["stage"].as_str().unwrap().to_owned(), last["failure"]["reason"].clone())
    };
    let at = |port: u16, security: &str| settings("rep@example.test", "127.0.0.1", port, security);
    let closing = |phase| ScriptedSmtp::start(vec![Script::normal().at(phase, Action::Close)]);
    let refused = || {
        let answer = Script::normal().answer(Phase::Auth, 535, "5.7.8 wrong");
        ScriptedSmtp::start(vec![answer])
    };
    let nobody = desk_testkit::port::free_port();
    assert_eq!(last(&at(nobody, "plain")), ("smtp_connect".to_owned(), json!("refused")));
    let server = closing(Phase::Greeting);
    assert_eq!(last(&at(server.port(), "plain")).1, "closed_by_server");
    let server = closing(Phase::Auth);
    let told = ("smtp_sign_in".to_owned(), json!("closed_by_server"));
    assert_eq!(last(&at(server.port(), "plain")), told);
    let server = refused();
    let told = ("smtp_sign_in".to_owned(), json!("sign_in_refused"));
    assert_eq!(last(&at(server.port(), "plain")), told);
    let server = ScriptedSmtp::start(vec![Script::normal()]);
    assert_eq!(last(&at(server.port(), "start_tls")).1, "no_start_tls");
    let elsewhere = settings("rep@example.test", "server.invalid", 25, "plain");
    assert_eq!(last(&elsewhere).0, "smtp_connect");

    for (field, bad) in [
        ("address", json!("rep at example")),
        ("user", json!("")),
        ("smtp", json!({"host": "", "port": 25, "security": "tls"})),
        ("smtp", json!({"host": "127.0.0.1", "port": 0, "security": "tls"})),
        ("smtp", json!({"host": "127.0.0.1\r\nQUIT", "port": 25, "security": "tls"})),
    ] {
        let mut settings = at(25, "plain");
        settings[field] = bad;
        let input = json!({"settings": settings, "password": "geheim"});
        for command in ["account_test", "account_save"] {
            let refused = desk.ask(command, input.clone()).unwrap_err();
            assert!(matches!(refused, Problem::AccountField { .. }), "{field}: {refused:?}");
        }
    }
    let kept = desk.ask("account_list", json!({})).unwrap();
    assert_eq!(kept, json!({"accounts": []}));
}

#[test]
fn a_connection_lost_before_the_end_of_the_data_is_tried_again_and_sends_once() {
    let broken = |phase| Script::normal().at(phase, Action::Close);
    let scripts = vec![
        broken(Phase::Greeting),
        broken(Phase::Mail),
        broken(Phase::Rcpt),
        broken(Phase::Data),
        // Within the data is a matter of long messages: a short one is written at once, and then
        // nobody knows (crates/mail/tests/doubt.rs).
        Script::normal().answer(Phase::Mail, 451, "4.3.0 later"),
        Script::normal(),
    ];
    let tries = scripts.len();
    let sender = Sender::new(scripts);
    sender.send();
    for attempt in 1..tries {
        sender.until_state("retry_at");
        assert_eq!(accepted(&sender.server), 0, "after {attempt}");
        sender.desk.pass(3 * HOUR);
        sender
            .desk
            .until("the next try", || sender.server.record().count(Moment::Connected) > attempt);
    }
    sender.until_sent();
    assert_eq!(accepted(&sender.server), 1);
}

#[test]
fn a_connection_lost_after_the_end_of_the_data_leaves_the_message_in_doubt() {
    let cut = Script::normal().at(Phase::End, Action::Close);
    let mut sender = Sender::new(vec![cut, Script::normal(), Script::normal()]);
    sender.send();
    sender.until_state("in_doubt");
    sender.restart();
    sender.pass_and_look(100 * HOUR);
    assert_eq!((sender.state().as_str(), sender.copies()), ("in_doubt", 1));
    assert_eq!(sender.desk.card(sender.id)["current"]["state"], "in_outbox");

    let row = sender.desk.outbox("waiting")[0]["id"].clone();
    sender.desk.ask("outbox_settle", json!({"id": row, "answer": "send_again"})).unwrap();
    sender.until_sent();
    let record = sender.server.record();
    let ids: Vec<&str> = record
        .messages
        .iter()
        .filter(|message| message.rcpt.iter().any(|to| to.contains("ada@")))
        .map(|message| {
            let text = std::str::from_utf8(&message.raw).unwrap();
            text.lines().find(|line| line.starts_with("Message-ID:")).unwrap()
        })
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1], "it is the same message");
}

#[test]
fn a_receipt_that_was_written_before_the_end_of_the_program_is_taken_up_at_the_next_start() {
    let mut sender =
        Sender::new(vec![Script::normal().at(Phase::End, Action::Close), Script::normal()]);
    sender.send();
    sender.until_state("in_doubt");
    sender.restart_with(
        "UPDATE outbox SET state = 'sending';
         INSERT INTO outbox_receipt SELECT id, '250 OK', data_started_at FROM outbox;",
    );
    assert_eq!(sender.desk.outbox("waiting"), Vec::<Value>::new());
    assert_eq!(sender.desk.outbox("sent").len(), 1);
    assert_eq!(sender.desk.card(sender.id)["current"]["position"], 1);
    let story = sender.desk.story(sender.id);
    assert_eq!(story.iter().filter(|line| line.contains("email_sent")).count(), 1, "{story:?}");
    sender.pass_and_look(100 * HOUR);
    assert_eq!(sender.copies(), 1);
}

#[test]
fn a_message_in_doubt_that_has_arrived_counts_as_sent() {
    let sender = Sender::new(vec![Script::normal().at(Phase::End, Action::Close)]);
    sender.send();
    sender.until_state("in_doubt");
    let row = sender.desk.outbox("waiting")[0]["id"].clone();
    sender.desk.ask("outbox_settle", json!({"id": row, "answer": "sent"})).unwrap();
    assert_eq!(sender.desk.card(sender.id)["current"]["position"], 1);
    assert_eq!(sender.server.record().messages.len(), 1);
}

#[test]
fn a_refused_address_fails_and_is_marked_and_its_text_can_be_taken_back() {
    let script = Script::normal().answer(Phase::Rcpt, 550, "5.1.1 no such user");
    let sender = Sender::new(vec![script]);
    sender.send();
    sender.until_state("failed");
    let row = sender.desk.outbox("waiting")[0].clone();
    assert_eq!(row["state"]["reason"], "address");
    assert!(row["state"]["answer"].as_str().unwrap().contains("no such user"));
    let contact = sender.desk.detail(sender.id)["contacts"][0].clone();
    assert_eq!(contact["dead"], json!(["ada@acme.example"]));
    sender.desk.ask("outbox_cancel", json!({"id": row["id"]})).unwrap();
    assert_eq!(sender.desk.window(sender.id)["work"]["choices"], json!([]));
}

#[test]
fn a_keychain_that_is_locked_holds_the_message_until_it_is_unlocked() {
    let sender = Sender::new(vec![Script::normal()]);
    for (trouble, reason) in [
        (SecretsError::Locked, "keychain_locked"),
        (SecretsError::Absent, "keychain_absent"),
        (SecretsError::Denied, "keychain_denied"),
    ] {
        *sender.desk.secrets.trouble.lock().unwrap() = Some(trouble);
        if sender.state().is_empty() {
            sender.send();
        } else {
            let row = sender.desk.outbox("waiting")[0]["id"].clone();
            sender.desk.ask("outbox_retry", json!({"id": row})).unwrap();
        }
        let row =
            || sender.desk.outbox("waiting").first().map(|row| row["state"]["reason"].clone());
        sender.desk.until(reason, || row() == Some(json!(reason)));
    }
    assert_eq!(sender.server.record().count(Moment::Connected), 0);
    *sender.desk.secrets.trouble.lock().unwrap() = None;
    sender.desk.pass(1);
    sender.until_sent();
    assert_eq!(accepted(&sender.server), 1);
}

#[test]
fn a_message_without_an_account_waits_for_one() {
    let server = ScriptedSmtp::start(vec![Script::normal()]);
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let cadence = desk.cadence("Outbound");
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.send(id).unwrap();
    desk.pass(10_000);
    desk.until("it is held", || {
        desk.outbox("waiting").first().is_some_and(|row| row["state"]["reason"] == "no_account")
    });
    let account = settings("rep@example.test", "127.0.0.1", server.port(), "plain");
    desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
    desk.until("it leaves", || desk.outbox("sent").len() == 1);
}

#[test]
fn a_pause_takes_back_what_has_not_left_and_gives_its_text_to_the_draft() {
    let sender = Sender::new(vec![Script::normal(), Script::normal()]);
    let mut draft = sender.desk.window(sender.id)["work"]["draft"].clone();
    draft["body"] = json!("My own words");
    let touch = sender.desk.touch(sender.id);
    sender.desk.ask("email_send", json!({"id": touch, "draft": draft})).unwrap();
    let enrolment = sender.desk.card(sender.id)["id"].clone();
    sender.desk.ask("enrolment_pause", json!({"id": enrolment})).unwrap();
    sender.pass_and_look(HOUR);
    assert!(sender.desk.outbox("waiting").is_empty());
    sender.desk.ask("enrolment_resume", json!({"id": enrolment})).unwrap();
    assert_eq!(sender.desk.window(sender.id)["work"]["draft"]["body"], "My own words");
    assert_eq!(sender.copies(), 0, "no old schedule comes back");
    sender.send();
    sender.until_sent();
}

#[test]
fn an_opt_out_stops_a_message_that_waits() {
    let sender = Sender::new(vec![Script::normal()]);
    sender.desk.send(sender.id).unwrap();
    let contact = sender.desk.detail(sender.id)["contacts"][0]["id"].clone();
    sender.desk.ask("contact_opt_out", json!({"id": contact})).unwrap();
    sender.pass_and_look(HOUR);
    assert!(sender.desk.outbox("waiting").is_empty());
    assert_eq!(sender.copies(), 0);
}

#[test]
fn a_copy_to_nobody_fails_the_message_and_leaves_the_recipients_address_alone() {
    let script = Script::normal().at_recipient("typo@acme.example", 550, "5.1.1 no such user");
    let sender = Sender::new(vec![script]);
    let mut draft = sender.desk.window(sender.id)["work"]["draft"].clone();
    draft["cc"] = json!("typo@acme.example");
    let touch = sender.desk.touch(sender.id);
    sender.desk.ask("email_send", json!({"id": touch, "draft": draft})).unwrap();
    sender.desk.pass(10_000);
    sender.until_state("failed");
    assert_eq!(sender.desk.detail(sender.id)["contacts"][0]["dead"], json!([]));
}

#[test]
fn what_holds_one_message_holds_all_until_it_is_mended() {
    let server = ScriptedSmtp::start(vec![Script::normal(), Script::normal()]);
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let cadence = desk.cadence("Outbound");
    for name in ["ada", "bo"] {
        let (id, contact) = desk.partnership(name, name, &format!("{name}@acme.example"));
        desk.assign(cadence, contact);
        desk.send(id).unwrap();
    }
    desk.pass(10_000);
    desk.until("both are held", || {
        let rows = desk.outbox("waiting");
        rows.len() == 2 && rows.iter().all(|row| row["state"]["reason"] == "no_account")
    });
    let account = settings("rep@example.test", "127.0.0.1", server.port(), "plain");
    desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
    desk.until("both leave", || desk.outbox("sent").len() == 2);
}

#[test]
fn an_automatic_e_mail_that_is_due_at_once_leaves_at_once_as_the_rep_has_written_it() {
    let server = ScriptedSmtp::start(vec![Script::normal(), Script::normal()]);
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let account = settings("rep@example.test", "127.0.0.1", server.port(), "plain");
    desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
    let email = |hours: i64| json!([{"id": null, "name": "", "rules": {}, "delay": {"amount": hours, "unit": "hours"}, "content": {"type": "email", "mode": "automatic", "thread": "new", "subject": "Hello", "body": "Hello"}}]);
    let (_, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(desk.cadence_with("At once", email(0)), contact);
    desk.until("it leaves", || desk.outbox("sent").len() == 1);

    let (id, contact) = desk.partnership("Bolt", "Bo", "bo@bolt.example");
    desk.assign(desk.cadence_with("Later", email(1)), contact);
    let mut draft = desk.window(id)["work"]["draft"].clone();
    draft["body"] = json!("My own words");
    desk.ask("email_save", json!({"id": desk.touch(id), "draft": draft})).unwrap();
    desk.pass(HOUR);
    desk.until("the other leaves", || desk.outbox("sent").len() == 2);
    let record = server.record();
    let last = String::from_utf8_lossy(&record.messages[1].raw).into_owned();
    assert!(last.contains("My own words"), "{last}");
}

#[test]
fn an_automatic_first_e_mail_leaves_by_itself_and_a_follow_up_waits_for_the_rep() {
    let server = ScriptedSmtp::start(vec![Script::normal(), Script::normal()]);
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let account = settings("rep@example.test", "127.0.0.1", server.port(), "plain");
    desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
    let email = |hours: i64| json!({"id": null, "name": "", "rules": {}, "delay": {"amount": hours, "unit": "hours"}, "content": {"type": "email", "mode": "automatic", "thread": "new", "subject": "Hello", "body": "Hello"}});
    let cadence = desk.cadence_with("Automatic", json!([email(1), email(1)]));
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(cadence, contact);
    desk.pass(HOUR);
    desk.until("the first leaves", || desk.outbox("sent").len() == 1);
    desk.pass(HOUR);
    desk.until("the second is due", || desk.card(id)["current"]["state"] == "due");
    assert!(desk.outbox("waiting").is_empty());
    assert_eq!(accepted(&server), 1);
}
