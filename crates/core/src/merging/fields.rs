//! Which fields the result has. A field that a merge has to ask about is one line in a table here.

use super::Side;
use crate::money::Money;
use crate::partnership::{ContactFields, PartnershipFields, Tier};
use std::borrow::Cow;

/// A field of which the rep may choose whose value stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MergeField {
    /// Name of a partnership.
    Name,
    /// Its website.
    Website,
    /// Its industry.
    Industry,
    /// Its country.
    Country,
    /// How far it has come.
    Stage,
    /// How much it matters.
    Tier,
    /// Where it comes from.
    Source,
    /// What it may be worth.
    Value,
    /// The time zone.
    Zone,
    /// First name of a contact.
    FirstName,
    /// Last name of a contact.
    LastName,
    /// What they are.
    Title,
    /// Address of their page on LinkedIn.
    Linkedin,
    /// What part they play.
    Persona,
}

/// Whose value of a field stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct MergeChoice {
    /// Which field.
    pub field: MergeField,
    /// Whose value.
    pub from: Side,
}

/// A field in which two records differ.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
pub struct MergeDifference {
    /// Which field.
    pub field: MergeField,
    /// Its value in the record that stays; a stage by its key, a tier by its word. May be empty.
    pub kept: String,
    /// Its value in the other.
    pub other: String,
    /// Whose value stays unless the rep says otherwise.
    pub from: Side,
}

/// How a field is read and taken over.
#[derive(Debug)]
pub struct FieldRule<T> {
    field: MergeField,
    text: fn(&T) -> Cow<'_, str>,
    take: fn(&mut T, &T),
}

/// A record with fields of which the rep may choose whose value stays.
pub trait Merges: Clone + 'static {
    /// All of them, in the order in which they are shown.
    const RULES: &'static [FieldRule<Self>];
}

impl Merges for PartnershipFields {
    const RULES: &'static [FieldRule<Self>] = &[
        FieldRule {
            field: MergeField::Name,
            text: |one| one.name.as_str().into(),
            take: |to, from| to.name.clone_from(&from.name),
        },
        FieldRule {
            field: MergeField::Website,
            text: |one| one.website.as_str().into(),
            take: |to, from| to.website.clone_from(&from.website),
        },
        FieldRule {
            field: MergeField::Industry,
            text: |one| one.industry.as_str().into(),
            take: |to, from| to.industry.clone_from(&from.industry),
        },
        FieldRule {
            field: MergeField::Country,
            text: |one| one.country.as_str().into(),
            take: |to, from| to.country.clone_from(&from.country),
        },
        FieldRule {
            field: MergeField::Stage,
            text: |one| one.stage.key().into(),
            take: |to, from| to.stage = from.stage,
        },
        FieldRule {
            field: MergeField::Tier,
            text: |one| one.tier.map_or("", tier).into(),
            take: |to, from| to.tier = from.tier,
        },
        FieldRule {
            field: MergeField::Source,
            text: |one| one.source.as_str().into(),
            take: |to, from| to.source.clone_from(&from.source),
        },
        FieldRule {
            field: MergeField::Value,
            text: |one| one.value.as_ref().map_or_else(String::new, Money::text).into(),
            take: |to, from| to.value.clone_from(&from.value),
        },
        FieldRule {
            field: MergeField::Zone,
            text: |one| one.zone.as_deref().unwrap_or_default().into(),
            take: |to, from| to.zone.clone_from(&from.zone),
        },
    ];
}

impl Merges for ContactFields {
    const RULES: &'static [FieldRule<Self>] = &[
        FieldRule {
            field: MergeField::FirstName,
            text: |one| one.first_name.as_str().into(),
            take: |to, from| to.first_name.clone_from(&from.first_name),
        },
        FieldRule {
            field: MergeField::LastName,
            text: |one| one.last_name.as_str().into(),
            take: |to, from| to.last_name.clone_from(&from.last_name),
        },
        FieldRule {
            field: MergeField::Title,
            text: |one| one.title.as_str().into(),
            take: |to, from| to.title.clone_from(&from.title),
        },
        FieldRule {
            field: MergeField::Linkedin,
            text: |one| one.linkedin.as_str().into(),
            take: |to, from| to.linkedin.clone_from(&from.linkedin),
        },
        FieldRule {
            field: MergeField::Persona,
            text: |one| one.persona.as_str().into(),
            take: |to, from| to.persona.clone_from(&from.persona),
        },
        FieldRule {
            field: MergeField::Zone,
            text: |one| one.zone.as_deref().unwrap_or_default().into(),
            take: |to, from| to.zone.clone_from(&from.zone),
        },
    ];
}

/// The fields in which two records differ, each with whose value stays unless the rep says otherwise: the
/// kept one's, and the other's where that is empty.
#[must_use]
pub fn differences<T: Merges>(kept: &T, other: &T) -> Vec<MergeDifference> {
    let differ = T::RULES.iter().filter(|rule| (rule.text)(kept) != (rule.text)(other));
    differ
        .map(|rule| MergeDifference {
            field: rule.field,
            kept: (rule.text)(kept).into_owned(),
            other: (rule.text)(other).into_owned(),
            from: unasked(rule, kept),
        })
        .collect()
}

/// What the result says: by the rep's choice, where there is one. What no rule is about stays the kept one's.
#[must_use]
pub fn merged<T: Merges>(kept: &T, other: &T, choices: &[MergeChoice]) -> T {
    let mut result = kept.clone();
    for rule in T::RULES {
        let chosen = choices.iter().find(|choice| choice.field == rule.field);
        if chosen.map_or_else(|| unasked(rule, kept), |choice| choice.from) == Side::Other {
            (rule.take)(&mut result, other);
        }
    }
    result
}

/// Notes of both, the kept one's first.
#[must_use]
pub fn notes(kept: &str, other: &str) -> String {
    match (kept.trim().is_empty(), other.trim().is_empty()) {
        (_, true) => kept.to_owned(),
        (true, false) => other.to_owned(),
        (false, false) => format!("{}\n\n{other}", kept.trim_end()),
    }
}

fn unasked<T>(rule: &FieldRule<T>, kept: &T) -> Side {
    if (rule.text)(kept).is_empty() { Side::Other } else { Side::Kept }
}

const fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::One => "one",
        Tier::Two => "two",
        Tier::Three => "three",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Stage;

    fn acme() -> PartnershipFields {
        PartnershipFields {
            name: "Acme".to_owned(),
            website: "acme.example".to_owned(),
            ..PartnershipFields::default()
        }
    }

    fn other() -> PartnershipFields {
        PartnershipFields {
            name: "Acme Ltd".to_owned(),
            website: "acme.test".to_owned(),
            industry: "Tools".to_owned(),
            tier: Some(Tier::Two),
            ..PartnershipFields::default()
        }
    }

    #[test]
    fn r24_without_a_choice_the_kept_ones_value_stays_and_the_others_where_it_is_empty() {
        let result = merged(&acme(), &other(), &[]);
        assert_eq!((result.name.as_str(), result.website.as_str()), ("Acme", "acme.example"));
        assert_eq!((result.industry.as_str(), result.tier), ("Tools", Some(Tier::Two)));
    }

    #[test]
    fn r24_the_rep_chooses_also_an_empty_value() {
        let choice = |field, from| MergeChoice { field, from };
        let choices =
            [choice(MergeField::Name, Side::Other), choice(MergeField::Industry, Side::Kept)];
        let result = merged(&acme(), &other(), &choices);
        assert_eq!((result.name.as_str(), result.industry.as_str()), ("Acme Ltd", ""));
    }

    #[test]
    fn what_is_shown_as_chosen_is_what_is_taken_unasked() {
        let choices: Vec<_> = differences(&acme(), &other())
            .into_iter()
            .map(|one| MergeChoice { field: one.field, from: one.from })
            .collect();
        assert_eq!(choices.len(), 4);
        assert_eq!(merged(&acme(), &other(), &choices), merged(&acme(), &other(), &[]));
    }

    #[test]
    fn every_field_of_the_other_can_be_taken() {
        let all = |rules: &[FieldRule<PartnershipFields>]| -> Vec<MergeChoice> {
            let from = Side::Other;
            rules.iter().map(|rule| MergeChoice { field: rule.field, from }).collect()
        };
        let other = PartnershipFields {
            country: "Spain".to_owned(),
            stage: Stage::Lost,
            source: "Fair".to_owned(),
            value: Some(Money { amount: 9_000, currency: "EUR".to_owned() }),
            zone: Some("Europe/Madrid".to_owned()),
            ..other()
        };
        assert_eq!(merged(&acme(), &other, &all(PartnershipFields::RULES)), other);
    }

    #[test]
    fn notes_of_both_stay() {
        assert_eq!(notes("a\n", "b"), "a\n\nb");
        assert_eq!((notes("", "b").as_str(), notes("a", " ").as_str()), ("b", "a"));
    }
}
