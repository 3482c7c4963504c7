//! What the program does with many at once.

use crate::bare;
use crate::data::{CADENCES, FREE, NOW, SOON, Size};
use crate::desk::Desk;
use crate::report::{Goal, Row};
use crate::stats::Samples;
use desk_core::ids::{CadenceId, ContactId, EnrolmentId, Ids};
use desk_core::schedule::plus;
use desk_engine::ports::SystemIds;
use desk_store::open::FILE_NAME;
use desk_wire::command::{Handler, Nothing};
use desk_wire::enrolment::PreflightRequest;
use desk_wire::rules::{AssignMany, GoingOn, PreflightMany};
use rusqlite::{Connection, params};
use std::error::Error;
use std::path::Path;
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many are enrolled at once.
const MANY: u64 = 10_000;

/// How long one write may hold the others up.
const WRITE: Goal = Goal::Each(Duration::from_millis(50));

/// Contacts in no cadence: a part of so many, from 0.
fn free(size: Size, part: u64) -> Outcome<Vec<ContactId>> {
    let first = size.0 + 1 + part * MANY;
    if (part + 1) * MANY > FREE {
        return Err("not so many contacts are free".into());
    }
    (first..first + MANY).map(|id| Ok(ContactId(i64::try_from(id)?))).collect()
}

/// The empty cadences: 0 for the one that begins by hand, 1 for the one that begins by itself.
fn empty(which: usize) -> Outcome<CadenceId> {
    Ok(CadenceId(i64::try_from(CADENCES + 1 + which)?))
}

/// What is asked before many are enrolled or go on.
pub fn forecasts(desk: &Desk, size: Size) -> Outcome<Vec<Row>> {
    let (contacts, cadence) = (free(size, 0)?, empty(0)?);
    let mut one = Samples::default();
    for &contact in contacts.iter().take(1_000) {
        let request = PreflightRequest { cadence, contact, first_step: None, start_at: None };
        one.time(|| desk.program.assign_preflight(request))?;
    }
    let mut many = Samples::default();
    let request = PreflightMany { cadence, contacts, of: None, start_at: None };
    let forecast = many.time(|| desk.program.assign_forecast(request))?;
    let asked = usize::try_from(forecast.ready)? + forecast.questions.len();
    let ids: Vec<_> = (1..=i64::try_from(MANY.min(size.0))?).map(EnrolmentId).collect();
    let mut going = Samples::default();
    let count = ids.len();
    going.time(|| desk.program.going_on(GoingOn::Enrolments { ids }))?;
    Ok(vec![
        Row::new("preflight of one", one, Goal::None),
        Row::new("forecast of 10,000 in 10 steps", many, Goal::None).of(asked),
        Row::new("what would happen today, 10,000", going, Goal::None).of(count),
    ])
}

/// Lets time pass and everything ripe turn due.
pub fn turn_due(desk: &Desk) -> Outcome<Vec<Row>> {
    let before = desk.program.panel(Nothing {})?.due;
    desk.clock.set(plus(NOW, SOON));
    let mut samples = Samples::default();
    while samples.time(|| desk.program.turn())? {}
    let turned = usize::try_from(desk.program.panel(Nothing {})?.due.saturating_sub(before))?;
    let what = format!("turning {turned} touches due, {} notes", desk.notes.count());
    Ok(vec![Row::new(what, samples, WRITE).of(turned)])
}

/// Enrols ten thousand, twice.
pub fn enrol(desk: &Desk, size: Size) -> Outcome<Vec<Row>> {
    let two_seconds = Goal::Total(Duration::from_secs(2));
    let mut rows = Vec::new();
    for (which, what, goal) in [
        (0, "enrolling 10,000 in 10 steps", two_seconds),
        (1, "the same, first e-mail by itself", Goal::None),
    ] {
        let contacts = free(size, u64::try_from(which)?)?;
        let request = AssignMany {
            cadence: empty(which)?,
            contacts,
            of: None,
            start_at: None,
            despite_warnings: true,
        };
        let mut samples = Samples::default();
        let done = samples.time(|| desk.program.assign_many(request))?;
        if u64::from(done.entered) != MANY {
            return Err(format!("only {} have entered", done.entered).into());
        }
        rows.push(Row::new(what, samples, goal).of(usize::try_from(done.entered)?));
    }
    Ok(rows)
}

/// The same writes with nothing but SQLite: for turning due and for enrolling.
pub fn peers(folder: &Path, size: Size) -> Outcome<(Samples, Samples)> {
    let connection = bare::writer(&folder.join(FILE_NAME))?;
    let waiting: Vec<i64> = connection
        .prepare(
            "SELECT id FROM agenda WHERE state = 'waiting' AND live = 1 ORDER BY due_at LIMIT 5000",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut turning = Samples::default();
    for chunk in waiting.chunks(50) {
        turning.time(|| turn_bare(&connection, chunk))?;
    }
    let contacts = free(size, 2)?;
    let mut enrolling = Samples::default();
    let all = || contacts.chunks(100).try_for_each(|chunk| enrol_bare(&connection, chunk));
    enrolling.time(all)?;
    Ok((turning, enrolling))
}

fn turn_bare(connection: &Connection, touches: &[i64]) -> Outcome<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for touch in touches {
        connection
            .prepare_cached("UPDATE agenda SET state = 'due' WHERE id = ?1")?
            .execute([touch])?;
    }
    Ok(connection.execute_batch("COMMIT")?)
}

fn enrol_bare(connection: &Connection, contacts: &[ContactId]) -> Outcome<()> {
    let (now, cadence) = (NOW.as_millis(), empty(0)?.0);
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for ContactId(id) in contacts {
        connection
            .prepare_cached(
                "INSERT INTO enrolment (uid, cadence_id, version_id, partnership_id, contact_id, state,
                                        frozen, run, touches, started_at)
                 VALUES (?1, ?2, ?2, ?3, ?3, '{\"state\":\"active\",\"held_until\":null}', 0, 1, 0, ?4)",
            )?
            .execute(params![SystemIds.uid(NOW).as_bytes(), cadence, id, now])?;
        let enrolment = connection.last_insert_rowid();
        connection
            .prepare_cached(
                "INSERT INTO agenda (enrolment_id, cadence_id, step_id, partnership_id, contact_id, kind,
                     visit, attempt, base_at, ready_at, due_at, state, live, name_key, tier, zone)
                 SELECT ?1, ?2, ?2 * 10 - 9, ?3, ?3, 'email', 1, 1, ?4, ?4, ?4, 'due', 1, name_key, 4,
                        'Europe/Berlin' FROM partnership WHERE id = ?3",
            )?
            .execute(params![enrolment, cadence, id, now])?;
        connection
            .prepare_cached(
                "INSERT INTO event (uid, at, actor, what, partnership_id, contact_id, cadence_id,
                                    enrolment_id, undo)
                 VALUES (?1, ?2, 'rep', '{\"type\":\"assigned\"}', ?3, ?3, ?4, ?5, '{}')",
            )?
            .execute(params![SystemIds.uid(NOW).as_bytes(), now, id, cadence, enrolment])?;
    }
    Ok(connection.execute_batch("COMMIT")?)
}
