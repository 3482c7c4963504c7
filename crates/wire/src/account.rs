//! Requests and responses about the mail account and the sender profile.

use desk_core::account::{AccountOwn, AccountSettings, Issuer, SenderProfile, ServerSettings};
use desk_core::ids::AccountId;
use desk_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The mail accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MailAccounts {
    /// The one through which new conversations begin first; none while no account is set up.
    pub accounts: Vec<MailAccount>,
}

/// A mail account, and whether what it signs in with is at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MailAccount {
    /// Its id.
    pub id: AccountId,
    /// Its settings.
    pub settings: AccountSettings,
    /// What it has of its own.
    pub own: AccountOwn,
    /// Whether new conversations begin through it.
    pub is_default: bool,
    /// Where its password is, or what has come of its sign-in.
    pub password: PasswordState,
}

/// Where the password of the account is, or the tokens of its sign-in.
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
    /// The provider wants the rep to sign in again.
    SignInAgain,
}

/// Asks for the servers of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ServersRequest {
    /// The address.
    pub address: String,
}

/// Servers that belong to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Servers {
    /// Name of the provider; the domain where it is not known.
    pub provider: String,
    /// How they were found.
    pub found_by: FoundBy,
    /// The server that takes mail.
    pub smtp: ServerSettings,
    /// The server that holds mail; none when none is offered.
    pub imap: Option<ServerSettings>,
    /// Which password is taken.
    pub passwords: Passwords,
    /// Where one signs in by OAuth, if one can.
    pub sign_in: Option<SignInOffer>,
}

/// How the servers of an address were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// The address belongs to a provider that is known.
    Table,
    /// The domain keeps its mail with a provider that is known.
    Exchange,
    /// The domain names its servers itself; the rep should know them.
    Service,
}

/// Which password a provider takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Passwords {
    /// The usual one.
    Usual,
    /// One that is made for this program.
    App,
    /// None.
    None,
}

/// A sign-in by OAuth that a provider offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct SignInOffer {
    /// Whose.
    pub issuer: Issuer,
    /// Whether this program is registered there; else the rep's own client id is needed.
    pub has_client: bool,
}

/// Asks to sign in with a provider, in the rep's browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// With whom.
    pub issuer: Issuer,
    /// The rep's address, which the page fills in.
    pub address: String,
    /// The rep's own client id; empty for the program's own.
    pub client_id: String,
    /// What belongs to it; none to use the one in the keychain.
    pub client_secret: Option<Password>,
}

/// A sign-in that went well. It is kept once the account is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SignedIn {
    /// Stands for it when the account is tested or saved.
    pub ticket: String,
}

/// Why a sign-in came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum SignInFailure {
    /// The rep, or who decides for the rep, did not consent.
    Declined,
    /// The answer did not belong to the question.
    WrongAnswer,
    /// No answer came within five minutes.
    TimedOut,
    /// The rep gave it up.
    Cancelled,
    /// This program is not registered with the provider, and the rep named no client id.
    NoClient,
    /// The sign-in would be over within the hour.
    NotLasting,
    /// The browser could not be opened.
    NoBrowser {
        /// What the operating system said.
        detail: String,
    },
    /// The provider refused.
    Refused {
        /// What it said.
        answer: String,
    },
    /// The provider could not be asked.
    Unreachable {
        /// What went wrong.
        detail: String,
    },
}

/// Names one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccountRef {
    /// Its id.
    pub id: AccountId,
}

/// Sets what an account has of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccountOwnSave {
    /// Which account.
    pub id: AccountId,
    /// What it has of its own; a field that is none is as for all accounts.
    pub own: AccountOwn,
}

/// Saves or tests an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccountSave {
    /// Which one; none for a new one, or the one that has the address.
    pub id: Option<AccountId>,
    /// Its settings.
    pub settings: AccountSettings,
    /// Its password; none to use the one in the keychain.
    pub password: Option<Password>,
    /// The ticket of a sign-in in the browser; none to use what is in the keychain.
    #[serde(default)]
    pub ticket: Option<String>,
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
