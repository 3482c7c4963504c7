//! The copies of what was sent: found, and filed where the provider does not.

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
use desk_mail::header::MessageId;
use desk_mail::message::compose;
use desk_mail::reading::folder::{Folder, FolderName, Role};
use desk_mail::reading::problem::Problem;
use desk_mail::reading::sent::SentMessage;
use desk_mail::reading::session::Session;
use desk_testkit::imap_mailbox::ImapFolder;
use desk_testkit::mail_server::MailServer;
use desk_testkit::scripted_imap::{ImapAction, ImapScript, ScriptedImap};
use support::{NOW, OtherProgram, composed, message, reading, reading_real, sent_message, text};

async fn folder_of_sent_mail(session: &mut Session) -> Folder {
    let folders = session.folders().await.unwrap();
    folders.into_iter().find(|one| one.role == Role::Sent).unwrap()
}

#[tokio::test]
async fn a_copy_is_filed_read_and_found_by_its_id() {
    let mail = MailServer::start();
    let mut session = reading_real(&mail, "sender").await;
    let sent = folder_of_sent_mail(&mut session).await.name;
    let message = composed("alice@example.test");
    let ours = sent_message(message.message_id().as_str(), "Coffee?");
    assert_eq!(session.find_copies(&sent, &ours).await, Ok(Vec::new()));
    let uid = session.file_copy(&sent, message.bytes(), NOW).await.unwrap().unwrap();
    let copies = session.find_copies(&sent, &ours).await.unwrap();
    assert_eq!(copies.len(), 1);
    assert_eq!((copies[0].uid, copies[0].by_id), (uid, true));
    assert_eq!(copies[0].message_id.as_ref(), Some(message.message_id()));
    let mut other = OtherProgram::signed_in(&mail);
    assert!(other.flags("Sent")[0].contains("\\Seen"), "filed as read");
    let filed = other.say("FETCH 1 (INTERNALDATE)");
    assert!(filed[0].contains("05-Jan-2026 09:00:00 +0000"), "{filed:?}");
    let nowhere =
        session.file_copy(&FolderName::from_wire(b"Nowhere".to_vec()), message.bytes(), NOW).await;
    assert_eq!(nowhere, Err(Problem::FolderGone));
}

#[tokio::test]
async fn a_copy_whose_id_the_provider_has_changed_is_found_by_what_it_says() {
    let mail = MailServer::start();
    let mut session = reading_real(&mail, "sender").await;
    let sent = folder_of_sent_mail(&mut session).await.name;
    let subject = "Käffchen, \"Alice\"?";
    let copy = |id: &str, to: &str, subject: &str| {
        let mut message = message(to);
        message.message_id = MessageId::parse(id).unwrap();
        message.subject = text(subject);
        compose(&message).unwrap()
    };
    for (id, to, subject) in [
        ("<theirs@provider.test>", "alice@example.test", subject),
        ("<2@provider.test>", "malice@example.test", subject),
        ("<3@provider.test>", "alice@example.test", "Käffchen?"),
    ] {
        session.file_copy(&sent, copy(id, to, subject).bytes(), NOW).await.unwrap();
    }
    let ours = sent_message("<ours@example.test>", subject);
    let found = session.find_copies(&sent, &ours).await.unwrap();
    let ids: Vec<&str> =
        found.iter().map(|one| one.message_id.as_ref().unwrap().as_str()).collect();
    assert_eq!((ids, found[0].by_id), (vec!["<theirs@provider.test>"], false));
    let day = 86_400_000;
    let later = SentMessage {
        from: Timestamp::from_millis(NOW.as_millis() + day),
        to: Timestamp::from_millis(NOW.as_millis() + 2 * day),
        ..ours
    };
    assert_eq!(session.find_copies(&sent, &later).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_copy_that_is_not_taken_is_told_and_the_session_goes_on() {
    let sent = FolderName::from_wire(b"Sent".to_vec());
    let file = async |script: ImapScript| {
        let server = ScriptedImap::start([script], [ImapFolder::new("Sent", "\\Sent")]);
        let mut session = reading(&server).await.unwrap();
        let filed =
            session.file_copy(&sent, b"Subject: x\r\n\r\n", Timestamp::from_millis(0)).await;
        session.noop().await.unwrap();
        (filed, server.record().appended.len())
    };
    assert_eq!(file(ImapScript::normal()).await, (Ok(Some(1)), 1));
    let limited = ImapScript::normal().offers("IMAP4rev1 APPENDLIMIT=10");
    assert_eq!(file(limited).await, (Err(Problem::TooLarge), 0));
    for (answer, problem) in [
        ("NO [TOOBIG] too large", Problem::TooLarge),
        ("NO [OVERQUOTA] full", Problem::Later("NO [OVERQUOTA] full".to_owned())),
    ] {
        let script = ImapScript::normal().at("APPEND", ImapAction::Answer(answer.to_owned()));
        assert_eq!(file(script).await, (Err(problem), 0));
    }
}
