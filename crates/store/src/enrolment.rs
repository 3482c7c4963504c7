//! Tables `enrolment`, `agenda` (its open touch) and `touch` (its finished ones).

use crate::text_enum::{Json, Word, uid};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::enrolment::{Closed, Enrolment, EnrolmentState, Position};
use desk_core::ids::{
    CadenceId, ContactId, EnrolmentId, PartnershipId, StepId, TouchId, Uid, VersionId,
};
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::{TouchIdentity, TouchKind, TouchState};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// An enrolment with its open touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// Row id.
    pub id: EnrolmentId,
    /// Names it across workspaces.
    pub uid: Uid,
    /// Which cadence.
    pub cadence: CadenceId,
    /// Which version of it.
    pub version: VersionId,
    /// Whose contact.
    pub partnership: PartnershipId,
    /// Which contact.
    pub contact: ContactId,
    /// Which run, from 1.
    pub run: u32,
    /// When it began.
    pub started_at: Timestamp,
    /// Its open touch; none when it is finished.
    pub touch: Option<TouchId>,
    /// Its state as the rules see it.
    pub enrolment: Enrolment,
}

impl EnrolmentRow {
    /// What names its open touch for good.
    #[must_use]
    pub fn identity(&self) -> Option<TouchIdentity> {
        let Position { step, visit, attempt, .. } = self.enrolment.position?;
        Some(TouchIdentity { enrolment: self.uid, run: self.run, step, visit, attempt })
    }
}

/// Who enters what.
#[derive(Debug, Clone, Copy)]
pub struct NewEnrolment {
    /// Names it across workspaces.
    pub uid: Uid,
    /// Which cadence.
    pub cadence: CadenceId,
    /// Which version of it.
    pub version: VersionId,
    /// Whose contact.
    pub partnership: PartnershipId,
    /// Which contact.
    pub contact: ContactId,
}

const COLUMNS: &str = "enrolment.id, enrolment.uid, enrolment.cadence_id, version_id, \
    enrolment.partnership_id, enrolment.contact_id, run, started_at, enrolment.state, frozen, \
    stopped_since, touches, agenda.id, step_id, visit, attempt, base_at, retry_hours, \
    snoozed_until, ready_at, due_at, agenda.state \
    FROM enrolment LEFT JOIN agenda ON agenda.enrolment_id = enrolment.id";

/// Adds an enrolment as the rules have begun it.
///
/// # Errors
/// The database's; a second open one of the same contact and cadence is refused by it.
pub fn insert(
    tx: &mut Tx<'_>,
    new: &NewEnrolment,
    enrolment: &Enrolment,
    closed: &[Closed],
    steps: &[Step],
    now: Timestamp,
) -> Result<EnrolmentRow, StoreError> {
    tx.connection().execute(
        "INSERT INTO enrolment (uid, cadence_id, version_id, partnership_id, contact_id, state,
                                frozen, stopped_since, run, touches, started_at)
         VALUES (:uid, :cadence, :version, :partnership, :contact, :state, 0, NULL, 1, 0, :now)",
        named_params! {
            ":uid": new.uid.as_bytes(), ":cadence": new.cadence.0, ":version": new.version.0,
            ":partnership": new.partnership.0, ":contact": new.contact.0,
            ":state": Json(enrolment.state), ":now": now.as_millis(),
        },
    )?;
    let row = EnrolmentRow {
        id: EnrolmentId(tx.connection().last_insert_rowid()),
        uid: new.uid,
        cadence: new.cadence,
        version: new.version,
        partnership: new.partnership,
        contact: new.contact,
        run: 1,
        started_at: now,
        touch: None,
        enrolment: enrolment.clone(),
    };
    save(tx, &row, enrolment, closed, steps)
}

/// Writes what the rules made of an enrolment, and returns it as it is then.
///
/// # Errors
/// The database's.
pub fn save(
    tx: &mut Tx<'_>,
    before: &EnrolmentRow,
    next: &Enrolment,
    closed: &[Closed],
    steps: &[Step],
) -> Result<EnrolmentRow, StoreError> {
    tx.connection().execute(
        "UPDATE enrolment SET state = :state, frozen = :frozen, stopped_since = :stopped,
                touches = :touches WHERE id = :id",
        named_params! {
            ":id": before.id.0, ":state": Json(next.state), ":frozen": next.frozen,
            ":stopped": next.stopped_since.map(Timestamp::as_millis), ":touches": next.touches,
        },
    )?;
    let mut open = before.touch;
    for closed in closed {
        // A step that a rule passed over at once gets its id here.
        let touch = match open.take() {
            Some(touch) => touch,
            None => add_touch(tx, before, &closed.position, steps, true)?,
        };
        close_touch(tx, before, touch, closed)?;
    }
    let touch = match (open, &next.position) {
        (Some(touch), Some(position)) => {
            move_touch(tx, touch, position, !next.is_stopped())?;
            Some(touch)
        }
        (None, Some(position)) => Some(add_touch(tx, before, position, steps, !next.is_stopped())?),
        (Some(touch), None) => {
            remove_touch(tx, touch)?;
            None
        }
        (None, None) => None,
    };
    note(tx, before);
    Ok(EnrolmentRow { touch, enrolment: next.clone(), ..before.clone() })
}

/// Notes that an enrolment changed, for whoever shows it.
pub(crate) fn note(tx: &mut Tx<'_>, row: &EnrolmentRow) {
    tx.changed(TagKind::Partnership, row.partnership.0);
    tx.changed(TagKind::Cadence, row.cadence.0);
    if let Some(touch) = row.touch {
        tx.changed(TagKind::Touch, touch.0);
    } else {
        tx.all(TagKind::Touch);
    }
}

fn add_touch(
    tx: &mut Tx<'_>,
    row: &EnrolmentRow,
    position: &Position,
    steps: &[Step],
    live: bool,
) -> Result<TouchId, StoreError> {
    let step = steps.iter().find(|step| step.id == position.step);
    let kind = step.map_or(TouchKind::Task, |step| step.content.kind());
    tx.connection()
        .prepare_cached(
            "INSERT INTO agenda (enrolment_id, cadence_id, step_id, partnership_id, contact_id, kind,
                 visit, attempt, base_at, retry_hours, snoozed_until, ready_at, due_at, state, live)
             VALUES (:enrolment, :cadence, :step, :partnership, :contact, :kind,
                 :visit, :attempt, :base, :retry, :snoozed, :ready, :due, :state, :live)",
        )?
        .execute(named_params! {
            ":enrolment": row.id.0, ":cadence": row.cadence.0, ":step": position.step.0,
            ":partnership": row.partnership.0, ":contact": row.contact.0, ":kind": Word(kind),
            ":visit": position.visit, ":attempt": position.attempt,
            ":base": position.base.as_millis(), ":retry": position.retry_hours,
            ":snoozed": position.snoozed_until.map(Timestamp::as_millis),
            ":ready": position.ready_at.as_millis(), ":due": position.due_at.as_millis(),
            ":state": Word(position.state), ":live": live,
        })?;
    let id = TouchId(tx.connection().last_insert_rowid());
    tx.changed(TagKind::Touch, id.0);
    Ok(id)
}

fn move_touch(
    tx: &mut Tx<'_>,
    id: TouchId,
    position: &Position,
    live: bool,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            // Who was told once that it is due is told again only when it has waited in between.
            "UPDATE agenda SET base_at = :base, retry_hours = :retry, snoozed_until = :snoozed,
                 ready_at = :ready, due_at = :due, state = :state, live = :live,
                 reminded = iif(:state = 'waiting', 0, reminded)
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.0, ":base": position.base.as_millis(), ":retry": position.retry_hours,
            ":snoozed": position.snoozed_until.map(Timestamp::as_millis),
            ":ready": position.ready_at.as_millis(), ":due": position.due_at.as_millis(),
            ":state": Word(position.state), ":live": live,
        })?;
    Ok(())
}

fn close_touch(
    tx: &mut Tx<'_>,
    row: &EnrolmentRow,
    id: TouchId,
    closed: &Closed,
) -> Result<(), StoreError> {
    let Position { step, visit, attempt, due_at, .. } = closed.position;
    let outcome = if closed.skipped.is_some() { "skipped" } else { "done" };
    tx.connection()
        .prepare_cached(
            "INSERT INTO touch (id, enrolment_id, step_id, run, visit, attempt, outcome, due_at, closed_at)
             VALUES (:id, :enrolment, :step, :run, :visit, :attempt, :outcome, :due, :at)",
        )?
        .execute(named_params! {
            ":id": id.0, ":enrolment": row.id.0, ":step": step.0, ":run": row.run,
            ":visit": visit, ":attempt": attempt, ":outcome": outcome,
            ":due": due_at.as_millis(), ":at": closed.at.as_millis(),
        })?;
    remove_touch(tx, id)
}

fn remove_touch(tx: &mut Tx<'_>, id: TouchId) -> Result<(), StoreError> {
    tx.connection().prepare_cached("DELETE FROM agenda WHERE id = ?1")?.execute([id.0])?;
    tx.changed(TagKind::Touch, id.0);
    Ok(())
}

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
            retry_hours: row.get(17)?,
            snoozed_until: optional(18)?,
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
        run: row.get(6)?,
        started_at: moment(7)?,
        touch: touch.map(TouchId),
        enrolment: Enrolment {
            state: state.0,
            frozen: row.get(9)?,
            stopped_since: optional(10)?,
            touches: row.get(11)?,
            position,
        },
    })
}
