//! Commands about the mail account and the sender profile.

use super::store_error;
use crate::ports::{Reads, Secret, Secrets, SecretsError, Writes};
use crate::sending::{note_limit, server, to_myself};
use crate::session::Session;
use crate::sign_in::kept::{self, Tokens};
use crate::sign_in::{self, NoCredential};
use desk_core::account::{AccountField, AccountOwn, AccountSettings, SenderProfile, SignIn};
use desk_core::ids::{AccountId, Ids};
use desk_core::outbox::HoldReason;
use desk_core::pace::Pace;
use desk_core::time::Clock;
use desk_mail::check::{self, Stage};
use desk_mail::providers::of_server;
use desk_mail::server::Credential;
use desk_store::account::{self, Account};
use desk_store::{Connection, StoreError, mailbox, opt_out, outbox, workspace};
use desk_wire::account::{
    AccountOwnSave, AccountRef, AccountSave, AccountStage, AccountTest, MailAccount, MailAccounts,
    OptOutPage, Password, SenderSave, SignInFailure, StageFailure, StageResult,
};
use desk_wire::command::Nothing;
use desk_wire::error::{Fault, Problem, WireError};

/// What the rep signs with in mail of an account.
pub(crate) fn sender_of(
    c: &Connection,
    account: Option<&Account>,
) -> Result<SenderProfile, StoreError> {
    let profile = account::sender(c)?;
    Ok(match account {
        Some(account) => account.own.profile(profile),
        None => profile,
    })
}

/// Answers `account_list`.
///
/// # Errors
/// The database's.
pub fn list(
    host: &impl Reads,
    secrets: &dyn Secrets,
    _: Nothing,
) -> Result<MailAccounts, WireError> {
    let accounts = host.store().read(account::all).map_err(store_error)?.into_iter();
    Ok(MailAccounts { accounts: accounts.map(|account| shown(account, secrets)).collect() })
}

fn shown(account: Account, secrets: &dyn Secrets) -> MailAccount {
    let password = kept::state(secrets, account.uid, &account.settings.sign_in);
    let Account { id, settings, own, is_default, .. } = account;
    MailAccount { id, settings, own, is_default, password }
}

fn one(host: &impl Reads, secrets: &dyn Secrets, id: AccountId) -> Result<MailAccount, WireError> {
    let found = host.store().read(|c| account::get(c, id)).map_err(store_error)?;
    found.map(|account| shown(account, secrets)).ok_or_else(|| Problem::NotFound.into())
}

/// The account that is meant: who adds one that is there has new settings for it.
fn known<'a>(
    all: &'a [Account],
    id: Option<AccountId>,
    settings: &AccountSettings,
) -> Option<&'a Account> {
    all.iter().find(|account| match id {
        Some(id) => account.id == id,
        None => account.settings.address == settings.address,
    })
}

/// Answers `account_save`. Without a password or a sign-in the one in the keychain stays.
///
/// # Errors
/// A field that is refused, an address that another account has, what the keychain said, or the database's.
pub(crate) fn save(
    host: &(impl Writes + Clock + Ids),
    secrets: &dyn Secrets,
    signed_in: Option<&Tokens>,
    request: AccountSave,
) -> Result<MailAccount, WireError> {
    let settings = request.settings.checked().map_err(Problem::from)?;
    let now = host.now();
    let all = host.store().read(account::all).map_err(store_error)?;
    let known = known(&all, request.id, &settings);
    if request.id.is_some() && known.is_none() {
        return Err(Problem::NotFound.into());
    }
    let same = all.iter().find(|account| account.settings.address == settings.address);
    if same.is_some_and(|same| known.is_some_and(|known| known.id != same.id)) {
        let field = AccountField::Address;
        return Err(Problem::AccountField { field, fault: Fault::Taken }.into());
    }
    let uid = known.map_or_else(|| host.uid(now), |account| account.uid);
    // The keychain first: an account without what it signs in with is of no use.
    let password = typed(request.password);
    if !kept::keep(secrets, uid, &settings.sign_in, password.as_ref(), signed_in)
        .map_err(secrets_error)?
    {
        return Err(nothing_to_sign_in_with(&settings.sign_in).into());
    }
    let id = host
        .write(|tx| {
            let id = match known {
                None => {
                    let id = account::add(tx, uid, &settings)?;
                    if let Some(provider) = of_server(&settings.smtp) {
                        // More than the provider allows must not leave unless the rep says so.
                        let pace = workspace::settings(tx.connection())?.pace;
                        let pace = Pace { per_day: Some(provider.daily_cap), ..pace };
                        account::set_own(
                            tx,
                            id,
                            &AccountOwn { pace: Some(pace), ..AccountOwn::default() },
                        )?;
                    }
                    id
                }
                Some(known) => {
                    let before = &known.settings;
                    if (&before.user, &before.imap) != (&settings.user, &settings.imap) {
                        // How far another mailbox was read says nothing about this one.
                        mailbox::forget(tx, known.id)?;
                    }
                    account::update(tx, known.id, &settings)?;
                    known.id
                }
            };
            outbox::release(tx, id, now)?;
            Ok(id)
        })
        .map_err(store_error)?;
    one(host, secrets, id)
}

/// Answers `account_own`.
///
/// # Errors
/// A field that is refused, an account that is gone, or the database's.
pub fn save_own(
    host: &impl Writes,
    secrets: &dyn Secrets,
    request: AccountOwnSave,
) -> Result<MailAccount, WireError> {
    let own = request.own.checked().map_err(Problem::from)?;
    if let Some(pace) = own.pace {
        pace.checked().map_err(|problem| super::settings::rules(problem.into()))?;
    }
    host.write(|tx| account::set_own(tx, request.id, &own)).map_err(store_error)?;
    one(host, secrets, request.id)
}

/// Answers `account_default`.
///
/// # Errors
/// An account that is gone, or the database's.
pub fn make_default(
    host: &impl Writes,
    secrets: &dyn Secrets,
    request: AccountRef,
) -> Result<MailAccounts, WireError> {
    one(host, secrets, request.id)?;
    host.write(|tx| account::make_default(tx, request.id)).map_err(store_error)?;
    list(host, secrets, Nothing {})
}

/// Answers `account_remove`.
///
/// # Errors
/// What the keychain said, or the database's.
pub fn remove(
    host: &impl Writes,
    secrets: &dyn Secrets,
    request: AccountRef,
) -> Result<MailAccounts, WireError> {
    if let Some(account) =
        host.store().read(|c| account::get(c, request.id)).map_err(store_error)?
    {
        kept::forget(secrets, account.uid).map_err(secrets_error)?;
        host.write(|tx| account::remove(tx, account.id)).map_err(store_error)?;
    }
    list(host, secrets, Nothing {})
}

/// Answers `account_test`.
///
/// # Errors
/// A field that is refused, nothing to sign in with, or the database's.
pub(crate) fn test(
    session: &Session,
    secrets: &dyn Secrets,
    signed_in: Option<Tokens>,
    request: AccountSave,
) -> Result<AccountTest, WireError> {
    let trust = session.trust().map_err(|error| WireError::internal(&error))?;
    let settings = request.settings.checked().map_err(Problem::from)?;
    let now = session.now();
    let (known, sender) = session
        .read_store(|c| {
            let known = known(&account::all(c)?, request.id, &settings).cloned();
            let sender = sender_of(c, known.as_ref())?;
            Ok((known, sender))
        })
        .map_err(store_error)?;
    // First, because it may ask the rep to unlock the keychain.
    let failure = secrets.probe().err().map(keychain_failure);
    let mut stages = vec![StageResult { stage: AccountStage::Keychain, failure }];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| WireError::internal(&error))?;
    let user = settings.user.clone();
    let credential = match (&settings.sign_in, typed(request.password), signed_in) {
        (SignIn::Password, Some(password), _) => Credential::with_password(user, password),
        (SignIn::Oauth { .. }, _, Some(tokens)) => Credential::with_token(user, tokens.access),
        _ => {
            let account = match known {
                Some(known) => Account { settings: settings.clone(), ..known },
                None => return Err(nothing_to_sign_in_with(&settings.sign_in).into()),
            };
            match runtime.block_on(sign_in::credential(session, &account)) {
                Ok(credential) => credential,
                Err(NoCredential::Hold(HoldReason::NoPassword | HoldReason::SignInAgain)) => {
                    return Err(nothing_to_sign_in_with(&settings.sign_in).into());
                }
                // The stage before has told why.
                Err(NoCredential::Hold(_)) => return Ok(AccountTest { stages }),
                Err(NoCredential::Later(detail)) => {
                    let failure = SignInFailure::Unreachable { detail };
                    return Err(Problem::SignInFailed { failure }.into());
                }
            }
        }
    };
    let id = kept::secret_name(session.uid(now));
    let message = to_myself(&sender, &settings, &id, now).map_err(|e| WireError::internal(&e))?;
    let (smtp, imap) = (server(&settings.smtp), settings.imap.as_ref().map(server));
    let mut most = None;
    let results = runtime.block_on(check::check(
        &smtp,
        imap.as_ref(),
        &credential,
        trust,
        &message,
        &mut |_| {},
        &mut most,
    ));
    stages.extend(results.into_iter().map(stage));
    if most.is_some() {
        note_limit(session, &settings.smtp.host, most);
    }
    Ok(AccountTest { stages })
}

pub(super) const fn nothing_to_sign_in_with(sign_in: &SignIn) -> Problem {
    match sign_in {
        SignIn::Password => Problem::NoPassword,
        SignIn::Oauth { .. } => Problem::NotSignedIn,
    }
}

fn typed(password: Option<Password>) -> Option<Secret> {
    password.filter(|password| !password.0.is_empty()).map(|password| Secret::new(password.0))
}

fn stage(result: check::StageResult) -> StageResult {
    let stage = stage_name(result.stage);
    StageResult { stage, failure: result.outcome.err().map(failure) }
}

pub(super) const fn stage_name(stage: Stage) -> AccountStage {
    match stage {
        Stage::SmtpConnect => AccountStage::SmtpConnect,
        Stage::SmtpTls => AccountStage::SmtpTls,
        Stage::SmtpCertificate => AccountStage::SmtpCertificate,
        Stage::SmtpSignIn => AccountStage::SmtpSignIn,
        Stage::SendToMyself => AccountStage::SendToMyself,
        Stage::ImapConnect => AccountStage::ImapConnect,
        Stage::ImapTls => AccountStage::ImapTls,
        Stage::ImapCertificate => AccountStage::ImapCertificate,
        Stage::ImapSignIn => AccountStage::ImapSignIn,
    }
}

pub(super) fn failure(failure: check::StageFailure) -> StageFailure {
    use check::StageFailure as Found;
    match failure {
        Found::NameUnknown => StageFailure::NameUnknown,
        Found::Refused => StageFailure::Refused,
        Found::TimedOut => StageFailure::TimedOut,
        Found::NotMail => StageFailure::NotMail,
        Found::NotTls => StageFailure::NotTls,
        Found::ClosedByServer => StageFailure::ClosedByServer,
        Found::NoStartTls => StageFailure::NoStartTls,
        Found::TlsFailed(detail) => StageFailure::TlsFailed { detail },
        Found::CertificateUnknownIssuer => StageFailure::CertificateUnknownIssuer,
        Found::CertificateWrongName => StageFailure::CertificateWrongName,
        Found::CertificateExpired => StageFailure::CertificateExpired,
        Found::CertificateOther(detail) => StageFailure::CertificateOther { detail },
        Found::WrongPassword(answer) => StageFailure::SignInRefused { answer },
        Found::NoSignIn => StageFailure::NoSignIn,
        Found::PlainNotAllowed => StageFailure::PlainNotAllowed,
        Found::SendRefused(answer) => StageFailure::SendRefused { answer },
        Found::Other(detail) => StageFailure::Other { detail },
    }
}

fn keychain_failure(error: SecretsError) -> StageFailure {
    match error {
        SecretsError::Absent => StageFailure::KeychainAbsent,
        SecretsError::Locked => StageFailure::KeychainLocked,
        SecretsError::Denied => StageFailure::KeychainDenied,
        SecretsError::Other(detail) => StageFailure::Other { detail },
    }
}

fn secrets_error(error: SecretsError) -> WireError {
    match error {
        SecretsError::Absent => Problem::KeychainAbsent,
        SecretsError::Locked => Problem::KeychainLocked,
        SecretsError::Denied => Problem::KeychainDenied,
        SecretsError::Other(detail) => Problem::KeychainFailed { detail },
    }
    .into()
}

/// Answers `sender_get`.
///
/// # Errors
/// The database's.
pub fn sender(host: &impl Reads, _: Nothing) -> Result<SenderProfile, WireError> {
    host.store().read(account::sender).map_err(store_error)
}

/// Answers `sender_save`.
///
/// # Errors
/// A field that is refused, or the database's.
pub fn save_sender(host: &impl Writes, request: SenderSave) -> Result<SenderProfile, WireError> {
    let profile = request.profile.checked().map_err(Problem::from)?;
    host.write(|tx| account::save_sender(tx, &profile)).map_err(store_error)?;
    Ok(profile)
}

/// Answers `opt_out_page`.
///
/// # Errors
/// The database's.
pub fn opt_out_page(host: &impl Reads, _: Nothing) -> Result<OptOutPage, WireError> {
    let poll = host.store().read(opt_out::poll).map_err(store_error)?;
    Ok(OptOutPage { read_at: poll.read_at, problem: poll.problem })
}
