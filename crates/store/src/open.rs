//! Opening a workspace: where it may lie, who may have it open, which files are refused.
//!
//! Every refusal leaves the file as it was. Only [`set_aside`] moves a file, and only a damaged one
//! that the rep has given up.

use crate::claim::Claim;
use crate::location::BadLocation;
use crate::log::{self, Log};
use crate::workspace::{self, Kind};
use crate::{Store, StoreError, schema};
use desk_core::time::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// Name of the workspace file inside the data folder.
pub const FILE_NAME: &str = "workspace.sqlite";

/// The first bytes of every SQLite database (<https://www.sqlite.org/fileformat.html>, 1.2).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// In bytes. Up to this size a file is checked page by page at every start (about 0.1 s); above it only after
/// the last run ended without closing the file.
pub const ALWAYS_CHECKED: u64 = 64 << 20;

/// How long another tool may hold the file. Within the program writes already wait for each other.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// In bytes. As large may the log's file stay when the log begins anew.
const LOG_KEPT: i64 = 16 << 20;

/// Statements that a connection keeps ready. All that the table modules have, with room: reading one anew
/// takes longer than running it.
const STATEMENTS: usize = 256;

/// Why a workspace was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file is not a sound database.
    #[error("the workspace file is damaged: {0}")]
    Damaged(String),
    /// A newer version of the program wrote the file.
    #[error("the workspace file has version {file}, this program knows up to {known}")]
    Newer {
        /// Schema version of the file.
        file: i64,
        /// Newest version that this program knows.
        known: i64,
    },
    /// The file is another program's database.
    #[error("the file is another program's database")]
    Foreign,
    /// The disk or the quota is used up.
    #[error("the disk is full")]
    DiskFull,
    /// Folder or file cannot be written.
    #[error("the workspace cannot be written: {0}")]
    Unwritable(#[source] io::Error),
    /// The folder is no place for a database.
    #[error("the workspace's folder cannot hold a database: {0:?}")]
    Location(BadLocation),
    /// Another process has the workspace open.
    #[error("the workspace is open in another program")]
    InUse,
    /// Anything else that SQLite reports.
    #[error("database: {0}")]
    Other(String),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged(cause) => Self::Damaged(cause.to_string()),
            StoreError::Document(cause) => Self::Damaged(cause.to_string()),
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Sqlite(cause) => match cause.sqlite_error_code() {
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => {
                    Self::Unwritable(io::Error::other(cause))
                }
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
                _ => Self::Other(cause.to_string()),
            },
        }
    }
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Unwritable(error),
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// How closely a file is looked at before it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Page by page up to [`ALWAYS_CHECKED`], or when the last run was cut off.
    Usual,
    /// Page by page whatever its size.
    Thorough,
}

/// Opens the workspace in `folder`, making both when they do not exist: then it is of this `kind`
/// for good.
///
/// # Errors
/// [`OpenError`] says what is in the way; nothing was changed then.
pub fn open(folder: &Path, kind: Kind, check: Check) -> Result<Store, OpenError> {
    let claim = Claim::on(folder)?;
    let path = folder.join(FILE_NAME);
    // Who has looked at it has read the schema and is the first to answer questions.
    let reader = inspect(&path, check)?;
    let mut writer = writer(&path)?;
    schema::migrate(&mut writer).map_err(migration_error)?;
    workspace::make(&writer, kind)?;
    let log = Mutex::new(Some(Log::start(&path)?));
    let (readers, writer) = (Mutex::new(Vec::from_iter(reader)), Mutex::new(writer));
    Ok(Store { path, readers, log, writer, commits: AtomicU64::default(), _claim: claim })
}

/// Looks whether a workspace could lie in `folder`, and makes the folder if need be.
///
/// # Errors
/// [`OpenError`] says what is in the way.
pub fn check_place(folder: &Path) -> Result<(), OpenError> {
    Claim::on(folder).map(drop)
}

/// Renames the damaged file in `folder`, and its log, to `workspace.damaged-<UTC time>.sqlite` and
/// returns the new path. A file that is sound is not touched, unless damage was `seen` while it was
/// in use: not every kind shows from outside.
///
/// # Errors
/// [`OpenError`] when the file is not damaged, or cannot be renamed; nothing was changed then.
pub fn set_aside(folder: &Path, now: Timestamp, seen: bool) -> Result<PathBuf, OpenError> {
    let _claim = Claim::on(folder)?;
    let path = folder.join(FILE_NAME);
    match inspect(&path, Check::Thorough) {
        Err(OpenError::Damaged(_)) => {}
        Ok(_) if seen => {}
        Ok(_) => return Err(OpenError::Other("the workspace file is not damaged".to_owned())),
        Err(other) => return Err(other),
    }
    let target = free_name(folder, now);
    let mut moved = Vec::new();
    for suffix in ["-wal", "-shm", ""] {
        let (from, to) = (with_suffix(&path, suffix), with_suffix(&target, suffix));
        match fs::rename(&from, &to) {
            Ok(()) => moved.push((from, to)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                // A database without its log is worth less: all or nothing.
                for (from, to) in moved {
                    fs::rename(to, from)?;
                }
                return Err(error.into());
            }
        }
    }
    Ok(target)
}

fn free_name(folder: &Path, now: Timestamp) -> PathBuf {
    let stamp = chrono::DateTime::from_timestamp_millis(now.as_millis())
        .unwrap_or_default()
        .format("%Y%m%d-%H%M%S");
    let numbers = std::iter::once(String::new()).chain((2..).map(|n: u64| format!("-{n}")));
    numbers
        .map(|number| folder.join(format!("workspace.damaged-{stamp}{number}.sqlite")))
        .find(|candidate| !candidate.exists())
        .unwrap_or_else(|| folder.join("workspace.damaged.sqlite"))
}

/// A connection that can only read.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;")?;
    Ok(connection)
}

/// A connection that puts what is in the log in its place.
pub(crate) fn placer(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;")?;
    Ok(connection)
}

fn writer(path: &Path) -> Result<Connection, OpenError> {
    create_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // What a large write changes must fit into the cache (in KiB), else pages go to the log again and
    // again. NORMAL in WAL mode survives kill -9 and keeps the file sound through a power cut.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = NORMAL;
         PRAGMA cache_size = -16384;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    // Usually the log is emptied beside the writes, and what it took on the disk given back.
    connection.pragma_update(None, "wal_autocheckpoint", log::TOO_MANY)?;
    connection.pragma_update(None, "journal_size_limit", LOG_KEPT)?;
    Ok(connection)
}

/// Looks at the file without changing it. Returns the connection that it took; none to a file that is not
/// there.
fn inspect(path: &Path, check: Check) -> Result<Option<Connection>, OpenError> {
    let size = size_of(path)?;
    let log_size = size_of(&with_suffix(path, "-wal"))?;
    if size == 0 {
        // A log without its database is all that is left of one; starting anew would delete it.
        return if log_size == 0 {
            Ok(None)
        } else {
            Err(OpenError::Damaged("the database is gone, its log is still there".to_owned()))
        };
    }
    check_magic(path)?;
    let connection = reader(path)?;
    let number =
        |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application_id = number("application_id")?;
    // A first start that was cut off leaves a database without anything in it.
    let untouched = application_id == 0 && tables == 0;
    if application_id != i64::from(schema::APPLICATION_ID) && !untouched {
        return Err(OpenError::Foreign);
    }
    let (file, known) = (number("user_version")?, schema::latest_version());
    if file > known {
        return Err(OpenError::Newer { file, known });
    }
    let closed_well = log_size == 0;
    if check == Check::Thorough || size <= ALWAYS_CHECKED || !closed_well {
        let verdict: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(OpenError::Damaged(verdict));
        }
    }
    Ok(Some(connection))
}

fn check_magic(path: &Path) -> Result<(), OpenError> {
    let mut start = [0; MAGIC.len()];
    let mut file = File::open(path)?;
    match file.read_exact(&mut start) {
        Ok(()) if &start == MAGIC => Ok(()),
        Ok(()) => Err(OpenError::Damaged("the file does not begin like a database".to_owned())),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(OpenError::Damaged("the file is cut off".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

fn size_of(path: &Path) -> Result<u64, OpenError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// SQLite gives its log files the rights of the database, so these are set before it opens it.
pub(crate) fn create_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn migration_error(error: rusqlite_migration::Error) -> OpenError {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => OpenError::Other(other.to_string()),
    }
}
