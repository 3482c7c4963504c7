//! How fast messages leave, beside nodemailer's pool with the same server, messages and connections
//! (PRODUCT 9). The server takes the time: from the first connection to the last 250.

use crate::host::{self, Plan};
use crate::kill::HOST;
use crate::sink::{Nobody, Progress, Sink};
use desk_sim::run::Stopwatch;
use rusqlite::{Connection, OpenFlags};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// Connections at a time.
const CONNECTIONS: [u32; 3] = [1, 5, 10];

/// How often each is measured; the median counts.
const SAMPLES: usize = 5;

/// How long a sample may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// How often it is looked how far it has come.
const LOOK: Duration = Duration::from_millis(10);

/// Names the file into which the engine writes how long receipts were not on the disk.
pub const RECEIPTS: &str = "OUTGOING_RECEIPTS";

/// What is measured.
#[derive(Debug, Clone)]
pub struct Options {
    /// This program, which becomes the engine when it is asked to.
    pub program: PathBuf,
    /// Where nodemailer is installed; none to leave it out.
    pub nodemailer: Option<PathBuf>,
    /// Messages in a sample.
    pub messages: u32,
}

/// What was seen at a number of connections.
#[derive(Debug, Clone)]
pub struct Row {
    connections: u32,
    /// Messages a second.
    ours: f64,
    theirs: Option<f64>,
    /// Mean length of a message, ours and theirs.
    bytes: (usize, usize),
    /// Most messages that were seen claimed and not sent.
    claimed: u32,
    /// Longest time between a 250 and its receipt on the disk.
    receipt: Duration,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:11}  {:7.0}/s", self.connections, self.ours)?;
        match self.theirs {
            None => write!(f, "  {:>12}  {:>5}", "left out", "")?,
            Some(theirs) => write!(f, "  {theirs:10.0}/s  {:5.2}", self.ours / theirs)?,
        }
        let millis = self.receipt.as_millis();
        let (ours, theirs) = self.bytes;
        write!(f, "  {:7}  {millis:7} ms  {ours:5} and {theirs} bytes", self.claimed)
    }
}

/// The line above the rows.
pub const HEADING: &str =
    "connections       ours    nodemailer  ratio  claimed     receipt   message";

/// Measures everything, a row at a time.
///
/// # Errors
/// What went wrong.
pub fn run(options: &Options, tell: impl Fn(&Row)) -> Result<(), String> {
    let sink = Sink::start(Arc::new(Nobody)).map_err(text)?;
    let filled = tempfile::tempdir().map_err(text)?;
    let plan = Plan { messages: options.messages, port: sink.port(), connections: 1 };
    host::fill(filled.path(), plan)?;
    for connections in CONNECTIONS {
        let plan = Plan { connections, ..plan };
        host::point(filled.path(), plan)?;
        let bench = Bench { options, sink: &sink, filled: filled.path(), plan };
        tell(&bench.row()?);
    }
    Ok(())
}

fn text(error: impl fmt::Display) -> String {
    error.to_string()
}

struct Bench<'a> {
    options: &'a Options,
    sink: &'a Sink,
    filled: &'a Path,
    plan: Plan,
}

impl Bench<'_> {
    fn row(&self) -> Result<Row, String> {
        let (mut ours, mut theirs, mut bytes) = (Vec::new(), Vec::new(), (0, 0));
        for _ in 0..SAMPLES {
            let progress = self.ours()?;
            bytes.0 = progress.bytes / progress.accepted.max(1);
            ours.push(rate(progress));
            if let Some(folder) = &self.options.nodemailer {
                let progress = self.theirs(folder)?;
                bytes.1 = progress.bytes / progress.accepted.max(1);
                theirs.push(rate(progress));
            }
        }
        let (claimed, receipt) = self.observed()?;
        let theirs = (!theirs.is_empty()).then(|| median(theirs));
        let connections = self.plan.connections;
        Ok(Row { connections, ours: median(ours), theirs, bytes, claimed, receipt })
    }

    fn ours(&self) -> Result<Progress, String> {
        let folder = self.copy()?;
        self.until_all(self.engine(folder.path(), None)?, || Ok(()))
    }

    fn theirs(&self, folder: &Path) -> Result<Progress, String> {
        let mut command = Command::new("node");
        command.arg("send.mjs").current_dir(folder).stdin(Stdio::null());
        for number in [u32::from(self.plan.port), self.plan.connections, self.plan.messages] {
            command.arg(number.to_string());
        }
        self.sink.forget();
        self.until_all(command.spawn().map_err(text)?, || Ok(()))
    }

    /// Once more, looked at while it runs: most that were claimed, and the longest way of a receipt.
    fn observed(&self) -> Result<(u32, Duration), String> {
        let folder = self.copy()?;
        let log = folder.path().join("receipts");
        let engine = self.engine(folder.path(), Some(&log))?;
        let path = folder.path().join("workspace.sqlite");
        let file =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(text)?;
        let mut most = 0;
        self.until_all(engine, || {
            let sql = "SELECT count(*) FROM outbox WHERE state = 'sending'
                       AND id NOT IN (SELECT id FROM outbox_receipt)";
            let claimed: u32 = file.query_row(sql, [], |row| row.get(0)).map_err(text)?;
            most = claimed.max(most);
            Ok(())
        })?;
        let millis = fs::read_to_string(log).map_err(text)?;
        let longest = millis.lines().filter_map(|line| line.parse().ok()).max().unwrap_or(0);
        Ok((most, Duration::from_millis(longest)))
    }

    fn copy(&self) -> Result<tempfile::TempDir, String> {
        let folder = tempfile::tempdir().map_err(text)?;
        for entry in fs::read_dir(self.filled).map_err(text)? {
            let entry = entry.map_err(text)?;
            fs::copy(entry.path(), folder.path().join(entry.file_name())).map_err(text)?;
        }
        Ok(folder)
    }

    fn engine(&self, folder: &Path, log: Option<&Path>) -> Result<Child, String> {
        let mut command = Command::new(&self.options.program);
        command.arg(HOST).arg(folder).stdin(Stdio::null()).stdout(Stdio::null());
        if let Some(log) = log {
            command.env(RECEIPTS, log);
        }
        self.sink.forget();
        command.spawn().map_err(text)
    }

    /// Waits until everything has come and the sender has ended.
    fn until_all(
        &self,
        mut sender: Child,
        mut look: impl FnMut() -> Result<(), String>,
    ) -> Result<Progress, String> {
        let since = Stopwatch::start();
        let (_never, tick) = std::sync::mpsc::channel::<()>();
        loop {
            if let Some(status) = sender.try_wait().map_err(text)? {
                let progress = self.sink.progress();
                return match progress.accepted == self.plan.messages as usize {
                    true if status.success() => Ok(progress),
                    _ => Err(format!("{status} after {} messages", progress.accepted)),
                };
            }
            if since.so_far() > PATIENCE {
                sender.kill().map_err(text)?;
                return Err("it takes too long".to_owned());
            }
            look()?;
            // Nothing is ever sent: it ends after the time.
            let _ = tick.recv_timeout(LOOK);
        }
    }
}

fn rate(progress: Progress) -> f64 {
    let time = progress.last.saturating_sub(progress.first.unwrap_or_default());
    f64::from(u32::try_from(progress.accepted).unwrap_or(0)) / time.as_secs_f64()
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(0.0)
}
