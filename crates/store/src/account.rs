//! Tables `mail_account` and `sender_profile`.

use crate::text_enum::{Json, uid};
use crate::{StoreError, Tx};
use desk_core::account::{AccountSettings, SenderProfile};
use desk_core::change::TagKind;
use desk_core::ids::Uid;
use rusqlite::{Connection, OptionalExtension, named_params};

/// The mail account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Names its password in the keychain.
    pub uid: Uid,
    /// Its settings.
    pub settings: AccountSettings,
}

/// The mail account, if one is set up.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection) -> Result<Option<Account>, StoreError> {
    let found = connection
        .prepare_cached("SELECT uid, document FROM mail_account WHERE id = 1")?
        .query_row([], |row| {
            let settings: Json<AccountSettings> = row.get(1)?;
            Ok(Account { uid: uid(row.get(0)?), settings: settings.0 })
        })
        .optional()?;
    Ok(found)
}

/// Sets the account; one that is there keeps its uid.
///
/// # Errors
/// The database's.
pub fn save(tx: &mut Tx<'_>, uid: Uid, settings: &AccountSettings) -> Result<(), StoreError> {
    tx.connection().execute(
        "INSERT INTO mail_account (id, uid, document) VALUES (1, :uid, :document)
         ON CONFLICT (id) DO UPDATE SET document = :document",
        named_params! { ":uid": uid.as_bytes(), ":document": Json(settings) },
    )?;
    tx.all(TagKind::Account);
    Ok(())
}

/// Removes the account.
///
/// # Errors
/// The database's.
pub fn remove(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.connection().execute("DELETE FROM mail_account", [])?;
    tx.all(TagKind::Account);
    Ok(())
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
