//! Whether the disk has room for a build. Without it tests fail one by one, each with another sentence.

use crate::shell;
use anyhow::{Context, Result, bail};

/// What everything that `cargo xtask test` builds takes, in bytes.
const WHOLE_BUILD: u64 = 10_000_000_000;

/// What its tests write while they run, in bytes.
const RUNNING: u64 = 1_000_000_000;

/// Asks the disk of this repository for the room that a build and a run of the tests need.
///
/// # Errors
/// What is free and what is needed when that is not enough.
pub fn ensure() -> Result<()> {
    let answer = shell::output(shell::command("df", ["-P", "-k"]).arg(shell::root()));
    let free = answer.as_deref().and_then(free).context("`df -P -k .` printed no free space")?;
    // What the last stage builds is there once everything was built.
    let built = shell::program(false).exists();
    let needed = if built { RUNNING } else { WHOLE_BUILD + RUNNING };
    if free < needed {
        bail!(
            "The disk of {} has {} GB free, and building and testing everything takes {} GB. Make room first; \
             `cargo clean` removes what earlier builds left.",
            shell::root().display(),
            free / 1_000_000_000,
            needed / 1_000_000_000
        );
    }
    Ok(())
}

/// The bytes that are free according to what `df -P -k` prints.
fn free(answer: &str) -> Option<u64> {
    let line = answer.lines().nth(1)?;
    line.split_whitespace().nth(3)?.parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_read_from_the_table() {
        let answer = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                      /dev/vda 263174212 65000000 30000000 69% /\n";
        assert_eq!(free(answer), Some(30_720_000_000));
        assert_eq!(free("df: no such file"), None);
    }
}
