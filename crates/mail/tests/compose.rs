//! What comes out of the composer, read back by another program's parser.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::time::Timestamp;
use desk_mail::header::{HeaderText, ListUnsubscribe, MessageId};
use desk_mail::message::{ComposeProblem, Message, compose};
use mail_parser::{MessageParser, PartType};
use proptest::prelude::*;
use support::{address, mailbox, message, text};

fn bytes(message: &Message) -> String {
    String::from_utf8(compose(message).unwrap().bytes().to_vec()).unwrap()
}

/// The header lines with continuation lines joined.
fn headers(bytes: &str) -> Vec<String> {
    let (head, _) = bytes.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

fn read_back(message: &Message) -> mail_parser::Message<'static> {
    let composed = compose(message).unwrap();
    MessageParser::default().parse(composed.bytes()).unwrap().into_owned()
}

#[test]
fn a_message_is_made_of_these_headers_and_a_text_and_an_html_part() {
    let mut message = message("alice@example.test");
    message.in_reply_to = Some(MessageId::parse("<2@b.test>").unwrap());
    message.references =
        vec![MessageId::parse("<1@b.test>").unwrap(), MessageId::parse("<2@b.test>").unwrap()];
    let stop = address("stop@example.test");
    message.list_unsubscribe = Some(ListUnsubscribe::mailto(&stop, &text("optout 7f")));
    let bytes = bytes(&message);
    let mut headers = headers(&bytes);
    assert!(
        headers.pop().unwrap().starts_with("Content-Type: multipart/alternative; boundary=\"=_")
    );
    assert_eq!(
        headers,
        [
            "From: \"Sam Sender\" <sender@example.test>",
            "To: alice@example.test",
            "Subject: Coffee?",
            "Message-ID: <0123@example.test>",
            "In-Reply-To: <2@b.test>",
            "References: <1@b.test> <2@b.test>",
            "List-Unsubscribe: <mailto:stop@example.test?subject=optout%207f>",
            "Date: Mon, 05 Jan 2026 09:00:00 +0000",
            "MIME-Version: 1.0",
        ]
    );
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(parsed.body_text(0).unwrap(), "Hi Alice,\r\n\r\nshall we?\r\nSam");
    let html = parsed.body_html(0).unwrap().replace("\r\n", "\n");
    assert!(html.contains("<p>Hi Alice,</p>\n<p>shall we?<br>\nSam</p>"), "{html}");
    assert_eq!(
        (parsed.text_body_count(), parsed.html_body_count(), parsed.attachment_count()),
        (1, 1, 0)
    );
}

#[test]
fn the_same_message_is_the_same_to_the_byte() {
    let message = message("alice@example.test");
    assert_eq!(bytes(&message), bytes(&message));
}

#[test]
fn a_blind_copy_is_in_the_envelope_alone() {
    let mut message = message("alice@example.test");
    message.cc = vec![mailbox("Bob", "bob@example.test")];
    message.bcc = vec![address("Boss@example.test"), address("ALICE@example.test")];
    let composed = compose(&message).unwrap();
    let to: Vec<&str> = composed.envelope().to.iter().map(|a| a.as_str()).collect();
    assert_eq!(to, ["alice@example.test", "bob@example.test", "Boss@example.test"]);
    let bytes = bytes(&message).to_lowercase();
    assert!(!bytes.contains("boss") && !bytes.contains("bcc"), "{bytes}");
}

#[test]
fn what_cannot_be_composed_is_named() {
    let with = |change: fn(&mut Message)| {
        let mut message = message("alice@example.test");
        change(&mut message);
        compose(&message).unwrap_err()
    };
    assert_eq!(with(|m| m.to.clear()), ComposeProblem::NoRecipient);
    assert_eq!(with(|m| m.text.push('\0')), ComposeProblem::ControlCharacter);
    assert_eq!(with(|m| m.text.push('\u{1b}')), ComposeProblem::ControlCharacter);
    assert_eq!(with(|m| m.date = Timestamp::from_millis(-1)), ComposeProblem::Date);
    assert_eq!(with(|m| m.date = Timestamp::from_millis(i64::MAX)), ComposeProblem::Date);
    assert_eq!(
        with(|m| m.to = vec![mailbox("", "jörg@example.test")]),
        ComposeProblem::AddressNotAscii
    );
}

#[test]
fn every_kind_of_line_end_is_a_line_break() {
    let mut message = message("alice@example.test");
    message.text = "a\rb\nc\r\nd\u{b}e\u{c}f\u{85}g\u{2028}h\u{2029}i\n\r.j".to_owned();
    let text = read_back(&message).body_text(0).unwrap().into_owned();
    assert_eq!(text, "a\r\nb\r\nc\r\nd\r\ne\r\nf\r\ng\r\nh\r\ni\r\n\r\n.j");
}

#[test]
fn hostile_values_change_nothing_but_themselves() {
    for value in [
        "Robert'); <script>",
        "{{ contact.name }}",
        "\"Ada\" <eve@example.test>, Mallory",
        "Ada\\",
        "\\\" <eve@example.test>",
        "=?utf-8?q?=0D=0ABcc:_eve@example.test?=",
        "a, b; c: d (e) [f] @g",
        "Ada\u{202e}gro.elpmaxe",
    ] {
        let mut message = message("alice@example.test");
        message.to = vec![mailbox(value, "alice@example.test"), mailbox(value, "bob@example.test")];
        message.subject = text(value);
        message.text = value.to_owned();
        let parsed = read_back(&message);
        let to: Vec<_> = parsed.to().unwrap().iter().collect();
        assert_eq!(to.len(), 2, "{value}");
        assert!(to.iter().all(|one| one.name.as_deref() == Some(value)), "{value}: {to:?}");
        assert_eq!(to[0].address.as_deref(), Some("alice@example.test"));
        assert_eq!(parsed.subject(), Some(value));
        assert_eq!(parsed.body_text(0).unwrap(), value);
        assert!(!parsed.body_html(0).unwrap().contains("<script"), "{value}");
        assert!(parsed.bcc().is_none(), "{value}");
    }
    for value in ["a\r\nBcc: x@example.test", "a\nb", "a\0b"] {
        assert!(HeaderText::parse(value).is_err());
    }
}

fn header_text() -> impl Strategy<Value = HeaderText> {
    let any = prop_oneof![
        "\\PC{0,80}",
        "[ -~]{0,120}",
        "(=\\?|\\?=|utf-8|\"|\\\\|<|>|,|;|:|@|\\(|\\)| |=0A|[a-z🙂éß漢]){0,40}",
        "[漢🙂]{200,400}",
    ];
    any.prop_filter_map("a header text", |raw| HeaderText::parse(&raw).ok())
}

fn body_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "\\PC{0,60}",
        "\\.{0,3}[a-z.=]{0,6}[ \t]{0,2}",
        "[a-z ]{900,1300}",
        "(From |--=_|=0A|=|🙂|--){0,9}",
    ];
    let end = prop_oneof!["\r\n", "\n", "\r"];
    prop::collection::vec((line, end), 0..12)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + &end).collect::<String>())
}

/// One LF per line end; no white space that a reader may drop.
fn comparable(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

proptest! {
    #[test]
    fn what_was_put_in_is_what_a_reader_finds(
        subject in header_text(),
        name in header_text(),
        other_name in header_text(),
        body in body_text(),
    ) {
        let mut message = message("alice@example.test");
        message.subject = subject.clone();
        message.from.name = name.clone();
        message.to = vec![mailbox("", "a@example.test"), mailbox(other_name.as_str(), "b@example.test")];
        message.text = body.clone();
        let parsed = read_back(&message);
        prop_assert_eq!(parsed.subject().unwrap_or_default(), subject.as_str());
        let from = parsed.from().unwrap().first().unwrap();
        prop_assert_eq!(from.name.as_deref().unwrap_or_default(), name.as_str());
        prop_assert_eq!(from.address.as_deref(), Some("sender@example.test"));
        let to: Vec<_> = parsed.to().unwrap().iter().collect();
        prop_assert_eq!(to.len(), 2);
        prop_assert_eq!(to[1].name.as_deref().unwrap_or_default(), other_name.as_str());
        prop_assert_eq!(to[1].address.as_deref(), Some("b@example.test"));
        prop_assert_eq!(comparable(&parsed.body_text(0).unwrap()), comparable(&body));
        prop_assert_eq!(parsed.parts.len(), 3);
        prop_assert!(matches!(parsed.parts[2].body, PartType::Html(_)));
    }

    #[test]
    fn what_goes_over_the_wire_is_short_lines_of_ascii(
        subject in header_text(),
        name in header_text(),
        body in body_text(),
    ) {
        let mut message = message("alice@example.test");
        message.subject = subject;
        message.to = vec![mailbox(name.as_str(), "a@example.test")];
        message.text = body;
        let bytes = bytes(&message);
        prop_assert!(bytes.is_ascii());
        let lines: Vec<&str> = bytes.split("\r\n").collect();
        prop_assert!(lines.iter().all(|line| !line.contains(['\r', '\n', '\0']) && line.len() <= 78), "{}", bytes);
        prop_assert_eq!(headers(&bytes).len(), 7, "{}", bytes);
    }
}
