//! Runs tests, passes their output on as it comes, and counts from it.

use crate::shell;
use anyhow::{Context, Result};
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    process::{Command, Stdio},
    thread,
};

/// How many tests ran, and whether their runner was content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that are there and were not run.
    pub ignored: usize,
    /// Whether the runner ended without an error.
    pub succeeded: bool,
}

impl Counts {
    /// Tests that ran.
    pub fn total(&self) -> usize {
        self.passed + self.failed
    }
}

/// Runs the command and adds up the summaries of libtest and Vitest that it prints.
pub fn run(command: &mut Command) -> Result<Counts> {
    println!("$ {}", shell::text(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{}` could not be started", shell::text(command)))?;
    let errors = child.stderr.take();
    let errors = thread::spawn(move || errors.map(|pipe| pass_on(pipe, io::stderr())));
    let mut counts =
        child.stdout.take().map(|pipe| pass_on(pipe, io::stdout())).unwrap_or_default();
    // Vitest and libtest print their summaries to the first stream; the second is only passed on.
    let _ = errors.join();
    counts.succeeded = child.wait()?.success();
    Ok(counts)
}

fn pass_on(from: impl Read, mut to: impl Write) -> Counts {
    let mut counts = Counts::default();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        let _ = to.write_all(&line).and_then(|()| to.flush());
        add(&mut counts, &without_colour(&String::from_utf8_lossy(&line)));
        line.clear();
    }
    counts
}

fn add(counts: &mut Counts, line: &str) {
    let summary = line.strip_prefix("test result:").or_else(|| {
        // "Test Files  2 passed (2)" counts files, not tests.
        let tests = line.trim_start().strip_prefix("Tests ")?;
        tests.trim_end().ends_with(')').then_some(tests)
    });
    let Some(summary) = summary else { return };
    counts.passed += number_before(summary, "passed");
    counts.failed += number_before(summary, "failed");
    counts.ignored += number_before(summary, "ignored");
    counts.ignored += number_before(summary, "skipped") + number_before(summary, "todo");
}

fn number_before(text: &str, word: &str) -> usize {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let found = words.iter().zip(words.iter().skip(1)).find(|(_, next)| **next == word);
    found.and_then(|(number, _)| number.parse().ok()).unwrap_or(0)
}

/// Leaves out the terminal's colour codes: ESC, `[`, anything up to a letter.
fn without_colour(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(output: &str) -> (usize, usize, usize) {
        let counts = pass_on(output.as_bytes(), io::sink());
        (counts.passed, counts.failed, counts.ignored)
    }

    #[test]
    fn libtest_summaries_are_added_up() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 5 filtered out; finished in 1s\n";
        assert_eq!(counted(output), (7, 2, 1));
    }

    #[test]
    fn coloured_libtest_summaries_count_too() {
        let output = "test result: \u{1b}[32mok\u{1b}[0m. 2 passed; 0 failed; 0 ignored\n";
        assert_eq!(counted(output), (2, 0, 0));
    }

    #[test]
    fn vitest_tests_are_counted_and_its_files_are_not() {
        let output = " Test Files  1 failed | 2 passed (3)\n\
            \u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m12 passed\u{1b}[39m | 3 skipped (16)\n\
            Duration  1.2s (transform 3 passed)\n";
        assert_eq!(counted(output), (12, 1, 3));
    }

    #[test]
    fn talk_of_tests_is_no_summary() {
        assert_eq!(counted("3 passed\nTests that 5 passed through here\n"), (0, 0, 0));
    }

    #[test]
    fn output_is_passed_on_unchanged() {
        let mut out = Vec::new();
        pass_on("a\n\u{1b}[1mb\u{1b}[0m\nno newline".as_bytes(), &mut out);
        assert_eq!(out, b"a\n\x1b[1mb\x1b[0m\nno newline");
    }
}
