//! Reads the rep's mailboxes: everything there is at the start and after a pause, then what arrives.
//!
//! One conversation with each account's server at a time. What is read is classified, matched and heard message by
//! message, each in one transaction; how far a folder is read is kept after the chunk, so that a crash
//! reads some again and hears none twice. Follow-ups that waited for it leave afterwards.

mod by_hand;
mod care;
#[cfg(feature = "test-support")]
pub(super) mod hand;
mod hearing;
mod mailbox;
pub(crate) mod matching;
mod rereading;

use super::opening;
use crate::session::Session;
use care::Care;
use desk_core::ids::AccountId;
use desk_mail::reading::waiting::Woken;
use desk_store::account;
use desk_store::workspace::Kind;
use futures_util::future::join_all;
use mailbox::{Mailbox, Trouble};
use std::time::Duration;
use tokio::sync::watch;

/// How long nothing new is waited for until every folder is looked at again (PRODUCT 6.5: each is
/// polled every four minutes).
const LOOK_AGAIN: Duration = Duration::from_secs(4 * 60);

/// The first and the longest pause after something went wrong.
const PAUSES: (Duration, Duration) = (Duration::from_secs(15), Duration::from_secs(5 * 60));

/// Runs until it is stopped: reads every account's mailbox, beside each other.
pub(crate) async fn run(session: &Session, mut stopped: watch::Receiver<bool>) {
    // Nobody writes to the practice workspace.
    if session.kind() == Kind::Practice {
        return;
    }
    if let Err(error) = rereading::run(session) {
        tracing::error!(%error, "kept mail could not be read again");
    }
    let read = async {
        let mut wakes = session.mailbox().listen();
        loop {
            wakes.mark_unchanged();
            let accounts: Vec<AccountId> = match session.read_store(account::all) {
                Ok(known) => known.into_iter().map(|account| account.id).collect(),
                Err(error) => {
                    tracing::error!(%error, "the accounts cannot be read");
                    Vec::new()
                }
            };
            let others = async {
                loop {
                    if wakes.changed().await.is_err() || !are(session, &accounts) {
                        return;
                    }
                }
            };
            let all = join_all(accounts.iter().map(|account| one(session, *account)));
            tokio::select! {
                _ = all, if !accounts.is_empty() => {}
                () = others => {}
                () = tokio::time::sleep(LOOK_AGAIN), if accounts.is_empty() => {}
            }
        }
    };
    tokio::select! { () = read => {}, _ = stopped.wait_for(|stop| *stop) => {} }
    // What a renewal has brought is lost unless the keychain gets it.
    session.renewals().settled().await;
}

/// Whether these are still the accounts.
fn are(session: &Session, accounts: &[AccountId]) -> bool {
    let known = session.read_store(account::all).unwrap_or_default();
    known.len() == accounts.len() && known.iter().all(|known| accounts.contains(&known.id))
}

/// Reads one account's mailbox for as long as it is there.
async fn one(session: &Session, account: AccountId) {
    let mut wakes = session.mailbox().listen();
    let (mut mailbox, mut care) = (None, Care::default());
    let (mut failures, mut busy) = (0_u32, 0_u32);
    loop {
        wakes.mark_unchanged();
        let watched = watched(session, account, &mut mailbox, &mut care, &mut wakes);
        let pause = match watched.await {
            Ok(Round::Quiet) => {
                (failures, busy) = (0, 0);
                continue;
            }
            // A server that has news all the time, or says so, is asked now and then.
            Ok(Round::News) if busy < 3 => {
                (failures, busy) = (0, busy + 1);
                continue;
            }
            Ok(Round::News | Round::Parts) => PAUSES.0,
            Err(Stop::Changed) => {
                (mailbox, failures, busy) = (None, 0, 0);
                continue;
            }
            Err(Stop::NoMailbox) => LOOK_AGAIN,
            Err(Stop::Trouble) => {
                mailbox = None;
                let (first, longest) = PAUSES;
                let pause = first.saturating_mul(1 << failures.min(8)).min(longest);
                failures = failures.saturating_add(1);
                pause
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            woken = wakes.changed() => if woken.is_err() { return },
        }
    }
}

/// How a round ended.
enum Round {
    /// Everything was read, and nothing arrived for a while.
    Quiet,
    /// Something arrives.
    News,
    /// Some folders could not be read.
    Parts,
}

/// Why a round did not end well.
enum Stop {
    /// There is no mailbox to read.
    NoMailbox,
    /// The account has changed meanwhile.
    Changed,
    /// The conversation is over; why is written down.
    Trouble,
}

/// A [`round`] that ends as soon as the account changes, whatever the server is at.
async fn watched(
    session: &Session,
    id: AccountId,
    open: &mut Option<Mailbox>,
    care: &mut Care,
    wakes: &mut watch::Receiver<u64>,
) -> Result<Round, Stop> {
    let known = session.read_store(|c| account::get(c, id));
    let known = known.map_err(|error| Trouble::from(error).note(session, id))?;
    let known = known.ok_or(Stop::NoMailbox)?;
    let round = round(session, id, open, care, wakes);
    opening::unless_changed(session, &known, round).await.unwrap_or(Err(Stop::Changed))
}

/// Reads what there is, then waits for more.
async fn round(
    session: &Session,
    account: AccountId,
    open: &mut Option<Mailbox>,
    care: &mut Care,
    wakes: &mut watch::Receiver<u64>,
) -> Result<Round, Stop> {
    let mailbox = match open {
        Some(mailbox) if mailbox.is_of(session) => mailbox,
        _ => match Mailbox::open(session, account).await {
            Ok(Some(opened)) => open.insert(opened),
            Ok(None) => return Err(Stop::NoMailbox),
            Err(trouble) => return Err(trouble.note(session, account)),
        },
    };
    match mailbox.read(session, care).await {
        Ok(true) => {}
        Ok(false) => return Ok(Round::Parts),
        Err(trouble) => return Err(trouble.note(session, account)),
    }
    let woken = async {
        // An error means that the session has ended.
        let _ = wakes.changed().await;
    };
    match mailbox.wait(LOOK_AGAIN, woken).await {
        Ok(Woken::New) => Ok(Round::News),
        Ok(Woken::Timeout | Woken::Interrupted) => Ok(Round::Quiet),
        Err(trouble) => Err(trouble.note(session, account)),
    }
}
