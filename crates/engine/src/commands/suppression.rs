//! Commands about the suppression list: what must not be written to or called.

use super::{PAGE, store_error, work_error};
use crate::outreach::WorkError;
use crate::ports::{Reads, Writes};
use desk_core::suppression::Entry;
use desk_core::time::Clock;
use desk_store::suppression::{self as table, Listed};
use desk_wire::command::Nothing;
use desk_wire::error::{Problem, WireError};
use desk_wire::suppression::{
    SuppressionAdd, SuppressionAdded, SuppressionCursor, SuppressionListRequest, SuppressionPage,
    SuppressionRef, SuppressionRow,
};

/// Answers `suppression_list`.
///
/// # Errors
/// The database's.
pub fn list(
    host: &impl Reads,
    request: SuppressionListRequest,
) -> Result<SuppressionPage, WireError> {
    let limit = request.limit.clamp(PAGE.0, PAGE.1);
    let after = request.after.map(|cursor| (cursor.at, cursor.id));
    let search = request.search.trim().to_lowercase();
    let (mut rows, count) = host
        .store()
        .read(|c| Ok((table::page(c, &search, after, limit + 1)?, table::count(c)?)))
        .map_err(store_error)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let last = rows.last().filter(|_| more);
    let next = last.map(|last| SuppressionCursor { at: last.at, id: last.id });
    Ok(SuppressionPage { rows: rows.into_iter().map(row).collect(), next, count })
}

fn row(listed: Listed) -> SuppressionRow {
    let (contact_name, partnership) =
        listed.contact.map(|(_, name, partnership)| (name, partnership)).unzip();
    SuppressionRow {
        id: listed.id,
        kind: listed.entry.kind,
        entry: listed.entry.key,
        reason: listed.reason,
        at: listed.at,
        contact_name,
        partnership,
    }
}

/// Answers `suppression_add`.
///
/// # Errors
/// [`Problem::NotSuppressible`] when it is neither an address nor a domain, a pattern or a number, or the
/// database's.
pub fn add(
    host: &(impl Writes + Clock),
    request: SuppressionAdd,
) -> Result<SuppressionAdded, WireError> {
    let entry = Entry::parse(&request.entry).map_err(|_| Problem::NotSuppressible)?;
    let now = host.now();
    let is_new = host.write_durably(|tx| table::add(tx, &entry, now)).map_err(store_error)?;
    Ok(SuppressionAdded { kind: entry.kind, entry: entry.key, is_new })
}

/// Answers `suppression_remove`.
///
/// # Errors
/// An entry that is gone, or the database's.
pub fn remove(host: &impl Writes, request: SuppressionRef) -> Result<Nothing, WireError> {
    let done = host.write(|tx| {
        let listed = table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        Ok::<_, WorkError>(table::remove(tx, &listed)?)
    });
    done.map_err(work_error)?;
    Ok(Nothing {})
}
