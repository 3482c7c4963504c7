//! A message that arrived, opened for the rep to read: who wrote to whom, what is new in it, what is
//! quoted, what is attached, and its HTML made safe.
//!
//! Nothing is fetched and nothing decided here; what a message *is* says [`crate::classify`].

mod safe_html;

pub use safe_html::{Link, SafeHtml};

use crate::classify::letter::{Letter, Part};
use crate::classify::new_text;
use desk_core::address::EmailAddress;
use std::borrow::Cow;

/// HTML beyond this is shown as text, in bytes (PRODUCT 11).
const MAX_HTML: usize = 1024 * 1024;

/// How much of a text is shown, in characters.
const MAX_TEXT: usize = 200_000;

/// Most attachments that are named.
const MAX_ATTACHMENTS: usize = 100;

/// A message to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// The display name of who wrote it; may be empty.
    pub from_name: String,
    /// To whom it went, as it says.
    pub to: Vec<String>,
    /// Who got a copy, as it says.
    pub cc: Vec<String>,
    /// Where an answer is to go, where that is not the sender's address.
    pub reply_to: Option<EmailAddress>,
    /// The ids of the conversation before it, the first one first, without angle brackets.
    pub references: Vec<String>,
    /// What was newly written.
    pub text: String,
    /// The whole text where it holds more than what is new: quotation and signature; else empty.
    pub whole: String,
    /// Its HTML, made safe; none where it has none, or too much.
    pub html: Option<SafeHtml>,
    /// What is attached, by name.
    pub attachments: Vec<Attachment>,
}

/// Something that is attached. It is named only, and never opened here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name; empty when it has none.
    pub name: String,
    /// Its type, such as `application/pdf`.
    pub kind: String,
}

/// Opens a message. `None` when it has no headers at all.
#[must_use]
pub fn open(raw: &[u8]) -> Option<Opened> {
    let letter = Letter::read(raw)?;
    let full = shortened(&letter.text());
    let text = new_text::of(&full);
    let whole = if squeezed(&full) == squeezed(&text) { String::new() } else { full };
    let mut references = letter.ids("References");
    for parent in letter.ids("In-Reply-To") {
        if !references.contains(&parent) {
            references.push(parent);
        }
    }
    Some(Opened {
        from_name: letter.shown_name(),
        to: letter.recipients(),
        cc: letter.copied(),
        reply_to: letter.header("Reply-To").and_then(|value| first_address(&value)),
        references,
        text,
        whole,
        html: html(&letter),
        attachments: letter
            .parts()
            .filter_map(|part| attachment(&part))
            .take(MAX_ATTACHMENTS)
            .collect(),
    })
}

fn html(letter: &Letter<'_>) -> Option<SafeHtml> {
    let part = letter.parts().find(|part| part.is("text/html") && !part.is_attached())?;
    let text = part.text();
    (text.len() <= MAX_HTML).then(|| safe_html::of(&text))
}

fn attachment(part: &Part<'_>) -> Option<Attachment> {
    let name = part.name();
    let shown = part.is("text/plain") || part.is("text/html") || part.is_of("multipart");
    if !part.is_attached() && (shown || name.is_empty()) {
        return None;
    }
    let name = name.chars().filter(|c| !c.is_control()).take(200).collect();
    Some(Attachment { name, kind: part.type_name() })
}

fn shortened(text: &str) -> String {
    let shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.trim().chars().filter(shown).take(MAX_TEXT).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first address of a header as it stands: `Ada <ada@example.com>` or bare.
fn first_address(value: &str) -> Option<EmailAddress> {
    let inside = value.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    let bare = inside.map_or_else(
        || Cow::Borrowed(value.split(',').next().unwrap_or_default()),
        |(address, _)| Cow::Borrowed(address),
    );
    EmailAddress::parse(&bare).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = "From: =?utf-8?q?Ad=C3=A4?= <Ada@Example.com>\r\nTo: rep@example.org, b@example.org\r\n\
        Cc: Chef <c@example.com>\r\nReply-To: Office <office@example.com>\r\nSubject: Re: A question\r\n\
        Message-ID: <3@x>\r\nReferences: <1@x> <2@x>\r\nIn-Reply-To: <2@x>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
        Yes, please.\r\n\r\nOn Mon, 1 Jun 2026 at 10:00, Rep <rep@example.org> wrote:\r\n> Hello\r\n\
        --b\r\nContent-Type: application/pdf; name=\"offer.pdf\"\r\nContent-Disposition: attachment; filename=\"offer.pdf\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n";

    #[test]
    fn a_message_is_opened_with_people_new_text_quotation_and_attachments() {
        let opened = open(MIXED.as_bytes()).unwrap();
        assert_eq!(opened.from_name, "Adä");
        assert_eq!(opened.to, ["rep@example.org", "b@example.org"]);
        assert_eq!(opened.cc, ["c@example.com"]);
        assert_eq!(opened.reply_to.unwrap().as_str(), "office@example.com");
        assert_eq!(opened.references, ["1@x", "2@x"]);
        assert_eq!(opened.text, "Yes, please.");
        assert!(opened.whole.contains("> Hello"), "{}", opened.whole);
        assert_eq!(opened.html, None);
        let offer = Attachment { name: "offer.pdf".to_owned(), kind: "application/pdf".to_owned() };
        assert_eq!(opened.attachments, [offer]);
    }

    #[test]
    fn a_message_that_quotes_nothing_has_no_more_than_its_text() {
        let opened = open(b"From: a@b.example\r\n\r\nYes.\r\n").unwrap();
        assert_eq!((opened.text.as_str(), opened.whole.as_str()), ("Yes.", ""));
        assert!(open(b"").is_none());
    }

    #[test]
    fn html_is_shown_as_text_beyond_a_megabyte() {
        let mail =
            |body: &str| format!("From: a@b.example\r\nContent-Type: text/html\r\n\r\n{body}");
        let long = "<p>again</p>".repeat(MAX_HTML / 12 + 1);
        assert_eq!(open(mail(&long).as_bytes()).unwrap().html, None);
        let short = open(mail("<p>once</p>").as_bytes()).unwrap();
        assert!(short.html.unwrap().document.contains("<p>once</p>"));
    }
}
