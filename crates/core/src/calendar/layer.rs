//! One condition on the wall clock of one zone, and the search for the next moment that meets it.
//!
//! The search goes forward from a moment on the wall clock of its zone, never over a midnight or a
//! change of the clock without looking again. So an opening that begins in a gap begins after it, a
//! block may be swallowed or split by a change, and a day may be missing.

use super::ClosedDays;
use crate::hours::{Block, DAY_MINUTES, WeeklyHours};
use crate::rep::DaysOff;
use crate::schedule::{CALLS_FROM, CALLS_UNTIL};
use crate::time::Timestamp;
use crate::zone::Zone;
use chrono::{Datelike, NaiveDate, Timelike, Weekday};

pub(super) const MINUTE: i64 = 60_000;
pub(super) const DAY: i64 = DAY_MINUTES as i64 * MINUTE;
const HOUR: i64 = 60 * MINUTE;

/// A condition that a moment meets or not by what the wall clock shows.
#[derive(Clone, Copy)]
pub(super) enum Layer<'a> {
    /// Inside the openings (none: the whole day), on a day that is not closed.
    Openings(Option<&'a WeeklyHours>, &'a dyn ClosedDays),
    /// On a day that counts as a business day: as above, but Monday to Friday without openings.
    Counting(Option<&'a WeeklyHours>, &'a dyn ClosedDays),
    /// Inside the legal calling hours.
    Calls,
    /// On none of these days.
    NotOff(&'a [DaysOff]),
}

/// Part of a civil day, in milliseconds from midnight.
struct Part {
    from: i64,
    until: i64,
}

const WHOLE_DAY: Part = Part { from: 0, until: DAY };

/// What the wall clock shows.
#[derive(Clone, Copy)]
struct Wall {
    day: NaiveDate,
    /// Milliseconds from midnight.
    millis: i64,
    /// Milliseconds ahead of universal time.
    offset: i64,
}

impl Layer<'_> {
    /// Whether anything of this day is inside, changes of the clock aside.
    pub(super) fn opens(&self, day: NaiveDate) -> bool {
        self.part(day, 0).is_some()
    }

    /// What is left of the first part of the day that ends after `millis`.
    fn part(&self, day: NaiveDate, millis: i64) -> Option<Part> {
        let (part, closed) = match *self {
            Self::Openings(Some(hours), closed) | Self::Counting(Some(hours), closed) => {
                (of_blocks(hours.on(day.weekday()), millis)?, closed)
            }
            Self::Openings(None, closed) => (WHOLE_DAY, closed),
            Self::Counting(None, closed) => {
                let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
                ((!weekend).then_some(WHOLE_DAY)?, closed)
            }
            Self::Calls => {
                let until = HOUR * i64::from(CALLS_UNTIL);
                let part = Part { from: HOUR * i64::from(CALLS_FROM), until };
                return (millis < until).then(|| part.after(millis));
            }
            Self::NotOff(ranges) => {
                let off = ranges.iter().any(|off| (off.from..=off.until).contains(&day));
                return (!off).then(|| WHOLE_DAY.after(millis));
            }
        };
        (!closed.is_closed(day)).then(|| part.after(millis))
    }

    /// Whether the moment is inside on the wall clock of `zone`.
    pub(super) fn holds(&self, zone: Zone, at: i64) -> bool {
        let wall = Wall::of(zone, at);
        self.part(wall.day, wall.millis).is_some_and(|part| part.from == wall.millis)
    }

    /// The first moment from `at` to `limit` that is inside on the wall clock of `zone`.
    pub(super) fn next(&self, zone: Zone, at: i64, limit: i64) -> Option<i64> {
        let (mut at, mut wall) = (at, Wall::of(zone, at));
        while at <= limit {
            let next = self.part(wall.day, wall.millis).map_or(DAY, |part| part.from);
            if next == wall.millis {
                return Some(at);
            }
            (at, wall) = wall.ahead(zone, at, next - wall.millis);
        }
        None
    }

    /// A moment up to which everything from `at` on is inside; `at` itself is.
    pub(super) fn holds_until(&self, zone: Zone, at: i64) -> i64 {
        let wall = Wall::of(zone, at);
        let until = self.part(wall.day, wall.millis).map_or(DAY, |part| part.until);
        wall.ahead(zone, at, until - wall.millis).0
    }
}

impl Part {
    fn after(self, millis: i64) -> Self {
        Self { from: self.from.max(millis), until: self.until }
    }
}

/// The first of these blocks that ends after `millis`. Nothing here relies on their order, or on
/// bounds that were checked.
fn of_blocks(blocks: &[Block], millis: i64) -> Option<Part> {
    blocks
        .iter()
        .map(|block| Part {
            from: MINUTE * i64::from(block.from),
            until: MINUTE * i64::from(block.until.min(DAY_MINUTES)),
        })
        .filter(|part| part.from < part.until && part.until > millis)
        .min_by_key(|part| part.from)
}

impl Wall {
    fn of(zone: Zone, at: i64) -> Self {
        let civil = zone.civil(Timestamp::from_millis(at));
        let time = civil.time();
        let millis = 1000 * i64::from(time.num_seconds_from_midnight())
            + i64::from(time.nanosecond() / 1_000_000);
        let offset = civil.and_utc().timestamp_millis() - at;
        Self { day: civil.date(), millis, offset }
    }

    /// The moment `span` after `at`, or that of the first change of the clock on the way, and what
    /// the wall clock shows then. The span is at most a day.
    fn ahead(self, zone: Zone, at: i64, span: i64) -> (i64, Self) {
        let (mut before, mut end) = (at, at.saturating_add(span));
        let mut there = Self::of(zone, end);
        if there.offset == self.offset {
            return (end, there);
        }
        while end - before > 1 {
            let middle = before + (end - before) / 2;
            let wall = Self::of(zone, middle);
            if wall.offset == self.offset {
                before = middle;
            } else {
                (end, there) = (middle, wall);
            }
        }
        (end, there)
    }
}
