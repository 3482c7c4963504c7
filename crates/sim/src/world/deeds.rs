//! What the rep does: works touches, lets people in and out, takes back.

use super::World;
use crate::cadences;
use crate::twin::{CallButton, Start};
use crate::watch::Wrong;
use desk_core::enrolment::{Event, Outcome, PauseReason};
use desk_core::step::{Step, StepContent};
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchState};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

/// Characters of a long letter, behind its number.
const LONG: usize = 6_000;

impl World {
    pub(super) fn enrolment(&self, life: usize) -> i64 {
        self.twin.lives[life].id.unwrap_or(0)
    }

    /// The open touch, or one that is over.
    fn touch(&self, life: usize) -> i64 {
        let one = &self.twin.lives[life];
        one.touch.or(one.last_touch).unwrap_or(0)
    }

    fn content(&self, life: usize) -> Option<StepContent> {
        self.twin.current(life).map(|step: &Step| step.content.clone())
    }

    /// Whether the rep could do something with the open touch by itself.
    pub(super) fn is_workable(&self, life: usize) -> bool {
        let state = self.twin.spot(life).map(|(_, state)| state);
        !self.twin.lives[life].model.stands_still()
            && matches!(state, Some(TouchState::Waiting | TouchState::Due))
    }

    /// The open touch is done, whatever it is.
    pub(super) fn done(&mut self, life: usize) -> Result<(), Wrong> {
        let id = self.touch(life);
        match self.content(life) {
            Some(StepContent::Email { .. }) if self.is_workable(life) => self.send(life),
            Some(StepContent::Call { .. }) => {
                let log = json!({"notes": "", "disposition": null, "sentiment": null});
                let input = json!({"id": id, "log": log, "action": "complete_only"});
                self.ask("done", &[life], ("call_finish", input), |twin| twin.complete(life))
            }
            _ => {
                let input = json!({"id": id, "notes": "done"});
                self.ask("done", &[life], ("task_complete", input), |twin| twin.complete(life))
            }
        }
    }

    /// A call is logged.
    pub(super) fn call(&mut self, life: usize, button: CallButton) -> Result<(), Wrong> {
        let is_call = matches!(self.content(life), Some(StepContent::Call { .. }));
        if self.is_workable(life) && !is_call {
            return self.done(life);
        }
        let disposition = self.random.pick(Disposition::Busy, &cadences::DISPOSITIONS);
        let disposition = Some(disposition).filter(|_| self.random.chance(92));
        let (deed, action) = match button {
            CallButton::LogOnly => ("log only", "log_only"),
            CallButton::LogAndComplete => ("called", "log_and_complete"),
            CallButton::Success => ("called", "success"),
        };
        let log = json!({"notes": "", "disposition": disposition, "sentiment": null});
        let input = json!({"id": self.touch(life), "log": log, "action": action});
        self.ask(deed, &[life], ("call_finish", input), |twin| twin.call(life, disposition, button))
    }

    fn draft(&mut self, life: usize) -> (String, Value) {
        // Long ones need new pages in the file, which a full disk does not give.
        let length = if self.random.chance(30) { LONG } else { 0 };
        let body = format!("Letter {}{}", self.number(), ".".repeat(length));
        let to = self.twin.addresses(self.twin.lives[life].person).into_iter().next();
        let to = to.unwrap_or_default();
        let draft = json!({"to": to, "cc": "", "bcc": "", "subject": "Hello", "body": body});
        (body, draft)
    }

    /// The e-mail of the open touch is sent.
    pub(super) fn send(&mut self, life: usize) -> Result<(), Wrong> {
        let (body, draft) = self.draft(life);
        let input = json!({"id": self.touch(life), "draft": draft});
        self.ask("send", &[life], ("email_send", input), |twin| twin.send(life, &body))
    }

    /// Something is written for the open touch.
    pub(super) fn write(&mut self, life: usize) -> Result<(), Wrong> {
        if matches!(self.content(life), Some(StepContent::Call { .. } | StepContent::Task { .. })) {
            let input = json!({"id": self.touch(life), "notes": "so far"});
            return self.ask("write", &[life], ("task_save", input), |_| Ok(()));
        }
        let (body, draft) = self.draft(life);
        let input = json!({"id": self.touch(life), "draft": draft});
        self.ask("write", &[life], ("email_save", input), |twin| twin.write(life, &body))
    }

    /// A message is taken back.
    pub(super) fn cancel(&mut self, life: usize) -> Result<(), Wrong> {
        let Some(row) = self.watch.last_message(self.enrolment(life))? else {
            return self.send(life);
        };
        let letters = self.twin.letters.places(|letter| letter.life == life);
        let Some(letter) = letters.last().copied() else {
            return Err("the model knows no message".to_owned());
        };
        let input = json!({"id": row});
        self.ask("cancel", &[life], ("outbox_cancel", input), |twin| twin.cancel(letter))
    }

    pub(super) fn skip(&mut self, life: usize) -> Result<(), Wrong> {
        let input = json!({"id": self.touch(life)});
        self.ask("skip", &[life], ("touch_skip", input), |twin| twin.work(life, Event::Skip))
    }

    /// Later, please; reps that work late do it beyond the hours.
    pub(super) fn snooze(&mut self, life: usize) -> Result<(), Wrong> {
        let ahead = self.random.between(-HOUR, 100 * HOUR);
        let until = Timestamp::from_millis(self.twin.now.as_millis() + ahead);
        let beyond_hours = self.random.chance(30);
        let input = json!({"id": self.touch(life), "until": until, "beyond_hours": beyond_hours});
        self.ask("snooze", &[life], ("touch_snooze", input), |twin| {
            if until <= twin.now {
                return Err("in_the_past");
            }
            twin.work(life, Event::Snooze { until, beyond_hours })
        })
    }

    /// What the rep decides about an enrolment.
    pub(super) fn decide(&mut self, life: usize, deed: &'static str) -> Result<(), Wrong> {
        let (command, event) = match deed {
            "pause" => ("enrolment_pause", Event::Pause { reason: PauseReason::Rep }),
            "resume" => ("enrolment_resume", Event::Resume),
            "won" => ("enrolment_won", Event::Finish { outcome: Outcome::Won }),
            _ => ("enrolment_remove", Event::Finish { outcome: Outcome::Removed }),
        };
        let input = json!({"id": self.enrolment(life)});
        self.ask(deed, &[life], (command, input), |twin| twin.decide(life, event))
    }

    /// The last thing that was done is taken back, or one before it.
    pub(super) fn undo(&mut self, life: usize) -> Result<(), Wrong> {
        let about = self.twin.entries.places(|entry| {
            entry.id.is_some()
                && entry.about.is_some_and(|about| {
                    self.twin.lives[about].person == self.twin.lives[life].person
                })
        });
        let back = usize::try_from(self.random.number() % 6).unwrap_or(0);
        let back = if self.random.chance(70) { 0 } else { back };
        let about: Vec<usize> = about.into_iter().filter(|at| *at >= self.put_back).collect();
        let Some(entry) = about.iter().rev().nth(back).or(about.last()).copied() else {
            return self.pass(Some(life));
        };
        let event = self.twin.entries[entry].id;
        let about = self.twin.entries[entry].about.unwrap_or(life);
        let input = json!({"event": event});
        self.ask("undo", &[about], ("undo", input), |twin| twin.undo(entry))
    }

    /// A contact enters a cadence.
    pub(super) fn assign(&mut self, person: usize) -> Result<(), Wrong> {
        let all = if self.random.chance(6) { self.twin.plans.len() } else { self.ordinary };
        let last = i64::try_from(all).unwrap_or(1) - 1;
        let plan = usize::try_from(self.random.between(0, last)).unwrap_or(0);
        self.assign_to(person, plan)
    }

    /// A contact enters the cadence of an enrolment once more, unless that goes in circles.
    pub(super) fn assign_again(&mut self, life: usize) -> Result<(), Wrong> {
        let (person, plan) = (self.twin.lives[life].person, self.twin.lives[life].plan);
        if plan < self.ordinary { self.assign_to(person, plan) } else { self.assign(person) }
    }

    /// A contact enters this cadence.
    fn assign_to(&mut self, person: usize, plan: usize) -> Result<(), Wrong> {
        let count = self.twin.plans[plan].versions.last().map_or(0, |latest| latest.steps.len());
        let at = usize::try_from(self.random.number()).unwrap_or(0) % count.max(1);
        let latest = self.twin.plans[plan].versions.last();
        let step = latest.and_then(|latest| latest.steps.get(at)).map(|step| step.id);
        let first = step.filter(|_| self.random.chance(20));
        let ahead = if self.random.chance(15) { 30 * HOUR } else { 0 };
        let base = Timestamp::from_millis(self.twin.now.as_millis() + ahead);
        let lives = self.twin.lives.places(|life| life.person == person && !life.gone);
        let of_plan: Vec<usize> =
            lives.into_iter().filter(|life| self.twin.lives[*life].plan == plan).collect();
        let start = Start { person, plan, first, base, moves: 0 };
        let (cadence, contact) = (self.twin.plans[plan].id, self.twin.people[person].id);
        let last: Vec<usize> = of_plan.last().copied().into_iter().collect();
        if first.is_none() && self.random.chance(20) {
            let input = json!({
                "cadence": cadence, "contacts": [contact], "start_at": base,
                "despite_warnings": true,
            });
            return self.ask("assign", &last, ("assign_many", input), |twin| {
                match twin.assign(start) {
                    Err("not_assignable") => Ok(()),
                    other => other,
                }
            });
        }
        let input = json!({
            "cadence": cadence, "contact": contact, "first_step": first, "start_at": base,
            "despite_warnings": true,
        });
        self.ask("assign", &last, ("assign", input), |twin| twin.assign(start))
    }
}
