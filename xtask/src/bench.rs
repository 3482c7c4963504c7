//! `cargo xtask bench`: builds one of the measuring programs with optimisation and runs it.

use crate::shell;
use anyhow::Result;
use std::process::Command;

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Which one: `engine`, `mail` for the classifier of incoming mail, or `kill` for the kill loop.
    pub name: String,
    /// Words for it, such as `--quick` or `--rows 100000`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

/// Runs it. What it makes for itself it may keep under the target folder.
pub fn run(options: &Options) -> Result<()> {
    if options.name == "kill" {
        return shell::run(outgoing("kill").args(&options.words));
    }
    // What needs no workspace file lies beside what it measures.
    let package = if options.name == "mail" { "desk-mail" } else { "desk-bench" };
    let mut bench = shell::cargo(["bench", "--package", package, "--bench", &options.name]);
    bench.arg("--").arg("--cache").arg(shell::target_dir().join("bench")).args(&options.words);
    shell::run(&mut bench)
}

/// What sends to a server of ours and counts what comes.
fn outgoing(what: &str) -> Command {
    shell::cargo(["run", "--release", "--package", "desk-outgoing", "--", what])
}
