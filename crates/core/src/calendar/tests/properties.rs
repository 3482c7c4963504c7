//! What holds for all places, bases and steps.

use super::*;
use proptest::collection::{btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// 2024 to 2037.
const BASES: std::ops::Range<i64> = 1_704_067_200_000..2_145_916_800_000;

fn zones() -> impl Strategy<Value = Zone> {
    select(chrono_tz::TZ_VARIANTS.to_vec()).prop_map(|tz| zone(tz.name()))
}

/// Openings in half-hours, up to two blocks a day.
fn hours() -> impl Strategy<Value = WeeklyHours> {
    let day = btree_set(0_u16..=48, 0..=4).prop_map(|cuts| {
        let cuts: Vec<_> = cuts.into_iter().map(|half| half * 30).collect();
        cuts.chunks_exact(2).map(|cut| Block { from: cut[0], until: cut[1] }).collect::<Vec<_>>()
    });
    vec(day, 7).prop_filter_map("some opening", |days| {
        WeeklyHours { days: days.try_into().unwrap() }.checked().ok()
    })
}

fn time_of_day() -> impl Strategy<Value = TimeOfDay> {
    prop_oneof![
        (0_u16..1440).prop_map(|minute| TimeOfDay::Exact { minute }),
        Just(TimeOfDay::Morning),
        Just(TimeOfDay::Afternoon),
        Just(TimeOfDay::Vary),
    ]
}

fn timing() -> impl Strategy<Value = Timing> {
    let unit = select(vec![
        DelayUnit::Minutes,
        DelayUnit::Hours,
        DelayUnit::Days,
        DelayUnit::BusinessDays,
    ]);
    (unit, 0_i64..12, of(time_of_day()), prop::bool::weighted(0.2)).prop_map(
        |(unit, amount, time_of_day, any_hour)| Timing {
            delay: Delay { amount, unit },
            time_of_day,
            any_hour,
        },
    )
}

/// A place with closed days and time off in the four weeks after `base`.
fn place(base: Timestamp) -> impl Strategy<Value = Place> {
    let lists = (vec(0_u64..28, 0..6), vec((0_u64..28, 0_u64..5), 0..3));
    (zones(), of(hours()), lists, vec(zones(), 0..2), zones()).prop_map(
        move |(zone, hours, (closed, off), calls, off_zone)| {
            let today = civil(zone, base).date();
            let closed = Dates(closed.into_iter().map(|day| today + Days::new(day)).collect());
            let off = off
                .into_iter()
                .map(|(first, more)| (today + Days::new(first), today + Days::new(first + more)))
                .map(|(from, until)| crate::rep::DaysOff { from, until });
            Place { zone, hours, closed, calls, off_zone, off: off.collect() }
        },
    )
}

fn base_and_place() -> impl Strategy<Value = (Timestamp, Place)> {
    BASES.prop_map(Timestamp::from_millis).prop_flat_map(|base| (Just(base), place(base)))
}

fn counted_in_days(timing: &Timing) -> bool {
    matches!(timing.delay.unit, DelayUnit::Days | DelayUnit::BusinessDays)
}

/// Whether a change of the clock is a day or less away.
fn near_a_change(zone: Zone, at: Timestamp) -> bool {
    let offset = |hours: i64| {
        let at = plus(at, 60 * MINUTE * hours);
        civil(zone, at).and_utc().timestamp_millis() - at.as_millis()
    };
    (-30..=30).any(|hours| offset(hours) != offset(hours + 1))
}

/// The first open moment, found by walking there in quarters of an hour.
pub(super) fn first_open(place: &Place, from: Timestamp, until: Timestamp) -> Option<Timestamp> {
    let quarter = 15 * MINUTE;
    let next = (from.as_millis() / quarter + 1) * quarter;
    std::iter::once(from.as_millis())
        .chain((next..=until.as_millis()).step_by(usize::try_from(quarter).unwrap()))
        .map(Timestamp::from_millis)
        .find(|&at| place.shows_open(at, false))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_due_moment_is_open_and_never_early(
        (base, place) in base_and_place(),
        timing in timing(),
        last in of(BASES.prop_map(Timestamp::from_millis)),
    ) {
        let calendar = place.calendar();
        let ready = calendar.ready_at(base, &timing, last);
        prop_assert!(ready >= base);
        let Some(due) = calendar.due_at(base, &timing, last) else { return Ok(()) };
        prop_assert!(due >= ready);
        prop_assert!(place.shows_open(due, timing.any_hour));
        let amount = timing.delay.amount;
        let delayed = match timing.delay.unit {
            DelayUnit::Minutes => plus(base, amount * MINUTE),
            DelayUnit::Hours => plus(base, amount * 60 * MINUTE),
            // Business days are at least as many days.
            DelayUnit::Days | DelayUnit::BusinessDays => {
                place.zone.days_after(base, u32::try_from(amount).unwrap())
            }
        };
        if timing.time_of_day.is_some() && counted_in_days(&timing) {
            prop_assert!(due > base);
            prop_assert!(civil(place.zone, due).date() >= civil(place.zone, delayed).date());
        } else {
            prop_assert!(due >= delayed);
        }
    }

    #[test]
    fn a_later_base_is_never_due_earlier(
        (base, place) in base_and_place(),
        timing in timing(),
        later in 1_i64..3 * DAY,
        last in of(BASES.prop_map(Timestamp::from_millis)),
    ) {
        let calendar = place.calendar();
        let bases = [base, plus(base, later)];
        let ready = bases.map(|base| calendar.ready_at(base, &timing, last));
        // Hours that are missing or happen twice put civil times out of order.
        prop_assume!(!bases.iter().chain(&ready).any(|&at| near_a_change(place.zone, at)));
        prop_assert!(ready[0] <= ready[1]);
        let [first, second] = bases.map(|base| calendar.due_at(base, &timing, last));
        if let (Some(first), Some(second)) = (first, second) {
            prop_assert!(first <= second, "{first:?} {second:?}");
        }
    }

    #[test]
    fn the_next_opening_is_the_first_open_moment((at, place) in base_and_place()) {
        let at = Timestamp::from_millis(at.as_millis() / MINUTE * MINUTE);
        let Some(next) = place.calendar().next_opening(at) else { return Ok(()) };
        prop_assert_eq!(first_open(&place, at, next), Some(next));
        prop_assert_eq!(place.calendar().is_open(at), next == at);
        prop_assert_eq!(place.calendar().next_opening(next), Some(next));
    }

    #[test]
    fn a_deadline_lies_as_much_open_time_ahead(
        (from, place) in base_and_place(),
        quarters in 0_i64..60,
    ) {
        let quarter = 15 * MINUTE;
        let from = from.as_millis() / quarter * quarter;
        let minutes = u32::try_from(15 * quarters).unwrap();
        let end = place.calendar().after_open(Timestamp::from_millis(from), minutes);
        let Some(end) = end else { return Ok(()) };
        let open = (from..end.as_millis())
            .step_by(usize::try_from(quarter).unwrap())
            .filter(|&at| place.shows_open(Timestamp::from_millis(at), false))
            .count();
        prop_assert_eq!(open, usize::try_from(quarters).unwrap());
    }

    #[test]
    fn no_moment_and_no_amount_panics(
        base in any::<i64>(),
        (_, place) in base_and_place(),
        timing in timing(),
        amount in prop_oneof![any::<i64>(), 0_i64..40],
        last in of(any::<i64>().prop_map(Timestamp::from_millis)),
        minutes in any::<u32>(),
    ) {
        let timing = Timing { delay: Delay { amount, ..timing.delay }, ..timing };
        for base in [base, base % 300_000_000_000_000, i64::MIN, i64::MAX] {
            let base = Timestamp::from_millis(base);
            let calendar = place.calendar();
            prop_assert!(calendar.ready_at(base, &timing, last) >= base);
            let due = calendar.due_at(base, &timing, last);
            prop_assert!(due.is_none_or(|due| due >= base));
            prop_assert!(calendar.next_opening(base).is_none_or(|next| next >= base));
            let _ = calendar.after_open(base, minutes % 2_000);
            let _ = calendar.is_open(base);
        }
    }
}
