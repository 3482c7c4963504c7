//! What an account signs in with: the one place that the outbox, the mailbox and the account test ask.
//!
//! A password lies in the keychain and is handed on. An access token lies there too, with what renews it,
//! and is renewed here: some minutes before its time is over, and once when a server refuses it before.
//! A renewal that is refused for good leaves a sign-in that only the rep can bring back
//! ([`HoldReason::SignInAgain`]); what can pass is tried again later.
//!
//! [`attempts`] are the rep's sign-ins in the browser, [`kept`] is the keychain's part.

pub(crate) mod attempts;
pub(crate) mod kept;

use crate::ports::{Endpoints, Secret, Secrets, SecretsError, Trust};
use crate::session::Session;
use desk_core::account::{Issuer, SignIn};
use desk_core::ids::Uid;
use desk_core::outbox::HoldReason;
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_mail::oauth::tokens::refresh as refresh_tokens;
use desk_mail::oauth::{Granted, Problem};
use desk_mail::server::{Credential, Proof};
use desk_store::account::Account;
use kept::{Tokens, secret_name, tokens_name};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// How long before its end an access token is renewed, in milliseconds.
const BEFOREHAND: i64 = 5 * 60_000;

/// Why there is nothing to sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoCredential {
    /// Somebody has to put something right.
    Hold(HoldReason),
    /// The provider could not be asked now.
    Later(String),
}

impl From<HoldReason> for NoCredential {
    fn from(reason: HoldReason) -> Self {
        Self::Hold(reason)
    }
}

/// What the keychain did not take of a renewal, and is lost otherwise.
type Untaken = HashMap<Uid, Tokens>;

/// Keeps two renewals from running at once: the second would bring a refresh token that the first has used
/// up.
#[derive(Debug, Default)]
pub(crate) struct Renewals(Arc<Mutex<Untaken>>);

impl Renewals {
    /// Waits until no renewal is under way.
    pub async fn settled(&self) {
        drop(self.0.lock().await);
    }
}

/// What the account signs in with.
pub(crate) async fn credential(
    session: &Session,
    account: &Account,
) -> Result<Credential, NoCredential> {
    match account.settings.sign_in {
        SignIn::Password => {
            let found = ask(&session.secrets(), secret_name(account.uid)).await?;
            let password = found.ok_or(HoldReason::NoPassword)?;
            Ok(Credential::with_password(account.settings.user.clone(), password))
        }
        SignIn::Oauth { issuer, .. } => access(session, account, issuer, None).await,
    }
}

/// Another credential after the server has refused this one; none where there can be no other: a password
/// stays what it is.
pub(crate) async fn renewed(
    session: &Session,
    account: &Account,
    refused: &Credential,
) -> Option<Result<Credential, NoCredential>> {
    match (&account.settings.sign_in, &refused.proof) {
        (SignIn::Oauth { issuer, .. }, Proof::Token(token)) => {
            Some(access(session, account, *issuer, Some(token)).await)
        }
        _ => None,
    }
}

/// An access token that is good for some minutes more and is not the one that was refused.
async fn access(
    session: &Session,
    account: &Account,
    issuer: Issuer,
    refused: Option<&Secret>,
) -> Result<Credential, NoCredential> {
    let trust = session.trust().map_err(|error| NoCredential::Later(error.to_string()))?.clone();
    let look = Look {
        uid: account.uid,
        untaken: Arc::clone(&session.renewals().0).lock_owned().await,
        secrets: session.secrets(),
        endpoints: session.endpoints(issuer),
        trust,
        now: session.now(),
        refused: refused.cloned(),
    };
    // By itself, because whoever waits may be stopped between the provider's answer and the keychain's.
    let found = tokio::spawn(look.access()).await;
    let access = found.unwrap_or_else(|error| Err(NoCredential::Later(error.to_string())))?;
    Ok(Credential::with_token(account.settings.user.clone(), access))
}

/// Looking for an access token, with everything that it takes.
struct Look {
    uid: Uid,
    untaken: OwnedMutexGuard<Untaken>,
    secrets: Arc<dyn Secrets>,
    endpoints: Endpoints,
    trust: Trust,
    now: Timestamp,
    refused: Option<Secret>,
}

impl Look {
    async fn access(mut self) -> Result<Secret, NoCredential> {
        let kept = ask(&self.secrets, tokens_name(self.uid)).await?;
        let kept = kept.and_then(|text| Tokens::read(&text)).ok_or(HoldReason::SignInAgain)?;
        // Those of a later sign-in stand above what an earlier renewal brought.
        let waiting =
            self.untaken.remove(&self.uid).filter(|tokens| tokens.sign_in == kept.sign_in);
        let tokens = waiting.unwrap_or_else(|| kept.clone());
        let is_refused =
            self.refused.as_ref().is_some_and(|token| token.expose() == tokens.access.expose());
        let (tokens, outcome) = if tokens.good_until > plus(self.now, BEFOREHAND) && !is_refused {
            (tokens, Ok(()))
        } else {
            self.renew(tokens, is_refused).await
        };
        let is_news = tokens.access.expose() != kept.access.expose()
            || tokens.refresh.is_some() != kept.refresh.is_some();
        if is_news && let Err(error) = self.keep(&kept, &tokens).await {
            tracing::warn!(%error, "the keychain did not take the renewed sign-in");
            self.untaken.insert(self.uid, tokens.clone());
        }
        outcome.map(|()| tokens.access)
    }

    /// Has the tokens renewed; what they are now, and whether one can sign in with them.
    async fn renew(&self, tokens: Tokens, is_refused: bool) -> (Tokens, Result<(), NoCredential>) {
        let Some(refresh) = &tokens.refresh else {
            return (tokens, Err(HoldReason::SignInAgain.into()));
        };
        let granted = refresh_tokens(&self.endpoints, &tokens.client, refresh, &self.trust).await;
        match granted {
            Ok(granted) => (tokens.with(granted, self.now), Ok(())),
            // Asking again would not help, so the refresh token is dropped.
            Err(Problem::SignInAgain) => {
                let over = Tokens { refresh: None, good_until: self.now, ..tokens };
                (over, Err(HoldReason::SignInAgain.into()))
            }
            // It was asked some minutes early.
            Err(_) if !is_refused && tokens.good_until > self.now => (tokens, Ok(())),
            Err(problem) => (tokens, Err(NoCredential::Later(problem.to_string()))),
        }
    }

    /// Puts renewed tokens in the place of those that they came from, unless the rep has signed in anew
    /// meanwhile.
    async fn keep(&self, before: &Tokens, tokens: &Tokens) -> Result<(), SecretsError> {
        let (name, before, text) = (tokens_name(self.uid), before.text(), tokens.text());
        in_keychain(&self.secrets, move |secrets| {
            let is_same = |found: Secret| found.expose() == before.expose();
            if secrets.get(&name)?.is_some_and(is_same) {
                secrets.set(&name, &text)
            } else {
                Ok(())
            }
        })
        .await
    }
}

impl Tokens {
    /// With what a renewal has brought.
    fn with(self, granted: Granted, asked: Timestamp) -> Self {
        let refresh = granted.refresh.or(self.refresh.clone());
        let good_until = kept::end(asked, granted.lasts);
        Self { access: granted.access, refresh, good_until, ..self }
    }
}

async fn ask(secrets: &Arc<dyn Secrets>, name: String) -> Result<Option<Secret>, HoldReason> {
    let found = in_keychain(secrets, move |secrets| secrets.get(&name)).await;
    found.map_err(|error| match error {
        SecretsError::Locked => HoldReason::KeychainLocked,
        SecretsError::Absent => HoldReason::KeychainAbsent,
        SecretsError::Denied | SecretsError::Other(_) => HoldReason::KeychainDenied,
    })
}

/// Asks the keychain on a thread where waiting is allowed: it may ask the rep.
async fn in_keychain<T: Send + 'static>(
    secrets: &Arc<dyn Secrets>,
    question: impl FnOnce(Arc<dyn Secrets>) -> Result<T, SecretsError> + Send + 'static,
) -> Result<T, SecretsError> {
    let secrets = Arc::clone(secrets);
    let answered = tokio::task::spawn_blocking(move || question(secrets)).await;
    answered.unwrap_or_else(|error| Err(SecretsError::Other(error.to_string())))
}
