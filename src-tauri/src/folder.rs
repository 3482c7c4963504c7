//! Where the workspace lies.

use std::path::{Path, PathBuf};
use tauri::{App, Manager};

/// The environment variable by which the rep chooses another folder for the workspace.
pub const VARIABLE: &str = "CADENCE_DESK_DATA_DIR";

/// The folder of the workspace: the rep's choice, else the platform's place for data that belongs
/// to this computer alone (never a roaming profile, which is copied between computers).
pub fn workspace(app: &App) -> tauri::Result<PathBuf> {
    match override_from_environment() {
        Some(folder) => Ok(folder),
        None => Ok(app.path().app_local_data_dir()?.join("workspace")),
    }
}

/// The folder named by [`VARIABLE`], made absolute; none when it is not set or empty.
pub fn override_from_environment() -> Option<PathBuf> {
    let value = std::env::var_os(VARIABLE).filter(|value| !value.is_empty())?;
    let folder = PathBuf::from(value);
    Some(std::path::absolute(&folder).unwrap_or(folder))
}

/// A path as the rep reads it: below the home folder with `~`, where that is the custom.
pub fn shown(path: &Path) -> String {
    let home = if cfg!(windows) { None } else { std::env::home_dir() };
    match home.as_deref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) => Path::new("~").join(below).display().to_string(),
        None => path.display().to_string(),
    }
}
