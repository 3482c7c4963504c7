//! When the rep works, for all cadences of a workspace.

use crate::country::Country;
use chrono::NaiveDate;

/// Most ranges of days off, and most days of the rep's own calendar of holidays.
pub const MAX_DAYS: usize = 1_000;

/// Days on which the rep does not work, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DaysOff {
    /// The first, at the rep's place, as `2026-12-24`.
    #[cfg_attr(feature = "wire", ts(type = "string"))]
    pub from: NaiveDate,
    /// The last.
    #[cfg_attr(feature = "wire", ts(type = "string"))]
    pub until: NaiveDate,
}

/// What the rep has set for all cadences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct WorkingTime {
    /// Where the rep is, for the holidays of tasks.
    pub country: Option<Country>,
    /// Own holidays, for all cadences that keep holidays (R1). Ascending.
    #[cfg_attr(feature = "wire", ts(type = "Array<string>"))]
    pub holidays: Vec<NaiveDate>,
    /// Time off: due moments move behind it (R6). Ascending, without overlaps.
    pub time_off: Vec<DaysOff>,
    /// Whether automatic e-mails leave during time off.
    pub mail_in_time_off: bool,
}

/// Why working time cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkingTimeProblem {
    /// Days off that end before they begin.
    #[error("the time off that begins on {from} ends before it")]
    EndsBeforeItBegins {
        /// Its first day.
        from: NaiveDate,
    },
    /// Too many days or ranges.
    #[error("at most {MAX_DAYS} days can be kept")]
    TooMany,
}

impl WorkingTime {
    /// As it is stored: in order, overlapping days off joined.
    ///
    /// # Errors
    /// [`WorkingTimeProblem`] says what cannot be stored.
    pub fn checked(mut self) -> Result<Self, WorkingTimeProblem> {
        if self.holidays.len().max(self.time_off.len()) > MAX_DAYS {
            return Err(WorkingTimeProblem::TooMany);
        }
        if let Some(range) = self.time_off.iter().find(|range| range.until < range.from) {
            return Err(WorkingTimeProblem::EndsBeforeItBegins { from: range.from });
        }
        self.holidays.sort_unstable();
        self.holidays.dedup();
        self.time_off.sort_unstable_by_key(|range| range.from);
        let mut joined: Vec<DaysOff> = Vec::with_capacity(self.time_off.len());
        for range in self.time_off {
            match joined.last_mut() {
                Some(last) if range.from <= last.until => last.until = last.until.max(range.until),
                _ => joined.push(range),
            }
        }
        Ok(Self { time_off: joined, ..self })
    }

    /// Whether the rep is off on a day.
    #[must_use]
    pub fn is_off(&self, day: NaiveDate) -> bool {
        self.time_off.iter().any(|range| (range.from..=range.until).contains(&day))
    }

    /// The last day before `day` on which the rep is not off.
    #[must_use]
    pub fn working_day_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        let mut found = day.pred_opt()?;
        while let Some(range) =
            self.time_off.iter().find(|range| (range.from..=range.until).contains(&found))
        {
            found = range.from.pred_opt()?;
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    fn off(from: &str, until: &str) -> DaysOff {
        DaysOff { from: day(from), until: day(until) }
    }

    #[test]
    fn days_off_are_kept_in_order_and_joined() {
        let time_off = vec![
            off("2026-08-10", "2026-08-20"),
            off("2026-08-01", "2026-08-12"),
            off("2026-12-24", "2026-12-24"),
        ];
        let checked = WorkingTime { time_off, ..WorkingTime::default() }.checked().unwrap();
        assert_eq!(
            checked.time_off,
            [off("2026-08-01", "2026-08-20"), off("2026-12-24", "2026-12-24")]
        );
        assert!(checked.is_off(day("2026-08-20")) && !checked.is_off(day("2026-08-21")));
    }

    #[test]
    fn the_working_day_before_is_found_before_days_off_that_follow_each_other() {
        let time_off = vec![off("2026-08-10", "2026-08-12"), off("2026-08-13", "2026-08-13")];
        let working = WorkingTime { time_off, ..WorkingTime::default() };
        assert_eq!(working.working_day_before(day("2026-08-14")), Some(day("2026-08-09")));
        assert_eq!(working.working_day_before(day("2026-08-15")), Some(day("2026-08-14")));
    }

    #[test]
    fn days_off_that_end_before_they_begin_are_refused() {
        let time_off = vec![off("2026-08-10", "2026-08-09")];
        let refused = WorkingTime { time_off, ..WorkingTime::default() }.checked();
        let from = day("2026-08-10");
        assert_eq!(refused, Err(WorkingTimeProblem::EndsBeforeItBegins { from }));
    }
}
