//! Files that go with an e-mail: chosen in a dialog that the window cannot lead, kept once, sent whole, and
//! swept out when nothing names them; and a preview that is what is sent.

use crate::support::Desk;
use desk_testkit::scripted_smtp::{Script, ScriptedSmtp};
use desk_wire::error::{EmailField, Fault, Problem};
use mail_parser::{MessageParser, MimeHeaders};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A program with an account at a scripted server, and a due e-mail.
struct Sender {
    desk: Desk,
    server: ScriptedSmtp,
    id: i64,
    folder: tempfile::TempDir,
    outside: tempfile::TempDir,
}

impl Sender {
    fn new(scripts: Vec<Script>) -> Self {
        let server = ScriptedSmtp::start(scripts);
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let desk = Desk::open(folder.path());
        let account = json!({
            "address": "rep@example.test", "user": "rep@example.test", "imap": null,
            "smtp": {"host": "127.0.0.1", "port": server.port(), "security": "plain"},
        });
        desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
        let cadence = desk.cadence("Outbound");
        let (id, contact) = desk.partnership("Acme", "Ada", "ada@acme.example");
        desk.assign(cadence, contact);
        Self { desk, server, id, folder, outside }
    }

    /// A file on the rep's disk.
    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.outside.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// What the dialog gives when the rep chooses these files.
    fn choose(&self, files: Vec<PathBuf>) -> Vec<Value> {
        *self.desk.files.0.lock().unwrap() = files;
        let chosen = self.desk.ask("files_choose", json!({})).unwrap();
        chosen["files"].as_array().unwrap().clone()
    }

    fn attach(&self, path: PathBuf) -> Result<Value, Problem> {
        let handle = self.choose(vec![path])[0]["handle"].clone();
        let attached = self.desk.ask("file_attach", json!({"handle": handle}))?;
        Ok(attached["attachment"].clone())
    }

    fn draft(&self, attachments: Value) -> Value {
        let mut draft = self.desk.window(self.id)["work"]["draft"].clone();
        draft["attachments"] = attachments;
        json!({"id": self.desk.touch(self.id), "draft": draft})
    }

    fn until_sent(&self) -> Vec<u8> {
        self.desk.pass(10_000);
        self.desk.until("it leaves", || self.desk.outbox("sent").len() == 1);
        self.server.record().messages.last().unwrap().message()
    }

    /// The names of the files that are kept.
    fn kept(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("attachments")) else {
            return Vec::new();
        };
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn restart(&mut self) {
        self.desk.program.close();
        let secrets = self.desk.secrets.clone();
        self.desk = Desk::open_with(self.folder.path(), secrets);
        self.desk.ask("workspace_status", json!({})).unwrap();
    }
}

#[test]
fn a_file_is_sent_whole_under_its_name_beside_text_and_html() {
    let sender = Sender::new(vec![Script::normal()]);
    let content: Vec<u8> = (0..=255).cycle().take(100_001).collect();
    let pdf = sender.attach(sender.file("Angebot für 100 % \"Käse\".pdf", &content)).unwrap();
    let text = sender.attach(sender.file("notes.txt", b".\r\n.\r\nbare \n line\r\n")).unwrap();
    assert_eq!(
        (&pdf["size"], &pdf["name"]),
        (&json!(100_001), &json!("Angebot für 100 % _Käse_.pdf"))
    );
    let draft = sender.draft(json!([pdf, text]));
    let preview = sender.desk.ask("email_preview", draft.clone()).unwrap();
    sender.desk.ask("email_send", draft).unwrap();
    let sent = sender.until_sent();
    assert_eq!(preview["size"], json!(sent.len()));
    let parsed = MessageParser::default().parse(&sent).unwrap();
    assert!(parsed.content_type().unwrap().subtype() == Some("mixed"));
    let files: Vec<_> = parsed.attachments().collect();
    assert_eq!(files.len(), 2);
    assert_eq!(files[0].attachment_name(), Some("Angebot für 100 % _Käse_.pdf"));
    assert_eq!(
        (files[0].contents(), files[1].contents()),
        (&content[..], &b".\r\n.\r\nbare \n line\r\n"[..])
    );
    assert!(parsed.body_text(0).unwrap().starts_with("Hello Ada,"));
    assert!(parsed.body_html(0).unwrap().contains("Hello Ada,"));
    // Kept for the rep alone, each content once.
    let again = sender.attach(sender.file("copy.pdf", &content)).unwrap();
    assert_eq!(again["file"], pdf["file"]);
    assert_eq!(sender.kept().len(), 2);
    let path = sender.folder.path().join("attachments").join(pdf["file"].as_str().unwrap());
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_the_preview_shows_is_what_was_sent_whatever_the_values_are() {
    let sender = Sender::new(vec![Script::normal()]);
    let hostile = "A {{ contact.name }} <b onclick=x>\"&amp; =?utf-8?q?=0D=0ABcc:_eve@x.test?=";
    let mut fields = sender.desk.detail(sender.id)["fields"].clone();
    fields["name"] = json!(hostile);
    sender.desk.ask("partnership_update", json!({"id": sender.id, "fields": fields})).unwrap();
    let profile = json!({"name": "Grace", "title": "", "company": "", "phone": "", "calendar_url": "", "postal_address": "", "signature": "Grace <i>Höpper</i>\n{{ sender.name }}"});
    sender.desk.ask("sender_save", json!({"profile": profile})).unwrap();
    let mut draft = sender.draft(json!([]));
    let body = format!(
        "{}\n\nSee https://example.test/?a=1&b=\"2\"",
        draft["draft"]["body"].as_str().unwrap()
    );
    draft["draft"]["body"] = json!(body);
    let preview = sender.desk.ask("email_preview", draft.clone()).unwrap();
    sender.desk.ask("email_send", draft).unwrap();
    let sent = sender.until_sent();
    let parsed = MessageParser::default().parse(&sent).unwrap();
    let lines = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(preview["subject"], json!(parsed.subject().unwrap()));
    assert_eq!(preview["text"], json!(lines(&parsed.body_text(0).unwrap())));
    assert_eq!(preview["html"], json!(lines(&parsed.body_html(0).unwrap())));
    assert_eq!(preview["size"], json!(sent.len()));
    assert_eq!(parsed.subject().unwrap(), format!("A question for {hostile}"));
    let html = preview["html"].as_str().unwrap();
    assert!(!html.contains("<i>") && !html.contains("<b "), "{html}");
    assert!(preview["text"].as_str().unwrap().ends_with("Grace <i>Höpper</i>\n{{ sender.name }}"));
    assert!(parsed.bcc().is_none() && parsed.to().unwrap().iter().count() == 1);
    let rcpt = sender.server.record().messages[0].rcpt.clone();
    assert_eq!(rcpt, ["RCPT TO:<ada@acme.example>"]);
}

#[test]
fn a_handle_works_once_and_no_request_names_a_path() {
    let sender = Sender::new(Vec::new());
    let chosen = sender.choose(vec![sender.file("a.txt", b"a"), sender.file("b.txt", b"b")]);
    assert_eq!((&chosen[0]["name"], &chosen[1]["name"]), (&json!("a.txt"), &json!("b.txt")));
    assert_ne!(chosen[0]["handle"], chosen[1]["handle"]);
    assert!(!chosen[0].to_string().contains(sender.outside.path().to_str().unwrap()));
    let attach = |handle: &Value| sender.desk.ask("file_attach", json!({"handle": handle}));
    attach(&chosen[1]["handle"]).unwrap();
    assert_eq!(attach(&chosen[1]["handle"]), Err(Problem::NotFound));
    assert_eq!(attach(&json!("/etc/passwd")), Err(Problem::NotFound));
    attach(&chosen[0]["handle"]).unwrap();
    assert_eq!(sender.choose(Vec::new()), Vec::<Value>::new());
    assert_eq!(sender.kept().len(), 2);
}

#[test]
fn what_cannot_be_attached_is_told_and_nothing_of_it_stays() {
    let sender = Sender::new(Vec::new());
    let fault = |path: PathBuf| match sender.attach(path).unwrap_err() {
        Problem::FileNotKept { name, fault } => {
            (name.as_str().to_owned(), serde_json::to_value(fault).unwrap()["type"].clone())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(sender.file("empty.txt", b"")), ("empty.txt".to_owned(), json!("empty")));
    let gone = sender.outside.path().join("gone.txt");
    assert_eq!(fault(gone), ("gone.txt".to_owned(), json!("unreadable")));
    assert_eq!(fault(sender.outside.path().to_owned()).1, "unreadable");
    let large = sender.file("large.bin", b"");
    fs::File::options().write(true).open(&large).unwrap().set_len(101 << 20).unwrap();
    assert_eq!(fault(large).1, "too_large");
    assert_eq!(sender.kept(), Vec::<String>::new());
}

#[test]
fn a_message_that_the_server_would_not_take_is_told_before_it_is_sent() {
    let sender = Sender::new(vec![Script::normal().size(20_000), Script::normal().size(20_000)]);
    let accounts = sender.desk.ask("account_list", json!({})).unwrap();
    let account = &accounts["accounts"][0];
    let input = json!({"id": account["id"], "settings": account["settings"], "password": null});
    let before = (sender.desk.detail(sender.id), sender.desk.story(sender.id));
    let tested = sender.desk.ask("account_test", input).unwrap();
    assert!(tested["stages"].as_array().unwrap().iter().all(|stage| stage["failure"].is_null()));
    // A test to myself touches nothing but what is known of the server.
    assert_eq!((sender.desk.detail(sender.id), sender.desk.story(sender.id)), before);
    assert!(sender.desk.outbox("waiting").is_empty() && sender.desk.outbox("sent").is_empty());
    let file = sender.attach(sender.file("photo.png", &[7; 15_000])).unwrap();
    let draft = sender.draft(json!([file]));
    let preview = sender.desk.ask("email_preview", draft.clone()).unwrap();
    assert_eq!(preview["limit"], 20_000);
    let size = preview["size"].as_u64().unwrap();
    assert!(size > 20_000);
    let refused = sender.desk.ask("email_send", draft).unwrap_err();
    assert_eq!(refused, Problem::MessageTooLarge { size, limit: 20_000 });
    assert!(sender.desk.outbox("waiting").is_empty());
    sender.desk.ask("email_send", sender.draft(json!([]))).unwrap();
    sender.until_sent();
}

#[test]
fn files_that_are_not_there_or_too_many_are_refused() {
    let sender = Sender::new(Vec::new());
    let file = sender.attach(sender.file("a.txt", b"a")).unwrap();
    let mut other = file.clone();
    other["file"] = json!("0".repeat(64));
    let refused = sender.desk.ask("email_send", sender.draft(json!([other]))).unwrap_err();
    assert!(matches!(refused, Problem::FileGone { .. }), "{refused:?}");
    let many: Vec<Value> = std::iter::repeat_n(file, 21).collect();
    let refused = sender.desk.ask("email_send", sender.draft(json!(many))).unwrap_err();
    let too_many = Problem::EmailField { field: EmailField::Attachments, fault: Fault::TooMany };
    assert_eq!(refused, too_many);
}

#[test]
fn the_start_sweeps_out_what_nothing_names_and_keeps_the_rest() {
    let mut sender = Sender::new(vec![Script::normal()]);
    let attach =
        |sender: &Sender, name: &str| sender.attach(sender.file(name, name.as_bytes())).unwrap();
    let (unnamed, drafted, sent, stepped) = (
        attach(&sender, "unnamed"),
        attach(&sender, "drafted"),
        attach(&sender, "sent"),
        attach(&sender, "stepped"),
    );
    // One goes with a message, one lies in a draft that is skipped and may come back, one in a step.
    sender.desk.ask("email_send", sender.draft(json!([sent]))).unwrap();
    sender.until_sent();
    let steps = json!([{"id": null, "name": "", "rules": {"attachments": [stepped]},
        "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "email", "mode": "manual", "thread": "new", "subject": "S", "body": "B"}}]);
    let cadence = sender.desk.cadence_with("With a file", steps);
    let (other, contact) = sender.desk.partnership("Umbrella", "Ada", "ada@umbrella.example");
    sender.desk.assign(cadence, contact);
    let draft = sender.desk.window(other)["work"]["draft"].clone();
    assert_eq!(draft["attachments"], json!([stepped]), "a step's file is in its draft");
    let mut draft = draft;
    draft["attachments"] = json!([drafted]);
    let touch = sender.desk.touch(other);
    sender.desk.ask("email_save", json!({"id": touch, "draft": draft})).unwrap();
    let skipped = sender.desk.ask("touch_skip", json!({"id": touch})).unwrap();
    fs::write(sender.folder.path().join("attachments").join("12-0.tmp"), b"half").unwrap();
    assert_eq!(sender.kept().len(), 5);
    sender.restart();
    let mut expected: Vec<String> =
        [&drafted, &sent, &stepped].map(|one| one["file"].as_str().unwrap().to_owned()).into();
    expected.sort();
    let mut kept = sender.kept();
    kept.sort();
    assert_eq!(kept, expected);
    assert!(!kept.contains(&unnamed["file"].as_str().unwrap().to_owned()));
    sender.desk.ask("undo", json!({"event": skipped["event"]})).unwrap();
    assert_eq!(sender.desk.window(other)["work"]["draft"]["attachments"], json!([drafted]));
}

#[test]
fn a_practice_workspace_has_files_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::by_hand(folder.path());
    let outside = folder.path().join("letter.txt");
    fs::write(&outside, b"letter").unwrap();
    *desk.files.0.lock().unwrap() = vec![outside];
    let handle = desk.ask("files_choose", json!({})).unwrap()["files"][0]["handle"].clone();
    let file = desk.ask("file_attach", json!({"handle": handle})).unwrap()["attachment"].clone();
    let kept: &Path = &folder.path().join("practice/attachments");
    assert!(kept.join(file["file"].as_str().unwrap()).is_file());
}
