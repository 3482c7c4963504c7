//! Commands that bring a contact into a cadence.

use super::account::sender_of;
use super::enrolment::{planned_step, told};
use super::lacking::Lacking;
use super::{automatic, work_error};
use crate::outreach::load::{History, Shared};
use crate::outreach::{Loaded, Moment, Person, WorkError, entry, numbered, tell_rules};
use crate::ports::{Reads, Writes, Zoned};
use desk_core::account::SenderProfile;
use desk_core::cadence::CadenceStatus;
use desk_core::enrolment::plan::Planned;
use desk_core::enrolment::{self, Course, Event};
use desk_core::event::{Actor, What};
use desk_core::ids::{AccountId, CadenceId, ContactId, EnrolmentId, EventId, Ids, StepId};
use desk_core::schedule::plus;
use desk_core::step::{Step, StepContent};
use desk_core::time::{Clock, Timestamp};
use desk_core::touch::TouchKind;
use desk_core::zone::Zone;
use desk_store::enrolment::{self as table, NewEnrolment};
use desk_store::version::{self, Version};
use desk_store::{Connection, StoreError, Tx, account, cadence, contact, event, partnership, undo};
use desk_wire::enrolment::{
    Assign, AssignProblem, AssignWarning, Done, PlannedStep, Preflight, PreflightRequest,
};
use desk_wire::error::{Problem, WireError};
use std::sync::Arc;

/// R49: contacted in the last 30 days, in milliseconds.
const LATELY: i64 = 30 * 24 * 3_600_000;

/// The cadence that is entered, as it is now.
pub(super) struct Target {
    pub cadence: cadence::CadenceRow,
    pub version: Arc<Version>,
    sender: SenderProfile,
    lacking: Lacking,
}

/// Everything that decides whether a contact can enter a cadence.
pub(super) struct Entrance<'a> {
    pub target: &'a Target,
    pub person: Person,
}

/// How a contact enters.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub first_step: Option<StepId>,
    pub base: Timestamp,
    /// How often the contact was moved from cadence to cadence before.
    pub moves: u32,
    /// Through which account mail leaves; none for the default one.
    pub account: Option<AccountId>,
    pub actor: Actor,
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
    let result = host.store().read(|c| match looked_at(c, cadence, contact) {
        Err(WorkError::Store(error)) => Err(error),
        Err(_) => Ok(None),
        Ok((target, person)) => {
            let entrance = Entrance { target: &target, person };
            let base = start_at.unwrap_or(now).max(now);
            Ok(Some(Preflight {
                problems: entrance.problems(c, 0)?,
                warnings: entrance.warnings(c, first_step, now, rep_zone)?,
                plan: entrance.plan(first_step, base, rep_zone),
            }))
        }
    });
    result.map_err(super::store_error)?.ok_or_else(|| Problem::NotFound.into())
}

fn looked_at(
    c: &Connection,
    cadence: CadenceId,
    contact: ContactId,
) -> Result<(Target, Person), WorkError> {
    let shared = Shared::default();
    Ok((target(c, cadence)?, person(c, contact, &shared)?))
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
    let Assign { cadence, contact, first_step, start_at, account, despite_warnings } = request;
    if start_at.is_some_and(|at| at < plus(moment.now, -60_000)) {
        return Err(Problem::InThePast.into());
    }
    let done = host.write(|tx| {
        // Looked at in the transaction that assigns, so that nothing changes in between.
        let (target, person) = looked_at(tx.connection(), cadence, contact)?;
        let entrance = Entrance { target: &target, person };
        if !entrance.problems(tx.connection(), 0)?.is_empty() {
            return Err(Problem::NotAssignable.into());
        }
        let warnings =
            entrance.warnings(tx.connection(), first_step, moment.now, moment.rep_zone)?;
        if !warnings.is_empty() && !despite_warnings {
            return Err(Problem::WarningsUnseen.into());
        }
        let base = start_at.unwrap_or(moment.now).max(moment.now);
        if let Some(account) = account
            && account::get(tx.connection(), account)?.is_none()
        {
            return Err(WorkError::Gone);
        }
        let start = Start { first_step, base, moves: 0, account, actor: Actor::Rep };
        enter(tx, moment, entrance, start)
    });
    let (_, event) = done.map_err(work_error)?;
    told(Some(event))
}

/// R14: lets a contact begin in the cadence to which another moved it. None when that does not take
/// them: it is not active, they are in it already, or what the preflight would refuse.
pub(crate) fn enter_moved(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    from: &Loaded,
    to: CadenceId,
) -> Result<Option<EnrolmentId>, WorkError> {
    let looked_at = match looked_at(tx.connection(), to, from.row.contact) {
        Err(WorkError::Gone) => return Ok(None),
        other => other?,
    };
    let (target, person) = looked_at;
    let entrance = Entrance { target: &target, person };
    if !entrance.problems(tx.connection(), 0)?.is_empty() {
        return Ok(None);
    }
    let moves = from.row.enrolment.moves.saturating_add(1);
    let account = account::of_enrolment(tx.connection(), from.row.id)?.map(|account| account.id);
    let start = Start { first_step: None, base: moment.now, moves, account, actor: Actor::Rule };
    Ok(Some(enter(tx, moment, entrance, start)?.0))
}

/// Lets a contact begin.
pub(super) fn enter(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    entrance: Entrance<'_>,
    start: Start,
) -> Result<(EnrolmentId, EventId), WorkError> {
    let Entrance { target, person } = entrance;
    let Target { cadence, version, .. } = target;
    let history = History::default();
    let place = person.place(moment.rep_zone);
    let course = person.course(version, &history, &place, moment.rep_zone);
    let Start { first_step, base, moves, account, actor } = start;
    let begun = enrolment::begin(first_step, base, moves, &course, moment.now)?;
    let new = NewEnrolment {
        uid: moment.ids.uid(moment.now),
        cadence: cadence.id,
        version: version.id,
        partnership: person.partnership.id,
        contact: person.contact.id,
        account,
    };
    let keys = person.keys(version, moment.rep_zone);
    let row = table::insert(tx, &new, &begun.next, &begun.effects.closed, &keys, moment.now)?;
    drop(keys);
    let id = row.id;
    let before = undo::was_not_there(id);
    let entry = entry(moment, &row, actor, What::Assigned, None);
    let event = event::insert(tx, &entry, Some(&before))?;
    let loaded = Loaded::begun(row, Arc::clone(version), person);
    tell_rules(tx, moment, &loaded, &begun, false, Event::Tick)?;
    if begun.effects.turned_due {
        automatic::queue_first(tx, moment, &loaded)?;
    }
    if let Some(to) = begun.effects.move_to {
        // Every step was passed over.
        crate::outreach::carry::move_on(tx, moment, &loaded, &loaded.row, to)?;
    }
    Ok((id, event))
}

/// The cadence that is entered.
pub(super) fn target(c: &Connection, cadence: CadenceId) -> Result<Target, WorkError> {
    Ok(Target {
        cadence: cadence::get(c, cadence)?.ok_or(WorkError::Gone)?,
        version: Arc::new(version::latest(c, cadence)?.ok_or(WorkError::Gone)?),
        sender: sender_of(c, account::default(c)?.as_ref())?,
        lacking: Lacking::default(),
    })
}

/// Who enters it.
pub(super) fn person(
    c: &Connection,
    contact: ContactId,
    shared: &Shared,
) -> Result<Person, WorkError> {
    let contact = contact::get(c, contact)?.ok_or(WorkError::Gone)?;
    let home = partnership::get(c, contact.partnership)?;
    let home = home.filter(|row| row.deleted_at.is_none()).ok_or(WorkError::Gone)?;
    Ok(Person::of(c, contact, home, shared)?)
}

fn is_email(content: &StepContent) -> bool {
    content.kind() == TouchKind::Email
}

impl Entrance<'_> {
    fn all(&self, need: impl Fn(&StepContent) -> bool) -> bool {
        self.target.version.steps.iter().all(|step| need(&step.content))
    }

    /// Why the contact cannot enter when `ahead` others of its partnership enter before.
    pub fn problems(&self, c: &Connection, ahead: u32) -> Result<Vec<AssignProblem>, StoreError> {
        let Self { target, person } = self;
        let contact = &person.contact;
        let mut problems = Vec::new();
        if target.cadence.status != CadenceStatus::Active {
            problems.push(AssignProblem::CadenceNotActive);
        }
        if contact.opted_out_at.is_some() {
            problems.push(AssignProblem::OptedOut);
        } else if contact.usable_emails.is_empty() && self.all(is_email) {
            problems.push(AssignProblem::NoEmail);
        }
        if contact.usable_phones.is_empty() && self.all(StepContent::needs_phone) {
            problems.push(AssignProblem::NoPhone);
        }
        for row in table::open_of_contact(c, contact.id)? {
            if row.cadence == target.cadence.id {
                problems.push(AssignProblem::AlreadyIn);
            } else if !(target.version.rules.shares_contacts && shares(c, &row)?) {
                let other = cadence::get(c, row.cadence)?;
                let name = other.map(|row| row.name).unwrap_or_default();
                problems.push(AssignProblem::InAnotherCadence { name });
            }
        }
        if let Some(max) = person.settings.pace.per_company
            && table::count_of_partnership(c, person.partnership.id)?.saturating_add(ahead) >= max
        {
            problems.push(AssignProblem::CompanyFull { max });
        }
        Ok(problems)
    }

    /// What the rep should know before.
    pub fn warnings(
        &self,
        c: &Connection,
        first_step: Option<StepId>,
        now: Timestamp,
        rep_zone: Zone,
    ) -> Result<Vec<AssignWarning>, StoreError> {
        let Self { target, person } = self;
        let (steps, contact) = (&target.version.steps, &person.contact);
        let first = first_step.and_then(|id| numbered(steps, id)).map_or(0, |(at, _)| at);
        let ahead: Vec<(u32, &Step)> = (0..).zip(steps).filter(|(at, _)| *at >= first).collect();
        let mut warnings = self.missing_channels(&ahead);
        if let Some(ended_at) = table::last_end(c, contact.id, target.cadence.id)? {
            warnings.push(AssignWarning::WasInItBefore { ended_at });
        }
        if let Some(at) = event::last_contact(c, contact.id)?
            && at > plus(now, -LATELY)
        {
            warnings.push(AssignWarning::ContactedLately { at });
        }
        let (history, place) = (History::default(), person.place(rep_zone));
        let course = person.course(&target.version, &history, &place, rep_zone);
        let calls = ahead.iter().filter(|(_, step)| step.content.kind() == TouchKind::Call);
        let never = calls.filter(|(_, step)| course.never_opens(step, now));
        warnings
            .extend(never.map(|(position, _)| AssignWarning::NeverOpen { position: *position }));
        if !contact.usable_emails.is_empty() {
            warnings.extend(self.missing_values(&ahead));
        }
        Ok(warnings)
    }

    fn missing_channels(&self, ahead: &[(u32, &Step)]) -> Vec<AssignWarning> {
        let contact = &self.person.contact;
        let count = |need: fn(&StepContent) -> bool| {
            let concerned = ahead.iter().filter(|(_, step)| need(&step.content)).count();
            u32::try_from(concerned).unwrap_or(u32::MAX)
        };
        let (emails, by_phone) = (count(is_email), count(StepContent::needs_phone));
        let mut warnings = Vec::new();
        if contact.usable_emails.is_empty() && emails > 0 && !self.all(is_email) {
            warnings.push(AssignWarning::StepsWithoutEmail { count: emails });
        }
        if contact.usable_phones.is_empty() && by_phone > 0 && !self.all(StepContent::needs_phone) {
            warnings.push(AssignWarning::StepsWithoutPhone { count: by_phone });
        }
        warnings
    }

    fn missing_values(&self, ahead: &[(u32, &Step)]) -> Vec<AssignWarning> {
        let (Target { sender, lacking, .. }, person) = (self.target, &self.person);
        lacking
            .of(ahead, person, sender)
            .into_iter()
            .map(|(position, variables)| AssignWarning::MissingVariables { position, variables })
            .collect()
    }

    /// All steps from the first one on, with their moments.
    fn plan(
        &self,
        first_step: Option<StepId>,
        base: Timestamp,
        rep_zone: Zone,
    ) -> Vec<PlannedStep> {
        let (history, place) = (History::default(), self.person.place(rep_zone));
        let course = self.person.course(&self.target.version, &history, &place, rep_zone);
        from_start(first_step, base, &course)
            .into_iter()
            .filter_map(|planned| planned_step(&planned, &course))
            .collect()
    }
}

/// The steps of a first run, from its start on.
pub(super) fn from_start(
    first_step: Option<StepId>,
    base: Timestamp,
    course: &Course<'_>,
) -> Vec<Planned> {
    let course = Course { all_paused_since: None, ..*course };
    let Ok(begun) = enrolment::begin(first_step, base, 0, &course, base) else {
        return Vec::new();
    };
    let mut planned: Vec<Planned> = begun
        .effects
        .closed
        .iter()
        .map(|closed| Planned {
            step: closed.position.step,
            run: closed.run,
            due_at: closed.position.due_at,
            skipped: closed.skipped,
            conditional: false,
        })
        .collect();
    planned.extend(enrolment::plan::plan(&begun.next, &course, base));
    planned.retain(|planned| planned.run == 1);
    planned
}

/// Whether the cadence of an enrolment shares its people (R14).
pub(crate) fn shares(c: &Connection, row: &table::EnrolmentRow) -> Result<bool, StoreError> {
    Ok(version::get(c, row.version)?.is_some_and(|version| version.rules.shares_contacts))
}
