//! One contact of two: of two enrolments in one cadence the further goes on.

use super::consent::Held;
use super::{Work, count};
use crate::outreach::carry::contact_error;
use crate::outreach::{Cause, Loaded, WorkError, carry_out, load_enrolment, numbered};
use desk_core::enrolment::{EnrolmentState, Event, Outcome};
use desk_core::event::{Actor, What};
use desk_core::ids::{CadenceId, ContactId, EnrolmentId};
use desk_core::merging::consent::Still;
use desk_core::merging::fields::{self, MergeChoice};
use desk_core::merging::further::{Fate, Standing, fates};
use desk_core::partnership::ContactFields;
use desk_store::contact::{self, Contact};
use desk_store::enrolment::{self as table, EnrolmentRow};
use desk_store::{Connection, Tx, cadence, outbox, version};
use desk_wire::error::Problem;
use desk_wire::merging::MergeConsequence;
use std::collections::{BTreeMap, BTreeSet};

/// Two contacts that are the same person.
#[derive(Debug)]
pub(super) struct Join {
    /// Who stays.
    pub kept: Contact,
    /// Who goes into them.
    pub other: Contact,
    /// The address by which they are the same.
    pub address: Option<String>,
}

/// Makes one contact of each two; what each must be spared from now on.
pub(super) fn join_all(
    tx: &mut Tx<'_>,
    work: &mut Work<'_>,
    joins: &[Join],
    choices: &[MergeChoice],
) -> Result<BTreeMap<ContactId, Held>, WorkError> {
    let mut all: BTreeMap<ContactId, Held> = BTreeMap::new();
    for join in joins {
        let (kept, other) = (join.kept.id, join.other.id);
        work.consequences.push(MergeConsequence::ContactsJoin {
            kept: join.kept.name(),
            other: join.other.name(),
            address: join.address.clone(),
        });
        // Before anything ends: what is over says nothing any more.
        let mut held = Held::of(tx.connection(), kept)?.and(Held::of(tx.connection(), other)?);
        end_the_nearer(tx, work, join, &mut held)?;
        work.rows.join(tx, kept, other)?;
        take_fields(tx, join, choices)?;
        let before = all.remove(&kept).unwrap_or_default();
        all.insert(kept, before.and(held));
    }
    Ok(all)
}

/// Ends what goes on beside something further in the same cadence.
fn end_the_nearer(
    tx: &mut Tx<'_>,
    work: &mut Work<'_>,
    join: &Join,
    held: &mut Held,
) -> Result<(), WorkError> {
    let ours = table::of_contact(tx.connection(), join.kept.id)?;
    let theirs = table::of_contact(tx.connection(), join.other.id)?;
    let cadences: BTreeSet<CadenceId> = ours.iter().map(|row| row.cadence).collect();
    for id in cadences {
        let of = |rows: &[EnrolmentRow]| -> Vec<EnrolmentRow> {
            rows.iter().filter(|row| row.cadence == id).cloned().collect()
        };
        let (ours, theirs) = (of(&ours), of(&theirs));
        let (here, there) =
            fates(&standings(tx.connection(), &ours)?, &standings(tx.connection(), &theirs)?);
        let all: Vec<_> = ours.iter().zip(here).chain(theirs.iter().zip(there)).collect();
        let stays = all.iter().find(|(_, fate)| *fate == Fate::GoesOn).map(|(row, _)| row.id);
        for (row, _) in all.iter().filter(|(_, fate)| *fate == Fate::Ends) {
            if let Some(stays) = stays {
                held.also(stays, Still::all_of(row.enrolment.state));
            }
            let name = if row.contact == join.kept.id { &join.kept } else { &join.other }.name();
            end(tx, work, (row.id, name), stays.is_none())?;
        }
    }
    Ok(())
}

fn end(
    tx: &mut Tx<'_>,
    work: &mut Work<'_>,
    (id, contact): (EnrolmentId, String),
    been: bool,
) -> Result<(), WorkError> {
    let messages = count(outbox::unclaimed_of(tx.connection(), id)?.len());
    let loaded = load_enrolment(tx.connection(), id)?;
    let outcome = Outcome::Moved;
    let cause = Cause::fact(Actor::Rule, What::Finished { outcome });
    carry_out(tx, work.moment, &loaded, Event::Finish { outcome }, cause)?;
    work.touched.push(id);
    let cadence = cadence_name(tx.connection(), &loaded)?;
    work.consequences.push(MergeConsequence::EnrolmentEnds { contact, cadence, messages, been });
    Ok(())
}

/// How far enrolments have come.
fn standings(c: &Connection, rows: &[EnrolmentRow]) -> Result<Vec<Standing>, WorkError> {
    rows.iter().map(|row| standing(c, row)).collect()
}

fn standing(c: &Connection, row: &EnrolmentRow) -> Result<Standing, WorkError> {
    let open = row.enrolment.position;
    let step = match open {
        None => 0,
        Some(open) => {
            let version = version::get(c, row.version)?.ok_or(WorkError::Gone)?;
            numbered(&version.steps, open.step).map_or(0, |(place, _)| place)
        }
    };
    let ended = match row.enrolment.state {
        EnrolmentState::Finished { outcome, .. } => Some(outcome),
        _ => None,
    };
    Ok(Standing {
        ended,
        run: row.enrolment.run,
        step,
        visit: open.map_or(0, |open| open.visit),
        attempt: open.map_or(0, |open| open.attempt),
        touches: row.enrolment.touches,
        started_at: row.started_at,
    })
}

/// Sets what is known about the contact, which has the addresses and numbers of both by now.
fn take_fields(tx: &mut Tx<'_>, join: &Join, choices: &[MergeChoice]) -> Result<(), WorkError> {
    let is = contact::get(tx.connection(), join.kept.id)?.ok_or(WorkError::Gone)?;
    let merged = fields::merged(&is.fields, &join.other.fields, choices);
    // What is known of whether several people read an address stays with it.
    let merged = ContactFields { shared: Vec::new(), ..merged };
    let checked = merged.checked().map_err(Problem::from)?;
    contact::update(tx, join.kept.id, &checked).map_err(contact_error)?;
    Ok(())
}

/// Name of the cadence of an enrolment.
pub(super) fn cadence_name(c: &Connection, loaded: &Loaded) -> Result<String, WorkError> {
    Ok(cadence::get(c, loaded.row.cadence)?.map(|cadence| cadence.name).unwrap_or_default())
}
