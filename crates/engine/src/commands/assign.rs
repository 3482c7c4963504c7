//! Commands that bring a contact into a cadence.

use super::enrolment::{planned, planned_step, told};
use super::{automatic, texts, work_error};
use crate::outreach::{Loaded, Moment, WorkError, course, entry, numbered, tell_rules};
use crate::ports::{Reads, Writes, Zoned};
use desk_core::cadence::CadenceStatus;
use desk_core::enrolment::{self, Advance, Course, Event, Position};
use desk_core::event::{Actor, What};
use desk_core::ids::{CadenceId, ContactId, Ids, StepId};
use desk_core::schedule::plus;
use desk_core::step::Step;
use desk_core::time::{Clock, Timestamp};
use desk_core::touch::TouchKind;
use desk_store::contact::{self, Contact};
use desk_store::enrolment::{self as table, NewEnrolment};
use desk_store::partnership::{self, PartnershipRow};
use desk_store::version::{self, Version};
use desk_store::{Connection, StoreError, account, cadence, event, undo};
use desk_wire::enrolment::{
    Assign, AssignProblem, AssignWarning, Done, Preflight, PreflightRequest,
};
use desk_wire::error::{Problem, WireError};

/// R49: contacted in the last 30 days, in milliseconds.
const LATELY: i64 = 30 * 24 * 3_600_000;

/// Everything that decides whether a contact can enter a cadence.
struct Entrance {
    cadence: cadence::CadenceRow,
    version: Version,
    contact: Contact,
    partnership: PartnershipRow,
}

/// Answers `assign_preflight`.
///
/// # Errors
/// A cadence or contact that is gone, or the database's.
pub fn preflight(
    host: &(impl Reads + Clock + Zoned),
    request: PreflightRequest,
) -> Result<Preflight, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let PreflightRequest { cadence, contact, first_step, start_at } = request;
    let result = host.store().read(|c| {
        let entrance = match entrance(c, cadence, contact) {
            Err(WorkError::Store(error)) => return Err(error),
            other => other,
        };
        let Ok(entrance) = entrance else { return Ok(None) };
        let course = entrance.course(rep_zone);
        let problems = problems(c, &entrance)?;
        let warnings = warnings(c, &entrance, first_step, now)?;
        let base = start_at.unwrap_or(now).max(now);
        let plan = match enrolment::begin(first_step, base, &course, base) {
            Ok(begun) => plan(&begun, &course, &entrance.version.steps, base),
            Err(_) => Vec::new(),
        };
        Ok(Some(Preflight { problems, warnings, plan }))
    });
    result.map_err(super::store_error)?.ok_or_else(|| Problem::NotFound.into())
}

/// Answers `assign`.
///
/// # Errors
/// [`Problem::NotAssignable`], [`Problem::WarningsUnseen`], a start in the past, a cadence or
/// contact that is gone, or the database's.
pub fn assign(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: Assign,
) -> Result<Done, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let Assign { cadence, contact, first_step, start_at, despite_warnings } = request;
    if start_at.is_some_and(|at| at < plus(moment.now, -60_000)) {
        return Err(Problem::InThePast.into());
    }
    let done = host.write(|tx| {
        // Looked at in the transaction that assigns, so that nothing changes in between.
        let entrance = entrance(tx.connection(), cadence, contact)?;
        if !problems(tx.connection(), &entrance)?.is_empty() {
            return Err(Problem::NotAssignable.into());
        }
        let warnings = warnings(tx.connection(), &entrance, first_step, moment.now)?;
        if !warnings.is_empty() && !despite_warnings {
            return Err(Problem::WarningsUnseen.into());
        }
        enter(tx, moment, entrance, first_step, start_at)
    });
    done.map_err(work_error)
}

fn enter(
    tx: &mut desk_store::Tx<'_>,
    moment: Moment<'_>,
    entrance: Entrance,
    first_step: Option<StepId>,
    start_at: Option<Timestamp>,
) -> Result<Done, WorkError> {
    let base = start_at.unwrap_or(moment.now).max(moment.now);
    let Entrance { cadence, version, contact, partnership } = entrance;
    let steps = version.steps;
    let begun = {
        let course = course(&steps, &contact, &partnership, moment.rep_zone);
        enrolment::begin(first_step, base, &course, moment.now)?
    };
    let new = NewEnrolment {
        uid: moment.ids.uid(moment.now),
        cadence: cadence.id,
        version: version.id,
        partnership: partnership.id,
        contact: contact.id,
    };
    let row = table::insert(tx, &new, &begun.next, &begun.closed, &steps, moment.now)?;
    let before = undo::was_not_there(row.id);
    let entry = entry(moment, &row, Actor::Rep, What::Assigned, None);
    let event = event::insert(tx, &entry, Some(&before))?;
    let loaded = Loaded { row, steps, contact, partnership };
    tell_rules(tx, moment, &loaded, &begun, false, Event::Tick)?;
    automatic::queue_first(tx, moment, &loaded)?;
    told(Some(event)).map_err(|_| WorkError::Gone)
}

fn entrance(c: &Connection, cadence: CadenceId, contact: ContactId) -> Result<Entrance, WorkError> {
    let contact = contact::get(c, contact)?.ok_or(WorkError::Gone)?;
    let partnership = partnership::get(c, contact.partnership)?;
    Ok(Entrance {
        cadence: cadence::get(c, cadence)?.ok_or(WorkError::Gone)?,
        version: version::latest(c, cadence)?.ok_or(WorkError::Gone)?,
        partnership: partnership.filter(|row| row.deleted_at.is_none()).ok_or(WorkError::Gone)?,
        contact,
    })
}

impl Entrance {
    fn course(&self, rep_zone: desk_core::zone::Zone) -> Course<'_> {
        course(&self.version.steps, &self.contact, &self.partnership, rep_zone)
    }

    fn all_are(&self, kind: TouchKind) -> bool {
        self.version.steps.iter().all(|step| step.content.kind() == kind)
    }
}

fn problems(c: &Connection, entrance: &Entrance) -> Result<Vec<AssignProblem>, StoreError> {
    let mut problems = Vec::new();
    if entrance.cadence.status != CadenceStatus::Active {
        problems.push(AssignProblem::CadenceNotActive);
    }
    if entrance.contact.opted_out_at.is_some() {
        problems.push(AssignProblem::OptedOut);
    } else if entrance.contact.usable_emails.is_empty() && entrance.all_are(TouchKind::Email) {
        problems.push(AssignProblem::NoEmail);
    }
    if entrance.contact.usable_phones.is_empty() && entrance.all_are(TouchKind::Call) {
        problems.push(AssignProblem::NoPhone);
    }
    for row in table::open_of_contact(c, entrance.contact.id)? {
        problems.push(if row.cadence == entrance.cadence.id {
            AssignProblem::AlreadyIn
        } else {
            let other = cadence::get(c, row.cadence)?;
            AssignProblem::InAnotherCadence { name: other.map(|row| row.name).unwrap_or_default() }
        });
    }
    Ok(problems)
}

fn warnings(
    c: &Connection,
    entrance: &Entrance,
    first_step: Option<StepId>,
    now: Timestamp,
) -> Result<Vec<AssignWarning>, StoreError> {
    let steps = &entrance.version.steps;
    let first = first_step.and_then(|id| numbered(steps, id)).map_or(0, |(position, _)| position);
    let ahead: Vec<(u32, &Step)> =
        (0..).zip(steps).filter(|(position, _)| *position >= first).collect();
    let count = |kind| {
        let of_kind = ahead.iter().filter(|(_, step)| step.content.kind() == kind).count();
        u32::try_from(of_kind).unwrap_or(u32::MAX)
    };
    let mut warnings = Vec::new();
    let (emails, calls) = (count(TouchKind::Email), count(TouchKind::Call));
    let contact = &entrance.contact;
    if contact.usable_emails.is_empty() && emails > 0 && !entrance.all_are(TouchKind::Email) {
        warnings.push(AssignWarning::StepsWithoutEmail { count: emails });
    }
    if contact.usable_phones.is_empty() && calls > 0 && !entrance.all_are(TouchKind::Call) {
        warnings.push(AssignWarning::StepsWithoutPhone { count: calls });
    }
    if let Some(ended_at) = table::last_end(c, contact.id, entrance.cadence.id)? {
        warnings.push(AssignWarning::WasInItBefore { ended_at });
    }
    if let Some(at) = event::last_contact(c, contact.id)?
        && at > plus(now, -LATELY)
    {
        warnings.push(AssignWarning::ContactedLately { at });
    }
    if !contact.usable_emails.is_empty() {
        let values = texts::values(contact, &entrance.partnership, &account::sender(c)?);
        for (position, step) in ahead {
            let variables = texts::missing(step, &values);
            if !variables.is_empty() {
                warnings.push(AssignWarning::MissingVariables { position, variables });
            }
        }
    }
    Ok(warnings)
}

/// All steps from the first one on, with their moments.
fn plan(
    begun: &Advance,
    course: &Course<'_>,
    steps: &[Step],
    now: Timestamp,
) -> Vec<desk_wire::enrolment::PlannedStep> {
    let closed = begun.closed.iter().map(|closed| (closed.position, true));
    let open = begun.next.position.map(|position| (position, false));
    let mut planned_steps: Vec<_> = closed
        .chain(open)
        .filter_map(|(position, skipped): (Position, bool)| {
            let (number, step) = numbered(steps, position.step)?;
            Some(planned_step(number, step, position.due_at, skipped, course))
        })
        .collect();
    if let Some(position) = &begun.next.position {
        planned_steps.extend(planned(steps, position, course, now));
    }
    planned_steps
}
