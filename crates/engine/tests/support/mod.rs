//! A program on real files, with a clock, ids and a file manager that the test holds.

// Each test binary uses its own part of this.
#![allow(dead_code, reason = "shared by several test binaries")]

use desk_core::ids::SequentialIds;
use desk_core::time::{ManualClock, Timestamp};
use desk_engine::ports::Opener;
use desk_engine::program::{Ports, Program};
use desk_engine::publish;
use desk_wire::command::{Handler, Nothing, Request, route};
use desk_wire::error::Problem;
use desk_wire::workspace::{WorkspaceStatus, WorkspaceTrouble};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Where the clock stands at first.
pub const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

/// Remembers which folders were shown.
#[derive(Default)]
pub struct RecordingOpener(pub Mutex<Vec<PathBuf>>);

impl Opener for RecordingOpener {
    fn show_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.lock().unwrap().push(folder.to_path_buf());
        Ok(())
    }
}

/// The program.
pub struct Desk {
    /// Itself.
    pub program: Program,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Its file manager.
    pub opener: Arc<RecordingOpener>,
    _publications: publish::Publications,
}

impl Desk {
    /// A program that has not opened its workspace.
    pub fn unopened(folder: &Path) -> Self {
        let clock = Arc::new(ManualClock::at(NOW));
        let opener = Arc::new(RecordingOpener::default());
        let (publisher, publications) = publish::channel();
        let ports = Ports {
            clock: clock.clone(),
            ids: Arc::new(SequentialIds::default()),
            opener: opener.clone(),
        };
        let program =
            Program::new(folder.to_path_buf(), |path| path.display().to_string(), ports, publisher);
        Self { program, clock, opener, _publications: publications }
    }

    /// A program that has tried to open its workspace.
    pub fn open(folder: &Path) -> Self {
        let desk = Self::unopened(folder);
        desk.program.open();
        desk
    }

    /// Asks as the window does.
    pub fn ask(&self, command: &str, input: Value) -> Result<Value, Problem> {
        let request: Request =
            serde_json::from_value(json!({"command": command, "input": input})).unwrap();
        route(&self.program, request).map_err(|error| error.problem)
    }

    /// Names of the cadences behind a filter.
    pub fn names(&self, filter: &str) -> Vec<String> {
        let page = self
            .ask(
                "cadence_list",
                json!({"filter": filter, "search": "", "after": null, "limit": 50}),
            )
            .unwrap();
        let rows = page["rows"].as_array().unwrap();
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Why the workspace is not open.
    pub fn trouble(&self) -> WorkspaceTrouble {
        match self.program.workspace_status(Nothing {}).unwrap() {
            WorkspaceStatus::Unavailable { trouble, .. } => trouble,
            ready @ WorkspaceStatus::Ready { .. } => panic!("{ready:?}"),
        }
    }
}
