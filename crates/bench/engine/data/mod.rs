//! A workspace of any size, made once and kept: the real schema, filled in bulk by a process of its own,
//! so that its memory is not that of the measuring.

pub mod cadences;
mod fill;
pub mod words;

use desk_core::time::Timestamp;
use desk_store::open::{self, Check, FILE_NAME};
use desk_store::schema;
use desk_store::workspace::Kind;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the clock stands: a Monday morning in Berlin.
pub const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

/// What is ready to turn due does so within this time, in milliseconds.
pub const SOON: i64 = 7_200_000;

/// Cadences with people in them.
pub const CADENCES: usize = 20;

/// Contacts in no cadence, behind the others.
pub const FREE: u64 = 30_000;

/// Partnerships with a long timeline: the first ones.
pub const LONG: u64 = 5;

/// Changes with what is filled in.
const GENERATION: u32 = 4;

/// What the generator is called with.
pub const ORDER: &str = "--fill";

/// How many rows of what a workspace of a size holds.
#[derive(Debug, Clone, Copy)]
pub struct Size(pub u64);

impl Size {
    /// Touches that are due at first.
    pub fn due(self) -> u64 {
        (self.0 / 20).min(5_000)
    }

    /// Touches that turn due within [`SOON`].
    pub fn soon(self) -> u64 {
        (self.0 / 4).min(45_000)
    }
}

/// The folder of a workspace of this size, filled if it was not yet.
pub fn ready(cache: &Path, rows: u64) -> Result<PathBuf, Box<dyn Error>> {
    let folder = cache.join(format!("{:016x}-{rows}", fingerprint()?));
    if folder.join(FILE_NAME).exists() {
        return Ok(folder);
    }
    let status = Command::new(std::env::current_exe()?)
        .args([ORDER, &rows.to_string()])
        .arg(&folder)
        .status()?;
    if status.success() { Ok(folder) } else { Err(format!("filling ended with {status}").into()) }
}

/// A copy of a workspace to work in.
pub fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(to)?;
    std::fs::copy(from.join(FILE_NAME), to.join(FILE_NAME))?;
    Ok(())
}

/// Fills a workspace. It gets its name when it is whole.
pub fn make(folder: &Path, rows: u64) -> Result<(), Box<dyn Error>> {
    let name =
        folder.file_name().and_then(|name| name.to_str()).ok_or("a folder without a name")?;
    let unfinished = folder.with_file_name(format!("{name}.unfinished"));
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished)?;
    }
    let store = open::open(&unfinished, Kind::Own, Check::Usual)?;
    let cadences = cadences::make(&store)?;
    drop(store);
    fill::fill(&unfinished.join(FILE_NAME), &cadences, Size(rows))?;
    std::fs::rename(unfinished, folder)?;
    Ok(())
}

/// Differs when the schema or the content differs.
fn fingerprint() -> Result<u64, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = open::open(folder.path(), Kind::Own, Check::Usual)?;
    let schema = store.read(|c| Ok(schema::describe(c)?))?;
    let mut hasher = DefaultHasher::new();
    (GENERATION, schema).hash(&mut hasher);
    Ok(hasher.finish())
}
