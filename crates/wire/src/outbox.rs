//! Requests and responses about mail on its way.

use desk_core::ids::{IncomingId, OutboxId, PartnershipId, TouchId};
use desk_core::outbox::{HoldReason, OutboxState};
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which messages a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxFilter {
    /// Those that have not left: queued, held, failed, in doubt.
    Waiting,
    /// Those that have left.
    Sent,
}

/// The last row of a page: the next page starts behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OutboxCursor {
    /// The row's moment.
    pub at: Timestamp,
    /// The row's id.
    pub id: OutboxId,
}

/// Asks for one page of the outbox: waiting ones by the moment they leave, sent ones the latest
/// first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OutboxListRequest {
    /// Which ones.
    pub filter: OutboxFilter,
    /// The page starts behind this row; none for the first page.
    pub after: Option<OutboxCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// One page of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OutboxPage {
    /// The rows.
    pub rows: Vec<OutboxRow>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<OutboxCursor>,
    /// How many wait.
    pub waiting: u32,
    /// How many have left.
    pub sent: u32,
}

/// A message as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OutboxRow {
    /// Its id.
    pub id: OutboxId,
    /// The touch that it belongs to, while that is open.
    pub touch: Option<TouchId>,
    /// The message that arrived to which it is the rep's answer.
    pub reply: Option<IncomingId>,
    /// Whose.
    pub partnership: PartnershipId,
    /// The partnership's name.
    pub partnership_name: String,
    /// The contact's name.
    pub contact_name: String,
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// Where it is.
    pub state: OutboxState,
    /// What became of its copy in the folder of sent mail; none where no copy is wanted, and while it has not
    /// left.
    pub copy: Option<SentCopy>,
}

/// What became of the copy of a message that has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "copy", rename_all = "snake_case")]
pub enum SentCopy {
    /// It is looked for, and filed where the provider does not do that.
    Wanted,
    /// It lies there.
    Found,
    /// The program has filed it.
    Filed,
    /// It was looked for often enough.
    Absent,
    /// It cannot be filed.
    Failed {
        /// What went wrong.
        problem: String,
    },
}

/// Names one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OutboxRef {
    /// Its id.
    pub id: OutboxId,
}

/// What the rep knows of a message in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoubtAnswer {
    /// It has arrived; it counts as sent.
    Sent,
    /// It has not; it is sent again with the same Message-ID.
    SendAgain,
}

/// Settles a message in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OutboxSettle {
    /// Which one.
    pub id: OutboxId,
    /// What the rep knows.
    pub answer: DoubtAnswer,
}

/// What the program is doing, for the status line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Activity {
    /// Due touches.
    pub due: u32,
    /// When the next touch turns due.
    pub next_due_at: Option<Timestamp>,
    /// Messages that leave by themselves.
    pub waiting: u32,
    /// When the next of them leaves.
    pub next_send_at: Option<Timestamp>,
    /// Messages that wait for something to be put right, and for what.
    pub held: Vec<HeldCount>,
    /// Messages that were refused for good.
    pub failed: u32,
    /// Messages of which nobody knows whether they left.
    pub in_doubt: u32,
    /// Whether the desktop shows notifications. None until one was tried.
    pub notifications: Option<bool>,
}

/// How many messages wait for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct HeldCount {
    /// For what.
    pub reason: HoldReason,
    /// How many.
    pub count: u32,
}
