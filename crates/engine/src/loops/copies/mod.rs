//! Looks for the copies of what has left in the folder of sent mail, and files those that the provider
//! does not.
//!
//! In a conversation of its own beside the one that reads the mailbox, so that neither sending nor reading
//! waits for it; opened when there is something to look for, and closed soon after. What follows from a
//! copy is in [`lookup`].

mod lookup;
pub(crate) mod provider;

use super::opening::{self, NotOpened, unless_changed};
use super::sleep;
use crate::outreach::WorkError;
use crate::ports::Writes;
use crate::session::Session;
use crate::waking::returned::question;
use desk_core::account::AccountSettings;
use desk_core::time::{Clock, Timestamp};
use desk_mail::reading::folder::{FolderName, Role};
use desk_mail::reading::problem::Problem;
use desk_mail::reading::session::Session as Conversation;
use desk_store::workspace::Kind;
use desk_store::{StoreError, Tx, account, sent_copy};
use std::time::Duration;
use tokio::sync::watch;

/// The first and the longest pause after something went wrong.
const PAUSES: (Duration, Duration) = (Duration::from_secs(15), Duration::from_secs(5 * 60));

/// How many looks at the clock in a row find nothing to do until the conversation is closed.
const LINGER: u32 = 4;

/// Runs until it is stopped.
pub(crate) async fn run(session: &Session, mut stopped: watch::Receiver<bool>) {
    if session.kind() == Kind::Practice {
        return;
    }
    if let Err(error) = session.write(sent_copy::look_again) {
        tracing::error!(%error, "messages in doubt are not looked for");
    }
    let mut wakes = session.waker().listen();
    let mut changed = session.mailbox().listen();
    let (mut open, mut idle, mut failures) = (None, 0_u32, 0_u32);
    loop {
        wakes.mark_unchanged();
        changed.mark_unchanged();
        let worked = tokio::select! {
            worked = step(session, &mut open) => worked,
            // A copy that is being filed meanwhile is looked for before it is filed again.
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        match worked {
            Ok(Worked::One) => (idle, failures) = (0, 0),
            Ok(Worked::Nothing(next)) => {
                idle += 1;
                if idle >= LINGER
                    && let Some(done) = open.take()
                {
                    close(done).await;
                }
                if !sleep(session, &mut wakes, &mut stopped, next).await {
                    return;
                }
            }
            Err(trouble) => {
                tracing::warn!(error = %trouble, "the folder of sent mail could not be looked at");
                open = None;
                let pause = PAUSES.0.saturating_mul(1 << failures.min(8)).min(PAUSES.1);
                failures = failures.saturating_add(1);
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    // Another account, or another password.
                    woken = changed.changed() => if woken.is_err() { return },
                    _ = stopped.wait_for(|stop| *stop) => return,
                }
            }
        }
    }
}

/// What a step has done.
enum Worked {
    /// A copy was looked for.
    One,
    /// There is nothing to do before this moment.
    Nothing(Option<Timestamp>),
}

/// Why the folder cannot be looked at.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("{0}")]
    Mail(#[from] Problem),
    #[error("{0}")]
    Work(#[from] WorkError),
    /// The keychain, or what certificates are believed.
    #[error("{0}")]
    Account(String),
    /// Nothing is to be written now.
    #[error("the program is busy with something else")]
    Quiet,
}

impl From<NotOpened> for Trouble {
    fn from(why: NotOpened) -> Self {
        match why {
            NotOpened::Mail(problem) => Self::Mail(problem),
            NotOpened::Account(words) => Self::Account(words),
        }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Work(error.into())
    }
}

/// Writes down what came of a look, unless nothing is to be written now.
fn write(
    session: &Session,
    change: impl FnOnce(&mut Tx<'_>) -> Result<(), WorkError>,
) -> Result<(), Trouble> {
    let Some(_at_work) = session.quiet().begin() else { return Err(Trouble::Quiet) };
    Ok(session.write_durably(change)?)
}

/// The folder of sent mail, with a conversation about it.
struct SentFolder {
    conversation: Conversation,
    settings: AccountSettings,
    /// None where the mailbox has no such folder.
    name: Option<FolderName>,
}

impl SentFolder {
    async fn open(session: &Session, account: &account::Account) -> Result<Option<Self>, Trouble> {
        let settings = account.settings.clone();
        let Some(imap) = &settings.imap else { return Ok(None) };
        let mut conversation = opening::open(session, account, imap).await?;
        let folders = conversation.folders().await?.into_iter();
        let name = folders.filter(|one| one.role == Role::Sent).map(|one| one.name).next();
        Ok(Some(Self { conversation, settings, name }))
    }
}

async fn close(folder: SentFolder) {
    folder.conversation.close().await;
}

/// Looks for the copy that is to be looked for first.
async fn step(session: &Session, open: &mut Option<SentFolder>) -> Result<Worked, Trouble> {
    // R34: of a file that came back the whole folder is read first, and what is found is counted.
    if session.read_store(question)?.is_some() {
        return Ok(Worked::Nothing(None));
    }
    let now = session.now();
    let (wanted, next, account) = session.read_store(|c| {
        let wanted = sent_copy::due(c, now)?;
        let account = account::get(c, wanted.as_ref().and_then(|wanted| wanted.message.account))?;
        Ok((wanted, sent_copy::next(c)?, account))
    })?;
    let Some(wanted) = wanted else { return Ok(Worked::Nothing(next)) };
    let Some(account) = account.filter(|account| account.settings.imap.is_some()) else {
        write(session, |tx| Ok(sent_copy::settle_without_mailbox(tx, now)?))?;
        return Ok(Worked::One);
    };
    if !lookup::is_of_use(&wanted, &account.settings) {
        lookup::not_wanted(session, &wanted)?;
        return Ok(Worked::One);
    }
    if open.as_ref().is_none_or(|folder| folder.settings != account.settings) {
        let opened = unless_changed(session, &account, SentFolder::open(session, &account)).await;
        let Some(opened) = opened else { return Ok(Worked::One) };
        *open = opened?;
    }
    let Some(folder) = open else { return Ok(Worked::Nothing(None)) };
    match unless_changed(session, &account, lookup::look(session, folder, &wanted)).await {
        Some(Ok(())) => {}
        Some(Err(Trouble::Mail(problem))) => {
            lookup::failed(session, &wanted, &problem)?;
            if !problem.leaves_the_session() {
                return Err(problem.into());
            }
        }
        Some(Err(trouble)) => return Err(trouble),
        // What was asked is not heard to its end.
        None => *open = None,
    }
    Ok(Worked::One)
}
