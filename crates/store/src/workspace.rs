//! Table `workspace`: what the file is.

use crate::text_enum::{Json, Word};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::pace::Pace;
use desk_core::rep::WorkingTime;
use desk_core::time::Timestamp;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

/// Whose workspace a file is. Fixed when the file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The rep's own.
    Own,
    /// For practice: its mail never leaves the computer.
    Practice,
}

/// The one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workspace {
    /// Whose it is.
    pub kind: Kind,
    /// Key of the Message-IDs.
    pub message_key: [u8; 32],
    /// Milliseconds by which its clock is ahead; 0 in the rep's own.
    pub clock_offset: i64,
}

/// Writes the row of a new file. Does nothing to one that has it.
pub(crate) fn make(connection: &Connection, kind: Kind) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO workspace (id, kind, message_key) VALUES (1, :kind, randomblob(32))
         ON CONFLICT (id) DO NOTHING",
        named_params! { ":kind": Word(kind) },
    )?;
    Ok(())
}

/// What the file is.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection) -> Result<Workspace, StoreError> {
    let row = connection
        .prepare_cached("SELECT kind, message_key, clock_offset FROM workspace WHERE id = 1")?
        .query_row([], |row| {
            let kind: Word<Kind> = row.get(0)?;
            Ok(Workspace { kind: kind.0, message_key: row.get(1)?, clock_offset: row.get(2)? })
        })?;
    Ok(row)
}

/// Sets by how much the practice workspace's clock is ahead, in milliseconds.
///
/// # Errors
/// The database's; it refuses for a workspace of the rep's own.
pub fn set_clock_offset(tx: &mut Tx<'_>, millis: i64) -> Result<(), StoreError> {
    tx.connection().execute("UPDATE workspace SET clock_offset = ?1 WHERE id = 1", [millis])?;
    tx.all(TagKind::Workspace);
    Ok(())
}

/// What the rep has set for all cadences, and whether everything is paused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// When the rep works.
    pub working: WorkingTime,
    /// How fast mail leaves.
    pub pace: Pace,
    /// Since when everything is paused.
    pub paused_since: Option<Timestamp>,
    /// The rep's zone with which the moments in the agenda were computed; none before the first time.
    pub zone: Option<String>,
}

/// The settings.
///
/// # Errors
/// The database's.
pub fn settings(connection: &Connection) -> Result<Settings, StoreError> {
    let settings = connection
        .prepare_cached(
            "SELECT working_time, pace, paused_since, zone FROM workspace WHERE id = 1",
        )?
        .query_row([], |row| {
            let (working, pace): (Json<WorkingTime>, Json<Pace>) = (row.get(0)?, row.get(1)?);
            let paused: Option<i64> = row.get(2)?;
            Ok(Settings {
                working: working.0,
                pace: pace.0,
                paused_since: paused.map(Timestamp::from_millis),
                zone: row.get(3)?,
            })
        })?;
    Ok(settings)
}

/// Sets when the rep works and how fast mail leaves.
///
/// # Errors
/// The database's.
pub fn set_working(tx: &mut Tx<'_>, working: &WorkingTime, pace: &Pace) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE workspace SET working_time = ?1, pace = ?2 WHERE id = 1",
        (Json(working), Json(pace)),
    )?;
    tx.all(TagKind::Workspace);
    Ok(())
}

/// Pauses everything since a moment, or lets it go on.
///
/// # Errors
/// The database's.
pub fn set_paused(tx: &mut Tx<'_>, since: Option<Timestamp>) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE workspace SET paused_since = ?1 WHERE id = 1",
        [since.map(Timestamp::as_millis)],
    )?;
    tx.all(TagKind::Workspace);
    Ok(())
}

/// Notes with which zone of the rep the moments are computed.
///
/// # Errors
/// The database's.
pub fn set_zone(tx: &mut Tx<'_>, zone: &str) -> Result<(), StoreError> {
    tx.connection().execute("UPDATE workspace SET zone = ?1 WHERE id = 1", [zone])?;
    Ok(())
}
