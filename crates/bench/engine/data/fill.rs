//! Fills the tables, with the indexes made afterwards and nothing waited for.

use super::cadences::Made;
use super::words::{Someone, mixed, someone};
use super::{CADENCES, FREE, LONG, NOW, SOON, Size};
use desk_core::enrolment::{EnrolmentState, PauseReason};
use desk_core::event::{Actor, What};
use desk_core::ids::{StepId, Uid};
use desk_core::phone::PhoneNumber;
use desk_core::step::TaskWork;
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, Sentiment, TouchKind};
use rusqlite::{Connection, params};
use std::path::Path;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Partnerships in one transaction.
const CHUNK: u64 = 50_000;

const DAY: i64 = 86_400_000;

/// Fills an empty workspace that has its cadences.
pub fn fill(path: &Path, cadences: &[Made], size: Size) -> Outcome {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    let indexes = take_indexes(&connection)?;
    let mut filling = Filling { connection: &connection, cadences, size, touch: 0, uids: 0 };
    let all = size.0 + FREE;
    for start in (1..=all).step_by(usize::try_from(CHUNK)?) {
        connection.execute_batch("BEGIN")?;
        for number in start..(start + CHUNK).min(all + 1) {
            filling.one(number)?;
        }
        connection.execute_batch("COMMIT")?;
        println!("filled {} of {all}", (start + CHUNK - 1).min(all));
    }
    for index in indexes {
        connection.execute_batch(&index)?;
    }
    connection.execute_batch("PRAGMA journal_mode = WAL")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// What triggers look things up by, so that it has to be there all the time.
const BY_TRIGGERS: [&str; 3] = ["event_by_enrolment", "event_calls", "outbox_by_enrolment"];

/// Takes the indexes away that can be made again, and returns how.
fn take_indexes(connection: &Connection) -> Outcome<Vec<String>> {
    let found: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let free: Vec<_> =
        found.into_iter().filter(|(name, _)| !BY_TRIGGERS.contains(&name.as_str())).collect();
    for (name, _) in &free {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(free.into_iter().map(|(_, sql)| sql).collect())
}

struct Filling<'a> {
    connection: &'a Connection,
    cadences: &'a [Made],
    size: Size,
    touch: i64,
    uids: u64,
}

/// Somebody's place in a cadence.
struct Place<'a> {
    id: i64,
    made: &'a Made,
    at: usize,
    started: i64,
}

impl Filling<'_> {
    /// A partnership with its contact, and what has happened to it.
    fn one(&mut self, number: u64) -> Outcome {
        let (id, in_cadence) = (i64::try_from(number)?, number <= self.size.0);
        let soon = in_cadence && self.is_soon(number);
        let person = someone(number, soon);
        self.person(id, &person)?;
        if !in_cadence {
            return Ok(());
        }
        let cadence = usize::try_from(number)? % CADENCES;
        let made = self.cadences.get(cadence).ok_or("no such cadence")?;
        let at = usize::try_from(mixed(number) >> 50)? % made.steps.len();
        let started = NOW.as_millis() - 40 * DAY + id % DAY;
        let place = Place { id, made, at, started };
        let done = at.min(2);
        self.enrolment(&place, done, number)?;
        self.history(&place, done, &person)?;
        self.open_touch(&place, number, &person)?;
        if number <= LONG {
            self.long_history(&place)?;
        }
        Ok(())
    }

    fn is_due(&self, number: u64) -> bool {
        number.is_multiple_of((self.size.0 / self.size.due()).max(1))
    }

    /// Every twenty-second at most, and none of those that are due.
    fn is_soon(&self, number: u64) -> bool {
        let every = (self.size.0 / self.size.soon()).max(1);
        number % every == 1 && number / every < self.size.soon() && !self.is_due(number)
    }

    const fn is_paused(number: u64) -> bool {
        number % 100 == 4
    }

    fn uid(&mut self, at: i64) -> Uid {
        self.uids += 1;
        let mut random = [0; 10];
        random.iter_mut().rev().zip(self.uids.to_le_bytes()).for_each(|(slot, byte)| *slot = byte);
        Uid::new(Timestamp::from_millis(at), random)
    }

    fn person(&mut self, id: i64, person: &Someone) -> Outcome {
        let c = self.connection;
        let made_at = NOW.as_millis() - 60 * DAY + id;
        let updated = made_at + i64::try_from(mixed(id.unsigned_abs()) % 3_000_000_000)?;
        let uid = self.uid(made_at);
        c.prepare_cached(
            "INSERT INTO partnership (id, uid, name, name_key, website, industry, country, stage, tier,
                                      created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, '', 'Manufacturing', ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            id, uid.as_bytes(), person.company, person.key, person.country, person.stage,
            person.tier, made_at, updated,
        ])?;
        let uid = self.uid(made_at);
        c.prepare_cached(
            "INSERT INTO contact (id, uid, partnership_id, first_name, last_name, title, linkedin,
                                  is_primary) VALUES (?1, ?2, ?1, ?3, ?4, 'Head of Sales', '', 1)",
        )?
        .execute(params![id, uid.as_bytes(), person.first, person.last])?;
        c.prepare_cached(
            "INSERT INTO contact_address (contact_id, position, address, key) VALUES (?1, 0, ?2, ?2)",
        )?
        .execute(params![id, person.email])?;
        let phone = PhoneNumber::parse(&person.phone)?;
        c.prepare_cached(
            "INSERT INTO contact_phone (contact_id, position, number, key) VALUES (?1, 0, ?2, ?3)",
        )?
        .execute(params![id, phone.as_str(), phone.key()])?;
        let words = format!("{} {} {} {}", person.company, person.first, person.last, person.email);
        c.prepare_cached("INSERT INTO people (rowid, words) VALUES (?1, ?2)")?
            .execute(params![id, words])?;
        Ok(())
    }

    fn enrolment(&mut self, place: &Place<'_>, done: usize, number: u64) -> Outcome {
        let paused = Self::is_paused(number) && !self.is_due(number) && !self.is_soon(number);
        let since = NOW.as_millis() - DAY;
        let state = if paused {
            let since = Timestamp::from_millis(since);
            EnrolmentState::Paused { reason: PauseReason::Rep, since, held_until: None }
        } else {
            EnrolmentState::Active { held_until: None }
        };
        let uid = self.uid(place.started);
        self.connection
            .prepare_cached(
                "INSERT INTO enrolment (id, uid, cadence_id, version_id, partnership_id, contact_id,
                                        state, frozen, stopped_since, run, touches, started_at)
                 VALUES (?1, ?2, ?3, ?4, ?1, ?1, ?5, 0, ?6, 1, ?7, ?8)",
            )?
            .execute(params![
                place.id, uid.as_bytes(), place.made.cadence.0, place.made.version.0,
                serde_json::to_string(&state)?, paused.then_some(since), u32::try_from(done)?,
                place.started,
            ])?;
        Ok(())
    }

    /// Finished touches, and three entries of the timeline.
    fn history(&mut self, place: &Place<'_>, done: usize, person: &Someone) -> Outcome {
        self.event(place, place.started, &What::ContactAdded, None)?;
        self.event(place, place.started, &What::Assigned, None)?;
        for (position, (step, kind, name)) in place.made.steps.iter().enumerate().take(done.max(1))
        {
            let at = place.started + i64::try_from(position)? * 2 * DAY;
            let what = what(*kind, person);
            self.event(place, at, &what, Some((position, name)))?;
            if position < done {
                self.finished(place, *step, *kind, at)?;
            }
        }
        Ok(())
    }

    fn finished(&mut self, place: &Place<'_>, step: StepId, kind: TouchKind, at: i64) -> Outcome {
        self.touch += 1;
        if kind == TouchKind::Email {
            self.sent(place, at)?;
        }
        let disposition = (kind == TouchKind::Call).then_some("no_answer");
        self.connection
            .prepare_cached(
                "INSERT INTO touch (id, enrolment_id, step_id, run, visit, attempt, outcome, due_at,
                                    closed_at, disposition, cadence_id)
                 VALUES (?1, ?2, ?3, 1, 1, 1, 'done', ?4, ?4, ?5, ?6)",
            )?
            .execute(params![
                self.touch, place.id, step.0, at, disposition, place.made.cadence.0,
            ])?;
        Ok(())
    }

    /// The message of the latest touch, which has left.
    fn sent(&self, place: &Place<'_>, at: i64) -> Outcome {
        let draft = "{\"to\":\"\",\"cc\":[],\"bcc\":[],\"subject\":\"A question\",\"body\":\"\"}";
        self.connection
            .prepare_cached(
                "INSERT INTO outbox (message_id, touch_id, enrolment_id, partnership_id, contact_id, draft,
                                     chain, state, unattended, created_at, next_try, sent_at)
                 VALUES ('<' || ?1 || '@bench.example>', ?1, ?2, ?2, ?2, ?3, '', 'sent', 0, ?4, ?4, ?4)",
            )?
            .execute(params![self.touch, place.id, draft, at])?;
        Ok(())
    }

    fn event(
        &mut self,
        place: &Place<'_>,
        at: i64,
        what: &What,
        step: Option<(usize, &str)>,
    ) -> Outcome {
        let uid = self.uid(at);
        let assigned = matches!(what, What::Assigned);
        // A call from the record belongs to no enrolment.
        let of = (assigned || step.is_some()).then_some((place.made.cadence.0, place.id));
        let (position, name) = step.unzip();
        let undo = assigned.then(|| {
            format!("{{\"enrolments\":[{{\"id\":{},\"rows\":null}}],\"contact\":null}}", place.id)
        });
        self.connection
            .prepare_cached(
                "INSERT INTO event (uid, at, actor, what, partnership_id, contact_id, cadence_id,
                                    enrolment_id, step_position, step_name, undo)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                uid.as_bytes(),
                at,
                word(Actor::Rep)?,
                serde_json::to_string(what)?,
                place.id,
                of.map(|(cadence, _)| cadence),
                of.map(|(_, enrolment)| enrolment),
                position.map(u32::try_from).transpose()?,
                name,
                undo,
            ])?;
        Ok(())
    }

    /// Two thousand notes of calls.
    fn long_history(&mut self, place: &Place<'_>) -> Outcome {
        for count in 0..2_000 {
            let what = What::CallLogged {
                disposition: Some(Disposition::NoAnswer),
                sentiment: Some(Sentiment::Neutral),
                notes: format!("Call {count}: nobody there, a colleague will pass it on"),
                success: false,
                completed: false,
                number: String::new(),
                from: String::new(),
            };
            self.event(place, place.started + count * 600_000, &what, None)?;
        }
        Ok(())
    }

    fn open_touch(&mut self, place: &Place<'_>, number: u64, person: &Someone) -> Outcome {
        self.touch += 1;
        let (due, soon) = (self.is_due(number), self.is_soon(number));
        let live = due || soon || !Self::is_paused(number);
        let spread = i64::try_from(mixed(number) >> 12)?;
        let due_at = NOW.as_millis()
            + match (due, soon) {
                (true, _) => -(spread % (3 * DAY)),
                (_, true) => 1 + spread % SOON,
                _ => 2 * SOON + spread % (60 * DAY),
            };
        let base = due_at - if place.at == 0 { 0 } else { 2 * DAY };
        let (step, kind, _) = place.made.steps.get(place.at).ok_or("no such step")?;
        let tier = match person.tier {
            Some("one") => 1,
            Some("two") => 2,
            Some("three") => 3,
            _ => 4,
        };
        self.connection
            .prepare_cached(
                "INSERT INTO agenda (id, enrolment_id, cadence_id, step_id, partnership_id, contact_id,
                     kind, visit, attempt, base_at, ready_at, due_at, state, live, reminded, name_key,
                     tier, priority, zone)
                 VALUES (?1, ?2, ?3, ?4, ?2, ?2, ?5, 1, 1, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12, 2, ?13)",
            )?
            .execute(params![
                self.touch, place.id, place.made.cadence.0, step.0, word(kind)?, base,
                due_at, if due { "due" } else { "waiting" }, live, due, person.key, tier,
                person.zone,
            ])?;
        Ok(())
    }
}

/// What the timeline tells of a finished step.
fn what(kind: TouchKind, person: &Someone) -> What {
    match kind {
        TouchKind::Email => What::EmailSent {
            subject: format!("A question for {}", person.company),
            to: person.email.clone(),
        },
        TouchKind::Call => What::CallLogged {
            disposition: Some(Disposition::NoAnswer),
            sentiment: None,
            notes: String::new(),
            success: false,
            completed: true,
            number: String::new(),
            from: String::new(),
        },
        TouchKind::Task => What::TaskDone { work: TaskWork::Other, notes: String::new() },
    }
}

/// An enum of the domain as the tables hold it.
fn word(value: impl serde::Serialize) -> Outcome<String> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}
