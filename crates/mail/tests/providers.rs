//! What mail systems and providers say in their reports, in the shapes in which they say it, and what
//! it means for the address (R32). `tables/reports_*.txt` hold one answer a line.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "the figure is told")]

use chrono::NaiveDate;
use desk_mail::classify::report::reason::{Concern, Reason};
use desk_mail::classify::verdict::{Finding, ReportedRecipient};
use desk_mail::classify::{Context, Folder, classify};
use std::fs;
use std::path::Path;

const RECIPIENT: &str = "ada@alder.test";

/// A line of a table: what it means, in which shape it comes, the report's status, and the words.
struct Row {
    means: String,
    shape: String,
    status: String,
    words: String,
}

fn rows(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables").join(name);
    let table = fs::read_to_string(path).unwrap();
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let mut cells = line.splitn(4, '|').map(str::trim);
        let mut next = || cells.next().unwrap().to_owned();
        let (means, shape, status) = (next(), next(), next());
        let words = next().replace("\\n", "\n").replace("\\t", "\t").replace("%A", RECIPIENT);
        Row { means, shape, status, words }
    };
    lines.map(row).collect()
}

/// The report in which the words come.
fn report(row: &Row) -> String {
    let Row { shape, status, words, .. } = row;
    match shape.as_str() {
        "late" => machine_with("delayed", "Still trying.", status, &diagnostic(words)),
        "relayed" => machine_with("relayed", "Passed on.", status, &diagnostic(words)),
        "dsn" => machine("Your message could not be delivered.", status, &diagnostic(words)),
        "postfix" => {
            let said = format!(
                "host mx.alder.test[192.0.2.7] said: {words} (in reply to RCPT TO command)"
            );
            let told = format!(
                "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<{RECIPIENT}>: {said}"
            );
            machine(&told, status, &diagnostic(words))
        }
        "sendmail" => {
            let told = format!(
                "   ----- The following addresses had permanent fatal errors -----\n<{RECIPIENT}>\n\n   \
                 ----- Transcript of session follows -----\n... while talking to mx.alder.test.:\n\
                 >>> RCPT To:<{RECIPIENT}>\n<<< {words}"
            );
            machine(&told, status, &diagnostic(words))
        }
        "exchange" => machine(
            &format!("Your message to {RECIPIENT} couldn't be delivered.\n"),
            status,
            &diagnostic(words),
        ),
        "exim" | "eximdata" | "eximlocal" => exim(shape, words),
        "qmail" => text(
            "failure notice",
            &format!(
                "Hi. This is the qmail-send program at relay.test.\nI'm afraid I wasn't able to deliver \
                 your message to the following addresses.\nThis is a permanent error; I've given up. \
                 Sorry it didn't work out.\n\n<{RECIPIENT}>:\n{words}\n\n\
                 --- Below this line is a copy of the message.\n"
            ),
        ),
        "text" => text("Undeliverable: Coffee next week?", &format!("{words}\n")),
        other => unreachable!("shape {other}"),
    }
}

fn exim(shape: &str, words: &str) -> String {
    let to = match shape {
        "exim" => format!(
            "    host mx.alder.test [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<{RECIPIENT}>:\n    {words}"
        ),
        "eximdata" => format!(
            "    host mx.alder.test [192.0.2.7]\n    SMTP error from remote mail server after end of data:\n    {words}"
        ),
        _ => format!("    {words}"),
    };
    let head =
        head("Mail delivery failed: returning message to sender", "text/plain; charset=utf-8");
    format!(
        "X-Failed-Recipients: {RECIPIENT}\n{head}\nThis message was created automatically by mail \
         delivery software.\n\nA message that you sent could not be delivered to one or more of its\n\
         recipients. This is a permanent error. The following address(es) failed:\n\n  {RECIPIENT}\n{to}\n\n\
         ------ This is a copy of the message, including all the headers. ------\n\nSubject: Coffee next week?\n"
    )
}

fn diagnostic(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.split_once("; ") {
        _ if words.is_empty() => String::new(),
        Some((kind, _)) if kind.starts_with("X-") => words,
        _ => format!("smtp; {words}"),
    }
}

fn head(subject: &str, kind: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@relay.test>\n\
         To: rep@quarry.test\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: {kind}\n\
         Content-Transfer-Encoding: 8bit\n"
    )
}

fn text(subject: &str, body: &str) -> String {
    format!("{}\n{body}", head(subject, "text/plain; charset=utf-8"))
}

fn machine(told: &str, status: &str, diagnostic: &str) -> String {
    machine_with("failed", told, status, diagnostic)
}

fn machine_with(action: &str, told: &str, status: &str, diagnostic: &str) -> String {
    let head = head(
        "Undelivered Mail Returned to Sender",
        "multipart/report; report-type=delivery-status; boundary=\"b\"",
    );
    let line = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("{name}: {value}\n") }
    };
    format!(
        "{head}\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{told}\n\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.relay.test\n\n\
         Final-Recipient: rfc822; {RECIPIENT}\nAction: {action}\n{}{}\n--b\n\
         Content-Type: message/rfc822\n\nFrom: rep@quarry.test\nTo: {RECIPIENT}\n\
         Subject: Coffee next week?\nMessage-ID: <orig@quarry.test>\n\nHello\n\n--b--\n",
        line("Status", status),
        line("Diagnostic-Code", diagnostic),
    )
}

/// What a judgement means, in the table's words.
fn meaning(one: &ReportedRecipient) -> &'static str {
    match one.reason {
        _ if one.hard => "hard",
        Reason::Delayed => "late",
        Reason::Delivered => "done",
        reason if reason.concern() == Concern::Policy => "us",
        _ => "soft",
    }
}

/// How many lines are read as the table says, of how many, and the others.
fn compare(name: &str) -> (usize, usize, Vec<String>) {
    let arrived = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let context = Context { own: &[], folder: Folder::Incoming, arrived };
    let rows = rows(name);
    let mut wrong = Vec::new();
    let mut hardness = 0;
    for row in &rows {
        let verdict = classify(report(row).as_bytes(), &context);
        let Finding::DeliveryReport(read) = &verdict.finding else {
            wrong.push(format!("{}: {} is {}", row.means, row.words, verdict.finding.name()));
            hardness += 1;
            continue;
        };
        let one = read.recipients.first().unwrap();
        let got = meaning(one);
        if got != row.means || one.address != RECIPIENT {
            hardness += usize::from((got == "hard") != (row.means == "hard"));
            let reason = one.reason.as_str();
            wrong.push(format!(
                "{}: got {got} {reason} {} {}: {}",
                row.means, one.status, one.address, row.words
            ));
        }
    }
    println!(
        "{name}: {} of {} as written, {} hard or soft",
        rows.len() - wrong.len(),
        rows.len(),
        rows.len() - hardness
    );
    (rows.len() - wrong.len(), rows.len(), wrong)
}

#[test]
fn r32_what_mail_systems_say_means_what_they_mean_by_it() {
    for name in ["reports_1.txt", "reports_2.txt", "reports_3.txt"] {
        let (_, _, wrong) = compare(name);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
