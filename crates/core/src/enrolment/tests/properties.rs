//! What holds whatever happens.

use super::super::change::into_version;
use super::super::plan::{MAX_PLANNED, plan};
use super::random::{Happening, Life, When, life, start, world};
use super::support::*;
use crate::calendar::Calendar;
use crate::touch::TouchKind;
use proptest::prelude::*;
use std::collections::HashSet;

/// An enrolment that is watched at every event.
#[derive(Clone)]
struct Watched {
    world: World,
    enrolment: Enrolment,
    now: Timestamp,
    closed: HashSet<(u32, StepId, u32, u32)>,
    new_steps: i64,
}

type Checked = Result<(), TestCaseError>;

impl Watched {
    fn begin(world: World, now: Timestamp) -> Result<Self, TestCaseError> {
        let begun = begin(None, now, 0, &world.course(), now).unwrap();
        let enrolment = begun.next.clone();
        let mut watched = Self { world, enrolment, now, closed: HashSet::new(), new_steps: 100 };
        watched.take(begun, None)?;
        Ok(watched)
    }

    fn live(&mut self, life: Life) -> Checked {
        for (when, happening) in life {
            self.now = match (when, self.enrolment.position) {
                (When::After(minutes), _) => plus(self.now, minutes * 60_000),
                (When::Due, open) => open.map_or(self.now, |open| open.due_at).max(self.now),
            };
            self.happen(happening)?;
            if self.enrolment.position.is_none() {
                self.again()?;
            }
        }
        Ok(())
    }

    /// Nothing comes after the end; the contact begins anew.
    fn again(&mut self) -> Checked {
        for event in super::events::ALL {
            self.event(event)?;
        }
        let world = World { past: vec![], ..self.world.clone() };
        *self = Self { new_steps: self.new_steps, ..Self::begin(world, self.now)? };
        Ok(())
    }

    fn happen(&mut self, happening: Happening) -> Checked {
        match happening {
            Happening::Event(event) => self.event(event),
            Happening::Halt => {
                self.world.all_paused_since = self.world.all_paused_since.or(Some(self.now));
                Ok(())
            }
            Happening::GoOn => match self.world.all_paused_since.take() {
                Some(since) => self.event(Event::GoOn { since }),
                None => Ok(()),
            },
            Happening::Contact { has_email, phones, replied } => {
                let world = self.world.clone();
                self.world = World { has_email, phones, replied, ..world };
                Ok(())
            }
            Happening::Hours(restriction, off) => {
                self.world.rules.restriction = restriction;
                self.world.working.time_off = off;
                // Now and then it is told late.
                if self.now.as_millis() % 7 == 0 { Ok(()) } else { self.event(Event::Replan) }
            }
            Happening::Version { keep, new } => self.version(keep, new),
        }
    }

    fn event(&mut self, event: Event) -> Checked {
        if let (Event::Called { .. }, Some(_)) = (event, self.enrolment.position) {
            self.world.calls.push(called(self.now));
        }
        match advance(&self.enrolment, event, &self.world.course(), self.now) {
            Ok(came) => self.take(came, Some(event)),
            Err(refused) => {
                let over = self.enrolment.position.is_none();
                prop_assert_eq!(refused == Refused::Finished, over);
                Ok(())
            }
        }
    }

    fn version(&mut self, keep: u8, new: usize) -> Checked {
        let old = self.world.steps.clone();
        let mut steps: Vec<_> = (0..new)
            .map(|_| {
                self.new_steps += 1;
                task(self.new_steps, 1, DelayUnit::Hours)
            })
            .collect();
        let kept = old.iter().zip(0..8).filter(|(_, bit)| keep & (1 << bit) != 0);
        steps.extend(kept.map(|(step, _)| step.clone()));
        if steps.is_empty() {
            return Ok(());
        }
        let world = World { steps, ..self.world.clone() };
        if let Ok(came) = into_version(&self.enrolment, &old, &world.course(), self.now) {
            self.world = world;
            self.take(came, None)?;
        }
        Ok(())
    }

    fn take(&mut self, came: Advance, event: Option<Event>) -> Checked {
        let Advance { next, effects } = came;
        prop_assert!(event.is_none() || self.enrolment.position.is_some(), "after its end");
        for closed in &effects.closed {
            let Position { step, visit, attempt, .. } = closed.position;
            prop_assert!(self.closed.insert((closed.run, step, visit, attempt)), "{:?}", closed);
        }
        let before = std::mem::replace(&mut self.enrolment, next);
        self.world.remember(&effects);
        self.is_whole(&effects)?;
        self.is_timed(&effects, &before)?;
        if let (Some(Event::Replan), Some(was)) = (event, before.position)
            && was.state != TouchState::Waiting
        {
            prop_assert_eq!(self.enrolment.position, Some(was));
        }
        Ok(())
    }

    fn is_whole(&self, effects: &Effects) -> Checked {
        let next = &self.enrolment;
        let outcome = match next.state {
            EnrolmentState::Finished { outcome, .. } => Some(outcome),
            _ => None,
        };
        prop_assert_eq!(outcome.is_some(), next.position.is_none());
        prop_assert_eq!(effects.move_to.is_some(), outcome == Some(Outcome::Moved));
        prop_assert_eq!(usize::try_from(next.touches).unwrap(), self.closed.len());
        prop_assert!(next.touches <= MAX_TOUCHES && next.run <= self.world.rules.runs.total);
        let stopped = next.is_stopped() && outcome.is_none();
        if self.world.all_paused_since.is_none() || stopped || outcome.is_some() {
            prop_assert_eq!(next.stopped_since.is_some(), stopped);
        }
        prop_assert!(next.stopped_since.is_none_or(|since| since <= self.now));
        if let Some(open) = next.position {
            prop_assert!(self.world.steps.iter().any(|step| step.id == open.step));
            prop_assert!(!self.closed.contains(&(next.run, open.step, open.visit, open.attempt)));
        }
        Ok(())
    }

    /// Nothing is due before its time, outside its openings, or not at all.
    fn is_timed(&self, effects: &Effects, before: &Enrolment) -> Checked {
        let Some(open) = self.enrolment.position else {
            prop_assert!(!effects.turned_due);
            return Ok(());
        };
        prop_assert!(open.due_at >= open.base || open.snoozed_until.is_some(), "{:?}", open);
        let still = self.enrolment.is_stopped() || self.world.all_paused_since.is_some();
        if open.state == TouchState::Waiting && !still {
            prop_assert!(open.due_at > self.now, "{:?}", open);
        }
        if open.state == TouchState::Due {
            prop_assert!(open.due_at <= self.now, "{:?}", open);
        }
        if !effects.turned_due {
            return Ok(());
        }
        prop_assert!(open.state == TouchState::Due && !still);
        prop_assert!(self.enrolment.held_until().is_none());
        if !before.is_paused() && effects.closed.is_empty() {
            prop_assert!(before.held_until().is_none_or(|until| open.due_at >= until));
        }
        self.is_open(&open)
    }

    /// Read off the calendar, apart from the code under test.
    fn is_open(&self, open: &Position) -> Checked {
        let world = &self.world;
        let step = world.steps.iter().find(|step| step.id == open.step).unwrap();
        let kind = step.content.kind();
        let calls: &[Zone] = if kind == TouchKind::Call { &world.call_zones } else { &[] };
        let own: &[NaiveDate] = &world.working.holidays;
        let closed: &dyn crate::calendar::ClosedDays =
            if world.rules.holidays { &own } else { &() };
        let hours = world.rules.restriction.as_ref().map(|restriction| &restriction.hours);
        let automatic =
            matches!(step.content, StepContent::Email { mode: EmailMode::Automatic, .. });
        let off = crate::calendar::DaysOff { zone: world.rep_zone, days: &world.working.time_off };
        let off = (!(automatic && world.working.mail_in_time_off)).then_some(off);
        let zone = world.course().zone(step);
        let strict = Calendar { zone, hours, closed, calls, off };
        let legal = Calendar { zone, hours: None, closed: &(), calls, off: None };
        let any_hour = Calendar { off, ..legal };
        let rule = match (open.beyond_hours, step.rules.any_hour) {
            (true, _) => legal,
            (false, true) => any_hour,
            (false, false) => strict,
        };
        prop_assert!(rule.is_open(open.due_at), "{:?} {:?}", step, open);
        if kind == TouchKind::Call {
            prop_assert_eq!(world.course().calls_allowed_from(open.due_at), open.due_at);
        }
        Ok(())
    }

    /// As things are now: nothing is late, and what was computed is so still.
    fn settled(&mut self) -> Checked {
        self.event(Event::Tick)?;
        self.event(Event::Replan)
    }

    /// It goes on, whatever stopped it. What a condition stops then stands still.
    fn go_on(&mut self) -> Checked {
        if self.enrolment.is_paused() {
            self.event(Event::Resume)?;
        }
        self.event(Event::Thaw)?;
        self.happen(Happening::GoOn)
    }

    /// Does each touch the moment it is due: step, run and moment.
    fn walk(&mut self) -> Result<Vec<(StepId, u32, Timestamp)>, TestCaseError> {
        let mut done = vec![];
        for _ in 0..1_000 {
            let Some(open) = self.enrolment.position else { break };
            self.now = self.now.max(open.due_at);
            self.event(Event::Tick)?;
            let Some(open) = self.enrolment.position else { break };
            if open.state == TouchState::Waiting {
                continue;
            }
            done.push((open.step, self.enrolment.run, open.due_at));
            if self.enrolment.is_paused() {
                break;
            }
            self.event(Event::Done)?;
        }
        Ok(done)
    }
}

proptest! {
    // The same lives every time; another number, and more of them, looks further.
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_row_of_events_leaves_one_state_and_no_touch_before_its_time(
        world in world(),
        start in start(),
        life in life(60),
    ) {
        Watched::begin(world, start)?.live(life)?;
    }

    #[test]
    fn r5_a_stop_that_ends_when_it_begins_changes_nothing(
        world in world(),
        start in start(),
        life in life(0),
    ) {
        let mut watched = Watched::begin(world, start)?;
        watched.live(life)?;
        watched.settled()?;
        let before = watched.clone();
        let still = watched.enrolment.is_stopped() || watched.world.all_paused_since.is_some();
        if watched.enrolment.position.is_none() || still {
            return Ok(());
        }
        // Resuming lifts a hold.
        if watched.enrolment.held_until().is_none() {
            watched.event(PAUSE)?;
            watched.event(Event::Resume)?;
        }
        watched.event(Event::Freeze)?;
        watched.event(Event::Thaw)?;
        watched.happen(Happening::Halt)?;
        watched.happen(Happening::GoOn)?;
        prop_assert_eq!(watched.enrolment, before.enrolment);
    }

    #[test]
    fn r5_a_split_pause_equals_one_pause(
        world in world(),
        start in start(),
        life in life(0),
        spans in [0_i64..20_000, 0_i64..20_000],
    ) {
        let mut once = Watched::begin(world, start)?;
        once.live(life)?;
        once.go_on()?;
        once.settled()?;
        let waiting = |watched: &Watched| {
            let open = watched.enrolment.position?;
            let touch = (watched.enrolment.touches, open.step);
            (open.state == TouchState::Waiting).then_some(touch)
        };
        let touch = waiting(&once);
        if touch.is_none() {
            return Ok(());
        }
        let mut split = once.clone();
        let [first, both] = [spans[0], spans[0] + spans[1]].map(|span| plus(once.now, span * 60_000));
        once.event(PAUSE)?;
        once.now = both;
        once.event(Event::Resume)?;
        split.event(PAUSE)?;
        split.now = first;
        split.event(Event::Resume)?;
        // What turns due between the two stays due, or is passed over.
        if waiting(&split) != touch {
            return Ok(());
        }
        split.event(PAUSE)?;
        split.now = both;
        split.event(Event::Resume)?;
        prop_assert_eq!(once.enrolment, split.enrolment);
    }

    #[test]
    fn a_plan_is_what_happens_when_each_touch_is_done_as_it_turns_due(
        world in world(),
        start in start(),
        life in life(0),
    ) {
        let mut watched = Watched::begin(world, start)?;
        watched.live(life)?;
        let planned = plan(&watched.enrolment, &watched.world.course(), watched.now);
        let cut = planned.len() == MAX_PLANNED;
        let planned: Vec<_> = planned
            .into_iter()
            .filter(|touch| touch.skipped.is_none())
            .map(|touch| (touch.step, touch.run, touch.due_at))
            .collect();
        watched.go_on()?;
        let mut done = watched.walk()?;
        if cut {
            done.truncate(planned.len());
        }
        prop_assert_eq!(planned, done);
    }
}
