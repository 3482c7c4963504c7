//! Counts the figures from nothing, to compare them with what the triggers keep.

use crate::StoreError;
use rusqlite::{Connection, Row};
use std::collections::BTreeMap;

/// All kept counts that are not zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// By cadence, day and key.
    pub days: BTreeMap<(i64, i64, String), i64>,
    /// By cadence and key.
    pub totals: BTreeMap<(i64, String), i64>,
    /// By cadence, key and day: up to that day.
    pub until: BTreeMap<(i64, String, i64), i64>,
    /// By cadence, step and key.
    pub steps: BTreeMap<(i64, i64, String), i64>,
    /// Partnerships that are not in the bin, under 1.
    pub partnerships: BTreeMap<i64, i64>,
    /// Enrolments of each cadence that are not finished.
    pub people: BTreeMap<i64, i64>,
    /// Logged calls of each enrolment.
    pub calls: BTreeMap<i64, i64>,
    /// When the next open touch of each partnership is due.
    pub next_due: BTreeMap<i64, i64>,
    /// Messages of the outbox by state and reason; the reason is empty for none.
    pub messages: BTreeMap<(String, String), i64>,
}

/// What the tables hold.
///
/// # Errors
/// The database's.
pub fn kept(connection: &Connection) -> Result<Kept, StoreError> {
    Ok(Kept {
        days: read(connection, "SELECT cadence_id, day, key, n FROM stat_day", by_three)?,
        totals: read(connection, "SELECT cadence_id, key, n FROM stat_total", by_two)?,
        steps: read(connection, "SELECT cadence_id, step_id, key, n FROM stat_step", by_three)?,
        until: until(connection)?,
        partnerships: read(connection, "SELECT id, n FROM partnership_count", by_one)?,
        people: read(connection, "SELECT id, people FROM cadence", by_one)?,
        calls: read(connection, "SELECT id, calls FROM enrolment", by_one)?,
        next_due: read(
            connection,
            "SELECT id, next_due_at FROM partnership WHERE next_due_at IS NOT NULL",
            by_one,
        )?,
        messages: read(
            connection,
            "SELECT state, reason, sum(n) FROM outbox_count GROUP BY state, reason",
            by_words,
        )?,
    })
}

/// What the timeline, the touches and the outbox say that the tables hold.
///
/// # Errors
/// The database's.
pub fn recount(connection: &Connection) -> Result<Kept, StoreError> {
    let sql = format!("SELECT cadence_id, day, key, sum(n) FROM ({ALL}) GROUP BY 1, 2, 3");
    let days: BTreeMap<(i64, i64, String), i64> = read(connection, &sql, by_three)?;
    let mut totals: BTreeMap<(i64, String), i64> = BTreeMap::new();
    for ((cadence, _, key), n) in &days {
        *totals.entry((*cadence, key.clone())).or_default() += n;
    }
    let mut until = BTreeMap::new();
    let mut sums: BTreeMap<(i64, String), i64> = BTreeMap::new();
    // In the order of days within each cadence and key.
    for ((cadence, day, key), n) in &days {
        let sum = sums.entry((*cadence, key.clone())).or_default();
        *sum += n;
        until.insert((*cadence, key.clone(), *day), *sum);
    }
    Ok(Kept {
        days,
        until,
        partnerships: read(
            connection,
            "SELECT 1, count(*) FROM partnership WHERE deleted_at IS NULL",
            by_one,
        )?,
        totals,
        steps: read(connection, STEPS, by_three)?,
        people: read(
            connection,
            "SELECT cadence_id, count(*) FROM enrolment WHERE state ->> '$.state' <> 'finished'
             GROUP BY cadence_id",
            by_one,
        )?,
        calls: read(
            connection,
            "SELECT enrolment_id, count(*) FROM event
             WHERE undone_at IS NULL AND what ->> '$.type' = 'call_logged'
               AND enrolment_id IN (SELECT id FROM enrolment) GROUP BY enrolment_id",
            by_one,
        )?,
        next_due: read(
            connection,
            "SELECT partnership_id, min(due_at) FROM agenda WHERE live = 1 GROUP BY partnership_id",
            by_one,
        )?,
        messages: read(
            connection,
            "SELECT state, coalesce(reason, ''), count(*) FROM outbox GROUP BY 1, 2",
            by_words,
        )?,
    })
}

/// One row for each thing that is counted.
const ALL: &str = "
    WITH typed AS MATERIALIZED (
        SELECT id, cadence_id, enrolment_id, at, what, what ->> '$.type' AS type
        FROM event WHERE undone_at IS NULL AND cadence_id IS NOT NULL),
    told AS MATERIALIZED (
        SELECT id, cadence_id, enrolment_id, at, at / 86400000 AS day, type,
               iif(type = 'finished', what ->> '$.outcome', NULL) AS outcome,
               iif(type = 'call_logged', what ->> '$.success', NULL) AS success,
               iif(type = 'call_logged', what ->> '$.disposition', NULL) AS disposition
        FROM typed WHERE type IN ('email_sent', 'bounced', 'replied', 'call_logged', 'opted_out',
                                  'meeting_booked', 'finished')),
    calls AS MATERIALIZED (
        SELECT *, coalesce(disposition IN
                      ('connected', 'not_interested', 'meeting_booked', 'do_not_call'), 0) AS connects
        FROM told WHERE type = 'call_logged'),
    to_contact AS (
        SELECT enrolment_id, count(*) AS n FROM (
            SELECT enrolment_id, sum(connects) OVER (PARTITION BY enrolment_id ORDER BY at, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS contacts_before
            FROM calls)
        WHERE coalesce(contacts_before, 0) = 0 GROUP BY enrolment_id),
    first AS (
        SELECT enrolment_id, cadence_id, key, min(day) AS day FROM (
            SELECT *, 'people_mailed' AS key FROM told WHERE type = 'email_sent'
            UNION ALL SELECT *, 'people_bounced' FROM told WHERE type = 'bounced'
            UNION ALL SELECT *, 'people_replied' FROM told WHERE type = 'replied'
            UNION ALL SELECT id, cadence_id, enrolment_id, at, day, type, outcome, success, disposition,
                'people_reached' FROM calls WHERE connects
            UNION ALL SELECT *, 'people_opted_out' FROM told
                WHERE type = 'opted_out' OR outcome = 'opted_out'
            UNION ALL SELECT *, 'people_met' FROM told
                WHERE type = 'meeting_booked' OR outcome = 'won' OR disposition = 'meeting_booked')
        WHERE enrolment_id IN (SELECT id FROM enrolment)
        GROUP BY enrolment_id, key)
    SELECT cadence_id, started_at / 86400000 AS day, 'enrolled' AS key, 1 AS n FROM enrolment
    UNION ALL SELECT cadence_id, day, 'mails', 1 FROM told WHERE type = 'email_sent'
    UNION ALL SELECT cadence_id, day, 'calls', 1 FROM calls
    UNION ALL SELECT cadence_id, day, 'contacts', 1 FROM calls WHERE connects
    UNION ALL SELECT cadence_id, day, 'successes', 1 FROM calls WHERE success
    UNION ALL SELECT cadence_id, day, key, 1 FROM first
    UNION ALL SELECT cadence_id, day, 'people_delivered', 1 FROM first WHERE key = 'people_mailed'
        AND enrolment_id NOT IN (SELECT enrolment_id FROM first WHERE key = 'people_bounced')
    UNION ALL SELECT cadence_id, day, 'calls_to_contact', n
        FROM first JOIN to_contact USING (enrolment_id) WHERE key = 'people_reached'
    UNION ALL SELECT enrolment.cadence_id, closed_at / 86400000, outcome, 1
        FROM touch JOIN enrolment ON enrolment.id = enrolment_id";

const STEPS: &str = "
    WITH sent AS (
        SELECT touch.id, enrolment.cadence_id, touch.step_id, touch.enrolment_id, max(sent_at) AS at,
            outbox.id AS mail
        FROM touch JOIN enrolment ON enrolment.id = touch.enrolment_id
        JOIN outbox ON outbox.touch_id = touch.id AND outbox.enrolment_id = enrolment.id
        WHERE outbox.state = 'sent' GROUP BY touch.id),
    replied AS MATERIALIZED (
        SELECT enrolment_id, at FROM event WHERE undone_at IS NULL AND what ->> '$.type' = 'replied')
    SELECT cadence_id, step_id, key, count(*) FROM (
        SELECT enrolment.cadence_id, step_id, outcome AS key
        FROM touch JOIN enrolment ON enrolment.id = touch.enrolment_id
        UNION ALL SELECT cadence_id, step_id, 'mailed' FROM sent
        UNION ALL SELECT cadence_id, step_id, 'replied' FROM sent WHERE EXISTS (
            SELECT 1 FROM replied
            WHERE replied.enrolment_id = sent.enrolment_id AND replied.at >= sent.at
              AND NOT EXISTS (SELECT 1 FROM sent AS later
                  WHERE later.enrolment_id = sent.enrolment_id
                    AND (later.at, later.mail) > (sent.at, sent.mail)
                    AND later.at <= replied.at)))
    GROUP BY cadence_id, step_id, key";

/// Days on which what was counted was taken out again have a row that says nothing new.
fn until(connection: &Connection) -> Result<BTreeMap<(i64, String, i64), i64>, StoreError> {
    read(
        connection,
        "SELECT cadence_id, key, day, n FROM stat_until
         WHERE EXISTS (SELECT 1 FROM stat_day WHERE stat_day.cadence_id = stat_until.cadence_id
             AND stat_day.key = stat_until.key AND stat_day.day = stat_until.day AND stat_day.n <> 0)",
        |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)),
    )
}

fn by_three(row: &Row<'_>) -> rusqlite::Result<((i64, i64, String), i64)> {
    Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?))
}

fn by_one(row: &Row<'_>) -> rusqlite::Result<(i64, i64)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn by_two(row: &Row<'_>) -> rusqlite::Result<((i64, String), i64)> {
    Ok(((row.get(0)?, row.get(1)?), row.get(2)?))
}

fn by_words(row: &Row<'_>) -> rusqlite::Result<((String, String), i64)> {
    Ok(((row.get(0)?, row.get(1)?), row.get(2)?))
}

fn read<K: Ord>(
    connection: &Connection,
    sql: &str,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<(K, i64)>,
) -> Result<BTreeMap<K, i64>, StoreError> {
    let mut found = connection
        .prepare_cached(sql)?
        .query_map([], row)?
        .collect::<rusqlite::Result<BTreeMap<K, i64>>>()?;
    found.retain(|_, n| *n != 0);
    Ok(found)
}
