//! End-to-end tests: the real program in a real window on a virtual display, with a fresh home
//! folder, session bus and data folder each. `docs/testing.md` says how to run and extend them.

mod cadences;
mod frame;
mod instances;
mod shots;
mod support;
mod troubles;
