//! What the rules need to know besides the enrolment itself, and the moments that follow from it.

use super::{Position, Refused, SkipReason};
use crate::calendar::{Calendar, ClosedDays, Timing};
use crate::condition::Subject;
use crate::country::Country;
use crate::hours::{HoursZone, WeeklyHours};
use crate::ids::StepId;
use crate::partnership::{Stage, Tier};
use crate::rep::WorkingTime;
use crate::rules::Rules;
use crate::schedule::minutes_after;
use crate::step::{Delay, DelayUnit, EmailMode, Step, StepContent, TaskWork};
use crate::time::Timestamp;
use crate::touch::{Disposition, TouchKind, TouchState};
use crate::zone::Zone;
use chrono::{Days, NaiveDate, NaiveTime};

/// R35: most attempts to call a number on one day, at the contact's place.
pub const CALLS_PER_DAY: usize = 3;

/// R35: most attempts to call a number in seven days.
pub const CALLS_PER_WEEK: usize = 8;

const WEEK: i64 = 7 * 24 * 3_600_000;

/// What the rules need to know besides the enrolment itself: the policy.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// The steps of its version.
    pub steps: &'a [Step],
    /// The rules of its version.
    pub rules: &'a Rules,
    /// The contact's zone.
    pub contact_zone: Zone,
    /// The zones in which calling hours have to hold: the contact's, or all that it may be (R10).
    pub call_zones: &'a [Zone],
    /// Where the contact is, for holidays.
    pub contact_country: Option<Country>,
    /// The rep's zone.
    pub rep_zone: Zone,
    /// When the rep works.
    pub working: &'a WorkingTime,
    /// Since when everything is paused.
    pub all_paused_since: Option<Timestamp>,
    /// What is known about the contact and what has happened.
    pub facts: Facts<'a>,
}

/// What is known about a contact and what has happened in the enrolment.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Whether the contact has an address that can be written to.
    pub has_email: bool,
    /// How many numbers the contact has that can be called.
    pub phones: usize,
    /// The partnership's stage.
    pub stage: Stage,
    /// The partnership's tier.
    pub tier: Option<Tier>,
    /// The text of a field of [`crate::condition::FIELDS`].
    pub field: &'a dyn Fn(&str) -> String,
    /// Whether the contact has answered.
    pub replied: bool,
    /// Whether somebody was reached by phone.
    pub connected: bool,
    /// The latest calls to the contact, ascending: more than [`CALLS_PER_WEEK`] a number if there were
    /// so many, since those after a moment that is judged do not count for it.
    pub calls: &'a [Call],
    /// The latest calls to others who share one of the contact's numbers, ascending: R35 counts them too.
    pub others: &'a [Call],
    /// Touches of the enrolment that have come to their end.
    pub past: &'a [Past],
}

/// A call that was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When.
    pub at: Timestamp,
    /// Which of the contact's numbers that can be called, from 0; none when it is not among them any
    /// more.
    pub number: Option<usize>,
}

/// A touch that has come to its end, as the rules look back at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// In which run.
    pub run: u32,
    /// At which step.
    pub step: StepId,
    /// Which visit of it.
    pub visit: u32,
    /// Whether it was done and not passed over.
    pub done: bool,
    /// What came of the call.
    pub disposition: Option<Disposition>,
}

/// Holidays of a country and own dates.
struct Closed<'a> {
    country: Option<Country>,
    own: &'a [NaiveDate],
    on: bool,
}

impl ClosedDays for Closed<'_> {
    fn is_closed(&self, day: NaiveDate) -> bool {
        self.on
            && (self.own.binary_search(&day).is_ok()
                || self.country.is_some_and(|country| crate::holidays::is_holiday(country, day)))
    }
}

impl<'a> Course<'a> {
    pub(super) fn step(&self, id: StepId) -> Result<&'a Step, Refused> {
        self.steps.iter().find(|step| step.id == id).ok_or(Refused::NoSuchStep)
    }

    /// Whether a step keeps the contact's hours and holidays; the rep's otherwise (R1).
    fn is_at_contact(content: &StepContent) -> bool {
        match content {
            StepContent::Email { .. } | StepContent::Call { .. } => true,
            StepContent::Task { work, .. } => *work == TaskWork::TextMessage,
        }
    }

    /// The zone in which a step is counted (R1).
    #[must_use]
    pub fn zone(&self, step: &Step) -> Zone {
        let at_contact = Self::is_at_contact(&step.content) && !self.hours_of_rep();
        if at_contact { self.contact_zone } else { self.rep_zone }
    }

    /// Whether the hours are those on the rep's clock.
    fn hours_of_rep(&self) -> bool {
        let hours = self.rules.restriction.as_ref();
        hours.is_some_and(|restriction| restriction.zone == HoursZone::Rep)
    }

    /// Whether time off holds a step back.
    fn keeps_time_off(&self, step: &Step) -> bool {
        let automatic =
            matches!(step.content, StepContent::Email { mode: EmailMode::Automatic, .. });
        !(automatic && self.working.mail_in_time_off)
    }

    /// Calls `then` with the calendar of a step.
    fn with_calendar<T>(
        &self,
        step: &Step,
        beyond_hours: bool,
        then: impl FnOnce(&Calendar<'_>) -> T,
    ) -> T {
        let at_contact = Self::is_at_contact(&step.content);
        let country = if at_contact { self.contact_country } else { self.working.country };
        let on = self.rules.holidays && !beyond_hours;
        let closed = Closed { country, own: &self.working.holidays, on };
        let hours: Option<&WeeklyHours> = match &self.rules.restriction {
            Some(restriction) if !beyond_hours => Some(&restriction.hours),
            _ => None,
        };
        let off =
            (self.keeps_time_off(step) && !beyond_hours).then_some(crate::calendar::DaysOff {
                zone: self.rep_zone,
                days: &self.working.time_off,
            });
        let calls: &[Zone] =
            if step.content.kind() == TouchKind::Call { self.call_zones } else { &[] };
        then(&Calendar { zone: self.zone(step), hours, closed: &closed, calls, off })
    }

    /// Where an enrolment stands that comes to `step` with `base`.
    pub(super) fn position(
        &self,
        step: &Step,
        base: Timestamp,
        held_until: Option<Timestamp>,
        visit: u32,
    ) -> Position {
        let position = Position {
            step: step.id,
            visit,
            attempt: 1,
            base,
            retry_minutes: None,
            snoozed_until: None,
            beyond_hours: false,
            ready_at: base,
            due_at: base,
            state: TouchState::Waiting,
        };
        self.timed(position, step, held_until, base)
    }

    /// The position with its moments computed. A due one that is moved behind `now` waits again.
    pub(super) fn timed(
        &self,
        position: Position,
        step: &Step,
        held_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Position {
        let (ready_at, due) = self.moments(&position, step, held_until);
        // What never opens is passed over when it would be due; until then it stands where it would.
        let due_at = due.unwrap_or(ready_at);
        let state = match position.state {
            TouchState::Due if due_at > now => TouchState::Waiting,
            other => other,
        };
        Position { ready_at, due_at, state, ..position }
    }

    /// Base and delay, and when the touch is due: none when its hours never open.
    pub(super) fn moments(
        &self,
        position: &Position,
        step: &Step,
        held_until: Option<Timestamp>,
    ) -> (Timestamp, Option<Timestamp>) {
        let timing = match position.retry_minutes {
            Some(minutes) => Timing {
                delay: Delay { amount: i64::from(minutes), unit: DelayUnit::Minutes },
                time_of_day: None,
                any_hour: step.rules.any_hour,
            },
            None => Timing {
                delay: step.delay,
                time_of_day: step.rules.time_of_day,
                any_hour: step.rules.any_hour,
            },
        };
        let is_call = step.content.kind() == TouchKind::Call;
        let last_call = self.facts.calls.last().map(|call| call.at);
        // A snooze beyond the hours does not change what base and delay ask for.
        let ready = self.with_calendar(step, false, |calendar| {
            calendar.ready_at(position.base, &timing, last_call)
        });
        let due = self.with_calendar(step, position.beyond_hours, |calendar| {
            let open = |at| {
                if timing.any_hour {
                    calendar.next_at_any_hour(at)
                } else {
                    calendar.next_opening(at)
                }
            };
            let mut due = match position.snoozed_until {
                Some(until) => open(until),
                None => calendar.due_at(position.base, &timing, last_call),
            };
            if let (Some(until), Some(at)) = (held_until, due)
                && at < until
            {
                // R21: the opening of the day of return, whatever the rep has chosen before.
                due = self.next_opening(step, until);
            }
            if let (true, Some(at)) = (is_call, due) {
                let allowed = self.calls_allowed_from(at);
                if allowed > at {
                    due = open(allowed);
                }
            }
            due
        });
        (ready, due)
    }

    /// The first moment from `at` on at which one of the contact's numbers may be called once more (R35).
    #[must_use]
    pub fn calls_allowed_from(&self, at: Timestamp) -> Timestamp {
        let numbers = 0..self.facts.phones;
        numbers.map(|number| self.number_allowed_from(number, at)).min().unwrap_or(at)
    }

    /// The first moment from `at` on at which a number of the contact may be called once more (R35).
    #[must_use]
    pub fn number_allowed_from(&self, number: usize, at: Timestamp) -> Timestamp {
        let of_number = |call: &&Call| call.number == Some(number);
        let all = self.facts.calls.iter().chain(self.facts.others);
        let calls = all.filter(of_number).map(|call| call.at);
        let mut at = at;
        loop {
            let day = self.contact_zone.civil(at).date();
            let recent = calls.clone().filter(|call| *call <= at);
            let today =
                recent.clone().filter(|call| self.contact_zone.civil(*call).date() == day).count();
            let week_ago = at.as_millis().saturating_sub(WEEK);
            let in_week = recent.filter(|call| call.as_millis() > week_ago);
            let next = if today >= CALLS_PER_DAY {
                let tomorrow = day.checked_add_days(Days::new(1)).unwrap_or(day);
                self.contact_zone.moment(tomorrow.and_time(NaiveTime::MIN))
            } else if in_week.clone().count() >= CALLS_PER_WEEK {
                let oldest = in_week.min().unwrap_or(at);
                Timestamp::from_millis(oldest.as_millis().saturating_add(WEEK))
            } else {
                return at;
            };
            if next <= at {
                return at;
            }
            at = next;
        }
    }

    /// When a touch that was due at `due` is overdue (R9): at its deadline, or without one at the end
    /// of that day at the rep's place, or of the days off that follow it.
    #[must_use]
    pub fn overdue_from(&self, step: &Step, due: Timestamp) -> Timestamp {
        if let Some(minutes) = step.rules.deadline_minutes {
            let deadline =
                self.with_calendar(step, false, |calendar| calendar.after_open(due, minutes));
            return deadline.unwrap_or_else(|| minutes_after(due, i64::from(minutes)));
        }
        // The day on which it can be done, then the next one on which the rep looks at it.
        let works = |day: &NaiveDate| !self.working.is_off(*day);
        let mut days = self.rep_zone.civil(due).date().iter_days().filter(works);
        match days.nth(1) {
            Some(next) => self.rep_zone.moment(next.and_time(NaiveTime::MIN)),
            None => due,
        }
    }

    /// The base of the run that follows one that ended at `end` (R15).
    pub(super) fn next_run(&self, end: Timestamp) -> Timestamp {
        let hours = self.rules.restriction.as_ref().map(|restriction| &restriction.hours);
        let closed = Closed {
            country: self.contact_country,
            own: &self.working.holidays,
            on: self.rules.holidays,
        };
        let zone = if self.hours_of_rep() { self.rep_zone } else { self.contact_zone };
        let calendar = Calendar { zone, hours, closed: &closed, calls: &[], off: None };
        let timing = Timing { delay: self.rules.runs.pause, time_of_day: None, any_hour: false };
        calendar.ready_at(end, &timing, None)
    }

    /// Why a step would be passed over for want of a channel.
    #[must_use]
    pub const fn lacks(&self, step: &Step) -> Option<SkipReason> {
        match &step.content {
            StepContent::Email { .. } if !self.facts.has_email => Some(SkipReason::NoEmail),
            content if content.needs_phone() && self.facts.phones == 0 => Some(SkipReason::NoPhone),
            _ => None,
        }
    }

    /// The first moment from `at` on at which a step may be done; none when there is none.
    #[must_use]
    pub fn next_opening(&self, step: &Step, at: Timestamp) -> Option<Timestamp> {
        self.with_calendar(step, false, |calendar| {
            if step.rules.any_hour {
                calendar.next_at_any_hour(at)
            } else {
                calendar.next_opening(at)
            }
        })
    }

    /// Whether the hours of a step and the calling hours at the contact's place never meet.
    #[must_use]
    pub fn never_opens(&self, step: &Step, from: Timestamp) -> bool {
        self.next_opening(step, from).is_none()
    }
}

/// A course as conditions look at it, with the touches that came to their end in this very step.
pub(super) struct Seen<'a> {
    pub(super) course: &'a Course<'a>,
    pub(super) run: u32,
    pub(super) buying_signal: bool,
    pub(super) phones: usize,
    pub(super) past: &'a [Past],
}

impl Subject for Seen<'_> {
    fn field(&self, name: &str) -> String {
        (self.course.facts.field)(name)
    }

    fn stage(&self) -> Stage {
        self.course.facts.stage
    }

    fn tier(&self) -> Option<Tier> {
        self.course.facts.tier
    }

    fn has_email(&self) -> bool {
        self.course.facts.has_email
    }

    fn has_phone(&self) -> bool {
        self.phones > 0
    }

    fn replied(&self) -> bool {
        self.course.facts.replied
    }

    fn connected(&self) -> bool {
        let reached = |past: &Past| past.disposition.is_some_and(Disposition::is_contact);
        self.course.facts.connected || self.past.iter().any(reached)
    }

    fn buying_signal(&self) -> bool {
        self.buying_signal
    }

    fn disposition(&self, step: StepId) -> Option<Disposition> {
        let of_step = |past: &&Past| past.run == self.run && past.step == step;
        self.past.iter().rev().filter(of_step).find_map(|past| past.disposition)
    }
}
