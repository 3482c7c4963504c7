//! Two records of the same become one (R24): which fields the result has, which contacts are the same
//! person, which of two enrolments in one cadence stays, and whose consent counts.
//!
//! One side is kept and takes the other in. Nothing here knows rows: the store moves them.

pub mod consent;
pub mod fields;
pub mod further;
pub mod people;

/// One of the two that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Side {
    /// The one that stays.
    Kept,
    /// The one that goes into it.
    Other,
}

/// How long a merge can be taken back, in milliseconds: 30 days.
pub const UNDO_FOR: i64 = 30 * 24 * 3_600_000;
