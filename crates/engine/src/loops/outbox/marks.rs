//! The two moments of a sending at which the outbox has a say: right before MAIL FROM, and before the data
//! (PRODUCT 6.4). Both look whether the message may still leave, unless nothing was written since that was seen.

use super::claim::{self, Claimed, Mailboxes};
use crate::outreach::{WorkError, load_enrolment};
use crate::ports::Reads;
use crate::sending::note_limit;
use crate::session::Session;
use desk_core::account::AccountSettings;
use desk_core::ids::OutboxId;
use desk_core::outbox::HoldReason;
use desk_core::time::{Clock, Timestamp};
use desk_mail::smtp::{Marks, Stop};
use desk_store::enrolment::EnrolmentRow;
use desk_store::outbox::{self as table, Message};
use desk_store::workspace::Kind;
use desk_store::{Connection, Tx, contact, enrolment, workspace};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Why a message is not sent now after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotNow {
    /// It must not be sent any more.
    TakenBack,
    /// Somebody may have answered.
    Unread(HoldReason),
    /// Everything is paused.
    Paused,
    /// What has become of it could not be read or written.
    Unknown,
}

/// How long it counts that a message may leave, in milliseconds: a mailbox that was read is not so for ever.
const COUNTS_FOR: i64 = 1_000;

/// That a message may leave was seen, after so many writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cleared {
    commits: u64,
    at: Timestamp,
}

impl Cleared {
    /// Looks whether a message that is claimed in this transaction, in which nothing is paused, may leave: what
    /// is wrong with it otherwise is seen again, and told, right before MAIL FROM. Of its enrolment's row none is
    /// read when it is known; `heard` says that nobody can have answered unheard.
    pub fn look(
        tx: &Tx<'_>,
        message: &Message,
        (row, heard): (Option<&EnrolmentRow>, bool),
        kind: Kind,
        now: Timestamp,
    ) -> Result<Option<Self>, WorkError> {
        // This transaction is a write as well.
        let commits = tx.commits().saturating_add(1);
        let asks = (!heard).then_some(kind);
        let not_now = not_now(tx.connection(), message, row, asks, now)?;
        Ok(not_now.is_none().then_some(Self { commits, at: now }))
    }

    /// Whether nothing was written since but the write in which it was seen.
    pub const fn is_last(self, commits: u64) -> bool {
        self.commits == commits
    }

    fn holds(self, commits: u64, now: Timestamp) -> bool {
        let since = now.as_millis().saturating_sub(self.at.as_millis());
        self.is_last(commits) && (0..COUNTS_FOR).contains(&since)
    }
}

/// The marks of one message.
pub(super) struct OutboxMarks<'a> {
    session: &'a Session,
    id: OutboxId,
    cleared: Mutex<Option<Cleared>>,
    /// Through which account it leaves.
    account: &'a AccountSettings,
    stopped: OnceLock<NotNow>,
    begun: OnceLock<()>,
}

impl<'a> OutboxMarks<'a> {
    pub fn new(session: &'a Session, claimed: &Claimed, account: &'a AccountSettings) -> Self {
        let (id, cleared) = (claimed.message.id, Mutex::new(claimed.cleared));
        Self { session, id, cleared, account, stopped: OnceLock::new(), begun: OnceLock::new() }
    }

    /// Why it was stopped, if it was.
    pub fn stopped(&self) -> Option<NotNow> {
        self.stopped.get().copied()
    }

    /// Whether it is marked that its data have started.
    pub fn has_begun(&self) -> bool {
        self.begun.get().is_some()
    }

    fn is_clear(&self, commits: u64) -> bool {
        self.cleared().is_some_and(|cleared| cleared.holds(commits, self.session.now()))
    }

    fn cleared(&self) -> MutexGuard<'_, Option<Cleared>> {
        self.cleared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks again (R29), and marks *data started* in the same transaction if it is to begin.
    fn look(&self, begins: bool) -> Result<(), Stop> {
        let now = self.session.now();
        let looked = self.session.store().mark(|tx| {
            if !self.is_clear(tx.commits()) {
                let message = table::get(tx.connection(), self.id)?.ok_or(WorkError::Gone)?;
                let kind = Some(self.session.kind());
                if let Some(not_now) = not_now(tx.connection(), &message, None, kind, now)? {
                    return Ok(Some(not_now));
                }
                if workspace::settings(tx.connection())?.paused_since.is_some() {
                    return Ok(Some(NotNow::Paused));
                }
                *self.cleared() = Some(Cleared { commits: tx.commits(), at: now });
            }
            if begins {
                table::data_started(tx, self.id, &self.account.address, now)?;
            }
            Ok::<_, WorkError>(None)
        });
        let not_now = looked.unwrap_or_else(|error| {
            tracing::error!(%error, "a message was not sent: its state is not known");
            Some(NotNow::Unknown)
        });
        match not_now {
            None => Ok(()),
            Some(not_now) => {
                self.stopped.get_or_init(|| not_now);
                Err(Stop)
            }
        }
    }
}

/// Why a message must not leave now, pauses of everything left aside. Whether somebody may have answered is asked
/// when the `kind` of the workspace is given.
fn not_now(
    c: &Connection,
    message: &Message,
    row: Option<&EnrolmentRow>,
    kind: Option<Kind>,
    now: Timestamp,
) -> Result<Option<NotNow>, WorkError> {
    for list in [&message.draft.to, &message.draft.cc, &message.draft.bcc] {
        for address in list.split(',').filter(|address| !address.trim().is_empty()) {
            if contact::suppressed(c, address)?.is_some() {
                return Ok(Some(NotNow::TakenBack));
            }
        }
    }
    let unattended = message.unattended || message.attempts > 1;
    if is_over(c, message, row, unattended, now)? {
        return Ok(Some(NotNow::TakenBack));
    }
    let Some(kind) = kind.filter(|_| unattended) else { return Ok(None) };
    let looks = (kind, &mut Mailboxes::default());
    Ok(claim::may_be_answered(c, message, looks, now)?.map(NotNow::Unread))
}

/// Whether a message must not leave any more, by the state of its enrolment. What the rep answers by hand goes
/// while that stands still, and when it is over; not to somebody in the bin.
fn is_over(
    c: &Connection,
    message: &Message,
    row: Option<&EnrolmentRow>,
    unattended: bool,
    now: Timestamp,
) -> Result<bool, WorkError> {
    if message.answers.is_some() {
        let loaded = load_enrolment(c, message.enrolment)?;
        return Ok(loaded.person.partnership.deleted_at.is_some());
    }
    let read;
    let row = match row {
        Some(row) => row,
        None => {
            read = enrolment::get(c, message.enrolment)?.ok_or(WorkError::Gone)?;
            &read
        }
    };
    let state = &row.enrolment;
    let away = state.held_until().is_some_and(|until| unattended && until > now);
    Ok(row.touch != Some(message.touch) || state.is_stopped() || away)
}

impl Marks for OutboxMarks<'_> {
    fn takes(&self, most: Option<usize>) {
        note_limit(self.session, &self.account.smtp.host, most);
    }

    fn before_mail_from(&self) -> Result<(), Stop> {
        if self.is_clear(self.session.store().commits()) { Ok(()) } else { self.look(false) }
    }

    fn data_starts(&self) -> Result<(), Stop> {
        // The server may have taken its time since.
        self.look(true)?;
        self.begun.get_or_init(|| ());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_a_message_may_leave_counts_until_something_is_written_and_for_a_second() {
        let at = |millis: i64| Timestamp::from_millis(5_000 + millis);
        let cleared = Cleared { commits: 7, at: at(0) };
        assert!(cleared.holds(7, at(0)) && cleared.holds(7, at(999)));
        assert!(!cleared.holds(8, at(0)), "something was written");
        assert!(!cleared.holds(7, at(1_000)), "a second has gone by");
        assert!(!cleared.holds(7, at(-1)), "the clock was set back");
    }
}
