//! Who sent a message: a mail server, another machine, or perhaps a person. By headers alone.

use super::letter::Letter;
use super::verdict::{Code, Evidence};

/// How a sender shows itself.
pub(crate) struct Origin {
    daemon: Option<Evidence>,
    machine: Option<Evidence>,
    never_writes: bool,
}

/// Names before the `@` by which mail servers report (RFC 2142, RFC 5321).
#[rustfmt::skip]
const DAEMONS: &[&str] = &[
    "mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mail.daemon", "mail_daemon",
    "postmaster", "poostmaster", "post_master", "post-master", "bounce", "bounces", "mail-delivery",
    "maildelivery", "mdaemon", "mailer", "mailsystem", "mail-system", "mailadmin",
];

/// Names before the `@` that no person answers from.
#[rustfmt::skip]
const MACHINES: &[&str] = &[
    "no-reply", "noreply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply",
    "not-reply", "nobody", "daemon", "autoreply", "auto-reply", "autoresponder", "auto-responder",
    "autoresponse", "automailer", "robot", "notification", "notifications",
];

/// Display names of mail servers.
#[rustfmt::skip]
const DAEMON_NAMES: &[&str] = &[
    "mail delivery system", "mail delivery subsystem", "mail delivery service", "mailer-daemon",
    "mailer daemon", "mail administrator", "system administrator", "delivery subsystem",
    "internet mail delivery", "postmaster",
];

impl Origin {
    /// Looks at the headers.
    pub(crate) fn of(letter: &Letter<'_>) -> Self {
        let daemon = daemon(letter);
        let machine = daemon.clone().or_else(|| machine(letter));
        let sender = letter.sender();
        let local = sender.split('@').next().unwrap_or_default();
        let never_writes = local.starts_with("mailer-daemon") || MACHINES.contains(&local);
        Self { daemon, machine, never_writes }
    }

    /// Whether a mail server sent it, by name or by the empty sender of reports (RFC 5321, 4.5.5).
    pub(crate) fn is_daemon(&self) -> bool {
        self.daemon.is_some()
    }

    /// Whether any sign says that a machine sent it.
    pub(crate) fn is_machine(&self) -> bool {
        self.machine.is_some()
    }

    /// Whether the sender is one that no person ever writes as.
    pub(crate) fn never_writes(&self) -> bool {
        self.never_writes
    }

    /// The sign.
    pub(crate) fn sign(&self) -> Option<&Evidence> {
        self.machine.as_ref()
    }
}

fn daemon(letter: &Letter<'_>) -> Option<Evidence> {
    let path = letter.header("Return-Path").unwrap_or_default();
    let bare =
        path.trim_matches(|c: char| c == '<' || c == '>' || c.is_whitespace()).to_ascii_lowercase();
    let is_daemon = |address: &str| {
        let local = address.split('@').next().unwrap_or_default();
        DAEMONS.contains(&local)
            || local.starts_with("mailer-daemon")
            || local.starts_with("microsoftexchange")
    };
    if letter.has("Return-Path") && (bare.is_empty() || is_daemon(&bare)) {
        return Some(Evidence::header(Code::MachineSender, "Return-Path", &path));
    }
    let sender = letter.sender();
    let name = letter.sender_name();
    let by_name = DAEMON_NAMES.iter().any(|one| name == *one) || name.starts_with("mailer-daemon");
    (is_daemon(&sender) || by_name)
        .then(|| Evidence::header(Code::MachineSender, "From", &format!("{name} <{sender}>")))
}

fn machine(letter: &Letter<'_>) -> Option<Evidence> {
    let said = |name: &str| letter.header(name).map(|value| value.to_lowercase());
    let auto = said("Auto-Submitted").filter(|value| !value.starts_with("no") && !value.is_empty());
    if let Some(value) = auto {
        return Some(Evidence::header(Code::MachineSender, "Auto-Submitted", &value));
    }
    let bulk = said("Precedence").filter(|value| {
        ["bulk", "junk", "list", "auto_reply", "auto-reply"].contains(&value.as_str())
    });
    if let Some(value) = bulk {
        return Some(Evidence::header(Code::MachineSender, "Precedence", &value));
    }
    let list = ["X-MLServer", "X-ML-Info", "X-Mailman-Version", "Mailing-List"];
    if let Some(name) = list.into_iter().find(|name| letter.has(name)) {
        return Some(Evidence::new(Code::MachineSender, name));
    }
    let sender = letter.sender();
    let local = sender.split('@').next().unwrap_or_default();
    MACHINES.contains(&local).then(|| Evidence::header(Code::MachineSender, "From", &sender))
}
