//! Reading on in a folder from where one stopped (PRODUCT 6.5, 7.1): in bounded chunks, headers
//! only, each message once.
//!
//! The cursor is the caller's: it is handed in, and the new one is handed back with everything that
//! lies before it. Kept in one transaction, no crash loses a message or brings one twice.

use crate::reading::command::Command;
use crate::reading::fetch::{HEADER_MAX, Heading, Quarantined, Unread};
use crate::reading::folder::FolderName;
use crate::reading::headers::Fields;
use crate::reading::problem::Problem;
use crate::reading::session::{FolderState, Session};
use chrono::{DateTime, Days};
use desk_core::address::EmailAddress;
use desk_core::time::Timestamp;

/// How far a folder has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Of which numbering the UIDs below are.
    pub uid_validity: u32,
    /// Everything up to this UID has been read or did not need to be.
    pub last_seen_uid: u32,
    /// Messages below this UID were there when the folder was first seen: of them only those are
    /// read that may answer us.
    pub first_sight_below: u32,
    /// What the server counted when all was read; only to see that nothing has happened since.
    pub highest_modseq: Option<u64>,
}

impl Cursor {
    fn at_first_sight(state: &FolderState) -> Self {
        Self {
            uid_validity: state.uid_validity,
            last_seen_uid: 0,
            first_sight_below: state.uid_next,
            highest_modseq: None,
        }
    }

    /// Whether a folder in this state has been read to its end.
    fn is_at_the_end_of(&self, state: &FolderState) -> bool {
        self.uid_validity == state.uid_validity
            && self.last_seen_uid.checked_add(1) == Some(state.uid_next)
            && self.highest_modseq == state.highest_modseq
    }
}

/// What may answer us in a folder that is seen for the first time.
#[derive(Debug, Clone, Default)]
pub struct FirstSight {
    /// When our first message was sent: what arrived earlier answers nothing. `None`: nothing was
    /// ever sent, and nothing that is there is read.
    pub since: Option<Timestamp>,
    /// Our own addresses: what they wrote is no answer. Empty for the folder of sent mail.
    pub ours: Vec<EmailAddress>,
}

/// How much is read at once.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Most messages, at least 1.
    pub messages: usize,
    /// Most bytes.
    pub bytes: usize,
    /// UIDs over which the server has ended the conversation before: they are not asked for, and
    /// are quarantined. The way to find one: after [`Stopped`] over several UIDs, read with
    /// `messages: 1`; what then stops it again is named alone.
    pub poison: Vec<u32>,
}

impl Default for Limits {
    /// 200 messages, 8 MB.
    fn default() -> Self {
        Self { messages: 200, bytes: 8 << 20, poison: Vec::new() }
    }
}

/// Why all that is there is looked at anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anew {
    /// The folder has not been seen before.
    FirstSight,
    /// The server has given its messages new UIDs. What was read before comes again; its
    /// Message-IDs tell.
    Renumbered,
}

/// A chunk of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtUp {
    /// The headers of what was not read before, by UID.
    pub messages: Vec<Heading>,
    /// What could not be read, by UID.
    pub quarantined: Vec<Quarantined>,
    /// From where to read on, once these are kept.
    pub cursor: Cursor,
    /// Whether there is more: read on at once.
    pub more: bool,
    /// The folder's UIDNEXT when this check began. If there is not more, the folder has been
    /// *read* up to it: everything that had arrived by then.
    pub uid_next: u32,
    /// Whether, and why, the old cursor did not count.
    pub anew: Option<Anew>,
}

/// Reading stopped; the cursor has not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct Stopped {
    /// Why.
    pub problem: Problem,
    /// Which messages were being fetched at that moment; empty if it was not over any.
    pub fetching: Vec<u32>,
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self { problem, fetching: Vec::new() }
    }
}

/// How many UIDs the first search covers.
const WINDOW: u32 = 5_000;
/// How many it covers at most in a folder of more messages than that, and how many messages a
/// folder may have for a search to cover all UIDs: the hits of one search fit into one answer.
const WINDOW_MAX: u32 = 40_000;
/// How many searches one chunk may take: UIDs can lie far apart.
const SEARCHES_MAX: u32 = 32;

impl Session {
    /// Reads on in `folder` behind `cursor`; `None` is a folder that was not seen before.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn catch_up(
        &mut self,
        folder: &FolderName,
        cursor: Option<&Cursor>,
        first_sight: &FirstSight,
        limits: &Limits,
    ) -> Result<CaughtUp, Stopped> {
        if let Some(unchanged) = self.unchanged(folder, cursor).await? {
            return Ok(unchanged);
        }
        let state = self.examine(folder).await?;
        let (mut cursor, anew) = match cursor {
            None => (Cursor::at_first_sight(&state), Some(Anew::FirstSight)),
            // UIDs that were given back are given to others: a mailbox restored from a backup.
            Some(old)
                if old.uid_validity != state.uid_validity
                    || old.last_seen_uid >= state.uid_next =>
            {
                (Cursor::at_first_sight(&state), Some(Anew::Renumbered))
            }
            Some(old) => (*old, None),
        };
        let (uids, searched_to) = self.unseen(&cursor, state.uid_next, first_sight, limits).await?;
        let (poison, uids): (Vec<u32>, Vec<u32>) =
            uids.into_iter().partition(|uid| limits.poison.contains(uid));
        let stopped = |problem| Stopped { problem, fetching: uids.clone() };
        let mut batch = self.headings(&uids).await.map_err(stopped)?;
        batch.headings.retain(|one| {
            one.uid >= cursor.first_sight_below || !is_from(&one.headers, &first_sight.ours)
        });
        batch.quarantined.extend(poison.into_iter().map(|uid| Quarantined {
            uid,
            why: Unread::EndsTheConversation,
            message_id: None,
            from: None,
            thread: Vec::new(),
        }));
        batch.quarantined.sort_by_key(|one| one.uid);
        let more = searched_to.saturating_add(1) < state.uid_next;
        cursor.last_seen_uid = searched_to;
        cursor.highest_modseq = if more { None } else { state.highest_modseq };
        Ok(CaughtUp {
            messages: batch.headings,
            quarantined: batch.quarantined,
            cursor,
            more,
            uid_next: state.uid_next,
            anew,
        })
    }

    /// The answer of a folder that has not changed, without opening it. The folder that is open
    /// is opened again instead: of that one, servers may give an old state (RFC 9051, 6.3.11).
    async fn unchanged(
        &mut self,
        folder: &FolderName,
        cursor: Option<&Cursor>,
    ) -> Result<Option<CaughtUp>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        if self.is_open(folder) {
            return Ok(None);
        }
        let state = self.status(folder).await?;
        Ok(state.filter(|state| cursor.is_at_the_end_of(state)).map(|state| CaughtUp {
            messages: Vec::new(),
            quarantined: Vec::new(),
            cursor: *cursor,
            more: false,
            uid_next: state.uid_next,
            anew: None,
        }))
    }

    /// The next UIDs to read, ascending, and the UID up to which there are no others.
    async fn unseen(
        &mut self,
        cursor: &Cursor,
        uid_next: u32,
        first_sight: &FirstSight,
        limits: &Limits,
    ) -> Result<(Vec<u32>, u32), Problem> {
        let wanted = limits.messages.min(limits.bytes / HEADER_MAX).max(1);
        let widest = if self.talk.exists() <= WINDOW_MAX { u32::MAX } else { WINDOW_MAX };
        let (mut uids, mut width) = (Vec::new(), WINDOW);
        let mut searched_to = cursor.last_seen_uid;
        for _ in 0..SEARCHES_MAX {
            let from = searched_to.saturating_add(1);
            if from >= uid_next {
                break;
            }
            // No search reaches over the border between what is old and what is new.
            let is_old = from < cursor.first_sight_below;
            let end = if is_old { cursor.first_sight_below.min(uid_next) } else { uid_next };
            let to = match first_sight.since {
                None if is_old => {
                    searched_to = end.saturating_sub(1);
                    continue;
                }
                _ => from.saturating_add(width - 1).min(end.saturating_sub(1)),
            };
            let hits = self.search(from, to, first_sight.since.filter(|_| is_old)).await?;
            width = if hits.is_empty() { width.saturating_mul(8).min(widest) } else { WINDOW };
            searched_to = to;
            uids.extend(hits);
            if uids.len() >= wanted {
                uids.truncate(wanted);
                searched_to = uids.last().copied().unwrap_or(to);
                break;
            }
        }
        Ok((uids, searched_to))
    }

    /// The UIDs from `from` to `to`, ascending, of messages that came not long before `since` or
    /// later.
    async fn search(
        &mut self,
        from: u32,
        to: u32,
        since: Option<Timestamp>,
    ) -> Result<Vec<u32>, Problem> {
        let since =
            since.and_then(search_date).map_or(String::new(), |date| format!(" SINCE {date}"));
        let heard =
            self.talk.ask(&Command::new(&format!("UID SEARCH UID {from}:{to}{since}"))).await?;
        Ok(heard.hits()?.into_iter().filter(|uid| (from..=to).contains(uid)).collect())
    }
}

/// The day before `moment` for SEARCH, which knows days only, in whatever zone the server is.
pub(crate) fn search_date(moment: Timestamp) -> Option<String> {
    let day =
        DateTime::from_timestamp_millis(moment.as_millis())?.checked_sub_days(Days::new(1))?;
    Some(day.format("%-d-%b-%Y").to_string())
}

fn is_from(headers: &[u8], ours: &[EmailAddress]) -> bool {
    let from = Fields::read(headers).and_then(|fields| fields.from);
    from.is_some_and(|from| ours.iter().any(|our| our.key() == from.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_is_searched_in_the_servers_words() {
        let noon = Timestamp::from_millis(1_767_614_400_000);
        assert_eq!(search_date(noon).as_deref(), Some("4-Jan-2026"));
        assert_eq!(search_date(Timestamp::from_millis(i64::MAX)), None);
    }
}
