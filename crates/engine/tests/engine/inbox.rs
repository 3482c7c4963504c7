//! The rep's mailbox on real servers: what arrives is heard once, by those whom it concerns, and nothing
//! leaves by itself past an answer.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_core::time::Clock;
use desk_testkit::mail_server::MailServer;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

const DAY: i64 = 24 * HOUR;

/// A program whose account is `sender` on servers of its own.
struct Office {
    desk: Desk,
    server: MailServer,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

impl Office {
    fn open() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let server = MailServer::start();
        // So that the mailbox is there before anybody looks.
        server.put_in_inbox("sender", []);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::on_trust(folder.path(), server.ca());
        let office = Self { desk, server, runtime, _folder: folder };
        office.sign_in(office.server.ports().imap);
        office
    }

    fn sign_in(&self, imap: u16) {
        self.sign_in_as("sender", imap);
    }

    fn sign_in_as(&self, user: &str, imap: u16) {
        self.account(None, user, imap);
    }

    /// Sets an account up, or changes the one with an id; its id.
    fn account(&self, id: Option<i64>, user: &str, imap: u16) -> i64 {
        let address = self.server.address(user);
        let account = json!({
            "address": address, "user": address,
            "imap": {"host": "localhost", "port": imap, "security": "start_tls"},
            "smtp": {"host": "localhost", "port": self.server.ports().submission, "security": "start_tls"},
        });
        let password = self.server.password(user);
        let input = json!({"id": id, "settings": account, "password": password});
        self.desk.ask("account_save", input).unwrap()["id"].as_i64().unwrap()
    }

    /// What the first waiting message is held for.
    fn held(&self) -> Option<Value> {
        self.desk.outbox("waiting").first().map(|row| row["state"]["reason"].clone())
    }

    /// A cadence with an e-mail by hand and one that follows by itself after two days; and somebody in
    /// it who has got the first. Both ids of the partnership and the first message's id.
    fn written_to(
        &self,
        cadence: i64,
        company: &str,
        first_name: &str,
        email: &str,
    ) -> (i64, String) {
        let desk = &self.desk;
        let (id, contact) = desk.partnership(company, first_name, email);
        desk.assign(cadence, contact);
        let sent = desk.outbox("sent").len();
        desk.send(id).unwrap();
        desk.pass(10_000);
        desk.until("the first leaves", || desk.outbox("sent").len() == sent + 1);
        let message =
            if email.starts_with("bob@") { self.ids_of("bob").pop() } else { Some(String::new()) };
        (id, message.expect("a message"))
    }

    fn cadence(&self) -> i64 {
        self.cadence_named("Outbound")
    }

    fn cadence_named(&self, name: &str) -> i64 {
        self.cadence_in(name, "same")
    }

    /// A cadence whose second e-mail leaves by itself, in the same thread or in a new one.
    fn cadence_in(&self, name: &str, thread: &str) -> i64 {
        let email = |mode: &str, days: i64, thread: &str| {
            json!({
                "id": null, "name": "", "rules": {}, "delay": {"amount": days, "unit": "days"},
                "content": {"type": "email", "mode": mode, "thread": thread,
                    "subject": "A question for {{ partnership.name }}", "body": "Hello"},
            })
        };
        let steps = json!([email("manual", 0, "new"), email("automatic", 2, thread)]);
        self.desk.cadence_with(name, steps)
    }

    /// The ids of the messages in an inbox, the oldest first.
    fn ids_of(&self, user: &str) -> Vec<String> {
        let count = self.desk.outbox("sent").len();
        let messages = self.runtime.block_on(self.server.wait_for_messages(user, count));
        messages.iter().map(|message| header(message, "Message-ID")).collect()
    }

    fn now(&self) -> SystemTime {
        let now = self.desk.clock.now().as_millis().unsigned_abs();
        SystemTime::UNIX_EPOCH + Duration::from_millis(now)
    }

    /// Something arrives in the rep's inbox.
    fn arrives(&self, message: &str) {
        let raw = message.replace('\n', "\r\n").into_bytes();
        self.server.put_in_inbox("sender", [(self.now(), raw)]);
    }

    fn state(&self, id: i64) -> Value {
        self.desk.card(id)["state"]["state"].clone()
    }

    fn replies(&self, filter: &str) -> Value {
        let page = json!({"filter": filter, "after": null, "limit": 9});
        self.desk.ask("replies_list", page).unwrap()
    }

    /// The folders that are read.
    fn folders(&self) -> Vec<Value> {
        let mailbox = self.desk.ask("mailbox_get", json!({})).unwrap();
        mailbox["folders"].as_array().unwrap().clone()
    }

    fn until_state(&self, id: i64, state: &str) {
        let desk = &self.desk;
        desk.until(state, || self.state(id) == state);
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.server.logs());
        }
    }
}

fn header(message: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(message);
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).trim().to_owned()
}

fn letter(from: &str, subject: &str, more: &str, text: &str) -> String {
    let id = format!("{:x}", text.len() * 7919 + from.len() * 104_729 + more.len() + subject.len());
    format!(
        "From: {from}\nTo: sender@example.test\nSubject: {subject}\nMessage-ID: <{id}@there.example>\n\
         Date: Mon, 1 Jun 2026 10:00:00 +0200\n{more}MIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
}

fn answer_to(id: &str) -> String {
    format!("In-Reply-To: {id}\nReferences: {id}\n")
}

#[test]
fn a_reply_pauses_and_the_follow_up_never_leaves() {
    let office = Office::open();
    let (id, message) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    office.arrives(&letter(
        "bob@example.test",
        "Re: A question",
        &answer_to(&message),
        "Yes!\n\nOn Mon, 1 Jun 2026 at 10:00, Rep <sender@example.test> wrote:\n> I am out of office",
    ));
    office.until_state(id, "paused");
    let timeline =
        office.desk.ask("timeline", json!({"id": id, "after": null, "limit": 9})).unwrap();
    let replied =
        timeline["entries"].as_array().unwrap().iter().find(|one| one["what"]["type"] == "replied");
    assert_eq!(replied.unwrap()["what"]["text"], "Yes!");
    let page = office.replies("answers");
    let row = &page["rows"][0];
    assert_eq!((&row["partnership"], &row["contact_name"]), (&json!(id), &json!("Bob")));
    assert_eq!((&row["verdict"], &row["beginning"]), (&json!("human_reply"), &json!("Yes!")));
    assert_eq!(row["cadence"]["state"]["reason"], "replied");
    assert_eq!(page["answers"], json!({"count": 1, "more": false}));
    assert_eq!(office.replies("review")["rows"], json!([]));
    office.desk.pass(5 * DAY);
    office.desk.until("the outbox has looked", || office.desk.outbox("waiting").is_empty());
    assert_eq!(office.desk.outbox("sent").len(), 1);
    // Whatever was read, nothing was marked.
    let maildir = office.server.maildir("sender");
    let names = ["new", "cur"].map(|part| std::fs::read_dir(maildir.join(part)).unwrap());
    let flagged = names.into_iter().flatten().any(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.split_once(":2,").is_some_and(|(_, flags)| !flags.is_empty())
    });
    assert!(!flagged);
}

#[test]
fn a_follow_up_leaves_by_itself_in_the_thread_when_nobody_has_answered() {
    let office = Office::open();
    let (id, message) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    office.desk.pass(2 * DAY);
    office.desk.until("the follow-up leaves", || office.desk.outbox("sent").len() == 2);
    let messages = office.runtime.block_on(office.server.wait_for_messages("bob", 2));
    assert_eq!(header(&messages[1], "In-Reply-To"), message);
    assert_eq!(office.state(id), "finished");
}

#[test]
fn an_answer_that_lies_there_unread_stops_the_follow_up_that_is_due_at_that_moment() {
    let office = Office::open();
    let (id, message) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    office.sign_in(1);
    office.desk.pass(2 * DAY);
    let held = || office.desk.outbox("waiting").first().map(|row| row["state"]["reason"].clone());
    office.desk.until("it is held", || held() == Some(json!("mailbox_not_read")));
    // Put away on the phone before the program has seen it.
    let raw = letter("bob@example.test", "Re: A question", &answer_to(&message), "No, thank you.");
    office.server.put_in_folder("sender", "Archive", [(office.now(), raw.into_bytes())]);
    office.sign_in(office.server.ports().imap);
    office.until_state(id, "paused");
    assert!(office.desk.outbox("waiting").is_empty());
    assert_eq!(office.desk.outbox("sent").len(), 1);
}

#[test]
fn a_mailbox_that_cannot_be_read_holds_every_follow_up_and_no_first_message() {
    let office = Office::open();
    office.sign_in(1);
    let (id, _) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    office.desk.pass(2 * DAY);
    let held = || office.desk.outbox("waiting").first().map(|row| row["state"]["reason"].clone());
    office.desk.until("it is held", || held() == Some(json!("mailbox_not_read")));
    office.desk.pass(DAY);
    assert_eq!((office.desk.outbox("sent").len(), held()), (1, Some(json!("mailbox_not_read"))));
    assert_eq!(office.state(id), "active");
    let inbox = || office.folders().first().cloned().unwrap_or_default();
    let problem = "the server cannot be reached";
    office.desk.until("it is said", || inbox()["problem"] == problem);
    assert_eq!((&inbox()["role"], &inbox()["read_at"]), (&json!("inbox"), &Value::Null));
    office.sign_in(office.server.ports().imap);
    let is_read = |folder: &Value| folder["read_at"].is_number() && folder["failures"] == 0;
    office.desk.until("it is read", || {
        office.folders().first().is_some_and(is_read) && office.folders().iter().all(is_read)
    });
    assert!(office.folders().len() > 1, "{:?}", office.folders());
}

#[test]
fn a_report_of_an_address_that_does_not_exist_ends_the_enrolment() {
    let office = Office::open();
    let (id, message) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    let more = "Auto-Submitted: auto-replied\n";
    let report = format!(
        "From: MAILER-DAEMON@there.example\nTo: sender@example.test\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <report@there.example>\n{more}MIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n\
         --x\nContent-Type: text/plain\n\nIt could not be delivered.\n\
         --x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; there.example\n\n\
         Final-Recipient: rfc822; bob@example.test\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\
         --x\nContent-Type: message/rfc822\n\nMessage-ID: {message}\nSubject: A question\n\nHello\n--x--\n"
    );
    office.arrives(&report);
    office.until_state(id, "finished");
    assert_eq!(office.desk.card(id)["state"]["outcome"], "bounced");
}

/// What arrives, and what becomes of the enrolment of the person and of the colleague.
#[test]
fn messages_are_matched_by_what_they_carry() {
    let office = Office::open();
    let cadence = office.cadence();
    // `.invalid` never leaves: those people have got nothing yet, and wait at their first step.
    let waiting = |company: &str, email: &str| {
        let (id, contact) = office.desk.partnership(company, "Ada", email);
        office.desk.assign(cadence, contact);
        id
    };
    let known = waiting("Known", "ada@known.invalid");
    let away = waiting("Away", "ada@away.invalid");
    let opted_out = waiting("Opted out", "ada@out.invalid");
    let meeting = waiting("Meeting", "ada@meeting.invalid");
    let colleague = waiting("Colleague", "ada@colleague.invalid");
    let free = waiting("Free mail", "ada.free@gmail.com");
    let stranger = waiting("Stranger", "ada@stranger.invalid");
    let (thread, message) = office.written_to(cadence, "Thread", "Bob", "bob@example.test");
    let invitation = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\n\
        ORGANIZER:mailto:sender@example.test\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@meeting.invalid\n\
        SUMMARY:A talk\nEND:VEVENT\nEND:VCALENDAR";
    for one in [
        letter("ada@known.invalid", "Something else", "", "Good that I find your address."),
        letter("ada@away.invalid", "Out of office", "Auto-Submitted: auto-replied\n", "I am away."),
        letter("ada@out.invalid", "Re: A question", "", "Please remove me from your list."),
        letter("ada@meeting.invalid", "Accepted: A talk", "", invitation)
            .replace("text/plain; charset=utf-8", "text/calendar; method=REPLY; charset=utf-8"),
        letter("cleo@colleague.invalid", "Who are you?", "", "My colleague showed me your call."),
        letter("somebody.else@gmail.com", "Hi", "", "We have never met."),
        letter("newsletter@shop.example", "Offers", "", "Buy!"),
        // The address is not known, its answer is.
        letter("b.private@posteo.de", "Re: A question", &answer_to(&message), "From home: yes."),
    ] {
        office.arrives(&one);
    }
    office.until_state(thread, "paused");
    let state = |id: i64| office.desk.card(id)["state"].clone();
    assert_eq!(state(known)["reason"], "replied");
    assert_eq!(state(away)["state"], "active");
    assert!(state(away)["held_until"].is_number(), "{:?}", state(away));
    assert_eq!(state(opted_out)["outcome"], "opted_out");
    assert_eq!(state(meeting)["outcome"], "won");
    assert_eq!(state(colleague)["reason"], "colleague_replied");
    for untouched in [free, stranger] {
        assert_eq!(
            (&state(untouched)["state"], &state(untouched)["held_until"]),
            (&json!("active"), &Value::Null)
        );
    }
}

#[test]
fn r31_after_the_account_became_another_follow_ups_to_those_written_to_before_wait() {
    let office = Office::open();
    office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    let id = office.account(None, "sender", office.server.ports().imap);
    office.account(Some(id), "alice", office.server.ports().imap);
    office.desk.pass(2 * DAY);
    office.desk.until("it is held", || office.held() == Some(json!("other_account")));
    // The new mailbox is read meanwhile, and what is sent from it does not let the other go.
    office.written_to(office.cadence_named("Again"), "Other", "Bob", "somebody@example.test");
    assert_eq!(office.held(), Some(json!("other_account")));
}

#[test]
fn r31_with_several_accounts_an_enrolment_keeps_the_one_that_it_began_with() {
    let office = Office::open();
    office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    let second = office.account(None, "alice", office.server.ports().imap);
    office.desk.ask("account_default", json!({"id": second})).unwrap();
    // The first one's mailbox decides, whatever was read of the second.
    let first = office.account(None, "sender", 1);
    office.desk.pass(2 * DAY);
    office.desk.until("it is held", || office.held() == Some(json!("mailbox_not_read")));
    office.account(Some(first), "sender", office.server.ports().imap);
    office.desk.until("the follow-up leaves", || office.desk.outbox("sent").len() == 2);
    let messages = office.runtime.block_on(office.server.wait_for_messages("bob", 2));
    for message in &messages {
        assert!(header(message, "From").contains("sender@"), "{}", header(message, "From"));
    }
    // Who is new gets mail from the default one.
    office.written_to(office.cadence_named("Again"), "Other", "Carol", "carol@example.test");
    let messages = office.runtime.block_on(office.server.wait_for_messages("carol", 1));
    assert!(header(&messages[0], "From").contains("alice@"), "{}", header(&messages[0], "From"));
}

#[test]
fn r31_what_waits_for_an_account_that_was_removed_leaves_when_it_is_set_up_again() {
    let office = Office::open();
    office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    let first = office.account(None, "sender", 1);
    office.desk.pass(2 * DAY);
    office.desk.until("it is held", || office.held() == Some(json!("mailbox_not_read")));
    office.desk.ask("account_remove", json!({"id": first})).unwrap();
    office.account(None, "alice", office.server.ports().imap);
    office.desk.pass(HOUR);
    office.written_to(office.cadence_named("Again"), "Other", "Carol", "carol@example.test");
    assert_eq!(office.desk.outbox("waiting").len(), 1, "it waits for its own account");
    office.account(None, "sender", office.server.ports().imap);
    office.desk.until("it leaves", || office.desk.outbox("waiting").is_empty());
    let messages = office.runtime.block_on(office.server.wait_for_messages("bob", 2));
    assert!(header(&messages[1], "From").contains("sender@"));
}

#[test]
fn a_reply_to_one_account_is_heard_whatever_is_read_of_the_others() {
    let office = Office::open();
    let (id, message) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    office.account(None, "alice", 1);
    office.arrives(&letter(
        "bob@example.test",
        "Re: A question",
        &answer_to(&message),
        "Yes, please.",
    ));
    office.desk.pass(HOUR);
    office.until_state(id, "paused");
}

#[test]
fn a_follow_up_in_a_thread_of_its_own_waits_for_the_mailbox_as_well() {
    let office = Office::open();
    let cadence = office.cadence_in("Threads", "new");
    office.written_to(cadence, "Acme", "Bob", "bob@example.test");
    office.sign_in(1);
    office.desk.pass(2 * DAY);
    let held = || office.desk.outbox("waiting").first().map(|row| row["state"]["reason"].clone());
    office.desk.until("it is held", || held() == Some(json!("mailbox_not_read")));
}

#[test]
fn what_lay_there_before_the_enrolment_began_is_no_answer() {
    let office = Office::open();
    let long_ago = office.now() - Duration::from_secs(40 * 24 * 3600);
    let (id, _) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    let old = letter("bob@example.test", "Lunch?", "", "Shall we have lunch?");
    office.server.put_in_inbox("sender", [(long_ago, old.into_bytes())]);
    office.desk.pass(2 * DAY);
    office.desk.until("the follow-up leaves", || office.desk.outbox("sent").len() == 2);
    assert_eq!(office.desk.card(id)["state"]["outcome"], "no_reply");
}

#[test]
fn r23_what_the_rep_wrote_by_hand_stops_the_follow_up_once() {
    let office = Office::open();
    let (id, _) = office.written_to(office.cadence(), "Acme", "Bob", "bob@example.test");
    office.desk.pass(HOUR);
    let by_hand = "From: sender@example.test\r\nTo: bob@example.test\r\nSubject: By the way\r\n\
        Message-ID: <by.hand@example.test>\r\n\r\nHello\r\n";
    for folder in ["Archive", "Sent"] {
        office.server.put_in_folder("sender", folder, [(office.now(), by_hand.into())]);
    }
    office.desk.pass(2 * DAY);
    office.until_state(id, "paused");
    assert_eq!(office.desk.card(id)["state"]["reason"], "wrote_by_hand");
    let story = office.desk.story(id);
    let told = story.iter().filter(|what| *what == "wrote_by_hand").count();
    assert_eq!((told, office.desk.outbox("sent").len()), (1, 1));
}
