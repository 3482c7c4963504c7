//! A write transaction that keeps a list of what it changes.

use crate::StoreError;
use desk_core::change::{Changes, TagKind};
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// A write in progress. Table modules change rows through it and note each changed record; nothing
/// is published before the commit.
#[derive(Debug)]
pub struct Tx<'conn> {
    inner: Transaction<'conn>,
    changes: Changes,
    commits: u64,
}

/// The result of a committed write, and what to tell whoever shows the changed records.
#[derive(Debug)]
#[must_use = "the changes have to be published"]
pub struct Committed<T> {
    /// What the write returned.
    pub value: T,
    /// What it changed.
    pub changes: Changes,
}

impl<'conn> Tx<'conn> {
    pub(crate) fn begin(writer: &'conn mut Connection, commits: u64) -> Result<Self, StoreError> {
        let inner = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Self { inner, changes: Changes::default(), commits })
    }

    /// The state as this transaction sees it, for the queries of the table modules. Rows are changed
    /// through their table's functions, which note what they change.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.inner
    }

    /// How many writes there were before this one: [`crate::Store::commits`].
    #[must_use]
    pub const fn commits(&self) -> u64 {
        self.commits
    }

    pub(crate) fn changed(&mut self, kind: TagKind, id: i64) {
        self.changes.record(kind, id);
    }

    pub(crate) fn all(&mut self, kind: TagKind) {
        self.changes.all(kind);
    }

    pub(crate) fn commit(self) -> Result<Changes, StoreError> {
        self.inner.commit()?;
        Ok(self.changes)
    }
}
