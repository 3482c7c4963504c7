//! Tells the window what changed, at most once in [`PAUSE`]: the first change at once, those that
//! follow gathered into one event.

use desk_core::change::Changes;
use desk_wire::event::Changed;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The shortest time between two events.
pub const PAUSE: Duration = Duration::from_millis(100);

/// The end into which committed changes are put. Never blocks.
#[derive(Debug, Clone)]
pub struct Publisher(UnboundedSender<Changes>);

/// The end out of which events come.
#[derive(Debug)]
pub struct Publications(UnboundedReceiver<Changes>);

/// A publisher and the publications that it feeds.
#[must_use]
pub fn channel() -> (Publisher, Publications) {
    let (sender, receiver) = unbounded_channel();
    (Publisher(sender), Publications(receiver))
}

impl Publisher {
    /// Passes committed changes on. Without a listener (the window is gone) they are dropped.
    pub fn publish(&self, changes: Changes) {
        if !changes.is_empty() && self.0.send(changes).is_err() {
            tracing::debug!("a change had no listener");
        }
    }
}

impl Publications {
    /// Hands events to `tell` until every [`Publisher`] is gone.
    pub async fn run(mut self, tell: impl Fn(Changed)) {
        while let Some(mut changes) = self.0.recv().await {
            while let Ok(more) = self.0.try_recv() {
                changes.merge(&more);
            }
            tell(Changed { tags: changes.tags() });
            tokio::time::sleep(PAUSE).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk_core::change::TagKind;
    use std::sync::{Arc, Mutex};

    fn change(id: i64) -> Changes {
        let mut changes = Changes::default();
        changes.record(TagKind::Cadence, id);
        changes
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_change_is_told_at_once_and_a_burst_after_it_as_one() {
        let (publisher, publications) = channel();
        let told = Arc::new(Mutex::new(Vec::new()));
        let listener = Arc::clone(&told);
        let task =
            tokio::spawn(publications.run(move |event| listener.lock().unwrap().push(event)));

        publisher.publish(change(1));
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(told.lock().unwrap().len(), 1);

        (2..=20).for_each(|id| publisher.publish(change(id)));
        tokio::time::sleep(PAUSE / 2).await;
        assert_eq!(told.lock().unwrap().len(), 1);
        tokio::time::sleep(PAUSE).await;
        assert_eq!(told.lock().unwrap().len(), 2);
        assert_eq!(told.lock().unwrap()[1].tags.len(), 19);

        drop(publisher);
        task.await.unwrap();
        assert_eq!(told.lock().unwrap().len(), 2);
    }
}
