use super::*;
use crate::ids::StepId;
use crate::step::StepContent;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
/// Monday 2 March 2026, 09:00 in Berlin.
const START: Timestamp = Timestamp::from_millis(1_772_438_400_000);

fn at(hours: i64) -> Timestamp {
    plus(START, hours * HOUR)
}

fn step(id: i64, amount: i64, unit: DelayUnit, content: StepContent) -> Step {
    Step { id: StepId(id), name: String::new(), delay: Delay { amount, unit }, content }
}

fn task(id: i64, amount: i64, unit: DelayUnit) -> Step {
    step(id, amount, unit, StepContent::Task { instructions: String::new() })
}

fn call(id: i64, amount: i64, unit: DelayUnit) -> Step {
    step(id, amount, unit, StepContent::Call { script: String::new() })
}

fn course(steps: &[Step]) -> Course<'_> {
    let berlin = Zone::parse("Europe/Berlin").unwrap();
    Course { steps, contact_zone: berlin, rep_zone: berlin, has_email: true, has_phone: true }
}

fn three() -> Vec<Step> {
    vec![task(1, 0, DelayUnit::Days), task(2, 5, DelayUnit::Hours), call(3, 2, DelayUnit::Days)]
}

fn position(enrolment: &Enrolment) -> Position {
    enrolment.position.unwrap()
}

fn go(enrolment: &Enrolment, event: Event, steps: &[Step], now: Timestamp) -> Enrolment {
    advance(enrolment, event, &course(steps), now).unwrap().next
}

#[test]
fn the_first_step_is_due_at_once_and_each_next_one_after_its_delay() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap();
    assert!(begun.turned_due);
    assert_eq!(position(&begun.next).state, TouchState::Due);
    let second = go(&begun.next, Event::Done, &steps, at(1));
    assert_eq!(
        (position(&second).step, position(&second).due_at, position(&second).state),
        (StepId(2), at(6), TouchState::Waiting)
    );
    let due = go(&second, Event::Tick, &steps, at(6));
    assert_eq!(position(&due).state, TouchState::Due);
    let third = go(&due, Event::Done, &steps, at(8));
    assert_eq!((position(&third).step, position(&third).due_at), (StepId(3), at(56)));
    let end = go(&third, Event::Done, &steps, at(60));
    assert_eq!(end.state, EnrolmentState::Finished { outcome: Outcome::NoReply, at: at(60) });
}

#[test]
fn a_late_step_shifts_all_that_follow() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let second = go(&begun, Event::Done, &steps, at(100));
    assert_eq!(position(&second).due_at, at(105));
}

#[test]
fn a_pause_moves_the_base_by_its_length() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let second = go(&begun, Event::Done, &steps, at(1));
    let paused = go(&second, Event::Pause { reason: PauseReason::Rep }, &steps, at(2));
    // It does not turn due while it stands still.
    let later = go(&paused, Event::Tick, &steps, at(20));
    assert_eq!(position(&later).state, TouchState::Waiting);
    let resumed = go(&later, Event::Resume, &steps, at(22));
    assert_eq!(position(&resumed).due_at, at(26));
}

#[test]
fn what_was_due_stays_due_over_a_pause() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let paused = go(&begun, Event::Pause { reason: PauseReason::Rep }, &steps, at(2));
    let resumed = go(&paused, Event::Resume, &steps, at(50));
    assert_eq!((position(&resumed).state, position(&resumed).due_at), (TouchState::Due, START));
}

#[test]
fn pausing_and_freezing_are_layers_and_their_overlap_counts_once() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let second = go(&begun, Event::Done, &steps, at(0));
    let paused = go(&second, Event::Pause { reason: PauseReason::Rep }, &steps, at(1));
    let frozen = go(&paused, Event::Freeze, &steps, at(2));
    let resumed = go(&frozen, Event::Resume, &steps, at(3));
    assert!(resumed.is_stopped());
    let thawed = go(&resumed, Event::Thaw, &steps, at(4));
    assert_eq!(position(&thawed).due_at, at(8));
}

#[test]
fn a_step_without_a_number_is_passed_over_when_it_is_due() {
    let steps = vec![call(1, 0, DelayUnit::Days), task(2, 1, DelayUnit::Hours)];
    let without = Course { has_phone: false, ..course(&steps) };
    let begun = begin(None, START, &without, at(3)).unwrap();
    assert_eq!(begun.closed.len(), 1);
    assert_eq!(begun.closed[0].skipped, Some(SkipReason::NoPhone));
    // The next one counts from when the first was due, not from when that was noticed.
    let next = position(&begun.next);
    assert_eq!((next.step, next.due_at, next.state), (StepId(2), at(1), TouchState::Due));
}

#[test]
fn a_busy_line_is_tried_again_and_is_another_attempt() {
    let steps = vec![call(1, 0, DelayUnit::Days)];
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let again = go(&begun, Event::Retry { hours: 4 }, &steps, at(1));
    let next = position(&again);
    assert_eq!((next.step, next.attempt, next.due_at), (StepId(1), 2, at(5)));
    // At 22:00 nobody is called: it waits for the morning.
    let night = go(&begun, Event::Retry { hours: 4 }, &steps, at(9));
    assert_eq!(position(&night).due_at, at(23));
}

#[test]
fn a_snooze_moves_the_due_moment_and_not_the_base() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let snoozed = go(&begun, Event::Snooze { until: at(4) }, &steps, at(1));
    assert_eq!((position(&snoozed).state, position(&snoozed).due_at), (TouchState::Waiting, at(4)));
    let due = go(&snoozed, Event::Tick, &steps, at(4));
    assert_eq!((position(&due).state, position(&due).base), (TouchState::Due, START));
}

#[test]
fn a_hold_keeps_everything_back_until_the_contact_is_back() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let held = go(&begun, Event::Hold { until: at(168) }, &steps, at(1));
    assert_eq!((position(&held).state, position(&held).due_at), (TouchState::Waiting, at(168)));
    let back = go(&held, Event::Tick, &steps, at(168));
    assert_eq!(position(&back).state, TouchState::Due);
    assert_eq!(back.state, EnrolmentState::Active { held_until: None });
}

#[test]
fn an_e_mail_that_was_on_its_way_when_it_was_paused_counts_as_done() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let queued = go(&begun, Event::Queued, &steps, at(0));
    let paused = go(&queued, Event::Pause { reason: PauseReason::Rep }, &steps, at(1));
    let sent = go(&paused, Event::Done, &steps, at(2));
    assert_eq!((position(&sent).step, sent.is_stopped()), (StepId(2), true));
    let resumed = go(&sent, Event::Resume, &steps, at(10));
    assert_eq!(position(&resumed).due_at, at(15));
}

#[test]
fn what_cannot_be_is_refused() {
    let steps = three();
    let begun = begin(None, START, &course(&steps), START).unwrap().next;
    let refused = |enrolment: &Enrolment, event| {
        advance(enrolment, event, &course(&steps), at(1)).unwrap_err()
    };
    assert_eq!(refused(&begun, Event::Resume), Refused::NotPaused);
    assert_eq!(refused(&begun, Event::TakenBack), Refused::TouchState);
    let queued = go(&begun, Event::Queued, &steps, START);
    assert_eq!(refused(&queued, Event::Queued), Refused::TouchState);
    assert_eq!(refused(&queued, Event::Skip), Refused::TouchState);
    let paused = go(&begun, Event::Pause { reason: PauseReason::Rep }, &steps, START);
    assert_eq!(refused(&paused, Event::Done), Refused::Stopped);
    assert_eq!(refused(&paused, Event::Pause { reason: PauseReason::Rep }), Refused::Stopped);
    let over = go(&begun, Event::Finish { outcome: Outcome::Removed }, &steps, START);
    assert_eq!(refused(&over, Event::Done), Refused::Finished);
    let empty = begin(None, START, &course(&[]), START);
    assert_eq!(empty, Err(Refused::NoSuchStep));
}

#[test]
fn an_enrolment_ends_at_two_hundred_touches() {
    let steps = vec![task(1, 0, DelayUnit::Days)];
    let mut enrolment = begin(None, START, &course(&steps), START).unwrap().next;
    for _ in 0..MAX_TOUCHES {
        enrolment = go(&enrolment, Event::Retry { hours: 0 }, &steps, START);
        if enrolment.position.is_none() {
            break;
        }
    }
    assert_eq!(enrolment.touches, MAX_TOUCHES);
    assert!(matches!(
        enrolment.state,
        EnrolmentState::Finished { outcome: Outcome::TouchLimit, .. }
    ));
}

proptest! {
    #[test]
    fn splitting_a_pause_changes_nothing(first in 0_i64..50, gap in 0_i64..50, second in 0_i64..50) {
        let steps = three();
        let begun = begin(None, START, &course(&steps), START).unwrap().next;
        let waiting = go(&begun, Event::Done, &steps, START);
        let pause = Event::Pause { reason: PauseReason::Rep };
        let once = go(&waiting, pause, &steps, START);
        let once = go(&once, Event::Resume, &steps, at(first + second));
        let split = go(&waiting, pause, &steps, START);
        let split = go(&split, Event::Resume, &steps, at(first));
        let split = go(&split, pause, &steps, at(first));
        let split = go(&split, Event::Resume, &steps, at(first + second));
        prop_assert_eq!(position(&once).due_at, position(&split).due_at);
        // A pause that ends when it begins changes nothing at all.
        let nothing = go(&waiting, pause, &steps, at(gap.min(4)));
        let nothing = go(&nothing, Event::Resume, &steps, at(gap.min(4)));
        prop_assert_eq!(position(&nothing).due_at, position(&waiting).due_at);
    }

    #[test]
    fn any_row_of_events_leaves_one_state_and_no_touch_before_its_time(
        choices in prop::collection::vec((0_u8..12, 0_i64..30), 1..60)
    ) {
        let steps = three();
        let mut enrolment = begin(None, START, &course(&steps), START).unwrap().next;
        let mut now = START;
        for (choice, wait) in choices {
            now = plus(now, wait * HOUR);
            let event = match choice {
                0 => Event::Done,
                1 => Event::Retry { hours: 4 },
                2 => Event::Skip,
                3 => Event::Snooze { until: plus(now, 5 * HOUR) },
                4 => Event::Queued,
                5 => Event::TakenBack,
                6 => Event::Pause { reason: PauseReason::Rep },
                7 => Event::Resume,
                8 => Event::Freeze,
                9 => Event::Thaw,
                10 => Event::Hold { until: plus(now, 24 * HOUR) },
                _ => Event::Tick,
            };
            if let Ok(advance) = advance(&enrolment, event, &course(&steps), now) {
                if advance.turned_due {
                    let due = position(&advance.next);
                    prop_assert!(due.due_at <= now && due.due_at >= due.base);
                    prop_assert!(!advance.next.is_stopped());
                }
                enrolment = advance.next;
            }
            let finished = matches!(enrolment.state, EnrolmentState::Finished { .. });
            prop_assert_eq!(finished, enrolment.position.is_none());
            prop_assert_eq!(!finished && enrolment.is_stopped(), enrolment.stopped_since.is_some());
        }
    }
}
