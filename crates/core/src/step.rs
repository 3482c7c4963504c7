//! The steps of a cadence: what is done at each touch, and how long after the one before.

mod rules;
mod variables;

pub use rules::{MAX_DEADLINE, MAX_VARIABLES, StepRules, StepVariable};
pub use variables::{unknown_variable, uses_custom};

use crate::attachment::MAX_FILES;
use crate::condition::ConditionProblem;
use crate::ids::StepId;
use crate::routing::{self, RoutingProblem};
use crate::text::{self, TextProblem};
use crate::variant::{MAX_VARIANTS, MAX_WEIGHT};

/// Most steps in a cadence.
pub const MAX_STEPS: usize = 100;

/// Longest delay, in days.
pub const MAX_DELAY_DAYS: u32 = 365;

const MAX_NAME: usize = 120;
const MAX_SUBJECT: usize = 300;
const MAX_TEXT: usize = 50_000;

/// What a delay is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DelayUnit {
    /// Elapsed minutes.
    Minutes,
    /// Elapsed hours.
    Hours,
    /// Civil days; the time of day stays.
    Days,
    /// Civil days that count as working days.
    BusinessDays,
}

impl DelayUnit {
    /// The longest delay in this unit: [`MAX_DELAY_DAYS`].
    #[must_use]
    pub const fn max(self) -> u32 {
        match self {
            Self::Minutes => MAX_DELAY_DAYS * 24 * 60,
            Self::Hours => MAX_DELAY_DAYS * 24,
            Self::Days | Self::BusinessDays => MAX_DELAY_DAYS,
        }
    }
}

/// How long after the step before is done (or for the first, after the start) a step is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Delay {
    /// How many of the unit; 0 up to [`DelayUnit::max`].
    pub amount: i64,
    /// What is counted.
    pub unit: DelayUnit,
}

/// Whether an e-mail leaves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum EmailMode {
    /// The rep looks at each one and sends it.
    Manual,
    /// It leaves when it is due.
    Automatic,
}

/// Whether an e-mail answers the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum EmailThread {
    /// Starts a conversation of its own.
    New,
    /// Goes into the conversation of the e-mail before; its subject is used then.
    Same,
}

/// What is done at a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum StepContent {
    /// An e-mail.
    Email {
        /// Whether it leaves by itself.
        mode: EmailMode,
        /// Whether it answers the one before.
        thread: EmailThread,
        /// One line, with variables; up to 300 characters. Not used in the same thread.
        subject: String,
        /// The text, with variables; a blank line separates paragraphs. Up to 50,000 characters.
        body: String,
    },
    /// A phone call.
    Call {
        /// What to say; up to 50,000 characters.
        script: String,
    },
    /// Anything else.
    Task {
        /// What it is.
        #[cfg_attr(feature = "serde", serde(default))]
        work: TaskWork,
        /// What to do; up to 50,000 characters.
        instructions: String,
    },
}

/// What a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TaskWork {
    /// Anything.
    #[default]
    Other,
    /// Looking the contact up on LinkedIn.
    LinkedinResearch,
    /// Asking somebody for an introduction.
    Introduction,
    /// Asking for a connection on LinkedIn.
    ConnectionRequest,
    /// Writing on LinkedIn.
    InMail,
    /// Writing a text message: kept to the same hours as calls and e-mails.
    TextMessage,
    /// Recording a video.
    Video,
    /// Sending something by post.
    DirectMail,
}

/// A step of a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
pub struct Step {
    /// Which one, in every version of its cadence.
    pub id: StepId,
    /// What it is called, up to 120 characters; empty to be called by its type.
    pub name: String,
    /// How long after the step before.
    pub delay: Delay,
    /// What is done.
    pub content: StepContent,
    /// What it says beside.
    #[cfg_attr(feature = "serde", serde(default))]
    pub rules: StepRules,
}

/// A text of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum StepField {
    /// Its name.
    Name,
    /// Subject of an e-mail.
    Subject,
    /// Body of an e-mail.
    Body,
    /// Script of a call.
    Script,
    /// What a call says to an answering machine.
    Voicemail,
    /// Instructions of a task.
    Instructions,
    /// A variable of its own.
    Variable,
}

/// A delay that is negative or longer than [`DelayUnit::max`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the delay is not between 0 and {max}")]
pub struct DelayProblem {
    /// The longest delay in its unit.
    pub max: u32,
}

/// Why a step cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepProblem {
    /// The delay is negative or longer than [`DelayUnit::max`].
    #[error(transparent)]
    Delay(#[from] DelayProblem),
    /// A time of day beside a delay in minutes or hours, or one that is no time of day.
    #[error("a time of day needs a delay in days and lies within the day")]
    TimeOfDay,
    /// A deadline of no minutes, or longer than [`MAX_DEADLINE`].
    #[error("a deadline has 1 to {MAX_DEADLINE} minutes")]
    Deadline,
    /// Variants with the same key, too many of them, or a weight over [`MAX_WEIGHT`].
    #[error(
        "the variants are not {MAX_VARIANTS} at most with keys of their own and weights up to {MAX_WEIGHT}"
    )]
    Variants,
    /// Variables of its own with the same name, too many of them, or a name that cannot stand in a text.
    #[error(
        "the step's variables are not {MAX_VARIABLES} at most with names of their own, in small letters, digits and _"
    )]
    Variables,
    /// More files than [`MAX_FILES`].
    #[error("an e-mail has at most {MAX_FILES} attachments")]
    Attachments,
    /// The condition.
    #[error(transparent)]
    Condition(#[from] ConditionProblem),
    /// The routing of dispositions.
    #[error(transparent)]
    Routing(#[from] RoutingProblem),
    /// A text that is too long or holds control characters.
    #[error("{field:?}: {problem}")]
    Text {
        /// Which text.
        field: StepField,
        /// What is wrong with it.
        problem: TextProblem,
    },
}

/// What a step lacks before its cadence can be activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum StepGap {
    /// An e-mail that starts a thread has no subject.
    NoSubject,
    /// An e-mail has no text.
    NoBody,
    /// The first e-mail has no e-mail before it that it could answer.
    NothingToAnswer,
}

impl Delay {
    /// The delay of the first step, and of a new one until it is set: at once.
    pub const NONE: Self = Self { amount: 0, unit: DelayUnit::Days };

    /// Whether it can be saved.
    ///
    /// # Errors
    /// [`DelayProblem`] when it is out of bounds.
    pub fn check(self) -> Result<(), DelayProblem> {
        let max = self.unit.max();
        if (0..=i64::from(max)).contains(&self.amount) { Ok(()) } else { Err(DelayProblem { max }) }
    }
}

impl Step {
    /// The step with its texts trimmed and composed, as it is stored. Empty texts are allowed: a
    /// draft may be saved at any time. `exists` knows the steps of the cadence.
    ///
    /// # Errors
    /// [`StepProblem`] says what cannot be stored.
    pub fn checked(self, exists: &impl Fn(StepId) -> bool) -> Result<Self, StepProblem> {
        self.delay.check()?;
        let name = optional_line(&self.name, MAX_NAME, StepField::Name)?;
        let content = match self.content {
            StepContent::Email { mode, thread, subject, body } => StepContent::Email {
                mode,
                thread,
                subject: optional_line(&subject, MAX_SUBJECT, StepField::Subject)?,
                body: block(&body, StepField::Body)?,
            },
            StepContent::Call { script } => {
                StepContent::Call { script: block(&script, StepField::Script)? }
            }
            StepContent::Task { work, instructions } => StepContent::Task {
                work,
                instructions: block(&instructions, StepField::Instructions)?,
            },
        };
        let rules = self.rules.checked(self.delay.unit, exists)?;
        Ok(Self { id: self.id, name, delay: self.delay, content, rules })
    }
}

impl Step {
    /// Keys and weights of an e-mail's own text and its variants.
    #[must_use]
    pub fn texts(&self) -> Vec<(u32, u32)> {
        let variants = self.rules.variants.iter().map(|variant| (variant.key, variant.weight));
        std::iter::once((0, self.rules.weight)).chain(variants).collect()
    }

    /// Subject and body of one of an e-mail's texts; of its own when there is no such variant.
    #[must_use]
    pub fn text(&self, key: u32) -> Option<(&str, &str)> {
        let StepContent::Email { subject, body, .. } = &self.content else { return None };
        let variant = self.rules.variants.iter().find(|variant| variant.key == key);
        Some(variant.map_or((subject.as_str(), body.as_str()), |text| (&text.subject, &text.body)))
    }

    /// The step with other ids, its own and those that it points at.
    #[must_use]
    pub fn with_ids(mut self, of: &impl Fn(StepId) -> StepId) -> Self {
        self.id = of(self.id);
        if let Some(condition) = &mut self.rules.condition {
            condition.map_steps(of);
        }
        routing::map_steps(&mut self.rules.routing, of);
        self
    }
}

/// What the steps lack before their cadence can be activated: the position (from 0) and what.
#[must_use]
pub fn gaps(steps: &[Step]) -> Vec<(usize, StepGap)> {
    let mut found = Vec::new();
    let mut e_mail_before = false;
    for (position, step) in steps.iter().enumerate() {
        let StepContent::Email { thread, subject, body, .. } = &step.content else { continue };
        let variants = &step.rules.variants;
        let no_subject = subject.is_empty() || variants.iter().any(|text| text.subject.is_empty());
        let no_body = body.is_empty() || variants.iter().any(|text| text.body.is_empty());
        match thread {
            EmailThread::New if no_subject => found.push((position, StepGap::NoSubject)),
            EmailThread::Same if !e_mail_before => {
                found.push((position, StepGap::NothingToAnswer));
            }
            EmailThread::New | EmailThread::Same => {}
        }
        if no_body {
            found.push((position, StepGap::NoBody));
        }
        e_mail_before = true;
    }
    found
}

fn optional_line(raw: &str, max: usize, field: StepField) -> Result<String, StepProblem> {
    match text::line(raw, max) {
        Err(TextProblem::Empty) => Ok(String::new()),
        other => other.map_err(|problem| StepProblem::Text { field, problem }),
    }
}

fn block(raw: &str, field: StepField) -> Result<String, StepProblem> {
    text::block(raw, MAX_TEXT).map_err(|problem| StepProblem::Text { field, problem })
}

#[cfg(test)]
mod tests;
