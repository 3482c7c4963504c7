//! Table `stage`: the list of stages, and moving partnerships out of one that is removed (R46).

use crate::error::is_unique_violation;
use crate::text_enum::Word;
use crate::{StoreError, Tx, meant_for};
use desk_core::change::TagKind;
use desk_core::ids::PartnershipId;
use desk_core::stage::{MAX_STAGES, Stage};
use desk_core::text;
use rusqlite::{Connection, OptionalExtension, named_params};

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageRow {
    /// Which one.
    pub stage: Stage,
    /// What it is called.
    pub name: String,
}

/// Why the list was not changed.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// Another stage has this name.
    #[error("another stage is named {name:?}")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// It is not in the list.
    #[error("no such stage")]
    NotFound,
    /// The list has [`MAX_STAGES`] already.
    #[error("there are at most {MAX_STAGES} stages")]
    TooMany,
    /// What should become the order does not name every stage once.
    #[error("the list has changed meanwhile")]
    OtherList,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for StageError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The list in its order.
///
/// # Errors
/// The database's.
pub fn list(connection: &Connection) -> Result<Vec<StageRow>, StoreError> {
    let rows = connection
        .prepare_cached("SELECT key, name FROM stage ORDER BY position, id")?
        .query_map([], |row| {
            let stage: Word<Stage> = row.get(0)?;
            Ok(StageRow { stage: stage.0, name: row.get(1)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// The stages in the order of the list.
///
/// # Errors
/// The database's.
pub fn in_order(connection: &Connection) -> Result<Vec<Stage>, StoreError> {
    Ok(list(connection)?.into_iter().map(|row| row.stage).collect())
}

/// What a stage is called; none when it is not in the list.
///
/// # Errors
/// The database's.
pub fn name(connection: &Connection, stage: Stage) -> Result<Option<String>, StoreError> {
    let name = connection
        .prepare_cached("SELECT name FROM stage WHERE id = ?1")?
        .query_row([stage.number()], |row| row.get(0))
        .optional()?;
    Ok(name)
}

/// Adds a stage behind the others; its name has been checked.
///
/// # Errors
/// [`StageError`] says why it was not done.
pub fn add(tx: &mut Tx<'_>, name: &str) -> Result<Stage, StageError> {
    let connection = tx.connection();
    if in_order(connection)?.len() >= MAX_STAGES {
        return Err(StageError::TooMany);
    }
    // The table counts on from the highest number that there ever was.
    let last: u32 = connection.query_row(
        "SELECT seq FROM sqlite_sequence WHERE name = 'stage'",
        [],
        |row| row.get(0),
    )?;
    let stage = Stage::Own(last.saturating_add(1));
    connection
        .execute(
            "INSERT INTO stage (id, key, name, name_key, position)
             VALUES (:id, :key, :name, :name_key,
                     (SELECT coalesce(max(position), 0) + 1 FROM stage))",
            named_params! {
                ":id": stage.number(), ":key": stage.key(), ":name": name,
                ":name_key": text::fold(name),
            },
        )
        .map_err(|error| naming(error, name))?;
    tx.all(TagKind::Stage);
    Ok(stage)
}

/// Gives a stage another name, which has been checked.
///
/// # Errors
/// [`StageError`] says why it was not done.
pub fn rename(tx: &mut Tx<'_>, stage: Stage, name: &str) -> Result<(), StageError> {
    let changed = tx
        .connection()
        .execute(
            "UPDATE stage SET name = :name, name_key = :name_key WHERE id = :id",
            named_params! {
                ":id": stage.number(), ":name": name, ":name_key": text::fold(name),
            },
        )
        .map_err(|error| naming(error, name))?;
    if changed == 0 {
        return Err(StageError::NotFound);
    }
    tx.all(TagKind::Stage);
    Ok(())
}

/// Puts the list into this order, which names every stage once.
///
/// # Errors
/// [`StageError::OtherList`], or the database's.
pub fn set_order(tx: &mut Tx<'_>, order: &[Stage]) -> Result<(), StageError> {
    let (mut named, mut there) = (order.to_vec(), in_order(tx.connection())?);
    named.sort_unstable();
    there.sort_unstable();
    if named != there {
        return Err(StageError::OtherList);
    }
    for (position, stage) in (0_i64..).zip(order) {
        tx.connection()
            .prepare_cached("UPDATE stage SET position = ?2 WHERE id = ?1")?
            .execute((stage.number(), position))?;
    }
    tx.all(TagKind::Stage);
    Ok(())
}

/// Moves up to `limit` partnerships from one stage to another, also those in the bin. Which ones.
///
/// # Errors
/// The database's.
pub fn move_some(
    tx: &mut Tx<'_>,
    from: Stage,
    to: Stage,
    limit: u32,
) -> Result<Vec<PartnershipId>, StoreError> {
    let found: Vec<PartnershipId> = tx
        .connection()
        .prepare_cached(
            "SELECT id FROM partnership INDEXED BY partnership_by_stage
             WHERE stage_id = :from AND deleted_at IS NULL
             UNION ALL
             SELECT id FROM partnership INDEXED BY partnership_in_bin_by_stage
             WHERE stage_id = :from AND deleted_at IS NOT NULL
             LIMIT :limit",
        )?
        .query_map(named_params! { ":from": from.number(), ":limit": limit }, |row| {
            row.get(0).map(PartnershipId)
        })?
        .collect::<rusqlite::Result<_>>()?;
    for &PartnershipId(id) in &found {
        tx.connection()
            .prepare_cached("UPDATE partnership SET stage = ?2 WHERE id = ?1")?
            .execute((id, Word(to)))?;
        tx.changed(TagKind::Partnership, id);
    }
    Ok(found)
}

/// Removes a stage that no partnership is at any more; cadences are not meant for it from then on.
///
/// # Errors
/// [`StageError::NotFound`], or the database's.
pub fn remove(tx: &mut Tx<'_>, stage: Stage) -> Result<(), StageError> {
    meant_for::forget_stage(tx, stage)?;
    let removed = tx.connection().execute("DELETE FROM stage WHERE id = ?1", [stage.number()])?;
    if removed == 0 {
        return Err(StageError::NotFound);
    }
    tx.all(TagKind::Stage);
    Ok(())
}

fn naming(error: rusqlite::Error, name: &str) -> StageError {
    if is_unique_violation(&error) {
        StageError::NameTaken { name: name.to_owned() }
    } else {
        error.into()
    }
}
