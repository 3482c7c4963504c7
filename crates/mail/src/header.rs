//! Values that may stand in a header. Each is a type whose maker refuses line breaks and other
//! control characters, so that no value, whoever typed it, can add a header or end the headers.

use desk_core::address::EmailAddress;
use desk_core::opt_out;
use email_encoding::headers::{rfc2047, writer::EmailWriter};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Why a text cannot stand in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderProblem {
    /// A line break, NUL, tab or another control character.
    #[error("it contains a line break or another control character")]
    ControlCharacter,
    /// More than [`HeaderText::MAX`] characters.
    #[error("it has {length} characters, {max} are allowed", max = HeaderText::MAX)]
    TooLong {
        /// How many characters it has after trimming.
        length: usize,
    },
    /// Not one message id in angle brackets.
    #[error("it is not a message id")]
    NotAMessageId,
    /// Not the address of a page that takes wishes to get no more.
    #[error("it is not the address of such a page")]
    NotAPage,
}

/// A subject or a display name: trimmed, without control characters, 0 to [`HeaderText::MAX`]
/// characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeaderText(String);

impl HeaderText {
    /// How many characters (Unicode scalar values) a header text may have.
    pub const MAX: usize = 500;

    /// Reads a header text; white space around it is dropped.
    ///
    /// # Errors
    /// [`HeaderProblem::ControlCharacter`], also for Unicode's line and paragraph separators, or
    /// [`HeaderProblem::TooLong`].
    pub fn parse(raw: &str) -> Result<Self, HeaderProblem> {
        let text = raw.trim();
        if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
            return Err(HeaderProblem::ControlCharacter);
        }
        let length = text.chars().count();
        if length > Self::MAX {
            return Err(HeaderProblem::TooLong { length });
        }
        Ok(Self(text.to_owned()))
    }

    /// The text, not encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As unstructured header content behind a name of `name_len` bytes (RFC 5322, 3.6.5).
    pub(crate) fn unstructured(&self, name_len: usize) -> String {
        if self.is_literal() { self.0.clone() } else { self.encoded_words(name_len) }
    }

    /// As the display name of a mailbox (`phrase`, RFC 5322, 3.2.5).
    pub(crate) fn phrase(&self, name_len: usize) -> String {
        if !self.is_literal() {
            return self.encoded_words(name_len);
        }
        format!("\"{}\"", self.0.replace('\\', "\\\\").replace('"', "\\\""))
    }

    /// Short ASCII without anything that a reader would take for an encoded word goes as it is.
    /// Everything else is encoded as a whole, so that a name `=?utf-8?q?=0A?=` stays that name.
    fn is_literal(&self) -> bool {
        let plain = self.0.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        plain && self.0.len() <= 60 && !self.0.contains("=?")
    }

    /// RFC 2047, folded into lines of at most 76 characters.
    fn encoded_words(&self, name_len: usize) -> String {
        let mut encoded = String::new();
        let mut writer = EmailWriter::new(&mut encoded, name_len + 2, 0, false);
        // Writing to a String cannot fail.
        let _ = rfc2047::encode(&self.0, &mut writer);
        drop(writer);
        encoded
    }
}

/// A message id with its angle brackets: printable ASCII, one `<` first, one `>` last, at most 250
/// bytes. An `@` is usual and not required, because ids are quoted from other people's mail.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// Longest id, in bytes. Real ones have fewer than 120; a header line must stay below 998.
    const MAX: usize = 250;

    /// Reads an id; white space around it is dropped.
    ///
    /// # Errors
    /// [`HeaderProblem::NotAMessageId`] when it could not stand in a header unharmed.
    pub fn parse(raw: &str) -> Result<Self, HeaderProblem> {
        let id = raw.trim();
        let inner = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let fine = |b: u8| b.is_ascii_graphic() && b != b'<' && b != b'>';
        match inner {
            Some(inner)
                if !inner.is_empty() && id.len() <= Self::MAX && inner.bytes().all(fine) =>
            {
                Ok(Self(id.to_owned()))
            }
            _ => Err(HeaderProblem::NotAMessageId),
        }
    }

    /// From parts that are known to be fine: hexadecimal digits and the domain of an address.
    pub(crate) fn from_parts(digits: &str, sender: &EmailAddress) -> Self {
        Self(format!("<{digits}@{}>", sender.domain()))
    }

    /// The id with its angle brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a receiver's mail program sends the wish to get no more (RFC 2369, 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUnsubscribe {
    value: String,
    one_click: bool,
}

/// `unreserved` of RFC 3986, 2.3: everything else is percent-encoded.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The address itself, with its `@` (RFC 6068, 2).
const IN_ADDRESS: &AsciiSet = &IN_QUERY.remove(b'@');

impl ListUnsubscribe {
    /// By e-mail to `address`, with `subject` as the subject: the token by which the answer is
    /// known (R33). Whatever the subject contains, it is data.
    #[must_use]
    pub fn mailto(address: &EmailAddress, subject: &HeaderText) -> Self {
        let address = utf8_percent_encode(address.as_str(), IN_ADDRESS);
        let subject = utf8_percent_encode(subject.as_str(), IN_QUERY);
        Self { value: format!("<mailto:{address}?subject={subject}>"), one_click: false }
    }

    /// The same, and by one click on a page of the rep's own (RFC 8058), at `page` with `token` in the
    /// place that it has for it. Whatever the token contains, it is data.
    ///
    /// # Errors
    /// [`HeaderProblem::NotAPage`] when it is none, or could end the header.
    pub fn and_page(self, page: &str, token: &str) -> Result<Self, HeaderProblem> {
        if !opt_out::is_page(page) {
            return Err(HeaderProblem::NotAPage);
        }
        let token = utf8_percent_encode(token, IN_QUERY).to_string();
        let page = page.replace(opt_out::TOKEN, &token);
        // One address a line: both may be long.
        Ok(Self { value: format!("{},\r\n <{page}>", self.value), one_click: true })
    }

    /// The header's value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Whether a POST to the page is all that is needed, so that the message says so.
    pub(crate) fn is_one_click(&self) -> bool {
        self.one_click
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_text_has_no_control_characters() {
        for raw in
            ["a\r\nBcc: x", "a\nb", "a\rb", "a\0b", "a\tb", "a\u{85}b", "a\u{2028}b", "a\u{7f}"]
        {
            assert_eq!(HeaderText::parse(raw), Err(HeaderProblem::ControlCharacter), "{raw:?}");
        }
        assert_eq!(HeaderText::parse(" Grüße 🙂 ").unwrap().as_str(), "Grüße 🙂");
        assert_eq!(HeaderText::parse("").unwrap(), HeaderText::default());
    }

    #[test]
    fn a_header_text_has_at_most_500_characters() {
        assert!(HeaderText::parse(&"é".repeat(500)).is_ok());
        assert_eq!(
            HeaderText::parse(&"é".repeat(501)),
            Err(HeaderProblem::TooLong { length: 501 })
        );
    }

    #[test]
    fn a_message_id_is_one_word_in_angle_brackets() {
        assert_eq!(MessageId::parse(" <a@b> \r\n").unwrap().as_str(), "<a@b>");
        assert!(MessageId::parse("<no-at-sign>").is_ok());
        for raw in ["", "<>", "a@b", "<a@b", "<a b@c>", "<a@b> <c@d>", "<a\r\nBcc: x@b>", "<ä@b>"]
        {
            assert_eq!(MessageId::parse(raw), Err(HeaderProblem::NotAMessageId), "{raw:?}");
        }
        assert!(MessageId::parse(&format!("<{}>", "a".repeat(249))).is_err());
    }

    #[test]
    fn the_unsubscribe_link_carries_its_token_as_data() {
        let address = EmailAddress::parse("stop+me@example.org").unwrap();
        let subject = HeaderText::parse("Opt out: a&b=c>, ü").unwrap();
        assert_eq!(
            ListUnsubscribe::mailto(&address, &subject).as_str(),
            "<mailto:stop%2Bme@example.org?subject=Opt%20out%3A%20a%26b%3Dc%3E%2C%20%C3%BC>"
        );
    }

    #[test]
    fn a_page_stands_beside_the_address_and_can_add_nothing() {
        let address = EmailAddress::parse("stop@example.org").unwrap();
        let mailto = || ListUnsubscribe::mailto(&address, &HeaderText::parse("x").unwrap());
        assert!(!mailto().is_one_click());
        let both = mailto().and_page("https://example.org/s?t={token}", "7f>\r\nBcc: a").unwrap();
        assert!(both.is_one_click());
        assert_eq!(
            both.as_str(),
            "<mailto:stop@example.org?subject=x>,\r\n <https://example.org/s?t=7f%3E%0D%0ABcc%3A%20a>"
        );
        for page in ["http://example.org/{token}", "https://example.org/", "https://a/>{token}"] {
            assert_eq!(mailto().and_page(page, "7f"), Err(HeaderProblem::NotAPage));
        }
    }

    #[test]
    fn an_imitated_encoded_word_is_encoded_itself() {
        let text = HeaderText::parse("=?utf-8?q?=0D=0ABcc:_x?=").unwrap();
        assert!(!text.phrase(4).contains("=0D"));
        assert!(text.unstructured(7).starts_with("=?utf-8?b?"));
    }
}
