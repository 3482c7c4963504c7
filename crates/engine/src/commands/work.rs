//! Commands about due touches: the side panel, the windows, skipping and snoozing. Lists are in
//! [`super::due`].

use super::account::sender_of;
use super::enrolment::told;
use super::{caller, email, store_error, texts, work_error};
use crate::attention::Attention;
use crate::outreach::{Cause, Loaded, Moment, WorkError, carry_out, load_touch};
use crate::ports::{NoteTarget, Reads, Writes, Zoned};
use desk_core::draft::{CallLog, Draft};
use desk_core::enrolment::{Event, SkipReason};
use desk_core::event::What;
use desk_core::ids::{CadenceId, Ids, TouchId};
use desk_core::schedule::calling_hours;
use desk_core::step::{Step, StepContent};
use desk_core::template;
use desk_core::time::{Clock, Timestamp};
use desk_core::touch::TouchState;
use desk_core::zone::Zone;
use desk_store::agenda::{self, DueCount};
use desk_store::{Connection, StoreError, account, cadence, draft, enrolment, version};
use desk_wire::command::Nothing;
use desk_wire::enrolment::Done;
use desk_wire::error::{Problem, WireError};
use desk_wire::work::{
    self as wire, InAppReminder, Panel, PanelCadence, PanelStep, Place, TouchDetail, TouchRef,
    TouchSnooze, Work,
};
use std::collections::BTreeMap;

/// Answers `panel`.
///
/// # Errors
/// The database's.
pub fn panel(host: &impl Reads, _: Nothing) -> Result<Panel, WireError> {
    host.store()
        .read(|c| {
            let mut by_cadence: BTreeMap<CadenceId, Vec<DueCount>> = BTreeMap::new();
            for count in agenda::due_counts(c)? {
                by_cadence.entry(count.cadence).or_default().push(count);
            }
            let mut cadences = by_cadence
                .into_iter()
                .map(|(id, counts)| panel_cadence(c, id, &counts))
                .collect::<Result<Vec<_>, _>>()?;
            cadences.sort_by(|a, b| b.due.cmp(&a.due).then_with(|| a.name.cmp(&b.name)));
            Ok(Panel { due: cadences.iter().map(|cadence| cadence.due).sum(), cadences })
        })
        .map_err(store_error)
}

fn panel_cadence(
    c: &Connection,
    id: CadenceId,
    counts: &[DueCount],
) -> Result<PanelCadence, StoreError> {
    let name = cadence::name(c, id)?;
    let latest = version::latest(c, id)?.map(|version| version.steps).unwrap_or_default();
    let mut steps: Vec<PanelStep> = (0..)
        .zip(&latest)
        .filter_map(|(position, step)| panel_step(position, step, counts))
        .collect();
    // Somebody may still be at a step that the latest version has no more.
    for count in counts.iter().filter(|count| !latest.iter().any(|step| step.id == count.step)) {
        let Some(kind) = agenda::kind_at(c, count.step)? else { continue };
        let position = u32::try_from(latest.len()).unwrap_or(u32::MAX);
        steps.push(PanelStep {
            step: count.step,
            position,
            name: String::new(),
            kind,
            due: count.due,
        });
    }
    Ok(PanelCadence { id, name, due: counts.iter().map(|count| count.due).sum(), steps })
}

fn panel_step(position: u32, step: &Step, counts: &[DueCount]) -> Option<PanelStep> {
    let count = counts.iter().find(|count| count.step == step.id)?;
    Some(PanelStep {
        step: step.id,
        position,
        name: step.name.clone(),
        kind: step.content.kind(),
        due: count.due,
    })
}

/// Answers `touch_get`. The first time it chooses from which number a call is made (R39).
///
/// # Errors
/// A touch that is not open any more, a template that cannot be read, or the database's.
pub fn get(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: TouchRef,
) -> Result<TouchDetail, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let look = || {
        host.store().read(|c| match load_touch(c, request.id) {
            Ok(loaded) => {
                let current = loaded.current().map(|(_, step)| step.clone());
                let step = match current {
                    Some(step) if caller::is_open(c, request.id, &step)? => Some(step),
                    _ => None,
                };
                Ok(Some((step, detail(c, request, &loaded, now, rep_zone)?)))
            }
            Err(WorkError::Store(error)) => Err(error),
            Err(_) => Ok(None),
        })
    };
    let (step, found) = look().map_err(store_error)?.ok_or(Problem::TouchClosed)?;
    let Some(step) = step else { return found };
    host.write(|tx| caller::settle(tx, host, request.id, &step)).map_err(store_error)?;
    look().map_err(store_error)?.ok_or(Problem::TouchClosed)?.1
}

fn detail(
    c: &Connection,
    request: TouchRef,
    loaded: &Loaded,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Result<TouchDetail, WireError>, StoreError> {
    let Some(((position, step), open)) = loaded.current().zip(loaded.row.enrolment.position) else {
        return Ok(Err(Problem::TouchClosed.into()));
    };
    let place = loaded.place(rep_zone);
    let work = match work(c, request, loaded, step, now, &place)? {
        Ok(work) => work,
        Err(problem) => return Ok(Err(problem)),
    };
    let row = &loaded.row;
    Ok(Ok(TouchDetail {
        id: request.id,
        state: open.state,
        stopped: row.enrolment.is_stopped(),
        partnership: row.partnership,
        partnership_name: loaded.person.partnership.fields.name.clone(),
        contact: row.contact,
        contact_name: loaded.person.contact.name(),
        cadence: row.cadence,
        cadence_name: cadence::name(c, row.cadence)?,
        step: step.id,
        position,
        steps: u32::try_from(loaded.version.steps.len()).unwrap_or(u32::MAX),
        step_name: step.name.clone(),
        due_at: open.due_at,
        zone: place.zone.name().to_owned(),
        work,
    }))
}

fn work(
    c: &Connection,
    request: TouchRef,
    loaded: &Loaded,
    step: &Step,
    now: Timestamp,
    place: &desk_core::place::Place,
) -> Result<Result<Work, WireError>, StoreError> {
    let saved = draft::get(c, request.id)?;
    let edited_at = saved.as_ref().map(|(_, at)| *at);
    let account = account::of_enrolment(c, loaded.row.id)?;
    let sender = sender_of(c, account.as_ref())?;
    let (person, noted) = (&loaded.person, loaded.noted(c)?);
    let values =
        texts::values(&person.contact, &person.partnership, &person.custom, &sender, &noted);
    let in_step = texts::in_step(step, &values);
    let filled = |text: &str| {
        template::fill(text, &in_step).map_or_else(|_| text.to_owned(), |filled| filled.text)
    };
    Ok(Ok(match &step.content {
        StepContent::Email { .. } => return email::work(c, loaded, step, saved, &values),
        StepContent::Call { script } => Work::Call {
            numbers: loaded
                .person
                .contact
                .usable_phones
                .iter()
                .map(|(shown, _)| shown.clone())
                .collect(),
            script: filled(script),
            from: caller::chosen(c, request.id)?,
            voicemail: step.rules.voicemail.as_deref().map(filled),
            opens_at: calling_hours(now, place.candidates()).filter(|&opens| opens > now),
            log: match saved {
                Some((Draft::Call(log), _)) => log,
                _ => CallLog::default(),
            },
            edited_at,
        },
        StepContent::Task { work, instructions } => Work::Task {
            work: *work,
            instructions: filled(instructions),
            notes: match saved {
                Some((Draft::Task { notes }, _)) => notes,
                _ => String::new(),
            },
            edited_at,
        },
    }))
}

/// Answers `attention`: what it tells once, it does not tell again.
pub(crate) fn attention(host: &impl Reads, kept: &Attention) -> Result<wire::Attention, WireError> {
    let (notes, clicked) = kept.take();
    host.store()
        .read(|c| {
            let place = |touch: Option<TouchId>| {
                let Some(id) = touch else { return Ok(None) };
                let row = enrolment::of_touch(c, id)?;
                Ok::<_, StoreError>(
                    row.map(|row| Place { partnership: row.partnership, touch: Some(id) }),
                )
            };
            let reminders = notes
                .into_iter()
                .map(|note| {
                    let touch = match note.target {
                        NoteTarget::Touch { id } => Some(TouchId(id)),
                        NoteTarget::Due => None,
                    };
                    Ok(InAppReminder { title: note.title, text: note.body, place: place(touch)? })
                })
                .collect::<Result<_, StoreError>>()?;
            Ok(wire::Attention { reminders, place: place(clicked)? })
        })
        .map_err(store_error)
}

/// Answers `touch_skip`.
///
/// # Errors
/// A touch that is not open any more or in the outbox, an enrolment that stands still, or the
/// database's.
pub fn skip(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: TouchRef,
) -> Result<Done, WireError> {
    let what = What::Skipped { reason: SkipReason::Rep };
    act(host, request, Event::Skip, what)
}

/// Answers `touch_snooze`.
///
/// # Errors
/// A moment in the past, a touch that is not open any more or in the outbox, an enrolment that
/// stands still, or the database's.
pub fn snooze(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: TouchSnooze,
) -> Result<Done, WireError> {
    let TouchSnooze { id, until, beyond_hours } = request;
    if until <= host.now() {
        return Err(Problem::InThePast.into());
    }
    let happens = Event::Snooze { until, beyond_hours };
    act(host, TouchRef { id }, happens, What::Snoozed { until })
}

fn act(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: TouchRef,
    happens: Event,
    what: What,
) -> Result<Done, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let loaded = load_touch(tx.connection(), request.id)?;
        carry_out(tx, moment, &loaded, happens, Cause::rep(what))
    });
    told(done.map_err(touch_error)?.event)
}

/// A touch that is gone was finished.
pub(super) fn touch_error(error: WorkError) -> WireError {
    match error {
        WorkError::Gone => Problem::TouchClosed.into(),
        other => work_error(other),
    }
}

/// Whether a touch can be worked now.
pub(super) fn workable(loaded: &Loaded) -> Result<(), WorkError> {
    use desk_core::enrolment::Refused;
    let Some(open) = loaded.row.enrolment.position else { return Err(WorkError::Gone) };
    if loaded.row.enrolment.is_stopped() {
        return Err(Refused::Stopped.into());
    }
    match open.state {
        TouchState::InOutbox => Err(Refused::TouchState.into()),
        TouchState::Waiting | TouchState::Due => Ok(()),
    }
}
