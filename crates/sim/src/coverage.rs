//! What a simulation has come across: which events in which states, and which ends.

use crate::naive::View;
use crate::scene::Scene;
use desk_core::enrolment::{EnrolmentState, Event, Outcome};
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// All events by name.
pub const EVENTS: [&str; 24] = [
    "tick",
    "done",
    "called",
    "skip",
    "snooze",
    "queued",
    "taken back",
    "recheck",
    "replan",
    "pause",
    "resume",
    "freeze",
    "thaw",
    "go on",
    "reply",
    "colleague reply",
    "wrote by hand",
    "ambiguous",
    "out of office",
    "bounced",
    "opt out",
    "meeting",
    "buying signal",
    "finish",
];

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

/// The name of an event.
#[must_use]
pub const fn event_name(event: Event) -> &'static str {
    match event {
        Event::Tick => "tick",
        Event::Done => "done",
        Event::Called { .. } => "called",
        Event::Skip => "skip",
        Event::Snooze { .. } => "snooze",
        Event::Queued => "queued",
        Event::TakenBack => "taken back",
        Event::Recheck => "recheck",
        Event::Replan => "replan",
        Event::Pause { .. } => "pause",
        Event::Resume => "resume",
        Event::Freeze => "freeze",
        Event::Thaw => "thaw",
        Event::GoOn { .. } => "go on",
        Event::Reply => "reply",
        Event::ColleagueReply => "colleague reply",
        Event::WroteByHand => "wrote by hand",
        Event::Ambiguous => "ambiguous",
        Event::OutOfOffice { .. } => "out of office",
        Event::Bounced { .. } => "bounced",
        Event::OptOut => "opt out",
        Event::Meeting => "meeting",
        Event::BuyingSignal => "buying signal",
        Event::Finish { .. } => "finish",
    }
}

/// The name of the state in which an enrolment is met.
#[must_use]
pub fn state_name(view: &View, scene: &Scene, now: Timestamp) -> &'static str {
    match view.state {
        EnrolmentState::Finished { .. } => "finished",
        EnrolmentState::Review { .. } => "review",
        EnrolmentState::Paused { .. } => "paused",
        EnrolmentState::Active { .. } if view.frozen => "frozen",
        EnrolmentState::Active { .. } if scene.all_paused_since.is_some() => "all paused",
        EnrolmentState::Active { held_until: Some(until) } if until > now => "away",
        EnrolmentState::Active { .. } => match view.open.map(|open| open.state) {
            None | Some(TouchState::Waiting) => "waiting",
            Some(TouchState::Due) => "due",
            Some(TouchState::InOutbox) => "in the outbox",
        },
    }
}

/// How often what was met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Events in states.
    pub pairs: BTreeMap<(&'static str, &'static str), u64>,
    /// Ends that rules have led to; those that the rep has asked for are in [`Self::asked`].
    pub exits: BTreeMap<&'static str, u64>,
    /// Ends that were asked for.
    pub asked: BTreeMap<&'static str, u64>,
}

const fn exit_name(outcome: Outcome) -> &'static str {
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

/// The ends that rules lead to.
pub const EXITS: [&str; 9] = [
    "won",
    "lost",
    "replied",
    "no reply",
    "opted out",
    "bounced",
    "moved",
    "touch limit",
    "move limit",
];

impl Coverage {
    /// Counts an event in the state in which it came, and the end that it led to.
    pub fn count(
        &mut self,
        event: Option<Event>,
        state: &'static str,
        before: &View,
        after: &View,
    ) {
        if let Some(event) = event {
            *self.pairs.entry((event_name(event), state)).or_default() += 1;
        }
        let EnrolmentState::Finished { outcome, .. } = after.state else { return };
        if after.state != before.state {
            let is_asked = matches!(event, Some(Event::Finish { .. }));
            let exits = if is_asked { &mut self.asked } else { &mut self.exits };
            *exits.entry(exit_name(outcome)).or_default() += 1;
        }
    }

    /// Adds what another simulation has met.
    pub fn add(&mut self, other: Self) {
        for (pair, count) in other.pairs {
            *self.pairs.entry(pair).or_default() += count;
        }
        for (exit, count) in other.exits {
            *self.exits.entry(exit).or_default() += count;
        }
        for (exit, count) in other.asked {
            *self.asked.entry(exit).or_default() += count;
        }
    }

    /// The pairs and ends that were met less often than so many times, in words.
    #[must_use]
    pub fn rarer_than(&self, least: u64) -> Vec<String> {
        let pairs =
            EVENTS.iter().flat_map(|event| STATES.iter().map(move |state| (*event, *state)));
        // Only e-mails are in the outbox, and only calls are called.
        let pairs = pairs.filter(|pair| *pair != ("called", "in the outbox"));
        let pairs = pairs.filter_map(|pair| {
            let count = self.pairs.get(&pair).copied().unwrap_or(0);
            (count < least).then(|| format!("{} when {}: {count}", pair.0, pair.1))
        });
        let exits = EXITS.iter().filter_map(|exit| {
            let count = self.exits.get(exit).copied().unwrap_or(0);
            (count < least).then(|| format!("{exit}: {count}"))
        });
        pairs.chain(exits).collect()
    }
}

impl Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((event, state), count) in &self.pairs {
            writeln!(f, "{event} when {state}: {count}")?;
        }
        for (exit, count) in &self.exits {
            writeln!(f, "{exit} by rule: {count}")?;
        }
        for (exit, count) in &self.asked {
            writeln!(f, "{exit} asked for: {count}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_met_is_named() {
        let rare = Coverage::default().rarer_than(1);
        assert_eq!(rare.len(), EVENTS.len() * STATES.len() - 1 + EXITS.len());
        assert!(rare.contains(&"tick when waiting: 0".to_owned()), "{rare:?}");
    }
}
