//! The conversation with the mailbox: opening it, reading every folder that holds replies, and waiting.

use super::care::{Care, Careful, beware, hear_unread};
use super::hearing::{self, Arrived, Told, Unread};
use super::matching::{Owner, owner};
use super::{Stop, by_hand};
use crate::loops::agenda::tell_alert;
use crate::loops::opening::{self, NotOpened};
use crate::outreach::{Moment, WorkError, load_enrolment};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use crate::waking::returned::question;
use desk_core::account::AccountSettings;
use desk_core::address::EmailAddress;
use desk_core::ids::AccountId;
use desk_core::incoming::FolderRole;
use desk_core::time::{Clock, Timestamp};
use desk_core::waking::Cause;
use desk_mail::classify::verdict::{Finding, Verdict};
use desk_mail::classify::{self, Context, classify};
use desk_mail::message_id::without_id;
use desk_mail::reading::catching_up::{Cursor, FirstSight, Limits};
use desk_mail::reading::fetch::Heading;
use desk_mail::reading::folder::{FolderName, Role};
use desk_mail::reading::headers::Fields;
use desk_mail::reading::problem::Problem;
use desk_mail::reading::session::Session as Conversation;
use desk_mail::reading::waiting::Woken;
use desk_store::mailbox::{self as table, Folder};
use desk_store::{Tx, account, incoming, outbox, returned, waking};
use std::time::Duration;

/// How much of a message is read: texts come first, attachments are not looked at.
const MOST: usize = 256 * 1024;

/// A mailbox with which a conversation goes on.
pub(super) struct Mailbox {
    conversation: Conversation,
    account: AccountId,
    settings: AccountSettings,
    own: Vec<EmailAddress>,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    /// The mailbox.
    #[error("{0}")]
    Mail(#[from] Problem),
    /// The workspace.
    #[error("{0}")]
    Work(#[from] WorkError),
    /// The keychain, the sign-in, or what certificates are believed.
    #[error("{0}")]
    Account(String),
    /// Nothing is to be written now.
    #[error("the program is busy with something else")]
    Quiet,
}

impl From<desk_store::StoreError> for Trouble {
    fn from(error: desk_store::StoreError) -> Self {
        Self::Work(error.into())
    }
}

impl From<NotOpened> for Trouble {
    fn from(why: NotOpened) -> Self {
        match why {
            NotOpened::Mail(problem) => Self::Mail(problem),
            NotOpened::Account(words) => Self::Account(words),
        }
    }
}

impl Trouble {
    /// Writes it down, for the rep as well.
    pub fn note(self, session: &Session, account: AccountId) -> Stop {
        tracing::warn!(error = %self, "the mailbox could not be read");
        if !matches!(self, Self::Quiet) {
            let now = session.now();
            let noted = session.write(|tx| {
                waking::begin_outage(tx, Cause::Reading, account, now)?;
                table::failed(tx, account, None, &self.to_string())
            });
            if let Err(error) = noted {
                tracing::error!(%error, "and that could not be written down");
            }
        }
        Stop::Trouble
    }
}

impl Mailbox {
    /// Opens an account's mailbox; none when it has none, or is gone.
    pub async fn open(session: &Session, id: AccountId) -> Result<Option<Self>, Trouble> {
        let found = session.read_store(|c| account::get(c, id))?;
        let Some(account) = found else { return Ok(None) };
        let settings = account.settings.clone();
        let Some(imap) = &settings.imap else { return Ok(None) };
        let conversation = opening::open(session, &account, imap).await?;
        let mut opened = Self { conversation, account: id, settings, own: Vec::new() };
        opened.list(session).await?;
        Ok(Some(opened))
    }

    async fn list(&mut self, session: &Session) -> Result<(), Trouble> {
        let folders: Vec<_> = self
            .conversation
            .folders()
            .await?
            .into_iter()
            .map(|folder| (folder.name.wire().to_vec(), folder.shown, role(folder.role)))
            .collect();
        let account = self.account;
        Ok(session.write(|tx| table::listed(tx, account, &folders))?)
    }

    /// Whether it is still the account's.
    pub fn is_of(&self, session: &Session) -> bool {
        let account = session.read_store(|c| account::get(c, self.account)).ok().flatten();
        account.is_some_and(|account| account.settings == self.settings)
    }

    /// Reads everything that has arrived since, in every folder that is read, and lets follow-ups leave
    /// that waited for it. Whether every folder could be read.
    pub async fn read(&mut self, session: &Session, care: &mut Care) -> Result<bool, Trouble> {
        let account = self.account;
        // What the rep writes from another account is no answer. Those may change while this one is open.
        let all = session.read_store(account::all)?.into_iter();
        self.own = all.filter_map(|one| EmailAddress::parse(&one.settings.address).ok()).collect();
        if session.read_store(|c| table::read_ones(c, account))?.is_empty() {
            // The account was another one for a moment.
            self.list(session).await?;
        }
        let (first_sent, question) =
            session.read_store(|c| Ok((incoming::first_sent(c)?, question(c)?)))?;
        // R34: what left in the time that the file has lost, it does not know of.
        let lost = question.map(|returned| returned.file_at);
        let first_sight = first_sent.into_iter().chain(lost).min();
        let mut folders = session.read_store(|c| table::read_ones(c, account))?;
        // First what tells under which ids ours have left: answers refer to them.
        folders.sort_by_key(|folder| folder.role != FolderRole::Sent);
        let (mut read, mut whole, mut gone) = (Vec::new(), true, false);
        let mut sent_mail = true;
        for folder in folders {
            let began = session.now();
            match self.read_folder(session, &folder, first_sight, care).await {
                Ok(()) => read.push((folder.id, began)),
                // The others can still be read; this one is named to the rep.
                Err(Trouble::Mail(problem)) if problem.leaves_the_session() => {
                    (whole, gone) = (false, gone || problem == Problem::FolderGone);
                    sent_mail &= folder.role != FolderRole::Sent;
                    let said = problem.to_string();
                    session.write(|tx| {
                        waking::begin_outage(tx, Cause::Reading, account, began)?;
                        table::failed(tx, account, Some(folder.id), &said)
                    })?;
                }
                Err(trouble) => return Err(trouble),
            }
        }
        if gone {
            self.list(session).await?;
        }
        self.was_read(session, read, sent_mail)?;
        Ok(whole)
    }

    /// Notes which folders were read by checks that began when, and lets go what waited for it.
    fn was_read(
        &self,
        session: &Session,
        read: Vec<(i64, Timestamp)>,
        sent_mail: bool,
    ) -> Result<(), Trouble> {
        let (now, account, settings) = (session.now(), self.account, &self.settings);
        session.write(|tx| {
            let known = account::get(tx.connection(), account)?;
            if known.is_none_or(|known| known.settings != *settings) {
                // What was read is another one's mailbox.
                return Ok(());
            }
            for (folder, began) in read {
                table::set_read(tx, folder, began)?;
            }
            if let Some(returned) = question(tx.connection())?
                && sent_mail
                && table::is_other_sent_mail_read(tx.connection(), account, returned.at)?
            {
                returned::sent_mail_read(tx, now)?;
            }
            if table::is_fresh(tx.connection(), account, now)? {
                outbox::release_unread(tx, account, now)?;
                waking::end_outage(tx, Cause::Reading, account, now)?;
            }
            Ok::<_, Trouble>(())
        })
    }

    /// Waits until something arrives in the inbox, for as long as `patience`, or until `woken`.
    pub async fn wait(
        &mut self,
        patience: Duration,
        woken: impl Future<Output = ()>,
    ) -> Result<Woken, Trouble> {
        Ok(self.conversation.wait(&FolderName::inbox(), patience, woken).await?)
    }

    async fn read_folder(
        &mut self,
        session: &Session,
        folder: &Folder,
        first_sent: Option<Timestamp>,
        care: &mut Care,
    ) -> Result<(), Trouble> {
        let name = FolderName::from_wire(folder.name.clone());
        let ours = if folder.role == FolderRole::Sent { Vec::new() } else { self.own.clone() };
        let first_sight = FirstSight { since: first_sent, ours };
        let mut cursor = folder.cursor.map(cursor);
        loop {
            let careful = care.folders.entry(folder.id).or_default();
            while let Some(uid) = careful.to_rescue() {
                // Asked once: it may be what ends the conversation as well.
                *careful.failures.entry(uid).or_default() += 1;
                let known = self.conversation.rescue(&name, uid).await?;
                careful.rescued.extend(known.map(|fields| (uid, fields)));
            }
            let mut limits = Limits { poison: careful.poison(), ..Limits::default() };
            if careful.one_by_one {
                limits.messages = 1;
            }
            let chunk =
                self.conversation.catch_up(&name, cursor.as_ref(), &first_sight, &limits).await;
            let chunk = chunk.map_err(|stopped| beware(careful, stopped))?;
            for heading in &chunk.messages {
                self.hear(session, folder, chunk.cursor.uid_validity, heading, careful).await?;
            }
            for quarantined in &chunk.quarantined {
                let rescued = careful.rescued.get(&quarantined.uid);
                hear_unread(session, folder, chunk.cursor.uid_validity, quarantined, rescued)?;
            }
            let kept = stored(&chunk.cursor);
            session.write(|tx| table::set_cursor(tx, folder.id, &kept))?;
            cursor = Some(chunk.cursor);
            if !chunk.more {
                return Ok(());
            }
        }
    }

    /// Finds out what a message is and lets it be heard. What concerns nobody is not even fetched.
    async fn hear(
        &mut self,
        session: &Session,
        folder: &Folder,
        uid_validity: u32,
        heading: &Heading,
        careful: &mut Careful,
    ) -> Result<(), Trouble> {
        let received_at = heading.received_at.unwrap_or_else(|| session.now());
        if folder.role == FolderRole::Sent {
            return hear_sent(session, &self.own, folder.id, heading, received_at);
        }
        let context = Context {
            own: &self.own,
            folder: match folder.role {
                FolderRole::Junk => classify::Folder::Junk,
                _ => classify::Folder::Incoming,
            },
            arrived: session.rep_zone().civil(received_at).date(),
        };
        let first = classify(&heading.headers, &context);
        let is_known = session.read_store(|c| owner(c, &first, received_at))? != Owner::Nobody;
        if !is_known && !may_tell_more(&first) {
            return Ok(());
        }
        let name = FolderName::from_wire(folder.name.clone());
        let whole = if careful.poison().contains(&heading.uid) {
            None
        } else {
            let whole = self.conversation.message(&name, uid_validity, heading.uid, MOST).await;
            whole.map_err(|problem| {
                if !matches!(problem, Problem::Later(_) | Problem::FolderGone | Problem::SignIn(_))
                {
                    *careful.failures.entry(heading.uid).or_default() += 1;
                }
                problem
            })?
        };
        // What was moved away meanwhile, or cannot be had, is judged by its headers.
        let raw = whole.map_or_else(|| heading.headers.clone(), |whole| whole.bytes);
        let verdict = classify(&raw, &context);
        let id = match &verdict.clues.message_id {
            Some(id) => format!("<{id}>"),
            None => without_id(&heading.headers),
        };
        let message = Arrived {
            folder: folder.id,
            message_id: &id,
            received_at,
            raw: &raw,
            verdict: &verdict,
        };
        let heard = write(session, |tx, moment| hearing::arrived(tx, moment, message));
        let (Err(Trouble::Work(error)), Some(sender)) = (&heard, &verdict.clues.sender) else {
            return heard;
        };
        // One message must not stop the reading of all: whom it names stands still.
        tracing::error!(%error, "a message could not be heard");
        let Ok(from) = EmailAddress::parse(sender) else { return heard };
        let why = error.to_string();
        let unread = Unread {
            folder: folder.id,
            message_id: &id,
            at: None,
            from: Some(&from),
            thread: &[],
            why: &why,
        };
        write(session, |tx, moment| hearing::unread(tx, moment, &unread))
    }
}

fn hear_sent(
    session: &Session,
    own: &[EmailAddress],
    folder: i64,
    heading: &Heading,
    received_at: Timestamp,
) -> Result<(), Trouble> {
    let Some(fields) = Fields::read(&heading.headers) else { return Ok(()) };
    let is_known = session.read_store(|c| {
        // R34: of what was lost with the file's last time only its mail may be left.
        let mut known = fields.token.is_some() && returned::get(c)?.is_some();
        for to in &fields.to {
            known |= incoming::known(c, to.key())?.is_some();
        }
        Ok(known)
    })?;
    if !is_known {
        return Ok(());
    }
    write(session, |tx, moment| by_hand::sent(tx, moment, own, folder, &fields, received_at))
}

/// Whether a message that seems to concern nobody may do so by what its text says: reports name the
/// message that they are about there.
const fn may_tell_more(verdict: &Verdict) -> bool {
    !matches!(verdict.finding, Finding::HumanReply | Finding::Own | Finding::Unrelated)
}

/// Lets something be heard in one transaction, and tells the rep.
pub(super) fn write(
    session: &Session,
    hear: impl FnOnce(&mut Tx<'_>, Moment<'_>) -> Result<Vec<Told>, WorkError>,
) -> Result<(), Trouble> {
    let Some(_at_work) = session.quiet().begin() else { return Err(Trouble::Quiet) };
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let told = session.write_durably(|tx| hear(tx, moment))?;
    for Told { alert, enrolment } in told {
        let row = session.read_store(|c| Ok(load_enrolment(c, enrolment).ok()))?;
        if let Some(loaded) = row {
            tell_alert(session, alert, &loaded.row)?;
        }
    }
    Ok(())
}

const fn cursor(kept: table::Cursor) -> Cursor {
    Cursor {
        uid_validity: kept.uid_validity,
        last_seen_uid: kept.last_seen_uid,
        first_sight_below: kept.first_sight_below,
        highest_modseq: kept.highest_modseq,
    }
}

const fn stored(cursor: &Cursor) -> table::Cursor {
    table::Cursor {
        uid_validity: cursor.uid_validity,
        last_seen_uid: cursor.last_seen_uid,
        first_sight_below: cursor.first_sight_below,
        highest_modseq: cursor.highest_modseq,
    }
}

const fn role(role: Role) -> FolderRole {
    match role {
        Role::Inbox => FolderRole::Inbox,
        Role::Archive => FolderRole::Archive,
        Role::All => FolderRole::All,
        Role::Junk => FolderRole::Junk,
        Role::Sent => FolderRole::Sent,
        Role::Drafts => FolderRole::Drafts,
        Role::Trash => FolderRole::Trash,
        Role::Other => FolderRole::Other,
    }
}
