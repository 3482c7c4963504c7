//! Lets one event happen to one enrolment: state, touches, outbox and timeline in one transaction.

use super::load::{Shared, load, numbered};
use super::{Loaded, Moment, WorkError, entry, load_enrolment};
use crate::commands::{assign, automatic};
use desk_core::draft::Draft;
use desk_core::enrolment::{
    self, Alert, Effects, Enrolment, EnrolmentState, Event, Numbers, Outcome, PauseReason, Refused,
};
use desk_core::event::{Actor, What};
use desk_core::ids::{CadenceId, EnrolmentId, EventId};
use desk_store::contact::{self, ContactError};
use desk_store::enrolment::{self as table, EnrolmentRow};
use desk_store::outbox::{self, Move};
use desk_store::undo::{self, Snapshot};
use desk_store::{Tx, draft, event};
use desk_wire::error::Problem;

/// Why something is done, for the timeline.
pub(crate) struct Cause {
    /// Who does it.
    pub actor: Actor,
    /// What the timeline says; none when it says nothing.
    pub what: Option<What>,
    /// Whether it can be taken back.
    pub undoable: bool,
}

impl Cause {
    /// The rep does something that can be taken back.
    pub const fn rep(what: What) -> Self {
        Self { actor: Actor::Rep, what: Some(what), undoable: true }
    }

    /// Something happens that cannot be taken back.
    pub const fn fact(actor: Actor, what: What) -> Self {
        Self { actor, what: Some(what), undoable: false }
    }

    /// Time passes.
    pub const fn silent() -> Self {
        Self { actor: Actor::Rule, what: None, undoable: false }
    }
}

/// What was done.
pub(crate) struct Outcomes {
    /// The enrolment as it is now.
    pub row: EnrolmentRow,
    /// Its entry in the timeline, if it has one.
    pub event: Option<EventId>,
    /// What the rep is told.
    pub alert: Option<Alert>,
}

/// Lets an event happen to an enrolment: state, touches, outbox and timeline in this transaction.
pub(crate) fn carry_out(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    happens: Event,
    cause: Cause,
) -> Result<Outcomes, WorkError> {
    let before = if cause.undoable {
        Some(undo::snapshot(tx.connection(), &[loaded.row.id])?)
    } else {
        None
    };
    carry_out_with(tx, moment, loaded, happens, cause, before)
}

/// [`carry_out`] with rows to come back to that were kept before.
pub(crate) fn carry_out_with(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    happens: Event,
    cause: Cause,
    before: Option<Snapshot>,
) -> Result<Outcomes, WorkError> {
    let place = loaded.place(moment.rep_zone);
    let course = loaded.course(&place, moment.rep_zone);
    let mut state = loaded.row.enrolment.clone();
    if happens.stops_mail(loaded.version.rules.exits) && take_back_messages(tx, moment, loaded)? {
        state = enrolment::advance(&state, Event::TakenBack, &course, moment.now)?.next;
    }
    let advance = match enrolment::advance(&state, happens, &course, moment.now) {
        Err(Refused::Stopped) if !state.is_stopped() && course.all_paused_since.is_some() => {
            return Err(Problem::EverythingPaused.into());
        }
        other => other?,
    };
    let keys = loaded.person.keys(&loaded.version, moment.rep_zone);
    let effects = &advance.effects;
    let row = table::save(tx, &loaded.row, &advance.next, &effects.closed, &keys)?;
    let told_by_rep = matches!(happens, Event::Skip);
    let event = match cause.what {
        None => None,
        Some(what) => {
            let current = loaded.current().map(|(position, step)| (position, step.name.clone()));
            let entry = entry(moment, &row, cause.actor, what, current);
            Some(event::insert(tx, &entry, before.as_ref())?)
        }
    };
    tell_rules(tx, moment, loaded, &advance, told_by_rep, happens)?;
    mark_numbers(tx, moment, loaded, effects)?;
    if let Some(to) = effects.move_to {
        let into = move_on(tx, moment, loaded, &row, to)?;
        if let (Some(into), Some(event), Some(before)) = (into, event, before) {
            event::set_undo(tx, event, &before.and_was_not_there(into))?;
        }
    }
    if effects.turned_due && automatic::leaves_by_itself(&row, &loaded.version) {
        // Read anew: what was just carried out may have changed what is known of the contact.
        let shared = Shared::with(row.version, &loaded.version);
        automatic::queue_first(tx, moment, &load(tx.connection(), row.clone(), &shared)?)?;
    }
    Ok(Outcomes { row, event, alert: effects.alert })
}

fn mark_numbers(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    effects: &Effects,
) -> Result<(), WorkError> {
    let number = match effects.numbers {
        None => return Ok(()),
        Some(Numbers::NoCalls) => None,
        Some(Numbers::Bad) => match loaded.person.contact.usable_phones.get(loaded.dialled) {
            Some((_, key)) => Some(key.as_str()),
            None => return Ok(()),
        },
    };
    contact::numbers_are_bad(tx, loaded.row.contact, number, moment.now).map_err(contact_error)
}

/// An error about a contact that was there a moment ago.
pub(crate) fn contact_error(error: ContactError) -> WorkError {
    match error {
        ContactError::Store(error) => WorkError::Store(error),
        _ => WorkError::Gone,
    }
}

/// Lets a contact begin in the cadence to which it was moved (R14). Where it does not take them, the
/// enrolment that moved them ends with that reason.
pub(crate) fn move_on(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    row: &EnrolmentRow,
    to: CadenceId,
) -> Result<Option<EnrolmentId>, WorkError> {
    if let Some(into) = assign::enter_moved(tx, moment, loaded, to)? {
        return Ok(Some(into));
    }
    let outcome = Outcome::NotMoved;
    let ended = Enrolment {
        state: EnrolmentState::Finished { outcome, at: moment.now },
        ..row.enrolment.clone()
    };
    let keys = loaded.person.keys(&loaded.version, moment.rep_zone);
    table::save(tx, row, &ended, &[], &keys)?;
    let entry = entry(moment, row, Actor::Rule, What::Finished { outcome }, None);
    event::insert(tx, &entry, None)?;
    Ok(None)
}

/// Entries for what rules did by themselves on the way: steps passed over, a stop, the end.
pub(crate) fn tell_rules(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    advance: &enrolment::Advance,
    told_by_rep: bool,
    happens: Event,
) -> Result<(), WorkError> {
    let step = |id| {
        numbered(&loaded.version.steps, id).map(|(position, step)| (position, step.name.clone()))
    };
    for closed in advance.effects.closed.iter().skip(usize::from(told_by_rep)) {
        let Some(reason) = closed.skipped else { continue };
        let what = What::Skipped { reason };
        let entry = entry(moment, &loaded.row, Actor::Rule, what, step(closed.position.step));
        event::insert(tx, &entry, None)?;
    }
    let mut tell = |what, at| {
        let entry = entry(moment, &loaded.row, Actor::Rule, what, at);
        event::insert(tx, &entry, None)
    };
    match advance.next.state {
        EnrolmentState::Finished { outcome, .. } if !ends(happens) => {
            tell(What::Finished { outcome }, None)?;
        }
        EnrolmentState::Paused { reason: reason @ PauseReason::Cadence, .. }
            if !loaded.row.enrolment.is_paused() =>
        {
            let at = advance.next.position.and_then(|position| step(position.step));
            tell(What::Paused { reason }, at)?;
        }
        EnrolmentState::Review { .. } if !loaded.row.enrolment.is_paused() => {
            tell(What::InReview, None)?;
        }
        _ => {}
    }
    Ok(())
}

/// Whether the entry of an event tells that the enrolment is over.
const fn ends(happens: Event) -> bool {
    matches!(happens, Event::Finish { .. })
}

/// Lets what has become due be due.
pub(crate) fn tick(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: EnrolmentId,
    shared: &Shared,
) -> Result<Outcomes, WorkError> {
    let row = table::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
    let loaded = load(tx.connection(), row, shared)?;
    carry_out(tx, moment, &loaded, Event::Tick, Cause::silent())
}

/// Takes back the messages of an enrolment that nobody has claimed; their text is in the draft
/// again. Whether its open touch was waiting for one of them.
pub(crate) fn take_back_messages(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
) -> Result<bool, WorkError> {
    let mut waiting = false;
    for message in outbox::unclaimed_of(tx.connection(), loaded.row.id)? {
        outbox::set(tx, &message, &Move::Cancel, "", moment.now)?;
        if loaded.row.touch == Some(message.touch) {
            draft::save(tx, message.touch, &Draft::Email(message.draft.clone()), moment.now)?;
            waiting = true;
        }
        let what = What::EmailCancelled { subject: message.draft.subject };
        let step = loaded.current().map(|(position, step)| (position, step.name.clone()));
        event::insert(tx, &entry(moment, &loaded.row, Actor::Rep, what, step), None)?;
    }
    Ok(waiting)
}

/// Ends every enrolment of a contact.
pub(crate) fn finish_all(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    rows: Vec<EnrolmentRow>,
    outcome: Outcome,
    actor: Actor,
) -> Result<(), WorkError> {
    for row in rows {
        let loaded = load_enrolment(tx.connection(), row.id)?;
        let cause = Cause { actor, what: Some(What::Finished { outcome }), undoable: false };
        carry_out(tx, moment, &loaded, Event::Finish { outcome }, cause)?;
    }
    Ok(())
}
