//! One thing done to many enrolments, in small transactions (PRODUCT 4.2: what is derived is computed
//! again in chunks).

use super::load::{Shared, load};
use super::{Cause, Loaded, Moment, WorkError, carry_out, entry};
use desk_core::enrolment::{self, Event, Outcome, change};
use desk_core::event::{Actor, What};
use desk_core::ids::VersionId;
use desk_store::bulk::{self as table, Job, Work};
use desk_store::enrolment::{self as enrolments, EnrolmentRow};
use desk_store::{Tx, event, undo};

/// Enrolments in one transaction: enough to be quick, few enough not to hold the writer.
const CHUNK: u32 = 50;

/// Up to so many enrolments are worked at once, so that small workspaces see the end of it at once.
const AT_ONCE: u32 = 100;

/// Begins work on many: the first of them now, the others by the engine's loop.
pub(crate) fn begin(tx: &mut Tx<'_>, moment: Moment<'_>, work: Work) -> Result<(), WorkError> {
    table::add(tx, work, moment.now)?;
    let mut left = AT_ONCE / CHUNK;
    while left > 0 && step(tx, moment)? {
        left -= 1;
    }
    Ok(())
}

/// Works the next chunk; false when there is nothing to do.
pub(crate) fn step(tx: &mut Tx<'_>, moment: Moment<'_>) -> Result<bool, WorkError> {
    let Some(job) = table::next(tx.connection())? else { return Ok(false) };
    let rows = enrolments::open_after(tx.connection(), job.work.cadence(), job.after, CHUNK)?;
    let last = rows.last().map(|row| row.id).filter(|_| rows.len() == CHUNK as usize);
    let shared = Shared::default();
    for row in rows {
        let loaded = load(tx.connection(), row, &shared)?;
        work(tx, moment, &loaded, &job, &shared)?;
    }
    table::reached(tx, &job, last)?;
    Ok(true)
}

fn work(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    job: &Job,
    shared: &Shared,
) -> Result<(), WorkError> {
    // Who stands still or goes on does so from the moment at which it was asked for.
    let then = Moment { now: job.at.min(moment.now), ..moment };
    match job.work {
        Work::Replan => {
            carry_out(tx, moment, loaded, Event::Replan, Cause::silent())?;
        }
        Work::GoOn { since } => {
            carry_out(tx, then, loaded, Event::GoOn { since }, Cause::silent())?;
        }
        Work::Freeze { frozen, .. } if loaded.row.enrolment.frozen == frozen => {}
        Work::Freeze { frozen: true, .. } => {
            let cause = Cause::fact(Actor::Rule, What::Frozen);
            carry_out(tx, then, loaded, Event::Freeze, cause)?;
        }
        Work::Freeze { frozen: false, .. } => {
            let cause = Cause::fact(Actor::Rule, What::Thawed);
            carry_out(tx, then, loaded, Event::Thaw, cause)?;
        }
        Work::Version { to, .. } => into_version(tx, moment, loaded, to, shared)?,
        // The cadence was taken out of the archive meanwhile and has taken somebody new.
        Work::Finish { .. } if loaded.row.started_at > job.at => {}
        Work::Finish { .. } => {
            let outcome = Outcome::Removed;
            let cause = Cause::fact(Actor::Rep, What::Finished { outcome });
            carry_out(tx, moment, loaded, Event::Finish { outcome }, cause)?;
        }
    }
    Ok(())
}

/// Computes again when the open touches of these enrolments are due.
pub(crate) fn replan(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    rows: Vec<EnrolmentRow>,
) -> Result<(), WorkError> {
    let shared = Shared::default();
    for row in rows.into_iter().filter(|row| row.enrolment.position.is_some()) {
        let loaded = load(tx.connection(), row, &shared)?;
        carry_out(tx, moment, &loaded, Event::Replan, Cause::silent())?;
    }
    Ok(())
}

/// R17: brings an enrolment into another version. One whose message is on its way stays where it is.
fn into_version(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
    to: VersionId,
    shared: &Shared,
) -> Result<(), WorkError> {
    let Some(open) = loaded.row.enrolment.position else { return Ok(()) };
    if loaded.row.version == to {
        return Ok(());
    }
    let version = shared.version(tx.connection(), to)?;
    let before = undo::snapshot(tx.connection(), &[loaded.row.id])?;
    let there = change::place(open.step, &loaded.version.steps, &version.steps);
    let stays = matches!(there, change::Place::Same(_));
    let place = loaded.place(moment.rep_zone);
    let mut state = loaded.row.enrolment.clone();
    if !stays && super::take_back_messages(tx, moment, loaded)? {
        let course = loaded.course(&place, moment.rep_zone);
        state = enrolment::advance(&state, Event::TakenBack, &course, moment.now)?.next;
    }
    let course = loaded.course_in(&version, &place, moment.rep_zone);
    let advance = match change::into_version(&state, &loaded.version.steps, &course, moment.now) {
        Err(enrolment::Refused::TouchState) => return Ok(()),
        other => other?,
    };
    enrolments::set_version(tx, loaded.row.id, to)?;
    let keys = loaded.person.keys(&version, moment.rep_zone);
    let row = EnrolmentRow { version: to, ..loaded.row.clone() };
    let row = enrolments::save(tx, &row, &advance.next, &advance.effects.closed, &keys)?;
    let entry = entry(moment, &row, Actor::Rule, What::VersionChanged, None);
    event::insert(tx, &entry, Some(&before))?;
    let loaded = load(tx.connection(), row, shared)?;
    super::tell_rules(tx, moment, &loaded, &advance, false, Event::Tick)?;
    if let Some(to) = advance.effects.move_to {
        // Nothing was left of the last run.
        super::carry::move_on(tx, moment, &loaded, &loaded.row, to)?;
    }
    if advance.effects.turned_due {
        crate::commands::automatic::queue_first(tx, moment, &loaded)?;
    }
    Ok(())
}
