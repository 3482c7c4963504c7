//! What the tests of this crate share.

#![allow(dead_code, reason = "each test file uses a part of it")]

use desk_core::address::EmailAddress;
use desk_core::time::Timestamp;
use desk_mail::header::{HeaderText, MessageId};
use desk_mail::message::{Composed, Mailbox, Message, compose};
use desk_mail::reading::conversation::Patience;
use desk_mail::reading::problem::Problem;
use desk_mail::reading::sent::SentMessage;
use desk_mail::reading::session::Session;
use desk_mail::server::{Credential, Secret, Security, Server, Trust};
use desk_mail::smtp::{ANSWER_WAIT, Marks, Outcome, Stop, send};
#[cfg(unix)]
use desk_testkit::mail_server::MailServer;
use desk_testkit::scripted_imap::ScriptedImap;
use desk_testkit::scripted_smtp::ScriptedSmtp;
#[cfg(unix)]
use std::io::{BufRead, BufReader, Write};
#[cfg(unix)]
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

/// 2026-01-05 09:00:00 UTC.
pub const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

pub fn address(raw: &str) -> EmailAddress {
    EmailAddress::parse(raw).unwrap()
}

pub fn text(raw: &str) -> HeaderText {
    HeaderText::parse(raw).unwrap()
}

pub fn mailbox(name: &str, at: &str) -> Mailbox {
    Mailbox { name: text(name), address: address(at) }
}

pub fn message(to: &str) -> Message {
    Message {
        from: mailbox("Sam Sender", "sender@example.test"),
        to: vec![mailbox("", to)],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: text("Coffee?"),
        text: "Hi Alice,\n\nshall we?\nSam".to_owned(),
        message_id: MessageId::parse("<0123@example.test>").unwrap(),
        date: NOW,
        in_reply_to: None,
        references: Vec::new(),
        list_unsubscribe: None,
        attachments: Vec::new(),
    }
}

pub fn composed(to: &str) -> Composed {
    compose(&message(to)).unwrap()
}

pub fn server(host: &str, port: u16, security: Security) -> Server {
    Server { host: host.to_owned(), port, security }
}

pub fn credential(user: &str, password: &str) -> Credential {
    Credential::with_password(user.to_owned(), Secret::new(password.to_owned()))
}

pub fn token(user: &str, token: &str) -> Credential {
    Credential::with_token(user.to_owned(), Secret::new(token.to_owned()))
}

/// A session that reads a scripted mailbox.
pub async fn reading(scripted: &ScriptedImap) -> Result<Session, Problem> {
    reading_for(scripted, Patience::default()).await
}

/// For servers that do not answer.
pub fn impatient() -> Patience {
    Patience { piece: Duration::from_millis(300), command: Duration::from_secs(20) }
}

pub async fn reading_for(scripted: &ScriptedImap, patience: Patience) -> Result<Session, Problem> {
    let server = server("127.0.0.1", scripted.port(), Security::Plain);
    Session::open(&server, &credential("me", "secret"), &no_trust(), patience).await
}

/// A session that reads the mailbox of `user` at a real server.
#[cfg(unix)]
pub async fn reading_real(mail: &MailServer, user: &str) -> Session {
    let server = server("localhost", mail.ports().imaps, Security::Tls);
    let credential = credential(&mail.address(user), &mail.password(user));
    Session::open(&server, &credential, &trust(mail), Patience::default()).await.unwrap()
}

/// A message as it lies in a mailbox.
pub fn letter(id: &str, from: &str, subject: &str) -> Vec<u8> {
    format!(
        "Message-ID: <{id}@far.test>\r\nFrom: <{from}>\r\nTo: <sender@example.test>\r\n\
         Subject: {subject}\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\n\r\nHello\r\n"
    )
    .into_bytes()
}

/// The usual sender of a real server.
#[cfg(unix)]
pub fn sender(mail: &MailServer) -> Credential {
    credential(&mail.address("sender"), &mail.password("sender"))
}

#[cfg(unix)]
pub fn trust(mail: &MailServer) -> Trust {
    Trust::with_roots(mail.ca().as_bytes()).unwrap()
}

/// For servers without TLS.
pub fn no_trust() -> Trust {
    let authority = desk_testkit::certificates::Authority::new();
    Trust::with_roots(authority.pem().as_bytes()).unwrap()
}

pub fn plain(scripted: &ScriptedSmtp) -> Server {
    server("127.0.0.1", scripted.port(), Security::Plain)
}

/// Marks that note what was called, and stop where they are told to.
#[derive(Default)]
pub struct Noted {
    pub calls: Mutex<Vec<&'static str>>,
    pub stop_at: Option<&'static str>,
}

impl Noted {
    pub fn stopping_at(mark: &'static str) -> Self {
        Self { stop_at: Some(mark), ..Self::default() }
    }

    pub fn calls(&self) -> Vec<&'static str> {
        self.calls.lock().unwrap().clone()
    }

    fn note(&self, mark: &'static str) -> Result<(), Stop> {
        self.calls.lock().unwrap().push(mark);
        if self.stop_at == Some(mark) { Err(Stop) } else { Ok(()) }
    }
}

impl Marks for Noted {
    fn before_mail_from(&self) -> Result<(), Stop> {
        self.note("before_mail_from")
    }

    fn data_starts(&self) -> Result<(), Stop> {
        self.note("data_starts")
    }
}

/// Sends to a scripted server without signing in.
pub async fn send_plainly(scripted: &ScriptedSmtp, message: &Composed, marks: &Noted) -> Outcome {
    send(&plain(scripted), None, &no_trust(), message, marks, ANSWER_WAIT).await
}

/// Whatever another mail program does with the mailbox of "sender", in its own words.
#[cfg(unix)]
pub struct OtherProgram(BufReader<TcpStream>);

#[cfg(unix)]
impl OtherProgram {
    pub fn signed_in(mail: &MailServer) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", mail.ports().imap)).unwrap();
        let mut program = Self(BufReader::new(stream));
        let login = format!("LOGIN {} {}", mail.address("sender"), mail.password("sender"));
        program.say(&login);
        program
    }

    /// All lines up to the end of the command, which goes well.
    pub fn say(&mut self, command: &str) -> Vec<String> {
        self.0.get_mut().write_all(format!("x {command}\r\n").as_bytes()).unwrap();
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "{lines:?}");
            if line.starts_with("x ") {
                assert!(line.starts_with("x OK"), "{command}: {line}");
                return lines;
            }
            lines.push(line);
        }
    }

    pub fn append(&mut self, folder: &str, message: &[u8]) {
        let text = String::from_utf8(message.to_vec()).unwrap();
        self.say(&format!("APPEND \"{folder}\" {{{}+}}\r\n{text}", message.len()));
    }

    /// The flags of every message in a folder, as the server tells them.
    pub fn flags(&mut self, folder: &str) -> Vec<String> {
        self.say(&format!("EXAMINE \"{folder}\""));
        self.say("FETCH 1:* (FLAGS)")
    }
}

/// What is known of a message to alice that was sent at about [`NOW`].
pub fn sent_message(id: &str, subject: &str) -> SentMessage {
    let hour = 3_600_000;
    SentMessage {
        message_id: MessageId::parse(id).unwrap(),
        recipient: address("alice@example.test"),
        subject: subject.to_owned(),
        from: Timestamp::from_millis(NOW.as_millis() - hour),
        to: Timestamp::from_millis(NOW.as_millis() + hour),
    }
}
