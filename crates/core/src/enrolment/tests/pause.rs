//! R5: pausing, freezing and pausing everything are layers that move the base.

use super::support::*;
use crate::rules::{ExitRules, OnReply};

#[test]
fn r5_a_pause_moves_the_base_by_its_length() {
    let mut case = Case::waiting();
    case.go(PAUSE, at(2));
    // It does not turn due while it stands still.
    case.go(Event::Tick, at(20));
    assert!(!case.is_due() && !case.effects.turned_due);
    case.go(Event::Resume, at(22));
    assert_eq!((case.open().base, case.open().due_at), (at(20), at(25)));
}

#[test]
fn r5_the_rule_is_computed_again_from_the_moved_base() {
    let steps = vec![task(1, 0, DelayUnit::Days), mail(2, 1, DelayUnit::BusinessDays)];
    let mut case = Case::begin(World::new(steps).business(HoursZone::Contact));
    case.go(Event::Done, at(1));
    assert_eq!(shown(case.open().due_at), "Tue 2026-03-03 10:00");
    // Three days: from Thursday on.
    case.go(PAUSE, at(2)).go(Event::Resume, at(74));
    assert_eq!(shown(case.open().due_at), "Fri 2026-03-06 10:00");
}

#[test]
fn r5_what_was_due_stays_due() {
    let mut case = Case::begin(World::new(three()));
    case.go(PAUSE, at(2)).go(Event::Resume, at(50));
    assert_eq!((case.is_due(), case.open().due_at), (true, START));
    case.go(Event::Freeze, at(51)).go(Event::Thaw, at(80));
    assert_eq!((case.is_due(), case.open().due_at), (true, START));
    case.pause_everything(at(81)).everything_goes_on(at(99));
    assert_eq!((case.is_due(), case.open().due_at), (true, START));
}

#[test]
fn r5_a_snoozed_moment_moves_likewise() {
    let mut case = Case::waiting();
    case.go(Event::Snooze { until: at(30), beyond_hours: true }, at(1));
    case.go(PAUSE, at(2)).go(Event::Resume, at(12));
    let open = case.open();
    assert_eq!((open.snoozed_until, open.due_at, open.beyond_hours), (Some(at(40)), at(40), true));
}

#[test]
fn r5_an_overlap_of_layers_counts_once() {
    let mut case = Case::waiting();
    case.go(PAUSE, at(1)).go(Event::Freeze, at(2)).go(Event::Resume, at(3));
    assert!(case.enrolment.is_stopped());
    case.go(Event::Thaw, at(4));
    assert_eq!(case.open().due_at, at(8));
}

#[test]
fn r5_reactivating_leaves_the_individually_paused_ones_paused() {
    let mut case = Case::waiting();
    case.go(Event::Freeze, at(1)).go(PAUSE, at(2)).go(Event::Thaw, at(3));
    assert!(case.enrolment.is_paused() && !case.enrolment.frozen);
    assert_eq!(case.open().due_at, at(5));
    case.go(Event::Resume, at(6));
    assert_eq!(case.open().due_at, at(10));
}

#[test]
fn r6_pausing_everything_moves_bases() {
    let mut case = Case::waiting();
    case.pause_everything(at(2)).go(Event::Tick, at(9));
    assert!(!case.is_due());
    assert_eq!(case.refused(Event::Done, at(9)), Refused::Stopped);
    case.everything_goes_on(at(12));
    assert_eq!((case.open().due_at, case.enrolment.stopped_since), (at(15), None));
}

#[test]
fn r6_pausing_everything_over_a_pause_counts_once() {
    // Paused before, resumed while everything is paused.
    let mut case = Case::waiting();
    case.go(PAUSE, at(1)).pause_everything(at(2)).go(Event::Resume, at(3));
    assert_eq!(case.enrolment.stopped_since, Some(at(1)));
    case.everything_goes_on(at(4));
    assert_eq!(case.open().due_at, at(8));
    // Paused while everything is paused, resumed after.
    let mut case = Case::waiting();
    case.pause_everything(at(1)).go(PAUSE, at(2)).everything_goes_on(at(3));
    assert!(case.enrolment.is_paused() && case.open().due_at == at(5));
    case.go(Event::Resume, at(4));
    assert_eq!(case.open().due_at, at(8));
    // Both ends inside.
    let mut case = Case::waiting();
    case.pause_everything(at(1))
        .go(PAUSE, at(2))
        .go(Event::Resume, at(3))
        .everything_goes_on(at(4));
    assert_eq!(case.open().due_at, at(8));
}

#[test]
fn r5_an_e_mail_on_its_way_counts_as_done_and_what_follows_stands_still_from_then_on() {
    let mut case = Case::waiting();
    case.go(Event::Tick, at(5)).go(Event::Queued, at(5)).go(PAUSE, at(6)).go(Event::Done, at(8));
    assert_eq!((case.touch(), case.enrolment.is_paused()), ((3, 1, 1), true));
    case.go(Event::Resume, at(32));
    assert_eq!((case.open().base, case.open().due_at), (at(32), at(80)));
}

#[test]
fn r5_an_e_mail_on_its_way_counts_as_done_while_everything_is_paused() {
    let mut case = Case::waiting();
    case.go(Event::Tick, at(5)).go(Event::Queued, at(5)).pause_everything(at(6));
    case.go(Event::Done, at(8)).go(Event::Freeze, at(10)).go(Event::Thaw, at(11));
    case.everything_goes_on(at(32));
    assert_eq!((case.open().base, case.open().due_at), (at(32), at(80)));
}

#[test]
fn r5_an_enrolment_that_begins_while_everything_is_paused_counts_from_its_start() {
    let mut world = World::new(three());
    world.all_paused_since = Some(at(-100));
    let mut case = Case::begin(world);
    assert!(!case.is_due());
    case.everything_goes_on(at(7));
    assert_eq!((case.is_due(), case.open().base), (true, at(7)));
}

#[test]
fn r5_a_pause_between_runs_is_moved_by_a_pause_within_it() {
    let steps = vec![task(1, 0, DelayUnit::Days)];
    let mut case = Case::begin(World::new(steps).runs(2, 30, DelayUnit::Days));
    // Over the change of the clock: in elapsed time.
    case.go(Event::Done, START);
    let planned = case.open().due_at;
    case.go(PAUSE, at(24)).go(Event::Resume, at(72));
    assert_eq!(case.open().due_at, plus(planned, 48 * HOUR));
    let mut split = Case::begin(case.world.clone());
    split.go(Event::Done, START).go(PAUSE, at(24)).go(Event::Resume, at(25));
    split.go(PAUSE, at(25)).go(Event::Resume, at(72));
    assert_eq!(split.open().due_at, case.open().due_at);
}

#[test]
fn r27_what_stops_an_enrolment_takes_its_mail_back() {
    for event in super::events::ALL {
        let goes_on = matches!(
            event,
            Event::Tick
                | Event::Done
                | Event::Called { .. }
                | Event::Skip
                | Event::Snooze { .. }
                | Event::Queued
                | Event::TakenBack
                | Event::Recheck
                | Event::Replan
                | Event::Resume
                | Event::Thaw
                | Event::GoOn { .. }
                | Event::Bounced { last: false }
                | Event::BuyingSignal
        );
        assert_eq!(event.stops_mail(ON), !goes_on, "{event:?}");
        let by_rule = matches!(
            event,
            Event::ColleagueReply | Event::WroteByHand | Event::OutOfOffice { .. } | Event::Meeting
        );
        let off = ExitRules {
            meeting: false,
            colleague_reply: false,
            wrote_by_hand: false,
            out_of_office: false,
            ..ON
        };
        assert_eq!(event.stops_mail(off), !goes_on && !by_rule, "{event:?}");
    }
}

const ON: ExitRules = ExitRules {
    reply: OnReply::Pause,
    meeting: true,
    colleague_reply: true,
    wrote_by_hand: true,
    out_of_office: true,
};
