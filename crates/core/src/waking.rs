//! After sleep, a restart or a long absence (PRODUCT 6.7): what is so late that the rep is asked first.

use crate::time::Timestamp;

/// An e-mail that is later than this, in milliseconds, is not sent before the rep has been asked.
pub const ASKS_AFTER: i64 = 24 * 3_600_000;

/// Why nothing could be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Cause {
    /// The program did not run, or its computer slept.
    Program,
    /// The mailbox could not send.
    Sending,
    /// The mailbox could not be read, so that follow-ups had to wait (PRODUCT 6.5).
    Reading,
}

/// How a workspace file came back (R34).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Return {
    /// It is older than what this computer wrote last.
    Restored,
    /// It was written by another computer.
    Copied,
}

/// A span of time in which the program did not run or its mailbox could not send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
}

/// By how many milliseconds an e-mail that was due at `due` is late at `now` for want of the program or
/// its mailbox (R11): time in which pace, hours, time off or a hold kept it back does not count.
/// Outages may overlap and come in any order.
#[must_use]
pub fn late_by(due: Timestamp, now: Timestamp, outages: &[Outage]) -> i64 {
    let (due, now) = (due.as_millis(), now.as_millis());
    let mut spans: Vec<(i64, i64)> = outages
        .iter()
        .map(|outage| (outage.from.as_millis().max(due), outage.until.as_millis().min(now)))
        .filter(|(from, until)| from < until)
        .collect();
    spans.sort_unstable();
    let mut reached = due;
    let mut late = 0_i64;
    for (from, until) in spans {
        late = late.saturating_add(until.saturating_sub(from.max(reached)).max(0));
        reached = reached.max(until);
    }
    late
}

/// Whether the rep is asked before an e-mail leaves that was due at `due`.
#[must_use]
pub fn asks_first(due: Timestamp, now: Timestamp, outages: &[Outage]) -> bool {
    late_by(due, now, outages) > ASKS_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_millis(hours * HOUR)
    }

    fn outage(from: i64, until: i64) -> Outage {
        Outage { from: at(from), until: at(until) }
    }

    #[test]
    fn r11_only_time_counts_in_which_nothing_could_be_sent() {
        assert_eq!(late_by(at(10), at(60), &[]), 0);
        assert_eq!(late_by(at(10), at(60), &[outage(0, 20), outage(50, 90)]), 20 * HOUR);
        assert_eq!(late_by(at(10), at(60), &[outage(30, 40), outage(20, 35)]), 20 * HOUR);
        assert_eq!(late_by(at(60), at(10), &[outage(0, 90)]), 0);
    }

    #[test]
    fn r11_more_than_a_day_asks_first() {
        assert!(!asks_first(at(0), at(24), &[outage(0, 24)]));
        assert!(asks_first(at(0), at(25), &[outage(-5, 90)]));
        // A weekend outside the hours is no outage.
        assert!(!asks_first(at(0), at(72), &[outage(70, 72)]));
    }
}
