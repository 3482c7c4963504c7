//! Taking a server's answers off the wire, within limits of length, whatever it announces.
//!
//! What has come of an answer is kept here and not in the future that waits for the rest, so
//! that a wait may be given up at any moment without losing a byte.

use crate::lines::{Interrupted, Lines};
use crate::reading::grammar::{self, Answer, Piece};
use std::time::Duration;

/// Longest answer without its literals, in bytes: the hits of a search among 40,000 messages.
pub(crate) const TEXT_MAX: usize = 512 * 1024;
/// Largest literal that is waited for, in bytes; of what is more than wanted the rest is dropped
/// as it comes.
const LITERAL_MAX: u64 = 256 * 1024 * 1024;

/// The answer of which a part has come.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    pieces: Vec<Piece>,
    line: Vec<u8>,
    literal: Option<Literal>,
    /// All bytes kept so far.
    kept: usize,
    text: usize,
}

#[derive(Debug)]
struct Literal {
    kept: Vec<u8>,
    size: u64,
    /// How many bytes of it are still to come.
    left: u64,
}

impl Incoming {
    /// Whether nothing of an answer has come.
    pub(crate) fn is_empty(&self) -> bool {
        self.kept == 0
    }

    /// The next answer, and how many bytes of it were kept. Of all its literals together at most
    /// `keep` bytes are. Waits at most `patience` for every piece. Dropping the future loses
    /// nothing.
    pub(crate) async fn next(
        &mut self,
        lines: &mut Lines,
        keep: usize,
        patience: Duration,
    ) -> Result<(Answer, usize), Interrupted> {
        loop {
            let bytes = lines.piece(patience).await?;
            let (used, whole) = self.advance(bytes, keep)?;
            lines.take(used);
            if whole {
                let Self { pieces, kept, .. } = std::mem::take(self);
                return Ok((grammar::read(pieces), kept));
            }
        }
    }

    /// Takes what belongs to this answer from `bytes`: how many, and whether it is whole now.
    fn advance(&mut self, bytes: &[u8], keep: usize) -> Result<(usize, bool), Interrupted> {
        let Some(literal) = &mut self.literal else { return self.advance_line(bytes) };
        let used = usize::try_from(literal.left).unwrap_or(usize::MAX).min(bytes.len());
        let wanted = keep.saturating_sub(self.kept.saturating_sub(self.text)).min(used);
        literal.kept.extend(bytes.iter().take(wanted));
        self.kept += wanted;
        literal.left -= u64::try_from(used).unwrap_or(literal.left);
        if literal.left == 0 {
            let literal = self.literal.take();
            let piece = literal.map(|Literal { kept, size, .. }| Piece::Literal { kept, size });
            self.pieces.extend(piece);
        }
        Ok((used, false))
    }

    fn advance_line(&mut self, bytes: &[u8]) -> Result<(usize, bool), Interrupted> {
        let end = bytes.iter().position(|b| *b == b'\n');
        let used = end.map_or(bytes.len(), |end| end + 1);
        self.line.extend(bytes.iter().take(used));
        self.kept += used;
        self.text += used;
        if self.text > TEXT_MAX {
            return Err(Interrupted::TooLong);
        }
        if end.is_none() {
            return Ok((used, false));
        }
        let mut line = std::mem::take(&mut self.line);
        while line.pop_if(|b| matches!(*b, b'\r' | b'\n')).is_some() {}
        let announced = match self.pieces.first() {
            None if !grammar::may_have_literals(&line) => None,
            _ => grammar::announced(&line),
        };
        if let Some((length, size)) = announced {
            if size > LITERAL_MAX {
                return Err(Interrupted::TooLong);
            }
            line.truncate(length);
            self.literal = (size > 0).then(|| Literal { kept: Vec::new(), size, left: size });
        }
        self.pieces.push(Piece::Text(line));
        if let Some((_, 0)) = announced {
            self.pieces.push(Piece::Literal { kept: Vec::new(), size: 0 });
        }
        Ok((used, announced.is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::grammar::Item;
    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt;

    const PATIENCE: Duration = Duration::from_secs(10);

    async fn all(said: &[u8], keep: usize) -> (Vec<Answer>, Interrupted) {
        let (near, mut far) = tokio::io::duplex(64);
        let mut lines = Lines::new(Box::new(near));
        let mut incoming = Incoming::default();
        let said = said.to_vec();
        let speaking = tokio::spawn(async move {
            let _ = far.write_all(&said).await;
        });
        let mut answers = Vec::new();
        loop {
            match incoming.next(&mut lines, keep, PATIENCE).await {
                Ok((answer, _)) => answers.push(answer),
                Err(interrupted) => {
                    speaking.abort();
                    return (answers, interrupted);
                }
            }
        }
    }

    #[tokio::test]
    async fn a_literal_may_look_like_answers() {
        let said = b"* 1 FETCH (BODY[] {14}\r\na1 OK {3}\r\n* 2 B {0}\r\n C)\r\na1 OK done {9}\r\n";
        let (answers, end) = all(said, 100).await;
        assert!(matches!(end, Interrupted::Closed));
        let [Answer::Data(items), Answer::Tagged(..)] = answers.as_slice() else {
            panic!("{answers:?}")
        };
        let fetched = items[2].list().unwrap();
        assert_eq!(fetched[1], Item::Text(b"a1 OK {3}\r\n* 2".to_vec()));
        assert_eq!((fetched.len(), fetched[3].clone()), (5, Item::Text(Vec::new())));
    }

    #[tokio::test]
    async fn of_a_literal_no_more_is_kept_than_is_wanted() {
        let said = format!("* 1 FETCH (A {{100000}}\r\n{})\r\n", "x".repeat(100_000));
        let (answers, _) = all(said.as_bytes(), 1000).await;
        let [Answer::Data(items)] = answers.as_slice() else { panic!("{answers:?}") };
        assert_eq!(items[2].list().unwrap()[1], Item::Cut(vec![b'x'; 1000]));
    }

    #[tokio::test]
    async fn what_is_announced_too_large_is_not_waited_for() {
        for said in
            ["* 1 FETCH (A {4294967296}\r\n".to_owned(), "* ".to_owned() + &"a".repeat(TEXT_MAX)]
        {
            let (answers, end) = all(said.as_bytes(), 1000).await;
            assert!(answers.is_empty() && matches!(end, Interrupted::TooLong));
        }
    }

    #[tokio::test]
    async fn a_wait_that_is_given_up_loses_nothing() {
        let (near, mut far) = tokio::io::duplex(1024);
        let (mut lines, mut incoming) = (Lines::new(Box::new(near)), Incoming::default());
        far.write_all(b"* 1 FETCH (A {6}\r\nabc").await.unwrap();
        for _ in 0..3 {
            let next = incoming.next(&mut lines, 100, Duration::from_millis(1)).await;
            assert!(matches!(next, Err(Interrupted::TimedOut(_))));
        }
        far.write_all(b"def)\r\n").await.unwrap();
        let (answer, _) = incoming.next(&mut lines, 100, PATIENCE).await.unwrap();
        let Answer::Data(items) = answer else { panic!("{answer:?}") };
        assert_eq!(items[2].list().unwrap()[1], Item::Text(b"abcdef".to_vec()));
    }

    proptest! {
        #[test]
        fn nothing_is_kept_beyond_the_limits(said in "(\\* [(A-C ]{0,4}(\\{[0-9]{1,3}\\})?\r?\n?[a-z]{0,9}){0,9}", keep in 0_usize..50) {
            let mut incoming = Incoming::default();
            let mut rest = said.as_bytes();
            while !rest.is_empty() {
                let Ok((used, whole)) = incoming.advance(rest, keep) else { break };
                prop_assert!(used > 0 || incoming.literal.is_none());
                prop_assert!(incoming.kept - incoming.text <= keep);
                rest = &rest[used..];
                if whole { incoming = Incoming::default(); }
            }
        }
    }
}
