//! What must not be written to or called: an address, a domain with everything under it, a pattern of
//! addresses, or a phone number.

use crate::address::EmailAddress;
use crate::phone::PhoneNumber;

/// Fewest letters and digits that a pattern names: fewer would meet almost everybody.
const LEAST_NAMED: usize = 3;

/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 254;

/// What an entry of the suppression list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Kind {
    /// One e-mail address.
    Address,
    /// All addresses of a domain and of the domains under it.
    Domain,
    /// All addresses that a pattern with `*` meets.
    Pattern,
    /// One phone number: no calls and no text messages.
    Phone,
}

/// Why an entry stands in the suppression list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Reason {
    /// Whoever reads it asked for no more, or complained (R33).
    OptedOut,
    /// It does not exist.
    Bounced,
    /// The rep put it there.
    Listed,
}

/// An entry as it is kept and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// An address or a number by its key, a domain as `@domain`, a pattern in lower case.
    pub key: String,
}

/// What was typed is no address, domain, pattern or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither an address nor a domain, a pattern or a phone number")]
pub struct NoEntry;

impl Entry {
    /// Takes what the rep typed: `ada@example.com`, `example.com` or `@example.com`,
    /// `sales*@example.com`, `+49 30 23125 100`.
    ///
    /// # Errors
    /// [`NoEntry`] when it is none of these, or a pattern that would meet almost everybody.
    pub fn parse(raw: &str) -> Result<Self, NoEntry> {
        let typed = raw.trim();
        if typed.contains('*') {
            return pattern(typed);
        }
        if let Ok(phone) = PhoneNumber::parse(typed) {
            return Ok(Self { kind: Kind::Phone, key: phone.key().to_owned() });
        }
        if let Ok(address) = EmailAddress::parse(typed) {
            return Ok(Self { kind: Kind::Address, key: address.key().to_owned() });
        }
        // A domain is checked as that of an address.
        let domain = typed.strip_prefix('@').unwrap_or(typed);
        let any = EmailAddress::parse(&format!("any@{domain}")).map_err(|_| NoEntry)?;
        Ok(Self { kind: Kind::Domain, key: format!("@{}", any.domain()) })
    }
}

fn pattern(typed: &str) -> Result<Entry, NoEntry> {
    let key = typed.to_lowercase();
    // SQLite's GLOB has more signs than `*`; addresses do without them.
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"[]?<>(),;:\"\\".contains(c);
    let named = key.chars().filter(|c| c.is_alphanumeric()).count();
    let fits = key.len() <= MAX_PATTERN && key.matches('@').count() == 1;
    if fits && named >= LEAST_NAMED && key.chars().all(plain) {
        Ok(Entry { kind: Kind::Pattern, key })
    } else {
        Err(NoEntry)
    }
}

/// The keys of entries that meet an address besides patterns: its own, and those of its domain and of each
/// domain above it.
#[must_use]
pub fn keys_of(address: &str) -> Vec<String> {
    let mut keys = vec![address.to_owned()];
    let mut domain = address.rsplit_once('@').map(|(_, domain)| domain);
    while let Some(name) = domain.filter(|name| !name.is_empty()) {
        keys.push(format!("@{name}"));
        domain = name.split_once('.').map(|(_, above)| above);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_taken_for_what_it_is() {
        for (typed, kind, key) in [
            (" Ada@Example.com ", Kind::Address, "ada@example.com"),
            ("Bücher.example", Kind::Domain, "@xn--bcher-kva.example"),
            ("@example.com", Kind::Domain, "@example.com"),
            ("Sales*@example.com", Kind::Pattern, "sales*@example.com"),
            ("+49 (0)30 23125-100", Kind::Phone, "+493023125100"),
        ] {
            assert_eq!(Entry::parse(typed), Ok(Entry { kind, key: key.to_owned() }), "{typed}");
        }
        for bad in ["", "*", "*@*", "a*@*.x", "sales[a]*@example.com", "no domain", "example", "@"]
        {
            assert_eq!(Entry::parse(bad), Err(NoEntry), "{bad}");
        }
    }

    #[test]
    fn an_address_is_met_by_its_domain_and_those_above() {
        assert_eq!(
            keys_of("ada@eu.acme.example"),
            ["ada@eu.acme.example", "@eu.acme.example", "@acme.example", "@example"]
        );
    }
}
