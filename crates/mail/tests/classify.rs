//! What incoming e-mails are, by our own examples. `fixtures/expected.tsv` says of each file what it
//! is and what is read out of it; every rule has at least one file that fails without it.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use desk_core::address::EmailAddress;
use desk_mail::classify::report::reason::{Concern, Reason};
use desk_mail::classify::verdict::{
    Clues, Code, Disposition, Finding, Matching, ReportedRecipient, VERSION, Verdict,
};
use desk_mail::classify::{Context, Folder, classify};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(fixtures().join(format!("{name}.eml"))).expect(name)
}

/// Monday, 2 March 2026.
fn arrived() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn read(raw: &[u8]) -> Verdict {
    classify(raw, &Context { own: &[], folder: Folder::Incoming, arrived: arrived() })
}

fn expected() -> Vec<[String; 5]> {
    let table = fs::read_to_string(fixtures().join("expected.tsv")).unwrap();
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    lines.map(|line| row(line).try_into().expect("five columns")).collect()
}

fn recipient(one: &ReportedRecipient) -> String {
    let forwarded = one.forwarded_to.as_ref().map(|to| format!(">{to}")).unwrap_or_default();
    let hard = if one.hard { "hard" } else { "soft" };
    let line = format!("{}{forwarded} {} {hard} {}", one.address, one.reason.as_str(), one.status);
    line.trim().to_owned()
}

/// What is read out of a message, as the table has it.
fn says(verdict: &Verdict) -> String {
    match &verdict.finding {
        Finding::DeliveryReport(report) => {
            report.recipients.iter().map(recipient).collect::<Vec<_>>().join("; ")
        }
        Finding::AutoReply(Some(absence)) => {
            format!("{}{}", absence.returns, if absence.review { " review" } else { "" })
        }
        Finding::Calendar(notice) => {
            assert_eq!(notice.attendees, [verdict.clues.sender.clone().unwrap()]);
            notice.action.as_str().to_owned()
        }
        Finding::SpamReport(report) => report.recipients.join("; "),
        Finding::Unsubscribe(wish) => wish.token.clone().unwrap_or_default(),
        Finding::HumanReply => {
            verdict.new_text.clone().unwrap().replace("\n\n", "\n").replace('\n', " | ")
        }
        _ => String::new(),
    }
}

#[test]
fn r51_every_example_is_what_the_table_says() {
    for [file, verdict, reason, what, original] in expected() {
        let lf = fixture(&file);
        let crlf: Vec<u8> = lf.split(|b| *b == b'\n').collect::<Vec<_>>().join(&b"\r\n"[..]);
        for raw in [lf, crlf] {
            let read = read(&raw);
            let id = read.clues.original_message_id.clone().unwrap_or_default();
            let got = (read.finding.name(), read.evidence.code.as_str(), says(&read), id);
            let wanted = (verdict.as_str(), reason.as_str(), what.clone(), original.clone());
            assert_eq!(got, wanted, "{file}");
            assert_eq!(read.version, VERSION);
        }
    }
}

#[test]
fn every_file_is_in_the_table_and_every_rule_and_reason_has_a_file() {
    let table = expected();
    let mut files = BTreeSet::new();
    for folder in fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()) {
        for file in fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let folder = folder.file_name().unwrap().to_string_lossy().into_owned();
            files.insert(format!("{folder}/{}", file.file_stem().unwrap().to_string_lossy()));
        }
    }
    assert_eq!(files, table.iter().map(|row| row[0].clone()).collect());
    let by_context =
        [Code::OwnAddress, Code::SentFolder, Code::NoMatch, Code::WeakMatch, Code::Unreadable];
    for code in Code::ALL.iter().filter(|code| !by_context.contains(code)) {
        assert!(table.iter().any(|row| row[2] == code.as_str()), "{code:?}");
    }
    for reason in Reason::ALL {
        assert!(
            table.iter().any(|row| row[3].contains(&format!(" {} ", reason.as_str()))
                || row[3].contains(&format!(" {}", reason.as_str()))),
            "{reason:?}"
        );
    }
}

#[test]
fn r32_only_four_reasons_make_an_address_dead() {
    let dead = Reason::ALL.iter().filter(|reason| reason.concern() == Concern::Address);
    let dead: Vec<&str> = dead.map(|reason| reason.as_str()).collect();
    assert_eq!(dead, ["user_unknown", "host_unknown", "has_moved", "not_accept"]);
    for reason in [Reason::Policy, Reason::Spam, Reason::RateLimited, Reason::TooBig] {
        assert_eq!(reason.concern(), Concern::Policy, "{reason:?}");
    }
}

#[test]
fn a_report_of_delay_or_delivery_is_no_bounce() {
    let is_bounce = |name: &str| match read(&fixture(name)).finding {
        Finding::DeliveryReport(report) => report.is_bounce(),
        other => unreachable!("{other:?}"),
    };
    for name in ["delayed", "text_delay", "relayed"] {
        assert!(!is_bounce(&format!("delivery_report/{name}")), "{name}");
    }
    assert!(is_bounce("delivery_report/postfix_no_such_user"));
}

#[test]
fn a_receipt_tells_what_was_done_and_by_whom() {
    let receipt = |name: &str| match read(&fixture(name)).finding {
        Finding::ReadReceipt(receipt) => (receipt.disposition, receipt.recipient),
        other => unreachable!("{other:?}"),
    };
    let uma = "uma@upland.test".to_owned();
    assert_eq!(receipt("read_receipt/displayed"), (Disposition::Displayed, uma.clone()));
    assert_eq!(receipt("read_receipt/deleted_unread"), (Disposition::DeletedUnread, uma));
    let vera = "vera@valley.test".to_owned();
    assert_eq!(receipt("read_receipt/german_words"), (Disposition::Displayed, vera));
}

#[test]
fn a_calendar_answer_names_the_event_and_who_invited() {
    let Finding::Calendar(notice) = read(&fixture("calendar/declined")).finding else {
        unreachable!("no calendar")
    };
    assert_eq!(notice.organizer.as_deref(), Some("sam@quarry.test"));
    assert_eq!(
        (notice.uid.as_str(), notice.summary.as_str()),
        ("meet-1@quarry.test", "Coffee, round 2")
    );
}

#[test]
fn our_own_copies_are_told_by_sender_or_folder() {
    let own = [EmailAddress::parse("Cat@coast.test").unwrap()];
    let reply = fixture("human_reply/quotes_everything");
    let verdict = |own: &[EmailAddress], folder| {
        let verdict = classify(&reply, &Context { own, folder, arrived: arrived() });
        (verdict.finding.name(), verdict.evidence.code, verdict.new_text.is_some())
    };
    assert_eq!(verdict(&own, Folder::Incoming), ("own", Code::OwnAddress, false));
    assert_eq!(verdict(&[], Folder::Sent), ("own", Code::SentFolder, false));
    assert_eq!(verdict(&[], Folder::Junk), ("human_reply", Code::NoMachineSign, true));
}

#[test]
fn a_report_in_the_name_of_our_own_address_is_a_report() {
    let own = [EmailAddress::parse("mailer-daemon@mx.relay.test").unwrap()];
    let raw = fixture("delivery_report/postfix_no_such_user");
    let context = Context { own: &own, folder: Folder::Incoming, arrived: arrived() };
    assert_eq!(classify(&raw, &context).finding.name(), "delivery_report");
}

#[test]
fn r19_what_matches_nobody_is_unrelated_and_what_matches_several_is_for_the_rep() {
    let verdict = read(&fixture("human_reply/quotes_everything"));
    assert_eq!(verdict.clone().matched(Matching::Found), verdict);
    let matched = |matching| {
        let matched = verdict.clone().matched(matching);
        (matched.finding.name(), matched.evidence.code)
    };
    assert_eq!(matched(Matching::Nothing), ("unrelated", Code::NoMatch));
    assert_eq!(matched(Matching::Weak), ("review", Code::WeakMatch));
    let unreadable = read(b"");
    assert_eq!(unreadable.finding, Finding::Review);
    assert_eq!(unreadable.clone().matched(Matching::Nothing), unreadable);
}

#[test]
fn the_clues_are_in_the_order_in_which_they_are_tried() {
    let clues = read(&fixture("human_reply/quotes_everything")).clues;
    assert_eq!(clues.thread, ["orig-h@quarry.test", "orig-g@quarry.test"]);
    assert_eq!(clues.sender.as_deref(), Some("cat@coast.test"));
    assert_eq!(clues.subject, "Re: Coffee next week?");
    assert_ne!(clues, Clues::default());
}
