//! Table `incoming`: mail that concerns somebody, and the questions by which one finds out whom.

mod page;
mod work;

pub use page::{Answered, Counts, Filter, Listed, counts, page};
pub use work::{
    Candidate, Kept, Ruled, add_candidate, by_sender, candidates, clear_draft, get, in_review,
    is_unanswered, mark, outdated, reread, rule, save_draft, set_tone, settle, unmark,
};

use crate::contact::is_shared;
use crate::text_enum::Word;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::ids::{ContactId, EnrolmentId, EventId, IncomingId, OutboxId, PartnershipId, Uid};
use desk_core::incoming::{Verdict, thread_subject};
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// Most enrolments, and most messages of a partnership, that are looked at for one that arrived.
const MOST: u32 = 50;

/// A message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// Its row in the outbox.
    pub outbox: OutboxId,
    /// The enrolment that sent it.
    pub enrolment: EnrolmentId,
    /// To whom.
    pub contact: ContactId,
    /// The address that it went to.
    pub to: String,
    /// Whether the partnership lies in the bin.
    pub deleted: bool,
}

/// Somebody whose address is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub contact: ContactId,
    /// Of which partnership.
    pub partnership: PartnershipId,
    /// Whether the partnership lies in the bin.
    pub deleted: bool,
    /// Whether several people read what comes to the address (R25).
    pub shared: bool,
}

/// A message that is kept.
#[derive(Debug, Clone)]
pub struct NewIncoming<'a> {
    /// Names it across workspaces.
    pub uid: Uid,
    /// Its id, with angle brackets.
    pub message_id: &'a str,
    /// Where it lies; none in the practice workspace.
    pub folder: Option<i64>,
    /// Who wrote it; may be empty.
    pub sender: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// When it arrived.
    pub received_at: Timestamp,
    /// When it was heard.
    pub heard_at: Timestamp,
    /// What it is.
    pub verdict: Verdict,
    /// Which rule decided.
    pub code: &'static str,
    /// What the rule saw.
    pub seen: &'a str,
    /// Edition of the classifier.
    pub version: u16,
    /// What was newly written.
    pub text: &'a str,
    /// The message as it came.
    pub raw: &'a [u8],
    /// Whom it concerns.
    pub partnership: Option<PartnershipId>,
    /// Whom it concerns.
    pub contact: Option<ContactId>,
    /// Whom it concerns.
    pub enrolment: Option<EnrolmentId>,
    /// The entry of the timeline that tells it.
    pub event: Option<EventId>,
}

/// Keeps a message.
///
/// # Errors
/// The database's.
pub fn insert(tx: &mut Tx<'_>, new: &NewIncoming<'_>) -> Result<IncomingId, StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO incoming (uid, message_id, folder_id, sender, subject, received_at, heard_at,
                 verdict, code, seen, version, text, raw, partnership_id, contact_id, enrolment_id,
                 event_id)
             VALUES (:uid, :message_id, :folder, :sender, :subject, :received, :heard, :verdict, :code,
                 :seen, :version, :text, :raw, :partnership, :contact, :enrolment, :event)",
        )?
        .execute(named_params! {
            ":uid": new.uid.as_bytes(), ":message_id": new.message_id, ":folder": new.folder,
            ":sender": new.sender, ":subject": new.subject,
            ":received": new.received_at.as_millis(), ":heard": new.heard_at.as_millis(),
            ":verdict": Word(new.verdict), ":code": new.code, ":seen": new.seen,
            ":version": new.version, ":text": new.text, ":raw": new.raw,
            ":partnership": new.partnership.map(|id| id.0), ":contact": new.contact.map(|id| id.0),
            ":enrolment": new.enrolment.map(|id| id.0), ":event": new.event.map(|id| id.0),
        })?;
    let id = tx.connection().last_insert_rowid();
    tx.changed(TagKind::Incoming, id);
    if let Some(partnership) = new.partnership {
        tx.changed(TagKind::Partnership, partnership.0);
    }
    Ok(IncomingId(id))
}

/// Whether a message was heard already, in whatever folder it lay then.
///
/// # Errors
/// The database's.
pub fn is_heard(connection: &Connection, message_id: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM incoming WHERE message_id = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([message_id], |row| row.get(0))?)
}

/// The message of ours under one of these ids, with angle brackets: the first that is one.
///
/// # Errors
/// The database's.
pub fn ours(connection: &Connection, ids: &[String]) -> Result<Option<Ours>, StoreError> {
    let mut find = connection.prepare_cached(
        "SELECT outbox.id, enrolment_id, contact_id, draft ->> 'to', deleted_at IS NOT NULL
         FROM outbox JOIN partnership ON partnership.id = outbox.partnership_id
         WHERE outbox.id = coalesce(
             (SELECT id FROM outbox WHERE message_id = ?1),
             (SELECT outbox_id FROM message_alias WHERE message_id = ?1))",
    )?;
    for id in ids {
        if let Some(found) = find.query_row([id], of_row).optional()? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The message of ours whose id begins with this token (R33).
///
/// # Errors
/// The database's.
pub fn by_token(connection: &Connection, token: &str) -> Result<Option<Ours>, StoreError> {
    let sql = "SELECT outbox.id, enrolment_id, contact_id, draft ->> 'to', deleted_at IS NOT NULL
               FROM outbox JOIN partnership ON partnership.id = outbox.partnership_id
               WHERE message_id >= '<' || ?1 || '@' AND message_id < '<' || ?1 || 'A' LIMIT 1";
    Ok(connection.prepare_cached(sql)?.query_row([token], of_row).optional()?)
}

/// Whose address this is, by its key.
///
/// # Errors
/// The database's.
pub fn known(connection: &Connection, key: &str) -> Result<Option<Known>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT contact.id, partnership.id, partnership.deleted_at IS NOT NULL, is_shared
             FROM contact_address JOIN contact ON contact.id = contact_address.contact_id
             JOIN partnership ON partnership.id = contact.partnership_id WHERE contact_address.key = ?1",
        )?
        .query_row([key], |row| {
            Ok(Known {
                contact: ContactId(row.get(0)?),
                partnership: PartnershipId(row.get(1)?),
                deleted: row.get(2)?,
                shared: is_shared(row.get(3)?, key),
            })
        })
        .optional()?;
    Ok(found)
}

/// The enrolment of a contact that a message without any other sign belongs to that arrived at a moment:
/// of those that had begun then and are not finished the one that has mailed last, else the one that
/// has mailed last since `since`.
///
/// # Errors
/// The database's.
pub fn enrolment_of(
    connection: &Connection,
    contact: ContactId,
    (since, at): (Timestamp, Timestamp),
) -> Result<Option<EnrolmentId>, StoreError> {
    let sql = "SELECT id FROM (
                   SELECT id, is_finished, (SELECT max(sent_at) FROM outbox
                       WHERE outbox.enrolment_id = enrolment.id AND state = 'sent') AS mailed
                   FROM enrolment WHERE contact_id = ?1 AND started_at <= ?3)
               WHERE is_finished = 0 OR mailed >= ?2
               ORDER BY is_finished, mailed DESC NULLS LAST, id DESC LIMIT 1";
    let found = connection
        .prepare_cached(sql)?
        .query_row((contact.0, since.as_millis(), at.as_millis()), |row| {
            row.get(0).map(EnrolmentId)
        })
        .optional()?;
    Ok(found)
}

/// From the domain on: few have an address there, and many work through a cadence.
const AT_DOMAIN: &str = "SELECT DISTINCT contact.partnership_id
    FROM contact_address INDEXED BY contact_address_by_domain
    CROSS JOIN contact ON contact.id = contact_address.contact_id
    CROSS JOIN enrolment ON enrolment.partnership_id = contact.partnership_id AND is_finished = 0
    WHERE domain = ?1 LIMIT 2";

/// Up to two partnerships with somebody at this domain who works through a cadence.
///
/// # Errors
/// The database's.
pub fn partnerships_at(
    connection: &Connection,
    domain: &str,
) -> Result<Vec<PartnershipId>, StoreError> {
    let rows = connection
        .prepare_cached(AT_DOMAIN)?
        .query_map([domain], |row| row.get(0).map(PartnershipId))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Enrolments of a partnership that had begun at a moment and are not finished; with a subject, those
/// that have mailed under it.
///
/// # Errors
/// The database's.
pub fn open_at(
    connection: &Connection,
    partnership: PartnershipId,
    subject: Option<&str>,
    at: Timestamp,
) -> Result<Vec<EnrolmentId>, StoreError> {
    let rows: Vec<(EnrolmentId, Option<String>)> = connection
        .prepare_cached(
            "SELECT enrolment.id, outbox.draft ->> 'subject' FROM enrolment
             LEFT JOIN outbox ON outbox.enrolment_id = enrolment.id AND outbox.state = 'sent'
             WHERE enrolment.partnership_id = ?1 AND is_finished = 0 AND started_at <= ?3
             ORDER BY outbox.sent_at DESC LIMIT ?2",
        )?
        .query_map((partnership.0, MOST, at.as_millis()), |row| {
            Ok((EnrolmentId(row.get(0)?), row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let wanted = subject.map(thread_subject);
    let mut found = Vec::new();
    for (id, mailed) in rows {
        let fits = wanted.as_ref().is_none_or(|wanted| {
            !wanted.is_empty() && mailed.is_some_and(|mailed| thread_subject(&mailed) == *wanted)
        });
        if fits && !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// The latest answer of somebody else of a partnership than a contact, since a moment, that waits for the rep and
/// is another message than this one.
///
/// # Errors
/// The database's.
pub fn of_colleague(
    connection: &Connection,
    (partnership, contact): (PartnershipId, ContactId),
    since: Timestamp,
    except: IncomingId,
) -> Result<Option<IncomingId>, StoreError> {
    let sql = "SELECT max(id) FROM incoming
               WHERE partnership_id = ?1 AND contact_id IS NOT ?2 AND id <> ?3
                 AND verdict = 'human_reply' AND settled_at IS NULL AND heard_at >= ?4";
    let values = (partnership.0, contact.0, except.0, since.as_millis());
    let id: Option<i64> = connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
    Ok(id.map(IncomingId))
}

/// When the first message of ours left; none when none has.
///
/// # Errors
/// The database's.
pub fn first_sent(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<i64> = connection
        .prepare_cached("SELECT min(sent_at) FROM outbox WHERE state = 'sent'")?
        .query_row([], |row| row.get(0))?;
    Ok(at.map(Timestamp::from_millis))
}

/// A message of ours that left for an address under a subject between two moments, and whose id no copy
/// bears yet.
///
/// # Errors
/// The database's.
pub fn without_copy(
    connection: &Connection,
    contact: ContactId,
    subject: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<Option<OutboxId>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id FROM outbox WHERE contact_id = ?1 AND draft ->> 'subject' = ?2
               AND state IN ('sent', 'sending', 'in_doubt')
               AND coalesce(sent_at, claimed_at) BETWEEN ?3 AND ?4
               AND NOT EXISTS (SELECT 1 FROM message_alias WHERE outbox_id = outbox.id)
             ORDER BY sent_at DESC LIMIT 1",
        )?
        .query_row((contact.0, subject, from.as_millis(), to.as_millis()), |row| {
            row.get(0).map(OutboxId)
        })
        .optional()?;
    Ok(found)
}

/// Notes another id of a message of ours.
///
/// # Errors
/// The database's.
pub fn add_alias(tx: &mut Tx<'_>, outbox: OutboxId, message_id: &str) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO message_alias (outbox_id, message_id) VALUES (?1, ?2)
             ON CONFLICT (message_id) DO NOTHING",
        )?
        .execute((outbox.0, message_id))?;
    Ok(())
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Ours> {
    Ok(Ours {
        outbox: OutboxId(row.get(0)?),
        enrolment: EnrolmentId(row.get(1)?),
        contact: ContactId(row.get(2)?),
        to: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        deleted: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    #[test]
    fn who_is_at_a_domain_is_found_by_the_domain() {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        let plan: Vec<String> = store
            .read(|c| {
                let mut statement = c.prepare(&format!("EXPLAIN QUERY PLAN {AT_DOMAIN}"))?;
                Ok(statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>()?)
            })
            .unwrap();
        let [domain, contact, enrolment, ..] = plan.as_slice() else { panic!("{plan:?}") };
        assert!(domain.contains("INDEX contact_address_by_domain (domain=?)"), "{plan:?}");
        assert!(contact.contains("contact USING INTEGER PRIMARY KEY"), "{plan:?}");
        assert!(enrolment.contains("enrolment_by_partnership (partnership_id=? AND"), "{plan:?}");
    }
}
