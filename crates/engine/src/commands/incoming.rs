//! Commands about mail that arrives: what came, and how far the mailbox is read.

use super::due::capped;
use super::{PAGE, store_error};
use crate::ports::{Reads, Writes};
use desk_core::ids::AccountId;
use desk_core::time::Clock;
use desk_store::account;
use desk_store::incoming::{self as table, Filter, Listed};
use desk_store::mailbox::{self, Folder};
use desk_store::unread_mail::{self, UnreadMail};
use desk_wire::command::Nothing;
use desk_wire::error::WireError;
use desk_wire::incoming::{
    Mailbox, MailboxDismiss, MailboxFolder, ReplyCadence, ReplyCursor, ReplyFilter,
    ReplyListRequest, ReplyPage, ReplyRow,
};

/// Answers `replies_list`.
///
/// # Errors
/// The database's.
pub fn list(host: &impl Reads, request: ReplyListRequest) -> Result<ReplyPage, WireError> {
    let limit = request.limit.clamp(PAGE.0, PAGE.1);
    let after = request.after.map(|cursor| (cursor.at, cursor.id));
    let filter = match request.filter {
        ReplyFilter::Open => Filter::Open,
        ReplyFilter::Answers => Filter::Answers,
        ReplyFilter::Review => Filter::Review,
        ReplyFilter::All => Filter::All,
    };
    let (mut messages, counts) = host
        .store()
        .read(|c| Ok((table::page(c, filter, after, limit + 1)?, table::counts(c)?)))
        .map_err(store_error)?;
    let more = messages.len() > limit as usize;
    messages.truncate(limit as usize);
    let last = messages.last().filter(|_| more);
    let next = last.map(|last| ReplyCursor { at: last.received_at, id: last.id });
    Ok(ReplyPage {
        rows: messages.into_iter().map(row).collect(),
        next,
        open: capped(counts.open),
        answers: capped(counts.answers),
        review: capped(counts.review),
        all: capped(counts.all),
    })
}

fn row(message: Listed) -> ReplyRow {
    let (partnership, partnership_name) = message.partnership.unzip();
    ReplyRow {
        id: message.id,
        received_at: message.received_at,
        sender: message.sender,
        subject: message.subject,
        verdict: message.verdict,
        code: message.code,
        seen: message.seen,
        beginning: message.beginning,
        partnership,
        partnership_name,
        contact_name: message.contact_name,
        cadence: message.answered.map(|answered| ReplyCadence {
            id: answered.cadence,
            name: answered.cadence_name,
            state: answered.state,
            frozen: answered.frozen,
        }),
        settled_at: message.settled_at,
        mark: message.mark,
        tone: message.tone,
    }
}

/// Answers `mailbox_get`.
///
/// # Errors
/// The database's.
pub fn mailbox(host: &impl Reads, _: Nothing) -> Result<Mailbox, WireError> {
    let folders = host.store().read(|c| {
        let mut folders = Vec::new();
        for account in account::all(c)? {
            for one in mailbox::read_ones(c, account.id)? {
                folders.push(folder(account.id, unread_mail::of_folder(c, one.id)?, one));
            }
        }
        Ok(folders)
    });
    Ok(Mailbox { folders: folders.map_err(store_error)? })
}

/// Answers `mailbox_dismiss`.
///
/// # Errors
/// The database's.
pub fn dismiss(
    host: &(impl Writes + Clock),
    request: MailboxDismiss,
) -> Result<Mailbox, WireError> {
    let now = host.now();
    host.write(|tx| unread_mail::dismiss(tx, request.id, now)).map_err(store_error)?;
    mailbox(host, Nothing {})
}

fn folder(account: AccountId, unread: Option<UnreadMail>, folder: Folder) -> MailboxFolder {
    MailboxFolder {
        account,
        id: folder.id,
        unread: unread.map_or(0, |unread| unread.count),
        unread_since: unread.map(|unread| unread.since),
        name: folder.shown,
        role: folder.role,
        read_at: folder.read_at,
        failures: folder.failures,
        problem: folder.problem,
    }
}
