//! Measures the engine at ten thousand and at a million enrolments, beside bare SQLite in the same run.
//!
//! `cargo xtask bench engine` runs it. Nothing here is a test: what is over its goal is printed, not failed.

#![allow(clippy::print_stdout, reason = "the table is what this program is for")]

mod bare;
mod data;
mod desk;
mod lists;
mod reads;
mod report;
mod stats;
mod writes;

use data::{NOW, SOON, Size};
use desk::Desk;
use desk_core::schedule::plus;
use report::Row;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// The size that others are compared with.
const SMALL: u64 = 10_000;

/// The size at which the goals are set.
const LARGE: u64 = 1_000_000;

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// What was asked for.
struct Options {
    rows: u64,
    cache: PathBuf,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.as_slice() {
        [order, rows, folder] if order == data::ORDER => {
            rows.parse().map_err(Into::into).and_then(|rows| data::make(Path::new(folder), rows))
        }
        _ => options(&words).and_then(|options| run(&options)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn options(words: &[String]) -> Result<Options, Box<dyn Error>> {
    let mut options = Options { rows: LARGE, cache: PathBuf::from("target/bench") };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rows" => options.rows = words.next().ok_or("--rows needs a number")?.parse()?,
            "--quick" => options.rows = SMALL,
            "--cache" => options.cache = words.next().ok_or("--cache needs a folder")?.into(),
            // Cargo says so to every program that it starts for `cargo bench`.
            "--bench" => {}
            other => return Err(format!("{other} is not known").into()),
        }
    }
    if options.rows < SMALL {
        return Err(format!("fewer than {SMALL} rows say nothing").into());
    }
    Ok(options)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let small = measure(&options.cache, SMALL)?;
    if options.rows > SMALL {
        let large = measure(&options.cache, options.rows)?;
        compare(small, large);
    }
    println!("\n{}", report::memory());
    Ok(())
}

/// How much longer the next due touches take among more.
fn compare(small: Duration, large: Duration) {
    let times = large.as_secs_f64() / small.as_secs_f64();
    let verdict = if times <= 2.0 { "ok" } else { "OVER" };
    println!("\nnext due among all ÷ among {SMALL}: {times:.2} (goal ≤ 2): {verdict}");
}

/// Measures at one size; returns what the next due touches take.
fn measure(cache: &Path, rows: u64) -> Result<Duration, Box<dyn Error>> {
    let size = Size(rows);
    let ready = data::ready(cache, rows)?;
    let folder = cache.join(format!("work-{}", std::process::id()));
    data::copy(&ready, &folder)?;
    let measured = measure_in(&folder, size);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure_in(folder: &Path, size: Size) -> Result<Duration, Box<dyn Error>> {
    let first = reads::next_due(folder)?;
    let next = first.last().map(Row::median).unwrap_or_default();
    told(&format!("{} enrolments: what is next", size.0), &first);
    let desk = Desk::open(folder);
    told(&format!("{} due", size.due()), &reads::due(&desk, folder)?);
    told("people", &lists::people(&desk, folder, size)?);
    told("looking ahead", &writes::forecasts(&desk, size)?);
    let turned = writes::turn_due(&desk)?;
    let many = reads::due(&desk, folder)?;
    desk.clock.set(plus(NOW, SOON + DAY));
    let late = reads::due(&desk, folder)?;
    desk.clock.set(plus(NOW, SOON));
    let enrolled = writes::enrol(&desk, size)?;
    desk.program.close();
    drop(desk);
    let (turning, enrolling) = writes::peers(folder, size)?;
    told("turning due", &beside(turned, turning));
    told(&format!("{} due", size.due() + size.soon()), &many);
    told("the same a day later: all of them overdue", &late);
    told("enrolling", &beside(enrolled, enrolling));
    Ok(next)
}

fn beside(rows: Vec<Row>, peer: stats::Samples) -> Vec<Row> {
    rows.into_iter().map(|row| row.beside(peer.clone())).collect()
}

fn told(title: &str, rows: &[Row]) {
    print!("{}", report::table(title, rows));
}
