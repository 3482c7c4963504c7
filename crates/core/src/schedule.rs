//! The hours in which calls may be made, whatever a cadence says, and elapsed time.

use crate::calendar::Calendar;
use crate::time::Timestamp;
use crate::zone::Zone;

/// First hour at which a call may be made at the contact's place, whatever a cadence says.
pub const CALLS_FROM: u32 = 8;

/// The hour at which calls end there.
pub const CALLS_UNTIL: u32 = 21;

/// When a call that is ready at `ready` may be made: then, or when calling hours next begin in every
/// one of `zones`; none when they never meet.
#[must_use]
pub fn calling_hours(ready: Timestamp, zones: &[Zone]) -> Option<Timestamp> {
    let calendar = Calendar { zone: Zone::UTC, hours: None, closed: &(), calls: zones, off: None };
    calendar.next_opening(ready)
}

/// `minutes` after `base`.
#[must_use]
pub fn minutes_after(base: Timestamp, minutes: i64) -> Timestamp {
    plus(base, minutes.saturating_mul(60_000))
}

/// `millis` after `base`, stopping at the end of time.
#[must_use]
pub fn plus(base: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(base.as_millis().saturating_add(millis))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDateTime;

    #[test]
    fn a_call_waits_for_the_legal_hours_at_the_contacts_place() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let at = |text| zone.moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap());
        for (ready, due) in [
            ("2026-03-02 07:59", "2026-03-02 08:00"),
            ("2026-03-02 08:00", "2026-03-02 08:00"),
            ("2026-03-02 20:59", "2026-03-02 20:59"),
            ("2026-03-02 21:00", "2026-03-03 08:00"),
        ] {
            assert_eq!(calling_hours(at(ready), &[zone]), Some(at(due)), "{ready}");
        }
    }

    #[test]
    fn r10_calling_hours_hold_in_every_zone_that_a_guess_allows() {
        let zones =
            ["America/New_York", "America/Los_Angeles"].map(|name| Zone::parse(name).unwrap());
        let at =
            |text| zones[0].moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap());
        let (early, open) = (at("2026-06-01 09:00"), at("2026-06-01 11:00"));
        assert_eq!(calling_hours(early, &zones), Some(open));
    }
}
