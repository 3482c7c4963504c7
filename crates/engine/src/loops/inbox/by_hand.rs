//! What lies in the folder of sent mail: copies of ours under ids of their own, and what the rep wrote
//! by hand (R23).

use super::hearing::Told;
use crate::outreach::hear::{Heard, hear};
use crate::outreach::{Moment, WorkError, load_enrolment};
use desk_core::event::Actor;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_mail::reading::headers::Fields;
use desk_store::Tx;
use desk_store::incoming as table;

/// How far the date of a copy may lie from the moment at which ours left, in milliseconds.
const APART: i64 = 10 * 60_000;

/// Looks at a message that lies in the folder of sent mail.
pub(super) fn sent(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    fields: &Fields,
    received_at: Timestamp,
) -> Result<Vec<Told>, WorkError> {
    let Some(id) = fields.message_id.as_ref().map(|id| id.as_str().to_owned()) else {
        return Ok(Vec::new());
    };
    if table::ours(tx.connection(), std::slice::from_ref(&id))?.is_some()
        || table::is_heard(tx.connection(), &id)?
    {
        return Ok(Vec::new());
    }
    let at = fields.date.unwrap_or(received_at);
    let mut told = Vec::new();
    for to in &fields.to {
        let Some(known) = table::known(tx.connection(), to.key())?.filter(|known| !known.deleted)
        else {
            continue;
        };
        let about = (plus(at, -APART), plus(at, APART));
        if let Some(ours) =
            table::without_copy(tx.connection(), known.contact, &fields.subject, about)?
        {
            table::add_alias(tx, ours, &id)?;
            return Ok(told);
        }
        let Some(enrolment) = table::enrolment_of(tx.connection(), known.contact, moment.now)?
        else {
            continue;
        };
        let loaded = load_enrolment(tx.connection(), enrolment)?;
        // Written before the enrolment began, it is no reason to stop it.
        if at <= loaded.row.started_at {
            continue;
        }
        let (_, alert) = hear(tx, moment, &loaded, &Heard::WroteByHand, Actor::Rep, false)?;
        told.extend(alert.map(|alert| Told { alert, enrolment }));
    }
    Ok(told)
}
