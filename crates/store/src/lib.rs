//! The workspace file: a SQLite database with one writer and read-only readers.
//!
//! What is here: opening and guarding the file ([`open`]), the schema's history ([`schema`]),
//! transactions that tell what they changed ([`Store::write`]), and one module per table. What is
//! not: rules about cadences (those are in `desk-core`) and anything that knows a window.

pub mod account;
pub mod agenda;
pub mod bulk;
pub mod cadence;
pub mod caller;
mod claim;
pub mod contact;
pub mod custom;
pub mod draft;
pub mod due;
pub mod enrolment;
mod error;
pub mod event;
pub mod figures;
pub mod files;
pub mod incoming;
pub mod location;
mod log;
pub mod mailbox;
pub mod meant_for;
pub mod merge;
pub mod open;
pub mod opt_out;
pub mod outbox;
pub mod partnership;
pub mod returned;
pub mod review;
pub mod schema;
pub mod sent_copy;
pub mod server_limit;
pub mod stage;
pub mod suppression;
mod text_enum;
mod transaction;
pub mod undo;
pub mod unread_mail;
pub mod variant;
pub mod version;
pub mod waking;
pub mod workspace;

pub use error::StoreError;
pub use transaction::{Committed, Tx};

use crate::claim::Claim;
use log::Log;
pub use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Idle read connections that are kept for the next query.
const IDLE_READERS: usize = 4;

/// The most pages that a file may have (<https://www.sqlite.org/limits.html>, 12).
#[cfg(feature = "test-support")]
const MOST_PAGES: i64 = 4_294_967_294;

/// An open workspace. Holds the operating system's lock on it until it is dropped.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    // Closed in this order: the last connection to close empties the log, which a reader cannot;
    // the lock is given back when both are closed.
    readers: Mutex<Vec<Connection>>,
    log: Mutex<Option<Log>>,
    writer: Mutex<Connection>,
    /// See [`Store::commits`]. Counted while the writer is held.
    commits: AtomicU64,
    _claim: Claim,
}

impl Store {
    /// Where the workspace file lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps the log as it is when the file is closed. For a file that turned out damaged: nothing
    /// more is written into it.
    ///
    /// # Errors
    /// The database's.
    pub fn abandon(&self) -> Result<(), StoreError> {
        drop(locked(&self.log).take());
        let keep_log = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        locked(&self.writer).set_db_config(keep_log, true)?;
        Ok(())
    }

    /// Lets the file grow by so many pages and no more, as if the disk were full then; none for as
    /// many as there may be.
    ///
    /// # Errors
    /// The database's.
    #[cfg(feature = "test-support")]
    pub fn limit_pages(&self, more: Option<u32>) -> Result<(), StoreError> {
        let writer = locked(&self.writer);
        let pages: i64 = writer.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let most = more.map_or(MOST_PAGES, |more| pages.saturating_add(i64::from(more)));
        Ok(writer.pragma_update(None, "max_page_count", most)?)
    }

    /// Runs `query` on a consistent, read-only view of the last committed state. Never waits for
    /// the writer.
    ///
    /// # Errors
    /// Whatever `query` returns, or a [`StoreError`] of the database.
    pub fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = locked(&self.readers).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => open::reader(&self.path)?,
        };
        let view = reader.transaction()?;
        let value = query(&view)?;
        view.finish()?;
        let mut readers = locked(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(reader);
        }
        Ok(value)
    }

    /// Runs `change` in one transaction and tells what it changed. Any error leaves the file as it
    /// was. One write runs at a time; others wait.
    ///
    /// # Errors
    /// Whatever `change` returns, or a [`StoreError`] of the database.
    pub fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Committed<T>, E> {
        let mut writer = locked(&self.writer);
        let result = self.counted(&mut writer, change);
        self.look_at_log(&writer);
        result
    }

    /// Like [`Store::write`], and on the disk before it returns: it survives a power cut.
    ///
    /// # Errors
    /// Whatever `change` returns, or a [`StoreError`] of the database.
    pub fn write_durably<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Committed<T>, E> {
        let mut writer = locked(&self.writer);
        synchronous(&writer, "FULL")?;
        let result = self.counted(&mut writer, change);
        synchronous(&writer, "NORMAL")?;
        self.look_at_log(&writer);
        result
    }

    /// Like [`Store::write`], for a note about a message that is on its way, which nothing else depends on and
    /// nothing shows: it is not counted by [`Store::commits`].
    ///
    /// # Errors
    /// Whatever `change` returns, or a [`StoreError`] of the database.
    pub fn mark<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // How long the log has grown is seen by the next write that counts.
        let result = self.transact(&mut locked(&self.writer), change);
        result.map(|committed| committed.value)
    }

    /// How many writes there were since the file was opened, without marks. What was found in a write is still
    /// so as long as this has not moved on.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }

    fn counted<T, E: From<StoreError>>(
        &self,
        writer: &mut Connection,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Committed<T>, E> {
        let result = self.transact(writer, change);
        self.commits.fetch_add(1, Ordering::SeqCst);
        result
    }

    fn transact<T, E: From<StoreError>>(
        &self,
        writer: &mut Connection,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Committed<T>, E> {
        let mut tx = Tx::begin(writer, self.commits())?;
        let value = change(&mut tx)?;
        let changes = tx.commit()?;
        Ok(Committed { value, changes })
    }

    fn look_at_log(&self, writer: &Connection) {
        if let Some(log) = &*locked(&self.log) {
            log.look(writer);
        }
    }
}

fn synchronous(writer: &Connection, level: &str) -> Result<(), StoreError> {
    Ok(writer.pragma_update(None, "synchronous", level)?)
}

/// A panic while a lock was held leaves no half-done work behind it: SQLite rolls an unfinished
/// transaction back when it is dropped.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
