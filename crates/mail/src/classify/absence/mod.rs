//! From when to when somebody is away, out of an automatic answer (R21).
//!
//! All days that a text names are found, and each has a part: the day of return ("back on 3 March"),
//! the last day of the absence ("until 2 March": the return is the day after), or its first. The
//! words before a day say which; a day of return that is named beats one that follows.

mod dates;
mod words;

use chrono::{Datelike, Days, NaiveDate};
use dates::{Day, Found, Token};
use words::Language;

/// How much of a text is read, in bytes.
const READ: usize = 8 * 1024;

/// A return further away than this is for the rep to look at (R21).
pub const MAX_DAYS: i64 = 90;

/// In which order a writer of English puts day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// 3/4 is 3 April.
    DayFirst,
    /// 3/4 is March 4.
    MonthFirst,
    /// Nothing tells.
    None,
}

/// That somebody is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// The first day on which they are back.
    pub returns: NaiveDate,
    /// Whether the rep is to look at it: the day is in the past or over [`MAX_DAYS`] away (R21).
    pub review: bool,
}

/// Looks for the day of return in the subject and the newly written text of a message that arrived
/// on the day `arrived`. `None` when no day is named.
#[must_use]
pub fn find(subject: &str, text: &str, arrived: NaiveDate, hint: Hint) -> Option<Absence> {
    let text = super::phrase::beginning(text, READ);
    let away = super::auto_reply::tells_of_absence(text);
    let returns =
        in_text(text, arrived, hint, away).or_else(|| in_subject(subject, arrived, hint))?;
    let away = returns.signed_duration_since(arrived).num_days();
    Some(Absence { returns, review: !(0..=MAX_DAYS).contains(&away) })
}

/// What a day in the text is, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Return,
    Last,
    Away,
    First,
}

/// A subject repeats the one that it answers: only a day with a preposition is the absentee's.
fn in_subject(subject: &str, arrived: NaiveDate, hint: Hint) -> Option<NaiveDate> {
    let is_reply =
        subject.split_once(':').is_some_and(|(prefix, _)| prefix.trim().chars().count() <= 3);
    if is_reply { None } else { in_text(subject, arrived, hint, false) }
}

/// `away` says whether a day without a preposition counts, as in "I am out of the office on Friday".
fn in_text(text: &str, arrived: NaiveDate, hint: Hint, away: bool) -> Option<NaiveDate> {
    let tokens = dates::tokens(text);
    let found = dates::find(&tokens);
    let words = tokens.iter().filter_map(|token| match token {
        Token::Word(word) => Some(word.as_str()),
        _ => None,
    });
    let order = order(words::language(words), &tokens, hint);
    let mut days: Vec<(Part, NaiveDate)> = Vec::new();
    let mut end = 0;
    for one in &found {
        if let Some(day) = resolve(one.day, arrived, order) {
            let part = part(&tokens, one, end);
            // Who is away next week is back on the Monday after it.
            let week = one.day == Day::NextWeek && part != Part::Return;
            days.push((
                part,
                if week { day.checked_add_days(Days::new(6)).unwrap_or(day) } else { day },
            ));
        }
        end = one.end;
    }
    let first = |wanted: Part| days.iter().find(|(part, _)| *part == wanted).map(|(_, day)| *day);
    let last = || days.iter().filter(|(part, _)| *part == Part::Last).map(|(_, day)| *day).max();
    let bare =
        || days.iter().filter(|(part, _)| away && *part == Part::Away).map(|(_, day)| *day).max();
    let next = |day: NaiveDate| day.checked_add_days(Days::new(1));
    first(Part::Return).or_else(|| last().or_else(bare).and_then(next))
}

/// What a day is, by the words before it (back to `from`, the end of the day before it) and
/// right behind it, within its sentence.
fn part(tokens: &[Token], found: &Found, from: usize) -> Part {
    let sentence = before(tokens, found.start, from);
    let is_back = sentence.iter().any(|word| words::is_return(word));
    let preposition =
        sentence.iter().rev().find(|word| !words::is_filler(word) || is_plain_until(word));
    let until = preposition.is_some_and(|word| words::is_until(word));
    let first = preposition.is_some_and(|word| words::is_from(word));
    let behind = behind(tokens, found.end);
    if is_back && !found.ends_span {
        // "I can be reached again after the 5th" is the 6th; "not back until the 5th" is the 5th.
        let after = preposition.is_some_and(|word| {
            matches!(*word, "after" | "nach" | "après" | "dopo" | "después" | "após")
        });
        return if after { Part::Last } else { Part::Return };
    }
    if first && !found.ends_span {
        let back = behind.iter().any(|word| words::is_return(word));
        return if back { Part::Return } else { Part::First };
    }
    if until || found.ends_span {
        return Part::Last;
    }
    if behind.iter().take(6).any(|word| words::is_return(word)) { Part::Return } else { Part::Away }
}

/// Fillers that are prepositions of their own: `du 1er au 14 août`, `dal 1 al 14`.
fn is_plain_until(word: &str) -> bool {
    matches!(
        word,
        "au" | "al" | "ao" | "einschließlich" | "inklusive" | "inclus" | "including" | "inclusive"
    )
}

/// The words of the sentence before a token, at most twelve.
fn before(tokens: &[Token], at: usize, from: usize) -> Vec<&str> {
    let mut words = Vec::new();
    for place in (from..at).rev() {
        match tokens.get(place) {
            Some(Token::Word(word)) => words.push(word.as_str()),
            Some(Token::Break | Token::Mark('!' | '?' | ';')) => break,
            Some(Token::Mark('.')) if ends_sentence(tokens, place) => break,
            _ => {}
        }
        if words.len() == 12 {
            break;
        }
    }
    words.reverse();
    words
}

fn ends_sentence(tokens: &[Token], point: usize) -> bool {
    let before = point.checked_sub(1).and_then(|at| tokens.get(at));
    // Abbreviations are short.
    matches!(before, Some(Token::Word(word)) if word.chars().count() > 4 || words::is_return(word))
}

/// The words behind a token up to the next number or mark, at most eight.
fn behind(tokens: &[Token], at: usize) -> Vec<&str> {
    let mut words = Vec::new();
    for token in tokens.iter().skip(at).take(12) {
        match token {
            Token::Word(word) => words.push(word.as_str()),
            _ => break,
        }
    }
    words.truncate(8);
    words
}

/// How 3/4 is read in this text.
fn order(language: Language, tokens: &[Token], hint: Hint) -> Hint {
    if language == Language::Other {
        return Hint::DayFirst;
    }
    let slashed = |at: usize| match (tokens.get(at), tokens.get(at + 1), tokens.get(at + 2)) {
        (
            Some(Token::Number(first, 1..=2)),
            Some(Token::Mark('/')),
            Some(Token::Number(second, 1..=2)),
        ) => Some((*first, *second)),
        _ => None,
    };
    let told = (0..tokens.len()).filter_map(slashed).find_map(|pair| match pair {
        (13..=31, 1..=12) => Some(Hint::DayFirst),
        (1..=12, 13..=31) => Some(Hint::MonthFirst),
        _ => None,
    });
    told.unwrap_or(hint)
}

fn resolve(day: Day, arrived: NaiveDate, order: Hint) -> Option<NaiveDate> {
    match day {
        Day::Date(Some(year), month, day) => NaiveDate::from_ymd_opt(year, month, day),
        Day::Date(None, month, day) => nearest(month, day, arrived),
        Day::Slashed(first, second, year) => {
            let read = |month, day| match year {
                Some(year) => NaiveDate::from_ymd_opt(year, month, day),
                None => nearest(month, day, arrived),
            };
            let (day_first, month_first) = (read(second, first), read(first, second));
            match order {
                Hint::DayFirst => day_first,
                Hint::MonthFirst => month_first,
                // The one that can be a return; of two, the nearer.
                Hint::None => {
                    let away = |day: &NaiveDate| day.signed_duration_since(arrived).num_days();
                    let both = [month_first, day_first].into_iter().flatten();
                    both.clone()
                        .filter(|day| (0..=MAX_DAYS).contains(&away(day)))
                        .min()
                        .or_else(|| both.min())
                }
            }
        }
        Day::OfMonth(day) => {
            let months = (0..3).filter_map(|more| {
                arrived.with_day(1)?.checked_add_months(chrono::Months::new(more))
            });
            months.filter_map(|month| month.with_day(day)).find(|date| *date >= arrived)
        }
        Day::Weekday(weekday) => {
            let ahead = (weekday + 7 - arrived.weekday().num_days_from_monday()) % 7;
            arrived.checked_add_days(Days::new(u64::from(ahead)))
        }
        Day::Relative(days) => arrived.checked_add_days(Days::new(days)),
        Day::NextWeek => {
            let ahead = 7 - arrived.weekday().num_days_from_monday();
            arrived.checked_add_days(Days::new(u64::from(ahead)))
        }
    }
}

/// The year that is not written is the one in which the day lies nearest, rather ahead than behind.
fn nearest(month: u32, day: u32, arrived: NaiveDate) -> Option<NaiveDate> {
    let year = arrived.year();
    let days = [year, year + 1, year - 1]
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    let away = |date: &NaiveDate| date.signed_duration_since(arrived).num_days();
    days.min_by_key(|date| if away(date) < 0 { -3 * away(date) } else { away(date) })
}
