//! When a touch is due.

use super::clock::{self, MINUTE, WEEK};
use super::openings::{Openings, place};
use crate::scene::Scene;
use chrono::{NaiveDate, Timelike};
use desk_core::enrolment::course::{CALLS_PER_DAY, CALLS_PER_WEEK};
use desk_core::hours::TimeOfDay;
use desk_core::step::{Delay, DelayUnit, Step, StepContent};

const FAR: usize = 430;
const NINE: u16 = 9 * 60;
const NOON: u16 = 12 * 60;

/// What a touch waits for.
#[derive(Debug, Clone, Copy)]
pub struct Wait {
    /// From where it is counted.
    pub base: i64,
    /// Minutes in place of the step's delay.
    pub minutes: Option<u32>,
    /// Where the rep has moved it.
    pub snoozed: Option<i64>,
    /// Whether the rep has moved it there whatever the hours say.
    pub beyond: bool,
    /// Until when the contact is away.
    pub held: Option<i64>,
}

/// When a touch of this step is due; none when it never can be.
pub fn due(scene: &Scene, step: &Step, wait: Wait) -> Option<i64> {
    let mut openings = Openings::of(scene, step, wait.beyond);
    let mut at = match (wait.snoozed, wait.minutes) {
        (Some(until), _) => openings.next(until)?,
        (None, Some(minutes)) => openings.next(wait.base + i64::from(minutes) * MINUTE)?,
        (None, None) => scheduled(scene, step, wait.base, &openings)?,
    };
    if let Some(back) = wait.held.filter(|&back| back > at) {
        openings = Openings::of(scene, step, false);
        at = openings.next(back)?;
    }
    while let Some(later) = calls_used_up(scene, step, at) {
        at = openings.next(later)?;
    }
    Some(at)
}

/// Base and delay, whatever the rep, the contact and the hours say; also where a touch is looked at
/// that never can be due.
pub fn ready(scene: &Scene, step: &Step, wait: Wait) -> i64 {
    match wait.minutes {
        Some(minutes) => wait.base + i64::from(minutes) * MINUTE,
        None => after(scene, step, wait.base).unwrap_or(wait.base),
    }
}

/// Base and delay, at its time of day, in an opening.
fn scheduled(scene: &Scene, step: &Step, base: i64, openings: &Openings<'_>) -> Option<i64> {
    let counted = after(scene, step, base)?;
    let opens = openings.next(counted)?;
    let opening_day = clock::day(openings.zone, opens);
    let Some(time) = step.rules.time_of_day else { return Some(opens) };
    if opening_day == clock::day(openings.zone, counted) {
        return Some(opens);
    }
    let again = timed(scene, step, opening_day, time);
    Some(if again >= opens && openings.is_open(again) { again } else { opens })
}

/// Base and delay.
fn after(scene: &Scene, step: &Step, base: i64) -> Option<i64> {
    let (zone, country) = place(scene, step);
    let counting = Openings::counting(scene, zone, country);
    let Delay { amount, unit } = step.delay;
    let Some(time) = step.rules.time_of_day else { return delayed(&counting, step.delay, base) };
    let is_business = unit == DelayUnit::BusinessDays;
    let target = if is_business {
        clock::day(zone, delayed(&counting, step.delay, base)?)
    } else {
        clock::day(zone, base) + chrono::Duration::days(amount)
    };
    let at_hours = Openings::of(scene, step, false);
    let is_fine = |day: &NaiveDate| {
        if is_business { counting.is_business_day(*day) } else { at_hours.is_open_day(*day) }
    };
    let mut days = target.iter_days().take(FAR).filter(is_fine);
    days.find_map(|day| Some(timed(scene, step, day, time)).filter(|&at| at > base))
}

/// A delay without a time of day, counted by hours and holidays.
pub fn delayed(counting: &Openings<'_>, delay: Delay, base: i64) -> Option<i64> {
    match delay.unit {
        DelayUnit::Minutes => Some(base + delay.amount * MINUTE),
        DelayUnit::Hours => Some(base + delay.amount * 60 * MINUTE),
        DelayUnit::Days => Some(clock::days_later(counting.zone, base, delay.amount)),
        DelayUnit::BusinessDays => {
            let start = entered(counting, base)?;
            let first = clock::day(counting.zone, start);
            let mut left = delay.amount;
            let mut passed = 0;
            for day in first.iter_days().skip(1) {
                if left == 0 || passed > 20 * 366 {
                    break;
                }
                passed += 1;
                left -= i64::from(counting.is_business_day(day));
            }
            (left == 0).then(|| clock::days_later(counting.zone, start, passed))
        }
    }
}

/// The base itself, or when it lies outside the openings, the start of the next business opening.
fn entered(counting: &Openings<'_>, base: i64) -> Option<i64> {
    let first = clock::day(counting.zone, base).pred_opt()?;
    first
        .iter_days()
        .take(FAR)
        .filter(|day| counting.is_business_day(*day))
        .flat_map(|day| counting.on(day))
        .find(|(_, closes)| base < *closes)
        .map(|(opens, _)| opens.max(base))
}

/// A time of day on a day.
fn timed(scene: &Scene, step: &Step, day: NaiveDate, time: TimeOfDay) -> i64 {
    let (zone, country) = place(scene, step);
    let blocks = Openings::counting(scene, zone, country).blocks(day);
    let first = blocks.first().map(|(opens, _)| *opens);
    let first = first.filter(|_| scene.rules.restriction.is_some());
    let morning = clock::at_minute(zone, day, first.unwrap_or(NINE));
    let noon = clock::at_minute(zone, day, NOON);
    match time {
        TimeOfDay::Exact { minute } => clock::at_minute(zone, day, minute),
        TimeOfDay::Morning => morning,
        TimeOfDay::Afternoon => noon,
        TimeOfDay::Vary => match scene.calls.last() {
            Some(call) if clock::shown(zone, call.at.as_millis()).hour() < 12 => noon,
            _ => morning,
        },
    }
}

/// When calls are used up at a moment, to each number of the contact (R35): the next moment to look at.
fn calls_used_up(scene: &Scene, step: &Step, at: i64) -> Option<i64> {
    if !matches!(step.content, StepContent::Call { .. }) {
        return None;
    }
    let later = (0..scene.phones).map(|number| number_used_up(scene, number, at));
    later.collect::<Option<Vec<i64>>>()?.into_iter().min()
}

/// When calls to a number are used up at a moment: the next moment to look at.
fn number_used_up(scene: &Scene, number: usize, at: i64) -> Option<i64> {
    let zone = scene.contact_zone;
    let today = clock::day(zone, at);
    let of_number = || scene.calls.iter().filter(|call| call.number == Some(number));
    let before = || of_number().map(|call| call.at.as_millis()).filter(|call| *call <= at);
    if before().filter(|call| clock::day(zone, *call) == today).count() >= CALLS_PER_DAY {
        return Some(clock::start(zone, clock::tomorrow(today)));
    }
    let mut in_week = before().filter(|call| call + WEEK > at);
    let oldest = in_week.next()?;
    (1 + in_week.count() >= CALLS_PER_WEEK).then_some(oldest + WEEK)
}
