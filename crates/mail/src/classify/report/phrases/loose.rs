//! Words that are used loosely: a status that says something counts before them.

use super::Row;
use super::Strength::{Formula, Likely};
use crate::classify::report::reason::Reason;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (Reason::UserUnknown, Likely, &["address rejected"]),
    (Reason::Policy, Likely, &[
        "access denied", "access refused", "not authorized", "not authorised", "unauthorized",
        "not permitted", "not allowed", "restricted", "policy", "prohibited", "helo", "blocked",
        "message rejected", "mail rejected", "message refused", "transaction failed", "denied",
        "rejected for", "has been rejected", "cannot be accepted", "rejected", "refused",
        "forbidden", "disallowed", "not accepted", "not acceptable", "blocked by",
        "permanent failure for one or more", "rejeté", "abgelehnt", "verweigert", "rechazado",
        "rifiutato", "recusado", "rejeitado", "geweigerd", "odrzucon", "отклонен", "отказано", "拒否",
        "拒绝",
    ]),
    (Reason::RateLimited, Likely, &[
        "quota", "exceeded", "temporarily deferred", "deferred", "too many",
        "resources temporarily unavailable",
    ]),
    (Reason::Spam, Likely, &["spam"]),
    (Reason::UserUnknown, Formula, &["mailbox unavailable", "mailbox not available"]),
    (Reason::UserUnknown, Likely, &[
        "invalid address", "does not exist", "doesn't exist", "not exist", "not found", "unknown",
        "no longer", "invalid", "existiert nicht", "n'existe pas", "no existe", "non esiste",
        "não existe", "bestaat niet", "не существует", "存在しません", "不存在", "not been found",
        "wasn't found", "was not found", "could not be found", "couldn't be found",
        "cannot be found", "can't be found", "nicht gefunden", "introuvable", "non trovato",
        "non trovata", "non è stato trovato", "no encontrado", "no encontrada", "não encontrado",
        "não encontrada", "não foi encontrado", "niet gevonden", "niet worden gevonden",
        "nie można odnaleźć", "nie znaleziono", "hittades inte", "finns inte", "findes ikke",
        "finnes ikke", "ikke fundet", "ikke funnet", "ei löydy", "ei löytynyt", "neexistuje",
        "nebyla nalezena", "nenalezen", "nem található", "nu există", "bulunamadı", "не найден",
        "не найдена", "неизвестен", "見つかりません", "見つかりませんでした", "找不到", "찾을 수 없",
    ]),
    (Reason::NotAccept, Likely, &["unreachable domain"]),
    (Reason::System, Likely, &[
        "service unavailable", "service not available", "temporary failure",
        "temporarily unavailable", "unavailable", "try again later", "temporary problem",
        "temporary error", "try later",
    ]),
    (Reason::Network, Likely, &["dns", "connect to", "connection"]),
    (Reason::Filtered, Likely, &["recipient rejected", "mailbox"]),
    (Reason::MailboxFull, Likely, &[
        "voll", "pleine", "pleno", "lleno", "piena", "cheia", "pełna", "storage", "full",
    ]),
];
