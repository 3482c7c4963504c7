//! Commands of the cadence editor: steps, activation, copies.

use super::cadence::{cadence_error, summary};
use super::enrolment::freeze;
use super::{store_error, work_error};
use crate::outreach::{Moment, WorkError};
use crate::ports::{Reads, Writes, Zoned};
use desk_core::cadence::{self as domain, CadenceDescription};
use desk_core::ids::{CadenceId, Ids, StepId};
use desk_core::step::{self, MAX_STEPS, Step};
use desk_core::time::Clock;
use desk_store::cadence::{self as table, CadenceError, CadenceRow};
use desk_store::version::{self, SaveError, StepToSave, Version};
use desk_wire::cadence::{CadenceDetail, CadenceRef, CadenceSave, CadenceSummary, StepSave};
use desk_wire::error::{Field, Problem, WireError};

/// Answers `cadence_get`.
///
/// # Errors
/// A cadence that is gone, or the database's.
pub fn get(host: &impl Reads, request: CadenceRef) -> Result<CadenceDetail, WireError> {
    let (row, version) = read(host, request.id)?;
    Ok(detail(row, version))
}

/// Answers `cadence_save`.
///
/// # Errors
/// A goal or a step that cannot be saved, another revision saved meanwhile, a cadence that is
/// archived or gone, or the database's.
pub fn save(
    host: &(impl Writes + Clock),
    request: CadenceSave,
) -> Result<CadenceDetail, WireError> {
    let CadenceSave { id, revision, goal, steps } = request;
    let goal = domain::parse_goal(&goal).map_err(|e| WireError::text(Field::Goal, e))?;
    if steps.len() > MAX_STEPS {
        let max = u32::try_from(MAX_STEPS).unwrap_or(u32::MAX);
        return Err(Problem::TooManySteps { max }.into());
    }
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(position, step)| checked(step).map_err(|e| Problem::step(position, e)))
        .collect::<Result<Vec<_>, _>>()?;
    let now = host.now();
    let (row, version) =
        host.write(|tx| version::save(tx, id, revision, &goal, steps, now)).map_err(save_error)?;
    Ok(detail(row, version))
}

/// Answers `cadence_activate`: whoever is in it goes on.
///
/// # Errors
/// What is missing in the steps, a cadence that is archived or gone, or the database's.
pub fn activate(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: CadenceRef,
) -> Result<CadenceSummary, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    // Looked at in the transaction that activates, so that nothing is saved in between.
    let row = host.write(|tx| {
        let version = version::latest(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        if let Some(problem) = missing(&version) {
            return Err(problem.into());
        }
        let row = table::set_active(tx, request.id, true, moment.now).map_err(told)?;
        freeze(tx, moment, request.id, false)?;
        Ok(row)
    });
    row.map(summary).map_err(work_error)
}

/// Answers `cadence_deactivate`: whoever is in it stands still.
///
/// # Errors
/// A cadence that is archived or gone, or the database's.
pub fn deactivate(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: CadenceRef,
) -> Result<CadenceSummary, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let row = host.write(|tx| {
        let row = table::set_active(tx, request.id, false, moment.now).map_err(told)?;
        freeze(tx, moment, request.id, true)?;
        Ok(row)
    });
    row.map(summary).map_err(work_error)
}

fn told(error: CadenceError) -> WorkError {
    WorkError::Told(Box::new(cadence_error(error)))
}

/// Answers `cadence_clone`.
///
/// # Errors
/// A cadence that is gone, or the database's.
pub fn clone(
    host: &(impl Writes + Clock + Ids),
    request: CadenceRef,
) -> Result<CadenceSummary, WireError> {
    let now = host.now();
    let uid = host.uid(now);
    let (original, version) = read(host, request.id)?;
    let description = CadenceDescription::parse(&original.description)
        .map_err(|e| WireError::text(Field::Description, e))?;
    let steps: Vec<StepToSave> = version.steps.into_iter().map(copied).collect();
    let copy = host.write(|tx| {
        for name in domain::copy_names(&original.name) {
            if !table::is_taken(tx.connection(), &name)? {
                let draft = table::insert_draft(tx, uid, &name, &description, now)?;
                return Ok(version::save(tx, draft.id, 0, &original.goal, steps, now)?.0);
            }
        }
        Err(SaveError::from(CadenceError::NotFound))
    });
    copy.map(summary).map_err(save_error)
}

fn read(host: &impl Reads, id: CadenceId) -> Result<(CadenceRow, Version), WireError> {
    let found = host.store().read(|c| Ok((table::get(c, id)?, version::latest(c, id)?)));
    match found.map_err(store_error)? {
        (Some(row), Some(version)) => Ok((row, version)),
        _ => Err(Problem::NotFound.into()),
    }
}

fn missing(version: &Version) -> Option<Problem> {
    if version.steps.is_empty() {
        return Some(Problem::NoSteps);
    }
    let gaps = step::gaps(&version.steps);
    (!gaps.is_empty()).then(|| Problem::incomplete(&gaps))
}

fn checked(step: StepSave) -> Result<StepToSave, step::StepProblem> {
    let StepSave { id, name, delay, content } = step;
    // The id plays no part in the check.
    let Step { name, delay, content, .. } =
        Step { id: StepId(0), name, delay, content }.checked()?;
    Ok(StepToSave { id, name, delay, content })
}

fn copied(step: Step) -> StepToSave {
    let Step { name, delay, content, .. } = step;
    StepToSave { id: None, name, delay, content }
}

fn detail(row: CadenceRow, version: Version) -> CadenceDetail {
    CadenceDetail {
        goal: row.goal.clone(),
        summary: summary(row),
        revision: version.revision,
        steps: version.steps,
    }
}

fn save_error(error: SaveError) -> WireError {
    match error {
        SaveError::SavedElsewhere => Problem::SavedElsewhere.into(),
        SaveError::ForeignStep(_) => Problem::NotFound.into(),
        SaveError::Cadence(error) => cadence_error(error),
    }
}
