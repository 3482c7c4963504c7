//! The account test (PRODUCT 6.1): one stage after the other, each with a sentence's worth of
//! reason when it fails.
//!
//! SMTP and IMAP are tested independently of each other; within one of them the first failure ends
//! the test, because what comes after it cannot be known.

use crate::answer;
use crate::connect::{CertificateProblem, ConnectProblem, SURPLUS, TlsProblem};
use crate::dialogue::{self, Asked, Dialogue, Fault};
use crate::lines::Interrupted;
use crate::message::Composed;
use crate::reading::conversation::Patience;
use crate::reading::opening;
use crate::reading::problem::Problem;
use crate::server::{Credential, Security, Server, Trust};
use crate::smtp::{self, Marks, Outcome, Refusal, Stop};
use std::time::Duration;
use tokio::time::timeout;

/// How long one stage may take.
pub const STAGE_WAIT: Duration = Duration::from_secs(20);

/// How long to wait for the answer to a message that may come twice.
const ANSWER_WAIT: Duration = Duration::from_secs(60);

/// One stage of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The sending server's name and port; without TLS from the first byte also its greeting.
    SmtpConnect,
    /// Its TLS. This stage and the next are left out where no TLS is wanted.
    SmtpTls,
    /// Its certificate.
    SmtpCertificate,
    /// User and password there.
    SmtpSignIn,
    /// An e-mail to the rep's own address.
    SendToMyself,
    /// The reading server's name and port; without TLS from the first byte also its greeting.
    ImapConnect,
    /// Its TLS. This stage and the next are left out where no TLS is wanted.
    ImapTls,
    /// Its certificate.
    ImapCertificate,
    /// User and password there.
    ImapSignIn,
}

/// Why a stage failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageFailure {
    /// The server's name is not known, or there is no network to ask.
    NameUnknown,
    /// Nothing listens there: the port is wrong, or the server is down.
    Refused,
    /// No answer in time. On a port that wants TLS from the first byte, a server that is waited
    /// for to greet stays silent too.
    TimedOut,
    /// Something answers there that is not this protocol.
    NotMail,
    /// Something answers there that is not TLS: another port's protocol, or STARTTLS is wanted.
    NotTls,
    /// The server ended the connection.
    ClosedByServer,
    /// STARTTLS was wanted and the server does not offer it.
    NoStartTls,
    /// TLS failed otherwise; why.
    TlsFailed(String),
    /// The certificate is signed by nobody who is trusted here, or by itself.
    CertificateUnknownIssuer,
    /// The certificate is made out to another name.
    CertificateWrongName,
    /// The certificate's time is over.
    CertificateExpired,
    /// What else is wrong with the certificate.
    CertificateOther(String),
    /// User, password or token is not accepted; the server's words.
    WrongPassword(String),
    /// The server offers no way of signing in with such a credential that is known here.
    NoSignIn,
    /// TLS is needed: the server is not on this computer, or demands it.
    PlainNotAllowed,
    /// The e-mail was not taken; the server's words.
    SendRefused(String),
    /// What else the server or the system says.
    Other(String),
}

/// How one stage ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageResult {
    /// Which.
    pub stage: Stage,
    /// Whether it went well.
    pub outcome: Result<(), StageFailure>,
}

/// Runs the stages in order and calls `told` after each; returns all that were told. Each takes at
/// most [`STAGE_WAIT`]. Without `imap` only sending is tested. `to_myself` is sent for real. Into `most`
/// comes how large a message may be for the sending server, in bytes, if it names a limit.
pub async fn check(
    smtp: &Server,
    imap: Option<&Server>,
    credential: &Credential,
    trust: &Trust,
    to_myself: &Composed,
    told: &mut (dyn FnMut(StageResult) + Send),
    most: &mut Option<usize>,
) -> Vec<StageResult> {
    let mut report = Report { told, results: Vec::new(), most };
    // `None` is the failure that has been told.
    let _ = check_smtp(smtp, credential, trust, to_myself, &mut report).await;
    if let Some(imap) = imap {
        let _ = check_imap(imap, credential, trust, &mut report).await;
    }
    report.results
}

/// Hands `message` over as [`check`] hands over its own, however long its files take. It must be one for the rep:
/// nothing keeps it from being sent again.
///
/// # Errors
/// The stage that failed, and why.
pub async fn hand_over(
    smtp: &Server,
    credential: &Credential,
    trust: &Trust,
    message: &Composed,
) -> Result<(), (Stage, StageFailure)> {
    let mut failed = None;
    let mut told = |result: StageResult| {
        failed = result.outcome.err().map(|failure| (result.stage, failure));
    };
    let mut report = Report { told: &mut told, results: Vec::new(), most: &mut None };
    let Some(dialogue) = reach(smtp, credential, trust, &mut report).await else {
        return Err(failed.unwrap_or((Stage::SmtpConnect, StageFailure::ClosedByServer)));
    };
    let sent = send(dialogue, message, ANSWER_WAIT).await;
    sent.map_err(|failure| (Stage::SendToMyself, failure))
}

struct Report<'a> {
    told: &'a mut (dyn FnMut(StageResult) + Send),
    results: Vec<StageResult>,
    most: &'a mut Option<usize>,
}

impl Report<'_> {
    /// Tells how a stage ended; `Some` when it went well.
    fn tell<T>(&mut self, stage: Stage, outcome: Result<T, StageFailure>) -> Option<T> {
        let (value, outcome) = match outcome {
            Ok(value) => (Some(value), Ok(())),
            Err(failure) => (None, Err(failure)),
        };
        let result = StageResult { stage, outcome };
        (self.told)(result.clone());
        self.results.push(result);
        value
    }

    /// Tells how the two stages of TLS ended: the certificate is looked at in a handshake that works.
    fn tell_tls<T>(
        &mut self,
        [tls, certificate]: [Stage; 2],
        security: Security,
        outcome: Result<T, StageFailure>,
    ) -> Option<T> {
        if security == Security::Plain {
            return outcome.ok();
        }
        match outcome {
            Err(failure) if !failure.is_about_the_certificate() => self.tell(tls, Err(failure)),
            outcome => {
                self.tell(tls, Ok(()));
                self.tell(certificate, outcome)
            }
        }
    }
}

impl StageFailure {
    fn is_about_the_certificate(&self) -> bool {
        matches!(
            self,
            Self::CertificateUnknownIssuer
                | Self::CertificateWrongName
                | Self::CertificateExpired
                | Self::CertificateOther(_)
        )
    }
}

async fn check_smtp(
    server: &Server,
    credential: &Credential,
    trust: &Trust,
    to_myself: &Composed,
    report: &mut Report<'_>,
) -> Option<()> {
    let dialogue = reach(server, credential, trust, report).await?;
    *report.most = dialogue.offers.size_limit;
    let sent = in_time(send(dialogue, to_myself, STAGE_WAIT)).await;
    report.tell(Stage::SendToMyself, sent)
}

/// Everything before a message.
async fn reach(
    server: &Server,
    credential: &Credential,
    trust: &Trust,
    report: &mut Report<'_>,
) -> Option<Dialogue> {
    let opened = in_time(dialogue::open(server)).await;
    let opened = report.tell(Stage::SmtpConnect, opened)?;
    let secured = in_time(dialogue::secure(opened, server, trust)).await;
    let stages = [Stage::SmtpTls, Stage::SmtpCertificate];
    let secured = report.tell_tls(stages, server.security, secured)?;
    let signed_in = in_time(sign_in(secured, credential)).await;
    report.tell(Stage::SmtpSignIn, signed_in)
}

async fn sign_in(
    secured: dialogue::Opened,
    credential: &Credential,
) -> Result<Dialogue, StageFailure> {
    let mut dialogue = dialogue::hello(secured).await?;
    dialogue.sign_in(credential).await?;
    Ok(dialogue)
}

async fn send(
    dialogue: Dialogue,
    message: &Composed,
    answer_wait: Duration,
) -> Result<(), StageFailure> {
    match smtp::deliver(dialogue, message, &Unmarked, answer_wait).await {
        Outcome::Sent { .. } => Ok(()),
        Outcome::NotSent { answer: Some(words), .. } => Err(StageFailure::SendRefused(words)),
        Outcome::NotSent { why: Refusal::TooLarge, .. } => {
            Err(StageFailure::SendRefused("the message is too large for the server".to_owned()))
        }
        Outcome::NotSent { why: Refusal::Lost, .. } => Err(StageFailure::ClosedByServer),
        Outcome::NotSent { .. } => Err(StageFailure::NotMail),
        Outcome::Unknown { cause } => Err(StageFailure::Other(cause)),
    }
}

/// A test message has no row in the outbox.
struct Unmarked;

impl Marks for Unmarked {
    fn before_mail_from(&self) -> Result<(), Stop> {
        Ok(())
    }

    fn data_starts(&self) -> Result<(), Stop> {
        Ok(())
    }
}

async fn check_imap(
    server: &Server,
    credential: &Credential,
    trust: &Trust,
    report: &mut Report<'_>,
) -> Option<()> {
    // Each stage gives up sooner.
    let patience = Patience::default();
    let opened = in_time(opening::open(server, patience)).await;
    let opened = report.tell(Stage::ImapConnect, opened)?;
    let secured = in_time(opening::secure(opened, server, trust, patience)).await;
    let stages = [Stage::ImapTls, Stage::ImapCertificate];
    let secured = report.tell_tls(stages, server.security, secured)?;
    let signed_in = in_time(opening::sign_in(secured, credential, patience)).await;
    report.tell(Stage::ImapSignIn, signed_in)?.leave().await;
    Some(())
}

async fn in_time<T, E: Into<StageFailure>>(
    stage: impl Future<Output = Result<T, E>>,
) -> Result<T, StageFailure> {
    match timeout(STAGE_WAIT, stage).await {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(_) => Err(StageFailure::TimedOut),
    }
}

impl From<ConnectProblem> for StageFailure {
    fn from(problem: ConnectProblem) -> Self {
        match problem {
            ConnectProblem::NameUnknown => Self::NameUnknown,
            ConnectProblem::Refused => Self::Refused,
            ConnectProblem::TimedOut => Self::TimedOut,
            ConnectProblem::Other(words) => Self::Other(words),
        }
    }
}

impl From<TlsProblem> for StageFailure {
    fn from(problem: TlsProblem) -> Self {
        match problem {
            TlsProblem::NotTls => Self::NotTls,
            TlsProblem::Surplus => Self::TlsFailed(SURPLUS.to_owned()),
            TlsProblem::Failed(words) => Self::TlsFailed(words),
            TlsProblem::Closed => Self::ClosedByServer,
            TlsProblem::TimedOut => Self::TimedOut,
            TlsProblem::Certificate(problem) => problem.into(),
        }
    }
}

impl From<CertificateProblem> for StageFailure {
    fn from(problem: CertificateProblem) -> Self {
        match problem {
            CertificateProblem::UnknownIssuer => Self::CertificateUnknownIssuer,
            CertificateProblem::WrongName => Self::CertificateWrongName,
            CertificateProblem::Expired => Self::CertificateExpired,
            CertificateProblem::Other(words) => Self::CertificateOther(words),
        }
    }
}

impl From<Problem> for StageFailure {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::PlainNotAllowed => Self::PlainNotAllowed,
            Problem::Connect(problem) => problem.into(),
            Problem::NotTls => Self::NotTls,
            Problem::Tls(words) => Self::TlsFailed(words),
            Problem::Certificate(problem) => problem.into(),
            Problem::NoStartTls => Self::NoStartTls,
            Problem::NoSignIn => Self::NoSignIn,
            Problem::SignIn(words) => Self::WrongPassword(words),
            Problem::Closed(_) => Self::ClosedByServer,
            Problem::TimedOut => Self::TimedOut,
            Problem::Garbage(_) | Problem::TooLarge => Self::NotMail,
            Problem::Later(words) | Problem::Refused(words) | Problem::Io(words) => {
                Self::Other(words)
            }
            Problem::FolderGone => Self::Other(problem.to_string()),
        }
    }
}

impl From<Interrupted> for StageFailure {
    fn from(interrupted: Interrupted) -> Self {
        match interrupted {
            Interrupted::Closed | Interrupted::Spoke => Self::ClosedByServer,
            Interrupted::TimedOut(_) => Self::TimedOut,
            Interrupted::TooLong => Self::NotMail,
            Interrupted::Io(error) => Self::Other(error.to_string()),
        }
    }
}

impl From<Fault> for StageFailure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::PlainNotAllowed => Self::PlainNotAllowed,
            Fault::Connect(problem) => problem.into(),
            Fault::Tls(problem) => problem.into(),
            Fault::NoStartTls => Self::NoStartTls,
            Fault::NoSignIn => Self::NoSignIn,
            Fault::Interrupted(interrupted) => interrupted.into(),
            Fault::NotSmtp(_) => Self::NotMail,
            Fault::Refused(Asked::SignIn, reply) => {
                match answer::refusal(Asked::SignIn, &reply, None) {
                    Refusal::SignIn => Self::WrongPassword(reply.words()),
                    _ => Self::Other(reply.words()),
                }
            }
            Fault::Refused(_, reply) => Self::Other(reply.words()),
        }
    }
}
