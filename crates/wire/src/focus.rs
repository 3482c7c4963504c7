//! Requests and responses of *Focus*: everything that is due, and what comes later this week.

use crate::work::{DueCursor, DueOrder, DueRow};
use desk_core::ids::{CadenceId, ContactId, StepId};
use desk_core::partnership::Tier;
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FocusGroup {
    /// What is past its deadline, or was due before today (R9).
    Overdue,
    /// What else is due.
    Today,
    /// What turns due until the end of the week. Always by due moment.
    Later,
}

/// Asks for the counts and one page of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FocusRequest {
    /// Which group is shown.
    pub group: FocusGroup,
    /// By what it is sorted.
    pub order: DueOrder,
    /// Only of this cadence; none for all.
    pub cadence: Option<CadenceId>,
    /// Only of this step; none for all.
    pub step: Option<StepId>,
    /// The page starts behind this row; none for the first page.
    pub after: Option<DueCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// A count that is exact up to 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct CappedCount {
    /// How many, at most 500.
    pub count: u32,
    /// Whether there are more.
    pub more: bool,
}

/// The counts of all groups and one page of the one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Focus {
    /// How many are overdue.
    pub overdue: CappedCount,
    /// How many else are due.
    pub today: CappedCount,
    /// How many turn due until the end of the week.
    pub later: CappedCount,
    /// When the week ends at the rep's place.
    pub week_ends_at: Timestamp,
    /// The rows.
    pub rows: Vec<FocusRow>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<DueCursor>,
}

/// A touch as *Focus* shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FocusRow {
    /// What every list shows. Its zone tells the local time there.
    pub touch: DueRow,
    /// The contact.
    pub contact: ContactId,
    /// The cadence.
    pub cadence: CadenceId,
    /// How much the partnership matters.
    pub tier: Option<Tier>,
    /// The priority of cadence and step as one number, the first first.
    pub priority: u32,
    /// When calls may begin at the contact's place; none for what is no call, and when they may be
    /// made now.
    pub opens_at: Option<Timestamp>,
}
