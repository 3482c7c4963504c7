//! Requests and responses about one message that arrived: reading it, saying what it is, marking and
//! answering it.

use desk_core::draft::EmailDraft;
use desk_core::enrolment::EnrolmentState;
use desk_core::ids::{
    CadenceId, ContactId, EnrolmentId, EventId, IncomingId, OutboxId, PartnershipId,
};
use desk_core::incoming::{Decision, Mark, Ruling, Tone, Verdict};
use desk_core::outbox::OutboxState;
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names one message that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyRef {
    /// Its id.
    pub id: IncomingId,
}

/// A message that arrived, with what became of it and what can be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyDetail {
    /// Its id.
    pub id: IncomingId,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The sender's address; may be empty.
    pub sender: String,
    /// The sender's name as the message says it; may be empty.
    pub sender_name: String,
    /// To whom it went.
    pub to: Vec<String>,
    /// Who got a copy.
    pub cc: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// What it is taken for (R51).
    pub verdict: Verdict,
    /// Which rule of the program decided, such as `auto_header`.
    pub code: String,
    /// What the rule saw; may be empty.
    pub seen: String,
    /// What the program took it for, where the rep or a newer edition of the rules says otherwise.
    pub found: Option<Verdict>,
    /// Whether the rep has said what it is.
    pub ruled: bool,
    /// What a newer edition of the rules takes it for, until the rep has said what it is.
    pub suggested: Option<Verdict>,
    /// What was newly written; plain text.
    pub text: String,
    /// The whole text where it holds more than what is new; else empty.
    pub whole: String,
    /// Its HTML as a document for a frame without scripts; none when it is shown as text.
    pub html: Option<String>,
    /// The links of the HTML; the first is `[1]` there.
    pub links: Vec<ReplyLink>,
    /// What is attached.
    pub attachments: Vec<ReplyAttachment>,
    /// Whether only its beginning was kept: the rest is in the mailbox.
    pub cut: bool,
    /// Whose; none when it is known only to somebody in the bin.
    pub partnership: Option<PartnershipId>,
    /// The partnership's name.
    pub partnership_name: Option<String>,
    /// Which contact; none when it is not clear, or a colleague who is none.
    pub contact: Option<ContactId>,
    /// The contact's name.
    pub contact_name: Option<String>,
    /// Enrolments that it concerns, or may: the contact's, else those of the partnership.
    pub enrolments: Vec<ReplyEnrolment>,
    /// What came of it.
    pub mark: Option<Mark>,
    /// How it sounds.
    pub tone: Option<Tone>,
    /// When the rep was done with it.
    pub settled_at: Option<Timestamp>,
    /// What is needed to answer it; none when it cannot be answered from here.
    pub answer: Option<ReplyAnswer>,
}

/// A link of a message. It is opened by its number alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyLink {
    /// What the message shows of it.
    pub text: String,
    /// The host that it leads to; for mail, the address.
    pub host: String,
    /// Whether it shows another host than the one that it leads to.
    pub disguised: bool,
}

/// Something that is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyAttachment {
    /// Its name; empty when it has none.
    pub name: String,
    /// Its type, such as `application/pdf`.
    pub kind: String,
}

/// An enrolment that a message concerns, or may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyEnrolment {
    /// Its id.
    pub id: EnrolmentId,
    /// Its cadence.
    pub cadence: CadenceId,
    /// The cadence's name.
    pub cadence_name: String,
    /// Whose it is.
    pub contact_name: String,
    /// What it is doing now.
    pub state: EnrolmentState,
    /// Whether it stands still because the cadence is not active.
    pub frozen: bool,
    /// Whether the message belongs to it, or it was stopped because it may (R19).
    pub concerned: bool,
}

/// What is needed to answer a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReplyAnswer {
    /// Which answer it would be, from 1: the same one is never sent twice.
    pub number: u32,
    /// The address that it leaves from; none without an account.
    pub from: Option<String>,
    /// What the rep has written, or an empty answer.
    pub draft: EmailDraft,
    /// When the rep wrote at it last; none when it is as it was made.
    pub edited_at: Option<Timestamp>,
    /// What stands below the answer: signature and quotation.
    pub below: String,
    /// Answers that were given before, the first first.
    pub given: Vec<GivenAnswer>,
    /// In seconds: how long a sent answer can be taken back.
    pub undo_delay: u32,
}

/// An answer that was given to the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GivenAnswer {
    /// Its row in the outbox.
    pub id: OutboxId,
    /// Where it is.
    pub state: OutboxState,
}

/// Says what a message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyOverrule {
    /// Which message.
    pub id: IncomingId,
    /// What it is.
    pub ruling: Ruling,
    /// Whom it is about; none when that is known.
    pub enrolment: Option<EnrolmentId>,
}

/// What came of saying what a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ReplyOverruled {
    /// The entry of the timeline that tells what was heard; none when nothing was.
    pub event: Option<EventId>,
    /// Whether everything was taken back that the wrong verdict did.
    pub undone: bool,
}

/// Marks what came of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyMark {
    /// Which message.
    pub id: IncomingId,
    /// What came of it.
    pub mark: Mark,
}

/// Says how a message sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyTone {
    /// Which message.
    pub id: IncomingId,
    /// How; none to say nothing.
    pub tone: Option<Tone>,
}

/// Says that the rep is done with a message, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplySettle {
    /// Which message.
    pub id: IncomingId,
    /// Whether the rep is done with it.
    pub settled: bool,
}

/// Decides what becomes of the enrolments that a message has stopped (R22, R23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyDecide {
    /// Which message.
    pub id: IncomingId,
    /// What becomes of them.
    pub decision: Decision,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ReplyDone {
    /// The entry of the timeline by which it can be taken back; none when it has none.
    pub event: Option<EventId>,
}

/// Saves an answer that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyDraft {
    /// To which message.
    pub id: IncomingId,
    /// The answer; none throws it away.
    pub draft: Option<EmailDraft>,
}

/// Gives an answer to the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplySend {
    /// To which message.
    pub id: IncomingId,
    /// Which answer it is, as [`ReplyAnswer::number`] says.
    pub number: u32,
    /// The answer, without signature and quotation.
    pub draft: EmailDraft,
}

/// An answer is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ReplySent {
    /// Its row in the outbox.
    pub outbox: OutboxId,
    /// When it leaves; until then it can be taken back.
    pub leaves_at: Timestamp,
}

/// Opens a link of a message, which the rep has seen and confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyLinkOpen {
    /// Of which message.
    pub id: IncomingId,
    /// Which link, from 1.
    pub link: u32,
}
