//! Which message goes next: those of the rep at once, follow-ups before first messages, everything that
//! leaves by itself at the pace that was set and inside its hours (PRODUCT 6.6).

use super::marks::Cleared;
use crate::outreach::{Cause, Loaded, Moment, Shared, WorkError, carry_out, load, load_enrolment};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use crate::waking::late;
use desk_core::draft::Draft;
use desk_core::enrolment::{self, Event};
use desk_core::event::{Actor, What};
use desk_core::ids::{AccountId, OutboxId};
use desk_core::outbox::{HoldReason, OutboxState};
use desk_core::pace::Pace;
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
use desk_store::account::{self, Account};
use desk_store::enrolment as enrolments;
use desk_store::outbox::{self as table, Lane, Message, Move};
use desk_store::workspace::{Kind, Settings};
use desk_store::{Connection, StoreError, Tx, bulk, draft, mailbox, waking, workspace};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

/// A message that was claimed.
pub(super) struct Claimed {
    pub message: Message,
    /// That it may leave, if that was seen.
    pub cleared: Option<Cleared>,
    /// Its enrolment as it was then, if that was read.
    pub loaded: Option<Loaded>,
}

/// What is looked at for every message, and read once in a transaction.
struct Known<'a> {
    boot: &'a str,
    kind: Kind,
    shared: Shared,
    mailboxes: Mailboxes,
}

/// What is done next.
pub(super) enum Next {
    /// These messages were claimed: at least one, in the order in which they go.
    Send(Vec<Claimed>),
    /// Something was put off or taken back: look again.
    Again,
    /// Nothing before this moment.
    Wait(Option<Timestamp>),
}

/// What was done with a message whose moment has come.
enum Step {
    Claimed(Box<Claimed>),
    /// It was put off or taken back; perhaps because this account's mailbox was not read.
    PutOff {
        unread: Option<AccountId>,
    },
}

/// The message that goes next in a lane of an account.
#[derive(Clone, Copy)]
struct Head {
    account: Option<AccountId>,
    lane: Lane,
    id: OutboxId,
    /// When it may leave.
    at: Timestamp,
}

/// Claims the messages of one account that go next, durably, at most so many. At a pace, and where nothing is
/// sent over a connection, one at a time (PRODUCT 6.4).
pub(super) fn claim(session: &Session, most: usize, known: &Shared) -> Result<Next, WorkError> {
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let (next, generation, unread) = session.write_durably(|tx| {
        let settings = workspace::settings(tx.connection())?;
        let mut known = Known {
            boot: session.boot(),
            kind: session.kind(),
            shared: known.anew(),
            mailboxes: Mailboxes::default(),
        };
        let paces = paces(tx.connection(), &settings)?;
        let (mut claimed, mut unread, mut wait) = (Vec::<Claimed>::new(), Vec::new(), None);
        // Those that are put off count as well: looking through many must not hold the writer for long.
        let most = if session.kind() == Kind::Own { most } else { 1 };
        let mut ripe = VecDeque::new();
        for _ in 0..most {
            let of = claimed.first().map(|first| first.message.account);
            let mut paces = paces.clone();
            paces.retain(|(account, pace)| of.is_none_or(|of| of == *account && pace.is_none()));
            if paces.is_empty() {
                break;
            }
            if ripe.is_empty() {
                let heads =
                    heads_with(tx.connection(), &settings, &paces, moment.now, moment.rep_zone)?;
                let Some(head) = heads.iter().find(|head| head.at <= moment.now) else {
                    wait = Some(heads.into_iter().map(|head| head.at).min());
                    break;
                };
                ripe.extend(table::ripe(
                    tx.connection(),
                    (head.account, head.lane),
                    head.id,
                    moment.now,
                    most,
                )?);
            }
            let Some(id) = ripe.pop_front() else { break };
            match take(tx, moment, id, &mut known)? {
                Step::Claimed(one) => claimed.push(*one),
                Step::PutOff { unread: account } => unread.extend(account),
            }
        }
        let (next, generation) = match wait {
            _ if !claimed.is_empty() => (Next::Send(claimed), Some(waking::next_generation(tx)?)),
            Some(until) => (Next::Wait(until), None),
            None => (Next::Again, None),
        };
        Ok::<_, WorkError>((next, generation, unread))
    })?;
    // R34: before they leave, so that a file that does not know of them is told to be older.
    if let Some(generation) = generation {
        session.mark().write(generation);
    }
    for account in unread {
        have_read(session, Some(account))?;
    }
    Ok(next)
}

/// Has an account's mailbox read for which a message waits. Where something is wrong with it, whoever reads it
/// tries again after a pause.
pub(super) fn have_read(session: &Session, account: Option<AccountId>) -> Result<(), StoreError> {
    if let Some(account) = account
        && !session.read_store(|c| mailbox::has_failed(c, account))?
    {
        session.mailbox().wake();
    }
    Ok(())
}

/// Over how many connections mail of each account may leave at a time.
pub(super) fn connections(
    session: &Session,
) -> Result<Vec<(Option<AccountId>, usize)>, StoreError> {
    let paces = session.read_store(|c| paces(c, &workspace::settings(c)?))?.into_iter();
    let many = |pace: Pace| match pace.is_none() {
        true => usize::try_from(pace.connections).unwrap_or(1),
        false => 1,
    };
    Ok(paces.map(|(account, pace)| (account, many(pace))).collect())
}

/// How fast mail of each account leaves, and what has no account: the practice workspace's.
fn paces(
    c: &Connection,
    settings: &Settings,
) -> Result<Vec<(Option<AccountId>, Pace)>, StoreError> {
    let own = account::all(c)?.into_iter();
    let own = own.map(|account| (Some(account.id), account.own.pace.unwrap_or(settings.pace)));
    Ok(own.chain([(None, settings.pace)]).collect())
}

/// Claims a message whose moment has come, unless it is put off.
fn take(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: OutboxId,
    known: &mut Known<'_>,
) -> Result<Step, WorkError> {
    let put_off = Step::PutOff { unread: None };
    let Some(message) = table::get(tx.connection(), id)? else { return Ok(put_off) };
    // What became of one before may concern it.
    if !matches!(message.state, OutboxState::Queued { .. } | OutboxState::RetryAt { .. }) {
        return Ok(put_off);
    }
    if late::is_late(tx.connection(), &message, moment.now)? && late::hold(tx, moment)? {
        return Ok(put_off);
    }
    // R28: what the rep sent leaves unattended too, when it is tried again.
    let mut asks = message.attempts > 0;
    let mut loaded = None;
    if message.unattended {
        let row = enrolments::get(tx.connection(), message.enrolment)?.ok_or(WorkError::Gone)?;
        let loaded = loaded.insert(load(tx.connection(), row, &known.shared)?);
        let current = loaded.current().filter(|_| loaded.row.touch == Some(message.touch));
        if let Some((_, step)) = current
            && let Some(instead) = instead(tx, moment, &message, (loaded, step))?
        {
            return Ok(instead);
        }
        asks = current.is_some();
    }
    if asks && let Some(held) = held_unread(tx, moment, &message, known)? {
        return Ok(held);
    }
    let Some(message) = table::claim(tx, &message, known.boot, moment.now)? else {
        return Ok(put_off);
    };
    let row = loaded.as_ref().map(|loaded| &loaded.row);
    let cleared = Cleared::look(tx, &message, (row, asks), known.kind, moment.now)?;
    Ok(Step::Claimed(Box::new(Claimed { message, cleared, loaded })))
}

/// The messages that go next, one of each lane of each account, the one that goes first at first.
fn heads(c: &Connection, now: Timestamp, rep_zone: Zone) -> Result<Vec<Head>, StoreError> {
    let settings = workspace::settings(c)?;
    heads_with(c, &settings, &paces(c, &settings)?, now, rep_zone)
}

fn heads_with(
    c: &Connection,
    settings: &Settings,
    paces: &[(Option<AccountId>, Pace)],
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Vec<Head>, StoreError> {
    if settings.paused_since.is_some() {
        return Ok(Vec::new());
    }
    let mut heads = Vec::new();
    for lane in Lane::ALL {
        for (account, pace) in paces {
            let Some((id, at)) = table::head(c, *account, lane)? else { continue };
            let opens = match lane {
                Lane::ByHand => at,
                // Who is to stand still may not have been told yet.
                _ if bulk::next(c)?.is_some() => continue,
                _ => slot(c, *account, pace, lane, now.max(at), rep_zone)?,
            };
            heads.push(Head { account: *account, lane, id, at: at.max(opens) });
        }
    }
    Ok(heads)
}

/// When the next message may leave, if everything stays as it is.
pub(crate) fn next_moment(
    c: &Connection,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Option<Timestamp>, StoreError> {
    Ok(heads(c, now, rep_zone)?.into_iter().map(|head| head.at).min())
}

/// When the pace lets one more message of a lane leave, from `at` on.
fn slot(
    c: &Connection,
    account: Option<AccountId>,
    pace: &Pace,
    lane: Lane,
    at: Timestamp,
    rep_zone: Zone,
) -> Result<Timestamp, StoreError> {
    if pace.is_none() {
        return Ok(at);
    }
    let sent = table::sent_lately(c, account, at)?;
    Ok(pace.next_slot(&sent, lane == Lane::First, rep_zone, at))
}

/// Mailboxes as they are in one transaction, each looked at once.
#[derive(Default)]
pub(super) struct Mailboxes(HashMap<Option<AccountId>, Option<Mailbox>>);

/// Where an answer to a message of an account arrives.
struct Mailbox {
    address: String,
    /// Whether it has to be read before first messages leave.
    first: bool,
    /// Whether it was read a moment ago.
    fresh: bool,
}

impl Mailboxes {
    /// The mailbox of an account; none without an account.
    fn of(
        &mut self,
        c: &Connection,
        id: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Option<&Mailbox>, StoreError> {
        let known = match self.0.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(match account::get(c, id)? {
                None => None,
                Some(account) => Some(Mailbox {
                    first: must_be_read_first(c, &account)?,
                    fresh: mailbox::is_fresh(c, account.id, now)?,
                    address: account.settings.address,
                }),
            }),
        };
        Ok(known.as_ref())
    }
}

/// Why somebody may have answered who was not heard yet: there was a message before, and the mailbox was
/// not read a moment ago, or is not the one in which the answer lies (R31). Nobody answers in the
/// practice workspace but by the rep's doing.
pub(super) fn may_be_answered(
    c: &Connection,
    message: &Message,
    (kind, mailboxes): (Kind, &mut Mailboxes),
    now: Timestamp,
) -> Result<Option<HoldReason>, StoreError> {
    if kind == Kind::Practice {
        return Ok(None);
    }
    let mailbox = mailboxes.of(c, message.account, now)?;
    if table::thread(c, message.enrolment)?.chain.is_empty() {
        let first = mailbox.is_some_and(|mailbox| mailbox.first);
        return Ok(first.then_some(HoldReason::MailboxNotRead));
    }
    let Some(mailbox) = mailbox else { return Ok(Some(HoldReason::NoAccount)) };
    if table::left_through_another(c, message.enrolment, &mailbox.address)? {
        return Ok(Some(HoldReason::OtherAccount));
    }
    Ok((!mailbox.fresh).then_some(HoldReason::MailboxNotRead))
}

/// PRODUCT 6.7: whoever comes back reads the mailbox first, also before first messages. Where it cannot be
/// read these leave without.
fn must_be_read_first(c: &Connection, account: &Account) -> Result<bool, StoreError> {
    let Some(woke_at) = waking::woke_at(c)? else { return Ok(false) };
    let (id, readable) = (account.id, account.settings.imap.is_some());
    Ok(readable && !mailbox::is_read_since(c, id, woke_at)? && !mailbox::has_failed(c, id)?)
}

/// PRODUCT 6.5: a follow-up leaves unattended only when the mailbox was read a moment ago. Until then it
/// is held; whoever reads the mailbox lets it go.
fn held_unread(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
    known: &mut Known<'_>,
) -> Result<Option<Step>, WorkError> {
    let looks = (known.kind, &mut known.mailboxes);
    let Some(reason) = may_be_answered(tx.connection(), message, looks, moment.now)? else {
        return Ok(None);
    };
    table::set(tx, message, &Move::Hold(reason), "", moment.now)?;
    let unread = message.account.filter(|_| reason == HoldReason::MailboxNotRead);
    Ok(Some(Step::PutOff { unread }))
}

/// What is done instead of claiming a message that leaves by itself. One whose hours have closed
/// meanwhile waits for the next opening; one that its condition does not want any more is taken back
/// (R7).
fn instead(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
    (loaded, step): (&Loaded, &desk_core::step::Step),
) -> Result<Option<Step>, WorkError> {
    let place = loaded.place(moment.rep_zone);
    let course = loaded.course(&place, moment.rep_zone);
    let beyond = loaded.row.enrolment.position.is_some_and(|open| open.beyond_hours);
    if let Some(opens) = course.next_opening(step, moment.now).filter(|_| !beyond)
        && opens > moment.now
    {
        table::wait(tx, message, opens)?;
        return Ok(Some(Step::PutOff { unread: None }));
    }
    let state = &loaded.row.enrolment;
    let again = enrolment::advance(state, Event::Recheck, &course, moment.now);
    if again.as_ref().is_ok_and(|again| again.next == *state) {
        return Ok(None);
    }
    table::set(tx, message, &Move::Cancel, "", moment.now)?;
    draft::save(tx, message.touch, &Draft::Email(message.draft.clone()), moment.now)?;
    let what = What::EmailCancelled { subject: message.draft.subject.clone() };
    carry_out(tx, moment, loaded, Event::TakenBack, Cause::fact(Actor::Rule, what))?;
    if again.is_ok() {
        let loaded = load_enrolment(tx.connection(), message.enrolment)?;
        carry_out(tx, moment, &loaded, Event::Recheck, Cause::silent())?;
    }
    Ok(Some(Step::PutOff { unread: None }))
}
