//! Makes two of one again: every row names whom it named before.

use super::rows::{change_back, insert};
use super::{Merge, next_due};
use crate::text_enum::Json;
use crate::{StoreError, Tx, partnership};
use desk_core::ids::PartnershipId;
use desk_core::time::Timestamp;
use rusqlite::Connection;

/// Columns of a partnership that are kept by others.
const KEPT_BY_OTHERS: [&str; 2] = ["next_due_at", "updated_at"];

/// Takes a merge back, except for what became of enrolments: their entry keeps that. What the rep has changed in
/// the kept one since stays as it is.
///
/// # Errors
/// The database's.
pub fn take_back(tx: &mut Tx<'_>, merge: &Merge, at: Timestamp) -> Result<(), StoreError> {
    let document = &merge.document;
    let connection = tx.connection();
    // First what stood beside the other one: a partnership has one primary contact.
    for change in document.changed.iter().filter(|one| one.before.table == "contact") {
        change_back(connection, change, &[])?;
    }
    for image in document.gone.iter().filter(|image| image.table == "contact") {
        insert(connection, image)?;
    }
    let moved_contacts: Vec<i64> = document
        .moved
        .iter()
        .filter(|moved| moved.table == "contact")
        .flat_map(|moved| moved.ids.iter().copied())
        .collect();
    connection.execute(
        "UPDATE contact SET is_primary = 0 WHERE id IN (SELECT value FROM json_each(?1))",
        [Json(&moved_contacts)],
    )?;
    for moved in document.moved.iter().rev().filter(|moved| moved.table != "agenda") {
        moved.back(connection)?;
    }
    follow_enrolments(connection, merge)?;
    for image in document.gone.iter().filter(|image| image.table != "contact") {
        insert(connection, image)?;
    }
    for change in document.changed.iter().filter(|one| one.before.table != "contact") {
        let mut but = KEPT_BY_OTHERS.to_vec();
        if let Some(stage) = change.before.word("stage")
            && !is_in_list(connection, stage)?
        {
            but.push("stage");
        }
        change_back(connection, change, &but)?;
    }
    for (table, id) in &document.added {
        remove(connection, table, *id)?;
    }
    unlock(connection, merge, at)?;
    let mut both = vec![merge.kept];
    if let Some(other) = document.other {
        set_primary(connection, other, document.primary)?;
        connection.execute(
            "UPDATE partnership SET deleted_at = NULL, merged_into = NULL WHERE id = ?1",
            [other],
        )?;
        both.push(PartnershipId(other));
    }
    set_primary(connection, merge.kept.0, None)?;
    next_due(tx, &both)?;
    for id in both {
        partnership::index(tx, id)?;
    }
    Ok(())
}

/// Whether there still is a stage.
fn is_in_list(connection: &Connection, stage: &str) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("SELECT 1 FROM stage WHERE key = ?1")?.exists([stage])?)
}

/// Takes out a row that was not there before. An address that the rep has put on the list meanwhile stays there.
fn remove(connection: &Connection, table: &str, id: i64) -> Result<(), StoreError> {
    if table == "suppression" {
        let listed = "UPDATE suppression SET reason = earlier, earlier = NULL
                      WHERE id = ?1 AND earlier IS NOT NULL";
        if connection.execute(listed, [id])? > 0 {
            return Ok(());
        }
    }
    connection.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [id])?;
    Ok(())
}

/// Open touches are their enrolment's, and so are entries about it that were written since.
fn follow_enrolments(connection: &Connection, merge: &Merge) -> Result<(), StoreError> {
    let ids: Vec<i64> = merge.document.enrolments().into_iter().map(|id| id.0).collect();
    for table in ["agenda", "event"] {
        let sql = format!(
            "UPDATE {table} SET partnership_id = enrolment.partnership_id,
                 contact_id = enrolment.contact_id
             FROM enrolment
             WHERE enrolment.id = {table}.enrolment_id
               AND {table}.enrolment_id IN (SELECT value FROM json_each(?1))"
        );
        connection.execute(&sql, [Json(&ids)])?;
    }
    Ok(())
}

/// What was done before can be taken back again; what was done with it was not done.
fn unlock(connection: &Connection, merge: &Merge, at: Timestamp) -> Result<(), StoreError> {
    connection.execute("UPDATE event SET merge_id = NULL WHERE merge_id = ?1", [merge.id])?;
    connection.execute(
        "UPDATE event SET undone_at = ?3 WHERE id BETWEEN ?1 AND ?2 AND undone_at IS NULL",
        (merge.event.0, merge.last_event.0, at.as_millis()),
    )?;
    connection.execute(
        "UPDATE merge SET undone_at = ?2, document = NULL WHERE id = ?1",
        (merge.id, at.as_millis()),
    )?;
    Ok(())
}

/// Gives a partnership without a primary contact one: this, else the first.
fn set_primary(connection: &Connection, id: i64, which: Option<i64>) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE contact SET is_primary = 1
         WHERE id = coalesce(
                 (SELECT id FROM contact WHERE id = ?2 AND partnership_id = ?1),
                 (SELECT min(id) FROM contact WHERE partnership_id = ?1))
           AND NOT EXISTS (SELECT 1 FROM contact AS home
               WHERE home.partnership_id = ?1 AND home.is_primary = 1)",
        (id, which),
    )?;
    Ok(())
}
