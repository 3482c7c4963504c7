//! One decision of the rep about several enrolments at once, told once and taken back as one (R22, R23).

use super::{Cause, Moment, WorkError, carry_out, entry, load_enrolment};
use desk_core::enrolment::Event;
use desk_core::event::{Actor, What};
use desk_core::ids::{EnrolmentId, EventId};
use desk_store::enrolment::{self as table, EnrolmentRow};
use desk_store::{Tx, event, undo};

/// Lets `happens` happen to all of these enrolments. The entry of the one named by `about`, else of the
/// first, is the one by which everything can be taken back. None when there are none.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    rows: &[EnrolmentRow],
    about: Option<EnrolmentId>,
    happens: Event,
    what: &What,
) -> Result<Option<EventId>, WorkError> {
    let teller = rows.iter().find(|row| Some(row.id) == about).or_else(|| rows.first());
    let Some(teller) = teller else { return Ok(None) };
    // All that the people are in, so that taking back sees that nothing was added since.
    let mut kept: Vec<EnrolmentId> = Vec::new();
    for row in rows {
        let open = table::open_of_contact(tx.connection(), row.contact)?;
        kept.extend(open.into_iter().map(|row| row.id));
    }
    kept.sort_unstable();
    kept.dedup();
    let before = undo::snapshot(tx.connection(), &kept)?;
    let entry = entry(moment, teller, Actor::Rep, what.clone(), None);
    let told = event::insert(tx, &entry, Some(&before))?;
    for row in rows {
        let loaded = load_enrolment(tx.connection(), row.id)?;
        let cause = if row.id == teller.id {
            Cause::silent()
        } else {
            Cause::fact(Actor::Rep, what.clone())
        };
        carry_out(tx, moment, &loaded, happens, cause)?;
    }
    Ok(Some(told))
}
