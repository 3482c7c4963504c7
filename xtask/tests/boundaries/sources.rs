//! What a source file may name.

use crate::{Findings, findings_in, has_extension};
use anyhow::Result;
use std::path::Path;

fn is_ui_outside_host(name: &Path) -> bool {
    name.starts_with("ui/src")
        && !name.starts_with("ui/src/host")
        && has_extension(name, &["ts", "tsx"])
}

/// A mention in quotes is an import, a mock or a lazy import; a comment has none.
fn imports_of_tauri(name: &str, text: &str) -> Findings {
    let quoted = ["\"@tauri-apps/", "'@tauri-apps/", "`@tauri-apps/"];
    let lines = text.lines().enumerate();
    let found = lines.filter(|(_, line)| quoted.iter().any(|one| line.contains(one)));
    found.map(|(at, _)| format!("{name}:{} imports Tauri outside ui/src/host", at + 1)).collect()
}

fn is_rust_outside_the_shell(name: &Path) -> bool {
    (name.starts_with("crates") || name.starts_with("tests")) && has_extension(name, &["rs"])
}

fn names_of_tauri(name: &str, text: &str) -> Findings {
    let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    let names = |line: &str| {
        let code = code(line);
        let mut words = code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        words.any(|word| {
            word.starts_with("tauri::")
                || word.starts_with("tauri_plugin")
                || word.contains("::tauri::")
        }) || code.trim_start().starts_with("use tauri")
    };
    let found = text.lines().enumerate().filter(|(_, line)| names(line));
    found.map(|(at, _)| format!("{name}:{} names tauri outside src-tauri", at + 1)).collect()
}

fn is_migration(name: &Path) -> bool {
    name.starts_with("crates/store/migrations") && has_extension(name, &["sql"])
}

/// Without STRICT, SQLite stores a text in a number's column and says nothing.
fn tables_that_are_not_strict(name: &str, text: &str) -> Findings {
    let without_comments: Vec<&str> =
        text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let sql = without_comments.join(" ").to_uppercase();
    let mut findings = Findings::new();
    for statement in sql.split(';') {
        let words: Vec<&str> = statement.split_whitespace().collect();
        let creates = matches!(
            words.as_slice(),
            ["CREATE", "TABLE", ..] | ["CREATE", "TEMP" | "TEMPORARY", "TABLE", ..]
        );
        let options = statement.rsplit(')').next().unwrap_or_default();
        if creates && !options.split([' ', ',']).any(|word| word == "STRICT") {
            let table = words.iter().take(6).copied().collect::<Vec<_>>().join(" ");
            findings.push(format!("{name}: {table} … is not STRICT"));
        }
    }
    findings
}

#[test]
fn only_the_host_imports_tauri_in_the_ui() -> Result<()> {
    assert_eq!(findings_in(is_ui_outside_host, imports_of_tauri)?, Findings::new());
    Ok(())
}

#[test]
fn a_planted_import_of_tauri_is_found() {
    for line in [
        "import { invoke } from \"@tauri-apps/api/core\";",
        "vi.mock('@tauri-apps/api/event');",
        "const m = await import(`@tauri-apps/plugin-opener`);",
    ] {
        assert_eq!(imports_of_tauri("x.ts", &format!("const a = 1;\n{line}\n")).len(), 1, "{line}");
    }
    assert!(is_ui_outside_host(Path::new("ui/src/features/cadences/List.tsx")));
    assert!(!is_ui_outside_host(Path::new("ui/src/host/rpc.ts")));
    assert_eq!(
        imports_of_tauri("x.ts", "// only host may import @tauri-apps/api\n"),
        Findings::new()
    );
}

#[test]
fn only_the_shell_names_tauri_in_rust() -> Result<()> {
    assert_eq!(findings_in(is_rust_outside_the_shell, names_of_tauri)?, Findings::new());
    Ok(())
}

#[test]
fn a_planted_mention_of_tauri_is_found() {
    for line in [
        "use tauri::Manager;",
        "use tauri as t;",
        "let x = tauri::Builder::default();",
        "fn f(app: &::tauri::AppHandle) {}",
        "tauri_plugin_opener::init()",
    ] {
        assert_eq!(names_of_tauri("x.rs", line).len(), 1, "{line}");
    }
    for line in ["//! knows nothing of tauri::Manager", "\"tauri:options\": 1", "let my_tauri = 1;"]
    {
        assert_eq!(names_of_tauri("x.rs", line), Findings::new(), "{line}");
    }
}

#[test]
fn every_table_is_strict() -> Result<()> {
    assert_eq!(findings_in(is_migration, tables_that_are_not_strict)?, Findings::new());
    Ok(())
}

#[test]
fn a_planted_table_without_strict_is_found() {
    let not_strict = [
        "CREATE TABLE a (id INTEGER PRIMARY KEY);",
        "create table if not exists a (id INTEGER) WITHOUT ROWID;",
        "CREATE TABLE b (id INTEGER) STRICT; CREATE TABLE a (x TEXT); -- STRICT",
        "CREATE TABLE strict (id INTEGER);",
    ];
    for sql in not_strict {
        assert_eq!(tables_that_are_not_strict("x.sql", sql).len(), 1, "{sql}");
    }
    let fine = [
        "CREATE TABLE a (\n  id INTEGER CHECK (id > 0) -- a number; always\n) STRICT, WITHOUT ROWID;",
        "CREATE VIRTUAL TABLE find USING fts5(name);",
        "CREATE INDEX a_by_b ON a (b);",
    ];
    for sql in fine {
        assert_eq!(tables_that_are_not_strict("x.sql", sql), Findings::new(), "{sql}");
    }
}
