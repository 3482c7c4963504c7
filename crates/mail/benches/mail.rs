//! Measures the classifier of incoming mail: `cargo xtask bench mail`.
//!
//! How many messages a second one thread classifies, over our own examples and, where they lie beside
//! the project, over other people's delivery reports; and of those, what is taken for what. Nothing here
//! is a test: what misses its goal is printed, not failed.

#![allow(clippy::print_stdout, reason = "the table is what this program is for")]

use chrono::NaiveDate;
use desk_mail::classify::verdict::{Finding, Verdict};
use desk_mail::classify::{Context, Folder, classify};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

/// Messages a second.
const GOAL: f64 = 20_000.0;

/// How often the rate is taken; the median counts.
const SAMPLES: usize = 9;

/// How long one sample works at least.
const SAMPLE: Duration = Duration::from_millis(300);

fn main() -> io::Result<()> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    rate("our own examples", &messages(&own.join("tests/fixtures"))?);
    let corpus = own.join("../../../shared/corpus/bounces");
    if corpus.is_dir() {
        rate("other people's reports", &messages(&corpus.join("eml"))?);
        judge(&corpus)?;
    } else {
        println!("left out: there is no ../shared/corpus/bounces");
    }
    Ok(())
}

fn read(raw: &[u8]) -> Verdict {
    let arrived = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default();
    classify(raw, &Context { own: &[], folder: Folder::Incoming, arrived })
}

fn messages(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|one| one == "eml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files.into_iter().map(fs::read).collect()
}

/// What this thread has worked until now, or on other systems the time of day: on a busy computer the
/// clock tells how busy it is.
#[cfg(unix)]
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "measuring needs a real clock")]
fn worked() -> Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}

fn rate(name: &str, messages: &[Vec<u8>]) {
    let mut rates: Vec<f64> = Vec::new();
    for _ in 0..SAMPLES {
        let start = worked();
        let mut count = 0_u32;
        while worked().saturating_sub(start) < SAMPLE {
            for raw in messages {
                black_box(read(black_box(raw)));
                count += 1;
            }
        }
        rates.push(f64::from(count) / worked().saturating_sub(start).as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    let at = |part: usize| rates.get(part).copied().unwrap_or_default();
    let (low, median, high) = (at(0), at(SAMPLES / 2), at(SAMPLES - 1));
    let bytes = messages.iter().map(Vec::len).sum::<usize>() / messages.len().max(1);
    let note = if median < GOAL { "  under the goal" } else { "" };
    println!(
        "{name}: {} messages of {bytes} bytes on average; {median:.0} a second of work \
         ({low:.0} to {high:.0} in {SAMPLES} samples), goal {GOAL:.0}{note}",
        messages.len()
    );
}

/// What the labels take each message for, and whether each recipient is judged alike.
fn judge(corpus: &Path) -> io::Result<()> {
    let mut table: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut hardness: BTreeMap<(bool, bool), usize> = BTreeMap::new();
    let mut labels: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for line in fs::read_to_string(corpus.join("labels.tsv"))?.lines().skip(1) {
        if let [file, _, _, reason, hard] = line.split('\t').collect::<Vec<_>>().as_slice() {
            labels
                .entry((*file).to_owned())
                .or_default()
                .push(((*reason).to_owned(), *hard == "true"));
        }
    }
    for (file, rows) in &labels {
        let verdict = read(&fs::read(corpus.join("eml").join(file))?);
        let wanted = match rows.first().map(|row| row.0.as_str()) {
            Some("feedback") => "spam_report",
            Some("vacation") => "auto_reply",
            _ => "delivery_report",
        };
        *table.entry((wanted, verdict.finding.name())).or_default() += 1;
        // In one order, because reports list recipients in their own.
        let mut judged: Vec<bool> = match &verdict.finding {
            Finding::DeliveryReport(report) => {
                report.recipients.iter().map(|one| one.hard).collect()
            }
            _ => Vec::new(),
        };
        judged.resize(rows.len().max(judged.len()), false);
        let mut rows: Vec<bool> = rows.iter().map(|row| row.1).collect();
        rows.sort_unstable();
        judged.sort_unstable();
        for pair in rows.into_iter().rev().zip(judged.into_iter().rev()) {
            *hardness.entry(pair).or_default() += 1;
        }
    }
    println!("\nlabelled          taken for           messages");
    for ((wanted, got), count) in &table {
        println!("{wanted:<17} {got:<18} {count:>9}");
    }
    println!("\nlabelled  judged    recipients");
    let name = |hard: bool| if hard { "hard" } else { "soft" };
    for ((wanted, got), count) in &hardness {
        println!("{:<9} {:<9} {count:>10}", name(*wanted), name(*got));
    }
    let all: usize = hardness.values().sum();
    let right: usize = hardness.iter().filter(|((a, b), _)| a == b).map(|(_, count)| count).sum();
    let share = f64::from(u32::try_from(right * 10_000 / all.max(1)).unwrap_or_default()) / 100.0;
    println!("as labelled: {right} of {all} ({share} %), goal 98 %");
    Ok(())
}
