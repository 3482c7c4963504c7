//! What a simulation has come across: what happened in which states, and which ends there were.

use crate::naive::View;
use desk_core::enrolment::{EnrolmentState, Outcome};
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use std::collections::BTreeMap;

/// All states by name.
pub const STATES: [&str; 9] = [
    "waiting",
    "due",
    "in the outbox",
    "away",
    "paused",
    "review",
    "frozen",
    "all paused",
    "finished",
];

/// What happens, and the state that it meets.
pub type Pair = (&'static str, &'static str);

/// The name of the state in which an enrolment is met, while everything is paused or not.
#[must_use]
pub fn state_name(view: &View, all_paused: bool, now: Timestamp) -> &'static str {
    match view.state {
        EnrolmentState::Finished { .. } => "finished",
        EnrolmentState::Review { .. } => "review",
        EnrolmentState::Paused { .. } => "paused",
        EnrolmentState::Active { .. } if view.frozen => "frozen",
        EnrolmentState::Active { .. } if all_paused => "all paused",
        EnrolmentState::Active { held_until: Some(until) } if until > now => "away",
        EnrolmentState::Active { .. } => match view.open.map(|open| open.state) {
            None | Some(TouchState::Waiting) => "waiting",
            Some(TouchState::Due) => "due",
            Some(TouchState::InOutbox) => "in the outbox",
        },
    }
}

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

/// How often what was met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// What happened in which states.
    pub pairs: BTreeMap<Pair, u64>,
    /// Ends.
    pub exits: BTreeMap<&'static str, u64>,
}

impl Coverage {
    /// Counts what happened in a state.
    pub fn meet(&mut self, pair: Pair) {
        *self.pairs.entry(pair).or_default() += 1;
    }

    /// Counts an end.
    pub fn end(&mut self, outcome: Outcome) {
        *self.exits.entry(exit_name(outcome)).or_default() += 1;
    }

    /// How often something happened in a state.
    #[must_use]
    pub fn times(&self, pair: Pair) -> u64 {
        self.pairs.get(&pair).copied().unwrap_or(0)
    }

    /// Adds what another simulation has met.
    pub fn add(&mut self, other: Self) {
        for (pair, count) in other.pairs {
            *self.pairs.entry(pair).or_default() += count;
        }
        for (exit, count) in other.exits {
            *self.exits.entry(exit).or_default() += count;
        }
    }

    /// How often each of these has happened in each state, the rarest first.
    #[must_use]
    pub fn rarest(&self, all: &[&'static str]) -> Vec<(u64, Pair)> {
        let pairs = all.iter().flat_map(|what| STATES.iter().map(move |state| (*what, *state)));
        let mut counted: Vec<_> = pairs.map(|pair| (self.times(pair), pair)).collect();
        counted.sort_unstable();
        counted
    }

    /// Which of these happened in a state, and which of these ends came, less often than so many times,
    /// in words.
    #[must_use]
    pub fn rarer_than(
        &self,
        least: u64,
        all: &[&'static str],
        exits: &[&'static str],
    ) -> Vec<String> {
        let pairs = self.rarest(all).into_iter().filter(|(count, _)| *count < least);
        let pairs = pairs.map(|(count, (what, state))| format!("{what} when {state}: {count}"));
        let exits = exits.iter().filter_map(|exit| {
            let count = self.exits.get(exit).copied().unwrap_or(0);
            (count < least).then(|| format!("{exit}: {count}"))
        });
        pairs.chain(exits).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_too_seldom_is_named() {
        let mut coverage = Coverage::default();
        coverage.meet(("tick", "due"));
        coverage.end(Outcome::Won);
        let rare = coverage.rarer_than(1, &["tick"], &["won", "lost"]);
        assert_eq!(rare.len(), STATES.len() - 1 + 1, "{rare:?}");
        assert!(rare.contains(&"tick when waiting: 0".to_owned()), "{rare:?}");
        assert!(rare.contains(&"lost: 0".to_owned()), "{rare:?}");
    }
}
