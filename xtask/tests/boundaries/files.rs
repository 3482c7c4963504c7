//! What no file of the repository may carry away from the machine where it was written.

use crate::{Findings, findings_in, has_extension, root};
use anyhow::Result;
use std::{env, path::Path};

const TEXT: &[&str] = &[
    "rs", "ts", "tsx", "mjs", "js", "css", "html", "md", "toml", "json", "yml", "yaml", "sql",
    "txt",
];

fn is_text(name: &Path) -> bool {
    has_extension(name, TEXT) && !is_lock_file(name)
}

fn is_lock_file(name: &Path) -> bool {
    name.ends_with("Cargo.lock") || name.ends_with("package-lock.json")
}

/// The folders that are this machine's own: where the repository lies and who works in it.
fn folders_of_this_machine() -> Vec<String> {
    let home = env::home_dir().map(|home| home.to_string_lossy().into_owned());
    let own = root().to_string_lossy().into_owned();
    // A container's "/" or "/app" is in every text.
    home.into_iter().chain([own]).filter(|folder| folder.len() > 4).collect()
}

/// Finds the folder where it stands as a path of its own, not as the tail or head of another.
fn paths_of(folders: &[String], name: &str, text: &str) -> Findings {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut findings = Findings::new();
    for (at, line) in text.lines().enumerate() {
        for folder in folders {
            let stands_alone = line.match_indices(folder.as_str()).any(|(start, found)| {
                let (before, rest) = line.split_at(start);
                let after = rest.strip_prefix(found).unwrap_or_default();
                !before.ends_with(inside) && !after.starts_with(inside)
            });
            if stands_alone {
                findings.push(format!("{name}:{} names {folder}, a folder of one machine", at + 1));
            }
        }
    }
    findings
}

/// Whoever clones this must get the packages from where everybody gets them.
fn foreign_sources(name: &str, text: &str) -> Findings {
    let public = ["https://github.com/rust-lang/crates.io-index", "https://registry.npmjs.org/"];
    let source = |line: &str| {
        let line = line.trim();
        let after =
            ["source = ", "\"resolved\": "].iter().find_map(|key| line.strip_prefix(key))?;
        Some(
            after
                .trim_end_matches(',')
                .trim_matches('"')
                .trim_start_matches("registry+")
                .to_owned(),
        )
    };
    let found = text.lines().filter_map(source);
    let foreign = found.filter(|source| !public.iter().any(|one| source.starts_with(one)));
    foreign.map(|source| format!("{name} takes a package from {source}")).collect()
}

#[test]
fn no_file_names_a_folder_of_the_machine_it_was_written_on() -> Result<()> {
    let folders = folders_of_this_machine();
    assert_eq!(findings_in(is_text, |name, text| paths_of(&folders, name, text))?, Findings::new());
    Ok(())
}

#[test]
fn a_planted_path_of_this_machine_is_found() {
    let folders = ["/home/ada".to_owned()];
    let find = |text: &str| paths_of(&folders, "x.md", text).len();
    assert_eq!(find("see\n/home/ada/desk/README.md\n"), 1);
    assert_eq!(find("path = \"/home/ada\""), 1);
    assert_eq!(find("/home/adam/x and /srv/home/ada-2"), 0);
    assert_eq!(find("../home/ada"), 0);
}

#[test]
fn packages_come_from_the_public_registries() -> Result<()> {
    assert_eq!(findings_in(is_lock_file, foreign_sources)?, Findings::new());
    Ok(())
}

#[test]
fn a_planted_registry_is_found() {
    let cargo = "source = \"registry+https://mirror.example/index\"";
    let npm = "      \"resolved\": \"https://mirror.example/a/-/a-1.0.0.tgz\",";
    for line in [cargo, npm] {
        assert_eq!(foreign_sources("x.lock", line).len(), 1, "{line}");
    }
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    assert_eq!(foreign_sources("Cargo.lock", public), Findings::new());
}

/// *About* shows the UI's version and the installers carry the program's: they must be one.
#[test]
fn the_user_interface_has_the_version_of_the_program() -> Result<()> {
    let line = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(crate::read(Path::new("ui/package.json"))?.contains(&line), "ui/package.json: {line}");
    // Without one of its own, Tauri takes it from Cargo.toml.
    assert!(!crate::read(Path::new("tauri.conf.json"))?.contains("\"version\""));
    Ok(())
}
