//! IMAP as far as an account test needs it: connect, TLS, sign in (RFC 9051, 6.1 and 6.2).
//!
//! Said by hand because the rep is to read the server's own words when signing in fails, and
//! because literals carry every password, while async-imap quotes it and gives the words in
//! Debug form. Reading mail is not here.

use crate::check::StageFailure;
use crate::connect::{self, Pipe, TcpProblem, TlsProblem};
use crate::lines::Lines;
use crate::server::{Credential, Security, Server, Trust};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long each answer may take. The caller of this module gives up sooner.
const ANSWER_WAIT: Duration = Duration::from_secs(60);
/// Most lines that are passed over while the answer to a command is awaited.
const LINES_MAX: usize = 128;

/// A connection before signing in.
#[derive(Debug)]
pub(crate) enum Opened {
    /// The server greets after TLS.
    Silent(Pipe),
    /// The server has greeted.
    Greeted(Lines),
}

/// Connects; without TLS from the first byte also hears the greeting.
pub(crate) async fn open(server: &Server) -> Result<Opened, StageFailure> {
    let pipe = connect::tcp(server).await.map_err(|problem| match problem {
        TcpProblem::PlainNotAllowed => StageFailure::PlainNotAllowed,
        TcpProblem::Connect(problem) => problem.into(),
    })?;
    match server.security {
        Security::Tls => Ok(Opened::Silent(pipe)),
        Security::StartTls | Security::Plain => greeted(pipe).await.map(Opened::Greeted),
    }
}

/// Brings TLS about where it is wanted and checks the certificate.
pub(crate) async fn secure(
    opened: Opened,
    server: &Server,
    trust: &Trust,
) -> Result<Opened, StageFailure> {
    let (pipe, greeted) = match opened {
        Opened::Silent(pipe) => (pipe, false),
        Opened::Greeted(lines) if server.security == Security::Plain => {
            return Ok(Opened::Greeted(lines));
        }
        Opened::Greeted(mut lines) => {
            let answer = say(&mut lines, "t STARTTLS").await?;
            if status(&answer).0 != "OK" {
                return Err(StageFailure::NoStartTls);
            }
            (lines.into_pipe().ok_or(StageFailure::from(TlsProblem::Surplus))?, true)
        }
    };
    let pipe = connect::tls(pipe, server, trust).await?;
    // There is no second greeting after STARTTLS.
    Ok(if greeted { Opened::Greeted(Lines::new(pipe)) } else { Opened::Silent(pipe) })
}

/// Signs in and leaves again.
pub(crate) async fn sign_in(secured: Opened, credential: &Credential) -> Result<(), StageFailure> {
    let mut lines = match secured {
        Opened::Silent(pipe) => greeted(pipe).await?,
        Opened::Greeted(lines) => lines,
    };
    let (user, password) = (&credential.user, credential.password.expose());
    // Each part but the last ends by saying how many bytes of the next one come; the server asks
    // for them with a plus.
    let parts = [
        Zeroizing::new(format!("t LOGIN {{{}}}", user.len())),
        Zeroizing::new(format!("{user} {{{}}}", password.len())),
        Zeroizing::new(password.to_owned()),
    ];
    let mut answer = String::new();
    for part in &parts {
        answer = say(&mut lines, part).await?;
        if !answer.starts_with('+') {
            break;
        }
    }
    let words = || answer.split_once(' ').map_or("", |(_, words)| words).to_owned();
    match status(&answer) {
        ("OK", _) => {
            let _ = lines.write(b"t LOGOUT\r\n", Duration::from_secs(1)).await;
            Ok(())
        }
        // RFC 5530, 3 and RFC 3501, 6.2.3: not before TLS.
        ("NO", "[PRIVACYREQUIRED]") => Err(StageFailure::PlainNotAllowed),
        ("NO", "[UNAVAILABLE]" | "[LIMIT]" | "[INUSE]") => Err(StageFailure::Other(words())),
        ("NO", _) => Err(StageFailure::WrongPassword(words())),
        _ => Err(StageFailure::Other(words())),
    }
}

/// Hears the greeting.
async fn greeted(pipe: Pipe) -> Result<Lines, StageFailure> {
    let mut lines = Lines::new(pipe);
    let greeting = lines.read(ANSWER_WAIT).await?.to_ascii_uppercase();
    match greeting.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["*", "OK" | "PREAUTH", ..] => Ok(lines),
        ["*", "BYE", ..] => Err(StageFailure::ClosedByServer),
        _ => Err(StageFailure::NotMail),
    }
}

/// Says one line and reads up to its answer, or to the plus with which the server asks for more.
async fn say(lines: &mut Lines, line: &str) -> Result<String, StageFailure> {
    let line = Zeroizing::new(format!("{line}\r\n"));
    lines.write(line.as_bytes(), ANSWER_WAIT).await?;
    for _ in 0..LINES_MAX {
        let answer = lines.read(ANSWER_WAIT).await?;
        if answer.to_ascii_uppercase().starts_with("* BYE") {
            return Err(StageFailure::ClosedByServer);
        }
        if !answer.starts_with('*') {
            return Ok(answer);
        }
    }
    Err(StageFailure::NotMail)
}

/// OK, NO or BAD, and the code in square brackets if there is one.
fn status(answer: &str) -> (&str, &str) {
    let mut words = answer.split_whitespace().skip(1);
    (words.next().unwrap_or_default(), words.next().unwrap_or_default())
}
