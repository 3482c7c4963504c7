//! Runs simulations, seed after seed.

use crate::tally::Tally;
use crate::watch::sent_once;
use crate::world::World;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Events in one simulation, at least.
pub const EVENTS: u64 = 500;

/// A simulation in which something was not as it has to be.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Which one.
    pub seed: u64,
    /// What was wrong.
    pub wrong: String,
    /// What had happened before.
    pub story: String,
}

/// Runs one simulation; what it has met, or what went wrong.
pub fn one(seed: u64) -> Result<Tally, Box<Failure>> {
    let fail = |wrong, story| Box::new(Failure { seed, wrong, story });
    let mut world = World::new(seed).map_err(|wrong| fail(wrong, String::new()))?;
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
pub fn many(from: u64, seeds: u64, threads: u64) -> (Tally, Vec<Failure>) {
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
                    let met = one(seed);
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
