//! How often what was met: deeds in states, and ends.

use crate::coverage::STATES;
use desk_core::enrolment::Outcome;
use std::collections::BTreeMap;
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

/// The name of an end.
#[must_use]
pub const fn exit_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Won => "won",
        Outcome::Lost => "lost",
        Outcome::Replied => "replied",
        Outcome::NoReply => "no reply",
        Outcome::OptedOut => "opted out",
        Outcome::Bounced => "bounced",
        Outcome::Removed => "removed",
        Outcome::Moved => "moved",
        Outcome::NotMoved => "not moved",
        Outcome::TouchLimit => "touch limit",
        Outcome::MoveLimit => "move limit",
    }
}

/// How often what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Deeds in states.
    pub pairs: BTreeMap<(&'static str, &'static str), u64>,
    /// Ends.
    pub exits: BTreeMap<&'static str, u64>,
    /// What differed in ways that are known.
    pub known: BTreeMap<&'static str, u64>,
    /// All deeds.
    pub events: u64,
    /// Messages that have left.
    pub sent: u64,
}

impl Tally {
    /// Adds what another simulation has met.
    pub fn add(&mut self, other: Self) {
        for (pair, count) in other.pairs {
            *self.pairs.entry(pair).or_default() += count;
        }
        for (exit, count) in other.exits {
            *self.exits.entry(exit).or_default() += count;
        }
        for (known, count) in other.known {
            *self.known.entry(known).or_default() += count;
        }
        self.events += other.events;
        self.sent += other.sent;
    }

    /// All pairs that are possible, the rarest first.
    #[must_use]
    pub fn pairs(&self) -> Vec<(u64, &'static str, &'static str)> {
        let all = DEEDS.iter().flat_map(|deed| STATES.iter().map(move |state| (*deed, *state)));
        let mut pairs: Vec<_> =
            all.map(|pair| (self.pairs.get(&pair).copied().unwrap_or(0), pair.0, pair.1)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// The pairs and ends that were met less often than so many times, in words.
    #[must_use]
    pub fn rarer_than(&self, least: u64) -> Vec<String> {
        let pairs = self.pairs().into_iter().filter(|(count, _, _)| *count < least);
        let pairs = pairs.map(|(count, deed, state)| format!("{deed} when {state}: {count}"));
        let exits = EXITS.iter().filter_map(|exit| {
            let count = self.exits.get(exit).copied().unwrap_or(0);
            (count < least).then(|| format!("{exit}: {count}"))
        });
        pairs.chain(exits).collect()
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} events, {} messages; rarest:", self.events, self.sent)?;
        for (count, deed, state) in self.pairs().into_iter().take(60) {
            write!(f, " {deed} when {state} {count},")?;
        }
        write!(f, " ends:")?;
        for (exit, count) in &self.exits {
            write!(f, " {exit} {count},")?;
        }
        write!(f, " known to differ: {:?}", self.known)
    }
}
