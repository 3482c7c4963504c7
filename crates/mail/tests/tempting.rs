//! Mail of machines that looks like a person's, and mail of people that looks like a machine's, a line
//! each in `tables/automatic.txt` and `tables/people.txt`. A machine's mail taken for an answer pauses a
//! cadence for nothing; an answer taken for a machine's lets it go on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use desk_mail::classify::{Context, Folder, classify};
use std::fs;
use std::path::Path;

fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables").join(name);
    let table = fs::read_to_string(path).unwrap();
    table.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// A message with these headers (`Name: value ;; Name: value`), subject and body; what a letter always
/// has and the headers do not say is added.
fn message(headers: &str, subject: &str, body: &str) -> String {
    let mut all: Vec<&str> =
        headers.split(";;").map(str::trim).filter(|one| !one.is_empty()).collect();
    for usual in [
        "Return-Path: <ada@alder.test>",
        "From: Ada <ada@alder.test>",
        "To: sam@quarry.test",
        "In-Reply-To: <orig@quarry.test>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        let name = usual.split(':').next().unwrap();
        if !all.iter().any(|one| one.split(':').next() == Some(name)) {
            all.push(usual);
        }
    }
    let body = body.replace("\\n", "\n").replace("\\t", "\t");
    format!("{}\nSubject: {subject}\n\n{body}\n", all.join("\n"))
}

fn verdict(headers: &str, subject: &str, body: &str) -> (&'static str, String) {
    let arrived = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let context = Context { own: &[], folder: Folder::Incoming, arrived };
    let verdict = classify(message(headers, subject, body).as_bytes(), &context);
    (
        verdict.finding.name(),
        format!("{} {}", verdict.evidence.code.as_str(), verdict.evidence.seen),
    )
}

fn wrong(rows: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (wanted, line) in rows {
        let mut cells = line.splitn(3, '|').map(str::trim);
        let mut next = || cells.next().unwrap();
        let (got, why) = verdict(next(), next(), next());
        if got != wanted {
            wrong.push(format!("{wanted} is {got} ({why}): {line}"));
        }
    }
    wrong
}

#[test]
fn what_a_machine_sent_is_no_answer_of_a_person() {
    let rows = lines("automatic.txt").into_iter().map(|line| {
        let (wanted, rest) = line.split_once('|').unwrap();
        (wanted.trim().to_owned(), rest.to_owned())
    });
    let wrong = wrong(rows);
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_a_person_wrote_is_an_answer_whatever_it_talks_about() {
    let rows = lines("people.txt").into_iter().map(|line| ("human_reply".to_owned(), line));
    let wrong = wrong(rows);
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
