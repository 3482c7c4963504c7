//! A rep's own workspace whose mail goes somewhere: a real mailbox, a server that takes what is sent, and
//! people who were written to. What the pictures show of it is in [`super::correspondence`].

use crate::support::desk::{Desk, Options, START, wait_until};
use crate::support::keyring::Keyring;
use crate::support::page::Page;
use crate::support::surroundings::Surroundings;
use desk_testkit::mail_server::MailServer;
use desk_testkit::scripted_smtp::{Action, Phase, Script, ScriptedSmtp};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub const MINUTE: i64 = 60_000;

/// A person: partnership, first name, last name, what they are, and their address.
pub type Someone = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Everything that the mail of a workspace needs.
pub struct Mailroom {
    pub desk: Desk,
    /// Moments since [`START`] at which the clock stands, in milliseconds.
    now: i64,
    mailbox: MailServer,
    /// Takes mail, but for what it has to refuse.
    sink: ScriptedSmtp,
    /// Ends the connection where it should say that it has a message.
    silent: ScriptedSmtp,
    _keyring: Keyring,
}

impl Mailroom {
    /// A workspace with its account set up.
    pub async fn open() -> Self {
        let mailbox = MailServer::start();
        mailbox.put_in_folder("sender", "Sent", []);
        let refusing = Script::normal()
            .at_recipient("joris@quillon.example", 550, "5.1.1 No such user here")
            .at_recipient("tomas@halden.example", 451, "4.7.1 Greylisted, come back later");
        let sink = ScriptedSmtp::start(vec![refusing; 60]);
        let silent = ScriptedSmtp::start(vec![Script::normal().at(Phase::End, Action::Close)]);
        let surroundings = Arc::new(Surroundings::new());
        let keyring = Keyring::unlocked(&surroundings).await;
        let options = Options { authorities: Some(mailbox.ca_pem()), ..Options::default() };
        let desk = Desk::start_in(surroundings, options).await;
        let room = Self { desk, now: 0, mailbox, sink, silent, _keyring: keyring };
        room.sign_in(room.sink.port()).await;
        let profile = json!({
            "name": "Grace Hopper", "title": "Partnerships", "company": "Harbour & Vale",
            "phone": "+49 30 23125 100", "calendar_url": "https://meet.example/grace",
            "postal_address": "Harbour & Vale, Kaistraße 4, 20457 Hamburg",
            "signature": "Grace Hopper\nPartnerships, Harbour & Vale\n+49 30 23125 100",
            "opt_out_line": "Not for you? Tell me and I will not write again.",
        });
        room.ask("sender_save", json!({"profile": profile})).await;
        let settings = room.ask("work_settings", json!({})).await;
        let pace = json!({"gap_from": 0, "gap_until": 0});
        room.ask("work_settings_save", json!({"working": settings["working"], "pace": pace})).await;
        room
    }

    pub fn page(&self) -> &Page {
        &self.desk.page
    }

    /// Asks a command that does not fail.
    pub async fn ask(&self, command: &str, input: Value) -> Value {
        let answer = self.page().ask(command, input).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    async fn sign_in(&self, port: u16) {
        let address = self.mailbox.address("sender");
        let imap = json!({"host": "localhost", "port": self.mailbox.ports().imap, "security": "start_tls"});
        let smtp = json!({"host": "127.0.0.1", "port": port, "security": "plain"});
        let settings = json!({"address": address, "user": address, "imap": imap, "smtp": smtp});
        let password = self.mailbox.password("sender");
        self.ask("account_save", json!({"settings": settings, "password": password})).await;
    }

    /// The clock moves on.
    pub async fn pass(&mut self, millis: i64) {
        self.now += millis;
        self.page().set_clock(START + self.now).await;
    }

    /// A cadence of these steps that takes people; its id.
    pub async fn cadence(&self, name: &str, steps: Value) -> Value {
        let made = self.ask("cadence_create", json!({"name": name, "description": ""})).await;
        let id = made["id"].clone();
        self.ask("cadence_save", json!({"id": id, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false})).await;
        self.ask("cadence_activate", json!({"id": id})).await;
        id
    }

    /// Somebody enters a cadence; the partnership.
    pub async fn enters(&self, cadence: &Value, person: Someone) -> Value {
        let (company, first, last, title, email) = person;
        let fields = json!({"name": company, "website": "", "industry": "", "country": "DE", "stage": "contacted", "tier": "one", "zone": null});
        let contact = json!({"first_name": first, "last_name": last, "title": title, "emails": [email], "phones": [], "linkedin": "", "zone": null});
        let made =
            self.ask("partnership_create", json!({"fields": fields, "contact": contact})).await;
        self.assign(cadence, &made["contacts"][0]["id"]).await;
        made["id"].clone()
    }

    /// A colleague of somebody enters a cadence.
    pub async fn colleague_enters(&self, cadence: &Value, partnership: &Value, person: Someone) {
        let (_, first, last, title, email) = person;
        let fields = json!({"first_name": first, "last_name": last, "title": title, "emails": [email], "phones": [], "linkedin": "", "zone": null});
        let made =
            self.ask("contact_create", json!({"partnership": partnership, "fields": fields})).await;
        let contact = made["contacts"].as_array().and_then(|all| all.last()).expect("a contact");
        self.assign(cadence, &contact["id"]).await;
    }

    async fn assign(&self, cadence: &Value, contact: &Value) {
        self.ask("assign", json!({"cadence": cadence, "contact": contact, "first_step": null, "start_at": null, "despite_warnings": true})).await;
    }

    /// Ids of the open touches of a partnership.
    pub async fn touches(&self, partnership: &Value) -> Vec<Value> {
        let shown = self.ask("partnership_get", json!({"id": partnership})).await;
        let cards = shown["enrolments"].as_array().expect("cards").iter();
        cards.map(|card| card["current"]["id"].clone()).collect()
    }

    /// Everybody of a partnership gets the e-mail that is due as it stands, after ten seconds.
    pub async fn write_to(&self, partnership: &Value) {
        for touch in self.touches(partnership).await {
            let window = self.ask("touch_get", json!({"id": touch})).await;
            let send = json!({"id": touch, "draft": window["work"]["draft"]});
            self.ask("email_send", send).await;
        }
    }

    /// The next e-mail goes to a server that does not say whether it has it.
    pub async fn write_into_silence(&mut self, partnership: &Value) {
        self.sign_in(self.silent.port()).await;
        self.write_to(partnership).await;
        self.pass(10_000).await;
        let silent = &self.silent;
        wait_until("it has come", || !silent.record().messages.is_empty()).await;
        self.page().reload(Some("/outbox")).await;
        self.page().sees("It has arrived").await;
        self.sign_in(self.sink.port()).await;
    }

    /// Waits until so many messages have left.
    pub async fn have_left(&self, count: usize) {
        let left = || self.sink.record().messages.iter().filter(|one| one.accepted).count();
        wait_until("they leave", || left() >= count).await;
    }

    /// The Message-ID of what somebody was sent.
    fn written_to(&self, address: &str) -> String {
        let record = self.sink.record();
        let found =
            record.messages.iter().find(|one| one.rcpt.iter().any(|to| to.contains(address)));
        let text = String::from_utf8_lossy(&found.expect("it has left").message()).into_owned();
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: "));
        id.expect("an id").trim().to_owned()
    }

    /// A message comes from somebody: headers and text, in the conversation of what `answers` was sent.
    pub fn arrives(&self, from: (&str, &str), subject: &str, answers: Option<&str>, content: &str) {
        let (name, address) = from;
        let thread = answers.map_or_else(String::new, |person| {
            let id = self.written_to(person);
            format!("In-Reply-To: {id}\nReferences: {id}\n")
        });
        let message = format!(
            "From: {name} <{address}>\nTo: Grace Hopper <sender@example.test>\nSubject: {subject}\n\
             Message-ID: <{address}>\nDate: Mon, 2 Mar 2026 09:20:00 +0100\n{thread}MIME-Version: 1.0\n{content}\n"
        );
        let now = u64::try_from(START + self.now).expect("after 1970");
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(now);
        self.mailbox.put_in_inbox("sender", [(at, message.replace('\n', "\r\n").into_bytes())]);
    }

    /// Ends the program, and starts it again with a file that is older than what it wrote last.
    pub async fn restore(self) -> Self {
        let Self { desk, now, mailbox, sink, silent, _keyring } = self;
        let surroundings = desk.kill().await;
        let mark = surroundings.workspace().join("last-run");
        let text = std::fs::read_to_string(&mark).expect("the mark of the last run");
        let (workspace, generation) = text.trim().split_once(' ').expect("two words");
        let later = generation.parse::<u64>().expect("a number") + 1;
        std::fs::write(&mark, format!("{workspace} {later}\n")).expect("it is written");
        let now = now + 180 * MINUTE;
        let options = Options {
            authorities: Some(mailbox.ca_pem()),
            now: Some(START + now),
            ..Options::default()
        };
        let desk = Desk::start_in(surroundings, options).await;
        Self { desk, now, mailbox, sink, silent, _keyring }
    }
}
