//! Mail that leaves as fast as it can: claimed together, over several connections, and looked at again
//! before each message.

use crate::support::Desk;
use crate::support::sender::{accepted, settings};
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script, ScriptedSmtp};
use serde_json::{Value, json};

/// A program without a pace, and people to whom an e-mail leaves in ten seconds.
struct Many {
    desk: Desk,
    server: ScriptedSmtp,
    people: Vec<(i64, i64)>,
    _folder: tempfile::TempDir,
}

impl Many {
    fn new(people: usize, connections: u32, scripts: Vec<Script>) -> Self {
        let server = ScriptedSmtp::start(scripts);
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let account = settings("rep@example.test", "127.0.0.1", server.port(), "plain");
        desk.ask("account_save", json!({"settings": account, "password": "geheim"})).unwrap();
        let working = desk.ask("work_settings", json!({})).unwrap()["working"].clone();
        let pace = json!({"gap_from": 0, "gap_until": 0, "connections": connections});
        desk.ask("work_settings_save", json!({"working": working, "pace": pace})).unwrap();
        let cadence = desk.cadence("Outbound");
        let people = (0..people)
            .map(|number| {
                let name = format!("p{number}");
                let (id, contact) = desk.partnership(&name, &name, &format!("{name}@far.example"));
                desk.assign(cadence, contact);
                desk.send(id).unwrap();
                (id, contact)
            })
            .collect();
        Self { desk, server, people, _folder: folder }
    }

    fn leave(&self) {
        self.desk.pass(10_000);
    }

    fn in_state(&self, state: &str) -> usize {
        let is = |row: &&Value| row["state"]["state"] == state;
        self.desk.outbox("waiting").iter().filter(is).count()
    }

    fn until_sent(&self, count: usize) {
        self.desk.until("they leave", || self.desk.outbox("sent").len() == count);
    }

    /// To whom each message came, in order.
    fn came_to(&self) -> Vec<String> {
        let record = self.server.record();
        let mut to: Vec<String> = record.messages.iter().map(|one| one.rcpt.concat()).collect();
        to.sort_unstable();
        to
    }
}

#[test]
fn messages_leave_over_as_many_connections_as_are_allowed_and_each_once() {
    let stall = Script::normal().pipelining().at(Phase::End, Action::Stall);
    let many = Many::new(8, 3, vec![stall]);
    many.leave();
    many.server.wait_for_times(Moment::Received, 3);
    assert_eq!(many.in_state("sending"), 3);
    many.server.release();
    many.until_sent(8);
    assert_eq!(many.server.record().count(Moment::Connected), 3);
    let came = many.came_to();
    assert_eq!(came.len(), 8);
    assert!(came.windows(2).all(|two| two[0] != two[1]), "{came:?}");
}

#[test]
fn what_is_claimed_and_not_begun_goes_back_when_everything_is_paused() {
    let first = Script::normal().ends_after(3, "");
    let many = Many::new(8, 1, vec![first, Script::normal().at(Phase::Mail, Action::Stall)]);
    many.leave();
    // One, then two together, then four.
    many.server.wait_for_times(Moment::Mail, 4);
    assert_eq!((many.in_state("sending"), many.in_state("queued")), (4, 1));
    many.desk.ask("pause_all", json!({"paused": true})).unwrap();
    many.server.release();
    many.desk.until("they are put back", || many.in_state("queued") == 5);
    assert_eq!(accepted(&many.server), 3);
    many.desk.ask("pause_all", json!({"paused": false})).unwrap();
    many.until_sent(8);
    assert_eq!(many.came_to().len(), 8);
}

#[test]
fn who_is_paused_or_opts_out_while_their_message_is_claimed_gets_none() {
    let first = Script::normal().ends_after(3, "");
    let many = Many::new(8, 1, vec![first, Script::normal().at(Phase::Mail, Action::Stall)]);
    many.leave();
    many.server.wait_for_times(Moment::Mail, 4);
    assert_eq!(many.in_state("sending"), 4);
    let (paused, opted_out) = (many.people[4].0, many.people[5].1);
    let enrolment = many.desk.card(paused)["id"].clone();
    many.desk.ask("enrolment_pause", json!({"id": enrolment})).unwrap();
    many.desk.ask("contact_opt_out", json!({"id": opted_out})).unwrap();
    many.server.release();
    many.until_sent(6);
    many.desk.until("the outbox is empty", || many.desk.outbox("waiting").is_empty());
    let came = many.came_to();
    assert_eq!(came.len(), 6);
    assert!(!came.iter().any(|to| to.contains("p4@") || to.contains("p5@")), "{came:?}");
}

#[test]
fn an_account_that_is_refused_holds_the_rest_of_what_was_claimed() {
    let first = Script::normal().ends_after(3, "");
    let second = Script::normal().answer(Phase::Auth, 535, "5.7.8 wrong password");
    let many = Many::new(8, 1, vec![first, second, Script::normal()]);
    many.leave();
    many.desk.until("all are held", || many.in_state("held") == 5);
    assert_eq!(accepted(&many.server), 3);
    assert_eq!(many.server.record().count(Moment::Connected), 2);
    let account = settings("rep@example.test", "127.0.0.1", many.server.port(), "plain");
    let saved = json!({"settings": account, "password": "neu"});
    many.desk.ask("account_save", saved).unwrap();
    many.until_sent(8);
    assert_eq!(many.came_to().len(), 8);
}
