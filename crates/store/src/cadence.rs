//! Table `cadence`.

use crate::error::is_unique_violation;
use crate::text_enum::Json;
use crate::{StoreError, Tx, version};
use desk_core::cadence::{CadenceDescription, CadenceName, CadenceStatus};
use desk_core::change::TagKind;
use desk_core::ids::{CadenceId, Uid};
use desk_core::stage::MeantFor;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CadenceRow {
    /// Row id.
    pub id: CadenceId,
    /// Name as shown.
    pub name: String,
    /// Name as compared and sorted.
    pub name_key: String,
    /// Description as shown; may be empty.
    pub description: String,
    /// What success looks like; may be empty.
    pub goal: String,
    /// For whom it is meant.
    pub meant_for: MeantFor,
    /// How many steps its latest version has.
    pub step_count: u32,
    /// How many enrolments of it are not finished.
    pub people: u32,
    /// Status, with the archive taken into account.
    pub status: CadenceStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
}

/// Why a cadence could not be written.
#[derive(Debug, thiserror::Error)]
pub enum CadenceError {
    /// Another cadence that is not archived has this name.
    #[error("another cadence is named {name:?}")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// No cadence has this id.
    #[error("no such cadence")]
    NotFound,
    /// The cadence is archived; it can be restored, nothing else.
    #[error("the cadence is archived")]
    Archived,
    /// People are in the cadence; it cannot be archived.
    #[error("{count} people are in the cadence")]
    PeopleInside {
        /// How many.
        count: u32,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CadenceError {
    /// An error of a statement that gives a cadence the name `name`.
    fn naming(error: rusqlite::Error, name: &str) -> Self {
        if is_unique_violation(&error) {
            Self::NameTaken { name: name.to_owned() }
        } else {
            error.into()
        }
    }
}

impl From<rusqlite::Error> for CadenceError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Which cadences a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Every cadence that is not archived.
    Unarchived,
    /// Active ones.
    Active,
    /// Drafts.
    Draft,
    /// Archived ones.
    Archived,
}

/// How many cadences each filter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Not archived.
    pub unarchived: u32,
    /// Active.
    pub active: u32,
    /// Drafts.
    pub draft: u32,
    /// Archived.
    pub archived: u32,
}

pub(crate) const COLUMNS: &str = "id, name, name_key, description, goal, step_count, status, \
    archived_at IS NOT NULL, created_at, updated_at, people, persona, stages";

/// Adds a draft.
///
/// # Errors
/// [`CadenceError::NameTaken`], or the database's.
pub fn insert_draft(
    tx: &mut Tx<'_>,
    uid: Uid,
    name: &CadenceName,
    description: &CadenceDescription,
    now: Timestamp,
) -> Result<CadenceRow, CadenceError> {
    tx.connection()
        .execute(
            "INSERT INTO cadence (uid, name, name_key, description, status, created_at, updated_at)
         VALUES (:uid, :name, :name_key, :description, 'draft', :now, :now)",
            named_params! {
                ":uid": uid.as_bytes(),
                ":name": name.as_str(),
                ":name_key": name.key(),
                ":description": description.as_str(),
                ":now": now.as_millis(),
            },
        )
        .map_err(|error| CadenceError::naming(error, name.as_str()))?;
    let id = CadenceId(tx.connection().last_insert_rowid());
    version::insert_first(tx.connection(), id, now)?;
    changed(tx, id)
}

/// Sets name and description of a cadence that is not archived.
///
/// # Errors
/// [`CadenceError`] says why it was not done.
pub fn rename(
    tx: &mut Tx<'_>,
    id: CadenceId,
    name: &CadenceName,
    description: &CadenceDescription,
    now: Timestamp,
) -> Result<CadenceRow, CadenceError> {
    editable(tx.connection(), id)?;
    tx.connection()
        .execute(
            "UPDATE cadence
         SET name = :name, name_key = :name_key, description = :description, updated_at = :now
         WHERE id = :id",
            named_params! {
                ":id": id.0,
                ":name": name.as_str(),
                ":name_key": name.key(),
                ":description": description.as_str(),
                ":now": now.as_millis(),
            },
        )
        .map_err(|error| CadenceError::naming(error, name.as_str()))?;
    changed(tx, id)
}

/// Makes a cadence that is not archived active or inactive.
///
/// # Errors
/// [`CadenceError`] says why it was not done.
pub fn set_active(
    tx: &mut Tx<'_>,
    id: CadenceId,
    active: bool,
    now: Timestamp,
) -> Result<CadenceRow, CadenceError> {
    editable(tx.connection(), id)?;
    let status = if active { "active" } else { "inactive" };
    tx.connection().execute(
        "UPDATE cadence SET status = :status, updated_at = :now WHERE id = :id",
        named_params! { ":id": id.0, ":status": status, ":now": now.as_millis() },
    )?;
    changed(tx, id)
}

/// Whether a cadence that is not archived has this name key.
///
/// # Errors
/// The database's.
pub fn is_taken(connection: &Connection, name: &CadenceName) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM cadence WHERE name_key = ?1 AND archived_at IS NULL)";
    Ok(connection.prepare_cached(sql)?.query_row([name.key()], |row| row.get(0))?)
}

/// Archives a cadence; an active one is inactive from then on. Does nothing to an archived one. With
/// people in it only if the caller is about to `finish` them (R16).
///
/// # Errors
/// [`CadenceError::PeopleInside`], [`CadenceError::NotFound`], or the database's.
pub fn archive(
    tx: &mut Tx<'_>,
    id: CadenceId,
    finish: bool,
    now: Timestamp,
) -> Result<CadenceRow, CadenceError> {
    let count = existing(tx.connection(), id)?.people;
    if count > 0 && !finish {
        return Err(CadenceError::PeopleInside { count });
    }
    tx.connection().execute(
        "UPDATE cadence
         SET archived_at = :now, updated_at = :now,
             status = CASE status WHEN 'active' THEN 'inactive' ELSE status END
         WHERE id = :id AND archived_at IS NULL",
        named_params! { ":id": id.0, ":now": now.as_millis() },
    )?;
    changed(tx, id)
}

/// Brings a cadence back from the archive. Does nothing to one that is not archived.
///
/// # Errors
/// [`CadenceError::NameTaken`] when its name was given to another meanwhile,
/// [`CadenceError::NotFound`], or the database's.
pub fn restore(tx: &mut Tx<'_>, id: CadenceId, now: Timestamp) -> Result<CadenceRow, CadenceError> {
    let name = existing(tx.connection(), id)?.name;
    tx.connection()
        .execute(
            "UPDATE cadence SET archived_at = NULL, updated_at = :now
         WHERE id = :id AND archived_at IS NOT NULL",
            named_params! { ":id": id.0, ":now": now.as_millis() },
        )
        .map_err(|error| CadenceError::naming(error, &name))?;
    changed(tx, id)
}

/// The cadence with this id, if there is one.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: CadenceId) -> Result<Option<CadenceRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM cadence WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id.0], from_row).optional()?)
}

/// The name of a cadence; empty when there is none with this id.
///
/// # Errors
/// The database's.
pub fn name(connection: &Connection, id: CadenceId) -> Result<String, StoreError> {
    let name = connection
        .prepare_cached("SELECT name FROM cadence WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    Ok(name.unwrap_or_default())
}

/// How many steps the active cadences have together, and how many are active.
///
/// # Errors
/// The database's.
pub fn active_steps(connection: &Connection) -> Result<(u32, u32), StoreError> {
    let sql = "SELECT coalesce(sum(step_count), 0), count(*) FROM cadence
               WHERE archived_at IS NULL AND status = 'active'";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Up to `limit` cadences by name, behind the row `after` (its name key and id). `search` is a
/// folded text that the name must contain; empty for all.
///
/// # Errors
/// The database's.
pub fn page(
    connection: &Connection,
    filter: Filter,
    search: &str,
    after: Option<(&str, CadenceId)>,
    limit: u32,
) -> Result<Vec<CadenceRow>, StoreError> {
    let (after_key, after_id) = after.unwrap_or(("", CadenceId(0)));
    let rows = connection
        .prepare_cached(&page_sql(filter))?
        .query_map(
            named_params! {
                ":after_key": after_key, ":after_id": after_id.0, ":search": search, ":limit": limit,
            },
            from_row,
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

fn page_sql(filter: Filter) -> String {
    // Each filter names its partial index's condition in full, so that the index gives the order.
    let condition = match filter {
        Filter::Unarchived => "archived_at IS NULL",
        Filter::Active => "archived_at IS NULL AND status = 'active'",
        Filter::Draft => "archived_at IS NULL AND status = 'draft'",
        Filter::Archived => "archived_at IS NOT NULL",
    };
    format!(
        "SELECT {COLUMNS} FROM cadence
         WHERE {condition} AND (name_key, id) > (:after_key, :after_id)
           AND instr(name_key, :search) > 0
         ORDER BY name_key, id LIMIT :limit"
    )
}

/// How many cadences each filter holds.
///
/// # Errors
/// The database's.
pub fn counts(connection: &Connection) -> Result<Counts, StoreError> {
    let sql = "SELECT count(*) FILTER (WHERE archived_at IS NULL),
                      count(*) FILTER (WHERE archived_at IS NULL AND status = 'active'),
                      count(*) FILTER (WHERE archived_at IS NULL AND status = 'draft'),
                      count(*) FILTER (WHERE archived_at IS NOT NULL)
               FROM cadence";
    let counts = connection.prepare_cached(sql)?.query_row([], |row| {
        Ok(Counts {
            unarchived: row.get(0)?,
            active: row.get(1)?,
            draft: row.get(2)?,
            archived: row.get(3)?,
        })
    })?;
    Ok(counts)
}

/// The cadence, unless it is gone or archived.
pub(crate) fn editable(connection: &Connection, id: CadenceId) -> Result<CadenceRow, CadenceError> {
    let row = existing(connection, id)?;
    if row.status == CadenceStatus::Archived { Err(CadenceError::Archived) } else { Ok(row) }
}

fn existing(connection: &Connection, id: CadenceId) -> Result<CadenceRow, CadenceError> {
    get(connection, id)?.ok_or(CadenceError::NotFound)
}

/// Notes the change and reads the row back as it is now.
pub(crate) fn changed(tx: &mut Tx<'_>, id: CadenceId) -> Result<CadenceRow, CadenceError> {
    let row = existing(tx.connection(), id)?;
    tx.changed(TagKind::Cadence, id.0);
    Ok(row)
}

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<CadenceRow> {
    let stored: String = row.get(6)?;
    let archived: bool = row.get(7)?;
    let status = match (archived, stored.as_str()) {
        (true, _) => CadenceStatus::Archived,
        (false, "draft") => CadenceStatus::Draft,
        (false, "active") => CadenceStatus::Active,
        // The table's CHECK leaves nothing else.
        (false, _) => CadenceStatus::Inactive,
    };
    Ok(CadenceRow {
        id: CadenceId(row.get(0)?),
        name: row.get(1)?,
        name_key: row.get(2)?,
        description: row.get(3)?,
        goal: row.get(4)?,
        step_count: row.get(5)?,
        status,
        created_at: Timestamp::from_millis(row.get(8)?),
        updated_at: Timestamp::from_millis(row.get(9)?),
        people: row.get(10)?,
        meant_for: MeantFor { persona: row.get(11)?, stages: row.get::<_, Json<_>>(12)?.0 },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    #[test]
    fn pages_are_read_in_the_order_of_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        for filter in [Filter::Unarchived, Filter::Active, Filter::Draft, Filter::Archived] {
            let plan: Vec<String> = store
                .read(|c| {
                    let sql = format!("EXPLAIN QUERY PLAN {}", page_sql(filter));
                    let mut statement = c.prepare(&sql)?;
                    Ok(statement
                        .query_map(("", 0, "", 10), |row| row.get(3))?
                        .collect::<Result<_, _>>()?)
                })
                .unwrap();
            assert!(plan.iter().any(|line| line.contains("USING INDEX")), "{filter:?}: {plan:?}");
            assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{filter:?}: {plan:?}");
        }
    }
}
