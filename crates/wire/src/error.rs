//! Errors as they reach the window: a closed code with its context. The window makes the sentence
//! from the code; the message is for the log and for whoever reads it.

use desk_core::text::TextProblem;
use serde::Serialize;
use ts_rs::TS;

/// A field of a form, so that a sentence can stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name of a cadence.
    Name,
    /// The description of a cadence.
    Description,
}

/// What went wrong, with what a sentence about it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[serde(tag = "code", content = "context", rename_all = "snake_case")]
pub enum Problem {
    /// A required field holds nothing.
    #[error("{field:?} is empty")]
    FieldEmpty {
        /// Which field.
        field: Field,
    },
    /// A field holds more than it may.
    #[error("{field:?} has {length} characters, {max} are allowed")]
    FieldTooLong {
        /// Which field.
        field: Field,
        /// Characters it has.
        length: u32,
        /// Characters it may have.
        max: u32,
    },
    /// A field holds a character that it must not.
    #[error("{field:?} contains a line break or another control character")]
    FieldControlCharacter {
        /// Which field.
        field: Field,
    },
    /// Another cadence that is not archived has this name.
    #[error("another cadence is named {name:?}")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The record does not exist (any more).
    #[error("no such record")]
    NotFound,
    /// An archived cadence cannot be edited.
    #[error("the cadence is archived")]
    CadenceArchived,
    /// The workspace is not open; `workspace_status` says why.
    #[error("the workspace is not open")]
    WorkspaceUnavailable,
    /// The workspace file turned out damaged while it was in use.
    #[error("the workspace file is damaged")]
    WorkspaceDamaged,
    /// The disk is full; nothing was changed.
    #[error("the disk is full")]
    DiskFull,
    /// The system's file manager could not be started.
    #[error("the folder could not be shown: {detail}")]
    FolderNotShown {
        /// What the operating system said.
        detail: String,
    },
    /// The request did not come from the program's own window, or is not in the list.
    #[error("the request was refused")]
    Refused,
    /// A fault of the program; the log has more.
    #[error("internal error")]
    Internal,
}

/// An error on its way to the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WireError {
    /// Code and context.
    #[serde(flatten)]
    pub problem: Problem,
    /// The same in English, for the log.
    pub message: String,
}

impl WireError {
    /// A fault of the program, with its cause kept for the log.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        Self { problem: Problem::Internal, message: cause.to_string() }
    }

    /// A text that a field cannot take.
    #[must_use]
    pub fn text(field: Field, problem: TextProblem) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match problem {
            TextProblem::Empty => Problem::FieldEmpty { field },
            TextProblem::TooLong { length, max } => {
                Problem::FieldTooLong { field, length: clamp(length), max: clamp(max) }
            }
            TextProblem::ControlCharacter => Problem::FieldControlCharacter { field },
        }
        .into()
    }
}

impl From<Problem> for WireError {
    fn from(problem: Problem) -> Self {
        let message = problem.to_string();
        Self { problem, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_a_code_a_context_and_a_message() {
        let error = WireError::from(Problem::NameTaken { name: "Cold".into() });
        assert_eq!(
            serde_json::to_value(error).unwrap(),
            serde_json::json!({
                "code": "name_taken",
                "context": {"name": "Cold"},
                "message": "another cadence is named \"Cold\"",
            })
        );
    }
}
