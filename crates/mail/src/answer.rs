//! What a server's no means: who has to do something about it.
//!
//! Codes first (RFC 3463 and 5321), then the words of the big providers, because several of them
//! say "tomorrow" or "your account" with a code that means something else.

use crate::dialogue::Asked;
use crate::reply::Reply;
use crate::smtp::Refusal;
use desk_core::address::EmailAddress;

/// Words by which a provider says that no more goes out today.
const QUOTA: &[&str] = &[
    "sending limit",
    "sending quota",
    "send limit",
    "daily limit",
    "daily message limit",
    "daily user",
    "hourly limit",
    "limit exceeded",
    "limit reached",
    "exceeded the limit",
    "exceeded your",
    "quotaexceeded",
    "too many messages",
    "too many recipients",
    "too many emails",
    "messages per day",
    "messages per hour",
    "rate limit",
    "ratelimit",
];

/// Words by which it says that it has stopped the account.
const ACCOUNT: &[&str] = &[
    "suspend",
    "account has been",
    "account is",
    "your account",
    "account blocked",
    "account disabled",
    "user disabled",
    "unusual activity",
    "unusual sending activity",
    "outboundspam",
    "compromised",
    "sender address rejected",
    "not owned by",
    "not allowed to send as",
    "sendasdenied",
    "send as this sender",
];

/// Words by which a server without finer codes says that there is nobody of that name.
const UNKNOWN: &[&str] = &[
    "user unknown",
    "unknown user",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no mailbox here",
    "does not exist",
    "doesn't exist",
    "recipient not found",
    "user not found",
    "mailbox not found",
    "unknown recipient",
    "recipient unknown",
    "unknown mailbox",
    "invalid recipient",
    "invalid mailbox",
    "address unknown",
    "host unknown",
    "domain not found",
    "unrouteable address",
    "unroutable address",
    "no longer",
    "has moved",
];

/// Reads the no of a server that was `asked` something; `recipient` is the one it was asked about.
pub(crate) fn refusal(asked: Asked, reply: &Reply, recipient: Option<&EmailAddress>) -> Refusal {
    let words = reply.words().to_lowercase();
    let says = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let detail = reply.enhanced().map(|(_, subject, detail)| (subject, detail));
    // The other mailbox is full or shut: never a limit of ours, though the words are the same.
    let about_their_mailbox = matches!(detail, Some((2, 1..=4)));
    let sign_in_wanted = asked == Asked::SignIn || matches!(reply.code, 530 | 534 | 535 | 538);
    if !about_their_mailbox && asked != Asked::SignIn && is_quota(detail, says(QUOTA)) {
        return Refusal::Quota;
    }
    if reply.code < 500 {
        return Refusal::Temporary;
    }
    if sign_in_wanted {
        return Refusal::SignIn;
    }
    if is_too_large(asked, reply.code, detail, &words) {
        return Refusal::TooLarge;
    }
    if matches!(reply.code, 500..=504) && detail.is_none_or(|(subject, _)| subject == 5) {
        return Refusal::Protocol;
    }
    if says(ACCOUNT) && !about_their_mailbox && !says(UNKNOWN) {
        return Refusal::Account;
    }
    match (asked, detail, recipient) {
        (_, Some((7, _)), _) => Refusal::Policy,
        (Asked::Recipient, detail, Some(recipient)) => {
            Refusal::Address { recipient: recipient.clone(), hard: is_hard(detail, says(UNKNOWN)) }
        }
        (Asked::Sender, ..) => Refusal::Account,
        // Some servers judge the only recipient after the data.
        (Asked::Data, Some((1, 1 | 2 | 3 | 6 | 10)), Some(recipient)) => {
            Refusal::Address { recipient: recipient.clone(), hard: true }
        }
        (Asked::Data, Some((2, _)), Some(recipient)) => {
            Refusal::Address { recipient: recipient.clone(), hard: is_hard(detail, false) }
        }
        _ => Refusal::Policy,
    }
}

fn is_quota(detail: Option<(u16, u16)>, says_so: bool) -> bool {
    // 4.5: Gmail's daily limit ("network congestion"); 1.90: Exchange Online's.
    matches!(detail, Some((4, 5) | (1, 90))) || says_so
}

/// 5.3.4 and 5.2.3; a bare 552 where only the size of the message can be meant.
fn is_too_large(asked: Asked, code: u16, detail: Option<(u16, u16)>, words: &str) -> bool {
    match detail {
        Some(detail) => matches!(detail, (3, 4) | (2, 3)),
        None => code == 552 && (asked != Asked::Recipient || words.contains("size")),
    }
}

/// R32: user unknown, host unknown, has moved, does not accept mail. Everything else may pass.
fn is_hard(detail: Option<(u16, u16)>, says_unknown: bool) -> bool {
    match detail {
        Some((1, 1 | 2 | 3 | 6 | 10) | (2, 1) | (4, 4)) => true,
        // 5.0.0 and 5.1.0 say no more than that it failed.
        Some((0 | 1, 0)) | None => says_unknown,
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> EmailAddress {
        EmailAddress::parse("ada@example.org").unwrap()
    }

    fn read(asked: Asked, line: &str) -> Refusal {
        let (code, text) = line.split_once(' ').unwrap();
        let reply = Reply { code: code.parse().unwrap(), lines: vec![text.to_owned()] };
        refusal(asked, &reply, Some(&ada()))
    }

    fn address(hard: bool) -> Refusal {
        Refusal::Address { recipient: ada(), hard }
    }

    #[test]
    fn a_four_hundred_is_for_later() {
        for (asked, line) in [
            (Asked::Hello, "421 4.3.2 Service not available"),
            (Asked::SignIn, "454 4.7.0 Temporary authentication failure"),
            (Asked::Sender, "451 4.7.1 Greylisted"),
            (
                Asked::Recipient,
                "450 4.2.1 The user you are trying to contact is receiving mail too quickly",
            ),
            (Asked::Recipient, "452 4.2.2 Mailbox full: quota limit exceeded"),
            (Asked::Data, "451 4.3.0 Try again"),
        ] {
            assert_eq!(read(asked, line), Refusal::Temporary, "{line}");
        }
    }

    #[test]
    fn a_limit_of_our_account_is_told_from_a_full_mailbox() {
        for (asked, line) in [
            (
                Asked::Data,
                "550 5.4.5 Daily user sending limit exceeded. For more information, visit",
            ),
            (Asked::Sender, "454 4.7.0 Too many messages, slow down"),
            (
                Asked::Recipient,
                "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
            ),
            (Asked::Data, "450 4.7.28 Rate limit exceeded"),
            (Asked::Sender, "550 Mail send limit exceeded"),
        ] {
            assert_eq!(read(asked, line), Refusal::Quota, "{line}");
        }
        let full = "552 5.2.2 The mailbox is over its quota: limit exceeded";
        assert_eq!(read(Asked::Recipient, full), address(false));
    }

    #[test]
    fn an_unknown_person_is_hard_and_everything_else_about_an_address_is_soft() {
        for line in [
            "550 5.1.1 no such mailbox",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
            "550 5.2.1 The email account that you tried to reach is disabled",
            "551 5.1.6 has moved",
            "550 No such user here",
            "550 5.1.0 Address rejected: user unknown",
            "550 5.1.1 The email account that you tried to reach does not exist. your account",
        ] {
            assert_eq!(read(Asked::Recipient, line), address(true), "{line}");
        }
        for line in ["550 Requested action not taken", "553 5.1.0 rejected", "550 5.2.2 over quota"]
        {
            assert_eq!(read(Asked::Recipient, line), address(false), "{line}");
        }
        assert_eq!(read(Asked::Data, "550 5.1.1 no such user"), address(true));
    }

    #[test]
    fn what_is_about_our_account_pauses_the_account_and_not_the_person() {
        for (asked, line) in [
            (Asked::Sender, "550 5.7.1 Your account has been suspended"),
            (Asked::Data, "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException"),
            (Asked::Data, "550 5.4.6 Unusual sending activity detected"),
            (
                Asked::Recipient,
                "553 5.7.1 <x@example.org>: Sender address rejected: not owned by user",
            ),
            (Asked::Sender, "550 5.1.8 Access denied, bad outbound sender"),
            (Asked::Sender, "553 sorry"),
        ] {
            assert_eq!(read(asked, line), Refusal::Account, "{line}");
        }
    }

    #[test]
    fn policy_size_sign_in_and_grammar_are_told_apart() {
        for (asked, line, refusal) in [
            (Asked::Data, "550 5.7.1 Message contains spam", Refusal::Policy),
            (Asked::Recipient, "550 5.7.1 relay not permitted", Refusal::Policy),
            (Asked::Data, "554 Transaction failed", Refusal::Policy),
            (Asked::Hello, "554 No SMTP service here", Refusal::Policy),
            (Asked::Sender, "552 5.3.4 Message size exceeds fixed limit", Refusal::TooLarge),
            (Asked::Data, "552 Message exceeds maximum", Refusal::TooLarge),
            (Asked::SignIn, "535 5.7.8 Username and Password not accepted", Refusal::SignIn),
            (Asked::SignIn, "550 5.7.1 Your account is locked", Refusal::SignIn),
            (Asked::Sender, "530 5.7.0 Authentication Required", Refusal::SignIn),
            (Asked::Sender, "501 Syntax error", Refusal::Protocol),
            (Asked::Data, "503 5.5.1 Bad sequence of commands", Refusal::Protocol),
        ] {
            assert_eq!(read(asked, line), refusal, "{line}");
        }
    }
}
