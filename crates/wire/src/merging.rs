//! Requests and responses about merging two partnerships, or two contacts of one (R24).

use desk_core::event::What;
use desk_core::ids::{ContactId, EventId, PartnershipId};
use desk_core::merging::fields::{MergeChoice, MergeDifference};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum MergeOf {
    /// Two partnerships.
    Partnerships {
        /// The one that stays.
        kept: PartnershipId,
        /// The one that goes into it.
        other: PartnershipId,
    },
    /// Two contacts of one partnership.
    Contacts {
        /// The one that stays.
        kept: ContactId,
        /// The one that goes into it.
        other: ContactId,
    },
}

/// Merges two records, or asks what would come of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergeRequest {
    /// Which ones.
    pub of: MergeOf,
    /// Whose values stay, where the rep has chosen; the others as the differences say.
    pub choices: Vec<MergeChoice>,
}

/// What would come of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MergePreview {
    /// Name of the one that stays.
    pub kept: String,
    /// Name of the other.
    pub other: String,
    /// The fields in which they differ.
    pub differences: Vec<MergeDifference>,
    /// What follows from it, in the order in which it is told.
    pub consequences: Vec<MergeConsequence>,
}

/// Something that follows from a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MergeConsequence {
    /// Two contacts become one.
    ContactsJoin {
        /// Who stays.
        kept: String,
        /// Who goes into them.
        other: String,
        /// The address by which they are the same; none when the rep has said so.
        address: Option<String>,
    },
    /// Contacts belong to the kept partnership from now on.
    ContactsMove {
        /// How many.
        count: u32,
        /// The first of them.
        names: Vec<String>,
    },
    /// Of two enrolments in one cadence this one ends as *moved*.
    EnrolmentEnds {
        /// Whose.
        contact: String,
        /// In which cadence.
        cadence: String,
        /// How many messages are taken back that have not left.
        messages: u32,
        /// Whether the other has been through the cadence already.
        been: bool,
    },
    /// Enrolments go on under the kept one.
    EnrolmentsMove {
        /// How many.
        count: u32,
    },
    /// A contact gets no more e-mail, because one of the two does not want any.
    OptedOut {
        /// Who.
        contact: String,
        /// How many enrolments end.
        ends: u32,
    },
    /// A contact is not called any more, because one of the two does not want it.
    NoCalls {
        /// Who.
        contact: String,
    },
    /// An enrolment stands still, because one of the two does.
    StandsStill {
        /// Whose.
        contact: String,
        /// In which cadence.
        cadence: String,
    },
    /// A contact is in several cadences of which one does not share its people (R14).
    NotShared {
        /// Who.
        contact: String,
        /// Which cadences.
        cadences: Vec<String>,
    },
    /// The other's notes come behind the kept one's.
    NotesUnite,
    /// Entries of the timeline move.
    EntriesMove {
        /// How many.
        count: u32,
    },
}

/// Something was merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Merged {
    /// Its entry in the timeline.
    pub event: EventId,
    /// The partnership that stays, or whose contacts they were.
    pub partnership: PartnershipId,
}

/// Makes two of one again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergeUndo {
    /// The entry that tells of the merge.
    pub event: EventId,
}

/// Why two records cannot be merged now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MergeFault {
    /// They are the same.
    Same,
    /// One of them is in the bin.
    InBin,
    /// The contacts are of different partnerships: these are merged first.
    Apart,
    /// A message to one of them is being handed over.
    Sending,
    /// Of a message to one of them it is not known whether it has left.
    InDoubt,
}

/// What stands against making two of one again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MergeConflict {
    /// It is longer ago than 30 days.
    TooLate,
    /// The kept one was merged again since.
    MergedAgain,
    /// The kept one is in the bin.
    InBin,
    /// A message is being handed over, or may have left.
    OnTheWay,
    /// Addresses or numbers of the contact have gone since.
    ContactChanged,
    /// A message to or from somebody whom it concerns came up since.
    Message,
    /// Something happened since to somebody whom it concerns.
    Happened {
        /// What.
        what: Box<What>,
        /// To whom.
        contact: Option<String>,
    },
}
