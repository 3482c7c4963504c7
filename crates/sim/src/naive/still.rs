//! Standing still: the spans are kept, and the base is computed from the first one anew each time.

use super::{Going, Model, Open};
use crate::scene::Scene;
use desk_core::touch::TouchState;

/// From when until when it stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The beginning.
    pub from: i64,
    /// The end.
    pub until: i64,
}

/// Spans without overlaps, in order: what lies in several counts once.
fn joined(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut all: Vec<Span> = Vec::new();
    for span in sorted {
        match all.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => all.push(span),
        }
    }
    all
}

/// Where a base comes to lie after these spans, and how far it was moved.
fn moved(base: i64, spans: &[Span]) -> i64 {
    joined(spans).iter().fold(base, |at, span| at + (span.until - span.from.max(at)).max(0))
}

impl Open {
    /// The base after all standing still.
    pub(super) fn base_now(&self) -> i64 {
        moved(self.base, &self.still)
    }

    /// Where the rep has moved it, after all standing still since then.
    pub(super) fn snoozed_now(&self) -> Option<i64> {
        let before = self.still.get(..self.still_before).unwrap_or_default();
        Some(self.snoozed? + self.base_now() - moved(self.base, before))
    }
}

impl Model {
    /// Whether it stands still by itself.
    pub(super) fn is_stopped(&self) -> bool {
        self.frozen.is_some() || self.stopped_by_itself().is_some()
    }

    fn stopped_by_itself(&self) -> Option<i64> {
        match self.going {
            Going::Paused { begun, .. } | Going::Review { begun, .. } => Some(begun),
            Going::On { .. } | Going::Over { .. } => None,
        }
    }

    /// Since when it stands still by itself, and by everything being paused at the same time.
    pub(super) fn stopped_since(&self, scene: &Scene) -> Option<i64> {
        if matches!(self.going, Going::Over { .. }) {
            return None;
        }
        let over = self.pending.iter().map(|span| span.from);
        let own = over.chain(self.frozen).chain(self.stopped_by_itself()).min()?;
        let all = scene.all_paused_since.map(|since| since.as_millis());
        Some(all.map_or(own, |all| all.min(own)))
    }

    /// A reason to stand still has gone. Once none is left, the open touch has stood still for as
    /// long as there was any.
    pub(super) fn stood_still(&mut self, from: i64, until: i64, scene: &Scene) {
        self.pending.push(Span { from, until });
        if self.is_stopped() || scene.all_paused_since.is_some() {
            return;
        }
        let spans = std::mem::take(&mut self.pending);
        match &mut self.open {
            Some(open) if open.state == TouchState::Waiting => open.still.extend(spans),
            _ => {}
        }
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
        assert_eq!(moved(10, &[span(20, 50)]), 40);
        assert_eq!(moved(10, &[span(20, 30), span(30, 50)]), 40);
        assert_eq!(moved(10, &[span(20, 45), span(30, 50)]), 40);
        assert_eq!(moved(25, &[span(20, 50)]), 50);
        assert_eq!(moved(60, &[span(20, 50)]), 60);
    }
}
