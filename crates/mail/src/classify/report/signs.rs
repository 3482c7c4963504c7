//! Words by which reports without a machine part are known.

use super::notice::address_in;
use crate::classify::phrase::{Phrases, normal};
use std::sync::LazyLock;

/// Subjects of reports, in the languages that mail servers speak.
#[rustfmt::skip]
static SUBJECTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new([
        "undeliverable", "undelivered", "undeliverable mail", "returned mail", "return mail",
        "returned to sender", "mail delivery failed", "mail delivery failure",
        "mail delivery problem", "mail delivery error", "mail delivery status",
        "mail delivery system", "delivery status notification", "delivery status",
        "delivery failure", "delivery notification", "delivery failed", "delivery error",
        "delivery has failed", "delivery problem", "delivery report", "delivery delayed",
        "delivery incomplete", "failure delivery", "failure notice", "mail failure",
        "mail system error", "mail error", "message undeliverable", "non-delivery", "nondelivery",
        "non delivery", "nondeliverable", "not delivered", "could not be delivered",
        "couldn't be delivered", "unable to deliver", "not deliverable", "rejected mail",
        "could not send message", "mail rejected", "bounced mail", "bounce message",
        "warning: message", "message delayed", "delayed mail", "postmaster notify",
        "notice: mail delivery status", "error sending your mail", "error sending your message",
        "email delivery failure", "address not found", "failed mail", "failed delivery",
        "aws notification message", "message not delivered", "unzustellbar",
        "unzustellbare nachricht", "nicht zustellbar", "nicht zugestellt",
        "zustellung fehlgeschlagen", "zustellungsfehler", "fehlgeschlagene zustellung",
        "zustellung verzögert", "non remis", "non remise", "non distribué", "non distribuable",
        "non délivré", "échec de la remise", "échec de remise", "échec de la livraison",
        "échec de distribution", "échec d'envoi", "notification d'état de remise",
        "no se puede entregar", "no entregado", "no se pudo entregar", "error de entrega",
        "fallo de entrega", "imposible de entregar", "no se ha podido entregar", "non recapitabile",
        "mancata consegna", "impossibile recapitare", "consegna non riuscita", "errore di consegna",
        "mancato recapito", "não é possível entregar", "não entregue", "falha na entrega",
        "falha de entrega", "não pôde ser entregue", "onbestelbaar", "niet bezorgd",
        "niet afgeleverd", "kan niet worden bezorgd", "aflevering mislukt", "niedostarczona",
        "nie można dostarczyć", "nie dostarczono", "zwrot wiadomości", "kan ikke leveres",
        "kunne ikke leveres", "ikke levert", "leveringsfejl", "kan inte levereras", "ej levererat",
        "olevererbart", "toimitus epäonnistui", "не доставлено", "недоставленное сообщение",
        "сообщение не доставлено", "ошибка доставки", "nedoručitelné", "nedoručiteľné",
        "kézbesíthetetlen", "teslim edilemedi", "未送达", "无法送达", "退信", "系统退信",
        "投递失败", "配信不能", "配信できません", "配信エラー", "送信できません", "送信エラー",
        "エラーメール", "不達", "배달 실패", "반송",
    ])
});

/// Subjects that are a report's and may stand in front of anything.
pub(super) fn is_failure_subject(subject: &str) -> bool {
    SUBJECTS.any(subject) && !subject.starts_with("re:") && !is_forward(subject)
}

fn is_forward(subject: &str) -> bool {
    let prefixes = ["fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "doorst:", "vs:", "pd:"];
    prefixes.iter().any(|prefix| subject.starts_with(prefix))
}

/// `Fwd: Returned mail: …`
pub(super) fn is_forwarded_failure(subject: &str) -> bool {
    let inner = subject.split_once(':').map(|(_, inner)| inner.trim());
    is_forward(subject) && inner.is_some_and(|inner| SUBJECTS.find(inner).any(|(_, at)| at == 0))
}

/// How reports begin.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered",
    "can not be delivered", "could not be sent", "was not delivered", "wasn't delivered",
    "were not delivered", "not been delivered", "undeliverable to", "was undeliverable",
    "is undeliverable", "delivery has failed", "delivery to the following", "delivery failed to",
    "did not reach the following", "did not reach some", "didn't reach", "unable to deliver",
    "wasn't able to deliver", "was not able to deliver", "not able to be delivered",
    "couldn't deliver", "could not deliver", "failed to deliver", "error delivering your mail",
    "error occurred while trying to deliver", "permanent fatal errors", "fatal delivery errors",
    "delivery problems", "transcript of session follows", "mail delivery software",
    "mail system at host", "qmail-send program", "this is the postfix program",
    "dragonfly mail agent", "delivery status notification", "nondelivery report",
    "non-delivery report", "rejected by a remote mail server", "was not relayed to",
    "failed addresses follow", "following recipients was rejected", "following address(es) failed",
    "following addresses failed", "recipient addresses that were incorrectly constructed",
    "error message below", "trouble delivering your message", "returned permanent errors",
    "invalid user address", "message not delivered", "message was not delivered",
    "has been delayed", "is delayed for", "could not yet be delivered", "still undelivered",
    "invalid final delivery", "failure reasons", "body of message generated response",
    "undelivered mail returned", "\"notificationtype\":\"bounce\"",
    "\\\"notificationtype\\\":\\\"bounce\\\"", "attempting to deliver a message",
    "attempting to deliver your message", "returned as undeliverable", "is being returned",
    "has been returned", "not a member of this mailing list", "you are not allowed to post",
    "not a member of the list", "nicht zugestellt werden", "konnte nicht zugestellt",
    "nicht zustellbar", "zustellung ist fehlgeschlagen", "fehler bei der nachrichtenzustellung",
    "n'a pas pu être", "n'a pas été remis", "n'a pu être", "impossible de remettre",
    "échec de la remise", "no se pudo entregar", "no se ha podido entregar",
    "no ha podido ser entregado", "no ha sido entregado", "non è stato recapitato",
    "non è stato possibile recapitare", "non è stato possibile consegnare",
    "impossibile recapitare", "non può essere consegnato", "não pôde ser entregue",
    "não foi possível entregar", "não foi entregue", "kon niet worden bezorgd",
    "kan niet worden bezorgd", "niet worden afgeleverd", "nie mogła zostać dostarczona",
    "nie można dostarczyć", "nie została dostarczona", "kunne ikke leveres", "kunde inte levereras",
    "ei voitu toimittaa", "не может быть доставлено", "не удалось доставить", "не было доставлено",
    "送信できませんでした", "配信できませんでした", "配送できませんでした", "送信に失敗しました",
    "お届けできません", "無法傳送", "无法送达", "无法投递", "未能送达",
];

static OPENING: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(OPENINGS.iter().copied()));

/// Words that a machine puts into a failure and no absentee into a note: codes and addresses.
fn has_server_words(text: &str) -> bool {
    let code = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        matches!(word.as_bytes(), [b'4' | b'5', b'0'..=b'7', b'0'..=b'9'])
    };
    text.contains('@') || text.split(' ').any(code) || text.contains("mailing list")
}

/// The words by which the beginning of a text is a report's. Who is not a mail server by name must
/// also name an address or a code.
pub(super) fn failure_text(text: &str, daemon: bool) -> Option<&'static str> {
    let which = OPENING.first(text)?;
    (daemon || has_server_words(text)).then(|| OPENINGS.get(which).copied())?
}

#[rustfmt::skip]
static LATE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new([
        "this is a warning message only", "do not need to resend", "has been delayed",
        "is delayed for", "delayed for more than", "delivery delayed", "delivery is delayed",
        "message delayed", "still undelivered", "has not yet been delivered",
        "could not yet be delivered", "has not been delivered yet", "will be retried for",
        "temporary failure report", "will continue trying", "delivery attempts will continue",
        "will keep trying", "no action is required on your part", "warning: could not send message",
        "status notification (delay)", "delivery incomplete", "zustellung verzögert",
        "wurde verzögert", "remise différée", "retardé", "entrega retrasada", "consegna ritardata",
        "entrega atrasada",
    ])
});

/// Whether it only tells that the message is late.
pub(super) fn is_only_late(subject: &str, text: &str) -> bool {
    LATE.any(subject) || LATE.any(text)
}

/// The address that was written to, where a report says that the failed one came from it.
pub(super) fn expanded_from(section: &str) -> Option<String> {
    let text = normal(section);
    let marks = ["expanded from", "generated from", "forwarded from"];
    let at = marks.iter().find_map(|mark| text.find(mark).map(|at| at + mark.len()))?;
    address_in(text.get(at..)?).map(|(_, address)| address)
}
