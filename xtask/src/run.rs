//! `cargo xtask run`: from a bare clone to the open window.

use crate::{
    display::{self, VirtualDisplay},
    install, node,
    packages::{Need, Platform, packages},
    shell, wait,
};
use anyhow::{Context, Result, bail};
use std::{
    fmt::Write as _,
    io::{IsTerminal, stdin},
};

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Build with optimisation.
    #[arg(long)]
    pub release: bool,
    /// Install and build, but open no window.
    #[arg(long)]
    pub build_only: bool,
    /// Print what would be installed and run, and do nothing.
    #[arg(long)]
    pub plan: bool,
    /// The system to plan for, instead of this one.
    #[arg(long, requires = "plan")]
    pub os: Option<Platform>,
    /// Words for the program itself, after `--`.
    #[arg(last = true)]
    pub args: Vec<String>,
}

/// Installs what is missing, builds and opens the window.
pub fn run(options: &Options) -> Result<()> {
    let platform = options.os.map_or_else(Platform::detect, Ok)?;
    let virtual_display = match options.os {
        Some(_) => false,
        None => display::is_missing() && !options.build_only,
    };
    if options.plan {
        print!("{}", plan(platform, virtual_display, options.release));
        return Ok(());
    }
    install::ensure(platform, needs(virtual_display))?;
    node::ensure_packages()?;
    node::ensure_build()?;
    shell::run(&mut shell::cargo(build_words(options.release)))?;
    if options.build_only {
        println!("Built: {}", shell::program(options.release).display());
        return Ok(());
    }
    if virtual_display { open_unseen(options) } else { open(options) }
}

fn needs(virtual_display: bool) -> &'static [Need] {
    if virtual_display { &[Need::Build, Need::VirtualDisplay] } else { &[Need::Build] }
}

fn build_words(release: bool) -> Vec<&'static str> {
    let mut words = vec!["build", "--package", "cadence-desk"];
    words.extend(release.then_some("--release"));
    words
}

fn open(options: &Options) -> Result<()> {
    shell::run(&mut shell::command(shell::program(options.release), &options.args))
}

fn open_unseen(options: &Options) -> Result<()> {
    let display = VirtualDisplay::start()?;
    println!("There is no display here: the window opens on the virtual one {}.", display.name());
    let mut command = shell::command(shell::program(options.release), &options.args);
    let mut program = display
        .put(&mut command)
        .spawn()
        .with_context(|| format!("`{}` could not be started", shell::text(&command)))?;
    let picture = display::picture_path()?;
    let seen = display.picture(&mut program, &picture);
    if seen.is_ok() {
        println!("Screenshot of the window: {}", picture.display());
    }
    if seen.is_ok() && stdin().is_terminal() {
        println!("The program keeps running; Ctrl+C ends it.");
        let status = program.wait()?;
        if !status.success() {
            bail!("The program ended with {status}.");
        }
        return Ok(());
    }
    wait::end(&mut program);
    if seen.is_ok() {
        println!("No terminal is attached, so the program was ended after its screenshot.");
    }
    seen
}

/// What `run` would do on such a system, as text.
fn plan(platform: Platform, virtual_display: bool, release: bool) -> String {
    let names = packages(platform, needs(virtual_display));
    let mut text = String::new();
    let _ = writeln!(text, "System: {}", platform.name());
    let _ =
        writeln!(text, "\nNeeded before: git, Rust by rustup with a C linker, Node 20.19 or newer");
    let _ = writeln!(text, "\nWould install, where it is missing:");
    for name in &names {
        let _ = writeln!(text, "  {name}");
    }
    if platform.is_linux() && !virtual_display {
        let extra = packages(platform, &[Need::VirtualDisplay]).join(" ");
        let _ = writeln!(text, "and on a machine without a display:\n  {extra}");
    }
    let _ = writeln!(text, "\nWould run{}:", rights(platform));
    for line in install::commands(platform, &names) {
        let _ = writeln!(text, "  {}", install::pasteable(&line));
    }
    let _ = writeln!(text, "\nWould then run, each only if its inputs have changed:");
    let _ = writeln!(text, "  {}   (in ui)", node::install_words(u32::MAX).join(" "));
    let _ = writeln!(text, "  npm run build   (in ui)");
    let _ = writeln!(text, "  cargo {}", build_words(release).join(" "));
    let profile = if release { "release" } else { "debug" };
    let suffix = if platform == Platform::Windows { ".exe" } else { "" };
    let place = if virtual_display { "   (on a virtual display)" } else { "" };
    let _ = writeln!(text, "  target/{profile}/cadence-desk{suffix}{place}");
    text
}

fn rights(platform: Platform) -> &'static str {
    if platform.is_linux() { " as root, or through sudo" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_names(platform: Platform, words: &[&str]) {
        let text = plan(platform, false, false);
        for word in words {
            assert!(text.contains(word), "{word} is not in the plan for {platform:?}:\n{text}");
        }
    }

    #[test]
    fn debian_gets_its_own_names_through_apt() {
        let apt = "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends";
        assert_names(Platform::Debian, &["libwebkit2gtk-4.1-dev", "apt-get update", apt]);
    }

    #[test]
    fn fedora_gets_its_own_names_through_dnf() {
        assert_names(Platform::Fedora, &["webkit2gtk4.1-devel", "dnf install -y", "gcc-c++"]);
    }

    #[test]
    fn arch_gets_its_own_names_through_pacman() {
        assert_names(Platform::Arch, &["webkit2gtk-4.1", "pacman -S --needed", "base-devel"]);
    }

    #[test]
    fn macos_gets_apples_tools() {
        assert_names(Platform::Macos, &["Xcode Command Line Tools", "xcode-select --install"]);
    }

    #[test]
    fn windows_gets_the_web_view_and_the_build_tools() {
        let workload = "Microsoft.VisualStudio.Workload.VCTools";
        assert_names(
            Platform::Windows,
            &["Microsoft.EdgeWebView2Runtime", "VisualStudio.2022.BuildTools", workload],
        );
        assert_names(Platform::Windows, &["target/debug/cadence-desk.exe"]);
    }

    #[test]
    fn the_whole_plan_for_a_debian_without_a_display_reads_like_this() {
        let golden = include_str!("../tests/plan-debian-without-display.txt");
        assert_eq!(plan(Platform::Debian, true, true), golden);
    }
}
