//! Standing still: the spans are kept, and the base is computed from the first one anew each time.

use super::{Going, Model, Open};
use crate::scene::Scene;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;

/// From when until when it stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The beginning.
    pub from: i64,
    /// The end.
    pub until: i64,
}

/// How long these spans are together: what lies in several counts once.
fn length(spans: &[Span]) -> i64 {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut all: Vec<Span> = Vec::new();
    for span in sorted {
        match all.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => all.push(span),
        }
    }
    all.iter().map(|span| span.until - span.from).sum()
}

impl Open {
    /// The base after all standing still.
    pub(super) fn base_now(&self) -> i64 {
        self.base + length(&self.still)
    }

    /// Where the rep has moved it, after all standing still since then.
    pub(super) fn snoozed_now(&self) -> Option<i64> {
        let since_then = self.still.get(self.still_before..).unwrap_or_default();
        Some(self.snoozed? + length(since_then))
    }
}

impl Model {
    /// Whether it stands still by itself.
    pub(super) fn is_stopped(&self) -> bool {
        self.frozen.is_some() || self.stopped_by_itself().is_some()
    }

    fn stopped_by_itself(&self) -> Option<i64> {
        match self.going {
            Going::Paused { since, .. } | Going::Review { since } => Some(since),
            Going::On | Going::Over { .. } => None,
        }
    }

    /// Since when its touch stands still for a reason of its own: everything being paused is one
    /// when the touch was opened meanwhile, and counts as well when there is another.
    pub(super) fn stopped_since(&self, all_paused_since: Option<Timestamp>) -> Option<i64> {
        let opened = self.open.as_ref()?.opened_still;
        let over = self.pending.iter().map(|span| span.from);
        let own = over.chain(self.frozen).chain(self.stopped_by_itself()).min();
        let all = all_paused_since.map(|since| since.as_millis());
        let first = own.map(|own| all.map_or(own, |all| all.min(own)));
        match first {
            Some(first) => Some(opened.map_or(first, |opened| opened.max(first))),
            None => opened.filter(|_| all.is_some()),
        }
    }

    /// A reason to stand still has gone. Once none is left, the open touch has stood still for as
    /// long as there was any.
    pub(super) fn stood_still(&mut self, from: i64, until: i64, scene: &Scene) {
        self.pending.push(Span { from, until });
        if self.is_stopped() || scene.all_paused_since.is_some() {
            return;
        }
        let spans = std::mem::take(&mut self.pending);
        let Some(open) = &mut self.open else { return };
        let opened = open.opened_still.take();
        if open.state != TouchState::Waiting {
            return;
        }
        let of_touch = spans.into_iter().map(|span| {
            let from = opened.map_or(span.from, |opened| opened.max(span.from));
            Span { from, until: span.until.max(from) }
        });
        // What came before cannot overlap it, whatever the clock said then: it may have been put back.
        let of_touch: Vec<Span> = of_touch.collect();
        let from = open.still.last().map_or(0, |last| last.until + 1);
        open.still.push(Span { from, until: from + length(&of_touch) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, until: i64) -> Span {
        Span { from, until }
    }

    #[test]
    fn splitting_a_pause_changes_nothing_and_an_overlap_counts_once() {
        assert_eq!(length(&[span(20, 50)]), 30);
        assert_eq!(length(&[span(20, 30), span(30, 50)]), 30);
        assert_eq!(length(&[span(20, 45), span(30, 50)]), 30);
        assert_eq!(length(&[span(40, 50), span(20, 30)]), 20);
        assert_eq!(length(&[]), 0);
    }
}
