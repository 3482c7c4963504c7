//! Table `contact_variant`: which text of an e-mail step a contact gets for good.

use crate::{StoreError, Tx};
use desk_core::ids::{ContactId, StepId};
use rusqlite::{Connection, OptionalExtension};

/// The variant that a contact has got, if one was chosen.
///
/// # Errors
/// The database's.
pub fn get(
    connection: &Connection,
    contact: ContactId,
    step: StepId,
) -> Result<Option<u32>, StoreError> {
    let variant = connection
        .prepare_cached(
            "SELECT variant FROM contact_variant WHERE contact_id = ?1 AND step_id = ?2",
        )?
        .query_row((contact.0, step.0), |row| row.get(0))
        .optional()?;
    Ok(variant)
}

/// Notes which variant a contact gets from now on.
///
/// # Errors
/// The database's.
pub fn set(
    tx: &mut Tx<'_>,
    contact: ContactId,
    step: StepId,
    variant: u32,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO contact_variant (contact_id, step_id, variant) VALUES (?1, ?2, ?3)
             ON CONFLICT (contact_id, step_id) DO UPDATE SET variant = ?3",
        )?
        .execute((contact.0, step.0, variant))?;
    Ok(())
}
