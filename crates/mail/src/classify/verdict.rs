//! What the classifier says about a message, and on what evidence. Types only; nothing is decided
//! here.

use crate::classify::absence::Absence;
use crate::classify::report::reason::Reason;

/// Which edition of the classifier gave a verdict. It is kept with the verdict, so that stored mail
/// can be read again when the rules have changed (PRODUCT 7.2).
pub const VERSION: u16 = 2;

/// The verdict on one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// [`VERSION`] of the classifier that gave it.
    pub version: u16,
    /// What the message is.
    pub finding: Finding,
    /// What decided it.
    pub evidence: Evidence,
    /// By what it may be matched to an enrolment.
    pub clues: Clues,
    /// What the sender has newly written, without quotation and signature. `None` where nobody
    /// wrote: reports, receipts, calendar answers and our own copies.
    pub new_text: Option<String>,
}

/// What a message is, in the order of R51.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A report about the delivery of a message of ours: failed, delayed or done (RFC 3464).
    DeliveryReport(DeliveryReport),
    /// A notice that our message was displayed, deleted or otherwise disposed of (RFC 8098).
    ReadReceipt(ReadReceipt),
    /// Somebody complained that our message is spam (RFC 5965).
    SpamReport(SpamReport),
    /// An invitation, or the answer to one (RFC 5546).
    Calendar(CalendarNotice),
    /// An answer that no person wrote (RFC 3834); with an absence where it tells of one.
    AutoReply(Option<Absence>),
    /// The wish to get no more e-mail (R33).
    Unsubscribe(Unsubscribe),
    /// A person wrote.
    HumanReply,
    /// The rep's own message, or a copy of one.
    Own,
    /// It has nothing to do with any enrolment.
    Unrelated,
    /// It may concern an enrolment, and only the rep can tell.
    Review,
}

impl Finding {
    /// The verdict's name (R51).
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::DeliveryReport(_) => "delivery_report",
            Self::ReadReceipt(_) => "read_receipt",
            Self::SpamReport(_) => "spam_report",
            Self::Calendar(_) => "calendar",
            Self::AutoReply(_) => "auto_reply",
            Self::Unsubscribe(_) => "unsubscribe",
            Self::HumanReply => "human_reply",
            Self::Own => "own",
            Self::Unrelated => "unrelated",
            Self::Review => "review",
        }
    }
}

/// What decided: a closed code, and what was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Which rule.
    pub code: Code,
    /// What it saw, such as `Auto-Submitted: auto-replied`; at most 200 characters.
    pub seen: String,
}

impl Evidence {
    const MAX: usize = 200;

    pub(crate) fn new(code: Code, seen: impl AsRef<str>) -> Self {
        let words: Vec<&str> = seen.as_ref().split_whitespace().take(Self::MAX).collect();
        Self { code, seen: words.join(" ").chars().take(Self::MAX).collect() }
    }

    pub(crate) fn header(code: Code, name: &str, value: &str) -> Self {
        Self::new(code, format!("{name}: {value}"))
    }
}

/// An enum whose variants have a name that is stored and printed.
macro_rules! named {
    ($(#[$about:meta])+ $kind:ident { $($(#[$doc:meta])+ $variant:ident = $name:literal,)+ }) => {
        $(#[$about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $kind { $($(#[$doc])+ $variant,)+ }

        impl $kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name as it is stored and printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

named! {
    /// Which rule decided.
    Code {
        /// A part `message/delivery-status` with fields of RFC 3464.
        MachineReport = "machine_report",
        /// A header that only mail servers write about failures, such as `X-Failed-Recipients`.
        FailureHeader = "failure_header",
        /// A machine is the sender, and the subject tells of a failure.
        FailureSubject = "failure_subject",
        /// A machine is the sender, and the text begins by telling of a failure.
        FailureText = "failure_text",
        /// Somebody passed on a delivery report.
        ForwardedReport = "forwarded_report",
        /// A part `message/disposition-notification`, or a report of that type.
        MachineReceipt = "machine_receipt",
        /// A subject as mail programs write for receipts without a machine part.
        ReceiptSubject = "receipt_subject",
        /// A part `message/feedback-report`, or a report of that type.
        FeedbackReport = "feedback_report",
        /// A complaint in words, from an abuse desk or a feedback loop.
        ComplaintText = "complaint_text",
        /// A part `text/calendar` with a method.
        CalendarMethod = "calendar_method",
        /// A calendar's answer without a calendar part, told by its header or subject.
        CalendarHeader = "calendar_header",
        /// A header that says that no person wrote.
        AutoHeader = "auto_header",
        /// A subject as automatic answers have.
        AutoSubject = "auto_subject",
        /// A text that begins as automatic answers do, from a machine.
        AutoText = "auto_text",
        /// The sender is a machine by its address, and nothing says what it wants.
        MachineSender = "machine_sender",
        /// The token of our own `List-Unsubscribe` in the subject.
        UnsubscribeToken = "unsubscribe_token",
        /// A mail program asked on behalf of its user.
        UnsubscribeHeader = "unsubscribe_header",
        /// Nothing but the wish, in the subject.
        UnsubscribeSubject = "unsubscribe_subject",
        /// A line of the newly written text is the wish and nothing else.
        UnsubscribeText = "unsubscribe_text",
        /// Nothing says that it was not a person.
        NoMachineSign = "no_machine_sign",
        /// One of the rep's own addresses is the sender.
        OwnAddress = "own_address",
        /// It lies in the folder of sent mail.
        SentFolder = "sent_folder",
        /// No enrolment could be found for it.
        NoMatch = "no_match",
        /// More than one enrolment, or one by a weak sign alone.
        WeakMatch = "weak_match",
        /// It could not be read as a message.
        Unreadable = "unreadable",
    }
}

/// By what a message may be matched to an enrolment, in the order of PRODUCT 7.2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues {
    /// Ids of `In-Reply-To` and `References`, the nearest first, without angle brackets.
    pub thread: Vec<String>,
    /// Id of the message that a report, receipt or complaint is about, without angle brackets.
    pub original_message_id: Option<String>,
    /// Address in `From`, lower case.
    pub sender: Option<String>,
    /// The message's own id, without angle brackets.
    pub message_id: Option<String>,
    /// The subject, decoded.
    pub subject: String,
}

/// A report about the delivery of our message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// One for each recipient that it tells of, in its order.
    pub recipients: Vec<ReportedRecipient>,
}

impl DeliveryReport {
    /// Whether it says of at least one recipient that the message will not arrive. A delayed or
    /// a delivered message is no bounce.
    #[must_use]
    pub fn is_bounce(&self) -> bool {
        self.recipients.iter().any(|one| !matches!(one.reason, Reason::Delayed | Reason::Delivered))
    }
}

/// What a report says of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedRecipient {
    /// The address that we wrote to, as far as it is known: `Original-Recipient` before
    /// `Final-Recipient`. Empty when the report names none.
    pub address: String,
    /// Where it was forwarded to and failed, when that is another address.
    pub forwarded_to: Option<String>,
    /// The status (RFC 3463), such as `5.1.1`; empty when the report has none.
    pub status: String,
    /// Why it did not arrive.
    pub reason: Reason,
    /// Whether the address is dead (R32).
    pub hard: bool,
    /// The words of the report that decided, at most 300 characters.
    pub said: String,
}

/// What became of our message at the receiver's (RFC 8098).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadReceipt {
    /// What was done with it.
    pub disposition: Disposition,
    /// Whose mailbox it is about; empty when the receipt does not say.
    pub recipient: String,
}

named! {
    /// What a receiver's program says was done with our message (RFC 8098, 3.2.6).
    Disposition {
        /// Shown to somebody.
        Displayed = "displayed",
        /// Deleted; whether it was read before is not known.
        Deleted = "deleted",
        /// Deleted without having been shown (`…; deleted` of Exchange says so in its subject).
        DeletedUnread = "deleted_unread",
        /// Sent on, printed or worked on by a program.
        Processed = "processed",
    }
}

/// A complaint about our message (RFC 5965).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpamReport {
    /// `Feedback-Type`, lower case, such as `abuse`; empty when it is not said.
    pub feedback_type: String,
    /// Who complained, as far as the report tells.
    pub recipients: Vec<String>,
}

/// A message of a calendar (RFC 5546).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarNotice {
    /// What it does.
    pub action: CalendarAction,
    /// Lower-case addresses of those invited or answering.
    pub attendees: Vec<String>,
    /// Lower-case address of who invites.
    pub organizer: Option<String>,
    /// `SUMMARY` of the event; empty when there is none.
    pub summary: String,
    /// `UID` of the event; empty when there is none.
    pub uid: String,
}

named! {
    /// What a message of a calendar does.
    CalendarAction {
        /// An invitation or a change of one.
        Request = "request",
        /// An attendee comes.
        Accept = "accept",
        /// An attendee does not come.
        Decline = "decline",
        /// An attendee may come.
        Tentative = "tentative",
        /// An attendee proposes another time.
        Counter = "counter",
        /// The organiser takes it back.
        Cancel = "cancel",
        /// Anything else, such as a published event.
        Other = "other",
    }
}

/// The wish to get no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribe {
    /// The token of our `List-Unsubscribe`: the part before the `@` of the message's id that it
    /// was in (R33).
    pub token: Option<String>,
}

/// What the engine knows of the clues of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matching {
    /// It belongs to one enrolment, or to several of one contact.
    Found,
    /// Several contacts, a shared inbox alone (R25), or subject and domain alone (PRODUCT 7.2).
    Weak,
    /// Nothing fits.
    Nothing,
}

impl Verdict {
    /// The verdict when it is known what the clues lead to: what belongs to nobody is `unrelated`,
    /// what may belong to several is for the rep (R19).
    #[must_use]
    pub fn matched(self, matching: Matching) -> Self {
        if matches!(self.finding, Finding::Own | Finding::Unrelated | Finding::Review) {
            return self;
        }
        let (finding, code) = match matching {
            Matching::Found => return self,
            Matching::Weak => (Finding::Review, Code::WeakMatch),
            Matching::Nothing => (Finding::Unrelated, Code::NoMatch),
        };
        let evidence =
            Evidence::new(code, format!("{} {}", self.finding.name(), self.evidence.seen));
        Self { finding, evidence, ..self }
    }
}
