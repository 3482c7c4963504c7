//! The program in a process of its own, which is killed while it does what it was asked for.

#![allow(clippy::print_stdout, reason = "the output of a test says how often it was killed")]

use desk_sim::run;
use std::path::Path;

/// Simulations, each with some thirty kills.
const SEEDS: u64 = 2;

/// Kills, at least.
const KILLS: u64 = 20;

#[test]
fn what_a_program_was_asked_for_when_it_was_killed_is_done_or_not_begun() {
    let simulator = Path::new(env!("CARGO_BIN_EXE_simulate"));
    let (tally, failures) = run::many(0, SEEDS, SEEDS, Some(simulator));
    for failure in &failures {
        println!("{}", failure.tell(20));
    }
    println!("{tally}");
    assert!(failures.is_empty(), "cargo xtask simulate --kills --seeds {SEEDS} --from 0");
    assert!(tally.kills >= KILLS, "only {} kills", tally.kills);
}
