//! Signs of life: the file says when the program ran, at most once a minute and at its end, so that the time
//! in which it did not is known also after it was cut off (R11, PRODUCT 8.3).

use super::late;
use crate::outreach::{Moment, WorkError};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use desk_core::ids::AccountId;
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_core::waking::{Cause, Outage};
use desk_store::workspace::Kind;
use desk_store::{Tx, waking as table};

/// Least time between two signs of life, in milliseconds.
const BETWEEN: i64 = 60_000;

/// The program did not run when it has given none for longer than this, in milliseconds: the loops look at
/// the clock every 30 seconds.
const AWAY_AFTER: i64 = 3 * 60_000;

/// Gives a sign of life, if it is time for one. Whoever does something by the clock calls this first.
pub(crate) fn beat(session: &Session) -> Result<(), WorkError> {
    let now = session.now();
    let lately = session.last_sign().is_some_and(|at| at <= now && now < plus(at, BETWEEN));
    if lately || session.kind() == Kind::Practice {
        return Ok(());
    }
    give(session, now)
}

/// The program ends.
pub(crate) fn last(session: &Session) {
    if session.kind() == Kind::Practice || session.is_abandoned() {
        return;
    }
    if let Err(error) = give(session, session.now()) {
        tracing::warn!(%error, "when the program ended is not noted");
    }
}

/// An account can send, or cannot: that is told from the time in which a message has to wait (R11).
pub(crate) fn sends(session: &Session, account: AccountId, works: bool) -> Result<(), WorkError> {
    if session.kind() == Kind::Practice {
        return Ok(());
    }
    let now = session.now();
    Ok(session.write(|tx| match works {
        true => table::end_outage(tx, Cause::Sending, account, now),
        false => table::begin_outage(tx, Cause::Sending, account, now),
    })?)
}

fn give(session: &Session, now: Timestamp) -> Result<(), WorkError> {
    let moment = Moment { ids: session, now, rep_zone: session.rep_zone() };
    let generation = session.write(|tx| sign(tx, moment))?;
    session.mark().write(generation);
    session.set_last_sign(now);
    Ok(())
}

/// Writes one, and what it tells of the time before; the new generation of the file.
pub(super) fn sign(tx: &mut Tx<'_>, moment: Moment<'_>) -> Result<u64, WorkError> {
    let now = moment.now;
    match table::life(tx.connection())?.alive_at {
        // The clock was set back.
        Some(alive) if alive > now => table::forget_after(tx, now)?,
        Some(alive) if now > plus(alive, AWAY_AFTER) => {
            table::add_outage(tx, Outage { from: alive, until: now })?;
            late::hold(tx, moment)?;
        }
        _ => {}
    }
    table::set_alive(tx, now)?;
    Ok(table::next_generation(tx)?)
}
