//! Two hundred workspaces, each through five hundred events: the program, the model beside it, and plain
//! SQL over the file say the same.

#![allow(clippy::panic, clippy::print_stdout, reason = "a test fails by panicking and says why")]

use desk_sim::breaks::BREAKS;
use desk_sim::run;

const SEEDS: u64 = 200;

/// How often everything that can happen has happened in each state, and every way to end.
const LEAST: u64 = 50;

/// The simulations run beside each other.
const THREADS: u64 = 2;

/// Seeds in which a bug is planted, if there is an occasion.
const TRIES: u64 = 24;

/// In how many of them it has to be found.
const FOUND: u32 = 2;

#[test]
fn the_program_does_what_the_naive_model_says_in_everything_that_can_happen() {
    let (tally, failures) = run::many(0, SEEDS, THREADS, None);
    for failure in failures.iter().take(3) {
        println!("{}", failure.tell(20));
    }
    println!("{SEEDS} seeds: {tally}");
    let failed: Vec<u64> = failures.iter().map(|failure| failure.seed).collect();
    assert!(failed.is_empty(), "cargo xtask simulate --seeds 1 --from N, with N of {failed:?}");
    assert!(tally.events >= SEEDS * run::EVENTS, "{} events are too few", tally.events);
    assert_eq!(tally.rarer_than(LEAST), Vec::<String>::new());
}

#[test]
fn every_planted_bug_is_found() {
    for planted in &BREAKS {
        let mut found = 0;
        for seed in 1_000..1_000 + TRIES {
            match run::with_break(seed, planted) {
                Ok(is_found) => found += u32::from(is_found == Some(true)),
                Err(failure) => panic!("{} before {}", failure.wrong, planted.name),
            }
            if found == FOUND {
                break;
            }
        }
        assert!(found >= FOUND, "{} was found in {found} seeds of {TRIES}", planted.name);
    }
}
