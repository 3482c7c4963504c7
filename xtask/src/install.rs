//! Finds out what the system lacks and installs it with the system's own package manager.

use crate::{
    packages::{BUILD_TOOLS, COMMAND_LINE_TOOLS, Need, Platform, WEBVIEW2, in_path, packages},
    shell,
};
use anyhow::{Result, bail};
use std::{
    env,
    io::{IsTerminal, stdin},
    process::{Command, Stdio},
};

/// Installs what is missing. Asks the package database first, so that a second call changes nothing.
pub fn ensure(platform: Platform, needs: &[Need]) -> Result<()> {
    let wanted = packages(platform, needs);
    let missing = missing(platform, &wanted);
    if missing.is_empty() {
        println!("System packages: all {} are installed.", wanted.len());
        return Ok(());
    }
    println!("System packages to install: {}", missing.join(" "));
    let lines = commands(platform, &missing);
    let prefix = administrator(platform, &lines)?;
    for words in &lines {
        let mut words = prefix.iter().copied().chain(words.iter().map(String::as_str));
        let program = words.next().unwrap_or_default();
        shell::run(&mut shell::command(program, words))?;
    }
    if platform == Platform::Macos {
        bail!(
            "The installer of the {COMMAND_LINE_TOOLS} has opened. When it is done, run this again."
        );
    }
    Ok(())
}

/// The commands that install these packages.
pub fn commands(platform: Platform, names: &[&str]) -> Vec<Vec<String>> {
    let line = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let with = |words: &str| {
        let mut line = line(words);
        line.extend(names.iter().map(|name| (*name).to_owned()));
        line
    };
    if names.is_empty() {
        return Vec::new();
    }
    match platform {
        Platform::Debian => vec![
            line("apt-get update"),
            with("env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"),
        ],
        Platform::Fedora => vec![with("dnf install -y --setopt=install_weak_deps=False")],
        // Arch does not support a partial upgrade, so the list of packages is not refreshed alone.
        Platform::Arch => vec![with("pacman -S --needed --noconfirm")],
        Platform::Macos => vec![line("xcode-select --install")],
        Platform::Windows => names.iter().map(|name| winget(name)).collect(),
    }
}

fn winget(name: &str) -> Vec<String> {
    let mut words = vec!["winget", "install", "--exact", "--id", name];
    words.extend(["--accept-source-agreements", "--accept-package-agreements"]);
    if name == BUILD_TOOLS {
        words.extend([
            "--override",
            "--wait --passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended",
        ]);
    }
    words.into_iter().map(str::to_owned).collect()
}

/// One line that a person can paste.
pub fn pasteable(words: &[String]) -> String {
    let quoted = |word: &String| {
        if word.contains(' ') { format!("\"{word}\"") } else { word.clone() }
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

fn missing(platform: Platform, wanted: &[&'static str]) -> Vec<&'static str> {
    match platform {
        Platform::Debian => {
            let installed = listing(
                Command::new("dpkg-query")
                    .args(["-W", "-f", "${db:Status-Status} ${Package}\n"])
                    .args(wanted),
            );
            let has = |name: &str| {
                installed.lines().any(|line| line.strip_prefix("installed ") == Some(name))
            };
            wanted.iter().copied().filter(|name| !has(name)).collect()
        }
        Platform::Fedora => without(wanted, |name| {
            succeeds(Command::new("rpm").args(["-q", "--quiet", "--whatprovides", name]))
        }),
        Platform::Arch => {
            // Prints what is not there; a group such as base-devel is a package of that name.
            let lacking = listing(Command::new("pacman").arg("-T").args(wanted));
            wanted.iter().copied().filter(|name| lacking.lines().any(|l| l == *name)).collect()
        }
        Platform::Macos => {
            without(wanted, |_| succeeds(Command::new("xcode-select").arg("--print-path")))
        }
        Platform::Windows => without(wanted, windows_has),
    }
}

fn windows_has(name: &str) -> bool {
    if name == WEBVIEW2 {
        let client = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
        return [r"HKLM\SOFTWARE\WOW6432Node", r"HKLM\SOFTWARE", r"HKCU\SOFTWARE"].iter().any(
            |hive| {
                succeeds(Command::new("reg").args([
                    "query",
                    &format!(r"{hive}\{client}"),
                    "/v",
                    "pv",
                ]))
            },
        );
    }
    let programs = env::var("ProgramFiles(x86)").unwrap_or_default();
    let finder = format!(r"{programs}\Microsoft Visual Studio\Installer\vswhere.exe");
    let found = listing(Command::new(finder).args([
        "-products",
        "*",
        "-requires",
        "Microsoft.VisualStudio.Component.VC.Tools.x86.x64",
        "-property",
        "installationPath",
    ]));
    !found.trim().is_empty()
}

fn without(wanted: &[&'static str], has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    wanted.iter().copied().filter(|name| !has(name)).collect()
}

fn listing(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default()
}

fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// What goes before a command that needs the administrator's rights, or a sentence with all that is
/// to be typed when this program cannot have them.
fn administrator(platform: Platform, lines: &[Vec<String>]) -> Result<&'static [&'static str]> {
    let lines_with = |prefix: &str| {
        lines.iter().map(|words| format!("\n  {prefix}{}", pasteable(words))).collect::<String>()
    };
    if platform.is_linux() && !is_root() {
        if in_path("sudo").is_none() {
            bail!("Installing needs the administrator. As root, run:{}", lines_with(""));
        }
        if succeeds(Command::new("sudo").args(["-n", "true"])) {
            return Ok(&["sudo", "-n"]);
        }
        if stdin().is_terminal() {
            return Ok(&["sudo"]);
        }
        bail!("Installing needs a password. Run:{}", lines_with("sudo "));
    }
    let installer = lines.first().and_then(|words| words.first());
    if installer.is_some_and(|name| in_path(name).is_none()) {
        bail!(
            "The program that installs packages here is missing. Install by hand what this would:{}",
            lines_with("")
        );
    }
    Ok(&[])
}

fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_missing_means_nothing_to_run() {
        assert!(commands(Platform::Debian, &[]).is_empty());
    }

    #[test]
    fn a_pasted_line_keeps_words_with_spaces_together() {
        let words = ["a", "b c"].map(str::to_owned);
        assert_eq!(pasteable(&words), "a \"b c\"");
    }
}
