//! Commands about the list of stages (R46), personas, and cadences to choose from for somebody.

use super::cadence::summary;
use super::due::capped;
use super::partnership::{detail, tell};
use super::{PAGE, store_error, work_error};
use crate::outreach::WorkError;
use crate::ports::{Reads, Writes, Zoned};
use desk_core::cadence as domain;
use desk_core::condition::{Condition, ConditionProblem};
use desk_core::event::What;
use desk_core::ids::{Ids, PartnershipId};
use desk_core::partnership::Stage;
use desk_core::stage::{MAX_STAGES, parse_name};
use desk_core::step::{StepProblem, StepRules};
use desk_core::time::Clock;
use desk_store::partnership::list::{self, Filter};
use desk_store::stage::{self as table, StageError};
use desk_store::{Connection, StoreError, Tx, meant_for, merge, partnership, version};
use desk_wire::error::{Field, Problem, WireError};
use desk_wire::partnership::PartnershipDetail;
use desk_wire::stage::{
    CadencePick, CadencePicks, CadencePicksRequest, PartnershipStage, Personas, StageAdd,
    StageEntry, StageList, StageOrder, StageRemove, StageRename,
};

/// Personas that are told at most.
const MAX_PERSONAS: u32 = 200;

/// Partnerships that are moved in one transaction: enough to be quick, few enough not to hold the writer.
const CHUNK: u32 = 200;

/// Answers `stage_list`.
///
/// # Errors
/// The database's.
pub fn list(host: &impl Reads) -> Result<StageList, WireError> {
    let stages = host.store().read(|c| {
        table::list(c)?
            .into_iter()
            .map(|row| {
                let at = Filter { stage: Some(row.stage), ..Filter::default() };
                let partnerships = capped(list::matching(c, &at)?);
                let (stage, fixed) = (row.stage, row.stage.is_fixed());
                Ok(StageEntry { stage, name: row.name, fixed, partnerships })
            })
            .collect()
    });
    Ok(StageList { stages: stages.map_err(store_error)? })
}

/// Answers `stage_add`.
///
/// # Errors
/// A name that is refused or taken, too many stages, or the database's.
pub fn add(host: &impl Writes, request: StageAdd) -> Result<StageList, WireError> {
    let name = parse_name(&request.name).map_err(|e| WireError::text(Field::Name, e))?;
    host.write(|tx| table::add(tx, &name)).map_err(stage_error)?;
    list(host)
}

/// Answers `stage_rename`.
///
/// # Errors
/// A name that is refused or taken, a stage that is gone, or the database's.
pub fn rename(host: &impl Writes, request: StageRename) -> Result<StageList, WireError> {
    let name = parse_name(&request.name).map_err(|e| WireError::text(Field::Name, e))?;
    host.write(|tx| table::rename(tx, request.stage, &name)).map_err(stage_error)?;
    list(host)
}

/// Answers `stage_order`.
///
/// # Errors
/// A list that has changed meanwhile, or the database's.
pub fn order(host: &impl Writes, request: StageOrder) -> Result<StageList, WireError> {
    host.write(|tx| table::set_order(tx, &request.stages)).map_err(stage_error)?;
    list(host)
}

/// Answers `stage_remove`: its partnerships are moved in small transactions, and the stage goes with the last
/// ones. What ends in between leaves a stage with fewer partnerships.
///
/// # Errors
/// A stage that is fixed or gone, conditions that look at it, or the database's.
pub fn remove(
    host: &(impl Writes + Clock + Ids),
    request: StageRemove,
) -> Result<StageList, WireError> {
    let StageRemove { stage, move_to } = request;
    if stage.is_fixed() {
        return Err(Problem::StageFixed.into());
    }
    // Conditions are looked at before anything is moved, and once more when the stage goes.
    host.store().read(|c| Ok(unused(c, stage))).map_err(store_error)?.map_err(work_error)?;
    loop {
        let done = host.write(|tx| {
            let names = table::name(tx.connection(), stage)?.zip(target(tx, stage, move_to)?);
            let Some((from, to)) = names else { return Err(Problem::NoSuchStage.into()) };
            let moved = table::move_some(tx, stage, move_to, CHUNK)?;
            for &id in &moved {
                let what = What::StageChanged { from: from.clone(), to: to.clone() };
                tell(tx, host, id, None, what)?;
            }
            if !moved.is_empty() {
                return Ok(false);
            }
            unused(tx.connection(), stage)?;
            table::remove(tx, stage).map_err(told)?;
            Ok::<_, WorkError>(true)
        });
        if done.map_err(work_error)? {
            return list(host);
        }
    }
}

/// The name of the stage to which partnerships go; none when it is not another one of the list.
fn target(tx: &Tx<'_>, from: Stage, to: Stage) -> Result<Option<String>, StoreError> {
    if from == to { Ok(None) } else { table::name(tx.connection(), to) }
}

/// Refuses when conditions look at a stage, also in versions that people are still on.
fn unused(c: &Connection, stage: Stage) -> Result<(), WorkError> {
    let cadences = version::cadences_with(c, |step| {
        let mut stages = step.rules.condition.iter().flat_map(Condition::stages);
        stages.any(|one| one == stage)
    })?;
    if cadences.is_empty() { Ok(()) } else { Err(Problem::StageInUse { cadences }.into()) }
}

/// Why steps cannot be saved or activated: a condition looks at a stage that is not in the list.
pub(super) fn unknown_stage<'a>(
    c: &Connection,
    steps: impl Iterator<Item = &'a StepRules>,
) -> Result<Option<Problem>, StoreError> {
    let known = table::in_order(c)?;
    for (position, rules) in steps.enumerate() {
        let mut stages = rules.condition.iter().flat_map(Condition::stages);
        if let Some(stage) = stages.find(|stage| !known.contains(stage)) {
            let problem = ConditionProblem::NoSuchStage(stage);
            return Ok(Some(Problem::step(position, StepProblem::Condition(problem))));
        }
    }
    Ok(None)
}

/// Refuses a stage that is not in the list.
pub(super) fn known(c: &Connection, stage: Stage) -> Result<String, WorkError> {
    table::name(c, stage)?.ok_or_else(|| Problem::NoSuchStage.into())
}

/// Answers `partnership_stage`.
///
/// # Errors
/// A stage that is not in the list, a partnership that is gone, or the database's.
pub fn set(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: PartnershipStage,
) -> Result<PartnershipDetail, WireError> {
    let PartnershipStage { id, stage } = request;
    let now = host.now();
    let done = host.write(|tx| {
        let before = partnership::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
        if merge::home(tx.connection(), id)? != id {
            return Err(WorkError::Gone);
        }
        let to = known(tx.connection(), stage)?;
        if before.fields.stage != stage {
            partnership::set_stage(tx, id, stage, now)?;
            tell_change(tx, host, id, (before.stage_name, to))?;
        }
        Ok::<_, WorkError>(())
    });
    done.map_err(work_error)?;
    detail(host, id)
}

/// Notes that the rep has moved a partnership to another stage.
pub(super) fn tell_change(
    tx: &mut Tx<'_>,
    host: &(impl Clock + Ids),
    id: PartnershipId,
    (from, to): (String, String),
) -> Result<(), StoreError> {
    tell(tx, host, id, None, What::StageChanged { from, to })
}

/// Answers `personas`.
///
/// # Errors
/// The database's.
pub fn personas(host: &impl Reads) -> Result<Personas, WireError> {
    let personas = host.store().read(|c| meant_for::personas(c, MAX_PERSONAS));
    Ok(Personas { personas: personas.map_err(store_error)? })
}

/// Answers `cadence_picks`.
///
/// # Errors
/// The database's.
pub fn picks(host: &impl Reads, request: CadencePicksRequest) -> Result<CadencePicks, WireError> {
    let CadencePicksRequest { search, persona, stage, limit } = request;
    let (search, limit) = (domain::name_key(&search), limit.clamp(PAGE.0, PAGE.1));
    let rows = host
        .store()
        .read(|c| meant_for::fitting(c, &search, (&persona, stage), limit))
        .map_err(store_error)?;
    let rows = rows
        .into_iter()
        .map(|(row, fits)| CadencePick { cadence: summary(row), fits: fits > 0 })
        .collect();
    Ok(CadencePicks { rows })
}

fn told(error: StageError) -> WorkError {
    WorkError::Told(Box::new(stage_error(error)))
}

fn stage_error(error: StageError) -> WireError {
    match error {
        StageError::NameTaken { name } => Problem::StageNameTaken { name }.into(),
        StageError::NotFound => Problem::NoSuchStage.into(),
        StageError::TooMany => {
            Problem::TooManyStages { max: u32::try_from(MAX_STAGES).unwrap_or(u32::MAX) }.into()
        }
        StageError::OtherList => Problem::StagesChanged.into(),
        StageError::Store(error) => store_error(error),
    }
}
