//! The running program without a window: it holds the workspace, answers the commands of
//! `desk-wire`, and tells what changed.
//!
//! What the outside world has to provide comes in through [`ports`]; the shell in `src-tauri` gives
//! the real ones, a test its own.

mod attention;
mod choice;
mod chosen;
pub mod commands;
mod handler;
pub mod keychain;
mod loops;
mod outreach;
pub mod ports;
mod practice;
pub mod program;
pub mod publish;
mod sending;
mod session;
mod sign_in;
mod waking;
mod words;
