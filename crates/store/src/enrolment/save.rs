//! Writes what the rules made of an enrolment, and no more than has changed: often it is one of thousands.

use super::{EnrolmentRow, NewEnrolment, SortKeys};
use crate::text_enum::{Json, Word};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::enrolment::{Closed, Enrolment, Position};
use desk_core::ids::{EnrolmentId, TouchId, VersionId};
use desk_core::time::Timestamp;
use desk_core::touch::TouchKind;
use rusqlite::named_params;

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
                                    frozen, stopped_since, run, touches, moves, started_at, account_id)
             VALUES (:uid, :cadence, :version, :partnership, :contact, :state, :frozen, :stopped, :run,
                     :touches, :moves, :now, :account)",
        )?
        .execute(named_params! {
            ":uid": new.uid.as_bytes(), ":cadence": new.cadence.0, ":version": new.version.0,
            ":partnership": new.partnership.0, ":contact": new.contact.0,
            ":state": Json(enrolment.state), ":frozen": enrolment.frozen,
            ":stopped": enrolment.stopped_since.map(Timestamp::as_millis), ":run": enrolment.run,
            ":touches": enrolment.touches, ":moves": enrolment.moves, ":now": now.as_millis(),
            ":account": new.account.map(|account| account.0),
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
    let was = &before.enrolment;
    let same =
        (was.state, was.frozen, was.stopped_since) == (next.state, next.frozen, next.stopped_since);
    if !same {
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
    } else if (was.run, was.touches, was.buying_signal)
        != (next.run, next.touches, next.buying_signal)
    {
        // No index holds these.
        tx.connection()
            .prepare_cached(
                "UPDATE enrolment SET run = :run, touches = :touches, buying_signal = :signal
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": before.id.0, ":run": next.run, ":touches": next.touches,
                ":signal": next.buying_signal,
            })?;
    }
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
            if !turn_touch(tx, touch, before, position, keys, next)? {
                move_touch(tx, touch, position, keys, next)?;
            }
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

/// Writes the new state of a touch of which nothing else has changed, which leaves most indexes alone.
/// False when more has changed.
fn turn_touch(
    tx: &mut Tx<'_>,
    id: TouchId,
    before: &EnrolmentRow,
    position: &Position,
    keys: &SortKeys<'_>,
    next: &Enrolment,
) -> Result<bool, StoreError> {
    let same = before.enrolment.position.map(|was| Position { state: position.state, ..was });
    if same != Some(*position) || before.enrolment.is_stopped() != next.is_stopped() {
        return Ok(false);
    }
    let step = keys.steps.iter().find(|step| step.id == position.step);
    let turned = tx
        .connection()
        .prepare_cached(
            "UPDATE agenda SET state = :state, zone = :zone,
                 reminded = iif(:state = 'waiting', 0, reminded)
             WHERE id = :id AND live = :live AND priority = :priority AND deadline_at IS :deadline",
        )?
        .execute(named_params! {
            ":id": id.0, ":state": Word(position.state), ":zone": keys.zone.name(),
            ":live": !next.is_stopped(), ":priority": keys.priority(step, next.buying_signal),
            ":deadline": keys.deadline(step, position),
        })?;
    Ok(turned > 0)
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
                 reminded = iif(:state = 'waiting', 0, reminded),
                 caller = iif((step_id, visit, attempt) = (:step, :visit, :attempt), caller, '')
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
                                skipped, disposition, due_at, closed_at, mailed)
             VALUES (:id, :enrolment, :cadence, :step, :run, :visit, :attempt, :outcome,
                     :skipped, :disposition, :due, :at,
                     EXISTS (SELECT 1 FROM outbox
                             WHERE enrolment_id = :enrolment AND touch_id = :id AND state = 'sent'))",
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
