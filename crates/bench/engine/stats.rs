//! Times of one thing done many times, and what is told of them.

use std::time::{Duration, Instant};

/// The times that one thing took.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    taken: Vec<Duration>,
    worked: Vec<Duration>,
}

impl Samples {
    /// Does something and keeps how long it took.
    #[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (before, start) = (worked(), Instant::now());
        let value = work();
        self.taken.push(start.elapsed());
        self.worked.push(worked().saturating_sub(before));
        value
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.taken.len()
    }

    /// All of them together.
    pub fn total(&self) -> Duration {
        self.taken.iter().sum()
    }

    /// The one in the middle.
    pub fn median(&self) -> Duration {
        percentile(&self.taken, 50)
    }

    /// The one that 99 of 100 do not exceed.
    pub fn p99(&self) -> Duration {
        percentile(&self.taken, 99)
    }

    /// The longest.
    pub fn longest(&self) -> Duration {
        percentile(&self.taken, 100)
    }

    /// [`Samples::total`] of the time that a processor was at it.
    pub fn total_worked(&self) -> Duration {
        self.worked.iter().sum()
    }

    /// [`Samples::p99`] of the time that a processor was at it.
    pub fn p99_worked(&self) -> Duration {
        percentile(&self.worked, 99)
    }
}

/// The one that so many percent do not exceed (nearest rank).
fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// How long a processor has worked for this thread: what other programs do does not count, nor what the disk
/// does. Nothing where the system does not tell.
#[cfg(unix)]
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(not(unix))]
const fn worked() -> Duration {
    Duration::ZERO
}
