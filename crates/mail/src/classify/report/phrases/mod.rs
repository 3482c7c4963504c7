//! How mail servers and the programs that report for them put it, by reason.
//!
//! Collected from RFC texts, sources and manuals of the mail servers, and what providers document. A
//! phrase is *sure* when it can mean one thing only; *bare* when it can, and filters and gateways say it
//! for something else: then more than the phrase is needed; *formula* when it says no more than the
//! number of the reply; *likely* when it is used loosely. Before the last two a status counts that says
//! something. Of several phrases the table's order decides: what is about us comes before what is about
//! the address, because servers refuse unwelcome senders in words that name the recipient.

mod address;
mod loose;
mod mailbox;
mod us;
mod way;

use super::reason::Reason;
use crate::classify::phrase::Phrases;
use std::sync::LazyLock;

/// How much a phrase weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Used loosely.
    Likely,
    /// What RFC 5321 puts behind the number of a reply: it says no more than the number.
    Formula,
    /// Means one thing only, and is what filters and gateways say as an excuse, too.
    Bare,
    /// Means one thing only.
    Sure,
}

/// A reason, how much its phrases weigh, and the phrases.
type Row = (Reason, Strength, &'static [&'static str]);

/// All rows, the weightiest first.
static TABLE: LazyLock<Vec<Row>> =
    LazyLock::new(|| [us::ROWS, mailbox::ROWS, address::ROWS, way::ROWS, loose::ROWS].concat());

static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::fast(TABLE.iter().flat_map(|(_, _, row)| row.iter().copied())));

/// The row of each phrase, in the order of [`PHRASES`].
static ROWS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let rows = (0_u8..).zip(TABLE.iter());
    rows.flat_map(|(at, (_, _, row))| std::iter::repeat_n(at, row.len())).collect()
});

/// The weightiest reason that a text gives. It must be in the form of `normal_words`.
pub(crate) fn best(text: &str) -> Option<(Reason, Strength)> {
    let rows = PHRASES.find(text).filter_map(|(which, _)| ROWS.get(which));
    // Sure and bare rows stand before the others.
    let (reason, strength, _) = TABLE.get(usize::from(*rows.min()?))?;
    Some((*reason, *strength))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::phrase::normal;

    fn is_loose(strength: Strength) -> bool {
        matches!(strength, Strength::Likely | Strength::Formula)
    }

    #[test]
    fn the_table_is_ordered_and_no_phrase_stands_in_it_twice() {
        assert!(TABLE.is_sorted_by(|a, b| !is_loose(a.1) || is_loose(b.1)));
        let mut all: Vec<&str> = TABLE.iter().flat_map(|row| row.2.iter().copied()).collect();
        assert!(all.iter().all(|phrase| normal(phrase) == *phrase));
        all.sort_unstable();
        let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert_eq!(twice, Vec::<&[&str]>::new());
    }

    #[test]
    fn every_phrase_is_found_as_its_row_or_a_weightier_one() {
        for (row, (_, _, phrases)) in TABLE.iter().enumerate() {
            for phrase in *phrases {
                let text = normal(&format!("550 said {phrase}: sorry"));
                let found = PHRASES.find(&text).map(|(which, _)| usize::from(ROWS[which])).min();
                assert!(found.is_some_and(|found| found <= row), "{phrase}");
            }
        }
    }
}
