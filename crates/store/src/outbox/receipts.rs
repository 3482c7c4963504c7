//! Table `outbox_receipt`: what the server has taken. A receipt is all that is written right after a 250; the
//! message is *sending* until somebody takes the receipt up and records everything that follows.

use crate::{StoreError, Tx};
use desk_core::ids::OutboxId;
use desk_core::time::Timestamp;
use rusqlite::Connection;

/// The server has taken a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Which one.
    pub id: OutboxId,
    /// What it said.
    pub answer: String,
    /// When.
    pub at: Timestamp,
}

/// Writes one down. Bring it to the disk soon: see [`confirm`].
///
/// # Errors
/// The database's.
pub fn give(tx: &mut Tx<'_>, receipt: &Receipt) -> Result<(), StoreError> {
    let Receipt { id, answer, at } = receipt;
    let sql = "INSERT INTO outbox_receipt (id, answer, at) VALUES (?1, ?2, ?3)
               ON CONFLICT (id) DO NOTHING";
    tx.connection().prepare_cached(sql)?.execute((id.0, answer, at.as_millis()))?;
    Ok(())
}

/// Up to `limit` that were not taken up, in the order of their messages.
///
/// # Errors
/// The database's.
pub fn receipts(connection: &Connection, limit: usize) -> Result<Vec<Receipt>, StoreError> {
    let rows = connection
        .prepare_cached("SELECT id, answer, at FROM outbox_receipt ORDER BY id LIMIT ?1")?
        .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            let at = Timestamp::from_millis(row.get(2)?);
            Ok(Receipt { id: OutboxId(row.get(0)?), answer: row.get(1)?, at })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// One was taken up.
///
/// # Errors
/// The database's.
pub fn done(tx: &mut Tx<'_>, id: OutboxId) -> Result<(), StoreError> {
    tx.connection().prepare_cached("DELETE FROM outbox_receipt WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

/// Changes nothing of a message. Written durably, this brings all receipts that were written before to the disk.
///
/// # Errors
/// The database's.
pub fn confirm(tx: &mut Tx<'_>, id: OutboxId) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET sent_at = sent_at WHERE id = ?1";
    tx.connection().prepare_cached(sql)?.execute([id.0])?;
    Ok(())
}
