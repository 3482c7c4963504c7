//! Table `unread_mail`: messages of which nothing could be read, until the rep has looked at the folder.

use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::time::Timestamp;
use rusqlite::Connection;

/// Messages of a folder of which nothing could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadMail {
    /// How many.
    pub count: u32,
    /// When the first of them was passed over.
    pub since: Timestamp,
}

/// A message of a folder was passed over, by its numbering and UID.
///
/// # Errors
/// The database's.
pub fn add(
    tx: &mut Tx<'_>,
    folder: i64,
    (uid_validity, uid): (u32, u32),
    why: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO unread_mail (folder_id, uid_validity, uid, at, why)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (folder_id, uid_validity, uid) DO NOTHING",
        )?
        .execute((folder, uid_validity, uid, now.as_millis(), why))?;
    tx.all(TagKind::Mailbox);
    Ok(())
}

/// Those of a folder at which the rep has not looked; none when there is none.
///
/// # Errors
/// The database's.
pub fn of_folder(connection: &Connection, folder: i64) -> Result<Option<UnreadMail>, StoreError> {
    let (count, since): (u32, Option<i64>) = connection
        .prepare_cached(
            "SELECT count(*), min(at) FROM unread_mail
             WHERE folder_id = ?1 AND dismissed_at IS NULL",
        )?
        .query_row([folder], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(since.map(|since| UnreadMail { count, since: Timestamp::from_millis(since) }))
}

/// The rep has looked at a folder.
///
/// # Errors
/// The database's.
pub fn dismiss(tx: &mut Tx<'_>, folder: i64, now: Timestamp) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE unread_mail SET dismissed_at = ?2 WHERE folder_id = ?1 AND dismissed_at IS NULL",
        (folder, now.as_millis()),
    )?;
    tx.all(TagKind::Mailbox);
    Ok(())
}
