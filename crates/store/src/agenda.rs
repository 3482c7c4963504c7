//! Table `agenda`: what is due, what is next, what the rep has not been told. Its lists are in
//! [`crate::due`].

use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::ids::{CadenceId, EnrolmentId, PartnershipId, StepId, TouchId};
use desk_core::time::Timestamp;
use desk_core::touch::TouchKind;
use rusqlite::{Connection, OptionalExtension};

/// The due touches of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueCount {
    /// The cadence.
    pub cadence: CadenceId,
    /// The step.
    pub step: StepId,
    /// How many.
    pub due: u32,
}

/// The earliest open touch of a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// Its cadence.
    pub cadence: CadenceId,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it is due.
    pub due_at: Timestamp,
    /// Whether it is due already.
    pub due: bool,
}

/// Steps with due touches.
///
/// # Errors
/// The database's.
pub fn due_counts(connection: &Connection) -> Result<Vec<DueCount>, StoreError> {
    let counts = connection
        .prepare_cached("SELECT cadence_id, step_id, due FROM due_count WHERE due > 0")?
        .query_map([], |row| {
            let (cadence, step) = (CadenceId(row.get(0)?), StepId(row.get(1)?));
            Ok(DueCount { cadence, step, due: row.get(2)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(counts)
}

/// How many touches are due.
///
/// # Errors
/// The database's.
pub fn due_total(connection: &Connection) -> Result<u32, StoreError> {
    let sql = "SELECT coalesce(sum(due), 0) FROM due_count";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// What kind of work is due at a step; none when nothing is.
///
/// # Errors
/// The database's.
pub fn kind_at(connection: &Connection, step: StepId) -> Result<Option<TouchKind>, StoreError> {
    let sql = "SELECT kind FROM agenda WHERE step_id = ?1 AND state = 'due' AND live = 1 LIMIT 1";
    let kind: Option<Word<TouchKind>> =
        connection.prepare_cached(sql)?.query_row([step.0], |row| row.get(0)).optional()?;
    Ok(kind.map(|kind| kind.0))
}

/// The earliest open touch of a partnership that is neither paused nor frozen.
///
/// # Errors
/// The database's.
pub fn next_of_partnership(
    connection: &Connection,
    id: PartnershipId,
) -> Result<Option<Next>, StoreError> {
    let next = connection
        .prepare_cached(
            "SELECT cadence_id, kind, due_at, state <> 'waiting' FROM agenda
             WHERE partnership_id = ?1 AND live = 1 ORDER BY due_at LIMIT 1",
        )?
        .query_row([id.0], |row| {
            Ok(Next {
                cadence: CadenceId(row.get(0)?),
                kind: row.get::<_, Word<TouchKind>>(1)?.0,
                due_at: Timestamp::from_millis(row.get(2)?),
                due: row.get(3)?,
            })
        })
        .optional()?;
    Ok(next)
}

/// When the next touch turns due.
///
/// # Errors
/// The database's.
pub fn next_due(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT min(due_at) FROM agenda WHERE state = 'waiting' AND live = 1";
    let at: Option<i64> = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(at.map(Timestamp::from_millis))
}

/// Up to `limit` enrolments whose touch has become due by `now`.
///
/// # Errors
/// The database's.
pub fn ripe(
    connection: &Connection,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<EnrolmentId>, StoreError> {
    let ids = connection
        .prepare_cached(
            "SELECT enrolment_id FROM agenda
             WHERE state = 'waiting' AND live = 1 AND due_at <= ?1 ORDER BY due_at LIMIT ?2",
        )?
        .query_map((now.as_millis(), limit), |row| row.get(0).map(EnrolmentId))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// Up to `limit` due touches that the rep has not been told of.
///
/// # Errors
/// The database's.
pub fn to_remind(connection: &Connection, limit: u32) -> Result<Vec<TouchId>, StoreError> {
    let ids = connection
        .prepare_cached(
            "SELECT id FROM agenda WHERE state = 'due' AND live = 1 AND reminded = 0
             ORDER BY id LIMIT ?1",
        )?
        .query_map([limit], |row| row.get(0).map(TouchId))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// Notes that the rep is being told of these touches.
///
/// # Errors
/// The database's.
pub fn set_reminded(tx: &mut Tx<'_>, touches: &[TouchId]) -> Result<(), StoreError> {
    for touch in touches {
        tx.connection()
            .prepare_cached("UPDATE agenda SET reminded = 1 WHERE id = ?1")?
            .execute([touch.0])?;
    }
    Ok(())
}

/// Makes every query about a touch ask again.
pub fn touch_changed(tx: &mut Tx<'_>, id: TouchId) {
    tx.changed(TagKind::Touch, id.0);
}
