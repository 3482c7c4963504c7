//! Which message goes next: those of the rep at once, follow-ups before first messages, everything that
//! leaves by itself at the pace that was set and inside its hours (PRODUCT 6.6).

use crate::outreach::{Cause, Loaded, Moment, Shared, WorkError, carry_out, load, load_enrolment};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use desk_core::draft::Draft;
use desk_core::enrolment::{self, Event};
use desk_core::event::{Actor, What};
use desk_core::ids::{EnrolmentId, OutboxId};
use desk_core::outbox::HoldReason;
use desk_core::pace::Pace;
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
use desk_store::enrolment as enrolments;
use desk_store::outbox::{self as table, Lane, Message, Move};
use desk_store::workspace::{Kind, Settings};
use desk_store::{Connection, StoreError, Tx, account, bulk, draft, mailbox, workspace};

/// What is done next.
pub(super) enum Next {
    /// These messages were claimed: at least one, in the order in which they go.
    Send(Vec<Message>),
    /// Something was put off or taken back: look again.
    Again,
    /// Nothing before this moment.
    Wait(Option<Timestamp>),
}

/// What was done with the message that goes next.
enum Step {
    Claimed(Box<Message>),
    /// It was put off or taken back; perhaps because the mailbox was not read.
    PutOff {
        is_unread: bool,
    },
    /// There is none before this moment.
    Wait(Option<Timestamp>),
}

/// Claims the messages that go next, durably, at most so many. At a pace, and where nothing is sent over a
/// connection, one at a time (PRODUCT 6.4).
pub(super) fn claim(session: &Session, most: usize, known: &Shared) -> Result<Next, WorkError> {
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let (next, unread) = session.write_durably(|tx| {
        let settings = workspace::settings(tx.connection())?;
        let together = session.kind() == Kind::Own && settings.pace.is_none();
        let (most, shared) = (if together { most } else { 1 }, known.anew());
        let (mut claimed, mut unread, mut wait) = (Vec::new(), false, None);
        for _ in 0..most {
            match next(tx, moment, session.boot(), (&settings, &shared))? {
                Step::Claimed(message) => claimed.push(*message),
                Step::PutOff { is_unread } => unread |= is_unread,
                Step::Wait(until) => {
                    wait = Some(until);
                    break;
                }
            }
        }
        let next = match wait {
            _ if !claimed.is_empty() => Next::Send(claimed),
            Some(until) => Next::Wait(until),
            None => Next::Again,
        };
        Ok::<_, WorkError>((next, unread))
    })?;
    // Where something is wrong with the mailbox, whoever reads it tries again after a pause.
    if unread && !session.read_store(mailbox::has_failed)? {
        session.mailbox().wake();
    }
    Ok(next)
}

/// Over how many connections mail may leave at a time.
pub(super) fn connections(session: &Session) -> Result<usize, StoreError> {
    let pace = session.read_store(workspace::settings)?.pace;
    let many = usize::try_from(pace.connections).unwrap_or(1);
    Ok(if pace.is_none() { many } else { 1 })
}

fn next(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    boot: &str,
    (settings, shared): (&Settings, &Shared),
) -> Result<Step, WorkError> {
    let heads = heads_with(tx.connection(), settings, moment.now, moment.rep_zone)?;
    for (id, at) in &heads {
        if *at > moment.now {
            continue;
        }
        let Some(message) = table::get(tx.connection(), *id)? else { continue };
        if message.unattended {
            let row =
                enrolments::get(tx.connection(), message.enrolment)?.ok_or(WorkError::Gone)?;
            let loaded = load(tx.connection(), row, shared)?;
            if let Some(instead) = instead(tx, moment, &message, &loaded)? {
                return Ok(instead);
            }
        }
        // R28: what the rep sent leaves unattended too, when it is tried again.
        if !message.unattended
            && message.attempts > 0
            && let Some(held) = held_unread(tx, moment, &message)?
        {
            return Ok(held);
        }
        table::claim(tx, &message, boot, moment.now)?;
        return Ok(match table::get(tx.connection(), *id)? {
            Some(message) => Step::Claimed(Box::new(message)),
            None => Step::PutOff { is_unread: false },
        });
    }
    Ok(Step::Wait(heads.into_iter().map(|(_, at)| at).min()))
}

/// The messages that go next, one of each lane, the one that goes first at first, and when each may.
fn heads(
    c: &Connection,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Vec<(OutboxId, Timestamp)>, StoreError> {
    heads_with(c, &workspace::settings(c)?, now, rep_zone)
}

fn heads_with(
    c: &Connection,
    settings: &Settings,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Vec<(OutboxId, Timestamp)>, StoreError> {
    if settings.paused_since.is_some() {
        return Ok(Vec::new());
    }
    let mut heads = Vec::new();
    for lane in Lane::ALL {
        let Some((id, at)) = table::head(c, lane)? else { continue };
        let opens = match lane {
            Lane::ByHand => at,
            // Who is to stand still may not have been told yet.
            _ if bulk::next(c)?.is_some() => continue,
            _ => slot(c, &settings.pace, lane, now.max(at), rep_zone)?,
        };
        heads.push((id, at.max(opens)));
    }
    Ok(heads)
}

/// When the next message may leave, if everything stays as it is.
pub(crate) fn next_moment(
    c: &Connection,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Option<Timestamp>, StoreError> {
    Ok(heads(c, now, rep_zone)?.into_iter().map(|(_, at)| at).min())
}

/// When the pace lets one more message of a lane leave, from `at` on.
fn slot(
    c: &Connection,
    pace: &Pace,
    lane: Lane,
    at: Timestamp,
    rep_zone: Zone,
) -> Result<Timestamp, StoreError> {
    if pace.is_none() {
        return Ok(at);
    }
    let sent = table::sent_lately(c, at)?;
    Ok(pace.next_slot(&sent, lane == Lane::First, rep_zone, at))
}

/// Why somebody may have answered who was not heard yet: there was a message before, and the mailbox was
/// not read a moment ago, or is not the one in which the answer lies (R31). Nobody answers in the
/// practice workspace but by the rep's doing.
pub(super) fn may_be_answered(
    c: &Connection,
    enrolment: EnrolmentId,
    now: Timestamp,
) -> Result<Option<HoldReason>, StoreError> {
    let own = workspace::get(c)?.kind == Kind::Own;
    let is_follow_up = own && !table::thread(c, enrolment)?.chain.is_empty();
    if !is_follow_up {
        return Ok(None);
    }
    let address = account::get(c)?.map(|account| account.settings.address).unwrap_or_default();
    if table::left_through_another(c, enrolment, &address)? {
        return Ok(Some(HoldReason::OtherAccount));
    }
    let unread = !mailbox::is_fresh(c, now)?;
    Ok(unread.then_some(HoldReason::MailboxNotRead))
}

/// PRODUCT 6.5: a follow-up leaves unattended only when the mailbox was read a moment ago. Until then it
/// is held; whoever reads the mailbox lets it go.
fn held_unread(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
) -> Result<Option<Step>, WorkError> {
    let Some(reason) = may_be_answered(tx.connection(), message.enrolment, moment.now)? else {
        return Ok(None);
    };
    table::set(tx, message, &Move::Hold(reason), "", moment.now)?;
    Ok(Some(Step::PutOff { is_unread: reason == HoldReason::MailboxNotRead }))
}

/// What is done instead of claiming a message that leaves by itself. One whose hours have closed
/// meanwhile waits for the next opening; one that its condition does not want any more is taken back
/// (R7).
fn instead(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
    loaded: &Loaded,
) -> Result<Option<Step>, WorkError> {
    let Some((_, step)) = loaded.current().filter(|_| loaded.row.touch == Some(message.touch))
    else {
        return Ok(None);
    };
    let place = loaded.place(moment.rep_zone);
    let course = loaded.course(&place, moment.rep_zone);
    let beyond = loaded.row.enrolment.position.is_some_and(|open| open.beyond_hours);
    if let Some(opens) = course.next_opening(step, moment.now).filter(|_| !beyond)
        && opens > moment.now
    {
        table::wait(tx, message, opens)?;
        return Ok(Some(Step::PutOff { is_unread: false }));
    }
    let state = &loaded.row.enrolment;
    let again = enrolment::advance(state, Event::Recheck, &course, moment.now);
    if again.as_ref().is_ok_and(|again| again.next == *state) {
        return held_unread(tx, moment, message);
    }
    table::set(tx, message, &Move::Cancel, "", moment.now)?;
    draft::save(tx, message.touch, &Draft::Email(message.draft.clone()), moment.now)?;
    let what = What::EmailCancelled { subject: message.draft.subject.clone() };
    carry_out(tx, moment, loaded, Event::TakenBack, Cause::fact(Actor::Rule, what))?;
    if again.is_ok() {
        let loaded = load_enrolment(tx.connection(), message.enrolment)?;
        carry_out(tx, moment, &loaded, Event::Recheck, Cause::silent())?;
    }
    Ok(Some(Step::PutOff { is_unread: false }))
}
