//! `cargo xtask simulate`: builds the simulator and runs it.

use crate::shell;
use anyhow::Result;

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Words for the simulator: `--seeds N`, `--from S`, `--story`, `--kills`, `--break RULE` or
    /// `--break list`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

/// Runs it.
pub fn run(options: &Options) -> Result<()> {
    let mut simulator =
        shell::cargo(["run", "--quiet", "--package", "desk-sim", "--bin", "simulate", "--"]);
    shell::run(simulator.args(&options.words))
}
