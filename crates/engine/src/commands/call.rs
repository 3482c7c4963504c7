//! Commands of the call window and the task window.

use super::caller;
use super::enrolment::told;
use super::work::{touch_error, workable};
use crate::outreach::{
    Cause, Loaded, Moment, WorkError, carry_out_with, load_touch, was_contacted,
};
use crate::ports::{Opener, Reads, TelAddress, Writes, Zoned};
use desk_core::draft::{CallLog, Draft, MAX_NOTES};
use desk_core::enrolment::Event;
use desk_core::event::{Actor, What};
use desk_core::ids::Ids;
use desk_core::partnership::PersonField;
use desk_core::phone::PhoneNumber;
use desk_core::schedule::calling_hours;
use desk_core::step::{Step, StepContent, TaskWork};
use desk_core::text;
use desk_core::time::Clock;
use desk_core::touch::{CallAction, Disposition};
use desk_store::{draft, undo};
use desk_wire::command::Nothing;
use desk_wire::enrolment::Done;
use desk_wire::error::{Problem, WireError};
use desk_wire::partnership::Saved;
use desk_wire::work::{CallDial, CallFinish, CallSave, TaskNotes};

/// Answers `call_save`.
///
/// # Errors
/// Notes that are too long, a touch that is not open any more, or the database's.
pub fn save(host: &(impl Writes + Clock), request: CallSave) -> Result<Saved, WireError> {
    let log = checked(request.log)?;
    keep(host, request.id, Draft::Call(log))
}

/// Answers `task_save`.
///
/// # Errors
/// Notes that are too long, a touch that is not open any more, or the database's.
pub fn save_task(host: &(impl Writes + Clock), request: TaskNotes) -> Result<Saved, WireError> {
    let notes = notes(&request.notes)?;
    keep(host, request.id, Draft::Task { notes })
}

fn keep(
    host: &(impl Writes + Clock),
    touch: desk_core::ids::TouchId,
    kept: Draft,
) -> Result<Saved, WireError> {
    let now = host.now();
    let saved = host.write(|tx| {
        load_touch(tx.connection(), touch)?;
        draft::save(tx, touch, &kept, now)?;
        Ok::<_, WorkError>(())
    });
    saved.map_err(touch_error)?;
    Ok(Saved { at: now })
}

/// Answers `task_complete`.
///
/// # Errors
/// Notes that are too long, a touch that is not open any more, an enrolment that stands still, or
/// the database's.
pub fn complete_task(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: TaskNotes,
) -> Result<Done, WireError> {
    let notes = notes(&request.notes)?;
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let loaded = load_touch(tx.connection(), request.id)?;
        workable(&loaded)?;
        let work = work_of(&loaded);
        draft::save(tx, request.id, &Draft::Task { notes: notes.clone() }, moment.now)?;
        let before = undo::snapshot(tx.connection(), &[loaded.row.id])?;
        let cause = Cause::rep(What::TaskDone { work, notes });
        carry_out_with(tx, moment, &loaded, Event::Done, cause, Some(before))
    });
    told(done.map_err(touch_error)?.event)
}

/// What the open task is.
fn work_of(loaded: &Loaded) -> TaskWork {
    match loaded.current() {
        Some((_, Step { content: StepContent::Task { work, .. }, .. })) => *work,
        _ => TaskWork::Other,
    }
}

/// Answers `call_dial` (R39: the window names a touch, the address is built here).
///
/// # Errors
/// A call outside the legal hours at the contact's place, a number that was called as often as may be
/// (R35) or is gone, or what the operating system said.
pub fn dial(
    host: &(impl Reads + Clock + Zoned),
    opener: &dyn Opener,
    request: CallDial,
) -> Result<Nothing, WireError> {
    let found = host.store().read(|c| match load_touch(c, request.id) {
        Ok(loaded) => Ok(Ok(loaded)),
        Err(WorkError::Store(error)) => Err(error),
        Err(other) => Ok(Err(other)),
    });
    let loaded = found.map_err(super::store_error)?.map_err(touch_error)?;
    let now = host.now();
    // R10: of a guess, every zone that it may be counts.
    if calling_hours(now, loaded.place(host.rep_zone()).candidates()) != Some(now) {
        return Err(Problem::OutsideCallingHours.into());
    }
    let index = usize::try_from(request.number).map_err(|_| Problem::NotFound)?;
    let (number, _) = loaded.person.contact.usable_phones.get(index).ok_or(Problem::NotFound)?;
    let place = loaded.place(host.rep_zone());
    if loaded.course(&place, host.rep_zone()).number_allowed_from(index, now) > now {
        return Err(Problem::CalledOften.into());
    }
    let number = PhoneNumber::parse(number).map_err(|_| Problem::NotFound)?;
    opener.call(&TelAddress::of(&number)).map_err(|error| {
        tracing::warn!(%error, "the number could not be opened");
        Problem::NotDialled { detail: error.to_string() }
    })?;
    Ok(Nothing {})
}

/// Answers `call_finish`: the four buttons (R36).
///
/// # Errors
/// Notes that are too long, a touch that is not open any more, an enrolment that stands still, or
/// the database's.
pub fn finish(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: CallFinish,
) -> Result<Done, WireError> {
    let mut log = checked(request.log)?;
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let mut loaded = load_touch(tx.connection(), request.id)?;
        workable(&loaded)?;
        if let (true, Some((first, _))) =
            (log.number.is_empty(), loaded.person.contact.usable_phones.first())
        {
            log.number.clone_from(first);
        }
        draft::save(tx, request.id, &Draft::Call(log.clone()), moment.now)?;
        let mut before = undo::snapshot(tx.connection(), &[loaded.row.id])?;
        let from = caller::chosen(tx.connection(), request.id)?;
        let from = from.map_or_else(String::new, |from| from.number);
        let (event, what) = outcome(&log, from, request.action);
        let cause = Cause { actor: Actor::Rep, what: Some(what), undoable: true };
        if request.action != CallAction::CompleteOnly {
            before = before.with_contact(loaded.row.contact);
            was_contacted(tx, &mut loaded)?;
            loaded.note_call(moment.now, &log);
        }
        if request.action == CallAction::LogOnly {
            // What was noted is in the timeline; the next attempt begins with an empty form.
            draft::discard(tx, request.id)?;
        }
        carry_out_with(tx, moment, &loaded, event, cause, Some(before))
    });
    told(done.map_err(touch_error)?.event)
}

/// What a button leads to, and what the timeline says of it (R36).
fn outcome(log: &CallLog, from: String, action: CallAction) -> (Event, What) {
    let logged = |success, completed| What::CallLogged {
        disposition: log.disposition,
        sentiment: log.sentiment,
        notes: log.notes.clone(),
        success,
        completed,
        number: log.number.clone(),
        from: from.clone(),
    };
    let disposition = log.disposition;
    match action {
        CallAction::LogOnly => (Event::Tick, logged(false, false)),
        CallAction::CompleteOnly => (Event::Done, What::CompletedWithoutLog),
        CallAction::Success if disposition == Some(Disposition::MeetingBooked) => {
            (Event::Called { disposition }, logged(true, true))
        }
        CallAction::Success => (Event::Done, logged(true, true)),
        CallAction::LogAndComplete => (Event::Called { disposition }, logged(false, true)),
    }
}

fn checked(log: CallLog) -> Result<CallLog, WireError> {
    if !log.number.is_empty() {
        PhoneNumber::parse(&log.number).map_err(|_| Problem::NotFound)?;
    }
    Ok(CallLog { notes: notes(&log.notes)?, ..log })
}

fn notes(raw: &str) -> Result<String, WireError> {
    text::block(raw, MAX_NOTES).map_err(|problem| {
        let fault = problem.into();
        Problem::PersonField { field: PersonField::Notes, entry: 0, fault }.into()
    })
}
