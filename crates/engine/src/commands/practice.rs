//! Commands of the practice workspace, where the other side does what the rep says.

use super::enrolment::told;
use super::{store_error, work_error};
use crate::loops::outbox::claim::next_moment;
use crate::outreach::hear::{self, Heard};
use crate::outreach::{Moment, load_enrolment};
use crate::ports::{Opener, Writes, Zoned};
use crate::practice::letter;
use crate::session::Session;
use desk_core::enrolment::Refused;
use desk_core::event::Actor;
use desk_core::time::Clock;
use desk_store::agenda;
use desk_store::workspace::Kind;
use desk_wire::command::Nothing;
use desk_wire::enrolment::Done;
use desk_wire::error::{Problem, WireError};
use desk_wire::practice::{Jumped, Simulate, Simulated};
use std::time::Duration;

/// How long the loops may take to come to an end of what they do.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn only_in_practice(session: &Session) -> Result<(), WireError> {
    match session.kind() {
        Kind::Practice => Ok(()),
        Kind::Own => Err(Problem::PracticeOnly.into()),
    }
}

/// Answers `practice_jump`.
pub(crate) fn jump(session: &Session, _: Nothing) -> Result<Jumped, WireError> {
    only_in_practice(session)?;
    // Nothing turns due or leaves between looking for the next moment and going there. Mail of the
    // practice workspace is written in no time, so that nobody waits for it.
    let _pause = session.quiet().pause(PATIENCE, session.waker());
    let (now, rep_zone) = (session.now(), session.rep_zone());
    let next = session
        .read_store(|c| {
            let moments = [agenda::next_due(c)?, next_moment(c, now, rep_zone)?];
            Ok(moments.into_iter().flatten().filter(|&at| at > now).min())
        })
        .map_err(store_error)?;
    if let Some(moment) = next {
        session.jump_to(moment).map_err(store_error)?;
    }
    Ok(Jumped { now: next.map(|_| session.now()) })
}

/// Answers `practice_simulate`: a labelled verdict, as if the mailbox had been read, with the message for Replies.
pub(crate) fn simulate(
    host: &(impl Writes + Clock + desk_core::ids::Ids + Zoned),
    request: &Simulate,
) -> Result<Done, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let done = host.write(|tx| {
        let loaded = load_enrolment(tx.connection(), request.id)?;
        if loaded.row.enrolment.position.is_none() {
            return Err(Refused::Finished.into());
        }
        let heard = match request.what {
            Simulated::Reply => Heard::Reply { text: letter::REPLY.to_owned() },
            Simulated::OutOfOffice => Heard::OutOfOffice { back: request.back },
            Simulated::OptOut => Heard::OptOut,
            Simulated::Unclear => Heard::Ambiguous,
            Simulated::Bounce => {
                let emails = &loaded.person.contact.usable_emails;
                Heard::Bounced { address: emails.first().cloned().unwrap_or_default() }
            }
        };
        let event = hear::hear(tx, moment, &loaded, &heard, Actor::Contact, true)?.0;
        letter::keep(tx, moment, &loaded, request, event)?;
        Ok(event)
    });
    told(Some(done.map_err(work_error)?))
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
