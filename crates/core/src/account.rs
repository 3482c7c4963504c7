//! The rep's mail account and what the rep signs with.

use crate::address::{AddressProblem, EmailAddress};
use crate::opt_out;
use crate::pace::Pace;
use crate::text::{self, TextProblem};

/// Longest host, user and single line of the profile, in characters.
const MAX_LINE: usize = 300;

/// Longest postal address and signature, in characters.
const MAX_BLOCK: usize = 2_000;

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a plain greeting.
    StartTls,
    /// Not at all; only to this computer itself.
    Plain,
}

/// A server and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ServerSettings {
    /// Its name, such as smtp.example.com.
    pub host: String,
    /// Its port, 1 to 65535.
    pub port: u32,
    /// How the connection is protected.
    pub security: Security,
}

/// Whose OAuth one signs in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Issuer {
    /// Google.
    Google,
    /// Microsoft.
    Microsoft,
}

/// How an account signs in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "by", rename_all = "snake_case", deny_unknown_fields))]
pub enum SignIn {
    /// With a password.
    #[default]
    Password,
    /// With tokens that a provider gives out for the rep's consent.
    Oauth {
        /// The provider.
        issuer: Issuer,
        /// The id under which the rep has registered this program there; empty for the program's own.
        client_id: String,
    },
}

/// A mail account without its password or tokens, which only the keychain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AccountSettings {
    /// The rep's address.
    pub address: String,
    /// The name with which the account signs in.
    pub user: String,
    /// The server that takes mail.
    pub smtp: ServerSettings,
    /// The server that holds mail; none when there is none.
    pub imap: Option<ServerSettings>,
    /// Whether the provider files copies of what was sent by itself; none where that is known by its name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "wire", ts(optional))]
    pub files_copies: Option<bool>,
    /// How it signs in; accounts that were saved before there was a choice have a password.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sign_in: SignIn,
}

/// What the rep signs with. Every field may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SenderProfile {
    /// Name, as recipients see it.
    pub name: String,
    /// What the rep is.
    pub title: String,
    /// Where the rep works.
    pub company: String,
    /// Phone number.
    pub phone: String,
    /// Where a meeting can be booked.
    pub calendar_url: String,
    /// Postal address.
    pub postal_address: String,
    /// What stands under every e-mail.
    pub signature: String,
    /// How to get no more, in a line under every e-mail.
    #[cfg_attr(feature = "serde", serde(default))]
    pub opt_out_line: String,
    /// A page of the rep's own that takes such wishes, with [`opt_out::TOKEN`] in its address; empty when
    /// there is none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub opt_out_page: String,
    /// From where the tokens can be had that the page has taken; empty when there is no page.
    #[cfg_attr(feature = "serde", serde(default))]
    pub opt_out_list: String,
}

/// What an account has of its own, where it differs from what the rep has set for all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct AccountOwn {
    /// Name, as recipients see it.
    pub name: Option<String>,
    /// Postal address.
    pub postal_address: Option<String>,
    /// What stands under every e-mail.
    pub signature: Option<String>,
    /// How fast its mail leaves by itself.
    pub pace: Option<Pace>,
}

/// A field of the account or the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AccountField {
    /// The rep's address.
    Address,
    /// The name to sign in with.
    User,
    /// The server that takes mail.
    SmtpHost,
    /// Its port.
    SmtpPort,
    /// The server that holds mail.
    ImapHost,
    /// Its port.
    ImapPort,
    /// The rep's own client id.
    ClientId,
    /// Name of the sender.
    Name,
    /// Title of the sender.
    Title,
    /// Company of the sender.
    Company,
    /// Phone number of the sender.
    Phone,
    /// Calendar link of the sender.
    CalendarUrl,
    /// Postal address of the sender.
    PostalAddress,
    /// Signature of the sender.
    Signature,
    /// The line about opting out.
    OptOutLine,
    /// The page that takes such wishes.
    OptOutPage,
    /// From where its tokens can be had.
    OptOutList,
}

/// Why account or profile cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountProblem {
    /// A text that is empty, too long or holds control characters.
    #[error("{field:?}: {problem}")]
    Text {
        /// Which one.
        field: AccountField,
        /// What is wrong with it.
        problem: TextProblem,
    },
    /// The address is none.
    #[error("the address: {0}")]
    Address(AddressProblem),
    /// No https address, or one without its place for the token; or one of page and list without the
    /// other: a page that nobody asks takes wishes that nobody hears (R33).
    #[error("{field:?} is no such web address")]
    WebAddress {
        /// Which one.
        field: AccountField,
    },
    /// A port that does not exist.
    #[error("{field:?} is not between 1 and 65535")]
    Port {
        /// Which one.
        field: AccountField,
    },
}

impl AccountSettings {
    /// The settings trimmed, as they are stored.
    ///
    /// # Errors
    /// [`AccountProblem`] names the field and what is wrong with it.
    pub fn checked(self) -> Result<Self, AccountProblem> {
        use AccountField::{ImapHost, ImapPort, SmtpHost, SmtpPort, User};
        let address = EmailAddress::parse(&self.address).map_err(AccountProblem::Address)?;
        let user = line(&self.user, User)?;
        let imap = self.imap.map(|imap| server(imap, ImapHost, ImapPort)).transpose()?;
        let smtp = server(self.smtp, SmtpHost, SmtpPort)?;
        let sign_in = match self.sign_in {
            SignIn::Password => SignIn::Password,
            SignIn::Oauth { issuer, client_id } => {
                let client_id = optional(&client_id, AccountField::ClientId)?;
                SignIn::Oauth { issuer, client_id }
            }
        };
        let address = address.as_str().to_owned();
        Ok(Self { address, user, smtp, imap, files_copies: self.files_copies, sign_in })
    }
}

impl AccountOwn {
    /// Its texts trimmed, as they are stored. [`Pace::checked`] sees to the pace.
    ///
    /// # Errors
    /// [`AccountProblem`] names the field and what is wrong with it.
    pub fn checked(self) -> Result<Self, AccountProblem> {
        use AccountField::{Name, PostalAddress, Signature};
        Ok(Self {
            name: self.name.map(|name| optional(&name, Name)).transpose()?,
            postal_address: self
                .postal_address
                .map(|address| block(&address, PostalAddress))
                .transpose()?,
            signature: self.signature.map(|text| block(&text, Signature)).transpose()?,
            pace: self.pace,
        })
    }

    /// What the rep signs with in mail of this account.
    #[must_use]
    pub fn profile(&self, of_all: SenderProfile) -> SenderProfile {
        let own = self.clone();
        SenderProfile {
            name: own.name.unwrap_or(of_all.name),
            postal_address: own.postal_address.unwrap_or(of_all.postal_address),
            signature: own.signature.unwrap_or(of_all.signature),
            ..of_all
        }
    }
}

impl SenderProfile {
    /// The profile trimmed, as it is stored.
    ///
    /// # Errors
    /// [`AccountProblem`] names the field and what is wrong with it.
    pub fn checked(self) -> Result<Self, AccountProblem> {
        use AccountField::{CalendarUrl, Company, Name, Phone, PostalAddress, Signature, Title};
        let page = optional(&self.opt_out_page, AccountField::OptOutPage)?;
        let list = optional(&self.opt_out_list, AccountField::OptOutList)?;
        if page.is_empty() != list.is_empty() || !(page.is_empty() || opt_out::is_page(&page)) {
            let missing = if page.is_empty() || !list.is_empty() {
                AccountField::OptOutPage
            } else {
                AccountField::OptOutList
            };
            return Err(AccountProblem::WebAddress { field: missing });
        }
        if !(list.is_empty() || opt_out::is_web_address(&list)) {
            return Err(AccountProblem::WebAddress { field: AccountField::OptOutList });
        }
        Ok(Self {
            name: optional(&self.name, Name)?,
            title: optional(&self.title, Title)?,
            company: optional(&self.company, Company)?,
            phone: optional(&self.phone, Phone)?,
            calendar_url: optional(&self.calendar_url, CalendarUrl)?,
            postal_address: block(&self.postal_address, PostalAddress)?,
            signature: block(&self.signature, Signature)?,
            opt_out_line: optional(&self.opt_out_line, AccountField::OptOutLine)?,
            opt_out_page: page,
            opt_out_list: list,
        })
    }
}

fn server(
    raw: ServerSettings,
    host: AccountField,
    port: AccountField,
) -> Result<ServerSettings, AccountProblem> {
    let ServerSettings { host: name, port: number, security } = raw;
    if !(1..=65_535).contains(&number) {
        return Err(AccountProblem::Port { field: port });
    }
    Ok(ServerSettings { host: line(&name, host)?, port: number, security })
}

fn line(raw: &str, field: AccountField) -> Result<String, AccountProblem> {
    text::line(raw, MAX_LINE).map_err(|problem| AccountProblem::Text { field, problem })
}

fn optional(raw: &str, field: AccountField) -> Result<String, AccountProblem> {
    match text::line(raw, MAX_LINE) {
        Err(TextProblem::Empty) => Ok(String::new()),
        other => other.map_err(|problem| AccountProblem::Text { field, problem }),
    }
}

fn block(raw: &str, field: AccountField) -> Result<String, AccountProblem> {
    text::block(raw, MAX_BLOCK).map_err(|problem| AccountProblem::Text { field, problem })
}
