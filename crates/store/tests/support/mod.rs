//! A workspace in which something can happen.

use desk_store::Connection;
use desk_store::open::{self, Check, FILE_NAME};
use desk_store::workspace::Kind;
use std::fs;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Two cadences; a partnership with one contact, who is in both.
const PEOPLE: &str = r#"
    INSERT INTO cadence (id, uid, name, name_key, description, status, created_at, updated_at)
    VALUES (1, randomblob(16), 'A', 'a', '', 'active', 0, 0),
           (2, randomblob(16), 'B', 'b', '', 'active', 0, 0);
    INSERT INTO cadence_version VALUES (1, 1, 1, 0, '{"steps":[]}', 0), (2, 2, 1, 0, '{"steps":[]}', 0);
    INSERT INTO partnership (id, uid, name, name_key, website, industry, country, stage, created_at,
                             updated_at)
    VALUES (1, randomblob(16), 'P', 'p', '', '', '', 'lead', 0, 0);
    INSERT INTO contact (id, uid, partnership_id, first_name, last_name, title, linkedin, is_primary)
    VALUES (1, randomblob(16), 1, 'C', '', '', '', 1);
    INSERT INTO enrolment (id, uid, cadence_id, version_id, partnership_id, contact_id, state, frozen,
                           run, touches, started_at)
    VALUES (1, randomblob(16), 1, 1, 1, 1, '{"state":"active"}', 0, 1, 0, 5),
           (2, randomblob(16), 2, 2, 1, 1, '{"state":"active"}', 0, 1, 0, 5);"#;

/// A new file with these people.
pub fn workspace() -> (TempDir, Connection) {
    static FRESH: OnceLock<Vec<u8>> = OnceLock::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    let fresh = FRESH.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        drop(open::open(folder.path(), Kind::Own, Check::Usual).unwrap());
        fs::read(folder.path().join(FILE_NAME)).unwrap()
    });
    fs::write(&file, fresh).unwrap();
    let connection = Connection::open(file).unwrap();
    connection.pragma_update(None, "synchronous", "OFF").unwrap();
    connection.execute_batch(PEOPLE).unwrap();
    (folder, connection)
}
