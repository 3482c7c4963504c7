//! Enrolments with their open touch, one by one, as lists and as counts.

use super::EnrolmentRow;
use crate::StoreError;
use crate::text_enum::{Json, Word, uid};
use desk_core::enrolment::{Enrolment, EnrolmentState, Past, Position};
use desk_core::ids::{
    CadenceId, ContactId, EnrolmentId, PartnershipId, StepId, TouchId, VersionId,
};
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchState};
use rusqlite::{Connection, OptionalExtension, Row};

const COLUMNS: &str = "enrolment.id, enrolment.uid, enrolment.cadence_id, version_id, \
    enrolment.partnership_id, enrolment.contact_id, run, started_at, enrolment.state, frozen, \
    stopped_since, touches, agenda.id, step_id, visit, attempt, base_at, retry_minutes, \
    snoozed_until, ready_at, due_at, agenda.state, moves, buying_signal, beyond_hours \
    FROM enrolment LEFT JOIN agenda ON agenda.enrolment_id = enrolment.id";

/// The enrolment with this id.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: EnrolmentId) -> Result<Option<EnrolmentRow>, StoreError> {
    one(connection, "enrolment.id = ?1", id.0)
}

/// The enrolment whose open touch this is.
///
/// # Errors
/// The database's.
pub fn of_touch(connection: &Connection, id: TouchId) -> Result<Option<EnrolmentRow>, StoreError> {
    one(connection, "agenda.id = ?1", id.0)
}

/// Enrolments of a partnership: those that go on first, then the latest, at most 50.
///
/// # Errors
/// The database's.
pub fn of_partnership(
    connection: &Connection,
    id: PartnershipId,
) -> Result<Vec<EnrolmentRow>, StoreError> {
    let order = "enrolment.partnership_id = ?1 ORDER BY is_finished, enrolment.id DESC LIMIT 50";
    many(connection, order, id.0)
}

/// Enrolments of a contact that are not finished.
///
/// # Errors
/// The database's.
pub fn open_of_contact(
    connection: &Connection,
    id: ContactId,
) -> Result<Vec<EnrolmentRow>, StoreError> {
    many(connection, "enrolment.contact_id = ?1 AND is_finished = 0", id.0)
}

/// All enrolments of a contact, the first first.
///
/// # Errors
/// The database's.
pub fn of_contact(connection: &Connection, id: ContactId) -> Result<Vec<EnrolmentRow>, StoreError> {
    many(connection, "enrolment.contact_id = ?1 ORDER BY enrolment.id", id.0)
}

/// Enrolments of a cadence that are not finished.
///
/// # Errors
/// The database's.
pub fn open_of_cadence(
    connection: &Connection,
    id: CadenceId,
) -> Result<Vec<EnrolmentRow>, StoreError> {
    many(connection, "enrolment.cadence_id = ?1 AND is_finished = 0", id.0)
}

/// Touches of an enrolment that have come to their end, in order.
///
/// # Errors
/// The database's.
pub fn past(connection: &Connection, id: EnrolmentId) -> Result<Vec<Past>, StoreError> {
    let past = connection
        .prepare_cached(
            "SELECT run, step_id, visit, outcome = 'done', disposition FROM touch
             WHERE enrolment_id = ?1 ORDER BY id",
        )?
        .query_map([id.0], |row| {
            Ok(Past {
                run: row.get(0)?,
                step: StepId(row.get(1)?),
                visit: row.get(2)?,
                done: row.get(3)?,
                disposition: row.get::<_, Option<Word<Disposition>>>(4)?.map(|word| word.0),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(past)
}

/// Up to `limit` enrolments behind `after` that are not finished, of one cadence or of all, by id.
///
/// # Errors
/// The database's.
pub fn open_after(
    connection: &Connection,
    cadence: Option<CadenceId>,
    after: EnrolmentId,
    limit: u32,
) -> Result<Vec<EnrolmentRow>, StoreError> {
    let of = if cadence.is_some() { "enrolment.cadence_id = ?1" } else { "?1 IS NULL" };
    let sql = format!(
        "SELECT {COLUMNS} WHERE {of} AND is_finished = 0 AND enrolment.id > ?2
         ORDER BY enrolment.id LIMIT ?3"
    );
    let rows = connection
        .prepare_cached(&sql)?
        .query_map((cadence.map(|id| id.0), after.0, limit), from_row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// How many enrolments of a cadence are not finished.
///
/// # Errors
/// The database's.
pub fn count_open(connection: &Connection, cadence: CadenceId) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM enrolment WHERE cadence_id = ?1 AND is_finished = 0";
    Ok(connection.prepare_cached(sql)?.query_row([cadence.0], |row| row.get(0))?)
}

/// How many enrolments of a cadence that are not finished are at each step, by version.
///
/// # Errors
/// The database's.
pub fn people_at_steps(
    connection: &Connection,
    cadence: CadenceId,
) -> Result<Vec<(VersionId, StepId, u32)>, StoreError> {
    let rows = connection
        .prepare_cached(
            "SELECT version_id, step_id, count(*) FROM enrolment
             JOIN agenda ON agenda.enrolment_id = enrolment.id
             WHERE enrolment.cadence_id = ?1 AND is_finished = 0 GROUP BY version_id, step_id",
        )?
        .query_map([cadence.0], |row| {
            Ok((VersionId(row.get(0)?), StepId(row.get(1)?), row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// How many enrolments of a partnership are not finished.
///
/// # Errors
/// The database's.
pub fn count_of_partnership(
    connection: &Connection,
    partnership: PartnershipId,
) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM enrolment WHERE partnership_id = ?1 AND is_finished = 0";
    Ok(connection.prepare_cached(sql)?.query_row([partnership.0], |row| row.get(0))?)
}

/// When the contact's last enrolment in the cadence ended, if there was one.
///
/// # Errors
/// The database's.
pub fn last_end(
    connection: &Connection,
    contact: ContactId,
    cadence: CadenceId,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT max(state ->> 'at') FROM enrolment
               WHERE contact_id = ?1 AND cadence_id = ?2 AND is_finished = 1";
    let at: Option<i64> =
        connection.prepare_cached(sql)?.query_row((contact.0, cadence.0), |row| row.get(0))?;
    Ok(at.map(Timestamp::from_millis))
}

fn one(
    connection: &Connection,
    condition: &str,
    id: i64,
) -> Result<Option<EnrolmentRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} WHERE {condition}");
    Ok(connection.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

fn many(connection: &Connection, rest: &str, id: i64) -> Result<Vec<EnrolmentRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} WHERE {rest}");
    let rows = connection
        .prepare_cached(&sql)?
        .query_map([id], from_row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<EnrolmentRow> {
    let state: Json<EnrolmentState> = row.get(8)?;
    let touch: Option<i64> = row.get(12)?;
    let moment = |index| row.get::<_, i64>(index).map(Timestamp::from_millis);
    let optional =
        |index| row.get::<_, Option<i64>>(index).map(|at| at.map(Timestamp::from_millis));
    let position = match touch {
        None => None,
        Some(_) => Some(Position {
            step: StepId(row.get(13)?),
            visit: row.get(14)?,
            attempt: row.get(15)?,
            base: moment(16)?,
            retry_minutes: row.get(17)?,
            snoozed_until: optional(18)?,
            beyond_hours: row.get(24)?,
            ready_at: moment(19)?,
            due_at: moment(20)?,
            state: row.get::<_, Word<TouchState>>(21)?.0,
        }),
    };
    Ok(EnrolmentRow {
        id: EnrolmentId(row.get(0)?),
        uid: uid(row.get(1)?),
        cadence: CadenceId(row.get(2)?),
        version: VersionId(row.get(3)?),
        partnership: PartnershipId(row.get(4)?),
        contact: ContactId(row.get(5)?),
        started_at: moment(7)?,
        touch: touch.map(TouchId),
        enrolment: Enrolment {
            state: state.0,
            frozen: row.get(9)?,
            stopped_since: optional(10)?,
            run: row.get(6)?,
            touches: row.get(11)?,
            moves: row.get(22)?,
            buying_signal: row.get(23)?,
            position,
        },
    })
}
