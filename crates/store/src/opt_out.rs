//! Tables `opt_out_heard` and `opt_out_poll`: what the rep's own page has taken, and when it was asked.

use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::time::Timestamp;
use rusqlite::Connection;

/// When the list was had last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Poll {
    /// When it was had; none before the first time.
    pub read_at: Option<Timestamp>,
    /// What went wrong since; empty when nothing did.
    pub problem: String,
}

/// Notes that a token is heard; false when it was before.
///
/// # Errors
/// The database's.
pub fn hear(tx: &mut Tx<'_>, token: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql =
        "INSERT INTO opt_out_heard (token, at) VALUES (?1, ?2) ON CONFLICT (token) DO NOTHING";
    let count = tx.connection().prepare_cached(sql)?.execute((token, now.as_millis()))?;
    Ok(count > 0)
}

/// Whether a token was heard.
///
/// # Errors
/// The database's.
pub fn is_heard(connection: &Connection, token: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM opt_out_heard WHERE token = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([token], |row| row.get(0))?)
}

/// When the list was had last.
///
/// # Errors
/// The database's.
pub fn poll(connection: &Connection) -> Result<Poll, StoreError> {
    let sql = "SELECT read_at, problem FROM opt_out_poll WHERE id = 1";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| {
        let read_at: Option<i64> = row.get(0)?;
        Ok(Poll { read_at: read_at.map(Timestamp::from_millis), problem: row.get(1)? })
    })?)
}

/// The list was had, or with a problem it was not.
///
/// # Errors
/// The database's.
pub fn set_poll(tx: &mut Tx<'_>, now: Timestamp, problem: &str) -> Result<(), StoreError> {
    let read_at = problem.is_empty().then_some(now.as_millis());
    tx.connection().execute(
        "UPDATE opt_out_poll SET read_at = coalesce(?1, read_at), problem = ?2 WHERE id = 1",
        (read_at, problem),
    )?;
    tx.all(TagKind::Account);
    Ok(())
}
