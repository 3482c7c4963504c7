//! `cargo xtask bench`: builds one of the measuring programs with optimisation and runs it.

use crate::{node, shell};
use anyhow::Result;
use std::{fs, process::Command};

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Which one: `engine`, `kill` for the kill loop, or `mail` for the classifier of incoming mail and for how
    /// fast mail leaves.
    pub name: String,
    /// Words for it, such as `--quick` or `--rows 100000`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

/// Runs it. What it makes for itself it may keep under the target folder.
pub fn run(options: &Options) -> Result<()> {
    let words = &options.words;
    match options.name.as_str() {
        "kill" => shell::run(outgoing("kill").args(words)),
        // What needs no workspace file lies beside what it measures.
        "mail" => {
            bench("desk-mail", "mail", words)?;
            speed(words)
        }
        name => bench("desk-bench", name, words),
    }
}

fn bench(package: &str, name: &str, words: &[String]) -> Result<()> {
    let mut bench = shell::cargo(["bench", "--package", package, "--bench", name]);
    bench.arg("--").arg("--cache").arg(shell::target_dir().join("bench")).args(words);
    shell::run(&mut bench)
}

/// What sends to a server of ours and counts what comes.
fn outgoing(what: &str) -> Command {
    shell::cargo(["run", "--release", "--package", "desk-outgoing", "--", what])
}

/// How fast mail leaves, beside nodemailer, which is installed for it under the target folder.
fn speed(words: &[String]) -> Result<()> {
    let from = shell::root().join("crates/outgoing/nodemailer");
    let into = shell::target_dir().join("bench/nodemailer");
    fs::create_dir_all(&into)?;
    for file in ["package.json", "package-lock.json", "send.mjs"] {
        fs::copy(from.join(file), into.join(file))?;
    }
    let mut install = node::npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    shell::run(install.current_dir(&into))?;
    shell::run(outgoing("speed").arg("--nodemailer").arg(&into).args(words))
}
