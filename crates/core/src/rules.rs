//! The rules of a cadence beside its steps: hours, runs, exits. They belong to a version.

use crate::hours::{HoursProblem, TimeRestriction};
use crate::ids::CadenceId;
use crate::step::{Delay, DelayProblem};

/// Most runs of an enrolment.
pub const MAX_RUNS: u32 = 50;

/// What a cadence is for; decides which figures of the field it is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Category {
    /// People who do not know the rep.
    ColdOutbound,
    /// People who know the rep.
    WarmOutbound,
    /// People who came by themselves.
    Inbound,
    /// People met at an event.
    EventFollowUp,
    /// People who did not come to a meeting.
    NoShow,
    /// People who fell silent.
    ReEngagement,
    /// People who are not ready yet.
    Nurture,
    /// Opportunities that are to move on.
    OpportunityAdvancement,
    /// Calls and nothing else.
    CallsOnly,
    /// Anything else.
    #[default]
    Other,
}

/// What comes before what when both are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Priority {
    /// Before the others.
    High,
    /// As most are.
    #[default]
    Normal,
    /// After the others.
    Low,
}

/// How often a contact goes through the steps (PRODUCT 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Runs {
    /// How often altogether; 1 to [`MAX_RUNS`].
    pub total: u32,
    /// From the end of a run to the base of the next.
    pub pause: Delay,
}

/// What follows the last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum AfterLastRun {
    /// Nothing.
    #[default]
    Idle,
    /// The contact begins in another cadence.
    Move {
        /// In which.
        to: CadenceId,
    },
}

/// What a human reply leads to (R22): never to going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum OnReply {
    /// The enrolment stands still until the rep has decided.
    #[default]
    Pause,
    /// It is over as replied.
    Finish,
}

/// The exit rules that can be switched (PRODUCT 4.5). Opt-out, spam complaint and a hard bounce of the
/// last address always end an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ExitRules {
    /// What a reply of the contact leads to.
    pub reply: OnReply,
    /// Whether a booked meeting ends it as won.
    pub meeting: bool,
    /// Whether it stands still when somebody else of the partnership has replied.
    pub colleague_reply: bool,
    /// Whether it stands still when the rep has written by hand.
    pub wrote_by_hand: bool,
    /// Whether it is held while the contact is away.
    pub out_of_office: bool,
}

/// The rules of a version of a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Rules {
    /// What it is for.
    pub category: Category,
    /// When it may e-mail and call; none for any time.
    pub restriction: Option<TimeRestriction>,
    /// Whether national holidays and the workspace's own free days are closed.
    pub holidays: bool,
    /// How often the steps are gone through.
    pub runs: Runs,
    /// What follows the last run.
    pub after: AfterLastRun,
    /// What ends or stops an enrolment.
    pub exits: ExitRules,
    /// Whether a contact may be in another cadence that allows it too (R14).
    pub shares_contacts: bool,
    /// What comes before what.
    pub priority: Priority,
}

/// Why rules cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesProblem {
    /// The hours of the week.
    #[error("the time restriction: {0}")]
    Hours(#[from] HoursProblem),
    /// The number of runs.
    #[error("a cadence has 1 to {MAX_RUNS} runs")]
    Runs,
    /// The pause between runs.
    #[error("the pause between runs: {0}")]
    RunPause(#[from] DelayProblem),
    /// It moves its people to itself.
    #[error("a cadence cannot move people to itself")]
    MovesToItself,
    /// The holidays of a year within reach are not known.
    #[error("the holidays of {year} are not known")]
    NoHolidays {
        /// The first such year.
        year: i32,
    },
}

impl Default for Runs {
    fn default() -> Self {
        Self { total: 1, pause: Delay::NONE }
    }
}

impl Default for ExitRules {
    fn default() -> Self {
        Self {
            reply: OnReply::Pause,
            meeting: true,
            colleague_reply: true,
            wrote_by_hand: true,
            out_of_office: true,
        }
    }
}

impl Default for Rules {
    /// Of a new, empty cadence: any time, one run.
    fn default() -> Self {
        Self {
            category: Category::default(),
            restriction: None,
            holidays: false,
            runs: Runs::default(),
            after: AfterLastRun::default(),
            exits: ExitRules::default(),
            shares_contacts: false,
            priority: Priority::default(),
        }
    }
}

impl Rules {
    /// The rules as they are stored, saved for the cadence `own` in the civil year `year`.
    ///
    /// # Errors
    /// [`RulesProblem`] says what cannot be stored.
    pub fn checked(self, own: CadenceId, year: i32) -> Result<Self, RulesProblem> {
        if !(1..=MAX_RUNS).contains(&self.runs.total) {
            return Err(RulesProblem::Runs);
        }
        self.runs.pause.check()?;
        if (self.after == AfterLastRun::Move { to: own }) {
            return Err(RulesProblem::MovesToItself);
        }
        // A step lies at most a year after the one before.
        let unknown = (year..=year.saturating_add(1)).find(|&year| !crate::holidays::covers(year));
        if let (true, Some(year)) = (self.holidays, unknown) {
            return Err(RulesProblem::NoHolidays { year });
        }
        let restriction = match self.restriction {
            Some(restriction) => Some(TimeRestriction {
                hours: restriction.hours.checked()?,
                zone: restriction.zone,
            }),
            None => None,
        };
        Ok(Self { restriction, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hours::{HoursZone, WeeklyHours};
    use crate::step::DelayUnit;

    const OWN: CadenceId = CadenceId(1);

    #[test]
    fn hours_that_never_open_are_refused_when_saving() {
        let hours = WeeklyHours { days: Default::default() };
        let restriction = Some(TimeRestriction { zone: HoursZone::Contact, hours });
        let refused = Rules { restriction, ..Rules::default() }.checked(OWN, 2026);
        assert!(matches!(refused, Err(RulesProblem::Hours(_))), "{refused:?}");
    }

    #[test]
    fn runs_pauses_and_moves_have_bounds() {
        let runs = |total| Rules { runs: Runs { total, ..Runs::default() }, ..Rules::default() };
        assert_eq!(runs(0).checked(OWN, 2026), Err(RulesProblem::Runs));
        assert_eq!(runs(51).checked(OWN, 2026), Err(RulesProblem::Runs));
        let pause = Delay { amount: 1_000_000_000_000, unit: DelayUnit::Days };
        let long = Rules { runs: Runs { total: 2, pause }, ..Rules::default() };
        assert!(matches!(long.checked(OWN, 2026), Err(RulesProblem::RunPause(_))));
        let circle = Rules { after: AfterLastRun::Move { to: OWN }, ..Rules::default() };
        assert_eq!(circle.checked(OWN, 2026), Err(RulesProblem::MovesToItself));
    }

    #[test]
    fn holidays_of_a_year_that_is_not_in_the_table_are_refused_when_saving() {
        let with = Rules { holidays: true, ..Rules::default() };
        assert!(with.clone().checked(OWN, 2026).is_ok());
        let last = crate::holidays::LAST_YEAR;
        assert_eq!(with.checked(OWN, last), Err(RulesProblem::NoHolidays { year: last + 1 }));
        assert!(Rules::default().checked(OWN, last).is_ok());
    }
}
