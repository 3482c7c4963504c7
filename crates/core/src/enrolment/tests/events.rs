//! Every event in every state, against a table that says what comes out.

use super::support::*;
use std::fmt::Write;

/// Every kind of event; those with a choice more than once.
pub(super) const ALL: [Event; 29] = [
    Event::Tick,
    Event::Done,
    Event::Called { disposition: None },
    Event::Called { disposition: Some(Disposition::Busy) },
    Event::Called { disposition: Some(Disposition::MeetingBooked) },
    Event::Skip,
    Event::Snooze { until: LATER, beyond_hours: false },
    Event::Queued,
    Event::TakenBack,
    Event::Recheck,
    Event::Replan,
    Event::Pause { reason: PauseReason::Rep },
    Event::Resume,
    Event::Freeze,
    Event::Thaw,
    Event::GoOn { since: EIGHT },
    Event::Reply,
    Event::ColleagueReply,
    Event::WroteByHand,
    Event::Ambiguous,
    Event::OutOfOffice { back: None },
    Event::Bounced { last: false },
    Event::Bounced { last: true },
    Event::OptOut,
    Event::Meeting,
    Event::BuyingSignal,
    Event::Finish { outcome: Outcome::Removed },
    Event::Finish { outcome: Outcome::Won },
    Event::Finish { outcome: Outcome::Lost },
];

const LATER: Timestamp = Timestamp::from_millis(START.as_millis() + 30 * HOUR);
const EIGHT: Timestamp = Timestamp::from_millis(START.as_millis() + 8 * HOUR);

/// The moment at which the event comes, in hours after the start.
const NOW: i64 = 10;

/// At a call that waits for hour 24, was due at hour 5, or is in the outbox.
fn open(state: TouchState) -> Case {
    let delay = if state == TouchState::Waiting { 24 } else { 5 };
    let steps = vec![
        task(1, 0, DelayUnit::Days),
        call(2, delay, DelayUnit::Hours),
        task(3, 1, DelayUnit::Days),
    ];
    let mut case = Case::begin(World::new(steps));
    case.go(Event::Done, START);
    if state != TouchState::Waiting {
        case.go(Event::Tick, at(5));
    }
    if state == TouchState::InOutbox {
        case.go(Event::Queued, at(6));
    }
    case
}

fn states() -> Vec<(&'static str, Case)> {
    let with = |state, events: &[Event]| {
        let mut case = open(state);
        for event in events {
            case.go(*event, at(7));
        }
        case
    };
    let (waiting, due) = (TouchState::Waiting, TouchState::Due);
    let away = Event::OutOfOffice { back: None };
    let mut everything = open(waiting);
    everything.pause_everything(at(8));
    vec![
        ("waiting", with(waiting, &[])),
        ("due", with(due, &[])),
        ("in the outbox", with(TouchState::InOutbox, &[])),
        ("held", with(due, &[away])),
        ("paused", with(waiting, &[PAUSE])),
        ("paused when due", with(due, &[PAUSE])),
        ("paused with its e-mail on the way", with(TouchState::InOutbox, &[PAUSE])),
        ("review", with(waiting, &[Event::Ambiguous])),
        ("frozen", with(waiting, &[Event::Freeze])),
        ("frozen and paused", with(waiting, &[Event::Freeze, PAUSE])),
        ("everything paused", everything),
        ("finished", with(waiting, &[Event::Meeting])),
    ]
}

/// A moment in hours after the start.
fn hours(moment: Timestamp) -> String {
    let millis = moment.as_millis() - START.as_millis();
    format!("{}h", millis / HOUR)
}

fn told(came: Result<Advance, Refused>) -> String {
    let Advance { next, effects } = match came {
        Ok(advance) => advance,
        Err(refused) => return format!("refused: {refused:?}"),
    };
    let mut text = match next.state {
        EnrolmentState::Active { held_until: None } => "active".to_owned(),
        EnrolmentState::Active { held_until: Some(until) } => format!("held {}", hours(until)),
        EnrolmentState::Paused { reason, since, .. } => {
            format!("paused {reason:?} {}", hours(since))
        }
        EnrolmentState::Review { since, .. } => format!("review {}", hours(since)),
        EnrolmentState::Finished { outcome, at } => format!("ended {outcome:?} {}", hours(at)),
    };
    if let (true, Some(until)) = (next.is_paused(), next.held_until()) {
        write!(text, " held {}", hours(until)).unwrap();
    }
    if next.frozen {
        text.push_str(", frozen");
    }
    if let Some(since) = next.stopped_since {
        write!(text, ", still since {}", hours(since)).unwrap();
    }
    if let Some(open) = next.position {
        let (step, visit, attempt) = (open.step.0, open.visit, open.attempt);
        write!(text, ", {step}.{visit}.{attempt} {:?} {}", open.state, hours(open.due_at)).unwrap();
    }
    for closed in &effects.closed {
        match closed.skipped {
            Some(reason) => write!(text, "; skipped {} {reason:?}", closed.position.step.0),
            None => write!(text, "; did {}", closed.position.step.0),
        }
        .unwrap();
    }
    if effects.turned_due {
        text.push_str("; turned due");
    }
    if let Some(alert) = effects.alert {
        write!(text, "; alert {alert:?}").unwrap();
    }
    text
}

fn named(event: Event) -> String {
    match event {
        Event::Called { disposition: None } => "Called".to_owned(),
        Event::Called { disposition: Some(came) } => format!("Called {came:?}"),
        Event::Snooze { until, .. } => format!("Snooze {}", hours(until)),
        Event::GoOn { since } => format!("GoOn {}", hours(since)),
        Event::Bounced { last } => format!("Bounced{}", if last { " last" } else { "" }),
        Event::Finish { outcome } => format!("Finish {outcome:?}"),
        Event::Pause { .. } => "Pause".to_owned(),
        Event::OutOfOffice { .. } => "OutOfOffice".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_event_in_every_state_does_what_the_table_says() {
    let mut table = String::new();
    for (name, case) in states() {
        writeln!(table, "# {name}: {}", told(advance_nothing(&case))).unwrap();
        for event in ALL {
            let mut case = case.clone();
            if matches!(event, Event::GoOn { .. }) {
                case.world.all_paused_since = None;
            }
            let came = advance(&case.enrolment, event, &case.world.course(), at(NOW));
            writeln!(table, "{}: {}", named(event), told(came)).unwrap();
        }
        table.push('\n');
    }
    for (line, (is, should)) in table.lines().zip(include_str!("events.txt").lines()).enumerate() {
        assert_eq!(is, should, "line {} of events.txt", line + 1);
    }
    assert!(table == include_str!("events.txt"), "events.txt has to be:\n{table}");
}

fn advance_nothing(case: &Case) -> Result<Advance, Refused> {
    Ok(Advance { next: case.enrolment.clone(), effects: Effects::default() })
}
