//! Random cadences, and people and reps to go with them.

use crate::random::Random;
use crate::scene::Scene;
use chrono::{DateTime, Days, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;
use desk_core::condition::{Branch, Comparison, Condition, EndAs, FIELDS, Holds, Test};
use desk_core::country::Country;
use desk_core::hours::{Block, HoursZone, TimeOfDay, TimeRestriction, WeeklyHours};
use desk_core::ids::{CadenceId, StepId};
use desk_core::partnership::{Stage, Tier};
use desk_core::rep::{DaysOff, WorkingTime};
use desk_core::routing::{Lead, Route};
use desk_core::rules::{AfterLastRun, ExitRules, OnReply, Rules, Runs};
use desk_core::step::{
    Delay, DelayUnit, EmailMode, EmailThread, Step, StepContent, StepRules, TaskWork,
};
use desk_core::time::Timestamp;
use desk_core::touch::Disposition;
use std::collections::BTreeMap;

/// Zones of all continents, the odd ones among them, each with its country.
const PLACES: [(Tz, &str); 23] = [
    (Tz::Europe__Berlin, "DE"),
    (Tz::Europe__London, "GB"),
    (Tz::Europe__Dublin, "IE"),
    (Tz::Atlantic__Azores, "PT"),
    (Tz::America__New_York, "US"),
    (Tz::America__Los_Angeles, "US"),
    (Tz::America__St_Johns, "CA"),
    (Tz::America__Havana, "CU"),
    (Tz::America__Santiago, "CL"),
    (Tz::America__Sao_Paulo, "BR"),
    (Tz::America__Nuuk, "GL"),
    (Tz::Africa__Cairo, "EG"),
    (Tz::Africa__Casablanca, "MA"),
    (Tz::Africa__Johannesburg, "ZA"),
    (Tz::Asia__Kolkata, "IN"),
    (Tz::Asia__Kathmandu, "NP"),
    (Tz::Asia__Beirut, "LB"),
    (Tz::Asia__Tokyo, "JP"),
    (Tz::Australia__Lord_Howe, "AU"),
    (Tz::Australia__Eucla, "AU"),
    (Tz::Pacific__Chatham, "NZ"),
    (Tz::Pacific__Kiritimati, "KI"),
    (Tz::Pacific__Marquesas, "PF"),
];

/// What came of calls, all that there is.
pub const DISPOSITIONS: [Disposition; 9] = [
    Disposition::Connected,
    Disposition::Busy,
    Disposition::NoAnswer,
    Disposition::LeftVoicemail,
    Disposition::Gatekeeper,
    Disposition::WrongNumber,
    Disposition::NotInterested,
    Disposition::MeetingBooked,
    Disposition::DoNotCall,
];

/// Texts of fields, and what they are compared with.
pub const WORDS: [&str; 6] = ["", "Élan", "élan ", "Head of Élan", "Paper", "ＰＡＰＥＲ"];

const STAGES: [Stage; 4] =
    [Stage::Contacted, Stage::InConversation, Stage::ActivePartner, Stage::Lost];

/// A cadence, a person and a rep around `today`.
pub fn scene(random: &mut Random, today: NaiveDate) -> Scene {
    let rules = rules(random);
    let (contact_zone, code) = place(random);
    let (rep_zone, rep_code) = place(random);
    let country =
        |code, random: &mut Random| Country::from_code(code).filter(|_| random.chance(80));
    let contact_country = country(code, random);
    let rep_country = country(rep_code, random);
    let working = working(random, rep_country, today);
    let mut call_zones = vec![contact_zone];
    while random.chance(25) {
        call_zones.push(place(random).0);
    }
    let count = random.between(1, 7);
    Scene {
        steps: (1..=count).map(|at| step(random, StepId(at * 10), count)).collect(),
        rules,
        contact_zone,
        call_zones,
        contact_country,
        rep_zone,
        working,
        all_paused_since: None,
        has_email: random.chance(85),
        phones: usize::try_from(random.between(0, 3)).unwrap_or(1),
        stage: stage(random),
        tier: tier(random),
        fields: fields(random),
        replied: false,
        connected: false,
        calls: Vec::new(),
    }
}

/// A moment at most five days before the clocks are changed there next; `from` where they are not
/// changed within a year.
pub fn before_change(random: &mut Random, zone: Tz, from: Timestamp) -> Timestamp {
    const HOUR: i64 = 3_600_000;
    let offset = |hours: i64| {
        let moment = DateTime::from_timestamp_millis(from.as_millis() + hours * HOUR);
        zone.offset_from_utc_datetime(&moment.unwrap_or_default().naive_utc()).fix()
    };
    let now = offset(0);
    let day = (1..366).find(|day| offset(day * 24) != now);
    let change = day.and_then(|day| (day * 24 - 23..=day * 24).find(|at| offset(*at) != now));
    let hours = change.map_or(0, |hours| hours - random.between(0, hours.min(120)));
    Timestamp::from_millis(from.as_millis() + hours * HOUR)
}

/// A zone and the code of its country.
pub fn place(random: &mut Random) -> (Tz, &'static str) {
    random.pick((Tz::UTC, "IS"), &PLACES)
}

/// A stage.
pub fn stage(random: &mut Random) -> Stage {
    random.pick(Stage::Lead, &STAGES)
}

/// A tier, or none.
pub fn tier(random: &mut Random) -> Option<Tier> {
    random.pick(None, &[Some(Tier::One), Some(Tier::Two), Some(Tier::Three)])
}

/// A field and a text for it.
pub fn field(random: &mut Random) -> (String, String) {
    (random.pick("contact.title", &FIELDS).to_owned(), random.pick("x", &WORDS).to_owned())
}

fn fields(random: &mut Random) -> BTreeMap<String, String> {
    (0..random.between(0, 5)).map(|_| field(random)).collect()
}

/// When a rep works around `today`.
pub fn working(random: &mut Random, country: Option<Country>, today: NaiveDate) -> WorkingTime {
    let near = |random: &mut Random| {
        today.checked_add_days(Days::new(random.number() % 400)).unwrap_or(today)
    };
    let holidays = (0..random.between(0, 4)).map(|_| near(random)).collect();
    let time_off = (0..random.between(0, 3))
        .map(|_| {
            let from = near(random);
            let days = Days::new(random.number() % 20);
            DaysOff { from, until: from.checked_add_days(days).unwrap_or(from) }
        })
        .collect();
    let mail_in_time_off = random.chance(30);
    let working = WorkingTime { country, holidays, time_off, mail_in_time_off };
    working.checked().unwrap_or_default()
}

fn delay(random: &mut Random) -> Delay {
    let unit = random.pick(
        DelayUnit::Days,
        &[DelayUnit::Minutes, DelayUnit::Hours, DelayUnit::BusinessDays, DelayUnit::Days],
    );
    let longest = match unit {
        DelayUnit::Minutes => 300,
        DelayUnit::Hours => 72,
        DelayUnit::Days | DelayUnit::BusinessDays => 9,
    };
    let amount = match random.number() % 20 {
        0..7 => 0,
        7..19 => random.between(1, longest),
        _ => random.between(1, longest * 15),
    };
    Delay { amount, unit }
}

/// Hours of a week, or none for any time.
pub fn restriction(random: &mut Random) -> Option<TimeRestriction> {
    if random.chance(35) {
        return None;
    }
    let zone = random.pick(HoursZone::Contact, &[HoursZone::Rep]);
    if random.chance(30) {
        return Some(TimeRestriction { zone, hours: WeeklyHours::business() });
    }
    let open = random.pick(70, &[30, 100]);
    let days =
        std::array::from_fn(|_| if random.chance(open) { blocks(random) } else { Vec::new() });
    let hours = WeeklyHours { days }.checked().unwrap_or_else(|_| WeeklyHours::business());
    Some(TimeRestriction { zone, hours })
}

fn blocks(random: &mut Random) -> Vec<Block> {
    let step = random.pick(30, &[15, 7, 60]);
    let count = random.between(1, 3);
    let mut edges: Vec<i64> =
        (0..count * 2).map(|_| random.between(0, 1440 / step) * step).collect();
    edges.sort_unstable();
    edges.dedup();
    let minute = |edge: i64| u16::try_from(edge).unwrap_or(0);
    let mut blocks = Vec::new();
    let mut edges = edges.into_iter();
    while let (Some(from), Some(until)) = (edges.next(), edges.next()) {
        blocks.push(Block { from: minute(from), until: minute(until) });
    }
    blocks
}

fn rules(random: &mut Random) -> Rules {
    let exits = ExitRules {
        reply: random.pick(OnReply::Pause, &[OnReply::Pause, OnReply::Finish]),
        meeting: random.chance(75),
        colleague_reply: random.chance(75),
        wrote_by_hand: random.chance(75),
        out_of_office: random.chance(85),
    };
    let total = random.pick(1, &[1, 2, 3, 4]);
    Rules {
        restriction: restriction(random),
        holidays: random.chance(50),
        runs: Runs { total, pause: delay(random) },
        after: random.pick(AfterLastRun::Idle, &[AfterLastRun::Move { to: CadenceId(7) }]),
        exits,
        ..Rules::default()
    }
}

fn any_step(random: &mut Random, count: i64) -> StepId {
    StepId(random.between(1, count) * 10)
}

fn step(random: &mut Random, id: StepId, count: i64) -> Step {
    let delay = delay(random);
    let content = content(random);
    let civil = matches!(delay.unit, DelayUnit::Days | DelayUnit::BusinessDays);
    // Clocks are changed at night.
    let latest = random.pick(1439, &[200]);
    let exact = TimeOfDay::Exact { minute: u16::try_from(random.between(0, latest)).unwrap_or(0) };
    let nine = TimeOfDay::Exact { minute: 540 };
    let times = [exact, nine, TimeOfDay::Morning, TimeOfDay::Afternoon, TimeOfDay::Vary];
    let time_of_day = random.chance(45).then(|| random.pick(exact, &times)).filter(|_| civil);
    let condition = random.chance(25).then(|| condition(random, count));
    let routing = match content {
        StepContent::Call { .. } => routing(random, count),
        _ => Vec::new(),
    };
    let rules = StepRules {
        time_of_day,
        any_hour: random.chance(15),
        may_repeat: random.chance(40),
        condition,
        routing,
        ..StepRules::default()
    };
    Step { id, name: String::new(), delay, content, rules }
}

/// An e-mail.
#[must_use]
pub fn letter(mode: EmailMode) -> StepContent {
    let text = || "Hello".to_owned();
    StepContent::Email { mode, thread: EmailThread::New, subject: text(), body: text() }
}

fn content(random: &mut Random) -> StepContent {
    let mode = random.pick(EmailMode::Manual, &[EmailMode::Automatic]);
    let works = [TaskWork::LinkedinResearch, TaskWork::TextMessage, TaskWork::TextMessage];
    match random.number() % 10 {
        0..4 => letter(mode),
        4..8 => StepContent::Call { script: String::new() },
        _ => StepContent::Task {
            work: random.pick(TaskWork::Other, &works),
            instructions: String::new(),
        },
    }
}

fn end(random: &mut Random) -> EndAs {
    random.pick(EndAs::Won, &[EndAs::Lost, EndAs::NoReply])
}

fn branch(random: &mut Random, count: i64) -> Branch {
    match random.number() % 10 {
        0..3 => Branch::Skip,
        3..7 => Branch::Jump { to: any_step(random, count) },
        7 => Branch::Pause,
        8 => Branch::Finish { end: end(random) },
        _ => Branch::Move { to: CadenceId(8) },
    }
}

fn condition(random: &mut Random, count: i64) -> Condition {
    let tests = (0..random.between(1, 3)).map(|_| test(random, count)).collect();
    let otherwise = branch(random, count);
    let then = random.chance(20).then(|| branch(random, count));
    Condition { holds: random.pick(Holds::All, &[Holds::Any]), tests, otherwise, then }
}

fn test(random: &mut Random, count: i64) -> Test {
    let is = random.chance(50);
    let comparisons = [
        Comparison::Is,
        Comparison::IsNot,
        Comparison::Contains,
        Comparison::IsEmpty,
        Comparison::IsFilled,
    ];
    match random.number() % 11 {
        0 => Test::HasEmail { is },
        1 => Test::HasPhone { is },
        2 => Test::Replied { is },
        3 => Test::Connected { is },
        4 => Test::BuyingSignal { is },
        5 => Test::Stage { is: stage(random) },
        6 => Test::Tier { is: tier(random) },
        7 | 8 => {
            let is = random.pick(Disposition::Busy, &DISPOSITIONS);
            Test::Disposition { step: any_step(random, count), is }
        }
        _ => {
            let (field, value) = field(random);
            Test::Field { field, is: random.pick(Comparison::Is, &comparisons), value }
        }
    }
}

fn routing(random: &mut Random, count: i64) -> Vec<Route> {
    let mut table = Vec::new();
    for disposition in DISPOSITIONS {
        if disposition != Disposition::DoNotCall && random.chance(25) {
            table.push(Route { disposition, leads_to: lead(random, count) });
        }
    }
    table
}

fn lead(random: &mut Random, count: i64) -> Lead {
    let number = |random: &mut Random, high| u32::try_from(random.between(1, high)).unwrap_or(1);
    match random.number() % 12 {
        0..3 => Lead::Retry { minutes: number(random, 600), times: number(random, 3) },
        3 => Lead::Next,
        4..7 => Lead::Jump { to: any_step(random, count) },
        7 => Lead::Rest { days: number(random, 20) },
        8 => Lead::Ask,
        9 => Lead::Finish { end: end(random) },
        10 => Lead::Move { to: CadenceId(9) },
        _ => Lead::BadNumber,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_random_cadence_can_be_saved() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        for seed in 0..500 {
            let scene = scene(&mut Random::new(seed), today);
            let exists = |id: StepId| scene.steps.iter().any(|step| step.id == id);
            for step in &scene.steps {
                assert_eq!(step.clone().checked(&exists), Ok(step.clone()), "seed {seed}");
            }
            let rules = scene.rules.clone().checked(CadenceId(1), 2026);
            assert_eq!(rules, Ok(scene.rules.clone()), "seed {seed}");
        }
    }
}
