//! Requests and responses about cadences.

use desk_core::cadence::CadenceStatus;
use desk_core::ids::{CadenceId, StepId};
use desk_core::rules::Rules;
use desk_core::stage::MeantFor;
use desk_core::step::{Delay, Step, StepContent, StepRules};
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which cadences a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CadenceFilter {
    /// Every cadence that is not archived.
    All,
    /// Active ones only.
    Active,
    /// Drafts only.
    Draft,
    /// Archived ones only.
    Archived,
}

/// The last row of a page: the next page starts behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceCursor {
    /// The row's name in the form by which the list is sorted.
    pub name_key: String,
    /// The row's id.
    pub id: CadenceId,
}

/// Asks for one page of cadences, sorted by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceListRequest {
    /// Which ones.
    pub filter: CadenceFilter,
    /// Only names that contain this text, whatever its case; empty for all.
    pub search: String,
    /// The page starts behind this row; none for the first page.
    pub after: Option<CadenceCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// How many cadences each filter holds, whatever the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct CadenceCounts {
    /// Cadences that are not archived.
    pub all: u32,
    /// Active ones.
    pub active: u32,
    /// Drafts.
    pub draft: u32,
    /// Archived ones.
    pub archived: u32,
}

/// One page of cadences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CadencePage {
    /// The rows, by name.
    pub rows: Vec<CadenceSummary>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<CadenceCursor>,
    /// Counts of all filters.
    pub counts: CadenceCounts,
}

/// A cadence as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CadenceSummary {
    /// Its id.
    pub id: CadenceId,
    /// Its name, unique among the cadences that are not archived.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Where it is in its life.
    pub status: CadenceStatus,
    /// For whom it is meant.
    pub meant_for: MeantFor,
    /// How many steps it has.
    pub steps: u32,
    /// How many people work through it: enrolments that are not finished.
    pub people: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
}

/// Makes a draft with this name and description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceCreate {
    /// 1 to 120 characters after trimming.
    pub name: String,
    /// 0 to 2,000 characters after trimming.
    pub description: String,
    /// For whom it is meant; none for everybody.
    #[serde(default)]
    #[ts(optional)]
    pub meant_for: Option<MeantFor>,
}

/// Sets name and description of a cadence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceUpdate {
    /// Which one.
    pub id: CadenceId,
    /// 1 to 120 characters after trimming.
    pub name: String,
    /// 0 to 2,000 characters after trimming.
    pub description: String,
    /// For whom it is meant; none to leave that as it is.
    #[serde(default)]
    #[ts(optional)]
    pub meant_for: Option<MeantFor>,
}

/// Names one cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceRef {
    /// Its id.
    pub id: CadenceId,
}

/// Puts a cadence into the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceArchive {
    /// Its id.
    pub id: CadenceId,
    /// Whether whoever is in it is taken out (R16); without it a cadence with people in it is refused.
    #[serde(default)]
    pub finish: bool,
}

/// A cadence with everything that its editor shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CadenceDetail {
    /// Name, description, status and dates.
    pub summary: CadenceSummary,
    /// What success looks like; may be empty.
    pub goal: String,
    /// Counts the saves. A save names the one that it is based on.
    pub revision: u32,
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// The rules beside them.
    pub rules: Rules,
}

/// Saves goal, steps and rules as a whole. An incomplete draft is saved as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceSave {
    /// Which one.
    pub id: CadenceId,
    /// The revision that was edited; another one was saved meanwhile if it is not the latest.
    pub revision: u32,
    /// 0 to 500 characters after trimming.
    pub goal: String,
    /// The steps in their order, up to 100.
    pub steps: Vec<StepSave>,
    /// The rules beside them.
    pub rules: Rules,
    /// Whether the people in the cadence are moved to what is saved; they stay on what they work
    /// through otherwise (PRODUCT 2.7).
    pub move_people: bool,
}

/// A step to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StepSave {
    /// Which one; none for a new step, which gets its id by this save.
    pub id: Option<StepId>,
    /// What it is called; empty to be called by its type.
    pub name: String,
    /// How long after the step before.
    pub delay: Delay,
    /// What is done.
    pub content: StepContent,
    /// What it says beside.
    pub rules: StepRules,
}
