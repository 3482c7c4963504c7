//! What saving an active cadence would mean for the people in it (PRODUCT 2.7).

use super::editor::checked_document;
use super::store_error;
use crate::outreach::load::Shared;
use crate::outreach::{Loaded, Moment, WorkError, load, numbered};
use crate::ports::{Reads, Zoned};
use desk_core::enrolment::change::{Place, into_version, place};
use desk_core::ids::{EnrolmentId, Ids, StepId};
use desk_core::step::Step;
use desk_core::time::Clock;
use desk_store::enrolment as table;
use desk_store::version::{self, StepToSave, Version};
use desk_store::{Connection, StoreError};
use desk_wire::error::{Problem, WireError};
use desk_wire::rules::{ChangePlan, ChangePlanRequest, PeopleAtStep, PlannedMove};

/// People on a page.
const PAGE: u32 = 100;

/// Answers `cadence_change_plan`.
///
/// # Errors
/// Steps or rules that cannot be saved, a cadence that is gone, or the database's.
pub fn plan(
    host: &(impl Reads + Clock + Ids + Zoned),
    request: ChangePlanRequest,
) -> Result<ChangePlan, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let ChangePlanRequest { id, steps, rules, after } = request;
    let (steps, rules) = checked_document(id, steps, rules, moment)?;
    let found = host.store().read(|c| {
        let Some(latest) = version::latest(c, id)? else { return Ok(None) };
        let next =
            Version { id: latest.id, revision: latest.revision, steps: with_ids(steps), rules };
        let shared = Shared::default();
        let rows = table::open_after(c, Some(id), after.unwrap_or(EnrolmentId(0)), PAGE)?;
        let more = rows.len() == PAGE as usize;
        let last = rows.last().map(|row| row.id).filter(|_| more);
        let mut moves = Vec::new();
        for row in rows {
            let loaded = match load(c, row, &shared) {
                Err(WorkError::Store(error)) => return Err(error),
                Err(_) => continue,
                Ok(loaded) => loaded,
            };
            moves.extend(planned_move(&loaded, &next, moment));
        }
        Ok(Some(ChangePlan {
            people: table::count_open(c, id)?,
            steps: people(c, id, &latest, &next)?,
            moves,
            next: last,
        }))
    });
    found.map_err(store_error)?.ok_or_else(|| Problem::NotFound.into())
}

/// New steps get ids that no stored step has.
fn with_ids(steps: Vec<StepToSave>) -> Vec<Step> {
    (1..)
        .zip(steps)
        .map(|(number, step)| {
            let StepToSave { id, name, delay, content, rules } = step;
            Step { id: id.unwrap_or(StepId(-number)), name, delay, content, rules }
        })
        .collect()
}

fn planned_move(loaded: &Loaded, next: &Version, moment: Moment<'_>) -> Option<PlannedMove> {
    let (from, step) = loaded.current()?;
    let open = loaded.row.enrolment.position?;
    let at = loaded.place(moment.rep_zone);
    let course = loaded.course_in(next, &at, moment.rep_zone);
    let old = &loaded.version.steps;
    // One whose message is on its way stays where it is.
    let moved = into_version(&loaded.row.enrolment, old, &course, moment.now).ok();
    let there = moved.map_or(Some((open.step, open.due_at)), |advance| {
        advance.next.position.map(|position| (position.step, position.due_at))
    });
    let to = there.and_then(|(id, _)| numbered(&next.steps, id)).map(|(number, _)| number);
    Some(PlannedMove {
        enrolment: loaded.row.id,
        contact_name: loaded.person.contact.name(),
        partnership_name: loaded.person.partnership.fields.name.clone(),
        from,
        to,
        due_before: open.due_at,
        due_after: there.map(|(_, due_at)| due_at),
        zone: course.zone(step).name().to_owned(),
    })
}

/// How many are at and behind each step of the latest version. Those on older versions count at the
/// step that they would come to.
fn people(
    c: &Connection,
    id: desk_core::ids::CadenceId,
    latest: &Version,
    next: &Version,
) -> Result<Vec<PeopleAtStep>, StoreError> {
    let mut at = vec![0_u32; latest.steps.len()];
    for (version, step, count) in table::people_at_steps(c, id)? {
        let own = if version == latest.id { None } else { version::get(c, version)? };
        let steps = own.as_ref().map_or(&latest.steps, |own| &own.steps);
        let there = match place(step, steps, &latest.steps) {
            Place::Same(step) | Place::Next(step) => numbered(&latest.steps, step),
            Place::End => None,
        };
        if let Some(slot) = there.and_then(|(number, _)| at.get_mut(number as usize)) {
            *slot += count;
        }
    }
    let mut after: u32 = at.iter().sum();
    Ok((0..)
        .zip(latest.steps.iter().zip(at))
        .map(|(position, (step, at))| {
            after -= at;
            let changed = !next.steps.iter().any(|new| new == step);
            PeopleAtStep { position, changed, at, after }
        })
        .collect())
}
