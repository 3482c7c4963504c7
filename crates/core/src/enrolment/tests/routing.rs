//! R35 to R37: calls, and where they lead.

use super::support::*;

/// A call with this line in its table, then a task an hour later.
fn led(disposition: Disposition, leads_to: Lead) -> Case {
    let first = with_routing(call(1, 0, DelayUnit::Days), disposition, leads_to);
    Case::begin(World::new(vec![first, task(2, 1, DelayUnit::Hours)]))
}

fn built_in() -> Case {
    Case::begin(World::new(vec![call(1, 0, DelayUnit::Days), task(2, 1, DelayUnit::Hours)]))
}

#[test]
fn r37_a_busy_line_is_tried_again_after_four_hours_twice() {
    let mut case = built_in();
    case.call(Disposition::Busy, at(1));
    assert_eq!((case.touch(), case.open().due_at), ((1, 1, 2), at(5)));
    case.call(Disposition::Busy, at(5));
    assert_eq!((case.touch(), case.open().due_at), ((1, 1, 3), at(9)));
    case.call(Disposition::Busy, at(9));
    assert_eq!((case.touch(), case.open().due_at), ((2, 1, 1), at(10)));
}

#[test]
fn r37_a_try_again_waits_for_the_hours() {
    let mut case = built_in();
    // 18:00 and four hours: nobody is called at night.
    case.call(Disposition::Busy, at(9));
    assert_eq!(shown(case.open().due_at), "Tue 2026-03-03 08:00");
}

#[test]
fn r37_other_dispositions_do_not_use_up_the_tries() {
    let mut case = led(Disposition::NoAnswer, Lead::Retry { minutes: 60, times: 1 });
    case.call(Disposition::Busy, at(0)).call(Disposition::NoAnswer, at(1));
    assert_eq!(case.touch(), (1, 1, 3));
    case.call(Disposition::Busy, at(2));
    assert_eq!(case.touch(), (1, 1, 4));
    case.call(Disposition::NoAnswer, at(6));
    assert_eq!(case.touch(), (2, 1, 1));
}

#[test]
fn r37_a_revisit_may_be_tried_as_often_again() {
    let retry = Lead::Retry { minutes: 60, times: 1 };
    let first = with_routing(call(1, 0, DelayUnit::Days), Disposition::Busy, retry);
    let back = Lead::Jump { to: StepId(1) };
    let second = with_routing(call(2, 0, DelayUnit::Days), Disposition::NoAnswer, back);
    let mut case = Case::begin(World::new(vec![first, second]));
    case.call(Disposition::Busy, at(0)).call(Disposition::Busy, at(1));
    case.call(Disposition::NoAnswer, at(1)).call(Disposition::Busy, at(2));
    assert_eq!(case.touch(), (1, 2, 2));
}

#[test]
fn r37_the_built_in_table_leads_where_it_says() {
    let next = (Some((2, 1, 1)), None, None);
    for (disposition, (touch, outcome, numbers)) in [
        (Disposition::Connected, next),
        (Disposition::NoAnswer, next),
        (Disposition::LeftVoicemail, next),
        (Disposition::Gatekeeper, next),
        (Disposition::NotInterested, next),
        (Disposition::WrongNumber, (Some((2, 1, 1)), None, Some(Numbers::Bad))),
        (Disposition::DoNotCall, (Some((2, 1, 1)), None, Some(Numbers::NoCalls))),
        (Disposition::MeetingBooked, (None, Some(Outcome::Won), None)),
    ] {
        let mut case = built_in();
        case.call(disposition, at(1));
        let open = case.enrolment.position.map(|_| case.touch());
        assert_eq!((open, case.outcome(), case.effects.numbers), (touch, outcome, numbers));
        assert_eq!(case.effects.closed[0].disposition, Some(disposition));
        assert_eq!(case.enrolment.is_paused(), disposition == Disposition::NotInterested);
    }
}

#[test]
fn r37_who_is_not_interested_stands_still_at_the_next_step_until_the_rep_decides() {
    let mut case = built_in();
    case.call(Disposition::NotInterested, at(1));
    let reason = PauseReason::NotInterested;
    assert_eq!(
        case.enrolment.state,
        EnrolmentState::Paused { reason, since: at(1), held_until: None }
    );
    assert_eq!(
        (case.effects.alert, case.enrolment.stopped_since),
        (Some(Alert::Decide), Some(at(1)))
    );
    case.go(Event::Resume, at(5));
    assert_eq!((case.touch(), case.open().due_at), ((2, 1, 1), at(6)));
}

#[test]
fn r37_who_is_not_interested_at_the_last_step_is_not_moved_unasked() {
    let mut world = World::new(vec![call(1, 0, DelayUnit::Days)]);
    world.rules.after = AfterLastRun::Move { to: ELSEWHERE };
    let mut case = Case::begin(world);
    case.call(Disposition::NotInterested, at(1));
    assert_eq!((case.outcome(), case.effects.move_to), (Some(Outcome::NotMoved), None));
    assert_eq!(case.effects.alert, Some(Alert::Decide));
}

#[test]
fn r37_later_calls_are_skipped_after_do_not_call() {
    let steps = vec![
        call(1, 0, DelayUnit::Days),
        call(2, 0, DelayUnit::Days),
        task(3, 0, DelayUnit::Days),
        call(4, 1, DelayUnit::Hours),
    ];
    let mut case = Case::begin(World::new(steps));
    case.call(Disposition::DoNotCall, at(1));
    assert_eq!(case.skipped(), [(1, None), (2, Some(SkipReason::NoPhone))]);
    case.world.phones = 0;
    case.go(Event::Done, at(2)).go(Event::Tick, at(3));
    assert_eq!(case.skipped(), [(4, Some(SkipReason::NoPhone))]);
    assert_eq!(case.outcome(), Some(Outcome::NoReply));
}

#[test]
fn r37_text_messages_are_skipped_as_well() {
    let text = || Step {
        content: StepContent::Task { work: TaskWork::TextMessage, instructions: String::new() },
        ..task(2, 0, DelayUnit::Days)
    };
    let steps = || vec![call(1, 0, DelayUnit::Days), text()];
    let mut never = Case::begin(World::new(steps()));
    never.call(Disposition::DoNotCall, at(1));
    assert_eq!(never.skipped(), [(1, None), (2, Some(SkipReason::NoPhone))]);
    let mut busy = Case::begin(World::new(steps()));
    busy.call(Disposition::NoAnswer, at(1));
    assert_eq!(busy.touch(), (2, 1, 1));
}

#[test]
fn r37_a_wrong_number_leaves_the_others() {
    let steps = || World::new(vec![call(1, 0, DelayUnit::Days), call(2, 0, DelayUnit::Days)]);
    let mut two = Case::begin(steps());
    assert!(two.call(Disposition::WrongNumber, at(1)).is_due());
    let mut one = Case::begin(World { phones: 1, ..steps() });
    one.call(Disposition::WrongNumber, at(1));
    assert_eq!(one.skipped(), [(1, None), (2, Some(SkipReason::NoPhone))]);
}

#[test]
fn a_line_of_the_table_leads_where_it_says() {
    let came = Disposition::Gatekeeper;
    let mut jump = led(came, Lead::Jump { to: StepId(1) });
    jump.call(came, at(1));
    assert_eq!((jump.touch(), jump.is_due(), jump.open().base), ((1, 2, 1), true, at(1)));
    let mut rest = led(came, Lead::Rest { days: 10 });
    rest.call(came, at(1));
    assert_eq!((rest.touch().0, shown(rest.open().due_at)), (2, "Thu 2026-03-12 00:00".to_owned()));
    let mut ask = led(came, Lead::Ask);
    ask.call(came, at(1));
    let reason = PauseReason::Cadence;
    assert_eq!(
        ask.enrolment.state,
        EnrolmentState::Paused { reason, since: at(1), held_until: None }
    );
    for (end, outcome) in [
        (EndAs::Won, Outcome::Won),
        (EndAs::Lost, Outcome::Lost),
        (EndAs::NoReply, Outcome::NoReply),
    ] {
        let mut finish = led(came, Lead::Finish { end });
        assert_eq!(finish.call(came, at(1)).outcome(), Some(outcome));
    }
    let mut moved = led(came, Lead::Move { to: ELSEWHERE });
    moved.call(came, at(1));
    assert_eq!((moved.outcome(), moved.effects.move_to), (Some(Outcome::Moved), Some(ELSEWHERE)));
}

#[test]
fn a_jump_to_a_step_that_was_deleted_ends_the_run() {
    let came = Disposition::Gatekeeper;
    let mut case = led(came, Lead::Jump { to: StepId(77) });
    assert_eq!(case.call(came, at(1)).outcome(), Some(Outcome::NoReply));
    let mut case = led(came, Lead::Jump { to: StepId(77) });
    case.world = case.world.runs(2, 0, DelayUnit::Days);
    case.call(came, at(1));
    assert_eq!((case.enrolment.run, case.touch()), (2, (1, 1, 1)));
}

#[test]
fn r21_a_rest_does_not_shorten_the_time_that_the_contact_is_away() {
    let mut case = led(Disposition::Gatekeeper, Lead::Rest { days: 2 });
    case.go(Event::OutOfOffice { back: Some(day("2026-03-20")) }, at(1));
    case.call(Disposition::Gatekeeper, at(2));
    assert_eq!(shown(case.open().due_at), "Fri 2026-03-20 00:00");
}

#[test]
fn r36_complete_only_is_the_next_step_without_a_disposition() {
    let mut case = built_in();
    case.go(Event::Done, at(1));
    assert_eq!((case.touch(), case.effects.closed[0].disposition), ((2, 1, 1), None));
    let mut case = built_in();
    case.go(Event::Called { disposition: None }, at(1));
    assert_eq!((case.touch(), case.effects.numbers), ((2, 1, 1), None));
}

#[test]
fn r35_a_fourth_call_on_a_day_waits_for_the_next() {
    let mut world = World::new(vec![call(1, 0, DelayUnit::Days)]);
    world.phones = 1;
    world.calls = [at(-2), at(-1), at(0)].map(called).to_vec();
    let case = Case::begin(world);
    assert_eq!(
        (case.is_due(), shown(case.open().due_at)),
        (false, "Tue 2026-03-03 08:00".to_owned())
    );
}

#[test]
fn r35_another_number_is_free_to_call() {
    let mut world = World::new(vec![call(1, 0, DelayUnit::Days)]);
    world.phones = 2;
    world.calls = [at(-2), at(-1), at(0)].map(called).to_vec();
    assert!(Case::begin(world.clone()).is_due());
    let second = |at| Call { at, number: Some(1) };
    world.calls.extend([at(-2), at(-1), at(0)].map(second));
    assert!(!Case::begin(world.clone()).is_due());
    for call in world.calls.iter_mut().take(3) {
        // A number that was taken out of the record since.
        call.number = None;
    }
    assert!(Case::begin(world).is_due());
}

#[test]
fn r35_tries_again_count() {
    let world = World::new(vec![call(1, 0, DelayUnit::Days)]);
    let mut case = Case::begin(World { phones: 1, ..world });
    case.world.steps[0].rules.routing = vec![Route {
        disposition: Disposition::Busy,
        leads_to: Lead::Retry { minutes: 30, times: 9 },
    }];
    for hour in 0..3 {
        case.world.calls.push(called(at(hour)));
        case.call(Disposition::Busy, at(hour));
    }
    assert_eq!(
        (case.touch(), shown(case.open().due_at)),
        ((1, 1, 4), "Tue 2026-03-03 08:00".to_owned())
    );
}

#[test]
fn r35_the_day_is_one_at_the_contacts_place() {
    let mut world = World::new(vec![]);
    world.contact_zone = zone("America/Los_Angeles");
    world.phones = 1;
    // 23:00, 23:30 and 23:59 on Sunday there.
    world.calls = ["2026-03-02 08:00", "2026-03-02 08:30", "2026-03-02 08:59"]
        .map(|at| called(berlin(at)))
        .to_vec();
    assert_eq!(world.course().calls_allowed_from(START), START);
    let before = berlin("2026-03-02 08:59");
    assert_eq!(world.course().calls_allowed_from(before), START);
}

#[test]
fn r35_a_ninth_call_in_seven_days_waits_until_the_first_is_a_week_old() {
    let mut world = World::new(vec![call(1, 0, DelayUnit::Days)]);
    world.phones = 1;
    world.calls = (0..8).map(|n| called(at(-6 * 24 + n * 12))).collect();
    let allowed = world.course().calls_allowed_from(START);
    assert_eq!(allowed, at(24));
    assert_eq!(Case::begin(world).open().due_at, at(24));
}

#[test]
fn r35_calls_made_later_do_not_count_against_a_moment_before() {
    let mut world = World { phones: 1, ..World::new(vec![]) };
    world.calls = [at(1), at(2), at(3)].map(called).to_vec();
    assert_eq!(world.course().calls_allowed_from(START), START);
}

#[test]
fn r35_only_calls_are_held_back() {
    let mut world = World::new(vec![task(1, 0, DelayUnit::Days)]);
    world.phones = 1;
    world.calls = [at(-3), at(-2), at(-1)].map(called).to_vec();
    assert!(Case::begin(world).is_due());
}
