//! The classifier over other people's mail: delivery reports of many systems and replies in many
//! languages. The data is not ours and lies beside the project; without it these tests say so and
//! hold nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "what was left out is said plainly")]

use chrono::NaiveDate;
use desk_mail::classify::verdict::{Finding, Verdict};
use desk_mail::classify::{Context, Folder, classify};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder `../shared/corpus` from the project's root, if it is there.
fn corpus(part: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("../shared/corpus").join(part);
    if !folder.is_dir() {
        println!("left out: there is no ../shared/corpus/{part}");
        return None;
    }
    Some(folder)
}

fn read(raw: &[u8]) -> Verdict {
    let arrived = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    classify(raw, &Context { own: &[], folder: Folder::Incoming, arrived })
}

/// A row of `labels.tsv`: the reason, and whether the address is dead.
type Label = (String, bool);

fn labels(folder: &Path) -> BTreeMap<String, Vec<Label>> {
    let table = fs::read_to_string(folder.join("labels.tsv")).unwrap();
    let mut labels: BTreeMap<String, Vec<Label>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        labels
            .entry(cells[0].to_owned())
            .or_default()
            .push((cells[3].to_owned(), cells[4] == "true"));
    }
    labels
}

/// What the reason of a label makes of the message. The wish of a mail program to unsubscribe its
/// user is labelled as a complaint and is one to us, too: it ends every cadence.
fn fits(reason: &str, verdict: &str) -> bool {
    match reason {
        "feedback" => matches!(verdict, "spam_report" | "unsubscribe"),
        "vacation" => verdict == "auto_reply",
        _ => verdict == "delivery_report",
    }
}

/// How many recipients are judged as labelled. Where a report tells of several, the order may
/// differ, so the two are counted against each other.
fn right(labels: &[Label], verdict: &Verdict) -> usize {
    let judged: Vec<bool> = match &verdict.finding {
        Finding::DeliveryReport(report) => report.recipients.iter().map(|one| one.hard).collect(),
        _ => Vec::new(),
    };
    let count = |hard: bool| {
        let wanted = labels.iter().filter(|label| label.1 == hard).count();
        let missing = if hard { 0 } else { labels.len().saturating_sub(judged.len()) };
        wanted.min(judged.iter().filter(|one| **one == hard).count() + missing)
    };
    count(true) + count(false)
}

#[test]
fn reports_are_told_apart_and_judged_hard_or_soft_as_labelled() {
    let Some(folder) = corpus("bounces") else { return };
    let (mut all, mut good) = (0, 0);
    let mut misread = Vec::new();
    for (file, labels) in labels(&folder) {
        let verdict = read(&fs::read(folder.join("eml").join(&file)).unwrap());
        let name = verdict.finding.name();
        if !fits(&labels[0].0, name) {
            misread.push(format!("{file}: {name}"));
        }
        all += labels.len();
        good += right(&labels, &verdict);
    }
    assert_eq!(misread, Vec::<String>::new());
    println!("hard or soft: {good} of {all} recipients as labelled");
    assert!(good * 100 >= all * 98, "{good} of {all}");
}

/// What the rep had written, as mail programs put it below an answer.
const QUOTED: &str = "

On Mon, Mar 2, 2026 at 9:00 AM Sam Sender <sam@quarry.test> wrote:

> Automatic reply: I am out of the office until 5 March.
> Undelivered mail: 550 5.1.1 User unknown, your message could not be delivered.
> Please unsubscribe me.
> unsubscribe
";

fn as_reply(body: &str) -> String {
    format!(
        "Return-Path: <ada@customer.test>\nFrom: Ada <ada@customer.test>\nTo: sam@quarry.test\n\
         Subject: Re: Coffee next week?\nMessage-ID: <reply@customer.test>\n\
         In-Reply-To: <orig@quarry.test>\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}{QUOTED}"
    )
}

#[test]
fn every_reply_of_a_person_is_one_whatever_it_quotes() {
    let Some(folder) = corpus("replies/crisp") else { return };
    let mut replies = 0;
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|one| one == "txt") {
            let verdict = read(as_reply(&fs::read_to_string(&entry).unwrap()).as_bytes());
            assert_eq!(
                verdict.finding,
                Finding::HumanReply,
                "{}: {:?}",
                entry.display(),
                verdict.evidence
            );
            replies += 1;
        }
    }
    assert!(replies >= 60, "{replies}");
}

#[test]
fn what_was_newly_written_begins_and_ends_where_a_reader_says() {
    let Some(folder) = corpus("replies/crisp") else { return };
    let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replies.tsv"))
        .unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(rows.len() >= 60);
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let body = fs::read_to_string(folder.join(cells[0])).unwrap();
        let text = read(as_reply(&body).as_bytes()).new_text.unwrap();
        let words: Vec<&str> = text.split_whitespace().collect();
        let first = words.iter().take(4).copied().collect::<Vec<_>>().join(" ");
        let last = words[words.len().saturating_sub(4)..].join(" ");
        let got = [first, last, words.len().to_string()];
        assert_eq!(got, cells[1..4], "{}: {text}", cells[0]);
    }
}
