//! Turns due what has become due, and reminds the rep of it once.

use super::sleep;
use crate::outreach::{Loaded, Moment, Shared, WorkError, bulk, load_touch, tick};
use crate::ports::{NotShown, Note, NoteTarget, Writes, Zoned};
use crate::session::Session;
use crate::words;
use desk_core::change::{Changes, TagKind};
use desk_core::enrolment::Alert;
use desk_core::ids::TouchId;
use desk_core::time::{Clock, Timestamp};
use desk_store::enrolment::EnrolmentRow;
use desk_store::{agenda, bulk as bulk_table, cadence, contact, workspace};
use tokio::sync::watch;

/// Touches turned due in one transaction: enough to be quick, few enough not to hold the writer.
const CHUNK: u32 = 50;

/// Touches of which it is noted in one transaction that the rep is told of them.
const NOTED_AT_ONCE: usize = 1_000;

/// One each up to so many, then one for all (PRODUCT 8.1).
const ONE_EACH: usize = 3;

/// Runs until it is stopped.
pub(crate) async fn run(session: &Session, mut stopped: watch::Receiver<bool>) {
    let mut wakes = session.waker().listen();
    loop {
        wakes.mark_unchanged();
        let next = match session.quiet().begin().map(|_at_work| step(session)) {
            Some(Ok(next)) => next,
            Some(Err(error)) => {
                tracing::error!(%error, "due touches could not be looked at");
                None
            }
            None => None,
        };
        if !sleep(session, &mut wakes, &mut stopped, next).await {
            return;
        }
        // Other loops get their turn when there is much to do.
        tokio::task::yield_now().await;
    }
}

/// Does what is to be done now and returns when there is more to do.
pub(crate) fn step(session: &Session) -> Result<Option<Timestamp>, WorkError> {
    let now = session.now();
    let moment = Moment { ids: session, now, rep_zone: session.rep_zone() };
    let settings = session.read_store(workspace::settings)?;
    notice_zone(session, moment, settings.zone.as_deref())?;
    // Who is to stand still or to go on does so before anything else happens.
    if session.read_store(bulk_table::next)?.is_some() {
        session.write(|tx| bulk::step(tx, moment))?;
        return Ok(Some(now));
    }
    if settings.paused_since.is_some() {
        return Ok(None);
    }
    let ripe = session.read_store(|c| agenda::ripe(c, now, CHUNK))?;
    if !ripe.is_empty() {
        let alerts = session.write(|tx| {
            let (shared, mut alerts) = (Shared::default(), Vec::new());
            for id in &ripe {
                let done = tick(tx, moment, *id, &shared)?;
                alerts.extend(done.alert.map(|alert| (alert, done.row)));
            }
            Ok::<_, WorkError>(alerts)
        })?;
        for (alert, row) in alerts {
            tell_alert(session, alert, &row)?;
        }
    }
    if ripe.len() == CHUNK as usize {
        // The rep is told of all of them together.
        return Ok(Some(now));
    }
    remind(session)?;
    Ok(session.read_store(agenda::next_due)?)
}

/// The rep may have travelled: what waits is computed again in the new zone.
fn notice_zone(
    session: &Session,
    moment: Moment<'_>,
    known: Option<&str>,
) -> Result<(), WorkError> {
    let here = moment.rep_zone.name();
    if known == Some(here) {
        return Ok(());
    }
    tracing::info!(zone = here, "the zone of the computer");
    session.write(|tx| {
        workspace::set_zone(tx, here)?;
        if known.is_some() {
            bulk_table::add(tx, bulk_table::Work::Replan, moment.now)?;
        }
        Ok(())
    })
}

/// Tells the rep what the rules ask of them or have ended.
/// Tells the rep what the rules say about an enrolment.
pub(crate) fn tell_alert(
    session: &Session,
    alert: Alert,
    row: &EnrolmentRow,
) -> Result<(), WorkError> {
    let contact = session.read_store(|c| contact::get(c, row.contact))?;
    let name = contact.map(|contact| contact.name()).unwrap_or_default();
    if let Some((title, body)) = words::alert(alert, &name) {
        let target = row.touch.map_or(NoteTarget::Due, |TouchId(id)| NoteTarget::Touch { id });
        tell(session, Note { title, body, target });
    }
    Ok(())
}

/// Tells the rep what has become due. It is noted first: nobody is told twice, also not after a
/// crash in between.
fn remind(session: &Session) -> Result<(), WorkError> {
    let touches = session.read_store(agenda::to_remind)?;
    if touches.is_empty() {
        return Ok(());
    }
    for some in touches.chunks(NOTED_AT_ONCE) {
        session.write(|tx| agenda::set_reminded(tx, some))?;
    }
    if touches.len() > ONE_EACH {
        tell(
            session,
            Note {
                title: words::digest_title(touches.len()),
                body: words::DIGEST_TEXT.to_owned(),
                target: NoteTarget::Due,
            },
        );
        return Ok(());
    }
    for touch in touches {
        if let Some(note) = note(session, touch)? {
            tell(session, note);
        }
    }
    Ok(())
}

fn note(session: &Session, touch: TouchId) -> Result<Option<Note>, WorkError> {
    let found = session.read_store(|c| match load_touch(c, touch) {
        Ok(loaded) => Ok(Some((cadence::get(c, loaded.row.cadence)?, loaded))),
        Err(WorkError::Store(error)) => Err(error),
        Err(_) => Ok(None),
    })?;
    Ok(found.and_then(|(cadence, loaded)| {
        let name = cadence.map(|row| row.name).unwrap_or_default();
        words_of(&loaded, &name, touch)
    }))
}

fn words_of(loaded: &Loaded, cadence: &str, touch: TouchId) -> Option<Note> {
    let (_, step) = loaded.current()?;
    Some(Note {
        title: words::due_title(step.content.kind(), &loaded.person.contact.name()),
        body: words::due_text(&loaded.person.partnership.fields.name, cadence, &step.name),
        target: NoteTarget::Touch { id: touch.0 },
    })
}

/// Shows a note on the desktop, or in the window when the desktop does not.
pub(crate) fn tell(session: &Session, note: Note) {
    let shown = session.notifier().show(&note);
    let before = session.attention().shown_by_desktop();
    session.attention().desktop_shows(shown.is_ok());
    let mut changes = Changes::default();
    if let Err(error) = shown {
        if error != NotShown::NoService {
            tracing::warn!(%error, "a reminder is shown in the window instead");
        }
        session.attention().remind(note);
        changes.all(TagKind::Reminder);
    }
    if before != session.attention().shown_by_desktop() {
        changes.all(TagKind::Outbox);
    }
    session.publish(changes);
}
