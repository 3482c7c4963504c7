//! Rows of enrolments and messages, compared with the model.

use super::{Watch, Wrong, words};
use crate::naive::{Spot, View};
use crate::twin::{Twin, Way};
use desk_core::enrolment::EnrolmentState;
use desk_core::ids::StepId;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use rusqlite::Row;
use std::fmt::Write as _;

const ENROLMENTS: &str = "SELECT e.id, e.cadence_id, e.version_id, e.contact_id, e.state, e.frozen,
        e.stopped_since, e.run, e.touches, e.buying_signal, e.moves,
        a.step_id, a.visit, a.attempt, a.base_at, a.snoozed_until, a.due_at, a.state,
        a.live, a.id, d.document ->> 'body', a.ready_at,
        (SELECT count(*) FROM touch t WHERE t.enrolment_id = e.id)
    FROM enrolment e LEFT JOIN agenda a ON a.enrolment_id = e.id
    LEFT JOIN draft d ON d.touch_id = a.id AND d.document ->> 'type' = 'email'
    WHERE e.id = ?1";

/// An enrolment as its rows say.
struct Found {
    id: i64,
    cadence: i64,
    version: i64,
    contact: i64,
    moves: u32,
    live: Option<bool>,
    touch: Option<i64>,
    draft: Option<String>,
    /// How many touches of it are over.
    over: u32,
    view: View,
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    let moment = |column: usize| -> rusqlite::Result<Option<Timestamp>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis))
    };
    let state: String = row.get(4)?;
    let state: EnrolmentState = serde_json::from_str(&state).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(4, rusqlite::types::Type::Text, Box::new(error))
    })?;
    let touch: Option<i64> = row.get(19)?;
    let open = match touch {
        None => None,
        Some(_) => Some(Spot {
            step: StepId(row.get(11)?),
            visit: row.get(12)?,
            attempt: row.get(13)?,
            base: Timestamp::from_millis(row.get(14)?),
            snoozed_until: moment(15)?,
            ready_at: Timestamp::from_millis(row.get(21)?),
            due_at: Timestamp::from_millis(row.get(16)?),
            state: match row.get::<_, String>(17)?.as_str() {
                "waiting" => TouchState::Waiting,
                "due" => TouchState::Due,
                _ => TouchState::InOutbox,
            },
        }),
    };
    Ok(Found {
        id: row.get(0)?,
        cadence: row.get(1)?,
        version: row.get(2)?,
        contact: row.get(3)?,
        moves: row.get(10)?,
        live: row.get(18)?,
        touch,
        draft: row.get(20)?,
        over: row.get(22)?,
        view: View {
            state,
            frozen: row.get(5)?,
            stopped_since: moment(6)?,
            run: row.get(7)?,
            touches: row.get(8)?,
            buying_signal: row.get(9)?,
            open,
        },
    })
}

/// A hold that is over may still stand there: it changes nothing.
fn without_old_hold(mut view: View, now: Timestamp) -> View {
    if let EnrolmentState::Active { held_until } = &mut view.state {
        *held_until = held_until.filter(|until| *until > now);
    }
    view
}

impl Watch {
    /// Every enrolment has to be as the model says.
    pub(super) fn compare(&mut self, twin: &mut Twin) -> Result<(), Wrong> {
        let all: Vec<i64> = {
            let sql = "SELECT id FROM enrolment WHERE is_finished = 0 UNION ALL
                       SELECT id FROM enrolment WHERE is_finished = 1";
            let mut statement = self.file.prepare_cached(sql).map_err(words)?;
            let ids = statement.query_map([], |row| row.get(0)).map_err(words)?;
            ids.collect::<Result<_, _>>().map_err(words)?
        };
        let seen = all.len();
        for id in all {
            let known = self.lives.get(&id).copied();
            let is_over = known.is_some_and(|life| !twin.is_open(life) && !twin.lives[life].gone);
            if is_over && self.settled.contains(&id) {
                continue;
            }
            let found = {
                let mut statement = self.file.prepare_cached(ENROLMENTS).map_err(words)?;
                statement.query_row([id], found).map_err(words)?
            };
            let Some(life) = known.or_else(|| newcomer(twin, &found)) else {
                return Err(format!("the enrolment {id} should not be there"));
            };
            self.lives.insert(id, life);
            agree(twin, life, &found)?;
            if twin.is_open(life) {
                self.settled.remove(&id);
            } else {
                self.settled.insert(id);
            }
        }
        let expected = twin.lives.iter().filter(|life| !life.gone).count();
        if seen == expected {
            Ok(())
        } else {
            Err(format!("there are {seen} enrolments; there should be {expected}"))
        }
    }

    /// Every message has to be where the model says.
    pub(super) fn compare_letters(&mut self, twin: &Twin) -> Result<(), Wrong> {
        let mut seen = 0;
        for (row, enrolment, state) in self.messages()? {
            seen += 1;
            let Some(letter) = self.letter(twin, row, enrolment) else {
                return Err(format!("a message of the enrolment {enrolment} is one too many"));
            };
            let should = match twin.letters[letter].way {
                Way::Queued => "queued",
                Way::Sent => "sent",
                Way::Cancelled => "cancelled",
            };
            if state != should {
                return Err(format!(
                    "a message of the enrolment {enrolment} is {state}; it should be {should}"
                ));
            }
        }
        let is_there = |letter: &&crate::twin::Letter| !twin.lives[letter.life].gone;
        let expected = twin.letters.iter().filter(is_there).count();
        if seen == expected {
            Ok(())
        } else {
            Err(format!("there are {seen} messages; there should be {expected}"))
        }
    }

    /// All messages in the order of their rows: row, enrolment and state.
    fn messages(&self) -> Result<Vec<(i64, i64, String)>, Wrong> {
        let sql = "SELECT id, enrolment_id, state FROM outbox ORDER BY id";
        let mut statement = self.file.prepare_cached(sql).map_err(words)?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .map_err(words)?;
        rows.collect::<Result<_, _>>().map_err(words)
    }

    /// The model's letter of a row: those of an enrolment come in the same order in both.
    fn letter(&mut self, twin: &Twin, row: i64, enrolment: i64) -> Option<usize> {
        if let Some(known) = self.letters.get(&row) {
            return Some(*known);
        }
        let life = *self.lives.get(&enrolment)?;
        let taken = |at: &usize| self.letters.values().any(|letter| letter == at);
        let of_life = twin.letters.places(|letter| letter.life == life);
        let letter = of_life.into_iter().find(|at| !taken(at))?;
        self.letters.insert(row, letter);
        Some(letter)
    }

    /// Messages that the model thinks are on their way and that are not any more: those that have left,
    /// by the moment at which they did, and those that a rule has taken back.
    ///
    /// # Errors
    /// The database's.
    pub fn gone(&mut self, twin: &Twin) -> Result<Vec<(usize, bool)>, Wrong> {
        let sql = "SELECT id, enrolment_id, state FROM outbox
                   WHERE state <> 'queued' ORDER BY coalesce(sent_at, 0), id";
        let rows: Vec<(i64, i64, String)> = {
            let mut statement = self.file.prepare_cached(sql).map_err(words)?;
            let rows = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .map_err(words)?;
            rows.collect::<Result<_, _>>().map_err(words)?
        };
        let mut gone = Vec::new();
        for (row, enrolment, state) in rows {
            if let Some(letter) = self.letter(twin, row, enrolment)
                && twin.letters[letter].way == Way::Queued
            {
                gone.push((letter, state == "sent"));
            }
        }
        Ok(gone)
    }
}

/// An enrolment that the model has begun just now and that is this one.
fn newcomer(twin: &Twin, found: &Found) -> Option<usize> {
    let is_meant = |life: &crate::twin::Life| {
        life.id.is_none()
            && !life.gone
            && life.moves == found.moves
            && twin.plans[life.plan].id == found.cadence
            && twin.people[life.person].id == found.contact
    };
    twin.lives.places(is_meant).first().copied()
}

fn agree(twin: &mut Twin, life: usize, found: &Found) -> Result<(), Wrong> {
    let one = &mut twin.lives[life];
    let id = *one.id.get_or_insert(found.id);
    if one.touch != found.touch {
        one.last_touch = one.touch.or(one.last_touch);
        one.touch = found.touch;
    }
    let now = twin.now;
    let one = &twin.lives[life];
    let plan = &twin.plans[one.plan];
    let version = plan.versions.get(one.version).map(|version| version.id);
    let should = (id, plan.id, version, twin.people[one.person].id, one.moves);
    let is = (found.id, found.cadence, Some(found.version), found.contact, found.moves);
    if should != is {
        return Err(format!(
            "enrolment, cadence, version, contact and moves are {is:?}; should be {should:?}"
        ));
    }
    let (view, should) =
        (without_old_hold(found.view.clone(), now), without_old_hold(twin.view(life), now));
    if view != should {
        return Err(format!("the enrolment {id} differs: {}", difference(&view, &should)));
    }
    if found.over != found.view.touches {
        let (over, counted) = (found.over, found.view.touches);
        return Err(format!("{over} touches of {id} are over; {counted} are counted"));
    }
    let live = found.view.open.map(|_| !twin.lives[life].model.stands_still());
    if found.live != live {
        return Err(format!("the touch of {id} is live: {:?}; should be {live:?}", found.live));
    }
    if found.touch.is_some() && found.draft != twin.lives[life].draft {
        let should = &twin.lives[life].draft;
        return Err(format!("the draft of {id} is {:?}; should be {should:?}", found.draft));
    }
    Ok(())
}

/// The first lines in which two views differ.
pub(super) fn difference(is: &View, should: &View) -> String {
    let (is, should) = (format!("{is:#?}"), format!("{should:#?}"));
    let lines = is.lines().zip(should.lines()).filter(|(is, should)| is != should);
    let mut text = String::new();
    for (is, should) in lines.take(4) {
        let _ = write!(text, "{} should be {}; ", is.trim(), should.trim());
    }
    text
}
