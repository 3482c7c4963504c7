//! What becomes of a touch whose moment has come: it is due, or a rule leads elsewhere (R7, R12, R48).

use super::course::{Past, Seen};
use super::transitions::Walk;
use super::{Alert, EnrolmentState, Numbers, PauseReason, Position, Refused, SkipReason};
use crate::condition::Branch;
use crate::ids::StepId;
use crate::step::{Step, StepContent};
use crate::time::Timestamp;
use crate::touch::TouchState;

impl Walk<'_> {
    /// What has come to its end before, and in this very event.
    fn past(&self) -> Vec<Past> {
        let now = self.effects.closed.iter().map(|closed| Past {
            run: closed.run,
            step: closed.position.step,
            visit: closed.position.visit,
            done: closed.skipped.is_none(),
            disposition: closed.disposition,
        });
        self.course.facts.past.iter().copied().chain(now).collect()
    }

    pub(super) fn visits(&self, step: StepId) -> u32 {
        let run = self.next.run;
        let before = self.course.facts.past.iter().filter(|past| past.run == run);
        let before = before.filter(|past| past.step == step).map(|past| past.visit);
        let now = self.effects.closed.iter().filter(|closed| closed.run == run);
        let now = now.filter(|closed| closed.position.step == step);
        before.chain(now.map(|closed| closed.position.visit)).max().unwrap_or(0)
    }

    /// What is done instead of a step whose moment has come.
    fn instead(&self, step: &Step, position: &Position) -> Option<(Branch, SkipReason)> {
        let lacks = match self.course.lacks(step) {
            None if step.content.needs_phone() && self.phones_left() == 0 => {
                Some(SkipReason::NoPhone)
            }
            other => other,
        };
        if let Some(reason) = lacks {
            return Some((Branch::Skip, reason));
        }
        if step.rules.condition.is_none() && position.visit == 1 {
            return None;
        }
        let past = self.past();
        let mail = matches!(step.content, StepContent::Email { .. });
        let sent = |past: &Past| past.run == self.next.run && past.step == step.id && past.done;
        if mail && !step.rules.may_repeat && past.iter().any(sent) {
            return Some((Branch::Skip, SkipReason::AlreadySent));
        }
        let (run, buying_signal) = (self.next.run, self.next.buying_signal);
        let phones = self.phones_left();
        let seen = Seen { course: self.course, run, buying_signal, phones, past: &past };
        let condition = step.rules.condition.as_ref()?;
        condition.branch(&seen).map(|branch| (branch, SkipReason::Condition))
    }

    /// How many numbers can be called after what this very event has marked.
    const fn phones_left(&self) -> usize {
        match self.effects.numbers {
            None => self.course.facts.phones,
            Some(Numbers::Bad) => self.course.facts.phones.saturating_sub(1),
            Some(Numbers::NoCalls) => 0,
        }
    }

    /// R7: looks at the open touch once more, before its e-mail leaves by itself. The base after it is
    /// the moment at which it was due, as whenever a rule passes a touch over.
    pub(super) fn recheck(&mut self, open: &Position) -> Result<(), Refused> {
        let step = self.course.step(open.step)?;
        if open.state != TouchState::Waiting
            && let Some((branch, reason)) = self.instead(step, open)
        {
            self.branch(branch, reason, open.due_at);
        }
        Ok(())
    }

    fn branch(&mut self, branch: Branch, reason: SkipReason, base: Timestamp) {
        match branch {
            Branch::Skip => self.close_and_go_on(Some(reason), None, base),
            Branch::Jump { to } => {
                self.close(Some(reason), None);
                self.go_to(to, base);
            }
            Branch::Pause => {
                // Due for the rep, who does it or skips it; not before its time, if it was to leave early.
                let early = base > self.now;
                self.set_touch(if early { TouchState::Waiting } else { TouchState::Due });
                self.effects.alert = Some(Alert::Decide);
                self.pause(PauseReason::Cadence);
            }
            Branch::Finish { end } => {
                self.close(Some(reason), None);
                self.end(end.into());
            }
            Branch::Move { to } => {
                self.close(Some(reason), None);
                self.move_on(to);
            }
        }
    }

    /// Turns due what has become due, passing over what cannot be done. The base after a step that
    /// a rule passes over is the moment at which it was due (R7).
    pub(super) fn settle(&mut self) {
        while let Some(position) = self.next.position {
            let waits = position.state != TouchState::Waiting || position.due_at > self.now;
            if waits || self.stands_still() {
                return;
            }
            let Ok(step) = self.course.step(position.step) else { return };
            // Once more: what it was computed from may have changed since.
            let held = self.next.held_until();
            let (ready_at, due) = self.course.moments(&position, step, held);
            let due_at = due.unwrap_or(position.due_at);
            let position = Position { ready_at, due_at, ..position };
            self.next.position = Some(position);
            if due_at > self.now {
                return;
            }
            let instead = match due {
                None => Some((Branch::Skip, SkipReason::NeverOpen)),
                Some(_) => self.instead(step, &position),
            };
            match instead {
                Some((branch, reason)) => self.branch(branch, reason, due_at),
                None => {
                    if let EnrolmentState::Active { held_until } = &mut self.next.state {
                        *held_until = None;
                    }
                    self.set_touch(TouchState::Due);
                    self.effects.turned_due = true;
                }
            }
        }
    }
}
