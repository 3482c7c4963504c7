//! `cargo xtask package`: installers for the system that this runs on.

use crate::{
    install, node,
    packages::{Need, Platform},
    shell, stamp,
};
use anyhow::{Result, bail};
use std::path::Path;

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Only these kinds, such as `deb,rpm`. An AppImage needs tools that Tauri fetches from GitHub.
    #[arg(long, value_delimiter = ',')]
    pub bundles: Vec<String>,
}

/// Builds the release and its installers and prints where they lie.
pub fn run(options: &Options) -> Result<()> {
    install::ensure(Platform::detect()?, &[Need::Build])?;
    node::ensure_packages()?;
    node::ensure_build()?;
    let mut build = shell::command(node::bin("tauri")?, ["build"]);
    if !options.bundles.is_empty() {
        build.arg("--bundles").arg(options.bundles.join(","));
    }
    shell::run(&mut build)?;

    let folder = shell::target_dir().join("release/bundle");
    let mut found = stamp::files_under(&folder, &|path| path.is_dir() || is_installer(path))?;
    if found.is_empty() {
        bail!("tauri has written no installer into {}.", folder.display());
    }
    found.sort();
    println!("Installers:");
    for path in found {
        println!("  {}", path.display());
    }
    Ok(())
}

fn is_installer(path: &Path) -> bool {
    let kinds = ["deb", "rpm", "AppImage", "dmg", "msi", "exe"];
    path.extension().is_some_and(|extension| kinds.iter().any(|kind| extension == *kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tauri_leaves_beside_the_installers_is_none() {
        assert!(is_installer(Path::new("deb/cadence-desk_0.1.0_amd64.deb")));
        assert!(!is_installer(Path::new("deb/cadence-desk_0.1.0_amd64/control.tar.gz")));
    }
}
