//! A/B variants of an e-mail: weights, and which one a contact gets for good (PRODUCT 6.8).

/// Most texts of an e-mail step, its own included.
pub const MAX_VARIANTS: usize = 10;

/// Largest weight of a text.
pub const MAX_WEIGHT: u32 = 1_000;

/// Another text of an e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Variant {
    /// Which one within its step, from 1; the step's own text is 0. Kept when others are deleted.
    pub key: u32,
    /// How often it is taken beside the others; 0 to [`MAX_WEIGHT`], 0 for never.
    pub weight: u32,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// Which of the texts with these keys and weights a contact gets, by `seed`: a number that is spread
/// evenly over contacts. The key of the first when all weights are 0; none without any.
#[must_use]
pub fn pick(texts: &[(u32, u32)], seed: u64) -> Option<u32> {
    let total: u64 = texts.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let mut left = if total == 0 { 0 } else { seed % total };
    for (key, weight) in texts {
        let weight = u64::from(*weight);
        if left < weight {
            return Some(*key);
        }
        left -= weight;
    }
    texts.first().map(|(key, _)| *key)
}

/// The text that a contact gets of a step's texts with these keys and weights: the one that it has got
/// before while that is still there, else by [`pick`].
#[must_use]
pub fn sticky(texts: &[(u32, u32)], had: Option<u32>, seed: u64) -> u32 {
    had.filter(|had| texts.iter().any(|(key, _)| key == had))
        .or_else(|| pick(texts, seed))
        .unwrap_or(0)
}

/// How a text has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Which text.
    pub key: u32,
    /// How many people got it.
    pub people: u32,
    /// How many of them did what it was for.
    pub successes: u32,
}

/// Fewest people that each text must have been sent to before one is called the winner.
pub const MIN_SAMPLE: u32 = 50;

impl Tally {
    /// Where the true rate lies with 95 % confidence, 0 to 1: the Wilson score interval.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        const Z: f64 = 1.959_963_985;
        if self.people == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (f64::from(self.people), f64::from(self.successes) / f64::from(self.people));
        let middle = p + Z * Z / (2.0 * n);
        let spread = Z * ((p * (1.0 - p) + Z * Z / (4.0 * n)) / n).sqrt();
        let whole = 1.0 + Z * Z / n;
        (((middle - spread) / whole).max(0.0), ((middle + spread) / whole).min(1.0))
    }
}

/// The text that does better than every other beyond doubt: none before each was sent to
/// [`MIN_SAMPLE`] people, or while intervals overlap.
#[must_use]
pub fn winner(tallies: &[Tally]) -> Option<u32> {
    if tallies.len() < 2 || tallies.iter().any(|tally| tally.people < MIN_SAMPLE) {
        return None;
    }
    let beats = |best: &&Tally| {
        let others = tallies.iter().filter(|other| other.key != best.key);
        others.into_iter().all(|other| other.interval().1 < best.interval().0)
    };
    tallies.iter().find(beats).map(|best| best.key)
}

/// An evenly spread number of a contact and a step (SplitMix64 over both).
#[must_use]
pub const fn seed(contact: u64, step: u64) -> u64 {
    let mixed =
        contact.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ step.wrapping_mul(0xD1B5_4A32_D192_ED03);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_taken_by_their_weights() {
        let texts = [(0, 3), (1, 1), (2, 0)];
        let taken = |key| (0..4_000).filter(|n| pick(&texts, seed(*n, 7)) == Some(key)).count();
        assert!((2_900..3_100).contains(&taken(0)), "{}", taken(0));
        assert!((900..1_100).contains(&taken(1)), "{}", taken(1));
        assert_eq!(taken(2), 0);
    }

    #[test]
    fn a_contact_keeps_its_text_while_that_is_there() {
        assert_eq!(sticky(&[(0, 1), (1, 1_000)], Some(0), 99), 0);
        assert_eq!(sticky(&[(0, 0), (2, 1)], Some(1), 99), 2);
        assert_eq!(sticky(&[], None, 99), 0);
    }

    #[test]
    fn a_winner_is_named_only_past_a_sample_and_beyond_doubt() {
        let tally = |key, people, successes| Tally { key, people, successes };
        assert_eq!(winner(&[tally(0, 49, 40), tally(1, 500, 5)]), None);
        assert_eq!(winner(&[tally(0, 100, 12), tally(1, 100, 8)]), None);
        assert_eq!(winner(&[tally(0, 200, 60), tally(1, 200, 20)]), Some(0));
        // Wilson's interval of 10 in 100, from a table.
        let (low, high) = tally(0, 100, 10).interval();
        assert!((low - 0.0552).abs() < 0.0005 && (high - 0.1744).abs() < 0.0005, "{low} {high}");
    }

    #[test]
    fn without_weights_the_first_is_taken() {
        assert_eq!(pick(&[(3, 0), (4, 0)], 99), Some(3));
        assert_eq!(pick(&[], 99), None);
    }
}
