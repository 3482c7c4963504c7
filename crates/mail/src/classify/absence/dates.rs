//! Dates in a text, as they are written by people. Which of them is the day of return is decided
//! elsewhere.

use super::words;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// Letters, lower case.
    Word(String),
    /// Digits, and how many they were.
    Number(u32, usize),
    /// Anything else that is no space.
    Mark(char),
    /// An empty line.
    Break,
}

/// How much of a text is read for dates, in tokens.
const MAX_TOKENS: usize = 1500;

/// Parts a text.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if tokens.len() >= MAX_TOKENS {
            break;
        }
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let length = if c.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            let digits = rest.get(..length).unwrap_or_default();
            tokens.push(Token::Number(digits.parse().unwrap_or(u32::MAX), length));
            length
        } else if c.is_alphabetic() {
            let length = run(char::is_alphabetic);
            tokens.push(Token::Word(rest.get(..length).unwrap_or_default().to_lowercase()));
            length
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
            } else if rest.starts_with("\n\n") {
                tokens.push(Token::Break);
            }
            c.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

/// A day as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// Year (if it is given), month, day.
    Date(Option<i32>, u32, u32),
    /// Two numbers with a slash: day and month in an order that the text does not tell, and the year.
    Slashed(u32, u32, Option<i32>),
    /// A day of the month alone.
    OfMonth(u32),
    /// Monday 0.
    Weekday(u32),
    /// Days from today.
    Relative(u64),
    /// Monday of the next week.
    NextWeek,
}

/// A day in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its first token.
    pub start: usize,
    /// The token behind it.
    pub end: usize,
    pub day: Day,
    /// The last day of a span, such as 14 August of "1 to 14 August".
    pub ends_span: bool,
}

/// All days in the text, in its order. A weekday before a date belongs to it.
pub(crate) fn find(tokens: &[Token]) -> Vec<Found> {
    let reader = Reader { tokens };
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match reader.day(at) {
            Some((day, end, ends_span)) => {
                push(&mut found, tokens, Found { start: at, end, day, ends_span });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn push(found: &mut Vec<Found>, tokens: &[Token], mut new: Found) {
    if let Some(last) = found.last() {
        let between = tokens.get(last.end..new.start).unwrap_or_default();
        let joined = between
            .iter()
            .all(|one| matches!(one, Token::Mark(',' | '(' | '.')) || is_article(one));
        let dated = matches!(new.day, Day::Date(..) | Day::Slashed(..) | Day::OfMonth(_));
        if matches!(last.day, Day::Weekday(_)) && dated && joined && between.len() <= 3 {
            new.start = last.start;
            found.pop();
        }
    }
    if let Some(last) = found.last() {
        let between = tokens.get(last.end..new.start).unwrap_or_default();
        let dash = !between.is_empty()
            && between.iter().all(|one| matches!(one, Token::Mark('-' | '–' | '—')));
        let same_kind = matches!(last.day, Day::Date(..) | Day::Slashed(..) | Day::Weekday(_))
            && last.start < new.start;
        new.ends_span = new.ends_span || (dash && same_kind);
    }
    found.push(new);
}

fn is_article(token: &Token) -> bool {
    matches!(token, Token::Word(word) if [
        "the", "le", "den", "dem", "el", "il", "de", "o", "dia", "dnia", "al", "am",
    ].contains(&word.as_str()))
}

struct Reader<'t> {
    tokens: &'t [Token],
}

impl Reader<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at) {
            Some(Token::Number(value, digits)) => Some((*value, *digits)),
            _ => None,
        }
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at) {
            Some(Token::Mark(mark)) => Some(*mark),
            _ => None,
        }
    }

    /// The day that is written from here, the token behind it, and whether it is the last of a span.
    fn day(&self, at: usize) -> Option<(Day, usize, bool)> {
        let alone = |(day, end)| (day, end, false);
        self.numeric(at)
            .map(alone)
            .or_else(|| self.span(at).map(|(day, end)| (day, end, true)))
            .or_else(|| self.day_month(at).map(alone))
            .or_else(|| self.month_day(at))
            .or_else(|| self.named(at).map(alone))
            .or_else(|| self.of_month(at).map(alone))
    }

    /// `2026-03-12`, `12.03.2026`, `12.03.`, `12/03/26`, `12-03-2026`.
    fn numeric(&self, at: usize) -> Option<(Day, usize)> {
        let (first, digits) = self.number(at)?;
        let separator = self.mark(at + 1).filter(|mark| matches!(mark, '.' | '/' | '-'))?;
        let (second, seconds) = self.number(at + 2)?;
        let again = self.mark(at + 3) == Some(separator);
        if digits == 4 {
            let (third, _) = self.number(at + 4).filter(|_| again)?;
            return date(i32::try_from(first).ok(), second, third).map(|day| (day, at + 5));
        }
        if digits > 2 || seconds > 2 {
            return None;
        }
        let year = self
            .number(at + 4)
            .filter(|(_, digits)| again && matches!(digits, 2 | 4))
            .and_then(|(year, _)| century(year));
        let end = if year.is_some() { at + 5 } else { at + 3 };
        match separator {
            // `12.03.` and `12.03.2026`; `2.5` is a number, unless a point follows.
            '.' if year.is_some() || again => date(year, second, first)
                .map(|day| (day, if year.is_some() { end } else { at + 4 })),
            '.' if digits == 2 && seconds == 2 => date(None, second, first).map(|day| (day, end)),
            '/' => slashed(first, second, year).map(|day| (day, end)),
            '-' if year.is_some() => date(year, second, first).map(|day| (day, end)),
            _ => None,
        }
    }

    /// `1 to 14 August`, `1.–14. August`, `12.-16.03.`, `du 1er au 14 août`: the last day of it.
    fn span(&self, at: usize) -> Option<(Day, usize)> {
        let (first, _) =
            self.number(at).filter(|(day, digits)| (1..=31).contains(day) && *digits <= 2)?;
        let mut next = self.behind_ordinal(at + 1);
        let dash = self.mark(next).is_some_and(|mark| matches!(mark, '-' | '–' | '—' | '/' | '+'));
        let word = self.word(next).is_some_and(|word| {
            words::is_until(word) || matches!(word, "and" | "und" | "et" | "y" | "e" | "en" | "i")
        });
        if !dash && !word {
            return None;
        }
        next += 1;
        while self.word(next).is_some_and(words::is_filler) {
            next += 1;
        }
        let (second, _) =
            self.number(next).filter(|(day, digits)| *day > first && *day <= 31 && *digits <= 2)?;
        let (day, end) = self.numeric(next).or_else(|| self.day_month(next))?;
        let fits = matches!(day, Day::Date(_, _, last) if last == second);
        fits.then_some((day, end))
    }

    /// The token behind `st`, `er`, `.` and the like.
    fn behind_ordinal(&self, at: usize) -> usize {
        let suffix = self
            .word(at)
            .is_some_and(|word| ["st", "nd", "rd", "th", "er", "e", "º", "ª", "o"].contains(&word));
        let mark = self.mark(at).is_some_and(|mark| matches!(mark, '.' | 'º' | '°'));
        if suffix || mark { at + 1 } else { at }
    }

    /// `3 March 2026`, `3. März`, `1er mars`, `3 de marzo de 2026`, `3rd of March`.
    fn day_month(&self, at: usize) -> Option<(Day, usize)> {
        let (day, _) =
            self.number(at).filter(|(day, digits)| (1..=31).contains(day) && *digits <= 2)?;
        let mut next = self.behind_ordinal(at + 1);
        while self.word(next).is_some_and(|word| matches!(word, "of" | "de" | "di" | "d")) {
            next += 1;
        }
        let month = words::month(self.word(next)?)?;
        let (year, end) = self.year(next + 1);
        date(year, month, day).map(|day| (day, end))
    }

    /// `March 3`, `March 3rd, 2026`, `August 1-14`.
    fn month_day(&self, at: usize) -> Option<(Day, usize, bool)> {
        let month = words::month(self.word(at)?)?;
        let next = if self.mark(at + 1) == Some('.') { at + 2 } else { at + 1 };
        let next = if self.word(next) == Some("the") { next + 1 } else { next };
        let of_month = |at| {
            let number = self.number(at);
            number
                .filter(|(day, digits)| (1..=31).contains(day) && *digits <= 2)
                .map(|(day, _)| day)
        };
        let first = of_month(next)?;
        let behind = self.behind_ordinal(next + 1);
        let joined = self.mark(behind).is_some_and(|mark| matches!(mark, '-' | '–' | '—'))
            || self.word(behind).is_some_and(|word| matches!(word, "to" | "through" | "until"));
        match of_month(behind + 1).filter(|last| joined && *last > first) {
            Some(last) => {
                let (year, end) = self.year(self.behind_ordinal(behind + 2));
                date(year, month, last).map(|day| (day, end, true))
            }
            None => {
                let (year, end) = self.year(behind);
                date(year, month, first).map(|day| (day, end, false))
            }
        }
    }

    fn year(&self, at: usize) -> (Option<i32>, usize) {
        let mut next = at;
        while self.mark(next).is_some_and(|mark| matches!(mark, ',' | '.'))
            || self.word(next).is_some_and(|word| matches!(word, "de" | "del"))
        {
            next += 1;
        }
        match self.number(next) {
            Some((year, 4)) if (2000..2100).contains(&year) => (i32::try_from(year).ok(), next + 1),
            _ => (None, at),
        }
    }

    fn named(&self, at: usize) -> Option<(Day, usize)> {
        let word = self.word(at)?;
        if let Some(day) = words::weekday(word) {
            // segunda-feira
            let more = self.mark(at + 1) == Some('-') && self.word(at + 2) == Some("feira");
            return Some((Day::Weekday(day), if more { at + 3 } else { at + 1 }));
        }
        let next = self.word(at + 1);
        let week = matches!(
            (word, next),
            ("next", Some("week"))
                | ("nächste" | "nächster", Some("woche"))
                | ("semaine", Some("prochaine"))
                | ("próxima", Some("semana"))
                | ("prossima", Some("settimana"))
                | ("volgende", Some("week"))
        );
        if week {
            return Some((Day::NextWeek, at + 2));
        }
        words::relative(word).map(|days| (Day::Relative(days), at + 1))
    }

    /// A day of the month alone: `the 5th`, `bis zum 5.`, `jusqu'au 5`.
    fn of_month(&self, at: usize) -> Option<(Day, usize)> {
        let (day, _) =
            self.number(at).filter(|(day, digits)| (1..=31).contains(day) && *digits <= 2)?;
        let end = self.behind_ordinal(at + 1);
        let before = at.checked_sub(1).and_then(|at| self.word(at))?;
        let led = matches!(
            before,
            "the"
                | "zum"
                | "le"
                | "au"
                | "el"
                | "il"
                | "al"
                | "tot"
                | "do"
                | "até"
                | "dia"
                | "hasta"
                | "am"
                | "dem"
                | "den"
                | "op"
        );
        let unit = self.word(end).is_some_and(words::is_unit);
        let more =
            self.mark(end).is_some_and(|mark| matches!(mark, ':' | '%' | '/' | '€' | '$' | '-'));
        (led && !unit && !more).then_some((Day::OfMonth(day), end))
    }
}

fn date(year: Option<i32>, month: u32, day: u32) -> Option<Day> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Day::Date(year, month, day))
}

fn slashed(first: u32, second: u32, year: Option<i32>) -> Option<Day> {
    match (first, second) {
        (13..=31, 1..=12) => date(year, second, first),
        (1..=12, 13..=31) => date(year, first, second),
        (1..=12, 1..=12) => Some(Day::Slashed(first, second, year)),
        _ => None,
    }
}

fn century(year: u32) -> Option<i32> {
    let year = if year < 100 { year + 2000 } else { year };
    i32::try_from(year).ok().filter(|year| (2000..2100).contains(year))
}
