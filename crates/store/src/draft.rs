//! Table `draft`: what the rep wrote for an open touch.

use crate::text_enum::Json;
use crate::{StoreError, Tx};
use desk_core::draft::Draft;
use desk_core::ids::TouchId;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, named_params};

/// Saves a draft. The touch must be open.
///
/// # Errors
/// The database's.
pub fn save(
    tx: &mut Tx<'_>,
    touch: TouchId,
    draft: &Draft,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO draft (touch_id, document, saved_at) VALUES (:touch, :document, :now)
         ON CONFLICT (touch_id) DO UPDATE SET document = :document, saved_at = :now",
        )?
        .execute(
            named_params! { ":touch": touch.0, ":document": Json(draft), ":now": now.as_millis() },
        )?;
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// The database's.
pub fn discard(tx: &mut Tx<'_>, touch: TouchId) -> Result<(), StoreError> {
    tx.connection().prepare_cached("DELETE FROM draft WHERE touch_id = ?1")?.execute([touch.0])?;
    Ok(())
}

/// The draft of a touch, and when it was saved.
///
/// # Errors
/// The database's.
pub fn get(
    connection: &Connection,
    touch: TouchId,
) -> Result<Option<(Draft, Timestamp)>, StoreError> {
    let found = connection
        .prepare_cached("SELECT document, saved_at FROM draft WHERE touch_id = ?1")?
        .query_row([touch.0], |row| {
            let draft: Json<Draft> = row.get(0)?;
            Ok((draft.0, Timestamp::from_millis(row.get(1)?)))
        })
        .optional()?;
    Ok(found)
}
