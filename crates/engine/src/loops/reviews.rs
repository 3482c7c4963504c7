//! Reminds the rep once a day of cadences that stand still for a message that has to be looked at (R19): at nine in
//! the morning at the rep's place, or as soon as the program runs on that day. Of what came on the day itself the rep
//! was told when it came.

use super::agenda::tell;
use crate::outreach::{Moment, WorkError};
use crate::ports::{Note, NoteTarget, Writes};
use crate::session::Session;
use crate::words;
use chrono::{NaiveTime, Timelike};
use desk_core::ids::TouchId;
use desk_core::rep::WorkingTime;
use desk_store::{contact, enrolment, review};

/// The hour of the rep's day from which on the rep is reminded.
const FROM: u32 = 9;

/// Reminds the rep, if that was not done today. Not on days on which the rep is off.
pub(super) fn remind(
    session: &Session,
    moment: Moment<'_>,
    working: &WorkingTime,
) -> Result<(), WorkError> {
    let here = moment.rep_zone.civil(moment.now);
    let today = here.date();
    if here.hour() < FROM
        || working.is_off(today)
        || session.read_store(review::told_on)? == Some(today)
    {
        return Ok(());
    }
    let morning = moment.rep_zone.moment(today.and_time(NaiveTime::MIN));
    // Noted first: nobody is told twice, also not after a crash in between.
    let waiting = session.write(|tx| {
        review::set_told_on(tx, today)?;
        review::since_before(tx.connection(), morning)
    })?;
    let Some(waiting) = waiting else { return Ok(()) };
    let (name, touch) = session.read_store(|c| {
        let Some(row) = enrolment::get(c, waiting.one)? else { return Ok((String::new(), None)) };
        let contact = contact::get(c, row.contact)?;
        Ok((contact.map(|contact| contact.name()).unwrap_or_default(), row.touch))
    })?;
    let target = match (waiting.count, touch) {
        (1, Some(TouchId(id))) => NoteTarget::Touch { id },
        _ => NoteTarget::Due,
    };
    let title = words::review_title(waiting.count, &name);
    tell(session, Note { title, body: words::REVIEW_TEXT.to_owned(), target });
    Ok(())
}
