//! Commands that bring many contacts into a cadence.

use super::assign::{Entrance, Start, Target, enter, person, target};
use super::settings::MAX_AT_ONCE;
use super::{store_error, work_error};
use crate::outreach::load::{History, Shared};
use crate::outreach::{Moment, WorkError};
use crate::ports::{Reads, Writes, Zoned};
use desk_core::event::Actor;
use desk_core::forecast::{self, Someone};
use desk_core::ids::{ContactId, EventId, Ids, PartnershipId};
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_store::{Connection, StoreError, account, meant_for, outbox, partnership};
use desk_wire::error::{Problem, WireError};
use desk_wire::rules::{AssignMany, AssignedMany, DayForecast, Forecast, PreflightMany, Question};
use desk_wire::stage::{ContactsOf, WithoutContact};
use std::collections::{HashMap, HashSet};

/// Contacts in one transaction: enough to be quick, few enough not to hold the writer.
const CHUNK: usize = 100;

/// Answers `assign_forecast`.
///
/// # Errors
/// More contacts than may be named, a cadence that is gone, or the database's.
pub fn forecast(
    host: &(impl Reads + Clock + Zoned),
    request: PreflightMany,
) -> Result<Forecast, WireError> {
    let PreflightMany { cadence, contacts, of, start_at } = request;
    let Chosen { contacts, without } = chosen(host, contacts, of)?;
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let base = start_at.unwrap_or(now).max(now);
    let found = host.store().read(|c| {
        let target = match target(c, cadence) {
            Err(WorkError::Store(error)) => return Err(error),
            Err(_) => return Ok(None),
            Ok(target) => target,
        };
        let shared = Shared::default();
        let (mut questions, mut ready) = (Vec::new(), Vec::new());
        let mut entering: HashMap<PartnershipId, u32> = HashMap::new();
        for contact in contacts {
            let person = match person(c, contact, &shared) {
                Err(WorkError::Store(error)) => return Err(error),
                Err(_) => continue,
                Ok(person) => person,
            };
            let entrance = Entrance { target: &target, person };
            let ahead = entering.entry(entrance.person.partnership.id).or_default();
            let question = question(c, &entrance, *ahead, now, rep_zone)?;
            // Those with a warning enter if the rep says so: the forecast counts them.
            let enters = question.as_ref().is_none_or(|question| question.problems.is_empty());
            questions.extend(question);
            if enters {
                *ahead += 1;
                ready.push(entrance.person);
            }
        }
        let history = History::default();
        let places: Vec<_> = ready.iter().map(|person| person.place(rep_zone)).collect();
        let people = ready.iter().zip(&places).map(|(person, place)| Someone {
            course: person.course(&target.version, &history, place, rep_zone),
            base,
        });
        let account = account::default(c)?;
        let own = account.as_ref().and_then(|account| account.own.pace);
        let pace = own.unwrap_or(shared.settings(c)?.pace);
        let sent = outbox::sent_lately(c, account.map(|account| account.id), now)?;
        let touches = forecast::forecast(people.collect(), &pace, sent, rep_zone, now);
        let asked = questions.iter().filter(|question| question.problems.is_empty()).count();
        let ready = u32::try_from(ready.len() - asked).unwrap_or(u32::MAX);
        let finished_at = touches.iter().map(|touch| touch.at).max();
        Ok(Some(Forecast {
            ready,
            questions,
            without,
            days: days(&touches, rep_zone),
            finished_at,
        }))
    });
    found.map_err(store_error)?.ok_or_else(|| Problem::NotFound.into())
}

fn days(touches: &[forecast::Touch], rep_zone: desk_core::zone::Zone) -> Vec<DayForecast> {
    let mut days: std::collections::BTreeMap<chrono::NaiveDate, DayForecast> =
        std::collections::BTreeMap::new();
    for touch in touches {
        let day = rep_zone.civil(touch.at).date();
        days.entry(day)
            .or_insert_with(|| DayForecast { day: day.to_string(), emails: 0, calls: 0, tasks: 0 })
            .add(touch.kind);
    }
    days.into_values().collect()
}

/// Who is to enter, and the partnerships of which that is nobody.
struct Chosen {
    contacts: Vec<ContactId>,
    without: Vec<WithoutContact>,
}

/// Those who are named, and those who are chosen among the contacts of partnerships (R25); each once.
fn chosen(
    host: &impl Reads,
    mut contacts: Vec<ContactId>,
    of: Option<ContactsOf>,
) -> Result<Chosen, WireError> {
    bounded(contacts.len())?;
    let mut without = Vec::new();
    if let Some(ContactsOf { partnerships, choice }) = of {
        bounded(partnerships.len())?;
        let found = host.store().read(|c| {
            for partnership in partnerships {
                let people = meant_for::candidates(c, partnership)?;
                let before = contacts.len();
                let taken = people.iter().filter(|one| choice.takes(one.primary, &one.persona));
                contacts.extend(taken.map(|one| one.id));
                if contacts.len() == before {
                    without.extend(nobody_of(c, partnership)?);
                }
            }
            Ok(())
        });
        found.map_err(store_error)?;
    }
    let mut seen = HashSet::new();
    contacts.retain(|contact| seen.insert(*contact));
    bounded(contacts.len())?;
    Ok(Chosen { contacts, without })
}

/// A partnership of which nobody was chosen; none when it is gone.
fn nobody_of(c: &Connection, id: PartnershipId) -> Result<Option<WithoutContact>, StoreError> {
    let row = partnership::get(c, id)?;
    Ok(row.map(|row| WithoutContact { partnership: id, name: row.fields.name }))
}

fn bounded(named: usize) -> Result<(), WireError> {
    if named > MAX_AT_ONCE {
        let max = u32::try_from(MAX_AT_ONCE).unwrap_or(u32::MAX);
        return Err(Problem::TooManyAtOnce { max }.into());
    }
    Ok(())
}

/// What stands in the way of a contact, or should be known; none when it can enter without a word.
fn question(
    c: &Connection,
    entrance: &Entrance<'_>,
    ahead: u32,
    now: Timestamp,
    rep_zone: desk_core::zone::Zone,
) -> Result<Option<Question>, StoreError> {
    let problems = entrance.problems(c, ahead)?;
    let warnings = entrance.warnings(c, None, now, rep_zone)?;
    let contact = &entrance.person.contact;
    let silent = problems.is_empty() && warnings.is_empty();
    Ok((!silent).then(|| Question {
        contact: contact.id,
        contact_name: contact.name(),
        problems,
        warnings,
    }))
}

/// Answers `assign_many`: who can enter enters, in transactions of a hundred; nothing is dropped
/// silently.
///
/// # Errors
/// More contacts than may be named, a start in the past, a cadence that is gone, or the database's.
pub fn assign(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: AssignMany,
) -> Result<AssignedMany, WireError> {
    let AssignMany { cadence, contacts, of, start_at, despite_warnings } = request;
    let Chosen { contacts, without } = chosen(host, contacts, of)?;
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    if start_at.is_some_and(|at| at < plus(moment.now, -60_000)) {
        return Err(Problem::InThePast.into());
    }
    let base = start_at.unwrap_or(moment.now).max(moment.now);
    let mut done = AssignedMany { entered: 0, left_out: Vec::new(), without, events: Vec::new() };
    for chunk in contacts.chunks(CHUNK) {
        let written = host.write(|tx| {
            let (mut events, mut left_out) = (Vec::new(), Vec::new());
            let target = target(tx.connection(), cadence)?;
            let shared = Shared::default();
            for &contact in chunk {
                match assign_one(tx, moment, (&target, &shared), (contact, base), despite_warnings)?
                {
                    Ok(event) => events.push(event),
                    Err(question) => left_out.push(question),
                }
            }
            Ok::<_, WorkError>((events, left_out))
        });
        let (events, left_out) = written.map_err(work_error)?;
        done.entered += u32::try_from(events.len()).unwrap_or(u32::MAX);
        done.events.extend(events);
        done.left_out.extend(left_out);
    }
    Ok(done)
}

fn assign_one(
    tx: &mut desk_store::Tx<'_>,
    moment: Moment<'_>,
    (target, shared): (&Target, &Shared),
    (contact, base): (ContactId, Timestamp),
    despite_warnings: bool,
) -> Result<Result<EventId, Question>, WorkError> {
    let person = person(tx.connection(), contact, shared)?;
    let entrance = Entrance { target, person };
    let question = question(tx.connection(), &entrance, 0, moment.now, moment.rep_zone)?;
    if let Some(question) = question
        && !(question.problems.is_empty() && despite_warnings)
    {
        return Ok(Err(question));
    }
    let start = Start { first_step: None, base, moves: 0, account: None, actor: Actor::Rep };
    let (_, event) = enter(tx, moment, entrance, start)?;
    Ok(Ok(event))
}
