//! E-mails that leave by themselves.

use super::email::{checked, queue, template_of};
use super::texts;
use crate::outreach::{Loaded, Moment, WorkError};
use desk_core::step::{EmailMode, StepContent};
use desk_core::touch::TouchState;
use desk_store::workspace::Kind;
use desk_store::{Tx, account, outbox};

/// Gives the due e-mail of an automatic step to the outbox, if it may leave unattended. A follow-up
/// may not until the mailbox is read for replies (PRODUCT 6.5): it is due for the rep, who sends it
/// by hand. In the practice workspace nobody replies but by the rep's own doing. One whose text
/// cannot be filled is due for the rep as well.
pub(crate) fn queue_first(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    kind: Kind,
    loaded: &Loaded,
) -> Result<(), WorkError> {
    let due = loaded.row.enrolment.position.is_some_and(|open| open.state == TouchState::Due);
    let Some((_, step)) = loaded.current().filter(|_| due) else { return Ok(()) };
    if !matches!(&step.content, StepContent::Email { mode: EmailMode::Automatic, .. }) {
        return Ok(());
    }
    let earlier = outbox::thread(tx.connection(), loaded.row.id)?;
    if kind == Kind::Own && !earlier.chain.is_empty() {
        return Ok(());
    }
    let sender = account::sender(tx.connection())?;
    let values = texts::values(&loaded.contact, &loaded.partnership, &sender);
    let Ok(draft) = template_of(loaded, step, &earlier, &values).and_then(checked) else {
        return Ok(());
    };
    match queue(tx, moment, loaded, draft, moment.now, true) {
        Ok(_) | Err(WorkError::Told(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
