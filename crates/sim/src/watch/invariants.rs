//! What always holds, by plain SQL over the file.

use super::{Watch, Wrong, words};
use crate::twin::Twin;
use desk_core::time::Timestamp;
use rusqlite::Connection;
use std::collections::HashSet;
use std::path::Path;

/// What must find nothing, and what it is when it does.
const NEVER: [(&str, &str); 6] = [
    (
        "a count of due touches is not that of the touches",
        "SELECT coalesce(c.step_id, a.step_id) FROM
            (SELECT step_id, due FROM due_count WHERE due <> 0) c
            FULL JOIN (SELECT step_id, count(*) due FROM agenda
                       WHERE state = 'due' AND live = 1 GROUP BY step_id) a
            ON a.step_id = c.step_id WHERE a.due IS NOT c.due",
    ),
    (
        "an enrolment that is not over has no open touch, or one that is over has one",
        "SELECT e.id FROM enrolment e LEFT JOIN agenda a ON a.enrolment_id = e.id
         WHERE (a.id IS NULL) <> e.is_finished",
    ),
    (
        "a touch is live although its enrolment stands still, or the other way round",
        "SELECT a.id FROM agenda a JOIN enrolment e ON e.id = a.enrolment_id
         WHERE a.live <> (e.frozen = 0 AND e.state ->> 'state' = 'active')",
    ),
    (
        "a touch is in the outbox without a message that can leave, or the other way round",
        "SELECT a.id FROM agenda a WHERE (a.state = 'in_outbox') <> EXISTS
            (SELECT 1 FROM outbox o WHERE o.touch_id = a.id
             AND o.state IN ('queued', 'held', 'sending', 'retry', 'failed', 'in_doubt'))",
    ),
    (
        "a message is on its way whose touch is not open",
        "SELECT o.id FROM outbox o LEFT JOIN agenda a ON a.id = o.touch_id
         WHERE o.state IN ('queued', 'held', 'sending', 'retry') AND a.id IS NULL",
    ),
    (
        "there is an open enrolment of somebody who has opted out",
        "SELECT e.id FROM enrolment e JOIN contact c ON c.id = e.contact_id
         WHERE e.is_finished = 0 AND c.opted_out_at IS NOT NULL",
    ),
];

/// What must find nothing and is looked for now and then.
const IDENTITIES: [(&str, &str); 4] = [
    (
        "an open touch has the identity of one that is over",
        "SELECT a.id FROM agenda a JOIN enrolment e ON e.id = a.enrolment_id
         JOIN touch t ON t.enrolment_id = e.id AND t.run = e.run AND t.step_id = a.step_id
              AND t.visit = a.visit AND t.attempt = a.attempt",
    ),
    (
        "a touch was passed over by a rule before its time",
        "SELECT id FROM touch WHERE skipped IS NOT NULL AND skipped NOT IN ('rep', 'condition')
           AND closed_at < due_at",
    ),
    (
        "the number of touches is not that of the touches",
        "SELECT e.id FROM enrolment e
         WHERE e.touches <> (SELECT count(*) FROM touch t WHERE t.enrolment_id = e.id)",
    ),
    (
        "a message has left twice",
        "SELECT min(id) FROM outbox WHERE state = 'sent' GROUP BY touch_id HAVING count(*) > 1",
    ),
];

fn never(file: &Connection, all: &[(&str, &str)]) -> Result<(), Wrong> {
    for (what, sql) in all {
        let mut statement = file.prepare_cached(sql).map_err(words)?;
        let mut rows = statement.query([]).map_err(words)?;
        if let Some(row) = rows.next().map_err(words)? {
            let id: i64 = row.get(0).map_err(words)?;
            return Err(format!("{what} ({id})"));
        }
    }
    Ok(())
}

impl Watch {
    /// What is counted and what belongs together.
    pub(super) fn counts(&self) -> Result<(), Wrong> {
        never(&self.file, &NEVER)
    }

    /// R12: nothing is there twice, nothing was too early.
    pub(super) fn identities(&self) -> Result<(), Wrong> {
        never(&self.file, &IDENTITIES)
    }

    /// The timeline has no holes: nothing is ever deleted from it.
    pub(super) fn entries(&self) -> Result<(), Wrong> {
        let (count, last): (i64, i64) = self
            .file
            .query_row("SELECT count(*), coalesce(max(id), 0) FROM event", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .map_err(words)?;
        if count == last { Ok(()) } else { Err(format!("{} entries are gone", last - count)) }
    }

    /// Nothing happens to an enrolment after its end, unless that was taken back.
    pub(super) fn new_entries(&mut self, twin: &Twin, taken_back: bool) -> Result<(), Wrong> {
        let sql = "SELECT event.id, enrolment_id, type, event.at FROM event
                   WHERE event.id > ?1 ORDER BY event.id";
        let mut statement = self.file.prepare_cached(sql).map_err(words)?;
        let mut rows = statement.query([self.last_event]).map_err(words)?;
        while let Some(row) = rows.next().map_err(words)? {
            let id: i64 = row.get(0).map_err(words)?;
            let enrolment: Option<i64> = row.get(1).map_err(words)?;
            let what: String = row.get(2).map_err(words)?;
            self.last_event = id;
            if row.get::<_, i64>(3).map_err(words)? != twin.now.as_millis() {
                return Err(format!("the entry {id} is of another moment"));
            }
            if !taken_back && enrolment.is_some_and(|id| self.ended.contains(&id)) {
                return Err(format!("{what} ({id}) comes after the end of {enrolment:?}"));
            }
        }
        let is_over = |life: &&crate::twin::Life| !life.gone && life.model.spot().is_none();
        self.ended = twin.lives.iter().filter(is_over).filter_map(|life| life.id).collect();
        Ok(())
    }

    /// What is known of contacts.
    pub(super) fn people(&self, twin: &Twin) -> Result<(), Wrong> {
        let sql = "SELECT id, opted_out_at IS NOT NULL,
                (SELECT count(*) FROM contact_address WHERE contact_id = contact.id
                   AND dead_at IS NULL
                   AND key NOT IN (SELECT key FROM suppression)),
                (SELECT count(*) FROM contact_phone WHERE contact_id = contact.id AND bad_at IS NULL),
                (SELECT stage FROM partnership WHERE partnership.id = partnership_id)
            FROM contact ORDER BY id";
        let mut statement = self.file.prepare_cached(sql).map_err(words)?;
        let mut rows = statement.query([]).map_err(words)?;
        let mut people = 0..twin.people.len();
        while let Some(row) = rows.next().map_err(words)? {
            let Some(at) = people.next() else {
                return Err("there is a contact too many".to_owned());
            };
            let is = read_person(row).map_err(words)?;
            let person = &twin.people[at];
            let stage = twin.homes[person.home].fields.stage;
            let stage = serde_json::to_value(stage).unwrap_or_default();
            let should = (
                person.id,
                person.opted_out,
                count(&twin.addresses(at)),
                count(&twin.numbers(at)),
                stage.as_str().unwrap_or_default().to_owned(),
            );
            if is != should {
                return Err(format!("a contact is {is:?}; should be {should:?}"));
            }
        }
        Ok(())
    }
}

fn count(all: &[String]) -> u32 {
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

type PersonSeen = (i64, bool, u32, u32, String);

fn read_person(row: &rusqlite::Row<'_>) -> rusqlite::Result<PersonSeen> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

/// The message ids of all sent mail: each has to be there once.
///
/// # Errors
/// What is there twice, or what the file system says.
pub fn sent_once(folder: &Path) -> Result<usize, Wrong> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(0) };
    let mut seen = HashSet::new();
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let bytes = std::fs::read(&path).map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&bytes);
        let id = text.lines().find(|line| line.to_lowercase().starts_with("message-id:"));
        let id = id.unwrap_or_default().to_owned();
        if !seen.insert(id.clone()) {
            return Err(format!("{id} was sent twice"));
        }
    }
    Ok(seen.len())
}

/// What leaves by itself leaves inside the hours of its step.
#[must_use]
pub fn is_open(twin: &Twin, life: usize, now: Timestamp) -> bool {
    twin.lives[life].model.leaves_from(&twin.scene(life), now) == now
}
