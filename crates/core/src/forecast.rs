//! Many people ahead (PRODUCT 3.4): which touches fall on which day, and when a list is finished under
//! the pace limits. Worked with the very rules and the very pace that work them later, in the order in
//! which the loops do it: what has become due turns due, one e-mail after the other leaves, and the rep
//! does everything else the moment it is due.

use crate::enrolment::{Closed, Course, Enrolment, Event, Facts, Past, advance, begin};
use crate::ids::StepId;
use crate::pace::{Pace, Sent};
use crate::step::{EmailMode, Step, StepContent};
use crate::time::Timestamp;
use crate::touch::{TouchKind, TouchState};
use crate::zone::Zone;
use std::collections::BTreeSet;

/// Most events of one person that are looked ahead: each touch turns due and is done.
const MAX_EVENTS: usize = 500;

/// Touches that turn due before an e-mail leaves in between, as in the engine.
const CHUNK: usize = 50;

/// Somebody who would begin.
pub struct Someone<'a> {
    /// What the rules need to know.
    pub course: Course<'a>,
    /// When they begin.
    pub base: Timestamp,
}

/// A touch to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// Whose: the place in the list that was given.
    pub who: usize,
    /// At which step.
    pub step: StepId,
    /// In which run.
    pub run: u32,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it is done: when it is due, or for an automatic e-mail, when the pace lets it leave.
    pub at: Timestamp,
}

/// The touches of people who begin together, in the order in which they are done. `sent` is what has
/// left of the mailbox before `now`.
#[must_use]
pub fn forecast(
    people: Vec<Someone<'_>>,
    pace: &Pace,
    sent: Sent,
    rep_zone: Zone,
    now: Timestamp,
) -> Vec<Touch> {
    let mut ahead = Ahead {
        people: Vec::with_capacity(people.len()),
        pace,
        sent,
        rep_zone,
        now,
        places: 0,
        waiting: BTreeSet::new(),
        due: BTreeSet::new(),
        follow_ups: BTreeSet::new(),
        firsts: BTreeSet::new(),
        done: Vec::new(),
    };
    for (who, someone) in people.into_iter().enumerate() {
        ahead.people.push(Walker::new(someone, now));
        ahead.put(who);
    }
    while ahead.step() {}
    ahead.done
}

/// A place in a queue: the moment, the order in which it was taken, and who.
type Place = (Timestamp, u64, usize);

/// Everybody on the way, by what they wait for.
struct Ahead<'a> {
    people: Vec<Walker<'a>>,
    pace: &'a Pace,
    sent: Sent,
    rep_zone: Zone,
    now: Timestamp,
    /// How many places were given.
    places: u64,
    waiting: BTreeSet<Place>,
    /// Due for the rep.
    due: BTreeSet<Place>,
    /// E-mails that leave by themselves.
    follow_ups: BTreeSet<Place>,
    firsts: BTreeSet<Place>,
    done: Vec<Touch>,
}

impl Ahead<'_> {
    /// Does what is to be done now, or goes on to the next moment; false when nothing is to come.
    fn step(&mut self) -> bool {
        if self.turn_due() | self.send() {
            return true;
        }
        let due: Vec<Place> = self.due.iter().copied().take(CHUNK).collect();
        for place in &due {
            self.due.remove(place);
            self.complete(place.2);
        }
        if !due.is_empty() {
            return true;
        }
        let next = [self.waiting.first().map(|place| place.0), self.next_mail()];
        let Some(next) = next.into_iter().flatten().min() else { return false };
        self.now = self.now.max(next);
        true
    }

    /// Turns due what has become due.
    fn turn_due(&mut self) -> bool {
        let ripe = self.waiting.iter().copied().take_while(|place| place.0 <= self.now);
        let ripe: Vec<Place> = ripe.take(CHUNK).collect();
        for place in &ripe {
            self.waiting.remove(place);
            self.happen(place.2, Event::Tick);
            self.put(place.2);
        }
        !ripe.is_empty()
    }

    /// Puts somebody where the open touch waits.
    fn put(&mut self, who: usize) {
        let Some(walker) = self.people.get(who) else { return };
        let (Some(open), Some(step)) = (walker.open(), walker.step()) else { return };
        self.places += 1;
        let automatic =
            matches!(step.content, StepContent::Email { mode: EmailMode::Automatic, .. });
        let first = !walker.mailed;
        let (queue, at) = match open.state {
            TouchState::Waiting => (&mut self.waiting, open.due_at),
            _ if !automatic => (&mut self.due, open.due_at),
            _ if first => (&mut self.firsts, self.now),
            _ => (&mut self.follow_ups, self.now),
        };
        queue.insert((at, self.places, who));
    }

    /// When the pace lets the e-mail at the head of a lane leave.
    fn slot(&self, first: bool) -> Option<(Place, Timestamp)> {
        let lane = if first { &self.firsts } else { &self.follow_ups };
        let head = *lane.first()?;
        let from = self.now.max(head.0);
        Some((head, self.pace.next_slot(&self.sent, first, self.rep_zone, from)))
    }

    fn next_mail(&self) -> Option<Timestamp> {
        [false, true].into_iter().filter_map(|first| self.slot(first)).map(|(_, at)| at).min()
    }

    /// Lets one e-mail leave, or puts it off until its hours open; false when none may leave now.
    fn send(&mut self) -> bool {
        for first in [false, true] {
            let Some((head, at)) = self.slot(first) else { continue };
            if at > self.now {
                continue;
            }
            let (_, place, who) = head;
            let opens = self.people.get(who).and_then(|walker| walker.opening(self.now));
            let lane = if first { &mut self.firsts } else { &mut self.follow_ups };
            lane.remove(&head);
            if let Some(opens) = opens.filter(|opens| *opens > self.now) {
                lane.insert((opens, place, who));
                return true;
            }
            self.sent.at.push(self.now);
            self.sent.count += 1;
            if first {
                self.sent.first.push(self.now);
            }
            if let Some(walker) = self.people.get_mut(who) {
                walker.mailed = true;
            }
            self.complete(who);
            return true;
        }
        false
    }

    fn complete(&mut self, who: usize) {
        let Some(walker) = self.people.get(who) else { return };
        if let (Some(enrolment), Some(step)) = (&walker.enrolment, walker.step()) {
            let (step, run, kind) = (step.id, enrolment.run, step.content.kind());
            self.done.push(Touch { who, step, run, kind, at: self.now });
        }
        self.happen(who, Event::Done);
        self.put(who);
    }

    fn happen(&mut self, who: usize, event: Event) {
        if let Some(walker) = self.people.get_mut(who) {
            walker.happen(event, self.now);
        }
    }
}

/// One person on the way.
struct Walker<'a> {
    course: Course<'a>,
    enrolment: Option<Enrolment>,
    past: Vec<Past>,
    /// Whether they were written to already.
    mailed: bool,
    left: usize,
}

impl<'a> Walker<'a> {
    fn new(someone: Someone<'a>, now: Timestamp) -> Self {
        let Someone { course, base } = someone;
        let course = Course { all_paused_since: None, ..course };
        let begun = begin(None, base.max(now), 0, &course, now).ok();
        let past = begun.iter().flat_map(|begun| begun.effects.closed.iter().map(past)).collect();
        let enrolment = begun.map(|begun| begun.next).filter(|next| !next.is_paused());
        Self { course, enrolment, past, mailed: false, left: MAX_EVENTS }
    }

    fn open(&self) -> Option<crate::enrolment::Position> {
        self.enrolment.as_ref().filter(|_| self.left > 0)?.position
    }

    fn step(&self) -> Option<&'a Step> {
        let id = self.open()?.step;
        self.course.steps.iter().find(|step| step.id == id)
    }

    fn opening(&self, at: Timestamp) -> Option<Timestamp> {
        self.course.next_opening(self.step()?, at)
    }

    fn happen(&mut self, event: Event, at: Timestamp) {
        let Some(enrolment) = self.enrolment.take() else { return };
        let facts = Facts { past: &self.past, ..self.course.facts };
        let course = Course { facts, ..self.course };
        let Ok(advance) = advance(&enrolment, event, &course, at) else { return };
        self.past.extend(advance.effects.closed.iter().map(past));
        self.left = self.left.saturating_sub(1);
        // What asks the rep for a decision ends the forecast.
        self.enrolment = (!advance.next.is_paused()).then_some(advance.next);
    }
}

fn past(closed: &Closed) -> Past {
    Past {
        run: closed.run,
        step: closed.position.step,
        visit: closed.position.visit,
        done: closed.skipped.is_none(),
        disposition: closed.disposition,
    }
}
