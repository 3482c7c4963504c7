//! `simulate --seeds N --from S`: runs simulations and says what they have met. With `--break RULE`, a
//! planted bug has to be found; with `--kills`, the program's process is killed while it writes; with
//! `--story`, a simulation that fails is told from its beginning.

#![allow(clippy::print_stdout, reason = "saying what it has met is its job")]

use desk_sim::breaks::{self, BREAKS, Break};
use desk_sim::desk;
use desk_sim::run;
use desk_sim::tally::Tally;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// Seeds after which it says how far it has come.
const CHUNK: u64 = 100;

/// Failures that are told.
const TOLD: usize = 3;

/// How much of each is told.
const LINES: usize = 20;

fn word<'a>(words: &'a [String], name: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| word == name)?;
    words.get(at + 1).map(String::as_str)
}

fn number(words: &[String], name: &str, otherwise: u64) -> u64 {
    word(words, name).and_then(|word| word.parse().ok()).unwrap_or(otherwise)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(folder) = word(&words, desk::SERVE) {
        return match desk::serve(Path::new(folder)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let (seeds, from) = (number(&words, "--seeds", 200), number(&words, "--from", 0));
    match word(&words, "--break") {
        None => simulate(seeds, from, &words),
        Some("list") => {
            for planted in &BREAKS {
                println!("{:20} {}", planted.name, planted.says);
            }
            ExitCode::SUCCESS
        }
        Some(name) => match breaks::named(name) {
            Some(planted) => plant(planted, seeds, from),
            None => {
                println!("There is no bug {name} to plant; --break list names them.");
                ExitCode::FAILURE
            }
        },
    }
}

fn simulate(seeds: u64, from: u64, words: &[String]) -> ExitCode {
    let is_said = |name: &str| words.iter().any(|word| word == name);
    let simulator = is_said("--kills").then(std::env::current_exe).and_then(Result::ok);
    let threads = number(words, "--threads", 2);
    let lines = if is_said("--story") { usize::MAX } else { LINES };
    let clock = run::Stopwatch::start();
    let (mut tally, mut failed) = (Tally::default(), Vec::new());
    let mut at = from;
    while at < from + seeds {
        let count = CHUNK.min(from + seeds - at);
        let (met, failures) = run::many(at, count, threads, simulator.as_deref());
        for failure in failures {
            if failed.len() < TOLD {
                println!("{}", failure.tell(lines));
            }
            failed.push(failure.seed);
        }
        tally.add(met);
        at += count;
        println!("{} of {seeds} seeds", at - from);
    }
    if !failed.is_empty() {
        println!("failed: {failed:?}; one alone: --seeds 1 --from N");
    }
    println!("{seeds} seeds, {} failed, {}, {tally}", failed.len(), seconds(clock.so_far()));
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn plant(planted: &'static Break, seeds: u64, from: u64) -> ExitCode {
    let clock = run::Stopwatch::start();
    let (mut there, mut found) = (0, 0);
    for seed in from..from + seeds {
        match run::with_break(seed, planted) {
            Ok(None) => {}
            Ok(Some(is_found)) => {
                there += 1;
                found += u64::from(is_found);
                if !is_found {
                    println!("seed {seed}: {} is not found", planted.name);
                }
            }
            Err(failure) => println!("seed {seed}: {} before it was planted", failure.wrong),
        }
    }
    let (name, says, took) = (planted.name, planted.says, seconds(clock.so_far()));
    println!("{name} ({says}): planted in {there} of {seeds} seeds, found in {found}, {took}");
    if there > 0 && found == there { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
