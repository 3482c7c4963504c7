//! What the rep says about a message that arrived: what it is, what came of it, how it sounds, and what
//! becomes of the enrolments that it has stopped (PRODUCT 7.2, 7.3, R22, R23, R52).

use crate::commands::work_error;
use crate::outreach::deciding::decide;
use crate::outreach::hear::{self, Heard, hear};
use crate::outreach::ruling::{Overruled, Said, overrule as carry_over};
use crate::outreach::{Moment, WorkError, load_enrolment};
use crate::ports::{Writes, Zoned};
use desk_core::enrolment::{EnrolmentState, Event, Outcome, PauseReason, Refused};
use desk_core::event::{Actor, What};
use desk_core::ids::{EventId, Ids, IncomingId};
use desk_core::incoming::{Decision, Mark, Tone, Verdict};
use desk_core::time::Clock;
use desk_store::enrolment::{self as enrolments, EnrolmentRow};
use desk_store::incoming::{self as table, Kept};
use desk_store::{Tx, contact};
use desk_wire::command::Nothing;
use desk_wire::error::{Problem, WireError};
use desk_wire::reply::{
    ReplyDecide, ReplyDone, ReplyMark, ReplyOverrule, ReplyOverruled, ReplySettle, ReplyTone,
};

/// Answers `reply_overrule`.
///
/// # Errors
/// A message that is gone, [`Problem::ReplyUnmatched`] when it has to be said whom it is about,
/// [`Problem::InThePast`] for a day of return that has passed, or the database's.
pub fn overrule(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: ReplyOverrule,
) -> Result<ReplyOverruled, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let said = Said { ruling: request.ruling, about: request.enrolment };
    let all = |undo| host.write_durably(|tx| carry_over(tx, moment, request.id, said, undo));
    let done = match all(true) {
        // Too much has happened since to take it back; the right verdict is heard all the same.
        Err(WorkError::NotUndoable | WorkError::Refused(_) | WorkError::Told(_)) => all(false),
        other => other,
    };
    let Overruled { event, undone } = done.map_err(work_error)?;
    Ok(ReplyOverruled { event, undone })
}

/// Answers `reply_mark`.
///
/// # Errors
/// A message that is gone, [`Problem::ReplyUnmatched`] when it is about nobody for sure, or the database's.
pub fn mark(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: ReplyMark,
) -> Result<ReplyDone, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let kept = placed(tx, request.id)?;
        let event = follow(tx, moment, &kept, request.mark)?;
        // A sign of interest still waits for an answer.
        let settled = (request.mark != Mark::BuyingSignal).then_some(moment.now);
        table::mark(tx, kept.id, request.mark, event, settled)?;
        if let (None, Some(tone)) = (kept.tone, tone_of(request.mark)) {
            table::set_tone(tx, kept.id, Some(tone))?;
        }
        Ok::<_, WorkError>(event)
    });
    Ok(ReplyDone { event: done.map_err(work_error)? })
}

/// A message of which is known whom it is about.
fn placed(tx: &Tx<'_>, id: IncomingId) -> Result<Kept, WorkError> {
    let kept = table::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
    if kept.verdict == Verdict::Review || kept.contact.is_none() {
        return Err(Problem::ReplyUnmatched.into());
    }
    Ok(kept)
}

const fn tone_of(mark: Mark) -> Option<Tone> {
    match mark {
        Mark::MeetingBooked | Mark::BuyingSignal => Some(Tone::Positive),
        Mark::NotInterested | Mark::OptedOut => Some(Tone::Negative),
        Mark::Referral => Some(Tone::Referral),
        Mark::WrongPerson => None,
    }
}

fn follow(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    kept: &Kept,
    mark: Mark,
) -> Result<Option<EventId>, WorkError> {
    let (Some(who), Some(about)) = (kept.contact, kept.enrolment) else {
        return Err(Problem::ReplyUnmatched.into());
    };
    let open = enrolments::open_of_contact(tx.connection(), who)?;
    let finish = |outcome| (Event::Finish { outcome }, What::Finished { outcome });
    let (happens, what) = match mark {
        Mark::MeetingBooked | Mark::BuyingSignal => {
            let heard = match mark {
                Mark::MeetingBooked => Heard::Meeting,
                _ => Heard::BuyingSignal,
            };
            let loaded = load_enrolment(tx.connection(), about)?;
            return Ok(Some(hear(tx, moment, &loaded, &heard, Actor::Rep, false)?.0));
        }
        Mark::OptedOut => {
            let opted_out = contact::get(tx.connection(), who)?.and_then(|one| one.opted_out_at);
            return match opted_out {
                Some(_) => Ok(None),
                None => Ok(Some(hear::opt_out(tx, moment, who, Actor::Rep)?)),
            };
        }
        Mark::Referral => return Ok(None),
        Mark::NotInterested => finish(Outcome::Lost),
        Mark::WrongPerson => finish(Outcome::Removed),
    };
    decide(tx, moment, &open, Some(about), happens, &what)
}

/// Answers `reply_decide`.
///
/// # Errors
/// A message that is gone or in review, an enrolment that does not stand still, or the database's.
pub fn decided(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: ReplyDecide,
) -> Result<ReplyDone, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let finish = |outcome| (Event::Finish { outcome }, What::Finished { outcome });
    let (happens, what) = match request.decision {
        Decision::Continue => (Event::Resume, What::Resumed),
        Decision::Replied => finish(Outcome::Replied),
        Decision::Won => finish(Outcome::Won),
    };
    let done = host.write(|tx| {
        let kept = table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        if kept.verdict == Verdict::Review {
            return Err(Problem::ReplyUnmatched.into());
        }
        let rows = stopped(tx, &kept)?;
        let event = decide(tx, moment, &rows, kept.enrolment, happens, &what)?;
        let event = event.ok_or(WorkError::Refused(Refused::NotPaused))?;
        table::settle(tx, kept.id, Some(moment.now), Some(event))?;
        Ok(Some(event))
    });
    Ok(ReplyDone { event: done.map_err(work_error)? })
}

/// What a message has stopped: all of the contact's; of a colleague who is in no cadence, those of the
/// partnership that stand still for a colleague.
fn stopped(tx: &Tx<'_>, kept: &Kept) -> Result<Vec<EnrolmentRow>, WorkError> {
    let mut rows = match (kept.contact, kept.partnership) {
        (Some(contact), _) => enrolments::open_of_contact(tx.connection(), contact)?,
        (None, Some(partnership)) => enrolments::of_partnership(tx.connection(), partnership)?,
        (None, None) => Vec::new(),
    };
    rows.retain(|row| match row.enrolment.state {
        EnrolmentState::Paused { reason, .. } => match kept.contact {
            Some(_) => matches!(
                reason,
                PauseReason::Replied | PauseReason::ColleagueReplied | PauseReason::WroteByHand
            ),
            None => reason == PauseReason::ColleagueReplied,
        },
        _ => false,
    });
    Ok(rows)
}

/// Answers `reply_tone`.
///
/// # Errors
/// A message that is gone, or the database's.
pub fn tone(host: &impl Writes, request: ReplyTone) -> Result<Nothing, WireError> {
    let done = host.write(|tx| {
        table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        Ok::<_, WorkError>(table::set_tone(tx, request.id, request.tone)?)
    });
    done.map_err(work_error)?;
    Ok(Nothing {})
}

/// Answers `reply_settle`.
///
/// # Errors
/// A message that is gone, [`Problem::ReplyUnmatched`] for one for which somebody stands still until it is
/// said what it is (R19), or the database's.
pub fn settle(host: &(impl Writes + Clock), request: ReplySettle) -> Result<Nothing, WireError> {
    let now = host.now();
    let done = host.write(|tx| {
        let kept = table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        let held = !table::candidates(tx.connection(), kept.id)?.is_empty();
        if request.settled && kept.verdict == Verdict::Review && held {
            return Err(Problem::ReplyUnmatched.into());
        }
        Ok(table::settle(tx, kept.id, request.settled.then_some(now), None)?)
    });
    done.map_err(work_error)?;
    Ok(Nothing {})
}
