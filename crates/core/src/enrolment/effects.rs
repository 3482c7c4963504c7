//! What comes out of an event: the next state, what has to be carried out, or why it cannot be.

use super::{Enrolment, Position, SkipReason};
use crate::ids::CadenceId;
use crate::time::Timestamp;
use crate::touch::Disposition;

/// A touch that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// The touch as it was.
    pub position: Position,
    /// In which run.
    pub run: u32,
    /// Why it was passed over; none when it was done.
    pub skipped: Option<SkipReason>,
    /// What came of the call.
    pub disposition: Option<Disposition>,
    /// When.
    pub at: Timestamp,
}

/// What is done with the contact's numbers after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// The one that was dialled is marked as bad.
    Bad,
    /// None may be called or written to by text message any more.
    NoCalls,
}

/// What the rep is told at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alert {
    /// The contact answered.
    Replied,
    /// The contact answered when all its enrolments were over.
    RepliedAfterwards,
    /// Somebody else of the partnership answered.
    ColleagueReplied,
    /// A decision is asked for: it stands still.
    Decide,
    /// A message has to be looked at.
    Review,
    /// An address does not exist.
    Bounced,
    /// The contact does not want to hear any more.
    OptedOut,
    /// A meeting was booked.
    Meeting,
    /// A buying signal.
    BuyingSignal,
    /// A limit has ended it.
    Limit,
}

/// What has to be carried out besides storing the next state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// Touches that came to their end, in order.
    pub closed: Vec<Closed>,
    /// Whether the open touch turned due just now.
    pub turned_due: bool,
    /// What the rep is told.
    pub alert: Option<Alert>,
    /// The cadence in which the contact begins.
    pub move_to: Option<CadenceId>,
    /// What is done with the contact's numbers.
    pub numbers: Option<Numbers>,
}

/// What an event led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// The enrolment afterwards.
    pub next: Enrolment,
    /// What has to be carried out.
    pub effects: Effects,
}

/// Why an event was refused. Nothing is changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The enrolment is over.
    #[error("the enrolment is finished")]
    Finished,
    /// It stands still; it has to be resumed first.
    #[error("the enrolment stands still")]
    Stopped,
    /// It is not paused.
    #[error("the enrolment is not paused")]
    NotPaused,
    /// The e-mail of the touch is in the outbox already, or is not there.
    #[error("the touch is not in that state")]
    TouchState,
    /// The step is not in the version.
    #[error("the step does not exist")]
    NoSuchStep,
}
