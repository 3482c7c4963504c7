//! Commands about files that go with an e-mail, and what its recipient would read.

use super::account::sender_of;
use super::email::{fields, new_message};
use super::store_error;
use super::work::touch_error;
use crate::chosen::Handle;
use crate::outreach::{Loaded, WorkError, load_touch};
use crate::ports::{Files, Reads};
use crate::sending::{Letter, without_files};
use crate::session::Session;
use desk_core::attachment::{Attachment, FileName, MAX_FILES};
use desk_core::ids::Ids;
use desk_core::time::{Clock, Timestamp};
use desk_mail::message::Composed;
use desk_store::account::{self, Account};
use desk_store::files::{KeepError, KeptFiles, MAX_SIZE};
use desk_store::outbox::NewMessage;
use desk_store::{Connection, StoreError, server_limit};
use desk_wire::attachment::{
    ChosenFile, ChosenFiles, EmailPreview, FileAttach, FileAttached, FileFault,
};
use desk_wire::command::Nothing;
use desk_wire::error::{EmailField, Fault, Problem, WireError};
use desk_wire::work::EmailSend;
use std::path::Path;

/// Answers `files_choose`: opens the system's dialog and waits until the rep has chosen.
///
/// # Errors
/// None so far; a dialog that cannot be opened has nothing chosen in it.
pub(crate) fn choose(
    session: &Session,
    dialog: &dyn Files,
    _: Nothing,
) -> Result<ChosenFiles, WireError> {
    let chosen = dialog.choose().into_iter().take(MAX_FILES).map(|path| {
        let handle = Handle::new(session.uid(session.now()));
        let file = ChosenFile { handle: handle.0.clone(), name: name_of(&path) };
        session.chosen().put(handle, path);
        file
    });
    Ok(ChosenFiles { files: chosen.collect() })
}

fn name_of(path: &Path) -> FileName {
    FileName::of(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Answers `file_attach`.
///
/// # Errors
/// [`Problem::NotFound`] for a handle that was used or never given, [`Problem::FileNotKept`].
pub(crate) fn attach(session: &Session, request: FileAttach) -> Result<FileAttached, WireError> {
    let path = session.chosen().take(&request.handle).ok_or(Problem::NotFound)?;
    let name = name_of(&path);
    match session.files().keep(&path) {
        Ok((file, size)) => Ok(FileAttached { attachment: Attachment { file, name, size } }),
        Err(error) => {
            let fault = match error {
                KeepError::Empty => FileFault::Empty,
                KeepError::TooLarge => FileFault::TooLarge { max: MAX_SIZE },
                KeepError::Io(error) => FileFault::Unreadable { detail: error.to_string() },
            };
            Err(Problem::FileNotKept { name, fault }.into())
        }
    }
}

/// The files of an e-mail as they can be sent: not too many, and all of them there.
pub(super) fn checked(files: &KeptFiles, attachments: &[Attachment]) -> Result<(), Problem> {
    if attachments.len() > MAX_FILES {
        let (field, fault) = (EmailField::Attachments, Fault::TooMany);
        return Err(Problem::EmailField { field, fault });
    }
    match attachments.iter().find(|one| files.size(&one.file) != Some(one.size)) {
        Some(gone) => Err(Problem::FileGone { name: gone.name.clone() }),
        None => Ok(()),
    }
}

/// The largest message that an account's server takes, as far as that is known.
pub(super) fn limit(c: &Connection, account: Option<&Account>) -> Result<Option<u64>, StoreError> {
    match account {
        Some(account) => server_limit::get(c, &account.settings.smtp.host),
        None => Ok(None),
    }
}

/// Whether a message can be sent with its files to a server that takes so much.
pub(super) fn check(
    c: &Connection,
    loaded: &Loaded,
    new: &NewMessage,
    now: Timestamp,
) -> Result<(), WorkError> {
    checked(&KeptFiles::beside(c), &new.draft.attachments)?;
    let account = account::get(c, new.account)?;
    let Some(limit) = limit(c, account.as_ref())? else { return Ok(()) };
    let (_, size) = composed(c, loaded, new, now)?;
    if size > limit {
        return Err(Problem::MessageTooLarge { size, limit }.into());
    }
    Ok(())
}

/// The message without what its files hold, and how many bytes it has with it.
fn composed(
    c: &Connection,
    loaded: &Loaded,
    new: &NewMessage,
    now: Timestamp,
) -> Result<(Composed, u64), WorkError> {
    let name = loaded.person.contact.name();
    let letter = Letter {
        message_id: &new.message_id,
        chain: &new.thread.chain,
        contact_name: &name,
        draft: &new.draft,
        is_answer: false,
    };
    let account = account::get(c, new.account)?;
    let sender = sender_of(c, account.as_ref())?;
    let settings = account.as_ref().map(|account| &account.settings);
    without_files(&letter, &sender, settings, now)
        .map_err(|error| WorkError::from(Box::new(WireError::internal(&error))))
}

/// Answers `email_preview`: made by what makes the message that is sent.
///
/// # Errors
/// A field that cannot be sent, a touch that is not open any more, or the database's.
pub(crate) fn preview(
    host: &(impl Reads + Clock),
    request: EmailSend,
) -> Result<EmailPreview, WireError> {
    let now = host.now();
    let draft = fields(request.draft)?;
    let shown = host.store().read(|c| {
        let made = || {
            let loaded = load_touch(c, request.id)?;
            let new = new_message(c, &loaded, draft, now, false)?;
            let (composed, size) = composed(c, &loaded, &new, now)?;
            let account = account::get(c, new.account)?;
            Ok::<_, WorkError>((composed.shown(), size, limit(c, account.as_ref())?))
        };
        Ok(made())
    });
    let (shown, size, limit) = shown.map_err(store_error)?.map_err(touch_error)?;
    Ok(EmailPreview { subject: shown.subject, text: shown.text, html: shown.html, size, limit })
}
