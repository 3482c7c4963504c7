//! The schema's history: numbered SQL files, each applied once in its own transaction.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

/// Marks a SQLite file as a workspace of Cadence Desk: the letters "CDSK".
pub const APPLICATION_ID: i32 = 0x4344_534B;

const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("../migrations/0001_cadence.sql")),
    M::up(include_str!("../migrations/0002_steps.sql")),
    M::up(include_str!("../migrations/0003_work.sql")),
    M::up(include_str!("../migrations/0004_rules.sql")),
    M::up(include_str!("../migrations/0005_figures.sql")),
    M::up(include_str!("../migrations/0006_counts.sql")),
];

/// The version of a file that has every migration of this program.
#[must_use]
pub fn latest_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings the file to [`latest_version`].
pub(crate) fn migrate(writer: &mut Connection) -> Result<(), rusqlite_migration::Error> {
    Migrations::from_slice(MIGRATIONS).to_latest(writer)
}

/// The schema as SQL text, one statement a paragraph, in a fixed order. `docs/schema.sql` holds it.
///
/// # Errors
/// When the schema cannot be read.
pub fn describe(connection: &Connection) -> rusqlite::Result<String> {
    let mut statement = connection.prepare(
        "SELECT sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
         ORDER BY tbl_name, type DESC, name",
    )?;
    let rows: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(rows.iter().map(|sql| format!("{sql};\n")).collect::<Vec<_>>().join("\n"))
}
