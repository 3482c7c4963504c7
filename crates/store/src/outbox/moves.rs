//! Messages are decided, claimed, sent, held and taken back.

use super::read::{SENDING, many};
use super::{Message, NewMessage};
use crate::text_enum::Json;
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::ids::{AccountId, OutboxId, PartnershipId};
use desk_core::outbox::{FailReason, HoldReason, OutboxState};
use desk_core::time::Timestamp;
use rusqlite::{OptionalExtension, named_params};

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
                 account_id, draft, in_reply_to, chain, state, unattended, created_at, next_try,
                 wanted_at, answers_id, first)
             VALUES (:message_id, :touch, :enrolment, :partnership, :contact,
                 :account, :draft, :parent, :chain, 'queued', :unattended, :now, :leaves, :wanted,
                 :answers,
                 NOT EXISTS (SELECT 1 FROM outbox WHERE contact_id = :contact AND state = 'sent'))
             ON CONFLICT (message_id) DO UPDATE SET
                 touch_id = :touch, account_id = :account, draft = :draft, in_reply_to = :parent, chain = :chain,
                 state = 'queued', reason = NULL, answer = '', unattended = :unattended,
                 attempts = 0, created_at = :now, next_try = :leaves, wanted_at = :wanted,
                 late_allowed = 0,
                 claimed_at = NULL, boot = NULL, data_started_at = NULL
             WHERE state IN ('cancelled', 'failed')
             RETURNING id",
        )?
        .query_row(
            named_params! {
                ":message_id": new.message_id, ":touch": new.touch.0,
                ":enrolment": new.enrolment.0, ":partnership": new.partnership.0,
                ":contact": new.contact.0, ":draft": Json(&new.draft),
                ":account": new.account.map(|account| account.0),
                ":parent": new.thread.chain.last(), ":chain": new.thread.chain.join(" "),
                ":unattended": new.unattended, ":now": now.as_millis(),
                ":leaves": new.leaves_at.as_millis(), ":wanted": new.wanted_at.as_millis(),
                ":answers": new.answers.map(|id| id.0),
            },
            |row| row.get(0),
        )
        .optional()?;
    if let Some(id) = id {
        changed(tx, OutboxId(id), new.partnership);
    }
    Ok(id.map(OutboxId))
}

/// Takes a message whose moment has come, counts the attempt and marks it *claimed*: the message as it is
/// now; none where it is not waiting. Write it durably.
///
/// # Errors
/// The database's.
pub fn claim(
    tx: &mut Tx<'_>,
    message: &Message,
    boot: &str,
    now: Timestamp,
) -> Result<Option<Message>, StoreError> {
    let claimed = tx
        .connection()
        .prepare_cached(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, claimed_at = :now,
                    boot = :boot, data_started_at = NULL
             WHERE id = :id AND state IN ('queued', 'retry')",
        )?
        .execute(named_params! {
            ":now": now.as_millis(), ":boot": boot, ":id": message.id.0,
        })?;
    if claimed == 0 {
        return Ok(None);
    }
    changed(tx, message.id, message.partnership);
    let attempts = message.attempts.saturating_add(1);
    Ok(Some(Message { state: OutboxState::Sending, attempts, ..message.clone() }))
}

/// Takes back a claim under which nothing was tried: the message is queued as before.
///
/// # Errors
/// The database's.
pub fn put_back(tx: &mut Tx<'_>, message: &Message) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET state = 'queued', attempts = attempts - 1
             WHERE id = ?1 AND state = 'sending' AND data_started_at IS NULL",
        )?
        .execute([message.id.0])?;
    changed(tx, message.id, message.partnership);
    Ok(())
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

/// Marks *data started*: from here on the server may have the message, from the account's address `sender`.
///
/// # Errors
/// The database's.
pub fn data_started(
    tx: &mut Tx<'_>,
    id: OutboxId,
    sender: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET data_started_at = :now, sender = :sender
             WHERE id = :id AND state = 'sending'",
        )?
        .execute(named_params! { ":id": id.0, ":sender": sender, ":now": now.as_millis() })?;
    Ok(())
}

/// Where a message goes from *sending*, or by the rep from anywhere but *sent*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The server has taken it.
    Sent,
    /// It is tried again.
    Retry {
        /// When.
        at: Timestamp,
    },
    /// It is tried now, as if it had not been tried before, however late it is.
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
                next_try = coalesce(:next, next_try), attempts = iif(:anew, 0, attempts),
                late_allowed = iif(:anew, 1, late_allowed)
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
    let doubtful = many(tx.connection(), SENDING, [])?;
    for message in &doubtful {
        set(tx, message, &Move::Doubt, "", now)?;
    }
    tx.all(TagKind::Outbox);
    Ok(doubtful)
}

/// Holds every message that would leave through an account: what stopped one would stop them all.
///
/// # Errors
/// The database's.
pub fn hold_all(
    tx: &mut Tx<'_>,
    account: Option<AccountId>,
    reason: HoldReason,
) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE outbox SET state = 'held', reason = ?2
         WHERE account_id IS ?1 AND state IN ('queued', 'retry')",
        (account.map(|account| account.0), word(&reason)?),
    )?;
    tx.all(TagKind::Outbox);
    Ok(())
}

/// Lets no message leave through an account before `at`.
///
/// # Errors
/// The database's.
pub fn none_before(
    tx: &mut Tx<'_>,
    account: Option<AccountId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.connection().execute(
        "UPDATE outbox SET next_try = max(next_try, ?2)
         WHERE account_id IS ?1 AND state IN ('queued', 'retry')",
        (account.map(|account| account.0), at.as_millis()),
    )?;
    tx.all(TagKind::Outbox);
    Ok(())
}

/// An account was set up or changed: what is held for it goes again, and so does what had none and whose
/// conversation, if it has begun, is the account's (R31); but not that of which the rep is asked because it is
/// late.
///
/// # Errors
/// The database's.
pub fn release(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let released = tx.connection().execute(
        "UPDATE outbox AS waits
         SET state = 'queued', reason = NULL, next_try = :now, attempts = 0, account_id = :account
         WHERE state = 'held' AND reason <> :late
           AND (account_id = :account OR account_id IS NULL AND coalesce(
             (SELECT sender FROM outbox AS earlier
              WHERE earlier.enrolment_id = waits.enrolment_id AND state = 'sent' AND sender <> ''
              ORDER BY sent_at DESC, id DESC LIMIT 1)
             = (SELECT document ->> 'address' FROM mail_account WHERE id = :account), 1))",
        named_params! {
            ":account": account.0, ":now": now.as_millis(), ":late": word(&HoldReason::Late)?,
        },
    )?;
    if released > 0 {
        tx.all(TagKind::Outbox);
    }
    Ok(())
}

/// Notes through which account's address a message left.
///
/// # Errors
/// The database's.
pub fn set_sender(tx: &mut Tx<'_>, id: OutboxId, address: &str) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET sender = ?2 WHERE id = ?1";
    tx.connection().prepare_cached(sql)?.execute((id.0, address))?;
    Ok(())
}

/// Lets messages of an account go again that were held for what was mended since: not those that wait for a
/// mailbox, nor those that the provider refused.
///
/// # Errors
/// The database's.
pub fn release_mended(
    tx: &mut Tx<'_>,
    account: Option<AccountId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let released = tx
        .connection()
        .prepare_cached(
            "UPDATE outbox SET state = 'queued', reason = NULL, next_try = :now, attempts = 0
             WHERE state = 'held' AND account_id IS :account
               AND reason NOT IN (:unread, :other, :blocked, :late)",
        )?
        .execute(named_params! {
            ":account": account.map(|account| account.0), ":now": now.as_millis(),
            ":unread": word(&HoldReason::MailboxNotRead)?,
            ":other": word(&HoldReason::OtherAccount)?,
            ":blocked": word(&HoldReason::AccountBlocked)?, ":late": word(&HoldReason::Late)?,
        })?;
    if released > 0 {
        tx.all(TagKind::Outbox);
    }
    Ok(())
}

/// Lets messages go again that waited for an account's mailbox to be read.
///
/// # Errors
/// The database's.
pub fn release_unread(
    tx: &mut Tx<'_>,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let released = tx.connection().execute(
        "UPDATE outbox SET state = 'queued', reason = NULL, next_try = :now
         WHERE state = 'held' AND account_id = :account AND reason = :reason",
        named_params! {
            ":account": account.0, ":now": now.as_millis(),
            ":reason": word(&HoldReason::MailboxNotRead)?,
        },
    )?;
    if released > 0 {
        tx.all(TagKind::Outbox);
    }
    Ok(())
}

fn changed(tx: &mut Tx<'_>, id: OutboxId, partnership: PartnershipId) {
    tx.changed(TagKind::Outbox, id.0);
    tx.changed(TagKind::Partnership, partnership.0);
}

fn word(reason: &impl serde::Serialize) -> Result<String, StoreError> {
    let value = serde_json::to_value(reason).map_err(StoreError::Document)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
