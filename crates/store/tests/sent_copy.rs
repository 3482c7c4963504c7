//! Which messages are looked for in the folder of sent mail.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::ids::OutboxId;
use desk_core::time::Timestamp;
use desk_store::open::{self, Check};
use desk_store::sent_copy::{self, CopyState};
use desk_store::workspace::Kind;
use desk_store::{Store, StoreError, Tx};

const MESSAGES: &str = "
    INSERT INTO outbox (id, message_id, touch_id, enrolment_id, partnership_id, contact_id, draft, chain,
                        state, unattended, created_at, next_try, claimed_at, boot)
    VALUES (1, '<1@x>', 1, 1, 1, 1, '{\"to\":\"\",\"cc\":\"\",\"bcc\":\"\",\"subject\":\"\",\"body\":\"\"}', '',
            'sending', 0, 0, 0, 50, 'b'),
           (2, '<2@x>', 2, 2, 1, 1, '{\"to\":\"\",\"cc\":\"\",\"bcc\":\"\",\"subject\":\"\",\"body\":\"\"}', '',
            'sending', 0, 0, 0, 60, 'b');";

fn opened() -> (tempfile::TempDir, Store) {
    let (folder, connection) = support::workspace();
    connection.execute_batch(MESSAGES).unwrap();
    drop(connection);
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    (folder, store)
}

fn run(store: &Store, sql: &str) {
    write(store, |tx| Ok(tx.connection().execute_batch(sql)?));
}

fn write(store: &Store, change: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError>) {
    store.write(change).unwrap().value
}

#[test]
fn a_message_that_has_left_or_may_have_is_looked_for_until_it_is_settled() {
    let (_folder, store) = opened();
    let at = Timestamp::from_millis;
    let due = |now: i64| store.read(|c| sent_copy::due(c, at(now))).unwrap();
    assert_eq!(store.read(sent_copy::next).unwrap(), None);
    run(&store, "UPDATE outbox SET state = 'in_doubt' WHERE id = 1");
    run(&store, "UPDATE outbox SET state = 'sent', sent_at = 70 WHERE id = 2");
    let first = due(100).unwrap();
    assert_eq!(
        (first.message.id, first.from, first.at, first.tries),
        (OutboxId(1), at(50), at(50), 0)
    );
    write(&store, |tx| sent_copy::later(tx, OutboxId(1), at(200), "no answer"));
    let second = due(100).unwrap();
    assert_eq!((second.message.id, second.from, second.at), (OutboxId(2), at(60), at(70)));
    write(&store, |tx| sent_copy::settle(tx, OutboxId(2), CopyState::Filed, ""));
    assert_eq!(due(100), None);
    assert_eq!(store.read(sent_copy::next).unwrap(), Some(at(200)));
    assert_eq!(due(200).unwrap().tries, 1);
    // The rep sends it again: there is nothing to look for until it has left.
    run(&store, "UPDATE outbox SET state = 'queued' WHERE id = 1");
    assert_eq!((due(999), store.read(sent_copy::next).unwrap()), (None, None));
    run(&store, "UPDATE outbox SET state = 'sent', sent_at = 300 WHERE id = 1");
    assert_eq!(due(300).unwrap().tries, 0);
}

#[test]
fn every_start_looks_again_for_what_is_in_doubt_and_for_nothing_else() {
    let (_folder, store) = opened();
    run(&store, "UPDATE outbox SET state = 'in_doubt' WHERE id = 1");
    run(&store, "UPDATE outbox SET state = 'sent', sent_at = 70 WHERE id = 2");
    write(&store, |tx| {
        sent_copy::settle(tx, OutboxId(1), CopyState::Absent, "")?;
        sent_copy::settle(tx, OutboxId(2), CopyState::Absent, "")
    });
    write(&store, sent_copy::look_again);
    let state = |id| store.read(|c| sent_copy::state(c, OutboxId(id))).unwrap().unwrap().0;
    assert_eq!((state(1), state(2)), (CopyState::Wanted, CopyState::Absent));
}
