//! When a step is due and overdue, as the enrolment reads the calendar: R1, R3, R4, R9, R10, PRODUCT 2.4.

use super::support::*;

/// Due after the first step was done at this moment.
fn due_after(world: World, done: Timestamp) -> Timestamp {
    let mut case = Case::begin(world);
    case.go(Event::Done, done);
    case.open().due_at
}

fn second(step: Step) -> World {
    World::new(vec![task(1, 0, DelayUnit::Days), step])
}

fn at_time(step: Step, minute: u16) -> Step {
    let time_of_day = Some(TimeOfDay::Exact { minute });
    Step { rules: StepRules { time_of_day, ..step.rules }, ..step }
}

#[test]
fn r1_e_mails_calls_and_text_messages_keep_the_contacts_clock_and_tasks_the_reps() {
    let instructions = String::new();
    let text = StepContent::Task { work: TaskWork::TextMessage, instructions };
    for (made, theirs) in [
        (mail(2, 1, DelayUnit::Days), true),
        (call(2, 1, DelayUnit::Days), true),
        (step(2, 1, DelayUnit::Days, text), true),
        (task(2, 1, DelayUnit::Days), false),
    ] {
        for (zone_of, contacts_clock) in [(HoursZone::Contact, theirs), (HoursZone::Rep, false)] {
            let mut world = second(made.clone()).business(zone_of);
            world.contact_zone = zone("America/New_York");
            world.call_zones = vec![zone("America/New_York")];
            let is_call = matches!(made.content, StepContent::Call { .. });
            let due = due_after(world, START);
            let expected = match (contacts_clock, is_call) {
                (true, _) => "Tue 2026-03-03 15:00",
                // The legal hours begin at 14:00 in Berlin.
                (false, true) => "Tue 2026-03-03 14:00",
                (false, false) => "Tue 2026-03-03 09:00",
            };
            assert_eq!(shown(due), expected, "{:?} {zone_of:?}", made.content);
        }
    }
}

#[test]
fn r1_holidays_are_those_of_the_contacts_country_or_for_tasks_of_the_reps() {
    for (made, due) in [
        (mail(2, 1, DelayUnit::Days), "Tue 2026-05-26 00:00"),
        (task(2, 1, DelayUnit::Days), "Mon 2026-05-25 09:00"),
    ] {
        let mut world = second(made);
        world.rules.holidays = true;
        // Whit Monday is one in Germany and none in Poland.
        world.country = Country::from_code("DE");
        world.working.country = Country::from_code("PL");
        assert_eq!(shown(due_after(world.clone(), berlin("2026-05-24 09:00"))), due);
        world.rules.holidays = false;
        let due = due_after(world, berlin("2026-05-24 09:00"));
        assert_eq!(shown(due), "Mon 2026-05-25 09:00");
    }
}

#[test]
fn r1_own_dates_close_for_all() {
    for made in [mail(2, 1, DelayUnit::Days), task(2, 1, DelayUnit::Days)] {
        let mut world = second(made);
        world.rules.holidays = true;
        world.working.holidays = vec![day("2026-03-03")];
        assert_eq!(shown(due_after(world, START)), "Wed 2026-03-04 00:00");
    }
}

#[test]
fn r3_a_time_of_day_is_kept_and_always_after_the_base() {
    let nine = |amount| second(at_time(mail(2, amount, DelayUnit::Days), 540));
    let monday = berlin("2026-03-02 16:00");
    assert_eq!(shown(due_after(nine(2), monday)), "Wed 2026-03-04 09:00");
    assert_eq!(shown(due_after(nine(0), monday)), "Tue 2026-03-03 09:00");
}

#[test]
fn half_past_two_on_the_day_of_the_gap_is_half_past_three() {
    let mut world = second(at_time(mail(2, 1, DelayUnit::Days), 150));
    assert_eq!(shown(due_after(world.clone(), berlin("2026-03-28 12:00"))), "Sun 2026-03-29 03:30");
    // On the day on which it happens twice: the first.
    let twice = due_after(world.clone(), berlin("2026-10-24 12:00"));
    assert_eq!(twice, Timestamp::from_millis(1_792_888_200_000));
    // And for a delay without a time of day.
    world.steps[1] = mail(2, 1, DelayUnit::Days);
    assert_eq!(shown(due_after(world, berlin("2026-03-28 02:30"))), "Sun 2026-03-29 03:30");
}

#[test]
fn r4_at_any_hour_keeps_no_hours_but_those_for_calls() {
    let rules = StepRules { any_hour: true, ..StepRules::default() };
    let saturday = berlin("2026-03-07 22:00");
    for (made, due) in [
        (mail(2, 0, DelayUnit::Minutes), "Sat 2026-03-07 22:00"),
        (call(2, 0, DelayUnit::Minutes), "Sun 2026-03-08 08:00"),
    ] {
        let world = second(Step { rules: rules.clone(), ..made }).business(HoursZone::Contact);
        assert_eq!(shown(due_after(world, saturday)), due);
    }
}

#[test]
fn r10_a_guessed_place_is_called_when_it_is_open_in_all_that_it_may_be() {
    let mut world = World::new(vec![call(1, 0, DelayUnit::Days)]);
    world.call_zones = vec![zone("America/New_York"), zone("America/Los_Angeles")];
    let case = Case::begin(world);
    assert_eq!(shown(case.open().due_at), "Mon 2026-03-02 17:00");
}

#[test]
fn a_call_whose_hours_never_meet_the_legal_ones_is_passed_over() {
    let mut world = World::new(vec![call(1, 0, DelayUnit::Days), task(2, 0, DelayUnit::Days)]);
    let days = std::array::from_fn(|_| vec![Block { from: 0, until: 300 }]);
    world.rules.restriction =
        Some(TimeRestriction { zone: HoursZone::Contact, hours: WeeklyHours { days } });
    assert!(world.course().never_opens(&world.steps[0], START));
    assert!(!world.course().never_opens(&world.steps[1], START));
    let case = Case::begin(world);
    assert_eq!((case.skipped(), case.touch().0), (vec![(1, Some(SkipReason::NeverOpen))], 2));
}

#[test]
fn r9_without_a_deadline_it_is_overdue_on_the_next_day_at_the_reps_place() {
    let mut world = World::new(three());
    world.rep_zone = zone("America/New_York");
    // 01:00 on Tuesday in Berlin is still Monday there.
    let overdue = world.course().overdue_from(&world.steps[1], berlin("2026-03-03 01:00"));
    assert_eq!(shown(overdue), "Tue 2026-03-03 06:00");
}

#[test]
fn r9_a_deadline_counts_open_time() {
    let mut world = World::new(three()).business(HoursZone::Contact);
    world.steps[1].rules.deadline_minutes = Some(120);
    let overdue = |due| shown(world.course().overdue_from(&world.steps[1], berlin(due)));
    assert_eq!(overdue("2026-03-06 16:30"), "Mon 2026-03-09 10:30");
    assert_eq!(overdue("2026-03-06 10:00"), "Fri 2026-03-06 12:00");
}

#[test]
fn r9_nothing_turns_overdue_in_time_off() {
    let mut world = World::new(three()).off("2026-03-07", "2026-03-13");
    let overdue =
        |world: &World, due| shown(world.course().overdue_from(&world.steps[1], berlin(due)));
    // Due on the last day before: overdue on the first day after.
    assert_eq!(overdue(&world, "2026-03-06 10:00"), "Sat 2026-03-14 00:00");
    // Due within: the first day after is there to do it.
    assert_eq!(overdue(&world, "2026-03-10 10:00"), "Sun 2026-03-15 00:00");
    assert_eq!(overdue(&world, "2026-03-05 10:00"), "Fri 2026-03-06 00:00");
    world.steps[1].rules.deadline_minutes = Some(15 * 60);
    assert_eq!(overdue(&world, "2026-03-06 10:00"), "Sat 2026-03-14 01:00");
}
