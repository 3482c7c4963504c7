//! Commands of the practice workspace, where the other side does what the rep says.

use super::enrolment::told;
use super::{store_error, work_error};
use crate::outreach::{Cause, Moment, WorkError, carry_out_with, load_enrolment};
use crate::ports::{Opener, Writes};
use crate::session::Session;
use desk_core::enrolment::{Event, Outcome, PauseReason};
use desk_core::event::{Actor, What};
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_store::workspace::Kind;
use desk_store::{agenda, contact, outbox, undo};
use desk_wire::command::Nothing;
use desk_wire::enrolment::Done;
use desk_wire::error::{Problem, WireError};
use desk_wire::practice::{Jumped, Simulate, Simulated};

/// How long somebody who is away stays away, in milliseconds (PRODUCT 4.5).
const AWAY: i64 = 7 * 24 * 3_600_000;

const REPLY: &str = "Thank you for writing. This could be interesting for us, \
                     can you tell me more about how you start?";

pub(crate) fn only_in_practice(session: &Session) -> Result<(), WireError> {
    match session.kind() {
        Kind::Practice => Ok(()),
        Kind::Own => Err(Problem::PracticeOnly.into()),
    }
}

/// Answers `practice_jump`.
pub(crate) fn jump(session: &Session, _: Nothing) -> Result<Jumped, WireError> {
    only_in_practice(session)?;
    let now = session.now();
    let next = session
        .read_store(|c| {
            let moments = [agenda::next_due(c)?, outbox::next_try(c)?];
            Ok(moments.into_iter().flatten().filter(|&at| at > now).min())
        })
        .map_err(store_error)?;
    if let Some(moment) = next {
        session.jump_to(moment).map_err(store_error)?;
    }
    Ok(Jumped { now: next.map(|_| session.now()) })
}

/// Answers `practice_simulate`: a labelled verdict, as if the mailbox had been read.
pub(crate) fn simulate(
    host: &(impl Writes + Clock + desk_core::ids::Ids + crate::ports::Zoned),
    request: &Simulate,
) -> Result<Done, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let simulated = true;
    let done = host.write(|tx| {
        let loaded = load_enrolment(tx.connection(), request.id)?;
        let before =
            undo::snapshot(tx.connection(), &[loaded.row.id])?.with_contact(loaded.row.contact);
        let (happens, what) = match request.what {
            Simulated::Reply => {
                let reason = PauseReason::Replied;
                (Event::Pause { reason }, What::Replied { text: REPLY.to_owned(), simulated })
            }
            Simulated::OutOfOffice => {
                let until = away_until(moment.now);
                (Event::Hold { until }, What::OutOfOffice { until, simulated })
            }
            Simulated::Bounce => {
                let address = loaded.person.contact.usable_emails.first().cloned().unwrap_or_default();
                contact::address_died(tx, loaded.row.contact, &address, moment.now).map_err(
                    |error| match error {
                        contact::ContactError::Store(error) => WorkError::Store(error),
                        _ => WorkError::Gone,
                    },
                )?;
                let others = loaded.person.contact.usable_emails.len() > 1;
                let outcome = Outcome::Bounced;
                let happens = if others { Event::Tick } else { Event::Finish { outcome } };
                (happens, What::Bounced { address, simulated })
            }
        };
        let cause = Cause { actor: Actor::Contact, what: Some(what), undoable: true };
        carry_out_with(tx, moment, &loaded, happens, cause, Some(before))
    });
    told(done.map_err(work_error)?.event)
}

fn away_until(now: Timestamp) -> Timestamp {
    plus(now, AWAY)
}

/// Answers `practice_reveal`.
pub(crate) fn reveal(
    session: &Session,
    opener: &dyn Opener,
    _: Nothing,
) -> Result<Nothing, WireError> {
    only_in_practice(session)?;
    let folder = session.sent_folder();
    let shown = std::fs::create_dir_all(&folder).and_then(|()| opener.show_folder(&folder));
    shown.map_err(|error| Problem::FolderNotShown { detail: error.to_string() })?;
    Ok(Nothing {})
}
