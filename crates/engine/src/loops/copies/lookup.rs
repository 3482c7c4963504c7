//! What follows from a copy in the folder of sent mail, or from there being none (PRODUCT 6.3, 6.4, R30).
//!
//! A copy proves that a message left only where the provider itself files copies. Where it does not, one is
//! filed after the server has taken the message, once: it is looked for by its id before.

use super::provider::files_by_itself;
use super::{SentFolder, Trouble, write};
use crate::commands::account::sender_of;
use crate::commands::outbox::{message as current, sent};
use crate::outreach::Moment;
use crate::ports::Zoned;
use crate::sending::message_of;
use crate::session::Session;
use desk_core::account::AccountSettings;
use desk_core::address::EmailAddress;
use desk_core::ids::OutboxId;
use desk_core::outbox::OutboxState;
use desk_core::schedule::plus;
use desk_core::time::Clock;
use desk_mail::header::MessageId;
use desk_mail::reading::problem::Problem;
use desk_mail::reading::sent::{SentCopy, SentMessage};
use desk_store::sent_copy::{self as table, CopyState, Wanted};
use desk_store::{Connection, StoreError, account, incoming, outbox};

/// How far the server's clock may be from ours, and how long it may think about a message, in milliseconds.
const APART: i64 = 20 * 60_000;

/// The pauses between looks for a copy that does not appear, in milliseconds: copies appear late.
const PAUSES: [i64; 6] = [15_000, 60_000, 5 * 60_000, 30 * 60_000, 3 * 3_600_000, 24 * 3_600_000];

/// Whether anything can follow from a copy: there is a mailbox, it is the one of the account through which the
/// message left, and of a message in doubt a copy proves something.
pub(super) fn is_of_use(wanted: &Wanted, account: &AccountSettings) -> bool {
    let is_theirs = wanted.sender.is_empty() || wanted.sender == account.address;
    let proves = is_sent(wanted) || files_by_itself(account);
    account.imap.is_some() && is_theirs && proves
}

fn is_sent(wanted: &Wanted) -> bool {
    matches!(wanted.message.state, OutboxState::Sent { .. })
}

/// Nothing would follow from the copy.
pub(super) fn not_wanted(session: &Session, wanted: &Wanted) -> Result<(), Trouble> {
    settle(session, wanted, CopyState::NotWanted, "")
}

fn settle(
    session: &Session,
    wanted: &Wanted,
    state: CopyState,
    problem: &str,
) -> Result<(), Trouble> {
    write(session, |tx| Ok(table::settle(tx, wanted.message.id, state, problem)?))
}

/// The server did not do what was asked for this copy; after some tries it is given up.
pub(super) fn failed(session: &Session, wanted: &Wanted, problem: &Problem) -> Result<(), Trouble> {
    let given_up = match problem {
        Problem::TooLarge => true,
        _ => pause(wanted).is_none(),
    };
    if given_up {
        let (id, why) = (wanted.message.id, problem.to_string());
        tracing::warn!(id = id.0, %why, "no copy of a message is filed");
        return settle(session, wanted, CopyState::Failed, &why);
    }
    put_off(session, wanted, &problem.to_string())
}

fn pause(wanted: &Wanted) -> Option<i64> {
    PAUSES.get(usize::try_from(wanted.tries).ok()?).copied()
}

/// It is looked for again after a while, until it was often enough.
fn put_off(session: &Session, wanted: &Wanted, problem: &str) -> Result<(), Trouble> {
    let Some(pause) = pause(wanted) else {
        return settle(session, wanted, CopyState::Absent, problem);
    };
    let at = plus(session.now(), pause);
    write(session, |tx| Ok(table::later(tx, wanted.message.id, at, problem)?))
}

/// Looks for a copy and lets follow what follows.
pub(super) async fn look(
    session: &Session,
    folder: &mut SentFolder,
    wanted: &Wanted,
) -> Result<(), Trouble> {
    let Some(name) = folder.name.clone() else {
        let state = if is_sent(wanted) { CopyState::Failed } else { CopyState::Absent };
        return settle(session, wanted, state, "the mailbox has no folder of sent mail");
    };
    let Some(looked_for) = looked_for(wanted) else { return not_wanted(session, wanted) };
    let copies = folder.conversation.find_copies(&name, &looked_for).await?;
    let found = session.read_store(|c| which(c, wanted.message.id, &copies))?;
    if let Some(copy) = found {
        return settle_found(session, &folder.settings, wanted, &copy);
    }
    if !is_sent(wanted) || files_by_itself(&folder.settings) {
        return put_off(session, wanted, "");
    }
    let sender =
        session.read_store(|c| sender_of(c, account::get(c, wanted.message.account)?.as_ref()))?;
    let composed =
        message_of(&wanted.message, &session.files(), &sender, Some(&folder.settings), wanted.from);
    let composed = match composed {
        Ok(composed) => composed,
        Err(error) => return settle(session, wanted, CopyState::Failed, &error.to_string()),
    };
    folder.conversation.file_copy(&name, composed.bytes(), wanted.at).await?;
    settle(session, wanted, CopyState::Filed, "")
}

fn looked_for(wanted: &Wanted) -> Option<SentMessage> {
    let Wanted { message, from, at, .. } = wanted;
    Some(SentMessage {
        message_id: MessageId::parse(&message.message_id).ok()?,
        recipient: EmailAddress::parse(&message.draft.to).ok()?,
        subject: message.draft.subject.clone(),
        from: plus(*from, -APART),
        to: plus(*at, APART),
    })
}

/// Which of the copies is the message's: the one under its id, else the only one that says the same under an
/// id of its own and is no other message of ours, and none that the rep wrote by hand.
fn which(
    c: &Connection,
    message: OutboxId,
    copies: &[SentCopy],
) -> Result<Option<SentCopy>, StoreError> {
    if let Some(copy) = copies.iter().find(|copy| copy.by_id) {
        return Ok(Some(copy.clone()));
    }
    let mut strangers = Vec::new();
    for copy in copies {
        let Some(id) = copy.message_id.as_ref().map(|id| id.as_str().to_owned()) else { continue };
        match incoming::ours(c, std::slice::from_ref(&id))? {
            Some(ours) if ours.outbox == message => return Ok(Some(copy.clone())),
            Some(_) => {}
            None if incoming::is_heard(c, &id)? => {}
            None => strangers.push(copy.clone()),
        }
    }
    Ok(match strangers.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    })
}

/// A copy lies there: its id is another one of the message's, and a message in doubt has left (R30).
fn settle_found(
    session: &Session,
    account: &AccountSettings,
    wanted: &Wanted,
    copy: &SentCopy,
) -> Result<(), Trouble> {
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let id = wanted.message.id;
    write(session, |tx| {
        let (message, loaded) = current(tx, id)?;
        match &message.state {
            OutboxState::InDoubt { .. } => {
                sent(tx, moment, &message, loaded, "")?;
                outbox::set_sender(tx, id, &account.address)?;
            }
            OutboxState::Sent { .. } => {}
            // The rep has decided meanwhile.
            _ => return Ok(()),
        }
        if let Some(theirs) = copy.message_id.as_ref().filter(|_| !copy.by_id) {
            incoming::add_alias(tx, id, theirs.as_str())?;
        }
        Ok(table::settle(tx, id, CopyState::Found, "")?)
    })
}
