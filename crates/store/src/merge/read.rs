//! Merges as they are asked about.

use super::{Document, Merge};
use crate::StoreError;
use crate::text_enum::Json;
use desk_core::ids::{ContactId, EventId, PartnershipId};
use desk_core::merging::UNDO_FOR;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};

/// Where what is known of a partnership is now: in the one into which it was merged, or in itself.
///
/// # Errors
/// The database's.
pub fn home(connection: &Connection, id: PartnershipId) -> Result<PartnershipId, StoreError> {
    let sql = "WITH RECURSIVE way (id) AS (
                   SELECT ?1 UNION SELECT merged_into FROM partnership JOIN way USING (id)
                   WHERE merged_into IS NOT NULL)
               SELECT id FROM way JOIN partnership USING (id) WHERE merged_into IS NULL";
    let found = connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(found.map_or(id, PartnershipId))
}

/// The merge that an entry tells, if it was not taken back and what that takes is still there.
///
/// # Errors
/// The database's.
pub fn of_event(connection: &Connection, event: EventId) -> Result<Option<Merge>, StoreError> {
    let sql = "SELECT id, at, partnership_id, last_event_id, document FROM merge
               WHERE event_id = ?1 AND undone_at IS NULL AND document IS NOT NULL";
    let found = connection
        .prepare_cached(sql)?
        .query_row([event.0], |row| {
            Ok(Merge {
                id: row.get(0)?,
                at: Timestamp::from_millis(row.get(1)?),
                kept: PartnershipId(row.get(2)?),
                event,
                last_event: EventId(row.get(3)?),
                document: row.get::<_, Json<Document>>(4)?.0,
            })
        })
        .optional()?;
    Ok(found)
}

/// Whether a merge that an entry tells may be taken back at a moment, if nothing stands against it.
///
/// # Errors
/// The database's.
pub fn is_young(
    connection: &Connection,
    event: EventId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM merge WHERE event_id = ?1 AND undone_at IS NULL
                   AND document IS NOT NULL AND at >= ?2)";
    let since = plus(at, -UNDO_FOR).as_millis();
    Ok(connection.prepare_cached(sql)?.query_row((event.0, since), |row| row.get(0))?)
}

/// Whether a message to one of these contacts is being handed over, and whether it is not known of one whether it
/// has left.
///
/// # Errors
/// The database's.
pub fn on_the_way(
    connection: &Connection,
    contacts: &[ContactId],
) -> Result<(bool, bool), StoreError> {
    let sql = "SELECT coalesce(max(state = 'sending'), 0), coalesce(max(state = 'in_doubt'), 0)
               FROM outbox WHERE state IN ('sending', 'in_doubt')
                 AND contact_id IN (SELECT value FROM json_each(?1))";
    let contacts: Vec<i64> = contacts.iter().map(|id| id.0).collect();
    let found = connection
        .prepare_cached(sql)?
        .query_row([Json(contacts)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found)
}
