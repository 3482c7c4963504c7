//! Takes back what an entry of the timeline tells (R13).

use super::carry::contact_error;
use super::{Cause, Loaded, Moment, WorkError, carry_out, load_enrolment, take_back_messages};
use desk_core::cadence::CadenceStatus;
use desk_core::enrolment::Event;
use desk_core::event::{Actor, What};
use desk_core::ids::{ContactId, EnrolmentId, EventId};
use desk_core::touch::TouchState;
use desk_store::event::{self, NewEvent};
use desk_store::{Tx, cadence, contact, enrolment as table, incoming, outbox, undo};
use desk_wire::error::Problem;

/// Takes back what an entry of the timeline tells.
pub(crate) fn take_back(tx: &mut Tx<'_>, moment: Moment<'_>, id: EventId) -> Result<(), WorkError> {
    let found = event::undoable(tx.connection(), id)?.ok_or(WorkError::NotUndoable)?;
    let kept = found.before.enrolments();
    let mut people: Vec<ContactId> = found.contact.into_iter().collect();
    for &enrolment in &kept {
        people.extend(table::get(tx.connection(), enrolment)?.map(|row| row.contact));
    }
    for contact in people {
        let open = table::open_of_contact(tx.connection(), contact)?;
        // Meanwhile the contact has entered something else.
        if open.iter().any(|row| !kept.contains(&row.id)) {
            return Err(WorkError::NotUndoable);
        }
    }
    for &enrolment in &kept {
        if outbox::is_sending(tx.connection(), enrolment)? {
            return Err(WorkError::NotUndoable);
        }
        if let Some(row) = table::get(tx.connection(), enrolment)? {
            let loaded = load_enrolment(tx.connection(), row.id)?;
            take_back_messages(tx, moment, &loaded)?;
        }
    }
    // First, so that the contact has its addresses when the enrolments go on.
    if let (What::OptedOut, Some(contact)) = (&found.what, found.contact) {
        match (event::opted_out_besides(tx.connection(), contact, id)?, kept.as_slice()) {
            (false, _) => contact::take_opt_out_back(tx, contact).map_err(contact_error)?,
            // The contact has asked for no more twice, and only one of it was none.
            (true, []) => {}
            (true, _) => return Err(WorkError::NotUndoable),
        }
    }
    undo::restore(tx, &found.before, found.at)?;
    for &enrolment in &kept {
        catch_up(tx, moment, enrolment)?;
    }
    event::mark_undone(tx, id, &kept, moment.now)?;
    incoming::unmark(tx, id)?;
    let entry = NewEvent {
        uid: moment.ids.uid(moment.now),
        at: moment.now,
        actor: Actor::Rep,
        what: What::Undone { event: id },
        partnership: found.partnership,
        contact: found.contact,
        // Apart from the enrolment: taking back is nothing that could be taken back with it.
        enrolment: None,
        step: None,
    };
    event::insert(tx, &entry, None)?;
    Ok(())
}

/// What has happened since around an enrolment that was brought back: its cadence may have been
/// deactivated or activated, and its message may have left.
pub(super) fn catch_up(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: EnrolmentId,
) -> Result<(), WorkError> {
    let Some(row) = table::get(tx.connection(), id)? else { return Ok(()) };
    let open = row.enrolment.position.is_some();
    let status = cadence::get(tx.connection(), row.cadence)?.map(|cadence| cadence.status);
    if open && status == Some(CadenceStatus::Archived) {
        // Nobody is in an archived cadence (R16).
        return Err(Problem::CadenceArchived.into());
    }
    let active = status == Some(CadenceStatus::Active);
    let loaded = load_enrolment(tx.connection(), row.id)?;
    let row = if open && loaded.row.enrolment.frozen == active {
        let happens = if active { Event::Thaw } else { Event::Freeze };
        carry_out(tx, moment, &loaded, happens, Cause::silent())?.row
    } else {
        loaded.row.clone()
    };
    let paused = loaded.person.settings.paused_since.is_some();
    let row = match row.enrolment.stopped_since {
        // What it stood still for is over.
        Some(since) if open && !paused && !row.enrolment.is_stopped() => {
            let loaded = load_enrolment(tx.connection(), row.id)?;
            carry_out(tx, moment, &loaded, Event::GoOn { since }, Cause::silent())?.row
        }
        _ => row,
    };
    let waits = row.enrolment.position.is_some_and(|open| open.state == TouchState::InOutbox);
    if let (true, Some(touch)) = (waits, row.touch) {
        let has_left = outbox::has_left(tx.connection(), row.id, touch)?;
        let happens = if has_left { Event::Done } else { Event::TakenBack };
        let loaded = Loaded { row, ..loaded };
        carry_out(tx, moment, &loaded, happens, Cause::silent())?;
    }
    Ok(())
}
