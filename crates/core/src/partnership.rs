//! A partnership and its contacts: what is known about them and how it is checked.

use crate::address::{AddressProblem, EmailAddress};
use crate::money::{Money, MoneyProblem};
use crate::phone::{PhoneNumber, PhoneProblem};
use crate::text::{self, TextProblem};
use crate::zone::Zone;

pub use crate::stage::Stage;

/// Longest name, title and other single line, in characters.
pub const MAX_LINE: usize = 200;

/// Longest notes, in characters.
pub const MAX_NOTES: usize = 50_000;

/// Most e-mail addresses, and most phone numbers, of a contact.
pub const MAX_CHANNELS: usize = 20;

/// How much a partnership matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tier {
    /// Most.
    One,
    /// Less.
    Two,
    /// Least.
    Three,
}

/// A text of a partnership or a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PersonField {
    /// Name of the partnership.
    Name,
    /// Its website.
    Website,
    /// Its industry.
    Industry,
    /// Its country.
    Country,
    /// Its notes.
    Notes,
    /// First name of a contact.
    FirstName,
    /// Last name of a contact.
    LastName,
    /// What they are.
    Title,
    /// Address of their page on LinkedIn.
    Linkedin,
    /// An e-mail address; the entry counts from 0.
    Email,
    /// A phone number; the entry counts from 0.
    Phone,
    /// The time zone.
    Zone,
    /// Where a partnership comes from.
    Source,
    /// What it may be worth.
    Value,
    /// The currency of that.
    Currency,
    /// What kind of contact it is.
    Persona,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonProblem {
    /// A text that is empty, too long or holds control characters.
    #[error("{field:?}: {problem}")]
    Text {
        /// Which one.
        field: PersonField,
        /// What is wrong with it.
        problem: TextProblem,
    },
    /// An e-mail address that nothing could be sent to.
    #[error("e-mail address {entry}: {problem}")]
    Address {
        /// Which one, from 0.
        entry: usize,
        /// What is wrong with it.
        problem: AddressProblem,
    },
    /// A phone number that cannot be called.
    #[error("phone number {entry}: {problem}")]
    Phone {
        /// Which one, from 0.
        entry: usize,
        /// What is wrong with it.
        problem: PhoneProblem,
    },
    /// A time zone that is not in the IANA list.
    #[error("no such time zone")]
    UnknownZone,
    /// More addresses or numbers than a contact may have.
    #[error("a contact has at most {MAX_CHANNELS} of them")]
    TooMany {
        /// Of which.
        field: PersonField,
    },
    /// A contact needs a first or a last name.
    #[error("a contact needs a name")]
    NoName,
    /// What a partnership may be worth.
    #[error(transparent)]
    Value(#[from] MoneyProblem),
}

/// What the rep knows about a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PartnershipFields {
    /// Its name; one line of 1 to 200 characters.
    pub name: String,
    /// Its website; may be empty.
    pub website: String,
    /// Its industry; may be empty.
    pub industry: String,
    /// Its country as the rep writes it; may be empty.
    pub country: String,
    /// How far it has come.
    pub stage: Stage,
    /// How much it matters; none when not decided.
    pub tier: Option<Tier>,
    /// IANA name of its time zone; none for the rep's own.
    pub zone: Option<String>,
    /// Where it comes from, such as a fair or a recommendation; may be empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: String,
    /// What it may be worth; none when not known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub value: Option<Money>,
}

/// What the rep knows about a contact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ContactFields {
    /// First name; a contact has at least one of the two names.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// What they are; may be empty.
    pub title: String,
    /// E-mail addresses, the one to write to first.
    pub emails: Vec<String>,
    /// Whether several people read what comes to an address, in the order of the addresses; none, or no entry,
    /// where nobody has said so (R25).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    #[cfg_attr(feature = "wire", ts(as = "Option<Vec<Option<bool>>>", optional))]
    pub shared: Vec<Option<bool>>,
    /// Phone numbers, the one to call first.
    pub phones: Vec<String>,
    /// Address of their page on LinkedIn; may be empty.
    pub linkedin: String,
    /// IANA name of their time zone; none for the partnership's.
    pub zone: Option<String>,
    /// What kind of contact they are, such as "Head of sales": cadences are chosen by it. May be empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub persona: String,
}

/// A contact as it is stored: checked, addresses and numbers normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedContact {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// What they are.
    pub title: String,
    /// E-mail addresses in order, none twice, and whether several people read what comes there; none where
    /// nobody has said so.
    pub emails: Vec<(EmailAddress, Option<bool>)>,
    /// Phone numbers in order, none twice.
    pub phones: Vec<PhoneNumber>,
    /// Address of their page on LinkedIn.
    pub linkedin: String,
    /// Time zone.
    pub zone: Option<Zone>,
    /// What kind of contact they are.
    pub persona: String,
}

impl PartnershipFields {
    /// The fields trimmed and composed, as they are stored.
    ///
    /// # Errors
    /// [`PersonProblem`] names the field and what is wrong with it.
    pub fn checked(self) -> Result<Self, PersonProblem> {
        let name = text::line(&self.name, MAX_LINE)
            .map_err(|problem| PersonProblem::Text { field: PersonField::Name, problem })?;
        Ok(Self {
            name,
            website: optional_line(&self.website, PersonField::Website)?,
            industry: optional_line(&self.industry, PersonField::Industry)?,
            country: optional_line(&self.country, PersonField::Country)?,
            stage: self.stage,
            tier: self.tier,
            zone: zone(self.zone)?.map(|zone| zone.name().to_owned()),
            source: optional_line(&self.source, PersonField::Source)?,
            value: self.value.map(Money::checked).transpose()?,
        })
    }
}

impl ContactFields {
    /// The fields trimmed, composed and normalised, as they are stored.
    ///
    /// # Errors
    /// [`PersonProblem`] names the field and what is wrong with it.
    pub fn checked(self) -> Result<CheckedContact, PersonProblem> {
        let first_name = optional_line(&self.first_name, PersonField::FirstName)?;
        let last_name = optional_line(&self.last_name, PersonField::LastName)?;
        if first_name.is_empty() && last_name.is_empty() {
            return Err(PersonProblem::NoName);
        }
        let emails = channels(&self.emails, PersonField::Email, |entry, raw| {
            EmailAddress::parse(raw)
                .map_err(|problem| PersonProblem::Address { entry, problem })
                .map(|address| {
                    let shared = self.shared.get(entry).copied().flatten();
                    (address.key().to_owned(), (address, shared))
                })
        })?;
        let phones = channels(&self.phones, PersonField::Phone, |entry, raw| {
            PhoneNumber::parse(raw)
                .map_err(|problem| PersonProblem::Phone { entry, problem })
                .map(|number| (number.key().to_owned(), number))
        })?;
        Ok(CheckedContact {
            first_name,
            last_name,
            title: optional_line(&self.title, PersonField::Title)?,
            emails,
            phones,
            linkedin: optional_line(&self.linkedin, PersonField::Linkedin)?,
            zone: zone(self.zone)?,
            persona: optional_line(&self.persona, PersonField::Persona)?,
        })
    }
}

/// Notes as they are stored.
///
/// # Errors
/// [`PersonProblem`] when they are too long or hold control characters.
pub fn parse_notes(raw: &str) -> Result<String, PersonProblem> {
    text::block(raw, MAX_NOTES)
        .map_err(|problem| PersonProblem::Text { field: PersonField::Notes, problem })
}

/// First and last name as one.
#[must_use]
pub fn full_name(first: &str, last: &str) -> String {
    [first, last].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn optional_line(raw: &str, field: PersonField) -> Result<String, PersonProblem> {
    match text::line(raw, MAX_LINE) {
        Err(TextProblem::Empty) => Ok(String::new()),
        other => other.map_err(|problem| PersonProblem::Text { field, problem }),
    }
}

fn zone(name: Option<String>) -> Result<Option<Zone>, PersonProblem> {
    match name.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(name) => Zone::parse(name).map(Some).ok_or(PersonProblem::UnknownZone),
    }
}

/// Reads the entries that are not empty and drops those that were named before.
fn channels<T>(
    raw: &[String],
    field: PersonField,
    read: impl Fn(usize, &str) -> Result<(String, T), PersonProblem>,
) -> Result<Vec<T>, PersonProblem> {
    if raw.len() > MAX_CHANNELS {
        return Err(PersonProblem::TooMany { field });
    }
    let mut seen = std::collections::HashSet::new();
    let mut channels = Vec::new();
    for (entry, raw) in raw.iter().enumerate().filter(|(_, raw)| !raw.trim().is_empty()) {
        let (key, channel) = read(entry, raw)?;
        if seen.insert(key) {
            channels.push(channel);
        }
    }
    Ok(channels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(first: &str, emails: &[&str]) -> ContactFields {
        ContactFields {
            first_name: first.to_owned(),
            emails: emails.iter().map(|&email| email.to_owned()).collect(),
            ..ContactFields::default()
        }
    }

    #[test]
    fn a_contact_needs_a_name() {
        assert_eq!(contact("  ", &[]).checked(), Err(PersonProblem::NoName));
        assert!(contact("Ada", &[]).checked().is_ok());
    }

    #[test]
    fn a_bad_address_is_named_by_its_place() {
        let problem = contact("Ada", &["ada@example.test", "", "nobody"]).checked().unwrap_err();
        assert!(matches!(problem, PersonProblem::Address { entry: 2, .. }), "{problem:?}");
    }

    #[test]
    fn the_same_address_written_twice_is_kept_once() {
        let checked = contact("Ada", &["Ada@Example.test", "ada@example.TEST"]).checked().unwrap();
        assert_eq!(checked.emails.len(), 1);
        assert_eq!(checked.emails[0].0.as_str(), "Ada@example.test");
    }

    #[test]
    fn r25_what_is_said_about_an_address_stays_with_it() {
        let mut fields =
            contact("Ada", &["", "a@example.test", "A@example.test", "b@example.test"]);
        fields.shared = vec![None, Some(true), Some(false)];
        let checked = fields.checked().unwrap();
        let said: Vec<_> = checked.emails.iter().map(|(one, said)| (one.as_str(), *said)).collect();
        assert_eq!(said, [("a@example.test", Some(true)), ("b@example.test", None)]);
    }

    #[test]
    fn a_line_break_in_a_name_is_refused() {
        let problem = contact("Ada\r\nBcc: all@example.test", &[]).checked().unwrap_err();
        assert_eq!(
            problem,
            PersonProblem::Text {
                field: PersonField::FirstName,
                problem: TextProblem::ControlCharacter
            }
        );
    }

    #[test]
    fn braces_and_markup_in_a_name_are_only_text() {
        let checked = contact("{{ x }} <script>", &[]).checked().unwrap();
        assert_eq!(checked.first_name, "{{ x }} <script>");
    }

    #[test]
    fn an_unknown_zone_is_refused() {
        let fields = PartnershipFields {
            name: "Acme".to_owned(),
            zone: Some("Mars/Olympus".to_owned()),
            ..PartnershipFields::default()
        };
        assert_eq!(fields.checked(), Err(PersonProblem::UnknownZone));
    }
}
