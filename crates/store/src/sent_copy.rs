//! Table `sent_copy`: which messages that have left, or may have, are looked for in the folder of sent mail,
//! and what came of it. A trigger adds the rows; whoever sends has nothing to do with it.

use crate::outbox::{self, Message};
use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::ids::OutboxId;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

/// What came of looking for a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyState {
    /// It is looked for, and filed where the provider does not do that.
    Wanted,
    /// It lies there.
    Found,
    /// It was filed.
    Filed,
    /// It was looked for often enough.
    Absent,
    /// Nothing would follow from it.
    NotWanted,
    /// It cannot be filed.
    Failed,
}

/// A copy that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of which message.
    pub message: Message,
    /// The account's address through which it left; empty while that is in doubt.
    pub sender: String,
    /// From when on it can have left.
    pub from: Timestamp,
    /// When it has left; when it was begun while that is in doubt.
    pub at: Timestamp,
    /// How often it was looked for.
    pub tries: u32,
}

const OPEN: &str = "sent_copy.state = 'wanted' AND outbox.state IN ('sent', 'in_doubt')";

/// When the next copy is to be looked for.
///
/// # Errors
/// The database's.
pub fn next(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let sql = format!(
        "SELECT sent_copy.next_try FROM sent_copy JOIN outbox ON outbox.id = outbox_id
         WHERE {OPEN} ORDER BY sent_copy.next_try LIMIT 1"
    );
    let at = connection.prepare_cached(&sql)?.query_row([], |row| row.get(0)).optional()?;
    Ok(at.map(Timestamp::from_millis))
}

/// The copy that is to be looked for first, if one is by now.
///
/// # Errors
/// The database's.
pub fn due(connection: &Connection, now: Timestamp) -> Result<Option<Wanted>, StoreError> {
    let sql = format!(
        "SELECT outbox_id, sender, coalesce(claimed_at, sent_at, created_at),
                coalesce(sent_at, claimed_at, created_at), tries
         FROM sent_copy JOIN outbox ON outbox.id = outbox_id
         WHERE {OPEN} AND sent_copy.next_try <= ?1
         ORDER BY sent_copy.next_try, outbox_id LIMIT 1"
    );
    let found = connection
        .prepare_cached(&sql)?
        .query_row([now.as_millis()], |row| {
            Ok((
                OutboxId(row.get(0)?),
                row.get(1)?,
                Timestamp::from_millis(row.get(2)?),
                Timestamp::from_millis(row.get(3)?),
                row.get(4)?,
            ))
        })
        .optional()?;
    let Some((id, sender, from, at, tries)) = found else { return Ok(None) };
    let message = outbox::get(connection, id)?;
    Ok(message.map(|message| Wanted { message, sender, from, at, tries }))
}

/// What became of a copy; `problem` is why it cannot be filed.
///
/// # Errors
/// The database's.
pub fn settle(
    tx: &mut Tx<'_>,
    id: OutboxId,
    state: CopyState,
    problem: &str,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE sent_copy SET state = ?2, problem = ?3 WHERE outbox_id = ?1")?
        .execute((id.0, Word(state), problem))?;
    tx.changed(TagKind::Outbox, id.0);
    Ok(())
}

/// Settles all that are due by now and for which nobody can look: their account is gone or has no mailbox.
///
/// # Errors
/// The database's.
pub fn settle_without_mailbox(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE sent_copy SET state = 'not_wanted' WHERE outbox_id IN (
             SELECT outbox_id FROM sent_copy JOIN outbox ON outbox.id = outbox_id
             LEFT JOIN mail_account ON mail_account.id = outbox.account_id
             WHERE {OPEN} AND sent_copy.next_try <= ?1
               AND mail_account.document ->> '$.imap' IS NULL LIMIT 1000)"
    );
    tx.connection().prepare_cached(&sql)?.execute([now.as_millis()])?;
    Ok(())
}

/// A copy was looked for and not found; it is looked for again at `at`.
///
/// # Errors
/// The database's.
pub fn later(
    tx: &mut Tx<'_>,
    id: OutboxId,
    at: Timestamp,
    problem: &str,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE sent_copy SET tries = tries + 1, next_try = ?2, problem = ?3 WHERE outbox_id = ?1",
        )?
        .execute((id.0, at.as_millis(), problem))?;
    Ok(())
}

/// Messages in doubt are looked for again, as if for the first time: at every start.
///
/// # Errors
/// The database's.
pub fn look_again(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE sent_copy SET state = 'wanted', tries = 0, next_try = 0
         WHERE outbox_id IN (SELECT id FROM outbox WHERE state = 'in_doubt')",
        [],
    )?;
    Ok(())
}

/// What became of the copy of a message, and why it cannot be filed; none where none was ever wanted.
///
/// # Errors
/// The database's.
pub fn state(
    connection: &Connection,
    id: OutboxId,
) -> Result<Option<(CopyState, String)>, StoreError> {
    let found = connection
        .prepare_cached("SELECT state, problem FROM sent_copy WHERE outbox_id = ?1")?
        .query_row([id.0], |row| Ok((row.get::<_, Word<CopyState>>(0)?.0, row.get(1)?)))
        .optional()?;
    Ok(found)
}
