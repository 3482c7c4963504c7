//! Lists of partnerships, the search, timelines and figures.

use crate::bare;
use crate::data::words::{mixed, searches};
use crate::data::{LONG, Size};
use crate::desk::Desk;
use crate::reads::{Outcome, PAGE, QUICK, repeated};
use crate::report::Row;
use crate::stats::Samples;
use desk_core::ids::{CadenceId, PartnershipId};
use desk_core::partnership::Stage;
use desk_store::open::FILE_NAME;
use desk_wire::cadence::CadenceFilter;
use desk_wire::command::Handler;
use desk_wire::figures::{CadenceFiguresRequest, FiguresRequest};
use desk_wire::partnership::{
    PartnershipCursor, PartnershipListRequest, PartnershipOrder, TierFilter, TimelineRequest,
};
use rusqlite::Connection;
use std::path::Path;

/// How often a list is asked for.
const TIMES: usize = 500;

/// Pages in a row.
const DEEP: usize = 50;

/// All of them.
pub fn people(desk: &Desk, folder: &Path, size: Size) -> Outcome<Vec<Row>> {
    let bare = bare::reader(&folder.join(FILE_NAME))?;
    let mut rows = by_name(desk, &bare, size)?;
    rows.extend(orders(desk)?);
    rows.push(filters(desk)?);
    rows.push(search(desk, &bare)?);
    rows.push(timelines(desk, &bare)?);
    rows.push(figures(desk, &bare)?);
    Ok(rows)
}

fn of(search: &str) -> PartnershipListRequest {
    let search = search.to_owned();
    PartnershipListRequest {
        search,
        order: None,
        stage: None,
        tier: None,
        after: None,
        limit: PAGE,
    }
}

fn by_name(desk: &Desk, bare: &Connection, size: Size) -> Outcome<Vec<Row>> {
    let keys = keys(bare, size)?;
    let sql = "SELECT id, name, name_key, stage, tier, updated_at FROM partnership
               WHERE deleted_at IS NULL AND (name_key, id) > (?1, ?2) ORDER BY name_key, id LIMIT 51";
    let first = repeated(TIMES, |_| Ok(desk.program.partnership_list(of(""))?))?;
    let peer = bare::query(bare, sql, std::iter::repeat_n(("", 0), TIMES))?;
    let deep = repeated(TIMES, |at| {
        let (name_key, id) = keys.get(at % keys.len()).cloned().ok_or("no key")?;
        let after = Some(PartnershipCursor { name_key, id: PartnershipId(id), rank: None });
        Ok(desk.program.partnership_list(PartnershipListRequest { after, ..of("") })?)
    })?;
    let deep_peer = bare::query(bare, sql, keys.iter().cycle().take(TIMES).cloned())?;
    Ok(vec![
        Row::new("partnerships by name, first page", first, QUICK).beside(peer),
        Row::new("partnerships by name, anywhere", deep, QUICK).beside(deep_peer),
    ])
}

/// Keys of rows all over the list.
fn keys(bare: &Connection, size: Size) -> Outcome<Vec<(String, i64)>> {
    let mut statement = bare.prepare("SELECT name_key, id FROM partnership WHERE id = ?1")?;
    let ids = (0..200).map(|at| mixed(at) % size.0 + 1);
    ids.map(|id| {
        let row =
            statement.query_row([i64::try_from(id)?], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(row)
    })
    .collect()
}

/// The other orders, page after page.
fn orders(desk: &Desk) -> Outcome<Vec<Row>> {
    let orders = [
        (PartnershipOrder::Tier, "partnerships by tier, 50 pages"),
        (PartnershipOrder::Stage, "partnerships by stage, 50 pages"),
        (PartnershipOrder::Updated, "partnerships by change, 50 pages"),
        (PartnershipOrder::NextDue, "partnerships by next due, 50 pages"),
    ];
    orders
        .into_iter()
        .map(|(order, what)| {
            let request = PartnershipListRequest { order: Some(order), ..of("") };
            let mut samples = Samples::default();
            for _ in 0..5 {
                pages(desk, &request, &mut samples)?;
            }
            Ok(Row::new(what, samples, QUICK))
        })
        .collect()
}

fn pages(desk: &Desk, request: &PartnershipListRequest, samples: &mut Samples) -> Outcome<()> {
    let mut request = request.clone();
    for _ in 0..DEEP {
        let page = samples.time(|| desk.program.partnership_list(request.clone()))?;
        if page.next.is_none() {
            break;
        }
        request.after = page.next;
    }
    Ok(())
}

/// Stages and tiers, in every order.
fn filters(desk: &Desk) -> Outcome<Row> {
    let mut samples = Samples::default();
    let stages = [None, Some(Stage::Lead), Some(Stage::ActivePartner)];
    let tiers = [Some(TierFilter::One), Some(TierFilter::None)];
    for order in [PartnershipOrder::Name, PartnershipOrder::Updated, PartnershipOrder::NextDue] {
        for (stage, tier) in stages.into_iter().flat_map(|stage| tiers.map(|tier| (stage, tier))) {
            let request = PartnershipListRequest { order: Some(order), stage, tier, ..of("") };
            pages(desk, &request, &mut samples)?;
        }
    }
    Ok(Row::new("partnerships of a stage or tier, every order", samples, QUICK))
}

fn search(desk: &Desk, bare: &Connection) -> Outcome<Row> {
    let typed = searches();
    let mut samples = Samples::default();
    for typed in typed.iter().cycle().take(typed.len() * 3) {
        samples.time(|| desk.program.partnership_list(of(typed)))?;
    }
    let sql = "SELECT rowid FROM people WHERE people MATCH ?1 ORDER BY rowid DESC LIMIT 50";
    let peer = bare::query(bare, sql, typed.iter().map(|typed| [match_of(typed)]))?;
    Ok(Row::new("search as you type", samples, QUICK).beside(peer))
}

/// The words of a search as the index reads them.
fn match_of(typed: &str) -> String {
    let words = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ")
}

/// Pages of the long timelines, all the way down.
fn timelines(desk: &Desk, bare: &Connection) -> Outcome<Row> {
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
    Ok(Row::new("timeline of 2,000 entries, page", samples, QUICK).beside(peer))
}

/// Figures of all cadences and of one, of all time and of a month.
fn figures(desk: &Desk, bare: &Connection) -> Outcome<Row> {
    let from = chrono::NaiveDate::from_ymd_opt(2025, 12, 5).ok_or("no such day")?;
    let mut samples = Samples::default();
    for _ in 0..100 {
        for from in [None, Some(from)] {
            let filter = CadenceFilter::All;
            samples.time(|| desk.program.figures(FiguresRequest { filter, from, until: None }))?;
            let request = CadenceFiguresRequest { id: CadenceId(1), from, until: None };
            samples.time(|| desk.program.cadence_figures(request))?;
        }
    }
    let peer = bare::query(bare, "SELECT * FROM stat_total", std::iter::repeat_n([], 400))?;
    Ok(Row::new("figures of cadences", samples, QUICK).beside(peer))
}
