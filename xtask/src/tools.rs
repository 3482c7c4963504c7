//! The cargo tools that the tests need, in the versions that they are known to work with.

use crate::{packages::in_path, shell};
use anyhow::{Result, bail};
use std::{
    env,
    path::{Path, PathBuf},
};

/// A program from crates.io.
pub struct Tool {
    name: &'static str,
    version: &'static str,
    /// Its own work is short, so what counts is how soon it is there.
    unoptimised: bool,
}

/// Reads licences, bans and advisories of the dependencies.
pub const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2", unoptimised: true };
/// Passes WebDriver commands to the web view.
pub const TAURI_DRIVER: Tool = Tool { name: "tauri-driver", version: "2.1.0", unoptimised: true };

impl Tool {
    /// The tool's path. An installed one of this version is taken, else one is built below `target`,
    /// so that the tools of other projects stay as they are.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(path) = self.present() {
            println!("{} {}: installed.", self.name, self.version);
            return Ok(path);
        }
        let mut install = shell::cargo(["install", self.name, "--locked", "--version"]);
        install.arg(format!("={}", self.version)).arg("--root").arg(own_root());
        if self.unoptimised {
            install.arg("--debug");
        }
        shell::run(&mut install)?;
        Ok(self.below(&own_root()))
    }

    fn present(&self) -> Option<PathBuf> {
        let own = shell::output(shell::cargo(["install", "--list", "--root"]).arg(own_root()));
        if own.is_some_and(|list| self.is_in(&list)) {
            return Some(self.below(&own_root())).filter(|path| path.is_file());
        }
        let list = shell::output(&mut shell::cargo(["install", "--list"]))?;
        if self.is_in(&list) { in_path(self.name) } else { None }
    }

    fn is_in(&self, list: &str) -> bool {
        let line = format!("{} v{}:", self.name, self.version);
        list.lines().any(|candidate| candidate == line)
    }

    fn below(&self, root: &Path) -> PathBuf {
        root.join("bin").join(format!("{}{}", self.name, env::consts::EXE_SUFFIX))
    }
}

fn own_root() -> PathBuf {
    shell::target_dir().join("tools")
}

/// The programs of the system that the window tests start.
pub fn require_window_programs() -> Result<()> {
    for name in ["WebKitWebDriver", "Xvfb", "xdotool", "dbus-run-session", "dbus-daemon"] {
        if in_path(name).is_none() {
            bail!(
                "`{name}` is not in PATH although the packages for the window tests are installed; \
                 install the package of this system that brings it."
            );
        }
    }
    if in_path("import").is_none() && in_path("magick").is_none() {
        bail!("ImageMagick is not in PATH although its package is installed.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_version_counts_as_installed() {
        let tool = Tool { name: "cargo-deny", version: "0.20.2", unoptimised: true };
        assert!(tool.is_in("other v1.0.0:\n    other\ncargo-deny v0.20.2:\n    cargo-deny"));
        assert!(!tool.is_in("cargo-deny v0.20.1:\n    cargo-deny"));
        assert!(!tool.is_in("    cargo-deny"));
    }
}
