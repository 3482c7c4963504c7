//! Lets a test hand over a message, which is matched and heard as if it had been read from the mailbox.

use super::hearing::{self, Arrived};
use crate::outreach::{Moment, WorkError};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use desk_core::account::{AccountSettings, Security, ServerSettings, SignIn};
use desk_core::address::EmailAddress;
use desk_core::ids::Ids;
use desk_core::incoming::FolderRole;
use desk_core::time::Clock;
use desk_mail::classify::{Context, Folder, classify};
use desk_store::{account, mailbox};

/// Hears a message that arrives now in the inbox of the rep, who has these addresses.
pub(crate) fn hear(session: &Session, own: &[EmailAddress], raw: &[u8]) -> Result<(), WorkError> {
    let now = session.now();
    let arrived = session.rep_zone().civil(now).date();
    let verdict = classify(raw, &Context { own, folder: Folder::Incoming, arrived });
    let id = format!("<{}>", verdict.clues.message_id.as_deref().unwrap_or_default());
    let moment = Moment { ids: session, now, rep_zone: session.rep_zone() };
    session.write_durably(|tx| {
        let account = match account::default(tx.connection())? {
            Some(account) => account.id,
            None => account::add(tx, session.uid(now), &settings(own))?,
        };
        let inbox = (b"INBOX".to_vec(), "Inbox".to_owned(), FolderRole::Inbox);
        mailbox::listed(tx, account, &[inbox])?;
        let folders = mailbox::read_ones(tx.connection(), account)?;
        let folder = folders.first().map_or(0, |folder| folder.id);
        let (message_id, verdict) = (id.as_str(), &verdict);
        let message = Arrived { folder, message_id, received_at: now, raw, verdict };
        hearing::arrived(tx, moment, message).map(drop)
    })
}

/// An account of the rep whose servers are never asked.
fn settings(own: &[EmailAddress]) -> AccountSettings {
    let address = own.first().map_or("", EmailAddress::as_str).to_owned();
    let host = "nowhere.invalid".to_owned();
    AccountSettings {
        user: address.clone(),
        address,
        smtp: ServerSettings { host, port: 465, security: Security::Tls },
        imap: None,
        files_copies: None,
        sign_in: SignIn::Password,
    }
}
