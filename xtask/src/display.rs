//! A virtual screen for a machine without one, and a picture of the window on it.

use crate::{packages::in_path, shell, wait};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

const TITLE: &str = "Cadence Desk";
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether this is a Linux session without any display.
pub fn is_missing() -> bool {
    let unset = |name| env::var_os(name).is_none_or(|value| value.is_empty());
    cfg!(target_os = "linux") && unset("DISPLAY") && unset("WAYLAND_DISPLAY")
}

/// An X server without a screen and a message bus of its own; both end with this value.
pub struct VirtualDisplay {
    name: String,
    bus: String,
    children: Vec<Child>,
}

impl VirtualDisplay {
    /// Starts both. The server chooses a number that is free and says which.
    pub fn start() -> Result<Self> {
        let screen = ["-screen", "0", "1400x900x24", "-nolisten", "tcp", "-displayfd", "1"];
        let (server, number) = announced(&mut shell::command("Xvfb", screen))?;
        let mut display =
            Self { name: format!(":{number}"), bus: String::new(), children: vec![server] };
        let (bus, address) = announced(&mut shell::command(
            "dbus-daemon",
            ["--session", "--nofork", "--nopidfile", "--print-address=1"],
        ))?;
        display.children.push(bus);
        display.bus = address;
        Ok(display)
    }

    /// The X server's name, such as `:1`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets the command show its windows here.
    pub fn put<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DISPLAY", &self.name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("GDK_BACKEND", "x11")
            // No accessibility bus to wait for, and no graphics card to share buffers with.
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
    }

    /// Waits until the program's window is there and has come to rest, and writes its picture.
    pub fn picture(&self, program: &mut Child, to: &Path) -> Result<()> {
        let window = wait::until(PATIENCE, || match program.try_wait() {
            Ok(None) => self.window().map(Ok),
            Ok(Some(status)) => Some(Err(anyhow::anyhow!(
                "The program ended with {status} before its window came up; its output above says why."
            ))),
            Err(error) => Some(Err(error.into())),
        });
        let Some(window) = window else {
            bail!("No window named \"{TITLE}\" came up within {} s.", PATIENCE.as_secs());
        };
        let window = window?;
        let mut last = String::new();
        let rest = wait::until(PATIENCE, || {
            let look = self.capture(&window, to).unwrap_or_default();
            let at_rest = look == last && shows_something(&look);
            last = look;
            at_rest.then_some(())
        });
        rest.with_context(|| {
            format!(
                "The window stayed empty or in motion for {} s; see {}.",
                PATIENCE.as_secs(),
                to.display()
            )
        })
    }

    fn window(&self) -> Option<String> {
        let mut search =
            shell::command("xdotool", ["search", "--onlyvisible", "--name", &format!("^{TITLE}")]);
        let found = shell::output(search.env("DISPLAY", &self.name))?;
        found.lines().next().map(str::to_owned)
    }

    /// Writes the picture and gives its fingerprint and its number of colours.
    fn capture(&self, window: &str, to: &Path) -> Option<String> {
        let mut import = image_tool("import");
        import.args(["-window", window]).arg(to).env("DISPLAY", &self.name);
        shell::output(&mut import)?;
        shell::output(image_tool("identify").args(["-format", "%# %k"]).arg(to))
    }
}

impl Drop for VirtualDisplay {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            wait::end(child);
        }
    }
}

/// A blank page has one colour.
fn shows_something(fingerprint: &str) -> bool {
    let colours = fingerprint.split_whitespace().nth(1).and_then(|count| count.parse().ok());
    colours.is_some_and(|count: u32| count > 1)
}

/// ImageMagick 7 has one program for what used to be several.
fn image_tool(name: &str) -> Command {
    match in_path("magick") {
        Some(magick) => shell::command(magick, [name]),
        None => shell::command(name, [""; 0]),
    }
}

/// Starts a server and reads the one line with which it says that it is ready.
fn announced(command: &mut Command) -> Result<(Child, String)> {
    let name = shell::text(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("`{name}` could not be started"))?;
    let mut line = String::new();
    if let Some(output) = child.stdout.take() {
        BufReader::new(output).read_line(&mut line)?;
    }
    if line.trim().is_empty() {
        let _ = child.kill();
        let _ = child.wait();
        bail!("`{name}` ended before it was ready. Run it by hand to see why.");
    }
    Ok((child, line.trim().to_owned()))
}

/// Where the picture of the window goes.
pub fn picture_path() -> Result<PathBuf> {
    let folder = shell::target_dir().join("run");
    fs::create_dir_all(&folder)?;
    Ok(folder.join("window.png"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_of_one_colour_shows_nothing() {
        assert!(!shows_something("abcdef 1"));
        assert!(!shows_something(""));
        assert!(shows_something("abcdef 312"));
    }
}
