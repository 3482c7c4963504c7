//! How far a partnership has come: a list of stages that the rep edits (R46), and what is meant for whom.

use crate::text::{self, TextProblem};

/// Longest name of a stage, in characters.
pub const MAX_NAME: usize = 40;

/// Most stages of a workspace.
pub const MAX_STAGES: usize = 30;

/// What the keys of stages begin with that the rep has added.
const OWN: &str = "stage_";

/// A stage, by what it is known as for good: its name and its place in the list may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
#[cfg_attr(feature = "wire", ts(type = "string"))]
pub enum Stage {
    /// Nobody has been in touch yet.
    #[default]
    Lead,
    /// They were written to or called.
    Contacted,
    /// They answered.
    InConversation,
    /// They are a partner.
    ActivePartner,
    /// It came to nothing.
    Lost,
    /// One that the rep has added; its number is 6 or more and never given again.
    Own(u32),
}

/// Something that names no stage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no stage")]
pub struct NoStage(pub String);

impl Stage {
    /// Those that every workspace begins with, in their order.
    pub const FIRST: [Self; 5] =
        [Self::Lead, Self::Contacted, Self::InConversation, Self::ActivePartner, Self::Lost];

    /// Its number in the workspace: 1 to 5 for [`Self::FIRST`], more for those that were added.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Lead => 1,
            Self::Contacted => 2,
            Self::InConversation => 3,
            Self::ActivePartner => 4,
            Self::Lost => 5,
            Self::Own(number) => number,
        }
    }

    /// The stage with this number; none for 0.
    #[must_use]
    pub const fn of_number(number: u32) -> Option<Self> {
        Some(match number {
            0 => return None,
            1 => Self::Lead,
            2 => Self::Contacted,
            3 => Self::InConversation,
            4 => Self::ActivePartner,
            5 => Self::Lost,
            number => Self::Own(number),
        })
    }

    /// Its key, as it is stored and sent.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Lead => "lead".to_owned(),
            Self::Contacted => "contacted".to_owned(),
            Self::InConversation => "in_conversation".to_owned(),
            Self::ActivePartner => "active_partner".to_owned(),
            Self::Lost => "lost".to_owned(),
            Self::Own(number) => format!("{OWN}{number}"),
        }
    }

    /// The stage with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        if let Some(stage) = Self::FIRST.into_iter().find(|stage| stage.key() == key) {
            return Some(stage);
        }
        let number = key.strip_prefix(OWN)?.parse().ok()?;
        let stage = Self::of_number(number)?;
        // A key is written in one way only: not with a sign or with zeros before it.
        (stage.key() == key).then_some(stage)
    }

    /// Whether the program moves partnerships to it or from it by itself, or offers to: it can be
    /// renamed, not removed.
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Lead | Self::Contacted | Self::ActivePartner)
    }
}

impl From<Stage> for String {
    fn from(stage: Stage) -> Self {
        stage.key()
    }
}

impl TryFrom<String> for Stage {
    type Error = NoStage;

    fn try_from(key: String) -> Result<Self, NoStage> {
        Self::of_key(&key).ok_or(NoStage(key))
    }
}

/// The name of a stage as it is stored: one line of 1 to [`MAX_NAME`] characters.
///
/// # Errors
/// [`TextProblem`] says what is wrong with it.
pub fn parse_name(raw: &str) -> Result<String, TextProblem> {
    text::line(raw, MAX_NAME)
}

/// For whom something is written: a cadence is offered first for those that it is meant for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct MeantFor {
    /// For which kind of contact, such as "Head of sales"; empty for everybody.
    pub persona: String,
    /// At which stages of the partnership; empty for all.
    pub stages: Vec<Stage>,
}

impl MeantFor {
    /// The persona trimmed and composed, no stage twice.
    ///
    /// # Errors
    /// [`TextProblem`] says what is wrong with the persona.
    pub fn checked(self) -> Result<Self, TextProblem> {
        let mut stages = self.stages;
        stages.sort_unstable();
        stages.dedup();
        Ok(Self { persona: parse_persona(&self.persona)?, stages })
    }
}

/// A persona as it is stored; may be empty.
///
/// # Errors
/// [`TextProblem`] says what is wrong with it.
pub fn parse_persona(raw: &str) -> Result<String, TextProblem> {
    match text::line(raw, crate::partnership::MAX_LINE) {
        Err(TextProblem::Empty) => Ok(String::new()),
        other => other,
    }
}

/// What personas are compared by: case and composition make no difference.
#[must_use]
pub fn persona_key(persona: &str) -> String {
    text::fold(persona.trim())
}

/// Which contacts of a partnership enter a cadence (R25).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case", deny_unknown_fields))]
pub enum ContactChoice {
    /// The primary one.
    Primary,
    /// Every one.
    All,
    /// Those of a persona.
    Persona {
        /// Which one; case makes no difference.
        persona: String,
    },
}

impl ContactChoice {
    /// Whether a contact is chosen.
    #[must_use]
    pub fn takes(&self, primary: bool, persona: &str) -> bool {
        match self {
            Self::Primary => primary,
            Self::All => true,
            Self::Persona { persona: wanted } => persona_key(wanted) == persona_key(persona),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r46_the_first_five_keep_the_keys_under_which_they_were_stored() {
        let keys = Stage::FIRST.map(Stage::key);
        assert_eq!(keys, ["lead", "contacted", "in_conversation", "active_partner", "lost"]);
        assert_eq!(Stage::FIRST.map(Stage::number), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_key_that_could_be_written_otherwise_names_nothing() {
        for key in ["", "Lead", "stage_", "stage_5", "stage_+7", "stage_07", "stage_0", "stage_7 "]
        {
            assert_eq!(Stage::of_key(key), None, "{key:?}");
        }
        assert_eq!(Stage::of_key("stage_7"), Some(Stage::Own(7)));
    }

    #[test]
    fn what_rules_rely_on_is_not_removed() {
        let fixed: Vec<_> = Stage::FIRST.into_iter().filter(|stage| stage.is_fixed()).collect();
        assert_eq!(fixed, [Stage::Lead, Stage::Contacted, Stage::ActivePartner]);
        assert!(!Stage::Own(6).is_fixed());
    }

    #[test]
    fn a_cadence_names_each_stage_once_and_a_persona_without_spaces_around() {
        let meant = MeantFor {
            persona: "  Head of sales ".to_owned(),
            stages: vec![Stage::Own(9), Stage::Lead, Stage::Own(9)],
        };
        let checked = meant.checked().unwrap();
        assert_eq!(checked.persona, "Head of sales");
        assert_eq!(checked.stages, [Stage::Lead, Stage::Own(9)]);
    }

    #[test]
    fn r25_a_persona_is_found_whatever_its_case_and_an_empty_one_is_nobody_elses() {
        let of = |persona: &str| ContactChoice::Persona { persona: persona.to_owned() };
        assert!(of("head of SALES").takes(false, " Head of Sales"));
        assert!(!of("Head of sales").takes(true, ""));
        assert!(ContactChoice::Primary.takes(true, "") && !ContactChoice::Primary.takes(false, ""));
        assert!(ContactChoice::All.takes(false, "x"));
    }

    proptest! {
        #[test]
        fn every_stage_is_known_again_by_its_key_and_by_its_number(number in 1..u32::MAX) {
            let stage = Stage::of_number(number).unwrap();
            prop_assert_eq!(stage.number(), number);
            prop_assert_eq!(Stage::of_key(&stage.key()), Some(stage));
        }

        #[test]
        fn whatever_names_a_stage_is_its_key(key in "(stage_)?[0-9a-z_+ ]{0,12}") {
            if let Some(stage) = Stage::of_key(&key) {
                prop_assert_eq!(stage.key(), key);
            }
        }
    }
}
