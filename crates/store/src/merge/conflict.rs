//! What stands against making two of one again.

use super::Merge;
use crate::StoreError;
use crate::text_enum::Json;
use desk_core::event::What;
use desk_core::merging::UNDO_FOR;
use desk_core::partnership::full_name;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};

/// Why a merge cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// It is longer ago than 30 days.
    TooLate,
    /// The kept one was merged with another since: that comes first.
    MergedAgain,
    /// The kept one is in the bin.
    InBin,
    /// A message to somebody whom it concerns is being handed over, or may have left.
    OnTheWay,
    /// Addresses or numbers of a contact that took another in have gone since.
    ContactChanged,
    /// A message to or from somebody whom it concerns came up since.
    Message,
    /// Something happened since to somebody whom it concerns.
    Happened {
        /// What.
        what: What,
        /// To whom.
        contact: Option<String>,
    },
}

/// What stands against taking a merge back: anything that happened since to the contacts and enrolments that have
/// moved, or to a contact that took another in.
///
/// # Errors
/// The database's.
pub fn conflict(
    connection: &Connection,
    merge: &Merge,
    at: Timestamp,
) -> Result<Option<Conflict>, StoreError> {
    if merge.at < plus(at, -UNDO_FOR) {
        return Ok(Some(Conflict::TooLate));
    }
    let again = "SELECT EXISTS (SELECT 1 FROM merge WHERE id > ?1 AND partnership_id = ?2
                     AND undone_at IS NULL)
        OR EXISTS (SELECT 1 FROM partnership WHERE id = ?2 AND merged_into IS NOT NULL)";
    if connection.query_row(again, (merge.id, merge.kept.0), |row| row.get(0))? {
        return Ok(Some(Conflict::MergedAgain));
    }
    let binned =
        "SELECT EXISTS (SELECT 1 FROM partnership WHERE id = ?1 AND deleted_at IS NOT NULL)";
    if connection.query_row(binned, [merge.kept.0], |row| row.get(0))? {
        return Ok(Some(Conflict::InBin));
    }
    if let Some(happened) = happened(connection, merge)? {
        return Ok(Some(happened));
    }
    let concerned = Concerned::by(connection, merge)?;
    if concerned.has(connection, "outbox", "state IN ('sending', 'in_doubt')", 0)? {
        return Ok(Some(Conflict::OnTheWay));
    }
    let (outbox, incoming) = (merge.document.outbox, merge.document.incoming);
    if concerned.has(connection, "outbox", "true", outbox)?
        || concerned.has(connection, "incoming", "true", incoming)?
    {
        return Ok(Some(Conflict::Message));
    }
    Ok(changed(connection, merge)?.then_some(Conflict::ContactChanged))
}

/// Contacts and enrolments that a merge concerns, as JSON.
struct Concerned {
    contacts: Vec<i64>,
    enrolments: Vec<i64>,
}

impl Concerned {
    fn by(connection: &Connection, merge: &Merge) -> Result<Self, StoreError> {
        let contacts = merge.document.contacts();
        let mut enrolments: Vec<i64> =
            merge.document.enrolments().into_iter().map(|id| id.0).collect();
        let of_joined: Vec<i64> = connection
            .prepare(
                "SELECT id FROM enrolment WHERE contact_id IN (SELECT value FROM json_each(?1))",
            )?
            .query_map([Json(&merge.document.joined)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        enrolments.extend(of_joined);
        Ok(Self { contacts, enrolments })
    }

    /// Whether a table has a row about them behind `after` of which a condition holds.
    fn has(
        &self,
        connection: &Connection,
        table: &str,
        condition: &str,
        after: i64,
    ) -> Result<bool, StoreError> {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {table} WHERE id > ?3 AND {condition}
                 AND (contact_id IN (SELECT value FROM json_each(?1))
                      OR enrolment_id IN (SELECT value FROM json_each(?2))))"
        );
        let values = (Json(&self.contacts), Json(&self.enrolments), after);
        Ok(connection.query_row(&sql, values, |row| row.get(0))?)
    }
}

fn happened(connection: &Connection, merge: &Merge) -> Result<Option<Conflict>, StoreError> {
    let concerned = Concerned::by(connection, merge)?;
    let found = connection
        .prepare_cached(
            "SELECT what, contact.first_name, contact.last_name FROM event
             LEFT JOIN contact ON contact.id = event.contact_id
             WHERE event.id > ?1 AND undone_at IS NULL AND type <> 'undone'
               AND (event.contact_id IN (SELECT value FROM json_each(?2))
                    OR event.enrolment_id IN (SELECT value FROM json_each(?3)))
             ORDER BY event.id LIMIT 1",
        )?
        .query_row(
            (merge.last_event.0, Json(&concerned.contacts), Json(&concerned.enrolments)),
            |row| {
                let name: (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
                let contact = name.0.zip(name.1).map(|(first, last)| full_name(&first, &last));
                Ok(Conflict::Happened { what: row.get::<_, Json<What>>(0)?.0, contact })
            },
        )
        .optional()?;
    Ok(found)
}

/// Whether an address or a number that has moved is not its new contact's any more.
fn changed(connection: &Connection, merge: &Merge) -> Result<bool, StoreError> {
    let channels = ["contact_address", "contact_phone"];
    for moved in merge.document.moved.iter().filter(|one| channels.contains(&one.table.as_str())) {
        let sql = format!(
            "SELECT count(*) FROM {} WHERE contact_id = ?1
               AND id IN (SELECT value FROM json_each(?2))",
            moved.table
        );
        let there: i64 =
            connection.query_row(&sql, (moved.to, Json(&moved.ids)), |row| row.get(0))?;
        if usize::try_from(there) != Ok(moved.ids.len()) {
            return Ok(true);
        }
    }
    Ok(false)
}
