//! Which providers keep a copy of what was sent by themselves.

use desk_core::account::AccountSettings;
use desk_mail::providers::of_server;

/// Other names of sending servers whose providers file what they take than the table of providers has.
const ALIASES: [&str; 3] =
    ["smtp.googlemail.com", "smtp-mail.outlook.com", "outlook.office365.com"];

/// Whether copies of what leaves through an account are filed by its provider: as the rep has set it, else
/// by the name of its server.
pub(crate) fn files_by_itself(account: &AccountSettings) -> bool {
    let host = account.smtp.host.trim_end_matches('.').to_ascii_lowercase();
    account.files_copies.unwrap_or_else(|| {
        let known = of_server(&account.smtp).is_some_and(|provider| provider.files_sent);
        known || ALIASES.contains(&host.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk_core::account::{Security, ServerSettings, SignIn};

    fn files(host: &str, set: Option<bool>) -> bool {
        files_by_itself(&AccountSettings {
            address: "ada@example.com".to_owned(),
            user: "ada".to_owned(),
            smtp: ServerSettings { host: host.to_owned(), port: 465, security: Security::Tls },
            imap: None,
            files_copies: set,
            sign_in: SignIn::Password,
        })
    }

    #[test]
    fn providers_that_file_are_known_by_their_servers_unless_the_rep_knows_better() {
        assert!(files("smtp.gmail.com", None));
        assert!(files("SMTP.Googlemail.com.", None));
        assert!(!files("smtp-relay.gmail.com", None), "it belongs to no mailbox");
        assert!(!files("smtp.gmail.com.example.org", None));
        assert!(!files("smtp.gmail.com", Some(false)));
        assert!(files("mail.example.org", Some(true)));
    }
}
