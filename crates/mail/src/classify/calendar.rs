//! Invitations and the answers to them (RFC 5546, 6047), out of the calendar part that comes with
//! them.

use super::letter::Letter;
use super::phrase::normal;
use super::rules::gives;
use super::verdict::{CalendarAction, CalendarNotice, Code, Evidence};

/// How much of a calendar part is read, in lines.
const MAX_LINES: usize = 2000;

/// Reads a message of a calendar. `None` when the message is none: an event that is only attached
/// (method PUBLISH, or none) comes with a letter that a person wrote.
pub(crate) fn read(letter: &Letter<'_>) -> Option<(CalendarNotice, Evidence)> {
    let part = letter.parts().find(|part| part.is("text/calendar") || part.is("application/ics"));
    let Some(part) = part.filter(|_| gives(Code::CalendarMethod)) else {
        return by_header(letter).filter(|_| gives(Code::CalendarHeader));
    };
    let event = Event::read(&part.text());
    let method = part.attribute("method").unwrap_or(&event.method).to_ascii_uppercase();
    let action = match method.as_str() {
        "REQUEST" | "ADD" => CalendarAction::Request,
        "CANCEL" => CalendarAction::Cancel,
        "COUNTER" => CalendarAction::Counter,
        "REPLY" => match event.answer.as_str() {
            "ACCEPTED" => CalendarAction::Accept,
            "DECLINED" => CalendarAction::Decline,
            "TENTATIVE" => CalendarAction::Tentative,
            _ => CalendarAction::Other,
        },
        "REFRESH" | "DECLINECOUNTER" => CalendarAction::Other,
        _ => return None,
    };
    let notice = CalendarNotice {
        action,
        attendees: event.attendees,
        organizer: event.organizer,
        summary: event.summary,
        uid: event.uid,
    };
    Some((notice, Evidence::header(Code::CalendarMethod, "METHOD", &method)))
}

/// Exchange says so in a header when the calendar part was lost on the way.
fn by_header(letter: &Letter<'_>) -> Option<(CalendarNotice, Evidence)> {
    let class = letter.header("Content-Class").unwrap_or_default();
    let code = letter.header("X-MS-Exchange-Calendar-Originator-Id");
    let is_calendar =
        class.eq_ignore_ascii_case("urn:content-classes:calendarmessage") || code.is_some();
    if !is_calendar {
        return None;
    }
    let subject = normal(&letter.subject());
    let starts = |words: &[&str]| words.iter().any(|word| subject.starts_with(word));
    let action = if starts(&[
        "accepted",
        "zugesagt",
        "accepté",
        "aceptado",
        "aceptada",
        "accettato",
        "geaccepteerd",
        "aceite",
        "zaakceptowano",
    ]) {
        CalendarAction::Accept
    } else if starts(&[
        "declined",
        "abgelehnt",
        "refusé",
        "rechazado",
        "rechazada",
        "rifiutato",
        "geweigerd",
        "recusado",
        "odrzucono",
    ]) {
        CalendarAction::Decline
    } else if starts(&[
        "tentative",
        "mit vorbehalt",
        "provisoire",
        "provisional",
        "provvisorio",
        "voorlopig",
        "provisório",
        "wstępnie",
    ]) {
        CalendarAction::Tentative
    } else if starts(&[
        "canceled",
        "cancelled",
        "abgesagt",
        "annulé",
        "cancelado",
        "cancelada",
        "annullato",
        "geannuleerd",
        "odwołano",
    ]) {
        CalendarAction::Cancel
    } else {
        CalendarAction::Request
    };
    let notice = CalendarNotice {
        action,
        attendees: vec![letter.sender()],
        organizer: None,
        summary: letter.subject().into_owned(),
        uid: String::new(),
    };
    Some((notice, Evidence::header(Code::CalendarHeader, "Content-Class", &class)))
}

#[derive(Default)]
struct Event {
    method: String,
    attendees: Vec<String>,
    organizer: Option<String>,
    answer: String,
    summary: String,
    uid: String,
}

impl Event {
    /// Reads lines of iCalendar (RFC 5545, 3.1); properties of alarms and zones do not matter here.
    fn read(text: &str) -> Self {
        let mut event = Self::default();
        for line in unfolded(text) {
            let Some((head, value)) = parted(&line) else { continue };
            let mut parameters = head.split(';');
            let name = parameters.next().unwrap_or_default().to_ascii_uppercase();
            match name.as_str() {
                "METHOD" => event.method = value.trim().to_owned(),
                "ATTENDEE" => {
                    let answer = parameters
                        .filter_map(|one| one.split_once('='))
                        .find(|(name, _)| name.eq_ignore_ascii_case("PARTSTAT"));
                    if event.answer.is_empty() {
                        event.answer =
                            answer.map(|(_, value)| value.to_ascii_uppercase()).unwrap_or_default();
                    }
                    event.attendees.extend(mailto(value));
                }
                "ORGANIZER" => event.organizer = event.organizer.or_else(|| mailto(value)),
                "SUMMARY" if event.summary.is_empty() => event.summary = unescaped(value),
                "UID" if event.uid.is_empty() => event.uid = value.trim().to_owned(),
                _ => {}
            }
        }
        event.attendees.truncate(200);
        event
    }
}

fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().take(MAX_LINES) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// The name with its parameters, and the value; a colon inside quotes parts nothing.
fn parted(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    })?;
    Some((line.get(..at.0)?, line.get(at.0 + 1..)?))
}

fn mailto(value: &str) -> Option<String> {
    let value = value.trim().to_lowercase();
    let address = value.strip_prefix("mailto:").unwrap_or(&value);
    address.contains('@').then(|| address.to_owned())
}

fn unescaped(value: &str) -> String {
    value.replace("\\,", ",").replace("\\;", ";").replace("\\n", " ").trim().to_owned()
}
