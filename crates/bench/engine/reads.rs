//! What the window and the loops ask, at any size.

use crate::bare;
use crate::data::words::{mixed, searches};
use crate::data::{LONG, NOW, SOON, Size};
use crate::desk::Desk;
use crate::report::{Goal, Row};
use crate::stats::Samples;
use desk_core::ids::{PartnershipId, StepId};
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_store::Store;
use desk_store::agenda;
use desk_store::open::{self, Check, FILE_NAME};
use desk_store::workspace::Kind;
use desk_wire::command::{Handler, Nothing};
use desk_wire::partnership::{PartnershipCursor, PartnershipListRequest, TimelineRequest};
use desk_wire::work::{DueCursor, DueListRequest};
use std::error::Error;
use std::path::Path;
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A page as the window asks for it.
const PAGE: u32 = 50;

/// What a page may take.
const QUICK: Goal = Goal::P99(Duration::from_millis(10));

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
    store.read(|c| {
        agenda::next_due(c)?;
        agenda::ripe(c, now, PAGE)
    })?;
    Ok(())
}

/// Does something so often, and times each.
fn repeated<T>(times: usize, mut work: impl FnMut(usize) -> Outcome<T>) -> Outcome<Samples> {
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
    let mut rows = vec![Row::new("panel", panel, QUICK).beside(peer)];
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
            repeated(1_000, |at| due_page(desk, step, cursors.get(at % cursors.len()).copied()))?;
        let places = (0..1_000).filter_map(|at| cursors.get(at % cursors.len()));
        let places = places.map(|cursor| (cursor.due_at.as_millis(), cursor.id.0));
        let peer = due_peer(&bare, step, places)?;
        rows.push(Row::new(format!("{what}, anywhere"), deep, QUICK).beside(peer));
    }
    Ok(rows)
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
    Ok(desk.program.due_list(DueListRequest { step, after, limit: PAGE })?.next)
}

/// Where pages begin, all the way down.
fn cursors(desk: &Desk, step: Option<StepId>) -> Outcome<Vec<DueCursor>> {
    let mut cursors = Vec::new();
    let mut after = None;
    while let Some(next) = due_page(desk, step, after)? {
        cursors.push(next);
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

/// Lists of partnerships, the search and timelines.
pub fn people(desk: &Desk, folder: &Path, size: Size) -> Outcome<Vec<Row>> {
    let bare = bare::reader(&folder.join(FILE_NAME))?;
    let list = |search: &str, after| {
        let search = search.to_owned();
        let request = PartnershipListRequest { search, after, limit: PAGE };
        Ok::<_, Box<dyn Error>>(desk.program.partnership_list(request)?)
    };
    let keys = keys(&bare, size)?;
    let sql = "SELECT id, name, name_key, stage, tier, updated_at FROM partnership
               WHERE deleted_at IS NULL AND (name_key, id) > (?1, ?2) ORDER BY name_key, id LIMIT 51";
    let first = repeated(200, |_| list("", None))?;
    let peer = bare::query(&bare, sql, std::iter::repeat_n(("", 0), 200))?;
    let mut rows = vec![Row::new("partnerships by name, first page", first, QUICK).beside(peer)];
    let deep = repeated(200, |at| {
        let (name_key, id) = keys.get(at % keys.len()).cloned().ok_or("no key")?;
        list("", Some(PartnershipCursor { name_key, id: PartnershipId(id) }))
    })?;
    let peer = bare::query(&bare, sql, keys.iter().cycle().take(200).cloned())?;
    rows.push(Row::new("partnerships by name, anywhere", deep, QUICK).beside(peer));

    let typed = searches();
    let found = repeated(typed.len(), |at| list(typed.get(at).map_or("", String::as_str), None))?;
    let sql = "SELECT rowid FROM people WHERE people MATCH ?1 LIMIT 50";
    let terms = typed.iter().map(|typed| [match_of(typed)]);
    let peer = bare::query(&bare, sql, terms)?;
    rows.push(Row::new("search as you type", found, QUICK).beside(peer));
    rows.extend(timelines(desk, &bare)?);
    Ok(rows)
}

/// The words of a search as the index reads them.
fn match_of(typed: &str) -> String {
    let words = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ")
}

fn keys(bare: &rusqlite::Connection, size: Size) -> Outcome<Vec<(String, i64)>> {
    let mut statement = bare.prepare("SELECT name_key, id FROM partnership WHERE id = ?1")?;
    let ids = (0..200).map(|at| mixed(at) % size.0 + 1);
    ids.map(|id| {
        let row =
            statement.query_row([i64::try_from(id)?], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(row)
    })
    .collect()
}

/// Pages of the long timelines, all the way down.
fn timelines(desk: &Desk, bare: &rusqlite::Connection) -> Outcome<Vec<Row>> {
    let (mut samples, mut places) = (Samples::default(), Vec::new());
    for number in 1..=LONG {
        let id = i64::try_from(number)?;
        let mut after = None;
        loop {
            let request = TimelineRequest { id: PartnershipId(id), after, limit: PAGE };
            let page = samples.time(|| desk.program.timeline(request))?;
            places.push((id, after.map_or((i64::MAX, i64::MAX), |c| (c.at.as_millis(), c.id.0))));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    let sql =
        "SELECT event.id, at, actor, what, first_name, last_name, cadence.name, step_position,
                      step_name, undo IS NOT NULL, undone_at
               FROM event LEFT JOIN contact ON contact.id = contact_id
               LEFT JOIN cadence ON cadence.id = cadence_id
               WHERE event.partnership_id = ?1 AND (at, event.id) < (?2, ?3)
               ORDER BY at DESC, event.id DESC LIMIT 51";
    let peer = bare::query(bare, sql, places.iter().map(|&(id, (at, event))| (id, at, event)))?;
    Ok(vec![Row::new("timeline of 2,000 entries, page", samples, QUICK).beside(peer)])
}
