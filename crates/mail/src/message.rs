//! Composing an e-mail: from checked values to the bytes that go over the wire.
//!
//! The bytes are pure 7-bit ASCII in lines that end in CRLF, whatever the text holds, so that no
//! server on the way has a reason to change them. They depend on the message alone: the same
//! message composed twice is the same to the byte. Nothing is sent here.

use crate::attached::{self, Attached};
use crate::header::{HeaderText, ListUnsubscribe, MessageId};
use crate::{html, wire};
use desk_core::address::EmailAddress;
use desk_core::time::Timestamp;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, Date, HeaderName, HeaderValue, Headers, MIME_VERSION_1_0,
};
use lettre::message::{Body, MultiPart, SinglePart};
use std::fmt;
use std::time::{Duration, SystemTime};

/// A name with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name; may be empty.
    pub name: HeaderText,
    /// Where mail goes to.
    pub address: EmailAddress,
}

/// An e-mail before it is composed. Its Debug form leaves out the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The sender, also for the envelope: bounces come back here.
    pub from: Mailbox,
    /// Whom it is addressed to.
    pub to: Vec<Mailbox>,
    /// Who gets a copy and is named in it.
    pub cc: Vec<Mailbox>,
    /// Who gets a copy and is named nowhere in it.
    pub bcc: Vec<EmailAddress>,
    /// The subject; may be empty.
    pub subject: HeaderText,
    /// The text. Line ends of every kind are one line break; blank lines part paragraphs.
    pub text: String,
    /// Our own id for it.
    pub message_id: MessageId,
    /// When it says that it was written.
    pub date: Timestamp,
    /// The message that it answers or follows.
    pub in_reply_to: Option<MessageId>,
    /// The whole thread, oldest first.
    pub references: Vec<MessageId>,
    /// How the receiver's mail program can ask for no more.
    pub list_unsubscribe: Option<ListUnsubscribe>,
    /// Files that go with it, in their order.
    pub attachments: Vec<Attached>,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("message_id", &self.message_id).finish_non_exhaustive()
    }
}

/// Whom the servers are told that a message is from and for (RFC 5321, 2.3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Where reports about it go.
    pub from: EmailAddress,
    /// Everybody of To, Cc and Bcc, each address once. Never empty.
    pub to: Vec<EmailAddress>,
}

/// A message that is ready for the wire. Only [`compose`] makes one. Its Debug form leaves out the
/// content.
#[derive(Clone, PartialEq, Eq)]
pub struct Composed {
    envelope: Envelope,
    message_id: MessageId,
    subject: HeaderText,
    bytes: Vec<u8>,
}

impl Composed {
    /// Whom it is from and for.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Our id for it.
    #[must_use]
    pub fn message_id(&self) -> &MessageId {
        &self.message_id
    }

    /// Its subject, not encoded.
    #[must_use]
    pub fn subject(&self) -> &HeaderText {
        &self.subject
    }

    /// What the recipient reads: taken from the bytes, so that it is what is sent. Line ends are LF.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let parsed = mail_parser::MessageParser::default().parse(&self.bytes);
        let plain = |text: std::borrow::Cow<'_, str>| text.replace("\r\n", "\n");
        let text = parsed.as_ref().and_then(|message| message.body_text(0)).map(plain);
        let html = parsed.as_ref().and_then(|message| message.body_html(0)).map(plain);
        Shown {
            subject: parsed.as_ref().and_then(|m| m.subject()).unwrap_or_default().to_owned(),
            text: text.unwrap_or_default(),
            html: html.unwrap_or_default(),
        }
    }

    /// Headers and body: 7-bit, lines of at most 998 bytes that end in CRLF, dots not doubled.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What the recipient of a message reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// The same as an HTML document.
    pub html: String,
}

impl fmt::Debug for Composed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Composed")
            .field("message_id", &self.message_id)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Why a message cannot be composed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ComposeProblem {
    /// Nobody in To, Cc and Bcc.
    #[error("nobody is to get it")]
    NoRecipient,
    /// An address has letters beyond ASCII before its `@`. That needs SMTPUTF8 (RFC 6531) on every
    /// server on the way, which is hardly ever so.
    #[error("an address has letters beyond ASCII before its @")]
    AddressNotAscii,
    /// The text holds a control character other than tab and line ends.
    #[error("the text contains a control character")]
    ControlCharacter,
    /// The date is before 1970 or after 9999.
    #[error("the date cannot be written")]
    Date,
    /// What came out breaks a rule of the wire. It is a mistake in this module and not of the rep.
    #[error("the composed message is not fit to be sent")]
    Unfit,
}

/// Composes `message` as multipart/alternative: the text, and the same as HTML; with attachments
/// as multipart/mixed around it.
///
/// # Errors
/// [`ComposeProblem`]; nothing is sent in part.
pub fn compose(message: &Message) -> Result<Composed, ComposeProblem> {
    let text = with_plain_line_ends(&message.text);
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(ComposeProblem::ControlCharacter);
    }
    let envelope = envelope(message)?;
    let mut bytes = headers(message)?.to_string().into_bytes();
    bytes.extend(body(message, &text)?.formatted());
    if !wire::is_fit(&bytes) {
        return Err(ComposeProblem::Unfit);
    }
    Ok(Composed {
        envelope,
        message_id: message.message_id.clone(),
        subject: message.subject.clone(),
        bytes,
    })
}

/// All that any system calls the end of a line becomes LF: CRLF, CR, vertical tab and form feed
/// (word processors leave them in what is pasted), NEL and Unicode's two separators.
fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

fn envelope(message: &Message) -> Result<Envelope, ComposeProblem> {
    let named = message.to.iter().chain(&message.cc).map(|mailbox| &mailbox.address);
    let mut to: Vec<EmailAddress> = Vec::new();
    for address in named.chain(&message.bcc) {
        if to.iter().all(|other| other.key() != address.key()) {
            to.push(address.clone());
        }
    }
    if to.is_empty() {
        return Err(ComposeProblem::NoRecipient);
    }
    let from = message.from.address.clone();
    if !to.iter().chain([&from]).all(|address| address.as_str().is_ascii()) {
        return Err(ComposeProblem::AddressNotAscii);
    }
    Ok(Envelope { from, to })
}

fn headers(message: &Message) -> Result<Headers, ComposeProblem> {
    // The last second of the year 9999; beyond it the format has no more digits.
    const LAST: u64 = 253_402_300_799;
    let seconds = u64::try_from(message.date.as_millis().div_euclid(1000)).ok();
    let seconds = seconds.filter(|seconds| *seconds <= LAST).ok_or(ComposeProblem::Date)?;
    let mut headers = Headers::new();
    let mut put = |name: &'static str, value: String| {
        let name = HeaderName::new_from_ascii_str(name);
        // Already folded and encoded, and by its type without line breaks of its own.
        headers.insert_raw(HeaderValue::dangerous_new_pre_encoded(name, String::new(), value));
    };
    put("From", mailboxes("From", std::slice::from_ref(&message.from)));
    for (name, people) in [("To", &message.to), ("Cc", &message.cc)] {
        if !people.is_empty() {
            put(name, mailboxes(name, people));
        }
    }
    put("Subject", message.subject.unstructured("Subject".len()));
    put("Message-ID", message.message_id.as_str().to_owned());
    if let Some(parent) = &message.in_reply_to {
        put("In-Reply-To", parent.as_str().to_owned());
    }
    if !message.references.is_empty() {
        let ids: Vec<&str> = message.references.iter().map(MessageId::as_str).collect();
        put("References", ids.join("\r\n "));
    }
    if let Some(unsubscribe) = &message.list_unsubscribe {
        put("List-Unsubscribe", unsubscribe.as_str().to_owned());
        if unsubscribe.is_one_click() {
            put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());
        }
    }
    headers.set(Date::new(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)));
    headers.set(MIME_VERSION_1_0);
    Ok(headers)
}

/// The people of one header, each on a line of its own, a long name apart from its address.
fn mailboxes(header: &str, people: &[Mailbox]) -> String {
    let one = |(at, person): (usize, &Mailbox)| {
        let address = person.address.as_str();
        if person.name.as_str().is_empty() {
            return address.to_owned();
        }
        let name = person.name.phrase(if at == 0 { header.len() } else { 0 });
        let space = if name.len() + address.len() > 68 { "\r\n " } else { " " };
        format!("{name}{space}<{address}>")
    };
    let people: Vec<String> = people.iter().enumerate().map(one).collect();
    people.join(",\r\n ")
}

fn body(message: &Message, text: &str) -> Result<MultiPart, ComposeProblem> {
    // `=_` never comes out of quoted-printable (RFC 2045, 6.7), so no text holds the boundary.
    let boundary = format!("=_{}", boundary_word(&message.message_id));
    let plain = part(ContentType::TEXT_PLAIN, text)?;
    let html = part(ContentType::TEXT_HTML, &html::document(text))?;
    let alternative =
        MultiPart::alternative().boundary(&boundary).singlepart(plain).singlepart(html);
    if message.attachments.is_empty() {
        return Ok(alternative);
    }
    // Another one around it, which must not be the beginning of the inner one.
    let around = MultiPart::mixed().boundary(format!("{boundary}_m")).multipart(alternative);
    message
        .attachments
        .iter()
        .try_fold(around, |around, file| Ok(around.singlepart(attached::part(file)?)))
}

/// A word that follows from the id, so that composing again gives the same bytes.
fn boundary_word(id: &MessageId) -> String {
    let hash = ring::digest::digest(&ring::digest::SHA256, id.as_str().as_bytes());
    crate::message_id::hex(hash.as_ref(), 16)
}

/// Always quoted-printable: no long line, no dot and no letter of it can be changed on the way.
fn part(kind: ContentType, text: &str) -> Result<SinglePart, ComposeProblem> {
    let text = text.replace('\n', "\r\n");
    let body = Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable);
    let body = body.map_err(|_| ComposeProblem::Unfit)?;
    Ok(SinglePart::builder().header(kind).body(body))
}
