//! Tables `mail_account` and `sender_profile`.

use crate::text_enum::{Json, uid};
use crate::{StoreError, Tx};
use desk_core::account::{AccountOwn, AccountSettings, SenderProfile};
use desk_core::change::TagKind;
use desk_core::ids::{AccountId, EnrolmentId, IncomingId, Uid};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A mail account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Row id.
    pub id: AccountId,
    /// Names its secrets in the keychain.
    pub uid: Uid,
    /// Its settings.
    pub settings: AccountSettings,
    /// What it has of its own.
    pub own: AccountOwn,
    /// Whether new conversations begin through it.
    pub is_default: bool,
}

const COLUMNS: &str = "SELECT id, uid, document, own, is_default FROM mail_account";

/// The accounts, the default one first.
///
/// # Errors
/// The database's.
pub fn all(connection: &Connection) -> Result<Vec<Account>, StoreError> {
    let sql = format!("{COLUMNS} ORDER BY is_default DESC, id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], from_row)?.collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// The account through which new conversations begin, if there is any.
///
/// # Errors
/// The database's.
pub fn default(connection: &Connection) -> Result<Option<Account>, StoreError> {
    one(connection, "is_default = 1", [])
}

/// The account with this id; none without an id.
///
/// # Errors
/// The database's.
pub fn get(
    connection: &Connection,
    id: impl Into<Option<AccountId>>,
) -> Result<Option<Account>, StoreError> {
    one(connection, "id = ?1", [id.into().map(|id| id.0)])
}

/// The account through which the next message of an enrolment leaves: the one through which its latest
/// left (R31), else the one that was chosen for it, else the default one.
///
/// # Errors
/// The database's.
pub fn of_enrolment(
    connection: &Connection,
    enrolment: EnrolmentId,
) -> Result<Option<Account>, StoreError> {
    let sender: Option<String> = connection
        .prepare_cached(
            "SELECT sender FROM outbox WHERE enrolment_id = ?1 AND state = 'sent'
             ORDER BY sent_at DESC, id DESC LIMIT 1",
        )?
        .query_row([enrolment.0], |row| row.get(0))
        .optional()?;
    if let Some(sender) = sender
        && let Some(found) = one(connection, "document ->> 'address' = ?1", [sender])?
    {
        return Ok(Some(found));
    }
    let chosen = one(
        connection,
        "id = (SELECT account_id FROM enrolment WHERE enrolment.id = ?1)",
        [enrolment.0],
    )?;
    Ok(match chosen {
        None => default(connection)?,
        chosen => chosen,
    })
}

/// The account in whose mailbox a message arrived; none when that is gone.
///
/// # Errors
/// The database's.
pub fn of_incoming(connection: &Connection, id: IncomingId) -> Result<Option<Account>, StoreError> {
    let condition = "id = (SELECT account_id FROM mailbox_folder
                           JOIN incoming ON incoming.folder_id = mailbox_folder.id
                           WHERE incoming.id = ?1)";
    one(connection, condition, [id.0])
}

/// Adds an account; the first is the default one.
///
/// # Errors
/// The database's.
pub fn add(tx: &mut Tx<'_>, uid: Uid, settings: &AccountSettings) -> Result<AccountId, StoreError> {
    tx.connection().execute(
        "INSERT INTO mail_account (uid, document, is_default)
         VALUES (:uid, :document, NOT EXISTS (SELECT 1 FROM mail_account))",
        named_params! { ":uid": uid.as_bytes(), ":document": Json(settings) },
    )?;
    tx.all(TagKind::Account);
    Ok(AccountId(tx.connection().last_insert_rowid()))
}

/// Sets how an account is reached.
///
/// # Errors
/// The database's.
pub fn update(
    tx: &mut Tx<'_>,
    id: AccountId,
    settings: &AccountSettings,
) -> Result<(), StoreError> {
    let sql = "UPDATE mail_account SET document = ?2 WHERE id = ?1";
    tx.connection().execute(sql, (id.0, Json(settings)))?;
    tx.all(TagKind::Account);
    Ok(())
}

/// Sets what an account has of its own.
///
/// # Errors
/// The database's.
pub fn set_own(tx: &mut Tx<'_>, id: AccountId, own: &AccountOwn) -> Result<(), StoreError> {
    let sql = "UPDATE mail_account SET own = ?2 WHERE id = ?1";
    tx.connection().execute(sql, (id.0, Json(own)))?;
    tx.all(TagKind::Account);
    // Every open draft may show it.
    tx.all(TagKind::Touch);
    Ok(())
}

/// Lets new conversations begin through this account.
///
/// # Errors
/// The database's.
pub fn make_default(tx: &mut Tx<'_>, id: AccountId) -> Result<(), StoreError> {
    let sql = "UPDATE mail_account SET is_default = 0 WHERE is_default = 1 AND id <> ?1";
    tx.connection().execute(sql, [id.0])?;
    tx.connection().execute("UPDATE mail_account SET is_default = 1 WHERE id = ?1", [id.0])?;
    tx.all(TagKind::Account);
    tx.all(TagKind::Touch);
    Ok(())
}

/// Removes an account with what is known of its mailbox. The oldest of the others becomes the default one.
///
/// # Errors
/// The database's.
pub fn remove(tx: &mut Tx<'_>, id: AccountId) -> Result<(), StoreError> {
    tx.connection().execute("DELETE FROM mail_account WHERE id = ?1", [id.0])?;
    tx.connection().execute(
        "UPDATE mail_account SET is_default = 1
         WHERE id = (SELECT min(id) FROM mail_account)
           AND NOT EXISTS (SELECT 1 FROM mail_account WHERE is_default = 1)",
        [],
    )?;
    tx.all(TagKind::Account);
    tx.all(TagKind::Mailbox);
    Ok(())
}

fn one(
    connection: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Option<Account>, StoreError> {
    let sql = format!("{COLUMNS} WHERE {condition}");
    Ok(connection.prepare_cached(&sql)?.query_row(values, from_row).optional()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Account> {
    let (settings, own): (Json<AccountSettings>, Json<AccountOwn>) = (row.get(2)?, row.get(3)?);
    Ok(Account {
        id: AccountId(row.get(0)?),
        uid: uid(row.get(1)?),
        settings: settings.0,
        own: own.0,
        is_default: row.get(4)?,
    })
}

/// What the rep signs with; empty until it is saved.
///
/// # Errors
/// The database's.
pub fn sender(connection: &Connection) -> Result<SenderProfile, StoreError> {
    let found: Option<Json<SenderProfile>> = connection
        .prepare_cached("SELECT document FROM sender_profile WHERE id = 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(found.map(|profile| profile.0).unwrap_or_default())
}

/// Sets what the rep signs with.
///
/// # Errors
/// The database's.
pub fn save_sender(tx: &mut Tx<'_>, profile: &SenderProfile) -> Result<(), StoreError> {
    tx.connection().execute(
        "INSERT INTO sender_profile (id, document) VALUES (1, :document)
         ON CONFLICT (id) DO UPDATE SET document = :document",
        named_params! { ":document": Json(profile) },
    )?;
    tx.all(TagKind::Account);
    // Every open draft may show it.
    tx.all(TagKind::Touch);
    Ok(())
}
