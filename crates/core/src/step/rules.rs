//! What a step says beside its delay and content: when on its day, under which condition, where it
//! leads, with which other texts and variables.

use super::{DelayUnit, MAX_SUBJECT, StepField, StepProblem, block, optional_line};
use crate::attachment::{Attachment, MAX_FILES};
use crate::caller::CallerChoice;
use crate::condition::Condition;
use crate::hours::TimeOfDay;
use crate::ids::StepId;
use crate::routing::{self, Route};
use crate::rules::Priority;
use crate::variant::{MAX_VARIANTS, MAX_WEIGHT, Variant};

/// Longest deadline, in open minutes: 30 days.
pub const MAX_DEADLINE: u32 = 30 * 24 * 60;

/// Most variables of a step's own.
pub const MAX_VARIABLES: usize = 20;

const MAX_VARIABLE_NAME: usize = 40;

/// A variable of a step's own (R47): a text over the other variables, used as `step.<name>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StepVariable {
    /// 1 to 40 small letters, digits and underscores, beginning with a letter; not `name`, which is the
    /// step's.
    pub name: String,
    /// What stands for it, with variables other than the step's own; up to 50,000 characters.
    pub text: String,
}

/// What a step may say beside its delay and content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct StepRules {
    /// When on its day, with days and business days only (R3).
    pub time_of_day: Option<TimeOfDay>,
    /// Whether it keeps no hours but those for calls (R4).
    pub any_hour: bool,
    /// Open minutes from due until it is overdue; none for the end of the day (R9). 1 to
    /// [`MAX_DEADLINE`].
    pub deadline_minutes: Option<u32>,
    /// What comes before what.
    pub priority: Priority,
    /// Whether an e-mail is sent again when the step is visited again in the same run (R12).
    pub may_repeat: bool,
    /// When it is done, and what is done otherwise.
    pub condition: Option<Condition>,
    /// Where a call leads, for the dispositions that do not lead where they usually do.
    pub routing: Vec<Route>,
    /// Other texts of an e-mail.
    pub variants: Vec<Variant>,
    /// How often an e-mail's own text is taken beside its variants.
    pub weight: u32,
    /// Variables of its own, used as `step.<name>` (R47).
    pub variables: Vec<StepVariable>,
    /// Files that go with an e-mail, whichever of its texts is taken; up to [`MAX_FILES`].
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    #[cfg_attr(feature = "wire", ts(as = "Option<Vec<Attachment>>", optional))]
    pub attachments: Vec<Attachment>,
    /// From which of the rep's own numbers a call is made.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "calls_from_any"))]
    #[cfg_attr(feature = "wire", ts(as = "Option<CallerChoice>", optional))]
    pub caller: CallerChoice,
    /// What is said to an answering machine; none when no message is left (R38). Up to 50,000 characters.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "wire", ts(optional))]
    pub voicemail: Option<String>,
}

#[cfg(feature = "serde")]
fn calls_from_any(caller: &CallerChoice) -> bool {
    *caller == CallerChoice::Any
}

impl Default for StepRules {
    fn default() -> Self {
        Self {
            time_of_day: None,
            any_hour: false,
            deadline_minutes: None,
            priority: Priority::default(),
            may_repeat: false,
            condition: None,
            routing: Vec::new(),
            variants: Vec::new(),
            weight: 1,
            variables: Vec::new(),
            attachments: Vec::new(),
            caller: CallerChoice::Any,
            voicemail: None,
        }
    }
}

impl StepRules {
    /// The rules with their texts trimmed and composed, beside a delay in a unit.
    pub(super) fn checked(
        self,
        unit: DelayUnit,
        exists: &impl Fn(StepId) -> bool,
    ) -> Result<Self, StepProblem> {
        let civil = matches!(unit, DelayUnit::Days | DelayUnit::BusinessDays);
        match self.time_of_day {
            Some(_) if !civil => return Err(StepProblem::TimeOfDay),
            Some(TimeOfDay::Exact { minute }) if minute >= 24 * 60 => {
                return Err(StepProblem::TimeOfDay);
            }
            _ => {}
        }
        if self.deadline_minutes.is_some_and(|minutes| !(1..=MAX_DEADLINE).contains(&minutes)) {
            return Err(StepProblem::Deadline);
        }
        if let Some(condition) = &self.condition {
            condition.check(exists)?;
        }
        routing::check(&self.routing, exists)?;
        if self.attachments.len() > MAX_FILES {
            return Err(StepProblem::Attachments);
        }
        let variants = checked_variants(self.variants, self.weight)?;
        let variables = checked_variables(self.variables)?;
        let voicemail = self.voicemail.as_deref();
        let voicemail = voicemail.map(|text| block(text, StepField::Voicemail)).transpose()?;
        Ok(Self { variants, variables, voicemail, ..self })
    }
}

fn checked_variants(variants: Vec<Variant>, weight: u32) -> Result<Vec<Variant>, StepProblem> {
    let weights = variants.iter().map(|variant| variant.weight).chain([weight]);
    let mut keys: Vec<u32> = variants.iter().map(|variant| variant.key).chain([0]).collect();
    keys.sort_unstable();
    keys.dedup();
    let all_differ = keys.len() == variants.len() + 1;
    if keys.len() > MAX_VARIANTS || !all_differ || weights.max() > Some(MAX_WEIGHT) {
        return Err(StepProblem::Variants);
    }
    variants
        .into_iter()
        .map(|variant| {
            Ok(Variant {
                subject: optional_line(&variant.subject, MAX_SUBJECT, StepField::Subject)?,
                body: block(&variant.body, StepField::Body)?,
                ..variant
            })
        })
        .collect()
}

fn checked_variables(variables: Vec<StepVariable>) -> Result<Vec<StepVariable>, StepProblem> {
    let mut names: Vec<&str> = variables.iter().map(|variable| variable.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let all_differ = names.len() == variables.len();
    if variables.len() > MAX_VARIABLES || !all_differ || !names.iter().all(|name| is_name(name)) {
        return Err(StepProblem::Variables);
    }
    variables
        .into_iter()
        .map(|variable| {
            Ok(StepVariable { text: block(&variable.text, StepField::Variable)?, ..variable })
        })
        .collect()
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=MAX_VARIABLE_NAME).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(fits)
        && name != "name"
}
