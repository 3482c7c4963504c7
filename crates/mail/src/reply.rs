//! One answer of an SMTP server (RFC 5321, 4.2): a code, words, and often a finer code.

use crate::lines::{Interrupted, Lines};
use std::time::Duration;

/// Most lines of one answer. An EHLO answer has about fifteen.
const LINES_MAX: usize = 128;

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    /// Three digits, 200 to 599.
    pub code: u16,
    /// The lines without their codes.
    pub lines: Vec<String>,
}

/// Why there is no answer to go by.
#[derive(Debug)]
pub(crate) enum NoReply {
    Interrupted(Interrupted),
    /// What came is no SMTP; its beginning.
    NotSmtp(String),
}

impl Reply {
    /// Reads one answer.
    pub(crate) async fn read(lines: &mut Lines, patience: Duration) -> Result<Self, NoReply> {
        let mut texts = Vec::new();
        for _ in 0..LINES_MAX {
            let line = lines.read(patience).await.map_err(NoReply::Interrupted)?;
            let Some((code, more, text)) = parts(&line) else {
                return Err(NoReply::NotSmtp(line.chars().take(200).collect()));
            };
            texts.push(text.to_owned());
            if !more {
                return Ok(Self { code, lines: texts });
            }
        }
        Err(NoReply::Interrupted(Interrupted::TooLong))
    }

    /// Whether it is a yes.
    pub(crate) fn is_positive(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// Whether it is a no, for now or for good.
    pub(crate) fn is_negative(&self) -> bool {
        (400..600).contains(&self.code)
    }

    /// What the server said, on one line, with its codes: for the rep.
    pub(crate) fn words(&self) -> String {
        let words: Vec<&str> = self.lines.iter().flat_map(|line| line.split_whitespace()).collect();
        format!("{} {}", self.code, words.join(" ")).trim_end().chars().take(1000).collect()
    }

    /// The finer code (RFC 3463), as in `5.1.1`.
    pub(crate) fn enhanced(&self) -> Option<(u16, u16, u16)> {
        let first = self.lines.first()?.split_whitespace().next()?;
        let mut numbers = first.split('.').map(|part| part.parse::<u16>().ok());
        let code = (numbers.next()??, numbers.next()??, numbers.next()??);
        (numbers.next().is_none() && [2, 4, 5].contains(&code.0)).then_some(code)
    }
}

/// The code of a line, whether another line follows, and its text.
fn parts(line: &str) -> Option<(u16, bool, &str)> {
    let (code, rest) = line.split_at_checked(3)?;
    let code = code.bytes().all(|b| b.is_ascii_digit()).then(|| code.parse::<u16>().ok())??;
    if !(200..600).contains(&code) {
        return None;
    }
    match rest.chars().next() {
        None => Some((code, false, "")),
        Some(' ') => Some((code, false, rest.get(1..)?)),
        Some('-') => Some((code, true, rest.get(1..)?)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt;

    async fn read(said: &[u8]) -> Result<Reply, NoReply> {
        let (near, mut far) = tokio::io::duplex(1 << 16);
        far.write_all(said).await.unwrap();
        drop(far);
        Reply::read(&mut Lines::new(Box::new(near)), Duration::from_secs(10)).await
    }

    #[tokio::test]
    async fn an_answer_of_several_lines_is_one_answer() {
        let reply = read(b"550-5.1.1 The account\r\n550 5.1.1 does not exist\r\n").await.unwrap();
        assert_eq!(reply.words(), "550 5.1.1 The account 5.1.1 does not exist");
        assert_eq!(reply.enhanced(), Some((5, 1, 1)));
        assert!(reply.is_negative());
    }

    #[tokio::test]
    async fn an_answer_may_have_no_words() {
        for said in ["250\r\n", "250 \r\n", "250-\r\n250\r\n"] {
            let reply = read(said.as_bytes()).await.unwrap();
            assert_eq!((reply.code, reply.enhanced(), reply.is_positive()), (250, None, true));
        }
    }

    #[tokio::test]
    async fn other_protocols_are_not_smtp() {
        for said in [
            "* OK Dovecot ready.\r\n",
            "HTTP/1.1 400 Bad\r\n",
            "99 x\r\n",
            "2500\r\n",
            "\r\n",
            "éé\r\n",
        ] {
            assert!(matches!(read(said.as_bytes()).await, Err(NoReply::NotSmtp(_))), "{said:?}");
        }
    }

    #[tokio::test]
    async fn an_answer_without_end_is_given_up() {
        let said = "250-x\r\n".repeat(LINES_MAX + 1);
        let reply = read(said.as_bytes()).await;
        assert!(matches!(reply, Err(NoReply::Interrupted(Interrupted::TooLong))));
    }

    proptest! {
        #[test]
        fn no_line_is_too_odd_to_be_read(line in "\\PC{0,20}|[2-5][0-9]{2}[ -]?\\PC{0,9}") {
            if let Some((code, more, text)) = parts(&line) {
                let reply = Reply { code, lines: vec![text.to_owned()] };
                let _ = (reply.words(), reply.enhanced(), more);
            }
        }
    }
}
