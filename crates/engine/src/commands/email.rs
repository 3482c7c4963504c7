//! Commands of the e-mail window.

use super::account::sender_of;
use super::work::{touch_error, workable};
use super::{attachment, texts};
use crate::outreach::{Cause, Loaded, Moment, WorkError, carry_out, load_touch};
use crate::ports::{Writes, Zoned};
use crate::sending::{NOBODY, identity_of};
use crate::waking::returned;
use desk_core::address::EmailAddress;
use desk_core::draft::{Draft, EmailDraft};
use desk_core::enrolment::Event;
use desk_core::event::{Actor, What};
use desk_core::ids::{EventId, Ids, OutboxId};
use desk_core::opt_out;
use desk_core::schedule::plus;
use desk_core::step::{EmailThread, Step, StepContent};
use desk_core::template::{self, Values};
use desk_core::text;
use desk_core::time::{Clock, Timestamp};
use desk_core::variant::{seed, sticky};
use desk_store::outbox::{self, NewMessage, Thread};
use desk_store::workspace::Kind;
use desk_store::{Connection, StoreError, account, contact, draft, variant, version, workspace};
use desk_wire::error::{EmailField, Fault, Problem, WireError};
use desk_wire::partnership::Saved;
use desk_wire::work::{EmailQueued, EmailSave, EmailSend, TouchDetail, TouchRef, Work};

/// In seconds: how long a sent e-mail can be taken back.
pub const UNDO_DELAY: u32 = 10;

const MAX_SUBJECT: usize = 300;
const MAX_BODY: usize = 100_000;

/// What the window of an e-mail shows.
pub(super) fn work(
    c: &Connection,
    loaded: &Loaded,
    step: &Step,
    saved: Option<(Draft, Timestamp)>,
    values: &Values,
) -> Result<Result<Work, WireError>, StoreError> {
    let StepContent::Email { thread, .. } = &step.content else {
        return Ok(Err(Problem::TouchClosed.into()));
    };
    let earlier = outbox::thread(c, loaded.row.id)?;
    let (draft, edited_at) = match saved {
        Some((Draft::Email(draft), at)) => (draft, Some(at)),
        _ => match template_of(c, loaded, step, &earlier, values)? {
            Ok(draft) => (draft, None),
            Err(problem) => return Ok(Err(problem)),
        },
    };
    let account = account::of_enrolment(c, loaded.row.id)?;
    let sender = sender_of(c, account.as_ref())?;
    let from = match workspace::get(c)?.kind {
        Kind::Practice => Some(NOBODY.to_owned()),
        Kind::Own => account.map(|account| account.settings.address),
    };
    let missing = missing(&draft);
    let template_changed = match edited_at {
        Some(at) => has_changed(c, loaded, step, at)?,
        None => false,
    };
    let answers = *thread == EmailThread::Same && !earlier.chain.is_empty();
    Ok(Ok(Work::Email {
        from,
        choices: loaded.person.contact.usable_emails.clone(),
        draft,
        thread: if answers { EmailThread::Same } else { EmailThread::New },
        missing,
        edited_at,
        template_changed,
        signature: opt_out::footer(&sender),
        undo_delay: UNDO_DELAY,
    }))
}

/// Whether a step's text became another one by a version to which the enrolment was moved since (R17).
fn has_changed(
    c: &Connection,
    loaded: &Loaded,
    step: &Step,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let Some(before) = version::before(c, loaded.row.version, since)? else { return Ok(false) };
    let key = text_of(c, loaded, step)?;
    let was = before.steps.iter().find(|was| was.id == step.id);
    Ok(was.is_some_and(|was| {
        (was.text(key), &was.rules.variables, &was.rules.attachments)
            != (step.text(key), &step.rules.variables, &step.rules.attachments)
    }))
}

/// The draft as the template makes it, with the text that the contact gets for good.
pub(crate) fn template_of(
    c: &Connection,
    loaded: &Loaded,
    step: &Step,
    earlier: &Thread,
    values: &Values,
) -> Result<Result<EmailDraft, WireError>, StoreError> {
    let key = text_of(c, loaded, step)?;
    let (StepContent::Email { thread, .. }, Some(text)) = (&step.content, step.text(key)) else {
        return Ok(Err(Problem::TouchClosed.into()));
    };
    let answers = *thread == EmailThread::Same && !earlier.chain.is_empty();
    let (subject, body) = match texts::email(step, text, values) {
        Ok(texts) => texts,
        Err(error) => return Ok(Err(Problem::TemplateBroken { detail: error.to_string() }.into())),
    };
    let subject = if answers { reply_subject(&earlier.subject) } else { subject.text };
    let to = loaded.person.contact.usable_emails.first().cloned().unwrap_or_default();
    let attachments = step.rules.attachments.clone();
    Ok(Ok(EmailDraft { to, subject, body: body.text, attachments, ..EmailDraft::default() }))
}

/// Which of a step's texts a contact gets (PRODUCT 6.8).
fn text_of(c: &Connection, loaded: &Loaded, step: &Step) -> Result<u32, StoreError> {
    if step.rules.variants.is_empty() {
        return Ok(0);
    }
    let contact = loaded.row.contact;
    let seed = seed(contact.0.unsigned_abs(), step.id.0.unsigned_abs());
    Ok(sticky(&step.texts(), variant::get(c, contact, step.id)?, seed))
}

/// Variables that stand without a value in a draft.
fn missing(draft: &EmailDraft) -> Vec<String> {
    template::missing(&format!("{}\n{}", draft.subject, draft.body))
}

pub(super) fn reply_subject(subject: &str) -> String {
    if subject.to_lowercase().starts_with("re:") {
        subject.to_owned()
    } else {
        format!("Re: {subject}")
    }
}

/// Answers `email_save`.
///
/// # Errors
/// A text that is too long, a touch that is not open any more, or the database's.
pub fn save(host: &(impl Writes + Clock), request: EmailSave) -> Result<Saved, WireError> {
    let now = host.now();
    // An unfinished draft may hold anything but what no field can hold.
    limit(EmailField::Subject, &request.draft.subject, MAX_SUBJECT)?;
    limit(EmailField::Body, &request.draft.body, MAX_BODY)?;
    let saved = host.write(|tx| {
        let loaded = load_touch(tx.connection(), request.id)?;
        workable_draft(&loaded)?;
        draft::save(tx, request.id, &Draft::Email(request.draft), now)?;
        Ok::<_, WorkError>(())
    });
    saved.map_err(touch_error)?;
    Ok(Saved { at: now })
}

/// A draft can be written while its enrolment is paused, but not while its message is on its way.
pub(super) fn workable_draft(loaded: &Loaded) -> Result<(), WorkError> {
    match workable(loaded) {
        Err(WorkError::Refused(desk_core::enrolment::Refused::Stopped)) => Ok(()),
        other => other,
    }
}

/// Answers `email_discard`.
///
/// # Errors
/// A touch that is not open any more, or the database's.
pub fn discard(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: TouchRef,
) -> Result<TouchDetail, WireError> {
    let discarded = host.write(|tx| {
        let loaded = load_touch(tx.connection(), request.id)?;
        workable_draft(&loaded)?;
        draft::discard(tx, request.id)?;
        Ok::<_, WorkError>(())
    });
    discarded.map_err(touch_error)?;
    super::work::get(host, request)
}

/// Answers `email_send`.
///
/// # Errors
/// A field that cannot be sent, variables without a value, an address that is suppressed, a touch
/// that is not open any more or in the outbox already, an enrolment that stands still, or the
/// database's.
pub fn send(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: EmailSend,
) -> Result<EmailQueued, WireError> {
    let draft = checked(request.draft)?;
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let leaves_at = plus(moment.now, i64::from(UNDO_DELAY) * 1_000);
    let queued = host.write_durably(|tx| {
        let loaded = load_touch(tx.connection(), request.id)?;
        workable(&loaded)?;
        queue(tx, moment, &loaded, draft, leaves_at, false)
    });
    let (event, outbox) = queued.map_err(touch_error)?;
    Ok(EmailQueued { event, outbox, leaves_at })
}

/// Gives an e-mail of an open touch to the outbox.
pub(crate) fn queue(
    tx: &mut desk_store::Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    draft: EmailDraft,
    leaves_at: Timestamp,
    unattended: bool,
) -> Result<(EventId, OutboxId), WorkError> {
    let addresses = [&draft.to, &draft.cc, &draft.bcc];
    for address in addresses.into_iter().flat_map(|list| list.split(',')) {
        if contact::suppressed(tx.connection(), address)?.is_some() {
            return Err(Problem::Suppressed.into());
        }
    }
    let Some((_, step)) = loaded.current() else { return Err(WorkError::Gone) };
    let new = new_message(tx.connection(), loaded, draft, leaves_at, unattended)?;
    attachment::check(tx.connection(), loaded, &new, moment.now)?;
    if !step.rules.variants.is_empty() {
        let text = text_of(tx.connection(), loaded, step)?;
        variant::set(tx, loaded.row.contact, step.id, text)?;
    }
    draft::save(tx, new.touch, &Draft::Email(new.draft.clone()), moment.now)?;
    let subject = new.draft.subject.clone();
    let due_at = loaded.row.enrolment.position.map_or(moment.now, |open| open.due_at);
    let actor = if unattended { Actor::Rule } else { Actor::Rep };
    let cause = Cause { actor, what: Some(What::EmailQueued { subject }), undoable: true };
    let done = carry_out(tx, moment, loaded, Event::Queued, cause)?;
    let Some(id) = outbox::queue(tx, &new, moment.now)? else {
        return Err(Problem::AlreadyLeft.into());
    };
    let Some(event) = done.event else { return Err(WorkError::Gone) };
    returned::look_at_queued(tx, moment, id, due_at)?;
    Ok((event, id))
}

/// The message that the e-mail of an open touch becomes.
pub(super) fn new_message(
    c: &Connection,
    loaded: &Loaded,
    draft: EmailDraft,
    leaves_at: Timestamp,
    unattended: bool,
) -> Result<NewMessage, WorkError> {
    let (Some(touch), Some((_, step))) = (loaded.row.touch, loaded.current()) else {
        return Err(WorkError::Gone);
    };
    let StepContent::Email { thread, .. } = &step.content else { return Err(WorkError::Gone) };
    let chain = match thread {
        EmailThread::Same => outbox::thread(c, loaded.row.id)?,
        EmailThread::New => Thread::default(),
    };
    let due_at = loaded.row.enrolment.position.map_or(leaves_at, |open| open.due_at);
    let key = workspace::get(c)?.message_key;
    let account = account::of_enrolment(c, loaded.row.id)?;
    let address = account.as_ref().map(|account| account.settings.address.as_str());
    let Some(message_id) = identity_of(&loaded.row, &key, address) else {
        return Err(WorkError::Gone);
    };
    Ok(NewMessage {
        message_id,
        touch,
        answers: None,
        enrolment: loaded.row.id,
        partnership: loaded.row.partnership,
        contact: loaded.row.contact,
        account: account.map(|account| account.id),
        draft,
        thread: chain,
        unattended,
        leaves_at,
        wanted_at: if unattended { due_at } else { leaves_at },
    })
}

/// The draft as it can be sent.
pub(crate) fn checked(draft: EmailDraft) -> Result<EmailDraft, WireError> {
    let missing = missing(&draft);
    if !missing.is_empty() {
        return Err(Problem::MissingVariables { variables: missing }.into());
    }
    fields(draft)
}

/// The draft with its fields as they are sent; variables may still lack their values.
pub(super) fn fields(draft: EmailDraft) -> Result<EmailDraft, WireError> {
    let to = one_address(&draft.to)?;
    let cc = addresses(EmailField::Cc, &draft.cc)?;
    let bcc = addresses(EmailField::Bcc, &draft.bcc)?;
    let subject = text::line(&draft.subject, MAX_SUBJECT).map_err(|problem| {
        Problem::EmailField { field: EmailField::Subject, fault: problem.into() }
    })?;
    let body = text::block(&draft.body, MAX_BODY).map_err(|problem| Problem::EmailField {
        field: EmailField::Body,
        fault: problem.into(),
    })?;
    if body.is_empty() {
        return Err(Problem::EmailField { field: EmailField::Body, fault: Fault::Empty }.into());
    }
    Ok(EmailDraft { to, cc, bcc, subject, body, attachments: draft.attachments })
}

fn one_address(raw: &str) -> Result<String, WireError> {
    if raw.trim().is_empty() {
        return Err(Problem::EmailField { field: EmailField::To, fault: Fault::Empty }.into());
    }
    EmailAddress::parse(raw)
        .map(|address| address.as_str().to_owned())
        .map_err(|_| not_an_address(EmailField::To))
}

fn addresses(field: EmailField, raw: &str) -> Result<String, WireError> {
    let parsed = raw
        .split([',', ';'])
        .filter(|part| !part.trim().is_empty())
        .map(|part| EmailAddress::parse(part).map_err(|_| not_an_address(field)))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(parsed.iter().map(EmailAddress::as_str).collect::<Vec<_>>().join(", "))
}

fn not_an_address(field: EmailField) -> WireError {
    Problem::EmailField { field, fault: Fault::NotAnAddress }.into()
}

fn limit(field: EmailField, text: &str, max: usize) -> Result<(), WireError> {
    let too_long = text.chars().count() > max;
    let max = u32::try_from(max).unwrap_or(u32::MAX);
    if too_long {
        return Err(Problem::EmailField { field, fault: Fault::TooLong { max } }.into());
    }
    Ok(())
}
