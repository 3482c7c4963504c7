//! What runs by itself while a workspace is open: turning due what has become due, reminding, sending,
//! reading the mailbox, and the copies of what was sent. Each loop sleeps to its next deadline or an interrupt, at most [`LONGEST_SLEEP`], because
//! timers stand still while a computer sleeps.

pub(crate) mod agenda;
pub(crate) mod copies;
pub(crate) mod inbox;
mod opening;
mod opt_outs;
pub(crate) mod outbox;
pub(crate) mod quiet;
mod reviews;

use crate::session::Session;
use desk_core::time::Timestamp;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::watch;

/// The longest time without a look at the clock.
pub const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// How long a loop that was woken waits for more to come: what is written comes in crowds.
const GATHER: Duration = Duration::from_millis(30);

/// How long stopping waits for a message that is being sent, before it is left to the next start.
const LONGEST_STOP: Duration = Duration::from_secs(5);

/// Wakes the loops: what they wait for may have changed.
#[derive(Debug, Clone)]
pub(crate) struct Waker(watch::Sender<u64>);

impl Waker {
    pub fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// Lets the loops look again.
    pub fn wake(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn listen(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}

impl quiet::Wakes for Waker {
    fn wake_all(&self) {
        self.wake();
    }
}

/// The running loops of a session.
#[derive(Debug)]
pub(crate) struct Loops {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
}

impl Loops {
    /// Starts them on a thread of their own.
    pub fn start(session: Arc<Session>) -> std::io::Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name("engine".to_owned()).spawn(move || {
            runtime.block_on(async {
                let all = async {
                    tokio::join!(
                        agenda::run(&session, stopped.clone()),
                        outbox::run(&session, stopped.clone()),
                        inbox::run(&session, stopped.clone()),
                        copies::run(&session, stopped.clone()),
                        opt_outs::run(&session, stopped.clone()),
                    )
                };
                let mut told = stopped.clone();
                let hurry = async {
                    // Fails when the other side is gone, which is a stop as well.
                    let _ = told.wait_for(|stop| *stop).await;
                    tokio::time::sleep(LONGEST_STOP).await;
                };
                tokio::select! { _ = all => {}, () = hurry => {} }
            });
            // A question to the keychain or to a name server may still be open.
            runtime.shutdown_background();
        })?;
        Ok(Self { stop, thread })
    }

    /// Stops them and waits until they have ended, a bounded time.
    pub fn stop(self) {
        self.stop.send_replace(true);
        if self.thread.join().is_err() {
            tracing::error!("a loop of the engine panicked");
        }
    }
}

/// Lets each loop do one thing that is to be done now; whether there was any.
#[cfg(feature = "test-support")]
pub(crate) fn turn(session: &Session) -> Result<bool, crate::outreach::WorkError> {
    use desk_core::time::Clock;
    let due = |next: Option<Timestamp>| next.is_some_and(|at| at <= session.now());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Box::new(desk_wire::error::WireError::internal(&error)))?;
    let more = due(agenda::step(session)?);
    let sent = due(runtime.block_on(outbox::step(session, &mut outbox::Sending::default()))?);
    Ok(more || sent)
}

/// Hears a message that arrives now in the inbox of the rep, who has these addresses.
#[cfg(feature = "test-support")]
pub(crate) fn hear(
    session: &Session,
    own: &[desk_core::address::EmailAddress],
    raw: &[u8],
) -> Result<(), crate::outreach::WorkError> {
    inbox::hand::hear(session, own, raw)
}

/// Sleeps until `deadline`, an interrupt or the end; whether to go on.
async fn sleep(
    session: &Session,
    wakes: &mut watch::Receiver<u64>,
    stopped: &mut watch::Receiver<bool>,
    deadline: Option<Timestamp>,
) -> bool {
    use desk_core::time::Clock;
    let left = deadline.map(|at| at.as_millis().saturating_sub(session.now().as_millis()));
    let left = left.map_or(LONGEST_SLEEP, |millis| {
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(LONGEST_SLEEP)
    });
    if left.is_zero() {
        // There is more to do; the other loops have their turn first.
        tokio::task::yield_now().await;
        return !*stopped.borrow();
    }
    tokio::select! {
        () = tokio::time::sleep(left) => true,
        woken = wakes.changed() => {
            tokio::time::sleep(GATHER).await;
            woken.is_ok()
        }
        _ = stopped.wait_for(|stop| *stop) => false,
    }
}
