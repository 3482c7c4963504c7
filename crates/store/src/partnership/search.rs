//! Searching partnerships while the rep types, in a fixed order that nothing has to be sorted for: first
//! those whose name begins with what was typed, by name; then, the newest first, those of which every word
//! typed begins a word.

use super::list::Filter;
use super::{COLUMNS, PartnershipRow, from_row};
use crate::StoreError;
use desk_core::ids::PartnershipId;
use rusqlite::{Connection, named_params};

/// Behind every name that begins with something.
const LAST: char = char::MAX;

/// A search.
#[derive(Debug)]
pub(super) struct Search<'a> {
    filter: &'a Filter,
    typed: &'a str,
    end: String,
    query: String,
}

impl<'a> Search<'a> {
    /// What a filter looks for; none when it has no words.
    pub fn of(filter: &'a Filter) -> Option<Self> {
        let typed = filter.search.as_str();
        let words: Vec<String> = typed
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\"*"))
            .collect();
        let end = format!("{typed}{LAST}");
        (!words.is_empty()).then(|| Self { filter, typed, end, query: words.join(" ") })
    }

    /// Up to `limit` partnerships behind the row `after`.
    pub fn page(
        &self,
        connection: &Connection,
        after: Option<(&str, PartnershipId)>,
        limit: u32,
    ) -> Result<Vec<PartnershipRow>, StoreError> {
        let by_name = after.filter(|(key, _)| key.starts_with(self.typed));
        let mut rows = match (after, by_name) {
            // The row before was not found by its name: those that are have been shown.
            (Some(_), None) => Vec::new(),
            _ => self.by_name(connection, by_name, limit)?,
        };
        let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(limit));
        if left > 0 {
            let before = after.filter(|_| by_name.is_none()).map_or(i64::MAX, |(_, id)| id.0);
            rows.extend(self.newest(connection, before, left)?);
        }
        Ok(rows)
    }

    fn by_name(
        &self,
        connection: &Connection,
        after: Option<(&str, PartnershipId)>,
        limit: u32,
    ) -> Result<Vec<PartnershipRow>, StoreError> {
        let (key, id) = after.map_or((self.typed, 0), |(key, id)| (key, id.0));
        let sql = format!(
            "SELECT {COLUMNS} FROM partnership INDEXED BY partnership_by_name
             WHERE {} AND (name_key, id) > (:key, :id) AND name_key < :end
             ORDER BY name_key, id LIMIT :limit",
            self.filter.condition()
        );
        let rows = connection
            .prepare_cached(&sql)?
            .query_map(
                named_params! {
                    ":stage": self.filter.stage_id(), ":tier": self.filter.tier_rank(),
                    ":key": key, ":id": id, ":end": self.end, ":limit": limit,
                },
                from_row,
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    fn newest(
        &self,
        connection: &Connection,
        before: i64,
        limit: u32,
    ) -> Result<Vec<PartnershipRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM people CROSS JOIN partnership ON partnership.id = people.rowid
             WHERE people MATCH :query AND people.rowid < :before AND {}
               AND NOT (name_key >= :typed AND name_key < :end)
             ORDER BY people.rowid DESC LIMIT :limit",
            self.filter.condition()
        );
        let rows = connection
            .prepare_cached(&sql)?
            .query_map(
                named_params! {
                    ":stage": self.filter.stage_id(), ":tier": self.filter.tier_rank(),
                    ":query": self.query, ":before": before, ":typed": self.typed,
                    ":end": self.end, ":limit": limit,
                },
                from_row,
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use crate::open::{self, Check};
    use crate::partnership::list::{self, Behind, Filter, Order};
    use crate::workspace::Kind;
    use crate::{Store, StoreError, partnership};
    use desk_core::ids::{Ids, PartnershipId, SequentialIds};
    use desk_core::partnership::PartnershipFields;
    use desk_core::time::Timestamp;

    fn store_with(folder: &std::path::Path, names: &[&str]) -> Store {
        let store = open::open(folder, Kind::Own, Check::Usual).unwrap();
        let (ids, now) = (SequentialIds::default(), Timestamp::from_millis(1));
        let made = store.write(|tx| {
            for name in names {
                let fields =
                    PartnershipFields { name: (*name).to_owned(), ..PartnershipFields::default() };
                partnership::insert(tx, ids.uid(now), &fields, now)?;
            }
            Ok::<_, StoreError>(())
        });
        made.map(drop).unwrap();
        store
    }

    fn pages(store: &Store, typed: &str, limit: u32) -> Vec<Vec<String>> {
        let filter = Filter { search: typed.to_owned(), ..Filter::default() };
        let mut pages = Vec::new();
        let mut after: Option<(String, PartnershipId)> = None;
        loop {
            let behind = after.as_ref().map(|(name_key, id)| Behind { rank: 0, name_key, id: *id });
            let rows = store.read(|c| list::page(c, &filter, Order::Name, behind, limit)).unwrap();
            let Some(last) = rows.last() else { return pages };
            after = Some((last.row.name_key.clone(), last.row.id));
            pages.push(rows.into_iter().map(|listed| listed.row.fields.name).collect());
        }
    }

    #[test]
    fn names_that_begin_with_it_come_first_and_then_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["Blue Oak", "Oak Zebra", "Red Oaks", "Pine", "Oak Acorn", "Green Oak"];
        let store = store_with(folder.path(), &names);
        let order = ["Oak Acorn", "Oak Zebra", "Green Oak", "Red Oaks", "Blue Oak"];
        assert_eq!(pages(&store, "oak", 50), [order]);
    }

    #[test]
    fn every_page_size_shows_each_once_in_the_same_order() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["Oak B", "An Oak", "Oak A", "Oakland", "The Oak", "Big Oak Ltd", "Oak A"];
        let store = store_with(folder.path(), &names);
        let whole: Vec<String> = pages(&store, "oak", 50).concat();
        assert_eq!(whole.len(), names.len());
        for limit in 1..=7 {
            assert_eq!(pages(&store, "oak", limit).concat(), whole, "{limit} in a page");
        }
    }
}
