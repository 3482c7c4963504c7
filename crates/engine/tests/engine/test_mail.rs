//! A test of an e-mail to the rep: what the contact would read, and nothing else happens, neither when it leaves nor
//! when it comes back.

use crate::support::dump::dump;
use crate::support::sender::settings;
use crate::support::{Desk, NOW};
use desk_core::time::Clock;
use desk_engine::ports::SecretsError;
use desk_testkit::mail_server::MailServer;
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script, ScriptedSmtp};
use desk_wire::account::{AccountStage, StageFailure};
use desk_wire::error::Problem;
use mail_parser::{Message, MessageParser, MimeHeaders};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

fn parsed(raw: &[u8]) -> Message<'_> {
    MessageParser::default().parse(raw).unwrap()
}

/// What the window hands over of the open e-mail of a partnership.
fn open_email(desk: &Desk, id: i64) -> Value {
    let window = desk.window(id);
    json!({"id": window["id"], "draft": window["work"]["draft"]})
}

/// A file on the rep's disk, attached.
fn attached(desk: &Desk, folder: &Path) -> Value {
    let path = folder.join("Offer.pdf");
    std::fs::write(&path, b"%PDF offer").unwrap();
    *desk.files.0.lock().unwrap() = vec![path];
    let chosen = desk.ask("files_choose", json!({})).unwrap();
    let handle = chosen["files"][0]["handle"].clone();
    desk.ask("file_attach", json!({"handle": handle})).unwrap()["attachment"].clone()
}

/// A program whose loops are driven by hand, with an account at a scripted server and a due e-mail.
struct Rep {
    desk: Desk,
    server: ScriptedSmtp,
    folder: tempfile::TempDir,
    /// The partnership.
    id: i64,
}

impl Rep {
    fn new(scripts: Vec<Script>) -> Self {
        let server = ScriptedSmtp::start(scripts);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::own_by_hand(folder.path(), Arc::default(), NOW);
        let account = settings("rep@example.test", "127.0.0.1", server.port(), "plain");
        desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
        let (id, contact) = desk.partnership("Acme <b>", "Ada", "ada@acme.example");
        desk.assign(desk.cadence("Outbound"), contact);
        desk.settle();
        Self { desk, server, folder, id }
    }

    /// Everything that the file holds.
    fn dump(&self) -> String {
        dump(&self.folder.path().join("workspace.sqlite"), &[])
    }
}

#[test]
fn a_test_reads_as_what_is_sent_goes_to_the_rep_alone_and_changes_no_table() {
    let rep = Rep::new(vec![Script::normal(), Script::normal()]);
    let desk = &rep.desk;
    let profile = json!({"name": "Grace Höpper", "title": "", "company": "", "phone": "", "calendar_url": "", "postal_address": "1 Main St", "signature": "Grace"});
    desk.ask("sender_save", json!({"profile": profile})).unwrap();
    let outside = tempfile::tempdir().unwrap();
    let mut email = open_email(desk, rep.id);
    email["draft"]["attachments"] = json!([attached(desk, outside.path())]);
    email["draft"]["cc"] = json!("colleague@acme.example");
    email["draft"]["bcc"] = json!("crm@example.test");

    let before = rep.dump();
    let sent = desk.ask("email_test", email.clone()).unwrap();
    assert_eq!(sent, json!({"to": "rep@example.test"}));
    assert_eq!(rep.dump(), before);
    assert!(desk.outbox("waiting").is_empty() && desk.outbox("sent").is_empty());

    desk.ask("email_send", email).unwrap();
    desk.pass(10_000);
    desk.settle();
    let record = rep.server.record();
    let [test, real] = [0, 1].map(|at| record.messages[at].message());
    assert_eq!(record.messages[0].rcpt, ["RCPT TO:<rep@example.test>"]);
    let (test, real) = (parsed(&test), parsed(&real));
    assert_eq!(test.body_text(0), real.body_text(0));
    assert_eq!(test.body_html(0), real.body_html(0));
    assert!(
        test.body_text(0).unwrap().ends_with("Grace\r\n\r\n1 Main St"),
        "{:?}",
        test.body_text(0)
    );
    let files = |message: &Message<'_>| -> Vec<(String, Vec<u8>)> {
        let files = message.attachments();
        files
            .map(|one| (one.attachment_name().unwrap().to_owned(), one.contents().to_vec()))
            .collect()
    };
    assert_eq!(files(&test), [("Offer.pdf".to_owned(), b"%PDF offer".to_vec())]);
    assert_eq!(files(&test), files(&real));
    assert_eq!(test.from(), real.from());
    assert_eq!(test.to().unwrap().first(), test.from().unwrap().first());
    assert_eq!(test.subject().unwrap(), format!("[Test] {}", real.subject().unwrap()));
    assert_ne!(test.message_id(), real.message_id());
    for header in ["List-Unsubscribe", "List-Unsubscribe-Post", "Cc", "Bcc", "References"] {
        assert!(test.header(header).is_none(), "{header}");
    }
}

#[test]
fn variables_without_a_value_are_named_and_nothing_is_sent() {
    let rep = Rep::new(vec![Script::normal()]);
    let mut email = open_email(&rep.desk, rep.id);
    email["draft"]["body"] = json!("Hello ⟦contact.title⟧ of ⟦partnership.industry⟧");
    let refused = rep.desk.ask("email_test", email.clone()).unwrap_err();
    let variables = ["contact.title", "partnership.industry"].map(str::to_owned).to_vec();
    assert_eq!(refused, Problem::MissingVariables { variables });
    email["draft"]["body"] = json!(" ");
    let refused = rep.desk.ask("email_test", email).unwrap_err();
    assert!(matches!(refused, Problem::EmailField { .. }), "{refused:?}");
    assert_eq!(rep.server.record().count(Moment::Connected), 0);
}

#[test]
fn what_is_wrong_with_account_or_server_is_told_by_its_stage() {
    let refusing = |phase| Script::normal().answer(phase, 550, "5.7.1 not here");
    let rep = Rep::new(vec![
        refusing(Phase::Mail),
        refusing(Phase::Data),
        Script::normal().answer(Phase::Auth, 535, "5.7.8 wrong"),
        Script::normal().at(Phase::End, Action::Close),
        Script::normal().size(200),
    ]);
    let email = open_email(&rep.desk, rep.id);
    let test = || match rep.desk.ask("email_test", email.clone()).unwrap_err() {
        Problem::TestNotSent { stage, failure, settings } => {
            assert_eq!(settings.address, "rep@example.test");
            (stage, failure)
        }
        other => panic!("{other:?}"),
    };
    for _ in [Phase::Mail, Phase::Data] {
        let (stage, failure) = test();
        assert_eq!(stage, AccountStage::SendToMyself);
        let StageFailure::SendRefused { answer } = failure else { panic!("{failure:?}") };
        assert!(answer.contains("not here"), "{answer}");
    }
    let (stage, failure) = test();
    assert_eq!(stage, AccountStage::SmtpSignIn);
    assert!(matches!(failure, StageFailure::SignInRefused { .. }), "{failure:?}");
    let (stage, failure) = test();
    assert_eq!(stage, AccountStage::SendToMyself);
    assert!(matches!(failure, StageFailure::Other { .. }), "{failure:?}");
    assert_eq!(test().0, AccountStage::SendToMyself);
    *rep.desk.secrets.trouble.lock().unwrap() = Some(SecretsError::Locked);
    let refused = rep.desk.ask("email_test", email.clone()).unwrap_err();
    assert_eq!(refused, Problem::KeychainLocked);
    *rep.desk.secrets.trouble.lock().unwrap() = None;
    let account = rep.desk.ask("account_list", json!({})).unwrap()["accounts"][0]["id"].clone();
    rep.desk.ask("account_remove", json!({"id": account})).unwrap();
    assert_eq!(rep.desk.ask("email_test", email).unwrap_err(), Problem::NoAccount);
}

/// A step of an e-mail, as the editor hands it over.
fn step(thread: &str, subject: &str, body: &str) -> Value {
    json!({
        "id": null, "name": "First", "rules": {"variables": [{"name": "offer", "text": "offer for {{ partnership.name }}"}]},
        "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "email", "mode": "manual", "thread": thread, "subject": subject, "body": body},
    })
}

#[test]
fn the_e_mail_of_a_step_is_filled_in_for_whom_the_rep_chooses_or_somebody_made_up() {
    let rep = Rep::new(vec![Script::normal(); 3]);
    let steps = json!([
        step("new", "An {{ step.offer }}", "Hello {{ contact.first_name }}"),
        {"id": null, "name": "", "rules": {}, "delay": {"amount": 1, "unit": "days"}, "content": {"type": "call", "script": ""}},
        step("same", "", "{{ contact.first_name }}, did you read my {{ step.offer }}?"),
        step("new", "Hi", "{{ sender.calendar_url }} {{ contact.title }}"),
        step("new", "Hi", "{{ contact.nonsense"),
    ]);
    let before = rep.dump();
    let test = |position: u32, partnership: Value| {
        let input = json!({"steps": steps, "position": position, "partnership": partnership});
        rep.desk.ask("step_test", input)
    };
    test(0, json!(rep.id)).unwrap();
    test(2, json!(rep.id)).unwrap();
    test(0, Value::Null).unwrap();
    let record = rep.server.record();
    let of = |at: usize| {
        let raw = record.messages[at].message();
        let message = parsed(&raw);
        let text = message.body_text(0).unwrap().trim().to_owned();
        (message.subject().unwrap().to_owned(), text)
    };
    let told = |subject: &str, text: &str| (subject.to_owned(), text.to_owned());
    assert_eq!(of(0), told("[Test] An offer for Acme <b>", "Hello Ada"));
    let follow_up =
        told("[Test] Re: An offer for Acme <b>", "Ada, did you read my offer for Acme <b>?");
    assert_eq!(of(1), follow_up);
    assert_eq!(of(2), told("[Test] An offer for Example Company", "Hello Alex"));
    // The rep's own values are not made up.
    let variables = vec!["sender.calendar_url".to_owned()];
    assert_eq!(test(3, Value::Null), Err(Problem::MissingVariables { variables }));
    let broken = test(4, Value::Null);
    assert!(matches!(broken, Err(Problem::TemplateBroken { .. })), "{broken:?}");
    for (position, partnership) in [(1, Value::Null), (9, Value::Null), (0, json!(999))] {
        assert_eq!(test(position, partnership), Err(Problem::NotFound));
    }
    assert_eq!(rep.dump(), before);
}

#[test]
fn in_the_practice_workspace_a_test_lies_where_practice_mail_lies() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
    desk.assign(desk.cadence("Outbound"), contact);
    desk.settle();
    let file = folder.path().join("practice/workspace.sqlite");
    let before = dump(&file, &[]);
    let sent = desk.ask("email_test", open_email(&desk, id)).unwrap();
    assert_eq!(sent, json!({"to": null}));
    assert_eq!(dump(&file, &[]), before);
    let files: Vec<_> = std::fs::read_dir(folder.path().join("practice/sent"))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(files.len(), 1);
    let raw = std::fs::read(files[0].path()).unwrap();
    assert_eq!(parsed(&raw).subject(), Some("[Test] A question for Acme"));
}

/// Puts a message into a folder of the rep's mailbox.
fn put(server: &MailServer, desk: &Desk, folder: &str, raw: Vec<u8>) {
    let now =
        SystemTime::UNIX_EPOCH + Duration::from_millis(desk.clock.now().as_millis().unsigned_abs());
    match folder {
        "INBOX" => server.put_in_inbox("sender", [(now, raw)]),
        folder => server.put_in_folder("sender", folder, [(now, raw)]),
    }
}

#[test]
fn a_test_that_comes_back_and_its_copy_in_sent_are_heard_by_nobody() {
    let (runtime, server) = (tokio::runtime::Runtime::new().unwrap(), MailServer::start());
    server.put_in_inbox("sender", []);
    server.put_in_folder("sender", "Sent", []);
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::on_trust(folder.path(), server.ca());
    let address = server.address("sender");
    let account = json!({
        "address": address, "user": address, "files_copies": true,
        "imap": {"host": "localhost", "port": server.ports().imap, "security": "start_tls"},
        "smtp": {"host": "localhost", "port": server.ports().submission, "security": "start_tls"},
    });
    let password = server.password("sender");
    desk.ask("account_save", json!({"settings": account, "password": password})).unwrap();
    // The rep tries the program on themselves: the address is a contact's as well.
    let (id, contact) = desk.partnership("Myself", "Grace", &address);
    desk.assign(desk.cadence("Outbound"), contact);
    let file = folder.path().join("workspace.sqlite");
    let read_up_to = || -> Vec<(String, i64)> {
        let connection = desk_store::Connection::open(&file).unwrap();
        let sql =
            "SELECT role, coalesce(last_seen_uid, 0) FROM mailbox_folder WHERE read_at IS NOT NULL";
        let mut folders = connection.prepare(sql).unwrap();
        let rows = folders.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let is_read = |role: &str, uid: i64| read_up_to().contains(&(role.to_owned(), uid));
    let told = || !desk.notifier.shown.lock().unwrap().is_empty();
    desk.until("the rep is told what is due", told);
    desk.until("the mailbox is read", || is_read("inbox", 0) && is_read("sent", 0));
    let before = dump(&file, &["mailbox_folder"]);

    desk.ask("email_test", open_email(&desk, id)).unwrap();
    let test = runtime.block_on(server.wait_for_messages("sender", 1)).remove(0);
    put(&server, &desk, "Sent", test);
    // So that the folders are read once more.
    let stranger =
        b"From: somebody@else.example\r\nSubject: Hi\r\nMessage-ID: <a@else.example>\r\n\r\nHi\r\n";
    put(&server, &desk, "INBOX", stranger.to_vec());
    desk.until("all is read", || is_read("inbox", 2) && is_read("sent", 1));
    assert_eq!(dump(&file, &["mailbox_folder"]), before);
    let page = json!({"filter": "all", "after": null, "limit": 9});
    assert_eq!(desk.ask("replies_list", page).unwrap()["rows"], json!([]));
    assert_eq!(desk.card(id)["state"]["state"], "active");
}
