//! Two partnerships, or two contacts of one, become one (R24): everything in one transaction, with an entry by
//! which it is taken back.
//!
//! [`joining`] makes one contact of two, [`consent`] lets the strictest consent of the two hold, [`back`] makes
//! two of one again.

mod back;
mod consent;
mod joining;

pub(crate) use back::take_back;

use super::bulk::replan;
use super::{Moment, WorkError};
use desk_core::address::EmailAddress;
use desk_core::event::{Actor, What};
use desk_core::ids::{ContactId, EnrolmentId, EventId, PartnershipId};
use desk_core::merging::fields::{self, MergeChoice, MergeDifference};
use desk_core::merging::people;
use desk_core::partnership::parse_notes;
use desk_store::contact::{self, Contact};
use desk_store::event::{self, NewEvent};
use desk_store::merge::{self as table, Merging};
use desk_store::partnership::{self, PartnershipRow};
use desk_store::{Connection, StoreError, Tx, enrolment, undo};
use desk_wire::error::Problem;
use desk_wire::merging::{MergeConsequence, MergeFault, MergeOf};
use joining::Join;

/// Names of moved contacts that are told.
const NAMED: usize = 3;

/// What was merged, and what came of it.
pub(crate) struct Outcome {
    /// Its entry.
    pub event: EventId,
    /// The partnership that was kept, or whose contacts they are.
    pub partnership: PartnershipId,
    /// Name of the one that was kept.
    pub kept: String,
    /// Name of the other.
    pub other: String,
    /// The fields in which they differed.
    pub differences: Vec<MergeDifference>,
    /// What has followed from it.
    pub consequences: Vec<MergeConsequence>,
}

/// A merge on its way.
struct Work<'a> {
    moment: Moment<'a>,
    rows: Merging,
    consequences: Vec<MergeConsequence>,
    /// Enrolments whose state has changed.
    touched: Vec<EnrolmentId>,
}

/// Merges two records. What the rep has not chosen is as the differences say.
pub(crate) fn merge(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    of: MergeOf,
    choices: &[MergeChoice],
) -> Result<Outcome, WorkError> {
    match of {
        MergeOf::Partnerships { kept, other } => partnerships(tx, moment, (kept, other), choices),
        MergeOf::Contacts { kept, other } => contacts(tx, moment, (kept, other), choices),
    }
}

fn partnerships(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    (kept, other): (PartnershipId, PartnershipId),
    choices: &[MergeChoice],
) -> Result<Outcome, WorkError> {
    if kept == other {
        return Err(refused(MergeFault::Same));
    }
    let (ours, theirs) = (present(tx.connection(), kept)?, present(tx.connection(), other)?);
    let here = contact::of_partnership(tx.connection(), kept)?;
    let there = contact::of_partnership(tx.connection(), other)?;
    let people: Vec<_> = here.iter().chain(&there).map(|contact| contact.id).collect();
    nothing_on_the_way(tx.connection(), &people)?;
    let notes = parse_notes(&fields::notes(&ours.notes, &theirs.notes)).map_err(Problem::from)?;
    let joins = same_people(&here, &there);
    let what = What::Merged { name: theirs.fields.name.clone() };
    let entry = told(moment, kept, None, what);
    let (mut work, event) = begin(tx, moment, (entry, Some(other)), &joins)?;
    let consents = joining::join_all(tx, &mut work, &joins, &[])?;
    work.tell_moved(tx.connection(), other)?;
    if !ours.notes.trim().is_empty() && !theirs.notes.trim().is_empty() {
        work.consequences.push(MergeConsequence::NotesUnite);
    }
    let merged = fields::merged(&ours.fields, &theirs.fields, choices);
    work.rows.take_in(tx, (kept, other), (&merged, &notes), moment.now)?;
    consent::apply_all(tx, &mut work, consents)?;
    let consequences = end(tx, work, (kept, event))?;
    Ok(Outcome {
        event,
        partnership: kept,
        differences: fields::differences(&ours.fields, &theirs.fields),
        kept: ours.fields.name,
        other: theirs.fields.name,
        consequences,
    })
}

fn contacts(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    (kept, other): (ContactId, ContactId),
    choices: &[MergeChoice],
) -> Result<Outcome, WorkError> {
    if kept == other {
        return Err(refused(MergeFault::Same));
    }
    let ours = contact::get(tx.connection(), kept)?.ok_or(WorkError::Gone)?;
    let theirs = contact::get(tx.connection(), other)?.ok_or(WorkError::Gone)?;
    let home = ours.partnership;
    if home != theirs.partnership {
        return Err(refused(MergeFault::Apart));
    }
    present(tx.connection(), home)?;
    nothing_on_the_way(tx.connection(), &[kept, other])?;
    let differences = fields::differences(&ours.fields, &theirs.fields);
    let (kept_name, other_name) = (ours.name(), theirs.name());
    let joins = [Join { kept: ours, other: theirs, address: None }];
    let what = What::ContactMerged { name: other_name.clone() };
    let entry = told(moment, home, Some(kept), what);
    let (mut work, event) = begin(tx, moment, (entry, None), &joins)?;
    let consents = joining::join_all(tx, &mut work, &joins, choices)?;
    consent::apply_all(tx, &mut work, consents)?;
    let consequences = end(tx, work, (home, event))?;
    let (kept, other) = (kept_name, other_name);
    Ok(Outcome { event, partnership: home, kept, other, differences, consequences })
}

/// Notes how everything was, and tells it. What follows from it is told behind it.
fn begin<'a>(
    tx: &mut Tx<'_>,
    moment: Moment<'a>,
    (entry, other): (NewEvent, Option<PartnershipId>),
    joins: &[Join],
) -> Result<(Work<'a>, EventId), WorkError> {
    let ids: Vec<_> = joins.iter().map(|join| (join.kept.id, join.other.id)).collect();
    let mut open = Vec::new();
    for contact in ids.iter().flat_map(|(kept, other)| [*kept, *other]) {
        let rows = enrolment::open_of_contact(tx.connection(), contact)?;
        open.extend(rows.into_iter().map(|row| row.id));
    }
    open.sort_unstable();
    open.dedup();
    let before = undo::snapshot(tx.connection(), &open)?;
    let rows = Merging::begin(tx.connection(), entry.partnership, other, &ids)?;
    let event = event::insert(tx, &entry, Some(&before))?;
    Ok((Work { moment, rows, consequences: Vec::new(), touched: Vec::new() }, event))
}

/// Computes again what waits, and writes the merge down.
fn end(
    tx: &mut Tx<'_>,
    work: Work<'_>,
    (kept, event): (PartnershipId, EventId),
) -> Result<Vec<MergeConsequence>, WorkError> {
    if let Some(before) = event::kept_before(tx.connection(), event)? {
        event::set_undo(tx, event, &before.only(&work.touched))?;
    }
    // Zone, country and numbers decide when what waits is due.
    replan_all(tx, work.moment, kept)?;
    work.rows.finish(tx, (kept, event), work.moment.now)?;
    Ok(work.consequences)
}

/// Computes again when the open touches of all contacts of a partnership are due.
fn replan_all(tx: &mut Tx<'_>, moment: Moment<'_>, id: PartnershipId) -> Result<(), WorkError> {
    for contact in contact::of_partnership(tx.connection(), id)? {
        let open = enrolment::open_of_contact(tx.connection(), contact.id)?;
        replan(tx, moment, open)?;
    }
    Ok(())
}

impl Work<'_> {
    /// Tells what moves as it is.
    fn tell_moved(&mut self, c: &Connection, other: PartnershipId) -> Result<(), StoreError> {
        let moved = contact::of_partnership(c, other)?;
        if !moved.is_empty() {
            let names = moved.iter().take(NAMED).map(Contact::name).collect();
            self.consequences
                .push(MergeConsequence::ContactsMove { count: count(moved.len()), names });
        }
        let going_on = enrolment::count_of_partnership(c, other)?;
        if going_on > 0 {
            self.consequences.push(MergeConsequence::EnrolmentsMove { count: going_on });
        }
        let entries = event::count(c, other)?;
        if entries > 0 {
            self.consequences.push(MergeConsequence::EntriesMove { count: entries });
        }
        Ok(())
    }
}

/// Who of the other side is whom of the kept one. What several people read says nothing about who they are (R25).
fn same_people(kept: &[Contact], other: &[Contact]) -> Vec<Join> {
    let own = |contact: &Contact| -> Vec<EmailAddress> {
        let emails = contact.fields.emails.iter().zip(&contact.fields.shared);
        let own = emails.filter(|(_, shared)| **shared != Some(true));
        own.filter_map(|(email, _)| EmailAddress::parse(email).ok()).collect()
    };
    let addresses = |all: &[Contact]| -> Vec<_> { all.iter().map(own).collect() };
    let pairs = people::pairs(&addresses(kept), &addresses(other));
    let join = |(here, there, by): (usize, usize, EmailAddress)| {
        let (kept, other) = (kept.get(here)?.clone(), other.get(there)?.clone());
        Some(Join { kept, other, address: Some(by.as_str().to_owned()) })
    };
    pairs.into_iter().filter_map(join).collect()
}

/// A partnership that is not in the bin, and was not merged into another.
fn present(c: &Connection, id: PartnershipId) -> Result<PartnershipRow, WorkError> {
    if table::home(c, id)? != id {
        return Err(WorkError::Gone);
    }
    let row = partnership::get(c, id)?.ok_or(WorkError::Gone)?;
    match row.deleted_at {
        Some(_) => Err(refused(MergeFault::InBin)),
        None => Ok(row),
    }
}

fn nothing_on_the_way(c: &Connection, contacts: &[ContactId]) -> Result<(), WorkError> {
    match table::on_the_way(c, contacts)? {
        (true, _) => Err(refused(MergeFault::Sending)),
        (false, true) => Err(refused(MergeFault::InDoubt)),
        (false, false) => Ok(()),
    }
}

fn refused(fault: MergeFault) -> WorkError {
    Problem::NotMergeable { fault }.into()
}

/// An entry of the kept one.
fn told(
    moment: Moment<'_>,
    partnership: PartnershipId,
    contact: Option<ContactId>,
    what: What,
) -> NewEvent {
    NewEvent {
        uid: moment.ids.uid(moment.now),
        at: moment.now,
        actor: Actor::Rep,
        what,
        partnership,
        contact,
        enrolment: None,
        step: None,
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
