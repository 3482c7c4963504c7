//! Opting out by one click on the rep's own page (R33), with a real server for the page.

use crate::support;
use crate::support::Desk;
use crate::support::job::HOUR;
use desk_testkit::scripted_smtp::{Script, ScriptedSmtp};
use desk_wire::error::Problem;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// A page that answers what the test says, and counts how often it was asked.
struct Page {
    port: u16,
    answer: Arc<Mutex<String>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Page {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = Arc::new(Mutex::new(ok("[]")));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answers, counts) = (answer.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let request = lines.next().unwrap_or_default();
                for _ in lines.take_while(|line| !line.is_empty()) {}
                let answer = answers.lock().unwrap().clone();
                // The other side may have gone.
                let _ = (&stream).write_all(answer.as_bytes());
                counts.lock().unwrap().push(request);
            }
        });
        Self { port, answer, asked }
    }

    fn address(&self, rest: &str) -> String {
        format!("http://127.0.0.1:{}/{rest}", self.port)
    }

    fn say(&self, answer: String) {
        *self.answer.lock().unwrap() = answer;
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

fn profile(page: &str, list: &str) -> Value {
    json!({"name": "Grace", "title": "", "company": "", "phone": "", "calendar_url": "", "postal_address": "Example Street 1", "signature": "Grace", "opt_out_line": "No more? Just say so.", "opt_out_page": page, "opt_out_list": list})
}

/// A program that sends through a scripted server.
fn office(folder: &tempfile::TempDir, smtp: &ScriptedSmtp) -> Desk {
    let desk = Desk::open(folder.path());
    let account = json!({
        "address": "rep@example.test", "user": "rep@example.test", "imap": null,
        "smtp": {"host": "127.0.0.1", "port": smtp.port(), "security": "plain"},
    });
    desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
    desk
}

fn send(desk: &Desk, smtp: &ScriptedSmtp, name: &str) -> (i64, String) {
    let cadence = desk.cadence(name);
    let (id, contact) =
        desk.partnership(name, "Ada", &format!("ada@{}.example", name.to_lowercase()));
    desk.assign(cadence, contact);
    let sent = desk.outbox("sent").len();
    desk.send(id).unwrap();
    desk.pass(10_000);
    desk.until("it leaves", || desk.outbox("sent").len() == sent + 1);
    let message = smtp.record().messages.last().unwrap().message();
    (id, String::from_utf8(message).unwrap().replace("\r\n ", " "))
}

fn header<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    message.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
}

#[test]
fn one_click_on_the_rep_s_page_stops_every_cadence_of_the_contact_once() {
    let (smtp, page) = (ScriptedSmtp::start([Script::normal(), Script::normal()]), Page::open());
    let folder = tempfile::tempdir().unwrap();
    let desk = office(&folder, &smtp);
    // Without a page there is the form by mail, and nothing about one click.
    let (_, plain) = send(&desk, &smtp, "Umbrella");
    assert!(header(&plain, "List-Unsubscribe").unwrap().starts_with("<mailto:rep@example.test?"));
    assert_eq!(header(&plain, "List-Unsubscribe-Post"), None);

    let profile = profile(&page.address("stop?t={token}"), &page.address("tokens"));
    desk.ask("sender_save", json!({"profile": profile})).unwrap();
    desk.until("it is asked", || page.asked() == 1);
    let (id, message) = send(&desk, &smtp, "Acme");
    let token = header(&message, "Message-ID").unwrap()[1..41].to_owned();
    assert_eq!(
        header(&message, "List-Unsubscribe").unwrap(),
        format!(
            "<mailto:rep@example.test?subject=unsubscribe%20{token}>, <{}>",
            page.address(&format!("stop?t={token}"))
        )
    );
    assert_eq!(header(&message, "List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
    assert!(
        message.contains("Grace\r\n\r\nExample Street 1\r\n\r\nNo more? Just say so."),
        "{message}"
    );

    page.say(ok(&format!("{{\"tokens\": [\"{}\", \"{token}\"]}}", "0".repeat(40))));
    desk.pass(HOUR);
    desk.until("it is heard", || desk.card(id)["state"]["outcome"] == "opted_out");
    assert_eq!(desk.story(id).iter().filter(|told| *told == "opted_out").count(), 1);
    let entries = desk.ask("timeline", json!({"id": id, "after": null, "limit": 50})).unwrap();
    let entry = entries["entries"].as_array().unwrap().iter();
    let mut told = entry.rev().filter(|one| one["what"]["type"] == "opted_out");
    let entry = told.next().unwrap()["id"].clone();
    // What the rep takes back is not done again by the same token.
    desk.ask("undo", json!({"event": entry})).unwrap();
    let asked = page.asked();
    desk.pass(HOUR);
    desk.until("it is asked again", || page.asked() > asked);
    let read = || desk.ask("opt_out_page", json!({})).unwrap()["read_at"].clone();
    let before = read();
    desk.pass(HOUR);
    desk.until("it was read again", || read() != before);
    assert_eq!(desk.card(id)["state"]["state"], "active");
    assert!(page.asked.lock().unwrap().iter().all(|one| one.starts_with("GET /tokens HTTP/1.1")));
}

#[test]
fn what_is_wrong_with_the_page_is_told_and_nothing_follows_from_it() {
    let (smtp, page) = (ScriptedSmtp::start([Script::normal()]), Page::open());
    let folder = tempfile::tempdir().unwrap();
    let desk = office(&folder, &smtp);
    let profile = profile(&page.address("stop?t={token}"), &page.address("tokens"));
    desk.ask("sender_save", json!({"profile": profile})).unwrap();
    desk.until("it is asked", || page.asked() == 1);
    let (id, message) = send(&desk, &smtp, "Acme");
    let token = header(&message, "Message-ID").unwrap()[1..41].to_owned();
    let problem = || desk.ask("opt_out_page", json!({})).unwrap()["problem"].clone();
    let body = format!("[\"{token}\"]");
    for answer in [
        ok("<html>Not here</html>"),
        format!("HTTP/1.1 500 Oops\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
            .to_owned(),
        "garbage\r\n\r\n".to_owned(),
    ] {
        page.say(ok("[]"));
        desk.pass(HOUR);
        desk.until("it is well", || problem() == "");
        page.say(answer.clone());
        desk.pass(HOUR);
        desk.until(&format!("it is told: {answer}"), || problem() != "");
    }
    assert_eq!(desk.card(id)["state"]["state"], "active");
}

#[test]
fn a_page_without_a_list_that_is_asked_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let refused = |page: &str, list: &str| {
        let refused = desk.ask("sender_save", json!({"profile": profile(page, list)}));
        match refused.unwrap_err() {
            Problem::AccountField { field, .. } => serde_json::to_value(field).unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let (page, list) = ("https://example.org/{token}", "https://example.org/tokens");
    assert_eq!(refused(page, ""), "opt_out_list");
    assert_eq!(refused("", list), "opt_out_page");
    assert_eq!(refused("https://example.org/stop", list), "opt_out_page");
    assert_eq!(refused("http://example.org/{token}", list), "opt_out_page");
    assert_eq!(refused(page, "ftp://example.org/tokens"), "opt_out_list");
    desk.ask("sender_save", json!({"profile": profile(page, list)})).unwrap();
}

#[test]
fn a_cold_cadence_is_not_activated_without_postal_address_and_opt_out_line() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path());
    let make = |name: &str, category: &str| {
        let made = desk.ask("cadence_create", json!({"name": name, "description": ""})).unwrap();
        let id = made["id"].clone();
        let rules = json!({"category": category});
        let save = json!({"id": id, "revision": 0, "goal": "", "steps": support::job::steps(), "rules": rules, "move_people": false});
        desk.ask("cadence_save", save).unwrap();
        id
    };
    let activate = |id: &Value| desk.ask("cadence_activate", json!({"id": id}));
    let cold = make("Cold", "cold_outbound");
    let refused = serde_json::to_value(activate(&cold).unwrap_err()).unwrap();
    assert_eq!(refused["code"], "cold_incomplete");
    assert_eq!(refused["context"]["gaps"], json!(["no_postal_address", "no_opt_out_line"]));
    activate(&make("Warm", "warm_outbound")).unwrap();
    let mut profile = profile("", "");
    profile["opt_out_line"] = json!("");
    desk.ask("sender_save", json!({"profile": profile})).unwrap();
    let refused = serde_json::to_value(activate(&cold).unwrap_err()).unwrap();
    assert_eq!(refused["context"]["gaps"], json!(["no_opt_out_line"]));
    profile["opt_out_line"] = json!("No more? Just say so.");
    desk.ask("sender_save", json!({"profile": profile})).unwrap();
    activate(&cold).unwrap();
}
