//! Reading the mailbox of a real server.

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
use desk_mail::reading::catching_up::{Anew, FirstSight, Limits};
use desk_mail::reading::conversation::Patience;
use desk_mail::reading::folder::{FolderName, Role};
use desk_mail::reading::problem::Problem;
use desk_mail::reading::session::Session;
use desk_mail::reading::waiting::Woken;
use desk_mail::server::Security;
use desk_mail::smtp::{ANSWER_WAIT, Outcome, Refusal, send};
use desk_testkit::mail_server::MailServer;
use std::collections::BTreeSet;
use std::future::{pending, ready};
use std::time::{Duration, SystemTime};
use support::{
    NOW, Noted, OtherProgram, address, composed, letter, reading_real, sent_message, server, token,
    trust,
};

const LONG: Duration = Duration::from_secs(60);

fn inbox() -> FolderName {
    FolderName::inbox()
}

fn named(name: &str) -> FolderName {
    FolderName::from_wire(name.as_bytes().to_vec())
}

fn sight() -> FirstSight {
    FirstSight { since: Some(NOW), ours: vec![address("sender@example.test")] }
}

/// [`NOW`] and so many seconds.
fn after(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH
        + Duration::from_millis(NOW.as_millis() as u64)
        + Duration::from_secs(seconds)
}

fn reply(at: usize) -> (SystemTime, Vec<u8>) {
    (after(at as u64), letter(&format!("m{at}"), "ada@far.test", "Re: Coffee?"))
}

/// The Message-IDs of everything that is read in `folder`, chunk by chunk.
async fn ids(session: &mut Session, folder: &FolderName) -> Vec<String> {
    let (mut cursor, mut ids) = (None, Vec::new());
    loop {
        let caught =
            session.catch_up(folder, cursor.as_ref(), &sight(), &Limits::default()).await.unwrap();
        assert_eq!(caught.quarantined, []);
        for one in &caught.messages {
            let headers = String::from_utf8(one.headers.clone()).unwrap();
            let id = headers.split("Message-ID: <").nth(1).unwrap().split('@').next().unwrap();
            ids.push(id.to_owned());
        }
        if !caught.more {
            return ids;
        }
        cursor = Some(caught.cursor);
    }
}

#[tokio::test]
async fn nothing_that_is_read_is_marked_and_no_flag_changes() {
    let mail = MailServer::start();
    mail.put_in_inbox("sender", (0..5).map(reply));
    let mut other = OtherProgram::signed_in(&mail);
    other.say("SELECT INBOX");
    other.say("STORE 2 FLAGS (\\Answered \\Flagged)");
    let unmarked = |mut flags: Vec<String>| {
        // Which messages are recent depends on who looks first.
        flags.iter_mut().for_each(|line| *line = line.replace("\\Recent", "").replace(" )", ")"));
        flags
    };
    let before = unmarked(other.flags("INBOX"));
    assert_eq!(before.len(), 5);

    let mut session = reading_real(&mail, "sender").await;
    session.folders().await.unwrap();
    let caught = session.catch_up(&inbox(), None, &sight(), &Limits::default()).await.unwrap();
    assert_eq!(caught.messages.len(), 5);
    for one in &caught.messages {
        let validity = caught.cursor.uid_validity;
        let whole = session.message(&inbox(), validity, one.uid, 1 << 20).await.unwrap().unwrap();
        assert!(whole.bytes.ends_with(b"Hello\r\n"));
    }
    assert_eq!(session.wait(&inbox(), LONG, ready(())).await, Ok(Woken::Interrupted));
    let message = sent_message("<m3@far.test>", "Re: Coffee?");
    assert_eq!(session.find_copies(&inbox(), &message).await.unwrap().len(), 1);
    session.noop().await.unwrap();
    session.close().await;

    assert_eq!(unmarked(other.flags("INBOX")), before);
    // Another program's reading is seen by this very look.
    other.say("SELECT INBOX");
    other.say("FETCH 1 (BODY[])");
    assert_ne!(unmarked(other.flags("INBOX")), before);
}

#[tokio::test]
async fn a_token_lets_in_and_one_whose_time_is_over_wants_signing_in_again() {
    let mail = MailServer::start_with_tokens();
    let user = mail.address("sender");
    let (good, stale) =
        (token(&user, &mail.token("sender")), token(&user, &mail.expired_token("sender")));
    for imap in [
        server("localhost", mail.ports().imaps, Security::Tls),
        server("localhost", mail.ports().imap, Security::StartTls),
    ] {
        let open = async |me| Session::open(&imap, me, &trust(&mail), Patience::default()).await;
        open(&good).await.unwrap().noop().await.unwrap();
        let refused = open(&stale).await.unwrap_err();
        assert!(matches!(refused, Problem::SignIn(_)), "{refused:?}");
    }
    let smtp = server("localhost", mail.ports().submission, Security::StartTls);
    let (message, marks) = (composed("alice@example.test"), Noted::default());
    let sent = send(&smtp, Some(&good), &trust(&mail), &message, &marks, ANSWER_WAIT).await;
    assert!(matches!(sent, Outcome::Sent { .. }), "{sent:?}");
    let refused =
        send(&smtp, Some(&stale), &trust(&mail), &message, &Noted::default(), ANSWER_WAIT).await;
    let Outcome::NotSent { why: Refusal::SignIn, code: Some(535), .. } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(mail.wait_for_messages("alice", 1).await.len(), 1);
}

#[tokio::test]
async fn a_wrong_password_is_said_in_the_servers_words() {
    let mail = MailServer::start();
    let imap = server("localhost", mail.ports().imaps, Security::Tls);
    let wrong = support::credential(&mail.address("sender"), "wrong");
    let refused =
        Session::open(&imap, &wrong, &trust(&mail), Patience::default()).await.unwrap_err();
    let words = "NO [AUTHENTICATIONFAILED] Authentication failed.".to_owned();
    assert_eq!(refused, Problem::SignIn(words));
}

#[tokio::test]
async fn folders_are_named_and_known_by_what_they_are_for() {
    let mail = MailServer::start();
    let mut other = OtherProgram::signed_in(&mail);
    for name in ["Archiv", "Papierkorb", "Kunden/S&APw-d", "R&-D"] {
        other.say(&format!("CREATE \"{name}\""));
    }
    let mut session = reading_real(&mail, "sender").await;
    let folders = session.folders().await.unwrap();
    let mut found: Vec<(&str, Role)> =
        folders.iter().map(|one| (one.shown.as_str(), one.role)).collect();
    found.sort_by_key(|(name, _)| *name);
    let expected = [
        ("Archiv", Role::Archive),
        ("Drafts", Role::Drafts),
        ("INBOX", Role::Inbox),
        ("Kunden/Süd", Role::Other),
        ("Papierkorb", Role::Trash),
        ("R&D", Role::Other),
        ("Sent", Role::Sent),
    ];
    assert_eq!(found, expected);
    let south = folders.iter().find(|one| one.shown == "Kunden/Süd").unwrap();
    other.append("Kunden/S&APw-d", &letter("south", "ada@far.test", "Hi"));
    assert_eq!(ids(&mut session, &south.name).await, ["south"]);
    let gone = session.catch_up(&named("Nowhere"), None, &sight(), &Limits::default()).await;
    assert_eq!(gone.unwrap_err().problem, Problem::FolderGone);
}

#[tokio::test]
async fn reading_goes_on_where_it_stopped() {
    let mail = MailServer::start();
    mail.put_in_inbox("sender", (0..25).map(reply));
    let limits = Limits { messages: 10, ..Limits::default() };
    let (mut cursor, mut sizes, mut seen) = (None, Vec::new(), BTreeSet::new());
    for _ in 0..3 {
        let mut session = reading_real(&mail, "sender").await;
        let caught = session.catch_up(&inbox(), cursor.as_ref(), &sight(), &limits).await.unwrap();
        sizes.push((caught.messages.len(), caught.more));
        assert!(caught.messages.iter().all(|one| seen.insert(one.uid)));
        cursor = Some(caught.cursor);
    }
    assert_eq!(sizes, [(10, true), (10, true), (5, false)]);
    mail.put_in_inbox("sender", [reply(25)]);
    let mut session = reading_real(&mail, "sender").await;
    let caught = session.catch_up(&inbox(), cursor.as_ref(), &sight(), &limits).await.unwrap();
    assert_eq!((caught.messages.len(), caught.more, caught.anew), (1, false, None));
    assert_eq!(caught.cursor.last_seen_uid + 1, caught.uid_next);
    assert!(caught.cursor.highest_modseq.is_some());
}

#[tokio::test]
async fn a_reply_that_somebody_has_put_away_is_found_in_the_archive() {
    let mail = MailServer::start();
    mail.put_in_inbox("sender", (0..2).map(reply));
    let mut other = OtherProgram::signed_in(&mail);
    other.say("CREATE Archive");
    let mut session = reading_real(&mail, "sender").await;
    let archive = named("Archive");
    let first = session.catch_up(&archive, None, &sight(), &Limits::default()).await.unwrap();
    other.say("SELECT INBOX");
    other.say("MOVE 1 Archive");
    let mut found = ids(&mut session, &inbox()).await;
    let second = session
        .catch_up(&archive, Some(&first.cursor), &sight(), &Limits::default())
        .await
        .unwrap();
    assert_eq!((second.messages.len(), second.anew), (1, None));
    found.extend(ids(&mut session, &archive).await);
    found.sort();
    assert_eq!(found, ["m0", "m1"]);
}

#[tokio::test]
async fn a_folder_that_was_made_anew_is_read_anew() {
    let mail = MailServer::start();
    let mut other = OtherProgram::signed_in(&mail);
    other.say("CREATE Archive");
    other.append("Archive", &letter("one", "ada@far.test", "Hi"));
    let mut session = reading_real(&mail, "sender").await;
    let archive = named("Archive");
    let first = session.catch_up(&archive, None, &sight(), &Limits::default()).await.unwrap();
    assert_eq!((first.messages.len(), first.anew), (1, Some(Anew::FirstSight)));
    session.close().await;
    other.say("DELETE Archive");
    other.say("CREATE Archive");
    other.append("Archive", &letter("two", "ada@far.test", "Hi"));
    let mut session = reading_real(&mail, "sender").await;
    let second = session
        .catch_up(&archive, Some(&first.cursor), &sight(), &Limits::default())
        .await
        .unwrap();
    assert_eq!((second.messages.len(), second.anew), (1, Some(Anew::Renumbered)));
}

#[tokio::test]
async fn of_twenty_thousand_old_messages_three_new_ones_are_read() {
    let mail = MailServer::start();
    let year = Duration::from_secs(365 * 86_400);
    let old =
        (0..20_000).map(|at| (after(at) - year, letter(&format!("old{at}"), "a@b.test", "Old")));
    mail.put_in_inbox("sender", old.chain((1..4).map(reply)));
    let mut session = reading_real(&mail, "sender").await;
    assert_eq!(ids(&mut session, &inbox()).await, ["m1", "m2", "m3"]);
    let nothing = FirstSight::default();
    let caught = session.catch_up(&inbox(), None, &nothing, &Limits::default()).await.unwrap();
    assert_eq!((caught.messages.len(), caught.cursor.last_seen_uid), (0, 20_003));
}

#[tokio::test]
async fn mail_that_arrives_ends_the_wait() {
    let mail = MailServer::start();
    mail.put_in_inbox("sender", [reply(0)]);
    let mut session = reading_real(&mail, "sender").await;
    let caught = session.catch_up(&inbox(), None, &sight(), &Limits::default()).await.unwrap();
    let mut other = OtherProgram::signed_in(&mail);
    let arriving = std::thread::spawn(move || {
        other.append("INBOX", &letter("new", "ada@far.test", "Re: Coffee?"));
    });
    assert_eq!(session.wait(&inbox(), LONG, pending()).await, Ok(Woken::New));
    arriving.join().unwrap();
    let next = session
        .catch_up(&inbox(), Some(&caught.cursor), &sight(), &Limits::default())
        .await
        .unwrap();
    assert_eq!((next.messages.len(), next.anew), (1, None));
    let waited = session.wait(&inbox(), Duration::from_millis(50), pending()).await;
    assert_eq!(waited, Ok(Woken::Timeout));
}

#[tokio::test]
async fn of_a_large_message_the_beginning_is_had() {
    let mail = MailServer::start();
    let mut large = letter("large", "ada@far.test", "Pictures");
    large.extend(b"0123456789abcdef\r\n".repeat(200_000));
    mail.put_in_inbox("sender", [(after(1), large.clone())]);
    let mut session = reading_real(&mail, "sender").await;
    let caught = session.catch_up(&inbox(), None, &sight(), &Limits::default()).await.unwrap();
    let one = &caught.messages[0];
    assert_eq!(one.size, Some(large.len() as u64));
    assert_eq!(one.received_at, Some(Timestamp::from_millis(NOW.as_millis() + 1000)));
    let validity = caught.cursor.uid_validity;
    let part = session.message(&inbox(), validity, one.uid, 100_000).await.unwrap().unwrap();
    assert_eq!((part.bytes.as_slice(), part.is_cut), (&large[..100_000], true));
    let whole = session.message(&inbox(), validity, one.uid, 8 << 20).await.unwrap().unwrap();
    assert_eq!((whole.bytes == large, whole.is_cut), (true, false));
    assert_eq!(session.message(&inbox(), validity, one.uid + 1, 100).await, Ok(None));
    assert_eq!(session.message(&inbox(), validity + 1, one.uid, 100).await, Ok(None));
}
