//! Opening a conversation with a mailbox: what one signs in with, and what is said without it.

use crate::sending::server;
use crate::session::Session;
use crate::sign_in::{self, NoCredential};
use desk_core::account::ServerSettings;
use desk_core::outbox::HoldReason;
use desk_mail::reading::conversation::Patience;
use desk_mail::reading::problem::Problem;
use desk_mail::reading::session::Session as Conversation;
use desk_store::account::{self, Account};

/// Signs in; a second time when the server refuses a token that can be renewed.
pub(super) async fn open(
    session: &Session,
    account: &Account,
    imap: &ServerSettings,
) -> Result<Conversation, NotOpened> {
    let credential = sign_in::credential(session, account).await?;
    let trust = session.trust().map_err(|error| NotOpened::Account(error.to_string()))?;
    let (server, patience) = (server(imap), Patience::default());
    let opened = Conversation::open(&server, &credential, trust, patience).await;
    if let Err(Problem::SignIn(_)) = &opened
        && let Some(renewed) = sign_in::renewed(session, account, &credential).await
    {
        return Ok(Conversation::open(&server, &renewed?, trust, patience).await?);
    }
    Ok(opened?)
}

/// What a server is asked for an account. None when the account has changed before the answer came, or is gone: a
/// server that says nothing must not keep the rep from leaving it.
pub(super) async fn unless_changed<T>(
    session: &Session,
    account: &Account,
    asked: impl Future<Output = T>,
) -> Option<T> {
    tokio::select! {
        biased;
        answered = asked => Some(answered),
        () = changed(session, account) => None,
    }
}

/// Waits until an account is not any more what it was.
async fn changed(session: &Session, before: &Account) {
    let mut wakes = session.mailbox().listen();
    loop {
        let now = session.read_store(|c| account::get(c, before.id));
        let is_same = |now: Account| now.settings == before.settings;
        // What cannot be read now is looked at again with the next change.
        if now.is_ok_and(|now| !now.is_some_and(is_same)) {
            return;
        }
        if wakes.changed().await.is_err() {
            // The session has ended.
            std::future::pending::<()>().await;
        }
    }
}

/// Why there is no conversation.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotOpened {
    /// The mailbox.
    #[error("{0}")]
    Mail(#[from] Problem),
    /// What one signs in with, or what certificates are believed.
    #[error("{0}")]
    Account(String),
}

impl From<NoCredential> for NotOpened {
    fn from(none: NoCredential) -> Self {
        Self::Account(match none {
            NoCredential::Hold(reason) => without(reason).to_owned(),
            NoCredential::Later(words) => words,
        })
    }
}

/// Why there is nothing to sign in with, in words for the rep.
const fn without(reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::NoPassword => "no password is stored",
        HoldReason::SignInAgain => "the provider has ended the sign-in; sign in again",
        HoldReason::KeychainLocked => "the keychain of this computer is locked",
        HoldReason::KeychainAbsent => "this computer has no keychain running",
        _ => "the keychain of this computer does not give the password",
    }
}
