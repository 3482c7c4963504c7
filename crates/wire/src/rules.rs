//! Rules of cadences and of the workspace: why they are refused, and what a change of them leads to.

use crate::cadence::StepSave;
use crate::stage::{ContactsOf, WithoutContact};
use desk_core::condition::ConditionProblem;
use desk_core::hours::HoursProblem;
use desk_core::ids::{CadenceId, ContactId, EnrolmentId, EventId};
use desk_core::pace::{Pace, PaceProblem};
use desk_core::rep::{WorkingTime, WorkingTimeProblem};
use desk_core::routing::RoutingProblem;
use desk_core::rules::{Rules, RulesProblem};
use desk_core::step::StepProblem;
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is wrong with what a step says beside its delay and content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StepFault {
    /// A time of day beside a delay in minutes or hours, or one that is no time of day.
    TimeOfDay,
    /// A deadline of no minutes, or one that is too long.
    Deadline,
    /// Variants that are too many, share a key or weigh too much.
    Variants,
    /// Variables of its own that are too many, share a name or have one that cannot stand in a text.
    Variables,
    /// More files than go with one e-mail.
    Attachments,
    /// A condition without a comparison, or with too many.
    ConditionSize,
    /// A condition on a field that there is not.
    UnknownField {
        /// Its name.
        field: String,
    },
    /// A condition that compares a field in a way that fields of its kind are not.
    FieldComparison {
        /// Its name.
        field: String,
    },
    /// A condition that compares a custom field with what is no value of it.
    FieldValue {
        /// Its name.
        field: String,
    },
    /// A condition on a stage that is not in the list.
    NoSuchStage,
    /// A text to compare with that is too long.
    ValueTooLong,
    /// A condition or a disposition that leads to a step that there is not.
    NoSuchStep,
    /// A disposition with two lines.
    DispositionTwice {
        /// Which one.
        disposition: Disposition,
    },
    /// A number in the line of a disposition that is out of bounds.
    DispositionBounds {
        /// Which one.
        disposition: Disposition,
        /// The largest that is allowed.
        max: u32,
    },
    /// *Do not call* leads elsewhere than it must.
    DoNotCall,
    /// A call from a number that is not in the rep's list.
    NoSuchCaller {
        /// The number.
        number: String,
    },
}

impl StepFault {
    /// The fault of a problem that is none of the delay or of a text.
    pub(crate) fn of(problem: &StepProblem) -> Option<Self> {
        Some(match problem {
            StepProblem::Delay(_) | StepProblem::Text { .. } => return None,
            StepProblem::TimeOfDay => Self::TimeOfDay,
            StepProblem::Deadline => Self::Deadline,
            StepProblem::Variants => Self::Variants,
            StepProblem::Variables => Self::Variables,
            StepProblem::Attachments => Self::Attachments,
            StepProblem::Condition(problem) => match problem {
                ConditionProblem::Count { .. } => Self::ConditionSize,
                ConditionProblem::UnknownField { field } => {
                    Self::UnknownField { field: field.clone() }
                }
                ConditionProblem::Comparison { field } => {
                    Self::FieldComparison { field: field.clone() }
                }
                ConditionProblem::Value { field } => Self::FieldValue { field: field.clone() },
                ConditionProblem::NoSuchStage(_) => Self::NoSuchStage,
                ConditionProblem::ValueTooLong => Self::ValueTooLong,
                ConditionProblem::NoSuchStep(_) => Self::NoSuchStep,
            },
            StepProblem::Routing(problem) => match *problem {
                RoutingProblem::Twice(disposition) => Self::DispositionTwice { disposition },
                RoutingProblem::Bounds { disposition, max } => {
                    Self::DispositionBounds { disposition, max }
                }
                RoutingProblem::NoSuchStep(_) => Self::NoSuchStep,
                RoutingProblem::Fixed => Self::DoNotCall,
            },
        })
    }
}

/// What is wrong with the rules of a cadence or of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RulesFault {
    /// The week has no opening.
    NeverOpen,
    /// The hours of a day make no sense.
    Hours {
        /// Which day, 0 for Monday.
        day: u8,
    },
    /// The number of runs.
    Runs {
        /// The largest that is allowed.
        max: u32,
    },
    /// The pause between runs.
    RunPause {
        /// The longest in its unit.
        max: u32,
    },
    /// The cadence moves its people to itself.
    MovesToItself,
    /// Holidays of a year within reach are not known.
    NoHolidays {
        /// The first such year.
        year: i32,
    },
    /// Days off that end before they begin.
    DaysOff,
    /// Too many days off or holidays.
    TooManyDays {
        /// How many can be kept.
        max: u32,
    },
    /// A cap on sending that is none.
    Cap {
        /// The largest that is allowed.
        max: u32,
    },
    /// No connection for sending, or too many.
    Connections {
        /// The most.
        max: u32,
    },
    /// A gap between messages that ends before it begins, or is too long.
    Gap {
        /// The longest, in seconds.
        max: u32,
    },
}

impl From<RulesProblem> for RulesFault {
    fn from(problem: RulesProblem) -> Self {
        match problem {
            RulesProblem::Hours(HoursProblem::NeverOpen) => Self::NeverOpen,
            RulesProblem::Hours(
                HoursProblem::Block { day, .. }
                | HoursProblem::Overlap { day }
                | HoursProblem::TooMany { day },
            ) => Self::Hours { day },
            RulesProblem::Runs => Self::Runs { max: desk_core::rules::MAX_RUNS },
            RulesProblem::RunPause(problem) => Self::RunPause { max: problem.max },
            RulesProblem::MovesToItself => Self::MovesToItself,
            RulesProblem::NoHolidays { year } => Self::NoHolidays { year },
        }
    }
}

impl From<WorkingTimeProblem> for RulesFault {
    fn from(problem: WorkingTimeProblem) -> Self {
        match problem {
            WorkingTimeProblem::EndsBeforeItBegins { .. } => Self::DaysOff,
            WorkingTimeProblem::TooMany => {
                Self::TooManyDays { max: u32::try_from(desk_core::rep::MAX_DAYS).unwrap_or(0) }
            }
        }
    }
}

impl From<PaceProblem> for RulesFault {
    fn from(problem: PaceProblem) -> Self {
        match problem {
            PaceProblem::Cap => Self::Cap { max: desk_core::pace::MAX_CAP },
            PaceProblem::Connections => Self::Connections { max: desk_core::pace::MAX_CONNECTIONS },
            PaceProblem::Gap => Self::Gap { max: desk_core::pace::MAX_GAP },
        }
    }
}

/// Asks what saving an active cadence would mean for the people in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangePlanRequest {
    /// Which cadence.
    pub id: CadenceId,
    /// The steps as they would be saved.
    pub steps: Vec<StepSave>,
    /// The rules as they would be saved.
    pub rules: Rules,
    /// The last person of the page before; none for the first page.
    pub after: Option<EnrolmentId>,
}

/// What saving an active cadence would mean for the people in it, if they are moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChangePlan {
    /// How many people are in the cadence.
    pub people: u32,
    /// How many are at each step of the version that they work through, and behind it; by position.
    pub steps: Vec<PeopleAtStep>,
    /// Up to 100 of them, with their moments before and after.
    pub moves: Vec<PlannedMove>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<EnrolmentId>,
}

/// How many people are at a step and behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PeopleAtStep {
    /// Position of the step in the latest version, from 0.
    pub position: u32,
    /// Whether it would be changed or deleted.
    pub changed: bool,
    /// How many are at it.
    pub at: u32,
    /// How many have it behind them.
    pub after: u32,
}

/// What would become of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlannedMove {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// Name of the contact.
    pub contact_name: String,
    /// Name of its partnership.
    pub partnership_name: String,
    /// Position of the step that it is at in its version, from 0.
    pub from: u32,
    /// Position of the step that it would be at; none when it would be over.
    pub to: Option<u32>,
    /// When it is due.
    pub due_before: Timestamp,
    /// When it would be due; none when it would be over.
    pub due_after: Option<Timestamp>,
    /// The zone in which that is counted.
    pub zone: String,
}

/// What the rep has set for all cadences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WorkSettings {
    /// When the rep works.
    pub working: WorkingTime,
    /// How fast mail leaves by itself.
    pub pace: Pace,
    /// Since when everything is paused; none when it is not.
    pub paused_since: Option<Timestamp>,
}

/// Sets when the rep works and how fast mail leaves by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkSettingsSave {
    /// When the rep works.
    pub working: WorkingTime,
    /// How fast mail leaves by itself.
    pub pace: Pace,
}

/// Pauses everything, or lets it go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PauseAll {
    /// Whether everything is paused.
    pub paused: bool,
}

/// What would go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum GoingOn {
    /// Everything that is paused at once.
    All,
    /// Those in a cadence that is not active.
    Cadence {
        /// Which one.
        id: CadenceId,
    },
    /// These enrolments.
    Enrolments {
        /// Which ones; at most 10,000.
        ids: Vec<EnrolmentId>,
    },
}

/// What would happen today if something goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Today {
    /// How many people go on.
    pub people: u32,
    /// How many touches would be due until the end of the rep's day.
    pub due: u32,
}

/// Asks what would happen if contacts entered a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreflightMany {
    /// Which cadence.
    pub cadence: CadenceId,
    /// Who; at most 10,000 together with those of [`Self::of`].
    pub contacts: Vec<ContactId>,
    /// Who as well: contacts of partnerships.
    #[serde(default)]
    #[ts(optional)]
    pub of: Option<ContactsOf>,
    /// When to begin; none for now.
    pub start_at: Option<Timestamp>,
}

/// Who can enter, who cannot and why, and how the work is spread over the days to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Forecast {
    /// How many can enter without a question.
    pub ready: u32,
    /// Those who cannot, or about whom there is a warning.
    pub questions: Vec<Question>,
    /// Partnerships of which nobody was chosen.
    pub without: Vec<WithoutContact>,
    /// The days with touches, in order.
    pub days: Vec<DayForecast>,
    /// When the last touch would be done under the pace limits; none without touches.
    pub finished_at: Option<Timestamp>,
}

/// Somebody who cannot enter a cadence, or about whom there is a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Question {
    /// Who.
    pub contact: ContactId,
    /// The contact's name.
    pub contact_name: String,
    /// Why they cannot; empty when they can.
    pub problems: Vec<crate::enrolment::AssignProblem>,
    /// What the rep should know before.
    pub warnings: Vec<crate::enrolment::AssignWarning>,
}

/// The touches of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DayForecast {
    /// The day at the rep's place, as `2026-12-24`.
    pub day: String,
    /// E-mails.
    pub emails: u32,
    /// Calls.
    pub calls: u32,
    /// Tasks.
    pub tasks: u32,
}

impl DayForecast {
    /// Adds one touch.
    pub const fn add(&mut self, kind: TouchKind) {
        match kind {
            TouchKind::Email => self.emails += 1,
            TouchKind::Call => self.calls += 1,
            TouchKind::Task => self.tasks += 1,
        }
    }
}

/// Lets contacts enter a cadence, as many as can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AssignMany {
    /// Which cadence.
    pub cadence: CadenceId,
    /// Who; at most 10,000 together with those of [`Self::of`].
    pub contacts: Vec<ContactId>,
    /// Who as well: contacts of partnerships.
    #[serde(default)]
    #[ts(optional)]
    pub of: Option<ContactsOf>,
    /// When to begin; none for now.
    pub start_at: Option<Timestamp>,
    /// Whether those about whom there is a warning enter too.
    pub despite_warnings: bool,
}

/// Who has entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AssignedMany {
    /// How many.
    pub entered: u32,
    /// Those who have not, and why.
    pub left_out: Vec<Question>,
    /// Partnerships of which nobody was chosen.
    pub without: Vec<WithoutContact>,
    /// An entry of the timeline for each who has entered: with it that is taken back.
    pub events: Vec<EventId>,
}

/// What the rep notes about a contact in a cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// They have given a buying signal (R52).
    BuyingSignal,
    /// A meeting was booked: the exit rule for it decides.
    Meeting,
    /// The rep has written to them by hand (R23).
    WroteByHand,
}

/// Notes something about a contact in a cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentSign {
    /// Which enrolment.
    pub id: EnrolmentId,
    /// What.
    pub sign: Sign,
}
