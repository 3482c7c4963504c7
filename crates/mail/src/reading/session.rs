//! A signed-in session that reads: folders are opened by EXAMINE only (R53), so that the server
//! itself refuses to mark anything.

use crate::reading::command::{Command, Ended};
use crate::reading::conversation::{Conversation, Patience};
use crate::reading::folder::FolderName;
use crate::reading::opening::{self, Offers};
use crate::reading::problem::Problem;
use crate::server::{Credential, Server, Trust};

/// A session with one mailbox. It has one connection and does one thing at a time.
#[derive(Debug)]
pub struct Session {
    pub(crate) talk: Conversation,
    pub(crate) offers: Offers,
    /// Folder names come and go in UTF-8 (RFC 6855).
    pub(crate) utf8: bool,
    /// IDLE is offered and was not refused yet.
    pub(crate) can_idle: bool,
    open: Option<Open>,
}

/// The folder that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    folder: FolderName,
    uid_validity: u32,
}

/// What a server says about a folder at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FolderState {
    /// Changes when the UIDs of before mean nothing any more (RFC 9051, 2.3.1.1).
    pub uid_validity: u32,
    /// The least UID that the next message can have.
    pub uid_next: u32,
    /// How many messages there are.
    pub messages: u32,
    /// Changes with everything that changes in the folder (RFC 7162), if the server counts that.
    pub highest_modseq: Option<u64>,
}

impl Session {
    /// Connects, signs in, and agrees on what both sides can.
    ///
    /// # Errors
    /// [`Problem`]; nothing is tried twice.
    pub async fn open(
        server: &Server,
        credential: &Credential,
        trust: &Trust,
        patience: Patience,
    ) -> Result<Self, Problem> {
        let opened = opening::open(server, patience).await?;
        let secured = opening::secure(opened, server, trust, patience).await?;
        let mut talk = opening::sign_in(secured, credential, patience).await?;
        // Many offers are made only to who has signed in.
        let offers = Offers::ask(&mut talk).await?;
        let can_idle = offers.has("IDLE");
        let mut session = Self { talk, offers, utf8: false, can_idle, open: None };
        session.agree().await?;
        Ok(session)
    }

    async fn agree(&mut self) -> Result<(), Problem> {
        if self.offers.has("ID") {
            // Some providers let nobody read who does not say this (RFC 2971).
            self.politely(&Command::new("ID (\"name\" \"Cadence Desk\")")).await?;
        }
        if !self.offers.has("ENABLE") {
            return Ok(());
        }
        let utf8 = self.offers.has("UTF8=ACCEPT") || self.offers.has("UTF8=ONLY");
        let condstore = self.offers.has("CONDSTORE") || self.offers.has("QRESYNC");
        for (offered, name) in [(condstore, "CONDSTORE"), (utf8, "UTF8=ACCEPT")] {
            if offered {
                let enabled = self.politely(&Command::new(&format!("ENABLE {name}"))).await?;
                self.utf8 |= name == "UTF8=ACCEPT" && enabled;
            }
        }
        Ok(())
    }

    /// Says what the server may refuse without harm; whether it did not.
    async fn politely(&mut self, command: &Command) -> Result<bool, Problem> {
        Ok(matches!(self.talk.say(command, 0, 0).await?, Ended::Done(_)))
    }

    /// Asks whether the server is still there, and hears what it has to tell.
    ///
    /// # Errors
    /// [`Problem`]: it is not.
    pub async fn noop(&mut self) -> Result<(), Problem> {
        self.talk.ask(&Command::new("NOOP")).await.map(drop)
    }

    /// Ends the session without waiting for the server's good-bye.
    pub async fn close(self) {
        self.talk.leave().await;
    }

    /// Opens a folder for reading, also when it is open already: what the server then says is of
    /// this moment.
    pub(crate) async fn examine(&mut self, folder: &FolderName) -> Result<FolderState, Problem> {
        self.open = None;
        self.talk.forget();
        let command = Command::new("EXAMINE").text(folder.wire());
        let heard = match self.talk.say(&command, 4096, 0).await? {
            Ended::Done(heard) => heard,
            Ended::Refused(verdict, _) => {
                let problem = Problem::refusal(&verdict);
                let gone = matches!(problem, Problem::Refused(_)) && self.is_gone(folder).await?;
                return Err(if gone { Problem::FolderGone } else { problem });
            }
        };
        let no_uids = || Problem::Garbage("no UIDVALIDITY".to_owned());
        let uid_validity = heard.number("UIDVALIDITY").ok_or_else(no_uids)?;
        self.talk.watch();
        self.open = Some(Open { folder: folder.clone(), uid_validity });
        let uid_next = match heard.number("UIDNEXT") {
            Some(uid_next) => uid_next,
            None => self.greatest_uid().await?.saturating_add(1),
        };
        let highest_modseq = heard.number("HIGHESTMODSEQ");
        Ok(FolderState { uid_validity, uid_next, messages: self.talk.exists(), highest_modseq })
    }

    /// Opens a folder unless it is open; whether its UIDs are still those of `uid_validity`.
    pub(crate) async fn reopen(
        &mut self,
        folder: &FolderName,
        uid_validity: u32,
    ) -> Result<bool, Problem> {
        match &self.open {
            Some(open) if open.folder == *folder => Ok(open.uid_validity == uid_validity),
            _ => Ok(self.examine(folder).await?.uid_validity == uid_validity),
        }
    }

    /// Whether this is the folder that is open.
    pub(crate) fn is_open(&self, folder: &FolderName) -> bool {
        self.open.as_ref().is_some_and(|open| open.folder == *folder)
    }

    /// The greatest UID in the folder that is open, 0 if it is empty: for servers that do not say
    /// what comes next.
    async fn greatest_uid(&mut self) -> Result<u32, Problem> {
        let heard = self.talk.ask(&Command::new("UID SEARCH UID *")).await?;
        Ok(heard.hits()?.last().copied().unwrap_or(0))
    }

    async fn is_gone(&mut self, folder: &FolderName) -> Result<bool, Problem> {
        let command = Command::new("LIST \"\"").text(folder.wire());
        match self.talk.say(&command, 4096, 0).await? {
            Ended::Done(heard) => Ok(heard.all("LIST").next().is_none()),
            Ended::Refused(..) => Ok(false),
        }
    }

    /// Asks about a folder that is not open. `None` when the server does not say enough.
    pub(crate) async fn status(
        &mut self,
        folder: &FolderName,
    ) -> Result<Option<FolderState>, Problem> {
        let modseq = if self.offers.has("CONDSTORE") { " HIGHESTMODSEQ" } else { "" };
        let asked = format!(" (UIDNEXT UIDVALIDITY MESSAGES{modseq})");
        let command = Command::new("STATUS").text(folder.wire()).words(&asked);
        let Ended::Done(heard) = self.talk.say(&command, 4096, 0).await? else { return Ok(None) };
        let Some(items) = heard.all("STATUS").last().and_then(|items| items.last()?.list()) else {
            return Ok(None);
        };
        let value = |name: &str| {
            let mut pairs = items.chunks_exact(2).filter_map(|pair| match pair {
                [key, value] => Some((key.keyword()?, value.number::<u64>()?)),
                _ => None,
            });
            pairs.find(|(key, _)| key == name).map(|(_, value)| value)
        };
        let small = |name: &str| value(name).and_then(|value| u32::try_from(value).ok());
        let (Some(uid_validity), Some(uid_next), Some(messages)) =
            (small("UIDVALIDITY"), small("UIDNEXT"), small("MESSAGES"))
        else {
            return Ok(None);
        };
        let highest_modseq = value("HIGHESTMODSEQ");
        Ok(Some(FolderState { uid_validity, uid_next, messages, highest_modseq }))
    }
}
