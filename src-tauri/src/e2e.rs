//! Control of the clock by end-to-end tests. Not part of a release: the feature `e2e` is off there.

use desk_core::time::{Clock, ManualClock, Timestamp};
use desk_engine::ports::SystemClock;
use desk_engine::program::Program;
use std::sync::Arc;
use tauri::{App, Manager, State};

/// The environment variable with the first moment, in milliseconds since the Unix epoch.
const START: &str = "CADENCE_DESK_E2E_NOW";

/// A clock that stands at the moment named by the environment, else at the present one.
pub fn clock(app: &App) -> Arc<dyn Clock> {
    let start = std::env::var(START).ok().and_then(|value| value.parse().ok());
    let start = start.map_or_else(|| SystemClock.now(), Timestamp::from_millis);
    let clock = Arc::new(ManualClock::at(start));
    app.manage(Arc::clone(&clock));
    clock
}

/// Moves the program's clock.
#[tauri::command]
pub fn e2e_clock(clock: State<'_, Arc<ManualClock>>, program: State<'_, Arc<Program>>, now: i64) {
    clock.set(Timestamp::from_millis(now));
    program.clock_moved();
}
