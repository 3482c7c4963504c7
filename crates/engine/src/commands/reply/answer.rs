//! Answering a message from here: through the outbox, to whoever wrote, in the same thread.
//!
//! An answer belongs to no touch, so nothing that stops an enrolment takes it back; before it leaves, the
//! outbox checks suppression and the bin all the same. It has a number: the same one has the same Message-ID,
//! and is sent once, also by a workspace that was restored.

use crate::commands::account::sender_of;
use crate::commands::email::{UNDO_DELAY, checked, reply_subject};
use crate::commands::work_error;
use crate::outreach::{Moment, WorkError, entry, load_enrolment};
use crate::ports::{Writes, Zoned};
use crate::sending::{NOBODY, answer_identity};
use desk_core::address::EmailAddress;
use desk_core::draft::EmailDraft;
use desk_core::event::{Actor, What};
use desk_core::ids::{EnrolmentId, Ids, IncomingId};
use desk_core::incoming::Verdict;
use desk_core::outbox::OutboxState;
use desk_core::schedule::plus;
use desk_core::text;
use desk_core::time::{Clock, Timestamp};
use desk_mail::opened::{self, Opened};
use desk_store::account::{self, Account};
use desk_store::enrolment as enrolments;
use desk_store::incoming::{self as table, Kept};
use desk_store::outbox::{self, Message, NO_TOUCH, NewMessage, Thread};
use desk_store::workspace::Kind;
use desk_store::{Connection, StoreError, Tx, contact, event, workspace};
use desk_wire::error::{EmailField, Fault, Problem, WireError};
use desk_wire::partnership::Saved;
use desk_wire::reply::{GivenAnswer, ReplyAnswer, ReplyDraft, ReplySend, ReplySent};

/// Longest quotation below an answer, in characters.
const MAX_QUOTE: usize = 20_000;

const MAX_BODY: usize = 100_000;

/// What is needed to answer a message; none when nobody is known whom it is about, or it is not from a
/// person who could read the answer.
pub(super) fn answer_of(
    c: &Connection,
    kept: &Kept,
    opened: Option<&Opened>,
) -> Result<Option<ReplyAnswer>, StoreError> {
    let Some(to) = recipient(kept, opened).filter(|_| is_answerable(kept)) else {
        return Ok(None);
    };
    if enrolment_of(c, kept)?.is_none() {
        return Ok(None);
    }
    let given = outbox::answers_to(c, kept.id)?;
    let (draft, edited_at) = match kept.draft.clone() {
        Some((draft, at)) => (draft, Some(at)),
        None => (
            EmailDraft {
                to: to.as_str().to_owned(),
                subject: reply_subject(&kept.subject),
                ..EmailDraft::default()
            },
            None,
        ),
    };
    Ok(Some(ReplyAnswer {
        number: number_of(&given),
        from: sender(c, kept)?,
        draft,
        edited_at,
        below: below(c, kept, opened)?,
        given: given.into_iter().map(|one| GivenAnswer { id: one.id, state: one.state }).collect(),
        undo_delay: UNDO_DELAY,
    }))
}

const fn is_answerable(kept: &Kept) -> bool {
    !matches!(
        kept.verdict,
        Verdict::DeliveryReport | Verdict::ReadReceipt | Verdict::SpamReport | Verdict::Own
    )
}

fn recipient(kept: &Kept, opened: Option<&Opened>) -> Option<EmailAddress> {
    let named = opened.and_then(|opened| opened.reply_to.clone());
    named.or_else(|| EmailAddress::parse(&kept.sender).ok())
}

/// Under which enrolment the outbox keeps the answer.
fn enrolment_of(c: &Connection, kept: &Kept) -> Result<Option<EnrolmentId>, StoreError> {
    if let Some(id) = kept.enrolment {
        return Ok(Some(id));
    }
    if let Some(first) = table::candidates(c, kept.id)?.first() {
        return Ok(Some(first.enrolment));
    }
    let Some(partnership) = kept.partnership else { return Ok(None) };
    Ok(enrolments::of_partnership(c, partnership)?.first().map(|row| row.id))
}

/// Which answer the next one is. One that waits or was refused is still to be sent: it keeps its number.
fn number_of(given: &[Message]) -> u32 {
    let left = given.iter().filter(|one| {
        matches!(
            one.state,
            OutboxState::Sent { .. } | OutboxState::Sending | OutboxState::InDoubt { .. }
        )
    });
    u32::try_from(left.count()).unwrap_or(u32::MAX).saturating_add(1)
}

/// The account through which an answer leaves: the one whose mailbox the message came to, else the default
/// one.
fn account_of(c: &Connection, kept: &Kept) -> Result<Option<Account>, StoreError> {
    Ok(match account::of_incoming(c, kept.id)? {
        None => account::default(c)?,
        found => found,
    })
}

fn sender(c: &Connection, kept: &Kept) -> Result<Option<String>, StoreError> {
    Ok(match workspace::get(c)?.kind {
        Kind::Practice => Some(NOBODY.to_owned()),
        Kind::Own => account_of(c, kept)?.map(|account| account.settings.address),
    })
}

/// Signature and quotation.
fn below(c: &Connection, kept: &Kept, opened: Option<&Opened>) -> Result<String, StoreError> {
    let signature = sender_of(c, account_of(c, kept)?.as_ref())?.signature;
    let written = match opened {
        Some(opened) if !opened.whole.is_empty() => &opened.whole,
        Some(opened) if !opened.text.is_empty() => &opened.text,
        _ => &kept.text,
    };
    let written: String = written.chars().take(MAX_QUOTE).collect();
    let quoted: Vec<String> = written
        .lines()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect();
    let quotation = if quoted.is_empty() {
        String::new()
    } else {
        format!("{} wrote:\n{}", kept.sender, quoted.join("\n"))
    };
    let parts = [signature, quotation].into_iter().filter(|part| !part.is_empty());
    Ok(parts.collect::<Vec<_>>().join("\n\n"))
}

/// Answers `reply_draft`.
///
/// # Errors
/// A text that is too long, a message that is gone, or the database's.
pub fn save(host: &(impl Writes + Clock), request: ReplyDraft) -> Result<Saved, WireError> {
    let now = host.now();
    if let Some(draft) = &request.draft
        && draft.body.chars().count() > MAX_BODY
    {
        let fault = Fault::TooLong { max: u32::try_from(MAX_BODY).unwrap_or(u32::MAX) };
        return Err(Problem::EmailField { field: EmailField::Body, fault }.into());
    }
    let done = host.write(|tx| {
        table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        match &request.draft {
            Some(draft) => table::save_draft(tx, request.id, draft, now)?,
            None => table::clear_draft(tx, request.id)?,
        }
        Ok::<_, WorkError>(())
    });
    done.map_err(work_error)?;
    Ok(Saved { at: now })
}

/// Answers `reply_send`.
///
/// # Errors
/// Fields that cannot be sent, an address that is suppressed, [`Problem::AlreadyLeft`] when this answer was
/// given to the outbox before, [`Problem::NotFound`] when nobody is known whom it is about or they lie in the bin, or the
/// database's.
pub fn send(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: ReplySend,
) -> Result<ReplySent, WireError> {
    let draft = checked(request.draft)?;
    let now = host.now();
    let leaves_at = plus(now, i64::from(UNDO_DELAY) * 1_000);
    let done: Result<_, WorkError> = host.write_durably(|tx| {
        let kept = table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        table::save_draft(tx, kept.id, &draft, now)?;
        let new = new_message(tx, &kept, request.number, draft, leaves_at)?;
        outbox::queue(tx, &new, now)?.ok_or_else(|| Problem::AlreadyLeft.into())
    });
    let outbox = done.map_err(work_error)?;
    Ok(ReplySent { outbox, leaves_at })
}

fn new_message(
    tx: &Tx<'_>,
    kept: &Kept,
    number: u32,
    draft: EmailDraft,
    leaves_at: Timestamp,
) -> Result<NewMessage, WorkError> {
    let c = tx.connection();
    for address in [&draft.to, &draft.cc, &draft.bcc].into_iter().flat_map(|list| list.split(',')) {
        if contact::suppressed(c, address)?.is_some() {
            return Err(Problem::Suppressed.into());
        }
    }
    if !is_answerable(kept) {
        return Err(WorkError::Gone);
    }
    let about = enrolment_of(c, kept)?.ok_or(WorkError::Gone)?;
    let loaded = load_enrolment(c, about)?;
    if loaded.person.partnership.deleted_at.is_some() {
        return Err(WorkError::Gone);
    }
    if number != number_of(&outbox::answers_to(c, kept.id)?) {
        return Err(Problem::AlreadyLeft.into());
    }
    let key = workspace::get(c)?.message_key;
    let message_id = answer_identity(&kept.uid, number, &key, sender(c, kept)?.as_deref())
        .ok_or(WorkError::Gone)?;
    let opened = opened::open(&kept.raw);
    let below = below(c, kept, opened.as_ref())?;
    let body = [draft.body.as_str(), below.as_str()].join("\n\n");
    // Quoted control characters would be refused when it is composed.
    let body = text::block(&body, usize::MAX).map_err(|problem| Problem::EmailField {
        field: EmailField::Body,
        fault: problem.into(),
    })?;
    Ok(NewMessage {
        message_id,
        touch: NO_TOUCH,
        answers: Some(kept.id),
        enrolment: loaded.row.id,
        partnership: loaded.row.partnership,
        contact: loaded.row.contact,
        thread: Thread { chain: chain(kept, opened.as_ref()), subject: draft.subject.clone() },
        draft: EmailDraft { body, ..draft },
        account: account_of(c, kept)?.map(|account| account.id),
        unattended: false,
        leaves_at,
        wanted_at: leaves_at,
    })
}

/// The conversation up to the message that is answered, which is the last.
fn chain(kept: &Kept, opened: Option<&Opened>) -> Vec<String> {
    let before = opened.map(|opened| opened.references.as_slice()).unwrap_or_default();
    let own = (!kept.message_id.ends_with("@without.id>")).then(|| kept.message_id.clone());
    before
        .iter()
        .map(|id| format!("<{id}>"))
        .chain(own)
        .filter(|id| desk_mail::header::MessageId::parse(id).is_ok())
        .collect()
}

/// An answer has left: the timeline tells it, and what the rep wrote is no draft any more. A message to
/// somebody whose cadences are all over is done with by that.
pub(crate) fn left(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
    id: IncomingId,
) -> Result<(), WorkError> {
    let loaded = load_enrolment(tx.connection(), message.enrolment)?;
    let (subject, to) = (message.draft.subject.clone(), message.draft.to.clone());
    let what = What::Answered { subject, to };
    event::insert(tx, &entry(moment, &loaded.row, Actor::Rep, what, None), None)?;
    let Some(kept) = table::get(tx.connection(), id)? else { return Ok(()) };
    table::clear_draft(tx, id)?;
    let open = match kept.contact {
        Some(contact) => enrolments::open_of_contact(tx.connection(), contact)?,
        None => Vec::new(),
    };
    if open.is_empty() && kept.verdict != Verdict::Review && kept.settled_at.is_none() {
        table::settle(tx, id, Some(moment.now), None)?;
    }
    Ok(())
}
