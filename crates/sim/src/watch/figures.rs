//! Kept figures: each has to be what counting again gives.

use super::{Watch, Wrong, words};

/// Counts that are kept beside the rows that they count, and how they are counted again.
const RECOUNTS: [(&str, &str); 1] = [(
    "the number of steps of a cadence",
    "SELECT c.id FROM cadence c JOIN cadence_version v ON v.cadence_id = c.id
     WHERE v.number = (SELECT max(number) FROM cadence_version WHERE cadence_id = c.id)
       AND c.step_count <> json_array_length(v.document, '$.steps')",
)];

impl Watch {
    /// Totals are recounted from the timeline by plain SQL. Tables with totals of events get their
    /// recount here.
    pub(super) fn figures(&self) -> Result<(), Wrong> {
        for (what, sql) in RECOUNTS {
            let wrong: Option<i64> = self
                .file
                .prepare_cached(sql)
                .and_then(|mut statement| {
                    let mut rows = statement.query([])?;
                    rows.next()?.map(|row| row.get(0)).transpose()
                })
                .map_err(words)?;
            if let Some(id) = wrong {
                return Err(format!("{what} ({id}) is not what counting again gives"));
            }
        }
        Ok(())
    }
}
