//! How fast mail leaves by itself (PRODUCT 6.6): caps per hour and day, gaps, new people per day.

use crate::schedule::plus;
use crate::time::Timestamp;
use crate::variant::seed;
use crate::zone::Zone;
use chrono::{Days, NaiveTime};

/// Longest gap between two messages, in seconds.
pub const MAX_GAP: u32 = 24 * 3_600;

/// Largest number of messages or people that a cap may name.
pub const MAX_CAP: u32 = 100_000;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How fast mail leaves by itself. What the rep sends by hand counts and does not wait (R26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Pace {
    /// Most messages in any 24 hours; none for no cap.
    pub per_day: Option<u32>,
    /// Most messages in any hour; none for no cap.
    pub per_hour: Option<u32>,
    /// Least seconds between two messages.
    pub gap_from: u32,
    /// Most seconds that are waited between them.
    pub gap_until: u32,
    /// Most people written to for the first time on a day of the rep; none for no cap.
    pub new_per_day: Option<u32>,
    /// Most people of one partnership that are in cadences at a time; none for no cap.
    pub per_company: Option<u32>,
    /// Connections over which mail leaves at a time where there is no other limit, 1 to
    /// [`MAX_CONNECTIONS`].
    pub connections: u32,
}

/// Most connections at a time: more are refused by most providers.
pub const MAX_CONNECTIONS: u32 = 10;

/// Why a pace cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaceProblem {
    /// A cap of nothing, or more than [`MAX_CAP`].
    #[error("a cap is 1 to {MAX_CAP}")]
    Cap,
    /// No connection, or more than [`MAX_CONNECTIONS`].
    #[error("there are 1 to {MAX_CONNECTIONS} connections")]
    Connections,
    /// A gap that ends before it begins, or is longer than [`MAX_GAP`].
    #[error("the gap is up to {MAX_GAP} seconds and ends after it begins")]
    Gap,
}

/// What has left of a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// When messages left, ascending: at least those of the last 24 hours. One of the future, after
    /// the clock was put back, counts as well.
    pub at: Vec<Timestamp>,
    /// Those of them that were the first to somebody, ascending.
    pub first: Vec<Timestamp>,
    /// How many have left altogether.
    pub count: u64,
}

impl Default for Pace {
    /// A gap of half a minute to one and a half.
    fn default() -> Self {
        Self { gap_from: 30, gap_until: 90, ..Self::NONE }
    }
}

impl Pace {
    /// No limit of any kind.
    pub const NONE: Self = Self {
        per_day: None,
        per_hour: None,
        gap_from: 0,
        gap_until: 0,
        new_per_day: None,
        per_company: None,
        connections: 1,
    };

    /// Whether mail leaves as fast as it can.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self { connections: self.connections, ..Self::NONE }
    }

    /// Whether it can be saved.
    ///
    /// # Errors
    /// [`PaceProblem`] says why not.
    pub fn checked(self) -> Result<Self, PaceProblem> {
        let caps = [self.per_day, self.per_hour, self.new_per_day, self.per_company];
        if caps.into_iter().flatten().any(|cap| !(1..=MAX_CAP).contains(&cap)) {
            return Err(PaceProblem::Cap);
        }
        if !(1..=MAX_CONNECTIONS).contains(&self.connections) {
            return Err(PaceProblem::Connections);
        }
        if self.gap_until > MAX_GAP || self.gap_from > self.gap_until {
            return Err(PaceProblem::Gap);
        }
        Ok(self)
    }

    /// The gap after the `count`th message, in milliseconds: scattered between its bounds, the same
    /// whenever it is asked, so that a forecast names the moments that come.
    #[must_use]
    pub fn gap(&self, count: u64) -> i64 {
        let (from, until) = (i64::from(self.gap_from) * 1_000, i64::from(self.gap_until) * 1_000);
        let span = u64::try_from(until.saturating_sub(from)).unwrap_or(0).saturating_add(1);
        from + i64::try_from(seed(count, 1) % span).unwrap_or(0)
    }

    /// The first moment from `at` on at which one more message may leave; `first` says whether it is
    /// the first to somebody, `zone` is the rep's.
    #[must_use]
    pub fn next_slot(&self, sent: &Sent, first: bool, zone: Zone, at: Timestamp) -> Timestamp {
        let mut at = at;
        if let Some(last) = sent.at.last() {
            at = at.max(plus(*last, self.gap(sent.count)));
        }
        // Each round meets a cap that the one before broke; every one moves the moment on.
        loop {
            let mut next = within(&sent.at, self.per_hour, HOUR, at);
            next = within(&sent.at, self.per_day, DAY, next);
            if first {
                next = new_day(&sent.first, self.new_per_day, zone, next);
            }
            if next <= at {
                return at;
            }
            at = next;
        }
    }
}

/// The first moment from `at` on before which fewer than `cap` lie within `span`.
fn within(sent: &[Timestamp], cap: Option<u32>, span: i64, at: Timestamp) -> Timestamp {
    let Some(cap) = cap.and_then(|cap| usize::try_from(cap).ok()) else { return at };
    let recent = sent.partition_point(|sent| sent.as_millis() <= at.as_millis() - span);
    let count = sent.len() - recent;
    // The one that has to leave the span first, so that there is room for one more.
    let leaves = count.checked_sub(cap).and_then(|over| sent.get(recent + over));
    leaves.map_or(at, |leaves| plus(*leaves, span))
}

fn new_day(first: &[Timestamp], cap: Option<u32>, zone: Zone, at: Timestamp) -> Timestamp {
    let Some(cap) = cap.and_then(|cap| usize::try_from(cap).ok()) else { return at };
    let day = zone.civil(at).date();
    if first.iter().filter(|sent| zone.civil(**sent).date() == day).count() < cap {
        return at;
    }
    let tomorrow = day.checked_add_days(Days::new(1)).unwrap_or(day);
    zone.moment(tomorrow.and_time(NaiveTime::MIN)).max(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_772_438_400_000;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(NOW + minutes * 60_000)
    }

    fn sent(minutes: &[i64]) -> Sent {
        let moments: Vec<Timestamp> = minutes.iter().copied().map(at).collect();
        Sent { first: moments.clone(), count: moments.len() as u64, at: moments }
    }

    fn slot(pace: Pace, sent: &Sent, minutes: i64) -> i64 {
        let slot = pace.next_slot(sent, true, Zone::UTC, at(minutes));
        (slot.as_millis() - NOW) / 60_000
    }

    #[test]
    fn caps_count_the_last_hour_and_the_last_24_hours() {
        let hourly = Pace { per_hour: Some(2), ..Pace::NONE };
        assert_eq!(slot(hourly, &sent(&[0, 10]), 20), 60);
        assert_eq!(slot(hourly, &sent(&[0, 10]), 61), 61);
        let daily = Pace { per_day: Some(2), ..Pace::NONE };
        assert_eq!(slot(daily, &sent(&[0, 10, 20]), 30), 24 * 60 + 10);
    }

    #[test]
    fn a_message_of_the_future_counts_after_the_clock_was_put_back() {
        let hourly = Pace { per_hour: Some(1), ..Pace::NONE };
        assert_eq!(slot(hourly, &sent(&[500]), 0), 560);
    }

    #[test]
    fn new_people_wait_for_the_next_day_of_the_rep_and_others_do_not() {
        let pace = Pace { new_per_day: Some(2), ..Pace::NONE };
        let sent = sent(&[0, 1]);
        let tomorrow = Zone::UTC.day_start(at(24 * 60));
        assert_eq!(pace.next_slot(&sent, true, Zone::UTC, at(2)), tomorrow);
        assert_eq!(pace.next_slot(&sent, false, Zone::UTC, at(2)), at(2));
    }

    #[test]
    fn gaps_are_scattered_between_their_bounds_and_stay_the_same() {
        let pace = Pace::default();
        let gaps: Vec<i64> = (0..200).map(|count| pace.gap(count)).collect();
        assert!(gaps.iter().all(|gap| (30_000..=90_000).contains(gap)));
        assert!(gaps.iter().min().unwrap() < &35_000 && gaps.iter().max().unwrap() > &85_000);
        assert_eq!(gaps[7], pace.gap(7));
        assert_eq!(Pace::NONE.gap(3), 0);
    }

    #[test]
    fn caps_of_nothing_gaps_that_end_before_they_begin_and_no_connections_are_refused() {
        let cap = Pace { per_hour: Some(0), ..Pace::NONE };
        assert_eq!(cap.checked(), Err(PaceProblem::Cap));
        let gap = Pace { gap_from: 90, gap_until: 30, ..Pace::NONE };
        assert_eq!(gap.checked(), Err(PaceProblem::Gap));
        for connections in [0, MAX_CONNECTIONS + 1] {
            let pace = Pace { connections, ..Pace::NONE };
            assert_eq!(pace.checked(), Err(PaceProblem::Connections));
        }
        assert!(Pace::default().checked().is_ok());
    }
}
