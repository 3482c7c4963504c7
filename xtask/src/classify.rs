//! `cargo xtask classify`: builds the classifier of incoming mail and lets it read files.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::{env, path::PathBuf};

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Files with e-mails, or folders with .eml files.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
}

/// Runs it. Its lines are for other programs, so nothing else is printed.
pub fn run(options: &Options) -> Result<()> {
    let mut command = shell::cargo(["run", "--quiet", "--package", "desk-mail"]);
    command
        .args(["--example", "classify", "--manifest-path"])
        .arg(shell::root().join("Cargo.toml"));
    // Paths mean what they mean where they were typed.
    command.current_dir(env::current_dir()?).arg("--").args(&options.paths);
    let status = command.status().context("cargo could not be started")?;
    if !status.success() {
        bail!("the classifier ended with {status}; its output above says why");
    }
    Ok(())
}
