//! The one place here that looks at a clock and lets time pass.

use std::{
    process::{Child, Command, ExitStatus},
    time::{Duration, Instant},
};

/// A moment to measure from.
#[expect(clippy::disallowed_methods, reason = "the build house measures real time, here only")]
pub fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "another program gives no signal to wait for")]
fn pause() {
    std::thread::sleep(Duration::from_millis(100));
}

/// Asks every tenth of a second until there is an answer or the limit is over.
pub fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let start = now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if start.elapsed() > limit {
            return None;
        }
        pause();
    }
}

/// How the child ended, or nothing when it had to be ended because the limit was over.
pub fn for_end(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let ended = until(limit, || child.try_wait().transpose());
    if ended.is_none() {
        child.kill()?;
        child.wait()?;
    }
    ended.transpose()
}

/// Asks the child to end, and ends it when it does not.
pub fn end(child: &mut Child) {
    if cfg!(unix) {
        // The shell's own `kill`: a bare system may lack the program of that name.
        let _ = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status();
    } else {
        let _ = child.kill();
    }
    let _ = for_end(child, Duration::from_secs(5));
}
