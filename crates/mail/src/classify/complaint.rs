//! Complaints that a message is spam: feedback loops in the form of RFC 5965, and those of providers
//! that write their own.

use super::letter::{self, Letter};
use super::phrase::{Phrases, beginning, normal};
use super::receipt::field;
use super::report::id_in;
use super::rules::gives;
use super::verdict::{Code, Evidence, SpamReport};
use mail_parser::HeaderName;
use std::sync::LazyLock;

/// A complaint as it was read.
pub(crate) struct Read {
    pub report: SpamReport,
    pub evidence: Evidence,
    pub original_message_id: Option<String>,
}

#[rustfmt::skip]
static COMPLAINTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new([
        "email abuse report", "e-mail abuse report", "abuse report for",
        "complaint about message from", "spam complaint", "abuse complaint", "feedback loop report",
        "marked your message as spam", "marked as spam by", "reported your message as spam",
        "reported as spam", "\"notificationtype\":\"complaint\"",
        "\\\"notificationtype\\\":\\\"complaint\\\"",
    ])
});

/// Reads a complaint. `None` when the message is none.
pub(crate) fn read(letter: &Letter<'_>, machine: bool) -> Option<Read> {
    let part = letter.part("message/feedback-report");
    let report = letter.attribute("report-type").is_some_and(|kind| kind == "feedback-report");
    let evidence = if (part.is_some() || report) && gives(Code::FeedbackReport) {
        Evidence::header(Code::FeedbackReport, "Content-Type", "message/feedback-report")
    } else {
        in_words(letter, machine).filter(|_| gives(Code::ComplaintText))?
    };
    let fields = part.map(|part| part.text().into_owned()).unwrap_or_default();
    let value = |name: &str| field(&fields, name).unwrap_or_default();
    let bare = |address: &str| {
        address.rsplit(';').next().unwrap_or_default().trim_matches(['<', '>', ' ']).to_lowercase()
    };
    let returned = letter.returned();
    let header = |name: &str| {
        returned.and_then(|message| letter::header(message, name)).map(|value| bare(&value))
    };
    let mut recipients: Vec<String> = Vec::new();
    for name in ["original-rcpt-to", "removal-recipient", "original-recipient"] {
        recipients.push(bare(&value(name)));
    }
    recipients
        .push(letter.header("X-HmXmrOriginalRecipient").map(|one| bare(&one)).unwrap_or_default());
    recipients.retain(|one| one.contains('@'));
    recipients.dedup();
    if recipients.is_empty() {
        let to = returned.map(|message| letter::addresses(message.to())).unwrap_or_default();
        recipients.extend(header("X-HmXmrOriginalRecipient").or_else(|| to.into_iter().next()));
    }
    let returned_id = returned.and_then(|message| {
        message
            .header(HeaderName::MessageId)
            .map(letter::ids)
            .unwrap_or_default()
            .into_iter()
            .next()
    });
    let in_parts =
        || letter.parts().filter(|part| part.is_of("text")).find_map(|part| id_in(&part.text()));
    let original_message_id = returned_id.or_else(in_parts);
    let feedback_type = value("feedback-type").to_lowercase();
    Some(Read { report: SpamReport { feedback_type, recipients }, evidence, original_message_id })
}

fn in_words(letter: &Letter<'_>, machine: bool) -> Option<Evidence> {
    if let Some(value) = letter.header("X-HmXmrOriginalRecipient") {
        return Some(Evidence::header(Code::ComplaintText, "X-HmXmrOriginalRecipient", &value));
    }
    let sender = letter.sender();
    let desk =
        ["abuse@", "fbl@", "feedback@", "feedbackloop@", "complaints@", "scomp@", "staff@hotmail"]
            .iter()
            .any(|start| sender.starts_with(start));
    if !desk && !machine {
        return None;
    }
    let subject = normal(&letter.subject());
    if COMPLAINTS.any(&subject) {
        return Some(Evidence::header(Code::ComplaintText, "Subject", &subject));
    }
    let text = normal(beginning(&letter.text(), 1500));
    COMPLAINTS.any(&text).then(|| Evidence::new(Code::ComplaintText, beginning(&text, 120)))
}
