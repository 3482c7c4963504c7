//! Time zones: civil time at a place, by its IANA name.

use crate::time::Timestamp;
use chrono::{DateTime, Days, LocalResult, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// A zone of the IANA list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

impl Zone {
    /// Coordinated universal time, where nothing better is known.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of this IANA name, whatever its case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Tz::from_str_insensitive(name).ok().map(Self)
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What a clock on the wall shows there. A moment outside the years that a calendar holds is
    /// moved to the nearest one inside.
    #[must_use]
    pub fn civil(self, moment: Timestamp) -> NaiveDateTime {
        let utc = utc(moment).naive_utc();
        // Bounded by `utc`, so that the offset cannot leave the calendar.
        utc + chrono::Duration::seconds(i64::from(
            self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc(),
        ))
    }

    /// The moment at which a clock on the wall shows `civil` there. A time that daylight saving
    /// skips moves forward by the gap; of one that happens twice, the first is taken.
    #[must_use]
    pub fn moment(self, civil: NaiveDateTime) -> Timestamp {
        let found = match self.0.from_local_datetime(&civil) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.to_utc(),
            // In the gap the offset before it still counts: the wall clock jumps by its length.
            LocalResult::None => (1..=48)
                .map(|half_hours| civil - chrono::Duration::minutes(30 * half_hours))
                .find_map(|before| self.0.from_local_datetime(&before).latest())
                .map_or_else(
                    || civil.and_utc(),
                    |before| (civil - before.offset().fix()).and_utc(),
                ),
        };
        Timestamp::from_millis(found.timestamp_millis())
    }

    /// The moment `days` civil days after `base`, at the same time of day there.
    #[must_use]
    pub fn days_after(self, base: Timestamp, days: u32) -> Timestamp {
        let civil = self.civil(base);
        let target = civil.checked_add_days(Days::new(u64::from(days))).unwrap_or(civil);
        if days == 0 { base } else { self.moment(target) }
    }

    /// The start of the civil day of `moment` there.
    #[must_use]
    pub fn day_start(self, moment: Timestamp) -> Timestamp {
        self.moment(self.civil(moment).date().and_time(NaiveTime::MIN))
    }
}

/// The moment as the calendar crate holds it, at most thousands of years away.
fn utc(moment: Timestamp) -> DateTime<Utc> {
    const MAX: i64 = 253_402_300_799_000; // end of the year 9999
    let millis = moment.as_millis().clamp(-MAX, MAX);
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    fn civil(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_zone_is_known_by_its_iana_name_in_any_case() {
        assert_eq!(zone("europe/berlin").name(), "Europe/Berlin");
        assert_eq!(Zone::parse("Mars/Olympus"), None);
    }

    #[test]
    fn a_skipped_time_moves_forward_by_the_gap() {
        // Berlin, 29 March 2026: 02:00 to 03:00 does not exist.
        let moment = zone("Europe/Berlin").moment(civil("2026-03-29 02:30"));
        assert_eq!(zone("Europe/Berlin").civil(moment), civil("2026-03-29 03:30"));
        // Lord Howe, 4 October 2026: half an hour is missing.
        let moment = zone("Australia/Lord_Howe").moment(civil("2026-10-04 02:15"));
        assert_eq!(zone("Australia/Lord_Howe").civil(moment), civil("2026-10-04 02:45"));
    }

    #[test]
    fn of_a_time_that_happens_twice_the_first_is_taken() {
        // Berlin, 25 October 2026: 02:30 happens at 00:30 and 01:30 UTC.
        let moment = zone("Europe/Berlin").moment(civil("2026-10-25 02:30"));
        assert_eq!(Zone::UTC.civil(moment), civil("2026-10-25 00:30"));
    }

    #[test]
    fn a_civil_day_keeps_the_time_of_day_over_a_change_of_the_clock() {
        let berlin = zone("Europe/Berlin");
        let base = berlin.moment(civil("2026-03-28 09:00"));
        assert_eq!(berlin.civil(berlin.days_after(base, 1)), civil("2026-03-29 09:00"));
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for moment in [i64::MIN, i64::MAX, 0] {
            let moment = Timestamp::from_millis(moment);
            for name in ["Asia/Kathmandu", "Pacific/Kiritimati", "America/Los_Angeles"] {
                let _ = zone(name).days_after(moment, 365);
                let _ = zone(name).day_start(moment);
            }
        }
    }
}
