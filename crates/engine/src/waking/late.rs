//! What is more than a day late for want of the program or its mailbox is held until the rep has been asked,
//! once for all of it (R11).

use crate::outreach::{
    Cause, Moment, WorkError, carry_out, load_enrolment, load_touch, take_back_messages,
};
use desk_core::enrolment::Event;
use desk_core::event::What;
use desk_core::outbox::HoldReason;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_core::waking::{ASKS_AFTER, asks_first};
use desk_store::outbox::{self, Message, Move};
use desk_store::workspace::{self, Kind};
use desk_store::{Connection, StoreError, Tx, waking as table};

/// Messages that are passed over in one transaction.
const CHUNK: u32 = 50;

/// Whether the rep is asked before a message leaves.
pub(crate) fn is_late(
    c: &Connection,
    message: &Message,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let old = message.wanted_at < plus(now, -ASKS_AFTER);
    if !old || message.late_allowed || workspace::get(c)?.kind == Kind::Practice {
        return Ok(false);
    }
    // Only what follows another message waits for the mailbox to be read.
    let follow_up = !outbox::thread(c, message.enrolment)?.chain.is_empty();
    let outages = table::outages(c, message.account, (message.wanted_at, now), follow_up)?;
    Ok(asks_first(message.wanted_at, now, &outages))
}

/// Holds everything that is late; whether there was any.
pub(crate) fn hold(tx: &mut Tx<'_>, moment: Moment<'_>) -> Result<bool, WorkError> {
    let mut held = false;
    for message in outbox::waiting_since(tx.connection(), plus(moment.now, -ASKS_AFTER))? {
        if is_late(tx.connection(), &message, moment.now)? {
            outbox::set(tx, &message, &Move::Hold(HoldReason::Late), "", moment.now)?;
            held = true;
        }
    }
    Ok(held)
}

/// Passes over the first steps whose messages are late; whether there may be more.
pub(crate) fn skip_some(tx: &mut Tx<'_>, moment: Moment<'_>) -> Result<bool, WorkError> {
    let messages = outbox::held_late(tx.connection(), CHUNK)?;
    for message in &messages {
        let loaded = load_enrolment(tx.connection(), message.enrolment)?;
        let open = loaded.row.touch == Some(message.touch);
        take_back_messages(tx, moment, &loaded)?;
        if !open {
            continue;
        }
        carry_out(tx, moment, &loaded, Event::TakenBack, Cause::silent())?;
        let loaded = load_touch(tx.connection(), message.touch)?;
        carry_out(tx, moment, &loaded, Event::Skip, Cause::rep(SKIPPED))?;
    }
    Ok(messages.len() == CHUNK as usize)
}

const SKIPPED: What = What::Skipped { reason: desk_core::enrolment::SkipReason::Rep };
