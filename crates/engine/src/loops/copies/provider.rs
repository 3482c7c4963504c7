//! Which providers keep a copy of what was sent by themselves.

use desk_core::account::AccountSettings;

/// Sending servers whose providers file what they take, and the names under which they go: from the
/// providers' own help pages. To be read out of the table of providers once it says so.
const FILING: [&str; 5] = [
    "smtp.gmail.com",
    "smtp.googlemail.com",
    "smtp.office365.com",
    "smtp-mail.outlook.com",
    "outlook.office365.com",
];

/// Whether the provider behind a sending server files copies of what it takes.
fn files_copies(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    FILING.contains(&host.as_str())
}

/// Whether copies of what leaves through an account are filed by its provider: as the rep has set it, else
/// by the name of its server.
pub(crate) fn files_by_itself(account: &AccountSettings) -> bool {
    account.files_copies.unwrap_or_else(|| files_copies(&account.smtp.host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_that_file_are_known_by_their_servers() {
        assert!(files_copies("SMTP.Gmail.com."));
        assert!(files_copies("smtp.office365.com"));
        assert!(!files_copies("smtp-relay.gmail.com"), "it belongs to no mailbox");
        assert!(!files_copies("smtp.gmail.com.example.org"));
    }
}
