//! What lies in the folder of sent mail: copies of ours under ids of their own, and what the rep wrote
//! by hand (R23).

use super::hearing::Told;
use crate::outreach::hear::{Heard, hear};
use crate::outreach::{Moment, WorkError, load_enrolment};
use crate::waking::copies::recognise;
use crate::waking::lost;
use desk_core::address::EmailAddress;
use desk_core::event::Actor;
use desk_core::incoming::Verdict;
use desk_core::schedule::plus;
use desk_core::time::Timestamp;
use desk_mail::classify::verdict::VERSION;
use desk_mail::reading::headers::Fields;
use desk_store::Tx;
use desk_store::incoming::{self as table, NewIncoming};

/// How far the date of a copy may lie from the moment at which ours left, in milliseconds.
const APART: i64 = 10 * 60_000;

/// Looks at a message that lies in the folder of sent mail of the rep, who has these addresses.
pub(super) fn sent(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    own: &[EmailAddress],
    folder: i64,
    fields: &Fields,
    received_at: Timestamp,
) -> Result<Vec<Told>, WorkError> {
    let Some(id) = fields.message_id.as_ref().map(|id| id.as_str().to_owned()) else {
        return Ok(Vec::new());
    };
    let at = fields.date.unwrap_or(received_at);
    if table::is_heard(tx.connection(), &id)? || recognise(tx, moment, (&id, folder), fields, at)? {
        return Ok(Vec::new());
    }
    lost::keep(tx, &id, fields, at)?;
    let (mut told, mut written) = (Vec::new(), None);
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
        // What the rep sends to themselves, to look at it, is written to nobody.
        if own.iter().any(|own| own.key() == to.key()) {
            continue;
        }
        // Written before the enrolment began, it is no reason to stop it.
        let Some(enrolment) =
            table::enrolment_of(tx.connection(), known.contact, (moment.now, at))?
        else {
            continue;
        };
        let loaded = load_enrolment(tx.connection(), enrolment)?;
        let (event, alert) = hear(tx, moment, &loaded, &Heard::WroteByHand, Actor::Rep, false)?;
        told.extend(alert.map(|alert| Told { alert, enrolment }));
        written = Some((known, enrolment, event));
    }
    if let Some((known, enrolment, event)) = written {
        // Kept, so that it is heard once.
        let new = NewIncoming {
            uid: moment.ids.uid(moment.now),
            message_id: &id,
            folder: Some(folder),
            sender: fields.from.as_ref().map_or("", |from| from.as_str()),
            subject: &fields.subject,
            received_at,
            heard_at: moment.now,
            verdict: Verdict::Own,
            code: "sent_folder",
            seen: "",
            version: VERSION,
            text: "",
            raw: &[],
            partnership: Some(known.partnership),
            contact: Some(known.contact),
            enrolment: Some(enrolment),
            event: Some(event),
        };
        table::insert(tx, &new)?;
    }
    Ok(told)
}
