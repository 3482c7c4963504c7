//! Cadences, places and events by chance.

use super::support::*;
use proptest::collection::{btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

const ZONES: [&str; 10] = [
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Honolulu",
];

/// Something that happens.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    /// To the enrolment.
    Event(Event),
    /// Everything is paused.
    Halt,
    /// Everything goes on.
    GoOn,
    /// What is known about the contact changes.
    Contact { has_email: bool, phones: usize, replied: bool },
    /// Hours, holidays and time off change.
    Hours(Option<TimeRestriction>, Vec<DaysOff>),
    /// A new version has these of the steps, and these new ones in front.
    Version { keep: u8, new: usize },
}

/// When it happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum When {
    /// So many minutes after what happened before.
    After(i64),
    /// The moment at which the open touch is due.
    Due,
}

pub(super) type Life = Vec<(When, Happening)>;

fn zones() -> impl Strategy<Value = Zone> {
    select(ZONES.to_vec()).prop_map(zone)
}

/// Any time in 2026.
pub(super) fn start() -> impl Strategy<Value = Timestamp> {
    (0_i64..365 * 24 * 4).prop_map(|quarters| plus(START, (quarters - 59 * 96) * HOUR / 4))
}

/// Up to three blocks a day.
fn restriction() -> impl Strategy<Value = TimeRestriction> {
    let blocks = btree_set(0_u16..=48, 0..=6).prop_map(|cuts| {
        let cuts: Vec<_> = cuts.into_iter().map(|half| half * 30).collect();
        cuts.chunks_exact(2).map(|cut| Block { from: cut[0], until: cut[1] }).collect::<Vec<_>>()
    });
    let hours = vec(blocks, 7).prop_filter_map("some opening", |days| {
        WeeklyHours { days: days.try_into().unwrap() }.checked().ok()
    });
    (hours, any::<bool>()).prop_map(|(hours, rep)| TimeRestriction {
        zone: if rep { HoursZone::Rep } else { HoursZone::Contact },
        hours,
    })
}

fn days_off() -> impl Strategy<Value = Vec<DaysOff>> {
    let days = |n| day("2026-01-01") + chrono::Days::new(n);
    vec((0_u64..365, 0_u64..15), 0..4).prop_map(move |off| {
        off.into_iter().map(|(n, more)| DaysOff { from: days(n), until: days(n + more) }).collect()
    })
}

/// A step of the cadence, or now and then one that there is not.
fn some_step() -> impl Strategy<Value = StepId> {
    select(vec![1, 2, 3, 4, 5, 77]).prop_map(StepId)
}

fn end_as() -> impl Strategy<Value = EndAs> {
    select(vec![EndAs::Won, EndAs::Lost, EndAs::NoReply])
}

fn branch() -> impl Strategy<Value = Branch> {
    prop_oneof![
        4 => Just(Branch::Skip),
        3 => some_step().prop_map(|to| Branch::Jump { to }),
        1 => Just(Branch::Pause),
        1 => end_as().prop_map(|end| Branch::Finish { end }),
        1 => Just(Branch::Move { to: ELSEWHERE }),
    ]
}

fn dispositions() -> impl Strategy<Value = Disposition> {
    select(vec![
        Disposition::Connected,
        Disposition::Busy,
        Disposition::NoAnswer,
        Disposition::LeftVoicemail,
        Disposition::Gatekeeper,
        Disposition::WrongNumber,
        Disposition::NotInterested,
        Disposition::MeetingBooked,
        Disposition::DoNotCall,
    ])
}

fn condition() -> impl Strategy<Value = Condition> {
    let test = prop_oneof![
        any::<bool>().prop_map(|is| Test::Replied { is }),
        any::<bool>().prop_map(|is| Test::HasPhone { is }),
        any::<bool>().prop_map(|is| Test::BuyingSignal { is }),
        (some_step(), dispositions()).prop_map(|(step, is)| Test::Disposition { step, is }),
    ];
    let holds = select(vec![Holds::All, Holds::Any]);
    (vec(test, 1..3), holds, branch(), of(branch()))
        .prop_map(|(tests, holds, otherwise, then)| Condition { holds, tests, otherwise, then })
}

fn lead() -> impl Strategy<Value = Lead> {
    prop_oneof![
        3 => (1_u32..600, 1_u32..4).prop_map(|(minutes, times)| Lead::Retry { minutes, times }),
        2 => Just(Lead::Next),
        3 => some_step().prop_map(|to| Lead::Jump { to }),
        1 => (1_u32..40).prop_map(|days| Lead::Rest { days }),
        1 => Just(Lead::Ask),
        1 => end_as().prop_map(|end| Lead::Finish { end }),
        1 => Just(Lead::Move { to: ELSEWHERE }),
        1 => Just(Lead::BadNumber),
    ]
}

fn content() -> impl Strategy<Value = StepContent> {
    let text = |work| StepContent::Task { work, instructions: String::new() };
    let mail = |mode| StepContent::Email {
        mode,
        thread: EmailThread::New,
        subject: String::new(),
        body: String::new(),
    };
    select(vec![
        mail(EmailMode::Automatic),
        mail(EmailMode::Manual),
        StepContent::Call { script: String::new() },
        StepContent::Call { script: String::new() },
        text(TaskWork::Other),
        text(TaskWork::TextMessage),
    ])
}

pub(super) fn delay() -> impl Strategy<Value = Delay> {
    prop_oneof![
        (0_i64..600, Just(DelayUnit::Minutes)),
        (0_i64..80, Just(DelayUnit::Hours)),
        (0_i64..12, Just(DelayUnit::Days)),
        (0_i64..8, Just(DelayUnit::BusinessDays)),
    ]
    .prop_map(|(amount, unit)| Delay { amount, unit })
}

fn step_rules() -> impl Strategy<Value = StepRules> {
    let time_of_day = prop_oneof![
        (0_u16..1440).prop_map(|minute| TimeOfDay::Exact { minute }),
        Just(TimeOfDay::Exact { minute: 150 }),
        select(vec![TimeOfDay::Morning, TimeOfDay::Afternoon, TimeOfDay::Vary]),
    ];
    let seldom = prop::bool::weighted(0.15);
    let table = vec((dispositions(), lead()), 0..4);
    let conditions = prop::option::weighted(0.25, condition());
    (of(time_of_day), seldom, seldom, conditions, table).prop_map(
        |(time_of_day, any_hour, may_repeat, condition, table)| {
            let line = |(disposition, leads_to)| Route { disposition, leads_to };
            let routing = table.into_iter().map(line).collect();
            let rules = StepRules::default();
            StepRules { time_of_day, any_hour, may_repeat, condition, routing, ..rules }
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec((content(), delay(), step_rules()), 1..6).prop_map(|steps| {
        (1..)
            .zip(steps)
            .map(|(id, (content, delay, rules))| Step {
                id: StepId(id),
                name: String::new(),
                delay,
                content,
                rules,
            })
            .collect()
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let exits = (any::<bool>(), any::<[bool; 4]>()).prop_map(|(pause, on)| ExitRules {
        reply: if pause { OnReply::Pause } else { OnReply::Finish },
        meeting: on[0],
        colleague_reply: on[1],
        wrote_by_hand: on[2],
        out_of_office: on[3],
    });
    let after = select(vec![AfterLastRun::Idle, AfterLastRun::Move { to: ELSEWHERE }]);
    (of(restriction()), any::<bool>(), 1_u32..5, delay(), after, exits).prop_map(
        |(restriction, holidays, total, pause, after, exits)| {
            let runs = Runs { total, pause };
            Rules { restriction, holidays, runs, after, exits, ..Rules::default() }
        },
    )
}

pub(super) fn world() -> impl Strategy<Value = World> {
    let places = (zones(), vec(zones(), 1..3), zones());
    let contact = (prop::bool::weighted(0.9), 0_usize..3, any::<bool>());
    let free = btree_set(0_u64..365, 0..20);
    (steps(), rules(), places, (days_off(), any::<bool>(), free), contact).prop_map(
        |(steps, rules, (contact_zone, call_zones, rep_zone), (time_off, mail, free), contact)| {
            let days = |n| day("2026-01-01") + chrono::Days::new(n);
            let working = WorkingTime {
                country: Country::from_code("NP"),
                holidays: free.into_iter().map(days).collect(),
                time_off,
                mail_in_time_off: mail,
            };
            let country = Country::from_code("CL");
            let (has_email, phones, replied) = contact;
            let place =
                World { contact_zone, call_zones, rep_zone, country, working, ..World::new(steps) };
            World { rules, has_email, phones, replied, ..place }
        },
    )
}

/// Events that the rep, the program and the world bring; those that end it seldom.
fn event() -> impl Strategy<Value = Event> {
    let snooze = (start(), prop::bool::weighted(0.3))
        .prop_map(|(until, beyond_hours)| Event::Snooze { until, beyond_hours });
    let back = of((0_u64..365).prop_map(|n| day("2026-01-01") + chrono::Days::new(n)));
    let called = of(dispositions()).prop_map(|disposition| Event::Called { disposition });
    let usual = vec![
        Event::Tick,
        Event::Done,
        Event::Skip,
        Event::Recheck,
        Event::Replan,
        PAUSE,
        Event::Freeze,
        Event::Ambiguous,
        Event::ColleagueReply,
        Event::WroteByHand,
        Event::BuyingSignal,
        Event::Bounced { last: false },
    ];
    let ends = vec![
        Event::Reply,
        Event::Meeting,
        Event::OptOut,
        Event::Bounced { last: true },
        Event::Finish { outcome: Outcome::Removed },
    ];
    prop_oneof![
        40 => select(usual),
        12 => Just(Event::Done),
        16 => Just(Event::Resume),
        8 => Just(Event::Thaw),
        12 => select(vec![Event::Queued, Event::TakenBack]),
        14 => called,
        6 => snooze,
        3 => back.prop_map(|back| Event::OutOfOffice { back }),
        1 => select(ends),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        40 => event().prop_map(Happening::Event),
        1 => Just(Happening::Halt),
        4 => Just(Happening::GoOn),
        2 => (prop::bool::weighted(0.8), 0_usize..3, any::<bool>()).prop_map(
            |(has_email, phones, replied)| Happening::Contact { has_email, phones, replied }
        ),
        2 => (of(restriction()), days_off())
            .prop_map(|(restriction, off)| Happening::Hours(restriction, off)),
        2 => (any::<u8>(), 0_usize..2).prop_map(|(keep, new)| Happening::Version { keep, new }),
    ]
}

/// At least so many things that happen, one after the other.
pub(super) fn life(least: usize) -> impl Strategy<Value = Life> {
    let when = prop_oneof![
        2 => Just(When::After(0)),
        4 => (0_i64..1_000).prop_map(When::After),
        1 => (0_i64..20_000).prop_map(When::After),
        5 => Just(When::Due),
    ];
    vec((when, happening()), least..least + 40)
}
