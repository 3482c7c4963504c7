//! Requests and responses about partnerships, their contacts and their timeline.

use crate::custom::CustomValue;
use crate::enrolment::{EnrolmentCard, NextTouch};
use crate::focus::CappedCount;
use desk_core::event::{Actor, What};
use desk_core::ids::{ContactId, EventId, PartnershipId};
use desk_core::partnership::{ContactFields, PartnershipFields, Stage, Tier};
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The last row of a page: the next page starts behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PartnershipCursor {
    /// The row's name in the form by which the list is sorted.
    pub name_key: String,
    /// The row's id.
    pub id: PartnershipId,
    /// Its tier, its stage, when it changed or when it is due next, in a list that is sorted by that;
    /// none by name, and for a row that nothing is planned for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rank: Option<i64>,
}

/// By what partnerships are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartnershipOrder {
    /// By name.
    #[default]
    Name,
    /// By tier, those without one last, then by name.
    Tier,
    /// By stage, in the order of the list of stages, then by name.
    Stage,
    /// What changed last first.
    Updated,
    /// What is due next first, those that nothing is planned for last.
    NextDue,
}

/// Which tier a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TierFilter {
    /// The first.
    One,
    /// The second.
    Two,
    /// The third.
    Three,
    /// None.
    None,
}

/// Asks for one page of partnerships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PartnershipListRequest {
    /// Only those whose name, or a contact's name or address, begins a word with this text; empty
    /// for all.
    pub search: String,
    /// By what they are sorted; none by name.
    #[serde(default)]
    #[ts(optional)]
    pub order: Option<PartnershipOrder>,
    /// Only at this stage; none for all.
    #[serde(default)]
    #[ts(optional)]
    pub stage: Option<Stage>,
    /// Only of this tier; none for all.
    #[serde(default)]
    #[ts(optional)]
    pub tier: Option<TierFilter>,
    /// The page starts behind this row; none for the first page.
    pub after: Option<PartnershipCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// One page of partnerships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PartnershipPage {
    /// The rows.
    pub rows: Vec<PartnershipRow>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<PartnershipCursor>,
    /// How many there are, whatever the search.
    pub total: u32,
    /// How many the filters show, whatever the search; none when there is no filter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub matching: Option<CappedCount>,
}

/// A partnership as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PartnershipRow {
    /// Its id.
    pub id: PartnershipId,
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub stage: Stage,
    /// How much it matters.
    pub tier: Option<Tier>,
    /// Name of its primary contact; none when it has no contact.
    pub contact: Option<String>,
    /// How many contacts it has.
    pub contacts: u32,
    /// Its earliest open touch.
    pub next: Option<NextTouch>,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
}

/// Makes a partnership, with its first contact if one is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PartnershipCreate {
    /// What is known about it.
    pub fields: PartnershipFields,
    /// Its first contact.
    pub contact: Option<ContactFields>,
}

/// Sets what is known about a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PartnershipUpdate {
    /// Which one.
    pub id: PartnershipId,
    /// What is known about it.
    pub fields: PartnershipFields,
}

/// Names one partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PartnershipRef {
    /// Its id.
    pub id: PartnershipId,
}

/// Saves the notes of a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NotesSave {
    /// Which partnership.
    pub id: PartnershipId,
    /// 0 to 50,000 characters.
    pub notes: String,
}

/// Something was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Saved {
    /// When.
    pub at: Timestamp,
}

/// A partnership with everything that its screen shows, except the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PartnershipDetail {
    /// Its id.
    pub id: PartnershipId,
    /// What is known about it.
    pub fields: PartnershipFields,
    /// The zone that counts: its own, else the rep's.
    pub zone: String,
    /// The rep's notes.
    pub notes: String,
    /// Its contacts, the primary one first.
    pub contacts: Vec<ContactDetail>,
    /// Enrolments of its contacts: those that go on first, then the latest.
    pub enrolments: Vec<EnrolmentCard>,
    /// Values of custom fields, its own and its contacts'.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<CustomValue>>", optional)]
    pub custom: Vec<CustomValue>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was deleted; none while it is not in the bin.
    pub deleted_at: Option<Timestamp>,
}

/// A contact of a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ContactDetail {
    /// Its id.
    pub id: ContactId,
    /// What is known about it.
    pub fields: ContactFields,
    /// First and last name as one.
    pub name: String,
    /// The zone that counts: its own, else the partnership's, else the rep's.
    pub zone: String,
    /// Whether it is the primary one.
    pub primary: bool,
    /// Whether it must not get e-mail any more.
    pub opted_out: bool,
    /// Those of its addresses that do not exist any more.
    pub dead: Vec<String>,
}

/// Adds a contact to a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ContactCreate {
    /// To which.
    pub partnership: PartnershipId,
    /// What is known about it.
    pub fields: ContactFields,
}

/// Sets what is known about a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ContactUpdate {
    /// Which one.
    pub id: ContactId,
    /// What is known about it.
    pub fields: ContactFields,
}

/// Asks what the name of an address tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddressLook {
    /// The address as it is typed.
    pub address: String,
}

/// What the name of an address tells, unless the rep knows better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct AddressLooks {
    /// Whether several people read what comes there (R25).
    pub shared: bool,
}

/// Names one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ContactRef {
    /// Its id.
    pub id: ContactId,
}

/// The last entry of a page of the timeline: the next page starts behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TimelineCursor {
    /// When it happened.
    pub at: Timestamp,
    /// The entry's id.
    pub id: EventId,
}

/// Asks for one page of a partnership's timeline, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TimelineRequest {
    /// Whose.
    pub id: PartnershipId,
    /// The page starts behind this entry; none for the first page.
    pub after: Option<TimelineCursor>,
    /// Entries in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// One page of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TimelinePage {
    /// The entries, the latest first.
    pub entries: Vec<TimelineEntry>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<TimelineCursor>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TimelineEntry {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub what: What,
    /// Name of the contact that it is about.
    pub contact: Option<String>,
    /// Name of the cadence that it is about.
    pub cadence: Option<String>,
    /// Position from 0 and name of the step that it is about; the name is empty for a step that is
    /// called by its type.
    pub step: Option<StepName>,
    /// Whether it can be taken back.
    pub undoable: bool,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Which step something is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StepName {
    /// Position in its version, from 0.
    pub position: u32,
    /// Its name; empty for one that is called by its type.
    pub name: String,
}
