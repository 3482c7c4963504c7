//! `cargo xtask gen`: the files that are written from the Rust side.

use crate::{node, shell};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
};

/// A file that an example program prints.
struct Generated {
    /// From the repository's root.
    file: &'static str,
    /// The example that prints it.
    example: &'static str,
    /// What goes over the text before it is written.
    finish: fn(String) -> Result<String>,
}

const FILES: &[Generated] = &[
    Generated { file: "ui/src/wire/wire.ts", example: "typescript", finish: formatted },
    Generated { file: "docs/schema.sql", example: "schema", finish: with_line_end },
];

/// What was asked for on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Write nothing; fail when a file is not what the Rust side says.
    #[arg(long)]
    pub check: bool,
}

/// Writes the files, or compares them.
pub fn run(options: &Options) -> Result<()> {
    node::ensure_packages()?;
    if options.check { check() } else { write() }
}

fn write() -> Result<()> {
    build()?;
    for generated in FILES {
        let path = generated.path();
        fs::write(&path, generated.fresh()?)
            .with_context(|| format!("{} could not be written", path.display()))?;
        println!("Written: {}", generated.file);
    }
    Ok(())
}

/// Compares the committed files with what the Rust side says now.
pub fn check() -> Result<()> {
    build()?;
    for generated in FILES {
        let fresh = generated.fresh()?;
        let committed = fs::read_to_string(generated.path()).unwrap_or_default();
        let committed = committed.replace("\r\n", "\n");
        if committed != fresh {
            bail!(
                "{} is not what the Rust side says{}. Run `cargo xtask gen` and commit the file.",
                generated.file,
                first_difference(&committed, &fresh)
            );
        }
        println!("{} is what the Rust side says.", generated.file);
    }
    Ok(())
}

/// Built with the other crates, so that the tests that follow find everything compiled.
fn build() -> Result<()> {
    let mut build = shell::cargo(["build", "--quiet", "--workspace"]);
    build.args(crate::check::WITHOUT_WINDOW);
    for generated in FILES {
        build.args(["--example", generated.example]);
    }
    shell::run(&mut build)
}

impl Generated {
    fn path(&self) -> PathBuf {
        shell::root().join(self.file)
    }

    fn fresh(&self) -> Result<String> {
        let name = format!("debug/examples/{}{}", self.example, env::consts::EXE_SUFFIX);
        let example: &Path = &shell::target_dir().join(name);
        let Some(text) = shell::output(&mut shell::command(example, [""; 0])) else {
            bail!("{} printed nothing", example.display());
        };
        (self.finish)(text)
    }
}

fn with_line_end(text: String) -> Result<String> {
    Ok(format!("{}\n", text.trim_end()))
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
