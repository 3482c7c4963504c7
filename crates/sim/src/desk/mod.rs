//! The program on a practice workspace of its own, asked as the window asks: in this process, or in
//! another that is killed now and then.

mod apart;
mod inside;
mod order;

pub use apart::{SERVE, serve};

use crate::ports;
use apart::Apart;
use desk_core::ids::SequentialIds;
use desk_core::time::{ManualClock, Timestamp};
use desk_store::open::{self, Check};
use desk_store::workspace::Kind;
use inside::Inside;
use order::{Deed, Order};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use std::{fs, io};

/// Memory that looks like a disk, where there is such a thing.
const MEMORY: &str = "/dev/shm";

/// Said in place of an answer by a program that was killed before it gave one.
pub const KILLED: &str = "killed";

/// The running program.
pub struct Desk {
    root: tempfile::TempDir,
    starts: u32,
    seat: Option<Seat>,
    now: Timestamp,
    ids: Arc<SequentialIds>,
    /// What can be the program in a process of its own.
    simulator: Option<PathBuf>,
    /// How long after the next order it is killed.
    doom: Option<Duration>,
}

enum Seat {
    Inside(Box<Inside>),
    Apart(Apart),
}

impl Desk {
    /// A new practice workspace; in a process of its own when it is said what can be one.
    ///
    /// # Errors
    /// What the file system or the program said.
    pub fn new(now: Timestamp, simulator: Option<PathBuf>) -> Result<Self, String> {
        let memory = Path::new(MEMORY);
        let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let mut desk = Self {
            root: made.map_err(words)?,
            starts: 0,
            seat: None,
            now,
            ids: Arc::new(SequentialIds::default()),
            simulator,
            doom: None,
        };
        let file = desk.file();
        if let Some(practice) = file.parent() {
            fs::create_dir_all(practice).map_err(words)?;
        }
        fs::write(file, fresh()?).map_err(words)?;
        desk.start()?;
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

    fn start(&mut self) -> Result<(), String> {
        let folder = self.folder();
        self.seat = Some(match &self.simulator {
            Some(simulator) => Seat::Apart(Apart::start(simulator, &folder).map_err(words)?),
            None => {
                let clock = Arc::new(ManualClock::at(self.now));
                let inside = Inside::start(folder, clock, Arc::clone(&self.ids) as _);
                Seat::Inside(Box::new(inside))
            }
        });
        // Opens the workspace.
        self.limit_pages(None)
    }

    /// The program is gone from one moment to the next, and is started again: it finds the files as
    /// they were, with what was not yet written from the log into the database.
    ///
    /// # Errors
    /// What the file system said.
    pub fn kill(&mut self) -> Result<(), String> {
        if self.simulator.is_none() {
            let from = self.folder();
            self.starts += 1;
            copy(&from, &self.folder()).map_err(words)?;
            self.seat = None;
            fs::remove_dir_all(from).map_err(words)?;
        }
        self.seat = None;
        self.start()
    }

    /// Whether it runs in a process of its own.
    #[must_use]
    pub const fn is_apart(&self) -> bool {
        self.simulator.is_some()
    }

    /// The process is killed so much later than it gets the next order.
    pub const fn doom(&mut self, later: Duration) {
        self.doom = Some(later);
    }

    fn obey(&mut self, deed: Deed) -> Result<Value, String> {
        let order = Order { now: self.now, zone: ports::zone().name().to_owned(), deed };
        let doom = self.doom.take();
        match &mut self.seat {
            None => Err("the program is not there".to_owned()),
            Some(Seat::Inside(program)) => program.obey(order),
            Some(Seat::Apart(process)) => {
                let answer = process.obey(&order, doom).map_err(words)?;
                answer.unwrap_or_else(|| Err(KILLED.to_owned()))
            }
        }
    }

    /// Asks as the window does; the answer, or the code of what went wrong.
    ///
    /// # Errors
    /// The code, or [`KILLED`].
    pub fn ask(&mut self, command: &str, input: Value) -> Result<Value, String> {
        self.obey(Deed::Ask { command: command.to_owned(), input })
    }

    /// Lets the loops do one thing each; whether there is more to do.
    ///
    /// # Errors
    /// What the loops said, or [`KILLED`].
    pub fn turn(&mut self) -> Result<bool, String> {
        Ok(self.obey(Deed::Turn)? == Value::Bool(true))
    }

    /// Lets the file grow by so many pages and no more.
    ///
    /// # Errors
    /// The database's.
    pub fn limit_pages(&mut self, more: Option<u32>) -> Result<(), String> {
        self.obey(Deed::Limit { more }).map(drop)
    }

    /// Moves the clock, forward or back.
    pub const fn set(&mut self, now: Timestamp) {
        self.now = now;
    }
}

/// The file of a workspace in which nothing has happened. Made once: going through the history of the schema takes
/// as long as dozens of events.
fn fresh() -> Result<&'static [u8], String> {
    static FRESH: OnceLock<Result<Vec<u8>, String>> = OnceLock::new();
    let made = FRESH.get_or_init(|| {
        let folder = tempfile::tempdir().map_err(words)?;
        drop(
            open::open(folder.path(), Kind::Practice, Check::Usual)
                .map_err(|error| error.to_string())?,
        );
        fs::read(folder.path().join(open::FILE_NAME)).map_err(words)
    });
    made.as_deref().map_err(Clone::clone)
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
