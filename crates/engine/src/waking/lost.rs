//! Messages of ours in the folder of sent mail of which the file knows no enrolment: that was made in the time that
//! the file has lost (R34).
//!
//! Nothing but the address tells to whom they belong. So they are kept by a hash of it, also where nobody in the
//! file has it, and each keeps one message back to that address of an enrolment that has begun since: it is in doubt,
//! and the rep is asked. What else follows from such a message, that the rep wrote to somebody, is not here.

use super::mark::hashed;
use super::returned;
use crate::outreach::WorkError;
use desk_core::address::EmailAddress;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_mail::reading::headers::Fields;
use desk_store::outbox::Message;
use desk_store::returned::{self as table, Returned};
use desk_store::{Tx, enrolment, workspace};

/// By how much the date of a message may be before the moment at which it left, in milliseconds: it has no parts of
/// seconds, and is written before the server is asked.
const COARSE: i64 = 60_000;

/// Purpose of the hashes.
const RECIPIENT: &[u8] = b"cadence-desk recipient 1\0";

/// Keeps a copy that lies in the folder of sent mail under an id that the file does not know, if it is one of ours
/// and left in the lost time.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    id: &str,
    fields: &Fields,
    at: Timestamp,
) -> Result<(), WorkError> {
    let Some(returned) = table::get(tx.connection())? else { return Ok(()) };
    let lost = (plus(returned.file_at, -COARSE)..=returned.at).contains(&at);
    let (Some(_), Some(to), true) = (&fields.token, fields.to.first(), lost) else {
        return Ok(());
    };
    let recipient = hash(tx, to)?;
    if table::keep_lost(tx, id, &recipient, at)? && returned::question(tx.connection())?.is_some() {
        table::found(tx)?;
    }
    Ok(())
}

/// Whether a message that was given to the outbox may be one that left in the lost time, of an enrolment that the
/// file does not know.
pub(super) fn may_be(
    tx: &mut Tx<'_>,
    message: &Message,
    returned: &Returned,
) -> Result<bool, WorkError> {
    let row = enrolment::get(tx.connection(), message.enrolment)?.ok_or(WorkError::Gone)?;
    let Ok(to) = EmailAddress::parse(&message.draft.to) else { return Ok(false) };
    if row.started_at < returned.at {
        return Ok(false);
    }
    let recipient = hash(tx, &to)?;
    Ok(table::take_lost(tx, &recipient)?)
}

fn hash(tx: &Tx<'_>, address: &EmailAddress) -> Result<String, WorkError> {
    let key = workspace::get(tx.connection())?.message_key;
    Ok(hashed(&key, RECIPIENT, address.key()))
}
