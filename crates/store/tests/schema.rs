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
use desk_store::workspace::Kind;
use desk_store::{merge, schema};

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

/// Whoever adds a table that points at a partnership or a contact has to say what merging makes of it.
#[test]
fn merging_knows_every_table_that_points_at_a_partnership_or_a_contact() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let pointing = |column: &str| -> Vec<String> {
        let sql = "SELECT list.name FROM pragma_table_list AS list
                   JOIN pragma_table_xinfo(list.name) AS info
                   WHERE list.schema = 'main' AND list.type = 'table' AND info.name = ?1
                   ORDER BY list.name";
        store
            .read(|c| {
                let mut statement = c.prepare(sql)?;
                Ok(statement.query_map([column], |row| row.get(0))?.collect::<Result<_, _>>()?)
            })
            .unwrap()
    };
    let sorted = |known: &[&'static str], besides: &[&'static str]| -> Vec<&'static str> {
        let mut all = [known, besides].concat();
        all.sort_unstable();
        all
    };
    // The kept partnership of a merge stays so.
    assert_eq!(pointing("partnership_id"), sorted(&merge::OF_PARTNERSHIP, &["merge"]));
    assert_eq!(pointing("contact_id"), sorted(&merge::OF_CONTACT, &[]));
}

/// Before 3.51.3 a checkpoint that meets a log reset can damage the file
/// (<https://www.sqlite.org/wal.html>, "the WAL-reset bug").
#[test]
fn the_bundled_sqlite_has_no_wal_reset_bug() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}
