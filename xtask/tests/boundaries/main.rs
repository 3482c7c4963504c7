//! Keeps what the layout promises. Each rule is a function from content to findings, and each is
//! shown to find a planted breach.

mod crates;
mod files;
mod sources;

use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// One breach, as a sentence that names the file.
type Findings = Vec<String>;

fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// The files of the repository, committed or not, without what is ignored.
fn repository_files() -> Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("git could not be started")?;
    if !output.status.success() {
        bail!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let list = String::from_utf8(output.stdout)?;
    let names = list.split('\0').filter(|name| !name.is_empty());
    // A file that was deleted and not yet committed is still listed.
    Ok(names.map(PathBuf::from).filter(|name| root().join(name).is_file()).collect())
}

fn read(name: &Path) -> Result<String> {
    fs::read_to_string(root().join(name)).with_context(|| format!("{} is not text", name.display()))
}

/// Applies a rule to every file of the repository that `concerns` it.
fn findings_in(
    concerns: impl Fn(&Path) -> bool,
    rule: impl Fn(&str, &str) -> Findings,
) -> Result<Findings> {
    let mut findings = Findings::new();
    let mut seen = 0;
    for name in repository_files()?.iter().filter(|name| concerns(name)) {
        seen += 1;
        findings.extend(rule(&name.to_string_lossy().replace('\\', "/"), &read(name)?));
    }
    // A rule that looks at nothing would hold for ever.
    if seen == 0 {
        bail!("no file of the repository concerns this rule");
    }
    Ok(findings)
}

fn has_extension(name: &Path, extensions: &[&str]) -> bool {
    name.extension().is_some_and(|extension| extensions.iter().any(|one| extension == *one))
}
