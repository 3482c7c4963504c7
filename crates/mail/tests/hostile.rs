//! Mail that wants to harm: the classifier answers, whatever it is given, and in time that grows with
//! the size alone (a quadratic reading of these would not end).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use desk_mail::classify::{Context, Folder, classify};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the verdict; that there is one is what these tests are about.
fn verdict(raw: &[u8]) -> &'static str {
    let arrived = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    classify(raw, &Context { own: &[], folder: Folder::Incoming, arrived }).finding.name()
}

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let folders = folders.filter(|path| path.is_dir());
    folders
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect()
}

/// One change to a file.
#[derive(Debug, Clone)]
enum Harm {
    Set(Index, u8),
    Cut(Index, usize),
    Insert(Index, Vec<u8>),
    Repeat(Index, usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let words: Vec<&[u8]> = vec![
        b"\r\n\r\n",
        b"--=_",
        b"Content-Type: message/rfc822\r\n\r\n",
        b"=?utf-8?q?=",
        b"<",
        b"&#x110000;",
        b"\0",
        b"\xff\xfe",
        b"Content-Transfer-Encoding: base64\r\n",
        b"charset=\"utf-7\"",
        b"9999999999999999999999",
        b"@",
        b"On 1 wrote:\n",
        b"\xe2\x80",
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Harm::Set(at, byte)),
        (any::<Index>(), 1_usize..200).prop_map(|(at, length)| Harm::Cut(at, length)),
        (any::<Index>(), select(words)).prop_map(|(at, word)| Harm::Insert(at, word.to_vec())),
        (any::<Index>(), vec(any::<u8>(), 0..40)).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        (any::<Index>(), 1_usize..80, 1_usize..60)
            .prop_map(|(at, length, times)| Harm::Repeat(at, length, times)),
    ]
}

fn harmed(mut raw: Vec<u8>, harms: Vec<Harm>) -> Vec<u8> {
    for harm in harms {
        if raw.is_empty() {
            break;
        }
        let size = raw.len();
        match harm {
            Harm::Set(at, byte) => *at.get_mut(&mut raw) = byte,
            Harm::Cut(at, length) => {
                let at = at.index(size);
                raw.drain(at..(at + length).min(size));
            }
            Harm::Insert(at, bytes) => {
                let at = at.index(size);
                raw.splice(at..at, bytes);
            }
            Harm::Repeat(at, length, times) => {
                let at = at.index(size);
                let piece: Vec<u8> = raw.iter().skip(at).take(length).copied().collect();
                raw.splice(at..at, piece.repeat(times));
            }
        }
    }
    raw
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_mangled_example_has_a_verdict(file in select(fixtures()), harms in vec(harm(), 1..12)) {
        verdict(&harmed(fs::read(file).unwrap(), harms));
    }

    #[test]
    fn any_bytes_have_a_verdict(raw in vec(any::<u8>(), 0..2000)) {
        verdict(&raw);
    }

    #[test]
    fn any_text_and_any_html_have_a_verdict(text in "\\PC{0,400}", html in "[<>&;=/\"' a-z\n#x0-9-]{0,400}") {
        for (kind, body) in [("plain", &text), ("html", &html)] {
            verdict(format!("From: a@b.test\nAuto-Submitted: auto-replied\nContent-Type: text/{kind}\n\n{body}").as_bytes());
        }
    }
}

#[test]
fn an_example_with_a_piece_missing_anywhere_has_a_verdict() {
    for file in fixtures() {
        let raw = fs::read(file).unwrap();
        for at in (0..raw.len()).step_by(17) {
            let (head, tail) = raw.split_at(at);
            verdict(&[head, tail.get(119..).unwrap_or_default()].concat());
        }
    }
}

const MEGABYTE: usize = 1024 * 1024;

/// A message of ten megabytes that repeats one piece.
fn ten_megabytes(head: &str, piece: &str) -> Vec<u8> {
    let mut raw = head.as_bytes().to_vec();
    raw.extend(piece.repeat(10 * MEGABYTE / piece.len()).into_bytes());
    raw
}

#[test]
fn ten_megabytes_of_anything_are_read() {
    let plain = "From: a@b.test\n\n";
    let html = "From: a@b.test\nContent-Type: text/html\n\n";
    let report = "From: MAILER-DAEMON@b.test\nSubject: Undeliverable\nReturn-Path: <>\n\n";
    let machine = "From: MAILER-DAEMON@b.test\nContent-Type: message/delivery-status\n\n";
    let calendar = "From: a@b.test\nContent-Type: text/calendar; method=REPLY\n\n";
    for (head, piece) in [
        ("", "X: y\n"),
        ("From: ", "a@b.test,"),
        ("References: ", "<a@b> "),
        (plain, "a"),
        (plain, "unsubscribe\n"),
        (plain, "On 1 Jan 2026, 10:00\n"),
        (plain, "From: a\nTo: b\n\n"),
        (plain, "Sent from my phone\n"),
        (plain, "\n"),
        (html, "<div>"),
        (html, "<div></span>"),
        (html, "<blockquote type=cite>a"),
        (html, "<style>"),
        (html, "<!--"),
        (html, "<"),
        (html, "&"),
        (report, "<a@b.test>: user unknown\n"),
        (report, "@"),
        (report, ">>> "),
        (report, "until 1.1. to 2.2. back "),
        (machine, "Final-Recipient: rfc822; a@b.test\nStatus: 5.1.1\n"),
        (machine, " \t"),
        (calendar, "ATTENDEE:mailto:a@b.test\n"),
        (calendar, " a\n"),
    ] {
        verdict(&ten_megabytes(head, piece));
    }
}

#[test]
fn deep_nesting_harms_nobody() {
    let nested = ten_megabytes("From: a@b.test\n", "Content-Type: message/rfc822\n\n");
    verdict(&nested);
    let mut encoded =
        b"From: a@b.test\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            .to_vec();
    // "Content-Type: message/rfc822\n\n" a hundred thousand times, in base64.
    encoded.extend("Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMgoK".repeat(100_000).into_bytes());
    verdict(&encoded);
    let mut parts = String::from("From: a@b.test\n");
    for depth in 0..5000 {
        parts
            .push_str(&format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n"));
    }
    verdict(parts.as_bytes());
    let lost = "--a\nContent-Type: multipart/mixed; boundary=z\n\n";
    verdict(&ten_megabytes("From: a@b.test\nContent-Type: multipart/mixed; boundary=a\n\n", lost));
}

#[test]
fn unknown_and_wrong_character_sets_are_read_as_well_as_can_be() {
    for charset in ["", "x-unknown", "utf-8", "iso-2022-jp", "utf-16", "utf-7", "\"", "'"] {
        let head = format!("From: noreply@b.test\nContent-Type: text/plain; charset={charset}\n\n");
        let mut raw = head.into_bytes();
        raw.extend([0xff, 0xfe, 0x1b, b'$', b'B', 0x80, b'a', 0xc3, 0x28, b'\n']);
        assert_eq!(verdict(&raw), "auto_reply", "{charset}");
    }
}
