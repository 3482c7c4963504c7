//! Fetching headers and messages by UID, with BODY.PEEK only (R53).
//!
//! One message that the server cannot give, or gives in a form that nobody can read, does not keep
//! the others back: it is asked for once more by itself and then set aside, with what is known of
//! it.

use crate::header::MessageId;
use crate::reading::command::{Command, Ended, Heard};
use crate::reading::folder::FolderName;
use crate::reading::grammar::{Item, Status, Verdict};
use crate::reading::headers::Fields;
use crate::reading::problem::Problem;
use crate::reading::session::Session;
use chrono::DateTime;
use desk_core::address::EmailAddress;
use desk_core::time::Timestamp;
use std::collections::BTreeMap;

/// Most bytes of the headers of one message that are read. Real ones have less than 16 KB.
pub const HEADER_MAX: usize = 32 * 1024;

/// The headers of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its UID in the folder.
    pub uid: u32,
    /// When the server got it, if it says so (INTERNALDATE).
    pub received_at: Option<Timestamp>,
    /// The size of the whole message in bytes, if the server says so.
    pub size: Option<u64>,
    /// The headers as they are, at most [`HEADER_MAX`] bytes.
    pub headers: Vec<u8>,
    /// Whether there is more of them.
    pub is_cut: bool,
}

/// A whole message, or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The bytes as they are.
    pub bytes: Vec<u8>,
    /// Whether the message is longer: what is here are its headers and its first parts.
    pub is_cut: bool,
}

/// A message that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its UID in the folder.
    pub uid: u32,
    /// Why.
    pub why: Unread,
    /// Its Message-ID, if that much could be read.
    pub message_id: Option<MessageId>,
    /// Whom it is from, if that much could be read.
    pub from: Option<EmailAddress>,
    /// What it answers, if that much could be read.
    pub thread: Vec<MessageId>,
}

/// Why a message could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// The server does not give it; its words.
    Refused(String),
    /// The server's answer does not contain it, or cannot be understood.
    Unintelligible,
    /// It has no headers.
    NoHeaders,
    /// The caller has found that the server ends the conversation over it.
    EndsTheConversation,
}

/// What a FETCH has brought of one message.
#[derive(Debug)]
struct Fetched {
    uid: u32,
    received_at: Option<Timestamp>,
    size: Option<u64>,
    body: Vec<u8>,
    is_cut: bool,
}

impl Fetched {
    /// `None` unless both the UID and a body are there.
    fn read(items: &[Item]) -> Option<Self> {
        let [_, keyword, list, ..] = items else { return None };
        if keyword.keyword()? != "FETCH" {
            return None;
        }
        let (mut uid, mut received_at, mut size, mut body) = (None, None, None, None);
        for pair in list.list()?.chunks(2) {
            let [key, value] = pair else { continue };
            match key.keyword()?.as_str() {
                "UID" => uid = value.number(),
                "RFC822.SIZE" => size = value.number(),
                "INTERNALDATE" => received_at = value.bytes().and_then(internal_date),
                key if key.starts_with("BODY[") => {
                    body = match value {
                        Item::Text(bytes) => Some((bytes.clone(), false)),
                        Item::Cut(bytes) => Some((bytes.clone(), true)),
                        Item::Word(_) | Item::List(_) => None,
                    }
                }
                _ => {}
            }
        }
        let (body, is_cut) = body?;
        Some(Self { uid: uid?, received_at, size, body, is_cut })
    }

    fn all(heard: &Heard) -> impl Iterator<Item = Self> {
        heard.data.iter().filter_map(|items| Self::read(items))
    }
}

fn internal_date(bytes: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let date = DateTime::parse_from_str(text, "%d-%b-%Y %H:%M:%S %z").ok()?;
    Some(Timestamp::from_millis(date.timestamp_millis()))
}

/// Headers that were read, and messages that were set aside.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub headings: Vec<Heading>,
    pub quarantined: Vec<Quarantined>,
}

impl Session {
    /// The headers of `uids`, which are in the folder that is open. Those that are gone meanwhile
    /// are left out.
    pub(crate) async fn headings(&mut self, uids: &[u32]) -> Result<Batch, Problem> {
        let mut batch = Batch::default();
        if uids.is_empty() {
            return Ok(batch);
        }
        let set = uid_set(uids);
        let command = format!(
            "UID FETCH {set} (UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.{HEADER_MAX}>)"
        );
        let all = uids.len() * HEADER_MAX;
        let (heard, refused) = match self.talk.say(&Command::new(&command), HEADER_MAX, all).await?
        {
            Ended::Done(heard) => (heard, false),
            Ended::Refused(verdict, heard) => {
                over_a_message(&verdict)?;
                (heard, true)
            }
        };
        let found: BTreeMap<u32, Fetched> =
            Fetched::all(&heard).map(|one| (one.uid, one)).collect();
        let missing: Vec<u32> =
            uids.iter().copied().filter(|uid| !found.contains_key(uid)).collect();
        for one in found.into_values().filter(|one| uids.contains(&one.uid)) {
            batch.take(one);
        }
        if !missing.is_empty() {
            let gone = !refused && heard.unreadable == 0;
            let left = if gone { self.still_there(&missing).await? } else { missing };
            for uid in left {
                self.heading_by_itself(uid, &mut batch).await?;
            }
        }
        batch.blame_the_server()?;
        batch.headings.sort_by_key(|one| one.uid);
        batch.quarantined.sort_by_key(|one| one.uid);
        Ok(batch)
    }

    async fn still_there(&mut self, uids: &[u32]) -> Result<Vec<u32>, Problem> {
        let heard =
            self.talk.ask(&Command::new(&format!("UID SEARCH UID {}", uid_set(uids)))).await?;
        let hits = heard.hits()?;
        Ok(uids.iter().copied().filter(|uid| hits.contains(uid)).collect())
    }

    /// Once more, in the simplest words: a server may stumble over a part of the headers too.
    async fn heading_by_itself(&mut self, uid: u32, batch: &mut Batch) -> Result<(), Problem> {
        let command = Command::new(&format!("UID FETCH {uid} (UID BODY.PEEK[HEADER])"));
        let why = match self.talk.say(&command, HEADER_MAX, HEADER_MAX).await? {
            Ended::Done(heard) => match Fetched::all(&heard).find(|one| one.uid == uid) {
                Some(one) => {
                    batch.take(one);
                    return Ok(());
                }
                None if self.still_there(&[uid]).await?.is_empty() => return Ok(()),
                None => Unread::Unintelligible,
            },
            Ended::Refused(verdict, _) => {
                over_a_message(&verdict)?;
                Unread::Refused(verdict.words)
            }
        };
        let known = self.rescued(uid).await?.unwrap_or_default();
        let Fields { message_id, from, thread, .. } = known;
        batch.quarantined.push(Quarantined { uid, why, message_id, from, thread });
        Ok(())
    }

    /// What is known of a message whose headers as a whole cannot be had.
    async fn rescued(&mut self, uid: u32) -> Result<Option<Fields>, Problem> {
        let fields = "FROM MESSAGE-ID IN-REPLY-TO REFERENCES";
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[HEADER.FIELDS ({fields})])");
        let heard = match self.talk.say(&Command::new(&command), FIELDS_MAX, FIELDS_MAX).await? {
            Ended::Done(heard) | Ended::Refused(_, heard) => heard,
        };
        let found = Fetched::all(&heard).find(|one| one.uid == uid);
        Ok(found.and_then(|one| Fields::read(&one.body)))
    }

    /// [`Session::rescued`], of a message over which the server has ended the conversation: it may end it
    /// over this too.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn rescue(
        &mut self,
        folder: &FolderName,
        uid: u32,
    ) -> Result<Option<Fields>, Problem> {
        self.examine(folder).await?;
        self.rescued(uid).await
    }

    /// The first `most` bytes of a message: all of it, if it has no more. Its text parts come
    /// first in what mail programs write, and those are what matters of a large one. `None` when
    /// it is not there any more, or its UID means another one now.
    ///
    /// # Errors
    /// [`Problem`]; [`Problem::Refused`] and [`Problem::Garbage`] are about this message.
    pub async fn message(
        &mut self,
        folder: &FolderName,
        uid_validity: u32,
        uid: u32,
        most: usize,
    ) -> Result<Option<Whole>, Problem> {
        if !self.reopen(folder, uid_validity).await? {
            return Ok(None);
        }
        let command = format!("UID FETCH {uid} (UID RFC822.SIZE BODY.PEEK[]<0.{most}>)");
        let heard = match self.talk.say(&Command::new(&command), most, most).await? {
            Ended::Done(heard) => heard,
            // Some servers end so for what is gone.
            Ended::Refused(verdict, _) if verdict.status == Status::No => {
                return match self.still_there(&[uid]).await?.is_empty() {
                    true => Ok(None),
                    false => Err(Problem::refusal(&verdict)),
                };
            }
            Ended::Refused(verdict, _) => return Err(Problem::refusal(&verdict)),
        };
        let Some(one) = Fetched::all(&heard).find(|one| one.uid == uid) else {
            return match self.still_there(&[uid]).await?.is_empty() {
                true => Ok(None),
                false => Err(Problem::Garbage(format!("no message for UID {uid}"))),
            };
        };
        // A server's size may be a guess; it is a reason to think of a rest only if all was taken.
        let full = one.body.len() >= most;
        let longer =
            one.size.is_none_or(|size| size > u64::try_from(one.body.len()).unwrap_or(size));
        Ok(Some(Whole { is_cut: one.is_cut || full && longer, bytes: one.body }))
    }
}

/// Whether a refusal can be about a message; else it is about us, or for now.
fn over_a_message(verdict: &Verdict) -> Result<(), Problem> {
    match Problem::refusal(verdict) {
        Problem::Refused(_) | Problem::TooLarge => Ok(()),
        problem => Err(problem),
    }
}

/// Most bytes of the fields that say whom a message concerns.
const FIELDS_MAX: usize = 16 << 10;

/// From how many refused messages on, with none that was given, it is the server that has a
/// problem and not each of them.
const REFUSED_MAX: usize = 3;

impl Batch {
    fn blame_the_server(&self) -> Result<(), Problem> {
        let refused = |one: &Quarantined| match &one.why {
            Unread::Refused(words) => Some(words.clone()),
            _ => None,
        };
        let words: Option<Vec<String>> = self.quarantined.iter().map(refused).collect();
        match words.as_deref() {
            Some([first, rest @ ..])
                if self.headings.is_empty() && rest.len() + 1 >= REFUSED_MAX =>
            {
                Err(Problem::Refused(first.clone()))
            }
            _ => Ok(()),
        }
    }

    fn take(&mut self, one: Fetched) {
        let Fetched { uid, received_at, size, body, is_cut } = one;
        if Fields::read(&body).is_none() {
            let why = Unread::NoHeaders;
            self.quarantined.push(Quarantined {
                uid,
                why,
                message_id: None,
                from: None,
                thread: Vec::new(),
            });
            return;
        }
        let is_cut = is_cut || body.len() >= HEADER_MAX;
        self.headings.push(Heading { uid, received_at, size, headers: body, is_cut });
    }
}

/// UIDs as a set (RFC 9051, 9): `1:3,7`. They are in ascending order.
pub(crate) fn uid_set(uids: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*uid) => *last = *uid,
            _ => ranges.push((*uid, *uid)),
        }
    }
    let words = ranges.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}:{last}"),
    });
    words.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uids_that_follow_each_other_are_one_range() {
        assert_eq!(uid_set(&[1, 2, 3, 7, 9, 10, u32::MAX]), "1:3,7,9:10,4294967295");
    }

    #[test]
    fn the_moment_of_arrival_is_read_with_its_zone() {
        let expected = Some(Timestamp::from_millis(1_767_603_600_000));
        assert_eq!(internal_date(b" 5-Jan-2026 10:00:00 +0100"), expected);
        assert_eq!(internal_date(b"05-Jan-2026 09:00:00 +0000"), expected);
        assert_eq!(internal_date(b"yesterday"), None);
    }
}
