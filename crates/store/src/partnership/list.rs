//! Partnerships as a list: in every order, of a stage or tier, or of those that a search finds.

use super::search::Search;
use super::{COLUMNS, PartnershipRow, from_row};
use crate::due::{Capped, EXACT};
use crate::{StoreError, stage};
use desk_core::ids::PartnershipId;
use desk_core::partnership::{Stage, Tier};
use rusqlite::{Connection, named_params};

/// By what a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By name.
    Name,
    /// By tier, those without one last, then by name.
    Tier,
    /// By stage, in the order of the list of stages, then by name.
    Stage,
    /// What changed last first.
    Updated,
    /// What is due next first, those without an open touch last.
    NextDue,
}

/// Which tier a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TierFilter {
    /// One of the tiers.
    Is(Tier),
    /// None.
    None,
}

/// Which partnerships a list shows, none of them in the bin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// A folded text: every word of it begins a word of the partnership's; empty for all.
    pub search: String,
    /// Only at this stage.
    pub stage: Option<Stage>,
    /// Only of this tier.
    pub tier: Option<TierFilter>,
}

/// A row of a list with what it is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The partnership.
    pub row: PartnershipRow,
    /// Its tier, the number of its stage, when it changed or when it is due next, by the list's order; 0 by
    /// name.
    pub rank: i64,
}

/// The row behind which a page starts.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'a> {
    /// [`Listed::rank`].
    pub rank: i64,
    /// Its name as it is compared.
    pub name_key: &'a str,
    /// Its id.
    pub id: PartnershipId,
}

/// The rank by next due of a partnership without an open touch.
pub const NEVER: i64 = i64::MAX;

impl Order {
    /// The column of [`Listed::rank`].
    const fn rank(self) -> &'static str {
        match self {
            Self::Name => "0",
            Self::Tier => "tier_rank",
            Self::Stage => "stage_id",
            Self::Updated => "updated_at",
            Self::NextDue => "next_due_key",
        }
    }

    /// What the row behind which a page starts is compared by, and the order.
    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            // By stage, those of one stage are read after those of another.
            Self::Name | Self::Stage => ("(name_key, id) > (:name, :id)", "name_key, id"),
            Self::Tier => {
                ("(tier_rank, name_key, id) > (:rank, :name, :id)", "tier_rank, name_key, id")
            }
            Self::Updated => ("(updated_at, id) < (:rank, :id)", "updated_at DESC, id DESC"),
            Self::NextDue => ("(next_due_key, id) > (:rank, :id)", "next_due_key, id"),
        }
    }
}

impl Filter {
    pub(super) fn stage_id(&self) -> Option<u32> {
        self.stage.map(Stage::number)
    }

    pub(super) const fn tier_rank(&self) -> Option<i64> {
        match self.tier {
            None => None,
            Some(TierFilter::Is(Tier::One)) => Some(1),
            Some(TierFilter::Is(Tier::Two)) => Some(2),
            Some(TierFilter::Is(Tier::Three)) => Some(3),
            Some(TierFilter::None) => Some(4),
        }
    }

    /// Every condition names its value, so that all queries take the same ones.
    pub(super) fn condition(&self) -> String {
        let stage = if self.stage.is_some() { "stage_id = :stage" } else { ":stage IS NULL" };
        let tier = if self.tier.is_some() { "tier_rank = :tier" } else { ":tier IS NULL" };
        format!("deleted_at IS NULL AND {stage} AND {tier}")
    }

    /// The index that holds what the filter shows and no others; none for all.
    const fn index(&self) -> Option<&'static str> {
        match (self.stage, self.tier) {
            (None, None) => None,
            (Some(_), None) => Some("partnership_by_stage"),
            (None, Some(_)) => Some("partnership_by_tier"),
            (Some(_), Some(_)) => Some("partnership_by_stage_and_tier"),
        }
    }

    /// The index by which a page is read when the filter shows `many`.
    const fn index_by(&self, order: Order, many: bool) -> &'static str {
        match (order, self.stage, self.tier) {
            (Order::Name | Order::Stage, Some(_), None) => "partnership_by_stage",
            (Order::Name, None, Some(_)) => "partnership_by_tier",
            (Order::Name | Order::Stage, Some(_), Some(_)) | (Order::Tier, Some(_), _) => {
                "partnership_by_stage_and_tier"
            }
            _ => match (self.index(), order) {
                (Some(index), _) if !many => index,
                (_, Order::Name | Order::Stage) => "partnership_by_name",
                (_, Order::Tier) => "partnership_by_tier",
                (_, Order::Updated) => "partnership_by_updated",
                (_, Order::NextDue) => "partnership_by_next_due",
            },
        }
    }
}

/// Up to `limit` partnerships behind a row. Those that a search finds have the order of the search,
/// whatever is asked for.
///
/// # Errors
/// The database's.
pub fn page(
    connection: &Connection,
    filter: &Filter,
    order: Order,
    after: Option<Behind<'_>>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    if let Some(search) = Search::of(filter) {
        let after = after.map(|row| (row.name_key, row.id));
        let found = search.page(connection, after, limit)?;
        return Ok(found.into_iter().map(|row| Listed { row, rank: 0 }).collect());
    }
    if order == Order::Stage {
        return by_stage(connection, filter, after, limit);
    }
    let many = filter.index().is_some() && matching(connection, filter)?.more;
    read(connection, filter, (order, many), after, limit)
}

/// The stages one after the other, from that of the row `after` on. Each is a place in an index.
fn by_stage(
    connection: &Connection,
    filter: &Filter,
    after: Option<Behind<'_>>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let stages = match filter.stage {
        Some(stage) => vec![stage],
        None => stage::in_order(connection)?,
    };
    // None when the stage was removed meanwhile: the list has changed, and is asked for from its start.
    let from = match after {
        None => Some(0),
        Some(row) => stages.iter().position(|stage| i64::from(stage.number()) == row.rank),
    };
    let mut rows: Vec<Listed> = Vec::new();
    for (at, &stage) in stages.iter().enumerate().skip(from.unwrap_or(stages.len())) {
        let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(limit));
        if left == 0 {
            break;
        }
        let behind = after.filter(|_| Some(at) == from);
        let of_stage = Filter { stage: Some(stage), ..filter.clone() };
        rows.extend(read(connection, &of_stage, (Order::Stage, true), behind, left)?);
    }
    Ok(rows)
}

fn read(
    connection: &Connection,
    filter: &Filter,
    (order, many): (Order, bool),
    after: Option<Behind<'_>>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let first = match order {
        Order::Updated => (i64::MAX, i64::MAX),
        _ => (i64::MIN, 0),
    };
    let (rank, name, id) =
        after.map_or((first.0, "", first.1), |row| (row.rank, row.name_key, row.id.0));
    let rows = connection
        .prepare_cached(&page_sql(filter, order, many))?
        .query_map(
            named_params! {
                ":rank": rank, ":name": name, ":id": id,
                ":stage": filter.stage_id(), ":tier": filter.tier_rank(), ":limit": limit,
            },
            |row| Ok(Listed { row: from_row(row)?, rank: row.get(17)? }),
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

fn page_sql(filter: &Filter, order: Order, many: bool) -> String {
    let by = filter.index_by(order, many);
    let (behind, sorted) = order.keys();
    format!(
        "SELECT {COLUMNS}, {} FROM partnership INDEXED BY {by}
         WHERE {} AND {behind} AND :rank IS NOT NULL AND :name IS NOT NULL
         ORDER BY {sorted} LIMIT :limit",
        order.rank(),
        filter.condition()
    )
}

/// How many partnerships are at the stage and of the tier of a filter, whatever it searches.
///
/// # Errors
/// The database's.
pub fn matching(connection: &Connection, filter: &Filter) -> Result<Capped, StoreError> {
    let by = filter.index().map_or(String::new(), |index| format!("INDEXED BY {index}"));
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM partnership {by} WHERE {} LIMIT {})",
        filter.condition(),
        EXACT + 1
    );
    let found = connection.prepare_cached(&sql)?.query_row(
        named_params! {
            ":stage": filter.stage_id(), ":tier": filter.tier_rank(),
        },
        |row| row.get(0),
    )?;
    Ok(Capped::of(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    #[test]
    fn a_page_out_of_many_is_read_in_the_order_of_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        let stages = [None, Some(Stage::Lead)];
        let tiers = [None, Some(TierFilter::None)];
        for order in [Order::Name, Order::Tier, Order::Stage, Order::Updated, Order::NextDue] {
            for (stage, tier) in
                stages.into_iter().flat_map(|stage| tiers.map(|tier| (stage, tier)))
            {
                let filter = Filter { search: String::new(), stage, tier };
                let sql = format!("EXPLAIN QUERY PLAN {}", page_sql(&filter, order, true));
                let plan: Vec<String> = store
                    .read(|c| {
                        let mut statement = c.prepare(&sql)?;
                        Ok(statement
                            .raw_query()
                            .mapped(|row| row.get(3))
                            .collect::<Result<_, _>>()?)
                    })
                    .unwrap();
                let sorted = plan.iter().any(|line| line.contains("TEMP B-TREE"));
                assert!(!sorted, "{order:?} {filter:?}: {plan:?}");
                // However far a list by stage has come, a page begins at its place in the index.
                let leaps = plan.iter().any(|line| line.contains("name_key>?"));
                assert!(leaps || order != Order::Stage, "{order:?} {filter:?}: {plan:?}");
            }
        }
    }
}
