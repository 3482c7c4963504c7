//! Table `agenda` as lists: due touches in every order, what comes later, and how many there are.

use crate::StoreError;
use crate::text_enum::Word;
use desk_core::ids::{CadenceId, ContactId, PartnershipId, StepId, TouchId};
use desk_core::time::Timestamp;
use desk_core::touch::TouchKind;
use rusqlite::{Connection, Row, named_params};

/// Counts are exact up to here.
pub const EXACT: u32 = 500;

/// Up to so many rows are sorted when they are asked for; more are read in the order of an index that
/// holds others too.
const FEW: u32 = 1_000;

/// From when a due touch is overdue (R9): one with a deadline at `now`, the others when they were due
/// before `before`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// The present moment.
    pub now: Timestamp,
    /// The end of the last day before today on which the rep worked.
    pub before: Timestamp,
}

/// [`Overdue`] as a condition.
pub(crate) const OVERDUE: &str =
    "iif(agenda.deadline_at IS NULL, agenda.due_at < :before, agenda.deadline_at <= :now)";

/// By what a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The longest due first.
    Due,
    /// The priority of cadence and step, then the longest due first.
    Priority,
    /// The partnership's tier, those without one last, then the longest due first.
    Tier,
    /// The partnership's name.
    Name,
}

/// Whose touches are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// All.
    All,
    /// Those of a cadence.
    Cadence(CadenceId),
    /// Those of a step.
    Step(StepId),
}

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All that are due.
    Due,
    /// Those that are overdue.
    Overdue,
    /// Those that are due and not overdue.
    Today,
    /// Those that wait and turn due before a moment. Always by due moment.
    Later(Timestamp),
}

/// A list.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// By what it is sorted.
    pub order: Order,
    /// Whose touches.
    pub of: Of,
    /// Which of them.
    pub which: Which,
    /// From when one is overdue.
    pub overdue: Overdue,
}

/// The row behind which a page starts, by what its list is sorted by.
#[derive(Debug, Clone)]
pub struct Behind {
    /// Its priority or tier.
    pub rank: i64,
    /// When it is due.
    pub due_at: Timestamp,
    /// The partnership's name as it is compared.
    pub name_key: String,
    /// The touch.
    pub id: TouchId,
}

/// A touch with what a list shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// Which touch.
    pub id: TouchId,
    /// Whose.
    pub partnership: PartnershipId,
    /// The partnership's name.
    pub partnership_name: String,
    /// The same as it is compared.
    pub name_key: String,
    /// The contact.
    pub contact: ContactId,
    /// First and last name of the contact.
    pub contact_name: (String, String),
    /// The zone that counts for the contact; empty when it was never computed.
    pub zone: String,
    /// Which cadence.
    pub cadence: CadenceId,
    /// Which step.
    pub step: StepId,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it is due.
    pub due_at: Timestamp,
    /// The priority of cadence and step as one number, the first first.
    pub priority: i64,
    /// The partnership's tier, from 1; 4 for none.
    pub tier: i64,
    /// Whether it is overdue.
    pub overdue: bool,
}

/// How many there are: exact up to [`EXACT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capped {
    /// How many, at most [`EXACT`].
    pub count: u32,
    /// Whether there are more.
    pub more: bool,
}

impl Capped {
    /// From a count that went up to one more.
    pub(crate) const fn of(found: u32) -> Self {
        if found > EXACT {
            Self { count: EXACT, more: true }
        } else {
            Self { count: found, more: false }
        }
    }
}

impl List {
    fn condition(&self) -> String {
        let of = match (self.of, self.which) {
            (Of::All, _) => ":of IS NULL",
            (Of::Cadence(_), _) => "agenda.cadence_id = :of",
            (Of::Step(_), Which::Later(_)) => {
                "agenda.cadence_id = (SELECT cadence_id FROM step WHERE id = :of)
                 AND agenda.step_id = :of"
            }
            (Of::Step(_), _) => "agenda.step_id = :of",
        };
        let state = match self.which {
            Which::Due => "agenda.state = 'due'".to_owned(),
            Which::Overdue => format!("agenda.state = 'due' AND {OVERDUE}"),
            Which::Today => format!("agenda.state = 'due' AND NOT {OVERDUE}"),
            Which::Later(_) => "agenda.state = 'waiting'".to_owned(),
        };
        // Every query names every value.
        let named = ":now + :before + :from IS NOT NULL";
        format!("agenda.live = 1 AND {state} AND agenda.due_at < :until AND {of} AND {named}")
    }

    const fn of_id(&self) -> Option<i64> {
        match self.of {
            Of::All => None,
            Of::Cadence(id) => Some(id.0),
            Of::Step(id) => Some(id.0),
        }
    }

    /// From when to when these touches are due, when none has a `deadline`: those that are not listed are
    /// passed over without reading them.
    const fn due_between(&self, deadlines: bool) -> (i64, i64) {
        match self.which {
            Which::Later(until) => (i64::MIN, until.as_millis()),
            Which::Overdue if !deadlines => (i64::MIN, self.overdue.before.as_millis()),
            Which::Today if !deadlines => (self.overdue.before.as_millis(), i64::MAX),
            Which::Due | Which::Overdue | Which::Today => (i64::MIN, i64::MAX),
        }
    }

    const fn is_by_due(&self) -> bool {
        matches!((self.which, self.order), (Which::Later(_), _) | (_, Order::Due))
    }

    /// The index that is nearest to whose touches are asked for.
    const fn index_of(&self) -> &'static str {
        match (self.which, self.of) {
            (Which::Later(_), Of::All) => "agenda_next",
            (Which::Later(_), _) => "agenda_next_by_cadence",
            (_, Of::All) => "agenda_due",
            (_, Of::Cadence(_)) => "agenda_due_by_cadence",
            (_, Of::Step(_)) => "agenda_due_by_step",
        }
    }

    /// The index by which a page is read when there are `many`.
    const fn index(&self, many: bool) -> &'static str {
        match (self.which, self.order, self.of) {
            (Which::Later(_), _, _) | (_, Order::Due, _) => self.index_of(),
            (Which::Due, Order::Name, Of::Step(_)) => "agenda_due_of_step_by_name",
            _ if !many => self.index_of(),
            (_, Order::Name, Of::Step(_)) => "agenda_due_of_step_by_name",
            (_, Order::Name, _) => "agenda_due_by_name",
            (_, Order::Priority, _) => "agenda_due_by_priority",
            (_, Order::Tier, _) => "agenda_due_by_tier",
        }
    }

    const fn order(&self) -> (&'static str, &'static str) {
        match (self.which, self.order) {
            (Which::Later(_), _) | (_, Order::Due) => ("agenda.due_at, agenda.id", ":at, :id"),
            (_, Order::Name) => ("agenda.name_key, agenda.id", ":name, :id"),
            (_, Order::Priority) => {
                ("agenda.priority, agenda.due_at, agenda.id", ":rank, :at, :id")
            }
            (_, Order::Tier) => ("agenda.tier, agenda.due_at, agenda.id", ":rank, :at, :id"),
        }
    }

    fn page_sql(&self, many: bool) -> String {
        let (order, behind) = self.order();
        // By due moment the row behind which the page starts says it.
        let from = if self.is_by_due() { "" } else { "agenda.due_at >= :from AND" };
        format!(
            "SELECT agenda.id, agenda.partnership_id, partnership.name, agenda.name_key,
                    agenda.contact_id, contact.first_name, contact.last_name, agenda.zone,
                    agenda.cadence_id, agenda.step_id, agenda.kind, agenda.due_at, agenda.priority,
                    agenda.tier, agenda.state = 'due' AND {OVERDUE}
             FROM agenda INDEXED BY {}
             CROSS JOIN contact ON contact.id = agenda.contact_id
             CROSS JOIN partnership ON partnership.id = agenda.partnership_id
             WHERE {} AND {from} ({order}) > ({behind}) AND :rank + :at IS NOT NULL AND :name IS NOT NULL
             ORDER BY {order} LIMIT :limit",
            self.index(many),
            self.condition()
        )
    }
}

/// Up to `limit` touches of a list behind a row.
///
/// # Errors
/// The database's.
pub fn page(
    connection: &Connection,
    list: &List,
    after: Option<&Behind>,
    limit: u32,
) -> Result<Vec<DueRow>, StoreError> {
    let many = is_many(connection, list)?;
    let (from, until) = due_between(connection, list)?;
    let (rank, at, name, id) = after.map_or((0, i64::MIN, "", i64::MIN), |row| {
        (row.rank, row.due_at.as_millis(), row.name_key.as_str(), row.id.0)
    });
    let at = if after.is_none() && list.is_by_due() { from } else { at };
    let rows = connection
        .prepare_cached(&list.page_sql(many))?
        .query_map(
            named_params! {
                ":of": list.of_id(), ":now": list.overdue.now.as_millis(),
                ":before": list.overdue.before.as_millis(), ":from": from, ":until": until,
                ":rank": rank, ":at": at, ":name": name, ":id": id, ":limit": limit,
            },
            due_row,
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// How many touches a list has.
///
/// # Errors
/// The database's.
pub fn count(connection: &Connection, list: &List) -> Result<Capped, StoreError> {
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM agenda INDEXED BY {}
                               WHERE {} AND agenda.due_at >= :from LIMIT {})",
        list.index_of(),
        list.condition(),
        EXACT + 1
    );
    let (from, until) = due_between(connection, list)?;
    let found = connection.prepare_cached(&sql)?.query_row(
        named_params! {
            ":of": list.of_id(), ":now": list.overdue.now.as_millis(),
            ":before": list.overdue.before.as_millis(), ":from": from, ":until": until,
        },
        |row| row.get(0),
    )?;
    Ok(Capped::of(found))
}

fn due_between(connection: &Connection, list: &List) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM agenda INDEXED BY agenda_due_by_deadline
                              WHERE state = 'due' AND live = 1 AND deadline_at IS NOT NULL)";
    let deadlines = match list.which {
        Which::Overdue | Which::Today => {
            connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?
        }
        Which::Due | Which::Later(_) => false,
    };
    Ok(list.due_between(deadlines))
}

/// Whether a list is too long to be sorted when it is asked for.
fn is_many(connection: &Connection, list: &List) -> Result<bool, StoreError> {
    let (condition, id) = match (list.which, list.of) {
        // Few of them may be due among many others.
        (Which::Overdue | Which::Today, _) => return Ok(count(connection, list)?.more),
        (_, Of::All) => return Ok(true),
        (_, Of::Cadence(id)) => ("cadence_id = ?1", id.0),
        (_, Of::Step(id)) => ("step_id = ?1", id.0),
    };
    let sql = format!("SELECT coalesce(sum(due), 0) FROM due_count WHERE {condition}");
    let due: u32 = connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?;
    Ok(due > FEW)
}

fn due_row(row: &Row<'_>) -> rusqlite::Result<DueRow> {
    Ok(DueRow {
        id: TouchId(row.get(0)?),
        partnership: PartnershipId(row.get(1)?),
        partnership_name: row.get(2)?,
        name_key: row.get(3)?,
        contact: ContactId(row.get(4)?),
        contact_name: (row.get(5)?, row.get(6)?),
        zone: row.get(7)?,
        cadence: CadenceId(row.get(8)?),
        step: StepId(row.get(9)?),
        kind: row.get::<_, Word<TouchKind>>(10)?.0,
        due_at: Timestamp::from_millis(row.get(11)?),
        priority: row.get(12)?,
        tier: row.get(13)?,
        overdue: row.get(14)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    const ORDERS: [Order; 4] = [Order::Due, Order::Priority, Order::Tier, Order::Name];
    const OFS: [Of; 3] = [Of::All, Of::Cadence(CadenceId(1)), Of::Step(StepId(1))];

    fn plan(sql: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        store
            .read(|c| {
                let mut statement = c.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                Ok(statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>()?)
            })
            .unwrap()
    }

    #[test]
    fn a_page_out_of_many_is_read_in_the_order_of_an_index() {
        let at = Timestamp::from_millis(0);
        let overdue = Overdue { now: at, before: at };
        for which in [Which::Due, Which::Overdue, Which::Today, Which::Later(at)] {
            for (order, of) in ORDERS.into_iter().flat_map(|order| OFS.map(|of| (order, of))) {
                let list = List { order, of, which, overdue };
                let plan = plan(&list.page_sql(true));
                assert!(
                    !plan.iter().any(|line| line.contains("TEMP B-TREE")),
                    "{list:?}: {plan:?}"
                );
                assert!(!plan.iter().any(|line| line.starts_with("SCAN contact")), "{plan:?}");
            }
        }
    }

    #[test]
    fn a_page_out_of_few_reads_no_others() {
        let at = Timestamp::from_millis(0);
        let overdue = Overdue { now: at, before: at };
        for (order, of) in ORDERS.into_iter().flat_map(|order| OFS.map(|of| (order, of))) {
            let list = List { order, of, which: Which::Due, overdue };
            let plan = plan(&list.page_sql(false));
            let all = of == Of::All;
            assert!(all || plan.iter().any(|line| line.starts_with("SEARCH agenda")), "{plan:?}");
        }
    }
}
