//! Requests and responses about mail that arrives.

use crate::focus::CappedCount;
use desk_core::enrolment::EnrolmentState;
use desk_core::ids::{AccountId, CadenceId, IncomingId, PartnershipId};
use desk_core::incoming::{FolderRole, Mark, Tone, Verdict};
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which messages a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReplyFilter {
    /// What waits for the rep: what people wrote and what only the rep can tell, until it is settled.
    Open,
    /// What people wrote.
    Answers,
    /// What only the rep can tell (R19).
    Review,
    /// Everything that concerns somebody.
    All,
}

/// The last row of a page: the next page starts behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyCursor {
    /// When it arrived.
    pub at: Timestamp,
    /// The row's id.
    pub id: IncomingId,
}

/// Asks for one page of mail that has arrived, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyListRequest {
    /// Which ones.
    pub filter: ReplyFilter,
    /// The page starts behind this row; none for the first page.
    pub after: Option<ReplyCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// One page of mail that has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyPage {
    /// The rows.
    pub rows: Vec<ReplyRow>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<ReplyCursor>,
    /// How many wait for the rep.
    pub open: CappedCount,
    /// How many people wrote.
    pub answers: CappedCount,
    /// How many only the rep can tell.
    pub review: CappedCount,
    /// How many there are.
    pub all: CappedCount,
}

/// A message as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyRow {
    /// Its id.
    pub id: IncomingId,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The sender's address; may be empty.
    pub sender: String,
    /// Its subject.
    pub subject: String,
    /// What it is (R51).
    pub verdict: Verdict,
    /// Which rule decided, such as `auto_header`.
    pub code: String,
    /// What the rule saw, such as `Auto-Submitted: auto-replied`; may be empty.
    pub seen: String,
    /// The first 300 characters of what was newly written; empty where nobody wrote.
    pub beginning: String,
    /// Whose; none when it is known only to somebody in the bin.
    pub partnership: Option<PartnershipId>,
    /// The partnership's name.
    pub partnership_name: Option<String>,
    /// The contact's name; none when no contact is known for it.
    pub contact_name: Option<String>,
    /// What the cadence is doing now; none when it belongs to no single enrolment.
    pub cadence: Option<ReplyCadence>,
    /// When the rep was done with it.
    pub settled_at: Option<Timestamp>,
    /// What came of it.
    pub mark: Option<Mark>,
    /// How it sounds.
    pub tone: Option<Tone>,
}

/// What became of the enrolment that a message belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyCadence {
    /// Its cadence.
    pub id: CadenceId,
    /// The cadence's name.
    pub name: String,
    /// What the enrolment is doing now.
    pub state: EnrolmentState,
    /// Whether it stands still because the cadence is not active.
    pub frozen: bool,
}

/// The mailboxes as they are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Mailbox {
    /// The folders that are read, by account, where mail arrives first; none before the first look.
    pub folders: Vec<MailboxFolder>,
}

/// A folder that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MailboxFolder {
    /// Whose.
    pub account: AccountId,
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub role: FolderRole,
    /// When the latest check began that read everything there was; none before the first.
    pub read_at: Option<Timestamp>,
    /// Checks in a row that failed since.
    pub failures: u32,
    /// What the last of them said; empty when it did not fail.
    pub problem: String,
    /// Messages of which nothing could be read and at which the rep has not looked.
    pub unread: u32,
    /// When the first of them was passed over; none when there is none.
    pub unread_since: Option<Timestamp>,
}

/// The rep has looked at a folder that is not read as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MailboxDismiss {
    /// The folder's id.
    pub id: i64,
}
