//! Carries out what the rules decide about an enrolment: one transaction with its entry in the
//! timeline, and a way back where there is one.
//!
//! [`load`] reads what the rules need to know, [`carry`] lets one event happen to one enrolment,
//! [`hear`] brings what comes from outside to all that it concerns, [`bulk`] does one thing to many,
//! [`take_back`] undoes, and [`merging`] makes one record of two.

pub(crate) mod bulk;
pub(crate) mod carry;
pub(crate) mod custom;
pub(crate) mod deciding;
pub(crate) mod hear;
pub(crate) mod load;
pub(crate) mod merging;
pub(crate) mod ruling;
mod take_back;

pub(crate) use carry::{Cause, carry_out, carry_out_with, take_back_messages, tell_rules, tick};
pub(crate) use load::{
    Loaded, Person, Shared, load, load_enrolment, load_touch, numbered, place_of,
};
pub(crate) use take_back::take_back;

use desk_core::enrolment::Refused;
use desk_core::event::{Actor, What};
use desk_core::ids::Ids;
use desk_core::partnership::Stage;
use desk_core::time::Timestamp;
use desk_core::zone::Zone;
use desk_store::enrolment::EnrolmentRow;
use desk_store::event::NewEvent;
use desk_store::{StoreError, Tx, partnership, stage};
use desk_wire::error::{Problem, WireError};

/// The moment in which something is done, and where.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    /// New uids.
    pub ids: &'a dyn Ids,
    /// The present moment.
    pub now: Timestamp,
    /// The rep's zone.
    pub rep_zone: Zone,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WorkError {
    /// The record is gone.
    #[error("no such record")]
    Gone,
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Something was sent or logged since.
    #[error("it cannot be taken back")]
    NotUndoable,
    /// Something that the window is told as it is.
    #[error(transparent)]
    Told(#[from] Box<WireError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Problem> for WorkError {
    fn from(problem: Problem) -> Self {
        Self::Told(Box::new(problem.into()))
    }
}

/// An entry about an enrolment.
pub(crate) fn entry(
    moment: Moment<'_>,
    row: &EnrolmentRow,
    actor: Actor,
    what: What,
    step: Option<(u32, String)>,
) -> NewEvent {
    NewEvent {
        uid: moment.ids.uid(moment.now),
        at: moment.now,
        actor,
        what,
        partnership: row.partnership,
        contact: Some(row.contact),
        enrolment: Some((row.cadence, row.id)),
        step,
    }
}

/// Notes that the other side was contacted: a lead is one no more, also for what follows at once.
pub(crate) fn was_contacted(tx: &mut Tx<'_>, loaded: &mut Loaded) -> Result<(), WorkError> {
    let home = &mut loaded.person.partnership;
    if home.fields.stage == Stage::Lead {
        home.fields.stage = Stage::Contacted;
        home.stage_name = stage::name(tx.connection(), Stage::Contacted)?.unwrap_or_default();
    }
    Ok(partnership::advance_stage(tx, home.id, Stage::Lead, Stage::Contacted)?)
}
