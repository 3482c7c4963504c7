//! Messages as lists, by enrolment and by what leaves next.

use super::{Counts, Message, Thread};
use crate::StoreError;
use crate::text_enum::{Json, Word};
use desk_core::draft::EmailDraft;
use desk_core::ids::{
    AccountId, ContactId, EnrolmentId, IncomingId, OutboxId, PartnershipId, TouchId,
};
use desk_core::outbox::{FailReason, HoldReason, OutboxState};
use desk_core::pace::Sent;
use desk_core::partnership::full_name;
use desk_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

const COLUMNS: &str = "outbox.id, message_id, touch_id, enrolment_id, outbox.partnership_id, \
    partnership.name, contact_id, contact.first_name, contact.last_name, draft, chain, state, \
    reason, answer, unattended, attempts, outbox.created_at, next_try, claimed_at, sent_at, \
    outbox.account_id, wanted_at, late_allowed, answers_id \
    FROM outbox JOIN partnership ON partnership.id = outbox.partnership_id \
    JOIN contact ON contact.id = outbox.contact_id";

pub(super) const SENDING: &str = "state = 'sending' ORDER BY outbox.id";
const WAITING: &str = "state <> 'sent' AND state <> 'cancelled'
     AND (next_try, outbox.id) > (?1, ?2) ORDER BY next_try, outbox.id LIMIT ?3";
const SENT_SINCE: &str = "SELECT sent_at, first FROM outbox
     WHERE account_id IS ?1 AND state = 'sent' AND sent_at > ?2 ORDER BY sent_at";
const SENT: &str =
    "SELECT coalesce(sum(n), 0) FROM outbox_count WHERE account = ?1 AND state = 'sent'";
const COUNTS: &str = "SELECT state, reason, n FROM outbox_count WHERE n > 0";
const HAS_LEFT: &str = "SELECT EXISTS (SELECT 1 FROM outbox
     WHERE enrolment_id = ?1 AND touch_id = ?2 AND state = 'sent')";

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

/// The message of a lane of an account whose moment comes next, and that moment.
///
/// # Errors
/// The database's.
pub fn head(
    connection: &Connection,
    account: Option<AccountId>,
    lane: Lane,
) -> Result<Option<(OutboxId, Timestamp)>, StoreError> {
    let (unattended, first) = lane.columns();
    let of_lane = |first: bool| -> Result<Option<(OutboxId, Timestamp)>, StoreError> {
        let head = connection
            .prepare_cached(
                "SELECT id, next_try FROM outbox WHERE state IN ('queued', 'retry')
                   AND account_id IS ?1 AND unattended = ?2 AND first = ?3
                 ORDER BY next_try, id LIMIT 1",
            )?
            .query_row((account.map(|account| account.0), unattended, first), |row| {
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

/// The messages of a lane of an account whose moment has come by `now`, up to `limit`, from its [`head`] on. Of
/// those sent by hand the head alone.
///
/// # Errors
/// The database's.
pub fn ripe(
    connection: &Connection,
    (account, lane): (Option<AccountId>, Lane),
    head: OutboxId,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<OutboxId>, StoreError> {
    let (unattended, Some(first)) = lane.columns() else { return Ok(vec![head]) };
    let (account, limit) = (account.map(|id| id.0), i64::try_from(limit).unwrap_or(i64::MAX));
    let ids = connection
        .prepare_cached(
            "SELECT id FROM outbox WHERE state IN ('queued', 'retry') AND account_id IS ?1
               AND unattended = ?2 AND first = ?3 AND next_try <= ?4 ORDER BY next_try, id LIMIT ?5",
        )?
        .query_map((account, unattended, first, now.as_millis(), limit), |row| row.get(0))?
        .map(|id| id.map(OutboxId))
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// What has left through an account in the last 24 hours before `now`, and since.
///
/// # Errors
/// The database's.
pub fn sent_lately(
    connection: &Connection,
    account: Option<AccountId>,
    now: Timestamp,
) -> Result<Sent, StoreError> {
    let account = account.map(|account| account.0);
    let since = now.as_millis().saturating_sub(24 * 3_600_000);
    let mut sent = Sent::default();
    let mut statement = connection.prepare_cached(SENT_SINCE)?;
    let mut rows = statement.query((account, since))?;
    while let Some(row) = rows.next()? {
        let (at, first): (i64, bool) = (row.get(0)?, row.get(1)?);
        sent.at.push(Timestamp::from_millis(at));
        if first {
            sent.first.push(Timestamp::from_millis(at));
        }
    }
    let count: i64 = connection
        .prepare_cached(SENT)?
        .query_row([account.unwrap_or_default()], |row| row.get(0))?;
    sent.count = u64::try_from(count).unwrap_or(0);
    Ok(sent)
}

/// The message with this id.
///
/// # Errors
/// The database's.
pub fn get(connection: &Connection, id: OutboxId) -> Result<Option<Message>, StoreError> {
    Ok(many(connection, "outbox.id = ?1", [id.0])?.pop())
}

/// Messages of an enrolment's touches that have not been claimed: they are taken back when it stops. What
/// the rep answers by hand is none of them: it goes whatever becomes of the enrolment.
///
/// # Errors
/// The database's.
pub fn unclaimed_of(
    connection: &Connection,
    enrolment: EnrolmentId,
) -> Result<Vec<Message>, StoreError> {
    let condition = "outbox.enrolment_id = ?1 AND touch_id <> 0
         AND state IN ('queued', 'held', 'retry', 'failed') ORDER BY outbox.id";
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

/// The rep's answers to a message that arrived, the first first. One that was taken back is none.
///
/// # Errors
/// The database's.
pub fn answers_to(connection: &Connection, id: IncomingId) -> Result<Vec<Message>, StoreError> {
    many(connection, "answers_id = ?1 AND state <> 'cancelled' ORDER BY outbox.id", [id.0])
}

/// Whether the message of a touch of an enrolment has left.
///
/// # Errors
/// The database's.
pub fn has_left(
    connection: &Connection,
    enrolment: EnrolmentId,
    touch: TouchId,
) -> Result<bool, StoreError> {
    let values = (enrolment.0, touch.0);
    Ok(connection.prepare_cached(HAS_LEFT)?.query_row(values, |row| row.get(0))?)
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
    // Where the provider has given it an id of its own, that is the one that the other side knows.
    let aliases = connection
        .prepare_cached("SELECT message_id FROM message_alias WHERE outbox_id = ?1 ORDER BY id")?
        .query_map([last.id.0], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    chain.extend(aliases);
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
    many(connection, WAITING, (at, id, limit))
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
    let mut statement = connection.prepare_cached(COUNTS)?;
    let mut rows = statement.query([])?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let (state, count): (String, u32) = (row.get(0)?, row.get(2)?);
        match state.as_str() {
            "queued" | "retry" | "sending" => counts.waiting += count,
            "held" => {
                let reason = row.get::<_, Word<HoldReason>>(1)?.0;
                match counts.held.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, held)) => *held += count,
                    None => counts.held.push((reason, count)),
                }
            }
            "failed" => counts.failed += count,
            "in_doubt" => counts.in_doubt += count,
            "sent" => counts.sent += count,
            _ => {}
        }
    }
    Ok(counts)
}

/// Whether the latest message of an enrolment left through another account than that with this address.
///
/// # Errors
/// The database's.
pub fn left_through_another(
    connection: &Connection,
    enrolment: EnrolmentId,
    address: &str,
) -> Result<bool, StoreError> {
    let sender: Option<String> = connection
        .prepare_cached(
            "SELECT sender FROM outbox WHERE enrolment_id = ?1 AND state = 'sent'
             ORDER BY sent_at DESC, id DESC LIMIT 1",
        )?
        .query_row([enrolment.0], |row| row.get(0))
        .optional()?;
    Ok(sender.is_some_and(|sender| !sender.is_empty() && sender != address))
}

/// What messages of which accounts are held for, each once.
///
/// # Errors
/// The database's.
pub fn held_for(
    connection: &Connection,
) -> Result<Vec<(Option<AccountId>, HoldReason)>, StoreError> {
    let rows = connection
        .prepare_cached("SELECT DISTINCT account_id, reason FROM outbox WHERE state = 'held'")?
        .query_map([], |row| {
            let reason: Word<HoldReason> = row.get(1)?;
            Ok((row.get::<_, Option<i64>>(0)?.map(AccountId), reason.0))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

pub(super) fn many(
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
        answers: row.get::<_, Option<i64>>(23)?.map(IncomingId),
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
        account: row.get::<_, Option<i64>>(20)?.map(AccountId),
        wanted_at: Timestamp::from_millis(row.get(21)?),
        late_allowed: row.get(22)?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    #[test]
    fn what_is_asked_often_reads_none_of_what_has_left_before() {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        let sending = format!("SELECT {COLUMNS} WHERE {SENDING}");
        let waiting = format!("SELECT {COLUMNS} WHERE {WAITING}");
        for (sql, plan) in [
            (
                SENT_SINCE,
                "SEARCH outbox USING COVERING INDEX outbox_sent_by_account (account_id=? AND sent_at>?)",
            ),
            (SENT, "SEARCH outbox_count USING PRIMARY KEY (account=? AND state=?)"),
            (COUNTS, "SCAN outbox_count"),
            (HAS_LEFT, "SEARCH outbox USING INDEX outbox_by_enrolment (enrolment_id=?)"),
            (&sending, "SCAN outbox USING INDEX outbox_sending"),
            (&waiting, "SEARCH outbox USING INDEX outbox_waiting (next_try>?)"),
        ] {
            let found: Vec<String> = store
                .read(|c| {
                    let mut statement = c.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                    Ok(statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>()?)
                })
                .unwrap();
            assert!(found.iter().any(|line| line == plan), "{sql}: {found:?}");
            assert!(!found.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}: {found:?}");
        }
    }
}
