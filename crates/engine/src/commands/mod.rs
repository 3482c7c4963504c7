//! Handlers of the commands, one module an area. Each asks only for the ports that it uses.

pub mod account;
pub mod assign;
pub mod attachment;
pub(crate) mod automatic;
pub mod cadence;
pub mod call;
pub mod caller;
pub mod change;
pub mod custom;
pub mod due;
pub mod editor;
pub mod email;
pub mod enrolment;
pub mod figures;
pub mod incoming;
mod lacking;
pub mod many;
pub mod merging;
pub mod outbox;
pub mod partnership;
pub(crate) mod practice;
pub mod reply;
pub mod settings;
pub(crate) mod sign_in;
pub mod stage;
pub mod suppression;
pub(crate) mod test_mail;
pub(crate) mod texts;
pub mod waking;
pub mod work;

use crate::outreach::WorkError;
use desk_core::enrolment::Refused;
use desk_core::partnership::PersonProblem;
use desk_store::StoreError;
use desk_wire::error::{Problem, WireError};

/// Fewest and most rows of a page.
const PAGE: (u32, u32) = (1, 200);

/// An error of the database as the window hears it.
fn store_error(error: StoreError) -> WireError {
    match error {
        StoreError::Damaged(_) => Problem::WorkspaceDamaged.into(),
        StoreError::DiskFull => Problem::DiskFull.into(),
        StoreError::Document(_) | StoreError::Sqlite(_) => WireError::internal(&error),
    }
}

/// An error of the rules as the window hears it.
fn work_error(error: WorkError) -> WireError {
    match error {
        WorkError::Gone => Problem::NotFound.into(),
        WorkError::NotUndoable => Problem::NotUndoable.into(),
        WorkError::Refused(Refused::Finished) => Problem::EnrolmentFinished.into(),
        WorkError::Refused(Refused::Stopped | Refused::NotPaused) => {
            Problem::EnrolmentStopped.into()
        }
        WorkError::Refused(Refused::TouchState | Refused::NoSuchStep) => {
            Problem::TouchClosed.into()
        }
        WorkError::Told(error) => *error,
        WorkError::Store(error) => store_error(error),
    }
}

fn person_problem(problem: PersonProblem) -> WireError {
    Problem::from(problem).into()
}
