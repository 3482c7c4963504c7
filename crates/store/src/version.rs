//! Tables `cadence_version` and `step`: what a cadence consists of.

use crate::cadence::{self, CadenceError, CadenceRow};
use crate::{StoreError, Tx};
use desk_core::ids::{CadenceId, StepId, VersionId};
use desk_core::rules::Rules;
use desk_core::step::{Delay, Step, StepContent, StepRules};
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, named_params};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The version of a cadence that is edited and that new enrolments work through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Row id.
    pub id: VersionId,
    /// Counts the saves.
    pub revision: u32,
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// The rules beside them.
    pub rules: Rules,
}

/// A step as it is saved: without an id when it is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepToSave {
    /// Which one; none for a new step.
    pub id: Option<StepId>,
    /// Name, may be empty.
    pub name: String,
    /// Delay after the step before.
    pub delay: Delay,
    /// What is done.
    pub content: StepContent,
    /// What it says beside.
    pub rules: StepRules,
}

/// Why the steps were not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Another revision was saved meanwhile.
    #[error("another revision was saved meanwhile")]
    SavedElsewhere,
    /// A step with an id that is not of this cadence, or that occurs twice.
    #[error("step {0:?} is not of this cadence")]
    ForeignStep(StepId),
    /// The cadence is gone or archived, or the database failed.
    #[error(transparent)]
    Cadence(#[from] CadenceError),
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Cadence(error.into())
    }
}

impl From<rusqlite::Error> for SaveError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Cadence(error.into())
    }
}

#[derive(Serialize, Deserialize)]
struct Document {
    steps: Vec<Step>,
    #[serde(default)]
    rules: Rules,
}

/// Adds the first, empty version of a new cadence.
pub(crate) fn insert_first(
    connection: &Connection,
    id: CadenceId,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO cadence_version (cadence_id, number, revision, document, created_at)
         VALUES (:cadence, 1, 0, '{\"steps\":[]}', :now)",
        named_params! { ":cadence": id.0, ":now": now.as_millis() },
    )?;
    Ok(())
}

/// The latest version of a cadence, if it exists.
///
/// # Errors
/// The database's. A document that cannot be read counts as damage.
pub fn latest(connection: &Connection, id: CadenceId) -> Result<Option<Version>, StoreError> {
    one(connection, "cadence_id = ?1 ORDER BY number DESC LIMIT 1", [id.0])
}

/// The version with this id.
///
/// # Errors
/// The database's. A document that cannot be read counts as damage.
pub fn get(connection: &Connection, id: VersionId) -> Result<Option<Version>, StoreError> {
    one(connection, "id = ?1", [id.0])
}

/// The version that was the latest of its cadence at a moment before this one was made; none when this one was
/// there at that moment.
///
/// # Errors
/// The database's. A document that cannot be read counts as damage.
pub fn before(
    connection: &Connection,
    id: VersionId,
    at: Timestamp,
) -> Result<Option<Version>, StoreError> {
    let earlier = "(cadence_id, number) IN (
        SELECT this.cadence_id, max(earlier.number)
        FROM cadence_version AS this JOIN cadence_version AS earlier USING (cadence_id)
        WHERE this.id = ?1 AND this.created_at > ?2 AND earlier.created_at <= ?2)";
    one(connection, earlier, (id.0, at.as_millis()))
}

fn one(
    connection: &Connection,
    rest: &str,
    values: impl Params,
) -> Result<Option<Version>, StoreError> {
    let found: Option<(i64, u32, String)> = connection
        .prepare_cached(&format!(
            "SELECT id, revision, document FROM cadence_version WHERE {rest}"
        ))?
        .query_row(values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((id, revision, document)) = found else { return Ok(None) };
    let document: Document = serde_json::from_str(&document).map_err(StoreError::Document)?;
    let Document { steps, rules } = document;
    Ok(Some(Version { id: VersionId(id), revision, steps, rules }))
}

/// Saves goal, steps and rules of a cadence that is not archived, based on `revision`. New steps get ids.
///
/// # Errors
/// [`SaveError`] says why nothing was saved.
pub fn save(
    tx: &mut Tx<'_>,
    id: CadenceId,
    revision: u32,
    goal: &str,
    (steps, rules): (Vec<StepToSave>, Rules),
    now: Timestamp,
) -> Result<(CadenceRow, Version), SaveError> {
    cadence::editable(tx.connection(), id)?;
    let latest = latest(tx.connection(), id)?.ok_or(CadenceError::NotFound)?;
    if latest.revision != revision {
        return Err(SaveError::SavedElsewhere);
    }
    let steps = with_ids(tx.connection(), id, steps)?;
    let count = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let document = Document { steps, rules };
    let text = serde_json::to_string(&document).map_err(StoreError::Document)?;
    let version = write_version(tx.connection(), id, &latest, &text, now)?;
    tx.connection().execute(
        "UPDATE cadence SET goal = :goal, step_count = :count, updated_at = :now WHERE id = :id",
        named_params! { ":id": id.0, ":goal": goal, ":count": count, ":now": now.as_millis() },
    )?;
    let row = cadence::changed(tx, id)?;
    let Document { steps, rules } = document;
    Ok((row, Version { id: version, revision: revision + 1, steps, rules }))
}

/// Makes steps and rules of a version those of another cadence, which has none yet. Its steps get ids of
/// their own, and what points at a step points at its copy.
///
/// # Errors
/// [`SaveError`] says why nothing was saved.
pub fn copy(
    tx: &mut Tx<'_>,
    from: &Version,
    into: CadenceId,
    goal: &str,
    now: Timestamp,
) -> Result<CadenceRow, SaveError> {
    let mut ids = HashMap::with_capacity(from.steps.len());
    for step in &from.steps {
        tx.connection().execute("INSERT INTO step (cadence_id) VALUES (?1)", [into.0])?;
        ids.insert(step.id, StepId(tx.connection().last_insert_rowid()));
    }
    let steps = from.steps.iter().cloned().map(|step| {
        let Step { id, name, delay, content, rules } =
            step.with_ids(&|id| ids.get(&id).copied().unwrap_or(id));
        StepToSave { id: Some(id), name, delay, content, rules }
    });
    let document = (steps.collect(), from.rules.clone());
    Ok(save(tx, into, 0, goal, document, now)?.0)
}

/// Writes a document into the latest version, or into a new one when somebody works, or has worked,
/// through the latest: that one never changes.
fn write_version(
    connection: &Connection,
    id: CadenceId,
    latest: &Version,
    document: &str,
    now: Timestamp,
) -> Result<VersionId, StoreError> {
    let used: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM enrolment WHERE version_id = ?1)",
        [latest.id.0],
        |row| row.get(0),
    )?;
    if !used {
        connection.execute(
            "UPDATE cadence_version SET document = :document, revision = :revision WHERE id = :id",
            named_params! {
                ":id": latest.id.0, ":document": document, ":revision": latest.revision + 1,
            },
        )?;
        return Ok(latest.id);
    }
    connection.execute(
        "INSERT INTO cadence_version (cadence_id, number, revision, document, created_at)
         SELECT :cadence, max(number) + 1, :revision, :document, :now FROM cadence_version
         WHERE cadence_id = :cadence",
        named_params! {
            ":cadence": id.0, ":document": document, ":revision": latest.revision + 1,
            ":now": now.as_millis(),
        },
    )?;
    Ok(VersionId(connection.last_insert_rowid()))
}

/// Gives new steps their ids and refuses ids that are not of this cadence.
fn with_ids(
    connection: &Connection,
    id: CadenceId,
    steps: Vec<StepToSave>,
) -> Result<Vec<Step>, SaveError> {
    let mut own: HashSet<i64> = connection
        .prepare_cached("SELECT id FROM step WHERE cadence_id = ?1")?
        .query_map([id.0], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut with_ids = Vec::with_capacity(steps.len());
    for StepToSave { id: step_id, name, delay, content, rules } in steps {
        let step_id = match step_id {
            // Taken out, so that no id occurs twice.
            Some(StepId(known)) if own.remove(&known) => StepId(known),
            Some(foreign) => return Err(SaveError::ForeignStep(foreign)),
            None => {
                connection.execute("INSERT INTO step (cadence_id) VALUES (?1)", [id.0])?;
                StepId(connection.last_insert_rowid())
            }
        };
        with_ids.push(Step { id: step_id, name, delay, content, rules });
    }
    Ok(with_ids)
}

/// Names of the cadences in which something holds of a step, in any version by which somebody is or will be worked
/// through.
///
/// # Errors
/// The database's. A document that cannot be read counts as damage.
pub fn cadences_with(
    connection: &Connection,
    holds: impl Fn(&Step) -> bool,
) -> Result<Vec<String>, StoreError> {
    let mut names: Vec<String> = Vec::new();
    for (name, version) in in_use(connection)? {
        if version.steps.iter().any(&holds) && names.last() != Some(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The versions by which somebody is or will be worked through, with the names of their cadences in the order of
/// the names: the latest of each cadence that is not archived, and those that people are on.
fn in_use(connection: &Connection) -> Result<Vec<(String, Version)>, StoreError> {
    let found: Vec<(String, i64)> = connection
        .prepare_cached(
            "SELECT cadence.name, cadence_version.id FROM cadence_version
             JOIN cadence ON cadence.id = cadence_id
             WHERE (archived_at IS NULL AND number = (
                     SELECT max(number) FROM cadence_version AS latest
                     WHERE latest.cadence_id = cadence_version.cadence_id))
                OR EXISTS (SELECT 1 FROM enrolment
                           WHERE version_id = cadence_version.id AND is_finished = 0)
             ORDER BY name_key, number",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let versions = found.into_iter().map(|(name, id)| {
        let version = get(connection, VersionId(id))?;
        Ok(version.map(|version| (name, version)))
    });
    versions.filter_map(Result::transpose).collect()
}
