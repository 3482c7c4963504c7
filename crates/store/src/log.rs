//! Puts what the log holds in its place in the file, beside the writes and not within one: that waits for the
//! disk, and the other writes would wait with it (<https://www.sqlite.org/wal.html>, section 2.3).

use crate::open;
use rusqlite::Connection;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Pages in the log from which on they are put in their places.
const MANY: i64 = 1_000;

/// Pages in the log from which on a write does so itself, so that the log has an end whatever happens.
pub(crate) const TOO_MANY: i64 = 32_768;

/// Whoever does it: a thread that sleeps until it is called, and ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Log {
    calls: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Log {
    /// Starts the thread for the file at `path`.
    pub fn start(path: &Path) -> io::Result<Self> {
        // One call that nobody has answered yet stands for all that follow.
        let (call, calls) = sync_channel(1);
        let path = path.to_path_buf();
        let thread = std::thread::Builder::new().name("log".to_owned());
        let thread = thread.spawn(move || answer(&path, &calls))?;
        Ok(Self { calls: Some(call), thread: Some(thread) })
    }

    /// Looks at the log after a write.
    pub fn look(&self, writer: &Connection) {
        if waiting(writer).is_ok_and(|pages| pages >= MANY)
            && let Some(calls) = &self.calls
        {
            // Fails when a call waits already.
            let _ = calls.try_send(());
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.calls = None;
        if let Some(thread) = self.thread.take() {
            // It has no state that a panic could leave behind.
            let _ = thread.join();
        }
    }
}

/// Pages that are in the log and not yet in their places.
fn waiting(writer: &Connection) -> rusqlite::Result<i64> {
    writer.prepare_cached("PRAGMA wal_checkpoint(NOOP)")?.query_row([], |row| {
        let (written, placed): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(written - placed)
    })
}

fn answer(path: &Path, calls: &Receiver<()>) {
    let mut connection = None;
    while calls.recv().is_ok() {
        if connection.is_none() {
            connection = open::placer(path).ok();
        }
        if let Some(connection) = &connection {
            // What cannot be placed now, on a full disk for example, is safe in the log.
            let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        }
    }
}
