//! The two moments of a sending at which the outbox has a say: right before MAIL FROM, and before the data
//! (PRODUCT 6.4).

use super::claim;
use crate::outreach::{WorkError, load_enrolment};
use crate::ports::Writes;
use crate::sending::note_limit;
use crate::session::Session;
use desk_core::ids::OutboxId;
use desk_core::outbox::HoldReason;
use desk_core::time::{Clock, Timestamp};
use desk_mail::smtp::{Marks, Stop};
use desk_store::outbox::{self as table, Message};
use desk_store::{Connection, Tx, contact, enrolment, workspace};
use std::sync::OnceLock;

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

/// The marks of one message.
pub(super) struct OutboxMarks<'a> {
    session: &'a Session,
    id: OutboxId,
    /// The sending server.
    host: &'a str,
    stopped: OnceLock<NotNow>,
    begun: OnceLock<()>,
}

impl<'a> OutboxMarks<'a> {
    pub fn new(session: &'a Session, id: OutboxId, host: &'a str) -> Self {
        Self { session, id, host, stopped: OnceLock::new(), begun: OnceLock::new() }
    }

    /// Why it was stopped, if it was.
    pub fn stopped(&self) -> Option<NotNow> {
        self.stopped.get().copied()
    }

    /// Whether it is marked that its data have started.
    pub fn has_begun(&self) -> bool {
        self.begun.get().is_some()
    }

    /// Looks again (R29), and marks *data started* in the same transaction if it is to begin.
    fn look(&self, begins: bool) -> Result<(), Stop> {
        let looked = self.session.write(|tx| {
            let not_now = self.not_now(tx)?;
            if not_now.is_none() && begins {
                table::data_started(tx, self.id, self.session.now())?;
            }
            Ok::<_, WorkError>(not_now)
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

    fn not_now(&self, tx: &Tx<'_>) -> Result<Option<NotNow>, WorkError> {
        let c = tx.connection();
        let message = table::get(c, self.id)?.ok_or(WorkError::Gone)?;
        for list in [&message.draft.to, &message.draft.cc, &message.draft.bcc] {
            for address in list.split(',').filter(|address| !address.trim().is_empty()) {
                if contact::suppressed(c, address)?.is_some() {
                    return Ok(Some(NotNow::TakenBack));
                }
            }
        }
        let (now, unattended) = (self.session.now(), message.unattended || message.attempts > 1);
        if is_over(c, &message, unattended, now)? {
            return Ok(Some(NotNow::TakenBack));
        }
        if unattended && let Some(reason) = claim::may_be_answered(c, &message, now)? {
            return Ok(Some(NotNow::Unread(reason)));
        }
        Ok(workspace::settings(c)?.paused_since.map(|_| NotNow::Paused))
    }
}

/// Whether a message must not leave any more, by the state of its enrolment. What the rep answers by hand goes
/// while that stands still, and when it is over; not to somebody in the bin.
fn is_over(
    c: &Connection,
    message: &Message,
    unattended: bool,
    now: Timestamp,
) -> Result<bool, WorkError> {
    if message.answers.is_some() {
        let loaded = load_enrolment(c, message.enrolment)?;
        return Ok(loaded.person.partnership.deleted_at.is_some());
    }
    let row = enrolment::get(c, message.enrolment)?.ok_or(WorkError::Gone)?;
    let state = &row.enrolment;
    let away = state.held_until().is_some_and(|until| unattended && until > now);
    Ok(row.touch != Some(message.touch) || state.is_stopped() || away)
}

impl Marks for OutboxMarks<'_> {
    fn takes(&self, most: Option<usize>) {
        note_limit(self.session, self.host, most);
    }

    fn before_mail_from(&self) -> Result<(), Stop> {
        self.look(false)
    }

    fn data_starts(&self) -> Result<(), Stop> {
        // The server may have taken its time since.
        self.look(true)?;
        self.begun.get_or_init(|| ());
        Ok(())
    }
}
