//! Values of custom fields: what is typed, the one form in which it is kept, and by what it is found.
//!
//! A value is kept as text: a line as it was typed, a number as `-1234.5`, a day as `2026-03-31`, a choice by
//! its name, `yes` or `no`. That is also what stands for it in a text.

use super::{FieldDefinition, FieldKind};
use crate::text::{self, TextProblem};
use chrono::{Datelike, NaiveDate};

/// Longest value, in characters.
pub const MAX_VALUE: usize = 1_000;

/// Most digits of a number: more than that do not survive being compared.
pub const MAX_DIGITS: usize = 15;

/// Years of a day: four digits, so that days compare as their texts do.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

/// Why a value cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueProblem {
    /// A line that is too long or holds control characters.
    #[error(transparent)]
    Text(#[from] TextProblem),
    /// No decimal number, or one with more than [`MAX_DIGITS`] digits.
    #[error("it is not a number such as 1234.5 with up to {MAX_DIGITS} digits")]
    NotANumber,
    /// No day.
    #[error("it is not a day such as 2026-03-31")]
    NotADate,
    /// None of the choices.
    #[error("it is none of the choices")]
    NotAChoice,
    /// Neither yes nor no.
    #[error("it is neither yes nor no")]
    NotYesOrNo,
}

/// By what a value is found and sorted.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum Key {
    /// A text in the form in which texts are compared; a day and a choice likewise.
    Text(String),
    /// A number.
    Number(f64),
}

/// What was typed in the one form in which it is kept; empty for no value.
///
/// # Errors
/// [`ValueProblem`] says why it is no value of the field.
pub fn canonical(field: &FieldDefinition, typed: &str) -> Result<String, ValueProblem> {
    let line = match text::line(typed, MAX_VALUE) {
        Err(TextProblem::Empty) => return Ok(String::new()),
        line => line?,
    };
    match field.kind {
        FieldKind::Text => Ok(line),
        FieldKind::Number => number(&line).ok_or(ValueProblem::NotANumber),
        FieldKind::Date => date(&line).ok_or(ValueProblem::NotADate),
        FieldKind::Choice => {
            let folded = text::fold(&line);
            let found = field.choices.iter().find(|choice| text::fold(choice) == folded);
            found.cloned().ok_or(ValueProblem::NotAChoice)
        }
        FieldKind::YesNo => match text::fold(&line).as_str() {
            word @ ("yes" | "no") => Ok(word.to_owned()),
            _ => Err(ValueProblem::NotYesOrNo),
        },
    }
}

/// By what a kept value of a kind is found.
#[must_use]
pub fn key(kind: FieldKind, value: &str) -> Key {
    match (kind, value.parse::<f64>()) {
        (FieldKind::Number, Ok(number)) => Key::Number(number),
        _ => Key::Text(text::fold(value)),
    }
}

/// A kept value that stands in for one that is not known yet, to look at a text with.
#[must_use]
pub fn example(field: &FieldDefinition) -> String {
    let example = match field.kind {
        FieldKind::Text => &field.name,
        FieldKind::Number => "42",
        FieldKind::Date => "2026-03-31",
        FieldKind::Choice => field.choices.first().map_or("", String::as_str),
        FieldKind::YesNo => "yes",
    };
    example.to_owned()
}

/// Digits with one point and one sign at most, without zeros that say nothing.
fn number(typed: &str) -> Option<String> {
    let (sign, digits) = match typed.strip_prefix(['-', '−']) {
        Some(digits) => ("-", digits),
        None => ("", typed.strip_prefix('+').unwrap_or(typed)),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (digits, ""),
    };
    let all_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() + fraction.len() > MAX_DIGITS {
        return None;
    }
    Some(match (whole, fraction) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        ("", fraction) => format!("{sign}0.{fraction}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    })
}

fn date(typed: &str) -> Option<String> {
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok()?;
    YEARS.contains(&day.year()).then(|| day.format("%Y-%m-%d").to_string())
}

/// Whether a kept value is a day.
pub(super) fn is_day(value: &str) -> bool {
    date(value).is_some_and(|day| day == value)
}
