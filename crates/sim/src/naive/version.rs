//! Another version of the cadence (R17).

use super::path::Turn;
use super::{Answer, Model, Open};
use crate::scene::Scene;
use desk_core::enrolment::{Event, Refused};
use desk_core::ids::StepId;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;

impl Model {
    /// Goes on in another version, that of `scene`, after `old`: at the same step, at the next one that
    /// is still there, or after the last one.
    ///
    /// # Errors
    /// [`Refused`] when it is over, or when its message is on its way and its step is gone.
    pub fn move_version(
        &mut self,
        old: &[Step],
        scene: &Scene,
        now: Timestamp,
    ) -> Result<Answer, Refused> {
        let is_there = |id: StepId| scene.steps.iter().any(|step| step.id == id);
        let open = self.open.clone().ok_or(Refused::Finished)?;
        if is_there(open.step) {
            return self.tell(Event::Replan, scene, now);
        }
        if open.state == TouchState::InOutbox {
            return Err(Refused::TouchState);
        }
        let behind = old.iter().skip_while(|step| step.id != open.step);
        let next = behind.map(|step| step.id).find(|id| is_there(*id));
        self.open = None;
        let mut turn = Turn::new(self, scene, now.as_millis());
        match next {
            Some(step) => turn.replace(open, step),
            None => turn.follow(open.step, open.base_now()),
        }
        turn.settle();
        Ok(turn.answered())
    }
}

impl Turn<'_> {
    /// Opens a touch at a step in place of one whose step is gone; its base stays.
    fn replace(&mut self, gone: Open, step: StepId) {
        let run = self.model.run;
        let before = self.model.history.iter();
        let before = before.filter(|touch| touch.run == run && touch.step == step);
        let visit = before.map(|touch| touch.visit).max().unwrap_or(0) + 1;
        self.model.open = Some(Open {
            step,
            visit,
            attempt: 1,
            minutes: None,
            snoozed: None,
            beyond: false,
            still_before: 0,
            state: TouchState::Waiting,
            ..gone
        });
        self.compute();
    }
}
