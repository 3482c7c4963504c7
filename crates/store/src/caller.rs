//! The numbers that the rep calls from, and which one a touch's call is made from.

use crate::text_enum::Json;
use crate::{StoreError, Tx};
use desk_core::caller::{CallerNumber, MAX_NUMBERS, find, last_after};
use desk_core::change::TagKind;
use desk_core::ids::TouchId;
use rusqlite::{Connection, OptionalExtension};

/// The numbers in the rep's order, and the one that was chosen in turn last; empty before the first time.
///
/// # Errors
/// The database's.
pub fn numbers(connection: &Connection) -> Result<(Vec<CallerNumber>, String), StoreError> {
    let found = connection
        .prepare_cached("SELECT caller_numbers, caller_last FROM workspace WHERE id = 1")?
        .query_row([], |row| {
            let numbers: Json<Vec<CallerNumber>> = row.get(0)?;
            Ok((numbers.0, row.get(1)?))
        })?;
    Ok(found)
}

/// Keeps another list; the turn goes on where it was.
///
/// # Errors
/// The database's.
pub fn set_numbers(tx: &mut Tx<'_>, list: &[CallerNumber]) -> Result<(), StoreError> {
    let (before, last) = numbers(tx.connection())?;
    tx.connection().execute(
        "UPDATE workspace SET caller_numbers = ?1, caller_last = ?2 WHERE id = 1",
        (Json(&list), last_after(&before, &last, list).unwrap_or_default()),
    )?;
    tx.all(TagKind::Workspace);
    // Windows of calls show from which number.
    tx.all(TagKind::Touch);
    Ok(())
}

/// Adds numbers behind the others, those that are not there yet, as long as there is room.
///
/// # Errors
/// The database's.
pub fn add_missing(tx: &mut Tx<'_>, more: Vec<CallerNumber>) -> Result<(), StoreError> {
    let (mut list, _) = numbers(tx.connection())?;
    for one in more {
        if list.len() < MAX_NUMBERS && find(&list, &one.number).is_none() {
            list.push(one);
        }
    }
    set_numbers(tx, &list)
}

/// Keeps that a number was chosen in turn.
///
/// # Errors
/// The database's.
pub fn set_last(tx: &mut Tx<'_>, number: &str) -> Result<(), StoreError> {
    tx.connection().execute("UPDATE workspace SET caller_last = ?1 WHERE id = 1", [number])?;
    Ok(())
}

/// From which number an open touch's call is made; empty when none was chosen.
///
/// # Errors
/// The database's.
pub fn of_touch(connection: &Connection, touch: TouchId) -> Result<String, StoreError> {
    let found = connection
        .prepare_cached("SELECT caller FROM agenda WHERE id = ?1")?
        .query_row([touch.0], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Keeps from which number an open touch's call is made.
///
/// # Errors
/// The database's.
pub fn set_of_touch(tx: &mut Tx<'_>, touch: TouchId, number: &str) -> Result<(), StoreError> {
    tx.connection().execute("UPDATE agenda SET caller = ?1 WHERE id = ?2", (number, touch.0))?;
    Ok(())
}
