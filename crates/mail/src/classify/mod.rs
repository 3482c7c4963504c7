//! What an incoming e-mail is: pure functions over its bytes, in the order of R51.
//!
//! Headers are looked at first, then the subject, then what the sender has newly written; what is
//! quoted never decides anything. There is no network, no database and no clock: which addresses are
//! ours, where the message lies and when it arrived is handed in, and to which enrolment it belongs
//! is the caller's to find out by the [`verdict::Clues`]; [`verdict::Verdict::matched`] then settles
//! what that means.

pub mod absence;
mod auto_reply;
mod calendar;
mod complaint;
pub(crate) mod letter;
pub(crate) mod new_text;
mod origin;
mod phrase;
mod receipt;
pub mod report;
mod rules;
pub mod unsubscribe;
pub mod verdict;

use absence::Hint;
use chrono::NaiveDate;
use desk_core::address::EmailAddress;
use letter::Letter;
use origin::Origin;
use rules::{Rule, gives, holds};
use std::cell::LazyCell;
use verdict::{Clues, Code, Evidence, Finding, VERSION, Verdict};

/// In which kind of folder a message lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// Mail that came.
    Incoming,
    /// Mail that the rep sent.
    Sent,
    /// Mail that was sorted out as junk.
    Junk,
}

/// What has to be known beside the bytes.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rep's own addresses.
    pub own: &'a [EmailAddress],
    /// Where the message lies.
    pub folder: Folder,
    /// The day on which it arrived, in the rep's zone: days in an absence are counted from it.
    pub arrived: NaiveDate,
}

/// Says what the message is.
#[must_use]
pub fn classify(raw: &[u8], context: &Context<'_>) -> Verdict {
    let Some(letter) = Letter::read(raw) else {
        return Verdict {
            version: VERSION,
            finding: Finding::Review,
            evidence: Evidence::new(Code::Unreadable, "no headers"),
            clues: Clues::default(),
            new_text: None,
        };
    };
    let mut clues = clues(&letter);
    let (finding, evidence, new_text) = find(&letter, context, &mut clues);
    let wrote =
        matches!(finding, Finding::AutoReply(_) | Finding::Unsubscribe(_) | Finding::HumanReply);
    Verdict { version: VERSION, finding, evidence, clues, new_text: new_text.filter(|_| wrote) }
}

fn find(
    letter: &Letter<'_>,
    context: &Context<'_>,
    clues: &mut Clues,
) -> (Finding, Evidence, Option<String>) {
    if context.folder == Folder::Sent && gives(Code::SentFolder) {
        return (Finding::Own, Evidence::new(Code::SentFolder, &clues.subject), None);
    }
    let origin = Origin::of(letter);
    let text = letter.text();
    // Most machines are known without it.
    let new = LazyCell::new(|| match holds(Rule::Quotation) {
        true => new_text::of(&text),
        false => text.clone().into_owned(),
    });
    if let Some(read) = report::read(letter, &origin, &text, &|| new.as_str()) {
        clues.original_message_id = read.original_message_id;
        return (Finding::DeliveryReport(read.report), read.evidence, None);
    }
    if let Some(own) = own(letter, context) {
        return (Finding::Own, own, None);
    }
    if let Some(read) = receipt::read(letter) {
        clues.original_message_id = read.original_message_id;
        return (Finding::ReadReceipt(read.receipt), read.evidence, None);
    }
    if let Some(read) = complaint::read(letter, origin.is_machine()) {
        clues.original_message_id = read.original_message_id;
        return (Finding::SpamReport(read.report), read.evidence, None);
    }
    if let Some((notice, evidence)) = calendar::read(letter) {
        return (Finding::Calendar(notice), evidence, None);
    }
    // The headers of such a wish say that a program sent it, and so it did, because its user asked.
    if let Some((wish, evidence)) = unsubscribe::by_machine(letter) {
        return (Finding::Unsubscribe(wish), evidence, Some(new.clone()));
    }
    let quotes = text.trim().len() > new.len() + 40;
    if let Some(evidence) = auto_reply::evidence(letter, &origin, &new, quotes) {
        let absence = absence::find(&clues.subject, &new, context.arrived, hint(letter));
        return (Finding::AutoReply(absence), evidence, Some(new.clone()));
    }
    if let Some((wish, evidence)) = unsubscribe::by_words(&clues.subject, &new) {
        return (Finding::Unsubscribe(wish), evidence, Some(new.clone()));
    }
    match origin.sign() {
        Some(sign) if origin.never_writes() && gives(Code::MachineSender) => {
            (Finding::AutoReply(None), sign.clone(), Some(new.clone()))
        }
        _ => (Finding::HumanReply, Evidence::new(Code::NoMachineSign, ""), Some(new.clone())),
    }
}

/// Our own copies are told by their sender, wherever they lie.
fn own(letter: &Letter<'_>, context: &Context<'_>) -> Option<Evidence> {
    let sender = EmailAddress::parse(&letter.sender()).ok()?;
    let is_own = context.own.iter().any(|own| own.key() == sender.key());
    (is_own && gives(Code::OwnAddress))
        .then(|| Evidence::header(Code::OwnAddress, "From", sender.as_str()))
}

fn clues(letter: &Letter<'_>) -> Clues {
    let mut thread = letter.ids("In-Reply-To");
    for id in letter.ids("References").into_iter().rev() {
        if thread.len() < 100 && !thread.contains(&id) {
            thread.push(id);
        }
    }
    let sender = letter.sender();
    Clues {
        thread,
        original_message_id: None,
        sender: (!sender.is_empty()).then_some(sender),
        message_id: letter.ids("Message-ID").into_iter().next(),
        subject: letter.subject().into_owned(),
    }
}

/// In which order a writer of English puts day and month, as far as the headers tell: the zone of
/// `Date`, and the country of the address.
fn hint(letter: &Letter<'_>) -> Hint {
    let sender = letter.sender();
    let country = sender.rsplit('.').next().unwrap_or_default();
    if matches!(country, "uk" | "au" | "ie" | "nz" | "in" | "za" | "eu" | "sg" | "my") {
        return Hint::DayFirst;
    }
    let date = letter.header("Date").unwrap_or_default();
    let zone = date.split(' ').find(|word| word.len() == 5 && word.starts_with(['+', '-']));
    match zone {
        Some("-0400" | "-0500" | "-0600" | "-0700" | "-0800") => Hint::MonthFirst,
        _ if country == "us" => Hint::MonthFirst,
        Some("+0000" | "+0100" | "+0200" | "+1000" | "+1100" | "+1200" | "+0530") => Hint::DayFirst,
        _ => Hint::None,
    }
}
