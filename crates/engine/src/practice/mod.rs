//! The content of the practice workspace: made-up partnerships in every state, brought there by the
//! same commands that the rep uses, at moments in the past.

pub(crate) mod letter;
mod story;

use crate::commands::{account, assign, cadence, custom, editor, partnership};
use crate::outreach::WorkError;
use crate::ports::{Reads, Writes, Zoned};
use crate::session::Session;
use desk_core::account::SenderProfile;
use desk_core::caller::CallerNumber;
use desk_core::change::Changes;
use desk_core::custom::CustomField;
use desk_core::ids::{Ids, Uid};
use desk_core::partnership::{ContactFields, PartnershipFields, Stage};
use desk_core::rules::Rules;
use desk_core::stage::MeantFor;
use desk_core::step::{Delay, StepContent, StepRules};
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
use desk_store::version::{self, Version};
use desk_store::workspace::Kind;
use desk_store::{
    Store, StoreError, cadence as cadence_table, caller, custom as custom_table, meant_for, stage,
};
use desk_wire::account::SenderSave;
use desk_wire::cadence::{CadenceCreate, CadenceRef, CadenceSave, StepSave};
use desk_wire::custom::{CustomFault, CustomFieldAdd};
use desk_wire::enrolment::Assign;
use desk_wire::error::{Problem, WireError};
use desk_wire::partnership::{NotesSave, PartnershipCreate};
use serde::Deserialize;
use std::sync::atomic::{AtomicI64, Ordering};

const CONTENT: &str = include_str!("workspace.json");

#[derive(Deserialize)]
struct Content {
    sender: SenderProfile,
    cadences: Vec<CadenceContent>,
    partnerships: Vec<PartnershipContent>,
}

#[derive(Deserialize)]
struct CadenceContent {
    name: String,
    description: String,
    goal: String,
    steps: Vec<StepContents>,
}

#[derive(Deserialize)]
struct StepContents {
    name: String,
    delay: Delay,
    content: StepContent,
}

#[derive(Deserialize)]
struct PartnershipContent {
    fields: PartnershipFields,
    notes: String,
    contacts: Vec<ContactFields>,
    story: Vec<story::Action>,
}

/// Why the workspace could not be filled.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FillError {
    /// The content that the program carries is not sound.
    #[error("the content: {0}")]
    Content(#[from] serde_json::Error),
    /// A command refused it.
    #[error(transparent)]
    Refused(#[from] Box<WireError>),
    /// The rules refused it.
    #[error(transparent)]
    Work(#[from] WorkError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WireError> for FillError {
    fn from(error: WireError) -> Self {
        Self::Refused(Box::new(error))
    }
}

/// A session in which it is another moment: what is done through it was done then.
struct Past<'a> {
    session: &'a Session,
    now: AtomicI64,
}

impl Past<'_> {
    fn go_to(&self, moment: Timestamp) {
        self.now.store(moment.as_millis(), Ordering::SeqCst);
    }
}

impl Reads for Past<'_> {
    fn store(&self) -> &Store {
        self.session.store()
    }
}

impl Writes for Past<'_> {
    /// Nobody shows the workspace yet.
    fn publish(&self, _: Changes) {}
}

impl Clock for Past<'_> {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }
}

impl Ids for Past<'_> {
    fn uid(&self, now: Timestamp) -> Uid {
        self.session.uid(now)
    }
}

impl Zoned for Past<'_> {
    fn rep_zone(&self) -> Zone {
        self.session.rep_zone()
    }
}

/// Fills a practice workspace that is new. Does nothing to any other.
pub(crate) fn fill_if_new(session: &Session) -> Result<(), FillError> {
    let used = session.read_store(|c| {
        Ok(cadence_table::counts(c)?.unarchived > 0 || desk_store::partnership::count(c)? > 0)
    })?;
    if session.kind() != Kind::Practice || used {
        return Ok(());
    }
    let content: Content = serde_json::from_str(CONTENT)?;
    let now = session.now();
    let past = Past { session, now: AtomicI64::new(now.as_millis()) };
    past.go_to(story::days_before(now, 60.0));
    account::save_sender(&past, SenderSave { profile: content.sender })?;
    let cadences = content
        .cadences
        .into_iter()
        .map(|cadence| make_cadence(&past, cadence))
        .collect::<Result<Vec<_>, _>>()?;
    for partnership in content.partnerships {
        past.go_to(story::days_before(now, 30.0));
        let PartnershipContent { fields, notes, contacts, story } = partnership;
        let mut contacts = contacts.into_iter();
        let create = PartnershipCreate { fields, contact: contacts.next() };
        let mut made = partnership::create(&past, create)?;
        for fields in contacts {
            let partnership = made.id;
            let create = desk_wire::partnership::ContactCreate { partnership, fields };
            made = partnership::add_contact(&past, create)?;
        }
        if !notes.is_empty() {
            partnership::notes(&past, NotesSave { id: made.id, notes })?;
        }
        story::tell(&past, now, &made, &cadences, &story)?;
    }
    Ok(())
}

fn make_cadence(
    past: &Past<'_>,
    content: CadenceContent,
) -> Result<desk_core::ids::CadenceId, FillError> {
    let CadenceContent { name, description, goal, steps } = content;
    let made = cadence::create(past, CadenceCreate { name, description, meant_for: None })?;
    let steps = steps.into_iter().map(|step| {
        let StepContents { name, delay, content } = step;
        StepSave { id: None, name, delay, content, rules: StepRules::default() }
    });
    let save = CadenceSave {
        id: made.id,
        revision: 0,
        goal,
        steps: steps.collect(),
        rules: Rules::default(),
        move_people: false,
    };
    editor::save(past, save)?;
    editor::activate(past, CadenceRef { id: made.id })?;
    Ok(made.id)
}

/// A cadence on its way from one workspace to another.
pub(crate) struct CadenceCopy {
    name: String,
    description: String,
    goal: String,
    meant_for: MeantFor,
    version: Version,
}

/// Cadences on their way from one workspace to another, with the custom fields that they may use and the
/// numbers that their calls may be made from.
#[derive(Default)]
pub(crate) struct Copies {
    cadences: Vec<CadenceCopy>,
    fields: Vec<CustomField>,
    callers: Vec<CallerNumber>,
}

/// The cadences of a workspace, without those in the archive.
pub(crate) fn cadences_to_copy(session: &Session) -> Result<Copies, WireError> {
    let copies = session.read_store(|c| {
        let fields = custom_table::fields(c)?;
        let (callers, _) = caller::numbers(c)?;
        let rows = cadence_table::page(c, cadence_table::Filter::Unarchived, "", None, 1_000)?;
        let cadences = rows
            .into_iter()
            .map(|row| {
                let version = version::latest(c, row.id)?;
                let cadence_table::CadenceRow { name, description, goal, meant_for, .. } = row;
                let copy = |version| CadenceCopy { name, description, goal, meant_for, version };
                Ok(version.map(copy))
            })
            .filter_map(Result::transpose)
            .collect::<Result<_, StoreError>>()?;
        Ok(Copies { cadences, fields, callers })
    });
    copies.map_err(|error| WireError::internal(&error))
}

/// Adds copies of cadences as drafts. One whose name is taken is there already and is left alone; so is a custom
/// field whose key is, and a number that the rep calls from.
pub(crate) fn copy_cadences(session: &Session, copies: Copies) -> Result<(), WireError> {
    for field in copies.fields {
        let taken = CustomFault::KeyTaken;
        match custom::add(session, CustomFieldAdd { definition: field.definition }) {
            Err(WireError { problem: Problem::CustomField { fault }, .. }) if fault == taken => {}
            added => drop(added?),
        }
    }
    session
        .write(|tx| caller::add_missing(tx, copies.callers))
        .map_err(|error: StoreError| WireError::internal(&error))?;
    for CadenceCopy { name, description, goal, meant_for: mut meant, version } in copies.cadences {
        let made =
            match cadence::create(session, CadenceCreate { name, description, meant_for: None }) {
                Err(WireError { problem: Problem::NameTaken { .. }, .. }) => continue,
                made => made?,
            };
        let now = session.now();
        session
            .write(|tx| {
                // Stages that the rep has added to one workspace are not those of another.
                let known = stage::in_order(tx.connection())?;
                meant.stages.retain(|stage| Stage::FIRST.contains(stage) && known.contains(stage));
                meant_for::set(tx, made.id, &meant, now)?;
                version::copy(tx, &version, made.id, &goal, now)
            })
            .map_err(editor::save_error)?;
    }
    Ok(())
}

/// Brings a contact into a cadence, whatever the preflight would warn of.
fn enter(
    past: &Past<'_>,
    cadence: desk_core::ids::CadenceId,
    contact: desk_core::ids::ContactId,
) -> Result<(), FillError> {
    let request = Assign {
        cadence,
        contact,
        first_step: None,
        start_at: None,
        account: None,
        despite_warnings: true,
    };
    assign::assign(past, request)?;
    Ok(())
}
