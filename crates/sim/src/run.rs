//! Runs simulations, seed after seed.

use crate::breaks::Break;
use crate::tally::Tally;
use crate::watch::sent_once;
use crate::world::World;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Events in one simulation, at least.
pub const EVENTS: u64 = 500;

/// A simulation in which something was not as it has to be.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Which one.
    pub seed: u64,
    /// What was wrong.
    pub wrong: String,
    /// What had happened before, and how the enrolments are.
    pub story: Vec<String>,
}

impl Failure {
    /// What was wrong, after so much of the story.
    #[must_use]
    pub fn tell(&self, lines: usize) -> String {
        let from = self.story.len().saturating_sub(lines);
        let story = self.story.get(from..).unwrap_or_default().join("\n  ");
        format!("  {story}\nseed {}: {}\n", self.seed, self.wrong)
    }
}

/// Runs one simulation; what it has met. With a `simulator`, the program runs in a process of its own,
/// which is killed now and then.
///
/// # Errors
/// What went wrong.
pub fn one(seed: u64, simulator: Option<&Path>) -> Result<Tally, Box<Failure>> {
    let fail = |wrong, story| Box::new(Failure { seed, wrong, story });
    let made = match simulator {
        None => World::new(seed),
        Some(simulator) => World::with_kills(seed, simulator),
    };
    let mut world = made.map_err(|wrong| fail(wrong, Vec::new()))?;
    while world.tally.events < EVENTS {
        if let Err(wrong) = world.step() {
            return Err(fail(wrong, world.story()));
        }
    }
    match world.finish().and_then(|()| sent_once(&world.desk.sent())) {
        Ok(_) => Ok(world.tally),
        Err(wrong) => Err(fail(wrong, world.story())),
    }
}

/// Runs simulations from `from` on, on so many threads; what all of them have met, and what went wrong.
#[must_use]
pub fn many(
    from: u64,
    seeds: u64,
    threads: u64,
    simulator: Option<&Path>,
) -> (Tally, Vec<Failure>) {
    let next = AtomicU64::new(from);
    let all = Mutex::new((Tally::default(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= from + seeds {
                        return;
                    }
                    let met = one(seed, simulator);
                    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                    match met {
                        Ok(tally) => all.0.add(tally),
                        Err(failure) => all.1.push(*failure),
                    }
                }
            });
        }
    });
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a planted bug was found in a simulation; none when there was no occasion to plant it.
///
/// # Errors
/// What went wrong before it was planted.
pub fn with_break(seed: u64, what: &'static Break) -> Result<Option<bool>, Box<Failure>> {
    let fail = |wrong, story| Box::new(Failure { seed, wrong, story });
    let mut world = World::new(seed).map_err(|wrong| fail(wrong, Vec::new()))?;
    world.plant(what);
    while world.tally.events < EVENTS {
        match world.step() {
            Ok(()) => {}
            Err(_) if world.is_planted() => return Ok(Some(true)),
            Err(wrong) => return Err(fail(wrong, world.story())),
        }
    }
    let ended = world.finish();
    Ok(world.is_planted().then_some(ended.is_err()))
}

/// How long something takes on the wall's clock.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "how long the machine takes is no time of the program"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since.
    #[must_use]
    pub fn so_far(&self) -> Duration {
        self.0.elapsed()
    }
}
