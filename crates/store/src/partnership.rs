//! Tables `partnership` and `people` (the search index).

pub mod list;
mod search;

use crate::text_enum::Word;
use crate::{StoreError, Tx, contact};
use desk_core::change::TagKind;
use desk_core::ids::{PartnershipId, Uid};
use desk_core::money::Money;
use desk_core::partnership::{PartnershipFields, Stage, Tier};
use desk_core::text;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipRow {
    /// Row id.
    pub id: PartnershipId,
    /// What is known about it.
    pub fields: PartnershipFields,
    /// What its stage is called.
    pub stage_name: String,
    /// Name as compared and sorted.
    pub name_key: String,
    /// The rep's notes.
    pub notes: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
    /// In the bin since.
    pub deleted_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, name, name_key, website, industry, country, stage, tier, zone, notes, \
                       created_at, updated_at, deleted_at, source, value_amount, value_currency, \
                       (SELECT stage.name FROM stage WHERE stage.id = stage_id)";

/// Adds a partnership; its fields have been checked.
///
/// # Errors
/// The database's.
pub fn insert(
    tx: &mut Tx<'_>,
    uid: Uid,
    fields: &PartnershipFields,
    now: Timestamp,
) -> Result<PartnershipId, StoreError> {
    tx.connection().execute(
        "INSERT INTO partnership (uid, name, name_key, website, industry, country, stage, tier, zone,
                                  source, value_amount, value_currency, created_at, updated_at)
         VALUES (:uid, :name, :name_key, :website, :industry, :country, :stage, :tier, :zone,
                 :source, :amount, :currency, :now, :now)",
        named_params! {
            ":uid": uid.as_bytes(),
            ":name": fields.name, ":name_key": text::fold(&fields.name),
            ":website": fields.website, ":industry": fields.industry, ":country": fields.country,
            ":stage": Word(fields.stage), ":tier": fields.tier.map(Word), ":zone": fields.zone,
            ":source": fields.source,
            ":amount": fields.value.as_ref().map(|value| value.amount),
            ":currency": fields.value.as_ref().map(|value| &value.currency),
            ":now": now.as_millis(),
        },
    )?;
    let id = PartnershipId(tx.connection().last_insert_rowid());
    index(tx, id)?;
    Ok(id)
}

/// Sets what is known about a partnership; the fields have been checked. Whether it exists, and was not merged into
/// another.
///
/// # Errors
/// The database's.
pub fn update(
    tx: &mut Tx<'_>,
    id: PartnershipId,
    fields: &PartnershipFields,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.connection().execute(
        "UPDATE partnership
         SET name = :name, name_key = :name_key, website = :website, industry = :industry,
             country = :country, stage = :stage, tier = :tier, zone = :zone, source = :source,
             value_amount = :amount, value_currency = :currency, updated_at = :now
         WHERE id = :id AND merged_into IS NULL",
        named_params! {
            ":id": id.0,
            ":name": fields.name, ":name_key": text::fold(&fields.name),
            ":website": fields.website, ":industry": fields.industry, ":country": fields.country,
            ":stage": Word(fields.stage), ":tier": fields.tier.map(Word), ":zone": fields.zone,
            ":source": fields.source,
            ":amount": fields.value.as_ref().map(|value| value.amount),
            ":currency": fields.value.as_ref().map(|value| &value.currency),
            ":now": now.as_millis(),
        },
    )?;
    index(tx, id)?;
    Ok(changed > 0)
}

/// Sets the notes. Whether the partnership exists, and was not merged into another.
///
/// # Errors
/// The database's.
pub fn set_notes(
    tx: &mut Tx<'_>,
    id: PartnershipId,
    notes: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.connection().execute(
        "UPDATE partnership SET notes = :notes, updated_at = :now WHERE id = :id AND merged_into IS NULL",
        named_params! { ":id": id.0, ":notes": notes, ":now": now.as_millis() },
    )?;
    tx.changed(TagKind::Partnership, id.0);
    Ok(changed > 0)
}

/// Puts a partnership into the bin, or takes it out of it. One that was merged into another stays there.
///
/// # Errors
/// The database's.
pub fn set_deleted(
    tx: &mut Tx<'_>,
    id: PartnershipId,
    deleted_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE partnership SET deleted_at = :at WHERE id = :id AND merged_into IS NULL",
        named_params! { ":id": id.0, ":at": deleted_at.map(Timestamp::as_millis) },
    )?;
    tx.changed(TagKind::Partnership, id.0);
    Ok(())
}

/// Moves a partnership to another stage. Whether it exists.
///
/// # Errors
/// The database's.
pub fn set_stage(
    tx: &mut Tx<'_>,
    id: PartnershipId,
    stage: Stage,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.connection().execute(
        "UPDATE partnership SET stage = :stage, updated_at = :now WHERE id = :id",
        named_params! { ":id": id.0, ":stage": Word(stage), ":now": now.as_millis() },
    )?;
    tx.changed(TagKind::Partnership, id.0);
    Ok(changed > 0)
}

/// Moves a partnership to `stage` when it is still at an earlier one.
///
/// # Errors
/// The database's.
pub fn advance_stage(
    tx: &mut Tx<'_>,
    id: PartnershipId,
    from: Stage,
    to: Stage,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE partnership SET stage = :to WHERE id = :id AND stage = :from")?
        .execute(named_params! { ":id": id.0, ":from": Word(from), ":to": Word(to) })?;
    tx.changed(TagKind::Partnership, id.0);
    Ok(())
}

/// The partnership with this id, also when it is in the bin.
///
/// # Errors
/// The database's.
pub fn get(
    connection: &Connection,
    id: PartnershipId,
) -> Result<Option<PartnershipRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM partnership WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// How many there are, without those in the bin.
///
/// # Errors
/// The database's.
pub fn count(connection: &Connection) -> Result<u32, StoreError> {
    let sql = "SELECT n FROM partnership_count";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Writes the words by which a partnership is found anew, and notes that it changed.
pub(crate) fn index(tx: &mut Tx<'_>, id: PartnershipId) -> Result<(), StoreError> {
    let name: Option<String> = tx
        .connection()
        .prepare_cached("SELECT name FROM partnership WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    tx.connection().prepare_cached("DELETE FROM people WHERE rowid = ?1")?.execute([id.0])?;
    if let Some(name) = name {
        let words = format!("{name} {}", contact::words(tx.connection(), id)?);
        tx.connection()
            .prepare_cached("INSERT INTO people (rowid, words) VALUES (?1, ?2)")?
            .execute((id.0, words))?;
    }
    tx.changed(TagKind::Partnership, id.0);
    Ok(())
}

fn value(row: &Row<'_>) -> rusqlite::Result<Option<Money>> {
    let (amount, currency): (Option<i64>, Option<String>) = (row.get(14)?, row.get(15)?);
    Ok(amount.zip(currency).map(|(amount, currency)| Money { amount, currency }))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<PartnershipRow> {
    let stage: Word<Stage> = row.get(6)?;
    let tier: Option<Word<Tier>> = row.get(7)?;
    Ok(PartnershipRow {
        id: PartnershipId(row.get(0)?),
        name_key: row.get(2)?,
        fields: PartnershipFields {
            name: row.get(1)?,
            website: row.get(3)?,
            industry: row.get(4)?,
            country: row.get(5)?,
            stage: stage.0,
            tier: tier.map(|tier| tier.0),
            zone: row.get(8)?,
            source: row.get(13)?,
            value: value(row)?,
        },
        stage_name: row.get::<_, Option<String>>(16)?.unwrap_or_default(),
        notes: row.get(9)?,
        created_at: Timestamp::from_millis(row.get(10)?),
        updated_at: Timestamp::from_millis(row.get(11)?),
        deleted_at: row.get::<_, Option<i64>>(12)?.map(Timestamp::from_millis),
    })
}
