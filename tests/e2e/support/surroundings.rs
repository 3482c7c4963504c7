//! A virtual display, a session bus and a home folder of one test's own.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A process that ends, with everything it started, when the test does.
pub struct Process(Child);

impl Process {
    /// Starts `command` at the head of a process group of its own.
    pub fn start(command: &mut Command) -> Self {
        use std::os::unix::process::CommandExt;
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.process_group(0).stdin(Stdio::null()).spawn();
        Self(
            child.unwrap_or_else(|e| panic!("{name} does not start ({e}): run `cargo xtask test`")),
        )
    }

    fn first_line(&mut self) -> String {
        let mut line = String::new();
        let stdout = self.0.stdout.take().expect("its output is piped");
        BufReader::new(stdout).read_line(&mut line).expect("it prints a line");
        line.trim().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.0.wait();
    }
}

/// A bus that starts no service by itself: one that the system can start would come up with the home
/// folder of whoever runs the tests.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Everything outside the program that a test needs. Two desks may share it.
pub struct Surroundings {
    environment: BTreeMap<&'static str, String>,
    // Ended in this order; the folder goes when nobody writes to it any more.
    _bus: Process,
    _display: Process,
    home: TempDir,
}

impl Surroundings {
    /// A display of 1920 × 1080, an empty home folder and a session bus.
    pub fn new() -> Self {
        let home = tempfile::Builder::new().prefix("desk").tempdir().expect("a temporary folder");
        let mut display = Process::start(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let bus_config = home.path().join("bus.conf");
        std::fs::write(&bus_config, BUS).expect("a file");
        let mut bus = Process::start(
            Command::new("dbus-daemon")
                .args(["--nofork", "--print-address=1", "--config-file"])
                .arg(&bus_config)
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let path = |name: &str| home.path().join(name).display().to_string();
        let environment = BTreeMap::from([
            ("DISPLAY", format!(":{}", display.first_line())),
            ("DBUS_SESSION_BUS_ADDRESS", bus.first_line()),
            ("HOME", home.path().display().to_string()),
            ("XDG_CACHE_HOME", path(".cache")),
            ("XDG_CONFIG_HOME", path(".config")),
            ("XDG_DATA_HOME", path(".local/share")),
            ("XDG_RUNTIME_DIR", path("")),
            ("LC_ALL", "C.UTF-8".to_owned()),
            ("TZ", "Europe/Berlin".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("GTK_A11Y", "none".to_owned()),
            ("WEBKIT_DISABLE_DMABUF_RENDERER", "1".to_owned()),
        ]);
        Self { environment, _bus: bus, _display: display, home }
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The folder of the workspace that the program finds by itself.
    pub fn workspace(&self) -> PathBuf {
        self.home().join(".local/share/org.cadencedesk.desktop/workspace")
    }

    /// A command that runs here.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_remove("WAYLAND_DISPLAY").envs(&self.environment);
        command
    }

    /// Runs a command here and returns what it printed.
    pub fn output(&self, program: &str, arguments: &[&str]) -> String {
        let output =
            self.command(program).args(arguments).output().unwrap_or_else(|e| {
                panic!("{program} does not start ({e}): run `cargo xtask test`")
            });
        assert!(
            output.status.success(),
            "{program} {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

/// A loopback port that nobody uses. Below the range from which the system gives ports to outgoing
/// connections (32768 and up), and never the same twice in a run.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let offset = (std::process::id() * 50 + NEXT.fetch_add(1, Ordering::Relaxed)) % 20_000;
        let port = u16::try_from(10_000 + offset).expect("below 30000");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
