//! Requests and responses about the suppression list.

use desk_core::ids::{PartnershipId, SuppressionId};
use desk_core::suppression::{Kind, Reason};
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The last row of a page: the next page starts behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuppressionCursor {
    /// Since when the row is there.
    pub at: Timestamp,
    /// The row's id.
    pub id: SuppressionId,
}

/// Asks for one page of what must not be written to or called, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuppressionListRequest {
    /// Shows only entries that hold this; empty for all.
    pub search: String,
    /// The page starts behind this row; none for the first page.
    pub after: Option<SuppressionCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// One page of the suppression list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SuppressionPage {
    /// The rows.
    pub rows: Vec<SuppressionRow>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<SuppressionCursor>,
    /// How many entries there are, whatever is searched for.
    pub count: u32,
}

/// An entry of the suppression list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SuppressionRow {
    /// Its id.
    pub id: SuppressionId,
    /// What it is.
    pub kind: Kind,
    /// The address, domain, pattern or number.
    pub entry: String,
    /// Why it is there.
    pub reason: Reason,
    /// Since when.
    pub at: Timestamp,
    /// The contact whose address it is.
    pub contact_name: Option<String>,
    /// That contact's partnership.
    pub partnership: Option<PartnershipId>,
}

/// Puts something on the suppression list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuppressionAdd {
    /// An address, a domain, a pattern with `*`, or a phone number.
    pub entry: String,
}

/// What was put on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SuppressionAdded {
    /// What it was taken for.
    pub kind: Kind,
    /// As it is kept.
    pub entry: String,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// Names an entry of the suppression list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuppressionRef {
    /// Its id.
    pub id: SuppressionId,
}
