//! E-mails that leave by themselves.

use super::account::sender_of;
use super::email::{checked, queue, template_of};
use super::texts;
use crate::outreach::{Loaded, Moment, WorkError};
use crate::waking::late;
use desk_core::draft::Draft;
use desk_core::step::{EmailMode, StepContent};
use desk_core::touch::TouchState;
use desk_store::enrolment::EnrolmentRow;
use desk_store::version::Version;
use desk_store::workspace::{self, Kind};
use desk_store::{Tx, account, draft, outbox};

/// Whether the open touch of an enrolment is the due e-mail of an automatic step.
pub(crate) fn leaves_by_itself(row: &EnrolmentRow, version: &Version) -> bool {
    let due = row.enrolment.position.filter(|open| open.state == TouchState::Due);
    let step = due.and_then(|open| version.steps.iter().find(|step| step.id == open.step));
    step.is_some_and(|step| {
        matches!(step.content, StepContent::Email { mode: EmailMode::Automatic, .. })
    })
}

/// Gives the due e-mail of an automatic step to the outbox, if it may leave unattended. A follow-up
/// may not where the mailbox is not read for replies (PRODUCT 6.5): it is due for the rep, who sends it
/// by hand. In the practice workspace nobody replies but by the rep's own doing. One whose text
/// cannot be filled is due for the rep as well.
pub(crate) fn queue_first(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
) -> Result<(), WorkError> {
    let Some((_, step)) = loaded.current() else { return Ok(()) };
    if !leaves_by_itself(&loaded.row, &loaded.version) {
        return Ok(());
    }
    let earlier = outbox::thread(tx.connection(), loaded.row.id)?;
    let own = workspace::get(tx.connection())?.kind == Kind::Own;
    let account = account::of_enrolment(tx.connection(), loaded.row.id)?;
    let is_read = account.as_ref().is_some_and(|account| account.settings.imap.is_some());
    if own && !earlier.chain.is_empty() && !is_read {
        return Ok(());
    }
    let sender = sender_of(tx.connection(), account.as_ref())?;
    let (person, noted) = (&loaded.person, loaded.noted(tx.connection())?);
    let values =
        texts::values(&person.contact, &person.partnership, &person.custom, &sender, &noted);
    let written = match loaded.row.touch {
        Some(touch) => draft::get(tx.connection(), touch)?,
        None => None,
    };
    // What the rep has made of it goes before the template (R18).
    let draft = match written {
        Some((Draft::Email(draft), _)) => Ok(draft),
        _ => template_of(tx.connection(), loaded, step, &earlier, &values)?,
    };
    let Ok(draft) = draft.and_then(checked) else { return Ok(()) };
    match queue(tx, moment, loaded, draft, moment.now, true) {
        Ok((_, id)) => {
            // R11: what the program comes back to late is asked about together.
            let message = outbox::get(tx.connection(), id)?;
            let late = match &message {
                Some(message) => late::is_late(tx.connection(), message, moment.now)?,
                None => false,
            };
            if late {
                late::hold(tx, moment)?;
            }
            Ok(())
        }
        Err(WorkError::Told(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
