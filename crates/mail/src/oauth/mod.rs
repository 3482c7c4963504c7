//! Signing in by OAuth 2.0 as a program on the rep's computer does it (RFC 8252): a page of the provider in
//! the rep's browser, the answer to a port of this computer, and a code that only we can change into tokens,
//! because only we know the verifier (PKCE, RFC 7636, S256).
//!
//! [`attempt`] is that way once, [`tokens`] changes a code or a refresh token into an access token,
//! [`issuers`] says where Google and Microsoft are asked. Opening the browser, keeping tokens, and knowing
//! when one has to be renewed are the caller's: there is no keychain and no clock here.

pub mod attempt;
mod http;
pub mod issuers;
mod landing;
pub mod tokens;

use crate::server::Secret;
use std::time::Duration;

/// As whom this program asks: what the provider calls a client.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its id. Public.
    pub id: String,
    /// What Google calls its secret, which no program on a computer can keep (RFC 8252, 8.5).
    pub secret: Option<Secret>,
}

/// What a provider has given out.
#[derive(Debug, Clone)]
pub struct Granted {
    /// What one signs in with at the mail servers.
    pub access: Secret,
    /// What the next access token is had for. None when a renewal leaves the one before in force.
    pub refresh: Option<Secret>,
    /// How long the access token is good, from the moment of the question on.
    pub lasts: Duration,
}

/// Why there are no tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The rep, or whoever decides for the rep, did not consent.
    #[error("the sign-in was declined")]
    Declined,
    /// The answer does not belong to the question: it may come from somebody else's page.
    #[error("the answer does not belong to this sign-in")]
    WrongState,
    /// The rep's browser brought no answer in time.
    #[error("no answer came from the browser")]
    TimedOut,
    /// The refresh token is of no use any more: expired, taken back, or the password was changed.
    #[error("the provider wants the rep to sign in again")]
    SignInAgain,
    /// The provider gives no refresh token: the sign-in would be over within the hour.
    #[error("the provider gave no lasting sign-in")]
    NotLasting,
    /// The provider refused; its words.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// It could not be asked now, or answered nothing that can be understood.
    #[error("the provider could not be asked: {0}")]
    Unreachable(String),
}
