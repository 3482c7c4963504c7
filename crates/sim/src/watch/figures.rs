//! Kept figures: each has to be what counting again gives.

use super::{Watch, Wrong, words};
use desk_store::figures::{Kept, kept, recount};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Steps of a cadence that are counted wrongly.
const STEPS: &str = "SELECT c.id FROM cadence c JOIN cadence_version v ON v.cadence_id = c.id
    WHERE v.number = (SELECT max(number) FROM cadence_version WHERE cadence_id = c.id)
      AND c.step_count <> json_array_length(v.document, '$.steps')";

impl Watch {
    /// Everything that triggers count is counted again by plain SQL over the timeline, the touches and the
    /// outbox.
    pub(super) fn figures(&self) -> Result<(), Wrong> {
        let says = |error: desk_store::StoreError| format!("the figures cannot be read: {error}");
        let (is, should) = (kept(&self.file).map_err(says)?, recount(&self.file).map_err(says)?);
        if is != should {
            return Err(format!("figures: {}", difference(&is, &should)));
        }
        let mut statement = self.file.prepare_cached(STEPS).map_err(words)?;
        let mut rows = statement.query([]).map_err(words)?;
        match rows.next().map_err(words)? {
            None => Ok(()),
            Some(row) => {
                let id: i64 = row.get(0).map_err(words)?;
                Err(format!("the number of steps of a cadence ({id}) is not that of its steps"))
            }
        }
    }
}

/// The counts that differ.
fn difference(is: &Kept, should: &Kept) -> String {
    [
        counts("days", &is.days, &should.days),
        counts("totals", &is.totals, &should.totals),
        counts("up to days", &is.until, &should.until),
        counts("steps", &is.steps, &should.steps),
        counts("partnerships", &is.partnerships, &should.partnerships),
        counts("people", &is.people, &should.people),
        counts("next due", &is.next_due, &should.next_due),
        counts("messages", &is.messages, &should.messages),
    ]
    .concat()
}

fn counts<K: Ord + Debug>(name: &str, is: &BTreeMap<K, i64>, should: &BTreeMap<K, i64>) -> String {
    let keys = is.keys().chain(should.keys()).filter(|key| is.get(key) != should.get(key));
    let text =
        |key: &K| format!("{name} {key:?} is {:?}, should be {:?}; ", is.get(key), should.get(key));
    keys.take(2).map(text).collect()
}
