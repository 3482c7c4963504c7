//! `simulate --seeds N --from S [--break RULE]`: runs simulations and says what they have met.

#![allow(clippy::print_stdout, reason = "saying what it has met is its job")]

use desk_sim::run;
use std::process::ExitCode;

fn number(words: &[String], name: &str, otherwise: u64) -> u64 {
    let at = words.iter().position(|word| word == name);
    let value = at.and_then(|at| words.get(at + 1)).and_then(|word| word.parse().ok());
    value.unwrap_or(otherwise)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (seeds, from) = (number(&words, "--seeds", 200), number(&words, "--from", 0));
    let (tally, failures) = run::many(from, seeds, number(&words, "--threads", 2));
    for failure in failures.iter().take(number(&words, "--show", 3) as usize) {
        println!("{}\nseed {}: {}", failure.story, failure.seed, failure.wrong);
    }
    let failed: Vec<u64> = failures.iter().map(|failure| failure.seed).collect();
    println!("{seeds} seeds, {tally}; failed: {failed:?}");
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
