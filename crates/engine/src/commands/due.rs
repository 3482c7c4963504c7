//! Commands about lists of due touches: those of the side panel, and *Focus*.

use super::{PAGE, store_error};
use crate::outreach::place_of;
use crate::ports::{Reads, Zoned};
use chrono::{Datelike, Days, NaiveTime};
use desk_core::partnership::{Tier, full_name};
use desk_core::rep::WorkingTime;
use desk_core::schedule::calling_hours;
use desk_core::time::{Clock, Timestamp};
use desk_core::touch::TouchKind;
use desk_core::zone::Zone;
use desk_store::due::{self as table, Behind, Capped, List, Of, Order, Overdue, Which};
use desk_store::{Connection, StoreError, contact, partnership, workspace};
use desk_wire::error::WireError;
use desk_wire::focus::{CappedCount, Focus, FocusGroup, FocusRequest, FocusRow};
use desk_wire::work::{DueCursor, DueListRequest, DueOrder, DuePage, DueRow};

/// Answers `due_list`.
///
/// # Errors
/// The database's.
pub fn list(
    host: &(impl Reads + Clock + Zoned),
    request: DueListRequest,
) -> Result<DuePage, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let order = request.order.unwrap_or_default();
    host.store()
        .read(|c| {
            let list = List {
                order: order_of(order),
                of: of(request.step, request.cadence),
                which: Which::Due,
                overdue: overdue(c, now, rep_zone)?,
            };
            let (rows, next) = page(c, &list, order, request.after.as_ref(), request.limit)?;
            let rows = rows.into_iter().map(|row| due_row(row, rep_zone)).collect();
            Ok(DuePage { rows, next })
        })
        .map_err(store_error)
}

/// Answers `focus`.
///
/// # Errors
/// The database's.
pub fn focus(
    host: &(impl Reads + Clock + Zoned),
    request: FocusRequest,
) -> Result<Focus, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let week_ends_at = week_end(now, rep_zone);
    host.store()
        .read(|c| {
            let list = |which| {
                Ok::<_, StoreError>(List {
                    order: order_of(request.order),
                    of: of(request.step, request.cadence),
                    which,
                    overdue: overdue(c, now, rep_zone)?,
                })
            };
            let count = |which| Ok::<_, StoreError>(capped(table::count(c, &list(which)?)?));
            let (which, order) = match request.group {
                FocusGroup::Overdue => (Which::Overdue, request.order),
                FocusGroup::Today => (Which::Today, request.order),
                FocusGroup::Later => (Which::Later(week_ends_at), DueOrder::Due),
            };
            let (rows, next) =
                page(c, &list(which)?, order, request.after.as_ref(), request.limit)?;
            let rows = rows
                .into_iter()
                .map(|row| focus_row(c, row, now, rep_zone))
                .collect::<Result<_, _>>()?;
            Ok(Focus {
                overdue: count(Which::Overdue)?,
                today: count(Which::Today)?,
                later: count(Which::Later(week_ends_at))?,
                week_ends_at,
                rows,
                next,
            })
        })
        .map_err(store_error)
}

/// From when a touch is overdue, with the rep's days off.
pub(super) fn overdue(
    c: &Connection,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Overdue, StoreError> {
    let settings = workspace::settings(c)?;
    Ok(overdue_with(&settings.working, now, rep_zone))
}

fn overdue_with(working: &WorkingTime, now: Timestamp, rep_zone: Zone) -> Overdue {
    let today = rep_zone.civil(now).date();
    // The last day on which the rep looks at it, and the one before that: what was due by then is overdue.
    let off = working.is_off(today);
    let looked = if off { working.working_day_before(today) } else { Some(today) };
    let ended =
        looked.and_then(|day| working.working_day_before(day)).and_then(|day| day.succ_opt());
    let before = rep_zone.moment(ended.unwrap_or(today).and_time(NaiveTime::MIN));
    Overdue { now, before }
}

/// When the week ends in which the rep is: at the beginning of Monday.
fn week_end(now: Timestamp, rep_zone: Zone) -> Timestamp {
    let today = rep_zone.civil(now).date();
    let left = 7 - u64::from(today.weekday().num_days_from_monday());
    let monday = today.checked_add_days(Days::new(left)).unwrap_or(today);
    rep_zone.moment(monday.and_time(NaiveTime::MIN))
}

const fn of(
    step: Option<desk_core::ids::StepId>,
    cadence: Option<desk_core::ids::CadenceId>,
) -> Of {
    match (step, cadence) {
        (Some(step), _) => Of::Step(step),
        (None, Some(cadence)) => Of::Cadence(cadence),
        (None, None) => Of::All,
    }
}

const fn order_of(order: DueOrder) -> Order {
    match order {
        DueOrder::Due => Order::Due,
        DueOrder::Priority => Order::Priority,
        DueOrder::Tier => Order::Tier,
        DueOrder::Name => Order::Name,
    }
}

/// A page, and where the next one starts.
fn page(
    c: &Connection,
    list: &List,
    order: DueOrder,
    after: Option<&DueCursor>,
    limit: u32,
) -> Result<(Vec<table::DueRow>, Option<DueCursor>), StoreError> {
    let limit = limit.clamp(PAGE.0, PAGE.1);
    let behind = after.map(|cursor| Behind {
        rank: cursor.rank.unwrap_or_default().into(),
        due_at: cursor.due_at,
        name_key: cursor.name_key.clone().unwrap_or_default(),
        id: cursor.id,
    });
    // One row more than asked for tells whether another page follows.
    let mut rows = table::page(c, list, behind.as_ref(), limit + 1)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| DueCursor {
        due_at: row.due_at,
        id: row.id,
        rank: match order {
            DueOrder::Due | DueOrder::Name => None,
            DueOrder::Priority => u32::try_from(row.priority).ok(),
            DueOrder::Tier => u32::try_from(row.tier).ok(),
        },
        name_key: (order == DueOrder::Name).then(|| row.name_key.clone()),
    });
    Ok((rows, next))
}

fn due_row(row: table::DueRow, rep_zone: Zone) -> DueRow {
    DueRow {
        id: row.id,
        partnership: row.partnership,
        zone: if row.zone.is_empty() { rep_zone.name().to_owned() } else { row.zone },
        partnership_name: row.partnership_name,
        contact_name: full_name(&row.contact_name.0, &row.contact_name.1),
        step: row.step,
        kind: row.kind,
        due_at: row.due_at,
        overdue: row.overdue,
    }
}

fn focus_row(
    c: &Connection,
    row: table::DueRow,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<FocusRow, StoreError> {
    let opens_at = match row.kind {
        TouchKind::Call => opens_at(c, &row, now, rep_zone)?,
        TouchKind::Email | TouchKind::Task => None,
    };
    Ok(FocusRow {
        contact: row.contact,
        cadence: row.cadence,
        tier: match row.tier {
            1 => Some(Tier::One),
            2 => Some(Tier::Two),
            3 => Some(Tier::Three),
            _ => None,
        },
        priority: u32::try_from(row.priority).unwrap_or_default(),
        opens_at,
        touch: due_row(row, rep_zone),
    })
}

/// R10: of a guessed zone, every zone that it may be counts.
fn opens_at(
    c: &Connection,
    row: &table::DueRow,
    now: Timestamp,
    rep_zone: Zone,
) -> Result<Option<Timestamp>, StoreError> {
    let found = contact::get(c, row.contact)?.zip(partnership::get(c, row.partnership)?);
    let Some((contact, home)) = found else { return Ok(None) };
    let place = place_of(&contact, &home, rep_zone);
    Ok(calling_hours(now, place.candidates()).filter(|&opens| opens > now))
}

pub(super) const fn capped(found: Capped) -> CappedCount {
    CappedCount { count: found.count, more: found.more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use desk_core::enrolment::{Course, Facts};
    use desk_core::partnership::Stage;
    use desk_core::rep::DaysOff;
    use desk_core::rules::Rules;
    use desk_core::step::Step;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(zone: Zone, text: &str) -> Timestamp {
        zone.moment(text.parse().unwrap())
    }

    #[test]
    fn a_touch_is_overdue_from_the_moment_that_its_course_says() {
        let zone = Zone::parse("America/New_York").unwrap();
        let time_off = vec![DaysOff { from: day("2026-03-06"), until: day("2026-03-08") }];
        let working = WorkingTime { time_off, ..WorkingTime::default() };
        let step: Step =
            serde_json::from_value(serde_json::json!({"id": 1, "name": "", "rules": {},
            "delay": {"amount": 0, "unit": "days"},
            "content": {"type": "task", "instructions": ""}}))
            .unwrap();
        let rules = Rules::default();
        let course = Course {
            steps: std::slice::from_ref(&step),
            rules: &rules,
            contact_zone: zone,
            call_zones: &[],
            contact_country: None,
            rep_zone: zone,
            working: &working,
            all_paused_since: None,
            facts: Facts {
                has_email: true,
                phones: 0,
                stage: Stage::Lead,
                tier: None,
                field: &|_| String::new(),
                replied: false,
                connected: false,
                calls: &[],
                others: &[],
                past: &[],
            },
        };
        for due in ["04T09:00:00", "05T00:00:00", "05T23:59:59", "06T12:00:00", "08T03:30:00"] {
            let due = at(zone, &format!("2026-03-{due}"));
            let from = course.overdue_from(&step, due);
            for day in 4..13 {
                for time in ["00:00:00", "12:00:00", "23:59:59"] {
                    let now = at(zone, &format!("2026-03-{day:02}T{time}"));
                    let told = due < overdue_with(&working, now, zone).before;
                    assert_eq!(told, from <= now && due <= now, "{due:?} {now:?} {from:?}");
                }
            }
        }
    }

    #[test]
    fn the_week_ends_with_sunday_at_the_reps_place() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let monday = at(zone, "2026-01-12T00:00:00");
        for now in ["2026-01-05T00:00:00", "2026-01-07T12:00:00", "2026-01-11T23:59:59"] {
            assert_eq!(week_end(at(zone, now), zone), monday, "{now}");
        }
    }
}
