//! Says of files with e-mails what each is, one line of JSON each: `cargo xtask classify PATH…`. The
//! lines are described in docs/classify.md.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use chrono::NaiveDate;
use desk_mail::classify::verdict::{Finding, ReportedRecipient, Verdict};
use desk_mail::classify::{Context, Folder, classify};
use serde_json::{Map, Value, json};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        eprintln!("Name files or folders with .eml files.");
        return ExitCode::FAILURE;
    }
    let mut files = Vec::new();
    for path in &paths {
        if let Err(error) = collect(path, &mut files) {
            eprintln!("{} cannot be read: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    files.sort();
    let mut out = BufWriter::new(io::stdout().lock());
    for file in files {
        let written = fs::read(&file).and_then(|raw| {
            let context = Context { own: &[], folder: Folder::Incoming, arrived: arrived(&raw) };
            writeln!(out, "{}", line(&file, &classify(&raw, &context)))
        });
        if let Err(error) = written {
            eprintln!("{}: {error}", file.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// A file that is named is taken whatever its name; of a folder, what ends in `.eml`.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        fs::metadata(path)?;
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|one| one.eq_ignore_ascii_case("eml")) {
            files.push(path);
        }
    }
    Ok(())
}

/// The day of the message's own `Date`, because a file does not say when it arrived.
fn arrived(raw: &[u8]) -> NaiveDate {
    let message = mail_parser::MessageParser::new().with_date_headers().parse_headers(raw);
    let date = message.as_ref().and_then(|message| message.date());
    let day = date.and_then(|date| {
        NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
    });
    day.unwrap_or_default()
}

fn line(file: &Path, verdict: &Verdict) -> Value {
    let mut line = Map::new();
    let mut put = |name: &str, value: Value| {
        line.insert(name.to_owned(), value);
    };
    put("file", json!(file.to_string_lossy()));
    put("verdict", json!(verdict.finding.name()));
    put("reason", json!(verdict.evidence.code.as_str()));
    put("evidence", json!(verdict.evidence.seen));
    put("version", json!(verdict.version));
    put("recipients", recipients(&verdict.finding));
    put("original_message_id", json!(verdict.clues.original_message_id));
    put("new_text", json!(verdict.new_text));
    match &verdict.finding {
        Finding::AutoReply(Some(absence)) => {
            put("returns", json!(absence.returns.to_string()));
            put("review", json!(absence.review));
        }
        Finding::Calendar(notice) => {
            put("action", json!(notice.action.as_str()));
            put("attendees", json!(notice.attendees));
            put("organizer", json!(notice.organizer));
        }
        Finding::ReadReceipt(receipt) => put("disposition", json!(receipt.disposition.as_str())),
        Finding::Unsubscribe(wish) => put("token", json!(wish.token)),
        _ => {}
    }
    Value::Object(line)
}

fn recipients(finding: &Finding) -> Value {
    let reported = |one: &ReportedRecipient| {
        json!({
            "address": one.address, "status": one.status, "hard": one.hard,
            "reason": one.reason.as_str(), "forwarded_to": one.forwarded_to,
        })
    };
    match finding {
        Finding::DeliveryReport(report) => report.recipients.iter().map(reported).collect(),
        Finding::SpamReport(report) => {
            let one = |address| json!({ "address": address, "status": "", "hard": false });
            report.recipients.iter().map(one).collect()
        }
        _ => json!([]),
    }
}
