//! Requests and responses about contacts in cadences.

use desk_core::enrolment::{EnrolmentState, SkipReason};
use desk_core::ids::{AccountId, CadenceId, ContactId, EnrolmentId, EventId, StepId, TouchId};
use desk_core::time::Timestamp;
use desk_core::touch::{TouchKind, TouchState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The earliest open touch of a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NextTouch {
    /// Name of its cadence.
    pub cadence: String,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it is due.
    pub due_at: Timestamp,
    /// Whether it is due already.
    pub due: bool,
}

/// A contact in a cadence, as the partnership's screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EnrolmentCard {
    /// Its id.
    pub id: EnrolmentId,
    /// Which cadence.
    pub cadence: CadenceId,
    /// Its name.
    pub cadence_name: String,
    /// Which contact.
    pub contact: ContactId,
    /// Its name.
    pub contact_name: String,
    /// What it is doing.
    pub state: EnrolmentState,
    /// Whether it stands still because the cadence is not active.
    pub frozen: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// How many steps its version has.
    pub steps: u32,
    /// The step that it is at; none when it is finished.
    pub current: Option<TouchCard>,
    /// The steps after it, with the moments at which they would be due if each one before is done
    /// when it is due. Empty while it is paused or frozen.
    pub upcoming: Vec<PlannedStep>,
}

/// The step that an enrolment is at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TouchCard {
    /// Id of the touch.
    pub id: TouchId,
    /// Position of the step, from 0.
    pub position: u32,
    /// Name of the step; empty to be called by its type.
    pub name: String,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// Where it is.
    pub state: TouchState,
    /// When it is due.
    pub due_at: Timestamp,
    /// The zone in which its delay is counted.
    pub zone: String,
    /// What has to be done: the subject of an e-mail, the script of a call, the instructions of a
    /// task, with variables filled.
    pub about: String,
}

/// A step with the moment at which it would be due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlannedStep {
    /// Which step.
    pub step: StepId,
    /// Its position, from 0.
    pub position: u32,
    /// Its name; empty to be called by its type.
    pub name: String,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it would be due.
    pub due_at: Timestamp,
    /// The zone in which its delay is counted.
    pub zone: String,
    /// Why it would be passed over; none when it would be done.
    pub skipped: Option<SkipReason>,
    /// Whether a condition decides, as things are now, that it is done or passed over.
    pub conditional: bool,
}

/// Asks what would happen if a contact entered a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreflightRequest {
    /// Which cadence.
    pub cadence: CadenceId,
    /// Who.
    pub contact: ContactId,
    /// The step to begin with; none for the first.
    pub first_step: Option<StepId>,
    /// When to begin; none for now.
    pub start_at: Option<Timestamp>,
}

/// What would happen if a contact entered a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Preflight {
    /// Why it cannot; empty when it can.
    pub problems: Vec<AssignProblem>,
    /// What the rep should know before.
    pub warnings: Vec<AssignWarning>,
    /// The steps from the first one on, with their moments.
    pub plan: Vec<PlannedStep>,
}

/// Why a contact cannot enter a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AssignProblem {
    /// The cadence is not active.
    CadenceNotActive,
    /// Every step is an e-mail, and there is no address that can be used.
    NoEmail,
    /// Every step is a call, and there is no number.
    NoPhone,
    /// The contact does not want any more e-mail.
    OptedOut,
    /// The contact is in this cadence already.
    AlreadyIn,
    /// The contact is in another cadence, and one of the two does not share its people.
    InAnotherCadence {
        /// Its name.
        name: String,
    },
    /// As many people of the partnership are in cadences as may be at a time.
    CompanyFull {
        /// How many may be.
        max: u32,
    },
}

/// What the rep should know before a contact enters a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AssignWarning {
    /// Steps will be passed over for want of an e-mail address.
    StepsWithoutEmail {
        /// How many.
        count: u32,
    },
    /// Steps will be passed over for want of a phone number.
    StepsWithoutPhone {
        /// How many.
        count: u32,
    },
    /// The contact was in this cadence before.
    WasInItBefore {
        /// When that ended.
        ended_at: Timestamp,
    },
    /// The contact was contacted in the last 30 days.
    ContactedLately {
        /// When.
        at: Timestamp,
    },
    /// The hours of a step and the legal calling hours at the contact's place never meet: the step
    /// would be passed over.
    NeverOpen {
        /// Position of the step, from 0.
        position: u32,
    },
    /// An e-mail cannot be filled.
    MissingVariables {
        /// Position of its step, from 0.
        position: u32,
        /// What is missing, such as `contact.title`.
        variables: Vec<String>,
    },
}

/// Lets a contact enter a cadence. Refused while there are problems, or warnings that the rep has
/// not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// Which cadence.
    pub cadence: CadenceId,
    /// Who.
    pub contact: ContactId,
    /// The step to begin with; none for the first.
    pub first_step: Option<StepId>,
    /// When to begin; none for now.
    pub start_at: Option<Timestamp>,
    /// Through which account mail leaves; none for the default one.
    pub account: Option<AccountId>,
    /// Whether the rep has seen the warnings of the preflight.
    pub despite_warnings: bool,
}

/// Names one enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentRef {
    /// Its id.
    pub id: EnrolmentId,
}

/// Something was done that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Done {
    /// Its entry in the timeline.
    pub event: EventId,
}

/// Takes back what an entry of the timeline tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// The entry.
    pub event: EventId,
}
