//! Looks for a secret where it must not be: in files and in what the system tells of processes.

use std::fs;
use std::path::{Path, PathBuf};

/// Files below `folder` that `looked_at` lets in, and processes that run in it, which hold the
/// secret in plain text or in one of its [`disguises`].
pub fn traces_of(secret: &str, folder: &Path, looked_at: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let disguises = disguises(secret);
    let holds = |content: &[u8]| {
        disguises.iter().any(|part| content.windows(part.len()).any(|window| window == part))
    };
    let mut found: Vec<PathBuf> = files(folder)
        .into_iter()
        .filter(|path| looked_at(path))
        .filter(|path| fs::read(path).is_ok_and(|content| holds(&content)))
        .collect();
    for process in super::desk::inhabitants(folder) {
        for what in ["cmdline", "environ"] {
            let path = PathBuf::from(format!("/proc/{process}/{what}"));
            if fs::read(&path).is_ok_and(|content| holds(&content)) {
                found.push(path);
            }
        }
    }
    found
}

/// The secret as UTF-8, as UTF-16 in both byte orders, and as base64 at each of the three places
/// in which a text can begin in it.
pub fn disguises(secret: &str) -> Vec<Vec<u8>> {
    let wide: Vec<u16> = secret.encode_utf16().collect();
    let mut disguises = vec![
        secret.as_bytes().to_vec(),
        wide.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        wide.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
    ];
    disguises.extend((0..3).map(|before| base64(secret.as_bytes(), before)));
    disguises
}

/// The characters of base64 (RFC 4648) that depend on the text alone, when `before` bytes of
/// something else stand before it.
fn base64(text: &[u8], before: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = [&vec![0; before][..], text].concat();
    let bits: Vec<u8> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let whole = bits.chunks_exact(6).map(|chunk| chunk.iter().fold(0, |sum, bit| sum << 1 | bit));
    let letters = whole.map(|value| LETTERS[usize::from(value)]);
    letters.skip((before * 8).div_ceil(6)).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(self::files(&entry.path())),
            // Sockets and pipes hold nothing that lasts.
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    files
}
