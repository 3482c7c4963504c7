//! The UI's packages and its build, each skipped when its inputs have not changed.

use crate::{packages::in_path, shell, stamp};
use anyhow::{Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Major and minor version.
const OLDEST_NODE: (u32, u32) = (20, 19);
/// Older ones leave out the optional native packages of Vite now and then.
const OLDEST_NPM: u32 = 11;

/// The folder of the UI.
pub fn ui() -> PathBuf {
    shell::root().join("ui")
}

/// `npm` with these words, started in the folder of the UI.
pub fn npm(args: &[&str]) -> Command {
    node_tool("npm", args)
}

fn node_tool(name: &str, args: &[&str]) -> Command {
    // On Windows these are batch files, which are started only by their full name.
    let name = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    let mut command = shell::command(name, args);
    command.current_dir(ui());
    command
}

/// The words of `npx` or `npm` that install what the lock file says.
pub fn install_words(npm_major: u32) -> &'static [&'static str] {
    if npm_major < OLDEST_NPM {
        &["npx", "--yes", "npm@11", "ci", "--no-audit", "--no-fund"]
    } else {
        &["npm", "ci", "--no-audit", "--no-fund"]
    }
}

/// Installs the UI's packages when the lock file or Node has changed since the last time.
pub fn ensure_packages() -> Result<()> {
    let version = shell::output(&mut shell::command("node", ["--version"]));
    let Some(node) = version.as_deref().and_then(parsed).filter(|node| *node >= OLDEST_NODE) else {
        let (major, minor) = OLDEST_NODE;
        bail!("Node {major}.{minor} or newer is needed to build the UI. {}", node_remedy());
    };
    let version = shell::output(&mut npm(&["--version"]));
    let Some((npm_major, _)) = version.as_deref().and_then(parsed) else {
        bail!("npm is missing. {}", node_remedy());
    };

    let files = [ui().join("package.json"), ui().join("package-lock.json")];
    let value = format!("{} node {}", stamp::of_files(&ui(), &files)?, node.0);
    // Inside the folder that it vouches for: whoever removes the one removes the other.
    let stamp = ui().join("node_modules/.cadence-desk-stamp");
    if stamp::matches(&stamp, &value) {
        println!("UI packages: unchanged.");
        return Ok(());
    }
    let (tool, args) = install_words(npm_major).split_first().unwrap_or((&"npm", &["ci"]));
    shell::run(&mut node_tool(tool, args))?;
    stamp::write(&stamp, &value)
}

/// Builds the UI into `ui/dist` when one of its sources has changed since the last time.
pub fn ensure_build() -> Result<()> {
    let stamp = shell::target_dir().join("stamps/ui-build");
    if stamp::matches(&stamp, &build_stamp()?) {
        println!("UI build: unchanged.");
        return Ok(());
    }
    shell::run(&mut npm(&["run", "build"]))?;
    stamp::write(&stamp, &build_stamp()?)
}

/// What went in and what came out: a `ui/dist` that something else wrote does not count as built.
fn build_stamp() -> Result<String> {
    let inputs = stamp::of_files(&ui(), &stamp::files_under(&ui(), &is_input)?)?;
    let dist = ui().join("dist");
    if !dist.join("index.html").is_file() {
        return Ok(format!("{inputs} nothing"));
    }
    let outputs = stamp::of_files(&ui(), &stamp::files_under(&dist, &|_| true)?)?;
    Ok(format!("{inputs} {outputs}"))
}

fn is_input(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    !matches!(&*name, "node_modules" | "dist" | "coverage" | ".vite")
        && !name.ends_with(".test.ts")
        && !name.ends_with(".test.tsx")
}

/// A program that an npm package of the UI has brought along.
pub fn bin(name: &str) -> Result<PathBuf> {
    let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    let path = ui().join("node_modules/.bin").join(file);
    if !fs::exists(&path)? {
        bail!(
            "{} is missing although the UI's packages are installed; it belongs in the devDependencies of ui/package.json.",
            path.display()
        );
    }
    Ok(path)
}

/// Major and minor of a version as tools print it, such as `v20.19.1`.
fn parsed(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.lines().last()?.trim_start_matches('v').split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn node_remedy() -> &'static str {
    if cfg!(windows) {
        "Install it with: winget install OpenJS.NodeJS.LTS"
    } else if cfg!(target_os = "macos") && in_path("brew").is_some() {
        "Install it with: brew install node"
    } else {
        "Install it from https://nodejs.org or with a version manager, so that `node --version` works in this shell."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_npm_is_replaced_for_the_installation() {
        assert_eq!(install_words(10).first(), Some(&"npx"));
        assert_eq!(install_words(11).first(), Some(&"npm"));
    }

    #[test]
    fn a_version_is_compared_by_major_and_minor() {
        assert_eq!(parsed("v20.19.5"), Some((20, 19)));
        assert!(parsed("v20.10.0") < Some(OLDEST_NODE) && parsed("v22.1.0") > Some(OLDEST_NODE));
        assert_eq!(parsed("command not found"), None);
    }

    #[test]
    fn tests_and_products_are_no_inputs_of_the_build() {
        for name in ["ui/dist", "ui/node_modules", "ui/src/a.test.tsx"] {
            assert!(!is_input(Path::new(name)), "{name}");
        }
        assert!(is_input(Path::new("ui/src/a.tsx")));
        assert!(is_input(Path::new("ui/index.html")));
    }
}
