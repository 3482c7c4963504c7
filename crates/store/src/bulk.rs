//! Table `bulk`: work on many enrolments, done in small transactions and taken up after a restart.

use crate::text_enum::Json;
use crate::{StoreError, Tx};
use desk_core::ids::{CadenceId, EnrolmentId, VersionId};
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

/// What is done with each enrolment that is not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Work {
    /// What waits is computed again: a zone, time off or holidays have changed.
    Replan,
    /// Everything goes on that was paused at once.
    GoOn {
        /// Since when it was paused.
        since: Timestamp,
    },
    /// Those in a cadence stand still or go on with it.
    Freeze {
        /// Which cadence.
        cadence: CadenceId,
        /// Whether they stand still.
        frozen: bool,
    },
    /// Those in a cadence come into another version of it.
    Version {
        /// Which cadence.
        cadence: CadenceId,
        /// Which version.
        to: VersionId,
    },
    /// Those in a cadence that goes into the archive are taken out of it (R16).
    Finish {
        /// Which cadence.
        cadence: CadenceId,
    },
}

impl Work {
    /// The cadence that it is about; none for all.
    #[must_use]
    pub const fn cadence(self) -> Option<CadenceId> {
        match self {
            Self::Replan | Self::GoOn { .. } => None,
            Self::Freeze { cadence, .. }
            | Self::Version { cadence, .. }
            | Self::Finish { cadence } => Some(cadence),
        }
    }
}

/// Work that is not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// Row id.
    pub id: i64,
    /// What is to be done.
    pub work: Work,
    /// When it was asked for: who stands still or goes on does so from then.
    pub at: Timestamp,
    /// The last enrolment that is done.
    pub after: EnrolmentId,
}

/// Adds work. The same work that has not begun yet is not added twice.
///
/// # Errors
/// The database's.
pub fn add(tx: &mut Tx<'_>, work: Work, now: Timestamp) -> Result<(), StoreError> {
    tx.connection().execute(
        "INSERT INTO bulk (work, at) SELECT ?1, ?2
         WHERE NOT EXISTS (SELECT 1 FROM bulk WHERE work = ?1 AND after = 0)",
        (Json(work), now.as_millis()),
    )?;
    Ok(())
}

/// The work that comes next.
///
/// # Errors
/// The database's.
pub fn next(connection: &Connection) -> Result<Option<Job>, StoreError> {
    let job = connection
        .prepare_cached("SELECT id, work, at, after FROM bulk ORDER BY id LIMIT 1")?
        .query_row([], |row| {
            let work: Json<Work> = row.get(1)?;
            let at = Timestamp::from_millis(row.get(2)?);
            Ok(Job { id: row.get(0)?, work: work.0, at, after: EnrolmentId(row.get(3)?) })
        })
        .optional()?;
    Ok(job)
}

/// Notes how far a job has come; with none it is done.
///
/// # Errors
/// The database's.
pub fn reached(tx: &mut Tx<'_>, job: &Job, last: Option<EnrolmentId>) -> Result<(), StoreError> {
    match last {
        Some(last) => tx
            .connection()
            .prepare_cached("UPDATE bulk SET after = ?2 WHERE id = ?1")?
            .execute((job.id, last.0))?,
        None => {
            tx.connection().prepare_cached("DELETE FROM bulk WHERE id = ?1")?.execute([job.id])?
        }
    };
    Ok(())
}
