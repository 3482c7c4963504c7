//! R7 and R48: conditions.

use super::support::*;

fn seen(tests: Vec<Test>, then: Option<Branch>, otherwise: Branch, step: Step) -> Step {
    let condition = Some(Condition { holds: Holds::All, tests, otherwise, then });
    Step { rules: StepRules { condition, ..step.rules }, ..step }
}

/// A task that asks for an answer, an hour after the start; then another one hour later.
fn asked(otherwise: Branch) -> World {
    let first = if_replied(task(1, 1, DelayUnit::Hours), otherwise);
    World::new(vec![first, task(2, 1, DelayUnit::Hours), task(3, 1, DelayUnit::Hours)])
}

#[test]
fn r48_a_condition_that_does_not_hold_leads_to_its_outcome() {
    let after = |branch| {
        let mut case = Case::begin(asked(branch));
        case.go(Event::Tick, at(1));
        case
    };
    let skip = after(Branch::Skip);
    assert_eq!(skip.skipped(), [(1, Some(SkipReason::Condition))]);
    assert_eq!((skip.touch().0, skip.open().due_at), (2, at(2)));
    let jump = after(Branch::Jump { to: StepId(3) });
    assert_eq!((jump.touch().0, jump.open().due_at), (3, at(2)));
    let pause = after(Branch::Pause);
    let reason = PauseReason::Cadence;
    assert_eq!(
        pause.enrolment.state,
        EnrolmentState::Paused { reason, since: at(1), held_until: None }
    );
    assert_eq!((pause.touch().0, pause.is_due()), (1, true));
    assert_eq!((pause.effects.alert, pause.effects.closed.len()), (Some(Alert::Decide), 0));
    let finish = after(Branch::Finish { end: EndAs::Lost });
    assert_eq!(finish.outcome(), Some(Outcome::Lost));
    let moved = after(Branch::Move { to: ELSEWHERE });
    assert_eq!((moved.outcome(), moved.effects.move_to), (Some(Outcome::Moved), Some(ELSEWHERE)));
}

#[test]
fn r48_a_condition_that_holds_lets_the_step_be_done_or_leads_elsewhere() {
    let mut world = asked(Branch::Skip);
    world.replied = true;
    let mut case = Case::begin(world.clone());
    assert!(case.go(Event::Tick, at(1)).is_due());
    world.steps[0].rules.condition.as_mut().unwrap().then = Some(Branch::Jump { to: StepId(3) });
    let mut case = Case::begin(world);
    assert_eq!(case.go(Event::Tick, at(1)).touch().0, 3);
}

#[test]
fn r48_a_step_that_stopped_for_the_rep_is_done_by_the_rep() {
    let mut case = Case::begin(asked(Branch::Pause));
    case.go(Event::Tick, at(1)).go(Event::Resume, at(9));
    assert!(case.is_due());
    case.go(Event::Done, at(9));
    assert_eq!((case.touch().0, case.open().base), (2, at(9)));
}

#[test]
fn r48_a_jump_to_a_step_that_was_deleted_ends_the_run() {
    let mut case = Case::begin(asked(Branch::Jump { to: StepId(77) }));
    assert_eq!(case.go(Event::Tick, at(1)).outcome(), Some(Outcome::NoReply));
}

#[test]
fn r7_a_condition_is_evaluated_when_the_touch_becomes_due() {
    let mut case = Case::begin(asked(Branch::Skip));
    case.go(Event::Tick, at(0)).go(Event::Replan, at(0)).go(Event::Recheck, at(0));
    assert_eq!(case.touch().0, 1);
    case.world.replied = true;
    assert!(case.go(Event::Tick, at(5)).is_due());
    // It stays due for the rep, whatever changes.
    case.world.replied = false;
    assert!(case.go(Event::Tick, at(6)).is_due());
}

#[test]
fn r7_a_condition_is_evaluated_again_when_the_e_mail_is_claimed() {
    let mut world = asked(Branch::Skip);
    world.steps[0] = if_replied(mail(1, 1, DelayUnit::Hours), Branch::Skip);
    world.replied = true;
    for queued in [false, true] {
        let mut case = Case::begin(world.clone());
        case.go(Event::Tick, at(1));
        if queued {
            case.go(Event::Queued, at(1));
        }
        let before = case.enrolment.clone();
        assert_eq!(case.go(Event::Recheck, at(2)).enrolment, before);
        case.world.replied = false;
        case.go(Event::Recheck, at(3));
        assert_eq!(case.skipped(), [(1, Some(SkipReason::Condition))]);
        // A rule passes it over: the next one counts from when it was due.
        assert_eq!((case.touch().0, case.open().base), (2, at(1)));
    }
}

#[test]
fn r7_an_address_that_is_lost_before_the_e_mail_is_claimed_passes_it_over() {
    let mut case = Case::begin(World::new(vec![mail(1, 0, DelayUnit::Days)]));
    case.world.has_email = false;
    case.go(Event::Recheck, at(1));
    assert_eq!(case.skipped(), [(1, Some(SkipReason::NoEmail))]);
}

#[test]
fn r7_an_e_mail_that_was_to_leave_early_and_is_stopped_by_its_condition_is_not_due_early() {
    let mut world = asked(Branch::Pause);
    world.steps[0] = if_replied(mail(1, 9, DelayUnit::Hours), Branch::Pause);
    let mut case = Case::begin(world);
    case.go(Event::Queued, at(1)).go(Event::Recheck, at(2));
    assert_eq!((case.enrolment.is_paused(), case.open().state), (true, TouchState::Waiting));
}

#[test]
fn r7_nothing_is_passed_over_while_it_stands_still() {
    let mut case = Case::begin(World::new(vec![mail(1, 0, DelayUnit::Days)]));
    case.world.has_email = false;
    case.go(PAUSE, at(1));
    assert_eq!(case.refused(Event::Recheck, at(2)), Refused::Stopped);
}

#[test]
fn conditions_look_at_the_contact_and_at_what_happened() {
    let field = |field: &str, value: &str| Test::Field {
        field: field.to_owned(),
        is: Comparison::Is,
        value: value.to_owned(),
    };
    let mut world = World::new(vec![]);
    (world.field, world.stage, world.tier) =
        (|name: &str| name.to_uppercase(), Stage::Contacted, None);
    (world.connected, world.phones) = (true, 0);
    for (test, holds) in [
        (field("contact.title", "contact.title"), true),
        (field("contact.title", "other"), false),
        (Test::Stage { is: Stage::Contacted }, true),
        (Test::Stage { is: Stage::Lead }, false),
        (Test::Tier { is: None }, true),
        (Test::HasEmail { is: true }, true),
        (Test::HasPhone { is: true }, false),
        (Test::Replied { is: false }, true),
        (Test::Connected { is: true }, true),
        (Test::BuyingSignal { is: false }, true),
        (Test::Disposition { step: StepId(1), is: Disposition::Busy }, false),
    ] {
        world.steps =
            vec![seen(vec![test.clone()], None, Branch::Skip, task(1, 0, DelayUnit::Days))];
        assert_eq!(Case::begin(world.clone()).outcome().is_none(), holds, "{test:?}");
    }
}

#[test]
fn a_condition_sees_the_last_disposition_of_this_run_and_a_buying_signal() {
    let connected = Test::Disposition { step: StepId(1), is: Disposition::Connected };
    let second = seen(vec![connected], None, Branch::Skip, task(2, 0, DelayUnit::Days));
    let signal = vec![Test::BuyingSignal { is: true }];
    let third = seen(signal, None, Branch::Skip, task(3, 0, DelayUnit::Days));
    let steps = vec![call(1, 0, DelayUnit::Days), second, third];
    let mut case = Case::begin(World::new(steps).runs(2, 0, DelayUnit::Days));
    case.call(Disposition::Busy, at(0)).call(Disposition::Connected, at(4));
    assert_eq!((case.touch().0, case.is_due()), (2, true));
    case.go(Event::BuyingSignal, at(4)).go(Event::Done, at(5));
    assert_eq!(case.touch().0, 3);
    case.go(Event::Done, at(5)).call(Disposition::Gatekeeper, at(6));
    // In this run nobody was reached.
    assert_eq!(case.skipped(), [(1, None), (2, Some(SkipReason::Condition))]);
}
