//! The core and the naive model are told the same and have to agree on everything.

mod pair;

use desk_sim::coverage::Coverage;
use pair::Pair;
use std::collections::BTreeMap;

const SEEDS: u64 = 1_000;
const EVENTS: usize = 120;

/// How many of a hundred seeds may end early because of something that is known to differ.
const KNOWN_PERCENT: u64 = 10;

#[test]
fn the_core_and_the_naive_model_agree_on_everything() {
    let only = std::env::var("SIM_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut coverage = Coverage::default();
    let mut known: BTreeMap<&str, u64> = BTreeMap::new();
    let mut differing = Vec::new();
    for seed in only.map_or(0..SEEDS, |seed: u64| seed..seed + 1) {
        let mut pair = Pair::new(seed);
        let ended = (0..EVENTS).try_for_each(|_| pair.step());
        match ended.map_err(|difference| difference.known) {
            Ok(()) => {}
            Err(Some(reason)) => *known.entry(reason).or_default() += 1,
            Err(None) => {
                println!("{}", pair.story());
                differing.push(seed);
            }
        }
        coverage.add(pair.coverage);
    }
    println!("{coverage}known to differ: {known:#?}\n{:#?}", coverage.rarer_than(50));
    assert!(differing.is_empty(), "they differ with SIM_SEED={differing:?}");
    let early: u64 = known.values().sum();
    assert!(early * 100 <= SEEDS * KNOWN_PERCENT, "{early} of {SEEDS} seeds end early");
}
