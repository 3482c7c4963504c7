//! What a simulated contact writes: a message as the mailbox would hold it, so that Replies shows it and everything
//! can be done with it there. What follows from it was said by the rep who simulates, and is not here.

use crate::outreach::{Loaded, Moment, WorkError, load_enrolment};
use crate::sending::NOBODY;
use chrono::NaiveDate;
use desk_core::address::EmailAddress;
use desk_core::enrolment::EnrolmentState;
use desk_core::ids::EventId;
use desk_core::incoming::Verdict;
use desk_mail::classify::verdict::Matching;
use desk_mail::classify::{Context, Folder, classify};
use desk_mail::header::{HeaderText, MessageId};
use desk_mail::message::{Mailbox, Message, compose};
use desk_store::incoming::{self as table, Candidate, NewIncoming};
use desk_store::{Connection, Tx, outbox};
use desk_wire::error::WireError;
use desk_wire::practice::{Simulate, Simulated};

/// What a person answers who is interested.
pub(crate) const REPLY: &str = "Thank you for writing. This could be interesting for us, \
                                can you tell me more about how you start?";

/// Keeps the message that was simulated, of which `event` tells.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    moment: Moment<'_>,
    about: &Loaded,
    request: &Simulate,
    event: EventId,
) -> Result<(), WorkError> {
    let uid = moment.ids.uid(moment.now);
    let id: String = uid.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let id = format!("<{id}@there.practice.invalid>");
    let raw = written(tx.connection(), moment, about, request, &id)?;
    let own: Vec<_> = EmailAddress::parse(NOBODY).into_iter().collect();
    let arrived = moment.rep_zone.civil(moment.now).date();
    let unclear = request.what == Simulated::Unclear;
    let matching = if unclear { Matching::Weak } else { Matching::Found };
    let found = classify(&raw, &Context { own: &own, folder: Folder::Incoming, arrived });
    let found = found.matched(matching);
    // R21: the day of return may have made no sense.
    let now = load_enrolment(tx.connection(), about.row.id)?.row.enrolment.state;
    let stands = matches!(now, EnrolmentState::Review { .. });
    let away_unclear = request.what == Simulated::OutOfOffice && stands;
    let kept = table::insert(
        tx,
        &NewIncoming {
            uid,
            message_id: &id,
            folder: None,
            sender: found.clues.sender.as_deref().unwrap_or_default(),
            subject: &found.clues.subject,
            received_at: moment.now,
            heard_at: moment.now,
            verdict: if away_unclear { Verdict::Review } else { verdict(request.what) },
            code: found.evidence.code.as_str(),
            seen: &found.evidence.seen,
            version: found.version,
            text: found.new_text.as_deref().unwrap_or_default(),
            raw: &raw,
            partnership: Some(about.row.partnership),
            contact: (!unclear).then_some(about.row.contact),
            enrolment: (!unclear).then_some(about.row.id),
            event: Some(event),
        },
    )?;
    if unclear || away_unclear {
        table::add_candidate(tx, kept, Candidate::new(about.row.id, event))?;
    }
    Ok(())
}

const fn verdict(what: Simulated) -> Verdict {
    match what {
        Simulated::Reply => Verdict::HumanReply,
        Simulated::OutOfOffice => Verdict::AutoReply,
        Simulated::Bounce => Verdict::DeliveryReport,
        Simulated::OptOut => Verdict::Unsubscribe,
        Simulated::Unclear => Verdict::Review,
    }
}

fn written(
    c: &Connection,
    moment: Moment<'_>,
    about: &Loaded,
    request: &Simulate,
    id: &str,
) -> Result<Vec<u8>, WorkError> {
    let thread = outbox::thread(c, about.row.id)?;
    let contact = &about.person.contact;
    let known = contact.usable_emails.first().or_else(|| contact.fields.emails.first());
    let from = known.map_or("nobody@there.practice.invalid", String::as_str);
    let parent = thread.chain.last();
    if request.what == Simulated::Bounce {
        return Ok(report(id, from, parent.map_or("", String::as_str)).into_bytes());
    }
    let away = request.what == Simulated::OutOfOffice;
    let subject = match thread.subject.as_str() {
        _ if away => "Out of office",
        "" => "Your message",
        subject => subject,
    };
    let message = Message {
        from: mailbox(&contact.name(), from)?,
        to: vec![mailbox("", NOBODY)?],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: HeaderText::parse(&format!("Re: {subject}")).map_err(internal)?,
        text: text(request.what, request.back),
        message_id: MessageId::parse(id).map_err(internal)?,
        date: moment.now,
        in_reply_to: parent.and_then(|id| MessageId::parse(id).ok()),
        references: thread.chain.iter().filter_map(|id| MessageId::parse(id).ok()).collect(),
        list_unsubscribe: None,
        attachments: Vec::new(),
    };
    let composed = compose(&message).map_err(internal)?;
    let automatic: &[u8] = if away { b"Auto-Submitted: auto-replied\r\n" } else { b"" };
    Ok([automatic, composed.bytes()].concat())
}

fn text(what: Simulated, back: Option<NaiveDate>) -> String {
    match (what, back) {
        (Simulated::OutOfOffice, Some(back)) => {
            format!("I am out of the office until {}.", back.format("%-d %B %Y"))
        }
        (Simulated::OutOfOffice, None) => "I am out of the office.".to_owned(),
        (Simulated::OptOut, _) => "Please remove me from your list.".to_owned(),
        (Simulated::Unclear, _) => "Is this about the call last week?".to_owned(),
        (Simulated::Reply | Simulated::Bounce, _) => REPLY.to_owned(),
    }
}

/// A delivery report as RFC 3464 has it: there is no such person.
fn report(id: &str, address: &str, about: &str) -> String {
    let about = if about.is_empty() { String::new() } else { format!("Message-ID: {about}\n") };
    let text = format!(
        "From: Mail Delivery System <mailer-daemon@there.practice.invalid>\nTo: {NOBODY}\n\
         Subject: Undelivered Mail Returned to Sender\nMessage-ID: {id}\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"part\"\n\n\
         --part\nContent-Type: text/plain\n\nThere is no {address} here.\n\n\
         --part\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; there.practice.invalid\n\n\
         Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n\
         --part\nContent-Type: text/rfc822-headers\n\nTo: {address}\n{about}\n--part--\n"
    );
    text.replace('\n', "\r\n")
}

fn mailbox(name: &str, address: &str) -> Result<Mailbox, WorkError> {
    Ok(Mailbox {
        name: HeaderText::parse(name).map_err(internal)?,
        address: EmailAddress::parse(address).map_err(internal)?,
    })
}

fn internal(error: impl std::fmt::Display) -> WorkError {
    Box::new(WireError::internal(&error)).into()
}
