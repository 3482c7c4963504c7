//! Where a call leads by what came of it (PRODUCT 2.5, R36, R37).

use crate::condition::EndAs;
use crate::ids::{CadenceId, StepId};
use crate::touch::Disposition;

/// Longest wait before a call is tried again, in minutes: 30 days.
pub const MAX_RETRY_MINUTES: u32 = 30 * 24 * 60;

/// Most tries again by one disposition.
pub const MAX_RETRIES: u32 = 20;

/// Longest rest that a disposition may lead to, in days.
pub const MAX_REST_DAYS: u32 = 365;

/// Where a disposition leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum Lead {
    /// The step is tried again; once it was tried so often, the next step follows.
    Retry {
        /// After how many minutes; 1 to [`MAX_RETRY_MINUTES`].
        minutes: u32,
        /// How often at most; 1 to [`MAX_RETRIES`].
        times: u32,
    },
    /// The next step follows.
    Next,
    /// It goes on at another step, which may lie before.
    Jump {
        /// Which one.
        to: StepId,
    },
    /// The next step follows, and nothing is due before so many days are over.
    Rest {
        /// How many; 1 to [`MAX_REST_DAYS`].
        days: u32,
    },
    /// It stands still until the rep has decided.
    Ask,
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
    /// The number that was dialled is marked as bad; the next step follows.
    BadNumber,
    /// All numbers are suppressed for calls and text messages; the next step follows.
    NoCalls,
}

/// A line of the table of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Route {
    /// What came of the call.
    pub disposition: Disposition,
    /// Where it leads.
    pub leads_to: Lead,
}

/// Why a table cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RoutingProblem {
    /// A disposition has two lines.
    #[error("{0:?} has two lines")]
    Twice(Disposition),
    /// A number outside its bounds.
    #[error("{disposition:?}: a number is outside 1 to {max}")]
    Bounds {
        /// In whose line.
        disposition: Disposition,
        /// The largest that is allowed.
        max: u32,
    },
    /// A line leads to a step that there is not.
    #[error("there is no step {0:?}")]
    NoSuchStep(StepId),
    /// Do not call always suppresses the numbers (R22, R37).
    #[error("do not call cannot lead elsewhere")]
    Fixed,
}

/// Where a disposition leads without a line of its own (R37).
#[must_use]
pub const fn built_in(disposition: Disposition) -> Lead {
    match disposition {
        Disposition::Busy => Lead::Retry { minutes: 240, times: 2 },
        Disposition::WrongNumber => Lead::BadNumber,
        Disposition::DoNotCall => Lead::NoCalls,
        Disposition::NotInterested => Lead::Ask,
        Disposition::MeetingBooked => Lead::Finish { end: EndAs::Won },
        Disposition::Connected
        | Disposition::NoAnswer
        | Disposition::LeftVoicemail
        | Disposition::Gatekeeper => Lead::Next,
    }
}

/// Where a disposition leads by a step's table.
#[must_use]
pub fn lead(table: &[Route], disposition: Disposition) -> Lead {
    table
        .iter()
        .find(|route| route.disposition == disposition)
        .map_or_else(|| built_in(disposition), |route| route.leads_to)
}

/// Lets a table lead to other steps.
pub(crate) fn map_steps(table: &mut [Route], of: &impl Fn(StepId) -> StepId) {
    for route in table {
        if let Lead::Jump { to } = &mut route.leads_to {
            *to = of(*to);
        }
    }
}

/// Whether a table can be saved in a cadence with these steps.
///
/// # Errors
/// [`RoutingProblem`] says why not.
pub fn check(table: &[Route], exists: &impl Fn(StepId) -> bool) -> Result<(), RoutingProblem> {
    for (index, Route { disposition, leads_to }) in table.iter().enumerate() {
        if table.iter().skip(index + 1).any(|other| other.disposition == *disposition) {
            return Err(RoutingProblem::Twice(*disposition));
        }
        if *disposition == Disposition::DoNotCall && *leads_to != Lead::NoCalls {
            return Err(RoutingProblem::Fixed);
        }
        let within = |number: u32, max: u32| {
            let problem = RoutingProblem::Bounds { disposition: *disposition, max };
            if (1..=max).contains(&number) { Ok(()) } else { Err(problem) }
        };
        match *leads_to {
            Lead::Retry { minutes, times } => {
                within(minutes, MAX_RETRY_MINUTES)?;
                within(times, MAX_RETRIES)?;
            }
            Lead::Rest { days } => within(days, MAX_REST_DAYS)?,
            Lead::Jump { to } if !exists(to) => return Err(RoutingProblem::NoSuchStep(to)),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r37_busy_is_tried_again_in_four_hours_twice() {
        assert_eq!(lead(&[], Disposition::Busy), Lead::Retry { minutes: 240, times: 2 });
        let own = Route { disposition: Disposition::Busy, leads_to: Lead::Next };
        assert_eq!(lead(&[own], Disposition::Busy), Lead::Next);
    }

    #[test]
    fn a_table_that_makes_no_sense_is_refused_when_saving() {
        let exists = |step: StepId| step == StepId(1);
        let line = |disposition, leads_to| Route { disposition, leads_to };
        let busy = line(Disposition::Busy, Lead::Next);
        for (table, problem) in [
            (vec![busy, busy], RoutingProblem::Twice(Disposition::Busy)),
            (
                vec![line(Disposition::Busy, Lead::Retry { minutes: 0, times: 1 })],
                RoutingProblem::Bounds { disposition: Disposition::Busy, max: MAX_RETRY_MINUTES },
            ),
            (
                vec![line(Disposition::NoAnswer, Lead::Jump { to: StepId(7) })],
                RoutingProblem::NoSuchStep(StepId(7)),
            ),
            (vec![line(Disposition::DoNotCall, Lead::Next)], RoutingProblem::Fixed),
        ] {
            assert_eq!(check(&table, &exists), Err(problem));
        }
        assert_eq!(check(&[busy], &exists), Ok(()));
    }
}
