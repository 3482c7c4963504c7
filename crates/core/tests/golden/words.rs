//! The words of a timeline and what they stand for.

use desk_core::condition::EndAs;
use desk_core::enrolment::{EnrolmentState, Numbers, Outcome, PauseReason, SkipReason};
use desk_core::hours::TimeOfDay;
use desk_core::ids::{CadenceId, StepId};
use desk_core::routing::Lead;
use desk_core::step::{Delay, DelayUnit, EmailMode, EmailThread, StepContent, TaskWork};
use desk_core::touch::Disposition;

/// What a step is, by its word.
pub fn content(word: &str) -> Option<StepContent> {
    let email = |mode| StepContent::Email {
        mode,
        thread: EmailThread::New,
        subject: String::new(),
        body: String::new(),
    };
    let task = |work| StepContent::Task { work, instructions: String::new() };
    Some(match word {
        "e-mail" => email(EmailMode::Manual),
        "automatic e-mail" => email(EmailMode::Automatic),
        "call" => StepContent::Call { script: String::new() },
        "task" => task(TaskWork::Other),
        "research" => task(TaskWork::LinkedinResearch),
        "connection request" => task(TaskWork::ConnectionRequest),
        "InMail" => task(TaskWork::InMail),
        "text message" => task(TaskWork::TextMessage),
        _ => return None,
    })
}

const DISPOSITIONS: [(&str, Disposition); 9] = [
    ("connected", Disposition::Connected),
    ("busy", Disposition::Busy),
    ("no answer", Disposition::NoAnswer),
    ("left voicemail", Disposition::LeftVoicemail),
    ("gatekeeper", Disposition::Gatekeeper),
    ("wrong number", Disposition::WrongNumber),
    ("not interested", Disposition::NotInterested),
    ("meeting booked", Disposition::MeetingBooked),
    ("do not call", Disposition::DoNotCall),
];

/// What came of a call.
pub fn disposition(word: &str) -> Option<Disposition> {
    DISPOSITIONS.iter().find(|(name, _)| *name == word).map(|(_, disposition)| *disposition)
}

/// `4 hours`, `1 business day`.
pub fn delay(words: &[&str]) -> Option<Delay> {
    let (amount, unit) = words.split_first()?;
    let unit = match unit {
        ["minute" | "minutes"] => DelayUnit::Minutes,
        ["hour" | "hours"] => DelayUnit::Hours,
        ["day" | "days"] => DelayUnit::Days,
        ["business", "day" | "days"] => DelayUnit::BusinessDays,
        _ => return None,
    };
    Some(Delay { amount: amount.parse().ok()?, unit })
}

/// `9:00` as minutes from midnight.
pub fn minute_of_day(word: &str) -> Option<u16> {
    let (hour, minute) = word.split_once(':')?;
    Some(60 * hour.parse::<u16>().ok()? + minute.parse::<u16>().ok()?)
}

/// When a step comes: `at once`, `the same day at 14:00`, `after 2 days in the morning`.
pub fn timing(text: &str) -> Option<(Delay, Option<TimeOfDay>)> {
    let words: Vec<&str> = text.split(' ').collect();
    if let ["at", "once"] = words.as_slice() {
        return Some((Delay::NONE, None));
    }
    if let ["the", "same", "day", time @ ..] = words.as_slice() {
        return Some((Delay::NONE, Some(time_of_day(time)?)));
    }
    let ["after", rest @ ..] = words.as_slice() else { return None };
    let from = rest.iter().position(|word| matches!(*word, "at" | "in"));
    let (span, time) = rest.split_at(from.unwrap_or(rest.len()));
    let time = if time.is_empty() { None } else { Some(time_of_day(time)?) };
    Some((delay(span)?, time))
}

fn time_of_day(words: &[&str]) -> Option<TimeOfDay> {
    Some(match words {
        ["in", "the", "morning"] => TimeOfDay::Morning,
        ["in", "the", "afternoon"] => TimeOfDay::Afternoon,
        ["at", "a", "varied", "time"] => TimeOfDay::Vary,
        ["at", time] => TimeOfDay::Exact { minute: minute_of_day(time)? },
        _ => return None,
    })
}

/// Where a disposition leads: `jump to 2`, `rest 30 days`, `move to B`.
pub fn lead(text: &str) -> Option<Lead> {
    Some(match text.split(' ').collect::<Vec<_>>().as_slice() {
        ["next"] => Lead::Next,
        ["ask"] => Lead::Ask,
        ["lost"] => Lead::Finish { end: EndAs::Lost },
        ["jump", "to", step] => Lead::Jump { to: StepId(step.parse().ok()?) },
        ["rest", days, "days"] => Lead::Rest { days: days.parse().ok()? },
        ["move", "to", cadence] => Lead::Move { to: cadence_id(cadence)? },
        _ => return None,
    })
}

/// Cadences are called A to Z.
pub fn cadence_id(name: &str) -> Option<CadenceId> {
    match name.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some(CadenceId(i64::from(*letter))),
        _ => None,
    }
}

/// The letter of a cadence.
pub fn cadence_name(id: CadenceId) -> char {
    u8::try_from(id.0).map_or('?', char::from)
}

/// Why a step was passed over.
pub const fn skipped(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Rep => "by the rep",
        SkipReason::NoEmail => "no e-mail address",
        SkipReason::NoPhone => "no number",
        SkipReason::Condition => "its condition",
        SkipReason::AlreadySent => "already sent",
        SkipReason::NeverOpen => "never open",
    }
}

/// What was done with the contact's numbers.
pub const fn numbers(numbers: Numbers) -> &'static str {
    match numbers {
        Numbers::Bad => "the number is marked as bad",
        Numbers::NoCalls => "no more calls",
    }
}

/// Why an enrolment does not work through its steps; none when it does.
pub const fn state(state: EnrolmentState) -> Option<&'static str> {
    Some(match state {
        EnrolmentState::Active { .. } => return None,
        EnrolmentState::Review { .. } => "waits for review",
        EnrolmentState::Paused { reason, .. } => match reason {
            // That is in the script.
            PauseReason::Rep => return None,
            PauseReason::Replied => "paused: replied",
            PauseReason::ColleagueReplied => "paused: a colleague replied",
            PauseReason::NotInterested => "paused: not interested",
            PauseReason::WroteByHand => "paused: the rep wrote by hand",
            PauseReason::Cadence => "paused: by the cadence",
        },
        EnrolmentState::Finished { outcome, .. } => match outcome {
            Outcome::Won => "finished: won",
            Outcome::Lost => "finished: lost",
            Outcome::Replied => "finished: replied",
            Outcome::NoReply => "finished: no reply",
            Outcome::OptedOut => "finished: opted out",
            Outcome::Bounced => "finished: bounced",
            Outcome::Removed => "finished: removed",
            Outcome::Moved => "finished: moved",
            Outcome::NotMoved => "finished: not moved",
            Outcome::TouchLimit => "finished: limit of touches",
            Outcome::MoveLimit => "finished: limit of moves",
        },
    })
}
