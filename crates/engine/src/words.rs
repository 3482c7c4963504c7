//! The sentences that leave the program past its window: in desktop notifications.

use desk_core::enrolment::Alert;
use desk_core::touch::TouchKind;

/// What a due step is called when it has no name of its own.
const fn kind(kind: TouchKind) -> &'static str {
    match kind {
        TouchKind::Email => "E-mail",
        TouchKind::Call => "Call",
        TouchKind::Task => "Task",
    }
}

/// Title of a reminder of one due step.
pub(crate) fn due_title(what: TouchKind, contact: &str) -> String {
    format!("{}: {contact}", kind(what))
}

/// Text of a reminder of one due step.
pub(crate) fn due_text(partnership: &str, cadence: &str, step: &str) -> String {
    if step.is_empty() {
        format!("{partnership} · {cadence}")
    } else {
        format!("{partnership} · {cadence} · {step}")
    }
}

/// Title of a reminder of many due steps.
pub(crate) fn digest_title(count: usize) -> String {
    format!("{count} steps are due")
}

/// Text of a reminder of many due steps.
pub(crate) const DIGEST_TEXT: &str = "The side panel lists them.";

/// Title of a reminder that messages are in doubt.
pub(crate) fn doubt_title(count: usize) -> String {
    if count == 1 {
        "One e-mail is in doubt".to_owned()
    } else {
        format!("{count} e-mails are in doubt")
    }
}

/// Text of a reminder that messages are in doubt.
pub(crate) const DOUBT_TEXT: &str =
    "The program ended while they were being sent. The outbox asks whether they have arrived.";

/// Title of the daily reminder of messages that have to be looked at (R19).
pub(crate) fn review_title(count: u32, contact: &str) -> String {
    if count == 1 {
        format!("Still to be looked at: {contact}")
    } else {
        format!("{count} cadences stand still")
    }
}

/// Text of that reminder.
pub(crate) const REVIEW_TEXT: &str =
    "Replies shows the message. The cadence goes on when you have said what it is.";

/// Title and text of what the rules tell the rep by themselves.
pub(crate) fn alert(alert: Alert, contact: &str) -> Option<(String, String)> {
    let (title, text) = match alert {
        Alert::Decide => ("A decision is asked for", "The cadence stands still until you decide."),
        Alert::Review => ("A message has to be looked at", "The cadence stands still until then."),
        Alert::Limit => ("A cadence has ended at its limit", "The timeline says at which."),
        Alert::Replied => ("A reply", "The cadence stands still until you decide."),
        Alert::RepliedAfterwards => ("A reply", "Its cadence is over. Replies shows the message."),
        Alert::ColleagueReplied => ("A colleague replied", "The cadence stands still."),
        Alert::Bounced => ("An address does not exist", "The timeline says which."),
        Alert::OptedOut => ("No more e-mail, please", "Every cadence of the contact has ended."),
        Alert::BuyingSignal => ("A buying signal", "The contact comes first from now on."),
        // The rep booked it.
        Alert::Meeting => return None,
    };
    Some((format!("{title}: {contact}"), text.to_owned()))
}
