//! An enrolment: one contact working through one cadence, as a state machine.
//!
//! [`advance`] is a pure function from a state and an event to the next state and its effects. The
//! engine stores what comes out and carries the effects out. Here are the states, the events and the
//! effects; [`course`] holds what the rules need to know besides, `transitions` the rules themselves,
//! [`plan`] looks ahead with them, and [`change`] brings an enrolment into another version.

mod calls;
pub mod change;
pub mod course;
mod effects;
mod exits;
pub mod plan;
mod settle;
mod transitions;

pub use course::{Call, Course, Facts, Past};
pub use effects::{Advance, Alert, Closed, Effects, Numbers, Refused};
pub use transitions::{advance, begin};

use crate::condition::EndAs;
use crate::ids::StepId;
use crate::rules::ExitRules;
use crate::time::Timestamp;
use crate::touch::{Disposition, TouchState};
use chrono::NaiveDate;

/// Most touches of an enrolment, over all its runs (R15).
pub const MAX_TOUCHES: u32 = 200;

/// Most moves from cadence to cadence in a row (PRODUCT 4.4).
pub const MAX_MOVES: u32 = 10;

/// How long a contact is taken to be away who does not say until when, in days (PRODUCT 4.5).
pub const AWAY_DAYS: u64 = 7;

/// A day of return further ahead than this is looked at by the rep, in days (R21).
pub const MAX_AWAY_DAYS: u64 = 90;

/// Why an enrolment is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PauseReason {
    /// The rep paused it.
    Rep,
    /// The contact answered.
    Replied,
    /// Somebody else of the same partnership answered.
    ColleagueReplied,
    /// The contact said in a call that they are not interested.
    NotInterested,
    /// The rep wrote to the contact by hand (R23).
    WroteByHand,
    /// A condition or a disposition of the cadence asks for it.
    Cadence,
}

/// How an enrolment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// A meeting was booked, or the goal was reached otherwise.
    Won,
    /// It came to nothing.
    Lost,
    /// The contact answered.
    Replied,
    /// The last step is done and nobody answered.
    NoReply,
    /// The contact does not want to hear any more.
    OptedOut,
    /// The last address does not exist.
    Bounced,
    /// The rep took the contact out.
    Removed,
    /// The contact went on in another cadence.
    Moved,
    /// The contact was to go on in another cadence that does not take them (R14).
    NotMoved,
    /// It had as many touches as an enrolment may have.
    TouchLimit,
    /// The contact was moved as often in a row as may be.
    MoveLimit,
}

/// Why a step was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SkipReason {
    /// The rep skipped it.
    Rep,
    /// The contact has no e-mail address that can be used.
    NoEmail,
    /// The contact has no phone number that can be used.
    NoPhone,
    /// Its condition says so.
    Condition,
    /// Its e-mail was sent in this run already (R12).
    AlreadySent,
    /// Its hours and the legal calling hours at the contact's place never meet.
    NeverOpen,
}

/// What an enrolment is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "serde", serde(tag = "state"))]
pub enum EnrolmentState {
    /// It works through its steps.
    Active {
        /// Nothing is due before this moment: the contact is away until then.
        held_until: Option<Timestamp>,
    },
    /// It waits for the rep.
    Paused {
        /// Why.
        reason: PauseReason,
        /// Since when.
        since: Timestamp,
        /// Nothing is due before this moment: the contact is away until then.
        #[cfg_attr(feature = "serde", serde(default))]
        held_until: Option<Timestamp>,
    },
    /// A message may or may not belong to it: the rep has to look (R19).
    Review {
        /// Since when.
        since: Timestamp,
        /// Nothing is due before this moment: the contact is away until then.
        #[cfg_attr(feature = "serde", serde(default))]
        held_until: Option<Timestamp>,
    },
    /// It is over.
    Finished {
        /// How.
        outcome: Outcome,
        /// When.
        at: Timestamp,
    },
}

/// Where an enrolment stands in its cadence: its one open touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The step.
    pub step: StepId,
    /// Which visit of the step in this run, from 1.
    pub visit: u32,
    /// Which attempt in this visit, from 1.
    pub attempt: u32,
    /// When the touch before was done, or for the first, when the enrolment began; moved by pauses.
    pub base: Timestamp,
    /// Minutes to wait instead of the step's delay: this attempt repeats one that came to nothing, or
    /// the rep chose to begin here.
    pub retry_minutes: Option<u32>,
    /// The rep moved the due moment here.
    pub snoozed_until: Option<Timestamp>,
    /// The rep moved it there whatever the hours say (R26).
    pub beyond_hours: bool,
    /// Base and delay.
    pub ready_at: Timestamp,
    /// When it is due, after hours, holds and snoozes.
    pub due_at: Timestamp,
    /// Where the touch is.
    pub state: TouchState,
}

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// What it is doing.
    pub state: EnrolmentState,
    /// Whether its cadence is not active. A layer of its own: see [`Event::Freeze`] (R5).
    pub frozen: bool,
    /// Since when its open touch has stood still, by the rep, by a rule, by its cadence, or with
    /// everything when it came to stand there meanwhile. Its base moves by the time since then.
    pub stopped_since: Option<Timestamp>,
    /// Which run through the steps, from 1.
    pub run: u32,
    /// How many touches it has had, over all runs.
    pub touches: u32,
    /// How often the contact was moved from cadence to cadence before it.
    pub moves: u32,
    /// Whether the contact has given a buying signal (R52).
    pub buying_signal: bool,
    /// Its open touch; none when it is finished.
    pub position: Option<Position>,
}

/// What happens to an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Time has passed: what has become due is due.
    Tick,
    /// The open touch was done.
    Done,
    /// The call of the open touch was logged and completed: its disposition leads on.
    Called {
        /// What came of it.
        disposition: Option<Disposition>,
    },
    /// The rep passes the open touch over.
    Skip,
    /// The rep moves the due moment of the open touch (R8).
    Snooze {
        /// To when.
        until: Timestamp,
        /// Whether the hours of the cadence do not count; the legal ones for calls do (R26).
        beyond_hours: bool,
    },
    /// The e-mail of the open touch was given to the outbox.
    Queued,
    /// It was taken back.
    TakenBack,
    /// What the open touch rests on is looked at again before it leaves by itself (R7).
    Recheck,
    /// Hours, holidays, a zone or time off have changed: what waits is computed again. What was due
    /// stays due.
    Replan,
    /// It stands still from now on.
    Pause {
        /// Why.
        reason: PauseReason,
    },
    /// It goes on, after a pause or a review.
    Resume,
    /// Its cadence was deactivated.
    Freeze,
    /// Its cadence is active again.
    Thaw,
    /// Everything goes on that was paused at once.
    GoOn {
        /// Since when everything was paused.
        since: Timestamp,
    },
    /// The contact answered.
    Reply,
    /// Somebody else of the same partnership answered.
    ColleagueReply,
    /// The rep wrote to the contact by hand.
    WroteByHand,
    /// A message may or may not belong to it.
    Ambiguous,
    /// The contact is away.
    OutOfOffice {
        /// The day on which they are back, at their place; none when they do not say.
        back: Option<NaiveDate>,
    },
    /// An address of the contact does not exist.
    Bounced {
        /// Whether it was the last.
        last: bool,
    },
    /// The contact, or a complaint of theirs, asks for no more.
    OptOut,
    /// A meeting was booked.
    Meeting,
    /// The contact has given a buying signal.
    BuyingSignal,
    /// It is over.
    Finish {
        /// How it ended.
        outcome: Outcome,
    },
}

impl Event {
    /// Whether messages of the enrolment that nobody has claimed are taken back first (R27): where its
    /// cadence says that the enrolment goes on all the same, they stay.
    #[must_use]
    pub const fn stops_mail(self, exits: ExitRules) -> bool {
        match self {
            Self::ColleagueReply => exits.colleague_reply,
            Self::WroteByHand => exits.wrote_by_hand,
            Self::OutOfOffice { .. } => exits.out_of_office,
            Self::Meeting => exits.meeting,
            _ => matches!(
                self,
                Self::Pause { .. }
                    | Self::Freeze
                    | Self::Reply
                    | Self::Ambiguous
                    | Self::Bounced { last: true }
                    | Self::OptOut
                    | Self::Finish { .. }
            ),
        }
    }
}

impl Enrolment {
    /// Whether it stands still by itself: paused, in review, or its cadence is not active.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.frozen || self.is_paused()
    }

    /// Whether the rep has to let it go on.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        matches!(self.state, EnrolmentState::Paused { .. } | EnrolmentState::Review { .. })
    }

    /// Until when the contact is away.
    #[must_use]
    pub const fn held_until(&self) -> Option<Timestamp> {
        match self.state {
            EnrolmentState::Active { held_until }
            | EnrolmentState::Paused { held_until, .. }
            | EnrolmentState::Review { held_until, .. } => held_until,
            EnrolmentState::Finished { .. } => None,
        }
    }
}

impl From<EndAs> for Outcome {
    fn from(end: EndAs) -> Self {
        match end {
            EndAs::Won => Self::Won,
            EndAs::Lost => Self::Lost,
            EndAs::NoReply => Self::NoReply,
        }
    }
}

#[cfg(test)]
mod tests;
