//! Tables `contact`, `contact_address` and `contact_phone`; what an opt-out writes into `suppression`.

use crate::text_enum::Json;
use crate::{StoreError, Tx, partnership, suppression};
use desk_core::address::EmailAddress;
use desk_core::ids::{ContactId, PartnershipId, Uid};
use desk_core::incoming::is_shared_inbox;
use desk_core::partnership::{CheckedContact, ContactFields, full_name};
use desk_core::suppression::Reason;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, named_params};

/// A contact with its addresses and numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Row id.
    pub id: ContactId,
    /// Whose contact it is.
    pub partnership: PartnershipId,
    /// What is known about it.
    pub fields: ContactFields,
    /// Whether it is the primary one.
    pub primary: bool,
    /// Since when it must not get e-mail any more.
    pub opted_out_at: Option<Timestamp>,
    /// Those of its addresses that can be written to.
    pub usable_emails: Vec<String>,
    /// Those of its addresses that do not exist any more.
    pub dead_emails: Vec<String>,
    /// Those of its numbers that can be called, as they are shown and as they are dialled.
    pub usable_phones: Vec<(String, String)>,
}

impl Contact {
    /// First and last name as one.
    #[must_use]
    pub fn name(&self) -> String {
        full_name(&self.fields.first_name, &self.fields.last_name)
    }
}

/// Why an address must not be written to any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suppressed {
    /// Whoever reads it does not want it.
    OptedOut,
    /// It does not exist.
    Bounced,
    /// The rep does not want it written to, nor what it belongs to.
    Listed,
}

/// Why a contact was not written.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// Another contact has this address.
    #[error("another contact has the address {address}")]
    AddressTaken {
        /// The address.
        address: String,
        /// The partnership of that contact.
        partnership: PartnershipId,
        /// Its name.
        partnership_name: String,
    },
    /// No contact has this id.
    #[error("no such contact")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for ContactError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Adds a contact; the first of a partnership is its primary one.
///
/// # Errors
/// [`ContactError`] says why it was not done.
pub fn insert(
    tx: &mut Tx<'_>,
    uid: Uid,
    partnership: PartnershipId,
    contact: &CheckedContact,
) -> Result<ContactId, ContactError> {
    tx.connection().execute(
        "INSERT INTO contact (uid, partnership_id, first_name, last_name, title, linkedin, zone, persona,
                              is_primary)
         SELECT :uid, :partnership, :first, :last, :title, :linkedin, :zone, :persona,
                NOT EXISTS (SELECT 1 FROM contact WHERE partnership_id = :partnership AND is_primary = 1)",
        named_params! {
            ":uid": uid.as_bytes(), ":partnership": partnership.0,
            ":first": contact.first_name, ":last": contact.last_name, ":title": contact.title,
            ":linkedin": contact.linkedin, ":zone": contact.zone.map(|zone| zone.name()),
            ":persona": contact.persona,
        },
    )?;
    let id = ContactId(tx.connection().last_insert_rowid());
    set_channels(tx, id, contact)?;
    partnership::index(tx, partnership)?;
    Ok(id)
}

/// Sets what is known about a contact and returns whose it is.
///
/// # Errors
/// [`ContactError`] says why it was not done.
pub fn update(
    tx: &mut Tx<'_>,
    id: ContactId,
    contact: &CheckedContact,
) -> Result<PartnershipId, ContactError> {
    let partnership = home(tx.connection(), id)?;
    tx.connection().execute(
        "UPDATE contact SET first_name = :first, last_name = :last, title = :title,
                linkedin = :linkedin, zone = :zone, persona = :persona WHERE id = :id",
        named_params! {
            ":id": id.0, ":first": contact.first_name, ":last": contact.last_name,
            ":title": contact.title, ":linkedin": contact.linkedin,
            ":zone": contact.zone.map(|zone| zone.name()),
            ":persona": contact.persona,
        },
    )?;
    set_channels(tx, id, contact)?;
    partnership::index(tx, partnership)?;
    Ok(partnership)
}

/// Makes a contact the primary one and returns whose it is.
///
/// # Errors
/// [`ContactError`] says why it was not done.
pub fn make_primary(tx: &mut Tx<'_>, id: ContactId) -> Result<PartnershipId, ContactError> {
    let partnership = home(tx.connection(), id)?;
    tx.connection()
        .execute("UPDATE contact SET is_primary = 0 WHERE partnership_id = ?1", [partnership.0])?;
    tx.connection().execute("UPDATE contact SET is_primary = 1 WHERE id = ?1", [id.0])?;
    partnership::index(tx, partnership)?;
    Ok(partnership)
}

/// Notes that a contact must not get e-mail any more, at any of its addresses. Returns whose it is.
///
/// # Errors
/// [`ContactError`] says why it was not done.
pub fn opt_out(
    tx: &mut Tx<'_>,
    id: ContactId,
    now: Timestamp,
) -> Result<PartnershipId, ContactError> {
    let partnership = home(tx.connection(), id)?;
    tx.connection().execute(
        "UPDATE contact SET opted_out_at = coalesce(opted_out_at, :now) WHERE id = :id",
        named_params! { ":id": id.0, ":now": now.as_millis() },
    )?;
    tx.connection().execute(
        "INSERT INTO suppression (kind, key, reason, at)
         SELECT 'address', key, 'opted_out', :now FROM contact_address WHERE contact_id = :id
         ON CONFLICT (key) DO UPDATE SET earlier = iif(reason = 'opted_out', earlier, reason),
             reason = 'opted_out'",
        named_params! { ":id": id.0, ":now": now.as_millis() },
    )?;
    partnership::index(tx, partnership)?;
    Ok(partnership)
}

/// Takes an opt-out back that was made by mistake. What was suppressed before it for another reason stays so.
///
/// # Errors
/// The database's.
pub fn take_opt_out_back(tx: &mut Tx<'_>, id: ContactId) -> Result<(), ContactError> {
    let partnership = home(tx.connection(), id)?;
    tx.connection().execute("UPDATE contact SET opted_out_at = NULL WHERE id = ?1", [id.0])?;
    let theirs = "kind = 'address' AND reason = 'opted_out'
                  AND key IN (SELECT key FROM contact_address WHERE contact_id = ?1)";
    let again = format!(
        "UPDATE suppression SET reason = earlier, earlier = NULL WHERE earlier IS NOT NULL AND {theirs}"
    );
    tx.connection().execute(&again, [id.0])?;
    tx.connection().execute(&format!("DELETE FROM suppression WHERE {theirs}"), [id.0])?;
    partnership::index(tx, partnership)?;
    Ok(())
}

/// Notes that an address of a contact does not exist any more.
///
/// # Errors
/// The database's.
pub fn address_died(
    tx: &mut Tx<'_>,
    id: ContactId,
    address: &str,
    now: Timestamp,
) -> Result<(), ContactError> {
    let Ok(address) = EmailAddress::parse(address) else { return Ok(()) };
    tx.connection().execute(
        "UPDATE contact_address SET dead_at = :now
         WHERE contact_id = :id AND key = :key AND dead_at IS NULL",
        named_params! { ":id": id.0, ":key": address.key(), ":now": now.as_millis() },
    )?;
    let partnership = home(tx.connection(), id)?;
    partnership::index(tx, partnership)?;
    Ok(())
}

/// Notes that a number of a contact must not be called any more, named by its key; with none all of them.
///
/// # Errors
/// The database's.
pub fn numbers_are_bad(
    tx: &mut Tx<'_>,
    id: ContactId,
    number: Option<&str>,
    now: Timestamp,
) -> Result<(), ContactError> {
    tx.connection().execute(
        "UPDATE contact_phone SET bad_at = :now
         WHERE contact_id = :id AND bad_at IS NULL AND (:number IS NULL OR key = :number)",
        named_params! { ":id": id.0, ":number": number, ":now": now.as_millis() },
    )?;
    Ok(())
}

/// Takes back that numbers and addresses of a contact were marked at a moment.
pub(crate) fn take_marks_back(
    connection: &Connection,
    id: ContactId,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let values = (id.0, at.as_millis());
    connection.execute(
        "UPDATE contact_phone SET bad_at = NULL WHERE contact_id = ?1 AND bad_at = ?2",
        values,
    )?;
    connection.execute(
        "UPDATE contact_address SET dead_at = NULL WHERE contact_id = ?1 AND dead_at = ?2",
        values,
    )?;
    Ok(())
}

/// Whether an address must not be written to, and why.
///
/// # Errors
/// The database's.
pub fn suppressed(
    connection: &Connection,
    address: &str,
) -> Result<Option<Suppressed>, StoreError> {
    let Ok(address) = EmailAddress::parse(address) else { return Ok(None) };
    Ok(suppression::of_address(connection, address.key())?.map(|reason| match reason {
        Reason::OptedOut => Suppressed::OptedOut,
        Reason::Bounced => Suppressed::Bounced,
        Reason::Listed => Suppressed::Listed,
    }))
}

/// The contact with this id.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: ContactId) -> Result<Option<Contact>, StoreError> {
    Ok(read(connection, "id = ?1", id.0)?.pop())
}

/// The contacts of a partnership, the primary one first.
///
/// # Errors
/// The database's.
pub fn of_partnership(
    connection: &Connection,
    id: PartnershipId,
) -> Result<Vec<Contact>, StoreError> {
    read(connection, "partnership_id = ?1", id.0)
}

/// Name of the primary contact, and how many contacts there are.
///
/// # Errors
/// The database's.
pub fn summary(
    connection: &Connection,
    id: PartnershipId,
) -> Result<(Option<String>, u32), StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT first_name, last_name, count(*) OVER () FROM contact WHERE partnership_id = ?1
             ORDER BY is_primary DESC, id LIMIT 1",
        )?
        .query_row([id.0], |row| {
            let (first, last): (String, String) = (row.get(0)?, row.get(1)?);
            Ok((Some(full_name(&first, &last)), row.get(2)?))
        })
        .optional()?;
    Ok(found.unwrap_or((None, 0)))
}

/// Names and addresses of a partnership's contacts, for its search words.
pub(crate) fn words(connection: &Connection, id: PartnershipId) -> Result<String, StoreError> {
    let words: Option<String> = connection
        .prepare_cached(
            "SELECT group_concat(first_name || ' ' || last_name || ' ' ||
                 coalesce((SELECT group_concat(address, ' ') FROM contact_address
                           WHERE contact_id = contact.id), ''), ' ')
             FROM contact WHERE partnership_id = ?1",
        )?
        .query_row([id.0], |row| row.get(0))?;
    Ok(words.unwrap_or_default())
}

/// Whether several people read what comes to an address: as it was said, else as its name tells.
pub(crate) fn is_shared(said: Option<bool>, key: &str) -> bool {
    said.unwrap_or_else(|| EmailAddress::parse(key).is_ok_and(|address| is_shared_inbox(&address)))
}

fn home(connection: &Connection, id: ContactId) -> Result<PartnershipId, ContactError> {
    let found: Option<i64> = connection
        .prepare_cached("SELECT partnership_id FROM contact WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    found.map(PartnershipId).ok_or(ContactError::NotFound)
}

/// Sets addresses and numbers; what is known about one that stays is kept.
fn set_channels(
    tx: &mut Tx<'_>,
    id: ContactId,
    contact: &CheckedContact,
) -> Result<(), ContactError> {
    let connection = tx.connection();
    let kept: Vec<&str> = contact.emails.iter().map(|(email, _)| email.key()).collect();
    connection.execute(
        "DELETE FROM contact_address
         WHERE contact_id = ?1 AND key NOT IN (SELECT value FROM json_each(?2))",
        (id.0, Json(kept)),
    )?;
    for (position, (email, shared)) in (0_i64..).zip(&contact.emails) {
        connection
            .execute(
                "INSERT INTO contact_address (contact_id, position, address, key, is_shared)
                 VALUES (:id, :position, :address, :key, coalesce(:shared, :by_name))
                 ON CONFLICT (key) DO UPDATE SET position = :position, address = :address,
                     is_shared = coalesce(:shared, is_shared)
                 WHERE contact_id = :id",
                named_params! {
                    ":id": id.0, ":position": position,
                    ":address": email.as_str(), ":key": email.key(),
                    ":shared": shared, ":by_name": is_shared_inbox(email),
                },
            )
            .map_err(ContactError::from)
            .and_then(
                |written| if written == 1 { Ok(()) } else { Err(taken(connection, email)?) },
            )?;
    }
    let kept: Vec<&str> = contact.phones.iter().map(|phone| phone.key()).collect();
    connection.execute(
        "DELETE FROM contact_phone
         WHERE contact_id = ?1 AND key NOT IN (SELECT value FROM json_each(?2))",
        (id.0, Json(kept)),
    )?;
    for (position, phone) in (0_i64..).zip(&contact.phones) {
        let values = named_params! {
            ":id": id.0, ":position": position, ":number": phone.as_str(), ":key": phone.key(),
        };
        let moved = connection.execute(
            "UPDATE contact_phone SET position = :position, number = :number
             WHERE contact_id = :id AND key = :key",
            values,
        )?;
        if moved == 0 {
            connection.execute(
                "INSERT INTO contact_phone (contact_id, position, number, key)
                 VALUES (:id, :position, :number, :key)",
                values,
            )?;
        }
    }
    Ok(())
}

fn taken(connection: &Connection, email: &EmailAddress) -> Result<ContactError, ContactError> {
    let (partnership, partnership_name) = connection.query_row(
        "SELECT partnership.id, partnership.name
         FROM contact_address
         JOIN contact ON contact.id = contact_id
         JOIN partnership ON partnership.id = partnership_id
         WHERE key = ?1",
        [email.key()],
        |row| Ok((PartnershipId(row.get(0)?), row.get(1)?)),
    )?;
    let address = email.as_str().to_owned();
    Ok(ContactError::AddressTaken { address, partnership, partnership_name })
}

fn read(connection: &Connection, condition: &str, id: i64) -> Result<Vec<Contact>, StoreError> {
    let sql = format!(
        "SELECT id, partnership_id, first_name, last_name, title, linkedin, zone, is_primary, opted_out_at,
                persona
         FROM contact WHERE {condition} ORDER BY is_primary DESC, id"
    );
    let mut contacts: Vec<Contact> = connection
        .prepare_cached(&sql)?
        .query_map([id], |row| {
            Ok(Contact {
                id: ContactId(row.get(0)?),
                partnership: PartnershipId(row.get(1)?),
                fields: ContactFields {
                    first_name: row.get(2)?,
                    last_name: row.get(3)?,
                    title: row.get(4)?,
                    linkedin: row.get(5)?,
                    zone: row.get(6)?,
                    persona: row.get(9)?,
                    ..ContactFields::default()
                },
                primary: row.get(7)?,
                opted_out_at: row.get::<_, Option<i64>>(8)?.map(Timestamp::from_millis),
                usable_emails: Vec::new(),
                dead_emails: Vec::new(),
                usable_phones: Vec::new(),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    for contact in &mut contacts {
        read_channels(connection, contact)?;
    }
    Ok(contacts)
}

fn read_channels(connection: &Connection, contact: &mut Contact) -> Result<(), StoreError> {
    let mut emails = connection.prepare_cached(
        "SELECT address, dead_at IS NOT NULL, key, is_shared
         FROM contact_address WHERE contact_id = ?1 ORDER BY position",
    )?;
    let mut rows = emails.query([contact.id.0])?;
    while let Some(row) = rows.next()? {
        let (address, dead, key): (String, bool, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if dead {
            contact.dead_emails.push(address.clone());
        } else if contact.opted_out_at.is_none()
            && suppression::of_address(connection, &key)?.is_none()
        {
            contact.usable_emails.push(address.clone());
        }
        contact.fields.emails.push(address);
        contact.fields.shared.push(Some(is_shared(row.get(3)?, &key)));
    }
    let mut phones = connection.prepare_cached(
        "SELECT number, key, bad_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.key = contact_phone.key)
         FROM contact_phone WHERE contact_id = ?1 ORDER BY position",
    )?;
    let mut rows = phones.query([contact.id.0])?;
    while let Some(row) = rows.next()? {
        let (number, key, usable): (String, String, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if usable {
            contact.usable_phones.push((number.clone(), key));
        }
        contact.fields.phones.push(number);
    }
    Ok(())
}
