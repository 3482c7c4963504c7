//! When a step is due: a base, a delay, a time of day, and the windows in which it may happen.
//!
//! Pure arithmetic over civil time. Which zone, openings and holidays count for a step (R1) is
//! decided by the caller; which touch is due by the enrolment. A moment is *open* by what the wall
//! clock shows then, so an hour that happens twice is open twice.

mod layer;
#[cfg(test)]
mod tests;

use self::layer::{DAY, Layer, MINUTE};
use crate::hours::{DAY_MINUTES, TimeOfDay, WeeklyHours};
use crate::schedule::plus;
use crate::step::{Delay, DelayUnit};
use crate::time::Timestamp;
use crate::zone::Zone;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// How far ahead an opening is looked for, in days.
pub const OPENING_WITHIN_DAYS: u32 = 400;

/// How far ahead the end of a span of open time is looked for, in days.
pub const DEADLINE_WITHIN_DAYS: u32 = 3_660;

/// Moments farther from 1970 than this (the years before -5900 and after 9800) are never open.
const FARTHEST: i64 = 248_000_000_000_000;

const NINE: u16 = 9 * 60;
const NOON: u16 = 12 * 60;

/// Days on which nothing is open.
pub trait ClosedDays {
    /// Whether this civil day, in the rule zone, is closed.
    fn is_closed(&self, day: NaiveDate) -> bool;
}

/// These days, in order.
impl ClosedDays for &[NaiveDate] {
    fn is_closed(&self, day: NaiveDate) -> bool {
        self.binary_search(&day).is_ok()
    }
}

/// No day.
impl ClosedDays for () {
    fn is_closed(&self, _: NaiveDate) -> bool {
        false
    }
}

/// Days on which the rep does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysOff<'a> {
    /// The rep's zone.
    pub zone: Zone,
    /// Each absence.
    pub days: &'a [crate::rep::DaysOff],
}

/// What says when a step may happen.
#[derive(Clone, Copy)]
pub struct Calendar<'a> {
    /// The rule zone (R1): counting, time of day, openings and holidays are civil time there.
    pub zone: Zone,
    /// The openings. Without them any time is open, and business days are Monday to Friday (R2).
    pub hours: Option<&'a WeeklyHours>,
    /// Holidays.
    pub closed: &'a dyn ClosedDays,
    /// For a call: the zones in every one of which it must be between
    /// [`CALLS_FROM`](crate::schedule::CALLS_FROM) and
    /// [`CALLS_UNTIL`](crate::schedule::CALLS_UNTIL) (R10). Empty for everything else.
    pub calls: &'a [Zone],
    /// Time off of the rep (R6). It moves due moments, and is not left out in counting.
    pub off: Option<DaysOff<'a>>,
}

/// When a step wants to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// How long after its base.
    pub delay: Delay,
    /// At which time of day (R3). Not used when the delay is in minutes or hours.
    pub time_of_day: Option<TimeOfDay>,
    /// Openings and holidays do not hold it back (R4).
    pub any_hour: bool,
}

impl Calendar<'_> {
    /// The first moment from `at` on that is inside the openings, on no holiday, within the calling
    /// hours and on no day off. `None` when there is none in the next [`OPENING_WITHIN_DAYS`].
    #[must_use]
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        settle(self.layers(false), at)
    }

    /// [`Calendar::next_opening`] of a step that may be done at any hour (R4): openings and holidays do
    /// not hold it back.
    #[must_use]
    pub fn next_at_any_hour(&self, at: Timestamp) -> Option<Timestamp> {
        settle(self.layers(true), at)
    }

    /// Whether a step may happen at this moment.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        is_inside(self.layers(false), at)
    }

    /// The moment the delay asks for: `timing` after `base`, before the windows. Minutes and hours
    /// are elapsed time; days are civil days and keep the time of day; business days count only
    /// those that open and are no holiday (R2). Then the time of day is applied (R3): never before
    /// the day that the delay names, and always after `base`.
    ///
    /// `last_attempt` is the contact's last one, for [`TimeOfDay::Vary`]. When no day counts within
    /// [`OPENING_WITHIN_DAYS`], all days do.
    #[must_use]
    pub fn ready_at(
        &self,
        base: Timestamp,
        timing: &Timing,
        last_attempt: Option<Timestamp>,
    ) -> Timestamp {
        let unit = timing.delay.unit;
        let amount = timing.delay.amount.clamp(0, i64::from(unit.max()));
        let amount = u32::try_from(amount).unwrap_or(0);
        let (civil, moment) = match unit {
            DelayUnit::Minutes => return plus(base, MINUTE * i64::from(amount)),
            DelayUnit::Hours => return plus(base, 60 * MINUTE * i64::from(amount)),
            DelayUnit::Days => self.days_after(base, amount),
            DelayUnit::BusinessDays => self
                .business_days_after(base, amount)
                .unwrap_or_else(|| self.days_after(base, amount)),
        };
        match self.time_of_day(timing, last_attempt) {
            Some(time) => self.on_an_open_day(base, civil.date(), time, timing),
            None => moment.max(base),
        }
    }

    /// When the step is due: [`Calendar::ready_at`], or the next opening after it. A time of day is
    /// applied again, once, on the day to which the windows moved it. `None` when nothing opens in
    /// the [`OPENING_WITHIN_DAYS`] after it was ready.
    #[must_use]
    pub fn due_at(
        &self,
        base: Timestamp,
        timing: &Timing,
        last_attempt: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let ready = self.ready_at(base, timing, last_attempt);
        let opening = settle(self.layers(timing.any_hour), ready)?;
        let Some(time) = self.time_of_day(timing, last_attempt).filter(|_| opening > ready) else {
            return Some(opening);
        };
        // On the day it was ready this is the same moment again, which is not open.
        let day = self.zone.civil(opening).date();
        let again = self.at_time(day, time);
        let fits = again >= opening && is_inside(self.layers(timing.any_hour), again);
        Some(if fits { again } else { opening })
    }

    /// The end of `minutes` of open time from `from` on: deadlines count open time (R9). With 0 it
    /// is the next opening. `None` when it is more than [`DEADLINE_WITHIN_DAYS`] away.
    #[must_use]
    pub fn after_open(&self, from: Timestamp, minutes: u32) -> Option<Timestamp> {
        let limit = plus(from, DAY * i64::from(DEADLINE_WITHIN_DAYS));
        let mut left = MINUTE * i64::from(minutes);
        let mut at = self.next_opening(from)?;
        while at <= limit {
            let closes = self
                .layers(false)
                .map(|(zone, layer)| layer.holds_until(zone, at.as_millis()))
                .min()?;
            let open = closes - at.as_millis();
            if left <= open {
                return Some(plus(at, left));
            }
            left -= open;
            at = self.next_opening(Timestamp::from_millis(closes))?;
        }
        None
    }

    /// Everything that a moment must meet.
    fn layers(&self, any_hour: bool) -> impl Iterator<Item = (Zone, Layer<'_>)> + Clone {
        let openings = (!any_hour).then_some((self.zone, Layer::Openings(self.hours, self.closed)));
        openings
            .into_iter()
            .chain(self.calls.iter().map(|&zone| (zone, Layer::Calls)))
            .chain(self.off.map(|off| (off.zone, Layer::NotOff(off.days))))
    }

    fn days_after(&self, base: Timestamp, amount: u32) -> (NaiveDateTime, Timestamp) {
        let civil = self.zone.civil(base);
        let target = civil.checked_add_days(Days::new(u64::from(amount))).unwrap_or(civil);
        (target, self.zone.days_after(base, amount))
    }

    fn business_days_after(
        &self,
        base: Timestamp,
        amount: u32,
    ) -> Option<(NaiveDateTime, Timestamp)> {
        let counting = Layer::Counting(self.hours, self.closed);
        // R2: a base outside the openings moves to the next opening first, then counts.
        let start = settle(std::iter::once((self.zone, counting)), base)?;
        let civil = self.zone.civil(start);
        if amount == 0 {
            return Some((civil, start));
        }
        let mut day = civil.date();
        for _ in 0..amount {
            day = self.first_day(day.succ_opt()?, |day| counting.opens(day))?;
        }
        let civil = day.and_time(civil.time());
        Some((civil, self.zone.moment(civil)))
    }

    /// The first day from `day` on that is there at all and `opens`.
    fn first_day(&self, day: NaiveDate, opens: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let within = usize::try_from(OPENING_WITHIN_DAYS).unwrap_or(usize::MAX);
        // A zone that crosses the date line leaves out a day.
        let there = |day: NaiveDate| {
            self.zone.civil(self.zone.moment(day.and_time(NaiveTime::MIN))).date() == day
        };
        day.iter_days().take(within).find(|&day| opens(day) && there(day))
    }

    /// The first moment after `base` that is at `time` of an open day from `target` on.
    fn on_an_open_day(
        &self,
        base: Timestamp,
        target: NaiveDate,
        time: TimeOfDay,
        timing: &Timing,
    ) -> Timestamp {
        let layer = match timing.delay.unit {
            DelayUnit::BusinessDays => Layer::Counting(self.hours, self.closed),
            // R4: such a step does not care whether a day opens.
            _ if timing.any_hour => Layer::Openings(None, &()),
            _ => Layer::Openings(self.hours, self.closed),
        };
        let from = |day| self.first_day(day, |day| layer.opens(day)).unwrap_or(day);
        let mut day = from(target);
        // The second day is late enough, except where a clock was put back by a whole day.
        for _ in 0..4 {
            let moment = self.at_time(day, time);
            if moment > base {
                return moment;
            }
            day = from(day.succ_opt().unwrap_or(day));
        }
        base
    }

    /// The time of day to apply, if any; *vary* is decided by the last attempt.
    fn time_of_day(&self, timing: &Timing, last_attempt: Option<Timestamp>) -> Option<TimeOfDay> {
        let counted = matches!(timing.delay.unit, DelayUnit::Days | DelayUnit::BusinessDays);
        let time = timing.time_of_day.filter(|_| counted)?;
        Some(match time {
            TimeOfDay::Vary => match last_attempt.map(|at| self.zone.civil(at).hour()) {
                Some(0..12) => TimeOfDay::Afternoon,
                _ => TimeOfDay::Morning,
            },
            other => other,
        })
    }

    /// The moment of `time` on this day; the windows come after.
    fn at_time(&self, day: NaiveDate, time: TimeOfDay) -> Timestamp {
        let minute = match time {
            TimeOfDay::Exact { minute } => minute.min(DAY_MINUTES - 1),
            TimeOfDay::Afternoon => NOON,
            TimeOfDay::Morning | TimeOfDay::Vary => self
                .hours
                .and_then(|hours| hours.on(day.weekday()).iter().map(|block| block.from).min())
                .map_or(NINE, |opening| opening.min(DAY_MINUTES - 1)),
        };
        let time = NaiveTime::from_num_seconds_from_midnight_opt(60 * u32::from(minute), 0);
        self.zone.moment(day.and_time(time.unwrap_or(NaiveTime::MIN)))
    }
}

/// The first moment from `at` on that every layer holds.
fn settle<'a>(
    layers: impl Iterator<Item = (Zone, Layer<'a>)> + Clone,
    at: Timestamp,
) -> Option<Timestamp> {
    let mut at = within_calendar(at)?;
    let limit = at + DAY * i64::from(OPENING_WITHIN_DAYS);
    let count = layers.clone().count();
    let mut agreed = 0;
    for (zone, layer) in layers.cycle() {
        let next = layer.next(zone, at, limit)?;
        agreed = if next == at { agreed + 1 } else { 1 };
        at = next;
        if agreed == count {
            break;
        }
    }
    Some(Timestamp::from_millis(at))
}

fn is_inside<'a>(mut layers: impl Iterator<Item = (Zone, Layer<'a>)>, at: Timestamp) -> bool {
    within_calendar(at).is_some_and(|at| layers.all(|(zone, layer)| layer.holds(zone, at)))
}

/// The milliseconds of a moment that has a civil day.
fn within_calendar(at: Timestamp) -> Option<i64> {
    Some(at.as_millis()).filter(|millis| (-FARTHEST..=FARTHEST).contains(millis))
}
