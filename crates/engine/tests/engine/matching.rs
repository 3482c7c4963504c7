//! To whom a message belongs that arrives (PRODUCT 7.2, R19, R25): a table. Each row is heard in a
//! workspace of its own by what the loop hears with.

use crate::support::Desk;
use desk_core::address::EmailAddress;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

const REP: &str = "sam@quarry.example";
const ALSO_REP: &str = "sam@quarry.example.org";

/// Two people of Acme and one of Bolt who have been written to, the last at an address that several
/// read; one of Acme who has not; one with free mail; one in the bin; and two of whose addresses the rep knows
/// better than their names tell who reads them.
struct Office {
    desk: Desk,
    folder: tempfile::TempDir,
}

fn step() -> Value {
    json!([{
        "id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "email", "mode": "manual", "thread": "new",
            "subject": "A question for {{ partnership.name }}", "body": "Hello"},
    }, {
        "id": null, "name": "", "rules": {}, "delay": {"amount": 9, "unit": "days"},
        "content": {"type": "task", "work": "other", "instructions": ""},
    }])
}

impl Office {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office = Self { desk: Desk::by_hand(folder.path()), folder };
        let cadence =
            office.desk.cadence_ruled("Outbound", step(), json!({"shares_contacts": true}));
        let (acme, ada) = office.desk.partnership("Acme", "Ada", "ada@acme.example");
        office.write_to(cadence, acme, ada);
        let ben = office.colleague(acme, "Ben", "ben@acme.example");
        office.write_to(cadence, acme, ben);
        office.colleague(acme, "Cyd", "cyd@acme.example");
        for (company, name, address) in [
            ("Bolt", "Dora", "info@bolt.example"),
            ("Free", "Fay", "fay@gmail.com"),
            ("Gone", "Gus", "gus@gone.example"),
        ] {
            let (id, contact) = office.desk.partnership(company, name, address);
            office.write_to(cadence, id, contact);
            if company == "Gone" {
                office.desk.ask("partnership_delete", json!({"id": id})).unwrap();
            }
        }
        for (company, name, address, shared) in
            [("Crew", "Eli", "eli@crew.example", true), ("Help", "Ivy", "info@help.example", false)]
        {
            let (id, contact) = office.desk.partnership(company, name, address);
            office.write_to(cadence, id, contact);
            let mut fields = office.desk.detail(id)["contacts"][0]["fields"].clone();
            assert_eq!(fields["shared"], json!([!shared]), "as its name tells");
            fields["shared"] = json!([shared]);
            office.desk.ask("contact_update", json!({"id": contact, "fields": fields})).unwrap();
        }
        let ada = office.id_of("ada@acme.example");
        let other = "INSERT INTO message_alias (outbox_id, message_id)
                     SELECT id, '<given-by-provider@mail.example>' FROM outbox WHERE message_id = ?1";
        office.file().execute(other, [ada]).unwrap();
        office
    }

    fn write_to(&self, cadence: i64, partnership: i64, contact: i64) {
        self.desk.assign(cadence, contact);
        self.desk.settle();
        let cards = self.desk.detail(partnership)["enrolments"].as_array().unwrap().clone();
        let card = cards.iter().find(|card| card["contact"] == contact).unwrap();
        let window = self.desk.ask("touch_get", json!({"id": card["current"]["id"]})).unwrap();
        let draft = json!({"id": window["id"], "draft": window["work"]["draft"]});
        self.desk.ask("email_send", draft).unwrap();
        self.desk.pass(20_000);
        self.desk.settle();
    }

    fn colleague(&self, partnership: i64, name: &str, address: &str) -> i64 {
        let fields = json!({"first_name": name, "last_name": "", "title": "", "emails": [address],
            "phones": [], "linkedin": "", "zone": null});
        let input = json!({"partnership": partnership, "fields": fields});
        let home = self.desk.ask("contact_create", input).unwrap();
        home["contacts"].as_array().unwrap().last().unwrap()["id"].as_i64().unwrap()
    }

    fn file(&self) -> Connection {
        Connection::open(self.folder.path().join("practice/workspace.sqlite")).unwrap()
    }

    /// The id of what was sent to an address.
    fn id_of(&self, address: &str) -> String {
        let sql = "SELECT message_id FROM outbox WHERE draft ->> 'to' = ?1 AND state = 'sent'";
        self.file().query_row(sql, [address], |row| row.get(0)).expect(address)
    }

    /// What became of it: verdict, and the first names of the contact and of whose enrolment it is; or
    /// the company, where it is nobody's in particular.
    fn heard(&self, row: &Row) -> String {
        let named = |text: &str| {
            let mut text = text.to_owned();
            for (name, address) in [
                ("ADA", "ada@acme.example"),
                ("BEN", "ben@acme.example"),
                ("DORA", "info@bolt.example"),
            ] {
                text = text.replace(&format!("<{name}>"), &self.id_of(address));
            }
            text
        };
        let raw = format!(
            "From: {}\nTo: {REP}\nSubject: {}\nMessage-ID: <arrived@there.example>\n{}MIME-Version: 1.0\n\
             Content-Type: {}\n\n{}\n",
            row.from,
            row.subject,
            named(row.headers),
            row.kind,
            named(row.body)
        );
        let own = [REP, ALSO_REP].map(|one| EmailAddress::parse(one).unwrap());
        self.desk.program.hears(&own, raw.as_bytes()).unwrap();
        let sql =
            "SELECT verdict || ' ' || coalesce(of_contact.first_name, partnership.name, 'somebody')
                          || coalesce('/' || of_enrolment.first_name, '')
                   FROM incoming
                   LEFT JOIN partnership ON partnership.id = incoming.partnership_id
                   LEFT JOIN contact AS of_contact ON of_contact.id = incoming.contact_id
                   LEFT JOIN enrolment ON enrolment.id = incoming.enrolment_id
                   LEFT JOIN contact AS of_enrolment ON of_enrolment.id = enrolment.contact_id";
        let file = self.file();
        let found: Option<String> = file.query_row(sql, [], |row| row.get(0)).optional().unwrap();
        found.unwrap_or_else(|| "nothing".to_owned())
    }

    /// The state of each enrolment at Acme and its reason, by first name.
    fn acme(&self) -> String {
        let sql =
            "SELECT first_name, enrolment.id FROM enrolment JOIN contact ON contact.id = contact_id
                   JOIN partnership ON partnership.id = enrolment.partnership_id
                   WHERE name = 'Acme' ORDER BY first_name";
        let file = self.file();
        let mut find = file.prepare(sql).unwrap();
        let rows = find.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
        let rows: Vec<(String, i64)> = rows.unwrap().map(Result::unwrap).collect();
        let acme = "SELECT id FROM partnership WHERE name = 'Acme'";
        let acme: i64 = file.query_row(acme, [], |row| row.get(0)).unwrap();
        let cards = self.desk.detail(acme)["enrolments"].as_array().unwrap().clone();
        let state = |(name, id): (String, i64)| {
            let state = &cards.iter().find(|card| card["id"] == id).unwrap()["state"];
            let why = state["reason"].as_str().or(state["outcome"].as_str()).unwrap_or_default();
            format!("{name} {} {why}", state["state"].as_str().unwrap()).trim().to_owned()
        };
        rows.into_iter().map(state).collect::<Vec<_>>().join(", ")
    }
}

/// What arrives. `<ADA>`, `<BEN>` and `<DORA>` stand for the ids of what they have got.
struct Row {
    name: &'static str,
    from: &'static str,
    subject: &'static str,
    headers: &'static str,
    kind: &'static str,
    body: &'static str,
    heard: &'static str,
    acme: &'static str,
}

const PLAIN: &str = "text/plain; charset=utf-8";
const BOUNCE: &str = "multipart/report; report-type=delivery-status; boundary=b";
const NOBODY: &str = "Ada active, Ben active";
const OF_ADA: &str = "Ada paused replied, Ben paused colleague_replied";
const OF_BEN: &str = "Ada paused colleague_replied, Ben paused replied";

/// A row about a letter in plain text.
const fn letter(
    name: &'static str,
    from: &'static str,
    subject: &'static str,
    headers: &'static str,
    heard: &'static str,
    acme: &'static str,
) -> Row {
    Row { name, from, subject, headers, kind: PLAIN, body: "Tuesday suits me.", heard, acme }
}

#[rustfmt::skip]
const TABLE: &[Row] = &[
    letter("an answer", "ada@acme.example", "Re: A question for Acme", "In-Reply-To: <ADA>\n", "human_reply Ada/Ada", OF_ADA),
    letter("References alone", "ada@acme.example", "Re: A question for Acme", "References: <x@y.example> <ADA>\n", "human_reply Ada/Ada", OF_ADA),
    letter("later ids of theirs behind ours", "ada@acme.example", "Re: A question for Acme", "In-Reply-To: <z@acme.example>\nReferences: <ADA> <z@acme.example>\n", "human_reply Ada/Ada", OF_ADA),
    letter("no References", "Ada <ADA@ACME.example>", "Re: A question for Acme", "", "human_reply Ada/Ada", OF_ADA),
    letter("a changed subject", "ada@acme.example", "Lunch", "References: <ADA>\n", "human_reply Ada/Ada", OF_ADA),
    letter("a changed subject and no References", "ada@acme.example", "Lunch", "", "human_reply Ada/Ada", OF_ADA),
    letter("the id that the provider gave", "ada@acme.example", "Re: A question for Acme", "In-Reply-To: <given-by-provider@mail.example>\n", "human_reply Ada/Ada", OF_ADA),
    letter("from home", "ada.private@posteo.de", "Re: A question for Acme", "References: <ADA>\n", "human_reply Ada/Ada", OF_ADA),
    letter("the other of two contacts", "ben@acme.example", "Re: A question for Acme", "References: <BEN>\n", "human_reply Ben/Ben", OF_BEN),
    letter("the other of two contacts without References", "ben@acme.example", "Hello", "", "human_reply Ben/Ben", OF_BEN),
    letter("ids of both: the nearest", "ben@acme.example", "Re: A question for Acme", "In-Reply-To: <BEN>\nReferences: <ADA> <BEN>\n", "human_reply Ben/Ben", OF_BEN),
    letter("passed on to the other contact, who answers", "ben@acme.example", "Re: A question for Acme", "References: <ADA>\n", "human_reply Ada/Ada", OF_ADA),
    letter("passed on to somebody at Acme, who answers", "gil@acme.example", "Re: FW: A question for Acme", "References: <ADA>\n", "human_reply Ada/Ada", OF_ADA),
    letter("passed on to another company, which answers", "hal@agency.example", "Re: A question for Acme", "References: <ADA>\n", "human_reply Ada/Ada", OF_ADA),
    letter("passed on, and the thread was lost", "gil@acme.example", "WG: A question for Acme", "", "review Acme", "Ada review, Ben review"),
    letter("passed on to another company, and the thread was lost", "hal@agency.example", "Re: A question for Acme", "", "nothing", NOBODY),
    letter("a colleague who is a contact and in no cadence", "cyd@acme.example", "Who are you?", "", "human_reply Acme", "Ada paused colleague_replied, Ben paused colleague_replied"),
    letter("a colleague whom nobody knows", "gil@acme.example", "Who are you?", "", "human_reply Acme", "Ada paused colleague_replied, Ben paused colleague_replied"),
    letter("a colleague's absence", "gil@acme.example", "Who are you?", "Auto-Submitted: auto-replied\n", "nothing", NOBODY),
    letter("an absence", "ada@acme.example", "Automatic reply: A question for Acme", "Auto-Submitted: auto-replied\nIn-Reply-To: <ADA>\n", "auto_reply Ada/Ada", NOBODY),
    letter("a tag behind the name", "ada+sales@acme.example", "Re: A question for Acme", "", "human_reply Ada/Ada", OF_ADA),
    letter("a tag at a free provider", "fay+desk@gmail.com", "Hello", "", "human_reply Fay/Fay", NOBODY),
    letter("free mail", "fay@gmail.com", "Hello", "", "human_reply Fay/Fay", NOBODY),
    letter("free mail of a stranger under our subject", "zoe@gmail.com", "Re: A question for Free", "", "nothing", NOBODY),
    letter("r25 a shared inbox alone", "info@bolt.example", "Re: A question for Bolt", "", "review Bolt", NOBODY),
    letter("r25 an inbox of which the rep says that several read it", "eli@crew.example", "Hello", "", "review Crew", NOBODY),
    letter("r25 an inbox of which the rep says that one reads it", "info@help.example", "Hello", "", "human_reply Ivy/Ivy", NOBODY),
    letter("r25 a shared inbox in the thread", "info@bolt.example", "Re: A question for Bolt", "References: <DORA>\n", "human_reply Dora/Dora", NOBODY),
    letter("somebody behind the shared inbox in the thread", "dora@bolt.example", "Re: A question for Bolt", "References: <DORA>\n", "human_reply Dora/Dora", NOBODY),
    letter("r24 somebody in the bin", "gus@gone.example", "Hello", "", "review somebody", NOBODY),
    letter("our own blind copy", REP, "A question for Acme", "X-Copy: 1\n", "nothing", NOBODY),
    letter("our own blind copy of a follow-up", REP, "Re: A question for Acme", "References: <ADA>\n", "nothing", NOBODY),
    letter("our other account", ALSO_REP, "Re: A question for Acme", "References: <ADA>\n", "nothing", NOBODY),
    letter("a stranger", "newsletter@shop.example", "Offers", "", "nothing", NOBODY),
    Row {
        name: "a report that names the message", from: "MAILER-DAEMON@relay.example", subject: "Undelivered", headers: "", kind: BOUNCE,
        body: "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; a.new@acme.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <ADA>\nSubject: A question for Acme\n\nHello\n--b--\n",
        heard: "delivery_report Ada/Ada", acme: "Ada finished bounced, Ben active",
    },
    Row {
        name: "a report that names the address alone", from: "MAILER-DAEMON@relay.example", subject: "Undelivered", headers: "", kind: BOUNCE,
        body: "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; ben@acme.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
        heard: "delivery_report Ben/Ben", acme: "Ada active, Ben finished bounced",
    },
    Row {
        name: "a report about a stranger", from: "MAILER-DAEMON@relay.example", subject: "Undelivered", headers: "", kind: BOUNCE,
        body: "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; zoe@elsewhere.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
        heard: "nothing", acme: NOBODY,
    },
];

#[test]
fn a_message_belongs_to_whom_the_table_says_and_only_there_is_something_to_look_at() {
    let mut wrong = Vec::new();
    for row in TABLE {
        let office = Office::open();
        let got = (office.heard(row), office.acme());
        if got != (row.heard.to_owned(), row.acme.to_owned()) {
            wrong.push(format!("{}\n  got {got:?}\n  not {:?}", row.name, (row.heard, row.acme)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
