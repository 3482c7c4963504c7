//! The copies of what was sent (PRODUCT 6.3): finding one, and filing one where the provider does
//! not.

use crate::header::MessageId;
use crate::reading::catching_up::search_date;
use crate::reading::command::{Command, Ended};
use crate::reading::fetch::Heading;
use crate::reading::folder::FolderName;
use crate::reading::headers::Fields;
use crate::reading::problem::Problem;
use crate::reading::session::Session;
use chrono::DateTime;
use desk_core::address::EmailAddress;
use desk_core::time::Timestamp;

/// What is known of a message whose copy is looked for.
#[derive(Debug, Clone)]
pub struct SentMessage {
    /// The id that we gave it.
    pub message_id: MessageId,
    /// To whom it went.
    pub recipient: EmailAddress,
    /// Its subject, not encoded.
    pub subject: String,
    /// From when on it can have been sent.
    pub from: Timestamp,
    /// Up to when.
    pub to: Timestamp,
}

/// A copy that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCopy {
    /// Its UID in the folder of sent mail.
    pub uid: u32,
    /// The id that it really carries: answers name this one. `None` if it carries none that could
    /// be named.
    pub message_id: Option<MessageId>,
    /// Whether it carries our id. Otherwise it was told by recipient, subject and time, and the
    /// provider has given it another one.
    pub by_id: bool,
}

/// Most copies that are looked at when one is looked for by what it says.
const CANDIDATES_MAX: usize = 100;

impl Session {
    /// The copies of `message` in the folder of sent mail: by its id, else by recipient, subject
    /// and time. More than one by the latter means that it cannot be told which it is. None proves
    /// nothing: copies appear late.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn find_copies(
        &mut self,
        sent: &FolderName,
        message: &SentMessage,
    ) -> Result<Vec<SentCopy>, Problem> {
        self.examine(sent).await?;
        let id = message.message_id.as_str();
        let by_id = Command::new("UID SEARCH HEADER Message-ID").text(id.as_bytes());
        let mut copies = self.candidates(&by_id).await?;
        // Servers search for a part of the text.
        copies.retain(|(_, fields)| fields.message_id.as_ref() == Some(&message.message_id));
        let is_by_id = !copies.is_empty();
        if !is_by_id {
            let since =
                search_date(message.from).map_or(String::new(), |day| format!(" SINCE {day}"));
            let by_words = Command::new("UID SEARCH").words(since.as_str()).words(" TO");
            copies = self.candidates(&by_words.text(message.recipient.as_str().as_bytes())).await?;
            copies.retain(|(heading, fields)| says_the_same(message, heading, fields));
        }
        let copies = copies.into_iter().map(|(heading, fields)| SentCopy {
            uid: heading.uid,
            message_id: fields.message_id,
            by_id: is_by_id,
        });
        Ok(copies.collect())
    }

    /// The newest hits of a search, with what their headers say.
    async fn candidates(&mut self, search: &Command) -> Result<Vec<(Heading, Fields)>, Problem> {
        let mut hits = self.talk.ask(search).await?.hits()?;
        let newest = hits.split_off(hits.len().saturating_sub(CANDIDATES_MAX));
        let found = self.headings(&newest).await?.headings.into_iter();
        Ok(found.filter_map(|one| Fields::read(&one.headers).map(|fields| (one, fields))).collect())
    }

    /// Files a copy in the folder of sent mail, read, and as of the moment `at`: the only thing
    /// that is ever written (R53). Its UID, if the server tells it.
    ///
    /// When the connection is lost on the way it may have been filed: look for it before filing it
    /// again.
    ///
    /// # Errors
    /// [`Problem`]; [`Problem::TooLarge`] when the server does not take messages of this size.
    pub async fn file_copy(
        &mut self,
        sent: &FolderName,
        message: &[u8],
        at: Timestamp,
    ) -> Result<Option<u32>, Problem> {
        let size = u64::try_from(message.len()).unwrap_or(u64::MAX);
        if self.offers.number("APPENDLIMIT").is_some_and(|limit| size > limit) {
            return Err(Problem::TooLarge);
        }
        let date = DateTime::from_timestamp_millis(at.as_millis()).unwrap_or_default();
        let date = date.format(" (\\Seen) \"%d-%b-%Y %H:%M:%S +0000\"").to_string();
        let command = Command::new("APPEND").text(sent.wire()).words(&date).literal(message);
        match self.talk.say(&command, 4096, 0).await? {
            Ended::Done(heard) => Ok(heard.verdicts.iter().find_map(|verdict| {
                let (code, words) = verdict.code();
                (code == "APPENDUID").then(|| words.get(1)?.parse().ok())?
            })),
            Ended::Refused(verdict, _) => Err(Problem::refusal(&verdict)),
        }
    }
}

/// Whether a copy is one of `message`, under whatever id.
fn says_the_same(message: &SentMessage, heading: &Heading, fields: &Fields) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let in_time = |at: &Timestamp| (message.from..=message.to).contains(at);
    fields.to.iter().any(|to| to.key() == message.recipient.key())
        && words(&fields.subject) == words(&message.subject)
        && [fields.date, heading.received_at].iter().flatten().any(in_time)
}
