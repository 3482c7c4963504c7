//! Carries out what the rules decide about an enrolment: one transaction with its entry in the
//! timeline, and a way back where there is one.

use crate::commands::automatic;
use desk_core::cadence::CadenceStatus;
use desk_core::draft::Draft;
use desk_core::enrolment::{self, Advance, Course, Event, Outcome, Refused};
use desk_core::event::{Actor, What};
use desk_core::ids::{EnrolmentId, EventId, Ids, StepId, TouchId};
use desk_core::partnership::Stage;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use desk_core::zone::Zone;
use desk_store::contact::{self, Contact};
use desk_store::enrolment::{self as table, EnrolmentRow};
use desk_store::event::{self, NewEvent};
use desk_store::outbox::{self, Move};
use desk_store::partnership::{self, PartnershipRow};
use desk_store::undo::{self, Snapshot};
use desk_store::{Connection, StoreError, Tx, cadence, draft, version};
use desk_wire::error::{Problem, WireError};

/// The moment in which something is done, and where.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    /// New uids.
    pub ids: &'a dyn Ids,
    /// The present moment.
    pub now: Timestamp,
    /// The rep's zone.
    pub rep_zone: Zone,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WorkError {
    /// The record is gone.
    #[error("no such record")]
    Gone,
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Something was sent or logged since.
    #[error("it cannot be taken back")]
    NotUndoable,
    /// Something that the window is told as it is.
    #[error(transparent)]
    Told(#[from] Box<WireError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Problem> for WorkError {
    fn from(problem: Problem) -> Self {
        Self::Told(Box::new(problem.into()))
    }
}

/// An enrolment with all that the rules need to know about it.
pub(crate) struct Loaded {
    pub row: EnrolmentRow,
    pub steps: Vec<Step>,
    pub contact: Contact,
    pub partnership: PartnershipRow,
}

impl Loaded {
    /// What the rules need to know.
    pub fn course(&self, rep_zone: Zone) -> Course<'_> {
        course(&self.steps, &self.contact, &self.partnership, rep_zone)
    }

    /// The step of its open touch, with its position.
    pub fn current(&self) -> Option<(u32, &Step)> {
        let position = self.row.enrolment.position?;
        numbered(&self.steps, position.step)
    }
}

/// What the rules need to know of a contact in a cadence with these steps.
pub(crate) fn course<'a>(
    steps: &'a [Step],
    contact: &Contact,
    partnership: &PartnershipRow,
    rep_zone: Zone,
) -> Course<'a> {
    Course {
        steps,
        contact_zone: zone_of(contact, partnership, rep_zone),
        rep_zone,
        has_email: !contact.usable_emails.is_empty(),
        has_phone: !contact.usable_phones.is_empty(),
    }
}

/// The zone that counts for a contact: its own, else the partnership's, else the rep's.
pub(crate) fn zone_of(contact: &Contact, partnership: &PartnershipRow, rep_zone: Zone) -> Zone {
    zone_from(contact.fields.zone.as_deref(), partnership.fields.zone.as_deref(), rep_zone)
}

/// The first of the zones that is set.
pub(crate) fn zone_from(own: Option<&str>, home: Option<&str>, rep_zone: Zone) -> Zone {
    own.and_then(Zone::parse).or_else(|| home.and_then(Zone::parse)).unwrap_or(rep_zone)
}

/// A step with its position, from 0.
pub(crate) fn numbered(steps: &[Step], id: StepId) -> Option<(u32, &Step)> {
    (0..).zip(steps).find(|(_, step)| step.id == id)
}

/// Reads what the rules need to know about an enrolment.
pub(crate) fn load(connection: &Connection, row: EnrolmentRow) -> Result<Loaded, WorkError> {
    let steps = version::get(connection, row.version)?.ok_or(WorkError::Gone)?.steps;
    let contact = contact::get(connection, row.contact)?.ok_or(WorkError::Gone)?;
    let partnership = partnership::get(connection, row.partnership)?.ok_or(WorkError::Gone)?;
    Ok(Loaded { row, steps, contact, partnership })
}

/// Reads the enrolment with this id.
pub(crate) fn load_enrolment(
    connection: &Connection,
    id: EnrolmentId,
) -> Result<Loaded, WorkError> {
    load(connection, table::get(connection, id)?.ok_or(WorkError::Gone)?)
}

/// Reads the enrolment whose open touch this is.
pub(crate) fn load_touch(connection: &Connection, id: TouchId) -> Result<Loaded, WorkError> {
    load(connection, table::of_touch(connection, id)?.ok_or(WorkError::Gone)?)
}

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
    let course = loaded.course(moment.rep_zone);
    let mut enrolment = loaded.row.enrolment.clone();
    let stops = matches!(
        happens,
        Event::Pause { .. } | Event::Freeze | Event::Hold { .. } | Event::Finish { .. }
    );
    if stops && take_back_messages(tx, moment, loaded)? {
        enrolment = enrolment::advance(&enrolment, Event::TakenBack, &course, moment.now)?.next;
    }
    let advance = enrolment::advance(&enrolment, happens, &course, moment.now)?;
    let row = table::save(tx, &loaded.row, &advance.next, &advance.closed, &loaded.steps)?;
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
    if advance.turned_due {
        automatic::queue_first(tx, moment, &load(tx.connection(), row.clone())?)?;
    }
    Ok(Outcomes { row, event })
}

/// Entries for what rules did by themselves on the way: steps passed over, the end.
pub(crate) fn tell_rules(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    advance: &Advance,
    told_by_rep: bool,
    happens: Event,
) -> Result<(), WorkError> {
    let skipped = advance.closed.iter().skip(usize::from(told_by_rep));
    for closed in skipped {
        let Some(reason) = closed.skipped else { continue };
        let step = numbered(&loaded.steps, closed.position.step)
            .map(|(position, step)| (position, step.name.clone()));
        let entry = entry(moment, &loaded.row, Actor::Rule, What::Skipped { reason }, step);
        event::insert(tx, &entry, None)?;
    }
    let told = matches!(happens, Event::Finish { .. });
    if let (false, enrolment::EnrolmentState::Finished { outcome, .. }) = (told, advance.next.state)
    {
        let entry = entry(moment, &loaded.row, Actor::Rule, What::Finished { outcome }, None);
        event::insert(tx, &entry, None)?;
    }
    Ok(())
}

/// Lets what has become due be due.
pub(crate) fn tick(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: EnrolmentId,
) -> Result<Loaded, WorkError> {
    let loaded = load_enrolment(tx.connection(), id)?;
    let row = carry_out(tx, moment, &loaded, Event::Tick, Cause::silent())?.row;
    Ok(Loaded { row, ..loaded })
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

/// An entry about an enrolment.
pub(crate) fn entry(
    moment: Moment<'_>,
    row: &EnrolmentRow,
    actor: Actor,
    what: What,
    step: Option<(u32, String)>,
) -> NewEvent {
    NewEvent {
        uid: moment.ids.uid(moment.now),
        at: moment.now,
        actor,
        what,
        partnership: row.partnership,
        contact: Some(row.contact),
        enrolment: Some((row.cadence, row.id)),
        step,
    }
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
        let loaded = load(tx.connection(), row)?;
        let cause = Cause { actor, what: Some(What::Finished { outcome }), undoable: false };
        carry_out(tx, moment, &loaded, Event::Finish { outcome }, cause)?;
    }
    Ok(())
}

/// Notes that the other side was contacted: a lead is one no more.
pub(crate) fn was_contacted(tx: &mut Tx<'_>, row: &EnrolmentRow) -> Result<(), WorkError> {
    Ok(partnership::advance_stage(tx, row.partnership, Stage::Lead, Stage::Contacted)?)
}

/// Takes back what an entry of the timeline tells.
pub(crate) fn take_back(tx: &mut Tx<'_>, moment: Moment<'_>, id: EventId) -> Result<(), WorkError> {
    let found = event::undoable(tx.connection(), id)?.ok_or(WorkError::NotUndoable)?;
    let kept = found.before.enrolments();
    if let Some(contact) = found.contact {
        let open = table::open_of_contact(tx.connection(), contact)?;
        // Meanwhile the contact has entered something else.
        if open.iter().any(|row| !kept.contains(&row.id)) {
            return Err(WorkError::NotUndoable);
        }
    }
    for &enrolment in &kept {
        if outbox::is_sending(tx.connection(), enrolment)? {
            return Err(WorkError::NotUndoable);
        }
        if let Some(row) = table::get(tx.connection(), enrolment)? {
            let loaded = load(tx.connection(), row)?;
            take_back_messages(tx, moment, &loaded)?;
        }
    }
    // First, so that the contact has its addresses when the enrolments go on.
    if let (What::OptedOut, Some(contact)) = (&found.what, found.contact) {
        contact::take_opt_out_back(tx, contact).map_err(|error| match error {
            contact::ContactError::Store(error) => WorkError::Store(error),
            _ => WorkError::Gone,
        })?;
    }
    undo::restore(tx, &found.before, found.at)?;
    for &enrolment in &kept {
        catch_up(tx, moment, enrolment)?;
    }
    event::mark_undone(tx, id, moment.now)?;
    let entry = NewEvent {
        uid: moment.ids.uid(moment.now),
        at: moment.now,
        actor: Actor::Rep,
        what: What::Undone { event: id },
        partnership: found.partnership,
        contact: found.contact,
        // Apart from the enrolment: taking back is nothing that could be taken back with it.
        enrolment: None,
        step: None,
    };
    event::insert(tx, &entry, None)?;
    Ok(())
}

/// What has happened since around an enrolment that was brought back: its cadence may have been
/// deactivated or activated, and its message may have left.
fn catch_up(tx: &mut Tx<'_>, moment: Moment<'_>, id: EnrolmentId) -> Result<(), WorkError> {
    let Some(row) = table::get(tx.connection(), id)? else { return Ok(()) };
    let active = cadence::get(tx.connection(), row.cadence)?
        .is_some_and(|cadence| cadence.status == CadenceStatus::Active);
    let open = row.enrolment.position.is_some();
    let loaded = load(tx.connection(), row)?;
    let row = if open && loaded.row.enrolment.frozen == active {
        let happens = if active { Event::Thaw } else { Event::Freeze };
        carry_out(tx, moment, &loaded, happens, Cause::silent())?.row
    } else {
        loaded.row.clone()
    };
    let waits = row.enrolment.position.is_some_and(|open| open.state == TouchState::InOutbox);
    if let (true, Some(touch)) = (waits, row.touch)
        && outbox::has_left(tx.connection(), touch)?
    {
        let loaded = Loaded { row, ..loaded };
        carry_out(tx, moment, &loaded, Event::Done, Cause::silent())?;
    }
    Ok(())
}
