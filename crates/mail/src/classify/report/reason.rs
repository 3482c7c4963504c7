//! Why a message did not reach a recipient, and whether that means that the address is dead (R32).
//!
//! Codes and words of a report are weighed: words that can mean one thing only come first, then a
//! status that says something, then words that are often used loosely, then what is left. What a
//! server answered to our greeting or sender is about us, whatever words it used.

use super::codes::{Codes, Command, Source, Status, command};
use super::phrases::{self, Strength};
use crate::classify::phrase::{Phrases, beginning, normal_words};
use crate::classify::rules::{Rule, holds};
use std::cell::LazyCell;
use std::sync::LazyLock;

/// How much of what a report says to people is read for one recipient, in bytes.
const AROUND: usize = 4 * 1024;

macro_rules! reasons {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal, $concern:ident;)+) => {
        /// Why a message did not arrive.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])+ $variant,)+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The reason as it is stored and printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Whose problem it is.
            #[must_use]
            pub fn concern(self) -> Concern {
                match self { $(Self::$variant => Concern::$concern,)+ }
            }
        }
    };
}

/// Whose problem a failed delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// The address: nothing will ever arrive there.
    Address,
    /// The recipient's mailbox: it may work again.
    Mailbox,
    /// Us: our server, our reputation, our message. The account is paused, not the person (R32).
    Policy,
    /// The way between: it may work again.
    Path,
    /// Nobody's, or nobody knows.
    Nobody,
}

reasons! {
    /// There is no such mailbox.
    UserUnknown = "user_unknown", Address;
    /// There is no such domain.
    HostUnknown = "host_unknown", Address;
    /// The recipient has another address now.
    HasMoved = "has_moved", Address;
    /// The domain takes no mail at all (RFC 7505).
    NotAccept = "not_accept", Address;
    /// No room in the mailbox.
    MailboxFull = "mailbox_full", Mailbox;
    /// The mailbox exists and is switched off.
    Suspended = "suspended", Mailbox;
    /// The recipient, or a rule of theirs, does not want this message.
    Filtered = "filtered", Mailbox;
    /// Our server, address or domain was refused: relaying, reputation, authentication, block lists.
    Policy = "policy", Policy;
    /// Our message was taken for spam.
    Spam = "spam", Policy;
    /// Something in our message was refused, such as an attachment or a virus.
    Content = "content", Policy;
    /// Our message is too big.
    TooBig = "too_big", Policy;
    /// We sent too much or too fast.
    RateLimited = "rate_limited", Policy;
    /// The two servers did not understand each other.
    Protocol = "protocol", Policy;
    /// The connection failed, or the message went round in circles.
    Network = "network", Path;
    /// It was tried until its time was over.
    Expired = "expired", Path;
    /// The recipient's server is out of order.
    System = "system", Path;
    /// It is still being tried. This is no bounce.
    Delayed = "delayed", Nobody;
    /// It has arrived, or was passed on to a system that sends no reports.
    Delivered = "delivered", Nobody;
    /// The report does not say, or not in words known here.
    Unknown = "unknown", Nobody;
}

/// What a report holds on one recipient.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Statement<'a> {
    /// `Action`, lower case; empty when there is none.
    pub action: &'a str,
    /// `Status` of the report.
    pub status: Option<Status>,
    /// What the server said: `Diagnostic-Code`, or the paragraph on this recipient.
    pub said: &'a str,
    /// What else the report says to people.
    pub around: &'a str,
    /// Where `said` stands.
    pub source: Source,
    /// Whether the report is about this recipient alone.
    pub alone: bool,
}

/// The judgement on one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub reason: Reason,
    pub hard: bool,
    pub status: Option<Status>,
}

/// Judges a statement.
pub(crate) fn judge(statement: &Statement<'_>) -> Judgement {
    let said = plain(statement.said);
    let around = LazyCell::new(|| plain(beginning(statement.around, AROUND)));
    let mut codes = Codes::read(&said);
    codes.source = statement.source;
    let status = best_status(codes.status, statement.status);
    let done = |reason| Judgement { reason, hard: false, status };
    match statement.action {
        "delivered" | "relayed" | "expanded" => return done(Reason::Delivered),
        "delayed" => return done(Reason::Delayed),
        _ => {}
    }
    codes.command = codes.command.filter(|_| holds(Rule::Command));
    let words = phrases::best(&said);
    let mut weighed = weigh(words, &codes, status);
    // What was answered matters to what is said of recipients, and where nothing is said.
    if codes.command.is_none() && (words.is_none() || is_about_recipient(weighed.reason)) {
        codes.command = command(&around).filter(|_| holds(Rule::Command));
        weighed = weigh(words, &codes, status);
    }
    if weighed.is_vague && statement.alone {
        weighed.reason = told_to_people(&around).unwrap_or(weighed.reason);
    }
    let (mut reply, mut last) = (codes.reply, status);
    if weighed.reason == Reason::Unknown && !around.is_empty() {
        let outer = Codes::read(&around);
        last = status.or(outer.status);
        reply = reply.or(outer.reply);
        let codes = Codes { command: codes.command, source: codes.source, ..outer };
        weighed = weigh(phrases::best(&around), &codes, last);
    }
    let reason = weighed.reason;
    let class = last.map(|status| status.class);
    let not_now = class.map_or_else(|| reply.is_some_and(|reply| reply < 500), |class| class == 4);
    let hard = reason.concern() == Concern::Address && !(not_now && holds(Rule::NotNow));
    Judgement { reason, hard, status: last }
}

/// Gateways answer "user unknown" for a mailbox that is full or switched off, and say so to people in the
/// same report.
fn told_to_people(around: &str) -> Option<Reason> {
    let (reason, strength) = phrases::best(around)?;
    let told = matches!(reason, Reason::MailboxFull | Reason::Suspended);
    (told && strength == Strength::Sure).then_some(reason)
}

/// Some programs put words in front of whatever a server answered: Postfix before what its rules
/// refuse, IronPort before every answer that it does not know. Transcripts have two kinds of arrows.
const FORMULAS: &[(&str, &str)] = &[
    ("--> ", ">>> "),
    ("<-- ", "<<< "),
    ("recipient address rejected: ", "rejected recipient: "),
    ("5.1.0 - unknown address error 5", "5"),
    ("5.3.0 - other mail system problem 5", "5"),
];

static ANY_FORMULA: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::fast(FORMULAS.iter().map(|(formula, _)| *formula)));

/// The text in the form in which phrases are looked for, without formulas.
fn plain(text: &str) -> String {
    let mut text = normal_words(text);
    if ANY_FORMULA.touch(&text) {
        for (formula, plain) in FORMULAS {
            text = text.replace(formula, plain);
        }
    }
    text
}

/// What the server said is nearer to the truth than what the reporting one made of it, if it says
/// something.
fn best_status(said: Option<Status>, reported: Option<Status>) -> Option<Status> {
    match (said, reported) {
        (Some(said), Some(reported)) if !said.is_specific() && reported.is_specific() => {
            Some(reported)
        }
        (said, reported) => said.or(reported),
    }
}

/// What words and codes say together.
struct Weighed {
    reason: Reason,
    /// Whether it rests on a "user unknown" that others say for something else, too.
    is_vague: bool,
}

fn weigh(words: Option<(Reason, Strength)>, codes: &Codes, status: Option<Status>) -> Weighed {
    let words = words.filter(|_| holds(Rule::Words));
    let by_status = status.and_then(of_status).filter(|_| holds(Rule::Status));
    let reason = match words {
        Some((reason, Strength::Sure | Strength::Bare)) => Some(reason),
        words => by_status.or_else(|| words.map(|(reason, _)| loosely(reason, codes, status))),
    };
    let about_us = matches!(codes.command, Some(Command::Greeting | Command::Sender));
    let unsure = words.map(|(_, strength)| strength).filter(|one| *one != Strength::Sure);
    let reason = match reason {
        // A domain that takes no mail says so in its greeting (RFC 7504).
        Some(Reason::NotAccept) if codes.command == Some(Command::Greeting) => Reason::NotAccept,
        Some(reason) if about_us && is_about_recipient(reason) => Reason::Policy,
        Some(Reason::UserUnknown)
            if unsure.is_some_and(|strength| !is_confirmed(strength, codes, status)) =>
        {
            by_status.filter(|_| is_about_mailbox(status)).unwrap_or(Reason::Filtered)
        }
        Some(reason) => reason,
        None if about_us => Reason::Policy,
        None => {
            let by_reply = codes.reply.and_then(of_reply).filter(|_| holds(Rule::Reply));
            by_reply.unwrap_or_else(|| status.map_or(Reason::Unknown, of_subject))
        }
    };
    Weighed { reason, is_vague: reason == Reason::UserUnknown && unsure.is_some() }
}

/// What words that are used loosely mean beside these codes.
fn loosely(reason: Reason, codes: &Codes, status: Option<Status>) -> Reason {
    let about_address = status.is_some_and(|status| (status.subject, status.detail) == (1, 0));
    match (reason, codes.reply) {
        // "Rejected" is the recipient, where the status is about its address.
        (Reason::Policy, _) if about_address => Reason::UserUnknown,
        (Reason::RateLimited, Some(552)) => Reason::MailboxFull,
        (reason, _) => reason,
    }
}

/// What a reply means where nothing else says more (RFC 5321, 4.2.2; RFC 4954, 6; RFC 7504).
fn of_reply(reply: u16) -> Option<Reason> {
    Some(match reply {
        521 | 556 => Reason::NotAccept,
        530 | 534 | 535 | 538 => Reason::Policy,
        552 => Reason::MailboxFull,
        _ => return None,
    })
}

/// Whether a bare "user unknown" is believed (R32). Servers that accept every recipient and refuse
/// later, because of a filter or for a gateway behind them, use it as an excuse, and an address that is
/// taken for dead stays so. It counts beside a status about addresses, as the answer to `RCPT TO`, or
/// with a reply that says "never" and is not known to answer anything else; not beside a status that
/// says that the mailbox is there.
fn is_confirmed(strength: Strength, codes: &Codes, status: Option<Status>) -> bool {
    let subject = status.map(|status| status.subject);
    match codes.command {
        _ if strength == Strength::Likely || subject == Some(1) => true,
        None if strength == Strength::Formula => subject == Some(5),
        Some(command) => command == Command::Recipient,
        None if is_about_mailbox(status) => false,
        // A report of a machine needs a status (RFC 3464, 2.3.4); gateways that have none pass on what
        // they were told, whenever that was.
        None if status.is_none() && codes.source == Source::Fields => false,
        None => codes.source == Source::Named || codes.reply.is_some_and(|reply| reply >= 500),
    }
}

fn is_about_mailbox(status: Option<Status>) -> bool {
    status.is_some_and(|status| status.subject == 2)
}

fn is_about_recipient(reason: Reason) -> bool {
    matches!(reason.concern(), Concern::Address | Concern::Mailbox)
}

/// What a status means by itself (RFC 3463, 3886, 5248, 7372, 7505 and the registry of IANA); `None`
/// for those that stand for anything.
fn of_status(status: Status) -> Option<Reason> {
    Some(match (status.subject, status.detail) {
        (1, 1 | 3) => Reason::UserUnknown,
        (1, 2) => Reason::HostUnknown,
        (1, 6) => Reason::HasMoved,
        (1, 7..=9) => Reason::Policy,
        (1, 10) => Reason::NotAccept,
        (1, 4) | (2, 4) => Reason::Filtered,
        (2, 1) | (7, 13) => Reason::Suspended,
        (2, 2) => Reason::MailboxFull,
        (2, 3) | (3, 4) => Reason::TooBig,
        (3, 2) => Reason::NotAccept,
        (3, 1 | 3 | 5) => Reason::System,
        (4, 4) => Reason::HostUnknown,
        (4, 7) => Reason::Expired,
        (4, 1..=3 | 5 | 6) => Reason::Network,
        (5, 3) => Reason::RateLimited,
        (5, 1..=9) => Reason::Protocol,
        (6, 1..=99) => Reason::Content,
        // The address or the domain has another owner now (RFC 7293).
        (7, 17 | 18) => Reason::HasMoved,
        (7, 2..) => Reason::Policy,
        _ => return None,
    })
}

fn of_subject(status: Status) -> Reason {
    match status.subject {
        2 => Reason::Filtered,
        3 => Reason::System,
        4 => Reason::Network,
        5 => Reason::Protocol,
        6 => Reason::Content,
        7 => Reason::Policy,
        _ => Reason::Unknown,
    }
}
