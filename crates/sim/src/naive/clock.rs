//! Clocks on walls, by the offsets that a zone has around a time.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;

/// Milliseconds of a minute.
pub const MINUTE: i64 = 60_000;

/// Milliseconds of seven days.
pub const WEEK: i64 = 7 * 24 * 60 * MINUTE;

/// How far a clock there is ahead of UTC at a moment.
fn ahead(zone: Tz, millis: i64) -> Duration {
    let utc = DateTime::from_timestamp_millis(millis).unwrap_or_default().naive_utc();
    Duration::seconds(i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()))
}

/// What a clock there shows at a moment.
pub fn shown(zone: Tz, millis: i64) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(millis).unwrap_or_default().naive_utc();
    utc + ahead(zone, millis)
}

/// The civil day there at a moment.
pub fn day(zone: Tz, millis: i64) -> NaiveDate {
    shown(zone, millis).date()
}

/// The moment at which a clock there shows this: the first one if there are two, and if there is
/// none, later by as much as the clock is put forward.
pub fn moment(zone: Tz, wall: NaiveDateTime) -> i64 {
    let as_utc = wall.and_utc().timestamp_millis();
    let around = 26 * 60 * MINUTE;
    let before = ahead(zone, as_utc - around);
    let after = ahead(zone, as_utc + around);
    let read = |offset: Duration| as_utc - offset.num_milliseconds();
    let first = [read(before), read(after)]
        .into_iter()
        .filter(|&candidate| shown(zone, candidate) == wall)
        .min();
    first.unwrap_or_else(|| read(before))
}

/// The moment of a minute of a civil day there; minute 1440 is the start of the next day.
pub fn at_minute(zone: Tz, day: NaiveDate, minute: u16) -> i64 {
    moment(zone, day.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(minute)))
}

/// When a clock there shows something from `from` until before `until`: once, or twice when it is put
/// back meanwhile, or for less time or never when it is put forward.
pub fn while_shown(zone: Tz, from: NaiveDateTime, until: NaiveDateTime) -> Vec<(i64, i64)> {
    let as_utc = |wall: NaiveDateTime| wall.and_utc().timestamp_millis();
    let around = 26 * 60 * MINUTE;
    let (first, last) = (as_utc(from) - around, as_utc(until) + around);
    let mut found: Vec<(i64, i64)> = Vec::new();
    for (begins, ends) in unchanged(zone, first, last) {
        let offset = ahead(zone, begins).num_milliseconds();
        let span = ((as_utc(from) - offset).max(begins), (as_utc(until) - offset).min(ends));
        match found.last_mut() {
            _ if span.0 >= span.1 => {}
            Some(before) if before.1 == span.0 => before.1 = span.1,
            _ => found.push(span),
        }
    }
    found
}

/// The time from `first` to `last`, cut where the clocks are changed there, which they are once at
/// most and at a full minute.
fn unchanged(zone: Tz, first: i64, last: i64) -> Vec<(i64, i64)> {
    if ahead(zone, first) == ahead(zone, last) {
        return vec![(first, last)];
    }
    let (mut before, mut change) = (first, last);
    while change - before > MINUTE {
        let between = before + (change - before) / MINUTE / 2 * MINUTE;
        let is_changed = ahead(zone, between) != ahead(zone, first);
        *(if is_changed { &mut change } else { &mut before }) = between;
    }
    vec![(first, change), (change, last)]
}

/// The start of a civil day there.
pub fn start(zone: Tz, day: NaiveDate) -> i64 {
    at_minute(zone, day, 0)
}

/// The day after.
pub fn tomorrow(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The moment a number of civil days later, at the same time of day there.
pub fn days_later(zone: Tz, millis: i64, days: i64) -> i64 {
    if days == 0 { millis } else { moment(zone, shown(zone, millis) + Duration::days(days)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_skipped_time_is_later_by_the_gap_and_a_repeated_one_is_the_first() {
        for (zone, typed, is) in [
            (Tz::Europe__Berlin, "2026-03-29 02:30", "2026-03-29 03:30"),
            (Tz::Australia__Lord_Howe, "2026-10-04 02:15", "2026-10-04 02:45"),
            (Tz::America__Santiago, "2026-09-06 00:00", "2026-09-06 01:00"),
            (Tz::Asia__Kathmandu, "2026-09-06 00:00", "2026-09-06 00:00"),
        ] {
            assert_eq!(shown(zone, moment(zone, wall(typed))), wall(is), "{zone} {typed}");
        }
        let first = moment(Tz::Europe__Berlin, wall("2026-10-25 02:30"));
        assert_eq!(shown(Tz::UTC, first), wall("2026-10-25 00:30"));
    }

    #[test]
    fn what_is_open_by_the_clock_is_cut_short_by_a_gap_and_open_twice_when_repeated() {
        let in_utc = |day: &str, from: &str, until: &str| {
            let at = |time: &str| wall(&format!("{day} {time}"));
            let spans = while_shown(Tz::Europe__Berlin, at(from), at(until));
            let utc = |at: i64| shown(Tz::UTC, at).format("%H:%M").to_string();
            let spans =
                spans.into_iter().map(|(from, until)| format!("{}-{}", utc(from), utc(until)));
            spans.collect::<Vec<_>>().join(" ")
        };
        for (day, from, until, is) in [
            ("2026-07-01", "02:15", "02:45", "00:15-00:45"),
            ("2026-03-29", "01:00", "02:30", "00:00-01:00"),
            ("2026-03-29", "02:30", "04:00", "01:00-02:00"),
            ("2026-03-29", "02:15", "02:45", ""),
            ("2026-10-25", "02:15", "02:45", "00:15-00:45 01:15-01:45"),
            ("2026-10-25", "01:00", "04:00", "23:00-03:00"),
        ] {
            assert_eq!(in_utc(day, from, until), is, "{day} {from} {until}");
        }
    }
}
