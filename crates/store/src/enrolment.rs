//! Tables `enrolment`, `agenda` (its open touch) and `touch` (its finished ones).

use crate::text_enum::{Json, Word, uid};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::enrolment::{Closed, Enrolment, EnrolmentState, Past, Position};
use desk_core::ids::{
    CadenceId, ContactId, EnrolmentId, PartnershipId, StepId, TouchId, Uid, VersionId,
};
use desk_core::partnership::Tier;
use desk_core::rules::Priority;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchIdentity, TouchKind, TouchState};
use desk_core::zone::Zone;
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
        Some(TouchIdentity { enrolment: self.uid, run: self.enrolment.run, step, visit, attempt })
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

/// When a touch of a step that is due at a moment passes its deadline; none at a step without one.
pub struct Deadlines<'a>(pub Box<dyn Fn(&Step, Timestamp) -> Option<Timestamp> + 'a>);

impl std::fmt::Debug for Deadlines<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Deadlines").finish_non_exhaustive()
    }
}

/// What lists of open touches are sorted by, copied into them.
#[derive(Debug)]
pub struct SortKeys<'a> {
    /// Steps of the version, for their kinds and priorities.
    pub steps: &'a [Step],
    /// Name of the partnership as it is compared.
    pub name_key: &'a str,
    /// Its tier.
    pub tier: Option<Tier>,
    /// The zone that counts for the contact.
    pub zone: Zone,
    /// What comes before what, by the cadence.
    pub priority: Priority,
    /// From when it is overdue.
    pub deadlines: Deadlines<'a>,
}

impl SortKeys<'_> {
    fn deadline(&self, step: Option<&Step>, position: &Position) -> Option<i64> {
        (self.deadlines.0)(step?, position.due_at).map(Timestamp::as_millis)
    }

    const fn tier(&self) -> i64 {
        match self.tier {
            Some(Tier::One) => 1,
            Some(Tier::Two) => 2,
            Some(Tier::Three) => 3,
            None => 4,
        }
    }

    /// The cadence's and the step's priority and a buying signal as one number, the first first.
    fn priority(&self, step: Option<&Step>, buying_signal: bool) -> i64 {
        let of_step = step.map_or(Priority::Normal, |step| step.rules.priority);
        let of = |priority| match priority {
            Priority::High => 0,
            Priority::Normal => 1,
            Priority::Low => 2,
        };
        if buying_signal { 0 } else { of(self.priority) + of(of_step) }
    }
}

const COLUMNS: &str = "enrolment.id, enrolment.uid, enrolment.cadence_id, version_id, \
    enrolment.partnership_id, enrolment.contact_id, run, started_at, enrolment.state, frozen, \
    stopped_since, touches, agenda.id, step_id, visit, attempt, base_at, retry_minutes, \
    snoozed_until, ready_at, due_at, agenda.state, moves, buying_signal, beyond_hours \
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
    keys: &SortKeys<'_>,
    now: Timestamp,
) -> Result<EnrolmentRow, StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO enrolment (uid, cadence_id, version_id, partnership_id, contact_id, state,
                                    frozen, stopped_since, run, touches, moves, started_at)
             VALUES (:uid, :cadence, :version, :partnership, :contact, :state, :frozen, :stopped, :run,
                     :touches, :moves, :now)",
        )?
        .execute(named_params! {
            ":uid": new.uid.as_bytes(), ":cadence": new.cadence.0, ":version": new.version.0,
            ":partnership": new.partnership.0, ":contact": new.contact.0,
            ":state": Json(enrolment.state), ":frozen": enrolment.frozen,
            ":stopped": enrolment.stopped_since.map(Timestamp::as_millis), ":run": enrolment.run,
            ":touches": enrolment.touches, ":moves": enrolment.moves, ":now": now.as_millis(),
        })?;
    let row = EnrolmentRow {
        id: EnrolmentId(tx.connection().last_insert_rowid()),
        uid: new.uid,
        cadence: new.cadence,
        version: new.version,
        partnership: new.partnership,
        contact: new.contact,
        started_at: now,
        touch: None,
        enrolment: enrolment.clone(),
    };
    save_touches(tx, &row, enrolment, closed, keys)
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
    keys: &SortKeys<'_>,
) -> Result<EnrolmentRow, StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE enrolment SET state = :state, frozen = :frozen, stopped_since = :stopped,
                    run = :run, touches = :touches, buying_signal = :signal WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": before.id.0, ":state": Json(next.state), ":frozen": next.frozen,
            ":stopped": next.stopped_since.map(Timestamp::as_millis), ":run": next.run,
            ":touches": next.touches, ":signal": next.buying_signal,
        })?;
    save_touches(tx, before, next, closed, keys)
}

fn save_touches(
    tx: &mut Tx<'_>,
    before: &EnrolmentRow,
    next: &Enrolment,
    closed: &[Closed],
    keys: &SortKeys<'_>,
) -> Result<EnrolmentRow, StoreError> {
    let mut open = before.touch;
    for closed in closed {
        // A step that a rule passed over at once gets its id here.
        let touch = match open.take() {
            Some(touch) => touch,
            None => add_touch(tx, before, &closed.position, keys, next, true)?,
        };
        close_touch(tx, before, touch, closed)?;
    }
    let at = before.enrolment.position.map(|position| position.step);
    if let (Some(touch), true, Some(position)) = (open, closed.is_empty(), &next.position)
        && at.is_some_and(|at| at != position.step)
    {
        // Its step is gone in another version: what was written for it is nobody's.
        remove_touch(tx, touch)?;
        open = None;
    }
    let touch = match (open, &next.position) {
        (Some(touch), Some(position)) => {
            move_touch(tx, touch, position, keys, next)?;
            Some(touch)
        }
        (None, Some(position)) => {
            Some(add_touch(tx, before, position, keys, next, !next.is_stopped())?)
        }
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
    keys: &SortKeys<'_>,
    next: &Enrolment,
    live: bool,
) -> Result<TouchId, StoreError> {
    let step = keys.steps.iter().find(|step| step.id == position.step);
    let kind = step.map_or(TouchKind::Task, |step| step.content.kind());
    tx.connection()
        .prepare_cached(
            "INSERT INTO agenda (enrolment_id, cadence_id, step_id, partnership_id, contact_id, kind,
                 visit, attempt, base_at, retry_minutes, snoozed_until, beyond_hours, ready_at, due_at,
                 state, live, name_key, tier, priority, zone, deadline_at)
             VALUES (:enrolment, :cadence, :step, :partnership, :contact, :kind,
                 :visit, :attempt, :base, :retry, :snoozed, :beyond, :ready, :due,
                 :state, :live, :name, :tier, :priority, :zone, :deadline)",
        )?
        .execute(named_params! {
            ":enrolment": row.id.0, ":cadence": row.cadence.0, ":step": position.step.0,
            ":partnership": row.partnership.0, ":contact": row.contact.0, ":kind": Word(kind),
            ":visit": position.visit, ":attempt": position.attempt,
            ":base": position.base.as_millis(), ":retry": position.retry_minutes,
            ":snoozed": position.snoozed_until.map(Timestamp::as_millis),
            ":beyond": position.beyond_hours,
            ":ready": position.ready_at.as_millis(), ":due": position.due_at.as_millis(),
            ":state": Word(position.state), ":live": live, ":name": keys.name_key,
            ":tier": keys.tier(), ":priority": keys.priority(step, next.buying_signal),
            ":zone": keys.zone.name(), ":deadline": keys.deadline(step, position),
        })?;
    let id = TouchId(tx.connection().last_insert_rowid());
    tx.changed(TagKind::Touch, id.0);
    Ok(id)
}

fn move_touch(
    tx: &mut Tx<'_>,
    id: TouchId,
    position: &Position,
    keys: &SortKeys<'_>,
    next: &Enrolment,
) -> Result<(), StoreError> {
    let step = keys.steps.iter().find(|step| step.id == position.step);
    tx.connection()
        .prepare_cached(
            // Who was told once that it is due is told again only when it has waited in between.
            "UPDATE agenda SET step_id = :step, visit = :visit, attempt = :attempt, kind = :kind,
                 base_at = :base, retry_minutes = :retry, snoozed_until = :snoozed,
                 beyond_hours = :beyond, ready_at = :ready, due_at = :due, state = :state,
                 live = :live, priority = :priority, zone = :zone, deadline_at = :deadline,
                 reminded = iif(:state = 'waiting', 0, reminded)
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.0, ":step": position.step.0, ":visit": position.visit,
            ":attempt": position.attempt,
            ":kind": Word(step.map_or(TouchKind::Task, |step| step.content.kind())),
            ":base": position.base.as_millis(), ":retry": position.retry_minutes,
            ":snoozed": position.snoozed_until.map(Timestamp::as_millis),
            ":beyond": position.beyond_hours,
            ":ready": position.ready_at.as_millis(), ":due": position.due_at.as_millis(),
            ":state": Word(position.state), ":live": !next.is_stopped(),
            ":priority": keys.priority(step, next.buying_signal), ":zone": keys.zone.name(),
            ":deadline": keys.deadline(step, position),
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
            "INSERT INTO touch (id, enrolment_id, cadence_id, step_id, run, visit, attempt, outcome,
                                skipped, disposition, due_at, closed_at)
             VALUES (:id, :enrolment, :cadence, :step, :run, :visit, :attempt, :outcome,
                     :skipped, :disposition, :due, :at)",
        )?
        .execute(named_params! {
            ":id": id.0, ":enrolment": row.id.0, ":cadence": row.cadence.0, ":step": step.0,
            ":run": closed.run,
            ":visit": visit, ":attempt": attempt, ":outcome": outcome,
            ":skipped": closed.skipped.map(Word), ":disposition": closed.disposition.map(Word),
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

/// Brings an enrolment into another version of its cadence.
///
/// # Errors
/// The database's.
pub fn set_version(tx: &mut Tx<'_>, id: EnrolmentId, to: VersionId) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE enrolment SET version_id = ?2 WHERE id = ?1")?
        .execute((id.0, to.0))?;
    Ok(())
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
