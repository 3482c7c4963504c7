//! Whether the workspace is open, and what stands in the way when it is not.

use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The state of the workspace file. `path` is shown to the rep; the window cannot open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum WorkspaceStatus {
    /// Open, everything works.
    Ready {
        /// Where the workspace file lies.
        path: String,
        /// The present moment by the program's clock; the window counts on from it.
        now: Timestamp,
        /// Whose workspace it is.
        kind: WorkspaceKind,
        /// IANA name of the rep's time zone.
        zone: String,
    },
    /// First start: the rep chooses which workspace to begin with.
    Choose {
        /// Where the rep's own workspace would lie.
        path: String,
    },
    /// Not open. Nothing was changed; the rep decides what happens.
    Unavailable {
        /// Where the workspace file lies or should lie.
        path: String,
        /// What is in the way.
        trouble: WorkspaceTrouble,
    },
}

/// Whose workspace a file is. Fixed when the file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceKind {
    /// The rep's own.
    Own,
    /// For practice: its mail never leaves the computer.
    Practice,
}

/// Opens a workspace, making it if need be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceChoose {
    /// Which one.
    pub kind: WorkspaceKind,
    /// Whether the cadences of the practice workspace are copied into the rep's own as drafts. Of
    /// use only from there.
    pub copy_cadences: bool,
}

/// Why a workspace cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum WorkspaceTrouble {
    /// The file is not a sound database. It is left as it is.
    Damaged {
        /// What the database library found.
        detail: String,
    },
    /// A newer version of the program wrote it.
    Newer {
        /// The schema version of the file.
        file_version: i64,
        /// The newest schema version that this program knows.
        known_version: i64,
    },
    /// The file is a database of another program.
    Foreign,
    /// The folder or the file cannot be written.
    Unwritable {
        /// What the operating system said.
        detail: String,
    },
    /// There is no space left.
    DiskFull,
    /// The folder is kept in step with other computers by a program that copies files while they
    /// are in use, which destroys databases.
    Synchronised {
        /// The program or service that was recognised, such as "Dropbox".
        service: String,
    },
    /// The folder is on a network disk, where write-ahead logging is unsafe.
    NetworkDisk {
        /// The kind of file system, such as "nfs".
        file_system: String,
    },
    /// Another running program holds the workspace.
    InUse,
    /// Something else went wrong.
    Other {
        /// What the operating system or the database library said.
        detail: String,
    },
}
