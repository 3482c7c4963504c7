//! Mail that arrives: what it can be (R51), in what kind of folder it lies, and whose mail providers are
//! shared by strangers.

mod ruling;

use crate::address::EmailAddress;
pub use ruling::{Decision, Mark, Ruling, Tone};

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// A report about the delivery of a message of ours.
    DeliveryReport,
    /// A notice that our message was displayed or deleted.
    ReadReceipt,
    /// A complaint that our message is spam.
    SpamReport,
    /// An invitation, or the answer to one.
    Calendar,
    /// An answer that no person wrote.
    AutoReply,
    /// The wish to get no more e-mail.
    Unsubscribe,
    /// A person wrote.
    HumanReply,
    /// The rep's own message.
    Own,
    /// It has nothing to do with anybody.
    Unrelated,
    /// Only the rep can tell what it belongs to.
    Review,
}

/// What a folder of a mailbox is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FolderRole {
    /// Where mail arrives.
    Inbox,
    /// Where mail is put away.
    Archive,
    /// Everything, whatever other folder it is in.
    All,
    /// What the provider takes for junk.
    Junk,
    /// Copies of what was sent.
    Sent,
    /// What is not sent yet.
    Drafts,
    /// What was thrown away.
    Trash,
    /// The rep's own.
    Other,
}

impl FolderRole {
    /// Whether such a folder is read unless the rep says otherwise: where replies lie, and what was sent.
    #[must_use]
    pub const fn is_read_at_first(self) -> bool {
        matches!(self, Self::Inbox | Self::Archive | Self::All | Self::Sent)
    }
}

/// How old the latest reading of the mailbox may be for a follow-up to leave unattended, in
/// milliseconds: 10 minutes (PRODUCT 6.5).
pub const FRESH_FOR: i64 = 10 * 60_000;

/// Providers at which anybody gets an address, under every ending: two addresses there say nothing
/// about each other (PRODUCT 4.5).
const FREE_NAMES: &[&str] = &[
    "gmail",
    "googlemail",
    "outlook",
    "hotmail",
    "live",
    "msn",
    "yahoo",
    "ymail",
    "rocketmail",
    "aol",
    "icloud",
    "gmx",
    "protonmail",
    "tutanota",
    "yandex",
    "fastmail",
    "rediffmail",
    "hushmail",
    "zohomail",
];

/// Others, under one ending only: elsewhere the name is somebody's own.
const FREE_DOMAINS: &[&str] = &[
    "126.com",
    "163.com",
    "abv.bg",
    "alice.it",
    "aon.at",
    "arcor.de",
    "att.net",
    "bellsouth.net",
    "bigpond.com",
    "bk.ru",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "centrum.cz",
    "charter.net",
    "chello.at",
    "comcast.net",
    "cox.net",
    "daum.net",
    "duck.com",
    "earthlink.net",
    "free.fr",
    "freenet.de",
    "globo.com",
    "hanmail.net",
    "hey.com",
    "hispeed.ch",
    "home.nl",
    "ig.com.br",
    "inbox.com",
    "inbox.ru",
    "interia.pl",
    "kpnmail.nl",
    "laposte.net",
    "libero.it",
    "list.ru",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "naver.com",
    "neuf.fr",
    "ntlworld.com",
    "o2.pl",
    "onet.pl",
    "online.de",
    "op.pl",
    "optusnet.com.au",
    "orange.fr",
    "planet.nl",
    "pm.me",
    "posteo.de",
    "proton.me",
    "qq.com",
    "rogers.com",
    "runbox.com",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "shaw.ca",
    "sina.com",
    "sky.com",
    "skynet.be",
    "sunrise.ch",
    "t-online.de",
    "talktalk.net",
    "telenet.be",
    "terra.com.br",
    "tin.it",
    "tiscali.it",
    "tuta.com",
    "ukr.net",
    "uol.com.br",
    "verizon.net",
    "virgilio.it",
    "virginmedia.com",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "xs4all.nl",
    "xtra.co.nz",
    "ya.ru",
    "ziggo.nl",
    "zoho.com",
];

/// Whether anybody gets an address at this domain.
#[must_use]
pub fn is_free_mail(domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    let labels: Vec<&str> = domain.split('.').collect();
    // A name before a country or a common ending: yahoo.co.uk; not gmail.acme.example.
    let named = match labels.as_slice() {
        [name, _] | [name, "co" | "com" | "net" | "org", _] => FREE_NAMES.contains(name),
        _ => false,
    };
    named || FREE_DOMAINS.binary_search(&domain.as_str()).is_ok()
}

/// Names before the @ that several people read by, in a company: RFC 2142 and habit.
#[rustfmt::skip]
const SHARED_NAMES: &[&str] = &[
    "accounting", "accounts", "admin", "administration", "bestellung", "billing", "buchhaltung",
    "buero", "careers", "commercial", "contact", "contacto", "contato", "einkauf", "empfang",
    "enquiries", "finance", "hallo", "hello", "help", "helpdesk", "hi", "hola", "hr", "info",
    "informacion", "information", "inquiries", "jobs", "kontakt", "kundenservice", "mail",
    "marketing", "office", "orders", "post", "presse", "press", "purchasing", "reception", "sales",
    "secretariat", "sekretariat", "service", "services", "support", "team", "ventas", "verkauf",
    "vertrieb", "webmaster", "welcome", "zentrale",
];

/// Whether an address is read by several people, as far as its name tells (R25).
#[must_use]
pub fn is_shared_inbox(address: &EmailAddress) -> bool {
    let local = address.key().split('@').next().unwrap_or_default();
    SHARED_NAMES.contains(&local) && !is_free_mail(address.domain())
}

/// The address without what its owner put behind a plus sign: `ada+news@…` is read by Ada (RFC 5233).
#[must_use]
pub fn without_tag(address: &EmailAddress) -> Option<EmailAddress> {
    let (local, domain) = address.key().split_once('@')?;
    let (name, _) = local.split_once('+')?;
    EmailAddress::parse(&format!("{name}@{domain}")).ok()
}

/// A subject without what mail programs put in front of it when somebody answers or passes it on, to
/// compare two of the same thread.
#[must_use]
pub fn thread_subject(subject: &str) -> String {
    const PREFIXES: &[&str] = &[
        "re", "fw", "fwd", "aw", "wg", "antw", "antwort", "sv", "vs", "vl", "tr", "rv", "ref",
        "rif", "r", "i", "res", "enc", "odp", "pd", "ynt", "doorst", "回复", "转发", "答复",
        "返信",
    ];
    let mut rest = subject.trim();
    while let Some((before, after)) = rest.split_once([':', '：']) {
        let word = before.trim().to_lowercase();
        // Some programs count: "Re[2]: ".
        let word = word.split(['[', '(']).next().unwrap_or_default();
        if !PREFIXES.contains(&word) {
            break;
        }
        rest = after.trim();
    }
    crate::text::fold(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_of_free_mail_are_known_under_every_ending() {
        for free in ["gmail.com", "yahoo.co.uk", "gmx.de", "HOTMAIL.fr", "mail.com", "web.de"] {
            assert!(is_free_mail(free), "{free}");
        }
        for own in ["acme.example", "mail.acme.example", "gmail.acme.com", "web.com", ""] {
            assert!(!is_free_mail(own), "{own}");
        }
        assert!(FREE_DOMAINS.is_sorted());
    }

    #[test]
    fn r25_an_inbox_is_shared_by_its_name_and_a_tag_is_no_part_of_an_address() {
        let parse = |address: &str| EmailAddress::parse(address).unwrap();
        for shared in ["info@acme.example", "Sales@acme.example", "buero@acme.example"] {
            assert!(is_shared_inbox(&parse(shared)), "{shared}");
        }
        for own in ["ada@acme.example", "info@gmail.com", "information.ada@acme.example"] {
            assert!(!is_shared_inbox(&parse(own)), "{own}");
        }
        let bare = |address: &str| without_tag(&parse(address)).map(|one| one.key().to_owned());
        assert_eq!(bare("Ada+news@acme.example"), Some("ada@acme.example".to_owned()));
        assert_eq!((bare("ada@acme.example"), bare("+news@acme.example")), (None, None));
    }

    #[test]
    fn subjects_of_one_thread_are_the_same() {
        for subject in
            ["A question", "Re: A question", "AW: WG: a Question ", "RE[2]: Re: A question"]
        {
            assert_eq!(thread_subject(subject), thread_subject("A question"), "{subject}");
        }
        assert_ne!(thread_subject("Offer: A question"), thread_subject("A question"));
    }
}
