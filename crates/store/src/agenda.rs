//! Table `agenda` as lists: what is due, what is next, what the rep has not been told.

use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::ids::{CadenceId, ContactId, EnrolmentId, PartnershipId, StepId, TouchId};
use desk_core::time::Timestamp;
use desk_core::touch::TouchKind;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A due touch with what a list shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// Which touch.
    pub id: TouchId,
    /// Whose.
    pub partnership: PartnershipId,
    /// The partnership's name.
    pub partnership_name: String,
    /// The contact.
    pub contact: ContactId,
    /// First and last name of the contact.
    pub contact_name: (String, String),
    /// The zone that counts for the contact; empty when it was never computed.
    pub zone: String,
    /// Which step.
    pub step: StepId,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it was due.
    pub due_at: Timestamp,
}

/// From when a due touch is overdue (R9): one with a deadline at `now`, the others when they were due
/// before `before`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// The present moment.
    pub now: Timestamp,
    /// The end of the last day before today on which the rep worked.
    pub before: Timestamp,
}

/// [`Overdue`] as a condition.
pub(crate) const OVERDUE: &str =
    "iif(agenda.deadline_at IS NULL, agenda.due_at < :before, agenda.deadline_at <= :now)";

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

/// Up to `limit` due touches of a step, or of all, behind the row `after`, the longest due first.
///
/// # Errors
/// The database's.
pub fn due_page(
    connection: &Connection,
    step: Option<StepId>,
    after: Option<(Timestamp, TouchId)>,
    limit: u32,
) -> Result<Vec<DueRow>, StoreError> {
    let (after_at, after_id) =
        after.map_or((i64::MIN, 0), |(at, TouchId(id))| (at.as_millis(), id));
    let of_step = if step.is_some() { "agenda.step_id = :step" } else { ":step IS NULL" };
    let sql = format!(
        "SELECT agenda.id, agenda.partnership_id, partnership.name, agenda.contact_id,
                contact.first_name, contact.last_name, agenda.zone,
                agenda.step_id, agenda.kind, agenda.due_at
         FROM agenda
         CROSS JOIN contact ON contact.id = agenda.contact_id
         CROSS JOIN partnership ON partnership.id = agenda.partnership_id
         WHERE agenda.state = 'due' AND agenda.live = 1 AND {of_step}
           AND (agenda.due_at, agenda.id) > (:after_at, :after_id)
         ORDER BY agenda.due_at, agenda.id LIMIT :limit"
    );
    let rows = connection
        .prepare_cached(&sql)?
        .query_map(
            named_params! {
                ":step": step.map(|step| step.0), ":after_at": after_at, ":after_id": after_id,
                ":limit": limit,
            },
            due_row,
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

fn due_row(row: &Row<'_>) -> rusqlite::Result<DueRow> {
    Ok(DueRow {
        id: TouchId(row.get(0)?),
        partnership: PartnershipId(row.get(1)?),
        partnership_name: row.get(2)?,
        contact: ContactId(row.get(3)?),
        contact_name: (row.get(4)?, row.get(5)?),
        zone: row.get(6)?,
        step: StepId(row.get(7)?),
        kind: row.get::<_, Word<TouchKind>>(8)?.0,
        due_at: Timestamp::from_millis(row.get(9)?),
    })
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

/// Due touches that the rep has not been told of.
///
/// # Errors
/// The database's.
pub fn to_remind(connection: &Connection) -> Result<Vec<TouchId>, StoreError> {
    let ids = connection
        .prepare_cached(
            "SELECT id FROM agenda WHERE state = 'due' AND live = 1 AND reminded = 0 ORDER BY id",
        )?
        .query_map([], |row| row.get(0).map(TouchId))?
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
