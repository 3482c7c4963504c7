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

use data::Size;
use desk::Desk;
use report::Row;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// The size that others are compared with.
const SMALL: u64 = 10_000;

/// The size at which the goals are set.
const LARGE: u64 = 1_000_000;

/// What can be measured alone.
const PARTS: [&str; 6] = ["next", "due", "people", "ahead", "turn", "enrol"];

/// What was asked for.
struct Options {
    rows: u64,
    cache: PathBuf,
    /// One of [`PARTS`]; none for all.
    only: Option<String>,
}

impl Options {
    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
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
    let mut options = Options { rows: LARGE, cache: PathBuf::from("target/bench"), only: None };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rows" => options.rows = words.next().ok_or("--rows needs a number")?.parse()?,
            "--quick" => options.rows = SMALL,
            "--cache" => options.cache = words.next().ok_or("--cache needs a folder")?.into(),
            "--only" => options.only = words.next().cloned(),
            // Cargo says so to every program that it starts for `cargo bench`.
            "--bench" => {}
            other => return Err(format!("{other} is not known").into()),
        }
    }
    if options.rows < SMALL {
        return Err(format!("fewer than {SMALL} rows say nothing").into());
    }
    if options.only.as_deref().is_some_and(|only| !PARTS.contains(&only)) {
        return Err(format!("--only takes one of {}", PARTS.join(", ")).into());
    }
    Ok(options)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let small = measure(options, SMALL)?;
    if options.rows > SMALL {
        let large = measure(options, options.rows)?;
        if let (Some(small), Some(large)) = (small, large) {
            compare(small, large);
        }
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
fn measure(options: &Options, rows: u64) -> Result<Option<Duration>, Box<dyn Error>> {
    let cache = &options.cache;
    let ready = data::ready(cache, rows)?;
    let folder = cache.join(format!("work-{}", std::process::id()));
    data::copy(&ready, &folder)?;
    let measured = measure_in(&folder, options, Size(rows));
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure_in(
    folder: &Path,
    options: &Options,
    size: Size,
) -> Result<Option<Duration>, Box<dyn Error>> {
    println!("\n{} enrolments", size.0);
    let mut next = None;
    if options.wants("next") {
        let rows = reads::next_due(folder)?;
        next = rows.last().map(Row::median);
        told("what is next", &rows);
    }
    let desk = Desk::open(folder);
    if options.wants("due") {
        told(&format!("{} due", size.due()), &reads::due(&desk, folder)?);
    }
    if options.wants("people") {
        told("people", &lists::people(&desk, folder, size)?);
    }
    if options.wants("ahead") {
        told("looking ahead", &writes::forecasts(&desk, size)?);
    }
    let mut turned = Vec::new();
    if options.wants("turn") || options.wants("due") {
        turned = writes::turn_due(&desk, size)?;
    }
    if options.wants("due") {
        told(&format!("{} due", size.due() + size.soon()), &reads::due(&desk, folder)?);
    }
    let enrolled = if options.wants("enrol") { writes::enrol(&desk, size)? } else { Vec::new() };
    desk.program.close();
    drop(desk);
    if !(turned.is_empty() && enrolled.is_empty()) {
        let (turning, enrolling) = writes::peers(folder, size)?;
        told("turning due", &beside(turned, &turning));
        told("enrolling", &beside(enrolled, &enrolling));
    }
    Ok(next)
}

fn beside(rows: Vec<Row>, peer: &stats::Samples) -> Vec<Row> {
    rows.into_iter().map(|row| row.beside(peer.clone())).collect()
}

fn told(title: &str, rows: &[Row]) {
    if !rows.is_empty() {
        print!("{}", report::table(title, rows));
    }
}
