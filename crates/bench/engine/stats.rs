//! Times of one thing done many times, and what is told of them.

use std::time::{Duration, Instant};

/// The times that one thing took.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Does something and keeps how long it took.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (value, took) = timed(work);
        self.add(took);
        value
    }

    /// Keeps a time that was measured elsewhere.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// All of them together.
    pub fn total(&self) -> Duration {
        self.0.iter().sum()
    }

    /// The one in the middle.
    pub fn median(&self) -> Duration {
        self.at(50)
    }

    /// The one that 99 of 100 do not exceed.
    pub fn p99(&self) -> Duration {
        self.at(99)
    }

    /// The longest.
    pub fn longest(&self) -> Duration {
        self.at(100)
    }

    /// The one that so many percent do not exceed (nearest rank).
    fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or_default()
    }
}

/// Does something and tells how long it took.
#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}
