//! The few header fields that reading itself needs: whose a message is, and which. What a message
//! means is decided elsewhere.

use crate::classify::unsubscribe;
use crate::header::MessageId;
use desk_core::address::EmailAddress;
use desk_core::time::Timestamp;
use mail_parser::{Address, HeaderValue, MessageParser};
use percent_encoding::percent_decode_str;

/// What the headers of a message say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Its id.
    pub message_id: Option<MessageId>,
    /// Who wrote it; the first of several.
    pub from: Option<EmailAddress>,
    /// Who gets it: To, Cc and Bcc.
    pub to: Vec<EmailAddress>,
    /// The messages that it says it answers: of In-Reply-To and References.
    pub thread: Vec<MessageId>,
    /// Its subject, decoded.
    pub subject: String,
    /// When it was written, as its writer says.
    pub date: Option<Timestamp>,
    /// The token of our own `List-Unsubscribe` (R33), in lower case: messages of ours have one, whatever id their
    /// copy bears.
    pub token: Option<String>,
}

impl Fields {
    /// `None` when there is not one field in `headers`.
    #[must_use]
    pub fn read(headers: &[u8]) -> Option<Self> {
        let message = MessageParser::new().parse_headers(headers)?;
        if message.headers().iter().all(|header| header.value == HeaderValue::Empty) {
            return None;
        }
        let id = |id: &str| MessageId::parse(&format!("<{id}>")).ok();
        let millis = |seconds: i64| seconds.checked_mul(1000).map(Timestamp::from_millis);
        Some(Self {
            message_id: message.message_id().and_then(id),
            from: message.from().and_then(|from| addresses(from).into_iter().next()),
            to: [message.to(), message.cc(), message.bcc()]
                .into_iter()
                .flatten()
                .flat_map(addresses)
                .collect(),
            thread: [message.in_reply_to(), message.references()]
                .into_iter()
                .flat_map(|ids| ids.as_text_list().unwrap_or_default().iter())
                .filter_map(|raw| id(raw))
                .collect(),
            subject: message.subject().unwrap_or_default().to_owned(),
            date: message.date().and_then(|date| millis(date.to_timestamp())),
            token: message.header_raw("List-Unsubscribe").and_then(token),
        })
    }
}

/// The token in the subject of the message by which ours are unsubscribed from.
fn token(list: &str) -> Option<String> {
    let (_, subject) = list.split_once("?subject=")?;
    let subject = subject.split(['>', '&']).next()?;
    let subject = percent_decode_str(subject).decode_utf8().ok()?;
    unsubscribe::token(&subject).map(str::to_ascii_lowercase)
}

fn addresses(of: &Address<'_>) -> Vec<EmailAddress> {
    let raw = of.iter().filter_map(|one| one.address());
    raw.filter_map(|raw| EmailAddress::parse(raw).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{HeaderText, ListUnsubscribe};
    use proptest::prelude::*;

    #[test]
    fn fields_are_read_also_where_they_are_cut_off() {
        let headers = b"From: Ada <Ada@Example.org>\r\nTo: a@b.test, Bob <c@d.test>\r\nMessage-ID: <x@y>\r\nSubject: =?utf-8?q?Kaf=C3=A9?=\r\nIn-Reply-To: <u@v>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\nReferences: <a";
        let fields = Fields::read(headers).unwrap();
        assert_eq!(fields.message_id.unwrap().as_str(), "<x@y>");
        assert_eq!(fields.from.unwrap().key(), "ada@example.org");
        assert_eq!((fields.to.len(), fields.subject.as_str()), (2, "Kafé"));
        assert_eq!(fields.thread.first().map(MessageId::as_str), Some("<u@v>"));
        assert_eq!(fields.date, Some(Timestamp::from_millis(1_767_603_600_000)));
    }

    #[test]
    fn a_message_of_ours_is_known_by_the_token_with_which_it_is_unsubscribed_from() {
        let rep = EmailAddress::parse("rep@example.org").unwrap();
        let hash = "40f8b7c7ca46d5592e513546378c009ffcf51fee";
        let subject = HeaderText::parse(&format!("unsubscribe {hash}")).unwrap();
        let ours = ListUnsubscribe::mailto(&rep, &subject);
        let page = ours.clone().and_page("https://example.org/{token}", hash).unwrap();
        let read = |list: &str| Fields::read(format!("List-Unsubscribe: {list}\r\n").as_bytes());
        for list in [ours.as_str(), page.as_str()] {
            assert_eq!(read(list).unwrap().token.as_deref(), Some(hash), "{list}");
        }
        for list in ["<mailto:a@b.c>", "<mailto:a@b.c?subject=unsubscribe%20me>", "<https://a/b>"] {
            assert_eq!(read(list).unwrap().token, None, "{list}");
        }
    }

    #[test]
    fn what_has_no_field_is_no_message() {
        for odd in [b"".as_slice(), b"\r\n", b"\0\0\0\0", b"hello\r\n\r\n"] {
            assert_eq!(Fields::read(odd), None, "{odd:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_is_too_odd_to_be_read(
            headers in "((From|To|Subject|Date|Message-ID|X): ?[ -~\r\n\t]{0,40}\r?\n?){0,6}",
            bytes in prop::collection::vec(any::<u8>(), 0..200)
        ) {
            let _ = (Fields::read(headers.as_bytes()), Fields::read(&bytes));
        }
    }
}
