//! Table `server_limit`: how large a message a sending server takes, as it said last.

use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use rusqlite::{Connection, OptionalExtension};

/// The most bytes of a message that a server takes; none when it names no limit, or was never asked.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, host: &str) -> Result<Option<u64>, StoreError> {
    let found: Option<Option<i64>> = connection
        .prepare_cached("SELECT message_size FROM server_limit WHERE host = ?1")?
        .query_row([host], |row| row.get(0))
        .optional()?;
    Ok(found.flatten().and_then(|size| u64::try_from(size).ok()))
}

/// Sets it.
///
/// # Errors
/// The database's.
pub fn set(tx: &mut Tx<'_>, host: &str, most: Option<u64>) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO server_limit (host, message_size) VALUES (?1, ?2)
             ON CONFLICT (host) DO UPDATE SET message_size = ?2",
        )?
        .execute((host, most.and_then(|most| i64::try_from(most).ok())))?;
    tx.all(TagKind::Account);
    Ok(())
}
