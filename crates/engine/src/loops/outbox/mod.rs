//! Sends what the outbox holds, one message after the other: claimed durably, marked before its data
//! start, and recorded when the server has answered.

pub(crate) mod claim;

use super::sleep;
use crate::commands::account::secret_name;
use crate::commands::outbox::{message, sent};
use crate::loops::agenda::tell;
use crate::outreach::{Cause, Moment, WorkError, carry_out, entry, load_enrolment};
use crate::ports::{Note, NoteTarget, SecretsError, Writes, Zoned};
use crate::sending::{message_of, note_limit, server};
use crate::session::Session;
use crate::words;
use claim::Next;
use desk_core::address::EmailAddress;
use desk_core::draft::Draft;
use desk_core::enrolment::Event;
use desk_core::event::{Actor, What};
use desk_core::ids::OutboxId;
use desk_core::outbox::{FailReason, HoldReason, retry_pause};
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_mail::practice::write_eml;
use desk_mail::server::Credential;
use desk_mail::smtp::{self, ANSWER_WAIT, Marks, Outcome, Refusal, Stop};
use desk_store::account::{self, Account};
use desk_store::outbox::{self as table, Message, Move};
use desk_store::workspace::Kind;
use desk_store::{contact, draft, event, mailbox};
use std::sync::OnceLock;
use tokio::sync::watch;

/// How long the provider's daily limit is waited for, in milliseconds.
const QUOTA_PAUSE: i64 = 24 * 3_600_000;

/// How often a message is tried: with the growing pauses between, this takes 48 hours.
const PATIENCE: u32 = 30;

/// What the last run left behind.
pub(crate) fn recover(session: &Session) -> Result<(), WorkError> {
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let doubtful = session.write_durably(|tx| {
        let doubtful = table::recover(tx, session.boot(), moment.now)?;
        for message in &doubtful {
            tell_doubt(tx, moment, message)?;
        }
        Ok::<_, WorkError>(doubtful.len())
    })?;
    if doubtful > 0 {
        let title = words::doubt_title(doubtful);
        let (body, target) = (words::DOUBT_TEXT.to_owned(), NoteTarget::Due);
        tell(session, Note { title, body, target });
    }
    Ok(())
}

/// Runs until it is stopped; a message that is on its way is brought to its end first.
pub(crate) async fn run(session: &Session, mut stopped: watch::Receiver<bool>) {
    let mut wakes = session.waker().listen();
    let mut unrecorded = None;
    loop {
        wakes.mark_unchanged();
        let next = match session.quiet().begin() {
            None => None,
            Some(_at_work) => match step(session, &mut unrecorded).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(%error, "the outbox could not go on");
                    None
                }
            },
        };
        if *stopped.borrow() || !sleep(session, &mut wakes, &mut stopped, next).await {
            return;
        }
    }
}

/// Sends the next message whose moment has come, and returns when there is more to do. How an attempt
/// ended stays in `unrecorded` until it is recorded, and nothing else is sent before.
pub(crate) async fn step(
    session: &Session,
    unrecorded: &mut Option<(Message, End)>,
) -> Result<Option<Timestamp>, WorkError> {
    if let Some((message, end)) = unrecorded {
        record(session, message, end)?;
        *unrecorded = None;
    }
    release_if_unlocked(session).await?;
    let message = match claim::claim(session)? {
        Next::Send(message) => *message,
        Next::Again => return Ok(Some(session.now())),
        Next::Unread => {
            // Where something is wrong, whoever reads it tries again after a pause.
            if !session.read_store(mailbox::has_failed)? {
                session.mailbox().wake();
            }
            return Ok(Some(session.now()));
        }
        Next::Wait(until) => return Ok(until),
    };
    let end =
        deliver(session, &message).await.unwrap_or_else(|error| End::Later(error.to_string()));
    let (message, end) = unrecorded.insert((message, end));
    record(session, message, end)?;
    *unrecorded = None;
    Ok(Some(session.now()))
}

/// How an attempt ended.
pub(crate) enum End {
    Sent(String),
    Doubt(String),
    Hold(HoldReason, String),
    Fail(FailReason, String),
    NoSuchAddress(EmailAddress, String),
    Later(String),
    Tomorrow(String),
    TakenBack,
    Unread(HoldReason),
}

async fn deliver(session: &Session, message: &Message) -> Result<End, WorkError> {
    let (account, sender) = session.read_store(|c| Ok((account::get(c)?, account::sender(c)?)))?;
    let settings = account.as_ref().map(|account| &account.settings);
    let composed = match message_of(message, &session.files(), &sender, settings, session.now()) {
        Ok(composed) => composed,
        Err(error) => return Ok(End::Fail(FailReason::Refused, error.to_string())),
    };
    if session.kind() == Kind::Practice {
        let folder = session.sent_folder();
        let written = std::fs::create_dir_all(&folder)
            .and_then(|()| write_eml(&folder, &composed, session.now()));
        return Ok(match written {
            Ok(_) => End::Sent(String::new()),
            Err(error) => End::Later(error.to_string()),
        });
    }
    let Some(account) = account else {
        return Ok(End::Hold(HoldReason::NoAccount, String::new()));
    };
    let credential = match credential(session, &account).await {
        Ok(credential) => credential,
        Err(reason) => return Ok(End::Hold(reason, String::new())),
    };
    let trust = match session.trust() {
        Ok(trust) => trust,
        Err(error) => return Ok(End::Hold(HoldReason::Certificate, error.to_string())),
    };
    let held = OnceLock::new();
    let marks =
        OutboxMarks { session, id: message.id, held: &held, host: &account.settings.smtp.host };
    let smtp = server(&account.settings.smtp);
    let outcome = smtp::send(&smtp, Some(&credential), trust, &composed, &marks, ANSWER_WAIT).await;
    Ok(match (end_of(outcome), held.get()) {
        (End::TakenBack, Some(reason)) => End::Unread(*reason),
        (end, _) => end,
    })
}

/// What the account signs in with, from the keychain.
pub(crate) async fn credential(
    session: &Session,
    account: &Account,
) -> Result<Credential, HoldReason> {
    let (secrets, name) = (session.secrets(), secret_name(account.uid));
    let found = tokio::task::spawn_blocking(move || secrets.get(&name)).await;
    match found {
        Ok(Ok(Some(password))) => {
            Ok(Credential::with_password(account.settings.user.clone(), password))
        }
        Ok(Ok(None)) => Err(HoldReason::NoPassword),
        Ok(Err(SecretsError::Locked)) => Err(HoldReason::KeychainLocked),
        Ok(Err(SecretsError::Absent)) => Err(HoldReason::KeychainAbsent),
        Ok(Err(SecretsError::Denied | SecretsError::Other(_))) | Err(_) => {
            Err(HoldReason::KeychainDenied)
        }
    }
}

/// Lets messages go again that waited for the keychain, once it answers.
async fn release_if_unlocked(session: &Session) -> Result<(), WorkError> {
    let held = session.read_store(table::held_for)?;
    let waits = |reason: &HoldReason| {
        matches!(
            reason,
            HoldReason::KeychainLocked | HoldReason::KeychainAbsent | HoldReason::KeychainDenied
        )
    };
    if !held.iter().any(waits) {
        return Ok(());
    }
    let Some(account) = session.read_store(account::get)? else { return Ok(()) };
    if credential(session, &account).await.is_ok() {
        let now = session.now();
        session.write(|tx| table::release_mended(tx, now))?;
    }
    Ok(())
}

fn end_of(outcome: Outcome) -> End {
    let (why, answer) = match outcome {
        Outcome::Sent { answer } => return End::Sent(answer),
        Outcome::Unknown { cause } => return End::Doubt(cause),
        Outcome::NotSent { why, answer, .. } => (why, answer.unwrap_or_default()),
    };
    match why {
        Refusal::Stopped => End::TakenBack,
        Refusal::SignIn => End::Hold(HoldReason::SignInRefused, answer),
        Refusal::Certificate(problem) => End::Hold(HoldReason::Certificate, format!("{problem:?}")),
        Refusal::PlainRefused | Refusal::NoStartTls => {
            End::Hold(HoldReason::Certificate, "the connection is not protected".to_owned())
        }
        Refusal::Account => End::Hold(HoldReason::AccountBlocked, answer),
        Refusal::Quota => End::Tomorrow(answer),
        Refusal::Address { hard: true, recipient } => End::NoSuchAddress(recipient, answer),
        Refusal::Address { hard: false, .. } => End::Later(answer),
        Refusal::Policy => End::Fail(FailReason::Policy, answer),
        Refusal::TooLarge => End::Fail(FailReason::TooLarge, answer),
        Refusal::Connect(problem) => End::Later(format!("{problem:?}")),
        Refusal::Tls(words) => End::Later(words),
        Refusal::Temporary | Refusal::Lost | Refusal::Protocol => End::Later(answer),
    }
}

fn record(session: &Session, message: &Message, end: &End) -> Result<(), WorkError> {
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let now = moment.now;
    let moved = |to: Move, answer: &str| {
        session.write_durably(|tx| Ok::<_, WorkError>(table::set(tx, message, &to, answer, now)?))
    };
    match end {
        End::Sent(answer) => session.write_durably(|tx| {
            let loaded = load_enrolment(tx.connection(), message.enrolment)?;
            sent(tx, moment, message, loaded, answer)?;
            if let Some(account) = account::get(tx.connection())? {
                table::set_sender(tx, message.id, &account.settings.address)?;
            }
            // What held the others is over.
            Ok(table::release_mended(tx, now)?)
        }),
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
            Ok(table::hold_all(tx, *reason)?)
        }),
        End::Tomorrow(answer) => session.write_durably(|tx| {
            let at = plus(now, QUOTA_PAUSE);
            table::set(tx, message, &Move::Retry { at }, answer, now)?;
            Ok(table::none_before(tx, at)?)
        }),
        End::Later(answer) if message.attempts >= PATIENCE => {
            failed(session, moment, message, FailReason::TimeOver, answer)
        }
        End::Later(answer) => {
            let at = plus(now, retry_pause(message.attempts, message.id.0));
            moved(Move::Retry { at }, answer)
        }
        End::Fail(reason, answer) => failed(session, moment, message, *reason, answer),
        End::NoSuchAddress(address, answer) => {
            no_such_address(session, moment, message, address)?;
            failed(session, moment, message, FailReason::Address, answer)
        }
        End::TakenBack => take_back(session, moment, message.id),
        End::Unread(reason) => moved(Move::Hold(*reason), ""),
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

fn tell_doubt(
    tx: &mut desk_store::Tx<'_>,
    moment: Moment<'_>,
    message: &Message,
) -> Result<(), WorkError> {
    let loaded = load_enrolment(tx.connection(), message.enrolment)?;
    let what = What::EmailInDoubt { subject: message.draft.subject.clone() };
    event::insert(tx, &entry(moment, &loaded.row, Actor::Rule, what, None), None)?;
    Ok(())
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

/// The two moments of a sending at which the outbox has a say.
struct OutboxMarks<'a> {
    session: &'a Session,
    id: OutboxId,
    /// Set when it was stopped because somebody may have answered.
    held: &'a OnceLock<HoldReason>,
    /// The sending server.
    host: &'a str,
}

impl OutboxMarks<'_> {
    /// R29: suppression, state and inbox are looked at again.
    fn allowed(&self) -> Result<bool, WorkError> {
        self.session.write(|tx| {
            let (message, loaded) = message(tx, self.id)?;
            let mut suppressed = false;
            for list in [&message.draft.to, &message.draft.cc, &message.draft.bcc] {
                for address in list.split(',').filter(|address| !address.trim().is_empty()) {
                    suppressed |= contact::suppressed(tx.connection(), address)?.is_some();
                }
            }
            let state = &loaded.row.enrolment;
            let unattended = message.unattended || message.attempts > 1;
            let now = self.session.now();
            let away = state.held_until().is_some_and(|until| unattended && until > now);
            let open = loaded.row.touch == Some(message.touch);
            if !open || state.is_stopped() || suppressed || away {
                return Ok(false);
            }
            let answered = claim::may_be_answered(tx.connection(), message.enrolment, now)?;
            let reason = answered.filter(|_| unattended);
            if let Some(reason) = reason {
                self.held.get_or_init(|| reason);
            }
            Ok(reason.is_none())
        })
    }
}

impl Marks for OutboxMarks<'_> {
    fn takes(&self, most: Option<usize>) {
        note_limit(self.session, self.host, most);
    }

    fn before_mail_from(&self) -> Result<(), Stop> {
        match self.allowed() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Stop),
            Err(error) => {
                tracing::error!(%error, "a message was not sent: its state is not known");
                Err(Stop)
            }
        }
    }

    fn data_starts(&self) -> Result<(), Stop> {
        // The server may have taken its time since.
        self.before_mail_from()?;
        let now: Timestamp = self.session.now();
        self.session.write(|tx| Ok::<_, WorkError>(table::data_started(tx, self.id, now)?)).map_err(
            |error| {
                tracing::error!(%error, "a message was not sent: it could not be marked");
                Stop
            },
        )
    }
}
