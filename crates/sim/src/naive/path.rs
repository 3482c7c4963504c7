//! The way through the steps, and what becomes due on it.

use super::due::{self, Wait};
use super::judge::{Facts, Instead};
use super::openings::Openings;
use super::{Answer, Going, Model, Open, Touch};
use crate::scene::Scene;
use desk_core::condition::Branch;
use desk_core::enrolment::{Alert, MAX_MOVES, MAX_TOUCHES, Outcome, PauseReason, SkipReason};
use desk_core::ids::{CadenceId, StepId};
use desk_core::rules::AfterLastRun;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchState};

/// One event being worked through.
pub struct Turn<'a> {
    pub model: &'a mut Model,
    pub scene: &'a Scene,
    pub now: i64,
    pub answer: Answer,
    was_due: bool,
}

impl<'a> Turn<'a> {
    pub fn new(model: &'a mut Model, scene: &'a Scene, now: i64) -> Self {
        let was_due = model.open.as_ref().is_some_and(|open| open.state != TouchState::Waiting);
        Self { model, scene, now, answer: Answer::default(), was_due }
    }

    /// What is said in the end: a touch that was due before has not turned due just now.
    pub fn answered(mut self) -> Answer {
        self.answer.turned_due &= !(self.was_due && self.answer.closed.is_empty());
        self.answer
    }

    pub fn step(&self, id: StepId) -> Option<&'a Step> {
        self.scene.steps.iter().find(|step| step.id == id)
    }

    fn wait_of(&self, open: &Open) -> Wait {
        Wait {
            base: open.base_now(),
            minutes: open.minutes,
            snoozed: open.snoozed_now(),
            beyond: open.beyond,
            held: self.model.held,
        }
    }

    /// When the open touch is due by the facts of now.
    pub fn due_of(&self, open: &Open) -> Option<i64> {
        due::due(self.scene, self.step(open.step)?, self.wait_of(open))
    }

    /// Base and delay of the open touch by the facts of now.
    fn ready_of(&self, open: &Open) -> Option<i64> {
        Some(due::ready(self.scene, self.step(open.step)?, self.wait_of(open)))
    }

    /// Computes anew when the open touch is due.
    pub fn compute(&mut self) {
        let Some(mut open) = self.model.open.take() else { return };
        open.ready = self.ready_of(&open).unwrap_or(open.ready);
        open.due = self.due_of(&open).unwrap_or(open.ready);
        self.model.open = Some(open);
    }

    /// Opens a touch at a step that is visited anew.
    pub fn arrive(&mut self, step: StepId, base: i64, minutes: Option<u32>) {
        let run = self.model.run;
        let visits =
            self.model.history.iter().filter(|touch| touch.run == run && touch.step == step);
        let visit = visits.map(|touch| touch.visit).max().unwrap_or(0) + 1;
        self.open(step, visit, 1, base, minutes);
    }

    pub fn open(
        &mut self,
        step: StepId,
        visit: u32,
        attempt: u32,
        base: i64,
        minutes: Option<u32>,
    ) {
        if self.model.history.len() >= MAX_TOUCHES as usize {
            self.answer.alert = Some(Alert::Limit);
            return self.finish(Outcome::TouchLimit);
        }
        self.model.open = Some(Open {
            step,
            visit,
            attempt,
            base,
            minutes,
            snoozed: None,
            beyond: false,
            opened_still: self.is_still().then_some(self.now),
            still: Vec::new(),
            still_before: 0,
            ready: base,
            due: base,
            state: TouchState::Waiting,
        });
        self.compute();
    }

    /// Ends the open touch, and says which it was.
    pub fn close(
        &mut self,
        skipped: Option<SkipReason>,
        disposition: Option<Disposition>,
    ) -> Option<Open> {
        let open = self.model.open.take()?;
        let touch = Touch {
            run: self.model.run,
            step: open.step,
            visit: open.visit,
            attempt: open.attempt,
            skipped,
            disposition,
            at: Timestamp::from_millis(self.now),
        };
        self.model.history.push(touch);
        self.answer.closed.push(touch);
        self.answer.turned_due = false;
        Some(open)
    }

    pub fn finish(&mut self, outcome: Outcome) {
        self.model.open = None;
        self.model.going = Going::Over { outcome, at: self.now };
    }

    /// Goes on in the step after this one, in the next run, or nowhere.
    pub fn follow(&mut self, step: StepId, base: i64) {
        let mut later = self.scene.steps.iter().skip_while(|other| other.id != step).skip(1);
        if let Some(next) = later.next() {
            return self.arrive(next.id, base, None);
        }
        if self.model.run < self.scene.rules.runs.total {
            let Some(first) = self.scene.steps.first() else { return };
            let counting = Openings::between_runs(self.scene);
            let pause = self.scene.rules.runs.pause;
            let base = due::delayed(&counting, pause, base).unwrap_or(base);
            self.model.run += 1;
            return self.arrive(first.id, base, None);
        }
        match (self.model.going, self.scene.rules.after) {
            (Going::Paused { reason: PauseReason::Replied, .. }, _) => {
                self.finish(Outcome::Replied);
            }
            (_, AfterLastRun::Idle) => self.finish(Outcome::NoReply),
            (Going::On, AfterLastRun::Move { to }) => self.move_on(to),
            (_, AfterLastRun::Move { .. }) => {
                self.answer.alert = Some(Alert::Decide);
                self.finish(Outcome::NotMoved);
            }
        }
    }

    pub fn move_on(&mut self, to: CadenceId) {
        if self.model.moves >= MAX_MOVES {
            self.answer.alert = Some(Alert::Limit);
            return self.finish(Outcome::MoveLimit);
        }
        self.answer.move_to = Some(to);
        self.finish(Outcome::Moved);
    }

    /// Since when it stands still for the rep, or from now on.
    pub fn begun(&self) -> i64 {
        match self.model.going {
            Going::Paused { since, .. } | Going::Review { since } => since,
            Going::On | Going::Over { .. } => self.now,
        }
    }

    pub fn pause(&mut self, reason: PauseReason) {
        self.model.going = Going::Paused { reason, since: self.begun() };
    }

    /// Whether it stands still, by itself or with everything.
    pub fn is_still(&self) -> bool {
        self.model.is_stopped() || self.scene.all_paused_since.is_some()
    }

    /// Lets become due what is due, one touch after the other.
    pub fn settle(&mut self) {
        while !self.is_still() {
            let Some(mut open) = self.model.open.take() else { return };
            if open.state != TouchState::Waiting || open.due > self.now {
                self.model.open = Some(open);
                return;
            }
            let found = self.due_of(&open);
            let never = found.is_none();
            open.due = found.unwrap_or(open.due);
            open.ready = self.ready_of(&open).unwrap_or(open.ready);
            let waits = open.due > self.now;
            if !waits {
                open.state = TouchState::Due;
            }
            self.model.open = Some(open);
            if waits {
                return;
            }
            self.answer.turned_due = true;
            if never {
                self.skip_by_rule(SkipReason::NeverOpen);
            } else if !self.judge() {
                // Something is due: the contact is back.
                self.model.held = None;
            }
        }
    }

    /// Does in place of the open touch what the rules want there, and says whether they want anything.
    pub fn judge(&mut self) -> bool {
        let Some(step) = self.model.open.as_ref().and_then(|open| self.step(open.step)) else {
            return false;
        };
        let facts = Facts { scene: self.scene, numbers: self.answer.numbers };
        let instead = facts.instead(self.model, step);
        match instead {
            None => {}
            Some(Instead::Skip(reason)) => self.skip_by_rule(reason),
            Some(Instead::Branch(branch)) => self.branch(branch),
        }
        instead.is_some()
    }

    fn skip_by_rule(&mut self, reason: SkipReason) {
        if let Some(open) = self.close(Some(reason), None) {
            self.follow(open.step, open.due);
        }
    }

    fn branch(&mut self, branch: Branch) {
        if branch == Branch::Pause {
            self.answer.alert = Some(Alert::Decide);
            self.answer.turned_due = false;
            if let Some(open) = &mut self.model.open {
                open.state =
                    if open.due > self.now { TouchState::Waiting } else { TouchState::Due };
            }
            return self.pause(PauseReason::Cadence);
        }
        let Some(open) = self.close(Some(SkipReason::Condition), None) else { return };
        match branch {
            Branch::Skip | Branch::Pause => self.follow(open.step, open.due),
            Branch::Jump { to } => self.arrive(to, open.due, None),
            Branch::Finish { end } => self.finish(end.into()),
            Branch::Move { to } => self.move_on(to),
        }
    }
}
