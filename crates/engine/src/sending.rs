//! From a row of the outbox to a message, and through whom it leaves.

use crate::ports::Writes;
use desk_core::account::{AccountSettings, Security, SenderProfile, ServerSettings};
use desk_core::address::EmailAddress;
use desk_core::draft::EmailDraft;
use desk_core::ids::Uid;
use desk_core::opt_out::footer;
use desk_core::time::Timestamp;
use desk_mail::attached::{Attached, encoded_size};
use desk_mail::header::{HeaderText, ListUnsubscribe, MessageId};
use desk_mail::message::{Composed, Mailbox, Message, compose};
use desk_mail::message_id::{TouchIdentity, message_id};
use desk_mail::server::{self, Server};
use desk_store::enrolment::EnrolmentRow;
use desk_store::files::KeptFiles;
use desk_store::{outbox, server_limit};

/// Stands in for the rep's address in the practice workspace, where nothing is ever sent. A name
/// that cannot exist (RFC 2606).
pub(crate) const NOBODY: &str = "me@practice.invalid";

/// Stands before the subject of a test.
const TEST_PREFIX: &str = "[Test] ";

/// The Message-ID of the e-mail of an enrolment's open touch: the same whenever it is made again.
pub(crate) fn identity_of(
    row: &EnrolmentRow,
    key: &[u8; 32],
    sender: Option<&str>,
) -> Option<String> {
    let identity = row.identity()?;
    let touch = TouchIdentity {
        enrolment: *identity.enrolment.as_bytes(),
        run: u64::from(identity.run),
        step: u64::try_from(identity.step.0).ok()?,
        visit: u64::from(identity.visit),
        attempt: u64::from(identity.attempt),
    };
    let sender = EmailAddress::parse(sender.unwrap_or(NOBODY)).ok()?;
    Some(message_id(key, &touch, &sender).as_str().to_owned())
}

/// The Message-ID of the rep's answer to a message that arrived, by that one's uid and the number of the
/// answer: the same whenever it is made again.
pub(crate) fn answer_identity(
    answered: &Uid,
    number: u32,
    key: &[u8; 32],
    sender: Option<&str>,
) -> Option<String> {
    // Uids are given once, whatever they are of; no touch has a step 0.
    let identity = TouchIdentity {
        enrolment: *answered.as_bytes(),
        run: 0,
        step: 0,
        visit: 0,
        attempt: u64::from(number),
    };
    let sender = EmailAddress::parse(sender.unwrap_or(NOBODY)).ok()?;
    Some(message_id(key, &identity, &sender).as_str().to_owned())
}

/// Why a row of the outbox is no message. The fields have been checked before it was queued, so
/// this is a fault of the program or of the file.
#[derive(Debug, thiserror::Error)]
#[error("the message cannot be composed: {0}")]
pub(crate) struct NoMessage(String);

fn bad(problem: impl std::fmt::Display) -> NoMessage {
    NoMessage(problem.to_string())
}

/// What is said in a message, before it is in the outbox or when it lies there.
pub(crate) struct Letter<'a> {
    /// Its Message-ID, with angle brackets.
    pub message_id: &'a str,
    /// Message-IDs of the conversation so far, the first one first.
    pub chain: &'a [String],
    /// The recipient's name.
    pub contact_name: &'a str,
    /// Addresses, subject, text and files.
    pub draft: &'a EmailDraft,
    /// Whether the rep answers by hand to a message that arrived.
    pub is_answer: bool,
}

impl<'a> Letter<'a> {
    /// The letter of a row of the outbox.
    pub fn of(row: &'a outbox::Message) -> Self {
        Self {
            message_id: &row.message_id,
            chain: &row.chain,
            is_answer: row.answers.is_some(),
            contact_name: &row.contact_name,
            draft: &row.draft,
        }
    }
}

/// The message of a row, written at `now`.
pub(crate) fn message_of(
    row: &outbox::Message,
    files: &KeptFiles,
    sender: &SenderProfile,
    account: Option<&AccountSettings>,
    now: Timestamp,
) -> Result<Composed, NoMessage> {
    let attachments = attached(&row.draft, files)?;
    compose(&written(&Letter::of(row), attachments, sender, account, now)?).map_err(bad)
}

/// The files of a draft with what they hold.
fn attached(draft: &EmailDraft, files: &KeptFiles) -> Result<Vec<Attached>, NoMessage> {
    let read = draft.attachments.iter().map(|attachment| {
        let content = files.read(&attachment.file).map_err(|error| {
            NoMessage(format!("{} cannot be read: {error}", attachment.name.as_str()))
        })?;
        Ok(Attached { name: attachment.name.clone(), content })
    });
    read.collect()
}

/// The message of a letter as a test: to the rep alone, in no conversation, and without the form by which its
/// contact would ask for no more.
pub(crate) fn test_of(
    letter: &Letter<'_>,
    files: &KeptFiles,
    sender: &SenderProfile,
    account: Option<&AccountSettings>,
    now: Timestamp,
) -> Result<Composed, NoMessage> {
    let attachments = attached(letter.draft, files)?;
    let message = written(letter, attachments, sender, account, now)?;
    let subject = format!("{TEST_PREFIX}{}", message.subject.as_str());
    let test = Message {
        to: vec![message.from.clone()],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: HeaderText::parse(&subject).map_err(bad)?,
        in_reply_to: None,
        references: Vec::new(),
        list_unsubscribe: None,
        ..message
    };
    compose(&test).map_err(bad)
}

/// The message of a letter without what its files hold, and how many bytes it has with it.
pub(crate) fn without_files(
    letter: &Letter<'_>,
    sender: &SenderProfile,
    account: Option<&AccountSettings>,
    now: Timestamp,
) -> Result<(Composed, u64), NoMessage> {
    let files = &letter.draft.attachments;
    let empty = files.iter().map(|file| Attached { name: file.name.clone(), content: Vec::new() });
    let composed =
        compose(&written(letter, empty.collect(), sender, account, now)?).map_err(bad)?;
    let held: u64 = files.iter().map(|file| encoded_size(file.size)).sum();
    let size = u64::try_from(composed.bytes().len()).unwrap_or(u64::MAX).saturating_add(held);
    Ok((composed, size))
}

fn written(
    letter: &Letter<'_>,
    attachments: Vec<Attached>,
    sender: &SenderProfile,
    account: Option<&AccountSettings>,
    now: Timestamp,
) -> Result<Message, NoMessage> {
    let chain = letter
        .chain
        .iter()
        .map(|id| MessageId::parse(id).map_err(bad))
        .collect::<Result<Vec<_>, _>>()?;
    let draft = letter.draft;
    let from = from(sender, account)?;
    // An answer by hand is a letter to whoever wrote: its signature stands above what it quotes already.
    let is_answer = letter.is_answer;
    let name = if is_answer { "" } else { letter.contact_name };
    let below = if is_answer { String::new() } else { footer(sender) };
    Ok(Message {
        list_unsubscribe: if is_answer {
            None
        } else {
            let page = &sender.opt_out_page;
            Some(unsubscribe(&from.address, letter.message_id, page)?)
        },
        from,
        to: vec![Mailbox {
            name: HeaderText::parse(name).map_err(bad)?,
            address: EmailAddress::parse(&draft.to).map_err(bad)?,
        }],
        cc: addresses(&draft.cc)?
            .into_iter()
            .map(|address| Ok(Mailbox { name: HeaderText::parse("").map_err(bad)?, address }))
            .collect::<Result<_, _>>()?,
        bcc: addresses(&draft.bcc)?,
        subject: HeaderText::parse(&draft.subject).map_err(bad)?,
        text: with_footer(&draft.body, &below),
        message_id: MessageId::parse(letter.message_id).map_err(bad)?,
        date: now,
        in_reply_to: chain.last().cloned(),
        references: chain,
        attachments,
    })
}

/// How the recipient's mail program asks for no more (RFC 2369, 3.2): a message to the rep whose
/// subject names the one that it is about, and one click on the rep's own page where there is one (R33).
fn unsubscribe(
    rep: &EmailAddress,
    message_id: &str,
    page: &str,
) -> Result<ListUnsubscribe, NoMessage> {
    let token = message_id.trim_start_matches('<').split('@').next().unwrap_or_default();
    let subject = HeaderText::parse(&format!("unsubscribe {token}")).map_err(bad)?;
    let by_mail = ListUnsubscribe::mailto(rep, &subject);
    if page.is_empty() { Ok(by_mail) } else { by_mail.and_page(page, token).map_err(bad) }
}

/// A message from the rep to the rep, for testing an account.
pub(crate) fn to_myself(
    sender: &SenderProfile,
    account: &AccountSettings,
    id: &str,
    now: Timestamp,
) -> Result<Composed, NoMessage> {
    let from = from(sender, Some(account))?;
    let message = Message {
        to: vec![from.clone()],
        message_id: MessageId::parse(&format!("<{id}@{}>", from.address.domain())).map_err(bad)?,
        from,
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: HeaderText::parse("Cadence Desk can send").map_err(bad)?,
        text: "This message was sent by Cadence Desk to test your mail account. \
               You need not answer it."
            .to_owned(),
        date: now,
        in_reply_to: None,
        references: Vec::new(),
        list_unsubscribe: None,
        attachments: Vec::new(),
    };
    compose(&message).map_err(bad)
}

fn from(sender: &SenderProfile, account: Option<&AccountSettings>) -> Result<Mailbox, NoMessage> {
    let address = account.map_or(NOBODY, |account| account.address.as_str());
    Ok(Mailbox {
        name: HeaderText::parse(&sender.name).map_err(bad)?,
        address: EmailAddress::parse(address).map_err(bad)?,
    })
}

fn addresses(list: &str) -> Result<Vec<EmailAddress>, NoMessage> {
    list.split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| EmailAddress::parse(part).map_err(bad))
        .collect()
}

fn with_footer(body: &str, footer: &str) -> String {
    if footer.is_empty() { body.to_owned() } else { format!("{body}\n\n{footer}") }
}

/// Remembers how large a message a sending server takes. Without it a message that is too large is
/// refused by the server and not before.
pub(crate) fn note_limit(host: &impl Writes, server: &str, most: Option<usize>) {
    let most = most.and_then(|most| u64::try_from(most).ok());
    let noted = host.store().read(|c| server_limit::get(c, server)).and_then(|known| {
        if known == most { Ok(()) } else { host.write(|tx| server_limit::set(tx, server, most)) }
    });
    if let Err(error) = noted {
        tracing::warn!(%error, "how large a message may be is not remembered");
    }
}

/// A server as the mail crate takes it.
pub(crate) fn server(settings: &ServerSettings) -> Server {
    Server {
        host: settings.host.clone(),
        // Checked when it was saved.
        port: u16::try_from(settings.port).unwrap_or(0),
        security: match settings.security {
            Security::Tls => server::Security::Tls,
            Security::StartTls => server::Security::StartTls,
            Security::Plain => server::Security::Plain,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_stands_under_the_text_as_a_paragraph_of_its_own() {
        assert_eq!(with_footer("Hello", "Ada\nEngines"), "Hello\n\nAda\nEngines");
        assert_eq!(with_footer("Hello", ""), "Hello");
    }
}
