//! R17: into another version.

use super::super::change::{Place, into_version, place};
use super::support::*;

/// The case in a version with these steps.
fn changed(case: &Case, steps: Vec<Step>, now: Timestamp) -> Result<Case, Refused> {
    let mut world = World { steps, ..case.world.clone() };
    let came = into_version(&case.enrolment, &case.world.steps, &world.course(), now)?;
    world.remember(&came.effects);
    Ok(Case { world, enrolment: came.next, effects: came.effects })
}

#[test]
fn r17_places_are_found_by_the_id_of_the_step() {
    let steps =
        |ids: &[i64]| -> Vec<_> { ids.iter().map(|id| task(*id, 0, DelayUnit::Days)).collect() };
    let old = steps(&[1, 2, 3, 4]);
    for (new, found) in [
        (vec![4, 2, 1], Place::Same(StepId(2))),
        (vec![1, 3, 4], Place::Next(StepId(3))),
        (vec![4, 1], Place::Next(StepId(4))),
        (vec![1, 9], Place::End),
        (vec![], Place::End),
    ] {
        assert_eq!(place(StepId(2), &old, &steps(&new)), found, "{new:?}");
    }
}

#[test]
fn r17_what_waits_is_due_by_the_new_delay_from_the_same_base() {
    let case = Case::waiting();
    let moved = changed(
        &case,
        vec![
            task(1, 0, DelayUnit::Days),
            task(9, 0, DelayUnit::Days),
            mail(2, 8, DelayUnit::Hours),
        ],
        at(1),
    )
    .unwrap();
    // The inserted step before it is not visited.
    assert_eq!((moved.touch(), moved.open().base, moved.open().due_at), ((2, 1, 1), START, at(8)));
    let sooner = changed(&case, vec![mail(2, 1, DelayUnit::Hours)], at(2)).unwrap();
    assert!(sooner.is_due() && sooner.effects.turned_due);
}

#[test]
fn r17_what_was_due_and_what_is_on_its_way_stays() {
    let mut case = Case::waiting();
    case.go(Event::Tick, at(5));
    let later = vec![mail(2, 30, DelayUnit::Days)];
    assert_eq!(changed(&case, later.clone(), at(6)).unwrap().enrolment, case.enrolment);
    case.go(Event::Queued, at(6));
    assert_eq!(changed(&case, later, at(6)).unwrap().enrolment, case.enrolment);
    // Messages of a deleted step are taken back first.
    let deleted = changed(&case, vec![call(3, 0, DelayUnit::Days)], at(6));
    assert_eq!(deleted.err(), Some(Refused::TouchState));
}

#[test]
fn r17_a_deleted_step_sends_those_on_it_to_the_next_surviving_one() {
    let mut case = Case::waiting();
    case.go(Event::Tick, at(5));
    let moved =
        changed(&case, vec![task(1, 0, DelayUnit::Days), call(3, 2, DelayUnit::Days)], at(6));
    let moved = moved.unwrap();
    assert_eq!((moved.touch(), moved.open().base, moved.open().due_at), ((3, 1, 1), START, at(48)));
    assert_eq!(
        (moved.is_due(), moved.effects.closed.len(), moved.enrolment.touches),
        (false, 0, 1)
    );
}

#[test]
fn r17_the_next_surviving_step_may_have_been_visited_before() {
    let back = Lead::Jump { to: StepId(2) };
    let steps = vec![
        task(2, 0, DelayUnit::Days),
        with_routing(call(3, 0, DelayUnit::Days), Disposition::NoAnswer, back),
    ];
    let mut case = Case::begin(World::new(steps));
    case.go(Event::Done, START).call(Disposition::NoAnswer, at(1));
    let moved = changed(&case, vec![call(3, 0, DelayUnit::Days)], at(2)).unwrap();
    assert_eq!(moved.touch(), (3, 2, 1));
}

#[test]
fn r17_when_no_step_is_left_behind_the_deleted_one_the_run_has_ended() {
    let case = Case::waiting();
    let only = vec![task(1, 0, DelayUnit::Days)];
    let ended = changed(&case, only.clone(), at(2)).unwrap();
    assert_eq!((ended.outcome(), ended.enrolment.touches), (Some(Outcome::NoReply), 1));
    assert_eq!(ended.effects.closed, []);
    // With another run to come it begins, from the end of the last touch.
    let mut case = Case::waiting();
    case.world = case.world.runs(2, 10, DelayUnit::Hours);
    let again = changed(&case, only.clone(), at(2)).unwrap();
    assert_eq!((again.enrolment.run, again.touch(), again.open().base), (2, (1, 1, 1), at(10)));
    // What is passed over there is told.
    let mut case = Case::waiting();
    (case.world.has_email, case.world) = (false, case.world.clone().runs(2, 0, DelayUnit::Days));
    case.world.has_email = false;
    let steps = vec![mail(7, 0, DelayUnit::Days), task(1, 0, DelayUnit::Days)];
    let again = changed(&case, steps, at(2)).unwrap();
    assert_eq!(again.skipped(), [(7, Some(SkipReason::NoEmail))]);
    assert_eq!((again.touch(), again.enrolment.run), ((1, 1, 1), 2));
}

#[test]
fn r17_those_that_stand_still_are_moved_too() {
    for stop in [PAUSE, Event::Freeze, Event::Ambiguous, Event::Reply] {
        let mut case = Case::waiting();
        case.go(stop, at(1));
        let next = changed(&case, vec![call(3, 5, DelayUnit::Hours)], at(2)).unwrap();
        assert!(next.enrolment.is_stopped() && next.enrolment.stopped_since == Some(at(1)));
        let mut next = next;
        let go_on = if stop == Event::Freeze { Event::Thaw } else { Event::Resume };
        next.go(go_on, at(3));
        assert_eq!((next.touch(), next.open().due_at), ((3, 1, 1), at(7)), "{stop:?}");
        let ended = changed(&case, vec![task(1, 0, DelayUnit::Days)], at(2)).unwrap();
        let outcome = if stop == Event::Reply { Outcome::Replied } else { Outcome::NoReply };
        assert_eq!(ended.outcome(), Some(outcome), "{stop:?}");
    }
}

#[test]
fn r17_a_contact_who_is_away_stays_held() {
    let mut case = Case::waiting();
    case.go(Event::OutOfOffice { back: Some(day("2026-03-12")) }, at(1));
    let back = berlin("2026-03-12 08:00");
    let moved = changed(&case, vec![call(3, 0, DelayUnit::Days)], at(2)).unwrap();
    assert_eq!((moved.open().due_at, moved.is_due()), (back, false));
}

#[test]
fn r17_who_is_finished_is_not_moved() {
    let mut case = Case::waiting();
    case.go(Event::Meeting, at(1));
    assert_eq!(changed(&case, three(), at(2)).err(), Some(Refused::Finished));
}
