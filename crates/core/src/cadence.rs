//! A cadence: a named sequence of steps with its rules, and its life from draft to archive.

use crate::text::{self, TextProblem};

/// Longest name of a cadence, in characters.
pub const MAX_NAME: usize = 120;

/// Longest description of a cadence, in characters.
pub const MAX_DESCRIPTION: usize = 2_000;

/// Longest goal of a cadence, in characters.
pub const MAX_GOAL: usize = 500;

/// Where a cadence is in its life. Draft → active ⇄ inactive → archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CadenceStatus {
    /// Being built; takes nobody in and does nothing.
    Draft,
    /// Takes enrolments and acts.
    Active,
    /// Takes nobody in; its enrolments are frozen.
    Inactive,
    /// Out of sight, with its history.
    Archived,
}

/// The name of a cadence: one line, 1 to [`MAX_NAME`] characters, trimmed. Unique by its
/// [`CadenceName::key`] among the cadences that are not archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CadenceName(String);

impl CadenceName {
    /// Takes what the rep typed.
    ///
    /// # Errors
    /// [`TextProblem`] when it is empty, too long or not one line.
    pub fn parse(raw: &str) -> Result<Self, TextProblem> {
        text::line(raw, MAX_NAME).map(Self)
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it is compared and sorted.
    #[must_use]
    pub fn key(&self) -> String {
        text::fold(&self.0)
    }
}

/// What a cadence is for, in the rep's words: 0 to [`MAX_DESCRIPTION`] characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CadenceDescription(String);

impl CadenceDescription {
    /// Takes what the rep typed.
    ///
    /// # Errors
    /// [`TextProblem`] when it is too long or holds control characters.
    pub fn parse(raw: &str) -> Result<Self, TextProblem> {
        text::block(raw, MAX_DESCRIPTION).map(Self)
    }

    /// The description as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What success looks like: one line of 0 to [`MAX_GOAL`] characters.
///
/// # Errors
/// [`TextProblem`] when it is too long or not one line.
pub fn parse_goal(raw: &str) -> Result<String, TextProblem> {
    match text::line(raw, MAX_GOAL) {
        Err(TextProblem::Empty) => Ok(String::new()),
        other => other,
    }
}

/// The names that a copy of a cadence may get, the best first: "Copy of …", then with a number. A
/// name that would be too long is cut.
pub fn copy_names(name: &str) -> impl Iterator<Item = CadenceName> {
    let name = name.to_owned();
    (1..).filter_map(move |n: u32| {
        let prefix = if n == 1 { "Copy of ".to_owned() } else { format!("Copy {n} of ") };
        let room = MAX_NAME - prefix.chars().count();
        let cut: String = name.chars().take(room).collect();
        CadenceName::parse(&format!("{prefix}{cut}")).ok()
    })
}

/// The name that a text would compare as, if it were a cadence's name. Used for searching.
#[must_use]
pub fn name_key(text: &str) -> String {
    text::fold(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_up_to_120_characters() {
        assert_eq!(CadenceName::parse(" Cold outbound ").unwrap().as_str(), "Cold outbound");
        assert_eq!(CadenceName::parse("   "), Err(TextProblem::Empty));
        assert!(CadenceName::parse(&"x".repeat(120)).is_ok());
        assert_eq!(
            CadenceName::parse(&"x".repeat(10_000)),
            Err(TextProblem::TooLong { length: 10_000, max: MAX_NAME })
        );
    }

    #[test]
    fn a_copy_is_named_after_its_original_and_fits() {
        let names = |name: &str| -> Vec<String> {
            copy_names(name).take(2).map(|n| n.as_str().to_owned()).collect()
        };
        assert_eq!(names("Inbound"), ["Copy of Inbound", "Copy 2 of Inbound"]);
        assert!(names(&"é".repeat(MAX_NAME)).iter().all(|n| n.chars().count() == MAX_NAME));
    }

    #[test]
    fn names_that_read_the_same_have_one_key() {
        let key = |name| CadenceName::parse(name).unwrap().key();
        assert_eq!(key("Cold Outbound"), key(" cold outbound"));
        assert_ne!(key("Cold outbound"), key("Cold outbound 2"));
    }
}
