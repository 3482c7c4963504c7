//! The peer: the same question on a bare connection, prepared once, without our rows and types.

use crate::stats::Samples;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Params, Statement};
use std::path::Path;

/// A read-only connection as any program would open it.
pub fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// A connection that writes as the workspace does: into a log, which survives the end of the program.
pub fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
    )?;
    Ok(connection)
}

/// Runs a query once for each set of values and looks at every column of every row.
pub fn query<P: Params>(
    connection: &Connection,
    sql: &str,
    values: impl IntoIterator<Item = P>,
) -> rusqlite::Result<Samples> {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let mut samples = Samples::default();
    for values in values {
        samples.time(|| walk(&mut statement, columns, values))?;
    }
    Ok(samples)
}

fn walk(
    statement: &mut Statement<'_>,
    columns: usize,
    values: impl Params,
) -> rusqlite::Result<usize> {
    let mut seen = 0;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            seen += usize::from(row.get_ref(column)? != ValueRef::Null);
        }
    }
    Ok(seen)
}
