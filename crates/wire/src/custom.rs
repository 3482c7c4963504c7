//! Requests and responses about custom fields: which there are, their values, and who has one.

use crate::error::Fault;
use crate::focus::CappedCount;
use crate::partnership::PartnershipRow;
use desk_core::custom::value::ValueProblem;
use desk_core::custom::{CustomField, FieldDefinition, FieldProblem, MAX_CHOICES};
use desk_core::ids::{ContactId, CustomFieldId, PartnershipId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The custom fields, in the rep's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CustomFields {
    /// The fields of partnerships and of contacts.
    pub fields: Vec<CustomField>,
}

/// Adds a custom field behind the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldAdd {
    /// What it is.
    pub definition: FieldDefinition,
}

/// Gives a field another name and other choices. A choice that somebody has stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldChange {
    /// Which one.
    pub id: CustomFieldId,
    /// What the rep calls it.
    pub name: String,
    /// What a value is chosen from; not looked at for the other kinds.
    pub choices: Vec<String>,
}

/// Puts the fields into another order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldOrder {
    /// All of them, the first one first.
    pub ids: Vec<CustomFieldId>,
}

/// Names a custom field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldRef {
    /// Its id.
    pub id: CustomFieldId,
}

/// What would go with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CustomFieldUse {
    /// How many values it has.
    pub values: u32,
    /// The cadences whose texts or conditions use it: while there are any, it stays.
    pub cadences: Vec<String>,
}

/// Removes a field with its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldRemove {
    /// Which one.
    pub id: CustomFieldId,
    /// How many values the rep was told go with it.
    pub values: u32,
}

/// A value of a partnership or of one of its contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CustomValue {
    /// Of which field.
    pub field: CustomFieldId,
    /// Whose; none for the partnership's own.
    pub contact: Option<ContactId>,
    /// The value: a line, a number as `-1234.5`, a day as `2026-03-31`, a choice, `yes` or `no`.
    pub value: String,
}

/// A value as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomTyped {
    /// Of which field.
    pub field: CustomFieldId,
    /// The value; empty for none.
    pub value: String,
}

/// Sets values of a partnership or of one of its contacts. Those that are not named stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomValuesSave {
    /// Which partnership.
    pub partnership: PartnershipId,
    /// Which of its contacts; none for the partnership itself.
    pub contact: Option<ContactId>,
    /// The values.
    pub values: Vec<CustomTyped>,
}

/// Which values of a field are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum CustomMatch {
    /// This one.
    Is {
        /// As it was typed.
        value: String,
    },
    /// Smaller numbers, or earlier days.
    Below {
        /// As it was typed.
        value: String,
    },
    /// Larger numbers, or later days.
    Above {
        /// As it was typed.
        value: String,
    },
    /// Any.
    Filled,
}

/// The last row of a page: the next page starts behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomCursor {
    /// Its value.
    pub value: String,
    /// The partnership's name in the form by which lists are sorted.
    pub name_key: String,
    /// The partnership.
    pub id: PartnershipId,
}

/// Asks for one page of the partnerships that have a value of a field, or a contact who has one: by the value,
/// then by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomFind {
    /// Of which field.
    pub field: CustomFieldId,
    /// Which values.
    pub wanted: CustomMatch,
    /// The page starts behind this row; none for the first page.
    pub after: Option<CustomCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// One page of those who have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CustomFound {
    /// The rows.
    pub rows: Vec<CustomFoundRow>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<CustomCursor>,
    /// How many there are.
    pub matching: CappedCount,
}

/// A partnership with the value by which it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CustomFoundRow {
    /// The partnership.
    pub partnership: PartnershipRow,
    /// The value: its own, or the first of its contacts'.
    pub value: String,
}

/// Why a custom field is not added, changed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CustomFault {
    /// Its name.
    Name {
        /// What is wrong with it.
        fault: Fault,
    },
    /// A key that cannot stand in a text.
    Key,
    /// Another field, of whatever it is, has the key.
    KeyTaken,
    /// A workspace has no more fields.
    TooMany {
        /// How many it may have.
        max: u32,
    },
    /// A choice.
    Choice {
        /// Which one, from 0.
        entry: u32,
        /// What is wrong with it.
        fault: Fault,
    },
    /// No choices, or too many.
    Choices {
        /// How many there may be.
        max: u32,
    },
    /// A choice that is left out, and that somebody has.
    ChoiceUsed {
        /// Which one.
        choice: String,
        /// How many have it.
        count: u32,
    },
    /// Texts or conditions of cadences use the field.
    Used {
        /// Their names.
        cadences: Vec<String>,
    },
    /// More or fewer values would go than the rep was told.
    ValuesChanged {
        /// How many would go now.
        count: u32,
    },
}

/// Why a value of a custom field is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CustomValueFault {
    /// A line that cannot be kept.
    Text {
        /// What is wrong with it.
        fault: Fault,
    },
    /// No decimal number.
    NotANumber,
    /// No day.
    NotADate,
    /// None of the choices.
    NotAChoice,
    /// Neither yes nor no.
    NotYesOrNo,
    /// The field is not looked through in this way.
    NotCompared,
}

impl From<FieldProblem> for CustomFault {
    fn from(problem: FieldProblem) -> Self {
        let entry = |entry: usize| u32::try_from(entry).unwrap_or(u32::MAX);
        match problem {
            FieldProblem::Name(problem) => Self::Name { fault: problem.into() },
            FieldProblem::Key => Self::Key,
            FieldProblem::Choice { entry: at, problem } => {
                Self::Choice { entry: entry(at), fault: problem.into() }
            }
            FieldProblem::Choices => Self::Choices { max: entry(MAX_CHOICES) },
            FieldProblem::ChoiceTwice { entry: at } => {
                Self::Choice { entry: entry(at), fault: Fault::Taken }
            }
        }
    }
}

impl From<ValueProblem> for CustomValueFault {
    fn from(problem: ValueProblem) -> Self {
        match problem {
            ValueProblem::Text(problem) => Self::Text { fault: problem.into() },
            ValueProblem::NotANumber => Self::NotANumber,
            ValueProblem::NotADate => Self::NotADate,
            ValueProblem::NotAChoice => Self::NotAChoice,
            ValueProblem::NotYesOrNo => Self::NotYesOrNo,
        }
    }
}
