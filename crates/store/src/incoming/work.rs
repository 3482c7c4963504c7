//! One message that arrived, with what the rep and newer editions of the classifier say about it.

use crate::text_enum::{Json, Word, uid};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::draft::EmailDraft;
use desk_core::ids::{ContactId, EnrolmentId, EventId, IncomingId, PartnershipId, Uid};
use desk_core::incoming::{Mark, Tone, Verdict};
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Row id.
    pub id: IncomingId,
    /// Names it across workspaces.
    pub uid: Uid,
    /// Its id, with angle brackets.
    pub message_id: String,
    /// Who wrote it; may be empty.
    pub sender: String,
    /// Its subject.
    pub subject: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// What it is taken for now.
    pub verdict: Verdict,
    /// Which rule of the program decided.
    pub code: String,
    /// What the rule saw.
    pub seen: String,
    /// What was newly written.
    pub text: String,
    /// The message as it came, or its beginning; empty when it could not be read.
    pub raw: Vec<u8>,
    /// Whom it concerns.
    pub partnership: Option<PartnershipId>,
    /// Whom it concerns.
    pub contact: Option<ContactId>,
    /// Whom it concerns.
    pub enrolment: Option<EnrolmentId>,
    /// The entry of the timeline that tells it.
    pub event: Option<EventId>,
    /// What the program took it for, once somebody has said otherwise.
    pub found: Option<Verdict>,
    /// When the rep said what it is.
    pub ruled_at: Option<Timestamp>,
    /// What a newer edition takes it for, until the rep has said what it is.
    pub suggested: Option<Verdict>,
    /// What came of it.
    pub mark: Option<Mark>,
    /// How it sounds.
    pub tone: Option<Tone>,
    /// When the rep was done with it.
    pub settled_at: Option<Timestamp>,
    /// The answer that the rep is writing, and when it was saved.
    pub draft: Option<(EmailDraft, Timestamp)>,
}

/// An enrolment that a message in review may be about, or that a colleague's message has stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which one.
    pub enrolment: EnrolmentId,
    /// The entry of the timeline that tells it.
    pub event: Option<EventId>,
}

impl Candidate {
    /// One that was stopped, as an entry of the timeline tells.
    #[must_use]
    pub const fn new(enrolment: EnrolmentId, event: EventId) -> Self {
        Self { enrolment, event: Some(event) }
    }
}

/// What the rep said about a message, and what followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruled {
    /// What it is.
    pub verdict: Verdict,
    /// Whom it concerns.
    pub partnership: Option<PartnershipId>,
    /// Whom it concerns.
    pub contact: Option<ContactId>,
    /// Whom it concerns.
    pub enrolment: Option<EnrolmentId>,
    /// The entry of the timeline that tells it.
    pub event: Option<EventId>,
    /// When the rep was done with it; none while it waits for them.
    pub settled_at: Option<Timestamp>,
}

/// The message with this id.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: IncomingId) -> Result<Option<Kept>, StoreError> {
    let sql = "SELECT id, uid, message_id, sender, subject, received_at, verdict, code, seen, text, raw,
                   partnership_id, contact_id, enrolment_id, event_id, found, ruled_at, suggested, mark,
                   tone, settled_at, draft, draft_at
               FROM incoming WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([id.0], kept).optional()?)
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let moment =
        |column: usize| row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp::from_millis));
    let draft = row.get::<_, Option<Json<EmailDraft>>>(21)?.map(|draft| draft.0);
    Ok(Kept {
        id: IncomingId(row.get(0)?),
        uid: uid(row.get(1)?),
        message_id: row.get(2)?,
        sender: row.get(3)?,
        subject: row.get(4)?,
        received_at: Timestamp::from_millis(row.get(5)?),
        verdict: row.get::<_, Word<Verdict>>(6)?.0,
        code: row.get(7)?,
        seen: row.get(8)?,
        text: row.get(9)?,
        raw: row.get(10)?,
        partnership: row.get::<_, Option<i64>>(11)?.map(PartnershipId),
        contact: row.get::<_, Option<i64>>(12)?.map(ContactId),
        enrolment: row.get::<_, Option<i64>>(13)?.map(EnrolmentId),
        event: row.get::<_, Option<i64>>(14)?.map(EventId),
        found: row.get::<_, Option<Word<Verdict>>>(15)?.map(|word| word.0),
        ruled_at: moment(16)?,
        suggested: row.get::<_, Option<Word<Verdict>>>(17)?.map(|word| word.0),
        mark: row.get::<_, Option<Word<Mark>>>(18)?.map(|word| word.0),
        tone: row.get::<_, Option<Word<Tone>>>(19)?.map(|word| word.0),
        settled_at: moment(20)?,
        draft: draft.zip(moment(22)?),
    })
}

/// Whom a message in review may be about, or whom a colleague's message has stopped, in that order.
///
/// # Errors
/// The database's.
pub fn candidates(connection: &Connection, id: IncomingId) -> Result<Vec<Candidate>, StoreError> {
    let sql =
        "SELECT enrolment_id, event_id FROM incoming_candidate WHERE incoming_id = ?1 ORDER BY id";
    let rows = connection
        .prepare_cached(sql)?
        .query_map([id.0], |row| {
            let event = row.get::<_, Option<i64>>(1)?.map(EventId);
            Ok(Candidate { enrolment: EnrolmentId(row.get(0)?), event })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Notes whom a message in review may be about, or whom a colleague's message has stopped.
///
/// # Errors
/// The database's.
pub fn add_candidate(
    tx: &mut Tx<'_>,
    id: IncomingId,
    candidate: Candidate,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO incoming_candidate (incoming_id, enrolment_id, event_id) VALUES (?1, ?2, ?3)
             ON CONFLICT (incoming_id, enrolment_id) DO UPDATE SET event_id = ?3",
        )?
        .execute((id.0, candidate.enrolment.0, candidate.event.map(|id| id.0)))?;
    Ok(())
}

/// Whether an enrolment stands still for another message in review than this one.
///
/// # Errors
/// The database's.
pub fn in_review(
    connection: &Connection,
    enrolment: EnrolmentId,
    except: IncomingId,
) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM incoming_candidate
                   JOIN incoming ON incoming.id = incoming_candidate.incoming_id
                   WHERE incoming_candidate.enrolment_id = ?1 AND incoming.id <> ?2
                     AND verdict = 'review' AND settled_at IS NULL)";
    Ok(connection.prepare_cached(sql)?.query_row((enrolment.0, except.0), |row| row.get(0))?)
}

/// Whether what a contact wrote waits for the rep, who has not answered it from here.
///
/// # Errors
/// The database's.
pub fn is_unanswered(connection: &Connection, contact: ContactId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM incoming
                   WHERE contact_id = ?1 AND verdict = 'human_reply' AND settled_at IS NULL
                     AND NOT EXISTS (SELECT 1 FROM outbox
                         WHERE answers_id = incoming.id AND outbox.state = 'sent'))";
    Ok(connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get(0))?)
}

/// Keeps what the rep said about a message. Nobody stands still for it any more but by what followed.
///
/// # Errors
/// The database's.
pub fn rule(
    tx: &mut Tx<'_>,
    id: IncomingId,
    ruled: &Ruled,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE incoming SET found = coalesce(found, verdict), verdict = :verdict, ruled_at = :now,
                 suggested = NULL, mark = NULL, mark_event_id = NULL, partnership_id = :partnership,
                 contact_id = :contact, enrolment_id = :enrolment, event_id = :event,
                 settled_at = :settled WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.0, ":verdict": Word(ruled.verdict), ":now": now.as_millis(),
            ":partnership": ruled.partnership.map(|id| id.0),
            ":contact": ruled.contact.map(|id| id.0),
            ":enrolment": ruled.enrolment.map(|id| id.0), ":event": ruled.event.map(|id| id.0),
            ":settled": ruled.settled_at.map(Timestamp::as_millis),
        })?;
    let sql = "DELETE FROM incoming_candidate WHERE incoming_id = ?1";
    tx.connection().prepare_cached(sql)?.execute([id.0])?;
    tx.changed(TagKind::Incoming, id.0);
    Ok(())
}

/// Keeps what a newer edition of the classifier takes a message for. With `suggested` it is for the rep to
/// look at again.
///
/// # Errors
/// The database's.
pub fn reread(
    tx: &mut Tx<'_>,
    id: IncomingId,
    version: u16,
    suggested: Option<Verdict>,
) -> Result<(), StoreError> {
    let sql = match suggested {
        None => "UPDATE incoming SET version = ?2 WHERE id = ?1 AND ?3 IS NULL",
        Some(_) => {
            "UPDATE incoming SET version = ?2, found = coalesce(found, verdict), verdict = 'review',
                 suggested = ?3, settled_at = NULL WHERE id = ?1"
        }
    };
    tx.connection().prepare_cached(sql)?.execute((id.0, version, suggested.map(Word)))?;
    tx.changed(TagKind::Incoming, id.0);
    Ok(())
}

/// Up to `limit` messages that an older edition of the classifier has read, that were kept whole enough to
/// be read again, and about which the rep has said nothing.
///
/// # Errors
/// The database's.
pub fn outdated(
    connection: &Connection,
    version: u16,
    limit: u32,
) -> Result<Vec<IncomingId>, StoreError> {
    let sql =
        "SELECT id FROM incoming WHERE version < ?1 AND ruled_at IS NULL AND suggested IS NULL
                 AND verdict <> 'own' AND raw <> x'' ORDER BY version, id LIMIT ?2";
    let rows = connection
        .prepare_cached(sql)?
        .query_map((version, limit), |row| row.get(0).map(IncomingId))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Marks what came of a message, with the entry of the timeline that it made, and when the rep was done with
/// it by that; none leaves it open.
///
/// # Errors
/// The database's.
pub fn mark(
    tx: &mut Tx<'_>,
    id: IncomingId,
    mark: Mark,
    event: Option<EventId>,
    settled_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE incoming SET mark = ?2, mark_event_id = ?3, settled_at = coalesce(settled_at, ?4)
             WHERE id = ?1",
        )?
        .execute((
            id.0,
            Word(mark),
            event.map(|id| id.0),
            settled_at.map(Timestamp::as_millis),
        ))?;
    tx.changed(TagKind::Incoming, id.0);
    Ok(())
}

/// Takes back the mark that an entry of the timeline tells, or that the rep was done with the message.
///
/// # Errors
/// The database's.
pub fn unmark(tx: &mut Tx<'_>, event: EventId) -> Result<(), StoreError> {
    let changed = tx.connection().execute(
        "UPDATE incoming SET mark = NULL, mark_event_id = NULL, settled_at = NULL
         WHERE mark_event_id = ?1",
        [event.0],
    )?;
    if changed > 0 {
        tx.all(TagKind::Incoming);
    }
    Ok(())
}

/// Notes how a message sounds.
///
/// # Errors
/// The database's.
pub fn set_tone(tx: &mut Tx<'_>, id: IncomingId, tone: Option<Tone>) -> Result<(), StoreError> {
    let sql = "UPDATE incoming SET tone = ?2 WHERE id = ?1";
    tx.connection().prepare_cached(sql)?.execute((id.0, tone.map(Word)))?;
    tx.changed(TagKind::Incoming, id.0);
    Ok(())
}

/// Notes when the rep was done with a message, and the entry of the timeline that tells it; or that it waits
/// for them again, and then without a mark that made no entry.
///
/// # Errors
/// The database's.
pub fn settle(
    tx: &mut Tx<'_>,
    id: IncomingId,
    at: Option<Timestamp>,
    event: Option<EventId>,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE incoming SET settled_at = ?2,
                 mark = iif(?2 IS NULL AND mark_event_id IS NULL, NULL, mark),
                 mark_event_id = coalesce(?3, mark_event_id) WHERE id = ?1",
        )?
        .execute((id.0, at.map(Timestamp::as_millis), event.map(|id| id.0)))?;
    tx.changed(TagKind::Incoming, id.0);
    Ok(())
}

/// Saves the answer that the rep is writing.
///
/// # Errors
/// The database's.
pub fn save_draft(
    tx: &mut Tx<'_>,
    id: IncomingId,
    draft: &EmailDraft,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE incoming SET draft = ?2, draft_at = ?3 WHERE id = ?1";
    tx.connection().prepare_cached(sql)?.execute((id.0, Json(draft), now.as_millis()))?;
    tx.changed(TagKind::Incoming, id.0);
    Ok(())
}

/// Throws the answer away that the rep was writing.
///
/// # Errors
/// The database's.
pub fn clear_draft(tx: &mut Tx<'_>, id: IncomingId) -> Result<(), StoreError> {
    let sql = "UPDATE incoming SET draft = NULL, draft_at = NULL WHERE id = ?1";
    tx.connection().prepare_cached(sql)?.execute([id.0])?;
    tx.changed(TagKind::Incoming, id.0);
    Ok(())
}

/// Messages from an address, in lower case: also those that name no contact because it was never clear
/// whom they are about. Whoever erases a person has to look here.
///
/// # Errors
/// The database's.
pub fn by_sender(connection: &Connection, address: &str) -> Result<Vec<IncomingId>, StoreError> {
    let rows = connection
        .prepare_cached("SELECT id FROM incoming WHERE sender = ?1 ORDER BY id")?
        .query_map([address], |row| row.get(0).map(IncomingId))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}
