//! Mail that arrived as a list, the latest first.

use crate::StoreError;
use crate::due::{Capped, EXACT};
use crate::text_enum::{Json, Word};
use desk_core::enrolment::EnrolmentState;
use desk_core::ids::{CadenceId, IncomingId, PartnershipId};
use desk_core::incoming::{Mark, Tone, Verdict};
use desk_core::partnership::full_name;
use desk_core::time::Timestamp;
use rusqlite::{Connection, Row, named_params};

/// Which messages a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// What waits for the rep: what people wrote and what only the rep can tell, until it is settled.
    Open,
    /// What people wrote.
    Answers,
    /// What only the rep can tell (R19).
    Review,
    /// All that is kept.
    All,
}

/// A message as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: IncomingId,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The sender's address; may be empty.
    pub sender: String,
    /// Its subject.
    pub subject: String,
    /// What it is.
    pub verdict: Verdict,
    /// Which rule decided.
    pub code: String,
    /// What the rule saw.
    pub seen: String,
    /// The first 300 characters of what was newly written.
    pub beginning: String,
    /// Whose, with its name.
    pub partnership: Option<(PartnershipId, String)>,
    /// The name of the contact that it concerns.
    pub contact_name: Option<String>,
    /// The enrolment that it concerns, as it is now.
    pub answered: Option<Answered>,
    /// When the rep was done with it.
    pub settled_at: Option<Timestamp>,
    /// What came of it.
    pub mark: Option<Mark>,
    /// How it sounds.
    pub tone: Option<Tone>,
}

/// An enrolment that a message concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its cadence.
    pub cadence: CadenceId,
    /// The cadence's name.
    pub cadence_name: String,
    /// What it is doing now.
    pub state: EnrolmentState,
    /// Whether it stands still because the cadence is not active.
    pub frozen: bool,
}

/// How many messages there are, each exact up to [`EXACT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// What waits for the rep.
    pub open: Capped,
    /// What people wrote.
    pub answers: Capped,
    /// What only the rep can tell.
    pub review: Capped,
    /// All that is kept.
    pub all: Capped,
}

impl Filter {
    const fn condition(self) -> &'static str {
        match self {
            Self::Open => "settled_at IS NULL AND verdict IN ('human_reply', 'review')",
            Self::Answers => "verdict = 'human_reply'",
            Self::Review => "verdict = 'review'",
            Self::All => "1",
        }
    }

    /// SQLite takes two verdicts for two lists that have to be sorted, unless it is told.
    const fn table(self) -> &'static str {
        match self {
            Self::Open => "incoming INDEXED BY incoming_open",
            Self::Answers | Self::Review | Self::All => "incoming",
        }
    }

    fn page_sql(self) -> String {
        format!(
            "SELECT incoming.id, received_at, sender, subject, verdict, code, seen,
                 substr(text, 1, 300), partnership.id, partnership.name, contact.first_name,
                 contact.last_name, enrolment.cadence_id, cadence.name, enrolment.state,
                 enrolment.frozen, settled_at, mark, tone
             FROM {}
             LEFT JOIN partnership ON partnership.id = incoming.partnership_id
             LEFT JOIN contact ON contact.id = incoming.contact_id
             LEFT JOIN enrolment ON enrolment.id = incoming.enrolment_id
             LEFT JOIN cadence ON cadence.id = enrolment.cadence_id
             WHERE {} AND (received_at, incoming.id) < (:at, :id)
             ORDER BY received_at DESC, incoming.id DESC LIMIT :limit",
            self.table(),
            self.condition()
        )
    }
}

/// Up to `limit` messages of a filter, the latest first, behind the row `after`.
///
/// # Errors
/// The database's.
pub fn page(
    connection: &Connection,
    filter: Filter,
    after: Option<(Timestamp, IncomingId)>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let (at, id) = after.map_or((i64::MAX, i64::MAX), |(at, id)| (at.as_millis(), id.0));
    let rows = connection
        .prepare_cached(&filter.page_sql())?
        .query_map(named_params! { ":at": at, ":id": id, ":limit": limit }, listed)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// How many messages each filter has.
///
/// # Errors
/// The database's.
pub fn counts(connection: &Connection) -> Result<Counts, StoreError> {
    let count = |filter: Filter| -> Result<Capped, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM incoming WHERE {} LIMIT {})",
            filter.condition(),
            EXACT + 1
        );
        Ok(Capped::of(connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?))
    };
    Ok(Counts {
        open: count(Filter::Open)?,
        answers: count(Filter::Answers)?,
        review: count(Filter::Review)?,
        all: count(Filter::All)?,
    })
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let partnership: Option<i64> = row.get(8)?;
    let first: Option<String> = row.get(10)?;
    Ok(Listed {
        id: IncomingId(row.get(0)?),
        received_at: Timestamp::from_millis(row.get(1)?),
        sender: row.get(2)?,
        subject: row.get(3)?,
        verdict: row.get::<_, Word<Verdict>>(4)?.0,
        code: row.get(5)?,
        seen: row.get(6)?,
        beginning: row.get(7)?,
        partnership: match partnership {
            Some(id) => Some((PartnershipId(id), row.get(9)?)),
            None => None,
        },
        contact_name: match first {
            Some(first) => Some(full_name(&first, &row.get::<_, String>(11)?)),
            None => None,
        },
        answered: answered(row)?,
        settled_at: row.get::<_, Option<i64>>(16)?.map(Timestamp::from_millis),
        mark: row.get::<_, Option<Word<Mark>>>(17)?.map(|word| word.0),
        tone: row.get::<_, Option<Word<Tone>>>(18)?.map(|word| word.0),
    })
}

fn answered(row: &Row<'_>) -> rusqlite::Result<Option<Answered>> {
    let Some(cadence) = row.get(12)? else { return Ok(None) };
    Ok(Some(Answered {
        cadence: CadenceId(cadence),
        cadence_name: row.get(13)?,
        state: row.get::<_, Json<EnrolmentState>>(14)?.0,
        frozen: row.get(15)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    #[test]
    fn a_page_is_read_in_the_order_of_an_index_and_joined_by_row_ids() {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        for (filter, index) in [
            (Filter::Open, "INDEX incoming_open (received_at<?)"),
            (Filter::Answers, "INDEX incoming_by_verdict (verdict=? AND received_at<?)"),
            (Filter::Review, "INDEX incoming_by_verdict (verdict=? AND received_at<?)"),
            (Filter::All, "INDEX incoming_by_moment (received_at<?)"),
        ] {
            let plan: Vec<String> = store
                .read(|c| {
                    let sql = format!("EXPLAIN QUERY PLAN {}", filter.page_sql());
                    let mut statement = c.prepare(&sql)?;
                    Ok(statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>()?)
                })
                .unwrap();
            assert!(plan.iter().any(|line| line.contains(index)), "{filter:?}: {plan:?}");
            assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{filter:?}: {plan:?}");
            assert!(!plan.iter().any(|line| line.starts_with("SCAN")), "{filter:?}: {plan:?}");
        }
    }
}
