//! Changing a code or a refresh token into an access token (RFC 6749, 4.1.3 and 6).

use super::http::{NoAnswer, ask};
use super::issuers::Endpoints;
use super::{Client, Granted, Problem};
use crate::server::{Secret, Trust};
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicErrorResponseType, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, TokenResponse, TokenUrl,
};
use std::pin::Pin;
use std::time::Duration;

/// How long an access token is taken to be good of which the provider does not say it.
const USUAL_LIFE: Duration = Duration::from_secs(3_600);

pub(super) type Configured =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

type Failure = RequestTokenError<NoAnswer, BasicErrorResponse>;

/// The library's way to our HTTP.
struct Http<'t>(&'t Trust);

impl<'c> AsyncHttpClient<'c> for Http<'_> {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(ask(request, self.0))
    }
}

/// The question in the words of the library.
pub(super) fn configured(endpoints: &Endpoints, client: &Client) -> Result<Configured, Problem> {
    let wrong = |error: oauth2::url::ParseError| Problem::Unreachable(error.to_string());
    let authorize = AuthUrl::new(endpoints.authorize.clone()).map_err(wrong)?;
    let token = TokenUrl::new(endpoints.token.clone()).map_err(wrong)?;
    let mut configured = BasicClient::new(ClientId::new(client.id.clone()))
        .set_auth_uri(authorize)
        .set_token_uri(token)
        // Both providers read the client in the body; Microsoft does so only of public clients.
        .set_auth_type(AuthType::RequestBody);
    if let Some(secret) = &client.secret {
        configured = configured.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
    }
    Ok(configured)
}

/// Changes the code that came back from the browser.
pub(super) async fn exchange(
    client: &Configured,
    code: String,
    verifier: PkceCodeVerifier,
    redirect: RedirectUrl,
    trust: &Trust,
) -> Result<Granted, Problem> {
    let answer = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(verifier)
        .set_redirect_uri(std::borrow::Cow::Owned(redirect))
        .request_async(&Http(trust))
        .await;
    let granted = granted(&answer.map_err(problem)?);
    if granted.refresh.is_none() { Err(Problem::NotLasting) } else { Ok(granted) }
}

/// Has the access token renewed. The answer may hold another refresh token, which takes the place of the
/// one before.
///
/// # Errors
/// [`Problem::SignInAgain`] when the refresh token is of no use any more; what can pass is
/// [`Problem::Unreachable`].
pub async fn refresh(
    endpoints: &Endpoints,
    client: &Client,
    refresh: &Secret,
    trust: &Trust,
) -> Result<Granted, Problem> {
    let token = RefreshToken::new(refresh.expose().to_owned());
    let answer = configured(endpoints, client)?
        .exchange_refresh_token(&token)
        .request_async(&Http(trust))
        .await;
    answer.map(|answer| granted(&answer)).map_err(|failure| match &failure {
        RequestTokenError::ServerResponse(answer)
            if *answer.error() == BasicErrorResponseType::InvalidGrant =>
        {
            Problem::SignInAgain
        }
        _ => problem(failure),
    })
}

fn granted(answer: &BasicTokenResponse) -> Granted {
    Granted {
        access: Secret::new(answer.access_token().secret().clone()),
        refresh: answer.refresh_token().map(|token| Secret::new(token.secret().clone())),
        lasts: answer.expires_in().unwrap_or(USUAL_LIFE),
    }
}

fn problem(failure: Failure) -> Problem {
    match failure {
        // Not refused for good (RFC 6749 names these for the page of consent; providers say them here too).
        RequestTokenError::ServerResponse(answer) if is_passing(answer.error()) => {
            Problem::Unreachable(answer.to_string())
        }
        RequestTokenError::ServerResponse(answer) => Problem::Refused(answer.to_string()),
        RequestTokenError::Request(error) => Problem::Unreachable(error.to_string()),
        // What the library quotes could hold a token.
        RequestTokenError::Parse(..) => {
            Problem::Unreachable("its answer cannot be understood".to_owned())
        }
        RequestTokenError::Other(words) => Problem::Unreachable(words),
    }
}

fn is_passing(error: &BasicErrorResponseType) -> bool {
    matches!(
        error,
        BasicErrorResponseType::Extension(code)
            if matches!(code.as_str(), "temporarily_unavailable" | "server_error" | "slow_down")
    )
}
