//! The domain of Cadence Desk: what a cadence is and which rules it obeys.
//!
//! Everything here is a pure function of its arguments. There is no file, no network and no clock
//! in this crate: the present moment comes in as a [`time::Timestamp`], new ids come from
//! [`ids::Ids`]. That is what lets a test run three weeks of outreach in a millisecond.

pub mod account;
pub mod address;
pub mod attachment;
pub mod cadence;
pub mod calendar;
pub mod caller;
pub mod change;
pub mod condition;
pub mod country;
pub mod custom;
pub mod draft;
pub mod enrolment;
pub mod event;
pub mod forecast;
pub mod holidays;
pub mod hours;
pub mod ids;
pub mod incoming;
pub mod merging;
pub mod money;
pub mod noted;
pub mod opt_out;
pub mod outbox;
pub mod pace;
pub mod partnership;
pub mod phone;
pub mod place;
pub mod rep;
pub mod routing;
pub mod rules;
pub mod schedule;
pub mod stage;
pub mod step;
pub mod suppression;
pub mod template;
pub mod text;
pub mod time;
pub mod touch;
pub mod variant;
pub mod waking;
pub mod zone;
