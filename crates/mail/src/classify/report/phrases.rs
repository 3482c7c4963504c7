//! How mail servers and the programs that report for them put it, by reason.
//!
//! Collected from RFC texts, sources and manuals of the mail servers, and what providers document. A
//! phrase is *sure* when it can mean one thing only, *likely* when it is also used loosely: then a
//! status that says something else wins; *bare* when more than the phrase is needed to believe it. Of several, the table's order decides: what is about us
//! comes before what is about the address, because servers refuse unwelcome senders in words that
//! name the recipient.

use super::reason::Reason;
use crate::classify::phrase::Phrases;
use std::sync::LazyLock;

/// How much a phrase weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Used loosely.
    Likely,
    /// Means one thing only, and is what filters and gateways say as an excuse, too.
    Bare,
    /// Means one thing only.
    Sure,
}

use Strength::{Bare, Likely, Sure};

type Row = (Reason, Strength, &'static [&'static str]);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    // Sentences that name several causes, or that words below would read otherwise.
    (Reason::Network, Sure, &["host not found, try again", "try again later: host not found"]),
    (Reason::NotAccept, Sure, &["malformed or unexpected name server reply"]),
    (Reason::HostUnknown, Sure, &["account or domain may not exist"]),
    (Reason::RateLimited, Sure, &[
        "too many connections", "too many concurrent", "too many recipients", "too many messages",
        "too many mails", "rate limit", "rate limited", "rate limits", "ratelimit", "rate exceeded",
        "connection rate limit", "message rate", "exceeded the rate", "receiving mail at a rate",
        "sending rate", "hourly limit", "daily limit", "daily sending quota",
        "daily user sending limit", "throttled", "throttling", "connection limit",
        "sessions from your", "user complaints", "greylisted", "greylisting", "greylist",
        "graylisted", "maximum sending", "too many errors",
    ]),
    (Reason::Policy, Sure, &[
        "relay access denied", "relaying denied", "relay denied", "relay not permitted",
        "relaying not permitted", "not permitted to relay", "relaying not allowed",
        "relay not allowed", "not allowed to relay", "unable to relay", "no relaying",
        "no relaying allowed", "cannot relay", "we do not relay", "not configured to relay",
        "relaying prohibited", "relay prohibited", "relaying is denied", "relay operation rejected",
        "that domain isn't in my list of allowed rcpthosts",
        "isn't in my list of allowed rcpthosts", "relaying mail to", "insecure mail relay",
        "authentication required", "authentication is required", "must authenticate", "smtp auth",
        "requires authentication", "does not advertise auth capability", "not logged in",
        "sender address rejected", "sender rejected", "sender denied", "sender is denied",
        "sender verify failed", "sender verification failed", "unroutable sender address",
        "unrouteable sender address", "domain of sender", "sender domain", "sender's domain",
        "invalid sender", "bad sender address", "bad sender's", "sender not allowed",
        "sender unknown", "sender address is not", "mail from address", "from address is not",
        "email address is not verified", "client host rejected", "client host blocked",
        "client host", "connection rejected by", "connections not accepted from", "messages from",
        "mail from your ip", "your ip address", "sending ip", "ip address blacklisted",
        "helo command rejected", "bad helo", "invalid helo", "reverse dns", "rdns", "fcrdns",
        "ptr record", "ptr lookup", "reverse lookup", "cannot find your hostname",
        "cannot find your reverse hostname", "cannot resolve your",
        "no matches to nameserver query", "blocked using", "blocklist", "blocklisted", "block list",
        "blacklist", "blacklisted", "black list", "denylist", "dnsbl", "rbl", "rblsmtpd",
        "spamhaus", "spamcop", "barracuda reputation", "listed at", "listed by", "poor reputation",
        "bad reputation", "low reputation", "sender reputation", "reputation of", "dmarc",
        "dmarc policy", "spf check", "spf record", "spf records", "spf validation", "spf fail",
        "spf failure", "spf hard fail", "spf", "dkim", "unauthenticated", "not authenticated",
        "authentication checks", "authentication failure", "authentication results", "not a member",
        "not member", "are not allowed to post", "permission to post", "not allowed to send",
        "not authorized to send", "not authorised to send", "cannot send to this", "members only",
        "custom from", "send mail as", "notauthorized", "authrequired",
        "delivery to this address is restricted", "policy reasons", "policy reason",
        "policy violation", "violates policy", "against policy", "security policies",
        "security policy", "recipient's policy", "due to policy", "administrative prohibition",
        "administrative prohibit", "unsolicited mail originating from your ip", "banned",
        "your network",
    ]),
    (Reason::Spam, Sure, &[
        "spam message", "spam detected", "spam mail", "spam content", "spam score", "spam filter",
        "spam filters", "as spam", "is spam", "was spam", "like spam", "considered spam",
        "looks like spam", "rejected as spam", "classified as spam", "identified as spam",
        "detected as spam", "suspected spam", "possible spam", "probable spam",
        "appears to be spam", "anti-spam", "antispam", "unsolicited", "unwanted messages",
        "unwanted mail", "bulk mail", "bulk email", "junk mail", "blacklisted url",
        "content rejected", "spam not accepted", "spam rejected", "spamming not allowed",
        "consider spam",
    ]),
    (Reason::Content, Sure, &[
        "virus", "viruses", "malware", "infected", "phishing", "potential security issue",
        "media error", "illegal attachment", "attachment type", "attachment not allowed",
        "forbidden attachment", "prohibited attachment", "blocked attachment",
        "message content rejected", "executable file", "content restrictions", "its content",
        "message contains", "header error", "improper use of 8-bit data",
    ]),
    (Reason::TooBig, Sure, &[
        "message too large", "message is too large", "message too big", "message is too big",
        "message size exceeds", "message length exceeds", "exceeds size limit",
        "exceeds the size limit", "exceeds maximum message size",
        "exceeds fixed maximum message size", "exceeded maximum", "maximum message size",
        "size limit exceeded", "message size limit", "message exceeds",
        "exceeds administrative limit", "message file too big", "too large", "line limit exceeded",
        "larger than the current system limit", "larger than the maximum", "mail is too large",
        "mail size limit", "sizelimit", "too much data",
    ]),
    (Reason::MailboxFull, Sure, &[
        "mailbox full", "mailbox is full", "mailbox was full", "mailbox for user is full",
        "mail box is full", "mailbox too full", "inbox is full", "inbox full", "account is full",
        "mail folder is full", "mailfolder is full", "folder is full", "overquota", "over quota",
        "over the quota", "over its quota", "over their quota", "over disk quota",
        "over the storage quota", "over the maximum allowed", "over storage limit", "overdrawn",
        "above quota", "quota exceeded", "quota exceed", "quota has been exceeded",
        "quota is exceeded", "exceeded quota", "exceeds quota", "exceeds allowed quota",
        "exceeded the quota", "exceeded its quota", "exceed mailbox quota", "exceeded storage",
        "exceeded email quota", "exceeded the space", "exceeded its storage", "would exceed",
        "exceeding mailbox quota", "quota violation", "quotaexceeded", "mailbox quota",
        "disk quota", "storage quota", "quota full", "out of storage", "insufficient disk",
        "mailbox size", "size limit for user exceeded", "mailbox exceeds", "mailbox exceeded",
        "mailbox has exceeded", "too many mails on mail drop",
        "number of messages in recipient's mailbox exceeded", "account is over",
        "user has too many messages", "has too much mail", "no space left for this user",
        "not enough storage", "not enough space", "user has exhausted", "is full",
        "postfach ist voll", "postfach voll", "speicherplatz", "boîte pleine", "boite pleine",
        "boîte aux lettres pleine", "quota dépassé", "buzón lleno", "buzon lleno",
        "buzón está lleno", "casella piena", "casella di posta piena", "caixa postal cheia",
        "caixa de entrada está cheia", "postvak is vol", "mailbox vol", "ящик переполнен",
        "skrzynka pełna", "skrzynka jest pełna", "メールボックスが一杯", "メールボックスがいっぱい",
        "容量を超えて", "邮箱已满", "邮箱空间不足",
    ]),
    (Reason::Suspended, Sure, &[
        "account disabled", "account is disabled", "account has been disabled",
        "account is currently disabled", "tried to reach is disabled", "reach is inactive",
        "mailbox disabled", "mailbox is disabled", "mailbox has been disabled", "user disabled",
        "user is disabled", "domain is disabled", "disabled recipient", "disabled user",
        "disabled mailbox", "recipient disabled", "address is disabled", "account suspended",
        "account is suspended", "has been suspended", "is suspended", "user suspended",
        "currently suspended", "mailbox suspended", "suspended due to inactivity",
        "suspend the service", "temporarily suspended", "account inactive", "account is inactive",
        "inactive account", "inactive user", "user inactive", "inactive mailbox",
        "inactive recipient", "mailbox is inactive", "mailbox inactive", "user is inactive",
        "temporarily inactive", "is inactive", "not active", "not been activated",
        "recipient is inactive", "mailbox is frozen", "mailbox frozen", "account is frozen",
        "account frozen", "account is locked", "account locked", "mailbox is locked",
        "mailbox locked", "temporary locked", "temporarily locked", "user locked", "deactivated",
        "has been blocked", "mailbox is blocked", "mailbox blocked", "account expired",
        "account has expired", "mailbox has expired", "mailbox unavailable or access denied",
        "archived recipient", "boite du destinataire archivee", "user is terminated",
        "postfach deaktiviert", "konto deaktiviert", "compte désactivé", "compte suspendu",
        "cuenta desactivada", "cuenta suspendida", "account disattivato",
    ]),
    (Reason::HasMoved, Sure, &[
        "has moved to", "user has moved", "has moved", "has been moved to", "has been replaced by",
        "mailbox has moved", "address has changed", "address changed to", "changed his address",
        "changed her address", "changed their address", "changed email address",
        "new email address is", "new e-mail address is", "new address is",
        "user not local; please try", "please try forwarding", "moved permanently",
    ]),
    (Reason::NotAccept, Sure, &[
        "does not accept mail", "does not accept email", "does not accept any mail",
        "doesn't accept mail", "doesn't accept email", "do not accept mail", "not accept any email",
        "not accepting mail", "not accepting email", "not accept mail", "no longer accepts mail",
        "no longer accepts email", "nullmx", "null mx", "indicated no smtp service",
        "no smtp service", "system not accepting network messages", "find a mail exchanger",
        "no mx found", "no mail exchanger", "no mx record", "no mx records", "no valid mx",
        "no mail server", "no mail servers", "does not receive mail", "does not receive email",
        "doesn't receive mail", "does not have a mail server", "not running a mail server",
        "no mail service", "smtp service not available for this domain",
        "name server: .: host not found", "mail receiving disabled", "cannot receive mail",
        "can't receive mail",
    ]),
    (Reason::HostUnknown, Sure, &[
        "host unknown", "unknown host", "host not found", "domain not found",
        "host or domain name not found", "hostname not found", "no such host", "no such domain",
        "unknown domain", "domain unknown", "domain does not exist", "domain doesn't exist",
        "domain is not exist", "domain not exist", "domain name not found",
        "name or service not known", "nxdomain", "non-existent domain", "nonexistent domain",
        "unrouteable address", "unroutable address", "unrouteable mail domain",
        "unroutable mail domain", "unroutable domain", "unrouteable domain", "no route to domain",
        "find any host named", "bad destination system", "bad destination host",
        "destination host unknown", "illegal host", "illegal domain", "invalid domain",
        "invalid host", "invalid destination domain", "domain invalid", "can't find host",
        "cannot find host", "host does not exist", "mx records point to non-existent hosts",
        "no address associated with", "address associated with hostname", "domain mentioned in",
        "mail domain mentioned in email address is unknown", "domain isn't found",
        "domain is unknown", "does not resolve", "could not be resolved", "couldn't be resolved",
        "no dns entry", "not a valid domain", "because the domain", "server cannot be found",
        "domain ist unbekannt", "domain existiert nicht", "domaine inconnu", "domaine inexistant",
        "dominio desconocido", "dominio no existe", "dominio inesistente", "domínio não existe",
        "domein bestaat niet", "домен не найден",
    ]),
    (Reason::UserUnknown, Sure, &[
        // What reporting programs say themselves, and what no filter has an excuse for.
        "unknown user:", "invalid user address", "delivery error: dd this user doesn't have a",
        "email address could not be found", "address couldn't be found", "address wasn't found",
        "wasn't found at", "couldn't be found or is misspelled", "recipient name is not recognized",
        "rejected recipient: access denied", "recipientnotfound", "invalid final delivery",
        "account has been deleted", "account has been removed", "account deleted",
        "mailbox has been deleted", "mailbox deleted", "address has been deleted", "user deleted",
        "unable to find alias user", "not listed in", "no longer in use", "no longer on server",
        "no longer with", "no longer works", "no longer working", "no longer employed",
        "rejected recipients", "is not our customer", "is not a customer", "resolver.adr",
        "ambiguous address", "benutzer unbekannt", "unbekannter benutzer", "empfänger unbekannt",
        "unbekannter empfänger", "adresse unbekannt", "adresse existiert nicht",
        "empfänger existiert nicht", "postfach existiert nicht", "nicht gefunden werden",
        "empfängeradresse wurde nicht gefunden", "utilisateur inconnu", "destinataire inconnu",
        "adresse inconnue", "adresse inexistante", "destinataire invalide", "adresse n'existe pas",
        "boîte aux lettres inexistante", "est introuvable", "usuario desconocido",
        "usuario inexistente", "destinatario desconocido", "dirección no existe",
        "cuenta no existe", "usuario no existe", "no se encontró",
        "no se ha encontrado la dirección", "utente sconosciuto", "destinatario sconosciuto",
        "casella inesistente", "indirizzo inesistente", "utente inesistente",
        "usuário desconhecido", "usuário inexistente", "usuário não existe",
        "destinatário desconhecido", "endereço não existe", "endereço não encontrado",
        "onbekende gebruiker", "gebruiker onbekend", "onbekende ontvanger", "ontvanger onbekend",
        "okänd mottagare", "ukendt modtager", "nieznany użytkownik", "nieznany odbiorca",
        "adres nie istnieje", "użytkownik nie istnieje", "пользователь не найден",
        "нет такого пользователя", "несуществующий", "адрес не существует", "ящик не существует",
        "ユーザーが見つかりません", "アドレスが見つかりません", "アドレスは存在しません",
        "宛先不明", "用户不存在", "收件人不存在", "帐号不存在", "账号不存在", "地址不存在",
    ]),
    (Reason::UserUnknown, Bare, &[
        "unknown username", "user not known", "not known at this", "not known here",
        "username unknown", "no such mailbox", "no such recipient", "no such account",
        "no such address", "no such person", "no such local user", "no such email", "no such name",
        "user not listed", "user cannot be found", "user could not be found", "user name not found",
        "user account not found", "username not found", "mailbox not found",
        "mailbox does not exist", "mailbox doesn't exist", "mailbox unknown", "unknown mailbox",
        "mailbox not exist", "mailbox is not found", "mailbox by that name",
        "mailbox here by that name", "mailbox invalid", "invalid mailbox",
        "bad destination mailbox", "bad mailbox", "mail box not found", "not a valid mailbox",
        "not a valid user", "not a valid recipient", "not a valid address", "not a valid account",
        "not have a valid mailbox", "no mailbox", "no mailbox found", "no valid mailbox",
        "address unknown", "unknown address", "unknown email address", "address does not exist",
        "address doesn't exist", "address not found", "address not exist", "no longer exists",
        "address could not be found", "is not a known", "address not known", "address not present",
        "unknown recipients", "recipient not found", "recipient does not exist",
        "recipient doesn't exist", "recipient is not exist", "recipient not exist",
        "recipient not known", "recipient no longer", "recipient is unknown",
        "recipient address unknown", "recipient address does not", "recip not found",
        "recipient not recognized", "recipient invalid", "no valid recipient",
        "no valid recipients", "invalid recipient", "invalid recipients", "invalid user",
        "invalid address", "invalid email address", "invalid username", "invalid local part",
        "addressee unknown", "unknown addressee", "bad address", "bad recipient",
        "bad destination email", "account does not exist", "account doesn't exist",
        "account not found", "account that you tried to reach does not exist",
        "no account by that name", "no account here", "account unknown", "unknown account",
        "account is not valid", "account not exist", "this user doesn't have a",
        "doesn't have an account", "does not have an account", "unknown local part",
        "unknown local-part", "unknown alias", "unknown or illegal alias", "undeliverable address",
        "undeliverable mailbox", "not found in directory", "no one by that name",
        "nobody by that name", "nobody here by that name", "no person by that name",
        "no user by that name", "no known user", "nonexistent user", "non-existent user",
        "nonexistent mailbox", "non-existent mailbox", "nonexistent address",
        "non-existent address", "non-existent recipient", "no longer valid", "no longer available",
        "user unknown", "unknown user", "no such user", "user not exist", "user is unknown",
        "user does not exist", "user doesn't exist", "user not found", "unknown recipient",
        "recipient unknown",
    ]),
    (Reason::Filtered, Sure, &[
        "rejected by recipient", "rejected by the recipient", "refused by recipient",
        "refused by the recipient", "blocked by recipient", "blocked by the recipient",
        "recipient has blocked", "user has blocked", "recipient refused", "user refuses",
        "only accepts mail from", "does not want", "filtered", "domain filter", "mail filter",
        "not on the recipient's", "recipient only accepts", "no permission",
        "receiving restrictions",
    ]),
    (Reason::Network, Sure, &[
        "connection refused", "connection reset", "connection lost", "lost connection",
        "connection dropped", "connection was dropped", "connection closed",
        "network is unreachable", "network unreachable", "network error", "no route to host",
        "host is unreachable", "host unreachable", "host is down", "host down", "unable to connect",
        "could not connect", "couldn't connect", "cannot connect", "can't connect",
        "failed to connect", "did not accept our requests to connect", "couldn't establish",
        "establish an smtp connection", "socket error", "broken pipe", "hop count exceeded",
        "too many hops", "too many received", "routing loop", "mail loop", "mail loops",
        "message loop", "loops back to myself", "loop detected", "possible mail loop",
        "mail forwarding loop", "message looping", "hops exceeded", "name server timeout",
        "dns lookup timeout", "temporary dns", "dns error", "dns server",
        "temporarily unable to resolve", "nameserver", "starttls", "tls negotiation",
        "tls connection", "certificate",
    ]),
    (Reason::Expired, Sure, &[
        "message expired", "delivery time expired", "envelope expired", "time expired", "expired",
        "retry timeout exceeded", "retry time not reached", "timed out", "timeout", "time-out",
        "time out", "in the queue too long", "too long in queue", "been in queue", "queue too long",
        "delivery timeout", "cannot send message for", "could not send message for",
        "could not be delivered for", "undeliverable for", "has been trying", "have been trying",
        "stopped trying", "max retries", "maximum retries", "queue.expired",
        "not been delivered within", "could not deliver for",
    ]),
    (Reason::System, Sure, &[
        "system error", "mailer error", "internal system error", "internal error",
        "internal server error", "operating system error", "configuration error",
        "local configuration error", "insufficient system storage", "insufficient system resources",
        "no space left on device", "system is full", "disk full", "file system full",
        "can't create output", "cannot create", "i/o error", "pipe to", "local delivery failed",
        "child process", "exit status", "exited with", "unable to open", "permission denied",
        "read-only file system", "misconfigured", "mail server is not available", "local error",
        "temporary server error", "server error", "maintenance",
    ]),
    (Reason::Protocol, Sure, &[
        "syntax error", "syntactically", "command not recognized", "unrecognized command",
        "command unrecognized", "command not implemented", "command parameter not implemented",
        "bad sequence", "need rcpt", "malformed address", "malformed recipient",
        "malformed message", "8bitmime", "smtputf8", "not rfc compliant", "rfc compliant",
        "rfc 5322", "rfc 2822", "addresses in from", "multiple addresses", "invalid header",
        "missing header", "protocol error", "protocol violation", "bare lf", "line too long",
    ]),
    (Reason::Policy, Likely, &[
        "access denied", "access refused", "not authorized", "not authorised", "unauthorized",
        "not permitted", "not allowed", "restricted", "policy", "prohibited", "helo", "blocked",
        "message rejected", "mail rejected", "message refused", "transaction failed", "denied",
        "rejected for", "has been rejected", "cannot be accepted",
    ]),
    (Reason::RateLimited, Likely, &[
        "quota", "exceeded", "temporarily deferred", "deferred", "too many",
        "resources temporarily unavailable",
    ]),
    (Reason::Spam, Likely, &["spam"]),
    (Reason::UserUnknown, Likely, &[
        "mailbox unavailable", "mailbox not available", "address rejected", "does not exist",
        "doesn't exist", "not exist", "not found", "unknown", "no longer", "invalid",
        "existiert nicht", "n'existe pas", "no existe", "non esiste", "não existe", "bestaat niet",
        "не существует", "存在しません", "不存在",
    ]),
    (Reason::NotAccept, Likely, &["unreachable domain"]),
    (Reason::System, Likely, &[
        "service unavailable", "service not available", "temporary failure",
        "temporarily unavailable", "unavailable", "try again later", "temporary problem",
        "temporary error", "try later",
    ]),
    (Reason::Network, Likely, &["dns", "connect to", "connection"]),
    (Reason::Filtered, Likely, &["recipient rejected", "mailbox"]),
];

static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(TABLE.iter().flat_map(|(_, _, row)| row.iter().copied())));

/// The row of each phrase, in the order of [`PHRASES`].
static ROWS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let rows = (0_u8..).zip(TABLE);
    rows.flat_map(|(at, (_, _, row))| std::iter::repeat_n(at, row.len())).collect()
});

/// The weightiest reason that a text gives. It must be in the form of `normal_words`.
pub(crate) fn best(text: &str) -> Option<(Reason, Strength)> {
    let rows = PHRASES.find(text).filter_map(|(which, _)| ROWS.get(which));
    // Sure rows stand before likely ones.
    let (reason, strength, _) = TABLE.get(usize::from(*rows.min()?))?;
    Some((*reason, *strength))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::phrase::normal;

    #[test]
    fn the_table_is_ordered_and_no_phrase_stands_in_it_twice() {
        assert!(TABLE.is_sorted_by(|a, b| a.1 != Likely || b.1 == Likely));
        let mut all: Vec<&str> = TABLE.iter().flat_map(|row| row.2.iter().copied()).collect();
        assert!(all.iter().all(|phrase| normal(phrase) == *phrase));
        all.sort_unstable();
        let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert_eq!(twice, Vec::<&[&str]>::new());
    }

    #[test]
    fn every_phrase_is_found_as_its_row_or_a_weightier_one() {
        for (row, (_, _, phrases)) in TABLE.iter().enumerate() {
            for phrase in *phrases {
                let text = normal(&format!("550 said {phrase}: sorry"));
                let found = PHRASES.find(&text).map(|(which, _)| usize::from(ROWS[which])).min();
                assert!(found.is_some_and(|found| found <= row), "{phrase}");
            }
        }
    }
}
