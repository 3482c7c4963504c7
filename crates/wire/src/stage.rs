//! Requests and responses about the list of stages, personas, and whom cadences are meant for.

use crate::cadence::CadenceSummary;
use crate::focus::CappedCount;
use desk_core::ids::PartnershipId;
use desk_core::partnership::Stage;
use desk_core::stage::ContactChoice;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The stages in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StageList {
    /// The stages.
    pub stages: Vec<StageEntry>,
}

/// A stage of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StageEntry {
    /// Which one, for good.
    pub stage: Stage,
    /// What it is called.
    pub name: String,
    /// Whether it cannot be removed: the program moves partnerships to it or from it, or offers to.
    pub fixed: bool,
    /// How many partnerships are at it, without those in the bin.
    pub partnerships: CappedCount,
}

/// Adds a stage at the end of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StageAdd {
    /// 1 to 40 characters after trimming; no other stage has it.
    pub name: String,
}

/// Gives a stage another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StageRename {
    /// Which one.
    pub stage: Stage,
    /// 1 to 40 characters after trimming; no other stage has it.
    pub name: String,
}

/// Puts the list into another order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StageOrder {
    /// Every stage once.
    pub stages: Vec<Stage>,
}

/// Removes a stage. Refused while the condition of a cadence looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StageRemove {
    /// Which one.
    pub stage: Stage,
    /// Where its partnerships go.
    pub move_to: Stage,
}

/// Moves a partnership to another stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PartnershipStage {
    /// Which partnership.
    pub id: PartnershipId,
    /// To which stage.
    pub stage: Stage,
}

/// Personas that contacts have, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Personas {
    /// Up to 200 of them, each once whatever its case.
    pub personas: Vec<String>,
}

/// Asks for active cadences to choose from for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadencePicksRequest {
    /// Only names that contain this text, whatever its case; empty for all.
    pub search: String,
    /// What kind of contact it is for; may be empty.
    pub persona: String,
    /// At which stage their partnership is; none when there are several.
    pub stage: Option<Stage>,
    /// Most of them, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// Active cadences, those that are meant for such people first, then by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CadencePicks {
    /// The cadences.
    pub rows: Vec<CadencePick>,
}

/// A cadence to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CadencePick {
    /// The cadence.
    pub cadence: CadenceSummary,
    /// Whether it is meant for the persona or the stage.
    pub fits: bool,
}

/// Contacts of partnerships, by a choice that is the same for all of them (R25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ContactsOf {
    /// Which partnerships; at most 10,000.
    pub partnerships: Vec<PartnershipId>,
    /// Which of their contacts.
    pub choice: ContactChoice,
}

/// A partnership that has no contact of the kind that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WithoutContact {
    /// Which one.
    pub partnership: PartnershipId,
    /// Its name.
    pub name: String,
}
