//! What has happened to a made-up partnership before the rep opens the practice workspace.

use super::{FillError, Past, enter};
use crate::commands::{call, email, enrolment, outbox, practice, work};
use crate::outreach::{Moment, Shared, WorkError, load_enrolment, tick};
use crate::ports::{Reads, Writes, Zoned};
use crate::sending::message_of;
use desk_core::draft::CallLog;
use desk_core::ids::{CadenceId, EnrolmentId, TouchId};
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_core::touch::{CallAction, Disposition, Sentiment};
use desk_mail::practice::write_eml;
use desk_store::{account, enrolment as table};
use desk_wire::enrolment::EnrolmentRef;
use desk_wire::partnership::PartnershipDetail;
use desk_wire::practice::{Simulate, Simulated};
use desk_wire::work::{CallFinish, EmailSend, TaskNotes, TouchRef, Work};
use serde::Deserialize;

const DAY: f64 = 86_400_000.0;

/// Something that has happened.
#[derive(Deserialize)]
pub(super) struct Action {
    days_ago: f64,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum What {
    Assign {
        cadence: usize,
        #[serde(default)]
        contact: usize,
    },
    Send,
    Call {
        disposition: Disposition,
        sentiment: Option<Sentiment>,
        #[serde(default)]
        notes: String,
    },
    Task {
        #[serde(default)]
        notes: String,
    },
    Skip,
    Pause,
    Reply,
    OutOfOffice,
    Bounce,
    Won,
    Remove,
}

/// The moment so many days before another.
pub(super) fn days_before(now: Timestamp, days: f64) -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "days of the recent past")]
    let millis = (days * DAY) as i64;
    plus(now, -millis)
}

/// Lets it happen.
pub(super) fn tell(
    past: &Past<'_>,
    now: Timestamp,
    partnership: &PartnershipDetail,
    cadences: &[CadenceId],
    story: &[Action],
) -> Result<(), FillError> {
    for Action { days_ago, what } in story {
        past.go_to(days_before(now, *days_ago));
        if let What::Assign { cadence, contact } = what {
            let contact = partnership.contacts.get(*contact).ok_or(WorkError::Gone)?;
            let cadence = cadences.get(*cadence).ok_or(WorkError::Gone)?;
            enter(past, *cadence, contact.id)?;
            continue;
        }
        let (enrolment, touch) = open(past, partnership)?;
        happen(past, what, enrolment, touch)?;
    }
    Ok(())
}

/// The enrolment that the story is about, and its open touch at that moment.
fn open(
    past: &Past<'_>,
    partnership: &PartnershipDetail,
) -> Result<(EnrolmentId, Option<TouchId>), FillError> {
    let rows = past.store().read(|c| table::of_partnership(c, partnership.id))?;
    let row = rows.into_iter().next().ok_or(WorkError::Gone)?;
    let moment = Moment { ids: past, now: past.now(), rep_zone: past.rep_zone() };
    let row =
        past.write(|tx| Ok::<_, WorkError>(tick(tx, moment, row.id, &Shared::default())?.row))?;
    Ok((row.id, row.touch))
}

fn happen(
    past: &Past<'_>,
    what: &What,
    id: EnrolmentId,
    touch: Option<TouchId>,
) -> Result<(), FillError> {
    let (enrolment, simulate) = (EnrolmentRef { id }, |what| Simulate { id, what, back: None });
    let touch = || touch.ok_or(WorkError::Gone);
    match what {
        What::Assign { .. } => return Ok(()),
        What::Send => return send(past, touch()?),
        What::Call { disposition, sentiment, notes } => {
            let log = CallLog {
                notes: notes.clone(),
                disposition: Some(*disposition),
                sentiment: *sentiment,
                number: String::new(),
            };
            let action = CallAction::LogAndComplete;
            call::finish(past, CallFinish { id: touch()?, log, action })
        }
        What::Task { notes } => {
            call::complete_task(past, TaskNotes { id: touch()?, notes: notes.clone() })
        }
        What::Skip => work::skip(past, TouchRef { id: touch()? }),
        What::Pause => enrolment::pause(past, enrolment),
        What::Won => enrolment::won(past, enrolment),
        What::Remove => enrolment::remove(past, enrolment),
        What::Reply => practice::simulate(past, &simulate(Simulated::Reply)),
        What::OutOfOffice => practice::simulate(past, &simulate(Simulated::OutOfOffice)),
        What::Bounce => practice::simulate(past, &simulate(Simulated::Bounce)),
    }?;
    Ok(())
}

/// Sends the open e-mail as its template makes it, into the folder of sent mail.
fn send(past: &Past<'_>, id: TouchId) -> Result<(), FillError> {
    let detail = work::get(past, TouchRef { id })?;
    let Work::Email { draft, .. } = detail.work else { return Err(WorkError::Gone.into()) };
    let queued = email::send(past, EmailSend { id, draft })?;
    past.go_to(queued.leaves_at);
    let moment = Moment { ids: past, now: past.now(), rep_zone: past.rep_zone() };
    let message = past.write(|tx| {
        let (message, _) = outbox::message(tx, queued.outbox)?;
        let loaded = load_enrolment(tx.connection(), message.enrolment)?;
        outbox::sent(tx, moment, &message, loaded, "")?;
        Ok::<_, WorkError>(message)
    })?;
    let sender = past.store().read(account::sender)?;
    let folder = past.session.sent_folder();
    let written = message_of(&message, &past.session.files(), &sender, None, moment.now)
        .map_err(std::io::Error::other);
    let written = written.and_then(|composed| {
        std::fs::create_dir_all(&folder)?;
        write_eml(&folder, &composed, moment.now)
    });
    if let Err(error) = written {
        tracing::warn!(%error, "an e-mail of the past is not among the sent ones");
    }
    Ok(())
}
