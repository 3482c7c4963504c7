//! Commands about the mail account and the sender profile.

use super::store_error;
use crate::ports::{Reads, Secrets, SecretsError, Writes};
use crate::sending::{note_limit, server, to_myself};
use desk_core::account::{AccountSettings, Security, SenderProfile, ServerSettings};
use desk_core::address::EmailAddress;
use desk_core::ids::{Ids, Uid};
use desk_core::time::Clock;
use desk_mail::check::{self, Stage};
use desk_mail::server::{Credential, Secret, Trust};
use desk_store::{account, mailbox, opt_out, outbox};
use desk_wire::account::{
    AccountSave, AccountStage, AccountTest, MailAccount, OptOutPage, Password, PasswordState,
    SenderSave, Servers, ServersRequest, StageFailure, StageResult,
};
use desk_wire::command::Nothing;
use desk_wire::error::{Problem, WireError};

/// The name under which an account's password lies in the keychain.
pub(crate) fn secret_name(uid: Uid) -> String {
    let hex: String = uid.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("account-{hex}")
}

/// Answers `account_get`.
///
/// # Errors
/// The database's.
pub fn get(host: &impl Reads, secrets: &dyn Secrets, _: Nothing) -> Result<MailAccount, WireError> {
    let Some(account) = host.store().read(account::get).map_err(store_error)? else {
        return Ok(MailAccount { settings: None, password: PasswordState::Missing });
    };
    let password = match secrets.get(&secret_name(account.uid)) {
        Ok(Some(_)) => PasswordState::Stored,
        Ok(None) => PasswordState::Missing,
        Err(SecretsError::Locked) => PasswordState::Locked,
        Err(SecretsError::Absent) => PasswordState::Absent,
        Err(SecretsError::Denied | SecretsError::Other(_)) => PasswordState::Denied,
    };
    Ok(MailAccount { settings: Some(account.settings), password })
}

/// Answers `account_save`. Without a password the one in the keychain stays.
///
/// # Errors
/// A field that is refused, what the keychain said, or the database's.
pub fn save(
    host: &(impl Writes + Clock + Ids),
    secrets: &dyn Secrets,
    request: AccountSave,
) -> Result<MailAccount, WireError> {
    let settings = request.settings.checked().map_err(Problem::from)?;
    let now = host.now();
    let known = host.store().read(account::get).map_err(store_error)?;
    let uid = known.map_or_else(|| host.uid(now), |account| account.uid);
    let name = secret_name(uid);
    match typed(request.password) {
        // The keychain first: an account without its password is of no use.
        Some(password) => secrets.set(&name, &password).map_err(secrets_error)?,
        None if secrets.get(&name).map_err(secrets_error)?.is_none() => {
            return Err(Problem::NoPassword.into());
        }
        None => {}
    }
    host.write(|tx| {
        let before = account::get(tx.connection())?.map(|account| account.settings);
        let same = |before: AccountSettings| {
            (before.user, before.imap) == (settings.user.clone(), settings.imap.clone())
        };
        if !before.is_some_and(same) {
            // How far another mailbox was read says nothing about this one.
            mailbox::forget(tx)?;
        }
        account::save(tx, uid, &settings)?;
        outbox::release(tx, now)
    })
    .map_err(store_error)?;
    get(host, secrets, Nothing {})
}

/// Answers `account_remove`.
///
/// # Errors
/// What the keychain said, or the database's.
pub fn remove(
    host: &impl Writes,
    secrets: &dyn Secrets,
    _: Nothing,
) -> Result<MailAccount, WireError> {
    if let Some(account) = host.store().read(account::get).map_err(store_error)? {
        secrets.delete(&secret_name(account.uid)).map_err(secrets_error)?;
        host.write(|tx| {
            mailbox::forget(tx)?;
            account::remove(tx)
        })
        .map_err(store_error)?;
    }
    get(host, secrets, Nothing {})
}

/// Answers `account_test`.
///
/// # Errors
/// A field that is refused, no password, or the database's.
pub fn test(
    host: &(impl Writes + Clock + Ids),
    secrets: &dyn Secrets,
    trust: &Trust,
    request: AccountSave,
) -> Result<AccountTest, WireError> {
    let settings = request.settings.checked().map_err(Problem::from)?;
    let now = host.now();
    let (known, sender) =
        host.store().read(|c| Ok((account::get(c)?, account::sender(c)?))).map_err(store_error)?;
    // First, because it may ask the rep to unlock the keychain.
    let failure = secrets.probe().err().map(keychain_failure);
    let mut stages = vec![StageResult { stage: AccountStage::Keychain, failure }];
    let kept = |account: account::Account| secrets.get(&secret_name(account.uid));
    let password = match typed(request.password) {
        Some(password) => password,
        None => match known.map_or(Ok(None), kept) {
            Ok(Some(password)) => password,
            Ok(None) => return Err(Problem::NoPassword.into()),
            // The stage before has told why.
            Err(_) => return Ok(AccountTest { stages }),
        },
    };
    let id = secret_name(host.uid(now));
    let message = to_myself(&sender, &settings, &id, now).map_err(|e| WireError::internal(&e))?;
    let credential = Credential::with_password(settings.user.clone(), password);
    let mut most = None;
    stages.extend(run(&settings, &credential, trust, &message, &mut most)?);
    if most.is_some() {
        note_limit(host, &settings.smtp.host, most);
    }
    Ok(AccountTest { stages })
}

fn run(
    settings: &AccountSettings,
    credential: &Credential,
    trust: &Trust,
    message: &desk_mail::message::Composed,
    most: &mut Option<usize>,
) -> Result<Vec<StageResult>, WireError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| WireError::internal(&error))?;
    let (smtp, imap) = (server(&settings.smtp), settings.imap.as_ref().map(server));
    let results = runtime.block_on(check::check(
        &smtp,
        imap.as_ref(),
        credential,
        trust,
        message,
        &mut |_| {},
        most,
    ));
    Ok(results.into_iter().map(stage).collect())
}

fn typed(password: Option<Password>) -> Option<Secret> {
    password.filter(|password| !password.0.is_empty()).map(|password| Secret::new(password.0))
}

fn stage(result: check::StageResult) -> StageResult {
    let stage = match result.stage {
        Stage::SmtpConnect => AccountStage::SmtpConnect,
        Stage::SmtpTls => AccountStage::SmtpTls,
        Stage::SmtpCertificate => AccountStage::SmtpCertificate,
        Stage::SmtpSignIn => AccountStage::SmtpSignIn,
        Stage::SendToMyself => AccountStage::SendToMyself,
        Stage::ImapConnect => AccountStage::ImapConnect,
        Stage::ImapTls => AccountStage::ImapTls,
        Stage::ImapCertificate => AccountStage::ImapCertificate,
        Stage::ImapSignIn => AccountStage::ImapSignIn,
    };
    StageResult { stage, failure: result.outcome.err().map(failure) }
}

fn failure(failure: check::StageFailure) -> StageFailure {
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

/// Providers whose servers are known: domains of their addresses, name, sending and reading server
/// (TLS from the first byte), and whether they want a password made for this program. From the
/// providers' own help pages.
const PROVIDERS: &[(&[&str], &str, &str, &str, bool)] = &[
    (&["gmail.com", "googlemail.com"], "Gmail", "smtp.gmail.com", "imap.gmail.com", true),
    (
        &["yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "ymail.com"],
        "Yahoo",
        "smtp.mail.yahoo.com",
        "imap.mail.yahoo.com",
        true,
    ),
    (&["fastmail.com", "fastmail.fm"], "Fastmail", "smtp.fastmail.com", "imap.fastmail.com", true),
    (&["zoho.com", "zohomail.com"], "Zoho Mail", "smtp.zoho.com", "imap.zoho.com", true),
    (&["gmx.de", "gmx.net", "gmx.at", "gmx.ch"], "GMX", "mail.gmx.net", "imap.gmx.net", false),
    (&["gmx.com"], "GMX", "mail.gmx.com", "imap.gmx.com", false),
    (&["web.de"], "WEB.DE", "smtp.web.de", "imap.web.de", false),
    (&["posteo.de", "posteo.net"], "Posteo", "posteo.de", "posteo.de", false),
    (&["mailbox.org"], "mailbox.org", "smtp.mailbox.org", "imap.mailbox.org", false),
];

/// Answers `account_servers`.
///
/// # Errors
/// None so far; an address that is none belongs to no provider.
pub fn servers(request: &ServersRequest) -> Result<Option<Servers>, WireError> {
    let Ok(address) = EmailAddress::parse(&request.address) else { return Ok(None) };
    let tls =
        |host: &str, port| ServerSettings { host: host.to_owned(), port, security: Security::Tls };
    if matches!(address.domain(), "icloud.com" | "me.com" | "mac.com") {
        let smtp = ServerSettings {
            host: "smtp.mail.me.com".to_owned(),
            port: 587,
            security: Security::StartTls,
        };
        let (provider, imap) = ("iCloud".to_owned(), tls("imap.mail.me.com", 993));
        return Ok(Some(Servers { provider, smtp, imap, app_password: true }));
    }
    let known = PROVIDERS.iter().find(|(domains, ..)| domains.contains(&address.domain()));
    Ok(known.map(|(_, provider, smtp, imap, app_password)| Servers {
        provider: (*provider).to_owned(),
        smtp: tls(smtp, 465),
        imap: tls(imap, 993),
        app_password: *app_password,
    }))
}
