//! The strictest consent of two contacts holds for the one that they have become.

use super::joining::cadence_name;
use super::{Work, count};
use crate::commands::assign::shares;
use crate::outreach::carry::contact_error;
use crate::outreach::{Cause, Loaded, WorkError, carry_out, load_enrolment};
use desk_core::enrolment::{EnrolmentState, Event};
use desk_core::event::{Actor, What};
use desk_core::ids::{ContactId, EnrolmentId};
use desk_core::merging::consent::{Consent, Still};
use desk_core::time::Timestamp;
use desk_store::contact::{self, Contact, Suppressed};
use desk_store::enrolment::{self as table, EnrolmentRow};
use desk_store::{Connection, Tx, event};
use desk_wire::merging::MergeConsequence;
use std::collections::BTreeMap;

/// What a contact must be spared.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    consent: Consent,
    /// What holds for one enrolment besides.
    besides: BTreeMap<EnrolmentId, Still>,
}

impl Held {
    /// What holds for a contact now.
    pub fn of(c: &Connection, id: ContactId) -> Result<Self, WorkError> {
        let contact = contact::get(c, id)?.ok_or(WorkError::Gone)?;
        let open = table::open_of_contact(c, id)?;
        let no_calls = contact.usable_phones.is_empty() && event::asked_for_no_calls(c, id)?;
        let states = open.iter().map(|row| Still::of(row.enrolment.state));
        let still = states.fold(Still::default(), Still::and);
        let consent = Consent { opted_out_at: opted_out(c, &contact)?, no_calls, still };
        Ok(Self { consent, besides: BTreeMap::new() })
    }

    /// What holds for a contact that is both.
    pub fn and(mut self, other: Self) -> Self {
        self.consent = self.consent.strictest(other.consent);
        for (id, still) in other.besides {
            self.also(id, still);
        }
        self
    }

    /// Something holds for one enrolment besides.
    pub fn also(&mut self, id: EnrolmentId, still: Still) {
        let known = self.besides.entry(id).or_default();
        *known = known.and(still);
    }
}

/// Since when a contact must not get e-mail: by itself, or by one of its addresses.
fn opted_out(c: &Connection, contact: &Contact) -> Result<Option<Timestamp>, WorkError> {
    if contact.opted_out_at.is_some() {
        return Ok(contact.opted_out_at);
    }
    for email in &contact.fields.emails {
        if contact::suppressed(c, email)? == Some(Suppressed::OptedOut) {
            return Ok(Some(Timestamp::from_millis(i64::MAX)));
        }
    }
    Ok(None)
}

/// Lets it hold for each contact that took another in.
pub(super) fn apply_all(
    tx: &mut Tx<'_>,
    work: &mut Work<'_>,
    all: BTreeMap<ContactId, Held>,
) -> Result<(), WorkError> {
    for (id, held) in all {
        let contact = contact::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
        if let Some(since) = held.consent.opted_out_at {
            let since = since.min(work.moment.now);
            opt_out(tx, work, &contact, since)?;
        }
        if held.consent.no_calls && !contact.usable_phones.is_empty() {
            contact::numbers_are_bad(tx, id, None, work.moment.now).map_err(contact_error)?;
            let contact = contact.name();
            work.consequences.push(MergeConsequence::NoCalls { contact });
        }
        for row in table::open_of_contact(tx.connection(), id)? {
            let besides = held.besides.get(&row.id).copied().unwrap_or_default();
            stand_still(tx, work, (row, &contact), held.consent.still.and(besides))?;
        }
        tell_not_shared(tx.connection(), work, &contact)?;
    }
    Ok(())
}

/// R33, at all addresses that the contact has now.
fn opt_out(
    tx: &mut Tx<'_>,
    work: &mut Work<'_>,
    contact: &Contact,
    since: Timestamp,
) -> Result<(), WorkError> {
    contact::opt_out(tx, contact.id, since).map_err(contact_error)?;
    let open = table::open_of_contact(tx.connection(), contact.id)?;
    let ends = count(open.len());
    for row in open {
        let loaded = load_enrolment(tx.connection(), row.id)?;
        carry_out(tx, work.moment, &loaded, Event::OptOut, Cause::silent())?;
        work.touched.push(row.id);
    }
    work.consequences.push(MergeConsequence::OptedOut { contact: contact.name(), ends });
    Ok(())
}

/// Who is away stays away, who has answered waits for the rep, and what is in review stays there.
fn stand_still(
    tx: &mut Tx<'_>,
    work: &mut Work<'_>,
    (row, contact): (EnrolmentRow, &Contact),
    still: Still,
) -> Result<(), WorkError> {
    let mut loaded = load_enrolment(tx.connection(), row.id)?;
    let longer = still
        .away_until
        .filter(|until| *until > work.moment.now && Some(*until) > row.enrolment.held_until());
    let review = still.review && !is_in_review(&row);
    let pause = still.paused.filter(|_| !review && !row.enrolment.is_paused());
    if longer.is_none() && !review && pause.is_none() {
        return Ok(());
    }
    work.touched.push(row.id);
    if let Some(until) = longer {
        let zone = loaded.place(work.moment.rep_zone).zone;
        let happens = Event::OutOfOffice { back: Some(zone.civil(until).date()) };
        carry_out(tx, work.moment, &loaded, happens, Cause::silent())?;
        loaded = load_enrolment(tx.connection(), row.id)?;
    }
    if review {
        // What the rep says of the message lets everything go on that the contact is in.
        let cause = Cause::fact(Actor::Rule, What::InReview);
        carry_out(tx, work.moment, &loaded, Event::Ambiguous, cause)?;
    }
    if let Some(reason) = pause {
        let cause = Cause::fact(Actor::Rule, What::Paused { reason });
        carry_out(tx, work.moment, &loaded, Event::Pause { reason }, cause)?;
    }
    tell_still(tx.connection(), work, &loaded, contact)
}

fn tell_still(
    c: &Connection,
    work: &mut Work<'_>,
    loaded: &Loaded,
    contact: &Contact,
) -> Result<(), WorkError> {
    let cadence = cadence_name(c, loaded)?;
    let contact = contact.name();
    work.consequences.push(MergeConsequence::StandsStill { contact, cadence });
    Ok(())
}

/// R14: nobody has looked whether the cadences share their people.
fn tell_not_shared(
    c: &Connection,
    work: &mut Work<'_>,
    contact: &Contact,
) -> Result<(), WorkError> {
    let open = table::open_of_contact(c, contact.id)?;
    let mut alone = false;
    let mut cadences = Vec::new();
    for row in &open {
        alone |= !shares(c, row)?;
        cadences.push(cadence_name(c, &load_enrolment(c, row.id)?)?);
    }
    if alone && open.len() > 1 {
        let contact = contact.name();
        work.consequences.push(MergeConsequence::NotShared { contact, cadences });
    }
    Ok(())
}

const fn is_in_review(row: &EnrolmentRow) -> bool {
    matches!(row.enrolment.state, EnrolmentState::Review { .. })
}
