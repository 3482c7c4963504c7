//! Tables `cadence_version` and `step`, through real files.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use desk_core::cadence::{CadenceDescription, CadenceName};
use desk_core::ids::{CadenceId, Ids, SequentialIds, StepId};
use desk_core::rules::Rules;
use desk_core::step::{Delay, DelayUnit, Step, StepContent, StepRules};
use desk_core::time::Timestamp;
use desk_store::Store;
use desk_store::cadence::{self, CadenceError};
use desk_store::open::{self, Check};
use desk_store::version::{self, SaveError, StepToSave, Version};
use desk_store::workspace::Kind;
use rusqlite::Connection;

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn with_cadence(store: &Store, name: &str) -> CadenceId {
    let (name, description) =
        (CadenceName::parse(name).unwrap(), CadenceDescription::parse("").unwrap());
    let uid = SequentialIds::default().uid(Timestamp::from_millis(name.as_str().len() as i64));
    store.write(|tx| cadence::insert_draft(tx, uid, &name, &description, NOW)).unwrap().value.id
}

fn new_step(name: &str) -> StepToSave {
    StepToSave {
        id: None,
        name: name.to_owned(),
        delay: Delay { amount: 2, unit: DelayUnit::BusinessDays },
        content: StepContent::Call { script: "Hello".to_owned() },
        rules: StepRules::default(),
    }
}

fn again(step: &Step) -> StepToSave {
    let Step { id, name, delay, content, rules } = step.clone();
    StepToSave { id: Some(id), name, delay, content, rules }
}

fn save(
    store: &Store,
    id: CadenceId,
    revision: u32,
    steps: Vec<StepToSave>,
) -> Result<Version, SaveError> {
    store
        .write(|tx| version::save(tx, id, revision, "Ten meetings", (steps, Rules::default()), NOW))
        .map(|committed| committed.value.1)
}

fn latest(store: &Store, id: CadenceId) -> Version {
    store.read(|c| version::latest(c, id)).unwrap().unwrap()
}

#[test]
fn what_is_saved_is_read_back_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let id = with_cadence(&store, "Inbound");
    let empty = latest(&store, id);
    assert_eq!((empty.revision, empty.steps.len()), (0, 0));

    let saved = save(&store, id, 0, vec![new_step("First"), new_step("Second")]).unwrap();
    assert_eq!(latest(&store, id), saved);
    let row = store.read(|c| cadence::get(c, id)).unwrap().unwrap();
    assert_eq!((row.goal.as_str(), row.step_count), ("Ten meetings", 2));
}

#[test]
fn steps_keep_their_ids_when_they_are_moved_deleted_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let id = with_cadence(&store, "Inbound");
    let first = save(&store, id, 0, vec![new_step("A"), new_step("B")]).unwrap();
    let [a, b] = first.steps.as_slice() else { panic!("two steps") };
    let swapped = save(&store, id, 1, vec![again(b), new_step("C"), again(a)]).unwrap();
    assert_eq!((swapped.steps[0].id, swapped.steps[2].id), (b.id, a.id));
    let without_b = save(&store, id, 2, vec![again(a)]).unwrap();
    assert_eq!(without_b.steps.len(), 1);
    let back = save(&store, id, 3, vec![again(a), again(b)]).unwrap();
    assert_eq!(back.steps[1].id, b.id);
}

#[test]
fn a_save_based_on_an_older_revision_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let id = with_cadence(&store, "Inbound");
    let saved = save(&store, id, 0, vec![new_step("A")]).unwrap();
    assert!(matches!(save(&store, id, 0, vec![]), Err(SaveError::SavedElsewhere)));
    assert_eq!(latest(&store, id), saved);
}

#[test]
fn a_step_of_another_cadence_or_named_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let (one, other) = (with_cadence(&store, "One"), with_cadence(&store, "The other"));
    let step = again(&save(&store, one, 0, vec![new_step("A")]).unwrap().steps[0]);
    for steps in [
        vec![step.clone(), step.clone()],
        vec![StepToSave { id: Some(StepId(99)), ..step.clone() }],
    ] {
        assert!(matches!(save(&store, one, 1, steps), Err(SaveError::ForeignStep(_))));
    }
    assert!(matches!(save(&store, other, 0, vec![step]), Err(SaveError::ForeignStep(_))));
}

#[test]
fn an_archived_cadence_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let id = with_cadence(&store, "Old");
    let archived = store.write(|tx| cadence::archive(tx, id, false, NOW)).unwrap();
    assert_eq!(archived.value.id, id);
    let refused = save(&store, id, 0, vec![]);
    assert!(matches!(refused, Err(SaveError::Cadence(CadenceError::Archived))));
}

#[test]
fn a_file_from_before_steps_gets_an_empty_version_for_each_cadence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(open::FILE_NAME);
    let old = Connection::open(&file).unwrap();
    old.execute_batch(include_str!("../migrations/0001_cadence.sql")).unwrap();
    old.execute_batch(
        "INSERT INTO cadence (uid, name, name_key, description, status, created_at, updated_at)
         VALUES (randomblob(16), 'Old', 'old', '', 'draft', 5, 5);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
    let empty = latest(&store, CadenceId(1));
    assert_eq!((empty.revision, empty.steps.len()), (0, 0));
    save(&store, CadenceId(1), 0, vec![new_step("A")]).unwrap();
}
