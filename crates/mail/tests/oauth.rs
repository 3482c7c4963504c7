//! Signing in by OAuth, with a provider and a browser of the test's own.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::account::Issuer;
use desk_mail::oauth::attempt::Attempt;
use desk_mail::oauth::issuers::{self, Endpoints};
use desk_mail::oauth::tokens::refresh;
use desk_mail::oauth::{Client, Granted, Problem};
use desk_mail::server::Secret;
use desk_testkit::certificates::Authority;
use desk_testkit::identity_server::{CLIENT, CLIENT_SECRET, IdentityServer, browse};
use desk_testkit::mail_server::MailServer;
use desk_testkit::tls_door::TlsDoor;
use std::time::Duration;
use support::{no_trust, trust};

const ADDRESS: &str = "sender@example.test";

/// A provider, and the mail servers that take its tokens.
struct Provider {
    mail: MailServer,
    identity: IdentityServer,
}

impl Provider {
    fn start() -> Self {
        let mail = MailServer::start_with_tokens();
        let identity = IdentityServer::start(&mail);
        Self { mail, identity }
    }

    fn endpoints(&self) -> Endpoints {
        Endpoints { authorize: self.identity.authorize(), token: self.identity.token() }
    }

    async fn begin(&self) -> Attempt {
        let client = client(CLIENT_SECRET);
        Attempt::begin(Issuer::Google, &self.endpoints(), &client, ADDRESS).await.unwrap()
    }

    /// Signs in as a rep does who consents, or does not; what the program gets and the browser shows.
    async fn sign_in(&self) -> (Result<Granted, Problem>, String) {
        let attempt = self.begin().await;
        let page = attempt.page().to_owned();
        let browser = tokio::task::spawn_blocking(move || browse(&page));
        let granted = attempt.finish(&trust(&self.mail)).await;
        (granted, browser.await.unwrap())
    }

    async fn refresh(&self, token: &str) -> Result<Granted, Problem> {
        let token = Secret::new(token.to_owned());
        refresh(&self.endpoints(), &client(CLIENT_SECRET), &token, &trust(&self.mail)).await
    }
}

fn client(secret: &str) -> Client {
    Client { id: CLIENT.to_owned(), secret: Some(Secret::new(secret.to_owned())) }
}

/// What a page is asked with.
fn said(page: &str, name: &str) -> String {
    let query = page.split_once('?').unwrap().1;
    let found = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    found.unwrap_or_else(|| panic!("{name} is not said in {page}")).to_owned()
}

fn redirect(page: &str) -> String {
    said(page, "redirect_uri").replace("%3A", ":").replace("%2F", "/")
}

/// Opens a page in the browser while a sign-in waits.
async fn answered(provider: &Provider, attempt: Attempt, page: String) -> (Problem, String) {
    let browser = tokio::task::spawn_blocking(move || browse(&page));
    let problem = attempt.finish(&trust(&provider.mail)).await.unwrap_err();
    (problem, browser.await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_brings_tokens_that_are_renewed_with_rotation() {
    let provider = Provider::start();
    let (granted, shown) = provider.sign_in().await;
    let granted = granted.unwrap();
    assert!(shown.contains("You can close this window."), "{shown}");
    assert_eq!(granted.lasts, Duration::from_secs(3_600));

    let first = granted.refresh.unwrap();
    let renewed = provider.refresh(first.expose()).await.unwrap();
    assert_ne!(renewed.access.expose(), granted.access.expose());
    assert_ne!(renewed.refresh.unwrap().expose(), first.expose());
    // The one before is used up.
    assert_eq!(provider.refresh(first.expose()).await.unwrap_err(), Problem::SignInAgain);
    let seen = ["authorization_code", "refresh_token", "refresh_token refused"];
    assert_eq!(provider.identity.seen(), seen);

    provider.identity.behave(|manner| manner.is_down = true);
    let down = provider.refresh(first.expose()).await.unwrap_err();
    assert!(matches!(down, Problem::Unreachable(_)), "{down:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_is_told_so_and_a_wrong_client_in_the_providers_words() {
    let provider = Provider::start();
    provider.identity.behave(|manner| manner.declines = true);
    let (granted, shown) = provider.sign_in().await;
    assert_eq!(granted.unwrap_err(), Problem::Declined);
    assert!(shown.contains("The sign-in was declined"), "{shown}");

    provider.identity.behave(|manner| manner.declines = false);
    let attempt =
        Attempt::begin(Issuer::Google, &provider.endpoints(), &client("wrong"), ADDRESS).await;
    let attempt = attempt.unwrap();
    let page = attempt.page().to_owned();
    let (problem, _) = answered(&provider, attempt, page).await;
    assert_eq!(problem, Problem::Refused("invalid_client".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_another_state_ends_the_sign_in_and_no_code_is_taken() {
    let provider = Provider::start();
    let attempt = provider.begin().await;
    let forged = format!("{}?code=stolen&state=guessed", redirect(attempt.page()));
    let (problem, shown) = answered(&provider, attempt, forged).await;
    assert_eq!(problem, Problem::WrongState);
    assert!(shown.contains("The sign-in did not work"), "{shown}");
    assert!(!shown.contains("stolen"));
    assert!(provider.identity.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_port_answers_one_request_and_is_closed_after_it() {
    let provider = Provider::start();
    let attempt = provider.begin().await;
    let redirect = redirect(attempt.page());
    let address = redirect.trim_start_matches("http://").trim_end_matches('/').to_owned();
    // A browser that opens a connection beforehand and says nothing.
    let silent = tokio::net::TcpStream::connect(&address).await.unwrap();
    let (problem, _) = answered(&provider, attempt, format!("{redirect}favicon.ico")).await;
    assert_eq!(problem, Problem::WrongState);
    assert!(tokio::net::TcpStream::connect(&address).await.is_err());
    drop(silent);
}

/// Time stands still but for what is waited for.
#[tokio::test(start_paused = true)]
async fn a_browser_that_never_comes_is_waited_for_five_minutes() {
    let endpoints = issuers::endpoints(Issuer::Microsoft);
    let attempt =
        Attempt::begin(Issuer::Microsoft, &endpoints, &client(""), ADDRESS).await.unwrap();
    let begun = tokio::time::Instant::now();
    assert_eq!(attempt.finish(&no_trust()).await.unwrap_err(), Problem::TimedOut);
    assert_eq!(begun.elapsed().as_secs(), 300);
}

#[tokio::test]
async fn the_page_is_asked_as_the_provider_wants_it() {
    for (issuer, begins, scope) in [
        (
            Issuer::Google,
            "https://accounts.google.com/o/oauth2/v2/auth?",
            "https%3A%2F%2Fmail.google.com%2F",
        ),
        (
            Issuer::Microsoft,
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?",
            "https%3A%2F%2Foutlook.office.com%2FIMAP.AccessAsUser.All+\
             https%3A%2F%2Foutlook.office.com%2FSMTP.Send+offline_access",
        ),
    ] {
        let endpoints = issuers::endpoints(issuer);
        let attempt = Attempt::begin(issuer, &endpoints, &client("secret"), ADDRESS).await.unwrap();
        let page = attempt.page();
        assert!(page.starts_with(begins), "{page}");
        assert_eq!(said(page, "scope"), scope);
        assert_eq!(said(page, "code_challenge_method"), "S256");
        assert_eq!(said(page, "code_challenge").len(), 43);
        assert!(said(page, "state").len() >= 22);
        assert_eq!(said(page, "login_hint"), "sender%40example.test");
        assert!(redirect(page).starts_with("http://127.0.0.1:"), "{page}");
        assert!(!page.contains("secret"), "{page}");
        assert_eq!(issuer == Issuer::Google, page.contains("access_type=offline"));
    }
}

#[tokio::test]
async fn a_token_endpoint_is_believed_only_with_a_certificate_and_never_in_the_clear() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let door = TlsDoor::open(&stranger.certificate(&["localhost"]));
    let known = desk_mail::server::Trust::with_roots(authority.pem().as_bytes()).unwrap();
    let ask = async |token: String| {
        let endpoints = Endpoints { authorize: "https://localhost/".to_owned(), token };
        let secret = Secret::new("refresh".to_owned());
        let asked = refresh(&endpoints, &client("secret"), &secret, &known).await;
        asked.unwrap_err().to_string()
    };
    let words = ask(format!("https://localhost:{}/token", door.port())).await;
    assert!(words.contains("the certificate of localhost is not trusted"), "{words}");
    // An address for documentation (RFC 5737): nothing is sent there.
    let words = ask("http://192.0.2.1/token".to_owned()).await;
    assert!(words.contains("the connection would not be protected"), "{words}");
}
