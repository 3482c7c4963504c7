//! A cadence with its people's places, and an enrolment that lives through events in it.

pub(super) use super::super::*;
pub(super) use crate::condition::{Branch, Comparison, Condition, EndAs, Holds, Test};
pub(super) use crate::country::Country;
pub(super) use crate::hours::{Block, HoursZone, TimeOfDay, TimeRestriction, WeeklyHours};
pub(super) use crate::ids::{CadenceId, StepId};
pub(super) use crate::partnership::{Stage, Tier};
pub(super) use crate::rep::{DaysOff, WorkingTime};
pub(super) use crate::routing::{Lead, Route};
pub(super) use crate::rules::{AfterLastRun, ExitRules, OnReply, Rules, Runs};
pub(super) use crate::schedule::plus;
pub(super) use crate::step::{
    Delay, DelayUnit, EmailMode, EmailThread, Step, StepContent, StepRules, TaskWork,
};
pub(super) use crate::time::Timestamp;
pub(super) use crate::touch::{Disposition, TouchState};
pub(super) use crate::zone::Zone;
use chrono::NaiveDateTime;

pub(super) const HOUR: i64 = 3_600_000;
/// Monday 2 March 2026, 09:00 in Berlin.
pub(super) const START: Timestamp = Timestamp::from_millis(1_772_438_400_000);
pub(super) const PAUSE: Event = Event::Pause { reason: PauseReason::Rep };
pub(super) const ELSEWHERE: CadenceId = CadenceId(99);

/// So many hours after [`START`].
pub(super) fn at(hours: i64) -> Timestamp {
    plus(START, hours * HOUR)
}

/// A call to the first number.
pub(super) fn called(at: Timestamp) -> Call {
    Call { at, number: Some(0) }
}

pub(super) fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A moment by the wall clock of Berlin.
pub(super) fn berlin(text: &str) -> Timestamp {
    zone("Europe/Berlin").moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// What the wall clock of Berlin shows.
pub(super) fn shown(moment: Timestamp) -> String {
    zone("Europe/Berlin").civil(moment).format("%a %Y-%m-%d %H:%M").to_string()
}

pub(super) fn step(id: i64, amount: i64, unit: DelayUnit, content: StepContent) -> Step {
    let delay = Delay { amount, unit };
    Step { id: StepId(id), name: String::new(), delay, content, rules: StepRules::default() }
}

pub(super) fn task(id: i64, amount: i64, unit: DelayUnit) -> Step {
    let instructions = String::new();
    step(id, amount, unit, StepContent::Task { work: TaskWork::Other, instructions })
}

pub(super) fn call(id: i64, amount: i64, unit: DelayUnit) -> Step {
    step(id, amount, unit, StepContent::Call { script: String::new() })
}

pub(super) fn mail(id: i64, amount: i64, unit: DelayUnit) -> Step {
    let (subject, body) = (String::new(), String::new());
    let (mode, thread) = (EmailMode::Automatic, EmailThread::New);
    step(id, amount, unit, StepContent::Email { mode, thread, subject, body })
}

/// A step that may be done only if the contact has answered, and what is done otherwise.
pub(super) fn if_replied(step: Step, otherwise: Branch) -> Step {
    let tests = vec![Test::Replied { is: true }];
    let condition = Some(Condition { holds: Holds::All, tests, otherwise, then: None });
    Step { rules: StepRules { condition, ..step.rules }, ..step }
}

pub(super) fn with_routing(step: Step, disposition: Disposition, leads_to: Lead) -> Step {
    let routing = vec![Route { disposition, leads_to }];
    Step { rules: StepRules { routing, ..step.rules }, ..step }
}

/// A task at once, an e-mail five hours later, a call two days later.
pub(super) fn three() -> Vec<Step> {
    vec![task(1, 0, DelayUnit::Days), mail(2, 5, DelayUnit::Hours), call(3, 2, DelayUnit::Days)]
}

/// What a course borrows.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) steps: Vec<Step>,
    pub(super) rules: Rules,
    pub(super) contact_zone: Zone,
    pub(super) call_zones: Vec<Zone>,
    pub(super) country: Option<Country>,
    pub(super) rep_zone: Zone,
    pub(super) working: WorkingTime,
    pub(super) all_paused_since: Option<Timestamp>,
    pub(super) has_email: bool,
    pub(super) phones: usize,
    pub(super) stage: Stage,
    pub(super) tier: Option<Tier>,
    pub(super) field: fn(&str) -> String,
    pub(super) replied: bool,
    pub(super) connected: bool,
    pub(super) calls: Vec<Call>,
    pub(super) past: Vec<Past>,
}

impl World {
    /// In Berlin, at any time, with an address and two numbers.
    pub(super) fn new(steps: Vec<Step>) -> Self {
        let berlin = zone("Europe/Berlin");
        Self {
            steps,
            rules: Rules::default(),
            contact_zone: berlin,
            call_zones: vec![berlin],
            country: None,
            rep_zone: berlin,
            working: WorkingTime::default(),
            all_paused_since: None,
            has_email: true,
            phones: 2,
            stage: Stage::Lead,
            tier: None,
            field: |_| String::new(),
            replied: false,
            connected: false,
            calls: vec![],
            past: vec![],
        }
    }

    /// Monday to Friday, 9 to 17, on this clock.
    pub(super) fn business(mut self, zone: HoursZone) -> Self {
        self.rules.restriction = Some(TimeRestriction { zone, hours: WeeklyHours::business() });
        self
    }

    pub(super) fn off(mut self, from: &str, until: &str) -> Self {
        self.working.time_off.push(DaysOff { from: day(from), until: day(until) });
        self
    }

    pub(super) fn runs(mut self, total: u32, amount: i64, unit: DelayUnit) -> Self {
        self.rules.runs = Runs { total, pause: Delay { amount, unit } };
        self
    }

    pub(super) fn course(&self) -> Course<'_> {
        Course {
            steps: &self.steps,
            rules: &self.rules,
            contact_zone: self.contact_zone,
            call_zones: &self.call_zones,
            contact_country: self.country,
            rep_zone: self.rep_zone,
            working: &self.working,
            all_paused_since: self.all_paused_since,
            facts: Facts {
                has_email: self.has_email,
                phones: self.phones,
                stage: self.stage,
                tier: self.tier,
                field: &self.field,
                replied: self.replied,
                connected: self.connected,
                calls: &self.calls,
                others: &[],
                past: &self.past,
            },
        }
    }

    /// Keeps in mind what came to its end.
    pub(super) fn remember(&mut self, effects: &Effects) {
        self.past.extend(effects.closed.iter().map(|closed| Past {
            run: closed.run,
            step: closed.position.step,
            visit: closed.position.visit,
            done: closed.skipped.is_none(),
            disposition: closed.disposition,
        }));
    }
}

/// An enrolment in its world.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) world: World,
    pub(super) enrolment: Enrolment,
    /// What the last event asked for.
    pub(super) effects: Effects,
}

impl Case {
    pub(super) fn begin(world: World) -> Self {
        Self::begin_at(world, START)
    }

    pub(super) fn begin_at(mut world: World, now: Timestamp) -> Self {
        let Advance { next, effects } = begin(None, now, 0, &world.course(), now).unwrap();
        world.remember(&effects);
        Self { world, enrolment: next, effects }
    }

    /// At the e-mail of [`three`], which waits until hour 5.
    pub(super) fn waiting() -> Self {
        let mut case = Self::begin(World::new(three()));
        case.go(Event::Done, START);
        case
    }

    pub(super) fn go(&mut self, event: Event, now: Timestamp) -> &mut Self {
        let came = advance(&self.enrolment, event, &self.world.course(), now);
        let Advance { next, effects } =
            came.unwrap_or_else(|refused| panic!("{event:?}: {refused}"));
        self.world.remember(&effects);
        (self.enrolment, self.effects) = (next, effects);
        self
    }

    pub(super) fn refused(&self, event: Event, now: Timestamp) -> Refused {
        advance(&self.enrolment, event, &self.world.course(), now).unwrap_err()
    }

    pub(super) fn call(&mut self, disposition: Disposition, now: Timestamp) -> &mut Self {
        self.go(Event::Called { disposition: Some(disposition) }, now)
    }

    pub(super) fn open(&self) -> Position {
        self.enrolment.position.unwrap()
    }

    /// The open touch: step, visit, attempt.
    pub(super) fn touch(&self) -> (i64, u32, u32) {
        let open = self.open();
        (open.step.0, open.visit, open.attempt)
    }

    pub(super) fn is_due(&self) -> bool {
        self.open().state == TouchState::Due
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        match self.enrolment.state {
            EnrolmentState::Finished { outcome, .. } => Some(outcome),
            _ => None,
        }
    }

    pub(super) fn skipped(&self) -> Vec<(i64, Option<SkipReason>)> {
        self.effects.closed.iter().map(|closed| (closed.position.step.0, closed.skipped)).collect()
    }

    /// Everything is paused from now on.
    pub(super) fn pause_everything(&mut self, now: Timestamp) -> &mut Self {
        self.world.all_paused_since = Some(now);
        self
    }

    pub(super) fn everything_goes_on(&mut self, now: Timestamp) -> &mut Self {
        let since = self.world.all_paused_since.take().unwrap();
        self.go(Event::GoOn { since }, now)
    }
}
