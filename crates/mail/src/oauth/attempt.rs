//! One sign-in, from the question in the rep's browser to the tokens.

use super::issuers::{Endpoints, extras, scopes};
use super::landing::Landing;
use super::tokens::{Configured, configured, exchange};
use super::{Client, Granted, Problem};
use crate::server::Trust;
use desk_core::account::Issuer;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use std::borrow::Cow;
use std::time::Duration;

/// How long the rep's browser is waited for (R53).
pub const BROWSER_WAIT: Duration = Duration::from_secs(5 * 60);

/// A sign-in that has begun: the page is to be opened in the rep's browser, and its answer waited for.
#[derive(Debug)]
pub struct Attempt {
    client: Configured,
    page: String,
    redirect: RedirectUrl,
    state: CsrfToken,
    verifier: PkceCodeVerifier,
    landing: Landing,
}

impl Attempt {
    /// Opens the port of this computer to which the answer comes, and makes up the question. `hint` is the
    /// rep's address, which the page fills in.
    ///
    /// # Errors
    /// [`Problem::Unreachable`] when no port can be had.
    pub async fn begin(
        issuer: Issuer,
        endpoints: &Endpoints,
        client: &Client,
        hint: &str,
    ) -> Result<Self, Problem> {
        let wrong = |error: &dyn std::error::Error| Problem::Unreachable(error.to_string());
        let landing = Landing::open().await.map_err(|error| wrong(&error))?;
        let redirect = format!("http://127.0.0.1:{}/", landing.port());
        let redirect = RedirectUrl::new(redirect).map_err(|error| wrong(&error))?;
        let client = configured(endpoints, client)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut question = client
            .authorize_url(CsrfToken::new_random)
            .set_redirect_uri(Cow::Borrowed(&redirect))
            .set_pkce_challenge(challenge)
            .add_extra_param("login_hint", hint);
        for scope in scopes(issuer) {
            question = question.add_scope(Scope::new((*scope).to_owned()));
        }
        for (name, value) in extras(issuer) {
            question = question.add_extra_param(*name, *value);
        }
        let (page, state) = question.url();
        Ok(Self { client, page: page.into(), redirect, state, verifier, landing })
    }

    /// The page to open in the rep's browser.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Waits for the answer of the browser, at most [`BROWSER_WAIT`], and has its code changed into
    /// tokens. Dropped before, it closes the port.
    ///
    /// # Errors
    /// Every [`Problem`] but [`Problem::SignInAgain`].
    pub async fn finish(self, trust: &Trust) -> Result<Granted, Problem> {
        let waited = tokio::time::timeout(BROWSER_WAIT, self.landing.answer(self.state)).await;
        let code = waited.unwrap_or(Err(Problem::TimedOut))?;
        exchange(&self.client, code, self.verifier, self.redirect, trust).await
    }
}
