//! The program in a process of its own, which can be killed while it writes.
//!
//! An order is a line of JSON, and so is its answer.

use super::inside::Inside;
use super::order::Order;
use crate::ports;
use crate::run::Stopwatch;
use desk_core::time::{ManualClock, Timestamp};
use desk_engine::ports::SystemIds;
use serde_json::Value;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// The word by which the simulator knows that it is to be the program.
pub const SERVE: &str = "--serve";

type Answer = Result<Value, String>;

/// The other process.
pub(super) struct Apart {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Apart {
    pub fn start(simulator: &Path, folder: &Path) -> io::Result<Self> {
        let mut child = Command::new(simulator)
            .arg(SERVE)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take());
        let (Some(orders), Some(answers)) = pipes else {
            return Err(io::Error::other("the process has no pipes"));
        };
        Ok(Self { child, orders, answers: BufReader::new(answers) })
    }

    /// Asks, and kills the process so much later if it is said; none when it had not answered by then.
    ///
    /// # Errors
    /// The pipe's.
    pub fn obey(&mut self, order: &Order, kill: Option<Duration>) -> io::Result<Option<Answer>> {
        let mut line = serde_json::to_vec(order)?;
        line.push(b'\n');
        self.orders.write_all(&line)?;
        if let Some(later) = kill {
            let since = Stopwatch::start();
            while since.so_far() < later {
                std::hint::spin_loop();
            }
            self.kill();
        }
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        if answer.ends_with('\n') { Ok(Some(serde_json::from_str(&answer)?)) } else { Ok(None) }
    }

    /// Ends the process as the system does when it has to: `SIGKILL`.
    pub fn kill(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Is the program on the workspaces in this folder until there are no more orders.
///
/// # Errors
/// The pipes'.
pub fn serve(folder: &Path) -> io::Result<()> {
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(0)));
    let mut program = None;
    let mut answers = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let order: Order = serde_json::from_str(&line?)?;
        if let Ok(zone) = order.zone.parse() {
            ports::travel(zone);
        }
        clock.set(order.now);
        let program = program.get_or_insert_with(|| {
            Inside::start(folder.to_owned(), Arc::clone(&clock), Arc::new(SystemIds))
        });
        let mut answer = serde_json::to_vec(&program.obey(order))?;
        answer.push(b'\n');
        answers.write_all(&answer)?;
        answers.flush()?;
    }
    Ok(())
}
