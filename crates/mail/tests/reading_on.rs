//! Reading on in a folder, at a scripted server: what is asked for, and what comes back.

#![cfg(target_os = "linux")]
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
use desk_mail::reading::catching_up::{Anew, CaughtUp, Cursor, FirstSight, Limits};
use desk_mail::reading::fetch::{HEADER_MAX, Unread};
use desk_mail::reading::folder::FolderName;
use desk_mail::reading::problem::Problem;
use desk_mail::reading::session::Session;
use desk_testkit::imap_mailbox::{ImapFolder, Poison};
use desk_testkit::scripted_imap::{ImapAction, ImapScript, ScriptedImap};
use std::future::pending;
use std::time::Duration;
use support::{address, letter, reading, sent_message};

const OLD: &str = "05-Jan-2020 09:00:00 +0000";
const NEW: &str = "05-Jan-2026 10:00:00 +0000";

fn inbox() -> FolderName {
    FolderName::inbox()
}

/// Something was sent a minute before [`NEW`].
fn sight() -> FirstSight {
    FirstSight {
        since: Some(Timestamp::from_millis(1_767_607_140_000)),
        ours: vec![address("sender@example.test")],
    }
}

fn few(messages: usize) -> Limits {
    Limits { messages, ..Limits::default() }
}

fn uids(caught: &CaughtUp) -> Vec<u32> {
    caught.messages.iter().map(|one| one.uid).collect()
}

fn quarantined(caught: &CaughtUp) -> Vec<(u32, Unread)> {
    caught.quarantined.iter().map(|one| (one.uid, one.why.clone())).collect()
}

async fn on(session: &mut Session, cursor: Option<&Cursor>) -> CaughtUp {
    session.catch_up(&inbox(), cursor, &sight(), &Limits::default()).await.unwrap()
}

/// A folder with `count` new messages.
fn folder(count: usize) -> ImapFolder {
    let mut folder = ImapFolder::new("INBOX", "");
    for at in 1..=count {
        folder.put(NEW, &letter(&format!("m{at}"), "ada@far.test", "Re: Coffee?"));
    }
    folder
}

fn folder_with(poison: &Poison) -> ImapFolder {
    let mut folder = folder(2);
    folder.put_poisoned(NEW, &letter("bad", "eve@far.test", "Boom"), poison.clone());
    folder.put(NEW, &letter("last", "bob@far.test", "Re: Coffee?"));
    folder
}

#[tokio::test]
async fn of_twenty_thousand_old_messages_none_is_fetched() {
    let mut folder = ImapFolder::new("INBOX", "");
    for at in 0..20_000 {
        folder.put(OLD, &letter(&format!("old{at}"), "ada@far.test", "Old"));
    }
    let first = folder.put(NEW, &letter("new1", "ada@far.test", "Re: Coffee?"));
    folder.put(NEW, &letter("own", "Sender@Example.test", "Coffee?"));
    let last = folder.put(NEW, &letter("new2", "bob@far.test", "Re: Coffee?"));
    let server = ScriptedImap::start([ImapScript::normal()], [folder]);
    let mut session = reading(&server).await.unwrap();
    let before = server.record();
    let caught = on(&mut session, None).await;
    assert_eq!((uids(&caught), caught.more), (vec![first, last], false));
    assert_eq!(caught.anew, Some(Anew::FirstSight));
    assert_eq!((caught.cursor.last_seen_uid, caught.uid_next), (20_003, 20_004));
    let record = server.record();
    let said = &record.commands[before.commands.len()..];
    assert!(said.len() <= 5, "{said:?}");
    let fetch = format!(
        "UID FETCH 20001:20003 (UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.{HEADER_MAX}>)"
    );
    assert_eq!(said.last(), Some(&fetch));
    assert!(record.bytes - before.bytes < 2000, "{} bytes", record.bytes - before.bytes);
}

#[tokio::test]
async fn reading_and_waiting_may_run_on_any_thread() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder(1)]);
    let mut session = reading(&server).await.unwrap();
    let reading = tokio::spawn(async move {
        let caught = on(&mut session, None).await;
        session.wait(&inbox(), Duration::ZERO, pending()).await.unwrap();
        uids(&caught)
    });
    assert_eq!(reading.await.unwrap(), [1]);
}

#[tokio::test]
async fn where_nothing_was_ever_sent_nothing_that_is_there_is_read() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder(50)]);
    let mut session = reading(&server).await.unwrap();
    let nothing = FirstSight::default();
    let limits = Limits::default();
    let caught = session.catch_up(&inbox(), None, &nothing, &limits).await.unwrap();
    assert_eq!((caught.messages.len(), caught.more, caught.cursor.last_seen_uid), (0, false, 50));
    assert_eq!(server.record().count("UID "), 0);
    let uid = server.change("INBOX", |folder| folder.put(NEW, &letter("x", "a@b.test", "Hi")));
    let caught = session.catch_up(&inbox(), Some(&caught.cursor), &nothing, &limits).await.unwrap();
    assert_eq!((uids(&caught), caught.anew), (vec![uid], None));
}

#[tokio::test]
async fn reading_goes_on_where_it_stopped_and_brings_each_message_once() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder(5)]);
    let (mut cursor, mut chunks) = (None, Vec::new());
    loop {
        let mut session = reading(&server).await.unwrap();
        let caught = session.catch_up(&inbox(), cursor.as_ref(), &sight(), &few(2)).await.unwrap();
        chunks.push(uids(&caught));
        cursor = Some(caught.cursor);
        assert_eq!(caught.uid_next, 6);
        if !caught.more {
            break;
        }
        assert_eq!(caught.cursor.highest_modseq, None);
    }
    assert_eq!(chunks, [vec![1, 2], vec![3, 4], vec![5]]);
}

#[tokio::test]
async fn what_was_there_at_first_sight_stays_old_also_in_later_chunks() {
    let mut folder = ImapFolder::new("INBOX", "");
    for at in 0..6 {
        let received = if at % 2 == 0 { OLD } else { NEW };
        folder.put(received, &letter(&format!("m{at}"), "ada@far.test", "Hi"));
    }
    let server = ScriptedImap::start([ImapScript::normal()], [folder]);
    let mut session = reading(&server).await.unwrap();
    let first = session.catch_up(&inbox(), None, &sight(), &few(2)).await.unwrap();
    assert_eq!((uids(&first), first.more), (vec![2, 4], true));
    // An old message that somebody moves in now may be one that waited elsewhere.
    server.change("INBOX", |folder| folder.put(OLD, &letter("moved", "ada@far.test", "Hi")));
    let second = on(&mut session, Some(&first.cursor)).await;
    assert_eq!((uids(&second), second.more), (vec![6, 7], false));
}

#[tokio::test]
async fn new_uids_are_told_and_everything_that_may_answer_comes_again() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder(3)]);
    let mut session = reading(&server).await.unwrap();
    let before = on(&mut session, None).await;
    server.change("INBOX", |folder| {
        folder.letters.remove(0);
        folder.put(OLD, &letter("old", "ada@far.test", "Old"));
        folder.put(NEW, &letter("meanwhile", "bob@far.test", "Re: Coffee?"));
        folder.renumber();
    });
    let caught = on(&mut session, Some(&before.cursor)).await;
    assert_eq!(caught.anew, Some(Anew::Renumbered));
    assert_eq!((uids(&caught), caught.cursor.uid_validity), (vec![1, 2, 4], 8));
    let again = on(&mut session, Some(&caught.cursor)).await;
    assert_eq!((again.messages.len(), again.anew), (0, None));
}

#[tokio::test]
async fn uids_that_are_given_away_a_second_time_are_noticed() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder(9)]);
    let mut session = reading(&server).await.unwrap();
    let before = on(&mut session, None).await;
    // A mailbox from a backup, under its old UIDVALIDITY.
    server.change("INBOX", |old| *old = folder(4));
    let caught = on(&mut session, Some(&before.cursor)).await;
    assert_eq!((uids(&caught), caught.anew), (vec![1, 2, 3, 4], Some(Anew::Renumbered)));
}

#[tokio::test]
async fn a_folder_that_has_not_changed_is_not_opened() {
    let server =
        ScriptedImap::start([ImapScript::normal()], [folder(2), ImapFolder::new("Archive", "")]);
    let mut session = reading(&server).await.unwrap();
    let caught = on(&mut session, None).await;
    let archive = FolderName::from_wire(b"Archive".to_vec());
    session.catch_up(&archive, None, &sight(), &Limits::default()).await.unwrap();
    let before = server.record().count("EXAMINE");
    let unchanged = on(&mut session, Some(&caught.cursor)).await;
    assert_eq!((unchanged.messages.len(), unchanged.more, unchanged.uid_next), (0, false, 3));
    assert_eq!(unchanged.cursor, caught.cursor);
    assert_eq!(server.record().count("EXAMINE"), before);
    server.change("INBOX", |folder| folder.put(NEW, &letter("m3", "ada@far.test", "Hi")));
    assert_eq!(uids(&on(&mut session, Some(&caught.cursor)).await), [3]);
}

#[tokio::test]
async fn uids_far_apart_are_found_in_few_searches() {
    let mut folder = folder(1);
    folder.uid_next = 1_700_000_000;
    folder.put(NEW, &letter("far", "ada@far.test", "Hi"));
    let server = ScriptedImap::start([ImapScript::normal()], [folder]);
    let mut session = reading(&server).await.unwrap();
    let caught = on(&mut session, None).await;
    assert_eq!((uids(&caught), caught.more), (vec![1, 1_700_000_000], false));
    assert!(server.record().count("UID SEARCH") < 10);
}

#[tokio::test]
async fn a_message_that_cannot_be_read_is_set_aside_and_the_others_come() {
    let no = "NO [SERVERBUG] cannot open message".to_owned();
    for (poison, why, is_known) in [
        (Poison::Answer(no.clone()), Unread::Refused(no.clone()), false),
        (Poison::AnswerButFields(no.clone()), Unread::Refused(no), true),
        (Poison::Answer("BAD what?".to_owned()), Unread::Refused("BAD what?".to_owned()), false),
        (Poison::Nil, Unread::Unintelligible, false),
        (Poison::Garbage, Unread::Unintelligible, false),
        (Poison::LeftOut, Unread::Unintelligible, false),
    ] {
        let server = ScriptedImap::start([ImapScript::normal()], [folder_with(&poison)]);
        let mut session = reading(&server).await.unwrap();
        let caught = on(&mut session, None).await;
        assert_eq!((uids(&caught), caught.more), (vec![1, 2, 4], false), "{poison:?}");
        assert_eq!(quarantined(&caught), [(3, why)]);
        let from = caught.quarantined[0].from.as_ref().map(|from| from.as_str());
        let id = caught.quarantined[0].message_id.as_ref().map(|id| id.as_str());
        let known = is_known.then_some("eve@far.test");
        assert_eq!((from, id), (known, is_known.then_some("<bad@far.test>")), "{poison:?}");
        assert_eq!(caught.cursor.last_seen_uid, 4);
    }
}

#[tokio::test]
async fn a_server_that_gives_nothing_has_a_problem_and_not_its_messages() {
    for (answer, problem) in [
        ("NO [LIMIT] slow down", Problem::Later("NO [LIMIT] slow down".to_owned())),
        ("NO [EXPIRED] token", Problem::SignIn("NO [EXPIRED] token".to_owned())),
        ("NO not today", Problem::Refused("NO not today".to_owned())),
    ] {
        let mut folder = folder(3);
        for letter in &mut folder.letters {
            letter.poison = Some(Poison::Answer(answer.to_owned()));
        }
        let server = ScriptedImap::start([ImapScript::normal()], [folder]);
        let mut session = reading(&server).await.unwrap();
        let limits = Limits::default();
        let stopped = session.catch_up(&inbox(), None, &sight(), &limits).await.unwrap_err();
        assert_eq!((stopped.problem, stopped.fetching), (problem, vec![1, 2, 3]));
    }
}

#[tokio::test]
async fn a_message_without_headers_is_set_aside() {
    let mut folder = folder(1);
    folder.put(NEW, b"\r\n\r\nonly a body\r\n");
    let server = ScriptedImap::start([ImapScript::normal()], [folder]);
    let caught = on(&mut reading(&server).await.unwrap(), None).await;
    assert_eq!((uids(&caught), quarantined(&caught)), (vec![1], vec![(2, Unread::NoHeaders)]));
}

#[tokio::test]
async fn a_message_over_which_the_server_hangs_up_is_found_and_passed_over() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder_with(&Poison::Close)]);
    let (mut cursor, mut limits) = (None, Limits::default());
    let (mut read, mut set_aside) = (Vec::new(), Vec::new());
    for _ in 0..10 {
        let mut session = reading(&server).await.unwrap();
        match session.catch_up(&inbox(), cursor.as_ref(), &sight(), &limits).await {
            Ok(caught) => {
                read.extend(uids(&caught));
                set_aside.extend(quarantined(&caught));
                cursor = Some(caught.cursor);
                if !caught.more {
                    break;
                }
            }
            Err(stopped) => {
                assert!(matches!(stopped.problem, Problem::Closed(_)), "{stopped:?}");
                match stopped.fetching.as_slice() {
                    [uid] => limits.poison.push(*uid),
                    _ => limits.messages = 1,
                }
            }
        }
    }
    assert_eq!((read, set_aside), (vec![1, 2, 4], vec![(3, Unread::EndsTheConversation)]));
}

#[tokio::test]
async fn a_message_that_goes_while_it_is_fetched_is_no_poison() {
    let mut folder = folder(4);
    folder.letters.remove(2);
    let still = b"* SEARCH 1 2 3 4\r\n%TAG% OK done\r\n".to_vec();
    let script = ImapScript::normal().at("UID SEARCH", ImapAction::Raw(still));
    let server = ScriptedImap::start([script], [folder]);
    let mut session = reading(&server).await.unwrap();
    let caught = on(&mut session, None).await;
    assert_eq!((uids(&caught), quarantined(&caught)), (vec![1, 2, 4], vec![]));
}

#[tokio::test]
async fn headers_and_messages_that_are_too_large_are_cut_off() {
    for script in [ImapScript::normal(), ImapScript::normal().ignores_ranges()] {
        let mut folder = folder(1);
        let mut large = b"Message-ID: <large@far.test>\r\nFrom: <ada@far.test>\r\n".to_vec();
        large.extend(b"X-Filler: 0123456789\r\n".repeat(5_000));
        large.extend(b"\r\n");
        large.extend(b"text\r\n".repeat(50_000));
        folder.put(NEW, &large);
        let server = ScriptedImap::start([script], [folder]);
        let mut session = reading(&server).await.unwrap();
        let caught = on(&mut session, None).await;
        assert_eq!(uids(&caught), [1, 2]);
        let heading = &caught.messages[1];
        assert_eq!((heading.headers.len(), heading.is_cut), (HEADER_MAX, true));
        assert_eq!(heading.size, Some(large.len() as u64));
        assert!(!caught.messages[0].is_cut);
        let whole = session.message(&inbox(), 7, 2, 200_000).await.unwrap().unwrap();
        assert_eq!((whole.bytes.as_slice(), whole.is_cut), (&large[..200_000], true));
        let whole = session.message(&inbox(), 7, 2, 1 << 20).await.unwrap().unwrap();
        assert_eq!((whole.bytes == large, whole.is_cut), (true, false));
        let whole = session.message(&inbox(), 7, 2, large.len()).await.unwrap().unwrap();
        assert_eq!((whole.bytes.len(), whole.is_cut), (large.len(), false));
    }
}

#[tokio::test]
async fn a_message_that_is_gone_or_renumbered_is_none() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder(1)]);
    let mut session = reading(&server).await.unwrap();
    assert_eq!(session.message(&inbox(), 7, 5, 1000).await, Ok(None));
    assert_eq!(session.message(&inbox(), 6, 1, 1000).await, Ok(None));
    let whole = session.message(&inbox(), 7, 1, 1000).await.unwrap().unwrap();
    assert!(whole.bytes.starts_with(b"Message-ID: <m1@far.test>"));
}

#[tokio::test]
async fn folders_are_opened_by_the_name_that_the_server_gave_them() {
    let utf8 = "IMAP4rev1 ENABLE UTF8=ACCEPT";
    for (offers, wire, shown) in [
        (utf8, "Envoyés", "Envoyés"),
        (utf8, "R&-D", "R&-D"),
        ("IMAP4rev1", "Envoy&AOk-s", "Envoyés"),
        ("IMAP4rev1", "R&-D", "R&D"),
    ] {
        let script = ImapScript::normal().offers(offers);
        let server = ScriptedImap::start([script], [ImapFolder::new(wire, "")]);
        let mut session = reading(&server).await.unwrap();
        let folders = session.folders().await.unwrap();
        assert_eq!((folders.len(), folders[0].shown.as_str()), (1, shown));
        let name = FolderName::from_wire(folders[0].name.wire().to_vec());
        session.catch_up(&name, None, &sight(), &Limits::default()).await.unwrap();
        assert!(server.record().commands.contains(&format!("EXAMINE \"{wire}\"")));
    }
}

#[tokio::test]
async fn nothing_is_ever_said_that_could_mark_a_message() {
    let no = Poison::Answer("NO broken".to_owned());
    let server = ScriptedImap::start([ImapScript::normal()], [folder_with(&no)]);
    let mut session = reading(&server).await.unwrap();
    session.folders().await.unwrap();
    on(&mut session, None).await;
    session.message(&inbox(), 7, 1, 1000).await.unwrap();
    session.find_copies(&inbox(), &sent_message("<m1@far.test>", "x")).await.unwrap();
    session.wait(&inbox(), Duration::from_millis(20), pending()).await.unwrap();
    let commands = server.record().commands;
    let harmless = [
        "CAPABILITY",
        "LOGIN",
        "ID",
        "ENABLE",
        "LIST",
        "EXAMINE",
        "UID SEARCH",
        "UID FETCH",
        "IDLE",
        "DONE",
        "NOOP",
    ];
    for command in &commands {
        assert!(harmless.iter().any(|one| command.starts_with(one)), "{command}");
        assert!(!command.contains("BODY["), "{command}");
    }
    assert_eq!(commands.iter().filter(|one| one.contains("BODY.PEEK[]")).count(), 1);
    assert_eq!(commands.iter().filter(|one| one.contains("HEADER.FIELDS")).count(), 1);
}
