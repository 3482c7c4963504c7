//! Commands about what holds for all cadences: working time, pace, *pause everything*.

use super::{store_error, work_error};
use crate::outreach::load::Shared;
use crate::outreach::{Moment, WorkError, bulk, load};
use crate::ports::{Reads, Writes, Zoned};
use crate::waking::returned;
use desk_core::enrolment::{self, Course, Event};
use desk_core::ids::{EnrolmentId, Ids};
use desk_core::time::{Clock, Timestamp};
use desk_core::touch::TouchState;
use desk_store::bulk::Work;
use desk_store::workspace::{self, Settings};
use desk_store::{Connection, StoreError, enrolment as table};
use desk_wire::error::{Problem, WireError};
use desk_wire::rules::{GoingOn, PauseAll, RulesFault, Today, WorkSettings, WorkSettingsSave};

/// Most records that one request may name.
pub(super) const MAX_AT_ONCE: usize = 10_000;

/// Rows that are read at a time when many are looked at.
const CHUNK: u32 = 500;

/// Answers `work_settings`.
///
/// # Errors
/// The database's.
pub fn get(host: &impl Reads) -> Result<WorkSettings, WireError> {
    host.store().read(workspace::settings).map(shown).map_err(store_error)
}

/// What is wrong with working time or pace.
pub(super) fn rules(fault: RulesFault) -> WireError {
    Problem::Rules { fault }.into()
}

/// Answers `work_settings_save`: what waits is computed again.
///
/// # Errors
/// Days or numbers that make no sense, or the database's.
pub fn save(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: WorkSettingsSave,
) -> Result<WorkSettings, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let working = request.working.checked().map_err(|problem| rules(problem.into()))?;
    let pace = request.pace.checked().map_err(|problem| rules(problem.into()))?;
    let saved = host.write(|tx| {
        let before = workspace::settings(tx.connection())?;
        workspace::set_working(tx, &working, &pace)?;
        if before.working != working {
            bulk::begin(tx, moment, Work::Replan)?;
        }
        Ok::<_, WorkError>(workspace::settings(tx.connection())?)
    });
    saved.map(shown).map_err(work_error)
}

/// Answers `pause_all`. Going on moves the bases by the time that everything stood still (R6).
///
/// # Errors
/// The database's.
pub fn pause_all(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: PauseAll,
) -> Result<WorkSettings, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let saved = host.write_durably(|tx| {
        let since = workspace::settings(tx.connection())?.paused_since;
        match (since, request.paused) {
            (None, true) => workspace::set_paused(tx, Some(moment.now))?,
            (Some(since), false) => {
                returned::refuse_unanswered(tx)?;
                workspace::set_paused(tx, None)?;
                bulk::begin(tx, moment, Work::GoOn { since })?;
            }
            _ => {}
        }
        Ok::<_, WorkError>(workspace::settings(tx.connection())?)
    });
    saved.map(shown).map_err(work_error)
}

fn shown(settings: Settings) -> WorkSettings {
    let Settings { working, pace, paused_since, .. } = settings;
    WorkSettings { working, pace, paused_since }
}

/// Answers `going_on`: what would happen today.
///
/// # Errors
/// More enrolments than may be named, or the database's.
pub fn going_on(host: &(impl Reads + Clock + Zoned), request: GoingOn) -> Result<Today, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let counted = host.store().read(|c| {
        let mut count = Counting { today: Today { people: 0, due: 0 }, now, rep_zone };
        match &request {
            GoingOn::All => count.all(c, None)?,
            GoingOn::Cadence { id } => count.all(c, Some(*id))?,
            GoingOn::Enrolments { ids } if ids.len() > MAX_AT_ONCE => return Ok(None),
            GoingOn::Enrolments { ids } => {
                let shared = Shared::default();
                for id in ids {
                    if let Some(row) = table::get(c, *id)? {
                        count.add(c, row, Event::Resume, &shared)?;
                    }
                }
            }
        }
        Ok(Some(count.today))
    });
    let max = u32::try_from(MAX_AT_ONCE).unwrap_or(u32::MAX);
    counted.map_err(store_error)?.ok_or_else(|| Problem::TooManyAtOnce { max }.into())
}

struct Counting {
    today: Today,
    now: Timestamp,
    rep_zone: desk_core::zone::Zone,
}

impl Counting {
    fn all(
        &mut self,
        c: &Connection,
        cadence: Option<desk_core::ids::CadenceId>,
    ) -> Result<(), StoreError> {
        let shared = Shared::default();
        let happens = match (cadence, shared.settings(c)?.paused_since) {
            (Some(_), _) => Event::Thaw,
            (None, Some(since)) => Event::GoOn { since },
            (None, None) => return Ok(()),
        };
        let mut after = EnrolmentId(0);
        loop {
            let rows = table::open_after(c, cadence, after, CHUNK)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id;
            for row in rows {
                self.add(c, row, happens, &shared)?;
            }
        }
    }

    /// Counts an enrolment, and its touch if it would be due until the end of the rep's day.
    fn add(
        &mut self,
        c: &Connection,
        row: table::EnrolmentRow,
        happens: Event,
        shared: &Shared,
    ) -> Result<(), StoreError> {
        let loaded = match load(c, row, shared) {
            Err(WorkError::Store(error)) => return Err(error),
            Err(_) => return Ok(()),
            Ok(loaded) => loaded,
        };
        let place = loaded.place(self.rep_zone);
        let course = Course { all_paused_since: None, ..loaded.course(&place, self.rep_zone) };
        let Ok(advance) = enrolment::advance(&loaded.row.enrolment, happens, &course, self.now)
        else {
            return Ok(());
        };
        self.today.people += 1;
        let tomorrow = self.rep_zone.days_after(self.rep_zone.day_start(self.now), 1);
        let due = advance
            .next
            .position
            .is_some_and(|open| open.state != TouchState::InOutbox && open.due_at < tomorrow);
        self.today.due += u32::from(due && !advance.next.is_stopped());
        Ok(())
    }
}
