//! Turns due what has become due, and reminds the rep of it once.

use super::{reviews, sleep};
use crate::outreach::{Loaded, Moment, Shared, WorkError, bulk, load_touch, tick};
use crate::ports::{NotShown, Note, NoteTarget, Writes, Zoned};
use crate::session::Session;
use crate::waking::life;
use crate::words;
use desk_core::change::{Changes, TagKind};
use desk_core::enrolment::Alert;
use desk_core::ids::TouchId;
use desk_core::time::{Clock, Timestamp};
use desk_core::touch::TouchState;
use desk_store::enrolment::EnrolmentRow;
use desk_store::{agenda, bulk as bulk_table, cadence, contact, custom, workspace};
use tokio::sync::watch;

/// Touches turned due in one transaction: enough to be quick, few enough not to hold the writer.
const CHUNK: u32 = 25;

/// Touches of which it is noted in one transaction that the rep is told of them.
const NOTED_AT_ONCE: u32 = 500;

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
    life::beat(session)?;
    let now = session.now();
    let moment = Moment { ids: session, now, rep_zone: session.rep_zone() };
    let settings = session.read_store(workspace::settings)?;
    notice_zone(session, moment, settings.zone.as_deref())?;
    let (job, next) = session.read_store(|c| Ok((bulk_table::next(c)?, agenda::next_due(c)?)))?;
    // Who is to stand still or to go on does so before anything else happens.
    if job.is_some() {
        session.write(|tx| bulk::step(tx, moment))?;
        return Ok(Some(now));
    }
    if settings.paused_since.is_some() {
        return Ok(None);
    }
    reviews::remind(session, moment, &settings.working)?;
    if next.is_some_and(|next| next <= now) && turn_due(session, moment)? {
        // The rep is told of all of them together.
        return Ok(Some(now));
    }
    if remind(session)? {
        return Ok(Some(now));
    }
    // Nobody waits for this.
    if session.read_store(custom::to_sweep)? && session.write(custom::sweep)? {
        return Ok(Some(now));
    }
    Ok(session.read_store(agenda::next_due)?)
}

/// Lets the first touches be due that have become so; whether there may be more.
fn turn_due(session: &Session, moment: Moment<'_>) -> Result<bool, WorkError> {
    let ripe = session.read_store(|c| agenda::ripe(c, moment.now, CHUNK))?;
    let more = ripe.len() == CHUNK as usize;
    let (alerts, told) = session.write(|tx| {
        let (shared, mut alerts, mut due) = (Shared::default(), Vec::new(), Vec::new());
        for id in &ripe {
            let done = tick(tx, moment, *id, &shared)?;
            due.extend(done.row.touch.filter(|_| is_due(&done.row)));
            alerts.extend(done.alert.map(|alert| (alert, done.row)));
        }
        if !more || due.len() <= ONE_EACH {
            return Ok::<_, WorkError>((alerts, 0));
        }
        // So many are told of with one note, whatever follows: their rows need not be written again.
        agenda::set_reminded(tx, &due)?;
        Ok((alerts, due.len()))
    })?;
    session.tell_with_the_next(told);
    for (alert, row) in alerts {
        tell_alert(session, alert, &row)?;
    }
    Ok(more)
}

fn is_due(row: &EnrolmentRow) -> bool {
    let due = row.enrolment.position.is_some_and(|open| open.state == TouchState::Due);
    due && !row.enrolment.is_stopped()
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

/// Tells the rep what has become due; true when there is more to be told with it. It is noted first: nobody
/// is told twice, also not after a crash in between.
fn remind(session: &Session) -> Result<bool, WorkError> {
    let touches = session.read_store(|c| agenda::to_remind(c, NOTED_AT_ONCE))?;
    if !touches.is_empty() {
        session.write(|tx| agenda::set_reminded(tx, &touches))?;
    }
    if touches.len() == NOTED_AT_ONCE as usize {
        session.tell_with_the_next(touches.len());
        return Ok(true);
    }
    let count = session.take_untold() + touches.len();
    if count > ONE_EACH {
        tell(
            session,
            Note {
                title: words::digest_title(count),
                body: words::DIGEST_TEXT.to_owned(),
                target: NoteTarget::Due,
            },
        );
        return Ok(false);
    }
    for touch in touches {
        if let Some(note) = note(session, touch)? {
            tell(session, note);
        }
    }
    Ok(false)
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
