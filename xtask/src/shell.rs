//! Starting other programs: what is started is printed, what fails is a sentence.

use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The repository's root.
pub fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Where cargo puts what it builds: this program was put there by it.
pub fn target_dir() -> PathBuf {
    if let Some(dir) = env::var_os("CARGO_TARGET_DIR") {
        return root().join(dir);
    }
    let own = env::current_exe().ok();
    let debug_dir = own.as_deref().and_then(Path::parent);
    let dir = debug_dir.and_then(Path::parent).filter(|dir| dir.ends_with("target"));
    dir.map_or_else(|| root().join("target"), Path::to_path_buf)
}

/// The program that cargo builds from the root package.
pub fn program(release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target_dir().join(profile).join(format!("cadence-desk{}", env::consts::EXE_SUFFIX))
}

/// The cargo that started this program, so that the toolchain is the same.
pub fn cargo<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), args)
}

/// A command that starts in the repository's root.
pub fn command<I: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    args: impl IntoIterator<Item = I>,
) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// The command as one would type it, for messages.
pub fn text(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    let words = std::iter::once(name)
        .chain(command.get_args().map(|arg| arg.to_string_lossy().into_owned()))
        .map(|word| if word.contains(' ') { format!("\"{word}\"") } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Prints the command, runs it with this program's own input and output, and wants success.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", text(command));
    let status =
        command.status().with_context(|| format!("`{}` could not be started", text(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}; its output above says why", text(command));
    }
    Ok(())
}

/// What the command prints, if it can be started and succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
