//! Commands about one message that arrived: reading it here, what the rep says about it in [`marks`],
//! answering it in [`answer`].

pub mod answer;
pub mod marks;

use super::store_error;
use crate::ports::{Opener, Reads};
use desk_core::ids::EnrolmentId;
use desk_core::incoming::Verdict;
use desk_mail::opened::{self, Opened};
use desk_store::enrolment::{self as enrolments, EnrolmentRow};
use desk_store::incoming::{self as table, Kept};
use desk_store::{Connection, StoreError, cadence, contact, partnership};
use desk_wire::command::Nothing;
use desk_wire::error::{Problem, WireError};
use desk_wire::reply::{
    ReplyAttachment, ReplyDetail, ReplyEnrolment, ReplyLink, ReplyLinkOpen, ReplyRef,
};

/// How much of a message is kept, in bytes; see the loop that reads the mailbox.
const KEPT: usize = 256 * 1024;

/// Answers `reply_get`.
///
/// # Errors
/// A message that is gone, or the database's.
pub fn get(host: &impl Reads, request: ReplyRef) -> Result<ReplyDetail, WireError> {
    let found = host.store().read(|c| {
        let Some(kept) = table::get(c, request.id)? else { return Ok(None) };
        detail(c, kept).map(Some)
    });
    found.map_err(store_error)?.ok_or_else(|| Problem::NotFound.into())
}

fn detail(c: &Connection, kept: Kept) -> Result<ReplyDetail, StoreError> {
    let opened = opened::open(&kept.raw);
    let answer = answer::answer_of(c, &kept, opened.as_ref())?;
    let home = match kept.partnership {
        Some(id) => partnership::get(c, id)?,
        None => None,
    };
    let contact_name = match kept.contact {
        Some(id) => contact::get(c, id)?.map(|contact| contact.name()),
        None => None,
    };
    let enrolments = enrolments_of(c, &kept)?;
    let empty = Opened::default();
    let opened = opened.unwrap_or(empty);
    let (html, links) = opened.html.map(|html| (html.document, html.links)).unzip();
    Ok(ReplyDetail {
        id: kept.id,
        received_at: kept.received_at,
        sender: kept.sender,
        sender_name: opened.from_name,
        to: opened.to,
        cc: opened.cc,
        subject: kept.subject,
        verdict: kept.verdict,
        code: kept.code,
        seen: kept.seen,
        found: kept.found,
        ruled: kept.ruled_at.is_some(),
        suggested: kept.suggested,
        text: if kept.text.is_empty() { opened.text } else { kept.text },
        whole: opened.whole,
        html,
        links: links.unwrap_or_default().into_iter().map(link).collect(),
        attachments: opened.attachments.into_iter().map(attachment).collect(),
        cut: kept.raw.len() >= KEPT,
        partnership: kept.partnership,
        partnership_name: home.map(|home| home.fields.name),
        contact: kept.contact,
        contact_name,
        enrolments,
        mark: kept.mark,
        tone: kept.tone,
        settled_at: kept.settled_at,
        answer,
    })
}

fn link(link: opened::Link) -> ReplyLink {
    ReplyLink { text: link.text, host: link.host, disguised: link.disguised }
}

fn attachment(attachment: opened::Attachment) -> ReplyAttachment {
    ReplyAttachment { name: attachment.name, kind: attachment.kind }
}

/// Enrolments that a message concerns, or may, those first that it was matched to.
fn enrolments_of(c: &Connection, kept: &Kept) -> Result<Vec<ReplyEnrolment>, StoreError> {
    let mut concerned: Vec<EnrolmentId> =
        table::candidates(c, kept.id)?.into_iter().map(|candidate| candidate.enrolment).collect();
    concerned.extend(kept.enrolment);
    let mut rows: Vec<EnrolmentRow> = Vec::new();
    for &id in &concerned {
        rows.extend(enrolments::get(c, id)?);
    }
    if let Some(partnership) = kept.partnership {
        // In review, whoever else of the partnership it may be about can be named as well.
        let unclear = kept.verdict == Verdict::Review;
        let others = enrolments::of_partnership(c, partnership)?.into_iter();
        rows.extend(
            others
                .filter(|row| unclear || kept.contact.is_none_or(|contact| contact == row.contact)),
        );
    }
    let mut found: Vec<ReplyEnrolment> = Vec::new();
    for row in rows {
        if found.iter().any(|one| one.id == row.id) {
            continue;
        }
        let contact_name = contact::get(c, row.contact)?.map(|contact| contact.name());
        found.push(ReplyEnrolment {
            id: row.id,
            cadence: row.cadence,
            cadence_name: cadence::name(c, row.cadence)?,
            contact_name: contact_name.unwrap_or_default(),
            state: row.enrolment.state,
            frozen: row.enrolment.frozen && row.enrolment.position.is_some(),
            concerned: concerned.contains(&row.id),
        });
    }
    Ok(found)
}

/// Answers `reply_link`: the window names a link, and its target is taken from the kept message.
pub(crate) fn open_link(
    host: &impl Reads,
    opener: &dyn Opener,
    request: ReplyLinkOpen,
) -> Result<Nothing, WireError> {
    let kept = host.store().read(|c| table::get(c, request.id)).map_err(store_error)?;
    let opened = kept.and_then(|kept| opened::open(&kept.raw)).and_then(|opened| opened.html);
    let at = usize::try_from(request.link).ok().and_then(|number| number.checked_sub(1));
    let link = opened.zip(at).and_then(|(html, at)| html.links.into_iter().nth(at));
    let target = link.ok_or(Problem::NotFound)?.url;
    opener.open_link(&target).map_err(|error| {
        tracing::warn!(%error, "a link could not be opened");
        Problem::LinkNotOpened { detail: error.to_string() }
    })?;
    Ok(Nothing {})
}
