//! Build step of the desktop package: Tauri's resources and the window's rights.

#![allow(clippy::print_stdout, reason = "cargo reads a build script's output")]

use std::error::Error;
use std::fs;
use tauri_build::{AppManifest, Attributes};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    // Tauri embeds the built UI when it compiles; before the first build of the UI it is empty.
    fs::create_dir_all("ui/dist")?;
    let attributes = if std::env::var_os("CARGO_FEATURE_E2E").is_some() {
        Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/*.json")
            .app_manifest(AppManifest::new().commands(&["rpc", "e2e_clock"]))
    } else {
        Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/main.json")
            .app_manifest(AppManifest::new().commands(&["rpc"]))
    };
    tauri_build::try_build(attributes)?;
    Ok(())
}
