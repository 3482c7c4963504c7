//! Requests and responses about files that go with an e-mail. None carries a path: the dialog is the
//! program's, and what it gives is named by a handle that works once.

use desk_core::attachment::{Attachment, FileName};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Files that the rep has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChosenFiles {
    /// In the order of the dialog; none when it was closed without choosing.
    pub files: Vec<ChosenFile>,
}

/// A file that the rep has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChosenFile {
    /// Names it, once.
    pub handle: String,
    /// What it is called.
    pub name: FileName,
}

/// Takes a chosen file into the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FileAttach {
    /// Its handle, which is used up by this.
    pub handle: String,
}

/// A file that is kept in the workspace and can be named in a draft or a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FileAttached {
    /// The file.
    pub attachment: Attachment,
}

/// What the recipient of an e-mail would read, if it were sent as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EmailPreview {
    /// Its subject.
    pub subject: String,
    /// Its text, with what stands under it.
    pub text: String,
    /// The same as an HTML document, in which everything that is no markup of ours is escaped.
    pub html: String,
    /// How large the whole message is, in bytes.
    pub size: u64,
    /// The largest message that the account's server takes, in bytes; none while that is not known.
    pub limit: Option<u64>,
}

/// Why a file is not taken into the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FileFault {
    /// It is empty.
    Empty,
    /// It is larger than any message may be.
    TooLarge {
        /// In bytes: what a file may have.
        max: u32,
    },
    /// It cannot be read, or the copy cannot be written.
    Unreadable {
        /// What the operating system said.
        detail: String,
    },
}
