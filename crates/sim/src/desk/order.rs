//! What the program is asked for.

use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that is asked for at a moment and a place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    /// The moment.
    pub now: Timestamp,
    /// The rep's zone.
    pub zone: String,
    pub deed: Deed,
}

/// What is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Deed {
    /// A command, as the window asks.
    Ask { command: String, input: Value },
    /// A turn of the loops.
    Turn,
    /// The file grows by so many pages and no more.
    Limit { more: Option<u32> },
}
