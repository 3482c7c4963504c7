//! Reads kept mail again when the classifier has a new edition (PRODUCT 7.2).
//!
//! Nothing follows from a changed verdict by itself: what the old one did may have been lived with for
//! months. The message is shown for the rep to look at, and whoever it is about stands still meanwhile,
//! unless their enrolment has moved on since.

use super::hearing::{AWAY_UNCLEAR, name};
use crate::outreach::hear::{Heard, hear};
use crate::outreach::{Moment, WorkError, load_enrolment};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use desk_core::address::EmailAddress;
use desk_core::event::Actor;
use desk_core::ids::IncomingId;
use desk_core::incoming::Verdict;
use desk_core::time::Clock;
use desk_mail::classify::verdict::{Code, VERSION};
use desk_mail::classify::{Context, Folder, classify};
use desk_store::incoming::{self as table, Candidate, Kept};
use desk_store::{Tx, account, event};

/// How many messages are read again in one transaction: the writer is not held long.
const AT_ONCE: u32 = 20;

/// Reads everything again that an older edition has read.
pub(super) fn run(session: &Session) -> Result<(), WorkError> {
    let own = session.read_store(account::all)?;
    let own: Vec<_> = own
        .iter()
        .filter_map(|account| EmailAddress::parse(&account.settings.address).ok())
        .collect();
    loop {
        let ids = session.read_store(|c| table::outdated(c, VERSION, AT_ONCE))?;
        // What is left over when nothing is to be written now is read again at the next start.
        let at_work = session.quiet().begin();
        if ids.is_empty() || at_work.is_none() {
            return Ok(());
        }
        let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
        session.write(|tx| ids.iter().try_for_each(|id| again(tx, moment, *id, &own)))?;
    }
}

fn again(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    id: IncomingId,
    own: &[EmailAddress],
) -> Result<(), WorkError> {
    let kept = table::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
    let arrived = moment.rep_zone.civil(kept.received_at).date();
    let verdict = classify(&kept.raw, &Context { own, folder: Folder::Incoming, arrived });
    let found = name(&verdict.finding);
    if found == before(&kept) {
        return Ok(table::reread(tx, id, VERSION, None)?);
    }
    tracing::info!(
        id = id.0,
        "the new edition of the classifier takes a message for something else"
    );
    // The enrolment has not moved on while what the old verdict did can still be taken back.
    let stands = match kept.event {
        Some(event) => event::undoable(tx.connection(), event)?.is_some(),
        None => false,
    };
    if stands && let Some(enrolment) = kept.enrolment {
        let about = load_enrolment(tx.connection(), enrolment)?;
        let (told, _) = hear(tx, moment, &about, &Heard::Ambiguous, Actor::Rule, false)?;
        table::add_candidate(tx, id, Candidate { enrolment, event: Some(told) })?;
    }
    table::reread(tx, id, VERSION, Some(found))?;
    Ok(())
}

/// What the older edition took the message for, before it was matched.
fn before(kept: &Kept) -> Verdict {
    if kept.code == AWAY_UNCLEAR {
        return Verdict::AutoReply;
    }
    if kept.code != Code::WeakMatch.as_str() {
        return kept.verdict;
    }
    // The verdict's name stands before what was seen.
    let name = kept.seen.split(' ').next().unwrap_or_default();
    serde_json::from_value(serde_json::Value::from(name)).unwrap_or(kept.verdict)
}
