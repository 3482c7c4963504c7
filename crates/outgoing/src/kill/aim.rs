//! When the engine is killed: at a moment of its conversation, or at any moment.

use crate::sink::{Point, Watch};
use desk_sim::random::Random;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long the server hesitates at most, so that a moment lasts long enough to be met.
const HOLD: Duration = Duration::from_millis(20);

/// How many messages leave at most before the one at which it is killed.
const LATEST: i64 = 6;

/// A moment at which the engine is killed.
#[derive(Debug, Clone, Copy)]
pub struct Aim {
    /// At this moment of the conversation; none: so long after its start.
    pub point: Option<Point>,
    /// How often the moment comes before.
    pub passes: u32,
    /// So long after it.
    pub delay: Duration,
    /// Whether the server hesitates at that moment.
    pub holds: bool,
}

impl Aim {
    /// A random moment at or behind this one.
    pub fn at(point: Option<Point>, random: &mut Random) -> Self {
        let within = match point {
            None => 120_000,
            Some(Point::Accepted) => 400,
            Some(_) => 3_000,
        };
        let micros = random.between(0, within);
        let passes = match point {
            // Later ones may never come.
            Some(Point::Connected) => 0,
            _ => random.between(0, LATEST),
        };
        Self {
            point,
            passes: u32::try_from(passes).unwrap_or(0),
            delay: Duration::from_micros(u64::try_from(micros).unwrap_or(0)),
            holds: point != Some(Point::Accepted) && random.chance(60),
        }
    }
}

#[derive(Debug, Default)]
struct State {
    aim: Option<Aim>,
    met: bool,
    over: bool,
}

/// Watches the conversations for the moment.
#[derive(Debug, Default)]
pub struct Trigger {
    state: Mutex<State>,
    changed: Condvar,
}

impl Trigger {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for another moment from now on.
    pub fn set(&self, aim: Aim) {
        *self.state() = State { aim: Some(aim), ..State::default() };
    }

    /// Waits until the moment has come, at most so long; whether it has.
    pub fn wait(&self, patience: Duration) -> bool {
        let waits = |state: &mut State| !state.met;
        let waited = self.changed.wait_timeout_while(self.state(), patience, waits);
        waited.unwrap_or_else(PoisonError::into_inner).0.met
    }

    /// Lets the server go on: the engine is gone.
    pub fn is_over(&self) {
        self.state().over = true;
        self.changed.notify_all();
    }
}

impl Watch for Trigger {
    fn at(&self, point: Point) {
        let mut state = self.state();
        let Some(aim) = &mut state.aim else { return };
        if aim.point != Some(point) {
            return;
        }
        if aim.passes > 0 {
            aim.passes -= 1;
            return;
        }
        let holds = aim.holds;
        state.aim = None;
        state.met = true;
        self.changed.notify_all();
        if holds {
            let waits = |state: &mut State| !state.over;
            drop(self.changed.wait_timeout_while(state, HOLD, waits));
        }
    }
}
