//! Two hundred workspaces, each through five hundred events: the program, the model beside it, and plain
//! SQL over the file say the same.

#![allow(clippy::panic, clippy::print_stdout, reason = "a test fails by panicking and says why")]

use desk_sim::breaks::BREAKS;
use desk_sim::run;

const SEEDS: u64 = 200;

/// The simulations run beside each other.
const THREADS: u64 = 2;

/// Seeds in which a bug is planted, if there is an occasion.
const TRIES: u64 = 8;

#[test]
fn the_program_does_what_the_naive_model_says_in_everything_that_can_happen() {
    let (tally, failures) = run::many(0, SEEDS, THREADS);
    for failure in failures.iter().take(3) {
        println!("{}seed {}: {}", failure.story, failure.seed, failure.wrong);
    }
    println!("{SEEDS} seeds: {tally}");
    let failed: Vec<u64> = failures.iter().map(|failure| failure.seed).collect();
    assert!(failed.is_empty(), "cargo xtask simulate --seeds 1 --from N, with N of {failed:?}");
    assert!(tally.events >= SEEDS * run::EVENTS, "{} events are too few", tally.events);
    assert_eq!(tally.rarer_than(50), Vec::<String>::new());
}

#[test]
fn every_planted_bug_is_found() {
    for planted in &BREAKS {
        let mut found = 0;
        for seed in 1_000..1_000 + TRIES {
            match run::with_break(seed, planted) {
                Ok(Some(is_found)) => {
                    assert!(is_found, "{} is not found with the seed {seed}", planted.name);
                    found += 1;
                }
                Ok(None) => {}
                Err(failure) => panic!("{} before {}", failure.wrong, planted.name),
            }
            if found == 2 {
                break;
            }
        }
        assert!(found > 0, "{} was never planted", planted.name);
    }
}
