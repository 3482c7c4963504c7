//! Tables `returned` and `returned_copy`: the file came back from a backup or another computer, and what the
//! folder of sent mail knew of the time that it has lost (R34).

use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::time::Timestamp;
use desk_core::waking::Return;
use rusqlite::{Connection, OptionalExtension, Row};

/// How a file came back, and how far that is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// How.
    pub how: Return,
    /// The last moment that it knew of.
    pub file_at: Timestamp,
    /// When it was opened again: what happened between is lost.
    pub at: Timestamp,
    /// When the folder of sent mail was read; none before.
    pub read_at: Option<Timestamp>,
    /// How many messages that held which the file did not know to have left.
    pub found: u32,
    /// When the rep let everything go on; none before.
    pub answered_at: Option<Timestamp>,
}

impl Returned {
    /// Whether what was to leave at a moment may have left already: in the lost time, or before it
    /// when it was still open then.
    #[must_use]
    pub fn may_have_left(&self, due: Timestamp) -> bool {
        due <= self.at
    }
}

/// How the file came back the last time; none when it never did.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection) -> Result<Option<Returned>, StoreError> {
    let sql = "SELECT how, file_at, at, read_at, found, answered_at FROM returned WHERE id = 1";
    Ok(connection.prepare_cached(sql)?.query_row([], of_row).optional()?)
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Returned> {
    let moment = |column| -> rusqlite::Result<Option<Timestamp>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis))
    };
    Ok(Returned {
        how: row.get::<_, Word<Return>>(0)?.0,
        file_at: moment(1)?.unwrap_or(Timestamp::from_millis(0)),
        at: moment(2)?.unwrap_or(Timestamp::from_millis(0)),
        read_at: moment(3)?,
        found: row.get(4)?,
        answered_at: moment(5)?,
    })
}

/// The file has come back. One that came back before the rep had answered has lost time since then.
///
/// # Errors
/// The database's.
pub fn begin(
    tx: &mut Tx<'_>,
    how: Return,
    file_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.connection().execute(
        "INSERT INTO returned (id, how, file_at, at) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET how = ?1, at = ?3, read_at = NULL,
             file_at = iif(answered_at IS NULL, min(file_at, ?2), ?2),
             found = iif(answered_at IS NULL, found, 0), answered_at = NULL",
        (Word(how), file_at.as_millis(), now.as_millis()),
    )?;
    tx.all(TagKind::Workspace);
    Ok(())
}

/// The folder of sent mail was read.
///
/// # Errors
/// The database's.
pub fn sent_mail_read(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE returned SET read_at = ?1 WHERE read_at IS NULL AND answered_at IS NULL";
    if tx.connection().execute(sql, [now.as_millis()])? > 0 {
        tx.all(TagKind::Workspace);
    }
    Ok(())
}

/// One more message was found that the file did not know to have left.
///
/// # Errors
/// The database's.
pub fn found(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.connection().execute("UPDATE returned SET found = found + 1 WHERE id = 1", [])?;
    tx.all(TagKind::Workspace);
    Ok(())
}

/// The rep lets everything go on.
///
/// # Errors
/// The database's.
pub fn answered(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE returned SET answered_at = ?1 WHERE answered_at IS NULL",
        [now.as_millis()],
    )?;
    tx.all(TagKind::Workspace);
    Ok(())
}

/// Keeps that a message of ours has left whose touch is not open yet.
///
/// # Errors
/// The database's.
pub fn keep_copy(tx: &mut Tx<'_>, message_id: &str, at: Timestamp) -> Result<bool, StoreError> {
    let sql = "INSERT INTO returned_copy (message_id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    Ok(tx.connection().execute(sql, (message_id, at.as_millis()))? > 0)
}

/// Keeps that a message of ours has left of which the file knows no enrolment, by a hash of the address to
/// which it went. Whether that is news.
///
/// # Errors
/// The database's.
pub fn keep_lost(
    tx: &mut Tx<'_>,
    message_id: &str,
    recipient: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO returned_copy (message_id, at, recipient) VALUES (?1, ?2, ?3)
               ON CONFLICT DO NOTHING";
    let values = (message_id, at.as_millis(), recipient);
    Ok(tx.connection().execute(sql, values)? > 0)
}

/// Takes one of the messages that were kept with [`keep_lost`] for an address, the first at first: from here on
/// the rep is asked about it. Whether there was one.
///
/// # Errors
/// The database's.
pub fn take_lost(tx: &mut Tx<'_>, recipient: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE returned_copy SET recipient = NULL WHERE message_id =
                   (SELECT message_id FROM returned_copy WHERE recipient = ?1 ORDER BY at LIMIT 1)";
    Ok(tx.connection().execute(sql, [recipient])? > 0)
}

/// When a message left whose copy was found.
///
/// # Errors
/// The database's.
pub fn copy(connection: &Connection, message_id: &str) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT at FROM returned_copy WHERE message_id = ?1";
    let at: Option<i64> =
        connection.prepare_cached(sql)?.query_row([message_id], |row| row.get(0)).optional()?;
    Ok(at.map(Timestamp::from_millis))
}

/// The last moment that a file knows of which was written before it noted when the program ran.
///
/// # Errors
/// The database's.
pub fn last_moment(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<i64> =
        connection.query_row("SELECT max(at) FROM event", [], |row| row.get(0))?;
    Ok(at.map(Timestamp::from_millis))
}

/// How many e-mails are open that were to leave by a moment and are not in the outbox.
///
/// # Errors
/// The database's.
pub fn open_by(connection: &Connection, at: Timestamp) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM agenda
               WHERE kind = 'email' AND state <> 'in_outbox' AND due_at <= ?1";
    Ok(connection.query_row(sql, [at.as_millis()], |row| row.get(0))?)
}
