//! What can go wrong while a mailbox is read, as a closed list: each becomes a sentence for the rep.

use crate::connect::{CertificateProblem, ConnectProblem, SURPLUS, TcpProblem, TlsProblem};
use crate::lines::Interrupted;
use crate::reading::grammar::Verdict;

/// Why reading stopped. Whether the session is over with it says
/// [`Problem::leaves_the_session`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// TLS is needed: the server is not on this computer, or demands it.
    #[error("without TLS a mailbox is read on this very computer only")]
    PlainNotAllowed,
    /// No connection came about.
    #[error("the server cannot be reached")]
    Connect(ConnectProblem),
    /// What answers there is not TLS.
    #[error("the server does not speak TLS")]
    NotTls,
    /// TLS failed otherwise; why.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The server's certificate is not believed.
    #[error("the server's certificate is not believed")]
    Certificate(CertificateProblem),
    /// STARTTLS was wanted and the server does not offer it.
    #[error("the server does not offer STARTTLS")]
    NoStartTls,
    /// The server offers no way of signing in that is known here: no LOGIN to a password, no
    /// XOAUTH2 to a token.
    #[error("the server offers no known way of signing in")]
    NoSignIn,
    /// Sign in again: the password or token is not, or no longer, accepted. The server's words.
    #[error("signing in is not accepted: {0}")]
    SignIn(String),
    /// The server says: not now. Its words (RFC 5530, 3).
    #[error("the server is busy: {0}")]
    Later(String),
    /// The server does not do what was asked. Its words.
    #[error("the server refuses: {0}")]
    Refused(String),
    /// There is no folder of that name any more.
    #[error("the folder is gone")]
    FolderGone,
    /// The server ended the conversation; its words, if it had some.
    #[error("the server closed the connection: {0}")]
    Closed(String),
    /// No answer in time.
    #[error("the server does not answer")]
    TimedOut,
    /// What answers does not keep to IMAP; the beginning of what it said.
    #[error("the server's answer cannot be understood: {0}")]
    Garbage(String),
    /// An answer is larger than anything that was asked for.
    #[error("the server's answer is too large")]
    TooLarge,
    /// What else the system says.
    #[error("the connection failed: {0}")]
    Io(String),
}

/// Words by which providers say, without a code, that a token has expired in the middle of a
/// session.
const EXPIRED: [&str; 4] =
    ["accesstokenexpired", "session expired", "please login again", "not connected"];

/// Words by which servers say, without a code, that it is for now.
const LATER: [&str; 7] =
    ["temporar", "try again", "throttl", "too many", "rate limit", "busy", "overload"];

impl Problem {
    /// What the server's no, or its good-bye, means.
    pub(crate) fn refusal(verdict: &Verdict) -> Self {
        let words = verdict.words.clone();
        let lower = words.to_ascii_lowercase();
        match verdict.code().0.as_str() {
            "AUTHENTICATIONFAILED" | "AUTHORIZATIONFAILED" | "EXPIRED" => Self::SignIn(words),
            // Not before TLS (RFC 5530, 3).
            "PRIVACYREQUIRED" => Self::PlainNotAllowed,
            "UNAVAILABLE" | "LIMIT" | "INUSE" | "THROTTLED" | "OVERQUOTA" => Self::Later(words),
            "NONEXISTENT" | "TRYCREATE" => Self::FolderGone,
            "TOOBIG" => Self::TooLarge,
            _ if EXPIRED.iter().any(|said| lower.contains(said)) => Self::SignIn(words),
            _ if LATER.iter().any(|said| lower.contains(said)) => Self::Later(words),
            _ => Self::Refused(words),
        }
    }

    /// What the server's good-bye means.
    pub(crate) fn good_bye(verdict: &Verdict) -> Self {
        match Self::refusal(verdict) {
            problem @ (Self::SignIn(_) | Self::Later(_)) => problem,
            _ => Self::Closed(verdict.words.clone()),
        }
    }

    /// Whether the session can go on. Otherwise open another one.
    #[must_use]
    pub fn leaves_the_session(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Later(_) | Self::FolderGone)
    }
}

impl From<Interrupted> for Problem {
    fn from(interrupted: Interrupted) -> Self {
        match interrupted {
            Interrupted::Closed | Interrupted::Spoke => Self::Closed(interrupted.words()),
            Interrupted::TimedOut(_) => Self::TimedOut,
            Interrupted::TooLong => Self::TooLarge,
            Interrupted::Io(error) => Self::Io(error.to_string()),
        }
    }
}

impl From<TcpProblem> for Problem {
    fn from(problem: TcpProblem) -> Self {
        match problem {
            TcpProblem::PlainNotAllowed => Self::PlainNotAllowed,
            TcpProblem::Connect(problem) => Self::Connect(problem),
        }
    }
}

impl From<TlsProblem> for Problem {
    fn from(problem: TlsProblem) -> Self {
        match problem {
            TlsProblem::NotTls => Self::NotTls,
            TlsProblem::Surplus => Self::Tls(SURPLUS.to_owned()),
            TlsProblem::Failed(words) => Self::Tls(words),
            TlsProblem::Certificate(problem) => Self::Certificate(problem),
            TlsProblem::Closed => Self::from(Interrupted::Closed),
            TlsProblem::TimedOut => Self::TimedOut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::grammar::Status;

    #[test]
    fn a_token_that_expires_on_the_way_is_told_from_other_refusals() {
        let verdict = |words: &str| Verdict { status: Status::No, words: words.to_owned() };
        for words in [
            "BYE Session expired, please login again.",
            "BYE Session invalidated - AccessTokenExpired",
            "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
            "BAD User is authenticated but not connected.",
        ] {
            assert_eq!(Problem::good_bye(&verdict(words)), Problem::SignIn(words.to_owned()));
        }
        let words = "BYE Logging out".to_owned();
        assert_eq!(Problem::good_bye(&verdict(&words)), Problem::Closed(words));
        let words = "NO [LIMIT] too many connections".to_owned();
        assert_eq!(Problem::refusal(&verdict(&words)), Problem::Later(words));
        let words = "NO Temporary problem, please try again later".to_owned();
        assert_eq!(Problem::refusal(&verdict(&words)), Problem::Later(words));
        assert_eq!(Problem::refusal(&verdict("NO [NONEXISTENT] x")), Problem::FolderGone);
    }
}
