//! The list of stages, lists of partnerships by it, and whom cadences are meant for.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use desk_core::cadence::{CadenceDescription, CadenceName};
use desk_core::ids::{CadenceId, Ids, PartnershipId, SequentialIds};
use desk_core::partnership::{ContactFields, PartnershipFields, Stage, Tier};
use desk_core::stage::{MAX_STAGES, MeantFor};
use desk_core::time::Timestamp;
use desk_store::cadence::{self, CadenceError};
use desk_store::open::{self, Check};
use desk_store::partnership::list::{self, Behind, Filter, Order, TierFilter};
use desk_store::stage::{self, StageError};
use desk_store::workspace::Kind;
use desk_store::{Store, StoreError, contact, meant_for, partnership};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

struct Workspace {
    store: Store,
    ids: SequentialIds,
    _folder: tempfile::TempDir,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open::open(folder.path(), Kind::Own, Check::Usual).unwrap();
        Self { store, ids: SequentialIds::default(), _folder: folder }
    }

    fn partnership(&self, name: &str, stage: Stage, tier: Option<Tier>) -> PartnershipId {
        let fields = PartnershipFields {
            name: name.to_owned(),
            stage,
            tier,
            ..PartnershipFields::default()
        };
        let made = self.store.write(|tx| partnership::insert(tx, self.ids.uid(NOW), &fields, NOW));
        made.unwrap().value
    }

    fn contact(&self, of: PartnershipId, persona: &str) {
        let fields = ContactFields {
            first_name: "A".to_owned(),
            persona: persona.to_owned(),
            ..ContactFields::default()
        };
        let checked = fields.checked().unwrap();
        let made = self.store.write(|tx| contact::insert(tx, self.ids.uid(NOW), of, &checked));
        made.map(drop).unwrap();
    }

    fn active(&self, name: &str, persona: &str, stages: &[Stage]) -> CadenceId {
        let made = self.store.write(|tx| {
            let (name, uid) = (CadenceName::parse(name).unwrap(), self.ids.uid(NOW));
            let description = CadenceDescription::parse("").unwrap();
            let row = cadence::insert_draft(tx, uid, &name, &description, NOW)?;
            let meant = MeantFor { persona: persona.to_owned(), stages: stages.to_vec() };
            meant_for::set(tx, row.id, &meant, NOW)?;
            cadence::set_active(tx, row.id, true, NOW)?;
            Ok::<_, CadenceError>(row.id)
        });
        made.unwrap().value
    }

    fn add(&self, name: &str) -> Result<Stage, StageError> {
        self.store.write(|tx| stage::add(tx, name)).map(|done| done.value)
    }

    fn remove(&self, stage: Stage) -> Result<(), StageError> {
        self.store.write(|tx| stage::remove(tx, stage)).map(|done| done.value)
    }

    fn to_bin(&self, id: PartnershipId) {
        self.store.write(|tx| partnership::set_deleted(tx, id, Some(NOW))).map(drop).unwrap();
    }

    fn order(&self, stages: &[Stage]) -> Result<(), StageError> {
        self.store.write(|tx| stage::set_order(tx, stages)).map(|done| done.value)
    }

    fn stages(&self) -> Vec<Stage> {
        self.store.read(stage::in_order).unwrap()
    }

    /// Names in a list by stage, in pages of `limit`.
    fn by_stage(&self, tier: Option<TierFilter>, limit: u32) -> Vec<String> {
        let filter = Filter { tier, ..Filter::default() };
        let (mut names, mut after): (Vec<String>, Option<(i64, String, PartnershipId)>) =
            (Vec::new(), None);
        loop {
            let behind = after.as_ref().map(|(rank, key, id)| Behind {
                rank: *rank,
                name_key: key,
                id: *id,
            });
            let page =
                self.store.read(|c| list::page(c, &filter, Order::Stage, behind, limit)).unwrap();
            assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { return names };
            after = Some((last.rank, last.row.name_key.clone(), last.row.id));
            names.extend(page.into_iter().map(|listed| listed.row.fields.name));
        }
    }
}

#[test]
fn r46_a_new_file_has_the_five_stages_in_their_order() {
    let workspace = Workspace::new();
    assert_eq!(workspace.stages(), Stage::FIRST);
    let names = workspace.store.read(stage::list).unwrap();
    let names: Vec<_> = names.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Lead", "Contacted", "In conversation", "Active partner", "Lost"]);
}

#[test]
fn a_name_is_given_once_and_the_number_of_a_removed_stage_never_again() {
    let workspace = Workspace::new();
    assert_eq!(workspace.add("Qualified").unwrap(), Stage::Own(6));
    assert!(matches!(workspace.add("QUALIFIED"), Err(StageError::NameTaken { .. })));
    let renamed = workspace.store.write(|tx| stage::rename(tx, Stage::Lost, "qualified"));
    assert!(matches!(renamed, Err(StageError::NameTaken { .. })));
    workspace.remove(Stage::Own(6)).unwrap();
    assert_eq!(workspace.add("Qualified").unwrap(), Stage::Own(7));
    let gone = workspace.remove(Stage::Own(6));
    assert!(matches!(gone, Err(StageError::NotFound)));
}

#[test]
fn there_are_at_most_thirty_stages() {
    let workspace = Workspace::new();
    for number in 0..MAX_STAGES - 5 {
        workspace.add(&format!("Stage {number}")).unwrap();
    }
    assert!(matches!(workspace.add("One more"), Err(StageError::TooMany)));
    assert_eq!(workspace.stages().len(), MAX_STAGES);
}

#[test]
fn an_order_names_every_stage_once() {
    let workspace = Workspace::new();
    let [lead, contacted, talking, partner, lost] = Stage::FIRST;
    for wrong in [
        vec![lead, contacted, talking, partner],
        vec![lead, contacted, talking, partner, partner],
        vec![lead, contacted, talking, partner, lost, Stage::Own(6)],
    ] {
        assert!(matches!(workspace.order(&wrong), Err(StageError::OtherList)), "{wrong:?}");
    }
    workspace.order(&[partner, lost, lead, talking, contacted]).unwrap();
    assert_eq!(workspace.stages(), [partner, lost, lead, talking, contacted]);
}

#[test]
fn another_order_changes_lists_by_stage_without_touching_a_partnership() {
    let workspace = Workspace::new();
    let own = workspace.add("Qualified").unwrap();
    for (name, stage) in
        [("A", Stage::Lost), ("B", own), ("C", Stage::Lead), ("D", own), ("E", Stage::Lead)]
    {
        workspace.partnership(name, stage, None);
    }
    assert_eq!(workspace.by_stage(None, 2), ["C", "E", "A", "B", "D"]);
    let [lead, contacted, talking, partner, lost] = Stage::FIRST;
    workspace.order(&[own, lost, lead, contacted, talking, partner]).unwrap();
    assert_eq!(workspace.by_stage(None, 2), ["B", "D", "A", "C", "E"]);
}

#[test]
fn partnerships_are_moved_out_of_a_stage_some_at_a_time_also_from_the_bin() {
    let workspace = Workspace::new();
    let own = workspace.add("Qualified").unwrap();
    let ids: Vec<_> = (0..5).map(|n| workspace.partnership(&format!("{n}"), own, None)).collect();
    workspace.to_bin(ids[4]);
    let moved = |limit| {
        let done = workspace.store.write(|tx| stage::move_some(tx, own, Stage::Lost, limit));
        done.unwrap().value.len()
    };
    assert_eq!([moved(3), moved(3), moved(3)], [3, 2, 0]);
    for id in ids {
        let row = workspace.store.read(|c| partnership::get(c, id)).unwrap().unwrap();
        assert_eq!((row.fields.stage, row.stage_name.as_str()), (Stage::Lost, "Lost"));
    }
}

#[test]
fn a_removed_stage_is_taken_out_of_what_cadences_are_meant_for() {
    let workspace = Workspace::new();
    let own = workspace.add("Qualified").unwrap();
    let id = workspace.active("A", "", &[Stage::Lead, own]);
    workspace.remove(own).unwrap();
    let row = workspace.store.read(|c| cadence::get(c, id)).unwrap().unwrap();
    assert_eq!(row.meant_for.stages, [Stage::Lead]);
}

#[test]
fn r46_cadences_that_are_meant_for_somebody_come_first() {
    let workspace = Workspace::new();
    workspace.active("A", "", &[]);
    workspace.active("B", "Buyer", &[]);
    workspace.active("C", "buyer", &[Stage::Lead]);
    workspace.active("D", "Engineer", &[Stage::Lead, Stage::Lost]);
    let found = |search: &str, persona: &str, stage| {
        let rows =
            workspace.store.read(|c| meant_for::fitting(c, search, (persona, stage), 10)).unwrap();
        rows.into_iter().map(|(row, fits)| format!("{} {fits}", row.name)).collect::<Vec<_>>()
    };
    assert_eq!(found("", " BUYER ", Some(Stage::Lead)), ["C 2", "B 1", "D 1", "A 0"]);
    assert_eq!(found("", "", Some(Stage::Lost)), ["D 1", "A 0", "B 0", "C 0"]);
    assert_eq!(found("", "", None), ["A 0", "B 0", "C 0", "D 0"]);
    assert_eq!(found("d", "Buyer", None), ["D 0"]);
}

#[test]
fn personas_are_told_once_however_they_are_written() {
    let workspace = Workspace::new();
    let id = workspace.partnership("A", Stage::Lead, None);
    for persona in ["Buyer", "", "engineer", "buyer", "Architect", "Buyer"] {
        workspace.contact(id, persona);
    }
    let personas = workspace.store.read(|c| meant_for::personas(c, 10)).unwrap();
    assert_eq!(personas, ["Architect", "Buyer", "engineer"]);
    let few = workspace.store.read(|c| meant_for::personas(c, 1)).unwrap();
    assert_eq!(few, ["Architect"]);
}

#[test]
fn who_is_in_the_bin_has_nobody_to_choose() {
    let workspace = Workspace::new();
    let id = workspace.partnership("A", Stage::Lead, None);
    workspace.contact(id, "Buyer");
    workspace.contact(id, "");
    let all = || workspace.store.read(|c| meant_for::candidates(c, id)).unwrap();
    let seen: Vec<_> = all().into_iter().map(|one| (one.primary, one.persona)).collect();
    assert_eq!(seen, [(true, "Buyer".to_owned()), (false, String::new())]);
    workspace.to_bin(id);
    assert!(all().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the order of the list and the size of a page, a list by stage is what sorting gives.
    #[test]
    fn a_list_by_stage_is_sorted_by_the_list_of_stages(
        shuffled in Just(vec![1_u32, 2, 3, 4, 5, 6, 7]).prop_shuffle(),
        people in prop::collection::vec((1_u32..8, 0_usize..3, "[a-c]{1,2}"), 0..24),
        of_tier in any::<bool>(),
        limit in 1_u32..9,
    ) {
        let workspace = Workspace::new();
        workspace.add("Six").unwrap();
        workspace.add("Seven").unwrap();
        let tiers = [None, Some(Tier::One), Some(Tier::Two)];
        let made = workspace.store.write(|tx| {
            for (stage, tier, name) in &people {
                let fields = PartnershipFields {
                    name: name.clone(),
                    stage: Stage::of_number(*stage).unwrap(),
                    tier: tiers[*tier],
                    ..PartnershipFields::default()
                };
                partnership::insert(tx, workspace.ids.uid(NOW), &fields, NOW)?;
            }
            Ok::<_, StoreError>(())
        });
        made.map(drop).unwrap();
        let order: Vec<_> = shuffled.iter().map(|&n| Stage::of_number(n).unwrap()).collect();
        workspace.order(&order).unwrap();
        let place = |stage: &u32| shuffled.iter().position(|one| one == stage);
        let mut should: Vec<_> =
            people.iter().filter(|(_, tier, _)| !of_tier || *tier == 1).collect();
        should.sort_by_key(|(stage, _, name)| (place(stage), name.clone()));
        let should: Vec<_> = should.into_iter().map(|(_, _, name)| name.clone()).collect();
        let tier = of_tier.then_some(TierFilter::Is(Tier::One));
        prop_assert_eq!(workspace.by_stage(tier, limit), should);
    }
}
