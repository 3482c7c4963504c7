//! Handing one message to the rep's server, once.
//!
//! A message is at the server from the moment at which its final dot is there. An error before is
//! [`Outcome::NotSent`], and trying again is safe; after it only the server's answer says what
//! became of it, and without one the outcome is [`Outcome::Unknown`]. When in doubt this module says
//! *unknown*: a question to the rep costs less than a letter sent twice.

use crate::answer;
use crate::connect::{CertificateProblem, ConnectProblem, SURPLUS, TlsProblem};
use crate::dialogue::{self, Asked, Dialogue, Fault, accepted};
use crate::message::Composed;
use crate::reply::{NoReply, Reply};
use crate::server::{Credential, Server, Trust};
use crate::wire::{self, FINAL_DOT};
use desk_core::address::EmailAddress;
use std::time::Duration;

/// How long to wait for the answer to a message: shorter, and a slow server's message is sent twice
/// (RFC 5321, 4.5.3.2.6).
pub const ANSWER_WAIT: Duration = Duration::from_secs(600);
/// How long one piece of the message may take (RFC 5321, 4.5.3.2.5).
const PIECE_WAIT: Duration = Duration::from_secs(180);
/// How long to look for the reason when a server cuts a message short.
const REASON_WAIT: Duration = Duration::from_secs(1);

/// The caller's wish that this message be not sent after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop;

/// What the caller wants to do at moments of a sending (PRODUCT 6.4). Each is called at most once each time
/// the message is given to a conversation, on the thread that drives the sending, which waits for it.
pub trait Marks: Send + Sync {
    /// Signed in, before the first message of a conversation: the most bytes of a message that the server takes,
    /// as it says (RFC 1870); none where it names no limit.
    fn takes(&self, most: Option<usize>) {
        let _ = most;
    }

    /// Right before MAIL FROM, signed in already (R29): the last look at suppression and state.
    ///
    /// # Errors
    /// [`Stop`]: nothing is sent, the outcome is `NotSent(Stopped)`.
    fn before_mail_from(&self) -> Result<(), Stop>;

    /// After the server's 354 and before the first byte of the message: commits *data started*.
    ///
    /// # Errors
    /// [`Stop`]: nothing is sent, the outcome is `NotSent(Stopped)`.
    fn data_starts(&self) -> Result<(), Stop>;
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server has it.
    Sent {
        /// What it said, with its code.
        answer: String,
    },
    /// The server certainly does not have it.
    NotSent {
        /// Whose matter that is.
        why: Refusal,
        /// What the server said, with its code, if it said something.
        answer: Option<String>,
        /// The code of that, 400 to 599.
        code: Option<u16>,
    },
    /// All of it was written and no answer came: it may be sent or not.
    Unknown {
        /// What happened instead.
        cause: String,
    },
}

/// Whose matter it is that a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The caller's own wish.
    Stopped,
    /// There was no connection.
    Connect(ConnectProblem),
    /// TLS did not come about.
    Tls(String),
    /// STARTTLS was wanted and the server does not offer it.
    NoStartTls,
    /// The server's certificate is not believed.
    Certificate(CertificateProblem),
    /// No TLS was wanted and the server is not on this computer.
    PlainRefused,
    /// User, password or token is wrong, or another kind of signing in is wanted. Without an answer:
    /// the server offers neither PLAIN nor LOGIN to a password, or no XOAUTH2 to a token.
    SignIn,
    /// Refused because of a recipient: a bounce before the fact.
    Address {
        /// Which.
        recipient: EmailAddress,
        /// Nobody of that name or host, has moved, accepts no mail (R32). Otherwise it may pass.
        hard: bool,
    },
    /// The provider has stopped our account, or does not let it send from this address.
    Account,
    /// Our account may send no more for some hours.
    Quota,
    /// The server does not want this message, or ours at all.
    Policy,
    /// The server does not take messages of this size.
    TooLarge,
    /// The server says: later (4xx).
    Temporary,
    /// The connection was lost, or the server went silent, before the end of the message.
    Lost,
    /// What answers does not keep to SMTP, or does not understand ours.
    Protocol,
}

impl Outcome {
    fn not_sent(why: Refusal) -> Self {
        Self::NotSent { why, answer: None, code: None }
    }

    fn refused(asked: Asked, reply: &Reply, recipient: Option<&EmailAddress>) -> Self {
        let why = answer::refusal(asked, reply, recipient);
        Self::NotSent { why, answer: Some(reply.words()), code: Some(reply.code) }
    }

    /// What a fault before the end of the message means.
    fn before_the_end(fault: Fault) -> Self {
        let why = match fault {
            Fault::PlainNotAllowed => Refusal::PlainRefused,
            Fault::Connect(problem) => Refusal::Connect(problem),
            Fault::Tls(TlsProblem::Failed(words)) => Refusal::Tls(words),
            Fault::Tls(TlsProblem::Certificate(problem)) => Refusal::Certificate(problem),
            Fault::Tls(TlsProblem::NotTls) => Refusal::Tls("it does not speak TLS".to_owned()),
            Fault::Tls(TlsProblem::Surplus) => Refusal::Tls(SURPLUS.to_owned()),
            Fault::NoStartTls => Refusal::NoStartTls,
            Fault::NoSignIn => Refusal::SignIn,
            Fault::Tls(TlsProblem::Closed | TlsProblem::TimedOut) | Fault::Interrupted(_) => {
                Refusal::Lost
            }
            Fault::NotSmtp(line) => {
                return Self::NotSent { why: Refusal::Protocol, answer: Some(line), code: None };
            }
            Fault::Refused(asked, reply) => return Self::refused(asked, &reply, None),
        };
        Self::not_sent(why)
    }
}

/// Sends `message` through `server` once; never tries again. Waits at most `wait_for_answer`
/// (usually [`ANSWER_WAIT`]) for the answer to the whole message.
///
/// Dropping the future before it is ready leaves the message as a crash would: what the marks have
/// noted is all that is known.
pub async fn send(
    server: &Server,
    credential: Option<&Credential>,
    trust: &Trust,
    message: &Composed,
    marks: &dyn Marks,
    wait_for_answer: Duration,
) -> Outcome {
    match Conversation::open(server, credential, trust).await {
        Ok(conversation) => deliver(conversation.0, message, marks, wait_for_answer).await,
        Err(outcome) => outcome,
    }
}

/// A conversation with a server that is ready for a message, signed in where that was wanted.
#[derive(Debug)]
pub struct Conversation(Dialogue);

impl Conversation {
    /// Connects, secures the connection and signs in.
    ///
    /// # Errors
    /// Why nothing can be sent: an [`Outcome::NotSent`].
    pub async fn open(
        server: &Server,
        credential: Option<&Credential>,
        trust: &Trust,
    ) -> Result<Self, Outcome> {
        let dialogue = begin(server, credential, trust).await;
        dialogue.map(Self).map_err(Outcome::before_the_end)
    }

    /// Sends `message` once, as [`send`] does. Only a server that has taken it is given another one: the
    /// conversation comes back then, and has ended otherwise.
    pub async fn send(
        self,
        message: &Composed,
        marks: &dyn Marks,
        wait_for_answer: Duration,
    ) -> (Outcome, Option<Self>) {
        let (outcome, dialogue) = one(self.0, message, marks, wait_for_answer).await;
        match (&outcome, dialogue) {
            (Outcome::Sent { .. }, Some(dialogue)) => (outcome, Some(Self(dialogue))),
            (_, Some(dialogue)) => {
                dialogue.quit().await;
                (outcome, None)
            }
            (_, None) => (outcome, None),
        }
    }

    /// Ends it.
    pub async fn quit(self) {
        self.0.quit().await;
    }
}

async fn begin(
    server: &Server,
    credential: Option<&Credential>,
    trust: &Trust,
) -> Result<Dialogue, Fault> {
    let opened = dialogue::open(server).await?;
    let secured = dialogue::secure(opened, server, trust).await?;
    let mut dialogue = dialogue::hello(secured).await?;
    if let Some(credential) = credential {
        dialogue.sign_in(credential).await?;
    }
    Ok(dialogue)
}

/// Sends one message on a conversation that is ready for it, and ends the conversation.
pub(crate) async fn deliver(
    dialogue: Dialogue,
    message: &Composed,
    marks: &dyn Marks,
    wait_for_answer: Duration,
) -> Outcome {
    let (outcome, dialogue) = one(dialogue, message, marks, wait_for_answer).await;
    if let Some(dialogue) = dialogue {
        dialogue.quit().await;
    }
    outcome
}

/// Sends one message. The conversation comes back where the server would hear another command.
async fn one(
    mut dialogue: Dialogue,
    message: &Composed,
    marks: &dyn Marks,
    wait_for_answer: Duration,
) -> (Outcome, Option<Dialogue>) {
    if !std::mem::replace(&mut dialogue.told_limit, true) {
        marks.takes(dialogue.offers.size_limit);
    }
    let size = message.bytes().len();
    if dialogue.offers.size_limit.is_some_and(|limit| size > limit) {
        return (Outcome::not_sent(Refusal::TooLarge), Some(dialogue));
    }
    if marks.before_mail_from().is_err() {
        return (Outcome::not_sent(Refusal::Stopped), Some(dialogue));
    }
    if let Err(no) = ask_for_354(&mut dialogue, message).await {
        // Who was told everything at once may be waiting for the message.
        let hears = !dialogue.offers.pipelining;
        return (no, hears.then_some(dialogue));
    }
    // From here on the server takes every line for the message: a Stop can only hang up.
    if marks.data_starts().is_err() {
        return (Outcome::not_sent(Refusal::Stopped), None);
    }
    let outcome = write_message(&mut dialogue, message, wait_for_answer).await;
    let hears = !matches!(outcome, Outcome::Unknown { .. });
    (outcome, hears.then_some(dialogue))
}

/// A command before the message, what it asks, and whom it names.
type Command<'a> = (String, Asked, Option<&'a EmailAddress>);

/// Everything up to the server's 354. Where the server reads ahead (RFC 2920), all commands are written at
/// once; the first no counts.
async fn ask_for_354(dialogue: &mut Dialogue, message: &Composed) -> Result<(), Outcome> {
    let commands = commands(dialogue, message);
    if dialogue.offers.pipelining {
        let all: String = commands.iter().map(|(line, ..)| format!("{line}\r\n")).collect();
        dialogue.write(&all).await.map_err(Outcome::before_the_end)?;
    }
    for (command, asked, recipient) in &commands {
        if !dialogue.offers.pipelining {
            dialogue.write(&format!("{command}\r\n")).await.map_err(Outcome::before_the_end)?;
        }
        let reply = dialogue.reply().await.map_err(Outcome::before_the_end)?;
        judge(*asked, reply, *recipient)?;
    }
    Ok(())
}

fn commands<'a>(dialogue: &Dialogue, message: &'a Composed) -> Vec<Command<'a>> {
    let envelope = message.envelope();
    let size = match dialogue.offers.size {
        true => format!(" SIZE={}", message.bytes().len()),
        false => String::new(),
    };
    let sender = format!("MAIL FROM:<{}>{size}", envelope.from.as_str());
    let mut commands = vec![(sender, Asked::Sender, None)];
    commands.extend(envelope.to.iter().map(|to| {
        // One that is refused stops all: a letter to two people goes to both or is not sent.
        (format!("RCPT TO:<{}>", to.as_str()), Asked::Recipient, Some(to))
    }));
    commands.push(("DATA".to_owned(), Asked::Data, only(&envelope.to)));
    commands
}

fn judge(asked: Asked, reply: Reply, recipient: Option<&EmailAddress>) -> Result<(), Outcome> {
    if asked == Asked::Data {
        return match reply.code {
            354 => Ok(()),
            _ if reply.is_negative() => Err(Outcome::refused(asked, &reply, recipient)),
            _ => Err(Outcome::not_sent(Refusal::Protocol)),
        };
    }
    match accepted(asked, reply) {
        Ok(_) => Ok(()),
        Err(Fault::Refused(_, reply)) => Err(Outcome::refused(asked, &reply, recipient)),
        Err(fault) => Err(Outcome::before_the_end(fault)),
    }
}

/// The recipient whom an answer about the whole message must mean.
fn only(recipients: &[EmailAddress]) -> Option<&EmailAddress> {
    match recipients {
        [one] => Some(one),
        _ => None,
    }
}

async fn write_message(
    dialogue: &mut Dialogue,
    message: &Composed,
    wait_for_answer: Duration,
) -> Outcome {
    let only = only(&message.envelope().to);
    let data = wire::stuffed(message.bytes());
    let (handed, written) = dialogue.lines.write_counting(&data, PIECE_WAIT).await;
    if handed + FINAL_DOT.len() <= data.len() {
        // Not a byte of the final dot has left. Perhaps the server has said why it hung up.
        return match Reply::read(&mut dialogue.lines, REASON_WAIT).await {
            Ok(reply) if reply.is_negative() => Outcome::refused(Asked::Data, &reply, only),
            _ => Outcome::not_sent(Refusal::Lost),
        };
    }
    let (wait, unsaid) = match written {
        Ok(()) => (wait_for_answer, None),
        Err(interrupted) => (REASON_WAIT, Some(interrupted.words())),
    };
    match Reply::read(&mut dialogue.lines, wait).await {
        Ok(reply) if reply.is_positive() => Outcome::Sent { answer: reply.words() },
        Ok(reply) if reply.is_negative() => Outcome::refused(Asked::Data, &reply, only),
        Ok(reply) => Outcome::Unknown { cause: reply.words() },
        Err(NoReply::NotSmtp(line)) => Outcome::Unknown { cause: line },
        Err(NoReply::Interrupted(interrupted)) => {
            Outcome::Unknown { cause: unsaid.unwrap_or_else(|| interrupted.words()) }
        }
    }
}

#[cfg(test)]
mod tests;
