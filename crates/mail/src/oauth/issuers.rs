//! Where Google and Microsoft are asked, for what, and as whom.

use super::Client;
use crate::server::Secret;
use desk_core::account::Issuer;

/// Where a provider is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// The page on which the rep consents.
    pub authorize: String,
    /// Where a code or a refresh token is changed into an access token.
    pub token: String,
}

/// The provider's own.
#[must_use]
pub fn endpoints(issuer: Issuer) -> Endpoints {
    let (authorize, token) = match issuer {
        Issuer::Google => {
            ("https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token")
        }
        Issuer::Microsoft => (
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        ),
    };
    Endpoints { authorize: authorize.to_owned(), token: token.to_owned() }
}

/// What is asked for: to read and send mail, also while the rep is away.
#[must_use]
pub const fn scopes(issuer: Issuer) -> &'static [&'static str] {
    match issuer {
        // The only one with which IMAP and SMTP work.
        Issuer::Google => &["https://mail.google.com/"],
        Issuer::Microsoft => &[
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
            "offline_access",
        ],
    }
}

/// What else is said on the way to the page of consent.
pub(super) const fn extras(issuer: Issuer) -> &'static [(&'static str, &'static str)] {
    match issuer {
        // Without both, Google gives a refresh token the first time only.
        Issuer::Google => &[("access_type", "offline"), ("prompt", "consent")],
        Issuer::Microsoft => &[],
    }
}

/// As whom this program was registered by whoever built it; none when it was not.
#[must_use]
pub fn built_in(issuer: Issuer) -> Option<Client> {
    let (id, secret) = match issuer {
        Issuer::Google => (
            option_env!("CADENCE_DESK_GOOGLE_CLIENT_ID"),
            option_env!("CADENCE_DESK_GOOGLE_CLIENT_SECRET"),
        ),
        Issuer::Microsoft => (option_env!("CADENCE_DESK_MICROSOFT_CLIENT_ID"), None),
    };
    let given = |value: &&str| !value.is_empty();
    let secret = secret.filter(given).map(|secret| Secret::new(secret.to_owned()));
    id.filter(given).map(|id| Client { id: id.to_owned(), secret })
}
