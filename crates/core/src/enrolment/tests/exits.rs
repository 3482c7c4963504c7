//! What ends an enrolment or stops it: R14, R19, R22, R23, PRODUCT 4.5.

use super::support::*;

fn paused(reason: PauseReason, hours: i64) -> EnrolmentState {
    EnrolmentState::Paused { reason, since: at(hours), held_until: None }
}

#[test]
fn r22_a_reply_pauses_or_finishes_and_never_goes_on() {
    let mut case = Case::waiting();
    case.go(Event::Reply, at(1));
    assert_eq!(case.enrolment.state, paused(PauseReason::Replied, 1));
    assert_eq!(case.effects.alert, Some(Alert::Replied));
    // The rep goes on, or finishes it.
    assert_eq!(case.clone().go(Event::Resume, at(2)).open().due_at, at(6));
    for outcome in [Outcome::Replied, Outcome::Won] {
        let ended = case.clone().go(Event::Finish { outcome }, at(2)).outcome();
        assert_eq!(ended, Some(outcome));
    }
    let mut case = Case::waiting();
    case.world.rules.exits.reply = OnReply::Finish;
    assert_eq!(case.go(Event::Reply, at(1)).outcome(), Some(Outcome::Replied));
}

#[test]
fn r22_opting_out_and_the_bounce_of_the_last_address_end_it_whatever_the_rules() {
    let off = ExitRules {
        reply: OnReply::Pause,
        meeting: false,
        colleague_reply: false,
        wrote_by_hand: false,
        out_of_office: false,
    };
    for (event, outcome) in
        [(Event::OptOut, Outcome::OptedOut), (Event::Bounced { last: true }, Outcome::Bounced)]
    {
        let mut case = Case::waiting();
        case.world.rules.exits = off;
        case.go(PAUSE, at(1)).go(Event::Freeze, at(1));
        assert_eq!(case.go(event, at(2)).outcome(), Some(outcome));
        assert_eq!((case.enrolment.position, case.enrolment.stopped_since), (None, None));
    }
    // The rest can be switched off.
    for event in [Event::Meeting, Event::ColleagueReply, Event::WroteByHand] {
        let mut case = Case::waiting();
        case.world.rules.exits = off;
        let before = case.enrolment.clone();
        assert_eq!(case.go(event, at(1)).enrolment, before, "{event:?}");
    }
}

#[test]
fn r22_a_reply_to_the_last_e_mail_while_it_leaves_ends_as_replied_and_moves_nobody() {
    let mut world = World::new(vec![mail(1, 0, DelayUnit::Days)]);
    world.rules.after = AfterLastRun::Move { to: ELSEWHERE };
    let mut case = Case::begin(world);
    case.go(Event::Queued, START).go(Event::Reply, at(1)).go(Event::Done, at(2));
    assert_eq!((case.outcome(), case.effects.move_to), (Some(Outcome::Replied), None));
}

#[test]
fn r19_a_contact_whose_last_e_mail_leaves_during_a_review_is_not_moved_without_the_rep() {
    let mut world = World::new(vec![mail(1, 0, DelayUnit::Days)]);
    world.rules.after = AfterLastRun::Move { to: ELSEWHERE };
    let mut case = Case::begin(world);
    case.go(Event::Queued, START).go(Event::Ambiguous, at(1)).go(Event::Done, at(2));
    assert_eq!((case.outcome(), case.effects.move_to), (Some(Outcome::NotMoved), None));
    assert_eq!(case.effects.alert, Some(Alert::Decide));
}

#[test]
fn r19_a_review_is_left_by_the_rep_only() {
    let mut case = Case::waiting();
    case.go(Event::Ambiguous, at(1));
    let review = EnrolmentState::Review { since: at(1), held_until: None };
    assert_eq!((case.enrolment.state, case.effects.alert), (review, Some(Alert::Review)));
    case.go(Event::Tick, at(900)).go(Event::Freeze, at(901)).go(Event::Thaw, at(902));
    case.go(Event::WroteByHand, at(903)).go(Event::ColleagueReply, at(904));
    assert_eq!(case.enrolment.state, review);
    case.go(Event::Resume, at(905));
    assert_eq!((case.enrolment.held_until(), case.open().due_at), (None, at(909)));
}

#[test]
fn r19_what_is_paused_is_in_review_when_a_message_has_to_be_looked_at() {
    let mut case = Case::waiting();
    case.go(Event::Reply, at(1)).go(Event::Ambiguous, at(2));
    let review = EnrolmentState::Review { since: at(1), held_until: None };
    assert_eq!(case.enrolment.state, review);
    assert_eq!(case.effects.alert, Some(Alert::Review));
}

#[test]
fn r23_an_e_mail_by_hand_holds_until_the_rep_has_answered() {
    let mut case = Case::waiting();
    case.go(Event::WroteByHand, at(1));
    assert_eq!(case.enrolment.state, paused(PauseReason::WroteByHand, 1));
    assert_eq!(case.effects.alert, Some(Alert::Decide));
    case.go(Event::Tick, at(100_000));
    assert_eq!((case.enrolment.is_paused(), case.is_due()), (true, false));
    // Counted as this step.
    case.go(Event::Resume, at(100_001)).go(Event::Done, at(100_001));
    assert_eq!((case.touch().0, case.open().base), (3, at(100_001)));
}

#[test]
fn somebody_else_of_the_partnership_answers() {
    let mut case = Case::waiting();
    case.go(Event::ColleagueReply, at(1));
    assert_eq!(case.enrolment.state, paused(PauseReason::ColleagueReplied, 1));
    assert_eq!(case.effects.alert, Some(Alert::ColleagueReplied));
    // An answer of the contact says more.
    case.go(Event::Reply, at(2)).go(Event::ColleagueReply, at(3));
    assert_eq!(case.enrolment.state, paused(PauseReason::Replied, 1));
}

#[test]
fn a_booked_meeting_ends_it_as_won() {
    let mut case = Case::waiting();
    case.go(Event::Meeting, at(1));
    assert_eq!((case.outcome(), case.effects.alert), (Some(Outcome::Won), Some(Alert::Meeting)));
}

#[test]
fn r52_a_buying_signal_is_told_and_kept() {
    let mut case = Case::waiting();
    case.go(Event::BuyingSignal, at(1));
    assert_eq!(case.effects.alert, Some(Alert::BuyingSignal));
    assert!(case.go(Event::Tick, at(5)).enrolment.buying_signal);
}

#[test]
fn r14_a_circle_of_moves_ends_after_ten() {
    let mut world = World::new(vec![task(1, 0, DelayUnit::Days)]);
    world.rules.after = AfterLastRun::Move { to: ELSEWHERE };
    for (moves, outcome, to) in [
        (0, Outcome::Moved, Some(ELSEWHERE)),
        (9, Outcome::Moved, Some(ELSEWHERE)),
        (10, Outcome::MoveLimit, None),
    ] {
        let begun = begin(None, START, moves, &world.course(), START).unwrap().next;
        assert_eq!(begun.moves, moves);
        let ended = advance(&begun, Event::Done, &world.course(), at(1)).unwrap();
        assert_eq!(ended.next.state, EnrolmentState::Finished { outcome, at: at(1) });
        assert_eq!(ended.effects.move_to, to);
        assert_eq!(ended.effects.alert, to.is_none().then_some(Alert::Limit));
    }
}
