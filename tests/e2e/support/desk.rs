//! The running program.

use super::page::Page;
use super::surroundings::{Process, Surroundings, free_port};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_cadence-desk");

/// Where every test's clock stands at first: Monday 2 March 2026, 09:00 in Berlin.
pub const START: i64 = 1_772_438_400_000;

/// How long anything may take before the test fails. Nothing is asserted about being faster.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How a desk is started.
#[derive(Default)]
pub struct Options {
    /// The workspace's folder, when it is not the one that the program finds by itself.
    pub folder: Option<PathBuf>,
    /// A folder searched for commands before all others.
    pub commands: Option<PathBuf>,
    /// The only authorities that the program believes, as a PEM file.
    pub authorities: Option<PathBuf>,
    /// Where the clock stands at first; at [`START`] when not given.
    pub now: Option<i64>,
    /// Whether the first start is left to the test: no workspace is chosen.
    pub undecided: bool,
}

/// The running program, driven through its window.
pub struct Desk {
    /// What is in the window.
    pub page: Page,
    // Before the surroundings, which it runs in.
    _driver: Process,
    /// What it runs in.
    pub surroundings: Arc<Surroundings>,
}

impl Desk {
    /// Starts the program in surroundings of its own.
    pub async fn start() -> Self {
        Self::start_in(Arc::new(Surroundings::new()), Options::default()).await
    }

    /// Starts the program in given surroundings and waits until its first screen is painted.
    pub async fn start_in(surroundings: Arc<Surroundings>, options: Options) -> Self {
        let (port, native_port) = (free_port(), free_port());
        let driver = std::env::var_os("CADENCE_DESK_TAURI_DRIVER");
        let mut command = surroundings.command(driver.unwrap_or_else(|| "tauri-driver".into()));
        command
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .env("CADENCE_DESK_E2E_NOW", options.now.unwrap_or(START).to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(folder) = options.folder {
            command.env("CADENCE_DESK_DATA_DIR", folder);
        }
        if let Some(commands) = options.commands {
            let path = std::env::var("PATH").unwrap_or_default();
            command.env("PATH", format!("{}:{path}", commands.display()));
        }
        if let Some(authorities) = options.authorities {
            command.env("SSL_CERT_FILE", authorities);
        }
        let driver = Process::start(&mut command);
        answering(port).await;
        answering(native_port).await;

        let capabilities = json!({"tauri:options": {"application": PROGRAM}});
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(serde_json::from_value(capabilities).expect("capabilities"))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|error| panic!("the program's window does not open: {error:?}"));
        let page = Page::new(client);
        page.ready().await;
        if !options.undecided && page.is_on("welcome").await {
            let own = json!({"kind": "own", "copy_cadences": false});
            page.ask("workspace_choose", own).await.expect("a workspace is made");
            page.until("document.documentElement.dataset.ready !== 'welcome'").await;
            page.ready().await;
        }
        Self { page, _driver: driver, surroundings }
    }

    /// Ends the program as a crash would and returns what it ran in.
    pub async fn kill(self) -> Arc<Surroundings> {
        let found = processes(self.surroundings.home());
        assert_eq!(found.len(), 1, "one program runs here: {found:?}");
        kill(&found);
        self.page.forget().await;
        Arc::clone(&self.surroundings)
    }

    /// Asks the program to end, as closing its window does, and returns what it ran in.
    pub async fn close(self) -> Arc<Surroundings> {
        self.page.close().await;
        wait_until("the program ends", || processes(self.surroundings.home()).is_empty()).await;
        Arc::clone(&self.surroundings)
    }

    /// Id of the program's window on the display.
    pub fn window(&self) -> String {
        let found = self
            .surroundings
            .output("xdotool", &["search", "--onlyvisible", "--name", "^Cadence Desk$"]);
        found.lines().next().expect("the window is visible").to_owned()
    }

    /// Makes the window this large and waits until the page has this size.
    pub async fn resize(&self, width: u32, height: u32) {
        let (w, h) = (width.to_string(), height.to_string());
        let window = self.window();
        self.surroundings.output("xdotool", &["windowmove", &window, "0", "0"]);
        self.surroundings.output("xdotool", &["windowsize", &window, &w, &h]);
        let size = format!("innerWidth === {width} && innerHeight === {height}");
        self.page.until(&size).await;
    }

    /// Writes a picture of the window to `file`.
    pub fn picture(&self, file: &Path) {
        let file = file.to_string_lossy();
        self.surroundings.output("import", &["-window", &self.window(), &file]);
    }
}

impl Drop for Desk {
    /// Nobody may write to the home folder while it is removed.
    fn drop(&mut self) {
        let home = self.surroundings.home();
        kill(&processes(home));
        while !processes(home).is_empty() {
            std::thread::yield_now();
        }
    }
}

/// Ids of the programs under test that run with this home folder.
pub fn processes(home: &Path) -> Vec<u32> {
    let is_ours = |id: &u32| {
        let program = std::fs::read_link(format!("/proc/{id}/exe"));
        program.is_ok_and(|path| path == Path::new(PROGRAM))
    };
    inhabitants(home).into_iter().filter(is_ours).collect()
}

/// Ids of all processes that run with this home folder: the program, its web view and what it uses.
pub fn inhabitants(home: &Path) -> Vec<u32> {
    let marker = format!("HOME={}", home.display());
    let runs_here = |id: &u32| {
        let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|&byte| byte == 0).any(|entry| entry == marker.as_bytes())
    };
    let entries = std::fs::read_dir("/proc").expect("a proc file system");
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(runs_here)
        .collect()
}

fn kill(ids: &[u32]) {
    for id in ids {
        // It may have ended by itself.
        let _ =
            Command::new("kill").args(["-KILL", &id.to_string()]).stderr(Stdio::null()).status();
    }
}

async fn answering(port: u16) {
    let attempt = async {
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, attempt).await.expect("the driver answers");
}

/// Waits for something outside the window, which has no signal of its own.
pub async fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let attempt = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, attempt).await.is_ok(), "timed out: {what}");
}
