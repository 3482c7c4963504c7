//! What tests do to a program that is driven by hand, beside what its window can ask for.

use super::{Program, State};
use crate::loops;
use desk_core::address::EmailAddress;
use std::sync::Arc;

impl Program {
    /// Lets a message arrive in the inbox of the rep, who has these addresses. Nothing happens while no
    /// workspace is open.
    ///
    /// # Errors
    /// What hearing it failed with.
    pub fn hears(&self, own: &[EmailAddress], raw: &[u8]) -> Result<(), String> {
        let session = match &*self.locked() {
            State::Open(running) => Arc::clone(&running.session),
            _ => return Ok(()),
        };
        loops::hear(&session, own, raw).map_err(|error| error.to_string())
    }
}
