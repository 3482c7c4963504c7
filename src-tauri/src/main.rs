//! Cadence Desk.

// No console window beside the program on Windows.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    cadence_desk::run()
}
