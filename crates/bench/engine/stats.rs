//! Times of one thing done many times, and what is told of them.

use std::time::{Duration, Instant};

/// The times that one thing took.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    times: Vec<Duration>,
    worked: Duration,
}

impl Samples {
    /// Does something and keeps how long it took.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let before = worked();
        let (value, took) = timed(work);
        self.worked += worked().saturating_sub(before);
        self.times.push(took);
        value
    }

    /// How long a processor was at it, all together: what is left of the time when others do not disturb
    /// and the disk does not matter. None where the system does not tell.
    pub fn worked(&self) -> Option<Duration> {
        Some(self.worked).filter(|worked| !worked.is_zero())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    /// All of them together.
    pub fn total(&self) -> Duration {
        self.times.iter().sum()
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
        let mut sorted = self.times.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or_default()
    }
}

/// How long a processor has worked for this thread.
fn worked() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// Does something and tells how long it took.
#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}
