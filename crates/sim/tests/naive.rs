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
use pair::names::EVENTS;

/// How many seeds are tried, unless `SIM_SEEDS` says otherwise.
const SEEDS: u64 = 1_600;
const EVENTS_EACH: usize = 120;

/// The ends that rules lead to.
const EXITS: [&str; 9] = [
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

#[test]
fn the_core_and_the_naive_model_agree_on_everything() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (only, seeds) = (number("SIM_SEED"), number("SIM_SEEDS").unwrap_or(SEEDS));
    let mut coverage = Coverage::default();
    let mut differing = Vec::new();
    for seed in only.map_or(0..seeds, |seed| seed..seed + 1) {
        let mut pair = Pair::new(seed);
        let ended = (0..EVENTS_EACH).try_for_each(|_| pair.step());
        if ended.is_err() {
            println!("{}", pair.story());
            differing.push(seed);
        }
        coverage.add(pair.coverage);
    }
    assert!(differing.is_empty(), "they differ with SIM_SEED={differing:?}");
    if only.is_none() && seeds >= SEEDS {
        // Only e-mails are in the outbox, and only calls are called.
        let never = vec!["called when in the outbox: 0".to_owned()];
        assert_eq!(coverage.rarer_than(50, &EVENTS, &EXITS), never);
        assert!(coverage.exits.get("not moved") > Some(&10));
    }
}
