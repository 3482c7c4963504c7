//! `cargo xtask bench`: builds one of the measuring programs with optimisation and runs it.

use crate::shell;
use anyhow::Result;

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Which one: `engine`, or `mail` for the classifier of incoming mail.
    pub name: String,
    /// Words for it, such as `--quick` or `--rows 100000`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

/// Runs it. What it makes for itself it may keep under the target folder.
pub fn run(options: &Options) -> Result<()> {
    // What needs no workspace file lies beside what it measures.
    let package = if options.name == "mail" { "desk-mail" } else { "desk-bench" };
    let mut bench = shell::cargo(["bench", "--package", package, "--bench", &options.name]);
    bench.arg("--").arg("--cache").arg(shell::target_dir().join("bench")).args(&options.words);
    shell::run(&mut bench)
}
