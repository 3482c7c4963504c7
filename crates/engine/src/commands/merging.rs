//! Commands about merging two partnerships, or two contacts of one (R24).

use super::work_error;
use crate::outreach::merging::{self as work, Outcome};
use crate::outreach::{Moment, WorkError};
use crate::ports::{Writes, Zoned};
use desk_core::ids::Ids;
use desk_core::time::Clock;
use desk_store::StoreError;
use desk_wire::error::WireError;
use desk_wire::merging::{MergePreview, MergeRequest, MergeUndo, Merged};

/// How a merge that was only tried came out.
enum Tried {
    /// It would be done.
    Done(Box<Outcome>),
    /// It would not.
    Failed(WorkError),
}

impl From<StoreError> for Tried {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Answers `merge_preview`: it is done, and nothing of it is kept, so that what is told is what would happen.
///
/// # Errors
/// What `merge` would answer.
pub fn preview(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: &MergeRequest,
) -> Result<MergePreview, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let tried: Result<(), Tried> = host.write(|tx| {
        let done = work::merge(tx, moment, request.of, &request.choices);
        Err(match done {
            Ok(done) => Tried::Done(Box::new(done)),
            Err(error) => Tried::Failed(error),
        })
    });
    match tried {
        Err(Tried::Done(done)) => Ok(MergePreview {
            kept: done.kept,
            other: done.other,
            differences: done.differences,
            consequences: done.consequences,
        }),
        Err(Tried::Failed(error)) => Err(work_error(error)),
        Ok(()) => Err(WireError::internal(&"a merge that was tried was kept")),
    }
}

/// Answers `merge`.
///
/// # Errors
/// Records that are gone or cannot be merged now, fields that together are too long, or the database's.
pub fn merge(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: &MergeRequest,
) -> Result<Merged, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host
        .write(|tx| work::merge(tx, moment, request.of, &request.choices))
        .map_err(work_error)?;
    Ok(Merged { event: done.event, partnership: done.partnership })
}

/// Answers `merge_undo`.
///
/// # Errors
/// A merge that was taken back, something that stands against it, or the database's.
pub fn undo(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: MergeUndo,
) -> Result<Merged, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let kept = host.write(|tx| work::take_back(tx, moment, request.event)).map_err(work_error)?;
    Ok(Merged { event: request.event, partnership: kept })
}
