//! The rules by example, at the wall clock of Berlin unless a test says otherwise.

mod properties;
mod zones;

use super::*;
use crate::hours::Block;
use chrono::TimeZone;

/// Closed days as a test states them, in any order.
#[derive(Debug, Clone, Default)]
struct Dates(Vec<NaiveDate>);

impl ClosedDays for Dates {
    fn is_closed(&self, day: NaiveDate) -> bool {
        self.0.contains(&day)
    }
}

/// What a calendar borrows.
#[derive(Debug, Clone)]
struct Place {
    zone: Zone,
    hours: Option<WeeklyHours>,
    closed: Dates,
    calls: Vec<Zone>,
    off_zone: Zone,
    off: Vec<crate::rep::DaysOff>,
}

impl Place {
    fn new(zone_name: &str, hours: Option<WeeklyHours>) -> Self {
        let zone = zone(zone_name);
        let (closed, calls, off) = (Dates::default(), vec![], vec![]);
        Self { zone, hours, closed, calls, off_zone: zone, off }
    }

    fn business() -> Self {
        Self::new("Europe/Berlin", Some(WeeklyHours::business()))
    }

    fn any_time() -> Self {
        Self::new("Europe/Berlin", None)
    }

    fn closed(mut self, days: &[&str]) -> Self {
        self.closed = Dates(days.iter().map(|day| date(day)).collect());
        self
    }

    fn calls(mut self, zones: &[&str]) -> Self {
        self.calls = zones.iter().map(|name| zone(name)).collect();
        self
    }

    fn off(mut self, first: &str, last: &str) -> Self {
        self.off.push(crate::rep::DaysOff { from: date(first), until: date(last) });
        self
    }

    fn calendar(&self) -> Calendar<'_> {
        Calendar {
            zone: self.zone,
            hours: self.hours.as_ref(),
            closed: &self.closed,
            calls: &self.calls,
            off: Some(DaysOff { zone: self.off_zone, days: &self.off }),
        }
    }

    /// Whether the moment is open: read off the wall clock, apart from the code under test.
    fn shows_open(&self, at: Timestamp, any_hour: bool) -> bool {
        let local = civil(self.zone, at);
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap();
        let inside = self.hours.as_ref().is_none_or(|hours| {
            hours.days[local.weekday() as usize]
                .iter()
                .any(|block| block.from <= minute && minute < block.until)
        });
        let open = any_hour || (inside && !self.closed.0.contains(&local.date()));
        let legal = |zone: &Zone| (8..21).contains(&civil(*zone, at).hour());
        let today = civil(self.off_zone, at).date();
        let off = self.off.iter().any(|off| off.from <= today && today <= off.until);
        open && self.calls.iter().all(legal) && !off
    }

    fn at(&self, text: &str) -> Timestamp {
        self.zone.moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn text(&self, at: Timestamp) -> String {
        civil(self.zone, at).format("%a %d %H:%M").to_string()
    }

    fn due(&self, base: &str, timing: Timing) -> String {
        let due = self.calendar().due_at(self.at(base), &timing, None);
        due.map_or_else(|| "never".to_owned(), |due| self.text(due))
    }

    fn ready(&self, base: &str, timing: Timing) -> String {
        self.text(self.calendar().ready_at(self.at(base), &timing, None))
    }

    fn next(&self, at: &str) -> String {
        let next = self.calendar().next_opening(self.at(at));
        next.map_or_else(|| "never".to_owned(), |next| self.text(next))
    }
}

/// Straight from the zone database.
fn civil(zone: Zone, at: Timestamp) -> NaiveDateTime {
    let tz = chrono_tz::Tz::from_str_insensitive(zone.name()).unwrap();
    tz.timestamp_millis_opt(at.as_millis()).unwrap().naive_local()
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The same blocks, in hours, on every day.
fn daily(blocks: &[(u16, u16)]) -> WeeklyHours {
    let blocks =
        || blocks.iter().map(|&(from, until)| Block { from: from * 60, until: until * 60 });
    WeeklyHours { days: std::array::from_fn(|_| blocks().collect()) }.checked().unwrap()
}

fn after(amount: i64, unit: DelayUnit) -> Timing {
    Timing { delay: Delay { amount, unit }, time_of_day: None, any_hour: false }
}

fn days(amount: i64) -> Timing {
    after(amount, DelayUnit::Days)
}

fn business_days(amount: i64) -> Timing {
    after(amount, DelayUnit::BusinessDays)
}

impl Timing {
    fn time(self, time: TimeOfDay) -> Self {
        Self { time_of_day: Some(time), ..self }
    }

    fn exact(self, hour: u16, minute: u16) -> Self {
        self.time(TimeOfDay::Exact { minute: hour * 60 + minute })
    }

    fn any_hour(self) -> Self {
        Self { any_hour: true, ..self }
    }
}

// Days of 2026: 2 March is a Monday. Clocks in Berlin change on 29 March and 25 October.

#[test]
fn r2_saturday_and_one_business_day_is_tuesday_at_opening() {
    assert_eq!(Place::business().due("2026-03-07 11:00", business_days(1)), "Tue 10 09:00");
    assert_eq!(Place::any_time().due("2026-03-07 11:00", business_days(1)), "Tue 10 00:00");
}

#[test]
fn r2_after_hours_and_one_business_day_is_the_day_after_next_at_opening() {
    assert_eq!(Place::business().due("2026-03-02 20:00", business_days(1)), "Wed 04 09:00");
    assert_eq!(Place::business().due("2026-03-02 17:00", business_days(1)), "Wed 04 09:00");
    assert_eq!(Place::business().due("2026-03-02 07:00", business_days(1)), "Tue 03 09:00");
    assert_eq!(Place::business().due("2026-03-02 16:59", business_days(1)), "Tue 03 16:59");
}

#[test]
fn r2_no_business_days_from_outside_the_openings_is_the_next_opening() {
    assert_eq!(Place::business().ready("2026-03-07 11:00", business_days(0)), "Mon 09 09:00");
    assert_eq!(Place::business().ready("2026-03-02 11:00", business_days(0)), "Mon 02 11:00");
}

#[test]
fn r2_holidays_do_not_count_as_business_days() {
    let place = Place::any_time().closed(&["2026-03-03", "2026-03-09"]);
    assert_eq!(place.due("2026-03-02 10:00", business_days(1)), "Wed 04 10:00");
    assert_eq!(place.due("2026-03-06 10:00", business_days(1)), "Tue 10 10:00");
    assert_eq!(place.due("2026-03-08 10:00", business_days(1)), "Wed 11 00:00");
}

#[test]
fn r2_business_days_are_those_that_the_restriction_opens() {
    let mut hours = WeeklyHours::business();
    hours.days.swap(0, 5); // Tuesday to Saturday
    let place = Place::new("Europe/Berlin", Some(hours));
    assert_eq!(place.due("2026-03-06 10:00", business_days(1)), "Sat 07 10:00");
    assert_eq!(place.due("2026-03-06 10:00", business_days(2)), "Tue 10 10:00");
}

#[test]
fn r2_time_off_plays_no_part_in_counting() {
    let place = Place::business().off("2026-03-03", "2026-03-04");
    assert_eq!(place.due("2026-03-02 10:00", business_days(3)), "Thu 05 10:00");
    assert_eq!(place.due("2026-03-02 10:00", business_days(1)), "Thu 05 09:00");
}

#[test]
fn r3_monday_afternoon_and_two_days_at_nine_is_wednesday_at_nine() {
    for place in [Place::business(), Place::any_time()] {
        assert_eq!(place.due("2026-03-02 16:00", days(2).exact(9, 0)), "Wed 04 09:00");
        assert_eq!(place.due("2026-03-02 16:00", business_days(2).exact(9, 0)), "Wed 04 09:00");
    }
}

#[test]
fn r3_a_time_of_day_that_is_past_means_the_next_open_day() {
    for timing in [days(0), business_days(0)] {
        assert_eq!(Place::business().due("2026-03-06 16:00", timing.exact(9, 0)), "Mon 09 09:00");
        assert_eq!(Place::business().due("2026-03-02 16:00", timing.exact(16, 0)), "Tue 03 16:00");
        assert_eq!(Place::business().due("2026-03-02 16:00", timing.exact(16, 1)), "Mon 02 16:01");
    }
    assert_eq!(Place::any_time().due("2026-03-06 16:00", days(0).exact(9, 0)), "Sat 07 09:00");
    let place = Place::any_time();
    assert_eq!(place.due("2026-03-06 16:00", business_days(0).exact(9, 0)), "Mon 09 09:00");
}

#[test]
fn r3_a_target_day_that_is_closed_gives_way_to_the_next_open_one() {
    let place = Place::business().closed(&["2026-03-09"]);
    assert_eq!(place.due("2026-03-05 10:00", days(2).exact(15, 0)), "Tue 10 15:00");
    let place = Place::any_time().closed(&["2026-03-07"]);
    assert_eq!(place.due("2026-03-05 10:00", days(2).exact(15, 0)), "Sun 08 15:00");
}

#[test]
fn r3_morning_is_when_the_day_opens_and_afternoon_begins_at_noon() {
    let hours = daily(&[(10, 12), (14, 17)]);
    let place = Place::new("Europe/Berlin", Some(hours));
    assert_eq!(place.due("2026-03-02 16:00", days(1).time(TimeOfDay::Morning)), "Tue 03 10:00");
    assert_eq!(place.due("2026-03-02 16:00", days(1).time(TimeOfDay::Afternoon)), "Tue 03 14:00");
    let any = Place::any_time();
    assert_eq!(any.due("2026-03-02 16:00", days(1).time(TimeOfDay::Morning)), "Tue 03 09:00");
    assert_eq!(any.due("2026-03-02 16:00", days(1).time(TimeOfDay::Afternoon)), "Tue 03 12:00");
}

#[test]
fn r3_vary_takes_the_other_half_of_the_day() {
    let place = Place::business();
    let due = |last: Option<&str>| {
        let (base, timing) = (place.at("2026-03-02 16:00"), days(1).time(TimeOfDay::Vary));
        let last = last.map(|text| place.at(text));
        place.text(place.calendar().due_at(base, &timing, last).unwrap())
    };
    assert_eq!(due(None), "Tue 03 09:00");
    assert_eq!(due(Some("2026-03-02 11:59")), "Tue 03 12:00");
    assert_eq!(due(Some("2026-03-02 00:00")), "Tue 03 12:00");
    assert_eq!(due(Some("2026-03-02 12:00")), "Tue 03 09:00");
}

#[test]
fn r3_a_time_of_day_is_not_used_with_minutes_or_hours() {
    let place = Place::business();
    for (amount, unit) in [(30, DelayUnit::Minutes), (1, DelayUnit::Hours)] {
        let timing = after(amount, unit);
        assert_eq!(
            place.due("2026-03-02 10:00", timing.exact(9, 0)),
            place.due("2026-03-02 10:00", timing)
        );
        assert_eq!(place.due("2026-03-06 16:45", timing.exact(15, 0)), "Mon 09 09:00");
    }
}

#[test]
fn a_moment_in_a_break_moves_to_the_end_of_the_break() {
    let place = Place::new("Europe/Berlin", Some(daily(&[(9, 12), (14, 17)])));
    assert_eq!(place.due("2026-03-02 10:00", days(1).exact(13, 0)), "Tue 03 14:00");
    assert_eq!(place.due("2026-03-02 10:00", after(2, DelayUnit::Hours)), "Mon 02 14:00");
}

#[test]
fn a_moment_after_closing_on_friday_moves_to_monday_at_opening() {
    assert_eq!(Place::business().due("2026-03-06 18:00", days(0)), "Mon 09 09:00");
    assert_eq!(Place::business().due("2026-03-05 10:00", days(1).exact(18, 0)), "Mon 09 09:00");
}

#[test]
fn a_day_to_which_the_windows_move_a_moment_gets_its_time_of_day() {
    let place = Place::business().off("2026-03-03", "2026-03-05");
    assert_eq!(place.due("2026-03-02 10:00", days(1).exact(15, 0)), "Fri 06 15:00");
    assert_eq!(place.due("2026-03-02 15:00", days(1)), "Fri 06 09:00");
    let mornings = Place::new("Europe/Berlin", Some(daily(&[(9, 12)])));
    assert_eq!(
        mornings.due("2026-03-02 10:00", days(1).time(TimeOfDay::Afternoon)),
        "Wed 04 09:00",
        "noon is no opening there either"
    );
}

#[test]
fn r4_at_any_hour_heeds_no_openings_and_no_holidays() {
    let place = Place::business().closed(&["2026-03-08"]);
    assert_eq!(
        place.due("2026-03-08 03:00", after(0, DelayUnit::Minutes).any_hour()),
        "Sun 08 03:00"
    );
    assert_eq!(place.due("2026-03-05 10:00", days(3).exact(6, 0).any_hour()), "Sun 08 06:00");
    assert_eq!(
        place.due("2026-03-05 10:00", days(3).time(TimeOfDay::Morning).any_hour()),
        "Sun 08 09:00"
    );
}

#[test]
fn r4_at_any_hour_calling_hours_and_time_off_stay() {
    let place = Place::business().calls(&["Europe/Berlin"]).off("2026-03-09", "2026-03-09");
    assert_eq!(place.due("2026-03-08 03:00", days(0).any_hour()), "Sun 08 08:00");
    assert_eq!(place.due("2026-03-08 21:00", days(0).any_hour()), "Tue 10 08:00");
}

#[test]
fn r6_time_off_is_of_the_reps_zone() {
    let mut place = Place::any_time().off("2026-03-03", "2026-03-03");
    place.off_zone = zone("America/New_York"); // six hours behind
    assert_eq!(place.next("2026-03-03 05:59"), "Tue 03 05:59");
    assert_eq!(place.next("2026-03-03 06:00"), "Wed 04 06:00");
}

#[test]
fn r6_time_off_may_be_given_in_any_order() {
    let place = Place::business().off("2026-03-05", "2026-03-06").off("2026-03-02", "2026-03-04");
    assert_eq!(place.next("2026-03-02 10:00"), "Mon 09 09:00");
}

#[test]
fn r9_deadlines_count_open_time() {
    let place = Place::business().closed(&["2026-03-09"]);
    let deadline = |from: &str, minutes| {
        place.text(place.calendar().after_open(place.at(from), minutes).unwrap())
    };
    assert_eq!(deadline("2026-03-02 10:00", 120), "Mon 02 12:00");
    assert_eq!(deadline("2026-03-02 16:00", 60), "Mon 02 17:00");
    assert_eq!(deadline("2026-03-06 16:00", 120), "Tue 10 10:00");
    assert_eq!(deadline("2026-03-07 12:00", 0), "Tue 10 09:00");
    assert_eq!(deadline("2026-03-07 12:00", 5 * 480), "Mon 16 17:00");
    assert_eq!(place.calendar().after_open(place.at("2026-03-07 12:00"), u32::MAX), None);
}

#[test]
fn r9_open_time_is_elapsed_time_over_a_change_of_the_clock() {
    let place = Place::any_time();
    let end = place.calendar().after_open(place.at("2026-03-29 01:00"), 120).unwrap();
    assert_eq!(place.text(end), "Sun 29 04:00");
    let end = place.calendar().after_open(place.at("2026-10-25 01:00"), 60 * 24 * 3).unwrap();
    assert_eq!(place.text(end), "Wed 28 00:00");
}

#[test]
fn r10_a_call_waits_for_the_legal_hours_in_every_zone() {
    let place = Place::any_time().calls(&["America/New_York", "America/Los_Angeles"]);
    // New York is five hours behind Berlin after 8 March, Los Angeles eight.
    assert_eq!(place.next("2026-03-10 10:00"), "Tue 10 16:00");
    assert_eq!(place.next("2026-03-10 16:00"), "Tue 10 16:00");
    assert_eq!(place.next("2026-03-11 01:59"), "Wed 11 01:59");
    assert_eq!(place.next("2026-03-11 02:00"), "Wed 11 16:00");
}

#[test]
fn openings_that_never_meet_the_calling_hours_never_open() {
    let place = Place::new("Europe/Berlin", Some(daily(&[(5, 8)]))).calls(&["Europe/Berlin"]);
    assert_eq!(place.next("2026-03-02 10:00"), "never");
    assert_eq!(place.due("2026-03-02 10:00", days(1)), "never");
}

#[test]
fn an_opening_is_looked_for_in_the_next_400_days() {
    let from = date("2026-03-02");
    let closed = |days: usize| {
        let mut place = Place::business();
        place.hours = None;
        place.closed = Dates(from.iter_days().take(days).collect());
        place.next("2026-03-02 00:00")
    };
    assert_eq!(closed(399), "Mon 05 00:00");
    assert_eq!(closed(401), "never");
}

#[test]
fn without_a_day_that_counts_a_step_is_ready_by_plain_days_and_never_due() {
    let mut place = Place::business();
    place.hours = Some(WeeklyHours { days: Default::default() });
    assert_eq!(place.ready("2026-03-02 10:00", business_days(5)), "Sat 07 10:00");
    assert_eq!(place.ready("2026-03-02 10:00", days(0).exact(9, 0)), "Tue 03 09:00");
    assert_eq!(place.due("2026-03-02 10:00", business_days(5)), "never");
}

#[test]
fn closed_days_are_found_in_a_sorted_list() {
    let list = [date("2026-03-03"), date("2026-03-05")];
    let sorted: &[NaiveDate] = &list;
    let found: Vec<_> =
        (2..7).map(|day| sorted.is_closed(date(&format!("2026-03-0{day}")))).collect();
    assert_eq!(found, [false, true, false, true, false]);
    assert!(!().is_closed(list[0]));
}
