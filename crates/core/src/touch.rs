//! A touch: one execution of a step for one enrolment.

use crate::step::{StepContent, TaskWork};

/// What kind of work a touch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TouchKind {
    /// An e-mail.
    Email,
    /// A phone call.
    Call,
    /// Anything else.
    Task,
}

impl StepContent {
    /// What kind of work the step is.
    #[must_use]
    pub const fn kind(&self) -> TouchKind {
        match self {
            Self::Email { .. } => TouchKind::Email,
            Self::Call { .. } => TouchKind::Call,
            Self::Task { .. } => TouchKind::Task,
        }
    }

    /// Whether it is done with a phone number of the contact: a call or a text message (R37).
    #[must_use]
    pub const fn needs_phone(&self) -> bool {
        matches!(self, Self::Call { .. } | Self::Task { work: TaskWork::TextMessage, .. })
    }
}

/// Where an open touch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TouchState {
    /// Not due yet.
    Waiting,
    /// Due: the rep, or for an automatic e-mail the program, has to act.
    Due,
    /// Its e-mail is in the outbox.
    InOutbox,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Disposition {
    /// Somebody was reached.
    Connected,
    /// The line was busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// A message was left.
    LeftVoicemail,
    /// Somebody else answered and did not put the call through.
    Gatekeeper,
    /// The number is somebody else's.
    WrongNumber,
    /// They do not want it.
    NotInterested,
    /// A meeting was agreed.
    MeetingBooked,
    /// They do not want to be called again.
    DoNotCall,
}

impl Disposition {
    /// Whether somebody was reached whom it was about: a *contact* of the figures (R50).
    #[must_use]
    pub const fn is_contact(self) -> bool {
        matches!(
            self,
            Self::Connected | Self::NotInterested | Self::MeetingBooked | Self::DoNotCall
        )
    }
}

/// How a call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Sentiment {
    /// Well.
    Positive,
    /// Neither well nor badly.
    Neutral,
    /// Badly.
    Negative,
}

/// The four buttons of a call (R36).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CallAction {
    /// Log it, then what the disposition leads to.
    LogAndComplete,
    /// Log it and stay on the step.
    LogOnly,
    /// Go on without a log.
    CompleteOnly,
    /// Log it as a success and go on.
    Success,
}

/// What names a touch for good (R12): a touch that is made again after a crash or from a backup has
/// the same identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TouchIdentity {
    /// Uid of the enrolment.
    pub enrolment: crate::ids::Uid,
    /// Which run through the cadence, from 1.
    pub run: u32,
    /// Which step.
    pub step: crate::ids::StepId,
    /// Which visit of the step in this run, from 1.
    pub visit: u32,
    /// Which attempt in this visit, from 1.
    pub attempt: u32,
}
