//! Standing still: the spans are kept, and the base is computed from the first one anew each time.

use super::Open;

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
