//! Custom fields: what the rep keeps of partnerships or contacts beside what everybody has.
//!
//! A field has a kind, which says what its values are ([`value`]), and a key, by which texts and conditions
//! name it: `custom.<key>`. Keys are of their own over partnerships and contacts, so that a name says whose
//! value it is. Key, kind and owner never change.

pub mod compare;
pub mod value;

use crate::ids::CustomFieldId;
use crate::text::{self, TextProblem};

/// Most fields of a workspace.
pub const MAX_FIELDS: usize = 50;

/// Longest name, in characters.
pub const MAX_NAME: usize = 60;

/// Longest key, in characters.
pub const MAX_KEY: usize = 40;

/// Most choices of a field.
pub const MAX_CHOICES: usize = 50;

/// Longest choice, in characters.
pub const MAX_CHOICE: usize = 100;

/// Stands before a key in texts and conditions.
pub const PREFIX: &str = "custom.";

/// Of what a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FieldOwner {
    /// Every partnership has a value.
    Partnership,
    /// Every contact has a value.
    Contact,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FieldKind {
    /// One line.
    Text,
    /// A decimal number.
    Number,
    /// A day.
    Date,
    /// One of the field's choices.
    Choice,
    /// Yes or no.
    YesNo,
}

/// A custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
pub struct CustomField {
    /// Row id.
    pub id: CustomFieldId,
    /// What it is.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub definition: FieldDefinition,
}

/// What a custom field is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct FieldDefinition {
    /// Of what.
    pub of: FieldOwner,
    /// By what texts and conditions name it: 1 to [`MAX_KEY`] small letters, digits and underscores, beginning
    /// with a letter.
    pub key: String,
    /// What the rep calls it; 1 to [`MAX_NAME`] characters.
    pub name: String,
    /// What its values are.
    pub kind: FieldKind,
    /// What a value is chosen from, in this order; empty for the other kinds.
    pub choices: Vec<String>,
}

/// Why a field cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// The name.
    #[error("the name: {0}")]
    Name(TextProblem),
    /// A key that cannot stand in a text.
    #[error("a key has 1 to {MAX_KEY} small letters, digits and _, and begins with a letter")]
    Key,
    /// A choice, by its place from 0.
    #[error("choice {entry}: {problem}")]
    Choice {
        /// Which one.
        entry: usize,
        /// What is wrong with it.
        problem: TextProblem,
    },
    /// No choice, or more than [`MAX_CHOICES`], in a field that is chosen from them.
    #[error("a choice is made from 1 to {MAX_CHOICES} choices")]
    Choices,
    /// Two choices that differ in case at most.
    #[error("choice {entry} is there already")]
    ChoiceTwice {
        /// Which one is the second, from 0.
        entry: usize,
    },
}

impl FieldDefinition {
    /// The definition with its texts trimmed and composed. Choices of a field of another kind are dropped.
    ///
    /// # Errors
    /// [`FieldProblem`] says why it cannot be saved.
    pub fn checked(self) -> Result<Self, FieldProblem> {
        let name = text::line(&self.name, MAX_NAME).map_err(FieldProblem::Name)?;
        if !is_key(&self.key) {
            return Err(FieldProblem::Key);
        }
        let choices = match self.kind {
            FieldKind::Choice => checked_choices(&self.choices)?,
            _ => Vec::new(),
        };
        Ok(Self { name, choices, ..self })
    }

    /// By what texts and conditions name it.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key)
    }
}

fn checked_choices(choices: &[String]) -> Result<Vec<String>, FieldProblem> {
    if !(1..=MAX_CHOICES).contains(&choices.len()) {
        return Err(FieldProblem::Choices);
    }
    let mut seen = std::collections::HashSet::new();
    let checked = choices.iter().enumerate().map(|(entry, choice)| {
        let choice = text::line(choice, MAX_CHOICE)
            .map_err(|problem| FieldProblem::Choice { entry, problem })?;
        match seen.insert(text::fold(&choice)) {
            true => Ok(choice),
            false => Err(FieldProblem::ChoiceTwice { entry }),
        }
    });
    checked.collect()
}

/// Whether a field can have this key.
#[must_use]
pub fn is_key(key: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=MAX_KEY).contains(&key.len())
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(fits)
}

#[cfg(test)]
mod tests;
