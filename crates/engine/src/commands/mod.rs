//! Handlers of the commands, one module an area. Each asks only for the ports that it uses.

pub mod cadence;
pub mod editor;

use desk_store::StoreError;
use desk_wire::error::{Problem, WireError};

/// An error of the database as the window hears it.
fn store_error(error: StoreError) -> WireError {
    match error {
        StoreError::Damaged(_) => Problem::WorkspaceDamaged.into(),
        StoreError::DiskFull => Problem::DiskFull.into(),
        StoreError::Document(_) | StoreError::Sqlite(_) => WireError::internal(&error),
    }
}
