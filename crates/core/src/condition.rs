//! Conditions of a step (branching): a closed set of comparisons, kept as data and built by clicking.
//!
//! A step with a condition is done only if the condition holds when the touch becomes due, and again
//! when its e-mail is claimed (R7). What happens otherwise is a [`Branch`] (R48).

use crate::custom::{self, compare};
use crate::ids::{CadenceId, StepId};
use crate::partnership::{Stage, Tier};
use crate::text;
use crate::touch::Disposition;
use std::cmp::Ordering;

/// Most comparisons in a condition.
pub const MAX_TESTS: usize = 20;

/// Longest text that a field is compared with, in characters.
pub const MAX_VALUE: usize = 200;

/// The fields of a contact and its partnership that a condition may look at, by the names that
/// templates use.
pub const FIELDS: [&str; 9] = [
    "contact.first_name",
    "contact.last_name",
    "contact.title",
    "contact.email",
    "contact.linkedin",
    "partnership.name",
    "partnership.website",
    "partnership.industry",
    "partnership.country",
];

/// How many of the comparisons have to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Holds {
    /// Every one.
    All,
    /// At least one.
    Any,
}

/// How a field is compared. Case and accents in other compositions make no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Comparison {
    /// It is the text.
    Is,
    /// It is another text, or empty.
    IsNot,
    /// The text is in it.
    Contains,
    /// It is empty; the text is not looked at.
    IsEmpty,
    /// It is not empty; the text is not looked at.
    IsFilled,
    /// It is a smaller number or an earlier day; of custom fields only.
    Below,
    /// It is a larger number or a later day; of custom fields only.
    Above,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum Test {
    /// Compares a field of [`FIELDS`] or a custom one, as `custom.<key>`.
    Field {
        /// Its name.
        field: String,
        /// How.
        is: Comparison,
        /// With what; 0 to 200 characters.
        value: String,
    },
    /// The partnership's stage.
    Stage {
        /// Which one it has to be.
        is: Stage,
    },
    /// The partnership's tier.
    Tier {
        /// Which one it has to be; none for one without a tier.
        is: Option<Tier>,
    },
    /// Whether the contact has an address that can be written to.
    HasEmail {
        /// Which it has to be.
        is: bool,
    },
    /// Whether the contact has a number that can be called.
    HasPhone {
        /// Which it has to be.
        is: bool,
    },
    /// Whether the contact has answered in this enrolment.
    Replied {
        /// Which it has to be.
        is: bool,
    },
    /// Whether somebody was reached by phone in this enrolment.
    Connected {
        /// Which it has to be.
        is: bool,
    },
    /// Whether the contact has given a buying signal (R52).
    BuyingSignal {
        /// Which it has to be.
        is: bool,
    },
    /// What came last of a call of this run.
    Disposition {
        /// At which step.
        step: StepId,
        /// Which it has to be.
        is: Disposition,
    },
}

/// How a step or a disposition ends an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum EndAs {
    /// The goal is reached.
    Won,
    /// It came to nothing.
    Lost,
    /// Nobody answered.
    NoReply,
}

/// What is done instead of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum Branch {
    /// The step is passed over.
    Skip,
    /// It goes on at another step, which may lie before.
    Jump {
        /// Which one.
        to: StepId,
    },
    /// It stands still until the rep lets it go on.
    Pause,
    /// It is over.
    Finish {
        /// How.
        end: EndAs,
    },
    /// It is over here and begins in another cadence.
    Move {
        /// In which.
        to: CadenceId,
    },
}

/// When a step is done, and what is done otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Condition {
    /// How many of the comparisons have to hold.
    pub holds: Holds,
    /// The comparisons; 1 to [`MAX_TESTS`].
    pub tests: Vec<Test>,
    /// What is done when it does not hold.
    pub otherwise: Branch,
    /// What is done when it holds; none for the step itself.
    pub then: Option<Branch>,
}

/// Why a condition cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionProblem {
    /// It has no comparison or more than [`MAX_TESTS`].
    #[error("a condition has 1 to {MAX_TESTS} comparisons, this one has {count}")]
    Count {
        /// How many it has.
        count: usize,
    },
    /// It looks at a field that there is not.
    #[error("there is no field {field:?}")]
    UnknownField {
        /// Its name.
        field: String,
    },
    /// It compares a field in a way that fields of its kind are not.
    #[error("the field {field:?} is not compared like that")]
    Comparison {
        /// Its name.
        field: String,
    },
    /// It compares a custom field with what is no value of it.
    #[error("that is no value of the field {field:?}")]
    Value {
        /// Its name.
        field: String,
    },
    /// The text to compare with is longer than [`MAX_VALUE`].
    #[error("the text to compare with is longer than {MAX_VALUE} characters")]
    ValueTooLong,
    /// It looks at a stage that is not in the list of the workspace.
    #[error("there is no stage {}", .0.key())]
    NoSuchStage(Stage),
    /// It looks at or leads to a step that there is not.
    #[error("there is no step {0:?}")]
    NoSuchStep(StepId),
}

/// What a condition is held against.
pub trait Subject {
    /// The text of a field of [`FIELDS`] or of a custom one; empty when nothing is known.
    fn field(&self, name: &str) -> String;
    /// The partnership's stage.
    fn stage(&self) -> Stage;
    /// The partnership's tier.
    fn tier(&self) -> Option<Tier>;
    /// Whether the contact can be written to.
    fn has_email(&self) -> bool;
    /// Whether the contact can be called.
    fn has_phone(&self) -> bool;
    /// Whether the contact has answered.
    fn replied(&self) -> bool;
    /// Whether somebody was reached by phone.
    fn connected(&self) -> bool;
    /// Whether the contact has given a buying signal.
    fn buying_signal(&self) -> bool;
    /// What came last of a call of this step in this run.
    fn disposition(&self, step: StepId) -> Option<Disposition>;
}

impl Condition {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, subject: &impl Subject) -> bool {
        match self.holds {
            Holds::All => self.tests.iter().all(|test| test.holds(subject)),
            Holds::Any => self.tests.iter().any(|test| test.holds(subject)),
        }
    }

    /// What is done instead of the step; none when the step is done.
    #[must_use]
    pub fn branch(&self, subject: &impl Subject) -> Option<Branch> {
        if self.holds(subject) { self.then } else { Some(self.otherwise) }
    }

    /// Lets it point at other steps.
    pub(crate) fn map_steps(&mut self, of: &impl Fn(StepId) -> StepId) {
        for test in &mut self.tests {
            if let Test::Disposition { step, .. } = test {
                *step = of(*step);
            }
        }
        for branch in [Some(&mut self.otherwise), self.then.as_mut()].into_iter().flatten() {
            if let Branch::Jump { to } = branch {
                *to = of(*to);
            }
        }
    }

    /// The stages that it looks at.
    pub fn stages(&self) -> impl Iterator<Item = Stage> + '_ {
        self.tests.iter().filter_map(|test| match test {
            Test::Stage { is } => Some(*is),
            _ => None,
        })
    }

    /// Whether it can be saved in a cadence with these steps. Of the stages only the caller knows which there are
    /// ([`Self::stages`]); which custom fields there are is looked at by [`compare::checked`].
    ///
    /// # Errors
    /// [`ConditionProblem`] says why not.
    pub fn check(&self, exists: &impl Fn(StepId) -> bool) -> Result<(), ConditionProblem> {
        if !(1..=MAX_TESTS).contains(&self.tests.len()) {
            return Err(ConditionProblem::Count { count: self.tests.len() });
        }
        for test in &self.tests {
            test.check(exists)?;
        }
        for branch in [Some(self.otherwise), self.then].into_iter().flatten() {
            match branch {
                Branch::Jump { to } if !exists(to) => {
                    return Err(ConditionProblem::NoSuchStep(to));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Test {
    fn holds(&self, subject: &impl Subject) -> bool {
        match self {
            Self::Field { field, is, value } => compared(&subject.field(field), *is, value),
            Self::Stage { is } => subject.stage() == *is,
            Self::Tier { is } => subject.tier() == *is,
            Self::HasEmail { is } => subject.has_email() == *is,
            Self::HasPhone { is } => subject.has_phone() == *is,
            Self::Replied { is } => subject.replied() == *is,
            Self::Connected { is } => subject.connected() == *is,
            Self::BuyingSignal { is } => subject.buying_signal() == *is,
            Self::Disposition { step, is } => subject.disposition(*step) == Some(*is),
        }
    }

    fn check(&self, exists: &impl Fn(StepId) -> bool) -> Result<(), ConditionProblem> {
        match self {
            Self::Field { field, is, value } => check_field(field, *is, value),
            Self::Disposition { step, .. } if !exists(*step) => {
                Err(ConditionProblem::NoSuchStep(*step))
            }
            _ => Ok(()),
        }
    }
}

fn check_field(field: &str, is: Comparison, value: &str) -> Result<(), ConditionProblem> {
    let is_custom = field.strip_prefix(custom::PREFIX).is_some_and(custom::is_key);
    if !is_custom && !FIELDS.contains(&field) {
        return Err(ConditionProblem::UnknownField { field: field.to_owned() });
    }
    if !is_custom && matches!(is, Comparison::Below | Comparison::Above) {
        return Err(ConditionProblem::Comparison { field: field.to_owned() });
    }
    match value.chars().count() > MAX_VALUE {
        true => Err(ConditionProblem::ValueTooLong),
        false => Ok(()),
    }
}

fn compared(found: &str, is: Comparison, value: &str) -> bool {
    let (found, value) = (text::fold(found.trim()), text::fold(value.trim()));
    match is {
        Comparison::Is => found == value,
        Comparison::IsNot => found != value,
        Comparison::Contains => found.contains(&value),
        Comparison::IsEmpty => found.is_empty(),
        Comparison::IsFilled => !found.is_empty(),
        Comparison::Below => compare::order(&found, &value) == Some(Ordering::Less),
        Comparison::Above => compare::order(&found, &value) == Some(Ordering::Greater),
    }
}

#[cfg(test)]
mod tests;
