//! Sends what the outbox holds: claimed durably, each marked before its data start, and recorded when the
//! server has answered.

pub(crate) mod claim;
mod lanes;
mod marks;
mod record;

use super::sleep;
use crate::commands::account::sender_of;
use crate::commands::outbox::tell_doubt;
use crate::loops::agenda::tell;
use crate::outreach::{Moment, Shared, WorkError};
use crate::ports::{Note, NoteTarget, Reads, Writes, Zoned};
use crate::sending::{message_of, server};
use crate::session::Session;
use crate::sign_in::{self, NoCredential};
use crate::waking::life;
use crate::words;
use claim::{Claimed, Next};
use desk_core::account::SenderProfile;
use desk_core::address::EmailAddress;
use desk_core::ids::AccountId;
use desk_core::outbox::{FailReason, HoldReason};
use desk_core::time::{Clock, Timestamp};
use desk_mail::practice::write_eml;
use desk_mail::smtp::{ANSWER_WAIT, Conversation, Outcome, Refusal};
use desk_store::StoreError;
use desk_store::account::{self, Account};
use desk_store::outbox::{self as table, Message};
use desk_store::workspace::Kind;
use lanes::{Kept, MOST_CLAIMED, Receipts};
use marks::{NotNow, OutboxMarks};
use record::{Seen, record, take_up};
use std::cell::RefCell;
use tokio::sync::watch;

/// What the last run left behind.
pub(crate) fn recover(session: &Session) -> Result<(), WorkError> {
    if let Err(error) = take_up(session, &Shared::default(), &Seen::default()) {
        tracing::error!(%error, "what was sent last is not recorded yet");
    }
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

/// What the loop keeps from one batch to the next.
pub(crate) struct Sending {
    /// How attempts ended that could not be recorded yet: nothing else is sent before.
    unrecorded: RefCell<Vec<(Message, End)>>,
    /// What was claimed and could not be put back yet.
    left: Vec<Message>,
    kept: Kept,
    receipts: Receipts,
    origin: RefCell<Option<Origin>>,
    /// Versions of cadences that were read.
    known: Shared,
    /// What has left and was not taken up.
    seen: Seen,
    /// How many messages are claimed together next.
    most: usize,
    stopped: Option<watch::Receiver<bool>>,
}

/// Through which account messages leave and who signs them, as it was read after so many writes.
#[derive(Clone)]
struct Origin {
    commits: u64,
    id: Option<AccountId>,
    account: Option<Account>,
    sender: SenderProfile,
}

impl Default for Sending {
    fn default() -> Self {
        Self {
            unrecorded: RefCell::default(),
            left: Vec::new(),
            kept: Kept::default(),
            receipts: Receipts::default(),
            origin: RefCell::default(),
            known: Shared::default(),
            seen: Seen::default(),
            most: 1,
            stopped: None,
        }
    }
}

impl Sending {
    fn is_stopped(&self) -> bool {
        self.stopped.as_ref().is_some_and(|stopped| *stopped.borrow())
    }

    /// Through what a message of an account leaves, read anew when anything was written since.
    fn origin(&self, session: &Session, id: Option<AccountId>) -> Result<Origin, StoreError> {
        let commits = session.store().commits();
        let known = self.origin.borrow().clone();
        if let Some(known) = known.filter(|known| known.commits == commits && known.id == id) {
            return Ok(known);
        }
        let read = session.read_store(|c| {
            let account = account::get(c, id)?;
            let sender = sender_of(c, account.as_ref())?;
            Ok(Origin { commits, id, account, sender })
        })?;
        self.origin.replace(Some(read.clone()));
        Ok(read)
    }
}

/// Runs until it is stopped; messages that are on their way are brought to their end first.
pub(crate) async fn run(session: &Session, mut stopped: watch::Receiver<bool>) {
    let mut wakes = session.waker().listen();
    let mut sending = Sending { stopped: Some(stopped.clone()), ..Sending::default() };
    loop {
        wakes.mark_unchanged();
        let next = match session.quiet().begin() {
            None => None,
            Some(_at_work) => match step(session, &mut sending).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(%error, "the outbox could not go on");
                    None
                }
            },
        };
        if *stopped.borrow() || !sleep(session, &mut wakes, &mut stopped, next).await {
            sending.kept.quit().await;
            return;
        }
    }
}

/// Records how attempts ended that could not be recorded before.
fn record_the_rest(session: &Session, sending: &mut Sending) -> Result<(), WorkError> {
    let mut unrecorded = std::mem::take(sending.unrecorded.get_mut());
    while let Some((message, end)) = unrecorded.pop() {
        if let Err(error) = record(session, sending, &message, &end) {
            unrecorded.push((message, end));
            *sending.unrecorded.get_mut() = unrecorded;
            return Err(error);
        }
    }
    Ok(())
}

/// Sends the messages whose moment has come, up to [`MOST_CLAIMED`], and returns when there is more to do.
pub(crate) async fn step(
    session: &Session,
    sending: &mut Sending,
) -> Result<Option<Timestamp>, WorkError> {
    life::beat(session)?;
    record_the_rest(session, sending)?;
    take_up(session, &sending.known, &sending.seen)?;
    lanes::put_back(session, sending)?;
    release_if_unlocked(session).await?;
    let connections = claim::connections(session)?;
    let least = connections.iter().map(|(_, many)| *many).max().unwrap_or(1);
    sending.most = sending.most.clamp(least, MOST_CLAIMED);
    let next = match claim::claim(session, sending.most, &sending.known)? {
        Next::Send(claimed) => {
            // Claiming brought them to the disk.
            sending.receipts.are_safe();
            let account = claimed.first().and_then(|first| first.message.account);
            let of = connections.into_iter().find(|(of, _)| *of == account);
            lanes::send(session, sending, claimed, of.map_or(1, |(_, many)| many)).await?;
            return Ok(Some(session.now()));
        }
        Next::Again => Some(session.now()),
        Next::Wait(until) => until,
    };
    sending.receipts.save(session)?;
    sending.kept.quit().await;
    sending.known = Shared::default();
    Ok(next)
}

/// How an attempt ended.
pub(crate) enum End {
    Sent(String),
    Doubt(String),
    Hold(HoldReason, String),
    Fail(FailReason, String),
    NoSuchAddress(EmailAddress, String),
    Later(String),
    Unreachable(String),
    Tomorrow(String),
    TakenBack,
    Unread(HoldReason),
    PutBack,
}

impl From<NoCredential> for End {
    fn from(none: NoCredential) -> Self {
        match none {
            NoCredential::Hold(reason) => Self::Hold(reason, String::new()),
            NoCredential::Later(words) => Self::Later(words),
        }
    }
}

/// Whether what ended an attempt would end those of all messages.
const fn end_is_for_all(end: &End) -> bool {
    matches!(end, End::Hold(..) | End::Tomorrow(_) | End::PutBack)
}

async fn deliver(session: &Session, sending: &Sending, claimed: &Claimed) -> End {
    let end = try_to_deliver(session, sending, claimed).await;
    end.unwrap_or_else(|error| End::Later(error.to_string()))
}

async fn try_to_deliver(
    session: &Session,
    sending: &Sending,
    claimed: &Claimed,
) -> Result<End, WorkError> {
    let (kept, message) = (&sending.kept, &claimed.message);
    let Origin { account, sender, .. } = sending.origin(session, message.account)?;
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
    let (smtp, user) = (server(&account.settings.smtp), account.settings.user.as_str());
    let marks = OutboxMarks::new(session, claimed, &account.settings);
    if let Some(conversation) = kept.take(&smtp, user) {
        let (outcome, again) = conversation.send(&composed, &marks, ANSWER_WAIT).await;
        if let Some(again) = again {
            kept.give(smtp.clone(), user, again);
        }
        if !has_gone(&outcome) || marks.has_begun() {
            return Ok(end_of(outcome, marks.stopped()));
        }
        // It had ended before this message: that is no attempt.
    }
    let credential = match sign_in::credential(session, &account).await {
        Ok(credential) => credential,
        Err(none) => return Ok(none.into()),
    };
    let trust = match session.trust() {
        Ok(trust) => trust,
        Err(error) => return Ok(End::Hold(HoldReason::Certificate, error.to_string())),
    };
    let send = async |credential: &_| {
        let opened = Conversation::open(&smtp, Some(credential), trust).await;
        let conversation = match opened {
            Err(outcome) => return outcome,
            Ok(conversation) => conversation,
        };
        let (outcome, again) = conversation.send(&composed, &marks, ANSWER_WAIT).await;
        if let Some(again) = again {
            kept.give(smtp.clone(), user, again);
        }
        outcome
    };
    let mut outcome = send(&credential).await;
    // It was certainly not taken, so it can be tried again at once.
    if matches!(outcome, Outcome::NotSent { why: Refusal::SignIn, .. })
        && let Some(renewed) = sign_in::renewed(session, &account, &credential).await
    {
        match renewed {
            Ok(renewed) => outcome = send(&renewed).await,
            Err(none) => return Ok(none.into()),
        }
    }
    Ok(end_of(outcome, marks.stopped()))
}

/// Whether the server had ended the conversation.
const fn has_gone(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::NotSent { why: Refusal::Lost, .. } | Outcome::NotSent { code: Some(421), .. }
    )
}

/// Lets messages go again that waited for the keychain, once it answers.
async fn release_if_unlocked(session: &Session) -> Result<(), WorkError> {
    let held = session.read_store(table::held_for)?;
    let waits = |reason: HoldReason| {
        matches!(
            reason,
            HoldReason::KeychainLocked | HoldReason::KeychainAbsent | HoldReason::KeychainDenied
        )
    };
    let mut waiting: Vec<_> =
        held.into_iter().filter_map(|(id, reason)| id.filter(|_| waits(reason))).collect();
    waiting.dedup();
    for id in waiting {
        let Some(account) = session.read_store(|c| account::get(c, id))? else { continue };
        if sign_in::credential(session, &account).await.is_ok() {
            let now = session.now();
            session.write(|tx| table::release_mended(tx, Some(id), now))?;
        }
    }
    Ok(())
}

fn end_of(outcome: Outcome, stopped: Option<NotNow>) -> End {
    let (why, answer) = match outcome {
        Outcome::Sent { answer } => return End::Sent(answer),
        Outcome::Unknown { cause } => return End::Doubt(cause),
        Outcome::NotSent { why, answer, .. } => (why, answer.unwrap_or_default()),
    };
    match why {
        Refusal::Stopped => match stopped {
            Some(NotNow::Unread(reason)) => End::Unread(reason),
            Some(NotNow::Paused) => End::PutBack,
            Some(NotNow::Unknown) => End::Later("its state is not known".to_owned()),
            Some(NotNow::TakenBack) | None => End::TakenBack,
        },
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
        Refusal::Connect(problem) => End::Unreachable(format!("{problem:?}")),
        Refusal::Tls(words) => End::Unreachable(words),
        Refusal::Lost => End::Unreachable(answer),
        Refusal::Temporary | Refusal::Protocol => End::Later(answer),
    }
}
