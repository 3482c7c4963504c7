//! Requests and responses about e-mails that the rep sends to themselves, to look at them.

use crate::cadence::StepSave;
use desk_core::ids::PartnershipId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sends the e-mail of a step to the rep as a contact would get it. Nothing of it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StepTest {
    /// The steps as they stand in the editor, in their order.
    pub steps: Vec<StepSave>,
    /// Which of them, from 0.
    pub position: u32,
    /// Its primary contact is the one for whom variables are filled; none for somebody made up.
    pub partnership: Option<PartnershipId>,
}

/// An e-mail was sent to the rep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TestSent {
    /// The account's address, to which it went; none for practice mail, which lies in its folder.
    pub to: Option<String>,
}
