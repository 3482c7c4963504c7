//! What a handler may ask of the world around it, one narrow trait a need, and the real ones that
//! do not depend on a window.

use desk_core::change::Changes;
use desk_core::ids::{Ids, Uid};
use desk_core::time::{Clock, Timestamp};
use desk_store::{Committed, Store, StoreError, Tx};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Reads the open workspace.
pub trait Reads {
    /// The open workspace.
    fn store(&self) -> &Store;
}

/// Writes the open workspace and tells what changed.
pub trait Writes: Reads {
    /// Tells whoever shows the changed records. Called after the commit, never before.
    fn publish(&self, changes: Changes);

    /// Runs `change` in one transaction and publishes what it changed once it is committed.
    ///
    /// # Errors
    /// Whatever `change` returns, or the database's; nothing is changed or published then.
    fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Committed { value, changes } = self.store().write(change)?;
        self.publish(changes);
        Ok(value)
    }
}

/// Opens things outside the program.
pub trait Opener: Send + Sync {
    /// Shows a folder in the system's file manager.
    ///
    /// # Errors
    /// What the operating system said when there is no file manager or it would not start.
    fn show_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The computer's wall clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system's clock")]
    fn now(&self) -> Timestamp {
        let now = SystemTime::now();
        // A clock set before 1970 counts backward from the epoch.
        let millis = match now.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()),
            Err(before) => i64::try_from(before.duration().as_millis()).map(|millis| -millis),
        };
        Timestamp::from_millis(millis.unwrap_or(i64::MAX))
    }
}

/// Uids from the operating system's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn uid(&self, now: Timestamp) -> Uid {
        let mut random = [0; 10];
        // Fails only on systems without a random source, which none of the supported ones is. The
        // unique index on every uid then refuses the second record instead of mixing two up.
        if let Err(error) = getrandom::fill(&mut random) {
            tracing::error!(%error, "the system gave no random numbers");
        }
        Uid::new(now, random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_is_after_this_program_was_written() {
        assert!(SystemClock.now() > Timestamp::from_millis(1_760_000_000_000));
    }

    #[test]
    fn system_ids_differ_within_one_millisecond() {
        let now = SystemClock.now();
        assert_ne!(SystemIds.uid(now), SystemIds.uid(now));
    }
}
