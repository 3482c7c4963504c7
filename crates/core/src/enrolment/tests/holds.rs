//! R6 and R21: time off of the rep and of the contact.

use super::support::*;

fn away(back: Option<&str>) -> Event {
    Event::OutOfOffice { back: back.map(day) }
}

#[test]
fn r6_time_off_rolls_due_moments_and_not_bases() {
    let steps = vec![task(1, 0, DelayUnit::Days), task(2, 1, DelayUnit::Days)];
    let world = World::new(steps).business(HoursZone::Contact).off("2026-03-03", "2026-03-06");
    let mut case = Case::begin(world);
    case.go(Event::Done, at(1));
    assert_eq!(shown(case.open().due_at), "Mon 2026-03-09 09:00");
    assert_eq!(
        (case.open().base, shown(case.open().ready_at)),
        (at(1), "Tue 2026-03-03 10:00".to_owned())
    );
}

#[test]
fn r6_automatic_e_mail_waits_in_time_off_unless_the_rep_lets_it_leave() {
    let steps = vec![task(1, 0, DelayUnit::Days), mail(2, 1, DelayUnit::Days)];
    let mut case = Case::begin(World::new(steps).off("2026-03-03", "2026-03-06"));
    case.go(Event::Done, at(1));
    assert_eq!(shown(case.open().due_at), "Sat 2026-03-07 00:00");
    case.world.working.mail_in_time_off = true;
    case.go(Event::Replan, at(1));
    assert_eq!(shown(case.open().due_at), "Tue 2026-03-03 10:00");
    // E-mails that the rep sends wait all the same.
    let StepContent::Email { mode, .. } = &mut case.world.steps[1].content else { panic!() };
    *mode = EmailMode::Manual;
    case.go(Event::Replan, at(1));
    assert_eq!(shown(case.open().due_at), "Sat 2026-03-07 00:00");
}

#[test]
fn r21_a_contact_who_is_away_is_held_until_the_opening_of_the_day_of_return() {
    let mut case = Case::begin(World::new(three()).business(HoursZone::Contact));
    case.go(away(Some("2026-03-12")), at(1));
    assert_eq!(
        (case.is_due(), shown(case.open().due_at)),
        (false, "Thu 2026-03-12 09:00".to_owned())
    );
    case.go(Event::Tick, case.open().due_at);
    assert!(case.is_due() && case.effects.turned_due);
    assert_eq!(case.enrolment.state, EnrolmentState::Active { held_until: None });
    assert_eq!(case.open().base, START);
}

#[test]
fn r21_without_a_day_of_return_it_is_held_for_seven_days() {
    let mut case = Case::waiting();
    case.go(away(None), at(1));
    assert_eq!(shown(case.open().due_at), "Mon 2026-03-09 00:00");
}

#[test]
fn r21_what_is_due_after_the_return_is_not_moved() {
    let steps = vec![task(1, 0, DelayUnit::Days), mail(2, 20, DelayUnit::Days)];
    let mut case = Case::begin(World::new(steps));
    case.go(Event::Done, START).go(away(Some("2026-03-12")), at(1));
    assert_eq!(shown(case.open().due_at), "Sun 2026-03-22 09:00");
}

#[test]
fn r21_the_day_of_return_is_one_at_the_contacts_place() {
    let mut world = World::new(three());
    world.contact_zone = zone("Pacific/Auckland");
    let mut case = Case::begin(world);
    case.go(away(Some("2026-03-12")), at(1));
    assert_eq!(shown(case.open().due_at), "Wed 2026-03-11 12:00");
}

#[test]
fn r21_the_held_contact_may_be_called_anyway_and_what_follows_is_held() {
    let steps = vec![call(1, 0, DelayUnit::Days), mail(2, 1, DelayUnit::Hours)];
    let mut case = Case::begin(World::new(steps));
    case.go(away(Some("2026-03-12")), at(1)).call(Disposition::Connected, at(2));
    assert_eq!((case.touch().0, shown(case.open().due_at)), (2, "Thu 2026-03-12 00:00".to_owned()));
}

#[test]
fn r21_a_day_of_return_in_the_past_or_far_ahead_is_looked_at() {
    for (back, review) in
        [("2026-03-01", true), ("2026-03-02", false), ("2026-05-31", false), ("2026-06-01", true)]
    {
        let mut case = Case::waiting();
        case.go(away(Some(back)), at(1));
        let in_review = matches!(case.enrolment.state, EnrolmentState::Review { .. });
        assert_eq!((in_review, case.effects.alert.is_some()), (review, review), "{back}");
    }
}

#[test]
fn r21_the_later_of_two_returns_counts() {
    let mut case = Case::waiting();
    case.go(away(Some("2026-03-12")), at(1)).go(away(Some("2026-03-10")), at(2));
    assert_eq!(shown(case.open().due_at), "Thu 2026-03-12 00:00");
}

#[test]
fn r21_an_e_mail_that_comes_back_from_the_outbox_is_held() {
    let mut case = Case::waiting();
    case.go(Event::Tick, at(5)).go(Event::Queued, at(5)).go(away(None), at(6));
    assert_eq!(case.open().state, TouchState::InOutbox);
    case.go(Event::TakenBack, at(7));
    assert_eq!(
        (case.is_due(), shown(case.open().due_at)),
        (false, "Mon 2026-03-09 00:00".to_owned())
    );
}

#[test]
fn r21_freezing_and_pausing_everything_do_not_lift_the_hold_or_move_it() {
    let mut case = Case::waiting();
    case.go(away(None), at(1)).go(Event::Freeze, at(2)).go(Event::Thaw, at(3));
    case.pause_everything(at(4)).everything_goes_on(at(6));
    assert_eq!(shown(case.open().due_at), "Mon 2026-03-09 00:00");
}

#[test]
fn a_cadence_may_let_people_who_are_away_go_on() {
    let mut case = Case::waiting();
    case.world.rules.exits.out_of_office = false;
    case.go(away(None), at(1));
    assert_eq!(case.open().due_at, at(5));
}
