//! When the program ran and its mailbox could send: the life of table `workspace`, and table `outage`
//! (R11). What follows from it is in `desk-core`.

use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::ids::AccountId;
use desk_core::time::Timestamp;
use desk_core::waking::{Cause, Outage};
use rusqlite::{Connection, OptionalExtension};

/// Outages that ended longer ago than this, in milliseconds, are forgotten: 90 days.
const KEPT_FOR: i64 = 90 * 24 * 3_600_000;

/// Who wrote the file last, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Counts on with each sign of life.
    pub generation: u64,
    /// Names the computer that wrote last; empty where it has no name.
    pub machine: String,
    /// When the program was last known to run; none before the first time.
    pub alive_at: Option<Timestamp>,
}

/// Who wrote the file last, and when.
///
/// # Errors
/// The database's.
pub fn life(connection: &Connection) -> Result<Life, StoreError> {
    let sql = "SELECT generation, machine, alive_at FROM workspace WHERE id = 1";
    let life = connection.prepare_cached(sql)?.query_row([], |row| {
        let (generation, alive): (i64, Option<i64>) = (row.get(0)?, row.get(2)?);
        Ok(Life {
            generation: generation.unsigned_abs(),
            machine: row.get(1)?,
            alive_at: alive.map(Timestamp::from_millis),
        })
    })?;
    Ok(life)
}

/// Counts the generation on; the new one.
///
/// # Errors
/// The database's.
pub fn next_generation(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let sql = "UPDATE workspace SET generation = generation + 1 WHERE id = 1 RETURNING generation";
    let next: i64 = tx.connection().prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(next.unsigned_abs())
}

/// Makes the file that of a computer, with a generation behind all that it has written.
///
/// # Errors
/// The database's.
pub fn belongs_to(tx: &mut Tx<'_>, machine: &str, generation: u64) -> Result<(), StoreError> {
    let generation = i64::try_from(generation).unwrap_or(i64::MAX);
    tx.connection().execute(
        "UPDATE workspace SET machine = ?1, generation = max(generation, ?2) WHERE id = 1",
        (machine, generation),
    )?;
    Ok(())
}

/// Notes that the program runs.
///
/// # Errors
/// The database's.
pub fn set_alive(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE workspace SET alive_at = ?1 WHERE id = 1";
    tx.connection().prepare_cached(sql)?.execute([now.as_millis()])?;
    Ok(())
}

/// Keeps that the program did not run, which it does again, and forgets outages of long ago.
///
/// # Errors
/// The database's.
pub fn add_outage(tx: &mut Tx<'_>, outage: Outage) -> Result<(), StoreError> {
    let (from, until) = (outage.from.as_millis(), outage.until.as_millis());
    tx.connection().execute(
        "INSERT INTO outage (cause, from_at, until_at) VALUES (?1, ?2, ?3)",
        (Word(Cause::Program), from, until),
    )?;
    tx.connection().execute("DELETE FROM outage WHERE until_at < ?1", [until - KEPT_FOR])?;
    Ok(())
}

/// An outage of an account has begun that lasts, unless one of its cause does already, or the account is gone.
///
/// # Errors
/// The database's.
pub fn begin_outage(
    tx: &mut Tx<'_>,
    cause: Cause,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO outage (cause, account_id, from_at) SELECT ?1, id, ?3 FROM mail_account
             WHERE id = ?2 AND NOT EXISTS (SELECT 1 FROM outage
                 WHERE cause = ?1 AND account_id = ?2 AND until_at IS NULL)",
        )?
        .execute((Word(cause), account.0, now.as_millis()))?;
    Ok(())
}

/// The outage of this cause of an account is over, if there is one. So is one that was told for all accounts
/// together, as older files have it.
///
/// # Errors
/// The database's.
pub fn end_outage(
    tx: &mut Tx<'_>,
    cause: Cause,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE outage SET until_at = max(from_at, ?3)
               WHERE cause = ?1 AND until_at IS NULL AND (account_id = ?2 OR account_id IS NULL)";
    tx.connection().prepare_cached(sql)?.execute((Word(cause), account.0, now.as_millis()))?;
    Ok(())
}

/// The clock was set back to `now`: what is said to lie behind it has not happened.
///
/// # Errors
/// The database's.
pub fn forget_after(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.connection().execute("DELETE FROM outage WHERE until_at > ?1", [now.as_millis()])?;
    tx.connection().execute(
        "UPDATE outage SET from_at = ?1 WHERE until_at IS NULL AND from_at > ?1",
        [now.as_millis()],
    )?;
    Ok(())
}

/// Outages that kept mail of an account back and ended after `from` or last, until `now` at the latest. Those
/// of reading count for follow-ups only.
///
/// # Errors
/// The database's.
pub fn outages(
    connection: &Connection,
    account: Option<AccountId>,
    (from, now): (Timestamp, Timestamp),
    follow_up: bool,
) -> Result<Vec<Outage>, StoreError> {
    let rows = connection
        .prepare_cached(
            "SELECT from_at, coalesce(until_at, ?2) FROM outage
             WHERE (until_at IS NULL OR until_at > ?1) AND (?3 OR cause <> 'reading')
               AND (account_id IS NULL OR account_id = ?4)",
        )?
        .query_map((from.as_millis(), now.as_millis(), follow_up, account.map(|id| id.0)), |row| {
            let (from, until) = (row.get(0)?, row.get(1)?);
            Ok(Outage { from: Timestamp::from_millis(from), until: Timestamp::from_millis(until) })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// When the program came back last; none when it was never away.
///
/// # Errors
/// The database's.
pub fn woke_at(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT max(until_at) FROM outage WHERE cause = 'program'";
    let at: Option<Option<i64>> =
        connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    Ok(at.flatten().map(Timestamp::from_millis))
}
