//! Entering a cadence (R14).

use super::tell::code;
use super::{Life, Told, Twin};
use crate::naive::Model;
use desk_core::enrolment::MAX_MOVES;
use desk_core::ids::{CadenceId, StepId};
use desk_core::step::{StepContent, TaskWork};
use desk_core::time::Timestamp;

/// Who enters what, and how.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    /// Which contact.
    pub person: usize,
    /// Which cadence.
    pub plan: usize,
    /// The step to begin with.
    pub first: Option<StepId>,
    /// When to begin.
    pub base: Timestamp,
    /// How often the contact was moved before.
    pub moves: u32,
}

impl Twin {
    /// Whether nothing stands in the way of a contact.
    #[must_use]
    pub fn can_enter(&self, person: usize, plan: usize) -> bool {
        let one = &self.plans[plan];
        let Some(version) = one.versions.last() else { return false };
        let all_are = |is_meant: fn(&StepContent) -> bool| {
            version.steps.iter().all(|step| is_meant(&step.content))
        };
        let no_mail = all_are(|content| matches!(content, StepContent::Email { .. }))
            && self.addresses(person).is_empty();
        let by_phone = |content: &StepContent| {
            matches!(
                content,
                StepContent::Call { .. } | StepContent::Task { work: TaskWork::TextMessage, .. }
            )
        };
        let no_call = all_are(by_phone) && self.numbers(person).is_empty();
        let others = self.open_of(person);
        let shares = |life: &usize| {
            let life = &self.lives[*life];
            let theirs = self.plans[life.plan].versions.get(life.version);
            life.plan != plan
                && version.rules.shares_contacts
                && theirs.is_some_and(|version| version.rules.shares_contacts)
        };
        one.active
            && !self.people[person].opted_out
            && !no_mail
            && !no_call
            && others.iter().all(shares)
    }

    /// The rep lets a contact enter a cadence.
    pub fn assign(&mut self, start: Start) -> Told {
        if self.homes[self.people[start.person].home].deleted {
            return Err("not_found");
        }
        if !self.can_enter(start.person, start.plan) {
            return Err("not_assignable");
        }
        let mut entry = self.begin_entry(None, &[]);
        let base = start.base.max(self.now);
        let life = self.enter(Start { base, ..start })?;
        entry.about = Some(life);
        self.end_entry(entry);
        Ok(())
    }

    pub(super) fn enter(&mut self, start: Start) -> Result<usize, &'static str> {
        let Start { person, plan, first, base, moves } = start;
        let version = self.plans[plan].latest();
        let scene = self.scene_of(person, plan, version);
        let (model, answer) = Model::begin(first, base, moves, &scene, self.now).map_err(code)?;
        let life = self.lives.push(Life {
            id: None,
            plan,
            version,
            person,
            model,
            not_moved: None,
            moves,
            letter: None,
            draft: None,
            gone: false,
            touch: None,
            last_touch: None,
        });
        if answer.turned_due {
            self.leave_by_itself(life);
        }
        if let Some(to) = answer.move_to {
            self.move_on(life, to);
        }
        Ok(life)
    }

    /// R14: the contact begins elsewhere, or the enrolment ends with that it could not.
    pub(super) fn move_on(&mut self, life: usize, to: CadenceId) {
        let (person, moves) = (self.lives[life].person, self.lives[life].moves);
        debug_assert!(moves < MAX_MOVES, "the model lets nobody move that often");
        let found = self.plans.places(|plan| plan.id == to.0).first().copied();
        let is_home = !self.homes[self.people[person].home].deleted;
        match found.filter(|&plan| is_home && self.can_enter(person, plan)) {
            Some(plan) => {
                let start = Start { person, plan, first: None, base: self.now, moves: moves + 1 };
                // A cadence that acts has steps.
                let _ = self.enter(start);
            }
            None => self.lives[life].not_moved = Some(self.now),
        }
    }
}
