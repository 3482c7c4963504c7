//! What is known of mail providers beforehand: the table `providers.txt`, read once.
//!
//! It says where a provider's servers are and what one signs in with there. It asks nobody; what the
//! name servers say of a domain that is not in it, [`crate::discovery`] finds out.

use desk_core::account::{Issuer, Security, ServerSettings};
use std::sync::LazyLock;

/// What a provider lets a program sign in with, apart from OAuth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passwords {
    /// The password with which the rep signs in everywhere.
    Usual,
    /// One that the rep has the provider make for this program.
    App,
    /// None.
    None,
}

/// A provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its name.
    pub name: &'static str,
    /// The server that takes mail.
    pub smtp: ServerSettings,
    /// The server that holds mail.
    pub imap: ServerSettings,
    /// Which password it takes.
    pub passwords: Passwords,
    /// Where one signs in by OAuth, if one can.
    pub issuer: Option<Issuer>,
    /// Whether it puts a copy of what was sent into the folder of sent mail by itself.
    pub files_sent: bool,
    /// How many messages a day it lets an account send. What it says itself; accounts may have less.
    pub daily_cap: u32,
    domains: Vec<&'static str>,
    exchanges: Vec<&'static str>,
}

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| lines().filter_map(read).collect());

/// The provider of addresses in a domain.
#[must_use]
pub fn of_domain(domain: &str) -> Option<&'static Provider> {
    let domain = domain.to_lowercase();
    let has = |known: &&str| match known.strip_suffix('*') {
        None => **known == domain,
        Some(stem) => domain.strip_prefix(stem).is_some_and(is_ending),
    };
    PROVIDERS.iter().find(|provider| provider.domains.iter().any(&has))
}

/// The provider that takes mail under this name (RFC 5321, 5: an MX record's exchange).
#[must_use]
pub fn of_exchange(exchange: &str) -> Option<&'static Provider> {
    let exchange = exchange.trim_end_matches('.').to_lowercase();
    let has = |known: &&str| {
        exchange.strip_suffix(*known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    PROVIDERS.iter().find(|provider| provider.exchanges.iter().any(&has))
}

/// The provider whose sending server this is. On this computer itself the port tells which it is.
#[must_use]
pub fn of_server(smtp: &ServerSettings) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| {
        let known = &provider.smtp;
        known.host.eq_ignore_ascii_case(&smtp.host)
            && (known.port == smtp.port || known.host != "127.0.0.1")
    })
}

/// Whether nothing but a country's ending is left: `com`, `de`, `co.uk`, `com.au`.
fn is_ending(rest: &str) -> bool {
    let is_country = |label: &str| label.len() == 2 && label.is_ascii();
    match rest.split_once('.') {
        None => rest == "com" || is_country(rest),
        Some((first, country)) => matches!(first, "co" | "com") && is_country(country),
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("providers.txt").lines().filter(|line| !line.starts_with('#'))
}

/// None for a line that cannot be read, of which there is none: a test looks.
fn read(line: &'static str) -> Option<Provider> {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, domains, exchanges, smtp, imap, marks, cap] = columns.as_slice() else {
        return None;
    };
    let marks: Vec<&str> = marks.split_whitespace().collect();
    let known = ["app-password", "no-password", "google", "microsoft", "files-sent"];
    if marks.iter().any(|mark| !known.contains(mark)) {
        return None;
    }
    let issuer = |mark: &&str| match *mark {
        "google" => Some(Issuer::Google),
        "microsoft" => Some(Issuer::Microsoft),
        _ => None,
    };
    let passwords = match marks.first() {
        Some(&"app-password") => Passwords::App,
        Some(&"no-password") => Passwords::None,
        _ => Passwords::Usual,
    };
    Some(Provider {
        name,
        smtp: server(smtp)?,
        imap: server(imap)?,
        passwords,
        issuer: marks.iter().find_map(issuer),
        files_sent: marks.contains(&"files-sent"),
        daily_cap: cap.parse().ok()?,
        domains: domains.split_whitespace().collect(),
        exchanges: exchanges.split_whitespace().collect(),
    })
}

fn server(words: &str) -> Option<ServerSettings> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let [security, host, port] = words.as_slice() else { return None };
    let security = match *security {
        "tls" => Security::Tls,
        "starttls" => Security::StartTls,
        _ => return None,
    };
    Some(ServerSettings { host: (*host).to_owned(), port: port.parse().ok()?, security })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_line_of_the_table_is_read_and_no_domain_stands_in_it_twice() {
        assert_eq!(PROVIDERS.len(), lines().count());
        for names in [|one: &Provider| one.domains.clone(), |one: &Provider| one.exchanges.clone()]
        {
            let mut seen = HashSet::new();
            for name in PROVIDERS.iter().flat_map(names) {
                assert!(seen.insert(name), "{name} stands there twice");
                assert_eq!(name, name.to_lowercase());
            }
        }
        for provider in PROVIDERS.iter() {
            let ports = (provider.smtp.security, provider.smtp.port);
            assert!(
                matches!(ports, (Security::Tls, 465) | (Security::StartTls, 587 | 1025)),
                "{}",
                provider.name
            );
            assert!(provider.passwords != Passwords::None || provider.issuer.is_some());
        }
    }

    #[test]
    fn an_address_finds_its_provider() {
        for (domain, name) in [
            ("gmail.com", "Gmail"),
            ("Googlemail.com", "Gmail"),
            ("hotmail.co.uk", "Outlook.com"),
            ("outlook.com.au", "Outlook.com"),
            ("live.de", "Outlook.com"),
            ("yahoo.co.jp", "Yahoo"),
            ("yandex.ru", "Yandex"),
            ("gmx.de", "GMX"),
            ("me.com", "iCloud"),
            ("zohomail.eu", "Zoho Mail (Europe)"),
            ("pm.me", "Proton Mail (Bridge)"),
        ] {
            assert_eq!(of_domain(domain).map(|one| one.name), Some(name), "{domain}");
        }
        for stranger in ["example.com", "yahoo.example.com", "notgmail.com", "gmail.com.evil.org"] {
            assert_eq!(of_domain(stranger), None, "{stranger}");
        }
    }

    #[test]
    fn the_exchange_of_another_domain_shows_its_provider() {
        for (exchange, name) in [
            ("ASPMX.L.GOOGLE.COM.", "Google Workspace"),
            ("smtp.google.com", "Google Workspace"),
            ("alt3.aspmx.l.googlemail.com", "Google Workspace"),
            ("acme-com.mail.protection.outlook.com.", "Microsoft 365"),
            ("acme-com.b-v1.mx.microsoft", "Microsoft 365"),
            ("in1-smtp.messagingengine.com", "Fastmail"),
            ("mx2.zoho.eu", "Zoho Mail (Europe)"),
            ("mx01.mail.icloud.com", "iCloud"),
        ] {
            assert_eq!(of_exchange(exchange).map(|one| one.name), Some(name), "{exchange}");
        }
        for stranger in ["mail.example.com", "notgoogle.com", "google.com.evil.org"] {
            assert_eq!(of_exchange(stranger), None, "{stranger}");
        }
    }

    #[test]
    fn google_and_microsoft_file_what_was_sent_and_take_oauth() {
        let google = of_domain("gmail.com").unwrap();
        assert_eq!((google.issuer, google.files_sent), (Some(Issuer::Google), true));
        let microsoft = of_exchange("x.mail.protection.outlook.com").unwrap();
        assert_eq!(microsoft.passwords, Passwords::None);
        assert_eq!((microsoft.issuer, microsoft.files_sent), (Some(Issuer::Microsoft), true));
        assert_eq!(of_server(&microsoft.smtp), Some(microsoft));
        assert!(!of_domain("gmx.net").unwrap().files_sent);
    }
}
