//! Table `merge`: two partnerships, or two contacts of one, that became one (R24), with what it takes to make
//! two of them again.
//!
//! What points at the other one points at the kept one afterwards. A contact that was taken in is gone, and its row
//! is kept in the [`Document`]; a partnership stays as a row that appears nowhere.

mod back;
mod conflict;
mod read;
mod rows;

pub use back::take_back;
pub use conflict::{Conflict, conflict};
pub use read::{home, is_young, of_event, on_the_way};

use crate::text_enum::Json;
use crate::{StoreError, Tx, partnership};
use desk_core::ids::{ContactId, EnrolmentId, EventId, PartnershipId};
use desk_core::merging::UNDO_FOR;
use desk_core::partnership::PartnershipFields;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use rows::{Change, Image, Moved, images, now};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

/// The tables that point at a partnership. Those whose rows are found by their enrolment come before it.
pub const OF_PARTNERSHIP: [&str; 7] =
    ["agenda", "outbox", "enrolment", "incoming", "event", "custom_value", "contact"];

/// The tables that point at a contact, in the same order.
pub const OF_CONTACT: [&str; 9] = [
    "agenda",
    "outbox",
    "enrolment",
    "incoming",
    "event",
    "contact_address",
    "contact_phone",
    "contact_variant",
    "custom_value",
];

/// A merge that may be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Row id.
    pub id: i64,
    /// When it was done.
    pub at: Timestamp,
    /// The partnership that was kept.
    pub kept: PartnershipId,
    /// The entry that tells it.
    pub event: EventId,
    /// The last entry that was written with it.
    pub last_event: EventId,
    /// What it takes to take it back.
    pub document: Document,
}

/// What it takes to make two of one again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The partnership that was taken in; none when two contacts became one.
    other: Option<i64>,
    /// Which contact of it was the primary one.
    primary: Option<i64>,
    /// The contacts that were kept and took another in.
    joined: Vec<i64>,
    /// What points at somebody else since, in the order in which it was done.
    moved: Vec<Moved>,
    /// Rows that stay, as they were and as they became.
    changed: Vec<Change>,
    /// Rows that are gone, contacts before what belongs to them.
    gone: Vec<Image>,
    /// Rows of tables that were not there before.
    added: Vec<(String, i64)>,
    /// The highest numbers of messages that there were.
    outbox: i64,
    incoming: i64,
}

/// A merge on its way: notes what it changes.
#[derive(Debug)]
pub struct Merging {
    document: Document,
    /// Rows that may change, as they were.
    before: Vec<Image>,
    /// Of whose addresses.
    keys: Vec<String>,
}

const IN: &str = "IN (SELECT value FROM json_each(?1))";

impl Merging {
    /// Begins one: `joins` are the contacts that become one, the kept one first.
    ///
    /// # Errors
    /// The database's.
    pub fn begin(
        connection: &Connection,
        kept: PartnershipId,
        other: Option<PartnershipId>,
        joins: &[(ContactId, ContactId)],
    ) -> Result<Self, StoreError> {
        let mut joined: Vec<i64> = joins.iter().map(|(kept, _)| kept.0).collect();
        joined.sort_unstable();
        joined.dedup();
        let both: Vec<i64> = joins.iter().flat_map(|(kept, other)| [kept.0, other.0]).collect();
        let of = |table: &str, column: &str, ids: &[i64]| {
            images(connection, table, &format!("{column} {IN}"), &ids)
        };
        let keys: Vec<String> = connection
            .prepare(&format!("SELECT key FROM contact_address WHERE contact_id {IN}"))?
            .query_map([Json(&both)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut before = of("partnership", "id", &[kept.0])?;
        before.extend(of("contact", "id", &joined)?);
        before.extend(of("contact_address", "contact_id", &both)?);
        before.extend(of("contact_phone", "contact_id", &both)?);
        before.extend(images(connection, "suppression", &format!("key {IN}"), &keys)?);
        let last = |table: &str| -> rusqlite::Result<i64> {
            let sql = format!("SELECT coalesce(max(id), 0) FROM {table}");
            connection.query_row(&sql, [], |row| row.get(0))
        };
        let document = Document {
            other: other.map(|id| id.0),
            joined,
            outbox: last("outbox")?,
            incoming: last("incoming")?,
            ..Document::default()
        };
        Ok(Self { document, before, keys })
    }

    /// Takes a contact into another. Only one of them may be in a cadence by now.
    ///
    /// # Errors
    /// The database's.
    pub fn join(
        &mut self,
        tx: &mut Tx<'_>,
        kept: ContactId,
        other: ContactId,
    ) -> Result<(), StoreError> {
        let connection = tx.connection();
        let one = |table: &str, column: &str| {
            images(connection, table, &format!("{column} {IN}"), &[other.0])
        };
        self.document.gone.extend(one("contact", "id")?);
        // The strictest of two marks on the same number stays.
        connection.execute(
            "UPDATE contact_phone SET bad_at = coalesce(contact_phone.bad_at, theirs.bad_at)
             FROM contact_phone AS theirs
             WHERE contact_phone.contact_id = ?1 AND theirs.contact_id = ?2
               AND theirs.key = contact_phone.key",
            (kept.0, other.0),
        )?;
        for table in OF_CONTACT {
            let mut moved = Moved::rows(connection, (table, "contact_id"), other.0, kept.0)?;
            if let Some(column) = only_once(table) {
                let sql = format!(
                    "SELECT id FROM {table} WHERE contact_id = ?2 AND {column} IN
                         (SELECT {column} FROM {table} WHERE contact_id = ?1)"
                );
                let both: Vec<i64> = connection
                    .prepare(&sql)?
                    .query_map((kept.0, other.0), |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?;
                moved.ids.retain(|id| !both.contains(id));
                self.document.gone.extend(images(connection, table, &format!("id {IN}"), &both)?);
            }
            if matches!(table, "contact_address" | "contact_phone") {
                moved.behind(connection)?;
            }
            moved.go(connection)?;
            self.document.moved.push(moved);
        }
        let primary = "UPDATE contact SET is_primary = 1 WHERE id = ?1 AND NOT EXISTS (
            SELECT 1 FROM contact AS home WHERE home.is_primary = 1
              AND home.partnership_id = contact.partnership_id)";
        connection.execute("DELETE FROM contact WHERE id = ?1", [other.0])?;
        connection.execute(primary, [kept.0])?;
        Ok(())
    }

    /// Takes a partnership into another; the fields have been checked.
    ///
    /// # Errors
    /// The database's.
    pub fn take_in(
        &mut self,
        tx: &mut Tx<'_>,
        (kept, other): (PartnershipId, PartnershipId),
        (fields, notes): (&PartnershipFields, &str),
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let connection = tx.connection();
        let first = "SELECT id FROM contact WHERE partnership_id = ?1 AND is_primary = 1";
        self.document.primary =
            connection.query_row(first, [other.0], |row| row.get(0)).optional()?;
        connection.execute(
            "UPDATE contact SET is_primary = 0 WHERE partnership_id = ?2 AND EXISTS (
                 SELECT 1 FROM contact AS ours WHERE ours.partnership_id = ?1 AND ours.is_primary = 1)",
            (kept.0, other.0),
        )?;
        for table in OF_PARTNERSHIP {
            let mut moved = Moved::rows(connection, (table, "partnership_id"), other.0, kept.0)?;
            if table == "custom_value" {
                // Of two values the kept one's stays; the other is where nobody sees it.
                let both = values_of_both(connection, (kept, other))?;
                moved.ids.retain(|id| !both.contains(id));
            }
            moved.go(connection)?;
            self.document.moved.push(moved);
        }
        partnership::update(tx, kept, fields, at)?;
        partnership::set_notes(tx, kept, notes, at)?;
        tx.connection().execute(
            "UPDATE partnership SET deleted_at = :at, merged_into = :kept WHERE id = :other",
            named_params! { ":at": at.as_millis(), ":kept": kept.0, ":other": other.0 },
        )?;
        next_due(tx, &[kept, other])?;
        partnership::index(tx, other)
    }

    /// Writes it down with its entry, so that it can be taken back. What was done to those whom it concerns
    /// before can be taken back only after that.
    ///
    /// # Errors
    /// The database's.
    pub fn finish(
        mut self,
        tx: &mut Tx<'_>,
        (kept, event): (PartnershipId, EventId),
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let connection = tx.connection();
        let keys = &self.keys;
        for image in images(connection, "suppression", &format!("key {IN}"), keys)? {
            let known = self.before.iter();
            if !known.clone().any(|was| was.table == image.table && was.id == image.id) {
                self.document.added.push((image.table, image.id));
            }
        }
        for before in self.before {
            if let Some(after) = now(connection, &before)?
                && after != before
            {
                self.document.changed.push(Change { before, after });
            }
        }
        let last: i64 = connection.query_row("SELECT max(id) FROM event", [], |row| row.get(0))?;
        connection.execute(
            "INSERT INTO merge (at, partnership_id, event_id, last_event_id, document)
             VALUES (:at, :kept, :event, :last, :document)",
            named_params! {
                ":at": at.as_millis(), ":kept": kept.0, ":event": event.0, ":last": last,
                ":document": Json(&self.document),
            },
        )?;
        let id = connection.last_insert_rowid();
        lock(connection, id, (kept, event), &self.document)?;
        // What cannot be taken back any more is not kept.
        connection.execute(
            "UPDATE merge SET document = NULL WHERE document IS NOT NULL AND at < ?1",
            [plus(at, -UNDO_FOR).as_millis()],
        )?;
        Ok(())
    }
}

impl Document {
    /// The enrolments that have another contact or partnership since.
    #[must_use]
    pub fn enrolments(&self) -> Vec<EnrolmentId> {
        let moved = self.moved.iter().filter(|moved| moved.table == "enrolment");
        let mut ids: Vec<i64> = moved.flat_map(|moved| moved.ids.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(EnrolmentId).collect()
    }

    /// The partnership that was taken in.
    #[must_use]
    pub fn other(&self) -> Option<PartnershipId> {
        self.other.map(PartnershipId)
    }

    /// The contacts that were moved, that took another in, and that were taken in.
    fn contacts(&self) -> Vec<i64> {
        let moved = self.moved.iter().filter(|moved| moved.table == "contact");
        let gone = self.gone.iter().filter(|image| image.table == "contact");
        let moved = moved.flat_map(|moved| moved.ids.iter().copied());
        moved.chain(gone.map(|image| image.id)).chain(self.joined.iter().copied()).collect()
    }
}

/// By which column a contact has a row of a table only once.
fn only_once(table: &str) -> Option<&'static str> {
    match table {
        "contact_phone" => Some("key"),
        "contact_variant" => Some("step_id"),
        "custom_value" => Some("field_id"),
        _ => None,
    }
}

/// The other's own values of custom fields of which the kept one has a value.
fn values_of_both(
    connection: &Connection,
    (kept, other): (PartnershipId, PartnershipId),
) -> Result<Vec<i64>, StoreError> {
    let ids = connection
        .prepare(
            "SELECT theirs.id FROM custom_value AS theirs JOIN custom_value AS ours USING (field_id)
             WHERE theirs.partnership_id = ?2 AND theirs.contact_id IS NULL
               AND ours.partnership_id = ?1 AND ours.contact_id IS NULL",
        )?
        .query_map((kept.0, other.0), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

fn lock(
    connection: &Connection,
    id: i64,
    (kept, event): (PartnershipId, EventId),
    document: &Document,
) -> Result<(), StoreError> {
    let told: Vec<i64> = document
        .moved
        .iter()
        .filter(|moved| moved.table == "event")
        .flat_map(|moved| moved.ids.iter().copied())
        .collect();
    connection.execute(
        "UPDATE event SET merge_id = :id
         WHERE partnership_id = :kept AND id < :event AND undo IS NOT NULL AND merge_id IS NULL
           AND (id IN (SELECT value FROM json_each(:told))
                OR contact_id IN (SELECT value FROM json_each(:joined))
                OR EXISTS (SELECT 1 FROM json_each(undo, '$.enrolments') AS kept
                    JOIN enrolment ON enrolment.id = kept.value ->> 'id'
                    WHERE enrolment.contact_id IN (SELECT value FROM json_each(:joined))))",
        named_params! {
            ":id": id, ":kept": kept.0, ":event": event.0, ":told": Json(told),
            ":joined": Json(&document.joined),
        },
    )?;
    Ok(())
}

/// Finds out anew when the next open touches of partnerships are due, and by what these are sorted.
fn next_due(tx: &mut Tx<'_>, ids: &[PartnershipId]) -> Result<(), StoreError> {
    for id in ids {
        tx.connection().execute(
            // The name as it is, so that the trigger sorts the touches by it.
            "UPDATE partnership SET name_key = name_key, next_due_at =
                 (SELECT min(due_at) FROM agenda WHERE partnership_id = ?1 AND live = 1)
             WHERE id = ?1",
            [id.0],
        )?;
    }
    tx.all(desk_core::change::TagKind::Touch);
    tx.all(desk_core::change::TagKind::Outbox);
    tx.all(desk_core::change::TagKind::Partnership);
    Ok(())
}
