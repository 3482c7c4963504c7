//! What the timeline tells: everything that happened to a partnership.

use crate::enrolment::{Outcome, PauseReason, SkipReason};
use crate::ids::EventId;
use crate::outbox::FailReason;
use crate::step::TaskWork;
use crate::time::Timestamp;
use crate::touch::{Disposition, Sentiment};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Actor {
    /// The rep.
    Rep,
    /// A rule of the cadence or of the program.
    Rule,
    /// The other side: a reply, a bounce.
    Contact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case"))]
pub enum What {
    /// The partnership was made.
    Created,
    /// A contact was added.
    ContactAdded,
    /// The rep moved the partnership to another stage.
    StageChanged {
        /// What the stage before was called then.
        from: String,
        /// What the new one was called then.
        to: String,
    },
    /// The contact entered a cadence.
    Assigned,
    /// An e-mail was given to the outbox.
    EmailQueued {
        /// Its subject.
        subject: String,
    },
    /// An e-mail left.
    EmailSent {
        /// Its subject.
        subject: String,
        /// To whom.
        to: String,
    },
    /// An e-mail was not taken.
    EmailFailed {
        /// Its subject.
        subject: String,
        /// Why.
        reason: FailReason,
        /// What the server said; may be empty.
        answer: String,
    },
    /// Whether an e-mail left is not known.
    EmailInDoubt {
        /// Its subject.
        subject: String,
    },
    /// An e-mail was taken back before it left; its text is in the draft again.
    EmailCancelled {
        /// Its subject.
        subject: String,
    },
    /// A call was logged.
    CallLogged {
        /// What came of it.
        disposition: Option<Disposition>,
        /// How it went.
        sentiment: Option<Sentiment>,
        /// What the rep wrote down; may be empty.
        notes: String,
        /// Whether the rep counted it as a success.
        success: bool,
        /// Whether the step is done by it.
        completed: bool,
        /// Which number was called, as it was written in the record; empty when there was none.
        #[cfg_attr(feature = "serde", serde(default))]
        number: String,
        /// From which of the rep's own numbers; empty when the step chose none (R39).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
        from: String,
    },
    /// A call's step was completed without a log.
    CompletedWithoutLog,
    /// A task was done.
    TaskDone {
        /// What it was; anything in entries that do not say.
        #[cfg_attr(feature = "serde", serde(default))]
        work: TaskWork,
        /// What the rep wrote down; may be empty.
        notes: String,
    },
    /// A step was passed over.
    Skipped {
        /// Why.
        reason: SkipReason,
    },
    /// A due moment was moved by the rep.
    Snoozed {
        /// To when.
        until: Timestamp,
    },
    /// The enrolment was paused.
    Paused {
        /// Why.
        reason: PauseReason,
    },
    /// The enrolment goes on.
    Resumed,
    /// The enrolment stands still with its cadence.
    Frozen,
    /// The enrolment goes on with its cadence.
    Thawed,
    /// The enrolment goes on in another version of its cadence.
    VersionChanged,
    /// A message may or may not belong to it: the rep has to look.
    InReview,
    /// The rep wrote to the contact by hand.
    WroteByHand,
    /// A meeting was booked.
    MeetingBooked,
    /// The contact has given a buying signal.
    BuyingSignal,
    /// The enrolment is over.
    Finished {
        /// How it ended.
        outcome: Outcome,
    },
    /// The contact answered.
    Replied {
        /// What they wrote, cut to its beginning.
        text: String,
        /// Whether the practice workspace made it up.
        simulated: bool,
    },
    /// The rep's answer to a message of the contact, or of a colleague, has left.
    Answered {
        /// Its subject.
        subject: String,
        /// To whom.
        to: String,
    },
    /// The contact is away.
    OutOfOffice {
        /// Until when the enrolment is held.
        until: Timestamp,
        /// Whether the practice workspace made it up.
        simulated: bool,
    },
    /// A message came back.
    Bounced {
        /// The address that does not exist any more.
        address: String,
        /// Whether the practice workspace made it up.
        simulated: bool,
    },
    /// The contact does not want any more e-mail.
    OptedOut,
    /// Another partnership was merged into this one.
    Merged {
        /// Its name.
        name: String,
    },
    /// Another contact was merged into this one.
    ContactMerged {
        /// Their name.
        name: String,
    },
    /// Something was taken back.
    Undone {
        /// The entry that was taken back.
        event: EventId,
    },
}
