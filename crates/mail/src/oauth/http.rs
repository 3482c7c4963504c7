//! One question to a provider over HTTP, on the same connections and the same trust as mail.
//!
//! No redirection is followed: a token endpoint that sends one elsewhere is not to be believed.

use crate::connect::{Pipe, TcpProblem, TlsProblem, tcp, tls};
use crate::server::{Security, Server, Trust};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::time::timeout;

/// How long a provider may take.
const ANSWER_WAIT: Duration = Duration::from_secs(30);

/// The longest answer, in bytes; tokens have a few thousand.
const LONGEST_ANSWER: usize = 256 * 1024;

/// Why there is no answer, in words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoAnswer(String);

/// Asks, and waits a bounded time.
pub(super) async fn ask(
    request: Request<Vec<u8>>,
    trust: &Trust,
) -> Result<Response<Vec<u8>>, NoAnswer> {
    match timeout(ANSWER_WAIT, exchange(request, trust)).await {
        Ok(answer) => answer,
        Err(_) => Err(NoAnswer("no answer in time".to_owned())),
    }
}

async fn exchange(request: Request<Vec<u8>>, trust: &Trust) -> Result<Response<Vec<u8>>, NoAnswer> {
    let pipe = connect(request.uri(), trust).await?;
    let request = in_origin_form(request)?;
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(pipe)).await.map_err(|error| words(&error))?;
    let talk = async {
        let answer = sender.send_request(request).await.map_err(|error| words(&error))?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, LONGEST_ANSWER).collect().await;
        let body = body.map_err(|error| NoAnswer(error.to_string()))?.to_bytes();
        Ok(Response::from_parts(head, body.to_vec()))
    };
    let (mut talk, mut connection) = (std::pin::pin!(talk), std::pin::pin!(connection));
    tokio::select! {
        biased;
        answer = &mut talk => answer,
        // The server has ended it; what it said before is still to be read.
        _ = &mut connection => talk.await,
    }
}

async fn connect(uri: &Uri, trust: &Trust) -> Result<Pipe, NoAnswer> {
    let (security, usual) = match uri.scheme_str() {
        Some("https") => (Security::Tls, 443),
        // Refused unless the server is this computer.
        _ => (Security::Plain, 80),
    };
    let host = uri.host().unwrap_or_default().to_owned();
    let server = Server { host, port: uri.port_u16().unwrap_or(usual), security };
    let pipe = tcp(&server).await.map_err(|problem| {
        NoAnswer(match problem {
            TcpProblem::PlainNotAllowed => "the connection would not be protected".to_owned(),
            TcpProblem::Connect(problem) => {
                format!("no connection to {}: {problem:?}", server.host)
            }
        })
    })?;
    if security == Security::Plain {
        return Ok(pipe);
    }
    tls(pipe, &server, trust).await.map_err(|problem| {
        NoAnswer(match problem {
            TlsProblem::Certificate(problem) => {
                format!("the certificate of {} is not trusted: {problem:?}", server.host)
            }
            problem => format!("no protected connection to {}: {problem:?}", server.host),
        })
    })
}

/// The request as it is said to the server itself (RFC 9112, 3.2.1).
fn in_origin_form(request: Request<Vec<u8>>) -> Result<Request<Full<Bytes>>, NoAnswer> {
    let (mut head, body) = request.into_parts();
    let wrong = |error: &dyn std::error::Error| NoAnswer(error.to_string());
    if let Some(authority) = head.uri.authority() {
        let host = HeaderValue::from_str(authority.as_str()).map_err(|error| wrong(&error))?;
        head.headers.insert(HOST, host);
    }
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    head.uri = path.parse().map_err(|error: hyper::http::uri::InvalidUri| wrong(&error))?;
    Ok(Request::from_parts(head, Full::new(Bytes::from(body))))
}

fn words(error: &hyper::Error) -> NoAnswer {
    NoAnswer(error.to_string())
}
