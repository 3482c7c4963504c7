//! The log: one file a day in the platform's folder for logs, a week of them. At this level it
//! holds no addresses, no names and no texts.

use std::fmt::Display;
use tauri::{App, Manager};
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};

/// Writes what is still in memory when the program ends.
struct Flush(#[expect(dead_code, reason = "kept for its drop")] WorkerGuard);

/// Starts the log. A program that cannot write a log still runs.
pub fn start(app: &App) {
    let appender = app.path().app_log_dir().map_err(|error| error.to_string()).and_then(|folder| {
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix("cadence-desk")
            .filename_suffix("log")
            .max_log_files(7)
            .build(folder)
            .map_err(|error| error.to_string())
    });
    match appender {
        Ok(appender) => {
            let (writer, guard) = tracing_appender::non_blocking(appender);
            app.manage(Flush(guard));
            let log = tracing_subscriber::fmt().with_writer(writer).with_ansi(false);
            if let Err(error) = log.try_init() {
                last_words(&error);
            }
        }
        Err(error) => last_words(&error),
    }
}

/// Tells something where no log can be.
#[expect(clippy::print_stderr, reason = "there is no log and no window to tell it in")]
pub fn last_words(error: &dyn Display) {
    eprintln!("Cadence Desk: {error}");
}
