//! The one command of the window.

use crate::window;
use desk_engine::program::Program;
use desk_wire::command::{Request, route};
use desk_wire::error::{Problem, WireError};
use desk_wire::origin;
use serde_json::Value;
use std::sync::Arc;
use tauri::{State, Url, WebviewWindow};

/// Answers one request of the list in `desk-wire`. Work is done off the threads that draw.
#[tauri::command]
pub async fn rpc(
    window: WebviewWindow,
    program: State<'_, Arc<Program>>,
    request: Value,
) -> Result<Value, WireError> {
    let url = window.url().map_err(|error| WireError::internal(&error))?;
    if window.label() != window::LABEL || !is_our_page(&url) {
        tracing::warn!("a request from another page was refused");
        return Err(refused("the request came from another page"));
    }
    let request: Request = serde_json::from_value(request).map_err(|error| {
        // The error quotes what was sent, which does not belong in the log.
        tracing::warn!("a request that is not in the list was refused");
        refused(&error.to_string())
    })?;
    let name = request.name();
    let program = Arc::clone(&program);
    let answer = tauri::async_runtime::spawn_blocking(move || route(&*program, request))
        .await
        .unwrap_or_else(|error| Err(WireError::internal(&error)));
    if let Err(WireError { problem: Problem::Internal, message }) = &answer {
        tracing::error!(command = name, %message, "command failed");
    }
    answer
}

fn refused(reason: &str) -> WireError {
    WireError { problem: Problem::Refused, message: reason.to_owned() }
}

/// Whether the page was served from the program itself, or while developing by the UI's own server.
fn is_our_page(url: &Url) -> bool {
    let developing = cfg!(all(debug_assertions, not(feature = "custom-protocol")));
    let (scheme, host) = (url.scheme(), url.host_str());
    origin::is_ours(scheme, host) || (developing && (scheme, host) == ("http", Some("localhost")))
}
