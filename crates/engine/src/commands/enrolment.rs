//! Commands about contacts in cadences, and how the partnership's screen shows them.

use super::account::sender_of;
use super::{texts, work_error};
use crate::outreach::hear::{self, Heard};
use crate::outreach::{
    Cause, Loaded, Moment, Shared, WorkError, carry_out, load, load_enrolment, numbered, take_back,
};
use crate::ports::{Writes, Zoned};
use desk_core::enrolment::{self, EnrolmentState, Event, Outcome, PauseReason, Refused};
use desk_core::event::{Actor, What};
use desk_core::ids::{EventId, Ids};
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
use desk_store::contact::{self, Contact};
use desk_store::partnership::PartnershipRow;
use desk_store::{Connection, StoreError, account, cadence, enrolment as table};
use desk_wire::command::Nothing;
use desk_wire::enrolment::{Done, EnrolmentCard, EnrolmentRef, PlannedStep, TouchCard, Undo};
use desk_wire::error::{Problem, WireError};
use desk_wire::partnership::ContactRef;
use desk_wire::rules::{EnrolmentSign, Sign};

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
        let before = contact::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        if before.opted_out_at.is_some() {
            return Err(Problem::Suppressed.into());
        }
        hear::opt_out(tx, moment, request.id, Actor::Rep)
    });
    told(Some(done.map_err(work_error)?))
}

/// Answers `enrolment_sign`.
///
/// # Errors
/// An enrolment that is gone or finished, or the database's.
pub fn sign(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: EnrolmentSign,
) -> Result<Done, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let heard = match request.sign {
        Sign::BuyingSignal => Heard::BuyingSignal,
        Sign::Meeting => Heard::Meeting,
        Sign::WroteByHand => Heard::WroteByHand,
    };
    let done = host.write(|tx| {
        let loaded = load_enrolment(tx.connection(), request.id)?;
        if loaded.row.enrolment.position.is_none() {
            return Err(Refused::Finished.into());
        }
        Ok(hear::hear(tx, moment, &loaded, &heard, Actor::Rep, false)?.0)
    });
    told(Some(done.map_err(work_error)?))
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
    let (mut cards, shared) = (Vec::new(), Shared::default());
    for row in table::of_partnership(c, home.id)? {
        let Some(contact) = contacts.iter().find(|contact| contact.id == row.contact) else {
            continue;
        };
        let cadence_name = cadence::name(c, row.cadence)?;
        let loaded = match load(c, row, &shared) {
            Ok(loaded) => loaded,
            Err(WorkError::Store(error)) => return Err(error),
            Err(_) => continue,
        };
        let account = account::of_enrolment(c, loaded.row.id)?;
        let sender = sender_of(c, account.as_ref())?;
        let custom = &loaded.person.custom;
        let values = texts::values(contact, home, custom, &sender, &loaded.noted(c)?);
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
    let place = loaded.place(rep_zone);
    let course = loaded.course(&place, rep_zone);
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
            zone: course.zone(step).name().to_owned(),
            about: texts::about(step, values),
        })
    });
    let upcoming = if row.enrolment.is_stopped() {
        Vec::new()
    } else {
        let planned = enrolment::plan::plan(&row.enrolment, &course, now).into_iter();
        let of_run = planned.filter(|planned| planned.run == row.enrolment.run);
        of_run.skip(1).filter_map(|planned| planned_step(&planned, &course)).collect()
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

/// A step of a plan as the window shows it.
pub(super) fn planned_step(
    planned: &enrolment::plan::Planned,
    course: &enrolment::Course<'_>,
) -> Option<PlannedStep> {
    let (position, step) = numbered(course.steps, planned.step)?;
    Some(PlannedStep {
        step: step.id,
        position,
        name: step.name.clone(),
        kind: step.content.kind(),
        due_at: planned.due_at,
        zone: course.zone(step).name().to_owned(),
        skipped: planned.skipped,
        conditional: planned.conditional,
    })
}
