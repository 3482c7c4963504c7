//! Messages that were claimed together leave over several connections at a time, each of which is used for
//! one message after the other (PRODUCT 6.4).

use super::claim::Claimed;
use super::record::take_up;
use super::{End, Sending, deliver, end_is_for_all, record};
use crate::outreach::WorkError;
use crate::ports::Writes;
use crate::session::Session;
use desk_core::ids::OutboxId;
use desk_core::time::Clock;
use desk_mail::server::Server;
use desk_mail::smtp::Conversation;
use desk_store::StoreError;
use desk_store::outbox::{self as table};
use futures_util::future::join_all;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// Most messages that are claimed and not sent.
pub(super) const MOST_CLAIMED: usize = 100;

/// In milliseconds. A batch that takes longer is followed by a smaller one: what is claimed cannot be taken
/// back by the rep.
const LONG: i64 = 500;

/// In milliseconds. A full batch that takes less is followed by a larger one.
const SHORT: i64 = 250;

/// How long receipts wait to be brought to the disk together.
const RECEIPTS_WAIT: Duration = Duration::from_millis(500);

/// Conversations that wait for another message, each with whom it was begun.
#[derive(Debug, Default)]
pub(super) struct Kept(RefCell<Vec<(Server, String, Conversation)>>);

impl Kept {
    /// One at this server, signed in as this user.
    pub fn take(&self, server: &Server, user: &str) -> Option<Conversation> {
        let mut kept = self.0.borrow_mut();
        let at = kept.iter().position(|(one, name, _)| one == server && name == user)?;
        Some(kept.swap_remove(at).2)
    }

    /// Keeps one.
    pub fn give(&self, server: Server, user: &str, conversation: Conversation) {
        self.0.borrow_mut().push((server, user.to_owned(), conversation));
    }

    /// Ends all.
    pub async fn quit(&self) {
        let all = std::mem::take(&mut *self.0.borrow_mut());
        for (_, _, conversation) in all {
            conversation.quit().await;
        }
    }
}

/// Receipts that may not be on the disk yet.
#[derive(Debug, Default)]
pub(super) struct Receipts(Cell<Option<Waiting>>);

#[derive(Debug, Clone, Copy)]
struct Waiting {
    since: Instant,
    /// The last one.
    last: OutboxId,
}

impl Receipts {
    /// Another one.
    pub fn add(&self, last: OutboxId) {
        let since = self.0.get().map_or_else(Instant::now, |waiting| waiting.since);
        self.0.set(Some(Waiting { since, last }));
    }

    /// They were brought to the disk by a later write.
    pub fn are_safe(&self) {
        if let Some(waiting) = self.0.take() {
            let waited = u64::try_from(waiting.since.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(target: "desk_engine::receipts", waited, "receipts are on the disk");
        }
    }

    /// Brings them to the disk.
    pub fn save(&self, session: &Session) -> Result<(), StoreError> {
        if let Some(waiting) = self.0.get() {
            session.write_durably(|tx| table::confirm(tx, waiting.last))?;
            self.are_safe();
        }
        Ok(())
    }
}

/// Takes receipts up and brings them to the disk now and then, for ever.
async fn keep_saving(session: &Session, sending: &Sending) {
    loop {
        tokio::time::sleep(RECEIPTS_WAIT).await;
        let saved = take_up(session, &sending.known, &sending.seen)
            .and_then(|()| Ok(sending.receipts.save(session)?));
        if let Err(error) = saved {
            tracing::error!(%error, "receipts are not on the disk yet");
        }
    }
}

/// Sends what was claimed, over so many connections at a time. What is left when something is wrong that
/// concerns all, or when the loops are to stop, is put back.
pub(super) async fn send(
    session: &Session,
    sending: &mut Sending,
    claimed: Vec<Claimed>,
    connections: usize,
) -> Result<(), WorkError> {
    let many = claimed.len();
    let began = session.now().as_millis();
    let batch =
        Batch { session, sending, left: RefCell::new(claimed.into()), failure: RefCell::new(None) };
    let lanes = join_all((0..connections.min(many)).map(|_| batch.lane()));
    tokio::select! {
        _ = lanes => {}
        () = keep_saving(session, batch.sending) => {}
    }
    let Batch { left, failure, .. } = batch;
    sending.left.extend(left.into_inner().into_iter().map(|claimed| claimed.message));
    take_up(session, &sending.known, &sending.seen)?;
    put_back(session, sending)?;
    sending.most = match session.now().as_millis().saturating_sub(began) {
        long if long > LONG => sending.most / 2,
        short if short < SHORT && many == sending.most => sending.most * 2,
        _ => sending.most,
    };
    failure.into_inner().map_or(Ok(()), Err)
}

/// Puts back what was claimed and not tried.
pub(super) fn put_back(session: &Session, sending: &mut Sending) -> Result<(), WorkError> {
    if sending.left.is_empty() {
        return Ok(());
    }
    session.write(|tx| {
        sending.left.iter().try_for_each(|message| table::put_back(tx, message))?;
        Ok::<_, WorkError>(())
    })?;
    sending.left.clear();
    Ok(())
}

struct Batch<'a> {
    session: &'a Session,
    sending: &'a Sending,
    left: RefCell<VecDeque<Claimed>>,
    failure: RefCell<Option<WorkError>>,
}

impl Batch<'_> {
    /// Sends one message after the other.
    async fn lane(&self) {
        while let Some(claimed) = self.next() {
            let end = deliver(self.session, self.sending, &claimed).await;
            if end_is_for_all(&end) {
                // They are queued again before what concerns all is recorded for them.
                self.stop();
            }
            match record(self.session, self.sending, &claimed.message, &end) {
                Ok(()) if matches!(end, End::Sent(_)) => self.sending.seen.keep(claimed),
                Ok(()) => {}
                Err(error) => {
                    self.sending.unrecorded.borrow_mut().push((claimed.message, end));
                    *self.failure.borrow_mut() = Some(error);
                }
            }
        }
    }

    fn next(&self) -> Option<Claimed> {
        let halts = self.failure.borrow().is_some()
            || self.session.quiet().is_wanted()
            || self.sending.is_stopped();
        if halts { None } else { self.left.borrow_mut().pop_front() }
    }

    /// Puts back what is left.
    fn stop(&self) {
        let left = std::mem::take(&mut *self.left.borrow_mut());
        let put_back = self.session.write(|tx| {
            left.iter().try_for_each(|claimed| table::put_back(tx, &claimed.message))?;
            Ok::<_, WorkError>(())
        });
        if let Err(error) = put_back {
            self.left.borrow_mut().extend(left);
            *self.failure.borrow_mut() = Some(error);
        }
    }
}
