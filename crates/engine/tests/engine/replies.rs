//! Working with mail that arrived, on real servers: the rep says what it is, marks it and answers it, and
//! the cadence follows.

use crate::support::Desk;
use crate::support::job::HOUR;
use desk_core::time::Clock;
use desk_testkit::mail_server::MailServer;
use desk_wire::error::Problem;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

const DAY: i64 = 24 * HOUR;

/// A rep with an account on servers of its own, and a cadence with an e-mail by hand and one that follows
/// by itself after two days.
struct Office {
    desk: Desk,
    server: MailServer,
    runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
    cadence: i64,
}

impl Office {
    fn open() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let server = MailServer::start();
        server.put_in_inbox("sender", []);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::on_trust(folder.path(), server.ca());
        let (address, ports) = (server.address("sender"), server.ports());
        let at = |port: u16| json!({"host": "localhost", "port": port, "security": "start_tls"});
        let account = json!({"address": address, "user": address, "imap": at(ports.imap),
            "smtp": at(ports.submission)});
        let password = server.password("sender");
        desk.ask("account_save", json!({"settings": account, "password": password})).unwrap();
        let email = |mode: &str, days: i64, thread: &str| {
            json!({"id": null, "name": "", "rules": {}, "delay": {"amount": days, "unit": "days"},
                "content": {"type": "email", "mode": mode, "thread": thread,
                    "subject": "A question", "body": "Hello"}})
        };
        let steps = json!([email("manual", 0, "new"), email("automatic", 2, "same")]);
        let cadence = desk.cadence_with("Outbound", steps);
        Self { desk, server, runtime, folder, cadence }
    }

    /// Somebody who waits at the first step; the partnership.
    fn waiting(&self, company: &str, email: &str) -> i64 {
        let (id, contact) = self.desk.partnership(company, "Ada", email);
        self.desk.assign(self.cadence, contact);
        id
    }

    /// Bob, who has got the first e-mail; the partnership and the message's id. Until something was sent, a
    /// mailbox is not read back: nothing in it can be an answer.
    fn written_to_bob(&self) -> (i64, String) {
        let id = self.waiting("Acme", "bob@example.test");
        self.desk.send(id).unwrap();
        self.desk.pass(10_000);
        self.desk.until("the first leaves", || self.desk.outbox("sent").len() == 1);
        (id, header(&self.at_bob(1)[0], "Message-ID"))
    }

    fn at_bob(&self, count: usize) -> Vec<Vec<u8>> {
        self.runtime.block_on(self.server.wait_for_messages("bob", count))
    }

    fn arrives(&self, message: &str) {
        let now = self.desk.clock.now().as_millis().unsigned_abs();
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(now);
        self.server.put_in_inbox("sender", [(at, message.replace('\n', "\r\n").into_bytes())]);
    }

    fn rows(&self, filter: &str) -> Vec<Value> {
        let page = json!({"filter": filter, "after": null, "limit": 50});
        self.desk.ask("replies_list", page).unwrap()["rows"].as_array().unwrap().clone()
    }

    /// Waits until a message from an address is in the list; its id.
    fn reply_from(&self, sender: &str) -> i64 {
        let found = || self.rows("all").into_iter().find(|row| row["sender"] == sender);
        self.desk.until(sender, || found().is_some());
        found().unwrap()["id"].as_i64().unwrap()
    }

    fn reply(&self, id: i64) -> Value {
        self.desk.ask("reply_get", json!({"id": id})).unwrap()
    }

    fn overrule(&self, id: i64, ruling: Value) -> Result<Value, Problem> {
        self.desk.ask("reply_overrule", json!({"id": id, "ruling": ruling, "enrolment": null}))
    }

    fn mark(&self, id: i64, mark: &str) -> Result<Value, Problem> {
        self.desk.ask("reply_mark", json!({"id": id, "mark": mark}))
    }

    fn answer(&self, id: i64, number: u32, body: &str) -> Result<Value, Problem> {
        let mut draft = self.reply(id)["answer"]["draft"].clone();
        draft["body"] = json!(body);
        self.desk.ask("reply_send", json!({"id": id, "number": number, "draft": draft}))
    }

    /// State of the first card, with its reason or outcome.
    fn state(&self, id: i64) -> (String, String) {
        let state = self.desk.card(id)["state"].clone();
        let why = state["reason"].as_str().or(state["outcome"].as_str()).unwrap_or_default();
        (state["state"].as_str().unwrap().to_owned(), why.to_owned())
    }

    fn is(&self, id: i64, state: &str, why: &str) -> bool {
        self.state(id) == (state.to_owned(), why.to_owned())
    }

    /// Whether a notification with this title was shown.
    fn told(&self, title: &str) -> bool {
        self.desk.notifier.shown.lock().unwrap().iter().any(|note| note.title.starts_with(title))
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
    let text = String::from_utf8_lossy(message).replace("\r\n", "\n").replace("\n ", " ");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).trim().to_owned()
}

fn letter(from: &str, id: &str, subject: &str, more: &str, text: &str) -> String {
    format!(
        "From: Bob Builder <{from}>\nTo: sender@example.test\nSubject: {subject}\nMessage-ID: <{id}@there.example>\n\
         Date: Mon, 1 Jun 2026 10:00:00 +0200\n{more}MIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
}

fn answer_to(id: &str) -> String {
    format!("In-Reply-To: {id}\nReferences: {id}\n")
}

const QUOTED: &str =
    "Yes, please.\n\nOn Mon, 1 Jun 2026 at 10:00, Rep <sender@example.test> wrote:\n> Hello";

#[test]
fn a_message_is_shown_whole_with_what_is_new_apart_from_what_it_quotes() {
    let office = Office::open();
    let (partnership, id) = office.written_to_bob();
    office.arrives(&letter("bob@example.test", "1", "Re: A question", &answer_to(&id), QUOTED));
    let reply = office.reply(office.reply_from("bob@example.test"));
    assert_eq!(
        (&reply["text"], &reply["sender_name"]),
        (&json!("Yes, please."), &json!("Bob Builder"))
    );
    assert!(reply["whole"].as_str().unwrap().contains("> Hello"), "{reply}");
    assert_eq!((&reply["verdict"], &reply["ruled"]), (&json!("human_reply"), &json!(false)));
    assert_eq!(
        (&reply["partnership"], &reply["contact_name"]),
        (&json!(partnership), &json!("Ada"))
    );
    assert_eq!(reply["enrolments"][0]["state"]["reason"], "replied");
    assert_eq!(reply["answer"]["draft"]["subject"], "Re: A question");
    assert_eq!(reply["answer"]["draft"]["to"], "bob@example.test");
    assert_eq!(office.rows("open").len(), 1);
}

#[test]
fn the_rep_overrules_a_verdict_and_the_cadence_follows_both_ways() {
    let office = Office::open();
    let (partnership, id) = office.written_to_bob();
    office.arrives(&letter("bob@example.test", "1", "Re: A question", &answer_to(&id), "Ciao."));
    let reply = office.reply_from("bob@example.test");
    office.desk.until("it pauses", || office.is(partnership, "paused", "replied"));
    // It was an automatic one: the reply is taken back, and the enrolment is held until that day.
    let done = office.overrule(reply, json!({"is": "auto_reply", "until": "2026-02-02"})).unwrap();
    assert_eq!(done["undone"], true);
    assert!(office.is(partnership, "active", ""));
    assert!(office.desk.card(partnership)["state"]["held_until"].is_number());
    let told = office.reply(reply);
    assert_eq!((&told["verdict"], &told["found"]), (&json!("auto_reply"), &json!("human_reply")));
    assert!(office.rows("open").is_empty());
    let story = office.desk.story(partnership);
    assert_eq!(story.iter().rev().take(2).collect::<Vec<_>>(), ["out_of_office", "undone"]);
    // It was a person all the same.
    office.overrule(reply, json!({"is": "human_reply"})).unwrap();
    assert!(office.is(partnership, "paused", "replied"));
    assert_eq!(office.desk.card(partnership)["state"]["held_until"], Value::Null);
    // It had nothing to do with anybody: the follow-up leaves as if nothing had come.
    office.overrule(reply, json!({"is": "unrelated"})).unwrap();
    assert!(office.is(partnership, "active", ""));
    office.desk.pass(2 * DAY);
    office.desk.until("the follow-up leaves", || office.desk.outbox("sent").len() == 2);
    // Too late to take anything back now; what is said is heard.
    let late = office.overrule(reply, json!({"is": "unsubscribe"})).unwrap();
    assert_eq!(late["undone"], true, "there is nothing to take back");
    assert_eq!(office.desk.detail(partnership)["contacts"][0]["opted_out"], true);
    let past = office.overrule(reply, json!({"is": "auto_reply", "until": "2020-01-01"}));
    assert_eq!(past.unwrap_err(), Problem::InThePast);
}

#[test]
fn an_opt_out_that_was_none_is_taken_back_with_everything_that_it_did() {
    let office = Office::open();
    office.written_to_bob();
    let partnership = office.waiting("Known", "ada@known.invalid");
    office.arrives(&letter(
        "ada@known.invalid",
        "1",
        "Re: Hello",
        "",
        "Please remove me from your list.",
    ));
    let reply = office.reply_from("ada@known.invalid");
    office.desk.until("it ends", || office.is(partnership, "finished", "opted_out"));
    let list = json!({"search": "", "after": null, "limit": 9});
    assert_eq!(office.desk.ask("suppression_list", list.clone()).unwrap()["count"], 1);
    let done = office.overrule(reply, json!({"is": "human_reply"})).unwrap();
    assert_eq!(done["undone"], true);
    assert!(office.is(partnership, "paused", "replied"));
    assert_eq!(office.desk.ask("suppression_list", list).unwrap()["count"], 0);
    assert_eq!(office.desk.detail(partnership)["contacts"][0]["opted_out"], false);
    // And a hard bounce marks the address, which ends it.
    office.overrule(reply, json!({"is": "bounce", "hard": true})).unwrap();
    assert!(office.is(partnership, "finished", "bounced"));
    office.overrule(reply, json!({"is": "bounce", "hard": false})).unwrap();
    assert!(office.is(partnership, "active", ""));
}

#[test]
fn r19_review_is_left_by_the_rep_who_says_whom_it_is_about() {
    let office = Office::open();
    let one = office.waiting("One", "alice@example.test");
    let fields = json!({"first_name": "Ben", "last_name": "", "title": "", "emails": ["bob@example.test"],
        "phones": [], "linkedin": "", "zone": null});
    let home =
        office.desk.ask("contact_create", json!({"partnership": one, "fields": fields})).unwrap();
    let ben = home["contacts"].as_array().unwrap().last().unwrap()["id"].as_i64().unwrap();
    office.desk.assign(office.cadence, ben);
    let cards = || office.desk.detail(one)["enrolments"].as_array().unwrap().clone();
    let state = |name: &str| {
        cards().iter().find(|card| card["contact_name"] == name).unwrap()["state"].clone()
    };
    for card in cards() {
        let touch = card["current"]["id"].clone();
        let window = office.desk.ask("touch_get", json!({"id": touch})).unwrap();
        let input = json!({"id": touch, "draft": window["work"]["draft"]});
        office.desk.ask("email_send", input).unwrap();
    }
    office.desk.pass(10_000);
    office.desk.until("both leave", || office.desk.outbox("sent").len() == 2);
    // An address that nobody knows: subject and domain alone say whom it may be about.
    office.arrives(&letter("office@example.test", "1", "Re: A question", "", "We are interested."));
    let reply = office.reply_from("office@example.test");
    office.desk.until("both stand still", || {
        state("Ada")["state"] == "review" && state("Ben")["state"] == "review"
    });
    let shown = office.reply(reply);
    assert_eq!(shown["verdict"], "review");
    assert_eq!(shown["enrolments"].as_array().unwrap().len(), 2);
    // Neither a mark nor *done* lets them go.
    assert_eq!(office.mark(reply, "referral").unwrap_err(), Problem::ReplyUnmatched);
    let settle = json!({"id": reply, "settled": true});
    assert_eq!(office.desk.ask("reply_settle", settle).unwrap_err(), Problem::ReplyUnmatched);
    let said = office.overrule(reply, json!({"is": "human_reply"}));
    assert_eq!(said.unwrap_err(), Problem::ReplyUnmatched);
    assert_eq!(state("Ada")["state"], "review");
    let bens =
        shown["enrolments"].as_array().unwrap().iter().find(|one| one["contact_name"] == "Ben");
    let input =
        json!({"id": reply, "ruling": {"is": "human_reply"}, "enrolment": bens.unwrap()["id"]});
    office.desk.ask("reply_overrule", input).unwrap();
    assert_eq!(
        (&state("Ben")["state"], &state("Ben")["reason"]),
        (&json!("paused"), &json!("replied"))
    );
    // A colleague's answer pauses Ada as it always does; she is in review no more.
    assert_eq!(state("Ada")["reason"], "colleague_replied");
    assert_eq!(office.reply(reply)["contact_name"], "Ben");
}

#[test]
fn marks_end_the_enrolments_and_are_taken_back_with_them() {
    let office = Office::open();
    let (partnership, id) = office.written_to_bob();
    office.arrives(&letter("bob@example.test", "1", "Re: A question", &answer_to(&id), "Hm."));
    let reply = office.reply_from("bob@example.test");
    for (mark, outcome, tone) in [
        ("meeting_booked", "won", "positive"),
        ("not_interested", "lost", "positive"),
        ("wrong_person", "removed", "positive"),
        ("opted_out", "opted_out", "positive"),
    ] {
        let event = office.mark(reply, mark).unwrap()["event"].clone();
        assert!(office.is(partnership, "finished", outcome), "{mark}");
        let shown = office.reply(reply);
        assert_eq!((&shown["mark"], &shown["tone"]), (&json!(mark), &json!(tone)));
        assert!(office.rows("open").is_empty(), "{mark}");
        office.desk.ask("undo", json!({"event": event})).unwrap();
        assert!(office.is(partnership, "paused", "replied"), "{mark}");
        assert_eq!(office.reply(reply)["mark"], Value::Null);
        assert_eq!(office.rows("open").len(), 1, "{mark}");
    }
    // R52: signs that leave it to the rep what becomes of the enrolment.
    office.mark(reply, "buying_signal").unwrap();
    assert!(office.is(partnership, "paused", "replied"));
    assert_eq!(office.rows("open").len(), 1);
    office.desk.ask("reply_tone", json!({"id": reply, "tone": "neutral"})).unwrap();
    assert_eq!(office.rows("open")[0]["tone"], "neutral");
    assert_eq!(office.mark(reply, "referral").unwrap()["event"], Value::Null);
    assert!(office.rows("open").is_empty());
}

#[test]
fn r52_a_second_message_before_an_answer_is_a_buying_signal() {
    let office = Office::open();
    let (partnership, id) = office.written_to_bob();
    for (count, number) in [(1, "1"), (2, "2")] {
        let letter = letter("bob@example.test", number, "Re: A question", &answer_to(&id), "Hm.");
        office.arrives(&letter);
        office.desk.until("it is heard", || office.rows("open").len() == count);
    }
    assert!(office.is(partnership, "paused", "replied"));
    let story = office.desk.story(partnership);
    assert_eq!(story.iter().filter(|what| *what == "buying_signal").count(), 1, "{story:?}");
    office.desk.until("the rep is told", || office.told("A buying signal"));
}

#[test]
fn an_answer_leaves_once_in_their_thread_and_r22_the_rep_then_decides() {
    let office = Office::open();
    let (partnership, first) = office.written_to_bob();
    office.arrives(&letter("bob@example.test", "1", "Re: A question", &answer_to(&first), QUOTED));
    let reply = office.reply_from("bob@example.test");
    let draft = json!({"to": "bob@example.test", "cc": "", "bcc": "", "subject": "Re: A question", "body": "Gre"});
    office.desk.ask("reply_draft", json!({"id": reply, "draft": draft})).unwrap();
    assert_eq!(office.reply(reply)["answer"]["draft"]["body"], "Gre");
    office.answer(reply, 1, "Great, at ten?").unwrap();
    // Pressed twice, or by a window that has not noticed.
    assert_eq!(office.answer(reply, 1, "Great, at ten?").unwrap_err(), Problem::AlreadyLeft);
    assert_eq!(office.answer(reply, 2, "Great, at ten?").unwrap_err(), Problem::AlreadyLeft);
    let waiting = office.desk.outbox("waiting");
    assert_eq!((&waiting[0]["reply"], &waiting[0]["touch"]), (&json!(reply), &Value::Null));
    // Decided at once: the answer leaves all the same.
    office.desk.ask("reply_decide", json!({"id": reply, "decision": "continue"})).unwrap();
    assert!(office.is(partnership, "active", ""));
    office.desk.pass(10_000);
    office.desk.until("the answer leaves", || office.desk.outbox("sent").len() == 2);
    let answer = &office.at_bob(2)[1];
    assert_eq!(header(answer, "In-Reply-To"), "<1@there.example>");
    assert_eq!(header(answer, "References"), format!("{first} <1@there.example>"));
    assert_eq!(header(answer, "Subject"), "Re: A question");
    let text = String::from_utf8_lossy(answer).into_owned();
    assert!(text.contains("Great, at ten?") && text.contains("> Yes, please."), "{text}");
    assert!(!text.contains("List-Unsubscribe"), "{text}");
    assert!(office.desk.story(partnership).contains(&"answered".to_owned()));
    let shown = office.reply(reply);
    assert_eq!(
        (&shown["answer"]["number"], &shown["answer"]["draft"]["body"]),
        (&json!(2), &json!(""))
    );
    assert_eq!(shown["answer"]["given"][0]["state"]["state"], "sent");
    // What was sent is not sent again by whoever still holds the old number.
    assert_eq!(office.answer(reply, 1, "Great, at ten?").unwrap_err(), Problem::AlreadyLeft);
    // The follow-up goes on in the same thread, behind the answer.
    office.desk.pass(2 * DAY);
    office.desk.until("the follow-up leaves", || office.desk.outbox("sent").len() == 3);
    assert_eq!(header(&office.at_bob(3)[2], "In-Reply-To"), header(answer, "Message-ID"));
}

#[test]
fn an_answer_that_was_taken_back_is_a_draft_again_and_keeps_its_message_id() {
    let office = Office::open();
    let (_, first) = office.written_to_bob();
    office.arrives(&letter("bob@example.test", "1", "Re: A question", &answer_to(&first), "Hm."));
    let reply = office.reply_from("bob@example.test");
    let sent = office.answer(reply, 1, "One moment").unwrap();
    office.desk.ask("outbox_cancel", json!({"id": sent["outbox"]})).unwrap();
    assert_eq!(office.reply(reply)["answer"]["draft"]["body"], "One moment");
    let again = office.answer(reply, 1, "Another text").unwrap();
    assert_eq!(again["outbox"], sent["outbox"], "the same row with the same id");
    // Suppressed before it has left: R29, it never leaves, and the text is not lost.
    office.desk.ask("suppression_add", json!({"entry": "example.test"})).unwrap();
    office.desk.pass(10_000);
    office.desk.until("it is taken back", || office.desk.outbox("waiting").is_empty());
    assert_eq!(office.desk.outbox("sent").len(), 1);
    assert_eq!(office.reply(reply)["answer"]["draft"]["body"], "Another text");
    assert_eq!(office.answer(reply, 1, "Now?").unwrap_err(), Problem::Suppressed);
}

#[test]
fn a_suppressed_domain_or_pattern_stops_what_was_to_leave_and_is_taken_off_again() {
    let office = Office::open();
    let add = |entry: &str| office.desk.ask("suppression_add", json!({"entry": entry}));
    let usable = |id: i64| office.desk.window(id)["work"]["choices"].as_array().unwrap().len();
    let one = office.waiting("One", "ada@eu.acme.example");
    let two = office.waiting("Two", "sales.north@other.example");
    assert_eq!((usable(one), usable(two)), (1, 1));
    assert_eq!(
        add("Acme.example").unwrap(),
        json!({"kind": "domain", "entry": "@acme.example", "is_new": true})
    );
    assert_eq!(add("sales*@other.example").unwrap()["kind"], "pattern");
    assert_eq!(add("+49 30 23125 100").unwrap()["kind"], "phone");
    assert_eq!(add("acme.example").unwrap()["is_new"], false);
    assert_eq!(add("nonsense").unwrap_err(), Problem::NotSuppressible);
    let send = |id: i64, to: &str| {
        let draft = json!({"to": to, "cc": "", "bcc": "", "subject": "A", "body": "B"});
        office.desk.ask("email_send", json!({"id": office.desk.touch(id), "draft": draft}))
    };
    assert_eq!(send(one, "ada@eu.acme.example").unwrap_err(), Problem::Suppressed);
    assert_eq!(send(two, "sales.north@other.example").unwrap_err(), Problem::Suppressed);
    let list = |search: &str| {
        let input = json!({"search": search, "after": null, "limit": 50});
        office.desk.ask("suppression_list", input).unwrap()["rows"].as_array().unwrap().clone()
    };
    assert_eq!(list("").len(), 3);
    let found = list("ACME");
    assert_eq!((found.len(), &found[0]["reason"]), (1, &json!("listed")));
    office.desk.ask("suppression_remove", json!({"id": found[0]["id"]})).unwrap();
    send(one, "ada@eu.acme.example").unwrap();
}

#[test]
fn a_copied_colleague_who_asks_for_no_more_does_not_opt_the_contact_out() {
    let office = Office::open();
    let (partnership, id) = office.written_to_bob();
    office.arrives(&letter(
        "cleo@example.test",
        "1",
        "Re: A question",
        &answer_to(&id),
        "Please remove me from your list.",
    ));
    let reply = office.reply_from("cleo@example.test");
    office.desk.until("it is in review", || office.is(partnership, "review", ""));
    assert_eq!(office.reply(reply)["verdict"], "review");
    assert_eq!(office.desk.detail(partnership)["contacts"][0]["opted_out"], false);
}

#[test]
fn a_reply_after_the_end_is_told_and_listed_as_open_and_one_to_the_bin_is_in_review() {
    let office = Office::open();
    let (partnership, id) = office.written_to_bob();
    let enrolment = office.desk.card(partnership)["id"].clone();
    office.desk.ask("enrolment_remove", json!({"id": enrolment})).unwrap();
    office.arrives(&letter(
        "bob@example.test",
        "1",
        "Re: A question",
        &answer_to(&id),
        "I am late, but yes.",
    ));
    let reply = office.reply_from("bob@example.test");
    office.desk.until("the rep is told", || office.told("A reply"));
    assert_eq!(office.rows("open").len(), 1);
    // Answered, nothing is left to decide.
    office.answer(reply, 1, "Never too late").unwrap();
    office.desk.pass(10_000);
    office.desk.until("it leaves", || office.desk.outbox("sent").len() == 2);
    office.desk.until("it is done", || office.rows("open").is_empty());

    office.desk.ask("partnership_delete", json!({"id": partnership})).unwrap();
    office.arrives(&letter(
        "bob.home@example.test",
        "2",
        "Re: A question",
        &answer_to(&id),
        "And again.",
    ));
    let binned = office.reply_from("bob.home@example.test");
    assert_eq!(office.reply(binned)["verdict"], "review");
    office.desk.until("the rep is told", || office.told("A message has to be looked at"));
    // Nobody stands still for it: the rep is done with it when they say so.
    office.desk.ask("reply_settle", json!({"id": binned, "settled": true})).unwrap();
    assert!(office.rows("open").is_empty());
}

#[test]
fn r21_an_absence_that_has_passed_or_is_far_ahead_is_for_the_rep() {
    let office = Office::open();
    office.written_to_bob();
    let partnership = office.waiting("Away", "ada@away.invalid");
    let auto = "Auto-Submitted: auto-replied\n";
    let text = "I am out of the office until 30 December 2026.";
    office.arrives(&letter("ada@away.invalid", "1", "Out of office", auto, text));
    let reply = office.reply_from("ada@away.invalid");
    office.desk.until("it is in review", || office.is(partnership, "review", ""));
    let shown = office.reply(reply);
    assert_eq!((&shown["verdict"], &shown["code"]), (&json!("review"), &json!("away_unclear")));
    office.overrule(reply, json!({"is": "auto_reply", "until": "2026-01-20"})).unwrap();
    assert!(office.is(partnership, "active", ""));
    assert!(office.desk.card(partnership)["state"]["held_until"].is_number());
}

#[test]
fn links_are_opened_by_number_and_the_html_is_safe() {
    let office = Office::open();
    office.written_to_bob();
    let partnership = office.waiting("Known", "ada@known.invalid");
    let html = "<p onclick=x>Hi</p><script>alert(1)</script><a href=\"https://acme.example/offer\">here</a>";
    office.arrives(
        &letter("ada@known.invalid", "1", "Re: Hello", "", html).replace("text/plain", "text/html"),
    );
    let reply = office.reply_from("ada@known.invalid");
    office.desk.until("it pauses", || office.is(partnership, "paused", "replied"));
    let shown = office.reply(reply);
    let document = shown["html"].as_str().unwrap();
    assert!(!document.contains("script>") && !document.contains("onclick"), "{document}");
    assert_eq!(
        shown["links"],
        json!([{"text": "here", "host": "acme.example", "disguised": false}])
    );
    office.desk.ask("reply_link", json!({"id": reply, "link": 1})).unwrap();
    let opened = office.desk.opener.0.lock().unwrap().last().cloned().unwrap();
    assert_eq!(opened.to_str(), Some("https://acme.example/offer"));
    for wrong in [0, 2] {
        let refused = office.desk.ask("reply_link", json!({"id": reply, "link": wrong}));
        assert_eq!(refused.unwrap_err(), Problem::NotFound);
    }
}

#[test]
fn a_new_edition_of_the_classifier_reads_kept_mail_again_and_leaves_it_to_the_rep() {
    let office = Office::open();
    office.written_to_bob();
    let partnership = office.waiting("Known", "ada@known.invalid");
    office.arrives(&letter("ada@known.invalid", "1", "Re: Hello", "", "Yes, tell me more."));
    let reply = office.reply_from("ada@known.invalid");
    office.desk.until("it pauses", || office.is(partnership, "paused", "replied"));
    office.overrule(reply, json!({"is": "auto_reply", "until": null})).unwrap();
    // As if an edition before had taken it for that.
    office.desk.program.close();
    let file = rusqlite::Connection::open(office.folder.path().join("workspace.sqlite")).unwrap();
    let sql = "UPDATE incoming SET version = 0, ruled_at = NULL, found = NULL, settled_at = 5";
    assert_eq!(file.execute(sql, []).unwrap(), 1);
    drop(file);
    office.desk.program.open();
    office.desk.until("it is for the rep", || !office.rows("open").is_empty());
    let shown = office.reply(reply);
    assert_eq!(
        (&shown["verdict"], &shown["found"], &shown["suggested"]),
        (&json!("review"), &json!("auto_reply"), &json!("human_reply"))
    );
    assert!(office.is(partnership, "review", ""), "{:?}", office.state(partnership));
    office.overrule(reply, json!({"is": "human_reply"})).unwrap();
    assert!(office.is(partnership, "paused", "replied"));
}

#[test]
fn those_whom_a_colleague_s_message_has_paused_go_on_when_it_was_no_answer() {
    let office = Office::open();
    office.written_to_bob();
    let home = office.waiting("Known", "ada@known.invalid");
    let from = |sender: &str, id: &str| {
        office.arrives(&letter(sender, id, "Your call", "", "My colleague told me of you."));
        office.reply_from(sender)
    };
    let first = from("cleo@known.invalid", "1");
    office.desk.until("it pauses", || office.is(home, "paused", "colleague_replied"));
    let done = office.overrule(first, json!({"is": "auto_reply", "until": "2026-02-02"})).unwrap();
    assert_eq!((&done["undone"], office.state(home)), (&json!(true), ("active".into(), "".into())));
    // Who is away is Cleo.
    assert_eq!(office.desk.card(home)["state"]["held_until"], Value::Null);
    assert!(office.rows("open").is_empty());
    // It was a person all the same.
    office.overrule(first, json!({"is": "human_reply"})).unwrap();
    assert!(office.is(home, "paused", "colleague_replied"));
    // Another one's answer stands when the first was none.
    let second = from("dan@known.invalid", "2");
    office.overrule(first, json!({"is": "unrelated"})).unwrap();
    assert!(office.is(home, "paused", "colleague_replied"));
    office.overrule(second, json!({"is": "unrelated"})).unwrap();
    assert!(office.is(home, "active", ""), "{:?}", office.state(home));
    // Whom an opt-out is about has to be said.
    let wish = office.overrule(first, json!({"is": "unsubscribe"}));
    assert_eq!(wish.unwrap_err(), Problem::ReplyUnmatched);
}

#[test]
fn what_the_rep_had_suppressed_stays_so_when_an_opt_out_is_taken_back() {
    let office = Office::open();
    let (partnership, id) = office.written_to_bob();
    let add = |entry: &str| office.desk.ask("suppression_add", json!({"entry": entry})).unwrap();
    let reason = || {
        let list = json!({"search": "", "after": null, "limit": 9});
        let rows = office.desk.ask("suppression_list", list).unwrap()["rows"].clone();
        rows.as_array().unwrap().iter().map(|row| row["reason"].clone()).collect::<Vec<_>>()
    };
    office.arrives(&letter("bob@example.test", "1", "Re: A question", &answer_to(&id), "Hm."));
    let reply = office.reply_from("bob@example.test");
    office.desk.until("it pauses", || office.is(partnership, "paused", "replied"));
    let contact = office.desk.detail(partnership)["contacts"][0]["id"].clone();
    let marked = || office.mark(reply, "opted_out").unwrap()["event"].clone();
    let noted = || {
        let done = office.desk.ask("contact_opt_out", json!({"id": contact})).unwrap();
        done["event"].clone()
    };
    let undo = |event: Value| office.desk.ask("undo", json!({"event": event})).unwrap();
    add("bob@example.test");
    undo(marked());
    assert_eq!(reason(), ["listed"]);
    let event = noted();
    assert_eq!(reason(), ["opted_out"]);
    undo(event);
    assert_eq!(reason(), ["listed"]);
    // What the rep puts there while the contact has opted out is kept as well, and is taken off whole.
    let list = json!({"search": "", "after": null, "limit": 9});
    let row = office.desk.ask("suppression_list", list).unwrap()["rows"][0]["id"].clone();
    office.desk.ask("suppression_remove", json!({"id": row})).unwrap();
    let event = noted();
    assert_eq!(add("bob@example.test")["is_new"], false);
    undo(event);
    assert_eq!(reason(), ["listed"]);
    assert_eq!(office.desk.detail(partnership)["contacts"][0]["opted_out"], false);
}

#[test]
fn who_has_asked_for_no_more_twice_stays_out_when_one_of_it_was_none() {
    let office = Office::open();
    let (home, to_bob) = office.written_to_bob();
    let out = || office.desk.detail(home)["contacts"][0]["opted_out"] == true;
    let wish = |id: &str| {
        let subject = format!("No {id}");
        let text = "Please remove me from your list.";
        office.arrives(&letter("bob@example.test", id, &subject, &answer_to(&to_bob), text));
        let found = || office.rows("all").into_iter().find(|row| row["subject"] == subject);
        office.desk.until(&subject, || found().is_some());
        found().unwrap()["id"].as_i64().unwrap()
    };
    let (first, second) = (wish("1"), wish("2"));
    assert!(out());
    office.overrule(second, json!({"is": "unrelated"})).unwrap();
    assert!(out() && office.is(home, "finished", "opted_out"));
    office.overrule(first, json!({"is": "unrelated"})).unwrap();
    assert!(!out() && office.is(home, "active", ""));
}
