//! Licences, bans, sources and advisories of the dependencies, by cargo-deny and `deny.toml`.

use crate::{shell, wait};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

/// When set to 1, a run that cannot check the advisories fails.
const REQUIRE: &str = "CADENCE_DESK_REQUIRE_ADVISORIES";
const FETCH_LIMIT: Duration = Duration::from_secs(45);

/// Checks all of them. Advisories need a database from the network; see
/// `docs/decisions/0003-advisories-offline.md` for what happens without one.
pub fn check(cargo_deny: &Path) -> Result<()> {
    // Who brings in what fills thousands of lines; `cargo deny check` shows it to whoever needs it.
    let quiet = ["check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    shell::run(&mut shell::command(cargo_deny, quiet))?;
    let fetched = fetch(cargo_deny);
    let required = env::var_os(REQUIRE).is_some_and(|value| value == "1");
    match course(fetched.as_ref().err().map(|error| format!("{error:#}")), is_cached(), required) {
        Course::Check => shell::run(&mut shell::command(cargo_deny, ["check", "advisories"])),
        Course::CheckOld(why) => {
            println!("advisories: checked against the stored database ({why})");
            shell::run(&mut shell::command(cargo_deny, ["--offline", "check", "advisories"]))
        }
        Course::Leave(why) => {
            println!("advisories: not checked, the advisory database could not be fetched ({why})");
            Ok(())
        }
        Course::Fail(why) => bail!(
            "the advisory database could not be fetched ({why}). Connect to the network, or unset \
             {REQUIRE} to do without."
        ),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Course {
    Check,
    CheckOld(String),
    Leave(String),
    Fail(String),
}

fn course(fetch_error: Option<String>, cached: bool, required: bool) -> Course {
    match fetch_error {
        None => Course::Check,
        Some(why) if required => Course::Fail(why),
        Some(why) if cached => Course::CheckOld(why),
        Some(why) => Course::Leave(why),
    }
}

fn fetch(cargo_deny: &Path) -> Result<()> {
    // It waits for a server that does not answer much longer than anybody wants to.
    let log = shell::target_dir().join("advisories-fetch.log");
    let mut child = shell::command(cargo_deny, ["fetch", "db"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?)
        .spawn()
        .context("cargo-deny could not be started")?;
    match wait::for_end(&mut child, FETCH_LIMIT)? {
        Some(status) if status.success() => Ok(()),
        Some(_) => bail!("{}", last_cause(&fs::read_to_string(&log).unwrap_or_default())),
        None => bail!("no answer within {} s", FETCH_LIMIT.as_secs()),
    }
}

/// The innermost cause in cargo-deny's report: its last line that says anything.
fn last_cause(log: &str) -> String {
    let mut lines = log.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next_back().unwrap_or("no reason given").to_owned()
}

fn is_cached() -> bool {
    databases().and_then(|dir| fs::read_dir(dir).ok()).is_some_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.path().join(".git/HEAD").is_file()))
    })
}

fn databases() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    Some(home.join("advisory-dbs"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_network() -> Option<String> {
        Some("no network".to_owned())
    }

    #[test]
    fn a_fetched_database_is_used() {
        assert_eq!(course(None, true, true), Course::Check);
        assert_eq!(course(None, true, false), Course::Check);
    }

    #[test]
    fn without_network_the_stored_database_serves() {
        assert_eq!(course(no_network(), true, false), Course::CheckOld("no network".into()));
    }

    #[test]
    fn without_any_database_the_check_is_left_out_aloud() {
        assert_eq!(course(no_network(), false, false), Course::Leave("no network".into()));
    }

    #[test]
    fn where_advisories_are_required_their_absence_is_a_failure() {
        assert_eq!(course(no_network(), false, true), Course::Fail("no network".into()));
        assert_eq!(course(no_network(), true, true), Course::Fail("no network".into()));
    }

    #[test]
    fn the_reason_is_the_last_line_of_the_report() {
        assert_eq!(last_cause("[ERROR] a\n\nCaused by:\n   timed out\n\n"), "timed out");
        assert_eq!(last_cause(""), "no reason given");
    }
}
