//! Random events: what happens to an enrolment, and to what surrounds it.

use crate::cadences;
use crate::naive::View;
use crate::random::Random;
use crate::scene::Scene;
use chrono::{DateTime, Days, NaiveDate};
use desk_core::enrolment::{EnrolmentState, Event, Outcome, PauseReason};
use desk_core::hours::TimeRestriction;
use desk_core::partnership::{Stage, Tier};
use desk_core::rep::WorkingTime;
use desk_core::step::StepContent;
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchState};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Time passes, in milliseconds.
    Wait(i64),
    /// Something happens to the enrolment.
    Event(Event),
    /// A call is logged that leads nowhere (R36).
    LogOnly(Disposition),
    /// Everything is paused.
    PauseAll,
    /// Everything goes on.
    GoOn,
    /// What is known changes.
    Fact(Fact),
}

/// What may change around an enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Whether there is an address.
    HasEmail(bool),
    /// How many numbers there are.
    Phones(usize),
    /// The stage.
    Stage(Stage),
    /// The tier.
    Tier(Option<Tier>),
    /// A field.
    Field(String, String),
    /// The hours of the cadence.
    Hours(Option<TimeRestriction>),
    /// When the rep works.
    Working(WorkingTime),
}

impl Fact {
    /// Makes it so.
    pub fn change(self, scene: &mut Scene) {
        match self {
            Self::HasEmail(is) => scene.has_email = is,
            Self::Phones(count) => scene.phones = count,
            Self::Stage(stage) => scene.stage = stage,
            Self::Tier(tier) => scene.tier = tier,
            Self::Field(name, text) => {
                scene.fields.insert(name, text);
            }
            Self::Hours(hours) => scene.rules.restriction = hours,
            Self::Working(working) => scene.working = working,
        }
    }
}

fn date(moment: Timestamp) -> NaiveDate {
    DateTime::from_timestamp_millis(moment.as_millis()).unwrap_or_default().date_naive()
}

/// What happens next.
pub fn next(random: &mut Random, scene: &Scene, view: &View, now: Timestamp) -> Deed {
    let is_rare = match view.state {
        EnrolmentState::Active { held_until } => {
            let away = held_until.is_some_and(|until| until > now);
            away || view.frozen || view.open.is_some_and(|open| open.state == TouchState::InOutbox)
        }
        EnrolmentState::Review { .. } => true,
        EnrolmentState::Paused { .. } | EnrolmentState::Finished { .. } => false,
    };
    let is_over = matches!(view.state, EnrolmentState::Finished { .. });
    match random.number() % 100 {
        // So that much is met in states that are seldom.
        _ if is_rare && random.chance(65) => Deed::Event(anything(random, now)),
        0..30 => Deed::Wait(wait(random, view, now)),
        30..60 if !is_over => Deed::Event(forward(random, scene, view, now)),
        60..66 => Deed::Fact(fact(random, scene, now)),
        66..68 => Deed::LogOnly(random.pick(Disposition::NoAnswer, &cadences::DISPOSITIONS)),
        68..72 if scene.all_paused_since.is_none() && random.chance(60) => Deed::PauseAll,
        72..78 if scene.all_paused_since.is_some() => Deed::GoOn,
        _ => Deed::Event(anything(random, now)),
    }
}

fn wait(random: &mut Random, view: &View, now: Timestamp) -> i64 {
    let left = view.open.map_or(0, |open| open.due_at.as_millis() - now.as_millis());
    match random.number() % 12 {
        0..4 if left > 0 => left,
        4 if left > 1 => left - 1,
        5..7 => random.between(1, 90) * MINUTE,
        7..9 => random.between(1, 30) * HOUR,
        9..11 => random.between(1, 9) * DAY,
        _ if random.chance(30) => random.between(20, 100) * DAY,
        _ => random.between(1, 9_000_000),
    }
}

/// What would happen next if all went its way.
fn forward(random: &mut Random, scene: &Scene, view: &View, now: Timestamp) -> Event {
    let is_still = view.frozen || !matches!(view.state, EnrolmentState::Active { .. });
    let in_outbox = view.open.is_some_and(|open| open.state == TouchState::InOutbox);
    if is_still && in_outbox && random.chance(50) {
        // It had left before.
        return Event::Done;
    }
    if is_still && random.chance(70) {
        return if view.frozen { Event::Thaw } else { Event::Resume };
    }
    let Some(open) = view.open else { return Event::Tick };
    let content = scene.steps.iter().find(|step| step.id == open.step).map(|step| &step.content);
    match (open.state, content) {
        (TouchState::Waiting, _) => Event::Tick,
        (TouchState::InOutbox, _) if random.chance(50) => Event::Done,
        (TouchState::InOutbox, _) => Event::Recheck,
        (TouchState::Due, Some(StepContent::Call { .. })) => called(random),
        (TouchState::Due, Some(StepContent::Email { .. })) if random.chance(85) => Event::Queued,
        (TouchState::Due, _) if random.chance(25) => snooze(random, now),
        (TouchState::Due, _) => Event::Done,
    }
}

fn called(random: &mut Random) -> Event {
    let some = random.pick(Disposition::Busy, &cadences::DISPOSITIONS);
    Event::Called { disposition: random.chance(90).then_some(some) }
}

fn snooze(random: &mut Random, now: Timestamp) -> Event {
    let ahead = random.between(-HOUR, 5 * DAY);
    let until = Timestamp::from_millis(now.as_millis() + ahead);
    Event::Snooze { until, beyond_hours: random.chance(30) }
}

/// An outcome, any.
fn outcome(random: &mut Random) -> Outcome {
    random.pick(
        Outcome::Removed,
        &[
            Outcome::Won,
            Outcome::Lost,
            Outcome::Replied,
            Outcome::NoReply,
            Outcome::OptedOut,
            Outcome::Bounced,
            Outcome::Moved,
            Outcome::NotMoved,
        ],
    )
}

fn pause(random: &mut Random) -> PauseReason {
    random.pick(PauseReason::Rep, &[PauseReason::Rep, PauseReason::Replied, PauseReason::Cadence])
}

fn out_of_office(random: &mut Random, now: Timestamp) -> Event {
    let today = date(now);
    let back = match random.number() % 10 {
        0..2 => None,
        2..4 => today.checked_sub_days(Days::new(random.number() % 3)),
        4 => today.checked_add_days(Days::new(88 + random.number() % 5)),
        _ => today.checked_add_days(Days::new(random.number() % 25)),
    };
    Event::OutOfOffice { back }
}

/// Anything that may happen at all.
fn anything(random: &mut Random, now: Timestamp) -> Event {
    match random.number() % 74 {
        0..3 => Event::Tick,
        3..6 => Event::Done,
        6..10 => called(random),
        10..13 => Event::Skip,
        13..16 => snooze(random, now),
        16..20 => Event::Queued,
        20..23 => Event::TakenBack,
        23..26 => Event::Recheck,
        26..29 => Event::Replan,
        29..32 => Event::Pause { reason: pause(random) },
        32..35 => Event::Resume,
        35..38 => Event::Freeze,
        38..41 => Event::Thaw,
        41..43 => Event::Reply,
        43..46 => Event::ColleagueReply,
        46..49 => Event::WroteByHand,
        49..52 => Event::Ambiguous,
        52..59 => out_of_office(random, now),
        59..61 => Event::Bounced { last: random.chance(50) },
        61..63 => Event::OptOut,
        63..65 => Event::Meeting,
        65..68 => Event::BuyingSignal,
        68..71 => Event::Finish { outcome: outcome(random) },
        // While everything is not paused, this is told of a pause that was very short.
        _ => Event::GoOn { since: now },
    }
}

fn fact(random: &mut Random, scene: &Scene, now: Timestamp) -> Fact {
    match random.number() % 8 {
        0 => Fact::HasEmail(random.chance(75)),
        1 | 2 => Fact::Phones(usize::try_from(random.between(0, 3)).unwrap_or(1)),
        3 => Fact::Stage(cadences::stage(random)),
        4 => Fact::Tier(cadences::tier(random)),
        5 => {
            let (name, text) = cadences::field(random);
            Fact::Field(name, text)
        }
        6 => Fact::Hours(cadences::restriction(random)),
        _ => Fact::Working(cadences::working(random, scene.working.country, date(now))),
    }
}
