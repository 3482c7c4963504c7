//! E-mail addresses: what can be written to, and when two are the same.

/// Longest local part, in bytes (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// Longest domain, in bytes (RFC 5321, 4.5.3.1.2).
const MAX_DOMAIN: usize = 255;

/// Longest address, in bytes: a path of 256 without its brackets (RFC 5321, 4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// Why an e-mail address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressProblem {
    /// No @, or more than one.
    #[error("it needs exactly one @")]
    NoAt,
    /// Nothing, or something that is not allowed, before the @.
    #[error("what stands before the @ cannot be")]
    Local,
    /// Nothing, or no domain name, behind the @.
    #[error("what stands behind the @ is no domain")]
    Domain,
    /// Longer than an address may be.
    #[error("it is too long")]
    TooLong,
    /// White space or a control character.
    #[error("it contains a space or a control character")]
    Space,
}

/// An address that a message can be sent to. Quoted local parts and address literals, which nobody
/// has, are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress {
    shown: String,
    key: String,
}

impl EmailAddress {
    /// Takes what the rep typed.
    ///
    /// # Errors
    /// [`AddressProblem`] says what is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, AddressProblem> {
        let shown = raw.trim();
        if shown.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(AddressProblem::Space);
        }
        let (local, domain) = shown.split_once('@').ok_or(AddressProblem::NoAt)?;
        if domain.contains('@') {
            return Err(AddressProblem::NoAt);
        }
        // RFC 5322 atoms, and letters beyond ASCII (RFC 6532).
        let atom = |c: char| {
            c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii()
        };
        if local.split('.').any(|part| part.is_empty() || !part.chars().all(atom)) {
            return Err(AddressProblem::Local);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| AddressProblem::Domain)?;
        if !domain.contains('.') || domain.split('.').any(str::is_empty) {
            return Err(AddressProblem::Domain);
        }
        if local.len() > MAX_LOCAL
            || domain.len() > MAX_DOMAIN
            || local.len() + 1 + domain.len() > MAX_ADDRESS
        {
            return Err(AddressProblem::TooLong);
        }
        let key = format!("{}@{domain}", local.to_lowercase());
        Ok(Self { shown: format!("{local}@{domain}"), key })
    }

    /// The address as it goes into a message: the local part as typed, the domain in ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The form in which addresses are compared: lower case, the domain in ASCII. Servers may tell
    /// the case of a local part apart; none does.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What stands behind the @.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.key.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_composition_of_a_domain_make_no_difference() {
        let key = |raw| EmailAddress::parse(raw).unwrap().key().to_owned();
        assert_eq!(key(" Ada@Bücher.Example "), key("ada@xn--bcher-kva.example"));
        assert_eq!(EmailAddress::parse("Ada@Example.TEST").unwrap().as_str(), "Ada@example.test");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for (raw, problem) in [
            ("", AddressProblem::NoAt),
            ("ada", AddressProblem::NoAt),
            ("ada@b@c.test", AddressProblem::NoAt),
            ("@example.test", AddressProblem::Local),
            ("a..b@example.test", AddressProblem::Local),
            ("\"a b\"@example.test", AddressProblem::Space),
            ("<ada>@example.test", AddressProblem::Local),
            ("ada@", AddressProblem::Domain),
            ("ada@localhost", AddressProblem::Domain),
            ("ada@exa_mple.test", AddressProblem::Domain),
            ("ada@example..test", AddressProblem::Domain),
            ("ada@example.test\r\nBcc: all@example.test", AddressProblem::Space),
        ] {
            assert_eq!(EmailAddress::parse(raw), Err(problem), "{raw:?}");
        }
        let long = format!("{}@example.test", "x".repeat(65));
        assert_eq!(EmailAddress::parse(&long), Err(AddressProblem::TooLong));
    }

    proptest! {
        #[test]
        fn an_accepted_address_is_accepted_again_and_is_the_same(raw in "\\PC{0,20}@[a-zäß0-9.-]{0,20}") {
            if let Ok(once) = EmailAddress::parse(&raw) {
                let again = EmailAddress::parse(once.as_str()).unwrap();
                prop_assert_eq!(again.key(), once.key());
                prop_assert!(!once.as_str().chars().any(char::is_control));
            }
        }
    }
}
