//! The program's one window.

use tauri::{App, AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, Wry};
use tauri_plugin_window_state::StateFlags;

/// The window's label; requests from any other are refused.
pub const LABEL: &str = "main";

/// Opens the window. The page inside shows what it can while the workspace is being opened.
pub fn open(app: &App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Cadence Desk")
        .inner_size(1280.0, 800.0)
        .min_inner_size(960.0, 600.0)
        .center()
        .build()?;
    Ok(())
}

/// Brings the window to the front, also when it is minimised or hidden.
pub fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let raised = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "the window was not raised");
    }
}

/// Reopens the window where it was closed, in the size it had.
pub fn remembered_place() -> tauri::plugin::TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}
