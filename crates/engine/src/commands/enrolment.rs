//! Commands about contacts in cadences, and how the partnership's screen shows them.

use super::{texts, work_error};
use crate::outreach::{
    Cause, Loaded, Moment, WorkError, carry_out, carry_out_with, finish_all, load, load_enrolment,
    numbered, take_back,
};
use crate::ports::{Writes, Zoned};
use desk_core::enrolment::{self, EnrolmentState, Event, Outcome, PauseReason, Position};
use desk_core::event::{Actor, What};
use desk_core::ids::{EventId, Ids};
use desk_core::step::Step;
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
use desk_store::contact::{self, Contact};
use desk_store::event::{self, NewEvent};
use desk_store::partnership::PartnershipRow;
use desk_store::{Connection, StoreError, account, cadence, enrolment as table, undo};
use desk_wire::command::Nothing;
use desk_wire::enrolment::{Done, EnrolmentCard, EnrolmentRef, PlannedStep, TouchCard, Undo};
use desk_wire::error::{Problem, WireError};
use desk_wire::partnership::ContactRef;

/// Answers `enrolment_pause`.
///
/// # Errors
/// An enrolment that is gone, finished or paused already, or the database's.
pub fn pause(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: EnrolmentRef,
) -> Result<Done, WireError> {
    let reason = PauseReason::Rep;
    act(host, request, Event::Pause { reason }, What::Paused { reason })
}

/// Answers `enrolment_resume`.
///
/// # Errors
/// An enrolment that is gone, finished or not paused, or the database's.
pub fn resume(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: EnrolmentRef,
) -> Result<Done, WireError> {
    act(host, request, Event::Resume, What::Resumed)
}

/// Answers `enrolment_remove`.
///
/// # Errors
/// An enrolment that is gone or finished, or the database's.
pub fn remove(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: EnrolmentRef,
) -> Result<Done, WireError> {
    let outcome = Outcome::Removed;
    act(host, request, Event::Finish { outcome }, What::Finished { outcome })
}

/// Answers `enrolment_won`.
///
/// # Errors
/// An enrolment that is gone or finished, or the database's.
pub fn won(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: EnrolmentRef,
) -> Result<Done, WireError> {
    let outcome = Outcome::Won;
    act(host, request, Event::Finish { outcome }, What::Finished { outcome })
}

fn act(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: EnrolmentRef,
    happens: Event,
    what: What,
) -> Result<Done, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let loaded = load_enrolment(tx.connection(), request.id)?;
        carry_out(tx, moment, &loaded, happens, Cause::rep(what))
    });
    told(done.map_err(work_error)?.event)
}

/// The answer of a command that wrote an entry.
pub(super) fn told(event: Option<EventId>) -> Result<Done, WireError> {
    event
        .map(|event| Done { event })
        .ok_or_else(|| WireError::internal(&"an entry of the timeline is missing"))
}

/// Answers `contact_opt_out` (R33): all cadences of the contact end, its addresses are suppressed.
///
/// # Errors
/// A contact that is gone, or the database's.
pub fn opt_out(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: ContactRef,
) -> Result<Done, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let rows = table::open_of_contact(tx.connection(), request.id)?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let before = undo::snapshot(tx.connection(), &ids)?.with_contact(request.id);
        let before_that = contact::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        if before_that.opted_out_at.is_some() {
            return Err(Problem::Suppressed.into());
        }
        let partnership = contact::opt_out(tx, request.id, moment.now).map_err(gone)?;
        finish_all(tx, moment, rows, Outcome::OptedOut, Actor::Rep)?;
        let entry = NewEvent {
            uid: moment.ids.uid(moment.now),
            at: moment.now,
            actor: Actor::Rep,
            what: What::OptedOut,
            partnership,
            contact: Some(request.id),
            enrolment: None,
            step: None,
        };
        Ok::<_, WorkError>(event::insert(tx, &entry, Some(&before))?)
    });
    told(Some(done.map_err(work_error)?))
}

fn gone(error: contact::ContactError) -> WorkError {
    match error {
        contact::ContactError::Store(error) => WorkError::Store(error),
        _ => WorkError::Gone,
    }
}

/// Answers `undo`.
///
/// # Errors
/// [`Problem::NotUndoable`] when something was sent or logged since, or the database's.
pub fn undo(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: Undo,
) -> Result<Nothing, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    host.write(|tx| take_back(tx, moment, request.event)).map_err(work_error)?;
    Ok(Nothing {})
}

/// The enrolments of a partnership as its screen shows them.
pub(super) fn cards(
    c: &Connection,
    home: &PartnershipRow,
    contacts: &[Contact],
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Vec<EnrolmentCard>, StoreError> {
    let sender = account::sender(c)?;
    let mut cards = Vec::new();
    for row in table::of_partnership(c, home.id)? {
        let Some(contact) = contacts.iter().find(|contact| contact.id == row.contact) else {
            continue;
        };
        let cadence_name = cadence::get(c, row.cadence)?.map(|row| row.name).unwrap_or_default();
        let loaded = match load(c, row) {
            Ok(loaded) => loaded,
            Err(WorkError::Store(error)) => return Err(error),
            Err(_) => continue,
        };
        let values = texts::values(contact, home, &sender);
        cards.push(card(&loaded, cadence_name, contact, &values, now, rep_zone));
    }
    Ok(cards)
}

fn card(
    loaded: &Loaded,
    cadence_name: String,
    contact: &Contact,
    values: &desk_core::template::Values,
    now: Timestamp,
    rep_zone: Zone,
) -> EnrolmentCard {
    let row = &loaded.row;
    let course = loaded.course(rep_zone);
    let current = row.touch.zip(row.enrolment.position).and_then(|(id, position)| {
        let (number, step) = numbered(&loaded.version.steps, position.step)?;
        let kind = step.content.kind();
        Some(TouchCard {
            id,
            position: number,
            name: step.name.clone(),
            kind,
            state: position.state,
            due_at: position.due_at,
            zone: course.zone(kind).name().to_owned(),
            about: texts::about(step, values),
        })
    });
    let upcoming = match &row.enrolment.position {
        Some(position) if !row.enrolment.is_stopped() => {
            planned(&loaded.version.steps, position, &course, now)
        }
        _ => Vec::new(),
    };
    EnrolmentCard {
        id: row.id,
        cadence: row.cadence,
        cadence_name,
        contact: row.contact,
        contact_name: contact.name(),
        state: row.enrolment.state,
        frozen: row.enrolment.frozen
            && !matches!(row.enrolment.state, EnrolmentState::Finished { .. }),
        started_at: row.started_at,
        steps: u32::try_from(loaded.version.steps.len()).unwrap_or(u32::MAX),
        current,
        upcoming,
    }
}

/// The steps after a position, with their moments.
pub(super) fn planned(
    steps: &[Step],
    from: &Position,
    course: &enrolment::Course<'_>,
    now: Timestamp,
) -> Vec<PlannedStep> {
    enrolment::plan(from, course, now)
        .into_iter()
        .filter_map(|(id, due_at, skipped)| {
            let (position, step) = numbered(steps, id)?;
            Some(planned_step(position, step, due_at, skipped.is_some(), course))
        })
        .collect()
}

pub(super) fn planned_step(
    position: u32,
    step: &Step,
    due_at: Timestamp,
    skipped: bool,
    course: &enrolment::Course<'_>,
) -> PlannedStep {
    let kind = step.content.kind();
    PlannedStep {
        step: step.id,
        position,
        name: step.name.clone(),
        kind,
        due_at,
        zone: course.zone(kind).name().to_owned(),
        skipped,
    }
}

/// Freezes or thaws everybody in a cadence when it is deactivated or activated (R5). How many.
pub(super) fn freeze(
    tx: &mut desk_store::Tx<'_>,
    moment: Moment<'_>,
    cadence: desk_core::ids::CadenceId,
    frozen: bool,
) -> Result<u32, WorkError> {
    let rows = table::open_of_cadence(tx.connection(), cadence)?;
    let mut count = 0;
    for row in rows.into_iter().filter(|row| row.enrolment.frozen != frozen) {
        let loaded = load(tx.connection(), row)?;
        let happens = if frozen { Event::Freeze } else { Event::Thaw };
        carry_out_with(tx, moment, &loaded, happens, Cause::silent(), None)?;
        count += 1;
    }
    Ok(count)
}
