//! A simulator with a seed: random cadences and people, random events, and a deliberately simple
//! model of an enrolment that says what has to come of them.
//!
//! The model in [`naive`] is written from the rules, with other ways of computing than the core: it
//! keeps everything that ever happened in lists and goes through them again each time. Where the two
//! differ, one of them is wrong. Nothing depends on this crate.

pub mod arena;
pub mod breaks;
pub mod cadences;
pub mod coverage;
pub mod desk;
pub mod events;
pub mod naive;
pub mod ports;
pub mod random;
pub mod run;
pub mod scene;
pub mod tally;
pub mod twin;
pub mod watch;
pub mod world;
