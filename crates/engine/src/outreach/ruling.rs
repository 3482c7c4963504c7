//! The rep says what a message is, against the program's verdict: what the wrong one did is taken back
//! where that can be, and the right one is heard (PRODUCT 7.2, R19).
//!
//! A message of a colleague who works through no cadence is about nobody in particular: it stops and lets go
//! whoever of the partnership does.

use super::hear::{Heard, colleague_replied, hear, stop_for_colleague};
use super::{Cause, Loaded, Moment, WorkError, carry_out, load_enrolment, take_back};
use crate::loops::inbox::matching::ids_of;
use desk_core::address::EmailAddress;
use desk_core::enrolment::{EnrolmentState, Event, PauseReason};
use desk_core::event::{Actor, What};
use desk_core::ids::{EnrolmentId, EventId, IncomingId, PartnershipId};
use desk_core::incoming::{Ruling, Verdict};
use desk_mail::classify::verdict::{Finding, Verdict as Found};
use desk_mail::classify::{Context, Folder, classify};
use desk_store::enrolment as enrolments;
use desk_store::incoming::{self as table, Candidate, Kept, Ruled};
use desk_store::{Tx, event};
use desk_wire::error::Problem;

/// What the rep says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    /// What the message is.
    pub ruling: Ruling,
    /// Whom it is about; none when that is known.
    pub about: Option<EnrolmentId>,
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Overruled {
    /// The entry of the timeline that tells what was heard.
    pub event: Option<EventId>,
    /// Whether what the wrong verdict did was taken back, or there was nothing to take back.
    pub undone: bool,
}

/// Lets the cadence follow what the rep says a message is. Without `undo`, what the wrong verdict did
/// stays, except that whoever stood still for the message alone goes on.
pub(crate) fn overrule(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: IncomingId,
    said: Said,
    undo: bool,
) -> Result<Overruled, WorkError> {
    let kept = table::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
    let candidates = table::candidates(tx.connection(), id)?;
    let of = of_colleague_at(&kept);
    let about = said.about.or(kept.enrolment).or(match candidates.as_slice() {
        [one] if of.is_none() => Some(one.enrolment),
        _ => None,
    });
    let stood = standing_for_colleague(tx, &kept)?;
    let undone = leave(tx, moment, &kept, &candidates, undo)?;
    stop_for_others(tx, moment, kept.id, stood)?;
    let mut ruled = Ruled {
        verdict: said.ruling.verdict(),
        partnership: kept.partnership,
        contact: kept.contact,
        enrolment: about,
        event: None,
        settled_at: (said.ruling != Ruling::HumanReply).then_some(moment.now),
    };
    let (mut unclear, mut stopped) = (false, Vec::new());
    if let Some(about) = about {
        let loaded = load_enrolment(tx.connection(), about)?;
        ruled.partnership = Some(loaded.row.partnership);
        ruled.contact = Some(loaded.row.contact);
        if let Some(heard) = heard(tx, moment, &kept, &loaded, said.ruling)? {
            ruled.event = Some(hear(tx, moment, &loaded, &heard, Actor::Contact, false)?.0);
        }
        unclear = matches!(said.ruling, Ruling::AutoReply { .. })
            && is_in_review(tx, about)?
            && !matches!(loaded.row.enrolment.state, EnrolmentState::Review { .. });
    } else {
        stopped = about_nobody(tx, moment, said.ruling, of)?;
    }
    if unclear {
        // R21: the day that the rep named is too far ahead to be believed.
        ruled.verdict = Verdict::Review;
        ruled.settled_at = None;
    }
    table::rule(tx, id, &ruled, moment.now)?;
    let unclear =
        about.filter(|_| unclear).map(|id| Candidate { enrolment: id, event: ruled.event });
    for candidate in stopped.into_iter().chain(unclear) {
        table::add_candidate(tx, id, candidate)?;
    }
    Ok(Overruled { event: ruled.event, undone })
}

/// The partnership of a colleague who wrote. Only what a person wrote was matched to one; what was in review may be
/// the contact's own.
fn of_colleague_at(kept: &Kept) -> Option<PartnershipId> {
    let wrote = kept.found.unwrap_or(kept.verdict) == Verdict::HumanReply;
    kept.partnership.filter(|_| wrote && kept.contact.is_none())
}

/// What follows from a message that is about no enrolment in particular, perhaps of a colleague at `of`. Whom it
/// stops.
fn about_nobody(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    ruling: Ruling,
    of: Option<PartnershipId>,
) -> Result<Vec<Candidate>, WorkError> {
    match (ruling, of) {
        // A colleague who is away holds nobody.
        (Ruling::Unrelated | Ruling::Bounce { hard: false }, _)
        | (Ruling::AutoReply { .. }, Some(_)) => Ok(Vec::new()),
        (Ruling::HumanReply, Some(partnership)) => {
            let stopped = colleague_replied(tx, moment, partnership)?.into_iter();
            Ok(stopped.map(|(row, event)| Candidate::new(row.id, event)).collect())
        }
        _ => Err(Problem::ReplyUnmatched.into()),
    }
}

/// Who of the message's partnership stands still because a colleague has answered.
fn standing_for_colleague(tx: &Tx<'_>, kept: &Kept) -> Result<Vec<EnrolmentId>, WorkError> {
    let Some(partnership) = kept.partnership else { return Ok(Vec::new()) };
    let mut rows = enrolments::of_partnership(tx.connection(), partnership)?;
    rows.retain(|row| {
        let reason = PauseReason::ColleagueReplied;
        matches!(row.enrolment.state, EnrolmentState::Paused { reason: why, .. } if why == reason)
    });
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Of those who stood still: who has another colleague whose answer waits for the rep stands still again, for that.
fn stop_for_others(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: IncomingId,
    stood: Vec<EnrolmentId>,
) -> Result<(), WorkError> {
    for enrolment in stood {
        let Some(row) = enrolments::get(tx.connection(), enrolment)? else { continue };
        let who = (row.partnership, row.contact);
        if row.enrolment.position.is_some()
            && !row.enrolment.is_paused()
            && let Some(other) = table::of_colleague(tx.connection(), who, row.started_at, id)?
            && let Some(event) = stop_for_colleague(tx, moment, &row)?
        {
            table::add_candidate(tx, other, Candidate::new(row.id, event))?;
        }
    }
    Ok(())
}

/// Takes back what the message did. Whether all of it is.
fn leave(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    kept: &Kept,
    candidates: &[Candidate],
    undo: bool,
) -> Result<bool, WorkError> {
    let told = candidates.iter().filter_map(|candidate| candidate.event);
    let mut events: Vec<EventId> = told.chain(kept.event).collect();
    // The latest first: each is taken back to what was before it.
    events.sort_unstable();
    events.dedup();
    let mut undone = true;
    for event in events.into_iter().rev() {
        if undo && event::undoable(tx.connection(), event)?.is_some() {
            take_back(tx, moment, event)?;
        } else if !event::is_undone(tx.connection(), event)? {
            undone = false;
        }
    }
    for candidate in candidates {
        settle(tx, moment, kept.id, candidate.enrolment)?;
    }
    Ok(undone)
}

/// R19: whoever stood still for this message alone goes on; whoever stands still for another one as well
/// goes on standing still.
fn settle(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: IncomingId,
    candidate: EnrolmentId,
) -> Result<(), WorkError> {
    let Some(row) = enrolments::get(tx.connection(), candidate)? else { return Ok(()) };
    for row in enrolments::open_of_contact(tx.connection(), row.contact)? {
        let waits = table::in_review(tx.connection(), row.id, id)?
            || table::in_review(tx.connection(), candidate, id)?;
        let stands = matches!(row.enrolment.state, EnrolmentState::Review { .. });
        let (happens, what) = match (stands, waits) {
            (true, false) => (Event::Resume, What::Resumed),
            (false, true) => (Event::Ambiguous, What::InReview),
            _ => continue,
        };
        let loaded = load_enrolment(tx.connection(), row.id)?;
        carry_out(tx, moment, &loaded, happens, Cause::fact(Actor::Rep, what))?;
    }
    Ok(())
}

fn is_in_review(tx: &Tx<'_>, id: EnrolmentId) -> Result<bool, WorkError> {
    let row = enrolments::get(tx.connection(), id)?;
    Ok(row.is_some_and(|row| matches!(row.enrolment.state, EnrolmentState::Review { .. })))
}

/// What the contact's enrolments hear.
fn heard(
    tx: &Tx<'_>,
    moment: Moment<'_>,
    kept: &Kept,
    about: &Loaded,
    ruling: Ruling,
) -> Result<Option<Heard>, WorkError> {
    Ok(match ruling {
        Ruling::HumanReply => Some(Heard::Reply { text: kept.text.clone() }),
        Ruling::AutoReply { until } => {
            let today = moment.rep_zone.civil(moment.now).date();
            if until.is_some_and(|until| until < today) {
                return Err(Problem::InThePast.into());
            }
            Some(Heard::OutOfOffice { back: until })
        }
        Ruling::Unsubscribe => Some(Heard::OptOut),
        Ruling::Bounce { hard: true } => {
            dead_address(tx, moment, kept, about)?.map(|address| Heard::Bounced { address })
        }
        Ruling::Bounce { hard: false } | Ruling::Unrelated => None,
    })
}

/// Which address of the contact is dead: one that the report names, else the one to which the message went,
/// else the one that is used.
fn dead_address(
    tx: &Tx<'_>,
    moment: Moment<'_>,
    kept: &Kept,
    about: &Loaded,
) -> Result<Option<String>, WorkError> {
    let arrived = moment.rep_zone.civil(kept.received_at).date();
    let found = classify(&kept.raw, &Context { own: &[], folder: Folder::Incoming, arrived });
    let ours = table::ours(tx.connection(), &ids_of(&found))?;
    let usable = &about.person.contact.usable_emails;
    let theirs = named(&found).into_iter().chain(ours.map(|ours| ours.to));
    let named = theirs
        .filter_map(|raw| EmailAddress::parse(&raw).ok())
        .find(|one| usable.iter().any(|email| is_same(email, one)));
    Ok(named.map(|one| one.as_str().to_owned()).or_else(|| usable.first().cloned()))
}

fn is_same(email: &str, one: &EmailAddress) -> bool {
    EmailAddress::parse(email).is_ok_and(|email| email.key() == one.key())
}

fn named(found: &Found) -> Vec<String> {
    match &found.finding {
        Finding::DeliveryReport(report) => {
            report.recipients.iter().map(|one| one.address.clone()).collect()
        }
        _ => Vec::new(),
    }
}
