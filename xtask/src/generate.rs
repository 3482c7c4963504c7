//! `cargo xtask gen`: the TypeScript reading of the command list.

use crate::{node, shell};
use anyhow::{Context, Result, bail};
use std::{env, fs, io::Write, path::PathBuf, process::Stdio, thread};

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Write nothing; fail when the file is not what the Rust side says.
    #[arg(long)]
    pub check: bool,
}

/// Writes the file, or compares it.
pub fn run(options: &Options) -> Result<()> {
    node::ensure_packages()?;
    if options.check { check() } else { write() }
}

fn write() -> Result<()> {
    let text = fresh()?;
    fs::write(file(), text)
        .with_context(|| format!("{} could not be written", file().display()))?;
    println!("Written: {}", file().display());
    Ok(())
}

/// Compares the committed file with what the command list says now.
pub fn check() -> Result<()> {
    let fresh = fresh()?;
    let committed = fs::read_to_string(file()).unwrap_or_default().replace("\r\n", "\n");
    if committed != fresh {
        bail!(
            "{} is not what crates/wire says{}. Run `cargo xtask gen` and commit the file.",
            file().display(),
            first_difference(&committed, &fresh)
        );
    }
    println!("ui/src/wire/wire.ts is what crates/wire says.");
    Ok(())
}

fn file() -> PathBuf {
    node::ui().join("src/wire/wire.ts")
}

fn fresh() -> Result<String> {
    // Built with the other crates, so that the tests that follow find everything compiled.
    let mut build = shell::cargo(["build", "--quiet", "--workspace"]);
    shell::run(build.args(crate::check::WITHOUT_WINDOW).args(["--example", "typescript"]))?;
    let example =
        shell::target_dir().join(format!("debug/examples/typescript{}", env::consts::EXE_SUFFIX));
    let Some(text) = shell::output(&mut shell::command(&example, [""; 0])) else {
        bail!("{} did not print the types", example.display());
    };
    formatted(text)
}

fn formatted(text: String) -> Result<String> {
    let mut child =
        shell::command(node::bin("biome")?, ["format", "--stdin-file-path=src/wire/wire.ts"])
            .current_dir(node::ui())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("biome could not be started")?;
    // From a second thread: both pipes have an end.
    let input = child.stdin.take();
    let writer = thread::spawn(move || input.map(|mut pipe| pipe.write_all(text.as_bytes())));
    let output = child.wait_with_output()?;
    let _ = writer.join();
    if !output.status.success() {
        bail!("biome could not format the types; its output above says why");
    }
    Ok(String::from_utf8(output.stdout)?.replace("\r\n", "\n"))
}

fn first_difference(old: &str, new: &str) -> String {
    let pairs = old.lines().map(Some).chain([None]).zip(new.lines().map(Some).chain([None]));
    let mut numbered = pairs.enumerate();
    let found = numbered.find(|(_, (old, new))| old != new);
    found.map_or_else(String::new, |(at, (old, new))| {
        let shown = |line: Option<&str>| line.unwrap_or("(end of file)").to_owned();
        format!(" (line {}: \"{}\" is there, \"{}\" is due)", at + 1, shown(old), shown(new))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        let text = first_difference("a\nb\n", "a\nc\n");
        assert_eq!(text, " (line 2: \"b\" is there, \"c\" is due)");
    }

    #[test]
    fn a_missing_end_is_named() {
        assert_eq!(
            first_difference("a\n", "a\nb\n"),
            " (line 2: \"(end of file)\" is there, \"b\" is due)"
        );
        assert_eq!(first_difference("a\n", "a\n"), "");
    }
}
