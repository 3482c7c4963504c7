//! To whom a message that arrived belongs (PRODUCT 7.2): by the ids of its thread, else by the message
//! that a report names, else by the addresses that are known, else by subject and domain, which is for
//! the rep to look at.

use desk_core::address::EmailAddress;
use desk_core::ids::{EnrolmentId, PartnershipId};
use desk_core::incoming::{is_free_mail, without_tag};
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_mail::classify::verdict::{Finding, Matching, Verdict};
use desk_store::incoming::{self as table, Ours};
use desk_store::{Connection, StoreError};

/// How long after the last message to a contact one from their address, without any other sign, still
/// answers it, in milliseconds: 90 days.
const ANSWERS_FOR: i64 = 90 * 24 * 3_600_000;

/// To whom a message belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// To this enrolment and its contact.
    One(EnrolmentId),
    /// To nobody who works through a cadence, but to somebody of this partnership.
    Colleague(PartnershipId),
    /// Perhaps to one of these: the rep has to look (R19).
    Perhaps(Vec<EnrolmentId>),
    /// To somebody in the bin (R24), in this enrolment when the thread says so.
    Binned(Option<EnrolmentId>),
    /// To nobody.
    Nobody,
}

impl Owner {
    /// What this means for the verdict.
    pub fn matching(&self) -> Matching {
        match self {
            Self::One(_) | Self::Colleague(_) => Matching::Found,
            Self::Perhaps(_) | Self::Binned(_) => Matching::Weak,
            Self::Nobody => Matching::Nothing,
        }
    }
}

/// How far the server's clock may be behind ours, in milliseconds.
const CLOCKS_APART: i64 = 10 * 60_000;

/// Finds out to whom a message belongs that arrived at a moment. What arrived before an enrolment began
/// answers it only when it says so by an id.
pub(crate) fn owner(
    c: &Connection,
    verdict: &Verdict,
    received_at: Timestamp,
) -> Result<Owner, StoreError> {
    // The token of our own form says whose wish it is, from whatever address (R33).
    if let Finding::Unsubscribe(wish) = &verdict.finding
        && let Some(token) = &wish.token
        && let Some(ours) = table::by_token(c, token)?
    {
        return Ok(whole(&ours));
    }
    if let Some(ours) = table::ours(c, &ids_of(verdict))? {
        return of_thread(c, verdict, &ours, received_at);
    }
    for address in addresses(verdict) {
        let Ok(address) = EmailAddress::parse(address) else { continue };
        match of_address(c, &address, verdict, received_at)? {
            Owner::Nobody => {}
            found => return Ok(found),
        }
    }
    Ok(Owner::Nobody)
}

const fn whole(ours: &Ours) -> Owner {
    if ours.deleted { Owner::Binned(Some(ours.enrolment)) } else { Owner::One(ours.enrolment) }
}

/// Whose the thread is. Somebody else in it, who got a copy or to whom it was passed on, answers for the
/// contact; but only the contact's own address opts the contact out.
fn of_thread(
    c: &Connection,
    verdict: &Verdict,
    ours: &Ours,
    received_at: Timestamp,
) -> Result<Owner, StoreError> {
    if ours.deleted || !matches!(verdict.finding, Finding::Unsubscribe(_)) {
        return Ok(whole(ours));
    }
    let Some(sender) =
        verdict.clues.sender.as_deref().and_then(|raw| EmailAddress::parse(raw).ok())
    else {
        return Ok(Owner::Perhaps(vec![ours.enrolment]));
    };
    let known = table::known(c, sender.key())?;
    let wrote_to = EmailAddress::parse(&ours.to).is_ok_and(|to| to.key() == sender.key());
    if wrote_to || known.is_some_and(|known| known.contact == ours.contact) {
        return Ok(Owner::One(ours.enrolment));
    }
    let mut perhaps = vec![ours.enrolment];
    if let Some(known) = known {
        let at = plus(received_at, CLOCKS_APART);
        let theirs = table::enrolment_of(c, known.contact, (plus(at, -ANSWERS_FOR), at))?;
        perhaps.extend(theirs.filter(|id| *id != ours.enrolment));
    }
    Ok(Owner::Perhaps(perhaps))
}

/// The ids of messages that it answers or is about, with angle brackets.
pub(crate) fn ids_of(verdict: &Verdict) -> Vec<String> {
    let clues = &verdict.clues;
    let ids = clues.thread.iter().chain(&clues.original_message_id);
    ids.map(|id| format!("<{id}>")).collect()
}

/// The addresses that say whom a message is about.
fn addresses(verdict: &Verdict) -> Vec<&str> {
    let sender = verdict.clues.sender.as_deref();
    match &verdict.finding {
        Finding::DeliveryReport(report) => {
            report.recipients.iter().map(|one| one.address.as_str()).collect()
        }
        Finding::SpamReport(report) => report.recipients.iter().map(String::as_str).collect(),
        Finding::ReadReceipt(receipt) => {
            sender.into_iter().chain([receipt.recipient.as_str()]).collect()
        }
        // R51: by attendee or invitee.
        Finding::Calendar(notice) => {
            let invited = notice.attendees.iter().chain(&notice.organizer).map(String::as_str);
            sender.into_iter().chain(invited).collect()
        }
        Finding::Own | Finding::Unrelated => Vec::new(),
        _ => sender.into_iter().collect(),
    }
}

fn of_address(
    c: &Connection,
    address: &EmailAddress,
    verdict: &Verdict,
    received_at: Timestamp,
) -> Result<Owner, StoreError> {
    let at = plus(received_at, CLOCKS_APART);
    // A machine's message from an address that nobody has written down says nothing about a colleague.
    let wrote = matches!(verdict.finding, Finding::HumanReply);
    let mut known = table::known(c, address.key())?;
    if let (None, Some(bare)) = (&known, without_tag(address)) {
        known = table::known(c, bare.key())?;
    }
    if let Some(known) = known {
        if known.deleted {
            return Ok(Owner::Binned(None));
        }
        if let Some(enrolment) =
            table::enrolment_of(c, known.contact, (plus(at, -ANSWERS_FOR), at))?
        {
            // What several people read says nothing about who wrote (R25).
            let who = if wrote && known.shared {
                Owner::Perhaps(vec![enrolment])
            } else {
                Owner::One(enrolment)
            };
            return Ok(who);
        }
        let others = table::open_at(c, known.partnership, None, at)?;
        let colleague = wrote && !others.is_empty();
        return Ok(if colleague { Owner::Colleague(known.partnership) } else { Owner::Nobody });
    }
    if is_free_mail(address.domain()) {
        return Ok(Owner::Nobody);
    }
    let partnerships = table::partnerships_at(c, address.domain())?;
    let mut perhaps = Vec::new();
    for partnership in &partnerships {
        perhaps.extend(table::open_at(c, *partnership, Some(&verdict.clues.subject), at)?);
    }
    Ok(match partnerships.as_slice() {
        _ if !perhaps.is_empty() => Owner::Perhaps(perhaps),
        // Where several share a domain, nobody there is a colleague of all.
        [one] if wrote && !table::open_at(c, *one, None, at)?.is_empty() => Owner::Colleague(*one),
        _ => Owner::Nobody,
    })
}
