//! How long receipts were not on the disk, as the engine tells its log.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The target under which the engine tells it, in milliseconds.
const TARGET: &str = "desk_engine::receipts";

/// Writes a line with a number for each time that receipts were brought to the disk.
struct ToFile(Mutex<File>);

/// Writes them into this file from now on.
///
/// # Errors
/// The system's.
pub fn log_to(path: &Path) -> Result<(), String> {
    let file = File::create(path).map_err(|error| error.to_string())?;
    tracing::subscriber::set_global_default(ToFile(Mutex::new(file)))
        .map_err(|error| error.to_string())
}

fn write(file: &Mutex<File>, millis: u64) {
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    // A line that is missing shows nothing that is there.
    let _ = writeln!(file, "{millis}");
}

/// Looks for the number in an event.
struct Waited<'a>(&'a Mutex<File>);

impl Visit for Waited<'_> {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "waited" {
            write(self.0, value);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl Subscriber for ToFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Waited(&self.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
