//! What the keychain holds of an account: its password, or the tokens of its sign-in.

use crate::ports::{Secret, Secrets, SecretsError};
use desk_core::account::{Issuer, SignIn};
use desk_core::ids::Uid;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_mail::oauth::{Client, issuers};
use desk_wire::account::PasswordState;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The name under which an account's password lies in the keychain.
pub(crate) fn secret_name(uid: Uid) -> String {
    format!("account-{}", hex(uid))
}

/// The name under which the tokens of its sign-in lie there.
pub(super) fn tokens_name(uid: Uid) -> String {
    format!("sign-in-{}", hex(uid))
}

pub(super) fn hex(uid: Uid) -> String {
    uid.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a sign-in by OAuth has brought.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    /// Names the rep's sign-in from which they come; renewals keep it.
    pub sign_in: String,
    pub issuer: Issuer,
    /// As whom this program asked, and has to ask again.
    pub client: Client,
    pub access: Secret,
    /// Until when the access token is good.
    pub good_until: Timestamp,
    /// None when the provider wants the rep to sign in again.
    pub refresh: Option<Secret>,
}

/// How they lie in the keychain.
#[derive(Serialize, Deserialize)]
struct Written {
    sign_in: String,
    issuer: Issuer,
    client_id: String,
    client_secret: Option<String>,
    access: String,
    good_until: i64,
    refresh: Option<String>,
}

impl Tokens {
    /// None for what is none.
    pub fn read(text: &Secret) -> Option<Self> {
        let written: Written = serde_json::from_str(text.expose()).ok()?;
        let client_secret = written.client_secret.map(Secret::new);
        Some(Self {
            sign_in: written.sign_in,
            issuer: written.issuer,
            client: Client { id: written.client_id, secret: client_secret },
            access: Secret::new(written.access),
            good_until: Timestamp::from_millis(written.good_until),
            refresh: written.refresh.map(Secret::new),
        })
    }

    pub fn text(&self) -> Secret {
        let exposed = |secret: &Secret| secret.expose().to_owned();
        let written = Written {
            sign_in: self.sign_in.clone(),
            issuer: self.issuer,
            client_id: self.client.id.clone(),
            client_secret: self.client.secret.as_ref().map(exposed),
            access: exposed(&self.access),
            good_until: self.good_until.as_millis(),
            refresh: self.refresh.as_ref().map(exposed),
        };
        // Texts and numbers can always be written.
        Secret::new(serde_json::to_string(&written).unwrap_or_default())
    }

    /// Whether they belong to what the account is to sign in with.
    fn fits(&self, sign_in: &SignIn) -> bool {
        let SignIn::Oauth { issuer, client_id } = sign_in else { return false };
        let own = issuers::built_in(*issuer).map(|client| client.id);
        let wanted = if client_id.is_empty() { own } else { Some(client_id.clone()) };
        self.issuer == *issuer && wanted.is_some_and(|id| id == self.client.id)
    }
}

/// When an access token is over that was asked for at a moment.
pub(super) fn end(asked: Timestamp, lasts: Duration) -> Timestamp {
    plus(asked, i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX))
}

/// The tokens of an account, if there are any.
pub(crate) fn tokens(secrets: &dyn Secrets, uid: Uid) -> Result<Option<Tokens>, SecretsError> {
    Ok(secrets.get(&tokens_name(uid))?.and_then(|text| Tokens::read(&text)))
}

/// What the rep is told of the account's secret.
pub(crate) fn state(secrets: &dyn Secrets, uid: Uid, sign_in: &SignIn) -> PasswordState {
    let found = match sign_in {
        SignIn::Password => secrets.get(&secret_name(uid)).map(|found| match found {
            Some(_) => PasswordState::Stored,
            None => PasswordState::Missing,
        }),
        SignIn::Oauth { .. } => {
            tokens(secrets, uid).map(|found| match found.and_then(|tokens| tokens.refresh) {
                Some(_) => PasswordState::Stored,
                None => PasswordState::SignInAgain,
            })
        }
    };
    found.unwrap_or_else(|error| match error {
        SecretsError::Locked => PasswordState::Locked,
        SecretsError::Absent => PasswordState::Absent,
        SecretsError::Denied | SecretsError::Other(_) => PasswordState::Denied,
    })
}

/// Keeps what an account signs in with from now on, and nothing else of it. Without anything new, what is
/// there already has to do.
///
/// # Errors
/// The keychain's; `Ok(false)` when there is nothing to sign in with.
pub(crate) fn keep(
    secrets: &dyn Secrets,
    uid: Uid,
    sign_in: &SignIn,
    password: Option<&Secret>,
    signed_in: Option<&Tokens>,
) -> Result<bool, SecretsError> {
    let (kept, other) = match sign_in {
        SignIn::Password => (secret_name(uid), tokens_name(uid)),
        SignIn::Oauth { .. } => (tokens_name(uid), secret_name(uid)),
    };
    match (sign_in, password, signed_in) {
        (SignIn::Password, Some(password), _) => secrets.set(&kept, password)?,
        (SignIn::Password, None, _) if secrets.get(&kept)?.is_none() => return Ok(false),
        (SignIn::Oauth { .. }, _, Some(tokens)) if tokens.fits(sign_in) => {
            secrets.set(&kept, &tokens.text())?;
        }
        (SignIn::Oauth { .. }, ..) => {
            if !tokens(secrets, uid)?.is_some_and(|tokens| tokens.fits(sign_in)) {
                return Ok(false);
            }
        }
        (SignIn::Password, None, _) => {}
    }
    secrets.delete(&other)?;
    Ok(true)
}

/// Forgets both.
///
/// # Errors
/// The keychain's.
pub(crate) fn forget(secrets: &dyn Secrets, uid: Uid) -> Result<(), SecretsError> {
    secrets.delete(&tokens_name(uid))?;
    secrets.delete(&secret_name(uid))
}
