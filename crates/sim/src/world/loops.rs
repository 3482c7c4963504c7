//! Time passes, the loops work, the program dies.

use super::World;
use crate::cadences;
use crate::desk::KILLED;
use crate::ports;
use crate::watch::{Wrong, is_open};
use desk_core::pace::Pace;
use desk_core::time::Timestamp;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Turns in a row in which there is always more to do: one that never ends is a fault.
const TURNS: usize = 3_000;

impl World {
    /// Time passes, and the loops do what is to be done then.
    pub(super) fn pass(&mut self, life: Option<usize>) -> Result<(), Wrong> {
        let millis = self.span(life);
        let lives = self.twin.lives.places(|life| !life.gone);
        self.tally.events += 1;
        let states = self.states(&lives);
        self.last = ("time", 0);
        self.set_clock(millis);
        self.remember(format!("{millis} ms pass"));
        if self.random.chance(85) {
            self.settle()?;
        }
        self.count("time", &states);
        self.look(false)
    }

    fn set_clock(&mut self, millis: i64) {
        let now = Timestamp::from_millis(self.twin.now.as_millis() + millis);
        self.twin.now = now;
        self.desk.set(now);
    }

    /// From minutes to weeks; often just to the moment at which something is due.
    fn span(&mut self, life: Option<usize>) -> i64 {
        let due = life.and_then(|life| self.twin.lives[life].model.comes());
        let left = due.map_or(0, |(due, _)| due.as_millis() - self.twin.now.as_millis());
        match self.random.number() % 12 {
            0..5 if left > 0 && left < 90 * DAY => left,
            5 if left > 1 && left < 90 * DAY => left - 1,
            6..8 => self.random.between(1, 90) * MINUTE,
            8 => self.random.between(1, 30) * HOUR,
            9 => self.random.between(1, 6) * DAY,
            10 if self.random.chance(15) => self.random.between(10, 40) * DAY,
            _ => self.random.between(1, 9_000_000),
        }
    }

    /// The clock jumps, forward or back. How long something has stood still cannot be known when it is
    /// put back meanwhile: then everything goes on first.
    pub(super) fn jump(&mut self) -> Result<(), Wrong> {
        let is_back = self.random.chance(60);
        if is_back {
            self.go_on()?;
        }
        let millis = self.random.between(MINUTE, 2 * DAY) * if is_back { -1 } else { 1 };
        if is_back {
            // For the same reason nothing is taken back that lies before.
            self.put_back = self.twin.entries.len();
        }
        let lives = self.twin.lives.places(|life| !life.gone);
        let states = self.states(&lives);
        self.tally.events += 1;
        self.set_clock(millis);
        self.remember(format!("the clock jumps by {millis} ms"));
        self.settle()?;
        self.count("time", &states);
        self.look(false)
    }

    /// Nothing stands still any more.
    fn go_on(&mut self) -> Result<(), Wrong> {
        // More than once: the disk may be full.
        while self.twin.paused.is_some() || !self.standing_still().is_empty() {
            self.pause_all(false)?;
            self.thaw_all()?;
            for life in self.standing_still() {
                self.decide(life, "resume")?;
            }
        }
        Ok(())
    }

    fn standing_still(&self) -> Vec<usize> {
        self.twin
            .lives
            .places(|life| !life.gone && life.model.spot().is_some() && life.model.stands_still())
    }

    /// The rep is somewhere else.
    pub(super) fn travel(&mut self) -> Result<(), Wrong> {
        let zone = cadences::place(&mut self.random).0;
        let lives = self.twin.lives.places(|life| !life.gone);
        let states = self.states(&lives);
        self.tally.events += 1;
        ports::travel(zone);
        self.twin.zone = zone;
        self.remember(format!("the rep is in {zone}"));
        if self.random.chance(80) {
            self.settle()?;
            self.count("replan", &states);
        }
        self.look(false)
    }

    /// The program is gone and starts again.
    pub(super) fn kill(&mut self) -> Result<(), Wrong> {
        let lives = self.twin.lives.places(|life| !life.gone);
        let states = self.states(&lives);
        self.tally.events += 1;
        self.remember("the program is killed".to_owned());
        self.start_again()?;
        self.count("kill", &states);
        self.look(false)
    }

    /// Lets the loops of both work until there is nothing to do.
    pub(super) fn settle(&mut self) -> Result<(), Wrong> {
        if self.random.chance(2) {
            self.desk.limit_pages(Some(0))?;
            let turned = self.desk.turn();
            self.desk.limit_pages(None)?;
            match turned {
                Err(error) if error.contains("full") => {
                    self.remember("the disk was full for the loops".to_owned());
                    self.start_again()?;
                }
                Err(error) => return Err(format!("the loops: {error}")),
                Ok(more) => {
                    self.turned()?;
                    if !more {
                        return Ok(());
                    }
                }
            }
        }
        let mut was_killed = false;
        for _ in 0..TURNS {
            let is_doomed = self.doom()?.is_some();
            let turned = self.desk.turn();
            if is_doomed {
                self.start_again()?;
            }
            if turned == Err(KILLED.to_owned()) {
                was_killed = true;
                continue;
            }
            let more = turned.map_err(|error| format!("the loops: {error}"))?;
            self.turned()?;
            if !more {
                return if was_killed { self.catch_up() } else { Ok(()) };
            }
        }
        Err("the loops never come to an end".to_owned())
    }

    /// The model's loops work as well.
    pub(super) fn turned(&mut self) -> Result<(), Wrong> {
        let sent = self.twin.turn();
        if let Some(letter) = sent {
            self.tally.sent += 1;
            self.remember(format!("a message of {:?} has left", self.twin.letters[letter].life));
        }
        if self.twin.pace == Pace::NONE { Ok(()) } else { self.look_what_left() }
    }

    /// At a pace, which message goes when is the program's choice: the model is told, and the moment has
    /// to be right.
    fn look_what_left(&mut self) -> Result<(), Wrong> {
        for (letter, has_left) in self.watch.gone(&self.twin)? {
            if !has_left {
                self.twin.taken_back_by_rule(letter);
                continue;
            }
            let (life, now) = (self.twin.letters[letter].life, self.twin.now);
            let early = self.twin.letters[letter].leaves_at > now;
            let unattended = self.twin.letters[letter].unattended;
            if early || (unattended && !is_open(&self.twin, life, now)) {
                return Err(format!("a message of {life} left at a wrong moment"));
            }
            self.remember(format!("a message of {:?} has left", self.twin.lives[life].id));
            self.twin.left(letter);
            self.tally.sent += 1;
        }
        Ok(())
    }
}

impl World {
    /// Brings everything to its end: each enrolment comes to one, and then nothing is left to do.
    ///
    /// # Errors
    /// What is not as it has to be.
    pub fn finish(&mut self) -> Result<(), Wrong> {
        if self.twin.paused.is_some() {
            self.pause_all(false)?;
        }
        self.settle()?;
        self.look(false)?;
        for life in self.twin.open_lives() {
            while self.twin.is_open(life) {
                self.decide(life, "remove")?;
            }
        }
        self.settle()?;
        self.watch.look_at_everything(&self.twin)?;
        let left = self.twin.open_lives();
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?} never come to an end")) }
    }
}
