//! What the window is told without asking.

use desk_core::change::Tag;
use serde::Serialize;
use ts_rs::TS;

/// Name of the one event that reaches the window. Its payload is [`Changed`].
pub const CHANGED: &str = "changed";

/// Records were changed and committed: whatever shows them asks again. At most one in 100 ms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Changed {
    /// What changed.
    pub tags: Vec<Tag>,
}
