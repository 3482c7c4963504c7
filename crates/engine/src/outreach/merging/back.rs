//! Makes two of one again.

use super::{replan_all, told};
use crate::outreach::take_back::catch_up;
use crate::outreach::{Moment, WorkError, load_enrolment, take_back_messages};
use desk_core::event::What;
use desk_core::ids::{EventId, PartnershipId};
use desk_store::merge::{self as table, Conflict};
use desk_store::{Tx, event, undo};
use desk_wire::error::Problem;
use desk_wire::merging::MergeConflict;

/// Takes a merge back that an entry tells, unless something stands against it; the partnership that was kept.
pub(crate) fn take_back(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: EventId,
) -> Result<PartnershipId, WorkError> {
    let merge = table::of_event(tx.connection(), id)?.ok_or(WorkError::NotUndoable)?;
    if let Some(conflict) = table::conflict(tx.connection(), &merge, moment.now)? {
        return Err(Problem::MergeStands { conflict: in_words(conflict) }.into());
    }
    let before = event::kept_before(tx.connection(), id)?.unwrap_or_default();
    for enrolment in before.enrolments() {
        let loaded = load_enrolment(tx.connection(), enrolment)?;
        take_back_messages(tx, moment, &loaded)?;
    }
    table::take_back(tx, &merge, moment.now)?;
    undo::restore(tx, &before, merge.at)?;
    for enrolment in before.enrolments() {
        catch_up(tx, moment, enrolment)?;
    }
    replan_all(tx, moment, merge.kept)?;
    if let Some(other) = merge.document.other() {
        replan_all(tx, moment, other)?;
    }
    // Apart from the contacts: it is nothing that stands against taking back what lies before it.
    event::insert(tx, &told(moment, merge.kept, None, What::Undone { event: id }), None)?;
    Ok(merge.kept)
}

fn in_words(conflict: Conflict) -> MergeConflict {
    match conflict {
        Conflict::TooLate => MergeConflict::TooLate,
        Conflict::MergedAgain => MergeConflict::MergedAgain,
        Conflict::InBin => MergeConflict::InBin,
        Conflict::OnTheWay => MergeConflict::OnTheWay,
        Conflict::ContactChanged => MergeConflict::ContactChanged,
        Conflict::Message => MergeConflict::Message,
        Conflict::Happened { what, contact } => {
            MergeConflict::Happened { what: Box::new(what), contact }
        }
    }
}
