//! Commands about coming back: late mail, and a workspace that was restored or copied.

use super::{store_error, work_error};
use crate::outreach::{Moment, WorkError};
use crate::ports::{Reads, Writes, Zoned};
use crate::waking::{late, returned};
use desk_core::ids::Ids;
use desk_core::time::Clock;
use desk_store::{Connection, StoreError, account, outbox, returned as table};
use desk_wire::error::{Problem, WireError};
use desk_wire::waking::{
    LateAnswer, LateMail, LateSettle, ReturnQuestion, WorkspaceGoOn, WorkspaceReturned,
};

/// Answers `late_mail`.
///
/// # Errors
/// The database's.
pub fn late_mail(host: &impl Reads) -> Result<LateMail, WireError> {
    let late = host.store().read(outbox::late).map_err(store_error)?;
    Ok(LateMail { count: late.map_or(0, |late| late.count), oldest: late.map(|late| late.oldest) })
}

/// Answers `late_settle`. Steps are passed over a few at a time: others may write between.
///
/// # Errors
/// An enrolment that stands still with everything, or the database's; what was done before stays done.
pub fn settle(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: LateSettle,
) -> Result<LateMail, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    match request.answer {
        LateAnswer::Send => host.write(outbox::allow_late).map_err(store_error)?,
        LateAnswer::Skip => {
            while host.write(|tx| late::skip_some(tx, moment)).map_err(work_error)? {}
        }
    }
    late_mail(host)
}

/// Answers `workspace_returned`.
///
/// # Errors
/// The database's.
pub fn status(host: &impl Reads) -> Result<WorkspaceReturned, WireError> {
    Ok(WorkspaceReturned { question: host.store().read(question).map_err(store_error)? })
}

fn question(c: &Connection) -> Result<Option<ReturnQuestion>, StoreError> {
    let Some(returned) = returned::question(c)? else { return Ok(None) };
    Ok(Some(ReturnQuestion {
        how: returned.how,
        file_at: returned.file_at,
        has_mailbox: has_mailbox(c)?,
        sent_mail_read: returned.read_at.is_some(),
        found: returned.found,
        in_doubt: outbox::counts(c)?.in_doubt + table::open_by(c, returned.at)?,
    }))
}

fn has_mailbox(c: &Connection) -> Result<bool, StoreError> {
    Ok(account::all(c)?.iter().any(|account| account.settings.imap.is_some()))
}

/// Answers `workspace_go_on`.
///
/// # Errors
/// [`Problem::SentMailNotRead`] while it is being read, unless the rep goes on without, or the database's.
pub fn go_on(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: WorkspaceGoOn,
) -> Result<WorkspaceReturned, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write_durably(|tx| {
        let Some(returned) = returned::question(tx.connection())? else { return Ok(()) };
        let unread = returned.read_at.is_none() && has_mailbox(tx.connection())?;
        if unread && !request.without_sent_mail {
            return Err(WorkError::from(Problem::SentMailNotRead));
        }
        returned::go_on(tx, moment)
    });
    done.map_err(work_error)?;
    status(host)
}
