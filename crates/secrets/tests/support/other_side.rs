//! The keychain under test, in a process of its own that lives in a test's session. The environment
//! belongs to a whole process, so the test's binary starts itself again.

use super::session::{Process, Session};
use desk_secrets::{Keychain, Patience, Secret, SecretName};
use std::fmt::Debug;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

/// The test that is not one: what the process that is started does.
const TEST: &str = "the_other_side";

/// Milliseconds that the keychain waits for one answer and for the rep.
const PATIENCE: &str = "CADENCE_DESK_TEST_PATIENCE";

/// A running process with one keychain.
pub struct OtherSide {
    _process: Process,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl OtherSide {
    /// Starts it in a session, with the usual limits.
    pub fn start(session: &Session) -> Self {
        Self::run(&mut Self::command(session))
    }

    /// Starts it with other limits.
    pub fn with_patience(session: &Session, answer: Duration, question: Duration) -> Self {
        let limits = format!("{} {}", answer.as_millis(), question.as_millis());
        Self::run(Self::command(session).env(PATIENCE, limits))
    }

    /// Starts it where there is no bus at all.
    pub fn without_bus(session: &Session) -> Self {
        let nowhere = format!("unix:path={}/no-bus", session.home().display());
        Self::run(Self::command(session).env("DBUS_SESSION_BUS_ADDRESS", nowhere))
    }

    fn command(session: &Session) -> Command {
        let mut command = session.command(std::env::current_exe().expect("this test's binary"));
        command.args(["--ignored", "--exact", TEST, "--nocapture"]);
        command
    }

    fn run(command: &mut Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut process = Process::start(command);
        let (input, output) = (process.input(), process.output());
        Self { _process: process, input, output }
    }

    /// Has one call made and returns what it returned, as [`serve`] writes it.
    pub fn does(&mut self, call: &str) -> String {
        self.begins(call);
        self.answers()
    }

    /// Has one call made and does not wait for it.
    pub fn begins(&mut self, call: &str) {
        writeln!(self.input, "{call}").expect("it reads");
    }

    /// The next answer, of whichever call ends first.
    pub fn answers(&mut self) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            let length = self.output.read_line(&mut line).expect("it prints text");
            assert_ne!(length, 0, "the other side has ended");
            // The first line of a test's output stands behind its name.
            if let Some((_, answer)) = line.trim_end().split_once("> ") {
                return answer.to_owned();
            }
        }
    }
}

/// What the other side does: makes the calls that it reads, each on a thread of its own, and prints
/// what they returned.
pub fn serve() {
    let keychain = Keychain::start_with(patience());
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let handle = runtime.handle().clone();
    thread::scope(|scope| {
        for line in std::io::stdin().lines() {
            let (keychain, handle) = (keychain.clone(), handle.clone());
            scope.spawn(move || {
                let line = line.expect("the test writes text");
                let answer = call(&keychain, &handle, &line);
                // One write a line: answers may come at the same time.
                println!("> {answer}");
            });
        }
    });
}

fn patience() -> Patience {
    let Ok(limits) = std::env::var(PATIENCE) else { return Patience::default() };
    let (answer, question) = limits.split_once(' ').expect("two numbers");
    let duration = |millis: &str| Duration::from_millis(millis.parse().expect("a number"));
    Patience { answer: duration(answer), question: duration(question) }
}

/// `get`, `set`, `set-unattended`, `delete` and `probe` with a name and a secret; in place of the
/// secret `5000 x` stands for so many of a letter. `async-` before it calls the asynchronous twin.
fn call(keychain: &Keychain, handle: &tokio::runtime::Handle, line: &str) -> String {
    let mut words = line.splitn(3, ' ');
    let (call, name) = (words.next().unwrap_or_default(), words.next().unwrap_or("unnamed"));
    let name = SecretName::parse(name).expect("a name");
    let secret = Secret::new(written_out(words.next().unwrap_or_default()));
    match call {
        "get" => shown(keychain.get(&name).map(found)),
        "set" => shown(keychain.set(&name, &secret)),
        "set-unattended" => shown(keychain.set_unattended(&name, &secret)),
        "delete" => shown(keychain.delete(&name)),
        "probe" => shown(keychain.probe()),
        "async-get" => shown(handle.block_on(keychain.get_async(&name)).map(found)),
        "async-set" => shown(handle.block_on(keychain.set_async(&name, &secret))),
        "async-set-unattended" => {
            shown(handle.block_on(keychain.set_unattended_async(&name, &secret)))
        }
        "async-delete" => shown(handle.block_on(keychain.delete_async(&name))),
        "async-probe" => shown(handle.block_on(keychain.probe_async())),
        other => panic!("no such call: {other}"),
    }
}

fn found(secret: Option<Secret>) -> String {
    secret.map_or_else(|| "nothing".to_owned(), |secret| secret.expose().to_owned())
}

fn shown<T: Debug, E: Debug>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => format!("{value:?}").trim_matches('"').replace("()", "done"),
        Err(error) => format!("{error:?}"),
    }
}

/// A secret, written out when it is given as a number and a letter.
pub fn written_out(text: &str) -> String {
    match text.split_once(' ').and_then(|(count, letter)| Some((count.parse().ok()?, letter))) {
        Some((count, letter)) => letter.repeat(count),
        None => text.to_owned(),
    }
}
