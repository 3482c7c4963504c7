//! Brings what comes from the contact or the mailbox to every enrolment that it concerns (PRODUCT
//! 4.5, R22, R33).

use super::carry::contact_error;
use super::{Cause, Loaded, Moment, WorkError, carry_out, carry_out_with, entry, load_enrolment};
use desk_core::enrolment::{Alert, Event, PauseReason};
use desk_core::event::{Actor, What};
use desk_core::ids::{ContactId, EventId, PartnershipId};
use desk_core::time::Timestamp;
use desk_store::enrolment::{self as table, EnrolmentRow};
use desk_store::event::NewEvent;
use desk_store::undo::{self, Snapshot};
use desk_store::{Tx, contact, event};

/// What was heard, with the entry that tells it.
#[derive(Debug, Clone)]
pub(crate) enum Heard {
    /// The contact answered: all its enrolments stop, and those of its colleagues.
    Reply { text: String },
    /// The contact is away; see [`Event::OutOfOffice`].
    OutOfOffice { back: Option<chrono::NaiveDate> },
    /// An address of the contact does not exist.
    Bounced { address: String },
    /// The contact or a complaint asks for no more (R33).
    OptOut,
    /// A meeting was booked.
    Meeting,
    /// The contact has given a buying signal.
    BuyingSignal,
    /// The rep wrote to the contact by hand.
    WroteByHand,
    /// A message may or may not be the contact's.
    Ambiguous,
}

impl Heard {
    /// What the rep is told when all enrolments of the contact are over.
    const fn afterwards(&self) -> Option<Alert> {
        match self {
            Self::Reply { .. } => Some(Alert::RepliedAfterwards),
            Self::OptOut => Some(Alert::OptedOut),
            Self::BuyingSignal => Some(Alert::BuyingSignal),
            Self::Ambiguous => Some(Alert::Review),
            _ => None,
        }
    }
}

/// Lets everything happen to a contact's enrolments, and to those of colleagues, that follows from
/// what was heard. `about` is the enrolment under which the timeline tells it.
pub(crate) fn hear(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    about: &Loaded,
    heard: &Heard,
    actor: Actor,
    simulated: bool,
) -> Result<(EventId, Option<Alert>), WorkError> {
    let who = about.row.contact;
    let own = table::open_of_contact(tx.connection(), who)?;
    let colleagues = match heard {
        Heard::Reply { .. } => colleagues(tx, about.row.partnership, Some(who))?,
        _ => Vec::new(),
    };
    let kept: Vec<_> = own.iter().chain(&colleagues).map(|row| row.id).collect();
    let before = undo::snapshot(tx.connection(), &kept)?.with_contact(who);
    let happens = mark(tx, moment, about, heard)?;
    // Before the entries of what follows from it, so that they are taken back with it; only until when
    // somebody is away has to be known first.
    let told = |until| {
        let step = about.current().map(|(position, step)| (position, step.name.clone()));
        entry(moment, &about.row, actor, what(heard, until, simulated), step)
    };
    let early = match heard {
        Heard::OutOfOffice { .. } => None,
        _ => Some(event::insert(tx, &told(moment.now), Some(&before))?),
    };
    // Whoever is in no cadence any more is told all the same.
    let (mut alert, mut held) = (heard.afterwards().filter(|_| own.is_empty()), None);
    for row in own {
        let loaded = load_enrolment(tx.connection(), row.id)?;
        let done = carry_out(tx, moment, &loaded, happens, Cause::silent())?;
        alert = alert.or(done.alert);
        held = held.or(done.row.enrolment.held_until());
    }
    let event = match early {
        Some(event) => event,
        None => event::insert(tx, &told(held.unwrap_or(moment.now)), Some(&before))?,
    };
    for row in colleagues {
        stop_colleague(tx, moment, &row, None)?;
    }
    Ok((event, alert))
}

/// Somebody of a partnership answered who works through no cadence: whoever does stops. Those who
/// stopped, each with the entry that tells it and by which it is taken back.
pub(crate) fn colleague_replied(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    partnership: PartnershipId,
) -> Result<Vec<(EnrolmentRow, EventId)>, WorkError> {
    let rows = colleagues(tx, partnership, None)?;
    let mut stopped = Vec::new();
    for row in rows {
        let event = stop_for_colleague(tx, moment, &row)?;
        stopped.extend(event.map(|event| (row, event)));
    }
    Ok(stopped)
}

/// A colleague of somebody who works through a cadence answered. When that stops, the entry by which it is taken
/// back.
pub(crate) fn stop_for_colleague(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    row: &EnrolmentRow,
) -> Result<Option<EventId>, WorkError> {
    // All that the contact is in, so that taking back sees that nothing was added since.
    let all = table::open_of_contact(tx.connection(), row.contact)?;
    let all: Vec<_> = all.into_iter().map(|row| row.id).collect();
    let before = undo::snapshot(tx.connection(), &all)?;
    stop_colleague(tx, moment, row, Some(before))
}

/// Without `before` it is taken back with what was heard.
fn stop_colleague(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    row: &EnrolmentRow,
    before: Option<Snapshot>,
) -> Result<Option<EventId>, WorkError> {
    let loaded = load_enrolment(tx.connection(), row.id)?;
    let stops = loaded.version.rules.exits.colleague_reply && !row.enrolment.is_paused();
    let reason = PauseReason::ColleagueReplied;
    let cause = match stops {
        true => Cause::fact(Actor::Rule, What::Paused { reason }),
        false => Cause::silent(),
    };
    let happens = Event::ColleagueReply;
    Ok(carry_out_with(tx, moment, &loaded, happens, cause, before)?.event)
}

fn colleagues(
    tx: &Tx<'_>,
    partnership: PartnershipId,
    except: Option<ContactId>,
) -> Result<Vec<EnrolmentRow>, WorkError> {
    let mut rows = table::of_partnership(tx.connection(), partnership)?;
    rows.retain(|row| Some(row.contact) != except && row.enrolment.position.is_some());
    Ok(rows)
}

/// Marks what was heard on the contact, and says what happens to each of its enrolments.
fn mark(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    about: &Loaded,
    heard: &Heard,
) -> Result<Event, WorkError> {
    let who = about.row.contact;
    Ok(match heard {
        Heard::Reply { .. } => Event::Reply,
        Heard::OutOfOffice { back } => Event::OutOfOffice { back: *back },
        Heard::Bounced { address } => {
            contact::address_died(tx, who, address, moment.now).map_err(contact_error)?;
            let left = contact::get(tx.connection(), who)?.ok_or(WorkError::Gone)?;
            Event::Bounced { last: left.usable_emails.is_empty() }
        }
        Heard::OptOut => {
            contact::opt_out(tx, who, moment.now).map_err(contact_error)?;
            Event::OptOut
        }
        Heard::Meeting => Event::Meeting,
        Heard::BuyingSignal => Event::BuyingSignal,
        Heard::WroteByHand => Event::WroteByHand,
        Heard::Ambiguous => Event::Ambiguous,
    })
}

fn what(heard: &Heard, until: Timestamp, simulated: bool) -> What {
    match heard {
        Heard::Reply { text } => What::Replied { text: text.clone(), simulated },
        Heard::OutOfOffice { .. } => What::OutOfOffice { until, simulated },
        Heard::Bounced { address } => What::Bounced { address: address.clone(), simulated },
        Heard::OptOut => What::OptedOut,
        Heard::Meeting => What::MeetingBooked,
        Heard::BuyingSignal => What::BuyingSignal,
        Heard::WroteByHand => What::WroteByHand,
        Heard::Ambiguous => What::InReview,
    }
}

/// R33, from a contact that may be in no cadence: all its cadences end, its addresses are suppressed.
pub(crate) fn opt_out(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    who: ContactId,
    actor: Actor,
) -> Result<EventId, WorkError> {
    let rows = table::open_of_contact(tx.connection(), who)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let before = undo::snapshot(tx.connection(), &ids)?.with_contact(who);
    let partnership = contact::opt_out(tx, who, moment.now).map_err(contact_error)?;
    let entry = NewEvent {
        uid: moment.ids.uid(moment.now),
        at: moment.now,
        actor,
        what: What::OptedOut,
        partnership,
        contact: Some(who),
        enrolment: None,
        step: None,
    };
    let event = event::insert(tx, &entry, Some(&before))?;
    for row in rows {
        let loaded = load_enrolment(tx.connection(), row.id)?;
        carry_out(tx, moment, &loaded, Event::OptOut, Cause::silent())?;
    }
    Ok(event)
}
