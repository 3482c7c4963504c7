//! Requests and responses of the practice workspace.

use chrono::NaiveDate;
use desk_core::ids::EnrolmentId;
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the other side does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Simulated {
    /// A person answers.
    Reply,
    /// An automatic answer: back in a week.
    OutOfOffice,
    /// The message comes back: no such person.
    Bounce,
    /// A person asks for no more e-mail.
    OptOut,
    /// A message that may or may not be an answer.
    Unclear,
}

/// Lets the other side do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Simulate {
    /// In which enrolment.
    pub id: EnrolmentId,
    /// What it does.
    pub what: Simulated,
    /// The day, as `2026-12-24`, on which somebody who is away is back; none when they do not say.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub back: Option<NaiveDate>,
}

/// The practice workspace's clock was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Jumped {
    /// The present moment there from now on; none when nothing is to come.
    pub now: Option<Timestamp>,
}
