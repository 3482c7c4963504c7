//! Files and folders that must be refused, and that a refusal leaves as they were.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use desk_core::time::Timestamp;
use desk_store::StoreError;
use desk_store::location::BadLocation;
use desk_store::open::{self, Check, FILE_NAME, OpenError};
use desk_store::schema;
use desk_store::workspace::Kind;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

struct Folder(tempfile::TempDir);

impl Folder {
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder whose workspace was opened and closed once, with some rows in it.
    fn used() -> Self {
        let folder = Self::empty();
        drop(open::open(folder.path(), Kind::Own, Check::Usual).unwrap());
        let connection = Connection::open(folder.file()).unwrap();
        for n in 0..2_000 {
            connection
                .execute(
                    "INSERT INTO cadence
                     (uid, name, name_key, description, status, created_at, updated_at)
                     VALUES (randomblob(16), ?1, ?1, ?2, 'draft', 0, 0)",
                    (format!("cadence {n}"), "x".repeat(80)),
                )
                .unwrap();
        }
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self) -> PathBuf {
        self.path().join(FILE_NAME)
    }

    /// Expects that the workspace is refused and that its file is not changed by that.
    fn refused(&self) -> OpenError {
        let before = fs::read(self.file()).unwrap();
        let error = open::open(self.path(), Kind::Own, Check::Usual).unwrap_err();
        assert!(before == fs::read(self.file()).unwrap(), "a refused file was changed: {error}");
        error
    }
}

#[test]
fn what_was_written_is_there_after_closing_and_opening() {
    let folder = Folder::used();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let rows: u32 = store
        .read(|c| Ok(c.query_row("SELECT count(*) FROM cadence", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(rows, 2_000);
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    let folder = Folder::empty();
    fs::write(folder.file(), "once upon a time there was a rep ".repeat(200)).unwrap();
    assert!(matches!(folder.refused(), OpenError::Damaged(_)));
}

#[test]
fn a_file_cut_off_is_damaged() {
    let folder = Folder::used();
    let whole = fs::read(folder.file()).unwrap();
    for length in [7, 4_096, whole.len() / 2] {
        fs::write(folder.file(), &whole[..length]).unwrap();
        assert!(matches!(folder.refused(), OpenError::Damaged(_)), "{length} bytes");
    }
}

#[test]
fn a_page_overwritten_in_the_middle_is_damaged() {
    let folder = Folder::used();
    let mut bytes = fs::read(folder.file()).unwrap();
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    bytes[middle..middle + 4_096].fill(0xA5);
    fs::write(folder.file(), bytes).unwrap();
    assert!(matches!(folder.refused(), OpenError::Damaged(_)));
}

#[test]
fn a_log_without_its_database_is_damaged_and_kept() {
    let folder = Folder::empty();
    let log = folder.path().join("workspace.sqlite-wal");
    fs::write(&log, "all that is left").unwrap();
    assert!(matches!(
        open::open(folder.path(), Kind::Own, Check::Usual),
        Err(OpenError::Damaged(_))
    ));
    assert_eq!(fs::read_to_string(log).unwrap(), "all that is left");
}

#[test]
fn a_file_from_a_newer_version_is_refused() {
    let folder = Folder::used();
    let newer = schema::latest_version() + 7;
    Connection::open(folder.file()).unwrap().pragma_update(None, "user_version", newer).unwrap();
    match folder.refused() {
        OpenError::Newer { file, known } => {
            assert_eq!((file, known), (newer, schema::latest_version()));
        }
        other => panic!("{other}"),
    }
}

#[test]
fn another_programs_database_is_refused() {
    let folder = Folder::empty();
    let foreign = Connection::open(folder.file()).unwrap();
    foreign.execute_batch("CREATE TABLE moz_places (id INTEGER PRIMARY KEY)").unwrap();
    drop(foreign);
    assert!(matches!(folder.refused(), OpenError::Foreign));
}

#[test]
fn a_first_start_that_was_cut_off_starts_again() {
    let folder = Folder::empty();
    Connection::open(folder.file()).unwrap().pragma_update(None, "journal_mode", "WAL").unwrap();
    open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
}

#[test]
fn a_second_opener_is_refused_until_the_first_has_closed() {
    let folder = Folder::empty();
    let first = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    assert!(matches!(open::open(folder.path(), Kind::Own, Check::Usual), Err(OpenError::InUse)));
    drop(first);
    open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
}

#[test]
fn a_folder_that_cannot_be_made_is_unwritable() {
    let folder = Folder::empty();
    fs::write(folder.path().join("file"), "").unwrap();
    let below_a_file = folder.path().join("file/desk");
    assert!(matches!(
        open::open(&below_a_file, Kind::Own, Check::Usual),
        Err(OpenError::Unwritable(_))
    ));
}

#[test]
fn a_synchronised_folder_is_refused_before_anything_is_made_in_it() {
    let folder = Folder::empty();
    let synchronised = folder.path().join("Nextcloud/desk");
    match open::open(&synchronised, Kind::Own, Check::Usual) {
        Err(OpenError::Location(BadLocation::Synchronised { service })) => {
            assert_eq!(service, "Nextcloud");
        }
        other => panic!("{other:?}"),
    }
    assert!(!synchronised.exists());
}

#[cfg(unix)]
#[test]
fn only_the_rep_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::empty();
    let desk = folder.path().join("desk");
    let _store = open::open(&desk, Kind::Own, Check::Usual).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&desk), 0o700);
    for name in
        ["workspace.sqlite", "workspace.sqlite-wal", "workspace.sqlite-shm", "workspace.lock"]
    {
        assert_eq!(mode(&desk.join(name)), 0o600, "{name}");
    }
}

#[test]
fn a_damaged_file_is_set_aside_whole_with_its_log() {
    let folder = Folder::empty();
    fs::write(folder.file(), "not a database, but somebody's").unwrap();
    fs::write(folder.path().join("workspace.sqlite-wal"), "log").unwrap();
    let kept = open::set_aside(folder.path(), NOW, false).unwrap();
    assert_eq!(kept.file_name().unwrap(), "workspace.damaged-20260105-090000.sqlite");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "not a database, but somebody's");
    let log = folder.path().join("workspace.damaged-20260105-090000.sqlite-wal");
    assert_eq!(fs::read_to_string(log).unwrap(), "log");
    open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
}

#[test]
fn setting_aside_twice_in_a_second_keeps_both() {
    let folder = Folder::empty();
    let mut kept = Vec::new();
    for content in ["first damaged file", "second damaged file"] {
        fs::write(folder.file(), content).unwrap();
        kept.push(open::set_aside(folder.path(), NOW, false).unwrap());
    }
    assert_eq!(fs::read_to_string(&kept[0]).unwrap(), "first damaged file");
    assert_eq!(fs::read_to_string(&kept[1]).unwrap(), "second damaged file");
}

#[test]
fn a_sound_file_is_set_aside_only_when_damage_was_seen_in_use() {
    let folder = Folder::used();
    assert!(open::set_aside(folder.path(), NOW, false).is_err());
    assert!(folder.file().exists());
    assert!(open::set_aside(folder.path(), NOW, true).unwrap().exists());
    assert!(!folder.file().exists());
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_renamed_stays_with_its_log() {
    let folder = Folder::empty();
    fs::write(folder.path().join("workspace.sqlite-wal"), "log").unwrap();
    // A folder with something in it gives way to no file.
    let occupied = folder.path().join("workspace.damaged-20260105-090000.sqlite-shm");
    fs::create_dir_all(occupied.join("something")).unwrap();
    fs::write(folder.path().join("workspace.sqlite-shm"), "shared memory").unwrap();
    assert!(open::set_aside(folder.path(), NOW, false).is_err());
    assert_eq!(fs::read_to_string(folder.path().join("workspace.sqlite-wal")).unwrap(), "log");
}

#[test]
fn a_large_file_is_checked_page_by_page_when_asked() {
    let folder = Folder::used();
    let mut bytes = fs::read(folder.file()).unwrap();
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    bytes[middle..middle + 4_096].fill(0xA5);
    // Unused pages at the end make it large.
    bytes.resize(usize::try_from(open::ALWAYS_CHECKED).unwrap() + 8_192, 0);
    fs::write(folder.file(), bytes).unwrap();
    assert!(matches!(
        open::open(folder.path(), Kind::Own, Check::Thorough),
        Err(OpenError::Damaged(_))
    ));
    open::set_aside(folder.path(), NOW, false).unwrap();
}

#[test]
fn a_database_locked_by_another_tool_is_in_use() {
    let folder = Folder::used();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").unwrap();
    assert!(matches!(open::open(folder.path(), Kind::Own, Check::Usual), Err(OpenError::InUse)));
}

#[test]
fn what_a_large_write_left_in_the_log_is_put_into_the_file_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let large = "x".repeat(8 << 20);
    let size = || fs::metadata(folder.path().join(FILE_NAME)).unwrap().len();
    assert!(size() < 8 << 20);
    let written = store.write(|tx| {
        let sql = "UPDATE workspace SET working_time = json_object('note', ?1)";
        tx.connection().execute(sql, [&large])?;
        Ok::<_, StoreError>(())
    });
    written.map(drop).unwrap();
    while size() < 8 << 20 {
        std::thread::yield_now();
    }
}

#[test]
fn a_statement_that_changes_a_lot_of_rows_is_done_and_taken_back_whole() {
    let folder = Folder::empty();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let add = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO suppression (kind, key, reason, at) SELECT 'domain', 'a' || i || '.example', 'listed', i FROM n";
    let done = store.write(|tx| Ok::<_, StoreError>(tx.connection().execute(add, [])?)).unwrap();
    assert_eq!(done.value, 20_000);
    // The last row breaks the rule: what was written of the others is taken back.
    let change =
        "UPDATE suppression SET at = at + 1, reason = iif(at = 20000, 'never heard of', reason)";
    let refused =
        store.write(|tx| Ok::<_, StoreError>(tx.connection().execute(change, []).is_err()));
    assert!(refused.unwrap().value);
    let sum: i64 = store
        .read(|c| Ok(c.query_row("SELECT sum(at) FROM suppression", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(sum, 20_000 * 20_001 / 2);
}
