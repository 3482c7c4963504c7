//! The domain of Cadence Desk: what a cadence is and which rules it obeys.
//!
//! Everything here is a pure function of its arguments. There is no file, no network and no clock
//! in this crate: the present moment comes in as a [`time::Timestamp`], new ids come from
//! [`ids::Ids`]. That is what lets a test run three weeks of outreach in a millisecond.

pub mod cadence;
pub mod change;
pub mod ids;
pub mod step;
pub mod text;
pub mod time;
