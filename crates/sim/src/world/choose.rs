//! What happens next.

use super::World;
use crate::twin::CallButton;
use crate::watch::Wrong;
use desk_core::step::StepContent;
use desk_core::touch::TouchState;

/// Fewest open enrolments and people who can enter something, before others come.
const FEWEST: usize = 5;

/// Most people.
const PEOPLE: usize = 45;

/// How many of a hundred events are aimed at what was met least.
const AIMED: u64 = 80;

/// What may happen to an enrolment.
pub(super) const ANYTHING: [&str; 29] = [
    "done",
    "called",
    "log only",
    "skip",
    "snooze",
    "send",
    "write",
    "cancel",
    "pause",
    "resume",
    "remove",
    "won",
    "reply",
    "away",
    "bounce",
    "opt out",
    "unclear",
    "buying signal",
    "meeting",
    "wrote by hand",
    "undo",
    "assign",
    "replan",
    "bin",
    "pause all",
    "go on",
    "freeze",
    "thaw",
    "version",
];

impl World {
    /// Lets one more thing happen.
    ///
    /// # Errors
    /// What differs, or is not as it has to be.
    pub fn step(&mut self) -> Result<(), Wrong> {
        let open = self.twin.open_lives();
        if open.len() < FEWEST {
            return self.refill();
        }
        if self.random.chance(AIMED) {
            return self.step_to_aim();
        }
        let life = self.focus(&open);
        match self.random.number() % 100 {
            0..22 => self.pass(Some(life)),
            22..46 => self.forward(life),
            46..48 => self.world(life),
            48..51 if self.twin.paused.is_none() => self.pause_all(true),
            48..54 if self.twin.paused.is_some() => self.pause_all(false),
            54 => self.jump(),
            55 => self.travel(),
            56 => self.kill(),
            57 => self.work_otherwise(),
            58..60 => self.thaw_all(),
            _ => {
                let deed = self.some_deed();
                self.anything(life, deed)
            }
        }
    }

    pub(super) fn some_deed(&mut self) -> &'static str {
        let at = usize::try_from(self.random.number()).unwrap_or(0) % ANYTHING.len();
        ANYTHING.get(at).copied().unwrap_or("done")
    }

    /// Others come, or those who are there enter something.
    pub(super) fn refill(&mut self) -> Result<(), Wrong> {
        let idle = self.twin.people.places(|_| true);
        let idle: Vec<usize> = idle
            .into_iter()
            .filter(|&person| {
                let one = &self.twin.people[person];
                !one.opted_out
                    && !self.twin.homes[one.home].deleted
                    && self.twin.open_of(person).is_empty()
            })
            .collect();
        if idle.len() < 3 && self.twin.people.len() < PEOPLE {
            return self.newcomer();
        }
        if self.random.chance(15) {
            return self.pass(None);
        }
        if !(0..self.twin.plans.len()).any(|plan| self.twin.plans[plan].active) {
            return self.thaw_all();
        }
        let at = usize::try_from(self.random.number()).unwrap_or(0) % idle.len().max(1);
        match idle.get(at) {
            Some(&person) => self.assign(person),
            None => {
                let person = self.some_person();
                self.assign(person)
            }
        }
    }

    /// An enrolment to which something happens.
    fn focus(&mut self, open: &[usize]) -> usize {
        let mut from = open.to_vec();
        if self.random.chance(14) {
            let over = self.twin.lives.places(|life| !life.gone && life.model.spot().is_none());
            if !over.is_empty() {
                from = over;
            }
        }
        let at = usize::try_from(self.random.number()).unwrap_or(0) % from.len().max(1);
        from.get(at).copied().unwrap_or(0)
    }

    /// What would happen next if all went its way.
    fn forward(&mut self, life: usize) -> Result<(), Wrong> {
        if self.twin.paused.is_some() && self.random.chance(15) {
            return self.pause_all(false);
        }
        let plan = self.twin.lives[life].plan;
        if self.twin.lives[life].model.is_frozen() {
            return if self.random.chance(40) {
                self.set_active(plan, true)
            } else {
                self.pass(None)
            };
        }
        if self.twin.lives[life].model.stands_still() && self.random.chance(70) {
            return self.decide(life, "resume");
        }
        let content = self.twin.current(life).map(|step| step.content.clone());
        match (self.twin.spot(life), content) {
            (Some((_, TouchState::Due)), Some(StepContent::Call { .. })) => {
                self.call(life, CallButton::LogAndComplete)
            }
            (Some((_, TouchState::Due)), _) => self.done(life),
            _ => self.pass(Some(life)),
        }
    }

    /// Something about everything.
    fn world(&mut self, life: usize) -> Result<(), Wrong> {
        let person = self.some_person();
        let home = self.twin.people[person].home;
        match self.random.number() % 4 {
            0 => self.archive(self.twin.lives[life].plan),
            1 if self.twin.homes[home].deleted => self.bin(person, false),
            2 if self.twin.people.len() < PEOPLE => self.newcomer(),
            _ => self.visit(person),
        }
    }

    /// Every cadence acts again.
    pub(super) fn thaw_all(&mut self) -> Result<(), Wrong> {
        for plan in 0..self.twin.plans.len() {
            if self.twin.plans[plan].archived {
                self.restore(plan)?;
            }
            if !self.twin.plans[plan].active && Some(plan) != self.dead_end {
                self.set_active(plan, true)?;
            }
        }
        Ok(())
    }

    /// Anything that may happen at all.
    pub(super) fn anything(&mut self, life: usize, deed: &'static str) -> Result<(), Wrong> {
        let person = self.twin.lives[life].person;
        let plan = self.twin.lives[life].plan;
        match deed {
            "done" => self.done(life),
            "called" if self.random.chance(20) => self.call(life, CallButton::Success),
            "called" => self.call(life, CallButton::LogAndComplete),
            "log only" => self.call(life, CallButton::LogOnly),
            "skip" => self.skip(life),
            "snooze" => self.snooze(life),
            "send" => self.send(life),
            "write" => self.write(life),
            "cancel" => self.cancel(life),
            "pause" | "resume" | "remove" | "won" => self.decide(life, deed),
            "undo" => self.undo(life),
            "assign" if self.random.chance(50) => self.assign_again(life),
            "assign" => self.assign(person),
            "replan" if self.random.chance(60) => self.meet(person),
            "replan" => self.visit(person),
            "bin" if self.random.chance(30) => {
                let home = self.twin.people[person].home;
                self.bin(person, !self.twin.homes[home].deleted)
            }
            "bin" => self.pass(Some(life)),
            "pause all" | "go on" => self.pause_all(deed == "pause all"),
            "freeze" => self.set_active(plan, false),
            "thaw" => self.set_active(plan, true),
            "version" => self.change(plan),
            _ => self.hear(life, deed),
        }
    }
}
