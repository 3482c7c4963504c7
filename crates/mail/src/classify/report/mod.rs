//! Delivery reports: is it one, about which message, and what does it say of each recipient.
//!
//! The structure decides first (RFC 3464, 6522). Reports without a machine part are told by who sent
//! them, together with what their subject or first lines say: neither alone is enough, because
//! people write about failed mail too, and machines about other things.

pub(crate) mod codes;
pub(crate) mod machine;
pub(crate) mod notice;
pub(crate) mod phrases;
pub mod reason;
mod signs;

use super::letter::{Letter, Part};
use super::origin::Origin;
use super::phrase::{beginning, normal};
use super::rules::{Rule, gives, holds};
use super::verdict::{Code, DeliveryReport, Evidence, ReportedRecipient};
use super::{letter, new_text};
use codes::Source;
use machine::Fields;
use mail_parser::HeaderName;
use notice::{MAX_RECIPIENTS, Notice};
use reason::{Judgement, Statement, judge};

/// A report as it was read.
pub(crate) struct Read {
    pub report: DeliveryReport,
    pub evidence: Evidence,
    pub original_message_id: Option<String>,
}

/// Reads a delivery report. `None` when the message is none.
pub(crate) fn read<'t>(
    letter: &Letter<'_>,
    origin: &Origin,
    text: &'t str,
    new_text: &dyn Fn() -> &'t str,
) -> Option<Read> {
    let fields = fields_of(letter.parts().filter(|_| holds(Rule::Fields)));
    let evidence = evidence(letter, origin, text, new_text, &fields)?;
    let passed_on = evidence.code == Code::ForwardedReport;
    let text = if passed_on { new_text::unquoted(text) } else { text.into() };
    let notice = Notice::read(&text);
    let fields = if fields.is_empty() { fields_in_text(&notice) } else { fields };
    // A gateway has put the report of another server into one of its own.
    let fields = if fields.is_empty() { fields_of(letter.returned_parts()) } else { fields };
    let recipients = if fields.iter().any(|one| !address_of(one).is_empty()) {
        by_fields(&fields, &notice)
    } else {
        by_text(letter, &notice, fields.first())
    };
    let original_message_id = original_id(letter, &notice);
    Some(Read { report: DeliveryReport { recipients }, evidence, original_message_id })
}

fn fields_of<'p>(parts: impl Iterator<Item = Part<'p>>) -> Vec<Fields> {
    let wanted = ["message/delivery-status", "message/global-delivery-status"];
    let parts = parts.filter(|part| wanted.iter().any(|kind| part.is(kind)));
    parts.flat_map(|part| machine::read(&part.text())).take(MAX_RECIPIENTS).collect()
}

/// Fields that stand in the text for people, as WorkMail and some appliances write them.
fn fields_in_text(notice: &Notice<'_>) -> Vec<Fields> {
    let lower = beginning(notice.body, 8 * 1024).to_ascii_lowercase();
    if !lower.contains("final-recipient:") {
        return Vec::new();
    }
    let start = lower.find("reporting-mta:").or_else(|| lower.find("final-recipient:"));
    machine::read(start.and_then(|at| notice.body.get(at..)).unwrap_or_default())
}

/// What makes it a report.
fn evidence<'t>(
    letter: &Letter<'_>,
    origin: &Origin,
    text: &'t str,
    new_text: &dyn Fn() -> &'t str,
    fields: &[Fields],
) -> Option<Evidence> {
    if !fields.is_empty() && gives(Code::MachineReport) {
        return Some(Evidence::header(
            Code::MachineReport,
            "Content-Type",
            "message/delivery-status",
        ));
    }
    let report = letter.attribute("report-type").unwrap_or_default();
    if report == "delivery-status" && gives(Code::MachineReport) {
        return Some(Evidence::header(
            Code::MachineReport,
            "Content-Type",
            "multipart/report; report-type=delivery-status",
        ));
    }
    if !report.is_empty() || letter.part("message/feedback-report").is_some() {
        return None;
    }
    let failed = letter.header("X-Failed-Recipients").filter(|_| gives(Code::FailureHeader));
    if let Some(failed) = failed {
        return Some(Evidence::header(Code::FailureHeader, "X-Failed-Recipients", &failed));
    }
    let subject = normal(&letter.subject());
    if origin.is_machine() {
        if signs::is_failure_subject(&subject) && gives(Code::FailureSubject) {
            return Some(Evidence::header(Code::FailureSubject, "Subject", &subject));
        }
        // Reports repeat the headers of what they return, which looks like a quotation.
        let quotes_nothing = origin.is_daemon() || origin.never_writes();
        let text = if quotes_nothing { text } else { new_text() };
        let words = signs::failure_text(&normal(beginning(text, 3000)), origin.is_daemon());
        if let Some(words) = words.filter(|_| gives(Code::FailureText)) {
            return Some(Evidence::new(Code::FailureText, words));
        }
    }
    let passed_on =
        signs::is_forwarded_failure(&subject) && new_text().split_whitespace().count() < 8;
    (passed_on && gives(Code::ForwardedReport))
        .then(|| Evidence::header(Code::ForwardedReport, "Subject", &subject))
}

fn address_of(fields: &Fields) -> &str {
    let original = if holds(Rule::OriginalRecipient) { &fields.original } else { &fields.last };
    let all = [original, &fields.last, &fields.actual];
    all.into_iter().find(|one| !one.is_empty()).map_or("", String::as_str)
}

fn by_fields(fields: &[Fields], notice: &Notice<'_>) -> Vec<ReportedRecipient> {
    let sections = if fields.len() > 1 { notice.sections(&[]) } else { Vec::new() };
    let mut recipients: Vec<ReportedRecipient> = Vec::new();
    for one in fields {
        let names = [&one.original, &one.last, &one.actual];
        let section = sections.iter().find(|(address, _)| names.contains(&address));
        let around = match section {
            Some((_, section)) => section.as_str(),
            None if fields.len() == 1 => notice.body,
            None => "",
        };
        let said = if one.diagnostic.is_empty() { around } else { &one.diagnostic };
        let alone = fields.len() == 1;
        let statement = Statement {
            action: &one.action,
            status: one.status,
            said,
            around,
            source: Source::Fields,
            alone,
        };
        let address = address_of(one).to_owned();
        let forwarded = [&one.actual, &one.last].into_iter().find(|other| !other.is_empty());
        let forwarded_to = forwarded.filter(|other| **other != address).cloned();
        recipients.push(recipient(address, forwarded_to, &judge(&statement), said));
    }
    recipients
}

fn by_text(
    letter: &Letter<'_>,
    notice: &Notice<'_>,
    fields: Option<&Fields>,
) -> Vec<ReportedRecipient> {
    let own = letter.recipients();
    let failed = letter.header("X-Failed-Recipients").unwrap_or_default();
    let failed: Vec<String> =
        failed.split([',', ' ']).map(str::to_lowercase).filter(|one| one.contains('@')).collect();
    let mut sections = notice.sections(&own);
    if !failed.is_empty() {
        let said = |address: &String| {
            let section = sections.iter().find(|(one, _)| one == address);
            section.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        sections = failed.iter().take(MAX_RECIPIENTS).map(|one| (one.clone(), said(one))).collect();
    }
    if sections.is_empty() {
        sections.push((returned_to(letter, notice).unwrap_or_default(), String::new()));
    }
    let subject = normal(&letter.subject());
    let only_late = signs::is_only_late(&subject, &normal(beginning(notice.body, 2000)));
    let action = if only_late { "delayed" } else { fields.map_or("", |one| one.action.as_str()) };
    let status = fields.and_then(|one| one.status);
    let diagnostic = fields.map_or("", |one| one.diagnostic.as_str());
    let alone = sections.len() == 1;
    let source = match fields {
        Some(_) => Source::Fields,
        None if !failed.is_empty() => Source::Named,
        None => Source::Text,
    };
    let one = |(address, section): (String, String)| {
        let said = if diagnostic.is_empty() { section.as_str() } else { diagnostic };
        let judgement =
            judge(&Statement { action, status, said, around: notice.body, source, alone });
        match signs::expanded_from(&section) {
            Some(original) if original != address => {
                recipient(original, Some(address), &judgement, said)
            }
            _ => recipient(address, None, &judgement, said),
        }
    };
    sections.into_iter().map(one).collect()
}

fn recipient(
    address: String,
    forwarded_to: Option<String>,
    judgement: &Judgement,
    said: &str,
) -> ReportedRecipient {
    let status = judgement.status.map(|status| status.to_string()).unwrap_or_default();
    let said: String = said.split_whitespace().take(300).collect::<Vec<_>>().join(" ");
    ReportedRecipient {
        address,
        forwarded_to,
        status,
        reason: judgement.reason,
        hard: judgement.hard,
        said: said.chars().take(300).collect(),
    }
}

/// To whom the returned message was addressed.
fn returned_to(letter: &Letter<'_>, notice: &Notice<'_>) -> Option<String> {
    let header =
        letter.returned().and_then(|message| letter::addresses(message.to()).into_iter().next());
    header.or_else(|| {
        let lines = [headers_part(letter).unwrap_or_default(), notice.returned.to_owned()];
        let value = lines.iter().find_map(|text| line_of(text, "to:"))?;
        notice::address_in(&value).map(|(_, address)| address)
    })
}

fn headers_part(letter: &Letter<'_>) -> Option<String> {
    let wanted = [
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
        "text/rfc822-header",
    ];
    let mut parts = letter.parts();
    parts.find(|part| wanted.iter().any(|kind| part.is(kind))).map(|part| part.text().into_owned())
}

/// The id of the message that the report is about: out of the message that it returns, else what
/// the text or the report's own headers say.
fn original_id(letter: &Letter<'_>, notice: &Notice<'_>) -> Option<String> {
    let returned = letter.returned().filter(|_| holds(Rule::Returned)).and_then(|message| {
        message
            .header(HeaderName::MessageId)
            .map(letter::ids)
            .unwrap_or_default()
            .into_iter()
            .next()
    });
    let in_text = || {
        let headers = headers_part(letter);
        let texts = [headers.as_deref(), Some(notice.returned), Some(notice.body)];
        texts.into_iter().flatten().find_map(id_in).or_else(|| id_in(&letter.body()))
    };
    let in_headers = || {
        let named = ["X-Original-Message-ID", "Original-Message-ID"];
        let named = named.iter().find_map(|name| letter.header(name).and_then(|id| bare_id(&id)));
        named.or_else(|| {
            ["In-Reply-To", "References"]
                .iter()
                .find_map(|name| letter.ids(name).into_iter().next_back())
        })
    };
    returned.or_else(in_text).or_else(in_headers)
}

/// The id behind `Message-ID:` in a text; mail programs wrap it to the next line.
pub(crate) fn id_in(text: &str) -> Option<String> {
    bare_id(&line_of(text, "message-id:")?)
}

fn bare_id(value: &str) -> Option<String> {
    let id = value.split_once('<').map_or(value, |(_, rest)| rest);
    let id = id.split(|c: char| c == '>' || c.is_whitespace()).next().unwrap_or_default();
    (!id.is_empty() && id.len() <= 250).then(|| id.to_owned())
}

/// What stands behind `name` at the beginning of a line, or on the next line.
fn line_of(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let head = line.get(..name.len()).unwrap_or_default();
        if head.eq_ignore_ascii_case(name) {
            let value = line.get(name.len()..).unwrap_or_default().trim();
            let value =
                if value.is_empty() { lines.next().unwrap_or_default().trim() } else { value };
            return Some(value.to_owned());
        }
    }
    None
}
