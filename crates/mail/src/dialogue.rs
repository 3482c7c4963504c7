//! The SMTP conversation up to the first message: greeting, EHLO, STARTTLS and signing in, and the
//! one way to say a command (RFC 5321, 3207 and 4954).
//!
//! Why this is not lettre's client: it shows neither SIZE nor the moment between the server's 354
//! and the body, writes the final dot apart from the body, takes an answer in an old character set
//! for a lost connection, and panics on an EHLO line of one space (0.11.23).

use crate::connect::{self, ConnectProblem, Pipe, TcpProblem, TlsProblem};
use crate::lines::{Interrupted, Lines};
use crate::reply::{NoReply, Reply};
use crate::server::{self, Credential, Proof, Secret, Security, Server, Trust};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long each answer before the body may take (RFC 5321, 4.5.3.2.1 to .4: five minutes at most).
pub(crate) const COMMAND_WAIT: Duration = Duration::from_secs(300);
/// How we call ourselves: an address literal, since the name of the rep's computer is nobody's
/// business (RFC 5321, 4.1.4).
const EHLO: &str = "EHLO [127.0.0.1]";

/// What ended the conversation.
#[derive(Debug)]
pub(crate) enum Fault {
    PlainNotAllowed,
    Connect(ConnectProblem),
    Tls(TlsProblem),
    NoStartTls,
    /// The server offers no way of signing in that is known here.
    NoSignIn,
    Interrupted(Interrupted),
    NotSmtp(String),
    /// The server said no to what was asked.
    Refused(Asked, Reply),
}

/// What the server was asked when it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To let us in: greeting, EHLO and STARTTLS.
    Hello,
    SignIn,
    Sender,
    Recipient,
    /// To take data, or the message itself after its final dot.
    Data,
}

impl From<NoReply> for Fault {
    fn from(no_reply: NoReply) -> Self {
        match no_reply {
            NoReply::Interrupted(interrupted) => Self::Interrupted(interrupted),
            NoReply::NotSmtp(line) => Self::NotSmtp(line),
        }
    }
}

impl From<Interrupted> for Fault {
    fn from(interrupted: Interrupted) -> Self {
        Self::Interrupted(interrupted)
    }
}

/// What a server says that it can (the answer to EHLO). Names are compared without case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Offers {
    start_tls: bool,
    plain: bool,
    login: bool,
    xoauth2: bool,
    /// Commands may be written before the answers to those before them were read (RFC 2920).
    pub pipelining: bool,
    /// SIZE is spoken here (RFC 1870).
    pub size: bool,
    /// Most bytes of a message, if there is a limit.
    pub size_limit: Option<usize>,
}

impl Offers {
    fn read(reply: &Reply) -> Self {
        let mut offers = Self::default();
        for line in reply.lines.iter().skip(1) {
            let line = line.to_ascii_uppercase();
            // "AUTH=PLAIN" is an old way to write it.
            let mut words = line.split([' ', '=']).filter(|word| !word.is_empty());
            match words.next() {
                Some("STARTTLS") => offers.start_tls = true,
                Some("PIPELINING") => offers.pipelining = true,
                Some("SIZE") => {
                    offers.size = true;
                    let limit = words.next().and_then(|limit| limit.parse().ok());
                    // 0 is "no fixed limit" (RFC 1870, 4).
                    offers.size_limit = limit.filter(|limit| *limit > 0);
                }
                Some("AUTH") => {
                    for mechanism in words {
                        offers.plain |= mechanism == "PLAIN";
                        offers.login |= mechanism == "LOGIN";
                        offers.xoauth2 |= mechanism == "XOAUTH2";
                    }
                }
                _ => {}
            }
        }
        offers
    }
}

/// A connection that is not secured yet, in the state in which it can be.
#[derive(Debug)]
pub(crate) enum Opened {
    /// TLS comes first.
    Silent(Pipe),
    /// The server has greeted and said what it can, in the clear.
    Greeted(Dialogue),
}

/// Connects; without TLS from the first byte also says hello, which shows whether SMTP is spoken.
pub(crate) async fn open(server: &Server) -> Result<Opened, Fault> {
    let pipe = connect::tcp(server).await.map_err(|problem| match problem {
        TcpProblem::PlainNotAllowed => Fault::PlainNotAllowed,
        TcpProblem::Connect(problem) => Fault::Connect(problem),
    })?;
    if server.security == Security::Tls {
        return Ok(Opened::Silent(pipe));
    }
    Dialogue::begin(pipe).await.map(Opened::Greeted)
}

/// Brings TLS about where it is wanted and checks the certificate. A server that greets only after
/// TLS has not been heard yet: see [`hello`].
pub(crate) async fn secure(
    opened: Opened,
    server: &Server,
    trust: &Trust,
) -> Result<Opened, Fault> {
    let dialogue = match opened {
        Opened::Silent(pipe) => {
            let pipe = connect::tls(pipe, server, trust).await.map_err(Fault::Tls)?;
            return Ok(Opened::Silent(pipe));
        }
        Opened::Greeted(dialogue) if server.security == Security::Plain => {
            return Ok(Opened::Greeted(dialogue));
        }
        Opened::Greeted(dialogue) => dialogue,
    };
    let pipe = dialogue.into_start_tls().await?;
    let pipe = connect::tls(pipe, server, trust).await.map_err(Fault::Tls)?;
    // What the server offered in the clear may have been forged on the way (RFC 3207, 4.2).
    let mut dialogue =
        Dialogue { lines: Lines::new(pipe), offers: Offers::default(), told_limit: false };
    dialogue.say_hello().await?;
    Ok(Opened::Greeted(dialogue))
}

/// The conversation on a secured connection.
pub(crate) async fn hello(secured: Opened) -> Result<Dialogue, Fault> {
    match secured {
        Opened::Silent(pipe) => Dialogue::begin(pipe).await,
        Opened::Greeted(dialogue) => Ok(dialogue),
    }
}

/// A conversation in which the server has said what it can.
#[derive(Debug)]
pub(crate) struct Dialogue {
    pub lines: Lines,
    pub offers: Offers,
    /// Whether somebody was told how large a message may be.
    pub told_limit: bool,
}

impl Dialogue {
    async fn begin(pipe: Pipe) -> Result<Self, Fault> {
        let (lines, offers) = (Lines::new(pipe), Offers::default());
        let mut dialogue = Self { lines, offers, told_limit: false };
        let greeting = Reply::read(&mut dialogue.lines, COMMAND_WAIT).await?;
        accepted(Asked::Hello, greeting)?;
        dialogue.say_hello().await?;
        Ok(dialogue)
    }

    async fn say_hello(&mut self) -> Result<(), Fault> {
        let reply = accepted(Asked::Hello, self.command(EHLO).await?)?;
        self.offers = Offers::read(&reply);
        Ok(())
    }

    async fn into_start_tls(mut self) -> Result<Pipe, Fault> {
        if !self.offers.start_tls {
            return Err(Fault::NoStartTls);
        }
        let reply = self.command("STARTTLS").await?;
        if reply.is_negative() {
            return Err(Fault::NoStartTls);
        }
        accepted(Asked::Hello, reply)?;
        self.lines.into_pipe().ok_or(Fault::Tls(TlsProblem::Surplus))
    }

    /// Says one command, without its line end, and reads the answer.
    pub(crate) async fn command(&mut self, command: &str) -> Result<Reply, Fault> {
        self.write(&Zeroizing::new(format!("{command}\r\n"))).await?;
        self.reply().await
    }

    /// Writes commands, with their line ends.
    pub(crate) async fn write(&mut self, commands: &str) -> Result<(), Fault> {
        Ok(self.lines.write(commands.as_bytes(), COMMAND_WAIT).await?)
    }

    /// Reads the next answer.
    pub(crate) async fn reply(&mut self) -> Result<Reply, Fault> {
        Ok(Reply::read(&mut self.lines, COMMAND_WAIT).await?)
    }

    /// Signs in with PLAIN or else LOGIN, or with XOAUTH2 by a token. One of them, once: each
    /// refusal counts toward the limit at which a provider locks the account.
    pub(crate) async fn sign_in(&mut self, credential: &Credential) -> Result<(), Fault> {
        let user = credential.user.as_str();
        let reply = match &credential.proof {
            Proof::Token(token) if self.offers.xoauth2 => self.auth_xoauth2(user, token).await?,
            Proof::Password(password) if self.offers.plain => {
                let answer = Zeroizing::new(format!("\0{user}\0{}", password.expose()));
                let answer = Zeroizing::new(STANDARD.encode(answer.as_bytes()));
                let command = Zeroizing::new(format!("AUTH PLAIN {}", *answer));
                self.command(&command).await?
            }
            Proof::Password(password) if self.offers.login => {
                self.auth_login(user, password).await?
            }
            Proof::Token(_) | Proof::Password(_) => return Err(Fault::NoSignIn),
        };
        accepted(Asked::SignIn, reply).map(|_| ())
    }

    async fn auth_login(&mut self, user: &str, password: &Secret) -> Result<Reply, Fault> {
        let mut reply = self.command("AUTH LOGIN").await?;
        for answer in [user, password.expose()] {
            if reply.code == 334 {
                reply = self.command(&Zeroizing::new(STANDARD.encode(answer))).await?;
            }
        }
        Ok(reply)
    }

    async fn auth_xoauth2(&mut self, user: &str, token: &Secret) -> Result<Reply, Fault> {
        let answer = server::xoauth2(user, token);
        let command = Zeroizing::new(format!("AUTH XOAUTH2 {}", *answer));
        let mut reply = self.command(&command).await?;
        // A token that is not good is first explained in JSON, and refused after an empty line.
        if reply.code == 334 {
            reply = self.command("").await?;
        }
        Ok(reply)
    }

    /// Ends the conversation without waiting for the server's good-bye: what had to be known is.
    pub(crate) async fn quit(mut self) {
        const SHORT: Duration = Duration::from_secs(1);
        let _ = self.lines.write(b"QUIT\r\n", SHORT).await;
    }
}

/// The answer, if it is a yes.
pub(crate) fn accepted(asked: Asked, reply: Reply) -> Result<Reply, Fault> {
    if reply.is_positive() {
        return Ok(reply);
    }
    if reply.is_negative() {
        return Err(Fault::Refused(asked, reply));
    }
    Err(Fault::NotSmtp(reply.words()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(lines: &[&str]) -> Offers {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        Offers::read(&Reply { code: 250, lines })
    }

    #[test]
    fn what_a_server_offers_is_read_in_any_case_and_form() {
        let modern = offers(&[
            "mx.example greets",
            "SIZE 10485760",
            "Pipelining",
            "AUTH PLAIN LOGIN",
            "STARTTLS",
        ]);
        let expected = Offers {
            start_tls: true,
            plain: true,
            login: true,
            xoauth2: false,
            pipelining: true,
            size: true,
            size_limit: Some(10_485_760),
        };
        assert_eq!(modern, expected);
        let old = offers(&["mx", "size", "auth=login  xoauth2", "starttls "]);
        let expected = Offers {
            start_tls: true,
            plain: false,
            login: true,
            xoauth2: true,
            pipelining: false,
            size: true,
            size_limit: None,
        };
        assert_eq!(old, expected);
    }

    #[test]
    fn odd_lines_offer_nothing() {
        assert_eq!(
            offers(&["STARTTLS", "", " ", "=", "X-STARTTLS", "SIZE x"]),
            Offers { size: true, ..Offers::default() }
        );
        assert_eq!(offers(&["mx", "SIZE 0"]).size_limit, None);
    }
}
