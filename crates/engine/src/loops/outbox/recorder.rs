//! Records what follows from receipts on a thread beside the one that sends: recording is the larger half of the
//! work, and the server need not wait for it.

use super::record::take_up;
use crate::outreach::{Shared, WorkError};
use crate::ports::Zoned;
use crate::session::Session;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

/// After how many receipts there is enough to record: looking at fewer costs more for each.
const WORTHWHILE: usize = 20;

/// Works until it is ended.
pub(super) struct Recorder {
    tell: Sender<()>,
    work: JoinHandle<Result<(), WorkError>>,
    /// Receipts since it was told.
    given: Cell<usize>,
}

impl Recorder {
    /// Begins.
    pub fn start(session: &Arc<Session>, known: &Shared) -> Self {
        let (tell, told) = channel();
        let (session, known, zone) = (Arc::clone(session), known.anew(), session.rep_zone());
        let work = spawn_blocking(move || {
            while told.recv().is_ok() {
                while told.try_recv().is_ok() {}
                take_up(&session, &known, zone)?;
            }
            take_up(&session, &known, zone)
        });
        Self { tell, work, given: Cell::new(0) }
    }

    /// Another receipt was written.
    pub fn add(&self) {
        self.given.set(self.given.get().saturating_add(1));
        if self.given.get() >= WORTHWHILE {
            self.hurry();
        }
    }

    /// Has it record what there is. Why it could not is told at its end.
    pub fn hurry(&self) {
        if self.given.replace(0) > 0 {
            let _ = self.tell.send(());
        }
    }

    /// Waits until everything is recorded.
    ///
    /// # Errors
    /// Why it could not be; the receipts stay.
    pub async fn end(self) -> Result<(), WorkError> {
        drop(self.tell);
        self.work.await.unwrap_or_else(|ended| {
            tracing::error!(%ended, "receipts are recorded later");
            Ok(())
        })
    }
}
