//! The schema as it really is.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use desk_store::open::{self, Check};
use desk_store::schema;
use desk_store::workspace::Kind;

#[test]
fn a_new_workspace_has_the_latest_version_and_the_programs_mark() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let (version, id): (i64, i32) = store
        .read(|c| {
            Ok((
                c.pragma_query_value(None, "user_version", |row| row.get(0))?,
                c.pragma_query_value(None, "application_id", |row| row.get(0))?,
            ))
        })
        .unwrap();
    assert_eq!((version, id), (schema::latest_version(), schema::APPLICATION_ID));
}

#[test]
fn every_table_is_strict() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let loose: Vec<String> = store
        .read(|c| {
            let mut statement = c.prepare(
                "SELECT name FROM pragma_table_list
                 WHERE schema = 'main' AND type = 'table' AND strict = 0
                   AND name NOT LIKE 'sqlite_%'",
            )?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .unwrap();
    assert_eq!(loose, Vec::<String>::new());
}

/// Before 3.51.3 a checkpoint that meets a log reset can damage the file
/// (<https://www.sqlite.org/wal.html>, "the WAL-reset bug").
#[test]
fn the_bundled_sqlite_has_no_wal_reset_bug() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}
