//! What an IMAP server says, as items (RFC 9051, 9): words, texts and lists, and nothing about what
//! they mean.
//!
//! Reads more than the grammar allows, because servers do: an item that nobody here knows is still
//! one item, so that the next one is understood. What cannot be read at all spoils only the answer
//! that it stands in. Lists are kept on a stack of limited depth; a million open parentheses are
//! an unreadable answer and not a stack overflow.

/// How deep lists may lie in lists. A body structure, which is never asked for, goes deepest.
const DEPTH_MAX: usize = 32;
/// How much of something odd is shown, in characters.
const SHOWN: usize = 200;

/// A stretch of an answer as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A line, or the part of one before or behind a literal, without line end and without the
    /// literal's `{size}`.
    Text(Vec<u8>),
    /// A literal of `size` bytes, of which the first are kept.
    Literal { kept: Vec<u8>, size: u64 },
}

/// One item of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// A word without quotation marks; also NIL, flags and numbers.
    Word(Vec<u8>),
    /// What was quoted, or a literal that was kept whole.
    Text(Vec<u8>),
    /// The beginning of a literal that was too long to be kept.
    Cut(Vec<u8>),
    /// A list.
    List(Vec<Item>),
}

impl Item {
    /// A word in upper case: how keywords are compared.
    pub(crate) fn keyword(&self) -> Option<String> {
        match self {
            Self::Word(word) => Some(String::from_utf8_lossy(word).to_ascii_uppercase()),
            _ => None,
        }
    }

    /// A word that is a number.
    pub(crate) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        match self {
            Self::Word(word) => std::str::from_utf8(word).ok()?.parse().ok(),
            _ => None,
        }
    }

    /// The bytes of a word or a whole text; NIL has none.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Word(word) if word.eq_ignore_ascii_case(b"NIL") => None,
            Self::Word(bytes) | Self::Text(bytes) => Some(bytes),
            Self::Cut(_) | Self::List(_) => None,
        }
    }

    /// The items of a list.
    pub(crate) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }
}

/// How a server judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Ok,
    No,
    Bad,
    Bye,
    Preauth,
}

/// A judgement and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub status: Status,
    /// All of it, the status too: for the rep.
    pub words: String,
}

impl Verdict {
    /// The code in square brackets: its name in upper case and the words behind it.
    pub(crate) fn code(&self) -> (String, Vec<&str>) {
        let inside = self.words.split_once('[').and_then(|(before, rest)| {
            // Further back it would be a bracket in a sentence.
            let first = before.trim_end().split(' ').count() == 1;
            first.then(|| rest.split_once(']').map_or(rest, |(inside, _)| inside))
        });
        let mut words = inside.unwrap_or_default().split_ascii_whitespace();
        (words.next().unwrap_or_default().to_ascii_uppercase(), words.collect())
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The end of a command: its tag and how it went.
    Tagged(String, Verdict),
    /// A judgement about no command in particular.
    Untagged(Verdict),
    /// The server waits for more of the command, or for the next step of signing in.
    Continue(String),
    /// Everything else behind a star.
    Data(Vec<Item>),
    /// Its beginning.
    Unreadable(String),
}

impl Answer {
    /// Its beginning, when it is not what was waited for: for the log and the rep.
    pub(crate) fn beginning(&self) -> String {
        match self {
            Self::Tagged(_, verdict) | Self::Untagged(verdict) => verdict.words.clone(),
            Self::Continue(words) | Self::Unreadable(words) => words.clone(),
            Self::Data(items) => format!("{items:?}").chars().take(SHOWN).collect(),
        }
    }
}

/// Reads one answer.
pub(crate) fn read(pieces: Vec<Piece>) -> Answer {
    let line = match pieces.first() {
        Some(Piece::Text(line)) => line.as_slice(),
        _ => &[],
    };
    if let Some(rest) = line.strip_prefix(b"+") {
        return Answer::Continue(shown(rest.trim_ascii(), usize::MAX));
    }
    let (tag, rest) = split(line);
    if let Some(verdict) = verdict(rest) {
        return match tag {
            b"*" => Answer::Untagged(verdict),
            tag => Answer::Tagged(shown(tag, SHOWN), verdict),
        };
    }
    let beginning = shown(line, SHOWN);
    let items = (tag == b"*").then(|| items(pieces)).flatten();
    items.map_or(Answer::Unreadable(beginning), Answer::Data)
}

/// Whether a line may end in a literal: in the words of a judgement braces are braces.
pub(crate) fn may_have_literals(line: &[u8]) -> bool {
    let (tag, rest) = split(line);
    tag == b"*" && verdict(rest).is_none()
}

/// The size that a line announces at its end, and where that begins: `{12}`, `{12+}`, `~{12}`.
pub(crate) fn announced(line: &[u8]) -> Option<(usize, u64)> {
    let inside = line.strip_suffix(b"}")?;
    let brace = inside.iter().rposition(|b| *b == b'{')?;
    let digits = inside.get(brace + 1..)?;
    let digits = digits.strip_suffix(b"+").unwrap_or(digits);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let before = line.get(..brace)?;
    Some((before.strip_suffix(b"~").unwrap_or(before).len(), size))
}

/// The first word, and what follows behind its space.
fn split(line: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = line.splitn(2, |b| *b == b' ');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn verdict(text: &[u8]) -> Option<Verdict> {
    let (first, _) = split(text.trim_ascii_start());
    let status = match first.to_ascii_uppercase().as_slice() {
        b"OK" => Status::Ok,
        b"NO" => Status::No,
        b"BAD" => Status::Bad,
        b"BYE" => Status::Bye,
        b"PREAUTH" => Status::Preauth,
        _ => return None,
    };
    Some(Verdict { status, words: shown(text.trim_ascii(), 4096) })
}

/// As text of at most `most` characters; what is no UTF-8 is replaced.
fn shown(bytes: &[u8], most: usize) -> String {
    String::from_utf8_lossy(bytes).chars().take(most).collect()
}

/// The items behind the star.
fn items(pieces: Vec<Piece>) -> Option<Vec<Item>> {
    let mut lists = Lists { open: Vec::new(), current: Vec::new() };
    let mut first = true;
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                lists.text(if std::mem::take(&mut first) { split(&text).1 } else { &text })?;
            }
            Piece::Literal { kept, size } if u64::try_from(kept.len()) == Ok(size) => {
                lists.current.push(Item::Text(kept));
            }
            Piece::Literal { kept, .. } => lists.current.push(Item::Cut(kept)),
        }
    }
    lists.open.is_empty().then_some(lists.current)
}

/// The lists that are open, and the items of the innermost one.
struct Lists {
    open: Vec<Vec<Item>>,
    current: Vec<Item>,
}

impl Lists {
    fn text(&mut self, mut text: &[u8]) -> Option<()> {
        while let Some((first, rest)) = text.split_first() {
            text = match first {
                b' ' => rest,
                b'(' if self.open.len() == DEPTH_MAX => return None,
                b'(' => {
                    self.open.push(std::mem::take(&mut self.current));
                    rest
                }
                b')' => {
                    let outer = self.open.pop()?;
                    let list = std::mem::replace(&mut self.current, outer);
                    self.current.push(Item::List(list));
                    rest
                }
                b'"' => {
                    let (quoted, rest) = quoted(rest)?;
                    self.current.push(Item::Text(quoted));
                    rest
                }
                _ => {
                    let (word, rest) = text.split_at_checked(word_length(text))?;
                    self.current.push(Item::Word(word.to_vec()));
                    rest
                }
            };
        }
        Some(())
    }
}

/// What stands up to the closing quotation mark, and the rest behind it.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut content = Vec::new();
    let mut bytes = text.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some((content, text.get(at + 1..)?)),
            b'\\' => content.push(*bytes.next()?.1),
            byte => content.push(*byte),
        }
    }
    None
}

/// At least one. Square brackets hold together: `BODY[HEADER.FIELDS (TO FROM)]<0>` is one word.
fn word_length(text: &[u8]) -> usize {
    let mut in_brackets = false;
    let end = text.iter().position(|byte| {
        match byte {
            b'[' => in_brackets = true,
            b']' => in_brackets = false,
            _ => {}
        }
        !in_brackets && matches!(byte, b' ' | b'(' | b')' | b'"')
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(line: &str) -> Piece {
        Piece::Text(line.as_bytes().to_vec())
    }

    fn word(word: &str) -> Item {
        Item::Word(word.as_bytes().to_vec())
    }

    fn quoted(text: &str) -> Item {
        Item::Text(text.as_bytes().to_vec())
    }

    #[test]
    fn an_answer_with_literals_is_read_around_them() {
        let literal = |kept: &str, size| Piece::Literal { kept: kept.as_bytes().to_vec(), size };
        let answer = read(vec![
            text("* 12 FETCH (UID 7 X-NEW (\"a b\" nil) BODY[HEADER.FIELDS (TO \"X\")]<0> "),
            literal("To: a\r\n", 7),
            text(" BODY[] "),
            literal("abc", 90),
            text(" FLAGS (\\Seen))"),
        ]);
        let expected = Item::List(vec![
            word("UID"),
            word("7"),
            word("X-NEW"),
            Item::List(vec![quoted("a b"), word("nil")]),
            word("BODY[HEADER.FIELDS (TO \"X\")]<0>"),
            quoted("To: a\r\n"),
            word("BODY[]"),
            Item::Cut(b"abc".to_vec()),
            word("FLAGS"),
            Item::List(vec![word("\\Seen")]),
        ]);
        assert_eq!(answer, Answer::Data(vec![word("12"), word("FETCH"), expected]));
    }

    #[test]
    fn the_words_of_a_judgement_are_no_items() {
        let answer = read(vec![text("a7 no [TRYCREATE x] so (\"sorry {3}")]);
        let Answer::Tagged(tag, verdict) = answer else { panic!("{answer:?}") };
        assert_eq!((tag.as_str(), verdict.status), ("a7", Status::No));
        assert_eq!(verdict.code(), ("TRYCREATE".to_owned(), vec!["x"]));
        assert!(!may_have_literals(b"* OK {3}"));
        assert!(may_have_literals(b"* LIST () \"/\" {3}"));
        let plain = Verdict { status: Status::No, words: "NO see [1]".to_owned() };
        assert_eq!(plain.code().0, "");
    }

    #[test]
    fn a_literal_is_announced_in_three_ways() {
        assert_eq!(announced(b"x {12}"), Some((2, 12)));
        assert_eq!(announced(b"x {12+}"), Some((2, 12)));
        assert_eq!(announced(b"x ~{0}"), Some((2, 0)));
        for other in ["x {}", "x 12}", "x {-1}", "x {99999999999999999999}", "{1} "] {
            assert_eq!(announced(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn parentheses_without_end_are_unreadable() {
        let deep = format!("* 1 FETCH {}", "(".repeat(1_000_000));
        for line in [deep.as_str(), "* LIST (", "* LIST )", "* LIST \"a", "* X \"\\", "hello", ""] {
            assert!(matches!(read(vec![text(line)]), Answer::Unreadable(_)), "{line:.20}");
        }
    }

    proptest! {
        #[test]
        fn no_answer_is_too_odd_to_be_read(
            lines in prop::collection::vec("(\\* )?[ -~]{0,12}|[()\"\\\\\\[\\]{} a0]{0,12}", 1..4)
        ) {
            let pieces = lines.iter().flat_map(|line| {
                [text(line), Piece::Literal { kept: b"x".to_vec(), size: 1 }]
            });
            let _ = (read(pieces.collect()), announced(lines[0].as_bytes()));
        }
    }
}
