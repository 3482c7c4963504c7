//! The port of this computer to which the rep's browser brings the answer (RFC 8252, 7.3).
//!
//! The one listener of this program (R53). It is on 127.0.0.1 only, answers exactly one request, whatever
//! that asks, and is closed after it. Connections that a browser opens beforehand and says nothing on do
//! not count.

use super::Problem;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use oauth2::{CsrfToken, url};
use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Connections that may be open at once.
const MOST_CONNECTIONS: usize = 16;

/// Waits for one request.
#[derive(Debug)]
pub(super) struct Landing {
    listener: TcpListener,
    port: u16,
}

/// What the first request is judged by. Taken by it: whoever comes later gets nothing.
type Once = Arc<Mutex<Option<CsrfToken>>>;

impl Landing {
    pub async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The code out of the one request, once its sender has been told how it went.
    pub async fn answer(self, state: CsrfToken) -> Result<String, Problem> {
        let once = Arc::new(Mutex::new(Some(state)));
        let (found, mut outcome) = mpsc::channel(1);
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                Some(outcome) = outcome.recv() => return outcome,
                Some(_) = connections.join_next() => {}
                accepted = self.listener.accept(), if connections.len() < MOST_CONNECTIONS => {
                    if let Ok((stream, _)) = accepted {
                        connections.spawn(serve(stream, Arc::clone(&once), found.clone()));
                    }
                }
            }
        }
    }
}

/// Serves one connection; tells the outcome when its page has been handed over.
async fn serve(stream: TcpStream, once: Once, found: mpsc::Sender<Result<String, Problem>>) {
    let judged = Mutex::new(None);
    let service = service_fn(|request: Request<_>| {
        let state = once.lock().unwrap_or_else(PoisonError::into_inner).take();
        let page = match state {
            None => page(StatusCode::GONE, "This sign-in is over", "You can close this window."),
            Some(state) => {
                let outcome = judge(&request, &state);
                let page = told(&outcome);
                *judged.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
                page
            }
        };
        std::future::ready(Ok::<_, Infallible>(page))
    });
    // A browser that goes away before it has read the page has brought the answer all the same.
    let _ = http1::Builder::new()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Some(outcome) = judged.into_inner().unwrap_or_else(PoisonError::into_inner) {
        // Fails only when nobody waits any more.
        let _ = found.send(outcome).await;
    }
}

/// What the request says (RFC 6749, 4.1.2).
fn judge<T>(request: &Request<T>, state: &CsrfToken) -> Result<String, Problem> {
    let query = request.uri().query().unwrap_or_default();
    let said = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    if request.method() != Method::GET || said("state").as_deref() != Some(state.secret()) {
        return Err(Problem::WrongState);
    }
    match (said("error").as_deref(), said("code")) {
        (Some("access_denied" | "consent_required"), _) => Err(Problem::Declined),
        (Some(error), _) => {
            Err(Problem::Refused(said("error_description").unwrap_or_else(|| error.to_owned())))
        }
        (None, Some(code)) => Ok(code),
        (None, None) => Err(Problem::Refused("it sent no code".to_owned())),
    }
}

fn told(outcome: &Result<String, Problem>) -> Response<Full<Bytes>> {
    match outcome {
        Ok(_) => page(StatusCode::OK, "Back to Cadence Desk", "You can close this window."),
        Err(Problem::Declined) => page(
            StatusCode::OK,
            "The sign-in was declined",
            "Nothing was changed. You can close this window.",
        ),
        Err(_) => page(
            StatusCode::BAD_REQUEST,
            "The sign-in did not work",
            "Cadence Desk says why. You can close this window.",
        ),
    }
}

/// Nothing of the request is repeated on it.
fn page(status: StatusCode, title: &str, text: &str) -> Response<Full<Bytes>> {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <body style=\"font:16px system-ui,sans-serif;max-width:30rem;margin:20vh auto\">\
         <h1 style=\"font-size:20px\">{title}</h1><p>{text}</p></body></html>"
    );
    let page = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "text/html; charset=utf-8")
        .header(CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store")
        .header(CONNECTION, "close")
        .body(Full::new(Bytes::from(html)));
    page.unwrap_or_default()
}
