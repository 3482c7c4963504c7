//! The core and the naive model are told the same and have to agree on everything.

use chrono::NaiveDate;
use desk_core::enrolment::{Advance, Effects, Enrolment, EnrolmentState, Event, Past, Refused, advance, begin};
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use desk_sim::cadences;
use desk_sim::coverage::{Coverage, state_name};
use desk_sim::events::{self, Deed};
use desk_sim::naive::{Answer, Model, Spot, Touch, View};
use desk_sim::random::Random;
use desk_sim::scene::Scene;
use std::fmt::Write as _;

const SEEDS: u64 = 400;
const EVENTS: usize = 120;

/// Both enrolments and all that surrounds them.
struct Both {
    random: Random,
    scene: Scene,
    now: Timestamp,
    core: Enrolment,
    past: Vec<Past>,
    model: Model,
    told: String,
    coverage: Coverage,
}

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
            due_at: position.due_at,
            state: position.state,
        }),
    }
}

fn answered(effects: &Effects) -> Answer {
    let touch = |closed: &desk_core::enrolment::Closed| Touch {
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

fn start_of(seed: u64) -> Timestamp {
    // Anywhere from 2025 to 2028, so that every change of the clocks is met.
    let day = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    let start = day.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_millis();
    let mut random = Random::new(seed ^ 0x5eed);
    Timestamp::from_millis(start + random.between(0, 3 * 365 * 24 * 60) * 60_000)
}

fn date(moment: Timestamp) -> NaiveDate {
    chrono::DateTime::from_timestamp_millis(moment.as_millis()).unwrap().date_naive()
}

type Started = (Advance, Model, Answer);

fn start(random: &mut Random, scene: &Scene, now: Timestamp) -> Started {
    let steps = &scene.steps;
    let chosen = steps[usize::try_from(random.between(0, steps.len() as i64 - 1)).unwrap()].id;
    let first = random.chance(30).then_some(chosen);
    let base = Timestamp::from_millis(now.as_millis() + if random.chance(20) { 90_000_000 } else { 0 });
    let moves = u32::try_from(random.between(0, 10)).unwrap();
    let of_core = scene.with_course(&[], now, |course| begin(first, base, moves, course, now));
    let (model, answer) = Model::begin(first, base, moves, scene, now).unwrap();
    (of_core.unwrap(), model, answer)
}

impl Both {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let now = start_of(seed);
        let scene = cadences::scene(&mut random, date(now));
        let (begun, model, answer) = start(&mut random, &scene, now);
        let mut both = Self {
            random,
            scene,
            now,
            past: Vec::new(),
            core: begun.next.clone(),
            model,
            told: String::new(),
            coverage: Coverage::default(),
        };
        both.agree("begin", &Ok(begun), &Ok(answer));
        both
    }

    /// Begins anew with the same person.
    fn again(&mut self) {
        self.past.clear();
        self.scene.replied = false;
        self.scene.connected = false;
        let (begun, model, answer) = start(&mut self.random, &self.scene, self.now);
        self.model = model;
        self.agree("begin again", &Ok(begun), &Ok(answer));
    }

    fn agree(&mut self, what: &str, core: &Result<Advance, Refused>, model: &Result<Answer, Refused>) {
        if let Ok(advance) = core {
            self.core = advance.next.clone();
            self.past.extend(past_of(&advance.effects));
        }
        let said = core.as_ref().map(|advance| answered(&advance.effects)).map_err(|refused| *refused);
        let (core, model) = ((said, seen(&self.core)), (model.clone(), self.model.view()));
        writeln!(self.told, "{} {what} → {:?}", shown(self.now), core).unwrap();
        if core != model {
            let tail: Vec<&str> = self.told.lines().rev().take(8).collect();
            let tail: Vec<&str> = tail.into_iter().rev().collect();
            panic!(
                "{:#?}\n{}\nthe core:  {core:#?}\nthe model: {model:#?}",
                self.scene,
                tail.join("\n")
            );
        }
    }

    fn tell(&mut self, event: Event) {
        let state = state_name(&self.model.view(), &self.scene, self.now);
        let before = self.model.view();
        if let Event::Called { .. } = event {
            self.scene.calls.push(self.now);
        }
        let (core, past, now) = (&self.core, &self.past, self.now);
        let core = self.scene.with_course(past, now, |course| advance(core, event, course, now));
        let model = self.model.tell(event, &self.scene, now);
        self.agree(&format!("{event:?}"), &core, &model);
        if core.is_ok() {
            self.remember(event);
        }
        self.coverage.count(Some(event), state, &before, &self.model.view());
    }

    /// What is known from now on because of an event.
    fn remember(&mut self, event: Event) {
        use desk_core::touch::Disposition;
        match event {
            Event::Reply => self.scene.replied = true,
            Event::Called { disposition: Some(Disposition::Connected) } => self.scene.connected = true,
            _ => {}
        }
    }

    fn step(&mut self) {
        let view = self.model.view();
        match events::next(&mut self.random, &self.scene, &view, self.now) {
            Deed::Wait(millis) => {
                self.now = Timestamp::from_millis(self.now.as_millis() + millis);
                if self.random.chance(70) {
                    self.tell(Event::Tick);
                }
            }
            Deed::Event(Event::Called { .. }) if !self.is_at_call() => self.tell(Event::Done),
            Deed::Event(event) => {
                let in_outbox = view.open.is_some_and(|open| open.state == TouchState::InOutbox);
                if in_outbox && event.stops_mail() && self.random.chance(60) {
                    self.tell(Event::TakenBack);
                }
                self.tell(event);
            }
            Deed::LogOnly(_) => self.scene.calls.push(self.now),
            Deed::PauseAll => self.scene.all_paused_since = Some(self.now),
            Deed::GoOn => {
                if let Some(since) = self.scene.all_paused_since.take() {
                    self.tell(Event::GoOn { since });
                }
            }
            Deed::Fact(fact) => {
                fact.change(&mut self.scene);
                if self.random.chance(70) {
                    self.tell(Event::Replan);
                }
            }
        }
        let is_over = matches!(self.model.view().state, EnrolmentState::Finished { .. });
        if is_over && self.random.chance(20) {
            self.again();
        }
    }

    fn is_at_call(&self) -> bool {
        let Some(open) = self.model.view().open else { return true };
        let mut steps = self.scene.steps.iter();
        steps.any(|step| {
            step.id == open.step
                && matches!(step.content, desk_core::step::StepContent::Call { .. })
        })
    }
}

fn shown(moment: Timestamp) -> String {
    let utc = chrono::DateTime::from_timestamp_millis(moment.as_millis()).unwrap();
    utc.format("%a %Y-%m-%d %H:%M:%S%.3f").to_string()
}

#[test]
fn the_core_and_the_naive_model_agree_on_everything() {
    let mut coverage = Coverage::default();
    let only: Option<u64> = std::env::var("SIM_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut differing = Vec::new();
    for seed in only.map_or(0..SEEDS, |seed| seed..seed + 1) {
        let run = std::panic::catch_unwind(|| {
            let mut both = Both::new(seed);
            for _ in 0..EVENTS {
                both.step();
            }
            both.coverage
        });
        match run {
            Ok(one) => coverage.add(one),
            Err(_) => differing.push(seed),
        }
    }
    println!("{coverage}");
    assert!(differing.is_empty(), "they differ with the seeds {differing:?}");
}
