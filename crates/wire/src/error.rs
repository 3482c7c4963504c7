//! Errors as they reach the window: a closed code with its context. The window makes the sentence
//! from the code; the message is for the log and for whoever reads it.

use crate::account::{AccountStage, SignInFailure, StageFailure};
use crate::attachment::FileFault;
use crate::caller::CallerFault;
use crate::custom::{CustomFault, CustomValueFault};
use crate::merging::{MergeConflict, MergeFault};
use crate::rules::{RulesFault, StepFault};
use desk_core::account::{AccountField, AccountProblem, AccountSettings};
use desk_core::attachment::FileName;
use desk_core::ids::{CustomFieldId, PartnershipId};
use desk_core::money::MoneyProblem;
use desk_core::opt_out::ColdGap;
use desk_core::partnership::{PersonField, PersonProblem};
use desk_core::step::{DelayProblem, StepField, StepGap, StepProblem};
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
    /// The goal of a cadence.
    Goal,
    /// For what kind of contact a cadence is meant.
    Persona,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Fault {
    /// It is required and holds nothing.
    Empty,
    /// It holds more than it may.
    TooLong {
        /// Characters it may have.
        max: u32,
    },
    /// It holds a line break or another control character.
    ControlCharacter,
    /// An e-mail address that nothing could be sent to.
    NotAnAddress,
    /// A phone number that cannot be dialled.
    NotANumber,
    /// A time zone that does not exist.
    UnknownZone,
    /// More entries than it may have.
    TooMany,
    /// A port that does not exist.
    Port,
    /// Another one has it.
    Taken,
    /// An amount that is less than nothing or too large.
    Amount,
    /// A currency that has no three letters.
    Currency,
    /// No https address of its kind, or the other address is missing that it needs.
    WebAddress,
}

/// A field of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EmailField {
    /// To whom.
    To,
    /// Who gets a copy.
    Cc,
    /// Who gets a copy unseen.
    Bcc,
    /// The subject.
    Subject,
    /// The text.
    Body,
    /// Its files.
    Attachments,
}

/// Something that a step lacks, or that the cadence lacks as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Gap {
    /// Position of the step, from 0.
    pub position: u32,
    /// What it lacks.
    pub gap: StepGap,
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
    /// Another stage has this name.
    #[error("another stage is named {name:?}")]
    StageNameTaken {
        /// The name.
        name: String,
    },
    /// A stage is not in the list (any more).
    #[error("no such stage")]
    NoSuchStage,
    /// The program moves partnerships to this stage or from it: it can be renamed, not removed.
    #[error("the stage cannot be removed")]
    StageFixed,
    /// Conditions look at the stage.
    #[error("conditions of {cadences:?} look at the stage")]
    StageInUse {
        /// Names of the cadences.
        cadences: Vec<String>,
    },
    /// There are as many stages as there may be.
    #[error("there are at most {max} stages")]
    TooManyStages {
        /// How many there may be.
        max: u32,
    },
    /// Somebody changed the list of stages meanwhile.
    #[error("the list of stages has changed meanwhile")]
    StagesChanged,
    /// The record does not exist (any more).
    #[error("no such record")]
    NotFound,
    /// An archived cadence cannot be edited.
    #[error("the cadence is archived")]
    CadenceArchived,
    /// A cadence with people in it is archived only when they are finished (R16).
    #[error("{count} people are in the cadence")]
    PeopleInside {
        /// How many.
        count: u32,
    },
    /// Somebody saved another revision of the cadence meanwhile.
    #[error("the cadence was saved elsewhere meanwhile")]
    SavedElsewhere,
    /// A cadence has more steps than it may.
    #[error("a cadence has at most {max} steps")]
    TooManySteps {
        /// Steps that it may have.
        max: u32,
    },
    /// A step's delay is negative or too long.
    #[error("step {position}: the delay is not between 0 and {max}")]
    StepDelay {
        /// Position of the step, from 0.
        position: u32,
        /// The longest delay in its unit.
        max: u32,
    },
    /// A step's text is too long.
    #[error("step {position}: {field:?} has {length} characters, {max} are allowed")]
    StepTextTooLong {
        /// Position of the step, from 0.
        position: u32,
        /// Which text.
        field: StepField,
        /// Characters it has.
        length: u32,
        /// Characters it may have.
        max: u32,
    },
    /// A step's text contains a character that it must not.
    #[error("step {position}: {field:?} contains a line break or another control character")]
    StepControlCharacter {
        /// Position of the step, from 0.
        position: u32,
        /// Which text.
        field: StepField,
    },
    /// Something else that a step says makes no sense.
    #[error("step {position}: {fault:?}")]
    StepRules {
        /// Position of the step, from 0.
        position: u32,
        /// What is wrong.
        fault: StepFault,
    },
    /// The rules of a cadence or of the workspace make no sense.
    #[error("{fault:?}")]
    Rules {
        /// What is wrong.
        fault: RulesFault,
    },
    /// More records at once than may be named.
    #[error("at most {max} at once")]
    TooManyAtOnce {
        /// How many may be named.
        max: u32,
    },
    /// Everything is paused; it has to go on first.
    #[error("everything is paused")]
    EverythingPaused,
    /// The workspace was restored or copied: the rep has to answer for that first (R34).
    #[error("the workspace has come back and waits for an answer")]
    WorkspaceReturned,
    /// The folder of sent mail was not read yet since the workspace came back.
    #[error("the folder of sent mail was not read yet")]
    SentMailNotRead,
    /// A cadence that writes to people who do not know the rep is not activated before the sender profile
    /// has what laws ask for (R53).
    #[error("the sender profile lacks {gaps:?}")]
    ColdIncomplete {
        /// Everything that is missing.
        gaps: Vec<ColdGap>,
    },
    /// A cadence without steps cannot be activated.
    #[error("the cadence has no steps")]
    NoSteps,
    /// Steps are incomplete, so the cadence cannot be activated.
    #[error("steps are incomplete")]
    StepsIncomplete {
        /// Everything that is missing, in the order of the steps.
        gaps: Vec<Gap>,
    },
    /// A text of a step uses a variable that does not exist (R47), so the cadence cannot be activated.
    #[error("there is no variable {variable}")]
    UnknownVariable {
        /// Position of the step, from 0.
        position: u32,
        /// Its name, as it stands in the text.
        variable: String,
    },
    /// The numbers that the rep calls from, which cannot be kept like this.
    #[error("{fault:?}")]
    CallerNumbers {
        /// Why.
        fault: Box<CallerFault>,
    },
    /// A field of a partnership or a contact that cannot be saved.
    #[error("{field:?} {entry}: {fault:?}")]
    PersonField {
        /// Which field.
        field: PersonField,
        /// Which entry of a list, from 0; 0 for a single field.
        entry: u32,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A custom field that is not added, changed or removed.
    #[error("{fault:?}")]
    CustomField {
        /// Why.
        fault: CustomFault,
    },
    /// A value of a custom field that is not saved, or that nothing is compared with.
    #[error("{field:?}: {fault:?}")]
    CustomValue {
        /// Of which field.
        field: CustomFieldId,
        /// Why.
        fault: CustomValueFault,
    },
    /// Another contact has this e-mail address.
    #[error("another contact has the address {address}")]
    AddressTaken {
        /// The address.
        address: String,
        /// The partnership of that contact.
        partnership: PartnershipId,
        /// Its name.
        partnership_name: String,
    },
    /// The contact cannot enter the cadence; the preflight says why.
    #[error("the contact cannot enter the cadence")]
    NotAssignable,
    /// There are warnings that the rep has not seen; the preflight lists them.
    #[error("there are warnings")]
    WarningsUnseen,
    /// The touch was finished, or its step is not due any more.
    #[error("the touch is not open")]
    TouchClosed,
    /// The enrolment is paused, held or frozen; it has to be resumed first.
    #[error("the enrolment stands still")]
    EnrolmentStopped,
    /// The enrolment is over.
    #[error("the enrolment is finished")]
    EnrolmentFinished,
    /// It cannot be taken back: something was sent or logged since, or it was taken back already.
    #[error("it cannot be taken back any more")]
    NotUndoable,
    /// Two records cannot be merged now.
    #[error("they cannot be merged: {fault:?}")]
    NotMergeable {
        /// Why.
        fault: MergeFault,
    },
    /// A merge cannot be taken back.
    #[error("the merge cannot be taken back: {conflict:?}")]
    MergeStands {
        /// What stands against it.
        conflict: MergeConflict,
    },
    /// The message is on its way or has left.
    #[error("the message has left")]
    AlreadyLeft,
    /// An e-mail with places that nobody filled.
    #[error("variables have no value: {variables:?}")]
    MissingVariables {
        /// Which ones.
        variables: Vec<String>,
    },
    /// A template that cannot be read.
    #[error("the template cannot be read: {detail}")]
    TemplateBroken {
        /// What is wrong with it, and where.
        detail: String,
    },
    /// A field of an e-mail that cannot be sent.
    #[error("{field:?}: {fault:?}")]
    EmailField {
        /// Which field.
        field: EmailField,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A file that cannot be attached.
    #[error("{}: {fault:?}", name.as_str())]
    FileNotKept {
        /// What it is called.
        name: FileName,
        /// Why.
        fault: FileFault,
    },
    /// A file that is attached and not in the workspace any more.
    #[error("{} is not there any more", name.as_str())]
    FileGone {
        /// What it is called.
        name: FileName,
    },
    /// A message that the account's server would not take.
    #[error("the message has {size} bytes, {limit} are taken")]
    MessageTooLarge {
        /// In bytes: with its attachments as they are sent.
        size: u64,
        /// In bytes.
        limit: u64,
    },
    /// The contact's address must not be written to.
    #[error("the address is suppressed")]
    Suppressed,
    /// Whom a message is about has to be said first.
    #[error("it is not known whom the message is about")]
    ReplyUnmatched,
    /// A link of a message that could not be opened.
    #[error("the link could not be opened: {detail}")]
    LinkNotOpened {
        /// What the system said.
        detail: String,
    },
    /// What was typed is no address, domain, pattern or phone number.
    #[error("neither an address nor a domain, a pattern or a phone number")]
    NotSuppressible,
    /// A call outside the legal hours at the contact's place.
    #[error("calls are not allowed there now")]
    OutsideCallingHours,
    /// The number was called as often as it may be called (R35).
    #[error("the number was called as often as it may be called")]
    CalledOften,
    /// A moment that lies in the past.
    #[error("the moment lies in the past")]
    InThePast,
    /// A field of the account or the sender profile that cannot be saved.
    #[error("{field:?}: {fault:?}")]
    AccountField {
        /// Which field.
        field: AccountField,
        /// What is wrong with it.
        fault: Fault,
    },
    /// There is no keychain to keep the password in.
    #[error("there is no keychain")]
    KeychainAbsent,
    /// The keychain is locked.
    #[error("the keychain is locked")]
    KeychainLocked,
    /// The keychain refused.
    #[error("the keychain refused")]
    KeychainDenied,
    /// The keychain failed otherwise.
    #[error("the keychain failed: {detail}")]
    KeychainFailed {
        /// What it said.
        detail: String,
    },
    /// No password was typed and none is stored.
    #[error("there is no password")]
    NoPassword,
    /// The account is to sign in by OAuth, and there was no sign-in yet.
    #[error("there was no sign-in")]
    NotSignedIn,
    /// A sign-in in the browser came to nothing.
    #[error("the sign-in failed: {failure:?}")]
    SignInFailed {
        /// Why.
        failure: SignInFailure,
    },
    /// There is no account through which something could leave.
    #[error("there is no mail account")]
    NoAccount,
    /// A test of an e-mail that the account's server did not take.
    #[error("{stage:?}: {failure:?}")]
    TestNotSent {
        /// How far it came.
        stage: AccountStage,
        /// What went wrong there.
        failure: StageFailure,
        /// Through which account.
        settings: Box<AccountSettings>,
    },
    /// A test of an e-mail that could not be written into the folder of practice mail.
    #[error("the test could not be written: {detail}")]
    TestNotWritten {
        /// What the operating system said.
        detail: String,
    },
    /// Only the practice workspace can do this.
    #[error("this is not the practice workspace")]
    PracticeOnly,
    /// The system could not open the number.
    #[error("the number could not be opened: {detail}")]
    NotDialled {
        /// What the operating system said.
        detail: String,
    },
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{message}")]
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

impl From<TextProblem> for Fault {
    fn from(problem: TextProblem) -> Self {
        match problem {
            TextProblem::Empty => Self::Empty,
            TextProblem::TooLong { max, .. } => Self::TooLong { max: clamp(max) },
            TextProblem::ControlCharacter => Self::ControlCharacter,
        }
    }
}

impl From<PersonProblem> for Problem {
    fn from(problem: PersonProblem) -> Self {
        let (field, entry, fault) = match problem {
            PersonProblem::Text { field, problem } => (field, 0, problem.into()),
            PersonProblem::Address { entry, .. } => {
                (PersonField::Email, entry, Fault::NotAnAddress)
            }
            PersonProblem::Phone { entry, .. } => (PersonField::Phone, entry, Fault::NotANumber),
            PersonProblem::UnknownZone => (PersonField::Zone, 0, Fault::UnknownZone),
            PersonProblem::TooMany { field } => (field, 0, Fault::TooMany),
            PersonProblem::Value(MoneyProblem::Amount) => (PersonField::Value, 0, Fault::Amount),
            PersonProblem::Value(MoneyProblem::Currency) => {
                (PersonField::Currency, 0, Fault::Currency)
            }
            PersonProblem::NoName => (PersonField::FirstName, 0, Fault::Empty),
        };
        Self::PersonField { field, entry: clamp(entry), fault }
    }
}

impl From<AccountProblem> for Problem {
    fn from(problem: AccountProblem) -> Self {
        let (field, fault) = match problem {
            AccountProblem::Text { field, problem } => (field, problem.into()),
            AccountProblem::Address(_) => (AccountField::Address, Fault::NotAnAddress),
            AccountProblem::Port { field } => (field, Fault::Port),
            AccountProblem::WebAddress { field } => (field, Fault::WebAddress),
        };
        Self::AccountField { field, fault }
    }
}

impl Problem {
    /// A step that cannot be saved, by its position from 0.
    #[must_use]
    pub fn step(position: usize, problem: StepProblem) -> Self {
        let position = clamp(position);
        match problem {
            StepProblem::Delay(DelayProblem { max }) => Self::StepDelay { position, max },
            StepProblem::Text { field, problem: TextProblem::TooLong { length, max } } => {
                let (length, max) = (clamp(length), clamp(max));
                Self::StepTextTooLong { position, field, length, max }
            }
            StepProblem::Text { field, .. } => Self::StepControlCharacter { position, field },
            other => match StepFault::of(&other) {
                Some(fault) => Self::StepRules { position, fault },
                None => Self::Internal,
            },
        }
    }

    /// Steps that lack something, by their positions from 0.
    #[must_use]
    pub fn incomplete(gaps: &[(usize, StepGap)]) -> Self {
        let gaps = gaps.iter().map(|&(position, gap)| Gap { position: clamp(position), gap });
        Self::StepsIncomplete { gaps: gaps.collect() }
    }

    /// A step with a variable that does not exist, by its position from 0.
    #[must_use]
    pub fn unknown_variable(position: usize, variable: String) -> Self {
        Self::UnknownVariable { position: clamp(position), variable }
    }
}

/// Counts in a sentence need no more than this.
fn clamp(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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
