//! Tables `custom_field` and `custom_value`: what the rep keeps beside what everybody has.

pub mod find;

use crate::text_enum::{Json, Word};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::custom::value::{self, Key};
use desk_core::custom::{CustomField, FieldDefinition, FieldKind, FieldOwner};
use desk_core::ids::{ContactId, CustomFieldId, PartnershipId, Uid};
use desk_core::time::Timestamp;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, named_params};

/// Values that leave the file in one transaction: few enough not to hold the writer.
const SWEPT_AT_ONCE: u32 = 250;

/// Whose a value is: a partnership's, or that of one of its contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The partnership.
    pub partnership: PartnershipId,
    /// The contact; none for the partnership itself.
    pub contact: Option<ContactId>,
}

/// A value as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomValue {
    /// Of which field.
    pub field: CustomFieldId,
    /// Whose; none for the partnership's own.
    pub contact: Option<ContactId>,
    /// The value, never empty.
    pub value: String,
}

/// By what a value is found, as a column has it.
struct KeyColumn<'a>(&'a Key);

impl ToSql for KeyColumn<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Key::Text(text) => ValueRef::Text(text.as_bytes()),
            Key::Number(number) => ValueRef::Real(*number),
        }))
    }
}

/// The fields in the rep's order.
///
/// # Errors
/// The database's.
pub fn fields(connection: &Connection) -> Result<Vec<CustomField>, StoreError> {
    let sql = "SELECT id, owner, key, name, kind, choices FROM custom_field ORDER BY position, id";
    let fields = connection
        .prepare_cached(sql)?
        .query_map([], |row| {
            let of: Word<FieldOwner> = row.get(1)?;
            let kind: Word<FieldKind> = row.get(4)?;
            let choices: Json<Vec<String>> = row.get(5)?;
            let (key, name) = (row.get(2)?, row.get(3)?);
            let definition =
                FieldDefinition { of: of.0, key, name, kind: kind.0, choices: choices.0 };
            Ok(CustomField { id: CustomFieldId(row.get(0)?), definition })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(fields)
}

/// The field with this id.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: CustomFieldId) -> Result<Option<CustomField>, StoreError> {
    Ok(fields(connection)?.into_iter().find(|field| field.id == id))
}

/// Adds a field behind the others; it has been checked, and no other has its key.
///
/// # Errors
/// The database's.
pub fn insert(tx: &mut Tx<'_>, uid: Uid, field: &FieldDefinition) -> Result<(), StoreError> {
    tx.connection().execute(
        "INSERT INTO custom_field (uid, owner, key, name, kind, choices, position)
         VALUES (:uid, :owner, :key, :name, :kind, :choices,
                 (SELECT coalesce(max(position), -1) + 1 FROM custom_field))",
        named_params! {
            ":uid": uid.as_bytes(), ":owner": Word(field.of), ":key": field.key,
            ":name": field.name, ":kind": Word(field.kind), ":choices": Json(&field.choices),
        },
    )?;
    changed(tx);
    Ok(())
}

/// Sets name and choices of a field; both have been checked.
///
/// # Errors
/// The database's.
pub fn update(tx: &mut Tx<'_>, field: &CustomField) -> Result<(), StoreError> {
    let FieldDefinition { name, choices, .. } = &field.definition;
    tx.connection().execute(
        "UPDATE custom_field SET name = ?2, choices = ?3 WHERE id = ?1",
        (field.id.0, name, Json(choices)),
    )?;
    changed(tx);
    Ok(())
}

/// Puts the fields into this order.
///
/// # Errors
/// The database's.
pub fn reorder(tx: &mut Tx<'_>, ids: &[CustomFieldId]) -> Result<(), StoreError> {
    for (position, id) in (0_i64..).zip(ids) {
        tx.connection()
            .prepare_cached("UPDATE custom_field SET position = ?2 WHERE id = ?1")?
            .execute((id.0, position))?;
    }
    changed(tx);
    Ok(())
}

/// Removes a field. Its values are gone for everybody at once, and leave the file by [`sweep`].
///
/// # Errors
/// The database's.
pub fn remove(tx: &mut Tx<'_>, id: CustomFieldId) -> Result<(), StoreError> {
    tx.connection().execute("DELETE FROM custom_field WHERE id = ?1", [id.0])?;
    tx.connection().execute("INSERT INTO custom_field_removed (field_id) VALUES (?1)", [id.0])?;
    changed(tx);
    sweep(tx).map(drop)
}

/// Whether values of removed fields are still in the file.
///
/// # Errors
/// The database's.
pub fn to_sweep(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM custom_field_removed)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Takes some values of a removed field out of the file; whether there may be more.
///
/// # Errors
/// The database's.
pub fn sweep(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let connection = tx.connection();
    let field: Option<i64> = connection
        .prepare_cached("SELECT field_id FROM custom_field_removed LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let Some(field) = field else { return Ok(false) };
    let gone = connection
        .prepare_cached(
            "DELETE FROM custom_value WHERE id IN (
                 SELECT id FROM custom_value WHERE field_id = ?1 LIMIT ?2)",
        )?
        .execute((field, SWEPT_AT_ONCE))?;
    if gone < SWEPT_AT_ONCE as usize {
        let sql = "DELETE FROM custom_field_removed WHERE field_id = ?1";
        connection.prepare_cached(sql)?.execute([field])?;
    }
    Ok(true)
}

fn changed(tx: &mut Tx<'_>) {
    tx.all(TagKind::CustomField);
    // Whoever has one shows it.
    tx.all(TagKind::Partnership);
}

/// How many values a field has.
///
/// # Errors
/// The database's.
pub fn count(connection: &Connection, id: CustomFieldId) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM custom_value WHERE field_id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?)
}

/// How many values a field has that are this one.
///
/// # Errors
/// The database's.
pub fn count_of(
    connection: &Connection,
    field: &CustomField,
    value: &str,
) -> Result<u32, StoreError> {
    let key = value::key(field.definition.kind, value);
    let sql = "SELECT count(*) FROM custom_value WHERE field_id = ?1 AND key = ?2";
    let of = (field.id.0, KeyColumn(&key));
    Ok(connection.prepare_cached(sql)?.query_row(of, |row| row.get(0))?)
}

/// Sets a value in the form in which it is kept, or takes it away when it is empty.
///
/// # Errors
/// The database's.
pub fn set(tx: &mut Tx<'_>, field: &CustomField, of: Owner, value: &str) -> Result<(), StoreError> {
    let (partnership, contact) = (of.partnership.0, of.contact.map(|id| id.0));
    if value.is_empty() {
        tx.connection()
            .prepare_cached(
                "DELETE FROM custom_value
                 WHERE partnership_id = ?1 AND coalesce(contact_id, 0) = ?2 AND field_id = ?3",
            )?
            .execute((partnership, contact.unwrap_or(0), field.id.0))?;
        return Ok(());
    }
    let key = value::key(field.definition.kind, value);
    tx.connection()
        .prepare_cached(
            "INSERT INTO custom_value (field_id, partnership_id, contact_id, value, key, name_key)
             SELECT :field, id, :contact, :value, :key, name_key FROM partnership WHERE id = :of
             ON CONFLICT (partnership_id, coalesce(contact_id, 0), field_id)
             DO UPDATE SET value = excluded.value, key = excluded.key",
        )?
        .execute(named_params! {
            ":field": field.id.0, ":of": partnership, ":contact": contact, ":value": value,
            ":key": KeyColumn(&key),
        })?;
    Ok(())
}

/// Notes that values of a partnership or its contacts have changed.
///
/// # Errors
/// The database's.
pub fn touched(tx: &mut Tx<'_>, id: PartnershipId, now: Timestamp) -> Result<(), StoreError> {
    tx.connection()
        .execute("UPDATE partnership SET updated_at = ?2 WHERE id = ?1", (id.0, now.as_millis()))?;
    tx.changed(TagKind::Partnership, id.0);
    Ok(())
}

/// All values of a partnership and of its contacts.
///
/// # Errors
/// The database's.
pub fn of_partnership(
    connection: &Connection,
    id: PartnershipId,
) -> Result<Vec<CustomValue>, StoreError> {
    let sql = "SELECT field_id, contact_id, value FROM custom_value
               WHERE partnership_id = ?1 AND field_id IN (SELECT id FROM custom_field)
               ORDER BY coalesce(contact_id, 0), field_id";
    let values = connection
        .prepare_cached(sql)?
        .query_map([id.0], |row| {
            Ok(CustomValue {
                field: CustomFieldId(row.get(0)?),
                contact: row.get::<_, Option<i64>>(1)?.map(ContactId),
                value: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(values)
}

/// The values of a contact and of its partnership.
///
/// # Errors
/// The database's.
pub fn of_contact(
    connection: &Connection,
    id: ContactId,
    partnership: PartnershipId,
) -> Result<Vec<(CustomFieldId, String)>, StoreError> {
    let sql = "SELECT field_id, value FROM custom_value
               WHERE partnership_id = ?1 AND coalesce(contact_id, 0) IN (0, ?2)";
    let values = connection
        .prepare_cached(sql)?
        .query_map((partnership.0, id.0), |row| Ok((CustomFieldId(row.get(0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(values)
}

/// The partnership of a contact.
///
/// # Errors
/// The database's.
pub fn home_of(
    connection: &Connection,
    id: ContactId,
) -> Result<Option<PartnershipId>, StoreError> {
    let sql = "SELECT partnership_id FROM contact WHERE id = ?1";
    let found = connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(found.map(PartnershipId))
}
