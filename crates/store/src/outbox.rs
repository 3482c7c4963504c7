//! Table `outbox`: mail that was decided and is on its way, with the three marks that make sure that
//! nothing is sent twice.
//!
//! *Claimed* is written durably. *Data started* and *sent* survive the end of the program, which is all
//! that they are needed for: after the end of the computer a claimed message is in doubt anyway. *Sent* is
//! brought to the disk within a second, so that few are.

mod late;
mod moves;
mod read;
mod receipts;

pub use late::{Late, allow_late, doubt_all, held_late, late, waiting_since};
pub use moves::{
    Move, claim, data_started, hold_all, none_before, put_back, queue, recover, release,
    release_mended, release_unread, set, set_sender, wait,
};
pub use read::{
    Lane, answers_to, counts, get, has_left, head, held_for, is_sending, left_through_another,
    ripe, sent_lately, sent_page, thread, unclaimed_of, waiting_page,
};
pub use receipts::{Receipt, confirm, done, give, receipts};

use desk_core::draft::EmailDraft;
use desk_core::ids::{
    AccountId, ContactId, EnrolmentId, IncomingId, OutboxId, PartnershipId, TouchId,
};
use desk_core::outbox::{HoldReason, OutboxState};
use desk_core::time::Timestamp;

/// Stands for the touch of a message that belongs to none: an answer to mail that arrived.
pub const NO_TOUCH: TouchId = TouchId(0);

/// A message that was decided.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its Message-ID, with angle brackets.
    pub message_id: String,
    /// The touch that it belongs to; [`NO_TOUCH`] for an answer.
    pub touch: TouchId,
    /// The message that arrived to which it is the rep's answer.
    pub answers: Option<IncomingId>,
    /// Its enrolment.
    pub enrolment: EnrolmentId,
    /// Its partnership.
    pub partnership: PartnershipId,
    /// Its recipient.
    pub contact: ContactId,
    /// Through which account it leaves; none in the practice workspace, and where there is none.
    pub account: Option<AccountId>,
    /// What is sent: addresses, subject and text with the signature.
    pub draft: EmailDraft,
    /// The message that it answers, and all before it.
    pub thread: Thread,
    /// Whether it was decided by a rule and not by the rep.
    pub unattended: bool,
    /// When it leaves.
    pub leaves_at: Timestamp,
    /// The moment at which it was to leave: earlier where the program did not run then (R11).
    pub wanted_at: Timestamp,
}

/// What an answer refers to. Empty for the start of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    /// Message-IDs of the conversation so far, the first one first.
    pub chain: Vec<String>,
    /// Its subject.
    pub subject: String,
}

/// A message of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Row id.
    pub id: OutboxId,
    /// Its Message-ID, with angle brackets.
    pub message_id: String,
    /// The touch that it belongs to; [`NO_TOUCH`] for an answer.
    pub touch: TouchId,
    /// The message that arrived to which it is the rep's answer.
    pub answers: Option<IncomingId>,
    /// Its enrolment.
    pub enrolment: EnrolmentId,
    /// Its partnership.
    pub partnership: PartnershipId,
    /// The partnership's name.
    pub partnership_name: String,
    /// Its recipient.
    pub contact: ContactId,
    /// The recipient's name.
    pub contact_name: String,
    /// Through which account it leaves; none in the practice workspace, and when that is gone.
    pub account: Option<AccountId>,
    /// What is sent.
    pub draft: EmailDraft,
    /// Message-IDs of the conversation so far.
    pub chain: Vec<String>,
    /// Where it is.
    pub state: OutboxState,
    /// Whether it was decided by a rule and not by the rep.
    pub unattended: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was decided.
    pub created_at: Timestamp,
    /// When it leaves or is tried again.
    pub next_try: Timestamp,
    /// The moment at which it was to leave.
    pub wanted_at: Timestamp,
    /// Whether the rep lets it leave although it is late (R11).
    pub late_allowed: bool,
}

/// How many messages are in which state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Leave by themselves.
    pub waiting: u32,
    /// Wait for something to be put right.
    pub held: Vec<(HoldReason, u32)>,
    /// Were refused for good.
    pub failed: u32,
    /// May or may not have left.
    pub in_doubt: u32,
    /// Have left.
    pub sent: u32,
}
