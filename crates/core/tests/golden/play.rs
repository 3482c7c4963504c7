//! Plays a timeline and tells how it differs from what is written.

use crate::read::{Action, Line, Scenario, Version};
use crate::words;
use desk_core::enrolment::change::into_version;
use desk_core::enrolment::{
    Advance, Call, Course, Enrolment, EnrolmentState, Event, Facts, Numbers, Past, PauseReason,
    Position, Refused, SkipReason, advance, begin, plan,
};
use desk_core::ids::{CadenceId, StepId};
use desk_core::partnership::Stage;
use desk_core::rep::WorkingTime;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use desk_core::zone::Zone;

/// More touches than a timeline has.
const MANY: usize = 500;

/// Something that was seen.
struct Seen {
    at: Timestamp,
    /// The zone that counts for the touch; none when it is not about one.
    zone: Option<Zone>,
    text: String,
}

/// How the timeline differs from what is written; none when it does not.
pub fn difference(scenario: &Scenario) -> Option<String> {
    let mut play = match Play::new(scenario) {
        Ok(play) => play,
        Err(problem) => return Some(problem),
    };
    for line in &scenario.lines {
        if let Some(action) = line.action {
            play.run_until(line.at);
            if let Err(refused) = play.act(action, line.at) {
                play.note(line.at, None, format!("refused: {refused}"));
                break;
            }
        }
    }
    play.run_until(Timestamp::from_millis(i64::MAX));
    let wanted: Vec<&Line> = scenario.lines.iter().filter(|line| line.seen.is_some()).collect();
    differing(&wanted, &play.seen)
}

fn differing(wanted: &[&Line], seen: &[Seen]) -> Option<String> {
    let mut same = true;
    let mut diff = Vec::new();
    for at in 0..wanted.len().max(seen.len()) {
        let wants = wanted.get(at).map(|line| {
            let text = line.seen.as_deref().unwrap_or_default();
            (line.at, line.zone.as_str(), text)
        });
        let was = seen.get(at).map(|seen| {
            // Where it is not about a touch, the zone is the writer's choice.
            let written = wants.map_or("UTC", |(_, zone, _)| zone);
            (seen.at, seen.zone.map_or(written, |zone| zone.name()), seen.text.as_str())
        });
        if wants == was {
            diff.extend(wants.map(|line| format!("    {}", shown(line))));
        } else {
            same = false;
            diff.extend(wants.map(|line| format!("  - {}", shown(line))));
            diff.extend(was.map(|line| format!("  + {}", shown(line))));
        }
    }
    (!same).then(|| diff.join("\n"))
}

fn shown((at, zone, text): (Timestamp, &str, &str)) -> String {
    let civil = |zone: Zone| zone.civil(at);
    let there = Zone::parse(zone).map(|zone| civil(zone).format("%a %Y-%m-%d %H:%M").to_string());
    let utc = civil(Zone::UTC).format("%Y-%m-%dT%H:%M:%SZ");
    format!("{} {zone}  {utc}  {text}", there.unwrap_or_default())
}

fn no_field(_: &str) -> String {
    String::new()
}

/// A timeline on its way.
struct Play<'a> {
    scenario: &'a Scenario,
    version: &'a Version,
    contact_zone: Zone,
    call_zones: Vec<Zone>,
    working: WorkingTime,
    all_paused_since: Option<Timestamp>,
    phones: usize,
    calls: Vec<Call>,
    past: Vec<Past>,
    enrolment: Option<Enrolment>,
    /// The due touch that was seen to be overdue.
    overdue: Option<Position>,
    seen: Vec<Seen>,
}

impl<'a> Play<'a> {
    fn new(scenario: &'a Scenario) -> Result<Self, String> {
        let version = scenario.versions.first().ok_or("there is no cadence")?;
        Ok(Self {
            scenario,
            version,
            contact_zone: scenario.contact_zone,
            call_zones: scenario.call_zones.clone(),
            working: scenario.working.clone(),
            all_paused_since: None,
            phones: scenario.phones,
            calls: Vec::new(),
            past: Vec::new(),
            enrolment: None,
            overdue: None,
            seen: Vec::new(),
        })
    }

    fn course(&self) -> Course<'_> {
        Course {
            steps: &self.version.steps,
            rules: &self.version.rules,
            contact_zone: self.contact_zone,
            call_zones: &self.call_zones,
            contact_country: self.scenario.contact_country,
            rep_zone: self.scenario.rep_zone,
            working: &self.working,
            all_paused_since: self.all_paused_since,
            facts: Facts {
                has_email: self.scenario.has_email,
                phones: self.phones,
                stage: Stage::Lead,
                tier: None,
                field: &no_field,
                replied: false,
                connected: false,
                calls: &self.calls,
                others: &[],
                past: &self.past,
            },
        }
    }

    fn note(&mut self, at: Timestamp, zone: Option<Zone>, text: String) {
        self.seen.push(Seen { at, zone, text });
    }

    /// Lets time pass: what turns due or overdue up to `end` does so at its moment.
    fn run_until(&mut self, end: Timestamp) {
        for _ in 0..MANY {
            let Some(open) = self.enrolment.as_ref().and_then(|enrolment| enrolment.position)
            else {
                return;
            };
            match open.state {
                TouchState::Waiting if open.due_at <= end => {
                    if !self.tick(open.due_at) {
                        return;
                    }
                }
                TouchState::Due => {
                    self.look_for_overdue(&open, end);
                    return;
                }
                _ => return,
            }
        }
        self.note(end, None, "goes on without end".to_owned());
    }

    /// Whether anything changed.
    fn tick(&mut self, at: Timestamp) -> bool {
        let Some(before) = self.enrolment.clone() else { return false };
        let happened = advance(&before, Event::Tick, &self.course(), at);
        let Ok(happened) = happened else { return false };
        let changed = happened.next != before;
        self.take(happened, at);
        changed
    }

    fn look_for_overdue(&mut self, open: &Position, end: Timestamp) {
        let course = self.course();
        let Some(step) = course.steps.iter().find(|step| step.id == open.step) else { return };
        let watched = self.scenario.watch_overdue || step.rules.deadline_minutes.is_some();
        let stands = self.enrolment.as_ref().is_none_or(Enrolment::is_stopped);
        let (from, zone) = (course.overdue_from(step, open.due_at), course.zone(step));
        if watched && !stands && from <= end && self.overdue != Some(*open) {
            self.overdue = Some(*open);
            let name = self.name(open.step);
            self.note(from, Some(zone), format!("{name} overdue"));
        }
    }

    /// The step as it is written: its cadence where there are several, its number and its type.
    fn name(&self, step: StepId) -> String {
        let kind = self.version.kinds.iter().find(|(id, _)| *id == step);
        let kind = kind.map_or("?", |(_, kind)| kind);
        let here = self.version.cadence;
        let several = self.scenario.versions.iter().any(|other| other.cadence != here);
        let cadence =
            if several { format!("{} ", words::cadence_name(here)) } else { String::new() };
        format!("{cadence}{} {kind}", step.0)
    }

    fn zone(&self, step: StepId) -> Option<Zone> {
        let course = self.course();
        course.steps.iter().find(|other| other.id == step).map(|step| course.zone(step))
    }

    /// Takes over what came out, and notes what can be seen of it.
    fn take(&mut self, happened: Advance, at: Timestamp) {
        let Advance { next, effects } = happened;
        let before = self.enrolment.replace(next.clone());
        for closed in effects.closed {
            let (step, visit) = (closed.position.step, closed.position.visit);
            // What the rep passes over is in the script.
            if let Some(reason) = closed.skipped.filter(|reason| *reason != SkipReason::Rep) {
                let text = format!("{} skipped: {}", self.name(step), words::skipped(reason));
                self.note(closed.position.due_at.min(at), self.zone(step), text);
            }
            let (run, disposition) = (closed.run, closed.disposition);
            self.past.push(Past { run, step, visit, done: closed.skipped.is_none(), disposition });
        }
        if let Some(numbers) = effects.numbers {
            self.phones = match numbers {
                Numbers::Bad => self.phones.saturating_sub(1),
                Numbers::NoCalls => 0,
            };
            self.note(at, None, words::numbers(numbers).to_owned());
        }
        if before.is_none_or(|before| before.state != next.state)
            && let Some(state) = words::state(next.state)
        {
            self.note(at, None, state.to_owned());
        }
        if let (true, Some(open)) = (effects.turned_due, next.position) {
            let mut text = format!("{} due", self.name(open.step));
            for (what, number) in
                [("run", next.run), ("visit", open.visit), ("attempt", open.attempt)]
            {
                if number > 1 {
                    text = text.replace(" due", &format!(" ({what} {number}) due"));
                }
            }
            self.note(at, self.zone(open.step), text);
        }
        if let Some(to) = effects.move_to {
            self.begin_elsewhere(to, next.moves + 1, at);
        }
    }

    fn begin_elsewhere(&mut self, to: CadenceId, moves: u32, at: Timestamp) {
        let there = self.scenario.versions.iter().find(|version| version.cadence == to);
        let Some(there) = there else {
            self.note(at, None, "there is no such cadence".to_owned());
            return;
        };
        self.version = there;
        self.past.clear();
        self.enrolment = None;
        let begun = begin(None, at, moves, &self.course(), at);
        match begun {
            Ok(begun) => self.take(begun, at),
            Err(refused) => self.note(at, None, format!("refused: {refused}")),
        }
    }

    fn act(&mut self, action: Action, now: Timestamp) -> Result<(), Refused> {
        let event = match action {
            Action::Begin { at } => {
                let begun = begin(at, now, 0, &self.course(), now)?;
                self.take(begun, now);
                self.compare_with_plan(now);
                return Ok(());
            }
            Action::Version(number) => return self.change_version(number, now),
            Action::Called(disposition) => {
                self.calls.push(Call { at: now, number: Some(0) });
                Event::Called { disposition: Some(disposition) }
            }
            Action::PauseAll => {
                self.all_paused_since = Some(now);
                return Ok(());
            }
            Action::GoOnAll => {
                let Some(since) = self.all_paused_since.take() else {
                    return Err(Refused::NotPaused);
                };
                Event::GoOn { since }
            }
            Action::TimeOff(days) => {
                self.working.time_off.push(days);
                Event::Replan
            }
            Action::Move(zone) => {
                self.contact_zone = zone;
                self.call_zones = vec![zone];
                Event::Replan
            }
            Action::Done => Event::Done,
            Action::Skip => Event::Skip,
            Action::Snooze { until, beyond_hours } => Event::Snooze { until, beyond_hours },
            Action::Pause => Event::Pause { reason: PauseReason::Rep },
            Action::Resume => Event::Resume,
            Action::Freeze => Event::Freeze,
            Action::Thaw => Event::Thaw,
            Action::Reply => Event::Reply,
            Action::ColleagueReply => Event::ColleagueReply,
            Action::Ambiguous => Event::Ambiguous,
            Action::OutOfOffice { back } => Event::OutOfOffice { back },
        };
        let enrolment = self.enrolment.clone().ok_or(Refused::Finished)?;
        let happened = advance(&enrolment, event, &self.course(), now)?;
        self.take(happened, now);
        Ok(())
    }

    fn change_version(&mut self, number: u32, now: Timestamp) -> Result<(), Refused> {
        let (old, cadence) = (&self.version.steps, self.version.cadence);
        let same = |version: &&Version| version.cadence == cadence && version.number == number;
        let new = self.scenario.versions.iter().find(same).ok_or(Refused::NoSuchStep)?;
        self.version = new;
        let enrolment = self.enrolment.clone().ok_or(Refused::Finished)?;
        let happened = into_version(&enrolment, old, &self.course(), now)?;
        self.take(happened, now);
        Ok(())
    }

    /// Where everything is done the moment it is due, the preview says the same.
    fn compare_with_plan(&mut self, now: Timestamp) {
        let prompt = |line: &&Line| match line.action {
            Some(Action::Begin { .. }) => true,
            Some(Action::Done) => line.seen.is_some(),
            Some(_) => false,
            None => line.seen.as_deref().is_some_and(|seen| seen.starts_with("finished")),
        };
        let one = self.scenario.versions.len() == 1;
        if !one || !self.scenario.lines.iter().all(|line| prompt(&line)) {
            return;
        }
        let Some(enrolment) = self.enrolment.clone() else { return };
        let planned: Vec<Timestamp> =
            plan::plan(&enrolment, &self.course(), now).iter().map(|touch| touch.due_at).collect();
        let due = |line: &&Line| line.seen.as_deref().is_some_and(|seen| seen.ends_with(" due"));
        let wanted: Vec<Timestamp> =
            self.scenario.lines.iter().filter(due).map(|line| line.at).collect();
        if planned != wanted && !matches!(enrolment.state, EnrolmentState::Finished { .. }) {
            let count = planned.iter().zip(&wanted).take_while(|(one, other)| one == other).count();
            self.note(now, None, format!("the preview differs from touch {} on", count + 1));
        }
    }
}
