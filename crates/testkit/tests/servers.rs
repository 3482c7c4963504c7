//! The servers do what the tests of other crates take for granted.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use desk_testkit::imap_mailbox::ImapFolder;
use desk_testkit::port::free_port;
use desk_testkit::scripted_imap::{ImapAction, ImapScript, ScriptedImap};
use desk_testkit::scripted_smtp::{Action, Moment, Phase, Script, ScriptedSmtp};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

struct Client(BufReader<TcpStream>);

impl Client {
    fn to(port: u16) -> Self {
        let mut client = Self(BufReader::new(TcpStream::connect(("127.0.0.1", port)).unwrap()));
        assert_eq!(&client.line()[..3], "220");
        client
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line
    }

    fn write(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    /// The code of the answer.
    fn say(&mut self, command: &str) -> String {
        self.write(&format!("{command}\r\n"));
        loop {
            let line = self.line();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.chars().take(3).collect();
            }
        }
    }

    fn say_up_to_data(&mut self) {
        let commands = ["EHLO x", "MAIL FROM:<a@example.test>", "RCPT TO:<b@example.test>", "DATA"];
        let codes: Vec<String> = commands.iter().map(|command| self.say(command)).collect();
        assert_eq!(codes, ["250", "250", "250", "354"]);
    }
}

#[test]
fn a_message_is_recorded_as_it_came_and_as_it_was_meant() {
    let server = ScriptedSmtp::start([Script::normal()]);
    let mut client = Client::to(server.port());
    client.say_up_to_data();
    client.write("..a\r\nb\n.\nc\r\n");
    assert_eq!(client.say("."), "250");
    assert_eq!(client.say("QUIT"), "221");
    server.wait_for(Moment::Closed);
    let record = server.record();
    assert_eq!(record.messages[0].raw, b"..a\r\nb\n.\nc\r\n.\r\n", "a bare LF ends no line");
    assert_eq!(record.messages[0].mail, "MAIL FROM:<a@example.test>");
    assert!(record.messages[0].accepted);
    assert_eq!(
        record.moments,
        [
            Moment::Connected,
            Moment::Mail,
            Moment::Rcpt,
            Moment::Data,
            Moment::DataBegun,
            Moment::Received,
            Moment::Accepted,
            Moment::Closed,
        ]
    );
}

#[test]
fn a_stall_holds_until_it_is_released() {
    for (phase, before) in [(Phase::Body, Moment::DataBegun), (Phase::End, Moment::Received)] {
        let server = ScriptedSmtp::start([Script::normal().at(phase, Action::Stall)]);
        let mut client = Client::to(server.port());
        client.say_up_to_data();
        client.write("x\r\n.\r\n");
        server.wait_for(before);
        assert_eq!(server.record().count(Moment::Accepted), 0);
        assert_eq!(server.record().messages.len(), usize::from(phase == Phase::End));
        server.release();
        assert_eq!(&client.line()[..3], "250");
        server.wait_for(Moment::Accepted);
    }
}

#[test]
fn each_connection_has_its_script_and_the_last_one_stays() {
    let first = Script::normal().answer(Phase::Ehlo, 421, "busy");
    let server = ScriptedSmtp::start([first, Script::normal()]);
    let codes = [(); 3].map(|()| Client::to(server.port()).say("EHLO x"));
    assert_eq!(codes, ["421", "250", "250"]);
    server.wait_for_times(Moment::Closed, 3);
    assert_eq!(server.record().count(Moment::Connected), 3);
}

#[test]
fn a_server_ends_with_its_owner_even_while_it_stalls() {
    let server = ScriptedSmtp::start([Script::normal().at(Phase::Body, Action::Stall)]);
    let mut client = Client::to(server.port());
    client.say_up_to_data();
    server.wait_for(Moment::DataBegun);
    drop(server);
    let mut rest = Vec::new();
    let _ = client.0.read_to_end(&mut rest);
    assert!(rest.is_empty());
}

#[test]
fn a_scripted_mailbox_answers_as_it_is_told_and_else_as_is_usual() {
    let mut folder = ImapFolder::new("INBOX", "");
    folder.put("05-Jan-2026 09:00:00 +0000", b"Subject: x\r\n\r\nbody\r\n");
    let bye = ImapAction::RawThenClose(b"* BYE %TAG%\r\n".to_vec());
    let script = ImapScript::normal().at_nth("NOOP", 2, bye);
    let server = ScriptedImap::start([script], [folder]);
    let mut client = BufReader::new(TcpStream::connect(("127.0.0.1", server.port())).unwrap());
    for command in ["EXAMINE \"INBOX\"", "UID SEARCH UID 1:9", "NOOP", "NOOP", "NOOP"] {
        // After the good-bye nobody listens.
        let _ = client.get_mut().write_all(format!("a {command}\r\n").as_bytes());
    }
    let mut said = String::new();
    let _ = client.read_to_string(&mut said);
    assert!(said.contains("* 1 EXISTS\r\n") && said.contains("* SEARCH 1\r\n"), "{said}");
    assert!(said.ends_with("a OK done\r\n* BYE a\r\n"), "{said}");
    assert_eq!((server.record().count("NOOP"), server.record().bytes), (2, said.len()));
}

#[test]
fn no_port_is_given_twice() {
    let ports: BTreeSet<u16> = (0..40).map(|_| free_port()).collect();
    assert_eq!(ports.len(), 40);
    assert!(ports.iter().all(|port| (10_000..30_000).contains(port)));
}

#[cfg(target_os = "linux")]
mod real {
    use super::Client;
    use desk_testkit::mail_server::MailServer;
    use std::net::TcpStream;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_message_between_servers_reaches_the_inbox_and_stays_unread() {
        let mail = MailServer::start();
        assert!(mail.inbox("bob").await.is_empty());
        let mut client = Client::to(mail.ports().mx);
        for (command, code) in [
            ("EHLO x", "250"),
            ("MAIL FROM:<alice@example.test>", "250"),
            ("RCPT TO:<refused@example.test>", "550"),
            ("RCPT TO:<tempfail@example.test>", "451"),
            ("RCPT TO:<bob@example.test>", "250"),
            ("DATA", "354"),
            ("Subject: Re: hello\r\n\r\nyes\r\n.", "250"),
        ] {
            assert_eq!(client.say(command), code, "{command}");
        }
        let inbox = mail.wait_for_messages("bob", 1).await;
        assert!(String::from_utf8_lossy(&inbox[0]).contains("Subject: Re: hello"));
        assert_eq!(mail.inbox("bob").await, inbox);
        // IMAP's BODY.PEEK leaves the message in "new" or at least without the flag S.
        assert!(mail.maildir("bob").is_dir());
    }

    #[test]
    fn two_servers_live_beside_each_other_and_end_with_their_owners() {
        let (one, other) = (MailServer::start(), MailServer::start());
        let folder = one.ca_pem();
        assert!(folder.is_file());
        let port = one.ports().imap;
        drop(one);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
        assert!(TcpStream::connect(("127.0.0.1", other.ports().imap)).is_ok());
    }
}
