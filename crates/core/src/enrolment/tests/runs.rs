//! R12 and R15: runs, visits, and the limit of touches.

use super::support::*;

#[test]
fn r15_the_base_of_the_next_run_is_the_end_of_the_last_and_the_pause() {
    let mut case = Case::begin(World::new(three()).runs(2, 30, DelayUnit::Hours));
    case.go(Event::Done, at(1)).go(Event::Done, at(2)).go(Event::Done, at(3));
    assert_eq!((case.enrolment.run, case.touch(), case.open().base), (2, (1, 1, 1), at(33)));
    case.go(Event::Tick, at(33)).go(Event::Done, at(33)).go(Event::Done, at(34));
    assert_eq!(case.go(Event::Done, at(35)).outcome(), Some(Outcome::NoReply));
    assert_eq!(case.enrolment.touches, 6);
}

#[test]
fn r15_a_pause_in_business_days_is_counted_on_the_clock_of_the_hours() {
    let steps = vec![task(1, 0, DelayUnit::Days)];
    let mut world = World::new(steps).business(HoursZone::Rep).runs(2, 1, DelayUnit::BusinessDays);
    world.contact_zone = zone("Pacific/Auckland");
    let mut case = Case::begin(world);
    // Friday 15:00 in Berlin is Saturday in Auckland.
    case.go(Event::Done, berlin("2026-03-06 15:00"));
    assert_eq!(shown(case.open().base), "Mon 2026-03-09 15:00");
}

#[test]
fn r15_visits_begin_anew_in_every_run() {
    let back = Lead::Jump { to: StepId(1) };
    let steps = vec![with_routing(call(1, 0, DelayUnit::Days), Disposition::NoAnswer, back)];
    let mut case = Case::begin(World::new(steps).runs(2, 0, DelayUnit::Days));
    case.call(Disposition::NoAnswer, at(1));
    assert_eq!((case.enrolment.run, case.touch()), (1, (1, 2, 1)));
    case.call(Disposition::Connected, at(2));
    assert_eq!((case.enrolment.run, case.touch()), (2, (1, 1, 1)));
}

#[test]
fn r15_two_hundred_touches_are_the_limit_over_all_runs() {
    let steps = (1..=7).map(|id| task(id, 0, DelayUnit::Days)).collect();
    let mut case = Case::begin(World::new(steps).runs(50, 0, DelayUnit::Days));
    for done in 1..MAX_TOUCHES {
        case.go(Event::Done, START);
        assert_eq!((case.enrolment.touches, case.outcome()), (done, None));
    }
    case.go(Event::Done, START);
    assert_eq!((case.enrolment.touches, case.outcome()), (MAX_TOUCHES, Some(Outcome::TouchLimit)));
    assert_eq!(case.effects.alert, Some(Alert::Limit));
}

#[test]
fn r15_a_cadence_that_ends_with_its_two_hundredth_touch_ends_as_it_would() {
    let steps: Vec<_> = (1..=100).map(|id| call(id, 0, DelayUnit::Days)).collect();
    let mut case = Case::begin(World::new(steps).runs(2, 0, DelayUnit::Days));
    for _ in 1..MAX_TOUCHES {
        case.go(Event::Done, START);
    }
    let mut won = case.clone();
    assert_eq!(case.go(Event::Done, START).outcome(), Some(Outcome::NoReply));
    assert_eq!(won.call(Disposition::MeetingBooked, START).outcome(), Some(Outcome::Won));
}

#[test]
fn r15_a_cycle_of_jumps_ends_at_the_limit() {
    let back = Branch::Jump { to: StepId(1) };
    let steps = vec![if_replied(task(1, 0, DelayUnit::Days), back), task(2, 0, DelayUnit::Days)];
    let case = Case::begin(World::new(steps));
    assert_eq!((case.outcome(), case.effects.closed.len()), (Some(Outcome::TouchLimit), 200));
    // Each one is a visit of its own.
    let visits: Vec<_> = case.effects.closed.iter().map(|closed| closed.position.visit).collect();
    assert_eq!(visits, (1..=200).collect::<Vec<_>>());
}

#[test]
fn r15_runs_of_steps_that_are_all_passed_over_end() {
    let mut world = World::new(vec![mail(1, 0, DelayUnit::Days)]).runs(50, 0, DelayUnit::Days);
    world.has_email = false;
    let case = Case::begin(world);
    assert_eq!((case.outcome(), case.enrolment.run), (Some(Outcome::NoReply), 50));
}

#[test]
fn r12_an_e_mail_that_was_sent_in_this_run_is_skipped_on_a_revisit() {
    let call = with_routing(
        call(2, 0, DelayUnit::Days),
        Disposition::NoAnswer,
        Lead::Jump { to: StepId(1) },
    );
    let mut case = Case::begin(World::new(vec![mail(1, 0, DelayUnit::Days), call]).runs(
        2,
        0,
        DelayUnit::Days,
    ));
    case.go(Event::Done, START).call(Disposition::NoAnswer, at(1));
    assert_eq!(case.skipped(), [(2, None), (1, Some(SkipReason::AlreadySent))]);
    assert_eq!(case.touch(), (2, 2, 1));
    // In the next run it is sent.
    case.call(Disposition::Connected, at(2));
    assert_eq!((case.enrolment.run, case.touch(), case.is_due()), (2, (1, 1, 1), true));
}

#[test]
fn r12_an_e_mail_that_may_repeat_or_was_passed_over_is_sent_on_a_revisit() {
    let back = Lead::Jump { to: StepId(1) };
    let call = with_routing(call(2, 0, DelayUnit::Days), Disposition::NoAnswer, back);
    let mut world = World::new(vec![mail(1, 0, DelayUnit::Days), call]);
    let mut skipped = Case::begin(world.clone());
    skipped.go(Event::Skip, START).call(Disposition::NoAnswer, at(1));
    assert_eq!((skipped.touch(), skipped.is_due()), ((1, 2, 1), true));
    world.steps[0].rules.may_repeat = true;
    let mut again = Case::begin(world);
    again.go(Event::Done, START).call(Disposition::NoAnswer, at(1));
    assert_eq!((again.touch(), again.is_due()), ((1, 2, 1), true));
}
