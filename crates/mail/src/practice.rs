//! The transport of the practice workspace: a folder. What would be sent is a file there, as it
//! would go over the wire, and nothing leaves the computer.

use crate::message::Composed;
use crate::message_id::hex;
use chrono::{DateTime, Utc};
use desk_core::time::Timestamp;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many letters and digits of the subject the file's name shows.
const SLUG_MAX: usize = 60;
/// How many bytes of the hash of the message id it shows: enough that no two messages of one
/// person's practice meet.
const HASH_BYTES: usize = 8;

/// Writes `message` into `folder` as `<yyyy-mm-dd hhmmss> <subject> <hash of its id>.eml`, the
/// moment `sent_at` in UTC, and returns where. The file appears whole or not at all, and only the
/// rep may read it. A message that is there already keeps its file, under its first name: one
/// message is never two files.
///
/// # Errors
/// Whatever the file system says; also when `sent_at` is no year that can be written.
pub fn write_eml(folder: &Path, message: &Composed, sent_at: Timestamp) -> io::Result<PathBuf> {
    let id = message.message_id().as_str().as_bytes();
    let hash = hex(ring::digest::digest(&ring::digest::SHA256, id).as_ref(), HASH_BYTES);
    let path = match existing(folder, &hash)? {
        Some(path) => path,
        None => folder.join(name(message, sent_at, &hash)?),
    };
    // Left over by a crash, if it is there, and ours alone: nobody else has this message.
    let unfinished = folder.join(format!(".{hash}.tmp"));
    let written = write_private(&unfinished, message.bytes());
    if let Err(error) = written.and_then(|()| fs::rename(&unfinished, &path)) {
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    Ok(path)
}

fn existing(folder: &Path, hash: &str) -> io::Result<Option<PathBuf>> {
    let ending = format!(" {hash}.eml");
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(&ending)) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

fn name(message: &Composed, sent_at: Timestamp, hash: &str) -> io::Result<String> {
    let moment: DateTime<Utc> = DateTime::from_timestamp_millis(sent_at.as_millis())
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no such moment"))?;
    let moment = moment.format("%Y-%m-%d %H%M%S");
    Ok(format!("{moment} {} {hash}.eml", slug(message.subject().as_str())))
}

/// Letters and digits of any script, with single hyphens for all else: no file system minds them,
/// and no name is a device (`CON`) or hidden, because a date stands before it.
fn slug(subject: &str) -> String {
    let words = subject.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug: String = words.collect::<Vec<_>>().join("-").chars().take(SLUG_MAX).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "no-subject".to_owned() } else { slug.to_owned() }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = create_private(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Elsewhere the folder's own rights are what its files get.
#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
