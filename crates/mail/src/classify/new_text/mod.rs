//! What the sender has newly written: the text without quotations, the lines that introduce them,
//! and signatures. Text below a quotation and between its lines is kept.
//!
//! It is decided line by line. A quotation whose lines are marked ends with its marks; one that is
//! only introduced ("On … wrote:", a block of From, Sent, To, Subject) goes to the end.

pub(crate) mod html;
mod marks;

use super::phrase::beginning;
use std::borrow::Cow;

/// How much of a text is looked at, in bytes.
const READ: usize = 256 * 1024;

/// The newly written text, trimmed, with at most one blank line in a row.
pub(crate) fn of(text: &str) -> String {
    let lines: Vec<&str> = beginning(text, READ).lines().collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut in_signature = false;
    let mut at = 0;
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.first().copied().unwrap_or_default();
        if is_quoted(line) || is_wrapped_quotation(&lines, at) {
            in_signature = false;
            at += 1;
        } else if marks::announces_original(line) || marks::is_header_block(rest) {
            break;
        } else if let Some(length) = marks::attribution(rest) {
            at += length;
            // Where no marked lines follow, all the rest is the quotation.
            let next =
                lines.get(at..).unwrap_or_default().iter().find(|line| !line.trim().is_empty());
            if !next.is_some_and(|line| is_quoted(line)) {
                break;
            }
            in_signature = false;
        } else {
            in_signature = in_signature || marks::begins_signature(rest);
            if !in_signature {
                kept.push(line);
            }
            at += 1;
        }
    }
    joined(&kept)
}

/// The text without the marks of quotation, for what was passed on as a whole.
pub(crate) fn unquoted(text: &str) -> Cow<'_, str> {
    let unmarked = |line: &str| {
        let line = line.strip_prefix('>').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line).to_owned()
    };
    text.lines().map(unmarked).collect::<Vec<_>>().join("\n").into()
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞'])
}

/// The end of a long marked line that a mail program has wrapped without a mark.
fn is_wrapped_quotation(lines: &[&str], at: usize) -> bool {
    let line = |at: Option<usize>| at.and_then(|at| lines.get(at)).copied().unwrap_or_default();
    let (before, this, after) = (line(at.checked_sub(1)), line(Some(at)), line(Some(at + 1)));
    let short = this.len() < 70 && this.starts_with(char::is_lowercase);
    short && is_quoted(before) && before.len() >= 60 && is_quoted(after)
}

fn joined(lines: &[&str]) -> String {
    let blank = |line: &&&str| line.trim().is_empty() || marks::is_rule(line);
    let tail = lines.iter().rev().take_while(blank).count();
    let mut text = String::new();
    let mut blanks = 0;
    for line in lines.iter().take(lines.len() - tail) {
        if line.trim().is_empty() {
            blanks += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if blanks > 0 { "\n\n" } else { "\n" });
        }
        blanks = 0;
        text.push_str(line.trim_end());
    }
    text.trim().to_owned()
}
