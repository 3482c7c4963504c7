//! How an attempt ended is recorded, with everything that follows from it, in one transaction. Of a message
//! that has left a receipt is written at once, and taken up with others a moment later.

use super::claim::{self, Claimed};
use super::marks::Cleared;
use super::{End, Sending};
use crate::commands::outbox::{message, sent, tell_doubt};
use crate::loops::agenda::tell;
use crate::outreach::{
    Cause, Loaded, Moment, Shared, WorkError, carry_out, entry, load, load_enrolment,
};
use crate::ports::{Note, NoteTarget, Reads, Writes, Zoned};
use crate::session::Session;
use crate::waking::life;
use crate::words;
use desk_core::address::EmailAddress;
use desk_core::draft::Draft;
use desk_core::enrolment::Event;
use desk_core::event::{Actor, What};
use desk_core::ids::OutboxId;
use desk_core::outbox::{FailReason, OutboxState, retry_pause};
use desk_core::schedule::plus;
use desk_core::time::Clock;
use desk_core::waking::Cause as Outage;
use desk_store::outbox::{self as table, Message, Move, Receipt};
use desk_store::{Tx, contact, draft, enrolment, event, waking};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// How long the provider's daily limit is waited for, in milliseconds.
const QUOTA_PAUSE: i64 = 24 * 3_600_000;

/// How many receipts are taken up together, those of a batch: what they change is mostly in the same pages.
const AT_ONCE: usize = 100;

/// How often a message is tried: with the growing pauses between, this takes 48 hours.
const PATIENCE: u32 = 30;

/// Messages that have left and whose receipts were not taken up, with their enrolments, as they were when they
/// were claimed: they are so still if nothing was written since.
#[derive(Default)]
pub(super) struct Seen(RefCell<HashMap<OutboxId, (Cleared, Message, Loaded)>>);

impl Seen {
    /// Keeps one that has left.
    pub fn keep(&self, claimed: Claimed) {
        let Claimed { message, cleared, loaded } = claimed;
        if let Some((cleared, loaded)) = cleared.zip(loaded) {
            self.0.borrow_mut().insert(message.id, (cleared, message, loaded));
        }
    }

    /// One as it is after so many writes, if that is known.
    fn take(&self, id: OutboxId, commits: u64) -> Option<(Message, Loaded)> {
        let (cleared, message, loaded) = self.0.borrow_mut().remove(&id)?;
        cleared.is_last(commits).then_some((message, loaded))
    }
}

/// Records it.
pub(super) fn record(
    session: &Session,
    sending: &Sending,
    message: &Message,
    end: &End,
) -> Result<(), WorkError> {
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let now = moment.now;
    note_outage(session, message, end)?;
    let moved = |to: Move, answer: &str| {
        session.write_durably(|tx| Ok::<_, WorkError>(table::set(tx, message, &to, answer, now)?))
    };
    match end {
        End::Sent(answer) => {
            let receipt = Receipt { id: message.id, answer: answer.clone(), at: now };
            session.store().mark(|tx| Ok::<_, WorkError>(table::give(tx, &receipt)?))?;
            sending.receipts.add(message.id);
            Ok(())
        }
        End::Doubt(cause) => {
            tracing::warn!(%cause, "a message is in doubt");
            session.write_durably(|tx| {
                table::set(tx, message, &Move::Doubt, "", now)?;
                tell_doubt(tx, moment, message)
            })?;
            let title = words::doubt_title(1);
            let (body, target) = (words::DOUBT_TEXT.to_owned(), NoteTarget::Due);
            tell(session, Note { title, body, target });
            Ok(())
        }
        End::Hold(reason, answer) => session.write_durably(|tx| {
            table::set(tx, message, &Move::Hold(*reason), answer, now)?;
            Ok(table::hold_all(tx, message.account, *reason)?)
        }),
        End::Tomorrow(answer) => session.write_durably(|tx| {
            let at = plus(now, QUOTA_PAUSE);
            table::set(tx, message, &Move::Retry { at }, answer, now)?;
            Ok(table::none_before(tx, message.account, at)?)
        }),
        End::Later(answer) | End::Unreachable(answer) if message.attempts >= PATIENCE => {
            failed(session, moment, message, FailReason::TimeOver, answer)
        }
        End::Later(answer) | End::Unreachable(answer) => {
            let at = plus(now, retry_pause(message.attempts, message.id.0));
            moved(Move::Retry { at }, answer)
        }
        End::Fail(reason, answer) => failed(session, moment, message, *reason, answer),
        End::NoSuchAddress(address, answer) => {
            no_such_address(session, moment, message, address)?;
            failed(session, moment, message, FailReason::Address, answer)
        }
        End::TakenBack => take_back(session, moment, message.id),
        End::Unread(reason) => {
            moved(Move::Hold(*reason), "")?;
            // It was read when the message was claimed; that was too long ago since.
            Ok(claim::have_read(session, message.account)?)
        }
        End::PutBack => session.write(|tx| Ok(table::put_back(tx, message)?)),
    }
}

/// Records what follows from the receipts that are there.
pub(super) fn take_up(session: &Session, known: &Shared, seen: &Seen) -> Result<(), WorkError> {
    while !session.read_store(|c| table::receipts(c, 1))?.is_empty() {
        session.write(|tx| {
            let shared = known.anew();
            let (mut accounts, mut changed) = (BTreeSet::new(), HashSet::new());
            for receipt in table::receipts(tx.connection(), AT_ONCE)? {
                let as_seen = seen.take(receipt.id, tx.commits());
                // What became of another one of the same partnership may concern it.
                let as_seen = as_seen.filter(|(one, _)| !changed.contains(&one.partnership));
                let message = took(tx, session, &receipt, as_seen, &shared)?;
                changed.insert(message.partnership);
                accounts.insert(message.account);
            }
            let now = session.now();
            for account in accounts {
                if let Some(account) = account {
                    waking::end_outage(tx, Outage::Sending, account, now)?;
                }
                // What held the others is over.
                table::release_mended(tx, account, now)?;
            }
            Ok::<_, WorkError>(())
        })?;
    }
    Ok(())
}

/// Records that a message has left, and returns it.
fn took(
    tx: &mut Tx<'_>,
    session: &Session,
    receipt: &Receipt,
    as_seen: Option<(Message, Loaded)>,
    shared: &Shared,
) -> Result<Message, WorkError> {
    table::done(tx, receipt.id)?;
    let (message, loaded) = match as_seen {
        Some(as_seen) => as_seen,
        None => {
            let message = table::get(tx.connection(), receipt.id)?.ok_or(WorkError::Gone)?;
            let row = enrolment::get(tx.connection(), message.enrolment)?.ok_or(WorkError::Gone)?;
            let loaded = load(tx.connection(), row, shared)?;
            (message, loaded)
        }
    };
    // The rep may have said so before.
    if !matches!(message.state, OutboxState::Sent { .. }) {
        let moment = Moment { ids: session, now: receipt.at, rep_zone: session.rep_zone() };
        sent(tx, moment, &message, loaded, &receipt.answer)?;
    }
    Ok(message)
}

/// R11: the time in which an account cannot send is told from that in which a message has to wait.
fn note_outage(session: &Session, message: &Message, end: &End) -> Result<(), WorkError> {
    let begins = match end {
        End::Hold(..) | End::Unreachable(_) | End::Tomorrow(_) => true,
        End::Fail(..) | End::NoSuchAddress(..) => false,
        // What has left is told where it is recorded.
        End::Sent(_)
        | End::Doubt(_)
        | End::Later(_)
        | End::TakenBack
        | End::Unread(_)
        | End::PutBack => return Ok(()),
    };
    match message.account {
        Some(account) => life::sends(session, account, !begins),
        // Without an account it is held, which counts for nothing.
        None => Ok(()),
    }
}

fn failed(
    session: &Session,
    moment: Moment<'_>,
    message: &Message,
    reason: FailReason,
    answer: &str,
) -> Result<(), WorkError> {
    session.write_durably(|tx| {
        table::set(tx, message, &Move::Fail(reason), answer, moment.now)?;
        let loaded = load_enrolment(tx.connection(), message.enrolment)?;
        let subject = message.draft.subject.clone();
        let what = What::EmailFailed { subject, reason, answer: answer.to_owned() };
        event::insert(tx, &entry(moment, &loaded.row, Actor::Rule, what, None), None)?;
        Ok(())
    })
}

/// Marks the address that the server does not know, if it is one of the contact's: it may be that of
/// somebody who was to get a copy.
fn no_such_address(
    session: &Session,
    moment: Moment<'_>,
    message: &Message,
    address: &EmailAddress,
) -> Result<(), WorkError> {
    session.write(|tx| {
        contact::address_died(tx, message.contact, address.as_str(), moment.now).map_err(|error| {
            match error {
                contact::ContactError::Store(error) => WorkError::Store(error),
                _ => WorkError::Gone,
            }
        })
    })
}

/// It must not be sent any more: its text is in the draft again.
fn take_back(session: &Session, moment: Moment<'_>, id: OutboxId) -> Result<(), WorkError> {
    session.write_durably(|tx| {
        let (message, loaded) = message(tx, id)?;
        table::set(tx, &message, &Move::Cancel, "", moment.now)?;
        if loaded.row.touch == Some(message.touch) {
            draft::save(tx, message.touch, &Draft::Email(message.draft.clone()), moment.now)?;
            let what = What::EmailCancelled { subject: message.draft.subject };
            carry_out(tx, moment, &loaded, Event::TakenBack, Cause::fact(Actor::Rule, what))?;
        }
        Ok(())
    })
}
