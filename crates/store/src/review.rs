//! Enrolments that stand still for a message that the rep has to look at, and the day on which the rep was told of
//! them last (R19).

use crate::{StoreError, Tx};
use chrono::NaiveDate;
use desk_core::ids::EnrolmentId;
use desk_core::time::Timestamp;
use rusqlite::Connection;

/// Enrolments in review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub count: u32,
    /// One of them.
    pub one: EnrolmentId,
}

const SINCE: &str = "SELECT count(*), min(id) FROM enrolment
    WHERE state ->> 'state' = 'review' AND state ->> 'since' < ?1";

/// Which enrolments have stood still for a message since before a moment; none when there are none.
///
/// # Errors
/// The database's.
pub fn since_before(connection: &Connection, at: Timestamp) -> Result<Option<Waiting>, StoreError> {
    let (count, one): (u32, Option<i64>) = connection
        .prepare_cached(SINCE)?
        .query_row([at.as_millis()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(one.map(|one| Waiting { count, one: EnrolmentId(one) }))
}

/// The last day, at the rep's place, on which the rep was told; none before the first.
///
/// # Errors
/// The database's.
pub fn told_on(connection: &Connection) -> Result<Option<NaiveDate>, StoreError> {
    let sql = "SELECT review_told_on FROM workspace WHERE id = 1";
    let day: Option<String> = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    // What cannot be read was never written: the rep is told again.
    Ok(day.and_then(|day| day.parse().ok()))
}

/// Notes the day on which the rep is told.
///
/// # Errors
/// The database's.
pub fn set_told_on(tx: &mut Tx<'_>, day: NaiveDate) -> Result<(), StoreError> {
    let sql = "UPDATE workspace SET review_told_on = ?1 WHERE id = 1";
    tx.connection().prepare_cached(sql)?.execute([day.to_string()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    #[test]
    fn those_in_review_are_found_without_looking_at_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        let plan: Vec<String> = store
            .read(|c| {
                let mut statement = c.prepare(&format!("EXPLAIN QUERY PLAN {SINCE}"))?;
                Ok(statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>()?)
            })
            .unwrap();
        assert!(plan.iter().any(|line| line.contains("INDEX enrolment_in_review")), "{plan:?}");
    }
}
