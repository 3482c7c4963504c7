//! Messages that may have left already, and messages that are late (R11, R34).

use super::Message;
use super::read::many;
use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::outbox::HoldReason;
use desk_core::time::Timestamp;
use rusqlite::Connection;

/// Messages that are held because they are late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// How many.
    pub count: u32,
    /// When the first of them was to leave.
    pub oldest: Timestamp,
}

/// Every message that waits to leave or is being sent may have left: it is in doubt. These messages.
///
/// # Errors
/// The database's.
pub fn doubt_all(tx: &mut Tx<'_>) -> Result<Vec<Message>, StoreError> {
    let open = "state IN ('queued', 'retry', 'held', 'sending')";
    let doubtful = many(tx.connection(), &format!("{open} ORDER BY outbox.id"), [])?;
    let sql = format!(
        "UPDATE outbox SET state = 'in_doubt', reason = NULL, answer = '',
             claimed_at = coalesce(claimed_at, wanted_at) WHERE {open}"
    );
    tx.connection().execute(&sql, [])?;
    tx.all(TagKind::Outbox);
    Ok(doubtful)
}

/// Messages that wait to leave, were to do so before a moment, and of which the rep was not asked.
///
/// # Errors
/// The database's.
pub fn waiting_since(
    connection: &Connection,
    before: Timestamp,
) -> Result<Vec<Message>, StoreError> {
    let old = "state IN ('queued', 'retry') AND wanted_at < ?1 AND late_allowed = 0
               ORDER BY outbox.id";
    many(connection, old, [before.as_millis()])
}

/// Of which messages the rep is asked because they are late; none when there is none.
///
/// # Errors
/// The database's.
pub fn late(connection: &Connection) -> Result<Option<Late>, StoreError> {
    let (count, oldest): (u32, Option<i64>) = connection
        .prepare_cached(
            "SELECT count(*), min(wanted_at) FROM outbox WHERE state = 'held' AND reason = ?1",
        )?
        .query_row([Word(HoldReason::Late)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(oldest.map(|oldest| Late { count, oldest: Timestamp::from_millis(oldest) }))
}

/// Up to `limit` messages that are held because they are late, the first first.
///
/// # Errors
/// The database's.
pub fn held_late(connection: &Connection, limit: u32) -> Result<Vec<Message>, StoreError> {
    let held = "state = 'held' AND reason = ?1 ORDER BY outbox.id LIMIT ?2";
    many(connection, held, (Word(HoldReason::Late), limit))
}

/// Lets the messages leave that are held because they are late, in the order in which they were to.
///
/// # Errors
/// The database's.
pub fn allow_late(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE outbox SET state = 'queued', reason = NULL, next_try = wanted_at, attempts = 0,
             late_allowed = 1 WHERE state = 'held' AND reason = ?1",
        [Word(HoldReason::Late)],
    )?;
    tx.all(TagKind::Outbox);
    Ok(())
}
