//! Workspaces that cannot be opened: each a sentence with a remedy, nothing lost.

use crate::support::desk::{Desk, Options};
use crate::support::surroundings::Surroundings;
use desk_store::Store;
use desk_store::open::Check;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A workspace that cannot be opened.
pub struct Trouble {
    /// A word for it.
    pub name: &'static str,
    /// What the screen must say.
    pub sentence: &'static str,
    /// Makes it below an empty folder and returns the workspace's folder.
    make: fn(PathBuf) -> PathBuf,
}

/// The program on such a workspace.
pub struct Troubled {
    /// The program.
    pub desk: Desk,
    /// Another holder of the workspace.
    _holder: Option<Store>,
}

/// Every kind that can be made without another computer or program.
pub const TROUBLES: &[Trouble] = &[
    Trouble { name: "damaged", sentence: "The workspace file is damaged", make: damaged },
    Trouble { name: "newer", sentence: "The workspace comes from a newer version", make: newer },
    Trouble { name: "foreign", sentence: "This file is not a workspace", make: foreign },
    Trouble { name: "unwritable", sentence: "The workspace cannot be written", make: unwritable },
    Trouble {
        name: IN_USE,
        sentence: "Another Cadence Desk has this workspace open",
        make: |folder| folder,
    },
    Trouble {
        name: "synchronised",
        sentence: "The workspace lies in a folder of Dropbox",
        make: |folder| folder.join("Dropbox/desk"),
    },
];

const IN_USE: &str = "in-use";

fn open(folder: &Path) -> Store {
    desk_store::open::open(folder, desk_store::workspace::Kind::Own, Check::Usual)
        .expect("a new workspace")
}

fn damaged(folder: PathBuf) -> PathBuf {
    fs::write(folder.join("workspace.sqlite"), "a letter, not a database").expect("written");
    folder
}

fn newer(folder: PathBuf) -> PathBuf {
    drop(open(&folder));
    let file = rusqlite::Connection::open(folder.join("workspace.sqlite")).expect("it opens");
    file.pragma_update(None, "user_version", 999).expect("it is marked as newer");
    folder
}

fn foreign(folder: PathBuf) -> PathBuf {
    let file = rusqlite::Connection::open(folder.join("workspace.sqlite")).expect("it opens");
    file.execute_batch("CREATE TABLE somebody_elses (id INTEGER)").expect("a table");
    folder
}

/// Below a file no folder can be made, not even by root.
fn unwritable(folder: PathBuf) -> PathBuf {
    fs::write(folder.join("file"), "").expect("written");
    folder.join("file/desk")
}

impl Trouble {
    /// Starts the program on such a workspace.
    pub async fn start(&self) -> Troubled {
        let surroundings = Arc::new(Surroundings::new());
        let folder = surroundings.home().join("chosen");
        fs::create_dir(&folder).expect("a folder");
        let folder = (self.make)(folder);
        let holder = (self.name == IN_USE).then(|| open(&folder));
        let folder = Some(folder);
        let desk = Desk::start_in(surroundings, Options { folder, ..Options::default() }).await;
        desk.page.sees(self.sentence).await;
        Troubled { desk, _holder: holder }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_trouble_is_told_in_a_sentence_and_stays_when_tried_again() {
    for trouble in TROUBLES {
        let Troubled { desk, _holder } = trouble.start().await;
        desk.page.press("Try again").await;
        desk.page.sees("Nothing changed.").await;
        desk.page.sees(trouble.sentence).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_workspace_is_set_aside_whole_and_work_goes_on() {
    let damaged = TROUBLES.iter().find(|trouble| trouble.name == "damaged").expect("listed");
    let Troubled { desk, .. } = damaged.start().await;
    desk.page.press("Set it aside and start empty").await;
    desk.page.sees("No cadences yet").await;
    let kept = fs::read_dir(desk.surroundings.home().join("chosen"))
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.to_string_lossy().contains("workspace.damaged-"))
        .expect("the damaged file is kept");
    assert_eq!(fs::read_to_string(kept).expect("readable"), "a letter, not a database");
}
