//! Table `suppression`: what must not be written to or called.
//!
//! An address is met by its own entry and by those of its domains, found by their keys, and by patterns,
//! of which there are few. Contacts that opted out are in [`crate::contact`].

use crate::text_enum::Word;
use crate::{StoreError, Tx, contact};
use desk_core::change::TagKind;
use desk_core::ids::{ContactId, PartnershipId, SuppressionId};
use desk_core::partnership::full_name;
use desk_core::suppression::{Entry, Kind, Reason, keys_of};
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params_from_iter};

/// An entry with whom it is known to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Row id.
    pub id: SuppressionId,
    /// What it is, and by what it is found.
    pub entry: Entry,
    /// Why it is there.
    pub reason: Reason,
    /// Since when.
    pub at: Timestamp,
    /// The contact whose address or number it is, with their name and partnership.
    pub contact: Option<(ContactId, String, PartnershipId)>,
}

/// Why an address, by its key, must not be written to.
///
/// # Errors
/// The database's.
pub fn of_address(connection: &Connection, key: &str) -> Result<Option<Reason>, StoreError> {
    // One after the other: of a list SQLite makes a table first.
    let keys = keys_of(key);
    let one = "SELECT reason FROM suppression WHERE key = ?";
    let listed = format!("{} LIMIT 1", vec![one; keys.len()].join(" UNION ALL "));
    let reason = |row: &Row<'_>| row.get::<_, Word<Reason>>(0);
    let listed = connection.prepare_cached(&listed)?.query_row(params_from_iter(&keys), reason);
    let found = match listed.optional()? {
        None => connection
            .prepare_cached(
                "SELECT reason FROM suppression WHERE kind = 'pattern' AND ?1 GLOB key LIMIT 1",
            )?
            .query_row([key], reason)
            .optional()?,
        found => found,
    };
    Ok(found.map(|reason| reason.0))
}

/// Puts an entry on the list; one that is there stays as it is, also when the opt-out is taken back for which
/// it is there. Whether it is new.
///
/// # Errors
/// The database's.
pub fn add(tx: &mut Tx<'_>, entry: &Entry, now: Timestamp) -> Result<bool, StoreError> {
    let added = tx
        .connection()
        .prepare_cached(
            "INSERT INTO suppression (kind, key, reason, at) VALUES (?1, ?2, 'listed', ?3)
             ON CONFLICT (key) DO NOTHING",
        )?
        .execute((Word(entry.kind), &entry.key, now.as_millis()))?;
    let opted_out =
        "UPDATE suppression SET earlier = 'listed' WHERE key = ?1 AND reason = 'opted_out'";
    tx.connection().prepare_cached(opted_out)?.execute([&entry.key])?;
    changed(tx);
    Ok(added > 0)
}

/// Takes an entry off the list. Where a contact opted out, that is taken back at all of its addresses.
///
/// # Errors
/// The database's.
pub fn remove(tx: &mut Tx<'_>, listed: &Listed) -> Result<(), StoreError> {
    if let (Reason::OptedOut, Some((contact, ..))) = (listed.reason, &listed.contact) {
        match contact::take_opt_out_back(tx, *contact) {
            Ok(()) | Err(contact::ContactError::NotFound) => {}
            Err(contact::ContactError::Store(error)) => return Err(error),
            // Only who writes an address hears that it is taken.
            Err(contact::ContactError::AddressTaken { .. }) => {}
        }
    }
    let sql = "DELETE FROM suppression WHERE id = ?1";
    tx.connection().prepare_cached(sql)?.execute([listed.id.0])?;
    changed(tx);
    Ok(())
}

fn changed(tx: &mut Tx<'_>) {
    tx.all(TagKind::Suppression);
    tx.all(TagKind::Partnership);
}

const COLUMNS: &str = "SELECT suppression.id, kind, suppression.key, reason, at, contact.id,
        contact.first_name, contact.last_name, contact.partnership_id
    FROM suppression
    LEFT JOIN contact_address ON contact_address.key = suppression.key
    LEFT JOIN contact ON contact.id = contact_address.contact_id";

/// The entry with this id.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: SuppressionId) -> Result<Option<Listed>, StoreError> {
    let sql = format!("{COLUMNS} WHERE suppression.id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id.0], listed).optional()?)
}

/// Up to `limit` entries whose key holds `search`, the latest first, behind the row `after`.
///
/// # Errors
/// The database's.
pub fn page(
    connection: &Connection,
    search: &str,
    after: Option<(Timestamp, SuppressionId)>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let (at, id) = after.map_or((i64::MAX, i64::MAX), |(at, id)| (at.as_millis(), id.0));
    let sql = format!(
        "{COLUMNS} WHERE (at, suppression.id) < (:at, :id)
             AND (:search = '' OR instr(suppression.key, :search) > 0)
         ORDER BY at DESC, suppression.id DESC LIMIT :limit"
    );
    let values = named_params! { ":at": at, ":id": id, ":search": search, ":limit": limit };
    let rows = connection
        .prepare_cached(&sql)?
        .query_map(values, listed)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// How many entries there are.
///
/// # Errors
/// The database's.
pub fn count(connection: &Connection) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM suppression";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let contact: Option<i64> = row.get(5)?;
    Ok(Listed {
        id: SuppressionId(row.get(0)?),
        entry: Entry { kind: row.get::<_, Word<Kind>>(1)?.0, key: row.get(2)? },
        reason: row.get::<_, Word<Reason>>(3)?.0,
        at: Timestamp::from_millis(row.get(4)?),
        contact: match contact {
            None => None,
            Some(id) => {
                let name = full_name(&row.get::<_, String>(6)?, &row.get::<_, String>(7)?);
                Some((ContactId(id), name, PartnershipId(row.get(8)?)))
            }
        },
    })
}
