//! `outgoing kill --runs N`: the kill loop, which prints in which phases the engine was killed and whatever
//! was wrong. `--plant late-mark` and `--plant early-receipt` break what the engine leaves behind, which has
//! to be found. `outgoing speed`: how fast messages leave, beside nodemailer where that is installed.

#![allow(clippy::print_stdout, reason = "the figures are what this program is for")]

use desk_outgoing::host;
use desk_outgoing::kill::{self, HOST, Options, Plant};
use desk_outgoing::speed;
use desk_sim::run::Stopwatch;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Of a hundred kills, so many in each phase.
const SHARE: u64 = 10;

/// What is wrong is told up to here.
const TOLD: usize = 20;

fn word<'a>(words: &'a [String], name: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| word == name)?;
    words.get(at + 1).map(String::as_str)
}

fn number(words: &[String], name: &str, otherwise: u64) -> u64 {
    word(words, name).and_then(|word| word.parse().ok()).unwrap_or(otherwise)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some(HOST) => word(&words, HOST)
            .ok_or_else(|| "which folder?".to_owned())
            .and_then(|folder| host::serve(Path::new(folder))),
        Some("kill") => kill(&words),
        Some("speed") => speed(&words),
        _ => Err("outgoing kill [--runs N] [--seed S] [--threads T] [--plant NAME]\n\
                  outgoing speed [--messages N] [--nodemailer FOLDER]"
            .to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

fn speed(words: &[String]) -> Result<(), String> {
    let options = speed::Options {
        program: std::env::current_exe().map_err(|error| error.to_string())?,
        nodemailer: word(words, "--nodemailer").map(PathBuf::from),
        messages: u32::try_from(number(words, "--messages", 10_000)).unwrap_or(10_000),
    };
    println!("{}", speed::HEADING);
    speed::run(&options, |row| println!("{row}"))
}

fn kill(words: &[String]) -> Result<(), String> {
    let plant = match word(words, "--plant") {
        None => None,
        Some(name) => {
            let found = Plant::ALL.iter().find(|(one, _)| *one == name);
            Some(found.ok_or_else(|| format!("there is no {name} to plant"))?.1)
        }
    };
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let options = Options {
        runs: number(words, "--runs", 2_000),
        seed: number(words, "--seed", 0),
        threads: number(words, "--threads", 2),
        plant,
    };
    let clock = Stopwatch::start();
    let report = kill::run(&program, options);
    for wrong in report.wrong.iter().take(TOLD) {
        println!("{wrong}");
    }
    let seconds = clock.so_far().as_secs_f64();
    println!(
        "{report}, {:.1} kills/s",
        f64::from(u32::try_from(report.kills).unwrap_or(0)) / seconds
    );
    if !report.wrong.is_empty() {
        return Err(format!("{} things were wrong", report.wrong.len()));
    }
    if report.least() * 100 < report.kills * SHARE {
        return Err(format!("a phase was met by less than {SHARE} of 100 kills"));
    }
    Ok(())
}
