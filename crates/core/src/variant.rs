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
    fn without_weights_the_first_is_taken() {
        assert_eq!(pick(&[(3, 0), (4, 0)], 99), Some(3));
        assert_eq!(pick(&[], 99), None);
    }
}
