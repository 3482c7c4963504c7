//! A look into the workspace file while nobody has it open. It leaves file and log as they are.

use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// A message of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its Message-ID.
    pub id: String,
    /// Its recipient.
    pub to: String,
    /// The word of its state; *sent* from its receipt on.
    pub state: String,
    /// Whether its data are marked as begun.
    pub begun: bool,
}

fn path(folder: &Path) -> PathBuf {
    folder.join("workspace.sqlite")
}

/// The outbox.
///
/// # Errors
/// The database's.
pub fn rows(folder: &Path) -> rusqlite::Result<Vec<Row>> {
    // Who may only read does not put the log into the file.
    let file = Connection::open_with_flags(path(folder), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut rows = file.prepare(
        "SELECT message_id, draft ->> 'to', iif(receipt.id IS NULL, state, 'sent'), data_started_at IS NOT NULL
         FROM outbox LEFT JOIN outbox_receipt AS receipt ON receipt.id = outbox.id ORDER BY outbox.id",
    )?;
    let rows = rows.query_map([], |row| {
        Ok(Row { id: row.get(0)?, to: row.get(1)?, state: row.get(2)?, begun: row.get(3)? })
    })?;
    rows.collect()
}

/// What another engine would have left behind, to see whether it is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// It marks *data started* only after the data.
    LateMark,
    /// It writes the receipt before the message has left.
    EarlyReceipt,
}

impl Plant {
    /// Each with the word by which it is asked for.
    pub const ALL: [(&'static str, Self); 2] =
        [("late-mark", Self::LateMark), ("early-receipt", Self::EarlyReceipt)];

    /// Leaves it in the file of an engine that was just killed.
    ///
    /// # Errors
    /// The database's.
    pub fn leave(self, folder: &Path) -> rusqlite::Result<()> {
        let file = Connection::open(path(folder))?;
        file.execute_batch(match self {
            Self::LateMark => "UPDATE outbox SET data_started_at = NULL WHERE state = 'sending'",
            Self::EarlyReceipt => {
                "INSERT INTO outbox_receipt (id, answer, at)
                 SELECT id, '250 OK', claimed_at FROM outbox
                 WHERE state = 'sending' AND data_started_at IS NULL"
            }
        })
    }
}
