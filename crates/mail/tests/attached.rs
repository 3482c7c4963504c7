//! Files in a message, read back by another program's parser.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk_core::attachment::FileName;
use desk_mail::attached::{Attached, encoded_size};
use desk_mail::message::{Message, compose};
use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};
use proptest::prelude::*;
use support::message;

fn file(name: &str, content: &[u8]) -> Attached {
    Attached { name: FileName::of(name), content: content.to_vec() }
}

fn with(attachments: Vec<Attached>) -> Message {
    Message { attachments, ..message("alice@example.test") }
}

/// What a part holds, before a program that takes it for text puts it into another charset.
fn held(message: &[u8], part: &MessagePart<'_>) -> Vec<u8> {
    let lines = &message[part.offset_body as usize..part.offset_end as usize];
    let letters: Vec<u8> = lines.iter().copied().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(letters).unwrap()
}

#[test]
fn files_stand_beside_text_and_html_which_stay_what_they_were() {
    let letter = with(vec![file("Offer.PDF", b"%PDF"), file("page.html", b"<script>")]);
    let bytes = compose(&letter).unwrap().bytes().to_vec();
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    let kinds: Vec<String> = parsed
        .parts
        .iter()
        .map(|part| {
            let kind = part.content_type().unwrap();
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap())
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "application/pdf",
            // What runs in a browser is not said to be what it is.
            "application/octet-stream",
        ]
    );
    let alone = compose(&with(Vec::new())).unwrap();
    let text = |bytes: &[u8]| {
        MessageParser::default().parse(bytes).unwrap().body_text(0).unwrap().into_owned()
    };
    assert_eq!(text(&bytes), text(alone.bytes()));
    assert_eq!(parsed.attachment_count(), 2);
    assert_eq!(compose(&letter).unwrap().bytes(), bytes, "the same to the byte");
}

#[test]
fn a_name_can_end_no_header_and_add_none() {
    for outside in [
        "a\r\nBcc: eve@x.test",
        "\"; filename=\"b.exe",
        "=?utf-8?q?=0D=0A?=",
        "ä; b=\"c\\",
        "漢\u{202e}字.pdf",
    ] {
        let letter = with(vec![file(outside, b"x")]);
        let bytes = compose(&letter).unwrap().bytes().to_vec();
        let parsed = MessageParser::default().parse(&bytes).unwrap();
        assert!(parsed.bcc().is_none(), "{outside}");
        let part = parsed.attachment(0).unwrap();
        assert_eq!(part.attachment_name(), Some(FileName::of(outside).as_str()), "{outside}");
        assert_eq!(part.headers.len(), 3, "{outside}: {:?}", part.headers);
    }
}

proptest! {
    #[test]
    fn every_file_comes_out_as_it_was_and_no_line_is_long(
        files in prop::collection::vec(("\\PC{1,180}", prop::collection::vec(any::<u8>(), 1..3_000)), 1..4),
    ) {
        let files: Vec<Attached> = files.iter().map(|(name, content)| file(name, content)).collect();
        let empty = files.iter().map(|one| Attached { content: Vec::new(), ..one.clone() }).collect();
        let bytes = compose(&with(files.clone())).unwrap().bytes().to_vec();
        let text = std::str::from_utf8(&bytes).unwrap();
        prop_assert!(text.is_ascii());
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 78), "{}", text);
        let parsed = MessageParser::default().parse(&bytes).unwrap();
        prop_assert_eq!(parsed.attachment_count(), files.len());
        for (part, file) in parsed.attachments().zip(&files) {
            prop_assert_eq!(held(&bytes, part), &file.content[..]);
            prop_assert_eq!(part.attachment_name(), Some(file.name.as_str()));
            prop_assert!(!matches!(part.body, PartType::Multipart(_)));
        }
        // What a message will have is known without reading its files.
        let held: u64 = files.iter().map(|one| encoded_size(one.content.len().try_into().unwrap())).sum();
        let without = compose(&with(empty)).unwrap().bytes().len() as u64;
        prop_assert_eq!(without + held, bytes.len() as u64);
    }
}
