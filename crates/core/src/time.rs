//! Moments, and where the present one comes from.

/// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. May be negative.
///
/// This is the only form in which an instant is stored or sent to the window; zones are applied
/// where a moment is shown or computed, never before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
pub struct Timestamp(i64);

impl Timestamp {
    /// A moment from milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

/// The one source of the present moment. The program is handed one; nothing else may ask the
/// operating system for the time (clippy forbids it).
pub trait Clock: Send + Sync {
    /// The present moment by the computer's wall clock. It may jump in either direction.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still until a test moves it.
#[cfg(any(test, feature = "test-support"))]
#[derive(Debug)]
pub struct ManualClock(std::sync::atomic::AtomicI64);

#[cfg(any(test, feature = "test-support"))]
impl ManualClock {
    /// A clock that shows `start` until [`ManualClock::set`] is called.
    #[must_use]
    pub const fn at(start: Timestamp) -> Self {
        Self(std::sync::atomic::AtomicI64::new(start.0))
    }

    /// Moves the clock to `moment`, forward or back.
    pub fn set(&self, moment: Timestamp) {
        self.0.store(moment.0, std::sync::atomic::Ordering::SeqCst);
    }
}

#[cfg(any(test, feature = "test-support"))]
impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}
