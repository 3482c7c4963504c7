//! Remembers with what inputs something was made, so that it is made again only when they change.

use anyhow::{Context, Result};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// A number that changes when a name or a content changes. It is not kept for long and defends
/// against nobody, so the standard library's hash serves.
pub fn of_files(root: &Path, files: &[PathBuf]) -> Result<String> {
    let mut files = files.to_vec();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content =
            fs::read(&file).with_context(|| format!("{} is not readable", file.display()))?;
        file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
        content.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file under a folder for which `keep` holds; a folder that it refuses is not entered.
pub fn files_under(dir: &Path, keep: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("{} is not readable", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if !keep(&path) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// Whether the file `stamp` says just this.
pub fn matches(stamp: &Path, value: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text == value)
}

/// Writes the stamp.
pub fn write(stamp: &Path, value: &str) -> Result<()> {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, value).with_context(|| format!("{} could not be written", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty folder that goes with the value. (No crate for it: what only tests need would give
    /// the running program other features, and Windows refuses to replace it.)
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Result<Self> {
            let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            fs::create_dir_all(&path)?;
            Ok(Self(path))
        }

        fn path(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_stamp_changes_with_a_content_a_name_and_a_new_file_and_with_nothing_else() -> Result<()>
    {
        let dir = Folder::new("changes")?;
        let stamp = || of_files(dir.path(), &files_under(dir.path(), &|_| true)?);
        fs::create_dir(dir.path().join("deep"))?;
        fs::write(dir.path().join("deep/a"), "one")?;
        let first = stamp()?;
        assert_eq!(first, stamp()?);

        fs::write(dir.path().join("deep/a"), "two")?;
        let changed = stamp()?;
        assert_ne!(first, changed);

        fs::rename(dir.path().join("deep/a"), dir.path().join("deep/b"))?;
        let renamed = stamp()?;
        assert_ne!(changed, renamed);

        fs::write(dir.path().join("c"), "")?;
        assert_ne!(renamed, stamp()?);
        Ok(())
    }

    #[test]
    fn a_refused_folder_is_not_entered() -> Result<()> {
        let dir = Folder::new("refused")?;
        fs::create_dir(dir.path().join("node_modules"))?;
        fs::write(dir.path().join("node_modules/x"), "")?;
        fs::write(dir.path().join("y"), "")?;
        let files = files_under(dir.path(), &|path| !path.ends_with("node_modules"))?;
        assert_eq!(files, [dir.path().join("y")]);
        Ok(())
    }

    #[test]
    fn a_stamp_that_was_never_written_matches_nothing() -> Result<()> {
        let dir = Folder::new("never")?;
        let stamp = dir.path().join("sub/stamp");
        assert!(!matches(&stamp, ""));
        write(&stamp, "abc")?;
        assert!(matches(&stamp, "abc"));
        assert!(!matches(&stamp, "abd"));
        Ok(())
    }
}
