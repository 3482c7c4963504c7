//! The build house: `cargo xtask run | test | check | bench | simulate | classify | gen | shots | package`.
//!
//! It starts other programs and says what it does. What it must not hold is knowledge of the
//! product: nothing here knows what a cadence is.

#![allow(clippy::print_stdout, reason = "telling what it does is the build house's job")]

mod bench;
mod bundle;
mod check;
mod classify;
mod counts;
mod dependencies;
mod display;
mod generate;
mod install;
mod node;
mod packages;
mod run;
mod shell;
mod shots;
mod simulate;
mod space;
mod stages;
mod stamp;
mod test;
mod tools;
mod wait;
mod workflows;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Builds, runs and tests Cadence Desk.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Line {
    #[command(subcommand)]
    command: Order,
}

#[derive(Subcommand)]
enum Order {
    /// Install what is missing, build and open the window.
    Run(run::Options),
    /// Install what is missing and run every check and test.
    Test,
    /// Run the quick checks and tests, without a window.
    Check,
    /// Measure a part of the program against what it has to reach.
    Bench(bench::Options),
    /// Run simulations of the program beside a naive model of its rules.
    Simulate(simulate::Options),
    /// Say of e-mails in files what each is, a line of JSON each.
    Classify(classify::Options),
    /// Write the generated files.
    Gen(generate::Options),
    /// Take a picture of every screen in every theme and size.
    Shots(shots::Options),
    /// Build the installers for this system.
    Package(bundle::Options),
}

fn main() -> ExitCode {
    let outcome = match Line::parse().command {
        Order::Run(options) => run::run(&options),
        Order::Bench(options) => bench::run(&options),
        Order::Simulate(options) => simulate::run(&options),
        Order::Classify(options) => classify::run(&options),
        Order::Gen(options) => generate::run(&options),
        Order::Shots(options) => shots::run(&options),
        Order::Package(options) => bundle::run(&options),
        // These two have said themselves, before their last line, what failed.
        Order::Test => return code(test::run().is_ok()),
        Order::Check => return code(check::run().is_ok()),
    };
    if let Err(error) = &outcome {
        eprintln!("\n{error:#}");
    }
    code(outcome.is_ok())
}

fn code(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
