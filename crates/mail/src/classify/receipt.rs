//! Notices that a message was displayed or deleted (RFC 8098), also in the older forms of Exchange and
//! Notes that have a telling subject and no machine part.

use super::letter::Letter;
use super::phrase::{Phrases, beginning, normal};
use super::report::id_in;
use super::rules::gives;
use super::verdict::{Code, Disposition, Evidence, ReadReceipt};
use std::sync::LazyLock;

/// A receipt as it was read.
pub(crate) struct Read {
    pub receipt: ReadReceipt,
    pub evidence: Evidence,
    pub original_message_id: Option<String>,
}

/// How subjects begin when it was read, and when it was deleted unread.
#[rustfmt::skip]
const READ: &[&str] = &[
    "read:", "read receipt", "return receipt", "gelesen:", "lesebestätigung", "lu :", "lu:",
    "accusé de lecture", "leído:", "leido:", "confirmación de lectura", "letto:",
    "conferma di lettura", "gelezen:", "leesbevestiging", "lida:", "lido:",
    "confirmação de leitura", "przeczytano:", "läst:", "læst:", "lest:", "luettu:", "прочитано:",
    "開封済み:", "已读:", "disposition notification",
];
#[rustfmt::skip]
const UNREAD: &[&str] = &[
    "not read:", "ungelesen:", "ungelesen gelöscht:", "nicht gelesen:", "non lu :", "non lu:",
    "no leído:", "non letto:", "niet gelezen:", "não lida:", "nie przeczytano:", "ej läst:",
    "ikke læst:", "ikke lest:", "ei luettu:", "не прочитано:", "未読:", "未读:",
];

#[rustfmt::skip]
static SAYS_SO: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new([
        "was read on", "was displayed on", "has been read", "has been displayed",
        "was deleted without being read", "is a return receipt", "return receipt", "read receipt",
        "wurde gelesen", "gelesen am", "ungelesen gelöscht", "wurde am", "a été lu",
        "a été supprimé sans", "se leyó", "fue leído", "sin leer", "è stato letto",
        "senza essere letto", "è stato visualizzato", "is gelezen", "ongelezen", "foi lida",
        "sem ser lida", "została przeczytana", "lästes", "blev læst", "ble lest", "было прочитано",
        "開封",
    ])
});

/// Reads a receipt. `None` when the message is none.
pub(crate) fn read(letter: &Letter<'_>) -> Option<Read> {
    let subject = normal(&letter.subject());
    let unread = UNREAD.iter().any(|start| subject.starts_with(start));
    let part = letter.part("message/disposition-notification");
    let report =
        letter.attribute("report-type").is_some_and(|kind| kind == "disposition-notification");
    let seen = if (part.is_some() || report) && gives(Code::MachineReceipt) {
        Evidence::header(Code::MachineReceipt, "Content-Type", "message/disposition-notification")
    } else {
        let told = unread || READ.iter().any(|start| subject.starts_with(start));
        if !told
            || !gives(Code::ReceiptSubject)
            || !SAYS_SO.any(&normal(beginning(&letter.text(), 2000)))
        {
            return None;
        }
        Evidence::header(Code::ReceiptSubject, "Subject", &subject)
    };
    let fields = part.map(|part| part.text().into_owned()).unwrap_or_default();
    let value = |name: &str| field(&fields, name).unwrap_or_default();
    let recipient = [value("original-recipient"), value("final-recipient")]
        .into_iter()
        .find(|one| !one.is_empty());
    let recipient =
        recipient.map(|one| one.rsplit(';').next().unwrap_or_default().trim().to_lowercase());
    let receipt = ReadReceipt {
        disposition: disposition(&value("disposition"), unread),
        recipient: recipient.unwrap_or_else(|| letter.sender()),
    };
    let original = id_in(&fields.replace("Original-", "").replace("original-", ""));
    let original_message_id = original.or_else(|| letter.ids("In-Reply-To").into_iter().next());
    Some(Read { receipt, evidence: seen, original_message_id })
}

fn disposition(value: &str, unread: bool) -> Disposition {
    let done = value.rsplit(';').next().unwrap_or_default().trim().to_lowercase();
    match done.split(['/', ' ']).next().unwrap_or_default() {
        "deleted" if unread => Disposition::DeletedUnread,
        "deleted" => Disposition::Deleted,
        "processed" | "dispatched" | "denied" | "failed" => Disposition::Processed,
        _ if unread => Disposition::DeletedUnread,
        _ => Disposition::Displayed,
    }
}

/// The value of a field of a machine part.
pub(crate) fn field(fields: &str, name: &str) -> Option<String> {
    let line = fields.lines().find(|line| {
        let head = line.split(':').next().unwrap_or_default();
        head.trim().eq_ignore_ascii_case(name)
    })?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}
