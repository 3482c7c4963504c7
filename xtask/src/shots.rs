//! `cargo xtask shots`: pictures of every screen in every theme and size.

use crate::{counts, node, shell, test, tools::TAURI_DRIVER};
use anyhow::{Result, bail};
use std::path::{PathBuf, absolute};

/// The tests that take the pictures, one per theme, begin like this.
const TESTS: &str = "shots::every_screen";

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// The folder for the pictures; `target/shots` when not given.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Only the pictures whose name contains this text.
    #[arg(long)]
    pub only: Option<String>,
}

/// Builds what the window tests need and runs those that take the pictures.
pub fn run(options: &Options) -> Result<()> {
    let folder = match &options.out {
        Some(folder) => absolute(folder)?,
        None => shell::target_dir().join("shots"),
    };
    test::install_for_window_tests()?;
    let tauri_driver = TAURI_DRIVER.ensure()?;
    node::ensure_build()?;
    let words = ["--test", "e2e", "--", TESTS, "--nocapture"];
    let mut command = test::window_tests(&tauri_driver, &words)?;
    command.env("CADENCE_DESK_SHOTS_DIR", &folder);
    if let Some(only) = &options.only {
        command.env("CADENCE_DESK_SHOTS_ONLY", only);
    }
    let counts = counts::run(&mut command)?;
    if counts.total() == 0 && counts.succeeded {
        bail!("There is no test whose name begins with {TESTS} in tests/e2e.");
    }
    println!("Pictures: {}", folder.display());
    if !counts.succeeded {
        bail!("The pictures show mistakes, or could not be taken; the output above says which.");
    }
    Ok(())
}
