//! Weekly openings, and the time of day that a step asks for.
//!
//! Only the rules as a person sets them, in minutes of the wall clock. What they mean for a moment
//! in a zone is said by [`crate::calendar`].

use chrono::Weekday;

/// Minutes of a civil day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// Most blocks on one day.
pub const MAX_BLOCKS: usize = 12;

/// Part of a day, in minutes from midnight: 0 ≤ `from` < `until` ≤ 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Block {
    /// The first minute inside.
    pub from: u16,
    /// The first minute after it.
    pub until: u16,
}

/// Openings of a week, Monday first; several blocks a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct WeeklyHours {
    /// The blocks of each day, Monday first.
    pub days: [Vec<Block>; 7],
}

/// Whose wall clock a restriction means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum HoursZone {
    /// The clock at the contact's place.
    Contact,
    /// The rep's own clock.
    Rep,
}

/// When the steps of a cadence may happen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TimeRestriction {
    /// Whose clock the hours mean.
    pub zone: HoursZone,
    /// The openings.
    pub hours: WeeklyHours,
}

/// The time of day of a step whose delay is counted in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum TimeOfDay {
    /// This minute.
    Exact {
        /// Minutes from midnight, 0 up to 1439.
        minute: u16,
    },
    /// When the day opens.
    Morning,
    /// From noon on.
    Afternoon,
    /// Another half of the day than the contact's last attempt.
    Vary,
}

/// Why openings cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum HoursProblem {
    /// No day has a block.
    #[error("the week has no opening")]
    NeverOpen,
    /// A block that ends before it begins, or after midnight.
    #[error("day {day}: no block from minute {from} until {until}")]
    Block {
        /// Which day, 0 for Monday.
        day: u8,
        /// Where the block begins.
        from: u16,
        /// Where it ends.
        until: u16,
    },
    /// Two blocks share a minute.
    #[error("day {day}: blocks overlap")]
    Overlap {
        /// Which day, 0 for Monday.
        day: u8,
    },
    /// More than [`MAX_BLOCKS`] on a day.
    #[error("day {day}: more than {MAX_BLOCKS} blocks")]
    TooMany {
        /// Which day, 0 for Monday.
        day: u8,
    },
}

impl TimeOfDay {
    /// Whether it names a minute that a day has.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        match self {
            Self::Exact { minute } => minute < DAY_MINUTES,
            Self::Morning | Self::Afternoon | Self::Vary => true,
        }
    }
}

impl WeeklyHours {
    /// The openings in order, with blocks that touch joined, as they are stored.
    ///
    /// # Errors
    /// [`HoursProblem`] says what cannot be stored.
    pub fn checked(self) -> Result<Self, HoursProblem> {
        let mut days = self.days;
        for (day, blocks) in (0_u8..).zip(&mut days) {
            *blocks = joined(day, std::mem::take(blocks))?;
        }
        if days.iter().all(Vec::is_empty) {
            return Err(HoursProblem::NeverOpen);
        }
        Ok(Self { days })
    }

    /// Monday to Friday, 9 to 17.
    #[must_use]
    pub fn business() -> Self {
        let day = || vec![Block { from: 9 * 60, until: 17 * 60 }];
        Self { days: [day(), day(), day(), day(), day(), vec![], vec![]] }
    }

    /// The blocks of this day.
    #[must_use]
    pub fn on(&self, weekday: Weekday) -> &[Block] {
        self.days.get(weekday.num_days_from_monday() as usize).map_or(&[], Vec::as_slice)
    }
}

fn joined(day: u8, mut blocks: Vec<Block>) -> Result<Vec<Block>, HoursProblem> {
    let bad = |block: &&Block| block.from >= block.until || block.until > DAY_MINUTES;
    if let Some(&Block { from, until }) = blocks.iter().find(bad) {
        return Err(HoursProblem::Block { day, from, until });
    }
    blocks.sort_unstable();
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len().min(MAX_BLOCKS));
    for block in blocks {
        match joined.last_mut() {
            Some(last) if block.from < last.until => return Err(HoursProblem::Overlap { day }),
            Some(last) if block.from == last.until => last.until = block.until,
            _ => joined.push(block),
        }
    }
    if joined.len() > MAX_BLOCKS {
        return Err(HoursProblem::TooMany { day });
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuesday(blocks: &[(u16, u16)]) -> Result<WeeklyHours, HoursProblem> {
        let mut days: [Vec<Block>; 7] = Default::default();
        days[1] = blocks.iter().map(|&(from, until)| Block { from, until }).collect();
        WeeklyHours { days }.checked()
    }

    #[test]
    fn blocks_are_sorted_and_those_that_touch_are_joined() {
        let hours = tuesday(&[(840, 1440), (0, 540), (540, 720)]).unwrap();
        assert_eq!(
            hours.on(Weekday::Tue),
            [Block { from: 0, until: 720 }, Block { from: 840, until: 1440 }]
        );
        assert!(hours.on(Weekday::Mon).is_empty() && hours.on(Weekday::Sun).is_empty());
    }

    #[test]
    fn overlapping_blocks_are_refused() {
        assert_eq!(tuesday(&[(600, 700), (540, 601)]), Err(HoursProblem::Overlap { day: 1 }));
        assert_eq!(tuesday(&[(600, 700), (600, 700)]), Err(HoursProblem::Overlap { day: 1 }));
    }

    #[test]
    fn a_block_lies_inside_its_day_and_is_not_empty() {
        for (from, until) in [(540, 540), (600, 540), (1439, 1441), (u16::MAX, u16::MAX), (0, 0)] {
            let problem = tuesday(&[(0, 1), (from, until)]).unwrap_err();
            assert_eq!(problem, HoursProblem::Block { day: 1, from, until });
        }
    }

    #[test]
    fn a_week_that_never_opens_is_refused() {
        assert_eq!(tuesday(&[]), Err(HoursProblem::NeverOpen));
    }

    #[test]
    fn a_day_has_at_most_12_blocks_after_joining() {
        let apart = |count: u16| (0..count).map(|at| (at * 20, at * 20 + 10)).collect::<Vec<_>>();
        assert!(tuesday(&apart(12)).is_ok());
        assert_eq!(tuesday(&apart(13)), Err(HoursProblem::TooMany { day: 1 }));
        let touching: Vec<_> = (0..1440).map(|at| (at, at + 1)).collect();
        assert_eq!(tuesday(&touching).unwrap().on(Weekday::Tue), [Block { from: 0, until: 1440 }]);
    }

    #[test]
    fn business_hours_are_already_checked() {
        assert_eq!(WeeklyHours::business().checked(), Ok(WeeklyHours::business()));
    }

    #[test]
    fn an_exact_time_of_day_is_a_minute_of_the_day() {
        assert!(TimeOfDay::Exact { minute: 1439 }.is_valid() && TimeOfDay::Vary.is_valid());
        assert!(!TimeOfDay::Exact { minute: 1440 }.is_valid());
    }
}
