//! Events by name.

use desk_core::enrolment::Event;

/// All events.
pub const EVENTS: [&str; 24] = [
    "tick",
    "done",
    "called",
    "skip",
    "snooze",
    "queued",
    "taken back",
    "recheck",
    "replan",
    "pause",
    "resume",
    "freeze",
    "thaw",
    "go on",
    "reply",
    "colleague reply",
    "wrote by hand",
    "ambiguous",
    "out of office",
    "bounced",
    "opt out",
    "meeting",
    "buying signal",
    "finish",
];

/// The name of an event.
pub const fn event_name(event: Event) -> &'static str {
    match event {
        Event::Tick => "tick",
        Event::Done => "done",
        Event::Called { .. } => "called",
        Event::Skip => "skip",
        Event::Snooze { .. } => "snooze",
        Event::Queued => "queued",
        Event::TakenBack => "taken back",
        Event::Recheck => "recheck",
        Event::Replan => "replan",
        Event::Pause { .. } => "pause",
        Event::Resume => "resume",
        Event::Freeze => "freeze",
        Event::Thaw => "thaw",
        Event::GoOn { .. } => "go on",
        Event::Reply => "reply",
        Event::ColleagueReply => "colleague reply",
        Event::WroteByHand => "wrote by hand",
        Event::Ambiguous => "ambiguous",
        Event::OutOfOffice { .. } => "out of office",
        Event::Bounced { .. } => "bounced",
        Event::OptOut => "opt out",
        Event::Meeting => "meeting",
        Event::BuyingSignal => "buying signal",
        Event::Finish { .. } => "finish",
    }
}
