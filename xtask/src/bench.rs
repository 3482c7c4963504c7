//! `cargo xtask bench`: builds one of the measuring programs with optimisation and runs it.

use crate::shell;
use anyhow::Result;

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Which one, such as `engine`.
    pub name: String,
    /// Words for it, such as `--quick` or `--rows 100000`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

/// Runs it. What it makes for itself it may keep under the target folder.
pub fn run(options: &Options) -> Result<()> {
    let mut bench = shell::cargo(["bench", "--package", "desk-bench", "--bench", &options.name]);
    bench.arg("--").arg("--cache").arg(shell::target_dir().join("bench")).args(&options.words);
    shell::run(&mut bench)
}
