//! When a touch may happen: opening by opening, day by day.

use super::clock;
use crate::scene::Scene;
use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use desk_core::country::Country;
use desk_core::holidays::is_holiday;
use desk_core::hours::{HoursZone, WeeklyHours};
use desk_core::step::{EmailMode, Step, StepContent, TaskWork};

/// How many days ahead an opening is looked for.
const FAR: usize = 430;

const CALLS_FROM: u16 = 8 * 60;
const CALLS_UNTIL: u16 = 21 * 60;

/// What closes a moment for a step.
pub struct Openings<'a> {
    scene: &'a Scene,
    /// The step's rule zone.
    pub zone: Tz,
    hours: Option<&'a WeeklyHours>,
    holidays: bool,
    country: Option<Country>,
    time_off: bool,
    calls: bool,
}

/// The zone in which a step is counted, and the country whose holidays it keeps (R1).
pub fn place(scene: &Scene, step: &Step) -> (Tz, Option<Country>) {
    let reaches_out = match &step.content {
        StepContent::Email { .. } | StepContent::Call { .. } => true,
        StepContent::Task { work, .. } => *work == TaskWork::TextMessage,
    };
    let by_rep = scene.rules.restriction.as_ref().is_some_and(|r| r.zone == HoursZone::Rep);
    match (reaches_out, by_rep) {
        (true, false) => (scene.contact_zone, scene.contact_country),
        (true, true) => (scene.rep_zone, scene.contact_country),
        (false, _) => (scene.rep_zone, scene.working.country),
    }
}

impl<'a> Openings<'a> {
    /// Those that the pause between two runs is counted by: no step's, but the contact's, on the
    /// clock that the hours are on.
    pub fn between_runs(scene: &'a Scene) -> Self {
        let restriction = scene.rules.restriction.as_ref();
        let by_rep = restriction.is_some_and(|restriction| restriction.zone == HoursZone::Rep);
        let zone = if by_rep { scene.rep_zone } else { scene.contact_zone };
        Self::counting(scene, zone, scene.contact_country)
    }

    /// The hours and holidays alone that days are counted by, in a zone and a country.
    pub fn counting(scene: &'a Scene, zone: Tz, country: Option<Country>) -> Self {
        Self {
            scene,
            zone,
            hours: scene.rules.restriction.as_ref().map(|restriction| &restriction.hours),
            holidays: scene.rules.holidays,
            country,
            time_off: false,
            calls: false,
        }
    }

    /// Everything that closes a moment for this step, or when the rep has chosen to go beyond, what
    /// closes it all the same.
    pub fn of(scene: &'a Scene, step: &Step, beyond: bool) -> Self {
        let (zone, country) = place(scene, step);
        let free = beyond || step.rules.any_hour;
        let counting = Self::counting(scene, zone, country);
        let by_itself =
            matches!(&step.content, StepContent::Email { mode: EmailMode::Automatic, .. });
        Self {
            hours: counting.hours.filter(|_| !free),
            holidays: counting.holidays && !free,
            time_off: !(beyond || by_itself && scene.working.mail_in_time_off),
            calls: matches!(&step.content, StepContent::Call { .. }),
            ..counting
        }
    }

    fn is_free_day(&self, day: NaiveDate) -> bool {
        self.holidays
            && (self.scene.working.holidays.contains(&day)
                || self.country.is_some_and(|country| is_holiday(country, day)))
    }

    /// The blocks of hours of a civil day, in minutes, on a holiday or not.
    pub fn blocks(&self, day: NaiveDate) -> Vec<(u16, u16)> {
        let Some(hours) = self.hours else { return vec![(0, 24 * 60)] };
        hours.on(day.weekday()).iter().map(|block| (block.from, block.until)).collect()
    }

    /// The openings of a civil day in the rule zone, first and end: what the clock shows counts.
    pub fn on(&self, day: NaiveDate) -> Vec<(i64, i64)> {
        if !self.is_open_day(day) {
            return Vec::new();
        }
        let at = |minute: u16| day.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(minute));
        let blocks = self.blocks(day).into_iter();
        let mut all: Vec<_> = blocks
            .flat_map(|(from, until)| clock::while_shown(self.zone, at(from), at(until)))
            .collect();
        all.sort_unstable();
        all
    }

    /// Whether hours and holidays leave anything of a day.
    pub fn is_open_day(&self, day: NaiveDate) -> bool {
        !self.is_free_day(day) && !self.blocks(day).is_empty()
    }

    /// Whether a day counts as a business day.
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.is_open_day(day) && !(self.hours.is_none() && weekend)
    }

    /// The first moment from `from` on at which days off and calling hours leave a touch alone, or
    /// one that is not before `end`.
    fn undisturbed(&self, from: i64, end: i64) -> i64 {
        let mut at = from;
        loop {
            let before = at;
            let today = clock::day(self.scene.rep_zone, at);
            if self.time_off && self.scene.working.is_off(today) {
                at = clock::start(self.scene.rep_zone, clock::tomorrow(today));
            }
            for &zone in self.scene.call_zones.iter().filter(|_| self.calls) {
                let today = clock::day(zone, at);
                if at < clock::at_minute(zone, today, CALLS_FROM) {
                    at = clock::at_minute(zone, today, CALLS_FROM);
                } else if at >= clock::at_minute(zone, today, CALLS_UNTIL) {
                    at = clock::at_minute(zone, clock::tomorrow(today), CALLS_FROM);
                }
            }
            if at == before || at >= end {
                return at;
            }
        }
    }

    /// The first open moment from `from` on, looked for on so many days.
    fn within(&self, from: i64, days: usize) -> Option<i64> {
        let first = clock::day(self.zone, from).pred_opt()?;
        for day in first.iter_days().take(days) {
            for (opens, closes) in self.on(day) {
                let at = self.undisturbed(opens.max(from), closes);
                if at < closes {
                    return Some(at);
                }
            }
        }
        None
    }

    /// The first open moment from `from` on; none when there is none within reach.
    pub fn next(&self, from: i64) -> Option<i64> {
        self.within(from, FAR)
    }

    /// Whether a moment is open.
    pub fn is_open(&self, at: i64) -> bool {
        self.within(at, 3) == Some(at)
    }
}
