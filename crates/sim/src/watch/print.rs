//! A number for everything that is in the file: the same as long as nothing in it changes.

use super::{Watch, Wrong, words};
use rusqlite::types::ValueRef;
use std::hash::{DefaultHasher, Hash, Hasher};

impl Watch {
    /// The number for what is in the file now.
    ///
    /// # Errors
    /// The database's.
    pub fn print(&self) -> Result<u64, Wrong> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let mut statement = self.file.prepare_cached(sql).map_err(words)?;
        let tables = statement.query_map([], |row| row.get(0)).map_err(words)?;
        let tables: Vec<String> = tables.collect::<Result<_, _>>().map_err(words)?;
        let mut hasher = DefaultHasher::new();
        for table in tables {
            self.add(&table, &mut hasher).map_err(words)?;
        }
        Ok(hasher.finish())
    }

    fn add(&self, table: &str, hasher: &mut DefaultHasher) -> rusqlite::Result<()> {
        let mut statement = self.file.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Null => 0.hash(hasher),
                    ValueRef::Integer(number) => number.hash(hasher),
                    ValueRef::Real(number) => number.to_bits().hash(hasher),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.hash(hasher),
                }
            }
        }
        Ok(())
    }
}
