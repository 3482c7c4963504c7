//! What the window and the loops ask, at any size.

use crate::bare;
use crate::data::{NOW, SOON};
use crate::desk::Desk;
use crate::report::{Goal, Row};
use crate::stats::Samples;
use desk_core::ids::StepId;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_store::Store;
use desk_store::agenda;
use desk_store::open::{self, Check, FILE_NAME};
use desk_store::workspace::Kind;
use desk_wire::command::{Handler, Nothing};
use desk_wire::focus::{FocusGroup, FocusRequest};
use desk_wire::work::{DueCursor, DueListRequest, DueOrder};
use std::error::Error;
use std::path::Path;
use std::time::Duration;

/// What there is or why there is not.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// A page as the window asks for it.
pub const PAGE: u32 = 50;

/// What a page may take.
pub const QUICK: Goal = Goal::P99(Duration::from_millis(10));

/// How often the quick ones are asked.
const TIMES: usize = 5_000;

/// Looking for what turns due, as the loop does it.
pub fn next_due(folder: &Path) -> Outcome<Vec<Row>> {
    let store = open::open(folder, Kind::Own, Check::Usual)?;
    let bare = bare::reader(&folder.join(FILE_NAME))?;
    let mut rows = Vec::new();
    let later = plus(NOW, SOON);
    let fifty = Goal::P99(Duration::from_micros(500));
    let none = Goal::P99(Duration::from_micros(50));
    for (what, now, goal) in
        [("next due, nothing due", NOW, none), ("next due, 50 are ripe", later, fifty)]
    {
        let samples = repeated(TIMES, |_| look(&store, now))?;
        let sql = "SELECT enrolment_id, (SELECT min(due_at) FROM agenda WHERE state = 'waiting'
                     AND live = 1) FROM agenda
                   WHERE state = 'waiting' AND live = 1 AND due_at <= ?1 ORDER BY due_at LIMIT 50";
        let peer = bare::query(&bare, sql, std::iter::repeat_n([now.as_millis()], TIMES))?;
        rows.push(Row::new(what, samples, goal).beside(peer));
    }
    Ok(rows)
}

fn look(store: &Store, now: Timestamp) -> Outcome<()> {
    store.read(|c| match agenda::next_due(c)? {
        Some(next) if next <= now => agenda::ripe(c, now, PAGE),
        _ => Ok(Vec::new()),
    })?;
    Ok(())
}

/// Does something so often, and times each.
pub fn repeated<T>(times: usize, mut work: impl FnMut(usize) -> Outcome<T>) -> Outcome<Samples> {
    let mut samples = Samples::default();
    for at in 0..times {
        samples.time(|| work(at))?;
    }
    Ok(samples)
}

/// What depends on how many are due.
pub fn due(desk: &Desk, folder: &Path) -> Outcome<Vec<Row>> {
    let bare = bare::reader(&folder.join(FILE_NAME))?;
    let panel = repeated(2_000, |_| Ok(desk.program.panel(Nothing {})?))?;
    let peer = bare::query(
        &bare,
        "SELECT * FROM due_count WHERE due > 0",
        std::iter::repeat_n([], 2_000),
    )?;
    let status = repeated(2_000, |_| Ok(desk.program.activity(Nothing {})?))?;
    let mut rows = vec![
        Row::new("panel", panel, QUICK).beside(peer),
        Row::new("status line", status, Goal::P99(Duration::from_millis(1))),
    ];
    let busiest = busiest_step(desk)?;
    for (what, step) in [("due list", None), ("due list of a step", Some(busiest))] {
        let cursors = cursors(desk, step)?;
        let first = repeated(1_000, |_| due_page(desk, step, None))?;
        rows.push(Row::new(format!("{what}, first page"), first, QUICK).beside(due_peer(
            &bare,
            step,
            std::iter::repeat_n((i64::MIN, 0), 1_000),
        )?));
        let deep =
            repeated(1_000, |at| due_page(desk, step, cursors.get(at % cursors.len()).cloned()))?;
        let places = (0..1_000).filter_map(|at| cursors.get(at % cursors.len()));
        let places = places.map(|cursor| (cursor.due_at.as_millis(), cursor.id.0));
        let peer = due_peer(&bare, step, places)?;
        rows.push(Row::new(format!("{what}, anywhere"), deep, QUICK).beside(peer));
    }
    rows.extend(focus(desk)?);
    Ok(rows)
}

/// Everything that is due in every group and order, first pages and the ones behind them.
fn focus(desk: &Desk) -> Outcome<Vec<Row>> {
    let mut samples = Samples::default();
    let orders = [DueOrder::Due, DueOrder::Priority, DueOrder::Tier, DueOrder::Name];
    for group in [FocusGroup::Overdue, FocusGroup::Today, FocusGroup::Later] {
        for order in orders {
            let mut after = None;
            for _ in 0..25 {
                let request =
                    FocusRequest { group, order, cadence: None, step: None, after, limit: PAGE };
                after = samples.time(|| desk.program.focus(request))?.next;
            }
        }
    }
    Ok(vec![Row::new("Focus, every group and order", samples, QUICK)])
}

fn busiest_step(desk: &Desk) -> Outcome<StepId> {
    let panel = desk.program.panel(Nothing {})?;
    let steps = panel.cadences.iter().flat_map(|cadence| &cadence.steps);
    Ok(steps.max_by_key(|step| step.due).ok_or("nothing is due")?.step)
}

fn due_page(
    desk: &Desk,
    step: Option<StepId>,
    after: Option<DueCursor>,
) -> Outcome<Option<DueCursor>> {
    let request = DueListRequest { step, cadence: None, order: None, after, limit: PAGE };
    Ok(desk.program.due_list(request)?.next)
}

/// Where pages begin, all the way down.
fn cursors(desk: &Desk, step: Option<StepId>) -> Outcome<Vec<DueCursor>> {
    let mut cursors = Vec::new();
    let mut after = None;
    while let Some(next) = due_page(desk, step, after)? {
        cursors.push(next.clone());
        after = Some(next);
    }
    if cursors.is_empty() { Err("less than a page is due".into()) } else { Ok(cursors) }
}

fn due_peer(
    bare: &rusqlite::Connection,
    step: Option<StepId>,
    places: impl Iterator<Item = (i64, i64)>,
) -> Outcome<Samples> {
    let of_step = step.map_or(String::new(), |step| format!("AND agenda.step_id = {}", step.0));
    let sql = format!(
        "SELECT agenda.id, partnership.name, first_name, last_name, agenda.zone, step_id, kind, due_at
         FROM agenda CROSS JOIN contact ON contact.id = contact_id
         CROSS JOIN partnership ON partnership.id = agenda.partnership_id
         WHERE state = 'due' AND live = 1 {of_step} AND (due_at, agenda.id) > (?1, ?2)
         ORDER BY due_at, agenda.id LIMIT 51"
    );
    Ok(bare::query(bare, &sql, places)?)
}
