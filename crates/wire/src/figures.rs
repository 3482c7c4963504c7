//! Requests and responses about the figures of cadences (PRODUCT 10.1, R50).

use crate::cadence::CadenceFilter;
use chrono::NaiveDate;
use desk_core::cadence::CadenceStatus;
use desk_core::ids::{CadenceId, StepId};
use desk_core::time::Timestamp;
use desk_core::touch::TouchKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the figures of all cadences of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FiguresRequest {
    /// Which cadences.
    pub filter: CadenceFilter,
    /// The first day that counts, in UTC, as `2026-12-24`; none for all days until then.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub from: Option<NaiveDate>,
    /// The last day that counts; none for all days from then on.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub until: Option<NaiveDate>,
}

/// The dashboard: figures of all cadences of a filter, and of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Figures {
    /// Steps of the active cadences ÷ how many are active.
    pub average_steps: Share,
    /// Over all cadences of the filter.
    pub totals: FigureSet,
    /// Each of them, by name.
    pub rows: Vec<CadenceFigures>,
}

/// Two counts of which one is divided by the other. Nothing divided by nothing is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct Share {
    /// What is divided.
    pub count: u32,
    /// By what it is divided.
    pub of: u32,
}

/// What was counted. People are enrolments: somebody who enters a cadence again is counted again.
/// Days count a person when they came so far for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct FigureSet {
    /// People who entered.
    pub enrolled: u32,
    /// E-mails that left.
    pub mails: u32,
    /// Calls that reached somebody ÷ logged calls.
    pub contact: Share,
    /// Calls logged as a success ÷ calls that reached somebody.
    pub conversion: Share,
    /// Calls to people who were reached, up to the first that reached them ÷ these people.
    pub attempts: Share,
    /// People who replied ÷ people who were written to and did not bounce.
    pub reply: Share,
    /// People from whom a message came back ÷ people who were written to.
    pub bounce: Share,
    /// People who do not want any more ÷ people who were written to and did not bounce.
    pub opt_out: Share,
    /// People with whom a meeting was booked ÷ people who entered.
    pub meeting: Share,
    /// Touches that were done ÷ those that were done, passed over, failed or are overdue.
    pub completion: Share,
    /// Touches that were passed over.
    pub skipped: u32,
    /// Touches whose message was not taken, now.
    pub failed: u32,
    /// Touches that are overdue, now.
    pub overdue: u32,
}

/// A cadence with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CadenceFigures {
    /// Which one.
    pub id: CadenceId,
    /// Its name.
    pub name: String,
    /// Where it is in its life.
    pub status: CadenceStatus,
    /// How many steps it has.
    pub steps: u32,
    /// How many people work through it now.
    pub people: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// What was counted.
    pub figures: FigureSet,
}

/// Asks for the figures of one cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceFiguresRequest {
    /// Which one.
    pub id: CadenceId,
    /// The first day that counts, in UTC, as `2026-12-24`; none for all days until then.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub from: Option<NaiveDate>,
    /// The last day that counts; none for all days from then on.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub until: Option<NaiveDate>,
}

/// One cadence with its figures and those of its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CadenceFiguresDetail {
    /// The cadence, on the days that were asked for.
    pub cadence: CadenceFigures,
    /// Its steps in their order, over all days; behind them those that it has no more.
    pub steps: Vec<StepFigures>,
}

/// What became of the touches of a step, over all days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StepFigures {
    /// Which one.
    pub step: StepId,
    /// Its position in the latest version, from 0; none when that has it no more.
    pub position: Option<u32>,
    /// Its name; empty to be called by its type.
    pub name: String,
    /// What kind of work it is; none for a step that the latest version has no more.
    pub kind: Option<TouchKind>,
    /// Touches that were done.
    pub done: u32,
    /// Touches that were passed over.
    pub skipped: u32,
    /// Touches that are due.
    pub due: u32,
    /// E-mails to which a reply is credited ÷ e-mails that left; none for a step that sends none.
    pub reply: Option<Share>,
}
