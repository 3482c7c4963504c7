//! The kill loop (TESTING, PRODUCT 6.4): an engine sends a few hundred messages, gets `SIGKILL` at moments
//! spread over its conversation with the server, starts again on the same file and goes on, until nothing
//! is left. Then the server and the file have to agree: no message came twice, none is missing.

mod aim;
mod file;
mod phase;
mod verdict;

pub use file::Plant;
pub use phase::Phase;

use crate::host::{self, Plan};
use crate::sink::{Record, Sink};
use aim::{Aim, Trigger};
use desk_sim::random::Random;
use desk_sim::run::Stopwatch;
use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The word by which the program knows that it is to be the engine.
pub const HOST: &str = "host";

/// Messages in a workspace.
const MESSAGES: u32 = 300;

/// How long an engine may take to come to the moment at which it is killed.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is looked whether the engine has ended by itself.
const LOOK: Duration = Duration::from_millis(5);

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Kills in all.
    pub runs: u64,
    /// Where chance begins.
    pub seed: u64,
    /// Workspaces at a time, each with an engine of its own.
    pub threads: u64,
    /// What is to be found out.
    pub plant: Option<Plant>,
}

/// What has come of it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Kills.
    pub kills: u64,
    /// Of those, in each phase, in the order of [`Phase::ALL`].
    pub phases: [u64; 5],
    /// Workspaces that were sent to their end.
    pub workspaces: u64,
    /// Messages whose end was looked at, and of those the ones in doubt.
    pub messages: (u64, u64),
    /// Kills with so many connections open: none, one, and more.
    pub open: [u64; 3],
    /// What was wrong.
    pub wrong: Vec<String>,
}

impl Report {
    fn met(&mut self, phase: Phase, open: usize) {
        self.kills += 1;
        for (count, one) in self.phases.iter_mut().zip(Phase::ALL) {
            *count += u64::from(one == phase);
        }
        if let Some(count) = self.open.get_mut(open.min(2)) {
            *count += 1;
        }
    }

    /// The phase that was met least.
    fn rarest(&self) -> Phase {
        let counted = self.phases.iter().zip(Phase::ALL).take(4);
        counted.min_by_key(|(count, _)| **count).map_or(Phase::Between, |(_, phase)| phase)
    }

    /// Kills in the phase of the four that was met least.
    #[must_use]
    pub fn least(&self) -> u64 {
        self.phases.iter().take(4).min().copied().unwrap_or(0)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, phase) in self.phases.iter().zip(Phase::ALL) {
            let percent = count * 100 / self.kills.max(1);
            writeln!(f, "{:15} {count:6}  {percent:3} %", phase.to_string())?;
        }
        let [none, one, more] = self.open;
        writeln!(f, "connections     none {none}, one {one}, more {more}")?;
        let (messages, doubtful) = self.messages;
        write!(f, "{} kills, {} workspaces, ", self.kills, self.workspaces)?;
        write!(f, "{messages} messages, {doubtful} in doubt, {} wrong", self.wrong.len())
    }
}

/// What the threads share.
struct Shared<'a> {
    options: Options,
    program: &'a Path,
    report: Mutex<Report>,
}

impl Shared<'_> {
    fn report(&self) -> MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.report().kills >= self.options.runs
    }
}

/// Runs it; `program` becomes the engine when it is called with [`HOST`] and a folder.
#[must_use]
pub fn run(program: &Path, options: Options) -> Report {
    let shared = Shared { options, program, report: Mutex::default() };
    std::thread::scope(|scope| {
        for thread in 0..options.threads.max(1) {
            let shared = &shared;
            scope.spawn(move || {
                if let Err(error) = kill_on(shared, options.seed.wrapping_add(thread)) {
                    shared.report().wrong.push(error);
                }
            });
        }
    });
    shared.report.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn kill_on(shared: &Shared<'_>, seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let trigger = Arc::new(Trigger::default());
    let sink = Sink::start(Arc::clone(&trigger) as _).map_err(text)?;
    // Of every second thread, several at a time.
    let connections = if seed.is_multiple_of(2) { 1 } else { 3 };
    let plan = Plan { messages: MESSAGES, port: sink.port(), connections };
    let filled = tempfile::tempdir().map_err(text)?;
    host::fill(filled.path(), plan)?;
    while !shared.is_over() {
        let folder = tempfile::tempdir().map_err(text)?;
        for entry in fs::read_dir(filled.path()).map_err(text)? {
            let entry = entry.map_err(text)?;
            fs::copy(entry.path(), folder.path().join(entry.file_name())).map_err(text)?;
        }
        sink.forget();
        let mut workspace = Workspace::new(shared, folder.path(), &sink, &trigger);
        workspace.send_to_the_end(&mut random)?;
    }
    Ok(())
}

fn text(error: impl fmt::Display) -> String {
    error.to_string()
}

/// One workspace on its way to the end.
struct Workspace<'a> {
    shared: &'a Shared<'a>,
    folder: &'a Path,
    sink: &'a Sink,
    trigger: &'a Trigger,
    /// Message-IDs of what the last kill left in doubt.
    doubtful: HashSet<String>,
}

impl<'a> Workspace<'a> {
    fn new(shared: &'a Shared<'a>, folder: &'a Path, sink: &'a Sink, trigger: &'a Trigger) -> Self {
        Self { shared, folder, sink, trigger, doubtful: HashSet::new() }
    }

    fn send_to_the_end(&mut self, random: &mut Random) -> Result<(), String> {
        while !self.shared.is_over() {
            let aim = self.aim(random);
            if !self.kill(aim)? {
                break;
            }
            if let Some(plant) = self.shared.options.plant {
                plant.leave(self.folder).map_err(text)?;
            }
        }
        let status = self.start()?.wait().map_err(text)?;
        if !status.success() {
            return Err(format!("the engine ended with {status}"));
        }
        let (rows, record) = (file::rows(self.folder).map_err(text)?, self.sink.settled());
        let wrong = verdict::at_end(&rows, &record, MESSAGES as usize);
        let doubtful = rows.iter().filter(|row| row.state == "in_doubt").count();
        let mut report = self.shared.report();
        report.workspaces += 1;
        report.messages.0 += rows.len() as u64;
        report.messages.1 += doubtful as u64;
        report.wrong.extend(wrong);
        Ok(())
    }

    /// Half of the time at the phase that was met least.
    fn aim(&self, random: &mut Random) -> Aim {
        let rarest = self.shared.report().rarest();
        let phase =
            if random.chance(50) { rarest } else { random.pick(Phase::Between, &Phase::ALL) };
        Aim::at(random.pick_of(phase.points()).flatten(), random)
    }

    fn start(&self) -> Result<Child, String> {
        let mut command = Command::new(self.shared.program);
        command.arg(HOST).arg(self.folder).stdin(Stdio::null()).stdout(Stdio::null());
        command.spawn().map_err(text)
    }

    /// Lets the engine send and kills it; false when it had come to its end before.
    fn kill(&mut self, aim: Aim) -> Result<bool, String> {
        let before = self.sink.record();
        self.trigger.set(aim);
        let mut engine = self.start()?;
        let killed = self.kill_at(aim, &mut engine)?;
        // Before the server reads on in what was written ahead.
        let then = self.sink.record();
        self.trigger.is_over();
        engine.wait().map_err(text)?;
        let record = self.sink.settled();
        if !killed {
            return Ok(false);
        }
        let rows = file::rows(self.folder).map_err(text)?;
        let since = |record: &Record| {
            record.letters.get(before.letters.len()..).unwrap_or_default().to_vec()
        };
        let open = open(&record, before.connections);
        let wrong = verdict::after_kill(&rows, &self.doubtful, &since(&record), open);
        self.doubtful = verdict::doubtful(&rows).map(|row| row.id.clone()).collect();
        let mut report = self.shared.report();
        report.met(Phase::of(&rows, &since(&then)), open);
        report.wrong.extend(wrong);
        Ok(true)
    }

    /// Waits for the moment and kills; false when the engine had ended before.
    fn kill_at(&self, aim: Aim, engine: &mut Child) -> Result<bool, String> {
        let since = Stopwatch::start();
        match aim.point {
            None => drop(self.trigger.wait(aim.delay)),
            Some(_) => {
                while !self.trigger.wait(LOOK) {
                    if engine.try_wait().map_err(text)?.is_some() {
                        return Ok(false);
                    }
                    if since.so_far() > PATIENCE {
                        engine.kill().map_err(text)?;
                        return Err(format!("{aim:?} did not come"));
                    }
                }
                let met = Stopwatch::start();
                while met.so_far() < aim.delay {
                    std::hint::spin_loop();
                }
            }
        }
        if engine.try_wait().map_err(text)?.is_some() {
            return Ok(false);
        }
        engine.kill().map_err(text)?;
        Ok(true)
    }
}

/// How many of the connections since `from` the client has not ended in order.
fn open(record: &Record, from: usize) -> usize {
    (from..record.connections).filter(|connection| !record.ended.contains(connection)).count()
}
