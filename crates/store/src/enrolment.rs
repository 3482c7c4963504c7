//! Tables `enrolment`, `agenda` (its open touch) and `touch` (its finished ones).

mod read;
mod save;

pub use read::{
    count_of_partnership, count_open, get, last_end, of_contact, of_partnership, of_touch,
    open_after, open_of_cadence, open_of_contact, past, people_at_steps,
};
pub(crate) use save::note;
pub use save::{insert, save, set_version};

use desk_core::enrolment::{Enrolment, Position};
use desk_core::ids::{
    AccountId, CadenceId, ContactId, EnrolmentId, PartnershipId, TouchId, Uid, VersionId,
};
use desk_core::partnership::Tier;
use desk_core::rules::Priority;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::TouchIdentity;
use desk_core::zone::Zone;

/// An enrolment with its open touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// Row id.
    pub id: EnrolmentId,
    /// Names it across workspaces.
    pub uid: Uid,
    /// Which cadence.
    pub cadence: CadenceId,
    /// Which version of it.
    pub version: VersionId,
    /// Whose contact.
    pub partnership: PartnershipId,
    /// Which contact.
    pub contact: ContactId,
    /// When it began.
    pub started_at: Timestamp,
    /// Its open touch; none when it is finished.
    pub touch: Option<TouchId>,
    /// Its state as the rules see it.
    pub enrolment: Enrolment,
}

impl EnrolmentRow {
    /// What names its open touch for good.
    #[must_use]
    pub fn identity(&self) -> Option<TouchIdentity> {
        let Position { step, visit, attempt, .. } = self.enrolment.position?;
        Some(TouchIdentity { enrolment: self.uid, run: self.enrolment.run, step, visit, attempt })
    }
}

/// Who enters what.
#[derive(Debug, Clone, Copy)]
pub struct NewEnrolment {
    /// Names it across workspaces.
    pub uid: Uid,
    /// Which cadence.
    pub cadence: CadenceId,
    /// Which version of it.
    pub version: VersionId,
    /// Whose contact.
    pub partnership: PartnershipId,
    /// Which contact.
    pub contact: ContactId,
    /// Through which account its mail leaves; none for whichever is the default one when the first leaves.
    pub account: Option<AccountId>,
}

/// When a touch of a step that is due at a moment passes its deadline; none at a step without one.
type Deadline<'a> = dyn Fn(&Step, Timestamp) -> Option<Timestamp> + 'a;

/// The deadlines of steps.
pub struct Deadlines<'a>(pub Box<Deadline<'a>>);

impl std::fmt::Debug for Deadlines<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Deadlines").finish_non_exhaustive()
    }
}

/// What lists of open touches are sorted by, copied into them.
#[derive(Debug)]
pub struct SortKeys<'a> {
    /// Steps of the version, for their kinds and priorities.
    pub steps: &'a [Step],
    /// Name of the partnership as it is compared.
    pub name_key: &'a str,
    /// Its tier.
    pub tier: Option<Tier>,
    /// The zone that counts for the contact.
    pub zone: Zone,
    /// What comes before what, by the cadence.
    pub priority: Priority,
    /// From when it is overdue.
    pub deadlines: Deadlines<'a>,
}

impl SortKeys<'_> {
    fn deadline(&self, step: Option<&Step>, position: &Position) -> Option<i64> {
        (self.deadlines.0)(step?, position.due_at).map(Timestamp::as_millis)
    }

    const fn tier(&self) -> i64 {
        match self.tier {
            Some(Tier::One) => 1,
            Some(Tier::Two) => 2,
            Some(Tier::Three) => 3,
            None => 4,
        }
    }

    /// The cadence's and the step's priority and a buying signal as one number, the first first.
    fn priority(&self, step: Option<&Step>, buying_signal: bool) -> i64 {
        let of_step = step.map_or(Priority::Normal, |step| step.rules.priority);
        let of = |priority| match priority {
            Priority::High => 0,
            Priority::Normal => 1,
            Priority::Low => 2,
        };
        if buying_signal { 0 } else { of(self.priority) + of(of_step) }
    }
}
