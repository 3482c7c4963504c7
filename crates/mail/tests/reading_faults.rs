//! Reading at a server that does what servers should not.

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
use desk_mail::reading::catching_up::{CaughtUp, FirstSight, Limits, Stopped};
use desk_mail::reading::conversation::Patience;
use desk_mail::reading::folder::{FolderName, Role};
use desk_mail::reading::problem::Problem;
use desk_mail::reading::session::Session;
use desk_mail::reading::waiting::Woken;
use desk_mail::server::Security;
use desk_testkit::imap_mailbox::ImapFolder;
use desk_testkit::scripted_imap::{ImapAction, ImapScript, ScriptedImap};
use std::future::{pending, ready};
use std::time::Duration;
use support::{credential, impatient, letter, no_trust, reading, reading_for, server, token};

const NEW: &str = "05-Jan-2026 10:00:00 +0000";
/// Long enough to be a failure when it is waited for.
const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(50);

fn folder() -> ImapFolder {
    let mut folder = ImapFolder::new("INBOX", "\\HasNoChildren");
    folder.put(NEW, &letter("m1", "ada@far.test", "Re: Coffee?"));
    folder
}

fn inbox() -> FolderName {
    FolderName::inbox()
}

async fn catch_up(session: &mut Session) -> Result<CaughtUp, Stopped> {
    let sight = FirstSight { since: Some(Timestamp::from_millis(0)), ours: Vec::new() };
    session.catch_up(&inbox(), None, &sight, &Limits::default()).await
}

/// How reading everything ends.
async fn read(script: ImapScript, patience: Patience) -> Result<CaughtUp, Stopped> {
    let server = ScriptedImap::start([script], [folder()]);
    let mut session = reading_for(&server, patience).await?;
    catch_up(&mut session).await
}

async fn problem(script: ImapScript) -> Problem {
    read(script, Patience::default()).await.unwrap_err().problem
}

/// Everything that is said while a folder is read.
const COMMANDS: [&str; 8] =
    ["CAPABILITY", "LOGIN", "ID", "ENABLE", "EXAMINE", "UID SEARCH", "UID FETCH", "NOOP"];

async fn all_of_it(script: ImapScript, patience: Patience) -> Result<(), Problem> {
    let server = ScriptedImap::start([script], [folder()]);
    let mut session = reading_for(&server, patience).await?;
    catch_up(&mut session).await.map_err(|stopped| stopped.problem)?;
    session.noop().await
}

#[tokio::test]
async fn wherever_the_server_leaves_it_is_told() {
    for command in COMMANDS {
        let good_bye = ImapAction::RawThenClose(b"* BYE going down\r\n".to_vec());
        let ended =
            all_of_it(ImapScript::normal().at(command, good_bye), Patience::default()).await;
        assert_eq!(ended, Err(Problem::Closed("BYE going down".to_owned())), "{command}");
        let ended =
            all_of_it(ImapScript::normal().at(command, ImapAction::Close), Patience::default())
                .await;
        assert!(matches!(ended, Err(Problem::Closed(_))), "{command}: {ended:?}");
    }
}

#[tokio::test]
async fn wherever_the_server_falls_silent_the_wait_has_an_end() {
    for command in COMMANDS {
        let script = ImapScript::normal().at(command, ImapAction::Stall);
        assert_eq!(all_of_it(script, impatient()).await, Err(Problem::TimedOut), "{command}");
    }
}

#[tokio::test]
async fn a_token_that_expires_on_the_way_wants_signing_in_again() {
    for command in ["ENABLE", "EXAMINE", "UID SEARCH", "UID FETCH", "NOOP"] {
        let words = "BYE Session invalidated - AccessTokenExpired";
        let action = ImapAction::RawThenClose(format!("* {words}\r\n").into_bytes());
        let ended = all_of_it(ImapScript::normal().at(command, action), Patience::default()).await;
        assert_eq!(ended, Err(Problem::SignIn(words.to_owned())), "{command}");
    }
    let words = "NO [AUTHENTICATIONFAILED] token has expired";
    let script = ImapScript::normal().at("UID SEARCH", ImapAction::Answer(words.to_owned()));
    assert_eq!(problem(script).await, Problem::SignIn(words.to_owned()));
}

#[tokio::test]
async fn what_is_no_imap_is_told() {
    for greeting in ["HTTP/1.1 400 Bad Request", "220 mx.example ESMTP", "", "* 1 EXISTS"] {
        let ended = problem(ImapScript::normal().greets(greeting)).await;
        assert!(matches!(ended, Problem::Garbage(_)), "{greeting}: {ended:?}");
    }
    let ended = problem(ImapScript::normal().greets("* BYE [UNAVAILABLE] later")).await;
    assert_eq!(ended, Problem::Later("BYE [UNAVAILABLE] later".to_owned()));
    for found in ["* SEARCH 1 \"", "* SEARCH one", "* SEARCH 1)"] {
        // Nothing is passed over because the hits could not be read.
        let raw = format!("{found}\r\n%TAG% OK done\r\n").into_bytes();
        let ended = problem(ImapScript::normal().at("UID SEARCH", ImapAction::Raw(raw))).await;
        assert!(matches!(ended, Problem::Garbage(_)), "{found}: {ended:?}");
    }
    let noise = b"}{ (\"\r\n".repeat(2000);
    let ended = problem(ImapScript::normal().at("UID SEARCH", ImapAction::Raw(noise))).await;
    assert!(matches!(ended, Problem::Garbage(_)), "{ended:?}");
}

#[tokio::test]
async fn noise_between_answers_is_passed_over() {
    let noise =
        b"* 99 FETCH (((\r\n* X-WHAT \"\r\n\r\n+ what?\r\nother OK x\r\n* OK {12}\r\n".to_vec();
    for command in COMMANDS {
        let script = ImapScript::normal().at(command, ImapAction::First(noise.clone()));
        // A plus where one is due is the server's leave to go on.
        if command != "LOGIN" {
            assert_eq!(all_of_it(script, impatient()).await, Ok(()), "{command}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_ends_in_a_literal_names_what_was_fetched() {
    let cut = b"* 1 FETCH (UID 1 BODY[HEADER] {99}\r\nFrom: a".to_vec();
    let script = ImapScript::normal().at("UID FETCH", ImapAction::RawThenClose(cut));
    let stopped = read(script, Patience::default()).await.unwrap_err();
    assert!(matches!(stopped.problem, Problem::Closed(_)), "{stopped:?}");
    assert_eq!(stopped.fetching, [1]);
}

#[tokio::test]
async fn answers_beyond_every_measure_are_not_taken() {
    let huge = b"* 1 FETCH (UID 1 BODY[HEADER] {99999999999}\r\n".to_vec();
    let flood = [b"* 1 FETCH (UID 1 BODY[HEADER] {1000}\r\n", &[b'x'; 1000][..], b")\r\n"].concat();
    for raw in
        [huge, b"* LIST ".repeat(200_000), b"* 1 EXISTS\r\n".repeat(200_000), flood.repeat(1000)]
    {
        let script = ImapScript::normal().at("UID FETCH", ImapAction::Raw(raw));
        assert_eq!(problem(script).await, Problem::TooLarge);
    }
}

#[tokio::test]
async fn a_large_literal_that_nobody_asked_for_is_dropped_as_it_comes() {
    let size = 20 << 20;
    let mut raw = format!("* 9 FETCH (UID 9 X-BLOB {{{size}}}\r\n").into_bytes();
    raw.resize(raw.len() + size, b'x');
    raw.extend(b")\r\n");
    let script = ImapScript::normal().at("UID FETCH", ImapAction::First(raw));
    let caught = read(script, Patience::default()).await.unwrap();
    assert_eq!(caught.messages.len(), 1);
}

#[tokio::test]
async fn answers_may_come_byte_by_byte() {
    let caught = read(ImapScript::normal().in_pieces(), Patience::default()).await.unwrap();
    assert_eq!(caught.messages[0].headers, folder().letters[0].headers());
}

#[tokio::test]
async fn who_offers_what_it_does_not_do_is_read_all_the_same() {
    let bad = |script: ImapScript, command: &str| {
        script.at(command, ImapAction::Answer("BAD unknown command".to_owned()))
    };
    let mut script = ImapScript::normal();
    for command in ["ID", "ENABLE", "LIST \"\" \"*\" RETURN", "STATUS", "IDLE"] {
        script = bad(script, command);
    }
    let server = ScriptedImap::start([script], [folder(), ImapFolder::new("Gesendet", "")]);
    let mut session = reading(&server).await.unwrap();
    let roles: Vec<Role> = session.folders().await.unwrap().iter().map(|one| one.role).collect();
    assert_eq!(roles, [Role::Inbox, Role::Sent]);
    assert_eq!(catch_up(&mut session).await.unwrap().messages.len(), 1);
    let woken = session.wait(&inbox(), SHORT, pending()).await;
    assert_eq!((woken, server.record().count("IDLE")), (Ok(Woken::Timeout), 1));
    session.wait(&inbox(), SHORT, pending()).await.unwrap();
    assert_eq!(server.record().count("IDLE"), 1, "it is not asked a second time");
}

#[tokio::test]
async fn a_server_of_the_old_days_is_read_too() {
    let script = ImapScript::normal().offers("IMAP4rev1");
    let server = ScriptedImap::start([script], [folder()]);
    let mut session = reading(&server).await.unwrap();
    assert_eq!(catch_up(&mut session).await.unwrap().messages.len(), 1);
    assert_eq!(session.wait(&inbox(), SHORT, pending()).await, Ok(Woken::Timeout));
    let record = server.record();
    for command in ["IDLE", "ENABLE", "ID"] {
        assert!(!record.commands.iter().any(|said| said == command), "{:?}", record.commands);
    }
    assert_eq!(record.count("NOOP"), 1);
}

#[tokio::test]
async fn a_folder_that_is_gone_is_told_from_one_that_is_refused() {
    let server = ScriptedImap::start([ImapScript::normal()], [folder()]);
    let mut session = reading(&server).await.unwrap();
    server.remove_folder("INBOX");
    assert_eq!(catch_up(&mut session).await.unwrap_err().problem, Problem::FolderGone);
    session.noop().await.unwrap();
    let words = "NO [NOPERM] not yours";
    let script = ImapScript::normal().at("EXAMINE", ImapAction::Answer(words.to_owned()));
    let refused = problem(script).await;
    assert_eq!(refused, Problem::Refused(words.to_owned()));
    assert!(refused.leaves_the_session());
}

#[tokio::test]
async fn a_session_whose_command_was_given_up_is_over() {
    let script = ImapScript::normal().at("NOOP", ImapAction::Stall);
    let server = ScriptedImap::start([script], [folder()]);
    let mut session = reading(&server).await.unwrap();
    tokio::select! {
        ended = session.noop() => panic!("{ended:?}"),
        () = tokio::time::sleep(SHORT) => {}
    }
    server.release();
    // Else the answer to one question would be taken for that to another.
    assert!(matches!(session.noop().await, Err(Problem::Closed(_))));
}

#[tokio::test]
async fn a_token_is_said_at_once_where_that_is_offered_and_else_when_asked_for() {
    // printf 'user=me\1auth=Bearer good\1\1' | base64
    let proof = "dXNlcj1tZQFhdXRoPUJlYXJlciBnb29kAQE=";
    for offers in ["IMAP4rev1 AUTH=XOAUTH2 SASL-IR", "IMAP4rev1 AUTH=XOAUTH2"] {
        let script = ImapScript::normal().offers(offers).proof(proof);
        let scripted = ScriptedImap::start([script], [folder()]);
        let server = server("127.0.0.1", scripted.port(), Security::Plain);
        let open = async |said: &str| {
            Session::open(&server, &token("me", said), &no_trust(), Patience::default()).await
        };
        assert!(open("good").await.is_ok(), "{offers}");
        let refused = Problem::SignIn("NO [AUTHENTICATIONFAILED] not so".to_owned());
        assert_eq!(open("stale").await.unwrap_err(), refused, "{offers}");
        let at_once = scripted.record().commands.contains(&format!("AUTHENTICATE XOAUTH2 {proof}"));
        assert_eq!(at_once, offers.contains("SASL-IR"));
    }
    let scripted = ScriptedImap::start([ImapScript::normal().offers("IMAP4rev1")], [folder()]);
    let server = server("127.0.0.1", scripted.port(), Security::Plain);
    let ended = Session::open(&server, &token("me", "x"), &no_trust(), Patience::default()).await;
    assert_eq!(ended.unwrap_err(), Problem::NoSignIn);
}

#[tokio::test]
async fn a_server_that_says_it_knows_us_before_tls_is_left() {
    let scripted = ScriptedImap::start([ImapScript::normal().greets("* PREAUTH hi")], [folder()]);
    let server = server("127.0.0.1", scripted.port(), Security::StartTls);
    let me = credential("me", "secret");
    let ended = Session::open(&server, &me, &no_trust(), Patience::default()).await;
    assert_eq!(ended.unwrap_err(), Problem::NoStartTls);
    assert!(scripted.record().commands.is_empty());
}

mod waiting {
    use super::*;

    async fn caught_up(script: ImapScript) -> (ScriptedImap, Session) {
        let server = ScriptedImap::start([script], [folder()]);
        let mut session = reading(&server).await.unwrap();
        catch_up(&mut session).await.unwrap();
        (server, session)
    }

    fn deliver(server: &ScriptedImap) {
        server.change("INBOX", |folder| folder.put(NEW, &letter("m2", "ada@far.test", "Hi")));
    }

    #[tokio::test]
    async fn what_arrives_wakes() {
        let (server, mut session) = caught_up(ImapScript::normal()).await;
        let server = std::sync::Arc::new(server);
        let delivering = std::sync::Arc::clone(&server);
        let delivery = std::thread::spawn(move || {
            delivering.wait_for_command("IDLE", 1);
            deliver(&delivering);
        });
        assert_eq!(session.wait(&inbox(), LONG, pending()).await, Ok(Woken::New));
        delivery.join().unwrap();
        assert_eq!(server.record().count("NOOP"), 0);
    }

    #[tokio::test]
    async fn what_has_arrived_since_one_looked_wakes_at_once() {
        let (server, mut session) = caught_up(ImapScript::normal()).await;
        deliver(&server);
        session.noop().await.unwrap();
        assert_eq!(session.wait(&inbox(), LONG, pending()).await, Ok(Woken::New));
        assert_eq!(server.record().count("IDLE"), 0);
        catch_up(&mut session).await.unwrap();
        assert_eq!(session.wait(&inbox(), SHORT, pending()).await, Ok(Woken::Timeout));
    }

    #[tokio::test]
    async fn after_a_spell_without_news_the_server_shows_that_it_is_there() {
        let (server, mut session) = caught_up(ImapScript::normal()).await;
        assert_eq!(session.wait(&inbox(), SHORT, pending()).await, Ok(Woken::Timeout));
        let record = server.record();
        assert_eq!(record.commands[record.commands.len() - 3..], ["IDLE", "DONE", "NOOP"]);
    }

    #[tokio::test]
    async fn a_server_that_is_gone_is_noticed_after_a_spell() {
        let script = ImapScript::normal().at("NOOP", ImapAction::Stall);
        let server = ScriptedImap::start([script], [folder()]);
        let mut session = reading_for(&server, impatient()).await.unwrap();
        catch_up(&mut session).await.unwrap();
        assert_eq!(session.wait(&inbox(), SHORT, pending()).await, Err(Problem::TimedOut));
    }

    #[tokio::test]
    async fn mail_of_which_a_silent_server_says_nothing_is_read_after_the_spell() {
        let (server, mut session) = caught_up(ImapScript::normal().silent()).await;
        deliver(&server);
        assert_eq!(session.wait(&inbox(), SHORT, pending()).await, Ok(Woken::Timeout));
        assert_eq!(catch_up(&mut session).await.unwrap().messages.len(), 2);
    }

    #[tokio::test]
    async fn a_wait_ends_when_the_caller_wants_and_the_session_goes_on() {
        let (server, mut session) = caught_up(ImapScript::normal()).await;
        assert_eq!(session.wait(&inbox(), LONG, ready(())).await, Ok(Woken::Interrupted));
        // Dropped before the server has said that it listens, and after.
        for wait in [Duration::ZERO, SHORT] {
            let dropped = tokio::time::timeout(wait, session.wait(&inbox(), LONG, pending())).await;
            assert!(dropped.is_err());
        }
        session.noop().await.unwrap();
        deliver(&server);
        assert_eq!(session.wait(&inbox(), LONG, pending()).await, Ok(Woken::New));
        assert_eq!(catch_up(&mut session).await.unwrap().messages.len(), 2);
        assert_eq!(server.record().connections, 1);
    }

    #[tokio::test]
    async fn a_server_that_ends_idle_by_itself_is_asked_instead() {
        let ends = ImapAction::Raw(b"+ idling\r\n%TAG% OK enough\r\n".to_vec());
        let (server, mut session) = caught_up(ImapScript::normal().at("IDLE", ends)).await;
        assert_eq!(session.wait(&inbox(), SHORT, pending()).await, Ok(Woken::Timeout));
        assert_eq!((server.record().count("IDLE"), server.record().count("NOOP")), (1, 1));
    }

    #[tokio::test]
    async fn a_server_that_leaves_while_it_is_listened_to_is_told() {
        let bye = ImapAction::RawThenClose(b"+ idling\r\n* BYE idle for too long\r\n".to_vec());
        let (_server, mut session) = caught_up(ImapScript::normal().at("IDLE", bye)).await;
        let ended = session.wait(&inbox(), LONG, pending()).await;
        assert_eq!(ended, Err(Problem::Closed("BYE idle for too long".to_owned())));
        assert!(matches!(session.noop().await, Err(Problem::Closed(_))));
    }
}
