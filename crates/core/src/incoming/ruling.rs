//! What the rep says about a message that arrived: what it is against the program's verdict, what came of
//! it, and how it sounds (PRODUCT 7.2, 7.3, R52).

use super::Verdict;
use chrono::NaiveDate;

/// What the rep says a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "is", rename_all = "snake_case", deny_unknown_fields))]
pub enum Ruling {
    /// A person wrote.
    HumanReply,
    /// No person wrote.
    AutoReply {
        /// The day, as `2026-12-24`, on which whoever is away is back; none when that is not known.
        #[cfg_attr(feature = "wire", ts(type = "string | null"))]
        until: Option<NaiveDate>,
    },
    /// The wish to get no more.
    Unsubscribe,
    /// It did not arrive.
    Bounce {
        /// Whether the address is dead (R32).
        hard: bool,
    },
    /// It has nothing to do with anybody.
    Unrelated,
}

impl Ruling {
    /// The verdict that it makes (R51).
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::HumanReply => Verdict::HumanReply,
            Self::AutoReply { .. } => Verdict::AutoReply,
            Self::Unsubscribe => Verdict::Unsubscribe,
            Self::Bounce { .. } => Verdict::DeliveryReport,
            Self::Unrelated => Verdict::Unrelated,
        }
    }
}

/// What came of an answer, as the rep marks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Mark {
    /// A meeting was booked: the enrolments are won.
    MeetingBooked,
    /// No interest: the enrolments come to nothing.
    NotInterested,
    /// Not the one to ask: the contact is taken out of its cadences.
    WrongPerson,
    /// No more e-mail (R33).
    OptedOut,
    /// The contact named somebody else; nothing changes for its enrolments.
    Referral,
    /// A sign of interest: the enrolments come first from now on.
    BuyingSignal,
}

/// How an answer sounds (R52).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tone {
    /// Well.
    Positive,
    /// Neither well nor badly.
    Neutral,
    /// Badly.
    Negative,
    /// It names somebody else.
    Referral,
}

/// What becomes of the enrolments that an answer has stopped (R22, R23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Decision {
    /// They go on.
    Continue,
    /// They end as replied.
    Replied,
    /// They end as won.
    Won,
}
