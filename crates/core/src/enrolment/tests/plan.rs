//! Looking ahead.

use super::super::plan::{MAX_PLANNED, Planned, plan};
use super::support::*;

fn planned(case: &Case, now: Timestamp) -> Vec<(i64, u32, Timestamp, Option<SkipReason>)> {
    plan(&case.enrolment, &case.world.course(), now)
        .into_iter()
        .map(|Planned { step, run, due_at, skipped, .. }| (step.0, run, due_at, skipped))
        .collect()
}

#[test]
fn the_steps_to_come_are_due_each_after_the_one_before() {
    let case = Case::begin(World::new(three()).runs(2, 10, DelayUnit::Hours));
    let ahead = planned(&case, START);
    assert_eq!(
        ahead,
        [
            (1, 1, at(0), None),
            (2, 1, at(5), None),
            (3, 1, at(53), None),
            (1, 2, berlin("2026-03-05 00:00"), None),
            (2, 2, berlin("2026-03-05 05:00"), None),
            (3, 2, berlin("2026-03-07 08:00"), None),
        ]
    );
}

#[test]
fn what_is_late_counts_as_done_now() {
    let case = Case::begin(World::new(three()));
    assert_eq!(planned(&case, at(7))[..2], [(1, 1, START, None), (2, 1, at(12), None)]);
    let mut queued = Case::waiting();
    queued.go(Event::Tick, at(5)).go(Event::Queued, at(5));
    assert_eq!(planned(&queued, at(8))[0], (2, 1, at(5), None));
    assert_eq!(planned(&queued, at(8))[1].2, at(56));
}

#[test]
fn what_stands_still_is_planned_as_if_it_went_on_now() {
    let due = |case: &Case| planned(case, at(10))[0].2;
    let mut paused = Case::waiting();
    assert_eq!(due(paused.go(PAUSE, at(2))), at(13));
    let mut frozen = Case::waiting();
    assert_eq!(due(frozen.go(Event::Freeze, at(2))), at(13));
    let mut both = Case::waiting();
    assert_eq!(due(both.go(PAUSE, at(2)).go(Event::Freeze, at(3))), at(13));
    let mut review = Case::waiting();
    assert_eq!(due(review.go(Event::Ambiguous, at(2))), at(13));
    let mut everything = Case::waiting();
    assert_eq!(due(everything.pause_everything(at(2))), at(13));
    assert_eq!(due(everything.go(PAUSE, at(3))), at(13));
}

#[test]
fn what_is_passed_over_when_it_goes_on_is_in_the_plan() {
    let mut world = World::new(vec![mail(1, 0, DelayUnit::Days), task(2, 1, DelayUnit::Hours)]);
    world.all_paused_since = Some(at(-5));
    world.has_email = false;
    let case = Case::begin(world);
    let skipped = Some(SkipReason::NoEmail);
    assert_eq!(planned(&case, at(1)), [(1, 1, at(1), skipped), (2, 1, at(2), None)]);
}

#[test]
fn r7_a_plan_says_where_a_condition_decides() {
    let if_replied = if_replied(task(2, 1, DelayUnit::Hours), Branch::Skip);
    let case = Case::begin(World::new(vec![
        task(1, 0, DelayUnit::Days),
        if_replied,
        task(3, 1, DelayUnit::Hours),
    ]));
    let ahead = plan(&case.enrolment, &case.world.course(), START);
    let told: Vec<_> =
        ahead.iter().map(|touch| (touch.step.0, touch.skipped, touch.conditional)).collect();
    assert_eq!(told, [(1, None, false), (2, Some(SkipReason::Condition), true), (3, None, false)]);
}

#[test]
fn a_condition_that_would_stop_it_for_the_rep_ends_the_plan() {
    let stops = if_replied(task(2, 1, DelayUnit::Hours), Branch::Pause);
    let steps = vec![task(1, 0, DelayUnit::Days), stops, task(3, 1, DelayUnit::Hours)];
    let case = Case::begin(World::new(steps));
    assert_eq!(planned(&case, START), [(1, 1, START, None), (2, 1, at(1), None)]);
}

#[test]
fn a_plan_ends() {
    let case = Case::begin(World::new(three()).runs(50, 0, DelayUnit::Days));
    assert_eq!(planned(&case, START).len(), 150);
    let steps = (1..=5).map(|id| task(id, 0, DelayUnit::Days)).collect();
    let case = Case::begin(World::new(steps).runs(50, 0, DelayUnit::Days));
    assert_eq!(planned(&case, START).len(), MAX_PLANNED);
    let mut over = Case::waiting();
    over.go(Event::Meeting, at(1));
    assert_eq!(planned(&over, at(2)), []);
}

#[test]
fn a_plan_shows_the_return_of_a_contact_who_is_away() {
    let mut case = Case::begin(World::new(three()));
    case.go(Event::OutOfOffice { back: Some(day("2026-03-12")) }, at(1));
    let back = berlin("2026-03-12 00:00");
    assert_eq!(
        planned(&case, at(1))[..2],
        [(1, 1, back, None), (2, 1, plus(back, 5 * HOUR), None)]
    );
}
