//! How many messages there are, kept and counted again.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::outbox::HoldReason;
use desk_core::time::Timestamp;
use desk_store::{figures, outbox};
use proptest::prelude::*;
use support::workspace;

const CHANGES: [&str; 8] = [
    "INSERT INTO outbox (message_id, touch_id, enrolment_id, partnership_id, contact_id, draft, chain, state,
         unattended, created_at, next_try)
     VALUES (hex(randomblob(8)), ?1, 1 + ?1 % 2, 1, 1, '{}', '', 'queued', 0, 0, 0)",
    "UPDATE outbox SET state = 'sent', sent_at = 100 WHERE touch_id = ?1",
    "UPDATE outbox SET state = 'held', reason = 'account_blocked' WHERE touch_id = ?1",
    "UPDATE outbox SET state = 'held', reason = 'other_account' WHERE touch_id = ?1",
    "UPDATE outbox SET state = 'queued', reason = NULL WHERE touch_id = ?1",
    "UPDATE outbox SET state = 'failed', reason = 'refused' WHERE touch_id = ?1",
    "DELETE FROM outbox WHERE touch_id = ?1",
    "DELETE FROM enrolment WHERE ?1 = 3 AND id = 2",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn messages_are_counted_as_they_come_move_and_go(
        changes in proptest::collection::vec((0..CHANGES.len(), 0..4_i64), 0..30),
    ) {
        let (_folder, connection) = workspace();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        for (change, touch) in changes {
            // Nobody enters the enrolment again once it is gone.
            let _ = connection.execute(CHANGES[change], [touch]);
            let kept = figures::kept(&connection).unwrap();
            prop_assert_eq!(kept.messages, figures::recount(&connection).unwrap().messages);
        }
        let counts = outbox::counts(&connection).unwrap();
        let count = |state: &str| -> u32 {
            let sql = "SELECT count(*) FROM outbox WHERE state = ?1";
            connection.query_row(sql, [state], |row| row.get(0)).unwrap()
        };
        prop_assert_eq!(counts.sent, count("sent"));
        prop_assert_eq!(counts.waiting, count("queued"));
        prop_assert_eq!(counts.failed, count("failed"));
        prop_assert_eq!(counts.held.iter().map(|(_, n)| n).sum::<u32>(), count("held"));
        let sent = outbox::sent_lately(&connection, None, Timestamp::from_millis(100)).unwrap();
        prop_assert_eq!((sent.at.len() as u64, sent.count), (sent.count, u64::from(counts.sent)));
    }
}

#[test]
fn held_messages_are_told_apart_by_what_they_wait_for() {
    let (_folder, connection) = workspace();
    for (touch, change) in [(1, 2), (2, 2), (3, 3)] {
        for change in [0, change] {
            connection.execute(CHANGES[change], [touch]).unwrap();
        }
    }
    let held = outbox::counts(&connection).unwrap().held;
    assert_eq!(held, [(HoldReason::AccountBlocked, 2), (HoldReason::OtherAccount, 1)]);
}
