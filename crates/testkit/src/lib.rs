//! What tests need and the program must not have: real mail servers, and one that fails on demand.
//!
//! Only dev-dependencies may name this crate; `xtask/tests/boundaries` keeps it so. Everything
//! here listens on this computer only, in folders and on ports of its own, and ends with the test.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[cfg(unix)]
mod access_token;
pub mod certificates;
mod conversation;
mod http;
#[cfg(unix)]
pub mod identity_server;
mod imap_conversation;
pub mod imap_mailbox;
#[cfg(unix)]
pub mod mail_server;
#[cfg(unix)]
mod mail_server_conf;
pub mod name_server;
pub mod port;
#[cfg(unix)]
pub mod process;
pub mod scripted_imap;
pub mod scripted_smtp;
pub mod tls_door;
