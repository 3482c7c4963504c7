//! The attachments folder beside the workspace file: each content once, under its hash, for the rep alone.
//!
//! There is no table: what a file is called, and that it is needed, is said by the drafts, messages and
//! steps that name it. What none of them names is swept out at the start ([`sweep`]).

use crate::{Connection, Store, StoreError};
use desk_core::attachment::FileHash;
use ring::digest::{Context, SHA256};
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder's name.
pub const FOLDER: &str = "attachments";

/// The largest file that is kept, in bytes: no provider takes a message of this size.
pub const MAX_SIZE: u32 = 100 * 1024 * 1024;

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// The files of a workspace.
#[derive(Debug, Clone)]
pub struct KeptFiles {
    folder: PathBuf,
}

/// Why a file is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// It is empty: nobody could open it.
    #[error("the file is empty")]
    Empty,
    /// It has more than [`MAX_SIZE`].
    #[error("the file is larger than {MAX_SIZE} bytes")]
    TooLarge,
    /// The file system said so.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl KeptFiles {
    /// The files of an open workspace.
    #[must_use]
    pub fn of(store: &Store) -> Self {
        Self { folder: store.path().with_file_name(FOLDER) }
    }

    /// The files beside the workspace that a connection is to.
    #[must_use]
    pub fn beside(connection: &Connection) -> Self {
        let path = Path::new(connection.path().unwrap_or_default());
        Self { folder: path.with_file_name(FOLDER) }
    }

    /// Keeps a copy of a file, and tells what names it and how many bytes it has. A content that is there
    /// is not written again.
    ///
    /// # Errors
    /// [`KeepError`].
    pub fn keep(&self, source: &Path) -> Result<(FileHash, u32), KeepError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let mut source = File::open(source)?;
        make_private_folder(&self.folder)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{}-{number}.tmp", std::process::id()));
        let kept = copy(&mut source, &unfinished)
            .and_then(|(hash, size)| Ok((self.finish(&unfinished, hash)?, size)));
        if kept.is_err() {
            // The sweep at the next start takes what cannot be taken now.
            let _ = fs::remove_file(&unfinished);
        }
        kept
    }

    fn finish(&self, unfinished: &Path, hash: FileHash) -> io::Result<FileHash> {
        let path = self.path(&hash);
        if path.is_file() {
            fs::remove_file(unfinished)?;
        } else {
            fs::rename(unfinished, path)?;
        }
        Ok(hash)
    }

    /// What a file holds.
    ///
    /// # Errors
    /// The file system's; [`io::ErrorKind::NotFound`] for one that is not kept.
    pub fn read(&self, file: &FileHash) -> io::Result<Vec<u8>> {
        fs::read(self.path(file))
    }

    /// How many bytes a file has; none when it is not kept.
    #[must_use]
    pub fn size(&self, file: &FileHash) -> Option<u32> {
        let metadata = fs::metadata(self.path(file)).ok().filter(fs::Metadata::is_file)?;
        u32::try_from(metadata.len()).ok()
    }

    fn path(&self, file: &FileHash) -> PathBuf {
        self.folder.join(file.as_str())
    }
}

/// Removes files that nothing names, and what a crash has left unfinished; how many. Only while nobody can
/// be attaching one: before the workspace answers.
///
/// # Errors
/// The database's; nothing is removed then. What the file system does not let go stays for the next time.
pub fn sweep(store: &Store) -> Result<usize, StoreError> {
    let files = KeptFiles::of(store);
    let Ok(entries) = fs::read_dir(&files.folder) else { return Ok(0) };
    let mut entries = entries.flatten().peekable();
    if entries.peek().is_none() {
        return Ok(0);
    }
    let named = store.read(named)?;
    let unnamed = entries.filter(|entry| {
        let name = entry.file_name().into_string();
        !name.is_ok_and(|name| FileHash::try_from(name).is_ok_and(|hash| named.contains(&hash)))
    });
    Ok(unnamed.filter(|entry| fs::remove_file(entry.path()).is_ok()).count())
}

/// The files that something names: a draft, a message whatever became of it, a step of any version, or a
/// draft that taking back would bring back.
fn named(connection: &Connection) -> Result<HashSet<FileHash>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT named.value ->> 'file' FROM draft, json_each(draft.document, '$.attachments') AS named
             WHERE draft.document -> '$.attachments' IS NOT NULL
         UNION SELECT named.value ->> 'file' FROM outbox, json_each(draft, '$.attachments') AS named
             WHERE draft -> '$.attachments' IS NOT NULL
         UNION SELECT named.value ->> 'file' FROM cadence_version,
             json_each(document, '$.steps') AS step, json_each(step.value, '$.rules.attachments') AS named
         UNION SELECT named.value FROM event, json_tree(undo) AS named
             WHERE instr(undo, '\"attachments\"') > 0 AND named.key = 'file'",
    )?;
    let mut rows = statement.query([])?;
    let mut files = HashSet::new();
    while let Some(row) = rows.next()? {
        let hash: Option<String> = row.get(0)?;
        files.extend(hash.and_then(|hash| FileHash::try_from(hash).ok()));
    }
    Ok(files)
}

/// Copies a file and hashes it on the way: it may change while it is read.
fn copy(source: &mut File, to: &Path) -> Result<(FileHash, u32), KeepError> {
    let mut target = create_private(to)?;
    let mut hash = Context::new(&SHA256);
    let mut piece = vec![0; PIECE];
    let mut size = 0_u32;
    loop {
        let count = source.read(&mut piece)?;
        let Some(bytes) = piece.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        size = size.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        if size > MAX_SIZE {
            return Err(KeepError::TooLarge);
        }
        hash.update(bytes);
        target.write_all(bytes)?;
    }
    if size == 0 {
        return Err(KeepError::Empty);
    }
    target.sync_all()?;
    let digits: String = hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let hash = FileHash::try_from(digits).map_err(io::Error::other)?;
    Ok((hash, size))
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Elsewhere the folder's own rights are what its files get.
#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
