//! A provider's sign-in of a test's own (OAuth 2.0 with PKCE): a page of consent that consents at once, and
//! a token endpoint that checks everything and gives out tokens that [`crate::mail_server`] lets in.
//!
//! Codes and refresh tokens are good once; who brings one a second time is refused.

use crate::access_token::TokenIssuer;
use crate::http::{Asked, Replied, decoded, fields, serve};
use crate::mail_server::MailServer;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use std::collections::{HashMap, HashSet};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// The id under which the program is known there.
pub const CLIENT: &str = "desk-client";
/// Its secret.
pub const CLIENT_SECRET: &str = "desk-secret";

/// How the server behaves from now on.
#[derive(Debug, Clone)]
pub struct Manner {
    /// Whether whoever is asked for consent declines.
    pub declines: bool,
    /// How long access tokens are said to be good, in seconds.
    pub expires_in: u64,
    /// Whether the mail server takes the access tokens.
    pub good_tokens: bool,
    /// Whether a renewal brings another refresh token, and the one before is of no use any more.
    pub rotates: bool,
    /// Whether the token endpoint answers 503 to everything.
    pub is_down: bool,
}

struct Pending {
    challenge: String,
    redirect: String,
    address: String,
}

struct State {
    issuer: TokenIssuer,
    manner: Manner,
    codes: HashMap<String, Pending>,
    refresh: HashMap<String, String>,
    seen: Vec<String>,
    given: u64,
}

/// Whether answers are kept back.
#[derive(Debug, Default)]
struct Gate {
    is_shut: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn set(&self, is_shut: bool) {
        *locked(&self.is_shut) = is_shut;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let wait = self.opened.wait_while(locked(&self.is_shut), |is_shut| *is_shut);
        drop(wait.unwrap_or_else(PoisonError::into_inner));
    }
}

/// A running server. Ends when it is dropped.
#[derive(Debug)]
pub struct IdentityServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    gate: Arc<Gate>,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("seen", &self.seen).finish_non_exhaustive()
    }
}

impl IdentityServer {
    /// Starts one on a loopback port whose tokens `mail` lets in, if that lets in by tokens at all.
    ///
    /// # Panics
    /// When there is no port.
    #[must_use]
    pub fn start(mail: &MailServer) -> Self {
        let manner = Manner {
            declines: false,
            expires_in: 3_600,
            good_tokens: true,
            rotates: true,
            is_down: false,
        };
        let (codes, refresh, seen) = (HashMap::new(), HashMap::new(), Vec::new());
        let issuer = mail.tokens.clone();
        let state = State { issuer, manner, codes, refresh, seen, given: 0 };
        let state = Arc::new(Mutex::new(state));
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
        let address = listener.local_addr().expect("an address");
        let closing = Arc::new(AtomicBool::new(false));
        let (closes, answers) = (Arc::clone(&closing), Arc::clone(&state));
        let gate = Arc::new(Gate::default());
        let passes = Arc::clone(&gate);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if closes.load(Ordering::SeqCst) {
                    return;
                }
                serve(stream, |asked| {
                    let replied = answer(&mut locked(&answers), asked);
                    passes.pass();
                    replied
                });
            }
        });
        Self { address, state, gate, closing, thread: Some(thread) }
    }

    /// The page of consent.
    #[must_use]
    pub fn authorize(&self) -> String {
        format!("http://{}/authorize", self.address)
    }

    /// The token endpoint.
    #[must_use]
    pub fn token(&self) -> String {
        format!("http://{}/token", self.address)
    }

    /// Changes how it behaves.
    pub fn behave(&self, change: impl FnOnce(&mut Manner)) {
        change(&mut locked(&self.state).manner);
    }

    /// Keeps its answers back, or lets them go. What is answered has happened all the same.
    pub fn keep_back(&self, answers: bool) {
        self.gate.set(answers);
    }

    /// Takes every consent back: renewals are answered with `invalid_grant` from now on.
    pub fn forget_consents(&self) {
        locked(&self.state).refresh.clear();
    }

    /// What the token endpoint was asked for, in order: `authorization_code` or `refresh_token`, with
    /// ` refused` behind it where it was.
    #[must_use]
    pub fn seen(&self) -> Vec<String> {
        locked(&self.state).seen.clone()
    }
}

impl Drop for IdentityServer {
    fn drop(&mut self) {
        self.gate.set(false);
        self.closing.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(state: &mut State, asked: &Asked) -> Replied {
    let (path, query) = asked.target.split_once('?').unwrap_or((&asked.target, ""));
    match (asked.method.as_str(), path) {
        ("GET", "/authorize") => consent(state, &fields(query)),
        ("POST", "/token") => {
            let form = fields(&asked.body);
            let grant = form.get("grant_type").cloned().unwrap_or_default();
            let replied = tokens(state, &grant, &form);
            let refused = if replied.status == 200 { "" } else { " refused" };
            state.seen.push(format!("{grant}{refused}"));
            replied
        }
        _ => Replied::text(404, "no such page"),
    }
}

fn consent(state: &mut State, query: &HashMap<String, String>) -> Replied {
    let said = |name: &str| query.get(name).cloned().unwrap_or_default();
    let redirect = said("redirect_uri");
    let is_right = said("client_id") == CLIENT
        && said("response_type") == "code"
        && said("code_challenge_method") == "S256"
        && !said("scope").is_empty()
        && redirect.starts_with("http://127.0.0.1:");
    if !is_right {
        return Replied::text(400, "this is no question that is answered here");
    }
    let back = if state.manner.declines {
        "error=access_denied".to_owned()
    } else {
        let code = state.next("code/+");
        let challenge = said("code_challenge");
        let pending =
            Pending { challenge, redirect: redirect.clone(), address: said("login_hint") };
        state.codes.insert(code.clone(), pending);
        format!("code={}", decoded::escaped(&code))
    };
    Replied::redirect(format!("{redirect}?{back}&state={}", decoded::escaped(&said("state"))))
}

fn tokens(state: &mut State, grant: &str, form: &HashMap<String, String>) -> Replied {
    if state.manner.is_down {
        return Replied::text(503, "come back later");
    }
    let said = |name: &str| form.get(name).cloned().unwrap_or_default();
    if said("client_id") != CLIENT || said("client_secret") != CLIENT_SECRET {
        return Replied::json(400, r#"{"error":"invalid_client"}"#.to_owned());
    }
    let refused = || Replied::json(400, r#"{"error":"invalid_grant"}"#.to_owned());
    let (address, renews) = match grant {
        "authorization_code" => {
            let Some(pending) = state.codes.remove(&said("code")) else { return refused() };
            let verifier = said("code_verifier");
            let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
            if challenge != pending.challenge || said("redirect_uri") != pending.redirect {
                return refused();
            }
            (pending.address, true)
        }
        "refresh_token" => {
            let old = said("refresh_token");
            let Some(address) = state.refresh.get(&old).cloned() else { return refused() };
            if state.manner.rotates {
                state.refresh.remove(&old);
            }
            (address, state.manner.rotates)
        }
        _ => return Replied::json(400, r#"{"error":"unsupported_grant_type"}"#.to_owned()),
    };
    let access = state.issuer.token(&address, state.manner.good_tokens);
    let refresh = renews.then(|| {
        let token = state.next("refresh");
        state.refresh.insert(token.clone(), address);
        format!(r#","refresh_token":"{token}""#)
    });
    let expires = state.manner.expires_in;
    Replied::json(
        200,
        format!(
            r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":{expires}{}}}"#,
            refresh.unwrap_or_default()
        ),
    )
}

impl State {
    fn next(&mut self, kind: &str) -> String {
        self.given += 1;
        format!("{kind}-{}", self.given)
    }
}

/// What a rep's browser does with the page of a sign-in: opens it, and goes where it is sent. The text of
/// the last page.
///
/// # Panics
/// When there is no page.
#[must_use]
pub fn browse(page: &str) -> String {
    let mut seen = HashSet::new();
    let mut page = page.to_owned();
    loop {
        assert!(seen.insert(page.clone()), "{page} leads to itself");
        let replied = crate::http::get(&page);
        match replied.location {
            Some(next) => page = next,
            None => return replied.body,
        }
    }
}
