//! Real kills: the program's process is gone while it does what it was asked for.

use super::World;
use crate::twin::{Told, Twin, Way};
use crate::watch::Wrong;
use std::time::Duration;

/// How many of a hundred orders are the last of their process.
const DOOMED: u64 = 7;

/// The longest time that such a process has left, in microseconds; most orders take less.
const LEFT: i64 = 3_000;

impl World {
    /// Lets the next order be the last of its process, now and then: the number for what was in the file
    /// before.
    pub(super) fn doom(&mut self) -> Result<Option<u64>, Wrong> {
        if !self.desk.is_apart() || !self.random.chance(DOOMED) {
            return Ok(None);
        }
        let left = u64::try_from(self.random.between(0, LEFT)).unwrap_or(0);
        self.desk.doom(Duration::from_micros(left));
        self.tally.kills += 1;
        self.watch.print().map(Some)
    }

    /// The program is killed, if it is not gone already, and starts again.
    pub(super) fn start_again(&mut self) -> Result<(), Wrong> {
        self.watch.leave()?;
        self.desk.kill()?;
        self.watch.enter(&self.desk.file())
    }

    /// The program was gone before it answered: nothing of what it was asked for is done, or all of it.
    pub(super) fn unanswered(
        &mut self,
        print: u64,
        before: Twin,
        told: Told,
        taken_back: bool,
    ) -> Result<(), Wrong> {
        self.tally.unanswered += 1;
        let is_done = self.watch.print()? != print;
        self.remember(format!("killed; done: {is_done}"));
        match (is_done, told) {
            (false, _) => self.twin = before,
            (true, Ok(())) => self.twin.lose_entry(),
            (true, Err(code)) => return Err(format!("{code} has changed something")),
        }
        self.look(taken_back)
    }

    /// What the loops did when they were killed may have been done: the model's loops come to their end
    /// as well.
    pub(super) fn catch_up(&mut self) -> Result<(), Wrong> {
        let waiting = self.twin.letters.places(|letter| letter.way == Way::Queued);
        for _ in 0..waiting.len() + 2 {
            self.turned()?;
        }
        Ok(())
    }
}
