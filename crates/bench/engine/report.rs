//! The table: what was measured, what it has to reach, and what bare SQLite takes for the same.

use crate::stats::Samples;
use std::fmt::Write as _;
use std::time::Duration;

/// The most memory that the process may have taken at any time.
pub const MEMORY: u64 = 300 << 20;

/// What has to hold.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// 99 of 100 take no longer.
    P99(Duration),
    /// None takes longer.
    Each(Duration),
    /// All together take no longer.
    Total(Duration),
    /// Nothing is asked of it.
    None,
}

/// One line of the table.
pub struct Row {
    what: String,
    samples: Samples,
    /// Things done in each sample, for a rate.
    things: usize,
    goal: Goal,
    peer: Option<Samples>,
}

impl Row {
    /// Something that was done many times.
    pub fn new(what: impl Into<String>, samples: Samples, goal: Goal) -> Self {
        Self { what: what.into(), samples, things: 0, goal, peer: None }
    }

    /// What bare SQLite took for the same.
    pub fn beside(self, peer: Samples) -> Self {
        Self { peer: Some(peer), ..self }
    }

    /// How many things were done altogether.
    pub fn of(self, things: usize) -> Self {
        Self { things, ..self }
    }

    /// The time in the middle.
    pub fn median(&self) -> Duration {
        self.samples.median()
    }

    fn is_total(&self) -> bool {
        matches!(self.goal, Goal::Total(_)) || self.samples.count() == 1
    }

    fn verdict(&self) -> &'static str {
        let (seen, limit) = match self.goal {
            Goal::None => return "",
            Goal::P99(limit) => (self.samples.p99(), limit),
            Goal::Each(limit) => (self.samples.longest(), limit),
            Goal::Total(limit) => (self.samples.total(), limit),
        };
        if seen <= limit { "ok" } else { "OVER" }
    }

    fn goal(&self) -> String {
        match self.goal {
            Goal::None => String::new(),
            Goal::P99(limit) => format!("p99 ≤ {}", short(limit)),
            Goal::Each(limit) => format!("each ≤ {}", short(limit)),
            Goal::Total(limit) => format!("≤ {}", short(limit)),
        }
    }

    fn line(&self) -> String {
        let seen = |samples: &Samples| {
            if self.is_total() { samples.total() } else { samples.median() }
        };
        let (p99, longest) = if self.is_total() {
            (String::new(), String::new())
        } else {
            (short(self.samples.p99()), short(self.samples.longest()))
        };
        let peer = self.peer.as_ref().map(seen);
        let ratio = peer.filter(|peer| !peer.is_zero());
        let ratio = ratio.map_or(String::new(), |peer| {
            format!("{:.1}", seen(&self.samples).as_secs_f64() / peer.as_secs_f64())
        });
        let rate = if self.things == 0 {
            String::new()
        } else {
            let total = self.samples.total().as_secs_f64();
            format!("{:.0}/s", f64::from(u32::try_from(self.things).unwrap_or(0)) / total)
        };
        let worked =
            if self.is_total() { self.samples.total_worked() } else { self.samples.p99_worked() };
        format!(
            "{:<46} {:>7} {:>9} {:>9} {:>9} {:>12} {:>5} {:>9} {:>5} {:>8} {:>9}",
            self.what,
            self.samples.count(),
            short(seen(&self.samples)),
            p99,
            longest,
            self.goal(),
            self.verdict(),
            peer.map_or(String::new(), short),
            ratio,
            rate,
            if worked.is_zero() { String::new() } else { short(worked) },
        )
    }
}

/// The lines of one size.
pub fn table(title: &str, rows: &[Row]) -> String {
    let mut text = format!(
        "\n{title}\n{:<46} {:>7} {:>9} {:>9} {:>9} {:>12} {:>5} {:>9} {:>5} {:>8} {:>9}\n",
        "what", "samples", "median", "p99", "longest", "goal", "", "bare", "×", "rate", "worked"
    );
    for row in rows {
        let _ = writeln!(text, "{}", row.line().trim_end());
    }
    text
}

/// A time in three digits or so.
pub fn short(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    match micros {
        ..1_000.0 => format!("{micros:.0} µs"),
        ..10_000.0 => format!("{:.2} ms", micros / 1e3),
        ..1_000_000.0 => format!("{:.0} ms", micros / 1e3),
        _ => format!("{:.2} s", micros / 1e6),
    }
}

/// The most memory that this process has taken so far; none where the system does not tell.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}

/// What is told of the memory.
pub fn memory() -> String {
    match peak_memory() {
        None => "memory: this system does not tell".to_owned(),
        Some(peak) => format!(
            "memory: {} MB at most, the limit is {} MB: {}",
            peak >> 20,
            MEMORY >> 20,
            if peak <= MEMORY { "ok" } else { "OVER" }
        ),
    }
}
