//! What leaves, counted at the other end: an engine without a window sends to a server of ours, and is
//! killed while it does ([`kill`]) or measured ([`speed`]).
//!
//! The engine runs in a process of its own, so that it can be killed as the system kills; the server runs
//! in the process that watches and survives. Nothing depends on this crate.

pub mod host;
pub mod kill;
mod receipts;
pub mod sink;
pub mod speed;
