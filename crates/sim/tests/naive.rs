//! The core and the naive model are told the same and have to agree on everything.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and its output says where"
)]

mod pair;

use desk_sim::coverage::Coverage;
use pair::Pair;
use std::collections::BTreeMap;

const SEEDS: u64 = 1_600;
const EVENTS: usize = 120;

/// How many of a hundred seeds may end early because of something that is known to differ.
const KNOWN_PERCENT: u64 = 3;

#[test]
fn the_core_and_the_naive_model_agree_on_everything() {
    let only: Option<u64> = std::env::var("SIM_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut coverage = Coverage::default();
    let mut known: BTreeMap<&str, u64> = BTreeMap::new();
    let mut differing = Vec::new();
    for seed in only.map_or(0..SEEDS, |seed| seed..seed + 1) {
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
    println!("{coverage}known to differ: {known:#?}");
    assert!(differing.is_empty(), "they differ with SIM_SEED={differing:?}");
    if only.is_none() {
        let early: u64 = known.values().sum();
        assert!(early * 100 <= SEEDS * KNOWN_PERCENT, "{early} of {SEEDS} seeds end early");
        assert_eq!(coverage.rarer_than(50), Vec::<String>::new());
    }
}
