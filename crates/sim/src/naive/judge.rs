//! Whether a touch is done at all: channels, what was sent already, conditions.

use super::Model;
use crate::scene::Scene;
use desk_core::condition::{Branch, Comparison, Holds, Test};
use desk_core::enrolment::{Numbers, SkipReason};
use desk_core::step::{Step, StepContent, TaskWork};
use desk_core::text::fold;
use desk_core::touch::Disposition;

/// Facts as they are in the middle of an event.
pub struct Facts<'a> {
    /// The scene before it.
    pub scene: &'a Scene,
    /// What the event has done to the numbers so far.
    pub numbers: Option<Numbers>,
}

/// What is done in place of a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// It is passed over.
    Skip(SkipReason),
    /// A condition leads elsewhere.
    Branch(Branch),
}

impl Facts<'_> {
    fn phones(&self) -> usize {
        match self.numbers {
            Some(Numbers::NoCalls) => 0,
            Some(Numbers::Bad) => self.scene.phones.saturating_sub(1),
            None => self.scene.phones,
        }
    }

    /// What is done in place of the open touch of `model`, at `step`.
    pub fn instead(&self, model: &Model, step: &Step) -> Option<Instead> {
        let is_email = matches!(step.content, StepContent::Email { .. });
        let by_phone = matches!(
            step.content,
            StepContent::Call { .. } | StepContent::Task { work: TaskWork::TextMessage, .. }
        );
        let sent = model.history.iter().any(|touch| {
            touch.run == model.run && touch.step == step.id && touch.skipped.is_none()
        });
        if is_email && !self.scene.has_email {
            return Some(Instead::Skip(SkipReason::NoEmail));
        }
        if by_phone && self.phones() == 0 {
            return Some(Instead::Skip(SkipReason::NoPhone));
        }
        if is_email && sent && !step.rules.may_repeat {
            return Some(Instead::Skip(SkipReason::AlreadySent));
        }
        let condition = step.rules.condition.as_ref()?;
        let mut results = condition.tests.iter().map(|test| self.holds(model, test));
        let holds = match condition.holds {
            Holds::All => !results.any(|result| !result),
            Holds::Any => results.any(|result| result),
        };
        let branch = if holds { condition.then? } else { condition.otherwise };
        Some(Instead::Branch(branch))
    }

    fn holds(&self, model: &Model, test: &Test) -> bool {
        let scene = self.scene;
        match test {
            Test::Field { field, is, value } => {
                let found = scene.fields.get(field).map_or("", String::as_str);
                compare(&fold(found.trim()), *is, &fold(value.trim()))
            }
            Test::Stage { is } => scene.stage == *is,
            Test::Tier { is } => scene.tier == *is,
            Test::HasEmail { is } => scene.has_email == *is,
            Test::HasPhone { is } => (self.phones() > 0) == *is,
            Test::Replied { is } => scene.replied == *is,
            Test::Connected { is } => {
                let called = model.history.iter().any(|touch| reached(touch.disposition));
                (scene.connected || called) == *is
            }
            Test::BuyingSignal { is } => model.buying_signal == *is,
            Test::Disposition { step, is } => {
                let mut of_step = model.history.iter().rev().filter(|touch| {
                    touch.run == model.run && touch.step == *step && touch.disposition.is_some()
                });
                of_step.next().and_then(|touch| touch.disposition) == Some(*is)
            }
        }
    }
}

/// Whether a call has reached somebody whom it was about (R50).
fn reached(disposition: Option<Disposition>) -> bool {
    matches!(
        disposition,
        Some(
            Disposition::Connected
                | Disposition::NotInterested
                | Disposition::MeetingBooked
                | Disposition::DoNotCall
        )
    )
}

fn compare(found: &str, is: Comparison, value: &str) -> bool {
    match is {
        Comparison::Is => found == value,
        Comparison::IsNot => found != value,
        Comparison::Contains => value.is_empty() || found.split(value).nth(1).is_some(),
        Comparison::IsEmpty => found.is_empty(),
        Comparison::IsFilled => !found.is_empty(),
        // Of custom fields only, which nobody has here.
        Comparison::Below | Comparison::Above => false,
    }
}
