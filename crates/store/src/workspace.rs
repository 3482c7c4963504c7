//! Table `workspace`: what the file is.

use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

/// Whose workspace a file is. Fixed when the file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The rep's own.
    Own,
    /// For practice: its mail never leaves the computer.
    Practice,
}

/// The one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workspace {
    /// Whose it is.
    pub kind: Kind,
    /// Key of the Message-IDs.
    pub message_key: [u8; 32],
    /// Milliseconds by which its clock is ahead; 0 in the rep's own.
    pub clock_offset: i64,
}

/// Writes the row of a new file. Does nothing to one that has it.
pub(crate) fn make(connection: &Connection, kind: Kind) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO workspace (id, kind, message_key) VALUES (1, :kind, randomblob(32))
         ON CONFLICT (id) DO NOTHING",
        named_params! { ":kind": Word(kind) },
    )?;
    Ok(())
}

/// What the file is.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection) -> Result<Workspace, StoreError> {
    let row = connection.query_row(
        "SELECT kind, message_key, clock_offset FROM workspace WHERE id = 1",
        [],
        |row| {
            let kind: Word<Kind> = row.get(0)?;
            Ok(Workspace { kind: kind.0, message_key: row.get(1)?, clock_offset: row.get(2)? })
        },
    )?;
    Ok(row)
}

/// Sets by how much the practice workspace's clock is ahead, in milliseconds.
///
/// # Errors
/// The database's; it refuses for a workspace of the rep's own.
pub fn set_clock_offset(tx: &mut Tx<'_>, millis: i64) -> Result<(), StoreError> {
    tx.connection().execute("UPDATE workspace SET clock_offset = ?1 WHERE id = 1", [millis])?;
    tx.all(TagKind::Workspace);
    Ok(())
}
