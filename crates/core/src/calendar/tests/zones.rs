//! Every zone of the list, at every change of its clock from 2024 to 2037, and the odd days of the
//! past: a day that is missing, and one that came twice.

use super::properties::first_open;
use super::*;
use chrono::{DateTime, Offset, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

/// A change of a clock: the first moment after it, and the offsets around it, in milliseconds.
struct Change {
    zone: Zone,
    at: i64,
    before: i64,
    after: i64,
}

fn offset(tz: Tz, at: i64) -> i64 {
    let utc: DateTime<Utc> = DateTime::from_timestamp_millis(at).unwrap();
    1000 * i64::from(tz.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc())
}

/// Every change between two years, found by looking at the offset every so many days.
fn changes(tz: Tz, years: std::ops::Range<i32>, every: i64) -> Vec<Change> {
    let start = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap().timestamp_millis();
    let zone = zone(tz.name());
    let mut found = vec![];
    let (mut day, mut before) = (start(years.start), offset(tz, start(years.start)));
    while day < start(years.end) {
        let after = offset(tz, day + every * DAY);
        if before != after {
            let (mut low, mut high) = (day, day + every * DAY);
            while high - low > 1 {
                let middle = i64::midpoint(low, high);
                if offset(tz, middle) == before { low = middle } else { high = middle }
            }
            found.push(Change { zone, at: high, before, after: offset(tz, high) });
        }
        (day, before) = (day + every * DAY, after);
    }
    found
}

fn all_changes(years: std::ops::Range<i32>, every: i64) -> Vec<Change> {
    TZ_VARIANTS.iter().flat_map(|&tz| changes(tz, years.clone(), every)).collect()
}

/// One of those in which clocks change alike at the same moment: the days around it are the same.
fn distinct(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| (change.at, change.before, change.after));
    changes.dedup_by_key(|change| (change.at, change.before, change.after));
    changes
}

/// What a clock with this offset shows.
fn shows(at: i64, offset: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at + offset).unwrap().naive_utc()
}

#[test]
fn the_scan_finds_the_changes_that_are_known() {
    let berlin = changes(Tz::Europe__Berlin, 2024..2038, 1);
    assert_eq!(berlin.len(), 28);
    // zdump -v Europe/Berlin: Sun Mar 29 01:00:00 2026 UT = … 03:00:00 2026 CEST
    assert!(berlin.iter().any(|change| change.at == 1_774_746_000_000));
    assert_eq!(changes(Tz::Asia__Tokyo, 2024..2038, 1).len(), 0);
    assert!(all_changes(2024..2038, 1).len() > 3_000);
}

/// A time in the gap resolves later by the gap, one that comes twice to the first.
fn check_times_at(change: &Change) {
    let &Change { zone, at, before, after } = change;
    let length = (after - before).abs();
    for part in 0..4 {
        let inside = part * length / 4;
        // What a clock shows that was not put forward, or not yet put back.
        let moment = if after > before { at + inside } else { at - length + inside };
        let asked = shows(moment, before);
        assert_eq!(zone.moment(asked).as_millis(), moment, "{} {asked}", zone.name());
        let moved = civil(zone, zone.moment(asked)) - asked;
        assert_eq!(moved.num_milliseconds(), length * i64::from(after > before));
    }
}

#[test]
fn a_skipped_time_moves_by_the_gap_and_of_one_that_comes_twice_the_first_is_taken_everywhere() {
    all_changes(2024..2038, 1).iter().for_each(check_times_at);
}

/// Openings whose bounds lie in and around the hours in which clocks change.
fn night_hours() -> WeeklyHours {
    let blocks = [(0, 30), (60, 90), (120, 150), (165, 180), (1380, 1440)];
    let blocks = blocks.map(|(from, until)| Block { from, until });
    let mut days: [Vec<Block>; 7] = std::array::from_fn(|_| blocks.to_vec());
    days[0].clear();
    WeeklyHours { days }.checked().unwrap()
}

#[test]
fn around_every_change_of_a_clock_steps_are_due_in_the_openings_and_never_early() {
    let timings = [
        days(0),
        days(1),
        business_days(1),
        after(2, DelayUnit::Hours),
        days(0).exact(2, 30),
        days(1).exact(1, 0),
        business_days(0).time(TimeOfDay::Morning),
    ];
    for Change { zone, at: change, .. } in distinct(all_changes(2024..2038, 1)) {
        let mut night = Place::new(zone.name(), Some(night_hours()));
        night.closed =
            Dates(vec![civil(zone, Timestamp::from_millis(change)).date().succ_opt().unwrap()]);
        let plain = Place::new(zone.name(), None);
        for half_hours in -4..=4 {
            let at = Timestamp::from_millis(change + half_hours * 30 * MINUTE);
            let next = night.calendar().next_opening(at).unwrap();
            assert_eq!(first_open(&night, at, next), Some(next), "{} {at:?}", zone.name());
            for (place, timing) in
                timings.iter().flat_map(|timing| [(&night, timing), (&plain, timing)])
            {
                let ready = place.calendar().ready_at(at, timing, None);
                let due = place.calendar().due_at(at, timing, None).unwrap();
                let exact = timing.time_of_day.is_some();
                assert!(ready >= at && due >= ready && (!exact || due > at), "{}", zone.name());
                assert!(place.shows_open(due, false), "{} {at:?} {timing:?}", zone.name());
            }
        }
    }
}

#[test]
fn an_opening_that_begins_in_a_gap_begins_after_it() {
    // Berlin, 29 March 2026: from 2:00 to 3:00 nothing happens.
    let opens = |from, until| {
        let mut place = Place::business();
        let block = || vec![Block { from, until }];
        place.hours = Some(WeeklyHours { days: std::array::from_fn(|_| block()) });
        place.next("2026-03-29 00:00")
    };
    assert_eq!(opens(150, 240), "Sun 29 03:00");
    assert_eq!(opens(120, 180), "Mon 30 02:00", "a block inside the gap does not open that day");
    assert_eq!(opens(60, 240), "Sun 29 01:00");
}

#[test]
fn an_hour_that_comes_twice_is_open_twice() {
    // Berlin, 25 October 2026: 2:30 happens at 00:30 and 01:30 UTC.
    let mut place = Place::business();
    place.hours =
        Some(WeeklyHours { days: std::array::from_fn(|_| vec![Block { from: 120, until: 150 }]) });
    let next = |text: &str| {
        let at = Place::new("UTC", None).at(text);
        let next = place.calendar().next_opening(at).unwrap();
        civil(Zone::UTC, next).format("%d %H:%M").to_string()
    };
    assert_eq!(next("2026-10-24 22:00"), "25 00:00");
    assert_eq!(next("2026-10-25 00:30"), "25 01:00");
    assert_eq!(next("2026-10-25 01:30"), "26 01:00");
}

#[test]
fn a_day_that_a_zone_leaves_out_does_not_count() {
    // Apia went from Thursday 29 December 2011 to Saturday the 31st.
    let apia = Place::new("Pacific/Apia", None);
    assert_eq!(apia.due("2011-12-29 10:00", business_days(1)), "Mon 02 10:00");
    assert_eq!(apia.due("2011-12-29 10:00", days(1)), "Sat 31 10:00");
    assert_eq!(apia.due("2011-12-29 10:00", days(1).exact(9, 0)), "Sat 31 09:00");
    assert_eq!(apia.due("2011-12-29 10:00", days(0).exact(9, 0)), "Sat 31 09:00");
    let business = Place::new("Pacific/Apia", Some(WeeklyHours::business()));
    assert_eq!(business.next("2011-12-29 17:00"), "Mon 02 09:00");
    // Kwajalein went from Friday 20 August 1993 to Sunday the 22nd.
    let kwajalein = Place::new("Pacific/Kwajalein", Some(daily(&[(9, 17)])));
    assert_eq!(kwajalein.next("1993-08-20 17:00"), "Sun 22 09:00");
    assert_eq!(kwajalein.due("1993-08-20 10:00", days(1).exact(9, 0)), "Sun 22 09:00");
}

#[test]
fn a_clock_that_was_ever_changed_breaks_nothing() {
    for change in distinct(all_changes(1840..2024, 14)) {
        check_times_at(&change);
        let Change { zone, at: change, .. } = change;
        let place = Place::new(zone.name(), Some(night_hours()));
        for hours in [-25, -2, 0, 1, 23] {
            let at = Timestamp::from_millis(change + hours * 60 * MINUTE);
            let next = place.calendar().next_opening(at).unwrap();
            assert!(next >= at && place.shows_open(next, false), "{} {at:?}", zone.name());
            for timing in [days(1), business_days(1), days(0).exact(2, 30)] {
                let due = place.calendar().due_at(at, &timing, None).unwrap();
                let past = timing.time_of_day.is_none() && due >= at || due > at;
                assert!(past && place.shows_open(due, false), "{} {at:?}", zone.name());
            }
        }
    }
}
