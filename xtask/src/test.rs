//! `cargo xtask test`: everything that must hold, from a bare clone.

use crate::{
    check, counts, dependencies, install, node,
    packages::{Need, Platform},
    shell, space,
    stages::{Failed, Stages},
    tools::{self, CARGO_DENY, TAURI_DRIVER},
};
use anyhow::{Context, Result, bail};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// Runs all stages.
pub fn run() -> Result<(), Failed> {
    let mut stages = Stages::of("test");
    let outcome = all(&mut stages);
    stages.close(outcome)
}

fn all(stages: &mut Stages) -> Result<()> {
    let mut installed = None;
    stages.check("space on the disk", space::ensure)?;
    stages.check("install", || {
        install_for_window_tests()?;
        installed = Some((CARGO_DENY.ensure()?, TAURI_DRIVER.ensure()?));
        Ok(())
    })?;
    let (cargo_deny, tauri_driver) = installed.context("the tools were not installed")?;

    check::first(stages)?;
    stages.check("dependencies", || dependencies::check(&cargo_deny))?;
    stages.check("UI build", node::ensure_build)?;
    stages.tests("program and its window", || {
        counts::run(&mut window_tests(&tauri_driver, &["--no-fail-fast"])?)
    })?;
    stages.check("clippy", || {
        let mut clippy = shell::cargo(["clippy", "--workspace", "--all-targets"]);
        shell::run(clippy.args(["--features", "cadence-desk/e2e", "--", "-D", "warnings"]))
    })
}

/// The packages of the system and of the UI for building and driving the window.
pub fn install_for_window_tests() -> Result<()> {
    let platform = Platform::detect()?;
    if !platform.is_linux() {
        bail!(
            "The window tests drive the window through tauri-driver, which here is done on Linux \
             only; on {} `cargo xtask check` runs all the others.",
            platform.name()
        );
    }
    let needs = [Need::Build, Need::Servers, Need::VirtualDisplay, Need::WindowTests];
    install::ensure(platform, &needs)?;
    tools::require_window_programs()?;
    node::ensure_packages()
}

/// `cargo test` for the root package with the window tests in it.
pub fn window_tests(tauri_driver: &Path, more: &[&str]) -> Result<Command> {
    let mut test = shell::cargo(["test", "--package", "cadence-desk", "--features", "e2e"]);
    let tools = tauri_driver.parent().map(Path::to_path_buf);
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = tools.into_iter().chain(env::split_paths(&path)).collect();
    test.args(more)
        .env("PATH", env::join_paths(folders)?)
        .env("CADENCE_DESK_TAURI_DRIVER", tauri_driver);
    Ok(test)
}
