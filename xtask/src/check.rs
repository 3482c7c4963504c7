//! `cargo xtask check`: the quick stages, without a window.

use crate::{
    counts::{self, Counts},
    generate, install, node,
    packages::{Need, Platform},
    shell,
    stages::{Failed, Stages},
    workflows,
};
use anyhow::Result;

/// The build house tests itself in a stage of its own: it is compiled already, and building it
/// with the others would replace the program that is running, which Windows forbids.
pub const WITHOUT_WINDOW: [&str; 4] = ["--exclude", "cadence-desk", "--exclude", "xtask"];

/// Runs the quick stages.
pub fn run() -> Result<(), Failed> {
    let mut stages = Stages::of("check");
    let outcome = all(&mut stages);
    stages.close(outcome)
}

fn all(stages: &mut Stages) -> Result<()> {
    let platform = Platform::detect()?;
    stages.check("install", || {
        install::ensure(platform, &[Need::Build, Need::Servers])?;
        node::ensure_packages()
    })?;
    first(stages)?;
    stages.check("clippy without the window", || {
        let mut clippy = shell::cargo(["clippy", "--workspace", "--exclude", "cadence-desk"]);
        shell::run(clippy.args(["--all-targets", "--", "-D", "warnings"]))
    })
}

/// The stages that `check` and `test` share, quickest first.
pub fn first(stages: &mut Stages) -> Result<()> {
    stages.check("format", || shell::run(&mut shell::cargo(["fmt", "--all", "--check"])))?;
    stages.check("workflow files", workflows::check)?;
    stages.check("UI lint and import cycles", || shell::run(&mut node::npm(&["run", "lint"])))?;
    stages.check("UI types", || shell::run(&mut node::npm(&["run", "typecheck"])))?;
    stages.tests("build house and boundaries", || {
        counts::run(&mut shell::cargo(["test", "--package", "xtask", "--no-fail-fast"]))
    })?;
    stages.tests("UI tests", || counts::run(&mut node::npm(&["run", "test"])))?;
    stages.check("generated files", generate::check)?;
    stages.tests("Rust tests without the window", crates)?;
    stages.tests("simulator and kill loop", || {
        let mut test = shell::cargo(["test", "--no-fail-fast"]);
        counts::run(test.args(OPTIMISED.iter().flat_map(|package| ["--package", package])))
    })
}

/// What works so much that optimising pays.
const OPTIMISED: [&str; 2] = ["desk-sim", "desk-outgoing"];

/// Tests of these run for seconds, and optimising them takes many minutes.
const PLAIN: [&str; 4] = ["desk-core", "desk-engine", "desk-store", "desk-wire"];

fn crates() -> Result<Counts> {
    let mut test = shell::cargo(["test", "--workspace", "--no-fail-fast"]);
    test.args(WITHOUT_WINDOW).args(OPTIMISED.iter().flat_map(|package| ["--exclude", package]));
    for package in PLAIN {
        test.args(["--config", &format!("profile.dev.package.{package}.opt-level=0")]);
    }
    counts::run(&mut test)
}
