//! A pause of the loops: while somebody holds a [`Pause`], none of them begins anything. For what must
//! not meet them at work: a moved clock, a backup, an import.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Counts who is at work and who wants it quiet.
#[derive(Debug, Default)]
pub(crate) struct Quiet {
    state: Mutex<State>,
    idle: Condvar,
}

#[derive(Debug, Default)]
struct State {
    working: usize,
    wanted: usize,
}

/// A loop is at work until this is dropped.
#[derive(Debug)]
pub(crate) struct AtWork<'a>(&'a Quiet);

/// The loops stand still until this is dropped.
#[derive(Debug)]
pub(crate) struct Pause<'a> {
    quiet: &'a Quiet,
    after: &'a dyn Wakes,
}

/// Lets the loops look again after a pause.
pub(crate) trait Wakes: std::fmt::Debug {
    /// Wakes them.
    fn wake_all(&self);
}

impl Quiet {
    /// Lets a loop begin; none while it is wanted quiet. It is woken afterwards.
    pub fn begin(&self) -> Option<AtWork<'_>> {
        let mut state = self.locked();
        if state.wanted > 0 {
            return None;
        }
        state.working += 1;
        Some(AtWork(self))
    }

    /// Whether somebody waits for the loops to stand still.
    pub fn is_wanted(&self) -> bool {
        self.locked().wanted > 0
    }

    /// Waits until no loop is at work, and keeps them so; none when one is still at work after
    /// `patience`: a message is on its way.
    pub fn pause<'a>(&'a self, patience: Duration, after: &'a dyn Wakes) -> Option<Pause<'a>> {
        let mut state = self.locked();
        state.wanted += 1;
        // From here on dropping it takes the wish back.
        let pause = Pause { quiet: self, after };
        let waited = self.idle.wait_timeout_while(state, patience, |state| state.working > 0);
        let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        drop(state);
        (!timeout.timed_out()).then_some(pause)
    }

    /// Counters are whole whatever panicked elsewhere.
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.locked().working -= 1;
        self.0.idle.notify_all();
    }
}

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        self.quiet.locked().wanted -= 1;
        self.after.wake_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Debug, Default)]
    struct Counting(AtomicUsize);

    impl Wakes for Counting {
        fn wake_all(&self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn nothing_begins_while_it_is_wanted_quiet_and_all_are_woken_after() {
        let (quiet, woken) = (Quiet::default(), Counting::default());
        let pause = quiet.pause(Duration::ZERO, &woken).unwrap();
        assert!(quiet.begin().is_none());
        drop(pause);
        assert!(quiet.begin().is_some());
        assert_eq!(woken.0.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_pause_waits_for_whoever_is_at_work_and_gives_up_after_its_patience() {
        let (quiet, woken) = (Quiet::default(), Counting::default());
        let work = quiet.begin().unwrap();
        assert!(quiet.pause(Duration::from_millis(1), &woken).is_none());
        // The wish was taken back.
        assert!(quiet.begin().is_some());
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| quiet.pause(Duration::from_secs(60), &woken).is_some());
            drop(work);
            assert!(waits.join().unwrap());
        });
    }
}
