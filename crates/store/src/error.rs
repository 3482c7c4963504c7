//! What can go wrong with an open workspace.

use rusqlite::ErrorCode;

/// An error of the database while the workspace is open. The transaction it came from changed
/// nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is not a sound database (any more).
    #[error("the workspace file is damaged: {0}")]
    Damaged(#[source] rusqlite::Error),
    /// The disk or the quota is used up.
    #[error("the disk is full")]
    DiskFull,
    /// A document in the file cannot be read or written as JSON.
    #[error("a document in the workspace file: {0}")]
    Document(#[source] serde_json::Error),
    /// Anything else that SQLite reports.
    #[error("database: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error),
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Sqlite(error),
        }
    }
}

/// Whether `error` says that a UNIQUE constraint or index was violated.
pub(crate) fn is_unique_violation(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE)
}
