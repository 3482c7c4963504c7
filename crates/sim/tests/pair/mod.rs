//! One enrolment of the core and one of the naive model in the same surroundings.

use chrono::{DateTime, NaiveDate};
use desk_core::enrolment::{
    Advance, Call, Closed, Effects, Enrolment, EnrolmentState, Event, Past, Refused, advance, begin,
};
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchKind, TouchState};
use desk_sim::cadences;
use desk_sim::coverage::{Coverage, state_name};
use desk_sim::events::{self, Deed};
use desk_sim::naive::{Answer, Model, Spot, Touch, View};
use desk_sim::random::Random;
use desk_sim::scene::Scene;

pub mod names;

/// The two do not agree.
#[derive(Debug)]
pub struct Difference;

/// Both enrolments and all that surrounds them.
pub struct Pair {
    seed: u64,
    random: Random,
    scene: Scene,
    now: Timestamp,
    core: Enrolment,
    past: Vec<Past>,
    model: Model,
    told: Vec<(Timestamp, String, Said, Said)>,
    pub coverage: Coverage,
}

/// What one of them says.
type Said = (Result<Answer, Refused>, View);

type Started = (Advance, Model, Answer);

fn seen(core: &Enrolment) -> View {
    View {
        state: core.state,
        frozen: core.frozen,
        stopped_since: core.stopped_since,
        run: core.run,
        touches: core.touches,
        buying_signal: core.buying_signal,
        open: core.position.map(|position| Spot {
            step: position.step,
            visit: position.visit,
            attempt: position.attempt,
            base: position.base,
            snoozed_until: position.snoozed_until,
            ready_at: position.ready_at,
            due_at: position.due_at,
            state: position.state,
        }),
    }
}

fn answered(effects: &Effects) -> Answer {
    let touch = |closed: &Closed| Touch {
        run: closed.run,
        step: closed.position.step,
        visit: closed.position.visit,
        attempt: closed.position.attempt,
        skipped: closed.skipped,
        disposition: closed.disposition,
        at: closed.at,
    };
    Answer {
        closed: effects.closed.iter().map(touch).collect(),
        turned_due: effects.turned_due,
        alert: effects.alert,
        move_to: effects.move_to,
        numbers: effects.numbers,
    }
}

fn past_of(effects: &Effects) -> impl Iterator<Item = Past> {
    effects.closed.iter().map(|closed| Past {
        run: closed.run,
        step: closed.position.step,
        visit: closed.position.visit,
        done: closed.skipped.is_none(),
        disposition: closed.disposition,
    })
}

/// A moment from 2025 to 2027, so that every change of the clocks is met.
fn some_moment(seed: u64) -> Timestamp {
    let day = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    let start = day.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_millis();
    let minutes = Random::new(seed ^ 0x5eed).between(0, 3 * 365 * 24 * 60);
    Timestamp::from_millis(start + minutes * 60_000)
}

fn utc(moment: Timestamp) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp_millis(moment.as_millis()).unwrap()
}

fn later(moment: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(moment.as_millis() + millis)
}

fn start(random: &mut Random, scene: &Scene, now: Timestamp) -> Started {
    let last = i64::try_from(scene.steps.len()).unwrap() - 1;
    let chosen = scene.steps[usize::try_from(random.between(0, last)).unwrap()].id;
    let first = random.chance(30).then_some(chosen);
    let base = later(now, if random.chance(20) { 90_000_000 } else { 0 });
    let moves = u32::try_from(random.between(0, 10)).unwrap();
    let begun = scene.with_course(&[], |course| begin(first, base, moves, course, now));
    let (model, answer) = Model::begin(first, base, moves, scene, now).unwrap();
    (begun.unwrap(), model, answer)
}

impl Pair {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let now = some_moment(seed);
        let scene = cadences::scene(&mut random, utc(now).date_naive());
        let now = match random.number() % 4 {
            0 | 1 => cadences::before_change(&mut random, scene.contact_zone, now),
            2 => cadences::before_change(&mut random, scene.rep_zone, now),
            _ => now,
        };
        let (begun, model, answer) = start(&mut random, &scene, now);
        let mut pair = Self {
            seed,
            random,
            scene,
            now,
            past: Vec::new(),
            core: begun.next.clone(),
            model,
            told: Vec::new(),
            coverage: Coverage::default(),
        };
        pair.agree("begin".to_owned(), Ok(begun), Ok(answer));
        pair
    }

    /// Begins anew with the same person.
    fn again(&mut self) -> Result<(), Difference> {
        self.past.clear();
        self.scene.replied = false;
        self.scene.connected = false;
        let (begun, model, answer) = start(&mut self.random, &self.scene, self.now);
        self.model = model;
        self.compare("begin again".to_owned(), Ok(begun), Ok(answer))
    }

    fn agree(
        &mut self,
        what: String,
        core: Result<Advance, Refused>,
        model: Result<Answer, Refused>,
    ) -> bool {
        let said = core.as_ref().map(|advance| answered(&advance.effects));
        let said = said.map_err(|refused| *refused);
        if let Ok(advance) = core {
            self.past.extend(past_of(&advance.effects));
            self.core = advance.next;
        }
        let core = (said, seen(&self.core));
        let model = (model, self.model.view(self.scene.all_paused_since));
        let is_same = core == model;
        self.told.push((self.now, what, core, model));
        is_same
    }

    fn compare(
        &mut self,
        what: String,
        core: Result<Advance, Refused>,
        model: Result<Answer, Refused>,
    ) -> Result<(), Difference> {
        if self.agree(what, core, model) { Ok(()) } else { Err(Difference) }
    }

    fn tell(&mut self, event: Event) -> Result<(), Difference> {
        let before = self.model.view(self.scene.all_paused_since);
        let state = state_name(&before, self.scene.all_paused_since.is_some(), self.now);
        if let Event::GoOn { .. } = event {
            self.scene.all_paused_since = None;
        }
        self.remember(event);
        let (core, past, now) = (&self.core, &self.past, self.now);
        let core = self.scene.with_course(past, |course| advance(core, event, course, now));
        let model = self.model.tell(event, &self.scene, now);
        let compared = self.compare(format!("{event:?}"), core, model);
        let after = self.model.view(self.scene.all_paused_since);
        self.coverage.meet((names::event_name(event), state));
        // Ends that were asked for say nothing about the rules.
        if let EnrolmentState::Finished { outcome, .. } = after.state
            && after.state != before.state
            && !matches!(event, Event::Finish { .. })
        {
            self.coverage.end(outcome);
        }
        compared
    }

    /// What is known from now on because of an event: a call is logged before it is completed. Whether
    /// somebody was reached by a call of the cadence, the touches that were closed have to tell alone.
    fn remember(&mut self, event: Event) {
        let is_over = matches!(self.core.state, EnrolmentState::Finished { .. });
        match event {
            _ if is_over => {}
            Event::Reply => self.scene.replied = true,
            Event::Called { .. } if !self.core.is_stopped() => {
                self.scene.calls.push(Call { at: self.now, number: Some(0) })
            }
            _ => {}
        }
    }

    /// Logs a call without completing it.
    fn log(&mut self, disposition: Disposition) {
        self.scene.calls.push(Call { at: self.now, number: Some(0) });
        self.scene.connected |= disposition.is_contact();
    }

    /// Lets one more thing happen.
    pub fn step(&mut self) -> Result<(), Difference> {
        let view = self.model.view(self.scene.all_paused_since);
        match events::next(&mut self.random, &self.scene, &view, self.now) {
            Deed::Wait(millis) => {
                self.now = later(self.now, millis);
                if self.random.chance(70) {
                    self.tell(Event::Tick)?;
                }
            }
            Deed::Event(event) => self.happens(event, &view)?,
            Deed::LogOnly(disposition) => self.log(disposition),
            Deed::PauseAll => self.scene.all_paused_since = Some(self.now),
            Deed::GoOn => self.go_on()?,
            Deed::Fact(fact) => {
                fact.change(&mut self.scene);
                if self.random.chance(70) {
                    self.tell(Event::Replan)?;
                }
            }
        }
        let is_over = matches!(self.core.state, EnrolmentState::Finished { .. });
        if is_over && self.random.chance(30) { self.again() } else { Ok(()) }
    }

    fn go_on(&mut self) -> Result<(), Difference> {
        match self.scene.all_paused_since {
            Some(since) => self.tell(Event::GoOn { since }),
            None => Ok(()),
        }
    }

    fn happens(&mut self, event: Event, view: &View) -> Result<(), Difference> {
        let in_outbox = view.open.is_some_and(|open| open.state == TouchState::InOutbox);
        match event {
            Event::Called { .. } if !self.is_at(view, TouchKind::Call) => self.tell(Event::Done),
            Event::GoOn { .. } if self.scene.all_paused_since.is_some() => self.go_on(),
            Event::Queued if !self.is_at(view, TouchKind::Email) => self.tell(Event::Tick),
            // What nobody has claimed is taken back; what is being sent is not.
            event
                if in_outbox
                    && event.stops_mail(self.scene.rules.exits)
                    && self.random.chance(30) =>
            {
                self.tell(Event::TakenBack)?;
                self.tell(event)
            }
            event => self.tell(event),
        }
    }

    /// Whether the open touch, if there is one, is of this kind.
    fn is_at(&self, view: &View, kind: TouchKind) -> bool {
        let Some(open) = view.open else { return true };
        self.scene.steps.iter().any(|step| step.id == open.step && step.content.kind() == kind)
    }

    /// What surrounds them, what has happened last, and what they differ in first.
    pub fn story(&self) -> String {
        let mut story = format!("seed {}: {:#?}\n", self.seed, self.scene);
        for (now, what, core, _) in self.told.iter().rev().take(8).rev() {
            story += &format!("{} {what}\n    {core:?}\n", utc(*now));
        }
        let Some((_, what, core, model)) = self.told.last() else { return story };
        let at = core.1.open.or(model.1.open).map(|open| open.step);
        let step = self.scene.steps.iter().find(|step| Some(step.id) == at);
        story += &format!("now at {step:?}\n");
        let (core, model) = (format!("{core:#?}"), format!("{model:#?}"));
        let lines = core.lines().zip(model.lines()).filter(|(core, model)| core != model);
        for (core, model) in lines.take(3) {
            let line = format!("the core {}, the model {}", readable(core), readable(model));
            story += &format!("DIFF after {what}: {line}\n");
        }
        story
    }
}

fn readable(line: &str) -> String {
    let line = line.trim().trim_end_matches(',');
    line.parse().map_or_else(|_| line.to_owned(), |at| utc(Timestamp::from_millis(at)).to_string())
}
