//! Tables `stat_day`, `stat_until`, `stat_total` and `stat_step`: the figures of cadences (PRODUCT 10.1, R50).
//!
//! Triggers keep them (migration 0005); here they are read. [`recount`] counts the same from the
//! timeline and the touches alone, for tests.

mod recount;

pub use recount::{Kept, kept, recount};

use crate::StoreError;
use crate::due::Overdue;
use desk_core::ids::{CadenceId, StepId};
use desk_core::time::Timestamp;
use rusqlite::{Connection, named_params};
use std::collections::BTreeMap;

/// Milliseconds of a day of UTC, which is what is counted by.
pub const DAY: i64 = 86_400_000;

/// Days of UTC, both included, as numbers of days since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: i64,
    /// The last.
    pub until: i64,
}

impl Days {
    /// Every day there is.
    pub const ALL: Self = Self { from: i64::MIN / DAY, until: i64::MAX / DAY - 1 };

    const fn begins(self) -> i64 {
        self.from.saturating_mul(DAY)
    }

    const fn ends(self) -> i64 {
        self.until.saturating_add(1).saturating_mul(DAY)
    }
}

/// What was counted in a cadence. People are enrolments: somebody who enters again is counted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Enrolments that began.
    pub enrolled: i64,
    /// E-mails that left.
    pub mails: i64,
    /// Logged calls: the attempts.
    pub calls: i64,
    /// Calls whose disposition is of the connected class.
    pub contacts: i64,
    /// Calls that the rep logged as a success.
    pub successes: i64,
    /// Calls to people who were reached, up to the one that reached them.
    pub calls_to_contact: i64,
    /// People who were reached by a call.
    pub reached: i64,
    /// People who were written to.
    pub mailed: i64,
    /// People who were written to and from whom nothing came back.
    pub delivered: i64,
    /// People from whom a message came back.
    pub bounced: i64,
    /// People who replied.
    pub replied: i64,
    /// People who do not want any more.
    pub opted_out: i64,
    /// People with whom a meeting was booked.
    pub met: i64,
    /// Touches that were done.
    pub done: i64,
    /// Touches that were passed over.
    pub skipped: i64,
    /// Touches whose message was not taken and waits for the rep. Counted live.
    pub failed: i64,
    /// Touches that are overdue. Counted live.
    pub overdue: i64,
}

impl Figures {
    /// Adds what was counted under a key of `stat_day`; one that is not known is left out.
    fn add(&mut self, key: &str, n: i64) {
        let place = match key {
            "enrolled" => &mut self.enrolled,
            "mails" => &mut self.mails,
            "calls" => &mut self.calls,
            "contacts" => &mut self.contacts,
            "successes" => &mut self.successes,
            "calls_to_contact" => &mut self.calls_to_contact,
            "people_reached" => &mut self.reached,
            "people_mailed" => &mut self.mailed,
            "people_delivered" => &mut self.delivered,
            "people_bounced" => &mut self.bounced,
            "people_replied" => &mut self.replied,
            "people_opted_out" => &mut self.opted_out,
            "people_met" => &mut self.met,
            "done" => &mut self.done,
            "skipped" => &mut self.skipped,
            "failed" => &mut self.failed,
            "overdue" => &mut self.overdue,
            _ => return,
        };
        *place += n;
    }
}

impl std::iter::Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            enrolled: a.enrolled + b.enrolled,
            mails: a.mails + b.mails,
            calls: a.calls + b.calls,
            contacts: a.contacts + b.contacts,
            successes: a.successes + b.successes,
            calls_to_contact: a.calls_to_contact + b.calls_to_contact,
            reached: a.reached + b.reached,
            mailed: a.mailed + b.mailed,
            delivered: a.delivered + b.delivered,
            bounced: a.bounced + b.bounced,
            replied: a.replied + b.replied,
            opted_out: a.opted_out + b.opted_out,
            met: a.met + b.met,
            done: a.done + b.done,
            skipped: a.skipped + b.skipped,
            failed: a.failed + b.failed,
            overdue: a.overdue + b.overdue,
        })
    }
}

/// The figures of every cadence in which something was counted; on some days only, if they are given.
/// Of what is counted live, that is what was due or decided on these days.
///
/// # Errors
/// The database's.
pub fn by_cadence(
    connection: &Connection,
    days: Option<Days>,
    overdue: Overdue,
) -> Result<BTreeMap<CadenceId, Figures>, StoreError> {
    let mut found: BTreeMap<CadenceId, Figures> = BTreeMap::new();
    let mut add = |id: i64, key: &str, n: i64| {
        found.entry(CadenceId(id)).or_default().add(key, n);
    };
    let sql = match days {
        None => "SELECT cadence_id, key, n FROM stat_total WHERE :from <= :until",
        Some(_) => {
            "SELECT cadence_id, key,
                coalesce((SELECT n FROM stat_until WHERE cadence_id = stat_total.cadence_id
                    AND key = stat_total.key AND day <= :until ORDER BY day DESC LIMIT 1), 0)
                - coalesce((SELECT n FROM stat_until WHERE cadence_id = stat_total.cadence_id
                    AND key = stat_total.key AND day < :from ORDER BY day DESC LIMIT 1), 0)
             FROM stat_total"
        }
    };
    let days = days.unwrap_or(Days::ALL);
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! { ":from": days.from, ":until": days.until })?;
    while let Some(row) = rows.next()? {
        add(row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?, row.get(2)?);
    }
    for (id, n) in overdue_counts(connection, days, overdue)? {
        add(id, "overdue", n);
    }
    let failed = "SELECT enrolment.cadence_id, count(*) FROM outbox CROSS JOIN enrolment
         ON enrolment.id = outbox.enrolment_id
         WHERE outbox.state = 'failed' AND outbox.created_at >= ?1 AND outbox.created_at < ?2
           AND outbox.touch_id <> 0
         GROUP BY enrolment.cadence_id";
    let mut statement = connection.prepare_cached(failed)?;
    let mut rows = statement.query((days.begins(), days.ends()))?;
    while let Some(row) = rows.next()? {
        add(row.get(0)?, "failed", row.get(1)?);
    }
    Ok(found)
}

fn overdue_counts(
    connection: &Connection,
    days: Days,
    overdue: Overdue,
) -> Result<Vec<(i64, i64)>, StoreError> {
    // Those without a deadline are overdue by when they were due, the others by their deadline: each is
    // one run of an index.
    let sql = "
        SELECT cadence_id,
            (SELECT count(*) FROM agenda INDEXED BY agenda_due_by_cadence
             WHERE state = 'due' AND live = 1 AND agenda.cadence_id = busy.cadence_id
               AND due_at >= :begins AND due_at < min(:before, :ends) AND deadline_at IS NULL)
          + (SELECT count(*) FROM agenda INDEXED BY agenda_due_by_deadline
             WHERE state = 'due' AND live = 1 AND agenda.cadence_id = busy.cadence_id
               AND deadline_at IS NOT NULL AND deadline_at <= :now
               AND due_at >= :begins AND due_at < :ends)
        FROM (SELECT DISTINCT cadence_id FROM due_count WHERE due > 0) AS busy";
    let counts = connection
        .prepare_cached(sql)?
        .query_map(
            named_params! {
                ":before": overdue.before.as_millis(), ":now": overdue.now.as_millis(),
                ":begins": days.begins(), ":ends": days.ends(),
            },
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(counts)
}

/// What became of the touches of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StepFigures {
    /// Done.
    pub done: i64,
    /// Passed over.
    pub skipped: i64,
    /// E-mails that left.
    pub mailed: i64,
    /// E-mails to which a reply is credited.
    pub replied: i64,
    /// Due now.
    pub due: i64,
}

/// What became of the touches of each step of a cadence.
///
/// # Errors
/// The database's.
pub fn by_step(
    connection: &Connection,
    cadence: CadenceId,
) -> Result<BTreeMap<StepId, StepFigures>, StoreError> {
    let mut found: BTreeMap<StepId, StepFigures> = BTreeMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT step_id, key, n FROM stat_step WHERE cadence_id = ?1
         UNION ALL
         SELECT step_id, 'due', due FROM due_count WHERE cadence_id = ?1 AND due > 0",
    )?;
    let mut rows = statement.query([cadence.0])?;
    while let Some(row) = rows.next()? {
        let (step, n): (i64, i64) = (row.get(0)?, row.get(2)?);
        let figures = found.entry(StepId(step)).or_default();
        match row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)? {
            "done" => figures.done += n,
            "skipped" => figures.skipped += n,
            "mailed" => figures.mailed += n,
            "replied" => figures.replied += n,
            "due" => figures.due += n,
            _ => {}
        }
    }
    Ok(found)
}

/// The day of UTC in which a moment lies.
#[must_use]
pub const fn day_of(moment: Timestamp) -> i64 {
    moment.as_millis().div_euclid(DAY)
}
