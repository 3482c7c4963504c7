//! Care for messages that cannot be read: which they are, what is known of them, and what follows
//! (PRODUCT 6.5).

use super::hearing::{self, Unread};
use super::mailbox::{Trouble, write};
use crate::session::Session;
use desk_mail::reading::catching_up::Stopped;
use desk_mail::reading::fetch::Quarantined;
use desk_mail::reading::headers::Fields;
use desk_mail::reading::problem::Problem;
use desk_store::mailbox::Folder;
use std::collections::HashMap;

/// What went wrong over single messages, by their folder and UID. Outlives a conversation: what ended one
/// must not end the next as well.
#[derive(Default)]
pub(super) struct Care {
    pub folders: HashMap<i64, Careful>,
}

#[derive(Default)]
pub(super) struct Careful {
    /// The server has ended a conversation over several messages: one at a time finds which.
    pub one_by_one: bool,
    /// How often each was alone when something went wrong.
    pub failures: HashMap<u32, u32>,
    /// What is known of those that are not asked for any more.
    pub rescued: HashMap<u32, Fields>,
}

impl Careful {
    /// A message that is not to be asked for any more, of which it was not asked yet whom it concerns.
    pub fn to_rescue(&self) -> Option<u32> {
        self.failures.iter().find(|(_, count)| **count == 2).map(|(uid, _)| *uid)
    }

    /// Messages that are not asked for any more: they failed twice.
    pub fn poison(&self) -> Vec<u32> {
        let twice = self.failures.iter().filter(|(_, count)| **count >= 2);
        twice.map(|(uid, _)| *uid).collect()
    }
}

/// The next conversation takes care where this one has ended. A server that only says *not now* ends none.
pub(super) fn beware(careful: &mut Careful, stopped: Stopped) -> Problem {
    if !stopped.problem.leaves_the_session() {
        match stopped.fetching.as_slice() {
            [] => {}
            [uid] => *careful.failures.entry(*uid).or_default() += 1,
            _ => careful.one_by_one = true,
        }
    }
    stopped.problem
}

/// A message that could not be read is heard by what is known of it.
pub(super) fn hear_unread(
    session: &Session,
    folder: &Folder,
    uid_validity: u32,
    quarantined: &Quarantined,
    rescued: Option<&Fields>,
) -> Result<(), Trouble> {
    let (uid, why) = (quarantined.uid, format!("{:?}", quarantined.why));
    tracing::warn!(folder = folder.id, uid, %why, "a message could not be read");
    let from = quarantined.from.as_ref().or(rescued.and_then(|fields| fields.from.as_ref()));
    let thread = quarantined.thread.iter().chain(rescued.iter().flat_map(|fields| &fields.thread));
    let thread: Vec<String> = thread.map(|id| id.as_str().to_owned()).collect();
    let message_id = rescued.and_then(|fields| fields.message_id.as_ref());
    let id = match quarantined.message_id.as_ref().or(message_id) {
        Some(id) => id.as_str().to_owned(),
        None => format!("<{}.{uid}@without.id>", folder.id),
    };
    let unread = Unread {
        folder: folder.id,
        message_id: &id,
        at: Some((uid_validity, uid)),
        from,
        thread: &thread,
        why: &why,
    };
    write(session, |tx, moment| hearing::unread(tx, moment, &unread))
}
