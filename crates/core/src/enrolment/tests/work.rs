//! Doing, skipping and snoozing what is due.

use super::support::*;

#[test]
fn the_first_step_is_due_at_once_and_each_next_one_after_its_delay() {
    let mut case = Case::begin(World::new(three()));
    assert!(case.is_due() && case.effects.turned_due);
    case.go(Event::Done, at(1));
    assert_eq!((case.touch(), case.open().due_at, case.is_due()), ((2, 1, 1), at(6), false));
    case.go(Event::Tick, plus(at(6), -1));
    assert!(!case.is_due() && !case.effects.turned_due);
    case.go(Event::Tick, at(6));
    assert!(case.is_due() && case.effects.turned_due);
    case.go(Event::Done, at(8));
    assert_eq!((case.touch(), case.open().due_at), ((3, 1, 1), at(56)));
    case.go(Event::Done, at(60));
    let ended = EnrolmentState::Finished { outcome: Outcome::NoReply, at: at(60) };
    assert_eq!((case.enrolment.state, case.enrolment.touches), (ended, 3));
}

#[test]
fn a_late_step_shifts_all_that_follow() {
    let mut case = Case::begin(World::new(three()));
    case.go(Event::Done, at(100));
    assert_eq!(case.open().due_at, at(105));
}

#[test]
fn a_step_may_be_done_before_it_is_due() {
    let mut case = Case::waiting();
    case.go(Event::Done, at(2));
    assert_eq!((case.touch(), case.open().base), ((3, 1, 1), at(2)));
}

#[test]
fn a_chosen_first_step_begins_at_the_moment_of_the_start_whatever_its_delay() {
    let world = World::new(three());
    let begun = begin(Some(StepId(3)), at(24), 0, &world.course(), START).unwrap();
    let open = begun.next.position.unwrap();
    assert_eq!((open.step, open.due_at, open.state), (StepId(3), at(24), TouchState::Waiting));
    assert_eq!(begin(Some(StepId(9)), START, 0, &world.course(), START), Err(Refused::NoSuchStep));
}

#[test]
fn a_cadence_without_steps_takes_nobody() {
    let empty = World::new(vec![]);
    assert_eq!(begin(None, START, 0, &empty.course(), START), Err(Refused::NoSuchStep));
}

#[test]
fn r7_what_follows_a_step_that_the_rep_skips_counts_from_the_click() {
    let mut case = Case::begin(World::new(three()));
    case.go(Event::Skip, at(3));
    assert_eq!(case.skipped(), [(1, Some(SkipReason::Rep))]);
    assert_eq!((case.open().base, case.open().due_at), (at(3), at(8)));
}

#[test]
fn r7_what_follows_a_step_that_a_rule_skips_counts_from_when_it_was_due() {
    let steps = vec![call(1, 0, DelayUnit::Days), task(2, 1, DelayUnit::Hours)];
    let mut world = World::new(steps);
    world.phones = 0;
    let begun = begin(None, START, 0, &world.course(), at(3)).unwrap();
    assert_eq!(begun.effects.closed[0].skipped, Some(SkipReason::NoPhone));
    let open = begun.next.position.unwrap();
    assert_eq!((open.step, open.due_at, open.state), (StepId(2), at(1), TouchState::Due));
}

#[test]
fn a_contact_without_any_channel_is_passed_through_to_the_end() {
    let mut world = World::new(vec![mail(1, 0, DelayUnit::Days), call(2, 0, DelayUnit::Days)]);
    (world.has_email, world.phones) = (false, 0);
    let case = Case::begin(world);
    assert_eq!(case.skipped(), [(1, Some(SkipReason::NoEmail)), (2, Some(SkipReason::NoPhone))]);
    assert_eq!(case.outcome(), Some(Outcome::NoReply));
}

#[test]
fn r8_a_snooze_moves_the_due_moment_and_not_the_base() {
    let mut case = Case::begin(World::new(three()));
    case.go(Event::Snooze { until: at(4), beyond_hours: false }, at(1));
    assert_eq!((case.is_due(), case.open().due_at, case.open().base), (false, at(4), START));
    case.go(Event::Tick, at(4));
    assert!(case.is_due());
    case.go(Event::Done, at(6));
    assert_eq!((case.open().base, case.open().due_at), (at(6), at(11)));
}

#[test]
fn r8_a_snooze_is_clamped_to_the_openings() {
    let mut case = Case::begin(World::new(three()).business(HoursZone::Contact));
    let until = berlin("2026-03-07 10:00");
    case.go(Event::Snooze { until, beyond_hours: false }, at(1));
    assert_eq!(shown(case.open().due_at), "Mon 2026-03-09 09:00");
}

#[test]
fn r8_a_moment_that_the_rep_brings_forward_counts_before_the_delay() {
    let mut case = Case::waiting();
    case.go(Event::Snooze { until: at(2), beyond_hours: false }, at(1));
    assert_eq!(case.open().due_at, at(2));
}

#[test]
fn r26_the_rep_may_choose_a_moment_outside_the_hours_on_a_holiday_and_in_time_off() {
    let mut world = World::new(vec![mail(1, 0, DelayUnit::Days)]).business(HoursZone::Contact);
    world.rules.holidays = true;
    world.country = Country::from_code("DE");
    let mut case = Case::begin(world.off("2026-04-01", "2026-04-30"));
    // Good Friday.
    let until = berlin("2026-04-03 23:00");
    let ready = case.open().ready_at;
    case.go(Event::Snooze { until, beyond_hours: true }, at(1));
    assert_eq!((case.open().due_at, case.open().ready_at), (until, ready));
}

#[test]
fn r26_no_call_is_made_outside_the_legal_hours_even_if_the_rep_says_so() {
    let mut case = Case::begin(World::new(vec![call(1, 0, DelayUnit::Days)]));
    let until = berlin("2026-03-03 23:00");
    case.go(Event::Snooze { until, beyond_hours: true }, at(1));
    assert_eq!(shown(case.open().due_at), "Wed 2026-03-04 08:00");
}

#[test]
fn r26_base_and_delay_do_not_change_with_a_snooze_beyond_the_hours() {
    let hours =
        WeeklyHours { days: std::array::from_fn(|_| vec![Block { from: 540, until: 1020 }]) };
    let mut world =
        World::new(vec![task(1, 0, DelayUnit::Days), mail(2, 6, DelayUnit::BusinessDays)]);
    // Open on all seven days, so that all count.
    world.rules.restriction = Some(TimeRestriction { zone: HoursZone::Contact, hours });
    let mut case = Case::begin(world);
    case.go(Event::Done, START);
    assert_eq!(shown(case.open().ready_at), "Sun 2026-03-08 09:00");
    case.go(Event::Snooze { until: at(2), beyond_hours: true }, at(1));
    assert_eq!(shown(case.open().ready_at), "Sun 2026-03-08 09:00");
}

#[test]
fn what_is_in_the_outbox_waits_for_the_outbox() {
    let mut case = Case::waiting();
    case.go(Event::Tick, at(5)).go(Event::Queued, at(5));
    for event in [Event::Queued, Event::Skip, Event::Called { disposition: None }] {
        assert_eq!(case.refused(event, at(6)), Refused::TouchState, "{event:?}");
    }
    let snooze = Event::Snooze { until: at(9), beyond_hours: false };
    assert_eq!(case.refused(snooze, at(6)), Refused::TouchState);
    // R20: whatever happens to it there, it never goes on by itself.
    case.go(Event::Tick, at(10_000)).go(Event::Replan, at(10_000));
    assert_eq!((case.touch(), case.open().state), ((2, 1, 1), TouchState::InOutbox));
}

#[test]
fn what_is_taken_back_from_the_outbox_is_due_again() {
    let mut case = Case::waiting();
    case.go(Event::Tick, at(5)).go(Event::Queued, at(5)).go(Event::TakenBack, at(6));
    assert_eq!((case.is_due(), case.open().due_at), (true, at(5)));
    assert_eq!(case.refused(Event::TakenBack, at(6)), Refused::TouchState);
}

#[test]
fn r27_what_was_given_to_the_outbox_early_waits_again_when_it_is_taken_back() {
    let mut case = Case::waiting();
    case.go(Event::Queued, at(1)).go(Event::TakenBack, at(2));
    assert_eq!((case.open().state, case.open().due_at), (TouchState::Waiting, at(5)));
    case.go(Event::Queued, at(3)).go(Event::TakenBack, at(6));
    assert!(case.is_due());
}

#[test]
fn what_was_due_stays_due_when_the_hours_change() {
    let mut case = Case::begin(World::new(three()));
    case.world = case.world.business(HoursZone::Contact).off("2026-03-02", "2026-03-20");
    case.go(Event::Replan, at(1));
    assert_eq!((case.is_due(), case.open().due_at), (true, START));
    // What waits is computed again.
    case.go(Event::Done, at(1));
    let late = case.open().due_at;
    case.world.rules.restriction = None;
    case.world.working.mail_in_time_off = true;
    case.go(Event::Replan, at(1));
    assert_eq!((case.open().due_at, late > at(6)), (at(6), true));
}

#[test]
fn what_waits_is_looked_at_once_more_before_it_turns_due() {
    let mut case = Case::waiting();
    case.world = case.world.off("2026-03-02", "2026-03-20");
    case.go(Event::Tick, at(5));
    assert_eq!(
        (case.is_due(), shown(case.open().due_at)),
        (false, "Sat 2026-03-21 00:00".to_owned())
    );
}

#[test]
fn an_enrolment_that_is_over_hears_nothing_more() {
    let mut case = Case::waiting();
    case.go(Event::Finish { outcome: Outcome::Removed }, at(1));
    assert_eq!(case.outcome(), Some(Outcome::Removed));
    for event in super::events::ALL {
        assert_eq!(case.refused(event, at(2)), Refused::Finished, "{event:?}");
    }
}
