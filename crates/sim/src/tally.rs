//! How much one simulated workspace, or many, have come across.

use crate::coverage::Coverage;
use std::fmt::{self, Display};

/// Everything that is done to an enrolment, by name.
pub const DEEDS: [&str; 33] = [
    "time",
    "done",
    "called",
    "log only",
    "skip",
    "snooze",
    "send",
    "write",
    "cancel",
    "pause",
    "resume",
    "remove",
    "won",
    "reply",
    "colleague reply",
    "away",
    "bounce",
    "opt out",
    "unclear",
    "buying signal",
    "meeting",
    "wrote by hand",
    "undo",
    "assign",
    "bin",
    "freeze",
    "thaw",
    "version",
    "pause all",
    "go on",
    "replan",
    "kill",
    "full disk",
];

/// All ends, by name.
pub const EXITS: [&str; 11] = [
    "won",
    "lost",
    "replied",
    "no reply",
    "opted out",
    "bounced",
    "removed",
    "moved",
    "not moved",
    "touch limit",
    "move limit",
];

/// How many of the rarest are told.
const TOLD: usize = 12;

/// How often what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Deeds in states, and ends.
    pub met: Coverage,
    /// All deeds.
    pub events: u64,
    /// Messages that have left.
    pub sent: u64,
    /// How often the program's process was killed while it had something to do.
    pub kills: u64,
    /// How often it had not answered by then.
    pub unanswered: u64,
}

impl Tally {
    /// Adds what another simulation has met.
    pub fn add(&mut self, other: Self) {
        self.met.add(other.met);
        self.events += other.events;
        self.sent += other.sent;
        self.kills += other.kills;
        self.unanswered += other.unanswered;
    }

    /// The pairs and ends that were met less often than so many times, in words.
    #[must_use]
    pub fn rarer_than(&self, least: u64) -> Vec<String> {
        self.met.rarer_than(least, &DEEDS, &EXITS)
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} events, {} messages", self.events, self.sent)?;
        if self.kills > 0 {
            write!(f, ", {} kills, {} before the answer", self.kills, self.unanswered)?;
        }
        write!(f, "; rarest:")?;
        for (count, (deed, state)) in self.met.rarest(&DEEDS).into_iter().take(TOLD) {
            write!(f, " {deed} when {state} {count},")?;
        }
        write!(f, " ends:")?;
        let mut before = " ";
        for exit in EXITS {
            let count = self.met.exits.get(exit).copied().unwrap_or(0);
            write!(f, "{before}{exit} {count}")?;
            before = ", ";
        }
        Ok(())
    }
}
