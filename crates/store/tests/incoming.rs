//! Lists of mail that arrived: every page of every filter, compared with sorting all of it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::change::{Tag, TagKind};
use desk_core::enrolment::{EnrolmentState, PauseReason};
use desk_core::ids::{ContactId, EnrolmentId, PartnershipId, Uid};
use desk_core::incoming::Verdict;
use desk_core::time::Timestamp;
use desk_store::incoming::{self, Filter, Listed, NewIncoming};
use desk_store::open::{self, Check};
use desk_store::workspace::Kind;
use desk_store::{Connection, contact};
use proptest::prelude::*;
use rusqlite::params;
use support::workspace;

const WORDS: [&str; 3] = ["human_reply", "review", "auto_reply"];

fn add(connection: &Connection, messages: &[(usize, i64)]) {
    for (id, (verdict, at)) in (1_i64..).zip(messages) {
        connection
            .execute(
                "INSERT INTO incoming (id, uid, message_id, sender, subject, received_at, heard_at,
                     verdict, code, seen, version, text, raw)
                 VALUES (?1, randomblob(16), ?1, '', '', ?2, 0, ?3, '', '', 1, '', x'00')",
                params![id, at, WORDS[*verdict]],
            )
            .unwrap();
    }
}

fn pages(connection: &Connection, filter: Filter, limit: u32) -> Vec<i64> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = incoming::page(connection, filter, after, limit).unwrap();
        assert!(page.len() <= limit as usize);
        let Some(last) = page.last() else { return found };
        after = Some((last.received_at, last.id));
        found.extend(page.iter().map(|row| row.id.0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn pages_show_every_message_of_a_filter_once_the_latest_first(
        messages in prop::collection::vec((0..3_usize, 0..5_i64), 0..30), limit in 1..6_u32,
    ) {
        let (_folder, connection) = workspace();
        add(&connection, &messages);
        connection.execute("UPDATE incoming SET settled_at = 1 WHERE id % 3 = 0", []).unwrap();
        for filter in [Filter::Open, Filter::Answers, Filter::Review, Filter::All] {
            let shows = |id: i64, verdict: usize| match filter {
                Filter::Open => verdict < 2 && id % 3 != 0,
                Filter::Answers => verdict == 0,
                Filter::Review => verdict == 1,
                Filter::All => true,
            };
            let mut expected: Vec<(i64, i64)> = (1..)
                .zip(&messages)
                .filter(|(id, (verdict, _))| shows(*id, *verdict))
                .map(|(id, (_, at))| (*at, id))
                .collect();
            expected.sort_by(|a, b| b.cmp(a));
            let expected: Vec<i64> = expected.into_iter().map(|(_, id)| id).collect();
            prop_assert_eq!(pages(&connection, filter, limit), expected);
        }
    }
}

#[test]
fn counts_are_exact_up_to_500() {
    let (_folder, connection) = workspace();
    let messages: Vec<(usize, i64)> =
        [0; 500].into_iter().chain([1, 2, 2]).map(|verdict| (verdict, 5)).collect();
    add(&connection, &messages);
    let counts = incoming::counts(&connection).unwrap();
    assert_eq!((counts.answers.count, counts.answers.more), (500, false));
    assert_eq!((counts.review.count, counts.review.more), (1, false));
    assert_eq!((counts.all.count, counts.all.more), (500, true));
}

fn new(uid: u8) -> NewIncoming<'static> {
    NewIncoming {
        uid: Uid::from_bytes([uid; 16]),
        message_id: if uid == 1 { "<1@there>" } else { "<2@there>" },
        folder: Some(1),
        sender: "c@p.example",
        subject: "Re: A question",
        received_at: Timestamp::from_millis(i64::from(uid)),
        heard_at: Timestamp::from_millis(9),
        verdict: Verdict::HumanReply,
        code: "no_machine_sign",
        seen: "",
        version: 1,
        text: "",
        raw: b"",
        partnership: None,
        contact: None,
        enrolment: None,
        event: None,
    }
}

#[test]
fn a_message_is_listed_with_whom_it_concerns_and_told_to_those_who_show_it() {
    let (folder, connection) = workspace();
    let since = Timestamp::from_millis(7);
    let state = EnrolmentState::Paused { reason: PauseReason::Replied, since, held_until: None };
    connection
        .execute_batch(
            r#"INSERT INTO mail_account (id, uid, document, is_default)
               VALUES (1, randomblob(16), '{}', 1);
               INSERT INTO mailbox_folder (id, account_id, name, shown, role, is_read)
               VALUES (1, 1, x'49', 'I', 'inbox', 1);
               UPDATE enrolment SET state = '{"state":"paused","reason":"replied","since":7}' WHERE id = 2;"#,
        )
        .unwrap();
    drop(connection);
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let text = "é".repeat(400);
    let of_somebody = NewIncoming {
        text: &text,
        partnership: Some(PartnershipId(1)),
        contact: Some(ContactId(1)),
        enrolment: Some(EnrolmentId(2)),
        ..new(2)
    };
    let _ = store.write(|tx| incoming::insert(tx, &new(1))).unwrap();
    let told = store.write(|tx| incoming::insert(tx, &of_somebody)).unwrap().changes.tags();
    assert!(told.contains(&Tag { kind: TagKind::Incoming, id: Some(2) }), "{told:?}");
    let listed = store.read(|c| incoming::page(c, Filter::All, None, 9)).unwrap();
    let [Listed { answered: Some(answered), .. }, nobody] = listed.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!((answered.cadence_name.as_str(), answered.state), ("B", state));
    assert_eq!(listed[0].partnership, Some((PartnershipId(1), "P".to_owned())));
    assert_eq!(listed[0].contact_name.as_deref(), Some("C"));
    assert_eq!(listed[0].beginning, "é".repeat(300));
    assert_eq!(
        (&nobody.partnership, &nobody.contact_name, &nobody.answered),
        (&None, &None, &None)
    );
}

#[test]
fn whoever_erases_a_person_finds_also_what_names_no_contact() {
    let (_folder, connection) = workspace();
    add(&connection, &[(1, 5), (0, 6)]);
    connection.execute("UPDATE incoming SET sender = 'ada@example.com' WHERE id = 1", []).unwrap();
    let found = incoming::by_sender(&connection, "ada@example.com").unwrap();
    assert_eq!(found.iter().map(|id| id.0).collect::<Vec<_>>(), [1]);
}

#[test]
fn r25_an_address_of_which_nobody_has_said_who_reads_it_is_taken_for_what_its_name_tells() {
    let (_folder, connection) = workspace();
    connection
        .execute_batch(
            "INSERT INTO partnership (id, uid, name, name_key, website, industry, country, stage,
                                      created_at, updated_at)
             VALUES (90, randomblob(16), 'P', 'p', '', '', '', 'lead', 0, 0);
             INSERT INTO contact (id, uid, partnership_id, first_name, last_name, title, linkedin,
                                  is_primary)
             VALUES (90, randomblob(16), 90, 'C', '', '', '', 1);
             INSERT INTO contact_address (contact_id, position, address, key, is_shared)
             VALUES (90, 0, 'info@p.example', 'info@p.example', NULL),
                    (90, 1, 'cleo@p.example', 'cleo@p.example', NULL),
                    (90, 2, 'sales@p.example', 'sales@p.example', 0);",
        )
        .unwrap();
    let shared = |key: &str| incoming::known(&connection, key).unwrap().unwrap().shared;
    let addresses = ["info@p.example", "cleo@p.example", "sales@p.example"];
    assert_eq!(addresses.map(shared), [true, false, false]);
    let contact = contact::get(&connection, ContactId(90)).unwrap().unwrap();
    assert_eq!(contact.fields.shared, [Some(true), Some(false), Some(false)]);
}
