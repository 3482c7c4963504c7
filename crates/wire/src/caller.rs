//! Requests and responses about the numbers that the rep calls from (R39).

use crate::error::Fault;
use desk_core::caller::{CallerNumber, CallerProblem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The numbers that the rep calls from, in the rep's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CallerNumbers {
    /// The numbers.
    pub numbers: Vec<CallerNumber>,
}

/// Keeps another list of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallerNumbersSave {
    /// All of them; up to [`desk_core::caller::MAX_NUMBERS`].
    pub numbers: Vec<CallerNumber>,
}

/// Why a list of numbers is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CallerFault {
    /// There are too many.
    TooMany {
        /// How many there may be.
        max: u32,
    },
    /// A number that cannot be called from.
    Number {
        /// Which one, from 0.
        entry: u32,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A label that cannot be kept.
    Label {
        /// Which one, from 0.
        entry: u32,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A number that is left out although steps call from it.
    Used {
        /// The number.
        number: String,
        /// Names of the cadences of these steps.
        cadences: Vec<String>,
    },
}

impl From<CallerProblem> for CallerFault {
    fn from(problem: CallerProblem) -> Self {
        let at = |entry: usize| u32::try_from(entry).unwrap_or(u32::MAX);
        match problem {
            CallerProblem::TooMany => Self::TooMany { max: at(desk_core::caller::MAX_NUMBERS) },
            CallerProblem::Number { entry, .. } => {
                Self::Number { entry: at(entry), fault: Fault::NotANumber }
            }
            CallerProblem::Label { entry, problem } => {
                Self::Label { entry: at(entry), fault: problem.into() }
            }
            CallerProblem::Twice { entry } => {
                Self::Number { entry: at(entry), fault: Fault::Taken }
            }
        }
    }
}
