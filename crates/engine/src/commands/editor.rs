//! Commands of the cadence editor: steps, activation, copies.

use super::cadence::{cadence_error, summary};
use super::caller::unknown_caller;
use super::stage::unknown_stage;
use super::{store_error, work_error};
use crate::outreach::{Moment, WorkError, bulk};
use crate::ports::{Reads, Writes, Zoned};
use chrono::Datelike;
use desk_core::cadence::{self as domain, CadenceDescription};
use desk_core::custom::{CustomField, compare};
use desk_core::ids::{CadenceId, Ids, StepId};
use desk_core::opt_out::cold_gaps;
use desk_core::rules::{Category, Rules};
use desk_core::step::{self, MAX_STEPS, Step, StepContent, StepRules};
use desk_core::time::Clock;
use desk_store::bulk::Work;
use desk_store::cadence::{self as table, CadenceError, CadenceRow};
use desk_store::version::{self, SaveError, StepToSave, Version};
use desk_store::{Connection, Tx, account, custom, meant_for};
use desk_wire::cadence::{CadenceDetail, CadenceRef, CadenceSave, CadenceSummary, StepSave};
use desk_wire::error::{Field, Problem, WireError};
use std::collections::HashSet;

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
    host: &(impl Writes + Clock + Ids + Zoned),
    request: CadenceSave,
) -> Result<CadenceDetail, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let CadenceSave { id, revision, goal, steps, rules, move_people } = request;
    let goal = domain::parse_goal(&goal).map_err(|e| WireError::text(Field::Goal, e))?;
    let checked = checked_document(id, steps, rules, moment)?;
    let (steps, rules) = checked;
    let saved = host.write(|tx| {
        refuse_unknown(tx.connection(), || steps.iter().map(|step| &step.rules))?;
        let fields = custom::fields(tx.connection())?;
        let checked = (with_custom(steps, &fields)?, rules);
        let (row, version) = version::save(tx, id, revision, &goal, checked, moment.now)
            .map_err(|error| WorkError::Told(Box::new(save_error(error))))?;
        if move_people {
            // Whoever goes on works steps that are whole.
            if let Some(problem) = missing(&version, &fields).filter(|_| row.people > 0) {
                return Err(problem.into());
            }
            bulk::begin(tx, moment, Work::Version { cadence: id, to: version.id })?;
        }
        Ok(detail(row, version))
    });
    saved.map_err(work_error)
}

/// Refuses steps that look at a stage or call from a number that is not there.
fn refuse_unknown<'a, I: Iterator<Item = &'a StepRules>>(
    c: &Connection,
    steps: impl Fn() -> I,
) -> Result<(), WorkError> {
    let stage = unknown_stage(c, steps())?;
    let problem = if stage.is_some() { stage } else { unknown_caller(c, steps())? };
    problem.map_or(Ok(()), |problem| Err(problem.into()))
}

/// Steps and rules as they are stored.
pub(super) fn checked_document(
    id: CadenceId,
    steps: Vec<StepSave>,
    rules: Rules,
    moment: Moment<'_>,
) -> Result<(Vec<StepToSave>, Rules), WireError> {
    if steps.len() > MAX_STEPS {
        let max = u32::try_from(MAX_STEPS).unwrap_or(u32::MAX);
        return Err(Problem::TooManySteps { max }.into());
    }
    let year = moment.rep_zone.civil(moment.now).year();
    let rules = rules.checked(id, year).map_err(|error| Problem::Rules { fault: error.into() })?;
    let known: HashSet<StepId> = steps.iter().filter_map(|step| step.id).collect();
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(position, step)| checked(step, &known).map_err(|e| Problem::step(position, e)))
        .collect::<Result<Vec<_>, _>>()?;
    Ok((steps, rules))
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
        let fields = custom::fields(tx.connection())?;
        if let Some(problem) = missing(&version, &fields) {
            return Err(problem.into());
        }
        refuse_unknown(tx.connection(), || version.steps.iter().map(|step| &step.rules))?;
        if let Some(problem) = lacking_for_cold(tx, &version)? {
            return Err(problem.into());
        }
        let row = table::set_active(tx, request.id, true, moment.now).map_err(told)?;
        bulk::begin(tx, moment, Work::Freeze { cadence: request.id, frozen: false })?;
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
        bulk::begin(tx, moment, Work::Freeze { cadence: request.id, frozen: true })?;
        Ok(row)
    });
    row.map(summary).map_err(work_error)
}

/// R53: a cadence that mails people who do not know the rep needs what laws ask for.
fn lacking_for_cold(tx: &Tx<'_>, version: &Version) -> Result<Option<Problem>, WorkError> {
    let mails = |step: &Step| matches!(step.content, StepContent::Email { .. });
    let is_cold = version.rules.category == Category::ColdOutbound;
    if !is_cold || !version.steps.iter().any(mails) {
        return Ok(None);
    }
    let gaps = cold_gaps(&account::sender(tx.connection())?);
    Ok((!gaps.is_empty()).then_some(Problem::ColdIncomplete { gaps }))
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
    let copy = host.write(|tx| {
        for name in domain::copy_names(&original.name) {
            if !table::is_taken(tx.connection(), &name)? {
                let draft = table::insert_draft(tx, uid, &name, &description, now)?;
                meant_for::set(tx, draft.id, &original.meant_for, now)?;
                return version::copy(tx, &version, draft.id, &original.goal, now);
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

fn missing(version: &Version, custom: &[CustomField]) -> Option<Problem> {
    if version.steps.is_empty() {
        return Some(Problem::NoSteps);
    }
    let gaps = step::gaps(&version.steps);
    if !gaps.is_empty() {
        return Some(Problem::incomplete(&gaps));
    }
    let unknown = step::unknown_variable(&version.steps, custom);
    unknown.map(|(position, variable)| Problem::unknown_variable(position, variable))
}

/// The steps with what their conditions compare custom fields with as it is kept.
fn with_custom(
    mut steps: Vec<StepToSave>,
    fields: &[CustomField],
) -> Result<Vec<StepToSave>, WorkError> {
    for (position, step) in steps.iter_mut().enumerate() {
        if let Some(condition) = step.rules.condition.take() {
            let checked = compare::checked(condition, fields)
                .map_err(|problem| Problem::step(position, problem.into()))?;
            step.rules.condition = Some(checked);
        }
    }
    Ok(steps)
}

fn checked(step: StepSave, known: &HashSet<StepId>) -> Result<StepToSave, step::StepProblem> {
    let StepSave { id, name, delay, content, rules } = step;
    // The id plays no part in the check.
    let Step { name, delay, content, rules, .. } =
        Step { id: StepId(0), name, delay, content, rules }.checked(&|id| known.contains(&id))?;
    Ok(StepToSave { id, name, delay, content, rules })
}

fn detail(row: CadenceRow, version: Version) -> CadenceDetail {
    CadenceDetail {
        goal: row.goal.clone(),
        summary: summary(row),
        revision: version.revision,
        steps: version.steps,
        rules: version.rules,
    }
}

pub(crate) fn save_error(error: SaveError) -> WireError {
    match error {
        SaveError::SavedElsewhere => Problem::SavedElsewhere.into(),
        SaveError::ForeignStep(_) => Problem::NotFound.into(),
        SaveError::Cadence(error) => cadence_error(error),
    }
}
