//! Commands about mail on its way, and what the status line tells.

use super::reply::answer::left;
use super::{PAGE, store_error, work_error};
use crate::loops::outbox::claim::next_moment;
use crate::outreach::{
    Cause, Loaded, Moment, WorkError, carry_out, entry, load_enrolment, was_contacted,
};
use crate::ports::{Reads, Writes, Zoned};
use crate::waking::returned;
use desk_core::draft::Draft;
use desk_core::enrolment::{Event, Refused};
use desk_core::event::{Actor, What};
use desk_core::ids::{Ids, OutboxId};
use desk_core::outbox::OutboxState;
use desk_core::time::Clock;
use desk_store::outbox::{self as table, Message, Move, NO_TOUCH};
use desk_store::sent_copy::{self, CopyState};
use desk_store::{Connection, StoreError, Tx, agenda, draft, event};
use desk_wire::command::Nothing;
use desk_wire::error::{Problem, WireError};
use desk_wire::outbox::{
    Activity, DoubtAnswer, HeldCount, OutboxCursor, OutboxFilter, OutboxListRequest, OutboxPage,
    OutboxRef, OutboxRow, OutboxSettle, SentCopy,
};

/// Answers `outbox_list`.
///
/// # Errors
/// The database's.
pub fn list(host: &impl Reads, request: OutboxListRequest) -> Result<OutboxPage, WireError> {
    let limit = request.limit.clamp(PAGE.0, PAGE.1);
    let after = request.after.map(|cursor| (cursor.at, cursor.id));
    let (mut messages, counts) = host
        .store()
        .read(|c| {
            let messages = match request.filter {
                OutboxFilter::Waiting => table::waiting_page(c, after, limit + 1)?,
                OutboxFilter::Sent => table::sent_page(c, after, limit + 1)?,
            };
            let copies = messages.iter().map(|message| copy(c, message));
            let copies = copies.collect::<Result<Vec<_>, _>>()?;
            Ok((messages.into_iter().zip(copies).collect::<Vec<_>>(), table::counts(c)?))
        })
        .map_err(store_error)?;
    let more = messages.len() > limit as usize;
    messages.truncate(limit as usize);
    let next = messages.last().filter(|_| more).map(|(message, _)| OutboxCursor {
        at: match &message.state {
            OutboxState::Sent { at } => *at,
            _ => message.next_try,
        },
        id: message.id,
    });
    let held: u32 = counts.held.iter().map(|(_, count)| count).sum();
    Ok(OutboxPage {
        rows: messages.into_iter().map(|(message, copy)| row(message, copy)).collect(),
        next,
        waiting: counts.waiting + held + counts.failed + counts.in_doubt,
        sent: counts.sent,
    })
}

/// What became of the copy of a message that has left.
fn copy(c: &Connection, message: &Message) -> Result<Option<SentCopy>, StoreError> {
    if !matches!(message.state, OutboxState::Sent { .. }) {
        return Ok(None);
    }
    Ok(sent_copy::state(c, message.id)?.and_then(|(state, problem)| match state {
        CopyState::Wanted => Some(SentCopy::Wanted),
        CopyState::Found => Some(SentCopy::Found),
        CopyState::Filed => Some(SentCopy::Filed),
        CopyState::Absent => Some(SentCopy::Absent),
        CopyState::Failed => Some(SentCopy::Failed { problem }),
        CopyState::NotWanted => None,
    }))
}

fn row(message: Message, copy: Option<SentCopy>) -> OutboxRow {
    let open = !matches!(message.state, OutboxState::Sent { .. });
    OutboxRow {
        id: message.id,
        touch: open.then_some(message.touch).filter(|touch| *touch != NO_TOUCH),
        reply: message.answers,
        partnership: message.partnership,
        partnership_name: message.partnership_name,
        contact_name: message.contact_name,
        to: message.draft.to,
        subject: message.draft.subject,
        state: message.state,
        copy,
    }
}

/// Answers `outbox_cancel`.
///
/// # Errors
/// [`Problem::AlreadyLeft`], [`Problem::TouchClosed`] when it was taken back already, a message that is
/// gone, or the database's.
pub fn cancel(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: OutboxRef,
) -> Result<Nothing, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let (message, loaded) = message(tx, request.id)?;
        if matches!(
            message.state,
            OutboxState::Sending | OutboxState::Sent { .. } | OutboxState::InDoubt { .. }
        ) {
            return Err(Problem::AlreadyLeft.into());
        }
        if message.state == OutboxState::Cancelled {
            return Err(Refused::TouchState.into());
        }
        table::set(tx, &message, &Move::Cancel, "", moment.now)?;
        if loaded.row.touch == Some(message.touch) {
            draft::save(tx, message.touch, &Draft::Email(message.draft.clone()), moment.now)?;
            let what = What::EmailCancelled { subject: message.draft.subject };
            carry_out(tx, moment, &loaded, Event::TakenBack, Cause::fact(Actor::Rep, what))?;
        }
        Ok::<_, WorkError>(())
    });
    done.map_err(work_error)?;
    Ok(Nothing {})
}

/// Answers `outbox_retry`.
///
/// # Errors
/// [`Problem::AlreadyLeft`] when it does not wait, a message that is gone, or the database's.
pub fn retry(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: OutboxRef,
) -> Result<Nothing, WireError> {
    let now = host.now();
    let done = host.write(|tx| {
        let (message, _) = message(tx, request.id)?;
        match message.state {
            OutboxState::Held { .. } | OutboxState::Failed { .. } | OutboxState::RetryAt { .. } => {
                Ok(table::set(tx, &message, &Move::Anew, "", now)?)
            }
            _ => Err(WorkError::from(Problem::AlreadyLeft)),
        }
    });
    done.map_err(work_error)?;
    Ok(Nothing {})
}

/// Answers `outbox_settle`: what only the rep can know of a message in doubt (R30).
///
/// # Errors
/// [`Problem::AlreadyLeft`] when it is not in doubt, a message that is gone, or the database's.
pub fn settle(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: OutboxSettle,
) -> Result<Nothing, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write_durably(|tx| {
        let (message, loaded) = message(tx, request.id)?;
        if !matches!(message.state, OutboxState::InDoubt { .. }) {
            return Err(Problem::AlreadyLeft.into());
        }
        match request.answer {
            DoubtAnswer::Sent => {
                let now = returned::left_at(tx.connection(), &message, moment.now)?;
                sent(tx, Moment { now, ..moment }, &message, loaded, "")
            }
            DoubtAnswer::SendAgain => Ok(table::set(tx, &message, &Move::Anew, "", moment.now)?),
        }
    });
    done.map_err(work_error)?;
    Ok(Nothing {})
}

/// A message has left: its touch is done.
pub(crate) fn sent(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
    mut loaded: Loaded,
    answer: &str,
) -> Result<(), WorkError> {
    table::set(tx, message, &Move::Sent, answer, moment.now)?;
    if let Some(reply) = message.answers {
        return left(tx, moment, message, reply);
    }
    let (subject, to) = (message.draft.subject.clone(), message.draft.to.clone());
    let what = What::EmailSent { subject, to };
    let actor = if message.unattended { Actor::Rule } else { Actor::Rep };
    was_contacted(tx, &mut loaded)?;
    if loaded.row.touch == Some(message.touch) {
        carry_out(tx, moment, &loaded, Event::Done, Cause::fact(actor, what))?;
    } else {
        // Its enrolment ended while it was on its way.
        event::insert(tx, &entry(moment, &loaded.row, actor, what, None), None)?;
    }
    Ok(())
}

/// The timeline tells that a message is in doubt.
pub(crate) fn tell_doubt(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
) -> Result<(), WorkError> {
    let loaded = load_enrolment(tx.connection(), message.enrolment)?;
    let what = What::EmailInDoubt { subject: message.draft.subject.clone() };
    event::insert(tx, &entry(moment, &loaded.row, Actor::Rule, what, None), None)?;
    Ok(())
}

pub(crate) fn message(tx: &Tx<'_>, id: OutboxId) -> Result<(Message, Loaded), WorkError> {
    let message = table::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
    let loaded = load_enrolment(tx.connection(), message.enrolment)?;
    Ok((message, loaded))
}

/// Answers `activity`. `notifications` says whether the desktop shows them.
///
/// # Errors
/// The database's.
pub fn activity(
    host: &(impl Reads + Clock + Zoned),
    notifications: Option<bool>,
) -> Result<Activity, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    host.store()
        .read(|c| {
            let counts = table::counts(c)?;
            let held = counts.held.into_iter();
            Ok(Activity {
                due: agenda::due_total(c)?,
                next_due_at: agenda::next_due(c)?,
                waiting: counts.waiting,
                next_send_at: next_moment(c, now, rep_zone)?,
                held: held.map(|(reason, count)| HeldCount { reason, count }).collect(),
                failed: counts.failed,
                in_doubt: counts.in_doubt,
                notifications,
            })
        })
        .map_err(store_error)
}
