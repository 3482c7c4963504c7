//! Chance with a seed: the same seed gives the same numbers on every machine.

/// A generator of evenly spread numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The generator of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included; `low` when there is none.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low.saturating_add(i64::try_from(self.number() % span).unwrap_or(0))
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.number() % 100 < percent
    }

    /// One of these. There has to be one.
    pub fn pick<T: Copy>(&mut self, one: T, more: &[T]) -> T {
        let at = self.number() % (more.len() as u64 + 1);
        usize::try_from(at).ok().and_then(|at| more.get(at)).copied().unwrap_or(one)
    }

    /// One of the list; none of an empty one.
    pub fn pick_of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        let at = self.number() % list.len().max(1) as u64;
        usize::try_from(at).ok().and_then(|at| list.get(at)).copied()
    }

    /// One of the list by its weight; the first when all weigh nothing, none of an empty list.
    pub fn weighted<'a, T>(&mut self, list: &'a [(u64, T)]) -> Option<&'a T> {
        let all: u64 = list.iter().map(|(weight, _)| weight).sum();
        let mut left = self.number() % all.max(1);
        for (weight, what) in list {
            if left < *weight || all == 0 {
                return Some(what);
            }
            left -= weight;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_seed_always_gives_the_published_numbers() {
        // The first numbers of SplitMix64 for the seed 1234567.
        let mut random = Random::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.number()).collect();
        let published =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(first, published);
    }

    #[test]
    fn numbers_keep_their_bounds_and_reach_them() {
        let mut random = Random::new(1);
        let seen: Vec<i64> = (0..200).map(|_| random.between(-2, 3)).collect();
        assert_eq!(seen.iter().min(), Some(&-2));
        assert_eq!(seen.iter().max(), Some(&3));
    }
}
