//! Requests and responses about coming back: late mail, and a workspace that was restored or copied.

use desk_core::time::Timestamp;
use desk_core::waking::Return;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Messages that are more than a day late for want of the program or its mailbox (R11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct LateMail {
    /// How many.
    pub count: u32,
    /// When the first of them was to leave; none when there is none.
    pub oldest: Option<Timestamp>,
}

/// What is done with messages that are late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LateAnswer {
    /// They leave at the pace that was set, inside their hours.
    Send,
    /// Their steps are passed over.
    Skip,
}

/// Settles the messages that are late, all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LateSettle {
    /// How.
    pub answer: LateAnswer,
}

/// Whether the workspace was restored or copied and waits for the rep (R34).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct WorkspaceReturned {
    /// What the rep is asked; none when nothing is.
    pub question: Option<ReturnQuestion>,
}

/// What is known of a workspace that has come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ReturnQuestion {
    /// How it came back.
    pub how: Return,
    /// The last moment that it knows of.
    pub file_at: Timestamp,
    /// Whether there is a folder of sent mail that could tell what left since.
    pub has_mailbox: bool,
    /// Whether it was read.
    pub sent_mail_read: bool,
    /// Messages that it held which the workspace did not know to have left.
    pub found: u32,
    /// Messages of which nobody knows whether they left.
    pub in_doubt: u32,
}

/// Lets everything go on in a workspace that has come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceGoOn {
    /// Also when the folder of sent mail could not be read.
    pub without_sent_mail: bool,
}
