//! A workspace that was restored or copied starts with everything paused; what may have left in the time
//! that it has lost is in doubt, and the rep is asked once (R34).

use super::{copies, lost};
use crate::commands::outbox::tell_doubt;
use crate::outreach::{Moment, WorkError, bulk};
use desk_core::ids::OutboxId;
use desk_core::time::Timestamp;
use desk_core::waking::Return;
use desk_store::bulk::Work;
use desk_store::outbox::{self, Message, Move};
use desk_store::returned::{self as table, Returned};
use desk_store::{Connection, StoreError, Tx, waking, workspace};
use desk_wire::error::Problem;

/// The file has come back: everything is paused, and whatever was on its way is in doubt.
pub(crate) fn came_back(tx: &mut Tx<'_>, moment: Moment<'_>, how: Return) -> Result<(), WorkError> {
    let file_at = match waking::life(tx.connection())?.alive_at {
        Some(at) => at,
        None => table::last_moment(tx.connection())?.unwrap_or(moment.now),
    };
    tracing::warn!(?how, "the workspace has come back: everything is paused");
    table::begin(tx, how, file_at.min(moment.now), moment.now)?;
    if workspace::settings(tx.connection())?.paused_since.is_none() {
        workspace::set_paused(tx, Some(moment.now))?;
    }
    for message in outbox::doubt_all(tx)? {
        tell_doubt(tx, moment, &message)?;
    }
    Ok(())
}

/// How the file came back, while the rep has not answered.
pub(crate) fn question(c: &Connection) -> Result<Option<Returned>, StoreError> {
    Ok(table::get(c)?.filter(|returned| returned.answered_at.is_none()))
}

/// Refuses to let everything go on past the question.
pub(crate) fn refuse_unanswered(tx: &Tx<'_>) -> Result<(), WorkError> {
    match question(tx.connection())? {
        Some(_) => Err(Problem::WorkspaceReturned.into()),
        None => Ok(()),
    }
}

/// The rep lets everything go on.
pub(crate) fn go_on(tx: &mut Tx<'_>, moment: Moment<'_>) -> Result<(), WorkError> {
    table::answered(tx, moment.now)?;
    if let Some(since) = workspace::settings(tx.connection())?.paused_since {
        workspace::set_paused(tx, None)?;
        bulk::begin(tx, moment, Work::GoOn { since })?;
    }
    Ok(())
}

/// A message was given to the outbox. One whose touch was to be worked in the lost time has left if a copy
/// of it was found, and may have left if none was; so may one of an enrolment that was lost and made again.
pub(crate) fn look_at_queued(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: OutboxId,
    due_at: Timestamp,
) -> Result<(), WorkError> {
    let Some(returned) = table::get(tx.connection())? else { return Ok(()) };
    let Some(message) = outbox::get(tx.connection(), id)? else { return Ok(()) };
    if let Some(at) = table::copy(tx.connection(), &message.message_id)? {
        return copies::left(tx, moment, &message, at);
    }
    if returned.may_have_left(due_at) || lost::may_be(tx, &message, &returned)? {
        outbox::set(tx, &message, &Move::Doubt, "", moment.now)?;
        tell_doubt(tx, moment, &message)?;
    }
    Ok(())
}

/// When a message in doubt has left, if the rep says that it has: in the lost time, so that what follows
/// it is looked at in the same way; else now.
pub(crate) fn left_at(
    c: &Connection,
    message: &Message,
    now: Timestamp,
) -> Result<Timestamp, StoreError> {
    let returned = table::get(c)?.filter(|returned| returned.may_have_left(message.wanted_at));
    Ok(returned.map_or(now, |returned| message.wanted_at.max(returned.file_at).min(now)))
}
