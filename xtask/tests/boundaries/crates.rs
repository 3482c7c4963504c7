//! Which crate may depend on which.

use crate::{Findings, root};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::process::Command;

/// What a package may depend on among the packages of this workspace, tests aside.
const MAY_USE: &[(&str, &[&str])] = &[
    ("desk-core", &[]),
    ("desk-store", &["desk-core"]),
    ("desk-secrets", &["desk-core"]),
    ("desk-mail", &["desk-core"]),
    ("desk-wire", &["desk-core"]),
    ("desk-engine", &["desk-core", "desk-store", "desk-secrets", "desk-mail", "desk-wire"]),
    ("cadence-desk", &["desk-core", "desk-wire", "desk-engine"]),
    ("xtask", &[]),
];

/// Packages for tests only. They may use everything below the shell and are used by tests alone.
const FOR_TESTS: &[&str] = &["desk-testkit", "desk-sim", "desk-bench", "desk-outgoing"];

fn findings(metadata: &Value) -> Findings {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let own: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut findings = Findings::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let manifest = package["manifest_path"].as_str().unwrap_or_default().replace('\\', "/");
        let allowed = MAY_USE.iter().find(|(one, _)| *one == name).map(|(_, allowed)| *allowed);
        if allowed.is_none() && !FOR_TESTS.contains(&name) {
            findings.push(format!("{name} has no place in the table of xtask/tests/boundaries"));
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = dependency["name"].as_str().unwrap_or_default();
            let is_tauri = other == "tauri" || other.starts_with("tauri-");
            if is_tauri && manifest.contains("/crates/") {
                findings.push(format!("{name} depends on {other}, which only src-tauri may know"));
            }
            let in_tests = dependency["kind"] == "dev";
            let fine = match allowed {
                Some(_) if FOR_TESTS.contains(&other) => in_tests,
                // The window tests look into the workspace file that the program has written.
                Some(_) if name == "cadence-desk" && in_tests => true,
                Some(allowed) => allowed.contains(&other) || other == name,
                None => other != "cadence-desk",
            };
            if own.contains(&other) && !fine {
                findings.push(format!("{name} depends on {other}, against the direction"));
            }
        }
    }
    findings
}

fn metadata() -> Result<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[test]
fn no_crate_knows_tauri_and_dependencies_point_one_way() -> Result<()> {
    let metadata = metadata()?;
    assert!(metadata["packages"].as_array().is_some_and(|packages| packages.len() >= 6));
    assert_eq!(findings(&metadata), Findings::new());
    Ok(())
}

fn planted(name: &str, dependency: &str, kind: Option<&str>) -> Value {
    let place = name.trim_start_matches("desk-");
    let depends = serde_json::json!([{ "name": dependency, "kind": kind }]);
    let mut packages: Vec<Value> = ["desk-core", "desk-store", "desk-engine", "cadence-desk"]
        .iter()
        .filter(|one| **one != name)
        .map(|one| serde_json::json!({ "name": one, "manifest_path": "/x/Cargo.toml" }))
        .collect();
    packages.push(serde_json::json!({
        "name": name, "manifest_path": format!("/x/crates/{place}/Cargo.toml"), "dependencies": depends
    }));
    serde_json::json!({ "packages": packages })
}

#[test]
fn a_planted_dependency_on_tauri_is_found_in_every_kind() {
    for kind in [None, Some("dev"), Some("build")] {
        for name in ["tauri", "tauri-plugin-notification"] {
            assert_eq!(findings(&planted("desk-engine", name, kind)).len(), 1, "{name} {kind:?}");
        }
    }
}

#[test]
fn a_planted_dependency_against_the_direction_is_found() {
    assert_eq!(findings(&planted("desk-core", "desk-store", None)).len(), 1);
    assert_eq!(findings(&planted("desk-store", "desk-engine", Some("dev"))).len(), 1);
    assert_eq!(findings(&planted("cadence-desk", "desk-store", None)).len(), 1);
    assert_eq!(findings(&planted("desk-engine", "desk-store", None)), Findings::new());
    assert_eq!(findings(&planted("cadence-desk", "desk-store", Some("dev"))), Findings::new());
}

#[test]
fn a_planted_crate_that_nobody_has_placed_is_found() {
    assert_eq!(findings(&planted("desk-helpers", "serde", None)).len(), 1);
}
