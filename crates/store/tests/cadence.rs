//! Table `cadence`, through real files.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use desk_core::cadence::{CadenceDescription, CadenceName, CadenceStatus};
use desk_core::change::{Tag, TagKind};
use desk_core::ids::{CadenceId, Ids, SequentialIds};
use desk_core::time::Timestamp;
use desk_store::cadence::{self, CadenceError, CadenceRow, Counts, Filter};
use desk_store::open::{self, Check};
use desk_store::workspace::Kind;
use desk_store::{Committed, Store, Tx};

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);
const LATER: Timestamp = Timestamp::from_millis(1_767_607_200_000);

struct Workspace {
    store: Store,
    ids: SequentialIds,
    _folder: tempfile::TempDir,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            store: open::open(folder.path(), Kind::Own, Check::Usual).unwrap(),
            ids: SequentialIds::default(),
            _folder: folder,
        }
    }

    fn create(&self, name: &str) -> Result<Committed<CadenceRow>, CadenceError> {
        self.store.write(|tx| {
            let description = CadenceDescription::parse("").unwrap();
            cadence::insert_draft(tx, self.ids.uid(NOW), &named(name), &description, NOW)
        })
    }

    /// A write whose changes nobody waits for.
    fn write<T>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, CadenceError>,
    ) -> Result<T, CadenceError> {
        self.store.write(change).map(|committed| committed.value)
    }

    fn id(&self, name: &str) -> CadenceId {
        self.create(name).unwrap().value.id
    }

    fn page(&self, filter: Filter, search: &str) -> Vec<String> {
        let rows = self.store.read(|c| cadence::page(c, filter, search, None, 100)).unwrap();
        rows.into_iter().map(|row| row.name).collect()
    }
}

fn named(name: &str) -> CadenceName {
    CadenceName::parse(name).unwrap()
}

#[test]
fn a_new_cadence_is_a_draft_and_is_told_as_changed() {
    let workspace = Workspace::new();
    let Committed { value, changes } = workspace.create(" Cold outbound ").unwrap();
    assert_eq!((value.name.as_str(), value.status), ("Cold outbound", CadenceStatus::Draft));
    assert_eq!((value.created_at, value.updated_at), (NOW, NOW));
    assert_eq!(changes.tags(), [Tag { kind: TagKind::Cadence, id: Some(value.id.0) }]);
}

#[test]
fn a_name_is_unique_among_the_unarchived_whatever_its_case() {
    let workspace = Workspace::new();
    let id = workspace.id("Inbound");
    assert!(matches!(workspace.create("INBOUND"), Err(CadenceError::NameTaken { .. })));
    workspace.write(|tx| cadence::archive(tx, id, false, LATER)).unwrap();
    workspace.id("inbound");
    let restored = workspace.write(|tx| cadence::restore(tx, id, LATER));
    assert!(matches!(restored, Err(CadenceError::NameTaken { .. })));
    assert_eq!(workspace.page(Filter::Archived, ""), ["Inbound"]);
}

#[test]
fn renaming_keeps_the_id_and_moves_the_row() {
    let workspace = Workspace::new();
    workspace.id("Beta");
    let id = workspace.id("Alpha");
    let description = CadenceDescription::parse("For fairs").unwrap();
    let renamed = workspace
        .write(|tx| cadence::rename(tx, id, &named("Gamma"), &description, LATER))
        .unwrap();
    assert_eq!((renamed.id, renamed.description.as_str()), (id, "For fairs"));
    assert_eq!((renamed.created_at, renamed.updated_at), (NOW, LATER));
    assert_eq!(workspace.page(Filter::Unarchived, ""), ["Beta", "Gamma"]);
}

#[test]
fn a_cadence_may_keep_its_own_name_in_another_case() {
    let workspace = Workspace::new();
    let id = workspace.id("alpha");
    let description = CadenceDescription::parse("").unwrap();
    workspace.write(|tx| cadence::rename(tx, id, &named("Alpha"), &description, LATER)).unwrap();
    assert_eq!(workspace.page(Filter::Unarchived, ""), ["Alpha"]);
}

#[test]
fn an_archived_cadence_is_not_edited_and_a_missing_one_not_found() {
    let workspace = Workspace::new();
    let id = workspace.id("Old");
    workspace.write(|tx| cadence::archive(tx, id, false, LATER)).unwrap();
    let description = CadenceDescription::parse("").unwrap();
    let edited = workspace.write(|tx| cadence::rename(tx, id, &named("New"), &description, LATER));
    assert!(matches!(edited, Err(CadenceError::Archived)));
    let missing = workspace.write(|tx| cadence::archive(tx, CadenceId(999), false, LATER));
    assert!(matches!(missing, Err(CadenceError::NotFound)));
}

#[test]
fn a_restored_draft_is_a_draft_again() {
    let workspace = Workspace::new();
    let id = workspace.id("Nurture");
    let archived = workspace.write(|tx| cadence::archive(tx, id, false, LATER)).unwrap();
    assert_eq!(archived.status, CadenceStatus::Archived);
    let restored = workspace.write(|tx| cadence::restore(tx, id, LATER)).unwrap();
    assert_eq!(restored.status, CadenceStatus::Draft);
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let workspace = Workspace::new();
    let names: Vec<String> = (0..25).map(|n| format!("Cadence {n:02}")).collect();
    for name in names.iter().rev() {
        workspace.id(name);
    }
    let mut seen = Vec::new();
    let mut after: Option<(String, CadenceId)> = None;
    loop {
        let cursor = after.as_ref().map(|(key, id)| (key.as_str(), *id));
        let rows =
            workspace.store.read(|c| cadence::page(c, Filter::Unarchived, "", cursor, 10)).unwrap();
        let Some(last) = rows.last() else { break };
        after = Some((last.name_key.clone(), last.id));
        seen.extend(rows.into_iter().map(|row| row.name));
    }
    assert_eq!(seen, names);
}

#[test]
fn filters_search_and_counts_agree() {
    let workspace = Workspace::new();
    workspace.id("Cold outbound");
    workspace.id("Warm outbound");
    let gone = workspace.id("Outbound of 2019");
    workspace.write(|tx| cadence::archive(tx, gone, false, LATER)).unwrap();
    assert_eq!(workspace.page(Filter::Unarchived, "outbound").len(), 2);
    assert_eq!(workspace.page(Filter::Draft, "warm"), ["Warm outbound"]);
    assert_eq!(workspace.page(Filter::Archived, "2019"), ["Outbound of 2019"]);
    assert_eq!(workspace.page(Filter::Unarchived, "100%"), Vec::<String>::new());
    assert_eq!(
        workspace.store.read(cadence::counts).unwrap(),
        Counts { unarchived: 2, active: 0, draft: 2, archived: 1 }
    );
}

#[test]
fn a_failed_write_changes_nothing_and_tells_nothing() {
    let workspace = Workspace::new();
    workspace.id("Kept");
    let failed: Result<(), CadenceError> = workspace.write(|tx| {
        let description = CadenceDescription::parse("").unwrap();
        cadence::insert_draft(tx, workspace.ids.uid(NOW), &named("Half"), &description, NOW)?;
        cadence::insert_draft(tx, workspace.ids.uid(NOW), &named("Kept"), &description, NOW)?;
        Ok(())
    });
    assert!(matches!(failed, Err(CadenceError::NameTaken { .. })));
    assert_eq!(workspace.page(Filter::Unarchived, ""), ["Kept"]);
}

#[test]
fn readers_see_only_what_is_committed_and_do_not_wait_for_a_write() {
    let workspace = Workspace::new();
    workspace.id("First");
    workspace
        .write(|tx| {
            let description = CadenceDescription::parse("").unwrap();
            cadence::insert_draft(tx, workspace.ids.uid(NOW), &named("Second"), &description, NOW)?;
            assert_eq!(workspace.page(Filter::Unarchived, ""), ["First"]);
            Ok::<_, CadenceError>(())
        })
        .unwrap();
    assert_eq!(workspace.page(Filter::Unarchived, ""), ["First", "Second"]);
}

#[test]
fn a_reader_cannot_write() {
    let workspace = Workspace::new();
    let id = workspace.id("Safe");
    let refused = workspace.store.read(|c| Ok(c.execute("DELETE FROM cadence", [])?));
    assert!(refused.is_err());
    assert!(workspace.store.read(|c| cadence::get(c, id)).unwrap().is_some());
}
