//! Everything that a workspace's file holds, to see that something has changed nothing.

use desk_store::Connection;
use std::fmt::Write;
use std::path::Path;

/// Every row of every table but these, as text.
pub fn dump(file: &Path, but: &[&str]) -> String {
    let connection = Connection::open(file).unwrap();
    let mut tables = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut text = String::new();
    for name in names.map(Result::unwrap).filter(|name| !but.contains(&name.as_str())) {
        writeln!(text, "{name}").unwrap();
        let mut rows = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for at in 0..columns {
                write!(text, "{:?}|", row.get_ref(at).unwrap()).unwrap();
            }
            text.push('\n');
        }
    }
    text
}
