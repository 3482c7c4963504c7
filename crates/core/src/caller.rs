//! Caller IDs: from which of the rep's own numbers a call is made (R39).

use crate::phone::{PhoneNumber, PhoneProblem};
use crate::text::{self, TextProblem};

/// Most numbers of the rep's own.
pub const MAX_NUMBERS: usize = 50;

/// Longest label, in characters.
pub const MAX_LABEL: usize = 60;

/// A number that the rep calls from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CallerNumber {
    /// The number as it was typed.
    pub number: String,
    /// What the rep calls it, 0 to 60 characters.
    pub label: String,
}

/// How a step chooses the number that is called from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum CallerChoice {
    /// Not at all: what the phone does.
    #[default]
    Any,
    /// Always the same one.
    Fixed {
        /// One of the rep's own.
        number: String,
    },
    /// Any of the rep's own.
    Random,
    /// The next one in the list, counted over all calls.
    Rotating,
}

/// Why a list of numbers is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallerProblem {
    /// More than [`MAX_NUMBERS`].
    #[error("there are more than {MAX_NUMBERS} numbers")]
    TooMany,
    /// It cannot be dialled.
    #[error("number {entry}: {problem}")]
    Number {
        /// Which one, from 0.
        entry: usize,
        /// What is wrong with it.
        problem: PhoneProblem,
    },
    /// Its label is too long or holds control characters.
    #[error("label {entry}: {problem}")]
    Label {
        /// Which one, from 0.
        entry: usize,
        /// What is wrong with it.
        problem: TextProblem,
    },
    /// It is in the list before.
    #[error("number {entry} is there twice")]
    Twice {
        /// Which one, from 0.
        entry: usize,
    },
}

/// The list as it is kept: trimmed, each number once.
///
/// # Errors
/// [`CallerProblem`] names the first one that cannot be kept.
pub fn checked(numbers: Vec<CallerNumber>) -> Result<Vec<CallerNumber>, CallerProblem> {
    if numbers.len() > MAX_NUMBERS {
        return Err(CallerProblem::TooMany);
    }
    let mut kept: Vec<CallerNumber> = Vec::with_capacity(numbers.len());
    for (entry, CallerNumber { number, label }) in numbers.into_iter().enumerate() {
        let number = PhoneNumber::parse(&number)
            .map_err(|problem| CallerProblem::Number { entry, problem })?;
        let label = match text::line(&label, MAX_LABEL) {
            Err(TextProblem::Empty) => String::new(),
            other => other.map_err(|problem| CallerProblem::Label { entry, problem })?,
        };
        if find(&kept, number.as_str()).is_some() {
            return Err(CallerProblem::Twice { entry });
        }
        kept.push(CallerNumber { number: number.as_str().to_owned(), label });
    }
    Ok(kept)
}

/// The place of a number in a list, however it is written.
#[must_use]
pub fn find(numbers: &[CallerNumber], number: &str) -> Option<usize> {
    numbers.iter().position(|one| is_same(&one.number, number))
}

/// Whether two numbers are the same, however they are written.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    match (PhoneNumber::parse(one), PhoneNumber::parse(other)) {
        (Ok(one), Ok(other)) => one.key() == other.key(),
        _ => one == other,
    }
}

/// The number that a call is made from; none when the step chooses none or the list has none. `last` is the
/// one that was chosen in turn before, over all calls; `chance` is any number.
#[must_use]
pub fn choose<'a>(
    choice: &CallerChoice,
    numbers: &'a [CallerNumber],
    last: &str,
    chance: u64,
) -> Option<&'a CallerNumber> {
    let count = numbers.len();
    let at = match choice {
        CallerChoice::Any => return None,
        CallerChoice::Fixed { number } => find(numbers, number)?,
        CallerChoice::Random => usize::try_from(chance % u64::try_from(count.max(1)).ok()?).ok()?,
        CallerChoice::Rotating => find(numbers, last).map_or(0, |last| (last + 1) % count),
    };
    numbers.get(at)
}

/// Which number counts as the last one when the list becomes another: itself, or the nearest one before it
/// that is still there, so that the turn goes on where it was. None to begin with the first one.
#[must_use]
pub fn last_after<'a>(
    before: &'a [CallerNumber],
    last: &str,
    after: &[CallerNumber],
) -> Option<&'a str> {
    let at = find(before, last)?;
    let mut nearest = before.iter().take(at + 1).rev().map(|one| one.number.as_str());
    nearest.find(|number| find(after, number).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(numbers: &[&str]) -> Vec<CallerNumber> {
        let one =
            |number: &&str| CallerNumber { number: (*number).to_owned(), label: String::new() };
        numbers.iter().map(one).collect()
    }

    #[test]
    fn a_list_is_trimmed_and_has_each_number_once() {
        let typed = CallerNumber { number: " +49 30 123 ".into(), label: "  Berlin ".into() };
        let kept = checked(vec![typed]).unwrap();
        assert_eq!(kept, [CallerNumber { number: "+49 30 123".into(), label: "Berlin".into() }]);
        let twice = checked(list(&["+49 30 123", "030 123", "+49-30-123"]));
        assert_eq!(twice, Err(CallerProblem::Twice { entry: 2 }));
        let refused = checked(list(&["+49 30 123", "call me"]));
        let problem = PhoneProblem::Character;
        assert_eq!(refused, Err(CallerProblem::Number { entry: 1, problem }));
        let label = CallerNumber { number: "123".into(), label: "a\nb".into() };
        let problem = TextProblem::ControlCharacter;
        assert_eq!(checked(vec![label]), Err(CallerProblem::Label { entry: 0, problem }));
        let many: Vec<String> = (0..51).map(|n| format!("{}", 1_000 + n)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(checked(list(&many)), Err(CallerProblem::TooMany));
        assert_eq!(checked(list(&many[..50])).unwrap().len(), 50);
    }

    #[test]
    fn a_fixed_number_is_one_of_the_list_however_it_is_written() {
        let numbers = list(&["+49 30 123", "+49 40 456"]);
        let fixed = |number: &str| CallerChoice::Fixed { number: number.into() };
        let chosen = |number: &str| choose(&fixed(number), &numbers, "", 0).map(|one| &one.number);
        assert_eq!(chosen("+49 (0)40/456"), Some(&numbers[1].number));
        assert_eq!(chosen("+49 40 457"), None);
        assert_eq!(choose(&CallerChoice::Any, &numbers, "", 0), None);
    }

    #[test]
    fn by_turns_each_number_comes_once_before_one_comes_again() {
        let numbers = list(&["111", "222", "333"]);
        let mut last = String::new();
        let turns: Vec<String> = (0..7)
            .map(|_| {
                last = choose(&CallerChoice::Rotating, &numbers, &last, 9).unwrap().number.clone();
                last.clone()
            })
            .collect();
        assert_eq!(turns, ["111", "222", "333", "111", "222", "333", "111"]);
    }

    #[test]
    fn by_chance_every_number_comes_and_an_empty_list_gives_none() {
        let numbers = list(&["111", "222", "333"]);
        let drawn: Vec<&str> = [0, 1, 2, u64::MAX]
            .iter()
            .filter_map(|&chance| choose(&CallerChoice::Random, &numbers, "", chance))
            .map(|one| one.number.as_str())
            .collect();
        assert_eq!(drawn, ["111", "222", "333", "111"]);
        for choice in [CallerChoice::Random, CallerChoice::Rotating] {
            assert_eq!(choose(&choice, &[], "111", 5), None);
        }
    }

    #[test]
    fn the_turn_goes_on_where_it_was_when_the_list_changes() {
        let before = list(&["111", "222", "333", "444"]);
        let next = |after: &[&str]| {
            let after = list(after);
            let last = last_after(&before, "333", &after).unwrap_or_default();
            choose(&CallerChoice::Rotating, &after, last, 0).map(|one| one.number.clone())
        };
        assert_eq!(next(&["111", "222", "333", "444"]).as_deref(), Some("444"));
        assert_eq!(next(&["111", "222", "444"]).as_deref(), Some("444"), "the last one went");
        assert_eq!(next(&["444", "111"]).as_deref(), Some("444"), "two went, 111 was before");
        assert_eq!(next(&["444", "555"]).as_deref(), Some("444"), "begins with the first");
        assert_eq!(next(&[]), None);
    }
}
