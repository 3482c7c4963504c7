//! Messages of ours in the folder of sent mail that the file does not know to have left: their ids say which
//! touch they are of (PRODUCT 6.4, R30, R34). A copy proves that a message has left only where the provider
//! files what it sends; elsewhere the rep is asked.

use super::returned;
use crate::commands::outbox::sent;
use crate::loops::copies::provider::files_by_itself;
use crate::outreach::{Moment, WorkError, load_enrolment};
use crate::sending::identity_of;
use desk_core::draft::EmailDraft;
use desk_core::enrolment::Position;
use desk_core::outbox::OutboxState;
use desk_core::step::StepContent;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use desk_core::waking::Return;
use desk_mail::reading::headers::Fields;
use desk_store::enrolment::{self as enrolments, EnrolmentRow};
use desk_store::incoming as mail;
use desk_store::outbox::{self, Message, NewMessage};
use desk_store::version::Version;
use desk_store::workspace::Settings;
use desk_store::{Tx, account, mailbox, returned as table, version, workspace};
use std::sync::Arc;

/// Runs, visits and attempts behind the open touch that are looked at.
const AHEAD: (u32, u32, u32) = (1, 3, 2);

/// Whether a message of the folder of sent mail is one of ours; what it tells is done.
pub(crate) fn recognise(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    (id, folder): (&str, i64),
    fields: &Fields,
    at: Timestamp,
) -> Result<bool, WorkError> {
    let account = mailbox::account_of(tx.connection(), folder)?;
    let account = account::get(tx.connection(), account)?;
    let proves = account.is_some_and(|account| files_by_itself(&account.settings));
    if let Some(ours) = mail::ours(tx.connection(), &[id.to_owned()])? {
        let Some(message) = outbox::get(tx.connection(), ours.outbox)? else { return Ok(true) };
        if proves && !matches!(message.state, OutboxState::Sent { .. } | OutboxState::Sending) {
            left(tx, moment, &message, at)?;
        }
        return Ok(true);
    }
    for to in &fields.to {
        let Some(known) = mail::known(tx.connection(), to.key())? else { continue };
        for row in enrolments::open_of_contact(tx.connection(), known.contact)? {
            if of_enrolment(tx, moment, &row, (id, &fields.subject, to.as_str()), at, proves)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether a message is one of an enrolment that the file knows nothing of: then the file is older than what
/// this program has done.
fn of_enrolment(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    row: &EnrolmentRow,
    (id, subject, to): (&str, &str, &str),
    at: Timestamp,
    proves: bool,
) -> Result<bool, WorkError> {
    let key = workspace::get(tx.connection())?.message_key;
    let is_it = |row: &EnrolmentRow| {
        identity_of(row, &key, None).is_some_and(|own| token(&own) == token(id))
    };
    let open = is_it(row);
    let known = version::get(tx.connection(), row.version)?;
    if !open && !known.is_some_and(|version| is_ahead(row, &version, is_it)) {
        return Ok(false);
    }
    if returned::question(tx.connection())?.is_none() {
        returned::came_back(tx, moment, Return::Restored)?;
    }
    if !proves {
        return Ok(true);
    }
    let (Some(touch), true) = (row.touch, open) else {
        if table::keep_copy(tx, id, at)? {
            table::found(tx)?;
        }
        return Ok(true);
    };
    let account = account::of_enrolment(tx.connection(), row.id)?;
    let new = NewMessage {
        account: account.map(|account| account.id),
        message_id: id.to_owned(),
        touch,
        answers: None,
        enrolment: row.id,
        partnership: row.partnership,
        contact: row.contact,
        // What was written is not known; the copy has it.
        draft: EmailDraft {
            to: to.to_owned(),
            subject: subject.to_owned(),
            ..EmailDraft::default()
        },
        // So that the messages after it go on with the conversation.
        thread: outbox::thread(tx.connection(), row.id)?,
        unattended: false,
        leaves_at: at,
        wanted_at: at,
    };
    if let Some(queued) = outbox::queue(tx, &new, moment.now)?
        && let Some(message) = outbox::get(tx.connection(), queued)?
    {
        left(tx, moment, &message, at)?;
    }
    Ok(true)
}

/// The hash in an id of ours, which is the same whatever address it was sent from.
fn token(id: &str) -> &str {
    id.trim_start_matches('<').split('@').next().unwrap_or_default()
}

/// Whether it is a message of a touch that the enrolment comes to later.
fn is_ahead(row: &EnrolmentRow, version: &Version, is_it: impl Fn(&EnrolmentRow) -> bool) -> bool {
    let Some(open) = row.enrolment.position else { return false };
    let (runs, visits, attempts) = AHEAD;
    let emails =
        version.steps.iter().filter(|step| matches!(step.content, StepContent::Email { .. }));
    emails.into_iter().any(|step| {
        (row.enrolment.run..=row.enrolment.run.saturating_add(runs)).any(|run| {
            (1..=visits).any(|visit| {
                (1..=attempts).any(|attempt| {
                    let mut there = row.clone();
                    there.enrolment.run = run;
                    let step = step.id;
                    there.enrolment.position = Some(Position { step, visit, attempt, ..open });
                    is_it(&there)
                })
            })
        })
    })
}

/// A message has left at a moment in the past.
pub(crate) fn left(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
    at: Timestamp,
) -> Result<(), WorkError> {
    let mut loaded = load_enrolment(tx.connection(), message.enrolment)?;
    if let Some(open) = &mut loaded.row.enrolment.position
        && loaded.row.touch == Some(message.touch)
    {
        open.state = TouchState::InOutbox;
    }
    // It left before everything was paused, and what follows it counts from then.
    let settings = Settings { paused_since: None, ..Settings::clone(&loaded.person.settings) };
    loaded.person.settings = Arc::new(settings);
    let then = Moment { now: at.min(moment.now), ..moment };
    sent(tx, then, message, loaded, "")?;
    if returned::question(tx.connection())?.is_some() {
        table::found(tx)?;
    }
    Ok(())
}
