//! Cadences: random ones, rings of moves, mills that never stop, and their versions.

use super::World;
use super::build::id_of;
use crate::cadences;
use crate::twin::{Plan, Version};
use crate::watch::Wrong;
use chrono::{DateTime, NaiveDate};
use desk_core::condition::{Branch, Comparison, Condition, EndAs, Holds, Test};
use desk_core::ids::{CadenceId, StepId};
use desk_core::routing::Lead;
use desk_core::rules::{AfterLastRun, Rules};
use desk_core::step::{Delay, EmailMode, Step, StepContent, StepRules, TaskWork};
use serde_json::{Value, json};

impl World {
    pub(super) fn today(&self) -> NaiveDate {
        DateTime::from_timestamp_millis(self.twin.now.as_millis()).unwrap_or_default().date_naive()
    }

    /// One to three cadences, and sometimes two that move people to each other, one that goes in circles,
    /// one in which all is lost, and one that takes nobody.
    pub(super) fn make_plans(&mut self) -> Result<(), Wrong> {
        let count = self.random.between(1, 3);
        let ring = self.random.chance(20);
        let mill = self.random.chance(12);
        let lost = self.random.chance(50);
        let closed = self.random.chance(50);
        let all = count
            + if ring { 2 } else { 0 }
            + i64::from(lost)
            + i64::from(mill)
            + i64::from(closed);
        for at in 0..all {
            self.begin_plan(at)?;
        }
        let first = usize::try_from(count).unwrap_or(1);
        self.ordinary = first;
        for plan in 0..first {
            let (steps, rules) = self.random_document(plan);
            self.save(plan, steps, rules, false)?;
        }
        if ring {
            for (plan, other) in [(first, first + 1), (first + 1, first)] {
                let after = AfterLastRun::Move { to: CadenceId(self.twin.plans[other].id) };
                self.save(
                    plan,
                    vec![never(Branch::Skip)],
                    Rules { after, ..Rules::default() },
                    false,
                )?;
            }
        }
        let mut last = first + if ring { 2 } else { 0 };
        if lost {
            let end = Branch::Finish { end: EndAs::Lost };
            self.save(last, vec![never(end)], Rules::default(), false)?;
            last += 1;
        }
        if mill {
            self.save(last, vec![never(Branch::Skip)], Rules::default(), false)?;
            let version = self.twin.plans[last].versions.last().cloned();
            let step = version.and_then(|version| version.steps.first().map(|step| step.id));
            let to = step.unwrap_or(StepId(0));
            let steps = vec![Step { id: to, ..never(Branch::Jump { to }) }];
            self.save(last, steps, Rules::default(), false)?;
        }
        self.dead_end = Some(self.twin.plans.len() - 1).filter(|_| closed);
        for plan in 0..self.twin.plans.len() {
            if Some(plan) != self.dead_end {
                self.set_active(plan, true)?;
            }
        }
        Ok(())
    }

    fn begin_plan(&mut self, at: i64) -> Result<(), Wrong> {
        let input = json!({"name": format!("Cadence {at}"), "description": ""});
        let id = id_of(&self.desk.ask("cadence_create", input)?)?;
        let (active, archived) = (false, false);
        self.twin.plans.push(Plan { id, active, archived, revision: 0, versions: Vec::new() });
        Ok(())
    }

    /// A random document whose steps exist, saved once without what leads from step to step.
    fn random_document(&mut self, plan: usize) -> (Vec<Step>, Rules) {
        let today = self.today();
        let scene = cadences::scene(&mut self.random, today);
        let mut steps = scene.steps;
        let mut rules = scene.rules;
        let is_mail = |step: &Step| matches!(step.content, StepContent::Email { .. });
        let is_task = |step: &&mut Step| matches!(step.content, StepContent::Task { .. });
        // Somebody has to be in the outbox now and then.
        if plan == 0
            && !steps.iter().any(is_mail)
            && let Some(step) = steps.iter_mut().find(is_task)
        {
            step.content = cadences::letter(EmailMode::Manual);
        }
        rules.shares_contacts = self.random.chance(40);
        if let AfterLastRun::Move { to } = &mut rules.after {
            *to = self.elsewhere(plan);
        }
        for step in &mut steps {
            self.send_elsewhere(step);
        }
        if rules.after == (AfterLastRun::Move { to: CadenceId(self.twin.plans[plan].id) }) {
            rules.after = AfterLastRun::Idle;
        }
        (steps, rules)
    }

    /// Another cadence, if there is one.
    fn elsewhere(&mut self, plan: usize) -> CadenceId {
        let last = i64::try_from(self.twin.plans.len()).unwrap_or(1) - 1;
        let at = usize::try_from(self.random.between(0, last)).unwrap_or(plan);
        CadenceId(self.twin.plans[at].id)
    }

    fn send_elsewhere(&mut self, step: &mut Step) {
        let to = self.elsewhere(0);
        if let Some(condition) = &mut step.rules.condition {
            for branch in std::iter::once(&mut condition.otherwise).chain(&mut condition.then) {
                if let Branch::Move { to: there } = branch {
                    *there = to;
                }
            }
        }
        for route in &mut step.rules.routing {
            if let Lead::Move { to: there } = &mut route.leads_to {
                *there = to;
            }
        }
    }

    /// Saves a document. Steps that are new get their ids first.
    pub(super) fn save(
        &mut self,
        plan: usize,
        steps: Vec<Step>,
        rules: Rules,
        move_people: bool,
    ) -> Result<(), Wrong> {
        let known = self.twin.plans[plan].versions.last().cloned();
        let is_known = |id: StepId| {
            known.as_ref().is_some_and(|version| version.steps.iter().any(|step| step.id == id))
        };
        if known.is_none() && steps.iter().any(|step| !is_known(step.id)) {
            // Nobody is in it yet.
            let plain: Vec<Step> = steps
                .iter()
                .map(|step| Step { rules: StepRules::default(), ..step.clone() })
                .collect();
            let none: Vec<Option<StepId>> = vec![None; plain.len()];
            let saved = self.save_as(plan, &plain, &none, &rules, false)?;
            let ids: Vec<(StepId, StepId)> =
                steps.iter().map(|step| step.id).zip(saved.iter().map(|step| step.id)).collect();
            let of =
                |id: StepId| ids.iter().find(|(old, _)| *old == id).map_or(id, |(_, new)| *new);
            let steps: Vec<Step> = steps.into_iter().map(|step| step.with_ids(&of)).collect();
            let own: Vec<Option<StepId>> = steps.iter().map(|step| Some(step.id)).collect();
            return self.save_as(plan, &steps, &own, &rules, move_people).map(drop);
        }
        let own: Vec<Option<StepId>> =
            steps.iter().map(|step| Some(step.id).filter(|id| is_known(*id))).collect();
        self.save_as(plan, &steps, &own, &rules, move_people).map(drop)
    }

    fn save_as(
        &mut self,
        plan: usize,
        steps: &[Step],
        ids: &[Option<StepId>],
        rules: &Rules,
        move_people: bool,
    ) -> Result<Vec<Step>, Wrong> {
        let one = &self.twin.plans[plan];
        let (id, revision) = (one.id, one.revision);
        let steps: Vec<Value> = steps
            .iter()
            .zip(ids)
            .map(|(step, id)| {
                let mut step = serde_json::to_value(step).unwrap_or_default();
                if let Some(fields) = step.as_object_mut() {
                    fields.insert("id".to_owned(), json!(id));
                }
                step
            })
            .collect();
        let input = json!({
            "id": id, "revision": revision, "goal": "", "steps": steps, "rules": rules,
            "move_people": move_people,
        });
        self.remember(format!("cadence_save {id} move {move_people}"));
        let saved = self.desk.ask("cadence_save", input)?;
        let steps = saved.get("steps").cloned().unwrap_or_default();
        let steps: Vec<Step> = serde_json::from_value(steps).map_err(|error| error.to_string())?;
        let id = self.watch.latest_version(id)?;
        let version = Version { id, steps: steps.clone(), rules: rules.clone() };
        self.twin.save(plan, version, move_people);
        self.look(false)?;
        Ok(steps)
    }

    /// A cadence becomes another: a step goes, comes or changes, or its rules do.
    pub(super) fn change(&mut self, plan: usize) -> Result<(), Wrong> {
        if self.twin.plans[plan].archived {
            return self.restore(plan);
        }
        let Some(latest) = self.twin.plans[plan].versions.last().cloned() else { return Ok(()) };
        let (mut steps, mut rules) = (latest.steps.clone(), latest.rules.clone());
        let last = i64::try_from(steps.len()).unwrap_or(1) - 1;
        let at = usize::try_from(self.random.between(0, last)).unwrap_or(0);
        match self.random.number() % 4 {
            0 if steps.len() > 1 => {
                let gone = steps.remove(at).id;
                let first = steps.first().map_or(gone, |step| step.id);
                let of = |id: StepId| if id == gone { first } else { id };
                steps = steps.into_iter().map(|step| step.with_ids(&of)).collect();
            }
            1 if steps.len() < 9 => {
                let today = self.today();
                let new = cadences::scene(&mut self.random, today).steps.into_iter().next();
                let new = new.map(|step| Step {
                    id: StepId(0),
                    rules: StepRules { condition: None, routing: Vec::new(), ..step.rules },
                    ..step
                });
                steps.splice(at..at, new);
            }
            2 => {
                let today = self.today();
                rules.restriction = cadences::scene(&mut self.random, today).rules.restriction;
            }
            _ => {
                let amount = self.random.between(0, 5);
                if let Some(step) = steps.get_mut(at) {
                    step.delay.amount = amount;
                }
            }
        }
        let lives: Vec<usize> = self.twin.lives.places(|life| life.plan == plan && !life.gone);
        let states = self.states(&lives);
        let move_people = self.random.chance(75);
        self.tally.events += 1;
        self.last = ("version", 0);
        self.save(plan, steps, rules, move_people)?;
        self.count("version", &states);
        Ok(())
    }

    /// A cadence goes into the archive, if nobody is in it.
    pub(super) fn archive(&mut self, plan: usize) -> Result<(), Wrong> {
        let input = json!({"id": self.twin.plans[plan].id});
        self.ask("archive", &[], ("cadence_archive", input), |twin| twin.archive(plan))
    }

    /// A cadence comes back from the archive.
    pub(super) fn restore(&mut self, plan: usize) -> Result<(), Wrong> {
        let input = json!({"id": self.twin.plans[plan].id});
        self.ask("restore", &[], ("cadence_restore", input), |twin| twin.restore(plan))
    }

    /// A cadence acts from now on, or does not any more.
    pub(super) fn set_active(&mut self, plan: usize, active: bool) -> Result<(), Wrong> {
        let lives: Vec<usize> = self.twin.lives.places(|life| life.plan == plan && !life.gone);
        let (deed, command) =
            if active { ("thaw", "cadence_activate") } else { ("freeze", "cadence_deactivate") };
        let input = json!({"id": self.twin.plans[plan].id});
        self.ask(deed, &lives, (command, input), |twin| twin.set_active(plan, active))
    }
}

/// A step that its condition never lets be done.
fn never(otherwise: Branch) -> Step {
    let field = "partnership.website".to_owned();
    let tests = vec![Test::Field { field, is: Comparison::Is, value: "never".to_owned() }];
    let condition = Some(Condition { holds: Holds::All, tests, otherwise, then: None });
    let content = StepContent::Task { work: TaskWork::Other, instructions: String::new() };
    let rules = StepRules { condition, ..StepRules::default() };
    Step { id: StepId(0), name: String::new(), delay: Delay::NONE, content, rules }
}
