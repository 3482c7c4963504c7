//! The engine through its commands and loops, on real files and, where they are needed, real servers.
//! One program for all of them: each one more costs the linking of everything below.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[cfg(target_os = "linux")]
mod attachments;
mod batches;
mod callers;
mod calls;
mod choosing;
#[cfg(target_os = "linux")]
mod copies;
mod custom_fields;
mod editor;
mod faults;
mod figures;
mod hearing;
#[cfg(target_os = "linux")]
mod inbox;
mod job;
mod late;
mod lists;
mod mailbox_faults;
mod matching;
mod merging;
mod merging_back;
mod merging_fields;
mod noted;
#[cfg(target_os = "linux")]
mod opt_out_page;
mod pace;
mod preview;
mod program;
mod quarantine;
#[cfg(target_os = "linux")]
mod replies;
#[cfg(target_os = "linux")]
mod returned;
mod review;
#[cfg(target_os = "linux")]
mod sending;
#[cfg(target_os = "linux")]
mod sign_in;
mod stages;
mod standing;
mod support;
#[cfg(target_os = "linux")]
mod test_mail;
mod undo;
mod versions;
