//! Golden timelines: whole courses of an enrolment as text, each moment on the wall clock where it
//! counts, with the moment in universal time beside it.
//!
//! The truth comes from outside: `golden/moments.py` derives universal time from the wall clock with
//! Python and the system's zone database, and computes plain due moments again, minute by minute.
//! Here the timelines are played and compared. How a timeline is written: `golden/read.rs`.

#[path = "golden/play.rs"]
mod play;
#[path = "golden/read.rs"]
mod read;
#[path = "golden/words.rs"]
mod words;

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("golden")
}

/// The name and the text of every timeline.
fn timelines() -> std::io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

/// What is wrong with a timeline.
fn problem(text: &str) -> Option<String> {
    match read::scenario(text) {
        Err(problem) => Some(problem),
        Ok(scenario) => play::difference(&scenario),
    }
}

#[test]
fn every_timeline_runs_as_it_is_written() {
    let all = timelines().unwrap();
    assert!(all.len() >= 28, "only {} timelines", all.len());
    let wrong: Vec<String> = all
        .iter()
        .filter_map(|(name, text)| problem(text).map(|problem| format!("{name}\n{problem}")))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n\n{}", wrong.len(), all.len(), wrong.join("\n\n"));
}

#[test]
fn the_moments_are_those_of_the_systems_zone_database() {
    let script = folder().join("moments.py");
    let ran = Command::new("python3").arg(&script).arg("--check").output();
    let ran = ran.expect("python3 is needed: the truth about time comes from outside");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(ran.status.success(), "{}{}", said(&ran.stdout), said(&ran.stderr));
}

#[test]
fn a_line_that_makes_no_sense_is_refused() {
    let (name, text) = timelines().unwrap().swap_remove(0);
    assert_eq!(problem(&text), None, "{name}");
    for wrong in ["gibberish", "Mon 2026-03-02 09:00 Europe/Berlin  2026-03-02T08:00:00Z  > sing"] {
        let problem = problem(&format!("{text}{wrong}\n")).unwrap();
        assert!(problem.contains(wrong), "{problem}");
    }
    let header = text.replacen("\n\n", "\n\nweather sunny\n", 1);
    assert!(problem(&header).unwrap().contains("weather sunny"));
}
