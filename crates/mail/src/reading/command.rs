//! One command for an IMAP server, and everything that is heard to it.

use crate::reading::grammar::{Item, Status, Verdict};
use crate::reading::problem::Problem;
use std::fmt;
use zeroize::Zeroizing;

/// A command without its tag: lines, of which each but the first waits for the server's plus. What
/// could end a quoted text goes as a literal.
pub(crate) struct Command {
    lines: Vec<Zeroizing<Vec<u8>>>,
    /// Said only if the server asks once more: the step that lets it refuse.
    if_asked: Option<&'static [u8]>,
}

/// Without what it says: that may be a password.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Command({} lines)", self.lines.len())
    }
}

impl Command {
    /// The lines, without their ends.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.lines.iter().map(|line| line.as_slice())
    }

    /// What is said if the server asks once more than there are lines.
    pub(crate) fn said_if_asked(&self) -> Option<&'static [u8]> {
        self.if_asked
    }

    pub(crate) fn new(words: &str) -> Self {
        Self { lines: vec![Zeroizing::new(words.as_bytes().to_vec())], if_asked: None }
    }

    pub(crate) fn words(mut self, words: &str) -> Self {
        if let Some(last) = self.lines.last_mut() {
            last.extend_from_slice(words.as_bytes());
        }
        self
    }

    /// A text behind a space.
    pub(crate) fn text(self, text: &[u8]) -> Self {
        let fine = |b: &u8| (b' '..=b'~').contains(b) && !matches!(b, b'"' | b'\\');
        match std::str::from_utf8(text) {
            Ok(plain) if text.iter().all(fine) => self.words(&format!(" \"{plain}\"")),
            _ => self.literal(text),
        }
    }

    /// A text behind a space that the server asks for when it is ready (RFC 9051, 4.3).
    pub(crate) fn literal(self, text: &[u8]) -> Self {
        self.words(&format!(" {{{}}}", text.len())).step(text)
    }

    /// A line of its own, when the server asks for it.
    pub(crate) fn step(mut self, line: &[u8]) -> Self {
        self.lines.push(Zeroizing::new(line.to_vec()));
        self
    }

    /// A last line, in case that the server asks for it.
    pub(crate) fn if_asked(mut self, line: &'static [u8]) -> Self {
        self.if_asked = Some(line);
        self
    }
}

/// Everything that a server said to a command that it carried out.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// What stands behind stars, in order.
    pub data: Vec<Vec<Item>>,
    /// The judgements behind stars and, last, the one that ended the command.
    pub verdicts: Vec<Verdict>,
    /// How many answers could not be read.
    pub unreadable: usize,
}

impl Heard {
    /// The items behind `keyword`, once for each answer that begins with it.
    pub(crate) fn all<'a>(&'a self, keyword: &'a str) -> impl Iterator<Item = &'a [Item]> {
        self.data.iter().filter_map(move |items| {
            let (first, rest) = items.split_first()?;
            (first.keyword()? == keyword).then_some(rest)
        })
    }

    /// What a search has found, ascending. An answer in which something cannot be read is none: a
    /// hit that is overlooked would be a message that is never read.
    pub(crate) fn hits(&self) -> Result<Vec<u32>, Problem> {
        let mut hits = Vec::new();
        let mut is_answered = false;
        for items in self.all("SEARCH") {
            is_answered = true;
            // A list is what CONDSTORE adds (RFC 7162, 3.1.5).
            for item in items.iter().filter(|item| item.list().is_none()) {
                let hit = item.number();
                hits.push(hit.ok_or_else(|| Problem::Garbage(format!("SEARCH {item:?}")))?);
            }
        }
        if !is_answered && self.unreadable > 0 {
            return Err(Problem::Garbage("SEARCH".to_owned()));
        }
        hits.sort_unstable();
        hits.dedup();
        Ok(hits)
    }

    /// The number behind `code` in a judgement.
    pub(crate) fn number<T: std::str::FromStr>(&self, code: &str) -> Option<T> {
        self.verdicts.iter().find_map(|verdict| {
            let (name, words) = verdict.code();
            (name == code).then(|| words.first()?.parse().ok())?
        })
    }
}

/// How a command ended.
#[derive(Debug)]
pub(crate) enum Ended {
    Done(Heard),
    /// Not carried out, and what was heard all the same.
    Refused(Verdict, Heard),
}

impl Ended {
    pub(crate) fn of(verdict: Verdict, mut heard: Heard) -> Self {
        if verdict.status != Status::Ok {
            return Self::Refused(verdict, heard);
        }
        heard.verdicts.push(verdict);
        Self::Done(heard)
    }

    /// What was heard, if the command was carried out.
    pub(crate) fn done(self) -> Result<Heard, Problem> {
        match self {
            Self::Done(heard) => Ok(heard),
            Self::Refused(verdict, _) => Err(Problem::refusal(&verdict)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::grammar::{self, Answer, Piece};

    fn lines(command: &Command) -> Vec<String> {
        command.lines().map(|line| String::from_utf8(line.to_vec()).unwrap()).collect()
    }

    #[test]
    fn what_could_end_a_quoted_text_goes_as_a_literal() {
        let plain = Command::new("EXAMINE").text(b"Sent Items (2) {3}").words(" X");
        assert_eq!(lines(&plain), ["EXAMINE \"Sent Items (2) {3}\" X"]);
        let odd = Command::new("EXAMINE").text("a\"b\r\né".as_bytes()).words(" X").literal(b"");
        assert_eq!(lines(&odd), ["EXAMINE {7}", "a\"b\r\né X {0}", ""]);
    }

    #[test]
    fn a_search_of_which_a_part_cannot_be_read_has_found_nothing_to_go_by() {
        let heard = |lines: &[&str], unreadable| {
            let data = lines.iter().filter_map(|line| {
                match grammar::read(vec![Piece::Text(line.as_bytes().to_vec())]) {
                    Answer::Data(items) => Some(items),
                    _ => None,
                }
            });
            Heard { data: data.collect(), unreadable, ..Heard::default() }
        };
        assert_eq!(heard(&["* SEARCH 7 2", "* SEARCH 2 (MODSEQ 9)"], 1).hits(), Ok(vec![2, 7]));
        assert_eq!(heard(&[], 0).hits(), Ok(Vec::new()));
        for unclear in
            [heard(&["* SEARCH 7 2x"], 0), heard(&["* SEARCH 7 \"2\""], 0), heard(&[], 1)]
        {
            assert!(matches!(unclear.hits(), Err(Problem::Garbage(_))), "{unclear:?}");
        }
    }

    #[test]
    fn a_command_shows_nothing_that_it_says() {
        let command = Command::new("LOGIN").literal(b"hunter2");
        assert!(!format!("{command:?}").contains("hunter2"));
    }
}
