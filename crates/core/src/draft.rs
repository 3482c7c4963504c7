//! What the rep writes while working a touch, before it is sent or logged.

use crate::attachment::Attachment;
use crate::touch::{Disposition, Sentiment};

/// Longest notes of a call or a task, in characters.
pub const MAX_NOTES: usize = 50_000;

/// An e-mail as the rep edits it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct EmailDraft {
    /// One of the contact's addresses; empty when there is none.
    pub to: String,
    /// Addresses that get a copy, separated by commas; may be empty.
    pub cc: String,
    /// Addresses that get a copy unseen, separated by commas; may be empty.
    pub bcc: String,
    /// One line.
    pub subject: String,
    /// The text; a blank line separates paragraphs.
    pub body: String,
    /// Files that go with it; up to [`crate::attachment::MAX_FILES`].
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    #[cfg_attr(feature = "wire", ts(as = "Option<Vec<Attachment>>", optional))]
    pub attachments: Vec<Attachment>,
}

/// What is noted about a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CallLog {
    /// What was said; 0 to 50,000 characters.
    pub notes: String,
    /// What came of it.
    pub disposition: Option<Disposition>,
    /// How it went.
    pub sentiment: Option<Sentiment>,
    /// Which number was called, as it is written in the record; empty for the first one.
    #[cfg_attr(feature = "serde", serde(default))]
    pub number: String,
}

/// What the rep wrote for a touch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case"))]
pub enum Draft {
    /// An e-mail.
    Email(EmailDraft),
    /// Notes of a call.
    Call(CallLog),
    /// Notes of a task.
    Task {
        /// What was noted.
        notes: String,
    },
}
