//! E-mails that the rep sends to themselves, to look at them: made by what makes those that are sent, and handed
//! over without the outbox. Nothing of a test is written down, and nothing follows from it.

use super::account::{failure, nothing_to_sign_in_with, sender_of, stage_name};
use super::attachment::{self, limit};
use super::email::{checked, reply_subject};
use super::work::touch_error;
use super::{store_error, texts};
use crate::outreach::custom::CustomOf;
use crate::outreach::{WorkError, load_touch};
use crate::sending::{Letter, NOBODY, server, test_of};
use crate::session::Session;
use crate::sign_in::{self, NoCredential};
use desk_core::account::SignIn;
use desk_core::address::EmailAddress;
use desk_core::custom::CustomField;
use desk_core::draft::EmailDraft;
use desk_core::ids::{ContactId, Ids, PartnershipId, StepId};
use desk_core::noted::Noted;
use desk_core::outbox::HoldReason;
use desk_core::partnership::{ContactFields, PartnershipFields};
use desk_core::step::{EmailThread, Step, StepContent};
use desk_core::template::Values;
use desk_core::time::{Clock, Timestamp};
use desk_mail::check::{Stage, hand_over};
use desk_mail::message::Composed;
use desk_mail::practice::write_eml;
use desk_store::account::{self, Account};
use desk_store::contact::{self, Contact};
use desk_store::partnership::{self, PartnershipRow};
use desk_store::workspace::Kind;
use desk_store::{Connection, StoreError, custom};
use desk_wire::account::SignInFailure;
use desk_wire::cadence::StepSave;
use desk_wire::error::{EmailField, Fault, Problem, WireError};
use desk_wire::test_mail::{StepTest, TestSent};
use desk_wire::work::EmailSend;

/// Answers `email_test`.
///
/// # Errors
/// Variables without a value, a field that cannot be sent, a touch that is not open any more, what the server
/// did not take, or the database's.
pub(crate) fn of_touch(session: &Session, request: EmailSend) -> Result<TestSent, WireError> {
    let account = session.read_store(|c| {
        let found = || {
            let loaded = load_touch(c, request.id)?;
            Ok::<_, WorkError>(account::of_enrolment(c, loaded.row.id)?)
        };
        Ok(found())
    });
    let account = account.map_err(store_error)?.map_err(touch_error)?;
    send(session, account, request.draft)
}

/// Answers `step_test`.
///
/// # Errors
/// As [`of_touch`], and texts that are no templates.
pub(crate) fn of_step(session: &Session, request: StepTest) -> Result<TestSent, WireError> {
    let steps: Vec<Step> = request.steps.into_iter().map(step).collect();
    let position = usize::try_from(request.position).unwrap_or(usize::MAX);
    let (before, step) = match (steps.get(..position), steps.get(position)) {
        (Some(before), Some(step)) => (before, step),
        _ => return Err(Problem::NotFound.into()),
    };
    let found = session.read_store(|c| {
        let account = account::default(c)?;
        let sender = sender_of(c, account.as_ref())?;
        let person = match request.partnership {
            None => Some(made_up(custom::fields(c)?)),
            Some(id) => primary(c, id)?,
        };
        let values = person
            .map(|(who, home, custom)| texts::values(&who, &home, &custom, &sender, &later()));
        Ok((account, values))
    });
    let (account, values) = found.map_err(store_error)?;
    let draft = draft_of(before, step, &values.ok_or(Problem::NotFound)?)?;
    send(session, account, draft)
}

/// A step as it stands in the editor; its id plays no part.
fn step(step: StepSave) -> Step {
    let StepSave { id, name, delay, content, rules } = step;
    Step { id: id.unwrap_or(StepId(0)), name, delay, content, rules }
}

/// Whose texts are filled: a contact with its partnership and the values of custom fields.
type Known = (Contact, PartnershipRow, CustomOf);

/// A partnership with its primary contact; none when it is gone or has no contact.
fn primary(c: &Connection, id: PartnershipId) -> Result<Option<Known>, StoreError> {
    let contact = contact::of_partnership(c, id)?.into_iter().next();
    let Some((contact, home)) = contact.zip(partnership::get(c, id)?) else { return Ok(None) };
    let custom = CustomOf::read(c, &contact, custom::fields(c)?.into())?;
    Ok(Some((contact, home, custom)))
}

/// What the rep will have noted by then.
fn later() -> Noted {
    Noted {
        personal_line: "I enjoyed your talk about partner programmes.".to_owned(),
        video_url: "https://example.com/video".to_owned(),
    }
}

/// Somebody of whom everything is known, to fill the variables with while nobody is chosen.
fn made_up(fields: Vec<CustomField>) -> Known {
    let text = str::to_owned;
    let (email, phone) = (text("alex.example@example.com"), text("+1 202 555 0143"));
    let contact = Contact {
        id: ContactId(0),
        partnership: PartnershipId(0),
        fields: ContactFields {
            first_name: text("Alex"),
            last_name: text("Example"),
            title: text("Head of Partnerships"),
            linkedin: text("https://www.linkedin.com/in/example"),
            ..ContactFields::default()
        },
        primary: true,
        opted_out_at: None,
        usable_emails: vec![email],
        dead_emails: Vec::new(),
        usable_phones: vec![(phone.clone(), phone)],
    };
    let partnership = PartnershipRow {
        id: PartnershipId(0),
        fields: PartnershipFields {
            name: text("Example Company"),
            website: text("https://www.example.com"),
            industry: text("Software"),
            country: text("Germany"),
            ..PartnershipFields::default()
        },
        stage_name: text("Lead"),
        name_key: String::new(),
        notes: String::new(),
        created_at: Timestamp::from_millis(0),
        updated_at: Timestamp::from_millis(0),
        deleted_at: None,
    };
    (contact, partnership, CustomOf::made_up(fields))
}

/// The e-mail of a step with its variables filled. One that goes on with a conversation has the subject of the
/// last step that begins one.
fn draft_of(before: &[Step], step: &Step, values: &Values) -> Result<EmailDraft, WireError> {
    let StepContent::Email { thread, subject, body, .. } = &step.content else {
        return Err(Problem::NotFound.into());
    };
    let broken = |error: desk_core::template::TemplateProblem| Problem::TemplateBroken {
        detail: error.to_string(),
    };
    let (own, body) = texts::email(step, (subject, body), values).map_err(broken)?;
    let begun = before.iter().rev().find_map(|earlier| match &earlier.content {
        StepContent::Email { thread: EmailThread::New, subject, .. } => Some((earlier, subject)),
        _ => None,
    });
    let subject = match (thread, begun) {
        (EmailThread::Same, Some((earlier, subject))) => {
            let (begun, _) = texts::email(earlier, (subject, ""), values).map_err(broken)?;
            reply_subject(&begun.text)
        }
        _ => own.text,
    };
    let attachments = step.rules.attachments.clone();
    Ok(EmailDraft { subject, body: body.text, attachments, ..EmailDraft::default() })
}

/// Sends a draft to the rep instead of those whom it names.
fn send(
    session: &Session,
    account: Option<Account>,
    draft: EmailDraft,
) -> Result<TestSent, WireError> {
    let account = match session.kind() {
        Kind::Practice => None,
        Kind::Own => Some(account.ok_or(Problem::NoAccount)?),
    };
    let rep = account.as_ref().map_or(NOBODY, |account| account.settings.address.as_str());
    let (cc, bcc) = (String::new(), String::new());
    let draft = checked(EmailDraft { to: rep.to_owned(), cc, bcc, ..draft })?;
    let message = composed(session, account.as_ref(), &draft)?;
    match account {
        None => write(session, &message)?,
        Some(account) => deliver(session, &account, &message)?,
    }
    Ok(TestSent { to: (session.kind() == Kind::Own).then_some(draft.to) })
}

fn composed(
    session: &Session,
    account: Option<&Account>,
    draft: &EmailDraft,
) -> Result<Composed, WireError> {
    attachment::checked(&session.files(), &draft.attachments)?;
    let known = session.read_store(|c| Ok((sender_of(c, account)?, limit(c, account)?)));
    let (sender, limit) = known.map_err(store_error)?;
    let now = session.now();
    let field = EmailField::To;
    let rep = EmailAddress::parse(&draft.to)
        .map_err(|_| Problem::EmailField { field, fault: Fault::NotAnAddress })?;
    let uid: String = session.uid(now).as_bytes().iter().map(|b| format!("{b:02x}")).collect();
    let letter = Letter {
        // Of its own, so that an answer to it belongs to nobody.
        message_id: &format!("<test-{uid}@{}>", rep.domain()),
        chain: &[],
        contact_name: "",
        draft,
        is_answer: false,
    };
    let settings = account.map(|account| &account.settings);
    let message = test_of(&letter, &session.files(), &sender, settings, now)
        .map_err(|error| WireError::internal(&error))?;
    let size = u64::try_from(message.bytes().len()).unwrap_or(u64::MAX);
    match limit.filter(|limit| size > *limit) {
        Some(limit) => Err(Problem::MessageTooLarge { size, limit }.into()),
        None => Ok(message),
    }
}

/// Practice mail goes into its folder.
fn write(session: &Session, message: &Composed) -> Result<(), WireError> {
    let folder = session.sent_folder();
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| write_eml(&folder, message, session.now()));
    written.map_err(|error| Problem::TestNotWritten { detail: error.to_string() })?;
    Ok(())
}

fn deliver(session: &Session, account: &Account, message: &Composed) -> Result<(), WireError> {
    let trust = session.trust().map_err(|error| WireError::internal(&error))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| WireError::internal(&error))?;
    let settings = &account.settings;
    let smtp = server(&settings.smtp);
    let lacking = |none| without_credential(none, &settings.sign_in);
    runtime.block_on(async {
        let credential = sign_in::credential(session, account).await.map_err(lacking)?;
        let mut sent = hand_over(&smtp, &credential, trust, message).await;
        if matches!(sent, Err((Stage::SmtpSignIn, _)))
            && let Some(renewed) = sign_in::renewed(session, account, &credential).await
        {
            sent = hand_over(&smtp, &renewed.map_err(lacking)?, trust, message).await;
        }
        sent.map_err(|(stage, why)| Problem::TestNotSent {
            stage: stage_name(stage),
            failure: failure(why),
            settings: Box::new(settings.clone()),
        })?;
        Ok(())
    })
}

fn without_credential(none: NoCredential, sign_in: &SignIn) -> Problem {
    match none {
        NoCredential::Hold(HoldReason::KeychainLocked) => Problem::KeychainLocked,
        NoCredential::Hold(HoldReason::KeychainAbsent) => Problem::KeychainAbsent,
        NoCredential::Hold(HoldReason::KeychainDenied) => Problem::KeychainDenied,
        NoCredential::Hold(_) => nothing_to_sign_in_with(sign_in),
        NoCredential::Later(detail) => {
            Problem::SignInFailed { failure: SignInFailure::Unreachable { detail } }
        }
    }
}
