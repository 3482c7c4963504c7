//! Table `event`: the timeline.

use crate::text_enum::{Json, Word};
use crate::undo::Snapshot;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::event::{Actor, What};
use desk_core::ids::{CadenceId, ContactId, EnrolmentId, EventId, PartnershipId, Uid};
use desk_core::partnership::full_name;
use desk_core::step::TaskWork;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, named_params};

/// Something that happened.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Names it across workspaces.
    pub uid: Uid,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub what: What,
    /// To which partnership.
    pub partnership: PartnershipId,
    /// To which contact.
    pub contact: Option<ContactId>,
    /// In which cadence and enrolment.
    pub enrolment: Option<(CadenceId, EnrolmentId)>,
    /// At which step: its position from 0 and its name.
    pub step: Option<(u32, String)>,
}

/// An entry of the timeline as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Row id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub what: What,
    /// Name of the contact.
    pub contact: Option<String>,
    /// Name of the cadence.
    pub cadence: Option<String>,
    /// Position from 0 and name of the step.
    pub step: Option<(u32, String)>,
    /// Whether it can be taken back.
    pub undoable: bool,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What taking an entry back needs.
#[derive(Debug, Clone)]
pub struct Undoable {
    /// What happened.
    pub what: What,
    /// The partnership.
    pub partnership: PartnershipId,
    /// The contact.
    pub contact: Option<ContactId>,
    /// The enrolment.
    pub enrolment: Option<(CadenceId, EnrolmentId)>,
    /// When it happened.
    pub at: Timestamp,
    /// Rows as they were before.
    pub before: Snapshot,
}

/// Adds an entry; with `before` it can be taken back.
///
/// # Errors
/// The database's.
pub fn insert(
    tx: &mut Tx<'_>,
    event: &NewEvent,
    before: Option<&Snapshot>,
) -> Result<EventId, StoreError> {
    let (position, name) = event.step.clone().unzip();
    let (cadence, enrolment) = event.enrolment.unzip();
    tx.connection()
        .prepare_cached(
            "INSERT INTO event (uid, at, actor, what, partnership_id, contact_id, cadence_id,
                                enrolment_id, step_position, step_name, undo)
             VALUES (:uid, :at, :actor, :what, :partnership, :contact, :cadence,
                     :enrolment, :position, :name, :undo)",
        )?
        .execute(named_params! {
            ":uid": event.uid.as_bytes(), ":at": event.at.as_millis(), ":actor": Word(event.actor),
            ":what": Json(&event.what), ":partnership": event.partnership.0,
            ":contact": event.contact.map(|id| id.0), ":cadence": cadence.map(|id| id.0),
            ":enrolment": enrolment.map(|id| id.0), ":position": position, ":name": name,
            ":undo": before.map(Json),
        })?;
    let id = EventId(tx.connection().last_insert_rowid());
    tx.changed(TagKind::Partnership, event.partnership.0);
    Ok(id)
}

/// Up to `limit` entries of a partnership behind the entry `after`, the latest first.
///
/// # Errors
/// The database's.
pub fn page(
    connection: &Connection,
    partnership: PartnershipId,
    after: Option<(Timestamp, EventId)>,
    limit: u32,
) -> Result<Vec<EventRow>, StoreError> {
    let (at, id) = after.map_or((i64::MAX, i64::MAX), |(at, id)| (at.as_millis(), id.0));
    let sql = format!(
        "SELECT event.id, at, actor, what, contact.first_name, contact.last_name, cadence.name,
                step_position, step_name, undo IS NOT NULL AND undone_at IS NULL AND NOT {LATER},
                undone_at IS NOT NULL
         FROM event
         LEFT JOIN contact ON contact.id = contact_id
         LEFT JOIN cadence ON cadence.id = cadence_id
         WHERE event.partnership_id = :partnership AND (at, event.id) < (:at, :id)
         ORDER BY at DESC, event.id DESC LIMIT :limit"
    );
    let rows = connection
        .prepare_cached(&sql)?
        .query_map(
            named_params! { ":partnership": partnership.0, ":at": at, ":id": id, ":limit": limit },
            |row| {
                let contact: (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
                let step: (Option<u32>, Option<String>) = (row.get(7)?, row.get(8)?);
                Ok(EventRow {
                    id: EventId(row.get(0)?),
                    at: Timestamp::from_millis(row.get(1)?),
                    actor: row.get::<_, Word<Actor>>(2)?.0,
                    what: row.get::<_, Json<What>>(3)?.0,
                    contact: contact.0.zip(contact.1).map(|(first, last)| full_name(&first, &last)),
                    cadence: row.get(6)?,
                    step: step.0.zip(step.1),
                    undoable: row.get(9)?,
                    undone: row.get(10)?,
                })
            },
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// R13: an entry can be taken back until something was sent or logged after it in one of the enrolments
/// that it would bring back, and not while the partnership is in the bin or somebody whom it would bring
/// back has opted out. What lies behind a merge can be again when that was taken back, which is done by
/// [`crate::merge`].
const LATER: &str = "(
    event.merge_id IS NOT NULL OR event.type IN ('merged', 'contact_merged') OR
    EXISTS (SELECT 1 FROM partnership AS home
            WHERE home.id = event.partnership_id AND home.deleted_at IS NOT NULL)
    OR (event.what ->> 'type' <> 'opted_out' AND EXISTS (SELECT 1 FROM contact AS person
            WHERE person.id = event.contact_id AND person.opted_out_at IS NOT NULL))
    OR EXISTS (
        SELECT 1 FROM json_each(event.undo, '$.enrolments') AS kept
        JOIN enrolment ON enrolment.id = kept.value ->> 'id'
        JOIN contact AS other ON other.id = enrolment.contact_id
        WHERE other.opted_out_at IS NOT NULL AND other.id IS NOT event.contact_id)
    OR EXISTS (
    SELECT 1 FROM json_each(event.undo, '$.enrolments') AS kept
    JOIN event AS later ON later.enrolment_id = kept.value ->> 'id'
    WHERE later.id > event.id AND later.undone_at IS NULL
      AND later.what ->> 'type' IN ('email_sent', 'email_failed', 'email_in_doubt', 'call_logged',
          'completed_without_log', 'task_done', 'answered', 'replied', 'out_of_office', 'bounced',
          'version_changed')))";

/// The entry, if it can still be taken back.
///
/// # Errors
/// The database's.
pub fn undoable(connection: &Connection, id: EventId) -> Result<Option<Undoable>, StoreError> {
    let sql = format!(
        "SELECT what, partnership_id, contact_id, cadence_id, enrolment_id, at, undo FROM event
         WHERE id = ?1 AND undo IS NOT NULL AND undone_at IS NULL AND NOT {LATER}"
    );
    let found = connection
        .prepare_cached(&sql)?
        .query_row([id.0], |row| {
            let cadence: Option<i64> = row.get(3)?;
            let enrolment: Option<i64> = row.get(4)?;
            Ok(Undoable {
                what: row.get::<_, Json<What>>(0)?.0,
                partnership: PartnershipId(row.get(1)?),
                contact: row.get::<_, Option<i64>>(2)?.map(ContactId),
                enrolment: cadence.map(CadenceId).zip(enrolment.map(EnrolmentId)),
                at: Timestamp::from_millis(row.get(5)?),
                before: row.get::<_, Json<Snapshot>>(6)?.0,
            })
        })
        .optional()?;
    Ok(found)
}

/// Whether an entry was taken back, or is gone.
///
/// # Errors
/// The database's.
pub fn is_undone(connection: &Connection, id: EventId) -> Result<bool, StoreError> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM event WHERE id = ?1 AND undone_at IS NULL)";
    Ok(connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?)
}

/// Whether a contact that has opted out has done so by another entry as well that was not taken back.
///
/// # Errors
/// The database's.
pub fn opted_out_besides(
    connection: &Connection,
    contact: ContactId,
    id: EventId,
) -> Result<bool, StoreError> {
    // Those of before count no more: the rep has taken the contact off the list since.
    let sql = "SELECT EXISTS (SELECT 1 FROM event JOIN contact ON contact.id = event.contact_id
                   WHERE contact.id = ?1 AND event.type = 'opted_out' AND undone_at IS NULL
                     AND event.id <> ?2 AND at >= opted_out_at)";
    Ok(connection.prepare_cached(sql)?.query_row((contact.0, id.0), |row| row.get(0))?)
}

/// Marks an entry, and what followed from it in these enrolments, as taken back.
///
/// # Errors
/// The database's.
pub fn mark_undone(
    tx: &mut Tx<'_>,
    id: EventId,
    enrolments: &[EnrolmentId],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE event SET undone_at = :now
         WHERE undone_at IS NULL AND (id = :id OR (id > :id AND enrolment_id IN
               (SELECT value FROM json_each(:enrolments))))",
        named_params! {
            ":id": id.0, ":now": now.as_millis(),
            ":enrolments": Json(enrolments.iter().map(|id| id.0).collect::<Vec<_>>()),
        },
    )?;
    Ok(())
}

/// Replaces what an entry keeps for taking it back.
///
/// # Errors
/// The database's.
pub fn set_undo(tx: &mut Tx<'_>, id: EventId, before: &Snapshot) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE event SET undo = ?2 WHERE id = ?1")?
        .execute((id.0, Json(before)))?;
    Ok(())
}

/// What was noted at the tasks of an enrolment that were done, the latest first.
///
/// # Errors
/// The database's.
pub fn tasks_done(
    connection: &Connection,
    enrolment: EnrolmentId,
) -> Result<Vec<(TaskWork, String)>, StoreError> {
    let done = connection
        .prepare_cached(
            "SELECT what FROM event
             WHERE enrolment_id = ?1 AND type = 'task_done' AND undone_at IS NULL ORDER BY id DESC",
        )?
        .query_map([enrolment.0], |row| row.get::<_, Json<What>>(0))?
        .filter_map(|what| match what {
            Ok(Json(What::TaskDone { work, notes })) => Some(Ok((work, notes))),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
        .collect::<rusqlite::Result<_>>()?;
    Ok(done)
}

/// When the contact was called, and at which number as it was written in the record then: up to 40
/// times, the latest last.
///
/// # Errors
/// The database's.
pub fn calls(
    connection: &Connection,
    contact: ContactId,
) -> Result<Vec<(Timestamp, String)>, StoreError> {
    let mut calls: Vec<_> = connection
        .prepare_cached(
            "SELECT at, coalesce(what ->> 'number', '') FROM event
             WHERE contact_id = ?1 AND type = 'call_logged'
               AND undone_at IS NULL ORDER BY at DESC LIMIT 40",
        )?
        .query_map([contact.0], |row| Ok((Timestamp::from_millis(row.get(0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    calls.reverse();
    Ok(calls)
}

/// When others were called who share a number with the contact, and at which number: up to 40 times, the
/// latest last.
///
/// # Errors
/// The database's.
pub fn calls_to_sharers(
    connection: &Connection,
    contact: ContactId,
) -> Result<Vec<(Timestamp, String)>, StoreError> {
    const SHARERS: &str = "SELECT other.contact_id FROM contact_phone AS own
         JOIN contact_phone AS other ON other.key = own.key
         WHERE own.contact_id = ?1 AND other.contact_id <> ?1";
    // Few share one.
    if !connection.prepare_cached(SHARERS)?.exists([contact.0])? {
        return Ok(Vec::new());
    }
    let mut calls: Vec<_> = connection
        .prepare_cached(&format!(
            "SELECT at, coalesce(what ->> 'number', '') FROM event WHERE contact_id IN ({SHARERS})
               AND type = 'call_logged' AND undone_at IS NULL ORDER BY at DESC LIMIT 40"
        ))?
        .query_map([contact.0], |row| Ok((Timestamp::from_millis(row.get(0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    calls.reverse();
    Ok(calls)
}

/// Whether the contact has said in a call that they do not want to be called again (R37).
///
/// # Errors
/// The database's.
pub fn asked_for_no_calls(connection: &Connection, contact: ContactId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM event
                   WHERE contact_id = ?1 AND type = 'call_logged' AND undone_at IS NULL
                     AND what ->> 'disposition' = 'do_not_call')";
    Ok(connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get(0))?)
}

/// How many entries a partnership has.
///
/// # Errors
/// The database's.
pub fn count(connection: &Connection, partnership: PartnershipId) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM event WHERE partnership_id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([partnership.0], |row| row.get(0))?)
}

/// What an entry keeps for taking it back, whoever may do so.
///
/// # Errors
/// The database's.
pub fn kept_before(connection: &Connection, id: EventId) -> Result<Option<Snapshot>, StoreError> {
    let sql = "SELECT undo FROM event WHERE id = ?1";
    let kept: Option<Option<Json<Snapshot>>> =
        connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(kept.flatten().map(|kept| kept.0))
}

/// Whether the contact has answered in an enrolment, and whether a call of it reached somebody.
///
/// # Errors
/// The database's.
pub fn heard(connection: &Connection, id: EnrolmentId) -> Result<(bool, bool), StoreError> {
    let sql =
        "SELECT replied_day IS NOT NULL, reached_day IS NOT NULL FROM enrolment WHERE id = ?1";
    let heard =
        connection.prepare_cached(sql)?.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(heard)
}

/// When the contact was last contacted: an e-mail that left or a call that was logged.
///
/// # Errors
/// The database's.
pub fn last_contact(
    connection: &Connection,
    contact: ContactId,
) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<i64> = connection
        .prepare_cached(
            "SELECT at FROM event WHERE contact_id = ?1 AND undone_at IS NULL
               AND what ->> 'type' IN ('email_sent', 'answered', 'call_logged')
             ORDER BY at DESC LIMIT 1",
        )?
        .query_row([contact.0], |row| row.get(0))
        .optional()?;
    Ok(at.map(Timestamp::from_millis))
}
