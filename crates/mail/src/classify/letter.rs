//! A received message as the classifier looks at it: headers by name, parts by type, text decoded.
//!
//! mail-parser splits it. Contents are decoded here and only when somebody looks at them: most of a
//! report is the returned message, and an encoded message inside a message cannot hide a million
//! parts from the limits.

use crate::classify::new_text::html;
use aho_corasick::AhoCorasick;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{
    Address, ContentType, HeaderName, HeaderValue, Message, MessageParser, MessagePart, PartType,
};
use std::borrow::Cow;
use std::panic;
use std::sync::LazyLock;

/// How much of a message is read, in bytes: the text stands before the attachments.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// How many parts are read. Whoever nests deeper wants to harm; the parser's time grows with
/// parts times bytes, and its stack with their depth.
const MAX_PARTS: usize = 300;

static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .with_mime_headers()
        .header_text(HeaderName::Subject)
        .header_address(HeaderName::From)
        .header_address(HeaderName::To)
        .header_address(HeaderName::Cc)
        .header_id(HeaderName::MessageId)
        .header_id(HeaderName::InReplyTo)
        .header_id(HeaderName::References)
        .ignore_header(HeaderName::Received)
        .ignore_header(HeaderName::DkimSignature)
        // So that nothing is decoded while it is split; its value is read from the bytes.
        .ignore_header(HeaderName::ContentTransferEncoding)
        .default_header_raw()
});

static PART_HEADER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(["content-type"]).ok()
});

/// A message that was split into headers and parts.
pub(crate) struct Letter<'x> {
    message: Message<'x>,
    raw: &'x [u8],
}

impl<'x> Letter<'x> {
    /// Splits it. `None` when there is no header at all.
    pub(crate) fn read(raw: &'x [u8]) -> Option<Self> {
        let raw = within_limits(without_envelope_line(raw));
        // Whatever somebody mails must not end the reading of all other mail: the parser slices by
        // numbers that a broken message decides.
        let message = panic::catch_unwind(|| PARSER.parse(raw)).ok().flatten()?;
        Some(Self { message, raw })
    }

    /// A header by its name, on one line; `None` when it is not there or not kept as text.
    pub(crate) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        header(&self.message, name)
    }

    /// Whether there is such a header with any value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.message.header(name).is_some()
    }

    /// The names of all headers.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.message.headers().iter().map(|header| header.name.as_str())
    }

    /// The subject, decoded, on one line.
    pub(crate) fn subject(&self) -> Cow<'_, str> {
        self.header("Subject").unwrap_or_default()
    }

    /// The first address in `From`, lower case; empty when there is none.
    pub(crate) fn sender(&self) -> String {
        addresses(self.message.from()).into_iter().next().unwrap_or_default()
    }

    /// The display name in `From`, lower case.
    pub(crate) fn sender_name(&self) -> String {
        let first = self.message.from().and_then(Address::first);
        first.and_then(|one| one.name.as_deref()).unwrap_or_default().to_lowercase()
    }

    /// The display name in `From`.
    pub(crate) fn shown_name(&self) -> String {
        let first = self.message.from().and_then(Address::first);
        on_one_line(first.and_then(|one| one.name.as_deref()).unwrap_or_default()).into_owned()
    }

    /// The addresses in `Cc`, lower case.
    pub(crate) fn copied(&self) -> Vec<String> {
        addresses(self.message.cc())
    }

    /// The addresses in `To`, lower case.
    pub(crate) fn recipients(&self) -> Vec<String> {
        addresses(self.message.to())
    }

    /// The ids in a header such as `References`, in its order, without angle brackets.
    pub(crate) fn ids(&self, name: &str) -> Vec<String> {
        self.message.header(name).map(ids).unwrap_or_default()
    }

    /// An attribute of the whole message's type, such as `report-type`, lower case.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let kind = self.message.header(HeaderName::ContentType)?.as_content_type()?;
        kind.attribute(name).map(str::to_ascii_lowercase)
    }

    /// The parts outside nested messages that hold something, with their types.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let holds = |part: &&MessagePart<'_>| !matches!(part.body, PartType::Multipart(_));
        self.message.parts.iter().filter(holds).map(|part| Part { part, raw: self.raw })
    }

    /// The parts of the message that is returned inside this one.
    pub(crate) fn returned_parts(&self) -> impl Iterator<Item = Part<'_>> {
        let parts = self.returned().map(|message| message.parts.as_slice()).unwrap_or_default();
        parts.iter().map(|part| Part { part, raw: self.raw })
    }

    /// The first part of this type.
    pub(crate) fn part(&self, wanted: &str) -> Option<Part<'_>> {
        self.parts().find(|part| part.is(wanted))
    }

    /// What a reader sees first: the first part in plain text that is not empty, else the first in
    /// HTML as text with its quotations marked by `> `.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        let shown = |part: &Part<'_>| !part.is_attached();
        // What calls itself multipart and has no parts is text, too.
        let is_plain = |part: &Part<'_>| part.is("text/plain") || part.is_of("multipart");
        let plain = self.parts().filter(shown).filter(is_plain);
        let plain = plain.map(|part| part.text()).find(|text| !text.trim().is_empty());
        if let Some(text) = plain {
            return text;
        }
        let html = self.parts().filter(shown).find(|part| part.is("text/html"));
        html.map_or(Cow::Borrowed(""), |part| html::to_text(&part.text()).into())
    }

    /// All behind the headers as it stands in the bytes, for what no part holds; at most 256 KiB.
    pub(crate) fn body(&self) -> Cow<'_, str> {
        let from = self.message.parts.first().map_or(0, |part| part.offset_body as usize);
        let body = self.raw.get(from..).unwrap_or_default();
        String::from_utf8_lossy(body.get(..256 * 1024).unwrap_or(body))
    }

    /// The message that is returned inside this one, if there is one.
    pub(crate) fn returned(&self) -> Option<&Message<'x>> {
        self.message.parts.iter().find_map(|part| match &part.body {
            PartType::Message(message) => Some(message),
            _ => None,
        })
    }
}

/// A part of a message.
pub(crate) struct Part<'m> {
    part: &'m MessagePart<'m>,
    raw: &'m [u8],
}

impl<'m> Part<'m> {
    /// Whether it is of this type, such as `text/plain`, which it also is without saying.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        let (main, sub) = wanted.split_once('/').unwrap_or((wanted, ""));
        match self.kind() {
            None => wanted == "text/plain",
            Some(kind) => {
                let own = kind.subtype().unwrap_or_default();
                kind.ctype().eq_ignore_ascii_case(main) && own.eq_ignore_ascii_case(sub)
            }
        }
    }

    /// Whether its type begins with this one, such as `text`.
    pub(crate) fn is_of(&self, main: &str) -> bool {
        self.kind().map_or("text", |kind| kind.ctype()).eq_ignore_ascii_case(main)
    }

    fn kind(&self) -> Option<&'m ContentType<'m>> {
        let mut headers = self.part.headers.iter().rev();
        headers.find(|one| one.name == HeaderName::ContentType)?.value.as_content_type()
    }

    /// An attribute of its type.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'m str> {
        self.kind()?.attribute(name)
    }

    /// Its type, such as `application/pdf`, lower case.
    pub(crate) fn type_name(&self) -> String {
        self.kind().map_or_else(
            || "text/plain".to_owned(),
            |kind| {
                format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")).to_ascii_lowercase()
            },
        )
    }

    /// The name under which it is attached; empty when it has none.
    pub(crate) fn name(&self) -> &'m str {
        let named = self.disposition().and_then(|place| place.attribute("filename"));
        named.or_else(|| self.attribute("name")).unwrap_or_default()
    }

    /// Whether it is not to be shown with the text.
    pub(crate) fn is_attached(&self) -> bool {
        self.disposition().is_some_and(ContentType::is_attachment)
    }

    fn disposition(&self) -> Option<&'m ContentType<'m>> {
        let headers = &self.part.headers;
        let place = headers.iter().rev().find(|one| one.name == HeaderName::ContentDisposition);
        place.and_then(|one| one.value.as_content_type())
    }

    fn encoding(&self) -> &'m [u8] {
        let named =
            |one: &&mail_parser::Header<'_>| one.name == HeaderName::ContentTransferEncoding;
        let header = self.part.headers.iter().rev().find(named);
        let span = header.map(|one| one.offset_start as usize..one.offset_end as usize);
        span.and_then(|span| self.raw.get(span)).unwrap_or_default().trim_ascii()
    }

    /// Its content as text, whatever its encoding and character set.
    pub(crate) fn text(&self) -> Cow<'m, str> {
        let (from, to) = (self.part.offset_body as usize, self.part.offset_end as usize);
        let body = self.raw.get(from..to).unwrap_or_default();
        let encoding = self.encoding();
        let decoded = if encoding.eq_ignore_ascii_case(b"base64") {
            base64_decode(body)
        } else if encoding.eq_ignore_ascii_case(b"quoted-printable") {
            quoted_printable_decode(body)
        } else {
            None
        };
        match decoded {
            Some(bytes) => self.in_its_charset(&bytes).into(),
            None => match &self.part.body {
                PartType::Text(text) | PartType::Html(text) => Cow::Borrowed(text),
                _ => String::from_utf8_lossy(body),
            },
        }
    }

    fn in_its_charset(&self, bytes: &[u8]) -> String {
        let decoder = self.attribute("charset").and_then(|name| charset_decoder(name.as_bytes()));
        decoder.map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decode| decode(bytes))
    }
}

/// A header of a message or of one that it returns, on one line.
pub(crate) fn header<'m>(message: &'m Message<'_>, name: &str) -> Option<Cow<'m, str>> {
    let name = HeaderName::from(name);
    let header = message.headers().iter().rev().find(|header| header.name == name)?;
    match &header.value {
        HeaderValue::Text(value) => Some(on_one_line(value)),
        HeaderValue::TextList(values) => Some(values.join(" ").into()),
        HeaderValue::Address(address) => Some(addresses(Some(address)).join(", ").into()),
        HeaderValue::Empty => Some(Cow::Borrowed("")),
        _ => None,
    }
}

/// The ids that a header holds, without angle brackets.
pub(crate) fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![id.to_string()],
        HeaderValue::TextList(ids) => ids.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// The addresses of a header, lower case.
pub(crate) fn addresses(header: Option<&Address<'_>>) -> Vec<String> {
    let all = header.into_iter().flat_map(Address::iter);
    all.filter_map(|one| one.address.as_deref()).map(|one| one.trim().to_lowercase()).collect()
}

fn on_one_line(value: &str) -> Cow<'_, str> {
    if value.bytes().any(|b| matches!(b, b'\r' | b'\n' | b'\t')) {
        value.split_whitespace().collect::<Vec<_>>().join(" ").into()
    } else {
        value.trim().into()
    }
}

/// A line `From …` before the headers comes from mailbox files; empty lines from careless copies.
fn without_envelope_line(raw: &[u8]) -> &[u8] {
    let raw = raw.trim_ascii_start();
    if !raw.starts_with(b"From ") && !raw.starts_with(b">From ") {
        return raw;
    }
    let line = raw.iter().position(|b| *b == b'\n').map_or(raw.len(), |at| at + 1);
    raw.get(line..).unwrap_or_default()
}

fn within_limits(raw: &[u8]) -> &[u8] {
    if raw.len() < MAX_PARTS * b"Content-Type: message/rfc822".len() {
        return raw;
    }
    let raw = raw.get(..MAX_BYTES).unwrap_or(raw);
    let too_many = PART_HEADER.as_ref().and_then(|set| set.find_iter(raw).nth(MAX_PARTS));
    too_many.and_then(|found| raw.get(..found.start())).unwrap_or(raw)
}
