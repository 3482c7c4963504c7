//! The system's own dialog for files. What was chosen stays on this side of the window.

use crate::window;
use desk_engine::ports::Files;
use std::path::PathBuf;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::DialogExt;

/// The desktop's dialog, above our window.
pub struct SystemDialog(pub AppHandle);

impl Files for SystemDialog {
    /// Called from threads where waiting is allowed: the dialog itself runs where windows are drawn.
    fn choose(&self) -> Vec<PathBuf> {
        let mut dialog = self.0.dialog().file();
        if let Some(window) = self.0.get_webview_window(window::LABEL) {
            dialog = dialog.set_parent(&window);
        }
        let chosen = dialog.blocking_pick_files().unwrap_or_default();
        chosen.into_iter().filter_map(|file| file.into_path().ok()).collect()
    }
}
