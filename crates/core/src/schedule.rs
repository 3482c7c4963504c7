//! When a step is due: pure arithmetic over a base, a delay and a zone.
//!
//! Weekly openings, holidays and times of day are not here yet: a cadence without a time
//! restriction may act at any time.

use crate::step::{Delay, DelayUnit};
use crate::time::Timestamp;
use crate::zone::Zone;
use chrono::{Datelike, NaiveDateTime, NaiveTime, Weekday};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// First hour at which a call may be made at the contact's place, whatever a cadence says.
pub const CALLS_FROM: u32 = 8;

/// The hour at which calls end there.
pub const CALLS_UNTIL: u32 = 21;

/// The moment `delay` after `base`. Minutes and hours are elapsed time; days are civil days in
/// `zone` and keep the time of day; business days count Monday to Friday, from the next one on when
/// the base lies on another day.
#[must_use]
pub fn ready_at(base: Timestamp, delay: Delay, zone: Zone) -> Timestamp {
    let amount = u32::try_from(delay.amount).unwrap_or(0).min(delay.unit.max());
    let elapsed = |unit: i64| plus(base, unit * i64::from(amount));
    match delay.unit {
        DelayUnit::Minutes => elapsed(MINUTE),
        DelayUnit::Hours => elapsed(HOUR),
        DelayUnit::Days => zone.days_after(base, amount),
        DelayUnit::BusinessDays => business_days_after(base, amount, zone),
    }
}

/// When a call that is ready at `ready` may be made: then, or when calling hours next begin in the
/// contact's `zone`.
#[must_use]
pub fn calling_hours(ready: Timestamp, zone: Zone) -> Timestamp {
    let civil = zone.civil(ready);
    let (from, until) = (hour(CALLS_FROM), hour(CALLS_UNTIL));
    if (from..until).contains(&civil.time()) {
        return ready;
    }
    let days = u32::from(civil.time() >= until);
    let day = civil.date() + chrono::Days::new(u64::from(days));
    zone.moment(day.and_time(from))
}

fn business_days_after(base: Timestamp, amount: u32, zone: Zone) -> Timestamp {
    let mut civil = zone.civil(base);
    let mut moved = amount > 0;
    if is_weekend(civil) {
        // R2: a base outside the openings moves to the next opening first, then counts.
        civil = next_day(civil).date().and_time(NaiveTime::MIN);
        while is_weekend(civil) {
            civil = next_day(civil);
        }
        moved = true;
    }
    for _ in 0..amount {
        civil = next_day(civil);
        while is_weekend(civil) {
            civil = next_day(civil);
        }
    }
    if moved { zone.moment(civil) } else { base }
}

fn next_day(civil: NaiveDateTime) -> NaiveDateTime {
    civil.checked_add_days(chrono::Days::new(1)).unwrap_or(civil)
}

fn is_weekend(civil: NaiveDateTime) -> bool {
    matches!(civil.weekday(), Weekday::Sat | Weekday::Sun)
}

fn hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN)
}

/// `millis` after `base`, stopping at the end of time.
#[must_use]
pub fn plus(base: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(base.as_millis().saturating_add(millis))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone() -> Zone {
        Zone::parse("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        zone().moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn after(base: &str, amount: i64, unit: DelayUnit) -> String {
        let ready = ready_at(at(base), Delay { amount, unit }, zone());
        zone().civil(ready).format("%Y-%m-%d %H:%M").to_string()
    }

    // Expected moments: python3 -c "from zoneinfo import ZoneInfo; …" for the hours over the change,
    // a calendar for the days.
    #[test]
    fn hours_are_elapsed_and_days_are_civil_over_a_change_of_the_clock() {
        assert_eq!(after("2026-03-28 09:00", 24, DelayUnit::Hours), "2026-03-29 10:00");
        assert_eq!(after("2026-03-28 09:00", 1, DelayUnit::Days), "2026-03-29 09:00");
        assert_eq!(after("2026-10-24 09:00", 24, DelayUnit::Hours), "2026-10-25 08:00");
        assert_eq!(after("2026-10-24 09:00", 90, DelayUnit::Minutes), "2026-10-24 10:30");
    }

    #[test]
    fn business_days_pass_over_the_weekend() {
        assert_eq!(after("2026-03-06 16:00", 1, DelayUnit::BusinessDays), "2026-03-09 16:00");
        assert_eq!(after("2026-03-02 16:00", 5, DelayUnit::BusinessDays), "2026-03-09 16:00");
    }

    #[test]
    fn saturday_and_one_business_day_is_tuesday_at_opening() {
        assert_eq!(after("2026-03-07 11:00", 1, DelayUnit::BusinessDays), "2026-03-10 00:00");
        assert_eq!(after("2026-03-07 11:00", 0, DelayUnit::BusinessDays), "2026-03-09 00:00");
    }

    #[test]
    fn no_delay_is_at_once() {
        for unit in [DelayUnit::Minutes, DelayUnit::Hours, DelayUnit::Days] {
            assert_eq!(after("2026-03-07 11:00", 0, unit), "2026-03-07 11:00");
        }
    }

    #[test]
    fn a_call_waits_for_the_legal_hours_at_the_contacts_place() {
        let call = |base: &str| {
            let due = calling_hours(at(base), zone());
            zone().civil(due).format("%Y-%m-%d %H:%M").to_string()
        };
        assert_eq!(call("2026-03-02 07:59"), "2026-03-02 08:00");
        assert_eq!(call("2026-03-02 08:00"), "2026-03-02 08:00");
        assert_eq!(call("2026-03-02 20:59"), "2026-03-02 20:59");
        assert_eq!(call("2026-03-02 21:00"), "2026-03-03 08:00");
    }

    proptest! {
        #[test]
        fn a_step_is_never_ready_before_its_base(
            base in -2_000_000_000_000_i64..4_000_000_000_000,
            amount in 0_i64..400,
            unit in prop_oneof![
                Just(DelayUnit::Minutes), Just(DelayUnit::Hours),
                Just(DelayUnit::Days), Just(DelayUnit::BusinessDays),
            ],
            zone in prop_oneof![
                Just("America/New_York"), Just("Australia/Lord_Howe"), Just("Africa/Casablanca"),
                Just("Asia/Kathmandu"), Just("America/Santiago"),
            ],
        ) {
            let (base, zone) = (Timestamp::from_millis(base), Zone::parse(zone).unwrap());
            let ready = ready_at(base, Delay { amount, unit }, zone);
            prop_assert!(ready >= base);
            prop_assert!(calling_hours(ready, zone) >= ready);
        }
    }
}
