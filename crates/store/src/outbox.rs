//! Table `outbox`: mail that was decided and is on its way, with the three marks that make sure that
//! nothing is sent twice.
//!
//! *Claimed* and *sent* are written durably; *data started* survives the end of the program, which
//! is all that it is needed for: after the end of the computer a claimed message is in doubt anyway.

use crate::text_enum::{Json, Word};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::draft::EmailDraft;
use desk_core::ids::{ContactId, EnrolmentId, OutboxId, PartnershipId, TouchId};
use desk_core::outbox::{FailReason, HoldReason, OutboxState};
use desk_core::pace::Sent;
use desk_core::partnership::full_name;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A message that was decided.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its Message-ID, with angle brackets.
    pub message_id: String,
    /// The touch that it belongs to.
    pub touch: TouchId,
    /// Its enrolment.
    pub enrolment: EnrolmentId,
    /// Its partnership.
    pub partnership: PartnershipId,
    /// Its recipient.
    pub contact: ContactId,
    /// What is sent: addresses, subject and text with the signature.
    pub draft: EmailDraft,
    /// The message that it answers, and all before it.
    pub thread: Thread,
    /// Whether it was decided by a rule and not by the rep.
    pub unattended: bool,
    /// When it leaves.
    pub leaves_at: Timestamp,
}

/// What an answer refers to. Empty for the start of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    /// Message-IDs of the conversation so far, the first one first.
    pub chain: Vec<String>,
    /// Its subject.
    pub subject: String,
}

/// A message of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Row id.
    pub id: OutboxId,
    /// Its Message-ID, with angle brackets.
    pub message_id: String,
    /// The touch that it belongs to.
    pub touch: TouchId,
    /// Its enrolment.
    pub enrolment: EnrolmentId,
    /// Its partnership.
    pub partnership: PartnershipId,
    /// The partnership's name.
    pub partnership_name: String,
    /// Its recipient.
    pub contact: ContactId,
    /// The recipient's name.
    pub contact_name: String,
    /// What is sent.
    pub draft: EmailDraft,
    /// Message-IDs of the conversation so far.
    pub chain: Vec<String>,
    /// Where it is.
    pub state: OutboxState,
    /// Whether it was decided by a rule and not by the rep.
    pub unattended: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was decided.
    pub created_at: Timestamp,
    /// When it leaves or is tried again.
    pub next_try: Timestamp,
}

const COLUMNS: &str = "outbox.id, message_id, touch_id, enrolment_id, outbox.partnership_id, \
    partnership.name, contact_id, contact.first_name, contact.last_name, draft, chain, state, \
    reason, answer, unattended, attempts, outbox.created_at, next_try, claimed_at, sent_at \
    FROM outbox JOIN partnership ON partnership.id = outbox.partnership_id \
    JOIN contact ON contact.id = outbox.contact_id";

/// How many messages are in which state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Leave by themselves.
    pub waiting: u32,
    /// Wait for something to be put right.
    pub held: Vec<(HoldReason, u32)>,
    /// Were refused for good.
    pub failed: u32,
    /// May or may not have left.
    pub in_doubt: u32,
    /// Have left.
    pub sent: u32,
}

/// Puts a message on its way. One that was taken back or refused before is used again; none when
/// one with this Message-ID is on its way or has left.
///
/// # Errors
/// The database's.
pub fn queue(
    tx: &mut Tx<'_>,
    new: &NewMessage,
    now: Timestamp,
) -> Result<Option<OutboxId>, StoreError> {
    let id: Option<i64> = tx
        .connection()
        .prepare_cached(
            "INSERT INTO outbox (message_id, touch_id, enrolment_id, partnership_id, contact_id,
                 draft, in_reply_to, chain, state, unattended, created_at, next_try, first)
             VALUES (:message_id, :touch, :enrolment, :partnership, :contact,
                 :draft, :parent, :chain, 'queued', :unattended, :now, :leaves,
                 NOT EXISTS (SELECT 1 FROM outbox WHERE contact_id = :contact AND state = 'sent'))
             ON CONFLICT (message_id) DO UPDATE SET
                 touch_id = :touch, draft = :draft, in_reply_to = :parent, chain = :chain,
                 state = 'queued', reason = NULL, answer = '', unattended = :unattended,
                 attempts = 0, created_at = :now, next_try = :leaves,
                 claimed_at = NULL, boot = NULL, data_started_at = NULL
             WHERE state IN ('cancelled', 'failed')
             RETURNING id",
        )?
        .query_row(
            named_params! {
                ":message_id": new.message_id, ":touch": new.touch.0,
                ":enrolment": new.enrolment.0, ":partnership": new.partnership.0,
                ":contact": new.contact.0, ":draft": Json(&new.draft),
                ":parent": new.thread.chain.last(), ":chain": new.thread.chain.join(" "),
                ":unattended": new.unattended, ":now": now.as_millis(),
                ":leaves": new.leaves_at.as_millis(),
            },
            |row| row.get(0),
        )
        .optional()?;
    if let Some(id) = id {
        changed(tx, OutboxId(id), new.partnership);
    }
    Ok(id.map(OutboxId))
}

/// Takes a message whose moment has come, counts the attempt and marks it *claimed*. Write it durably.
///
/// # Errors
/// The database's.
pub fn claim(
    tx: &mut Tx<'_>,
    message: &Message,
    boot: &str,
    now: Timestamp,
) -> Result<Option<Message>, StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, claimed_at = :now,
                    boot = :boot, data_started_at = NULL
             WHERE id = :id AND state IN ('queued', 'retry')",
        )?
        .execute(named_params! {
            ":now": now.as_millis(), ":boot": boot, ":id": message.id.0,
        })?;
    changed(tx, message.id, message.partnership);
    get(tx.connection(), message.id)
}

/// The three kinds of messages that wait for each other: by hand, follow-ups that leave by themselves,
/// and first messages to somebody that leave by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Sent by the rep.
    ByHand,
    /// A follow-up that leaves by itself.
    FollowUp,
    /// The first to somebody, leaving by itself.
    First,
}

impl Lane {
    /// All, the one that goes first at first.
    pub const ALL: [Self; 3] = [Self::ByHand, Self::FollowUp, Self::First];

    const fn columns(self) -> (bool, Option<bool>) {
        match self {
            Self::ByHand => (false, None),
            Self::FollowUp => (true, Some(false)),
            Self::First => (true, Some(true)),
        }
    }
}

/// The message of a lane whose moment comes next, and that moment.
///
/// # Errors
/// The database's.
pub fn head(
    connection: &Connection,
    lane: Lane,
) -> Result<Option<(OutboxId, Timestamp)>, StoreError> {
    let (unattended, first) = lane.columns();
    let of_lane = |first: bool| -> Result<Option<(OutboxId, Timestamp)>, StoreError> {
        let head = connection
            .prepare_cached(
                "SELECT id, next_try FROM outbox WHERE state IN ('queued', 'retry')
                   AND unattended = ?1 AND first = ?2 ORDER BY next_try, id LIMIT 1",
            )?
            .query_row((unattended, first), |row| {
                Ok((OutboxId(row.get(0)?), Timestamp::from_millis(row.get(1)?)))
            })
            .optional()?;
        Ok(head)
    };
    Ok(match first {
        Some(first) => of_lane(first)?,
        None => [of_lane(false)?, of_lane(true)?].into_iter().flatten().min_by_key(|h| (h.1, h.0)),
    })
}

/// What has left in the last 24 hours before `now`, and since.
///
/// # Errors
/// The database's.
pub fn sent_lately(connection: &Connection, now: Timestamp) -> Result<Sent, StoreError> {
    let since = now.as_millis().saturating_sub(24 * 3_600_000);
    let mut sent = Sent::default();
    let mut statement = connection.prepare_cached(
        "SELECT sent_at, first FROM outbox WHERE state = 'sent' AND sent_at > ?1 ORDER BY sent_at",
    )?;
    let mut rows = statement.query([since])?;
    while let Some(row) = rows.next()? {
        let (at, first): (i64, bool) = (row.get(0)?, row.get(1)?);
        sent.at.push(Timestamp::from_millis(at));
        if first {
            sent.first.push(Timestamp::from_millis(at));
        }
    }
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM outbox WHERE state = 'sent'")?
        .query_row([], |row| row.get(0))?;
    sent.count = u64::try_from(count).unwrap_or(0);
    Ok(sent)
}

/// Lets a message wait until a moment, without an attempt.
///
/// # Errors
/// The database's.
pub fn wait(tx: &mut Tx<'_>, message: &Message, until: Timestamp) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("UPDATE outbox SET next_try = ?2 WHERE id = ?1")?
        .execute((message.id.0, until.as_millis()))?;
    changed(tx, message.id, message.partnership);
    Ok(())
}

/// Marks *data started*: from here on the server may have the message.
///
/// # Errors
/// The database's.
pub fn data_started(tx: &mut Tx<'_>, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET data_started_at = :now WHERE id = :id AND state = 'sending'",
        )?
        .execute(named_params! { ":id": id.0, ":now": now.as_millis() })?;
    Ok(())
}

/// Where a message goes from *sending*, or by the rep from anywhere but *sent*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The server has taken it. Write it durably.
    Sent,
    /// It is tried again.
    Retry {
        /// When.
        at: Timestamp,
    },
    /// It is tried now, as if it had not been tried before.
    Anew,
    /// It waits for something to be put right.
    Hold(HoldReason),
    /// It was refused for good.
    Fail(FailReason),
    /// Nobody knows whether it left.
    Doubt,
    /// It was taken back.
    Cancel,
}

/// Moves a message on. `answer` is what the server said.
///
/// # Errors
/// The database's.
pub fn set(
    tx: &mut Tx<'_>,
    message: &Message,
    to: &Move,
    answer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (state, reason, next_try, sent_at) = match to {
        Move::Sent => ("sent", None, None, Some(now.as_millis())),
        Move::Retry { at } => ("retry", None, Some(at.as_millis()), None),
        Move::Anew => ("queued", None, Some(now.as_millis()), None),
        Move::Hold(reason) => ("held", Some(word(reason)?), None, None),
        Move::Fail(reason) => ("failed", Some(word(reason)?), None, None),
        Move::Doubt => ("in_doubt", None, None, None),
        Move::Cancel => ("cancelled", None, None, None),
    };
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET state = :state, reason = :reason, answer = :answer, sent_at = :sent,
                next_try = coalesce(:next, next_try), attempts = iif(:anew, 0, attempts)
         WHERE id = :id AND state <> 'sent'",
        )?
        .execute(named_params! {
            ":id": message.id.0, ":state": state, ":reason": reason, ":answer": answer,
            ":sent": sent_at, ":next": next_try, ":anew": *to == Move::Anew,
        })?;
    changed(tx, message.id, message.partnership);
    Ok(())
}

/// What the last run left behind: a message that was claimed in this `boot` and whose data had not
/// started is queued again; any other is in doubt. Returns those in doubt.
///
/// # Errors
/// The database's.
pub fn recover(tx: &mut Tx<'_>, boot: &str, now: Timestamp) -> Result<Vec<Message>, StoreError> {
    tx.connection().execute(
        "UPDATE outbox SET state = 'queued', next_try = min(next_try, :now)
         WHERE state = 'sending' AND data_started_at IS NULL AND boot = :boot",
        named_params! { ":boot": boot, ":now": now.as_millis() },
    )?;
    let doubtful = many(tx.connection(), "state = 'sending' ORDER BY outbox.id", [])?;
    for message in &doubtful {
        set(tx, message, &Move::Doubt, "", now)?;
    }
    tx.all(TagKind::Outbox);
    Ok(doubtful)
}

/// Holds every message that would leave: what stopped one would stop them all.
///
/// # Errors
/// The database's.
pub fn hold_all(tx: &mut Tx<'_>, reason: HoldReason) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE outbox SET state = 'held', reason = ?1 WHERE state IN ('queued', 'retry')",
        [word(&reason)?],
    )?;
    tx.all(TagKind::Outbox);
    Ok(())
}

/// Lets no message leave before `at`.
///
/// # Errors
/// The database's.
pub fn none_before(tx: &mut Tx<'_>, at: Timestamp) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE outbox SET next_try = max(next_try, ?1) WHERE state IN ('queued', 'retry')",
        [at.as_millis()],
    )?;
    tx.all(TagKind::Outbox);
    Ok(())
}

/// Lets held messages go again.
///
/// # Errors
/// The database's.
pub fn release(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let released = tx.connection().execute(
        "UPDATE outbox SET state = 'queued', reason = NULL, next_try = :now, attempts = 0
         WHERE state = 'held'",
        [now.as_millis()],
    )?;
    if released > 0 {
        tx.all(TagKind::Outbox);
    }
    Ok(())
}

/// Lets messages go again that waited for the mailbox to be read.
///
/// # Errors
/// The database's.
pub fn release_unread(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let released = tx.connection().execute(
        "UPDATE outbox SET state = 'queued', reason = NULL, next_try = :now
         WHERE state = 'held' AND reason = :reason",
        named_params! { ":now": now.as_millis(), ":reason": word(&HoldReason::MailboxNotRead)? },
    )?;
    if released > 0 {
        tx.all(TagKind::Outbox);
    }
    Ok(())
}

/// The message with this id.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: OutboxId) -> Result<Option<Message>, StoreError> {
    Ok(many(connection, "outbox.id = ?1", [id.0])?.pop())
}

/// Messages of an enrolment that have not been claimed: they can be taken back.
///
/// # Errors
/// The database's.
pub fn unclaimed_of(
    connection: &Connection,
    enrolment: EnrolmentId,
) -> Result<Vec<Message>, StoreError> {
    let condition = "outbox.enrolment_id = ?1 AND state IN ('queued', 'held', 'retry', 'failed') ORDER BY outbox.id";
    many(connection, condition, [enrolment.0])
}

/// Whether a message of an enrolment is on its way, or may be.
///
/// # Errors
/// The database's.
pub fn is_sending(connection: &Connection, enrolment: EnrolmentId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE enrolment_id = ?1
                              AND state IN ('sending', 'in_doubt'))";
    Ok(connection.prepare_cached(sql)?.query_row([enrolment.0], |row| row.get(0))?)
}

/// Whether the message of a touch has left.
///
/// # Errors
/// The database's.
pub fn has_left(connection: &Connection, touch: TouchId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE touch_id = ?1 AND state = 'sent')";
    Ok(connection.prepare_cached(sql)?.query_row([touch.0], |row| row.get(0))?)
}

/// The conversation of an enrolment so far: what has left in it.
///
/// # Errors
/// The database's.
pub fn thread(connection: &Connection, enrolment: EnrolmentId) -> Result<Thread, StoreError> {
    let sent = many(
        connection,
        "outbox.enrolment_id = ?1 AND state = 'sent' ORDER BY sent_at DESC, outbox.id DESC LIMIT 1",
        [enrolment.0],
    )?;
    let Some(last) = sent.into_iter().next() else { return Ok(Thread::default()) };
    let mut chain = last.chain;
    chain.push(last.message_id);
    Ok(Thread { chain, subject: last.draft.subject })
}

/// Up to `limit` messages that have not left, by the moment they leave, behind the row `after`.
///
/// # Errors
/// The database's.
pub fn waiting_page(
    connection: &Connection,
    after: Option<(Timestamp, OutboxId)>,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let (at, id) = after.map_or((i64::MIN, 0), |(at, id)| (at.as_millis(), id.0));
    let condition = "state IN ('queued', 'held', 'sending', 'retry', 'failed', 'in_doubt')
         AND (next_try, outbox.id) > (?1, ?2) ORDER BY next_try, outbox.id LIMIT ?3";
    many(connection, condition, (at, id, limit))
}

/// Up to `limit` messages that have left, the latest first, behind the row `after`, each with the
/// moment at which it left.
///
/// # Errors
/// The database's.
pub fn sent_page(
    connection: &Connection,
    after: Option<(Timestamp, OutboxId)>,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let (at, id) = after.map_or((i64::MAX, i64::MAX), |(at, id)| (at.as_millis(), id.0));
    let condition = "state = 'sent' AND (sent_at, outbox.id) < (?1, ?2)
         ORDER BY sent_at DESC, outbox.id DESC LIMIT ?3";
    many(connection, condition, (at, id, limit))
}

/// How many messages are in which state.
///
/// # Errors
/// The database's.
pub fn counts(connection: &Connection) -> Result<Counts, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT state, reason, count(*) FROM outbox GROUP BY state, reason")?;
    let mut rows = statement.query([])?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let (state, count): (String, u32) = (row.get(0)?, row.get(2)?);
        match state.as_str() {
            "queued" | "retry" | "sending" => counts.waiting += count,
            "held" => counts.held.push((row.get::<_, Word<HoldReason>>(1)?.0, count)),
            "failed" => counts.failed += count,
            "in_doubt" => counts.in_doubt += count,
            "sent" => counts.sent += count,
            _ => {}
        }
    }
    Ok(counts)
}

fn changed(tx: &mut Tx<'_>, id: OutboxId, partnership: PartnershipId) {
    tx.changed(TagKind::Outbox, id.0);
    tx.changed(TagKind::Partnership, partnership.0);
}

fn word(reason: &impl serde::Serialize) -> Result<String, StoreError> {
    let value = serde_json::to_value(reason).map_err(StoreError::Document)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

fn many(
    connection: &Connection,
    rest: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Message>, StoreError> {
    let rows = connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE {rest}"))?
        .query_map(values, from_row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Message> {
    let (first, last): (String, String) = (row.get(7)?, row.get(8)?);
    let chain: String = row.get(10)?;
    Ok(Message {
        id: OutboxId(row.get(0)?),
        message_id: row.get(1)?,
        touch: TouchId(row.get(2)?),
        enrolment: EnrolmentId(row.get(3)?),
        partnership: PartnershipId(row.get(4)?),
        partnership_name: row.get(5)?,
        contact: ContactId(row.get(6)?),
        contact_name: full_name(&first, &last),
        draft: row.get::<_, Json<EmailDraft>>(9)?.0,
        chain: chain.split_whitespace().map(str::to_owned).collect(),
        state: state(row)?,
        unattended: row.get(14)?,
        attempts: row.get(15)?,
        created_at: Timestamp::from_millis(row.get(16)?),
        next_try: Timestamp::from_millis(row.get(17)?),
    })
}

fn state(row: &Row<'_>) -> rusqlite::Result<OutboxState> {
    let word: String = row.get(11)?;
    let answer: String = row.get(13)?;
    let moment = |column| {
        let at: Option<i64> = row.get(column)?;
        Ok::<_, rusqlite::Error>(Timestamp::from_millis(at.unwrap_or_default()))
    };
    Ok(match word.as_str() {
        "queued" => OutboxState::Queued { leaves_at: moment(17)? },
        "held" => OutboxState::Held { reason: row.get::<_, Word<HoldReason>>(12)?.0 },
        "sending" => OutboxState::Sending,
        "retry" => OutboxState::RetryAt { at: moment(17)?, answer },
        "failed" => OutboxState::Failed { reason: row.get::<_, Word<FailReason>>(12)?.0, answer },
        "in_doubt" => OutboxState::InDoubt { since: moment(18)? },
        "sent" => OutboxState::Sent { at: moment(19)? },
        // The table's CHECK leaves nothing else.
        _ => OutboxState::Cancelled,
    })
}
