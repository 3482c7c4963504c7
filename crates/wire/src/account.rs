//! Requests and responses about the mail account and the sender profile.

use desk_core::account::{AccountSettings, SenderProfile, ServerSettings};
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The mail account, and whether its password is at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MailAccount {
    /// Its settings; none while no account is set up.
    pub settings: Option<AccountSettings>,
    /// Where its password is.
    pub password: PasswordState,
}

/// Where the password of the account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PasswordState {
    /// In the keychain.
    Stored,
    /// Nowhere: it has to be typed.
    Missing,
    /// Behind a lock: the keychain has to be unlocked.
    Locked,
    /// There is no keychain.
    Absent,
    /// The keychain refused.
    Denied,
}

/// Asks for the servers of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ServersRequest {
    /// The address.
    pub address: String,
}

/// Servers that belong to an address; none when the provider is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Servers {
    /// Name of the provider.
    pub provider: String,
    /// The server that takes mail.
    pub smtp: ServerSettings,
    /// The server that holds mail.
    pub imap: ServerSettings,
    /// Whether the provider wants a password made for this program instead of the usual one.
    pub app_password: bool,
}

/// Saves or tests the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccountSave {
    /// Its settings.
    pub settings: AccountSettings,
    /// Its password; none to use the one in the keychain.
    pub password: Option<Password>,
}

/// A password on its way from the window. Never goes back there, and never into a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Password(pub String);

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// What was found out by testing an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountTest {
    /// The stages that were reached, in their order. The last one of each server may have failed.
    pub stages: Vec<StageResult>,
}

/// One stage of the test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StageResult {
    /// Which one.
    pub stage: AccountStage,
    /// What went wrong; none when it went well.
    pub failure: Option<StageFailure>,
}

/// A stage of the test of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AccountStage {
    /// The keychain takes the password and gives it back.
    Keychain,
    /// The server that takes mail answers.
    SmtpConnect,
    /// It protects the connection.
    SmtpTls,
    /// Its certificate is trusted.
    SmtpCertificate,
    /// It takes user and password.
    SmtpSignIn,
    /// It takes a message from the rep to the rep.
    SendToMyself,
    /// The server that holds mail answers.
    ImapConnect,
    /// It protects the connection.
    ImapTls,
    /// Its certificate is trusted.
    ImapCertificate,
    /// It takes user and password.
    ImapSignIn,
}

/// Why a stage of the test failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum StageFailure {
    /// No computer has this name.
    NameUnknown,
    /// Nothing listens at this port.
    Refused,
    /// Nothing answered in time.
    TimedOut,
    /// What answers there is no mail server.
    NotMail,
    /// What answers there is not TLS: another kind of protection or another port is wanted.
    NotTls,
    /// The server offers no way of signing in with a password.
    NoSignIn,
    /// The server closed the connection.
    ClosedByServer,
    /// The server does not offer STARTTLS.
    NoStartTls,
    /// The connection could not be protected.
    TlsFailed {
        /// What the library said.
        detail: String,
    },
    /// Nobody trusted has signed the certificate.
    CertificateUnknownIssuer,
    /// The certificate is for another name.
    CertificateWrongName,
    /// The certificate is out of date.
    CertificateExpired,
    /// Something else is wrong with the certificate.
    CertificateOther {
        /// What the library said.
        detail: String,
    },
    /// User or password are wrong.
    SignInRefused {
        /// What the server said.
        answer: String,
    },
    /// A password is only sent over a protected connection.
    PlainNotAllowed,
    /// The server did not take the message.
    SendRefused {
        /// What the server said.
        answer: String,
    },
    /// There is no keychain.
    KeychainAbsent,
    /// The keychain is locked.
    KeychainLocked,
    /// The keychain refused.
    KeychainDenied,
    /// Anything else.
    Other {
        /// What was said.
        detail: String,
    },
}

/// The sender profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SenderSave {
    /// What the rep signs with.
    pub profile: SenderProfile,
}

/// How far the list of the rep's own opt-out page is read (R33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OptOutPage {
    /// When it was had last; none before the first time.
    pub read_at: Option<Timestamp>,
    /// What went wrong since; empty when nothing did.
    pub problem: String,
}
