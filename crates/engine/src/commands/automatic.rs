//! E-mails that leave by themselves.

use super::email::{checked, queue, template_of};
use super::texts;
use crate::outreach::{Loaded, Moment, WorkError};
use desk_core::draft::Draft;
use desk_core::step::{EmailMode, StepContent};
use desk_core::touch::TouchState;
use desk_store::workspace::{self, Kind};
use desk_store::{Tx, account, draft, outbox};

/// Gives the due e-mail of an automatic step to the outbox, if it may leave unattended. A follow-up
/// may not until the mailbox is read for replies (PRODUCT 6.5): it is due for the rep, who sends it
/// by hand. In the practice workspace nobody replies but by the rep's own doing. One whose text
/// cannot be filled is due for the rep as well.
pub(crate) fn queue_first(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    loaded: &Loaded,
) -> Result<(), WorkError> {
    let due = loaded.row.enrolment.position.is_some_and(|open| open.state == TouchState::Due);
    let Some((_, step)) = loaded.current().filter(|_| due) else { return Ok(()) };
    if !matches!(&step.content, StepContent::Email { mode: EmailMode::Automatic, .. }) {
        return Ok(());
    }
    let earlier = outbox::thread(tx.connection(), loaded.row.id)?;
    let own = workspace::get(tx.connection())?.kind == Kind::Own;
    if own && !earlier.chain.is_empty() {
        return Ok(());
    }
    let sender = account::sender(tx.connection())?;
    let values = texts::values(&loaded.person.contact, &loaded.person.partnership, &sender);
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
        Ok(_) | Err(WorkError::Told(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
