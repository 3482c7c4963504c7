//! Partnerships by the value of a custom field, their own or a contact's: by the value, then by name.
//!
//! A page comes out of one index, however many there are.

use super::KeyColumn;
use crate::StoreError;
use crate::due::{Capped, EXACT};
use crate::partnership::{self, PartnershipRow};
use desk_core::custom::CustomField;
use desk_core::custom::value::{self, Key};
use desk_core::ids::PartnershipId;
use rusqlite::{Connection, ToSql};

/// Which values are looked for, each in the form in which it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// This one.
    Is(&'a str),
    /// Smaller numbers, or earlier days.
    Below(&'a str),
    /// Larger numbers, or later days.
    Above(&'a str),
    /// Any.
    Filled,
}

/// The row behind which a page starts.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'a> {
    /// Its value as it is kept.
    pub value: &'a str,
    /// The partnership's name as it is compared.
    pub name_key: &'a str,
    /// The partnership.
    pub id: PartnershipId,
}

/// A partnership with the value by which it was found: of several contacts' the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The partnership.
    pub row: PartnershipRow,
    /// The value as it is kept.
    pub value: String,
}

impl Wanted<'_> {
    /// What the key of a row `of` the table is compared with, at `?2`.
    fn condition(self, of: &str) -> String {
        match self {
            Self::Is(_) => format!("{of}.key = ?2"),
            Self::Below(_) => format!("{of}.key < ?2"),
            Self::Above(_) => format!("{of}.key > ?2"),
            Self::Filled => "?2 IS NULL".to_owned(),
        }
    }

    /// Which keys of the index are read, behind a row or from the beginning: one bound at each end at most, so
    /// that nothing is read and passed over.
    fn range(self, behind: bool) -> String {
        let row =
            "(custom_value.key, custom_value.name_key, custom_value.partnership_id) > (?4, ?5, ?6)";
        match (self, behind) {
            (_, false) => self.condition("custom_value"),
            (Self::Is(_), true) => {
                let same = "(custom_value.name_key, custom_value.partnership_id) > (?5, ?6)";
                format!("custom_value.key = ?2 AND {same} AND ?4 IS NOT NULL")
            }
            // Whatever is behind a larger one is larger.
            (Self::Above(_), true) => row.to_owned(),
            (Self::Below(_) | Self::Filled, true) => {
                format!("{} AND {row}", self.condition("custom_value"))
            }
        }
    }

    fn key(self, field: &CustomField) -> Option<Key> {
        match self {
            Self::Is(value) | Self::Below(value) | Self::Above(value) => {
                Some(value::key(field.definition.kind, value))
            }
            Self::Filled => None,
        }
    }
}

/// Those that are not in the bin, each once: where several contacts have a value, by the first.
fn from(wanted: Wanted<'_>, behind: bool) -> String {
    format!(
        "FROM custom_value INDEXED BY custom_value_by_key
         JOIN partnership ON partnership.id = custom_value.partnership_id
         WHERE field_id = ?1 AND {} AND partnership.deleted_at IS NULL
           AND NOT EXISTS (
               SELECT 1 FROM custom_value AS earlier INDEXED BY custom_value_of_owner
               WHERE earlier.partnership_id = custom_value.partnership_id
                 AND earlier.field_id = custom_value.field_id AND {}
                 AND (earlier.key, earlier.id) < (custom_value.key, custom_value.id))",
        wanted.range(behind),
        wanted.condition("earlier"),
    )
}

/// Up to `limit` partnerships behind a row.
///
/// # Errors
/// The database's.
pub fn page(
    connection: &Connection,
    field: &CustomField,
    wanted: Wanted<'_>,
    after: Option<Behind<'_>>,
    limit: u32,
) -> Result<Vec<Found>, StoreError> {
    let key = wanted.key(field);
    let key = key.as_ref().map(KeyColumn);
    let start = after.map(|row| (value::key(field.definition.kind, row.value), row));
    let mut values: Vec<&dyn ToSql> = vec![&field.id.0, &key, &limit];
    let start_key = start.as_ref().map(|(key, _)| KeyColumn(key));
    if let (Some((_, row)), Some(start_key)) = (&start, &start_key) {
        values.extend([start_key as &dyn ToSql, &row.name_key, &row.id.0]);
    }
    let sql = page_sql(wanted, start.is_some());
    let found: Vec<(i64, String)> = connection
        .prepare_cached(&sql)?
        .query_map(values.as_slice(), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let rows = found.into_iter().map(|(id, value)| {
        let row = partnership::get(connection, PartnershipId(id))?;
        Ok(row.map(|row| Found { row, value }))
    });
    rows.filter_map(Result::transpose).collect()
}

fn page_sql(wanted: Wanted<'_>, behind: bool) -> String {
    format!(
        "SELECT custom_value.partnership_id, custom_value.value {}
         ORDER BY custom_value.key, custom_value.name_key, custom_value.partnership_id LIMIT ?3",
        from(wanted, behind)
    )
}

/// How many partnerships a filter shows.
///
/// # Errors
/// The database's.
pub fn matching(
    connection: &Connection,
    field: &CustomField,
    wanted: Wanted<'_>,
) -> Result<Capped, StoreError> {
    let key = wanted.key(field);
    let sql =
        format!("SELECT count(*) FROM (SELECT 1 {} LIMIT {})", from(wanted, false), EXACT + 1);
    let found = connection
        .prepare_cached(&sql)?
        .query_row((field.id.0, key.as_ref().map(KeyColumn)), |row| row.get(0))?;
    Ok(Capped::of(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{self, Check};
    use crate::workspace::Kind;

    #[test]
    fn a_page_is_read_where_it_lies_in_the_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        let behind = "(key,name_key,partnership_id)>(?,?,?)";
        for (wanted, first, next) in [
            (Wanted::Is("a"), "key=?", "key=? AND (name_key,partnership_id)>(?,?)"),
            (Wanted::Below("a"), "key<?", &format!("{behind} AND key<?")),
            (Wanted::Above("a"), "key>?", behind),
            (Wanted::Filled, "", behind),
        ] {
            for (is_next, keys) in [(false, first), (true, next)] {
                let sql = format!("EXPLAIN QUERY PLAN {}", page_sql(wanted, is_next));
                let plan: Vec<String> = store
                    .read(|c| {
                        let mut statement = c.prepare(&sql)?;
                        let lines = statement.raw_query().mapped(|row| row.get(3));
                        Ok(lines.collect::<Result<_, _>>()?)
                    })
                    .unwrap();
                let keys =
                    [["field_id=?", keys].join(" AND ").trim_end_matches(" AND "), ")"].concat();
                assert!(
                    plan.iter().any(|line| line.contains(&keys)),
                    "{wanted:?} {keys}: {plan:?}"
                );
                assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{plan:?}");
                // Of a partnership there are few; of a value there may be as many as there are.
                let few = "custom_value_of_owner (partnership_id=?)";
                assert!(plan.iter().any(|line| line.contains(few)), "{plan:?}");
                assert!(!plan.iter().any(|line| line.starts_with("SCAN")), "{plan:?}");
            }
        }
    }
}
