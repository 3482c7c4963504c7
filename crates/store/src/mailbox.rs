//! Table `mailbox_folder`: which folders of the rep's mailboxes are read, and how far.

use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::ids::AccountId;
use desk_core::incoming::{FRESH_FOR, FolderRole};
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// How far a folder has been read; the numbers are the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Of which numbering the UIDs are.
    pub uid_validity: u32,
    /// Everything up to this UID has been read or did not need to be.
    pub last_seen_uid: u32,
    /// Messages below this UID were there when the folder was first seen.
    pub first_sight_below: u32,
    /// What the server counted when all was read.
    pub highest_modseq: Option<u64>,
}

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Row id.
    pub id: i64,
    /// Its name for the server.
    pub name: Vec<u8>,
    /// Its name for the rep.
    pub shown: String,
    /// What it is for.
    pub role: FolderRole,
    /// How far it is read; none before the first sight.
    pub cursor: Option<Cursor>,
    /// When the latest check began that read everything there was.
    pub read_at: Option<Timestamp>,
    /// Checks in a row that failed.
    pub failures: u32,
    /// What the last of them said; empty when it did not fail.
    pub problem: String,
}

const COLUMNS: &str = "id, name, shown, role, uid_validity, last_seen_uid, first_sight_below, \
                       highest_modseq, read_at, failures, problem";

/// Notes which folders the mailbox has: new ones are read if their role says so; those that are gone are
/// kept with how far they were read, in case they come back.
///
/// # Errors
/// The database's.
pub fn listed(
    tx: &mut Tx<'_>,
    account: AccountId,
    folders: &[(Vec<u8>, String, FolderRole)],
) -> Result<(), StoreError> {
    let gone = "UPDATE mailbox_folder SET is_there = 0 WHERE account_id = ?1";
    tx.connection().execute(gone, [account.0])?;
    let mut put = tx.connection().prepare_cached(
        "INSERT INTO mailbox_folder (account_id, name, shown, role, is_read)
         VALUES (:account, :name, :shown, :role, :read)
         ON CONFLICT (account_id, name) DO UPDATE SET shown = :shown, role = :role, is_there = 1",
    )?;
    for (name, shown, role) in folders {
        put.execute(named_params! {
            ":account": account.0, ":name": name, ":shown": shown, ":role": Word(role),
            ":read": role.is_read_at_first(),
        })?;
    }
    drop(put);
    tx.all(TagKind::Mailbox);
    Ok(())
}

/// The folders that are read: those where mail arrives first, the folder of sent mail last.
///
/// # Errors
/// The database's.
pub fn read_ones(connection: &Connection, account: AccountId) -> Result<Vec<Folder>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM mailbox_folder
         WHERE account_id = ?1 AND is_there = 1 AND is_read = 1
         ORDER BY role <> 'inbox', role = 'sent', id"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([account.0], folder)?.collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Whose folder it is.
///
/// # Errors
/// The database's.
pub fn account_of(connection: &Connection, id: i64) -> Result<Option<AccountId>, StoreError> {
    let sql = "SELECT account_id FROM mailbox_folder WHERE id = ?1";
    let row = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    Ok(row.map(AccountId))
}

/// Keeps how far a folder is read.
///
/// # Errors
/// The database's.
pub fn set_cursor(tx: &mut Tx<'_>, id: i64, cursor: &Cursor) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE mailbox_folder SET uid_validity = :validity, last_seen_uid = :seen,
                 first_sight_below = :below, highest_modseq = :modseq WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id, ":validity": cursor.uid_validity, ":seen": cursor.last_seen_uid,
            ":below": cursor.first_sight_below,
            // A count that does not fit is no count: the folder is opened then.
            ":modseq": cursor.highest_modseq.and_then(|count| i64::try_from(count).ok()),
        })?;
    Ok(())
}

/// Everything in a folder is read that was there at the beginning of a check.
///
/// # Errors
/// The database's.
pub fn set_read(tx: &mut Tx<'_>, id: i64, began: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE mailbox_folder SET read_at = ?2, failures = 0, problem = '' WHERE id = ?1";
    tx.connection().prepare_cached(sql)?.execute((id, began.as_millis()))?;
    tx.all(TagKind::Mailbox);
    Ok(())
}

/// A check of a folder, or with none of the whole mailbox, has failed. Of a mailbox that was never seen
/// its inbox says so: every mailbox has one (RFC 9051, 5.1).
///
/// # Errors
/// The database's.
pub fn failed(
    tx: &mut Tx<'_>,
    account: AccountId,
    id: Option<i64>,
    problem: &str,
) -> Result<(), StoreError> {
    if id.is_none() {
        tx.connection().execute(
            "INSERT INTO mailbox_folder (account_id, name, shown, role, is_read)
             SELECT id, CAST('INBOX' AS BLOB), 'Inbox', 'inbox', 1 FROM mail_account
             WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM mailbox_folder WHERE account_id = ?1)",
            [account.0],
        )?;
    }
    tx.connection().execute(
        "UPDATE mailbox_folder SET failures = failures + 1, problem = ?3
         WHERE account_id = ?1 AND is_read = 1 AND (?2 IS NULL OR id = ?2)",
        (account.0, id, problem),
    )?;
    tx.all(TagKind::Mailbox);
    Ok(())
}

/// Whether the latest check of a folder that is read has failed.
///
/// # Errors
/// The database's.
pub fn has_failed(connection: &Connection, account: AccountId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM mailbox_folder
                   WHERE account_id = ?1 AND is_there = 1 AND is_read = 1 AND failures > 0)";
    Ok(connection.prepare_cached(sql)?.query_row([account.0], |row| row.get(0))?)
}

/// Forgets every folder of an account: its mailbox is another one.
///
/// # Errors
/// The database's.
pub fn forget(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.connection().execute("DELETE FROM mailbox_folder WHERE account_id = ?1", [account.0])?;
    tx.all(TagKind::Mailbox);
    Ok(())
}

/// Whether an account's mailbox was read, all its folders that hold replies, by a check that began lately enough
/// for a follow-up to leave unattended (PRODUCT 6.5).
///
/// # Errors
/// The database's.
pub fn is_fresh(
    connection: &Connection,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let oldest: Option<(i64, Option<i64>, Option<i64>)> = connection
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE role = 'inbox'), min(coalesce(read_at, 0)), max(read_at)
             FROM mailbox_folder
             WHERE account_id = ?1 AND is_there = 1 AND is_read = 1 AND role <> 'sent'",
        )?
        .query_row([account.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (now, from) = (now.as_millis(), now.as_millis().saturating_sub(FRESH_FOR));
    // A reading in the future says nothing: the clock was set back since.
    Ok(oldest.is_some_and(|(count, oldest, latest)| {
        count > 0 && oldest.is_some_and(|at| at >= from) && latest.is_some_and(|at| at <= now)
    }))
}

/// Whether all folders of an account that hold replies were read by a check that began after `since`.
///
/// # Errors
/// The database's.
pub fn is_read_since(
    connection: &Connection,
    account: AccountId,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) > 0 AND min(coalesce(read_at, 0)) >= ?2 FROM mailbox_folder
               WHERE account_id = ?1 AND is_there = 1 AND is_read = 1 AND role <> 'sent'";
    let values = (account.0, since.as_millis());
    Ok(connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// Whether the folders of sent mail of all other accounts that have a mailbox were read by a check that
/// began after `since`. One without such a folder has nothing to read there.
///
/// # Errors
/// The database's.
pub fn is_other_sent_mail_read(
    connection: &Connection,
    account: AccountId,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "SELECT NOT EXISTS (
                   SELECT 1 FROM mail_account LEFT JOIN mailbox_folder
                        ON account_id = mail_account.id AND is_there = 1 AND is_read = 1
                   WHERE mail_account.id <> ?1 AND document ->> 'imap' IS NOT NULL
                     AND (mailbox_folder.id IS NULL OR role = 'sent' AND coalesce(read_at, 0) < ?2))";
    let values = (account.0, since.as_millis());
    Ok(connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

fn folder(row: &Row<'_>) -> rusqlite::Result<Folder> {
    let role: Word<FolderRole> = row.get(3)?;
    let cursor = match row.get(4)? {
        None => None,
        Some(uid_validity) => Some(Cursor {
            uid_validity,
            last_seen_uid: row.get(5)?,
            first_sight_below: row.get(6)?,
            highest_modseq: row
                .get::<_, Option<i64>>(7)?
                .and_then(|count| u64::try_from(count).ok()),
        }),
    };
    Ok(Folder {
        id: row.get(0)?,
        name: row.get(1)?,
        shown: row.get(2)?,
        role: role.0,
        cursor,
        read_at: row.get::<_, Option<i64>>(8)?.map(Timestamp::from_millis),
        failures: row.get(9)?,
        problem: row.get(10)?,
    })
}
