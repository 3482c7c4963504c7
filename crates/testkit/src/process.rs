//! A server that ends with the test.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A process that ends, with everything it started, when it is dropped.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
}

impl Process {
    /// Starts `command`, known as `name`, at the head of a process group of its own.
    ///
    /// # Panics
    /// When it does not start: the program is not installed.
    #[must_use]
    pub fn start(name: &str, command: &mut Command) -> Self {
        match command.process_group(0).stdin(Stdio::null()).spawn() {
            Ok(child) => Self { name: name.to_owned(), child },
            Err(error) => panic!("{name} does not start ({error}): run `cargo xtask test`"),
        }
    }

    /// # Panics
    /// When the process has ended by itself; `told` says why that may be.
    pub fn assert_running(&mut self, told: impl FnOnce() -> String) {
        let status = self.child.try_wait().expect("it can be waited for");
        if let Some(status) = status {
            let hint = "if it is not installed, run `cargo xtask test`";
            panic!("{} ended with {status} ({hint}):\n{}", self.name, told());
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}
