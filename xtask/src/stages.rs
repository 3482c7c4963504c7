//! Runs the stages of a command one after the other, with the time of each and the tests that ran.

use crate::{counts::Counts, wait};
use anyhow::{Result, bail};
use std::{fmt::Write as _, time::Duration};

struct Row {
    name: &'static str,
    took: Duration,
    counts: Option<Counts>,
    failed: bool,
}

/// What has run so far.
pub struct Stages {
    command: &'static str,
    rows: Vec<Row>,
}

impl Stages {
    /// None yet.
    pub fn of(command: &'static str) -> Self {
        Self { command, rows: Vec::new() }
    }

    /// Runs a stage that checks something without counting tests.
    pub fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.stage(name, || work().map(|()| None))
    }

    /// Runs a stage of tests. A stage that ran no test has failed: it has proven nothing.
    pub fn tests(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<Counts>,
    ) -> Result<()> {
        self.stage(name, || work().map(Some))
    }

    fn stage(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<Option<Counts>>,
    ) -> Result<()> {
        println!("\n── {name} ──");
        let start = wait::now();
        let result = work();
        let took = start.elapsed();
        let (counts, outcome) = match result {
            Ok(Some(counts)) => (Some(counts), verdict(name, &counts)),
            Ok(None) => (None, Ok(())),
            Err(error) => (None, Err(error)),
        };
        let failed = outcome.is_err();
        println!(
            "── {name}: {} in {:.1} s",
            if failed { "FAILED" } else { "ok" },
            took.as_secs_f32()
        );
        self.rows.push(Row { name, took, counts, failed });
        outcome
    }

    /// Prints the table, the failure if there is one, and the sum alone on the last line.
    pub fn close(self, outcome: Result<()>) -> Result<(), Failed> {
        print!("\n{}", self.table());
        if let Err(error) = &outcome {
            let stage = self.rows.last().map_or("", |row| row.name);
            println!(
                "\n`cargo xtask {}` stopped at the stage \"{stage}\": {error:#}",
                self.command
            );
        }
        println!("\n{}", self.sum());
        outcome.map_err(|_| Failed)
    }

    fn table(&self) -> String {
        let mut text = format!("{:<34} {:>8}  {:>6}\n", "stage", "seconds", "tests");
        for row in &self.rows {
            let counts = row.counts.unwrap_or_default();
            let tests = row.counts.map_or(String::new(), |_| counts.total().to_string());
            let ignored = match counts.ignored {
                0 => String::new(),
                ignored => format!("  ({ignored} ignored)"),
            };
            let failed = if row.failed { "  FAILED" } else { "" };
            let seconds = row.took.as_secs_f32();
            let _ = writeln!(text, "{:<34} {seconds:>8.1}  {tests:>6}{ignored}{failed}", row.name);
        }
        let total: Duration = self.rows.iter().map(|row| row.took).sum();
        let tests: usize = self.rows.iter().filter_map(|row| row.counts).map(|c| c.total()).sum();
        let _ = writeln!(text, "{:<34} {:>8.1}  {tests:>6}", "together", total.as_secs_f32());
        text
    }

    /// A stage that failed without a failing test counts as one failure, so that the line never
    /// says "0 failed" about a run that has failed.
    fn sum(&self) -> String {
        let counts = self.rows.iter().filter_map(|row| row.counts);
        let (passed, failed) = counts.fold((0, 0), |(p, f), c| (p + c.passed, f + c.failed));
        let broken = self.rows.iter().any(|row| row.failed);
        format!("{passed} passed, {} failed", if broken { failed.max(1) } else { failed })
    }
}

/// The command has failed and has already said why.
#[derive(Debug)]
pub struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a stage failed")
    }
}

impl std::error::Error for Failed {}

fn verdict(name: &str, counts: &Counts) -> Result<()> {
    if counts.failed > 0 {
        bail!(
            "{} of {} tests failed; their names are in the output above",
            counts.failed,
            counts.total()
        );
    }
    if !counts.succeeded {
        bail!("the tests could not be built or run to their end; the output above says why");
    }
    if counts.passed == 0 {
        bail!("no test ran in \"{name}\", so it has proven nothing");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: usize, failed: usize) -> Counts {
        Counts { passed, failed, ignored: 0, succeeded: failed == 0 }
    }

    #[test]
    fn the_sum_is_over_all_stages() -> Result<()> {
        let mut stages = Stages::of("test");
        stages.check("format", || Ok(()))?;
        stages.tests("ui", || Ok(counts(3, 0)))?;
        stages.tests("rust", || Ok(counts(4, 0)))?;
        assert_eq!(stages.sum(), "7 passed, 0 failed");
        Ok(())
    }

    #[test]
    fn a_failed_test_fails_its_stage() {
        let mut stages = Stages::of("test");
        assert!(stages.tests("ui", || Ok(counts(3, 2))).is_err());
        assert_eq!(stages.sum(), "3 passed, 2 failed");
    }

    #[test]
    fn a_failed_check_is_in_the_sum_too() {
        let mut stages = Stages::of("test");
        assert!(stages.check("format", || bail!("no")).is_err());
        assert_eq!(stages.sum(), "0 passed, 1 failed");
    }

    #[test]
    fn a_stage_without_a_test_has_failed() {
        let mut stages = Stages::of("test");
        assert!(stages.tests("ui", || Ok(counts(0, 0))).is_err());
    }

    #[test]
    fn a_stage_that_broke_off_has_failed_even_when_its_tests_passed() {
        let mut stages = Stages::of("test");
        let broken = Counts { succeeded: false, ..counts(5, 0) };
        assert!(stages.tests("rust", || Ok(broken)).is_err());
        assert_eq!(stages.sum(), "5 passed, 1 failed");
    }
}
