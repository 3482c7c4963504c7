//! The program on a practice workspace of its own, asked as the window asks.

use crate::ports::{self, NoPrograms, NoSecrets, Shown};
use desk_core::ids::SequentialIds;
use desk_core::time::{Clock, ManualClock, Timestamp};
use desk_engine::ports::{Ports, Trust};
use desk_engine::program::Program;
use desk_engine::publish;
use desk_wire::command::{Request, route};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

/// Memory that looks like a disk, where there is such a thing.
const MEMORY: &str = "/dev/shm";

/// Turns in a row in which there is always more to do: one that never ends is a fault.
const TURNS: usize = 3_000;

/// The running program.
pub struct Desk {
    root: tempfile::TempDir,
    starts: u32,
    program: Option<Program>,
    clock: Arc<ManualClock>,
    ids: Arc<SequentialIds>,
    shown: Arc<Shown>,
}

impl Desk {
    /// A new practice workspace.
    ///
    /// # Errors
    /// What the file system or the program said.
    pub fn new(now: Timestamp) -> Result<Self, String> {
        let memory = Path::new(MEMORY);
        let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let mut desk = Self {
            root: made.map_err(words)?,
            starts: 0,
            program: None,
            clock: Arc::new(ManualClock::at(now)),
            ids: Arc::new(SequentialIds::default()),
            shown: Arc::new(Shown::default()),
        };
        fs::create_dir(desk.folder()).map_err(words)?;
        desk.start();
        desk.ask("workspace_choose", json!({"kind": "practice", "copy_cadences": false}))?;
        Ok(desk)
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join(self.starts.to_string())
    }

    /// The workspace's file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder().join("practice/workspace.sqlite")
    }

    /// The folder with the sent mail.
    #[must_use]
    pub fn sent(&self) -> PathBuf {
        self.folder().join("practice/sent")
    }

    fn start(&mut self) {
        let ports = Ports {
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            ids: Arc::clone(&self.ids) as _,
            zone: ports::zone,
            opener: Arc::new(NoPrograms),
            secrets: Arc::new(NoSecrets),
            notifier: Arc::clone(&self.shown) as _,
            trust: Arc::new(Trust::system),
            boot: "simulated".to_owned(),
        };
        let (publisher, _) = publish::channel();
        let shown = |path: &Path| path.display().to_string();
        let program = Program::by_hand(self.folder(), shown, ports, publisher);
        program.open();
        self.program = Some(program);
    }

    /// The program is gone from one moment to the next, and is started again: it finds the files as
    /// they were, with what was not yet written from the log into the database.
    ///
    /// # Errors
    /// What the file system said.
    pub fn kill(&mut self) -> Result<(), String> {
        let from = self.folder();
        self.starts += 1;
        copy(&from, &self.folder()).map_err(words)?;
        self.program = None;
        fs::remove_dir_all(from).map_err(words)?;
        self.start();
        Ok(())
    }

    /// Asks as the window does; the answer, or the code of what went wrong.
    ///
    /// # Errors
    /// The code.
    pub fn ask(&self, command: &str, input: Value) -> Result<Value, String> {
        let request: Request = serde_json::from_value(json!({"command": command, "input": input}))
            .map_err(|error| format!("{command} cannot be asked: {error}"))?;
        let Some(program) = &self.program else {
            return Err("the program is not there".to_owned());
        };
        route(program, request).map_err(|error| {
            let problem = serde_json::to_value(&error.problem).unwrap_or_default();
            match problem.get("code").and_then(Value::as_str) {
                Some("internal") | None => format!("internal: {}", error.message),
                Some(code) => code.to_owned(),
            }
        })
    }

    /// Lets the loops do one thing each; whether there is more to do.
    ///
    /// # Errors
    /// What the loops said.
    pub fn turn(&self) -> Result<bool, String> {
        self.program.as_ref().map_or(Ok(false), Program::turn)
    }

    /// Lets the loops work until there is nothing to do now; how often they had a turn.
    ///
    /// # Errors
    /// What the loops said, or that they never come to an end.
    pub fn settle(&self) -> Result<usize, String> {
        for turns in 1..TURNS {
            if !self.turn()? {
                return Ok(turns);
            }
        }
        Err("the loops never come to an end".to_owned())
    }

    /// Lets the file grow by so many pages and no more.
    ///
    /// # Errors
    /// The database's.
    pub fn limit_pages(&self, more: Option<u32>) -> Result<(), String> {
        self.program.as_ref().map_or(Ok(()), |program| program.limit_pages(more))
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock, forward or back.
    pub fn set(&self, now: Timestamp) {
        self.clock.set(now);
    }

    /// How many notifications were shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.shown.count()
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn words(error: io::Error) -> String {
    error.to_string()
}
