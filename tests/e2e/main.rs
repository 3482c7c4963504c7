//! End-to-end tests: the real program in a real window on a virtual display, with a fresh home
//! folder, session bus and data folder each. `docs/testing.md` says how to run and extend them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod cadences;
mod crash;
mod editor;
mod frame;
mod instances;
mod job;
mod practice;
mod shots;
mod support;
mod troubles;
