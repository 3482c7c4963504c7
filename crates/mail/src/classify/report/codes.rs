//! Codes in what a mail server said: the status (RFC 3463), the reply (RFC 5321, 4.2), and to which
//! command it replied.

use crate::classify::phrase::Phrases;
use std::sync::LazyLock;

/// A status code of three numbers, such as 5.1.1 (RFC 3463).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Status {
    /// 2 done, 4 not now, 5 never.
    pub class: u16,
    /// What it is about: 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// More of it.
    pub detail: u16,
}

impl Status {
    /// Reads one word, whatever punctuation is around it.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let mut numbers = word.split('.');
        let mut next = |digits: usize| {
            let number = numbers.next()?;
            let fine = (1..=digits).contains(&number.len());
            if fine { number.parse::<u16>().ok() } else { None }
        };
        let status = Self { class: next(1)?, subject: next(3)?, detail: next(3)? };
        let last = numbers.next().is_none();
        // The private numbers of some programs (5.0.912) and addresses (5.9.12.7) are no status.
        (last && matches!(status.class, 2 | 4 | 5) && status.subject <= 7).then_some(status)
    }

    /// Whether it says more than "failed": 5.0.0, 5.1.0, 5.3.0 and 5.7.1 stand for anything.
    pub(crate) fn is_specific(self) -> bool {
        self.detail != 0 && self.subject != 0 && (self.subject, self.detail) != (7, 1)
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// To what a server replied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// The connection or its greeting: about the sending server.
    Greeting,
    /// `MAIL FROM`: about the sender.
    Sender,
    /// `RCPT TO`: about the recipient.
    Recipient,
    /// `DATA` or the message: about its content.
    Content,
}

/// What a piece of text holds of codes. The text must be in the form of `normal_words`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    /// The most specific status in it.
    pub status: Option<Status>,
    /// The first reply of 500 to 599, else of 400 to 499.
    pub reply: Option<u16>,
    /// The command that was replied to.
    pub command: Option<Command>,
    /// Where it stands in the report.
    pub source: Source,
}

/// Where in a report something is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Source {
    /// In the text for people.
    #[default]
    Text,
    /// In the text of a server that names in a header whom it could not deliver to (Exim).
    Named,
    /// In the fields of a machine part.
    Fields,
}

impl Codes {
    /// Reads them.
    pub(crate) fn read(text: &str) -> Self {
        let mut status: Option<Status> = None;
        let mut reply = None;
        for word in text.split([' ', '<', '>', '(', ')', '[', ']', ',', ';', ':', '"', '\'']) {
            if !word.starts_with(|c: char| c.is_ascii_digit() || c == '#') {
                continue;
            }
            // A reply of several lines joins them: `550-5.1.1`.
            let word = word.trim_start_matches('#');
            let (head, rest) = word.split_once('-').unwrap_or((word, ""));
            if let Some(code) = reply_code(head) {
                // What failed for now and then for good has failed for good.
                reply = if code >= 500 {
                    reply.filter(|old| *old >= 500).or(Some(code))
                } else {
                    reply.or(Some(code))
                };
            }
            for one in [head, rest] {
                if let Some(found) = Status::parse(one).filter(|found| found.class != 2) {
                    let better = status.is_none_or(|old| !old.is_specific() && found.is_specific());
                    status = if better { Some(found) } else { status };
                }
            }
        }
        Self { status, reply, command: command(text), source: Source::Text }
    }
}

fn reply_code(word: &str) -> Option<u16> {
    let word = word.trim_end_matches('.');
    let code = (word.len() == 3).then(|| word.parse::<u16>().ok())??;
    matches!(code, 400..=599).then_some(code)
}

/// How reports name the command, and which it is.
#[rustfmt::skip]
const COMMANDS: &[(Command, &[&str])] = &[
    (
        Command::Greeting,
        &[
            "in reply to helo command", "in reply to ehlo command", "in reply to ehlo",
            "in reply to initial server greeting", "after ehlo", "after helo",
            "after initial connection", "did not like our ehlo", "did not like our helo",
            "did not like our connection", "during greeting", "smtp command helo",
            "smtp command ehlo", "sent_second_ehlo", "sent_first_helo",
            "esmtp not accepting connections",
        ],
    ),
    (
        Command::Sender,
        &[
            "in reply to mail from command", "in reply to mail from", "after mail from",
            "after pipelined mail from", "did not like our mail from", "but sender was rejected",
            "does not like sender", "rejected mail from address", "response to mail from",
            "response to \"mail from", "smtp command mail", "smtp:mail", "mail from response",
            "mail from command failed",
        ],
    ),
    (
        Command::Recipient,
        &[
            "in reply to rcpt to command", "in reply to rcpt to", "after rcpt to",
            "after pipelined rcpt to", "did not like our rcpt to", "does not like recipient",
            "response to rcpt to", "response to \"rcpt to", "smtp command rcpt", "smtp:rcpt",
            "rcpt to response", "but my name for the recipient was rejected",
        ],
    ),
    (
        Command::Content,
        &[
            "in reply to end of data command", "in reply to data command",
            "in reply to end of data", "after end of data", "after data",
            "after pipelined end of data", "did not like our data", "did not like our final data",
            "did not like our eom", "failed after i sent the message", "smtp command data",
            "smtp:data", "data response", "smtp command eom", "response to data",
            "response to end of data", "response to \"data",
        ],
    ),
];

static COMMAND_PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(COMMANDS.iter().flat_map(|(_, names)| names.iter().copied())));

/// The command that was replied to. The text must be in the form of `normal_words`.
pub(crate) fn command(text: &str) -> Option<Command> {
    if let Some(command) = transcript(text) {
        return Some(command);
    }
    let mut which = COMMAND_PHRASES.first(text)?;
    for (command, names) in COMMANDS {
        if which < names.len() {
            return Some(*command);
        }
        which -= names.len();
    }
    None
}

/// In a transcript (`>>> RCPT To:<…> <<< 550 …`) it is the last command that was refused. 503 only says
/// that an earlier one was.
fn transcript(text: &str) -> Option<Command> {
    let names = [
        ("rcpt", Command::Recipient),
        ("mail", Command::Sender),
        ("data", Command::Content),
        ("ehlo", Command::Greeting),
        ("helo", Command::Greeting),
    ];
    let mut last = None;
    for turn in text.split(">>> ").skip(1) {
        let named =
            names.iter().find(|(name, _)| turn.starts_with(name)).map(|(_, command)| *command);
        let mut replies = turn.split("<<< ").skip(1);
        if replies.any(|reply| reply.starts_with(['4', '5']) && !reply.starts_with("503")) {
            last = named.or(last);
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_three_numbers_and_says_something_or_nothing() {
        let status = |word| Status::parse(word).map(|status| status.to_string());
        assert_eq!(status("(#5.1.1)"), Some("5.1.1".to_owned()));
        assert_eq!(status("4.4.7:"), Some("4.4.7".to_owned()));
        for word in ["192.0.2.1", "5.1", "3.1.1", "5.9.1", "", "5.1.1234", "550"] {
            assert_eq!(status(word), None, "{word}");
        }
        assert!(Status::parse("5.1.1").unwrap().is_specific());
        for word in ["5.0.0", "5.1.0", "5.7.1"] {
            assert!(!Status::parse(word).unwrap().is_specific(), "{word}");
        }
    }

    #[test]
    fn codes_are_read_from_what_a_server_said() {
        let codes = Codes::read(
            "host mx said: 550-5.0.0 sorry 550 5.1.1 no user (in reply to rcpt to command)",
        );
        assert_eq!(codes.status.unwrap().to_string(), "5.1.1");
        assert_eq!((codes.reply, codes.command), (Some(550), Some(Command::Recipient)));
        let codes = Codes::read(
            ">>> mail from: size=3 <<< 552 5.3.4 too big 554 5.0.0 service unavailable",
        );
        assert_eq!((codes.reply, codes.command), (Some(552), Some(Command::Sender)));
        let codes =
            Codes::read(">>> rcpt to: <<< 550 nobody >>> data <<< 503 need rcpt (recipient)");
        assert_eq!(codes.command, Some(Command::Recipient));
        assert_eq!(Codes::read("it is 2026 and 12:30"), Codes::default());
    }
}
