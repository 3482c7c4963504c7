//! Which of the two workspaces the rep works in: the own one or the practice one, each a file of its
//! own for good (R54).

use desk_store::open::FILE_NAME;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The rep's own.
    Own,
    /// For practice.
    Practice,
}

/// Remembers the last choice, beside the rep's own workspace.
const CHOSEN: &str = "chosen";

/// Folder of the practice workspace inside the data folder.
const PRACTICE: &str = "practice";

/// Where a workspace lies.
pub(crate) fn folder(root: &Path, choice: Choice) -> PathBuf {
    match choice {
        Choice::Own => root.to_owned(),
        Choice::Practice => root.join(PRACTICE),
    }
}

/// The last choice. Without one, the workspace that there is; the rep's own when there are both.
pub(crate) fn read(root: &Path) -> Option<Choice> {
    let exists = |choice| folder(root, choice).join(FILE_NAME).exists();
    match fs::read_to_string(root.join(CHOSEN)).as_deref().map(str::trim) {
        Ok("own") => Some(Choice::Own),
        Ok("practice") if exists(Choice::Practice) => Some(Choice::Practice),
        _ if exists(Choice::Own) => Some(Choice::Own),
        // A log without its database is what is left of a workspace, and must not be overlooked.
        _ if root.join(format!("{FILE_NAME}-wal")).exists() => Some(Choice::Own),
        _ if exists(Choice::Practice) => Some(Choice::Practice),
        _ => None,
    }
}

/// Remembers a choice.
pub(crate) fn write(root: &Path, choice: Choice) -> io::Result<()> {
    let word = match choice {
        Choice::Own => "own\n",
        Choice::Practice => "practice\n",
    };
    fs::write(root.join(CHOSEN), word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_chosen_at_first_and_then_what_is_there_or_was_chosen() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(read(root.path()), None);
        fs::create_dir(root.path().join(PRACTICE)).unwrap();
        fs::write(folder(root.path(), Choice::Practice).join(FILE_NAME), "").unwrap();
        assert_eq!(read(root.path()), Some(Choice::Practice));
        fs::write(root.path().join(FILE_NAME), "").unwrap();
        assert_eq!(read(root.path()), Some(Choice::Own));
        write(root.path(), Choice::Practice).unwrap();
        assert_eq!(read(root.path()), Some(Choice::Practice));
        write(root.path(), Choice::Own).unwrap();
        assert_eq!(read(root.path()), Some(Choice::Own));
    }
}
