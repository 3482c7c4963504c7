//! The way to a signed-in conversation, in steps, so that the account test can tell each of them:
//! connect, TLS, sign in (RFC 9051, 6.1 and 6.2).

use crate::connect::{self, Pipe};
use crate::reading::command::{Command, Ended};
use crate::reading::conversation::{Conversation, Patience};
use crate::reading::grammar::Status;
use crate::reading::problem::Problem;
use crate::server::{self, Credential, Proof, Secret, Security, Server, Trust};
use std::collections::BTreeSet;

/// A connection before signing in.
#[derive(Debug)]
pub(crate) enum Opened {
    /// The server greets after TLS.
    Silent(Pipe),
    /// The server has greeted.
    Greeted(Box<Conversation>, Status),
}

/// What a server says that it can, in upper case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offers(BTreeSet<String>);

impl Offers {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// The number in `NAME=number`.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let value = |offer: &String| offer.strip_prefix(name)?.strip_prefix('=')?.parse().ok();
        self.0.iter().find_map(value)
    }

    /// Asks for them.
    pub(crate) async fn ask(talk: &mut Conversation) -> Result<Self, Problem> {
        let heard = talk.ask(&Command::new("CAPABILITY")).await?;
        let offers = heard.all("CAPABILITY").flatten().filter_map(|item| item.keyword());
        Ok(Self(offers.collect()))
    }
}

/// Connects; without TLS from the first byte also hears the greeting.
pub(crate) async fn open(server: &Server, patience: Patience) -> Result<Opened, Problem> {
    let pipe = connect::tcp(server).await?;
    match server.security {
        Security::Tls => Ok(Opened::Silent(pipe)),
        Security::StartTls | Security::Plain => greeted(pipe, patience).await,
    }
}

async fn greeted(pipe: Pipe, patience: Patience) -> Result<Opened, Problem> {
    let mut talk = Conversation::new(pipe, patience);
    let greeting = talk.greeting().await?;
    Ok(Opened::Greeted(Box::new(talk), greeting))
}

/// Brings TLS about where it is wanted and checks the certificate.
pub(crate) async fn secure(
    opened: Opened,
    server: &Server,
    trust: &Trust,
    patience: Patience,
) -> Result<Opened, Problem> {
    match opened {
        Opened::Silent(pipe) => Ok(Opened::Silent(connect::tls(pipe, server, trust).await?)),
        Opened::Greeted(talk, greeting) if server.security == Security::Plain => {
            Ok(Opened::Greeted(talk, greeting))
        }
        // Whoever has signed in before TLS cannot begin it (RFC 9051, 6.2.1): that is how somebody
        // on the way would keep us from it.
        Opened::Greeted(_, Status::Preauth) => Err(Problem::NoStartTls),
        Opened::Greeted(mut talk, greeting) => {
            if let Ended::Refused(..) = talk.say(&Command::new("STARTTLS"), 0, 0).await? {
                return Err(Problem::NoStartTls);
            }
            let pipe = talk.into_pipe().ok_or(connect::TlsProblem::Surplus)?;
            let pipe = connect::tls(pipe, server, trust).await?;
            // There is no second greeting after STARTTLS.
            Ok(Opened::Greeted(Box::new(Conversation::new(pipe, patience)), greeting))
        }
    }
}

/// Signs in. One way, once: each refusal counts toward the limit at which a provider locks the
/// account.
pub(crate) async fn sign_in(
    secured: Opened,
    credential: &Credential,
    patience: Patience,
) -> Result<Conversation, Problem> {
    let (mut talk, greeting) = match secured {
        Opened::Silent(pipe) => match greeted(pipe, patience).await? {
            Opened::Greeted(talk, greeting) => (talk, greeting),
            Opened::Silent(_) => return Err(Problem::NoSignIn),
        },
        Opened::Greeted(talk, greeting) => (talk, greeting),
    };
    if greeting == Status::Preauth {
        return Ok(*talk);
    }
    let offers = Offers::ask(&mut talk).await?;
    let user = credential.user.as_str();
    let ended = match &credential.proof {
        // It may still be tried where it is said to be off: the answer says why it is.
        Proof::Password(password) => login(&mut talk, user, password).await?,
        Proof::Token(_) if !offers.has("AUTH=XOAUTH2") => return Err(Problem::NoSignIn),
        Proof::Token(token) => xoauth2(&mut talk, user, token, offers.has("SASL-IR")).await?,
    };
    match ended {
        Ended::Done(_) => Ok(*talk),
        Ended::Refused(verdict, _) => Err(match (Problem::refusal(&verdict), verdict.status) {
            (Problem::Refused(words), Status::No) => Problem::SignIn(words),
            (problem, _) => problem,
        }),
    }
}

/// With literals, which carry every password.
async fn login(talk: &mut Conversation, user: &str, password: &Secret) -> Result<Ended, Problem> {
    let command = Command::new("LOGIN").literal(user.as_bytes());
    talk.say(&command.literal(password.expose().as_bytes()), 4096, 0).await
}

async fn xoauth2(
    talk: &mut Conversation,
    user: &str,
    token: &Secret,
    at_once: bool,
) -> Result<Ended, Problem> {
    let answer = server::xoauth2(user, token);
    let command = Command::new("AUTHENTICATE XOAUTH2");
    let command = match at_once {
        // RFC 4959.
        true => command.words(" ").words(&answer),
        false => command.step(answer.as_bytes()),
    };
    // A token that is not good is first explained in JSON, and refused after an empty line.
    talk.say(&command.if_asked(b""), 4096, 0).await
}
