//! What follows from a message that arrived: one transaction with the message, its entry in the
//! timeline and everything that happens to enrolments (PRODUCT 4.5, R19 to R24, R32, R33, R51).

use super::matching::{Owner, ids_of, owner};
use crate::outreach::hear::{Heard, colleague_replied, hear};
use crate::outreach::{Loaded, Moment, WorkError, load_enrolment};
use desk_core::address::EmailAddress;
use desk_core::enrolment::{Alert, EnrolmentState};
use desk_core::event::Actor;
use desk_core::ids::{ContactId, EnrolmentId, EventId, PartnershipId};
use desk_core::incoming as domain;
use desk_core::outbox::HoldReason;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_mail::classify::report::reason::Concern;
use desk_mail::classify::verdict::{CalendarAction, DeliveryReport, Finding, VERSION, Verdict};
use desk_store::enrolment::EnrolmentRow;
use desk_store::incoming::{self as table, Candidate, NewIncoming, Ours};
use desk_store::{Connection, StoreError, Tx, contact, mailbox, outbox, unread_mail};

/// Longest newly written text that the timeline keeps, in characters.
const MAX_TEXT: usize = 10_000;

/// How long a report that the provider refuses our mail says something about now, in milliseconds.
const POLICY_FOR: i64 = 24 * 3_600_000;

/// The rule by which an automatic answer is for the rep: it names a day of return that has passed, or one
/// far ahead (R21).
pub(super) const AWAY_UNCLEAR: &str = "away_unclear";

/// A message that arrived.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrived<'a> {
    /// The folder's row.
    pub folder: i64,
    /// Its id with angle brackets; where it has none, one that was made for it.
    pub message_id: &'a str,
    /// When it arrived.
    pub received_at: Timestamp,
    /// As it came.
    pub raw: &'a [u8],
    /// What it is.
    pub verdict: &'a Verdict,
}

/// A message that could not be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unread<'a> {
    /// The folder's row.
    pub folder: i64,
    /// Its id with angle brackets, or one that was made for it.
    pub message_id: &'a str,
    /// Its numbering in the folder and its UID; none when it could be fetched.
    pub at: Option<(u32, u32)>,
    /// Who wrote it, if that is known.
    pub from: Option<&'a EmailAddress>,
    /// The ids of messages that it answers, with angle brackets.
    pub thread: &'a [String],
    /// Why it could not be read.
    pub why: &'a str,
}

/// What the rep is told about an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// What.
    pub alert: Alert,
    /// Of whose enrolment.
    pub enrolment: EnrolmentId,
}

/// Whom a message concerns, and what came of it.
#[derive(Default)]
struct Effect {
    partnership: Option<PartnershipId>,
    contact: Option<ContactId>,
    enrolment: Option<EnrolmentId>,
    event: Option<EventId>,
    told: Vec<Told>,
    /// Who stands still until the rep has looked, or because a colleague of theirs has written.
    candidates: Vec<Candidate>,
    /// What the message turned out to be, and by which rule, where that is not the classifier's.
    instead: Option<(domain::Verdict, &'static str)>,
}

/// Lets everything follow from a message, once, in whatever folders it lies.
pub(super) fn arrived(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: Arrived<'_>,
) -> Result<Vec<Told>, WorkError> {
    // Copies of what the rep wrote are looked at in the folder of sent mail.
    if message.verdict.finding == Finding::Own
        || table::is_heard(tx.connection(), message.message_id)?
    {
        return Ok(Vec::new());
    }
    let owner = owner(tx.connection(), message.verdict, message.received_at)?;
    let verdict = message.verdict.clone().matched(owner.matching());
    let effect = match &owner {
        Owner::Nobody => return Ok(Vec::new()),
        Owner::Binned(enrolment) => binned(*enrolment),
        Owner::One(id) => follow(tx, moment, &verdict, message.received_at, message.folder, *id)?,
        Owner::Colleague(partnership) => colleague(tx, moment, *partnership)?,
        Owner::Perhaps(candidates) => perhaps(tx, moment, candidates)?,
    };
    let told = (name(&verdict.finding), verdict.evidence.code.as_str());
    let (found, code) = effect.instead.unwrap_or(told);
    let new = NewIncoming {
        uid: moment.ids.uid(moment.now),
        message_id: message.message_id,
        folder: Some(message.folder),
        sender: verdict.clues.sender.as_deref().unwrap_or_default(),
        subject: &verdict.clues.subject,
        received_at: message.received_at,
        heard_at: moment.now,
        verdict: found,
        code,
        seen: &verdict.evidence.seen,
        version: verdict.version,
        text: verdict.new_text.as_deref().unwrap_or_default(),
        raw: message.raw,
        partnership: effect.partnership,
        contact: effect.contact,
        enrolment: effect.enrolment,
        event: effect.event,
    };
    keep(tx, &new, effect)
}

fn keep(tx: &mut Tx<'_>, new: &NewIncoming<'_>, effect: Effect) -> Result<Vec<Told>, WorkError> {
    let id = table::insert(tx, new)?;
    for candidate in effect.candidates {
        table::add_candidate(tx, id, candidate)?;
    }
    Ok(effect.told)
}

/// R24: nothing happens to whom the rep has thrown away; the rep is told all the same.
fn binned(enrolment: Option<EnrolmentId>) -> Effect {
    let told = enrolment.map(|enrolment| Told { alert: Alert::Review, enrolment });
    Effect { told: told.into_iter().collect(), ..Effect::default() }
}

/// A message that could not be read is heard all the same: whom it names stands still until the rep has
/// looked. One that names nobody makes its folder incomplete (PRODUCT 6.5).
pub(super) fn unread(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Unread<'_>,
) -> Result<Vec<Told>, WorkError> {
    if table::is_heard(tx.connection(), message.message_id)? {
        return Ok(Vec::new());
    }
    if let (None, [], Some(at)) = (message.from, message.thread, message.at) {
        unread_mail::add(tx, message.folder, at, message.why, moment.now)?;
        return Ok(Vec::new());
    }
    let Some((contact, id)) = named(tx.connection(), moment.now, message)? else {
        return Ok(Vec::new());
    };
    let effect = perhaps(tx, moment, &[id])?;
    let new = NewIncoming {
        uid: moment.ids.uid(moment.now),
        message_id: message.message_id,
        folder: Some(message.folder),
        sender: message.from.map_or("", EmailAddress::as_str),
        subject: "",
        received_at: moment.now,
        heard_at: moment.now,
        verdict: domain::Verdict::Review,
        code: "unreadable",
        seen: message.why,
        version: VERSION,
        text: "",
        raw: &[],
        partnership: effect.partnership,
        contact: Some(contact),
        enrolment: Some(id),
        event: effect.event,
    };
    keep(tx, &new, effect)
}

/// Whom a message names that could not be read: by what it answers, else by who wrote it.
fn named(
    c: &Connection,
    now: Timestamp,
    message: &Unread<'_>,
) -> Result<Option<(ContactId, EnrolmentId)>, StoreError> {
    if let Some(ours) = table::ours(c, message.thread)? {
        return Ok(Some((ours.contact, ours.enrolment)));
    }
    let Some(from) = message.from else { return Ok(None) };
    let Some(known) = table::known(c, from.key())? else { return Ok(None) };
    let open = table::enrolment_of(c, known.contact, (now, now))?;
    Ok(open.map(|id| (known.contact, id)))
}

/// What follows for an enrolment and its contact.
fn follow(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    verdict: &Verdict,
    received_at: Timestamp,
    folder: i64,
    id: EnrolmentId,
) -> Result<Effect, WorkError> {
    let about = load_enrolment(tx.connection(), id)?;
    let mut effect = Effect {
        partnership: Some(about.row.partnership),
        contact: Some(about.row.contact),
        enrolment: Some(id),
        ..Effect::default()
    };
    let heard = match &verdict.finding {
        Finding::DeliveryReport(report) => {
            let fresh = received_at > plus(moment.now, -POLICY_FOR);
            if fresh && report.recipients.iter().any(|one| one.reason.concern() == Concern::Policy)
            {
                let account = mailbox::account_of(tx.connection(), folder)?;
                outbox::hold_all(tx, account, HoldReason::AccountBlocked)?;
            }
            let ours = table::ours(tx.connection(), &ids_of(verdict))?;
            bounced(tx, moment, &about, report, ours.as_ref(), &mut effect)?;
            return Ok(effect);
        }
        Finding::SpamReport(_) | Finding::Unsubscribe(_) => Heard::OptOut,
        Finding::Calendar(notice) => match notice.action {
            CalendarAction::Request | CalendarAction::Accept => Heard::Meeting,
            // R51: only told.
            _ => {
                effect.told.push(Told { alert: Alert::Decide, enrolment: id });
                return Ok(effect);
            }
        },
        Finding::AutoReply(absence) => {
            Heard::OutOfOffice { back: absence.as_ref().map(|absence| absence.returns) }
        }
        Finding::HumanReply => {
            let text = verdict.new_text.as_deref().unwrap_or_default();
            Heard::Reply { text: text.chars().take(MAX_TEXT).collect() }
        }
        Finding::Review => Heard::Ambiguous,
        Finding::ReadReceipt(_) | Finding::Own | Finding::Unrelated => return Ok(effect),
    };
    let waited = matches!(heard, Heard::Reply { .. })
        && table::is_unanswered(tx.connection(), about.row.contact)?;
    say(tx, moment, &about, &heard, &mut effect)?;
    if waited {
        // R52: whoever writes again before anybody has answered is interested.
        let told = effect.event;
        say(tx, moment, &about, &Heard::BuyingSignal, &mut effect)?;
        effect.event = told;
    }
    if let Heard::OutOfOffice { .. } = heard
        && !is_in_review(&about.row)
        && is_in_review(&load_enrolment(tx.connection(), id)?.row)
    {
        // R21: the day of return makes no sense.
        effect.instead = Some((domain::Verdict::Review, AWAY_UNCLEAR));
        effect.candidates.push(Candidate { enrolment: id, event: effect.event });
    }
    Ok(effect)
}

const fn is_in_review(row: &EnrolmentRow) -> bool {
    matches!(row.enrolment.state, EnrolmentState::Review { .. })
}

fn say(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    about: &Loaded,
    heard: &Heard,
    effect: &mut Effect,
) -> Result<(), WorkError> {
    let (event, alert) = hear(tx, moment, about, heard, Actor::Contact, false)?;
    effect.event = Some(event);
    if matches!(heard, Heard::Ambiguous) {
        effect.candidates.push(Candidate { enrolment: about.row.id, event: Some(event) });
    }
    effect.told.extend(alert.map(|alert| Told { alert, enrolment: about.row.id }));
    Ok(())
}

/// R32: an address that is dead is marked, and whose last one it was has bounced.
fn bounced(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    about: &Loaded,
    report: &DeliveryReport,
    ours: Option<&Ours>,
    effect: &mut Effect,
) -> Result<(), WorkError> {
    for one in report.recipients.iter().filter(|one| one.hard) {
        let named = EmailAddress::parse(&one.address).ok();
        let known = match &named {
            Some(address) => table::known(tx.connection(), address.key())?,
            None => None,
        };
        let address = match (known, ours) {
            (Some(known), _) if known.contact == about.row.contact => one.address.clone(),
            // Somebody who was to get a copy.
            (Some(known), _) => {
                contact::address_died(tx, known.contact, &one.address, moment.now)
                    .map_err(|_| WorkError::Gone)?;
                continue;
            }
            // A report that names no address of ours, because it was forwarded, is about the one that the
            // message went to; unless that is not the contact's any more.
            (None, Some(ours)) if report.recipients.len() == 1 => ours.to.clone(),
            (None, _) => continue,
        };
        let usable = about.person.contact.usable_emails.iter();
        let key = EmailAddress::parse(&address).map(|address| address.key().to_owned()).ok();
        let is_theirs = usable
            .filter_map(|email| EmailAddress::parse(email).ok())
            .any(|email| Some(email.key()) == key.as_deref());
        if is_theirs {
            say(tx, moment, about, &Heard::Bounced { address }, effect)?;
        }
    }
    Ok(())
}

fn colleague(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    partnership: PartnershipId,
) -> Result<Effect, WorkError> {
    let paused = colleague_replied(tx, moment, partnership)?;
    let candidates = paused.iter().map(|(row, event)| Candidate::new(row.id, *event)).collect();
    let mut stopped: Vec<_> = paused.into_iter().map(|(row, _)| row.id).collect();
    if stopped.is_empty() {
        // All stand still already; the rep is told once that somebody else wrote.
        let open = table::open_at(tx.connection(), partnership, None, moment.now)?;
        stopped.extend(open.first());
    }
    let alert = Alert::ColleagueReplied;
    let told = stopped.into_iter().map(|enrolment| Told { alert, enrolment }).collect();
    Ok(Effect { partnership: Some(partnership), told, candidates, ..Effect::default() })
}

/// R19: all that it may belong to stand still until the rep has looked.
fn perhaps(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    candidates: &[EnrolmentId],
) -> Result<Effect, WorkError> {
    let mut effect = Effect::default();
    for id in candidates {
        let about = load_enrolment(tx.connection(), *id)?;
        effect.partnership.get_or_insert(about.row.partnership);
        say(tx, moment, &about, &Heard::Ambiguous, &mut effect)?;
    }
    Ok(effect)
}

pub(super) const fn name(finding: &Finding) -> domain::Verdict {
    match finding {
        Finding::DeliveryReport(_) => domain::Verdict::DeliveryReport,
        Finding::ReadReceipt(_) => domain::Verdict::ReadReceipt,
        Finding::SpamReport(_) => domain::Verdict::SpamReport,
        Finding::Calendar(_) => domain::Verdict::Calendar,
        Finding::AutoReply(_) => domain::Verdict::AutoReply,
        Finding::Unsubscribe(_) => domain::Verdict::Unsubscribe,
        Finding::HumanReply => domain::Verdict::HumanReply,
        Finding::Own => domain::Verdict::Own,
        Finding::Unrelated => domain::Verdict::Unrelated,
        Finding::Review => domain::Verdict::Review,
    }
}
