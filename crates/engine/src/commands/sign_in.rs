//! Commands that find out about an account before it is saved: its servers, and a sign-in in the browser.

use crate::ports::{NameServers, Ports, Secret, Secrets};
use crate::session::Session;
use crate::sign_in::attempts::{Attempts, Question};
use crate::sign_in::kept;
use desk_core::address::EmailAddress;
use desk_mail::discovery::{self, FoundBy, Setup};
use desk_mail::oauth::issuers;
use desk_mail::providers::Passwords;
use desk_mail::server::Trust;
use desk_store::account;
use desk_wire::account::{
    self as wire, Servers, ServersRequest, SignInOffer, SignInRequest, SignedIn,
};
use desk_wire::error::{Problem, WireError};

/// Answers `account_servers`, within some seconds.
///
/// # Errors
/// None but the system's; for an address that is none there are no servers.
pub fn servers(
    name_servers: NameServers,
    request: &ServersRequest,
) -> Result<Option<Servers>, WireError> {
    let Ok(address) = EmailAddress::parse(&request.address) else { return Ok(None) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| WireError::internal(&error))?;
    Ok(runtime.block_on(discovery::find(&address, name_servers)).map(shown))
}

fn shown(setup: Setup) -> Servers {
    let Setup { provider, found_by, smtp, imap, passwords, issuer } = setup;
    let sign_in = issuer.map(|issuer| {
        let has_client = issuers::built_in(issuer).is_some();
        SignInOffer { issuer, has_client }
    });
    let found_by = match found_by {
        FoundBy::Table => wire::FoundBy::Table,
        FoundBy::Exchange => wire::FoundBy::Exchange,
        FoundBy::Service => wire::FoundBy::Service,
    };
    let passwords = match passwords {
        Passwords::Usual => wire::Passwords::Usual,
        Passwords::App => wire::Passwords::App,
        Passwords::None => wire::Passwords::None,
    };
    Servers { provider, found_by, smtp, imap, passwords, sign_in }
}

/// Whose certificates are believed, and what belongs to the client id of the request: asked before the
/// waiting begins, so that the workspace is not held open by it.
pub(crate) fn prepare(
    session: &Session,
    secrets: &dyn Secrets,
    request: &SignInRequest,
) -> Result<(Trust, Option<Secret>), WireError> {
    let trust = session.trust().map_err(|error| WireError::internal(&error))?.clone();
    let typed = request.client_secret.as_ref().filter(|secret| !secret.0.is_empty());
    if let Some(secret) = typed {
        return Ok((trust, Some(Secret::new(secret.0.clone()))));
    }
    let accounts = session.read_store(account::all).map_err(super::store_error)?;
    let mut accounts = accounts.into_iter();
    let account = accounts.find(|account| account.settings.address == request.address.trim());
    // Without a keychain the sign-in goes on; saving it says what is wrong.
    let tokens = account.and_then(|account| kept::tokens(secrets, account.uid).ok().flatten());
    let same = tokens.filter(|tokens| tokens.client.id == request.client_id.trim());
    Ok((trust, same.and_then(|tokens| tokens.client.secret)))
}

/// Answers `account_sign_in`, within little more than five minutes.
///
/// # Errors
/// [`Problem::SignInFailed`] says why there was none.
pub(crate) fn sign_in(
    attempts: &Attempts,
    ports: &Ports,
    (trust, client_secret): &(Trust, Option<Secret>),
    request: SignInRequest,
) -> Result<SignedIn, WireError> {
    let question = Question {
        issuer: request.issuer,
        client_id: request.client_id.trim().to_owned(),
        client_secret: client_secret.clone(),
        address: request.address,
    };
    match attempts.sign_in(ports, trust, question) {
        Ok(ticket) => Ok(SignedIn { ticket }),
        Err(failure) => Err(Problem::SignInFailed { failure }.into()),
    }
}
