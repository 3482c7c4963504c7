//! Rows as they were, and rows that point at somebody else from now on.

use crate::StoreError;
use crate::text_enum::Json;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use serde::{Deserialize, Serialize};

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    pub(super) table: String,
    pub(super) id: i64,
    /// Its columns with their values, without those that follow from others.
    pub(super) cells: Vec<(String, Cell)>,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// A number.
    Number(i64),
    /// A text.
    Word(String),
    /// A uid.
    Bytes(Vec<u8>),
    /// None.
    Nothing,
}

/// Rows of a table whose column has another value from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub(super) table: String,
    pub(super) column: String,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) ids: Vec<i64>,
}

/// A row that stays, as it was and as it became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub(super) before: Image,
    pub(super) after: Image,
}

impl Image {
    fn cell(&self, column: &str) -> Option<&Cell> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell)
    }

    /// The text that a column holds.
    pub(super) fn word(&self, column: &str) -> Option<&str> {
        match self.cell(column) {
            Some(Cell::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The number that a column holds.
    pub(super) fn number(&self, column: &str) -> Option<i64> {
        match self.cell(column) {
            Some(Cell::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

impl Moved {
    /// The rows of a table whose column names a record.
    pub(super) fn rows(
        connection: &Connection,
        (table, column): (&str, &str),
        from: i64,
        to: i64,
    ) -> Result<Self, StoreError> {
        // These are many, and are found by their enrolment alone.
        let by = match table {
            "agenda" | "outbox" => {
                format!("enrolment_id IN (SELECT id FROM enrolment WHERE {column} = ?1) AND")
            }
            _ => String::new(),
        };
        let sql = format!("SELECT id FROM {table} WHERE {by} {column} = ?1 ORDER BY id");
        let ids = connection
            .prepare_cached(&sql)?
            .query_map([from], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Self { table: table.to_owned(), column: column.to_owned(), from, to, ids })
    }

    /// Lets them name the other.
    pub(super) fn go(&self, connection: &Connection) -> Result<(), StoreError> {
        self.set(connection, self.to)
    }

    /// Puts them behind what the other has: what they have in common is in the order of a position.
    pub(super) fn behind(&self, connection: &Connection) -> Result<(), StoreError> {
        let Self { table, column, to, ids, .. } = self;
        let sql = format!(
            "UPDATE {table} SET position = position +
                 (SELECT coalesce(max(position), -1) + 1 FROM {table} WHERE {column} = ?1)
             WHERE id IN (SELECT value FROM json_each(?2))"
        );
        connection.prepare_cached(&sql)?.execute((to, Json(ids)))?;
        Ok(())
    }

    /// Lets those that are still there name the one of before.
    pub(super) fn back(&self, connection: &Connection) -> Result<(), StoreError> {
        self.set(connection, self.from)
    }

    fn set(&self, connection: &Connection, to: i64) -> Result<(), StoreError> {
        let Self { table, column, ids, .. } = self;
        let sql = format!(
            "UPDATE {table} SET {column} = ?1 WHERE id IN (SELECT value FROM json_each(?2))"
        );
        connection.prepare_cached(&sql)?.execute((to, Json(ids)))?;
        Ok(())
    }
}

/// The columns of a table, without those that follow from others.
fn columns(connection: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let columns = connection
        .prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(columns)
}

/// The rows of a table of which a condition holds, by their ids; `?1` in it is `values` as JSON.
pub(super) fn images(
    connection: &Connection,
    table: &str,
    condition: &str,
    values: &impl Serialize,
) -> Result<Vec<Image>, StoreError> {
    let columns = columns(connection, table)?;
    let sql = format!("SELECT {} FROM {table} WHERE {condition} ORDER BY id", columns.join(", "));
    let cell = |row: &Row<'_>, place: usize| -> rusqlite::Result<Cell> {
        Ok(match row.get::<_, Value>(place)? {
            Value::Integer(number) => Cell::Number(number),
            Value::Text(word) => Cell::Word(word),
            Value::Blob(bytes) => Cell::Bytes(bytes),
            Value::Null | Value::Real(_) => Cell::Nothing,
        })
    };
    let rows = connection
        .prepare_cached(&sql)?
        .query_map([Json(values)], |row| {
            let cells = columns.iter().enumerate();
            let cells = cells.map(|(place, name)| Ok((name.clone(), cell(row, place)?)));
            let cells: Vec<_> = cells.collect::<rusqlite::Result<_>>()?;
            Ok(Image { table: table.to_owned(), id: row.get("id")?, cells })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// The row as it is now.
pub(super) fn now(connection: &Connection, image: &Image) -> Result<Option<Image>, StoreError> {
    let one = "id IN (SELECT value FROM json_each(?1))";
    Ok(images(connection, &image.table, one, &[image.id])?.pop())
}

/// Puts a row that was deleted where it was. Where there is another primary contact meanwhile, it is none.
pub(super) fn insert(connection: &Connection, image: &Image) -> Result<(), StoreError> {
    let names: Vec<&str> = image.cells.iter().map(|(name, _)| name.as_str()).collect();
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", image.table, names.join(", "));
    let taken = image.table == "contact"
        && connection
            .prepare_cached("SELECT 1 FROM contact WHERE partnership_id = ?1 AND is_primary = 1")?
            .exists([image.number("partnership_id")])?;
    let values = image.cells.iter().map(|(name, cell)| match name.as_str() {
        "is_primary" if taken => Value::Integer(0),
        _ => value(cell),
    });
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

/// Gives the columns that have changed the values of before, but those that were changed again since.
pub(super) fn change_back(
    connection: &Connection,
    change: &Change,
    but: &[&str],
) -> Result<(), StoreError> {
    let Some(is) = now(connection, &change.before)? else { return Ok(()) };
    let cells = change.before.cells.iter().filter(|(name, _)| !but.contains(&name.as_str()));
    let (mut sets, mut values) = (Vec::new(), vec![Value::Integer(change.before.id)]);
    for (name, was) in cells {
        let became = change.after.cell(name);
        if became != Some(was) && is.cell(name) == became {
            values.push(value(was));
            sets.push(format!("{name} = ?{}", values.len()));
        }
    }
    if !sets.is_empty() {
        // All at once: some are there only together.
        let sql = format!("UPDATE {} SET {} WHERE id = ?1", change.before.table, sets.join(", "));
        connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    }
    Ok(())
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Number(number) => Value::Integer(*number),
        Cell::Word(word) => Value::Text(word.clone()),
        Cell::Bytes(bytes) => Value::Blob(bytes.clone()),
        Cell::Nothing => Value::Null,
    }
}
