//! Requests and responses about due touches and the windows in which they are worked.

use desk_core::caller::CallerNumber;
use desk_core::draft::{CallLog, EmailDraft};
use desk_core::ids::{CadenceId, ContactId, EventId, OutboxId, PartnershipId, StepId, TouchId};
use desk_core::step::{EmailThread, TaskWork};
use desk_core::time::Timestamp;
use desk_core::touch::{CallAction, TouchKind, TouchState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The side panel: cadences with due touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Panel {
    /// The cadences, those with most due touches first.
    pub cadences: Vec<PanelCadence>,
    /// Due touches in all.
    pub due: u32,
}

/// A cadence with due touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PanelCadence {
    /// Which one.
    pub id: CadenceId,
    /// Its name.
    pub name: String,
    /// Its due touches.
    pub due: u32,
    /// Its steps with due touches, in their order.
    pub steps: Vec<PanelStep>,
}

/// A step with due touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PanelStep {
    /// Which one.
    pub step: StepId,
    /// Its position in the latest version, from 0.
    pub position: u32,
    /// Its name; empty to be called by its type.
    pub name: String,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// Its due touches.
    pub due: u32,
}

/// By what due touches are sorted. By local time there is for whoever shows a page: rows name the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueOrder {
    /// The longest due first.
    #[default]
    Due,
    /// The priority of cadence and step, then the longest due first.
    Priority,
    /// The partnership's tier, those without one last, then the longest due first.
    Tier,
    /// The partnership's name.
    Name,
}

/// The last row of a page: the next page starts behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DueCursor {
    /// When it was due.
    pub due_at: Timestamp,
    /// Id of the touch.
    pub id: TouchId,
    /// Its priority or tier, in a list that is sorted by that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rank: Option<u32>,
    /// The partnership's name as it is sorted, in a list that is sorted by that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name_key: Option<String>,
}

/// Asks for one page of due touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DueListRequest {
    /// Only of this step; none for all.
    pub step: Option<StepId>,
    /// Only of this cadence; none for all.
    #[serde(default)]
    #[ts(optional)]
    pub cadence: Option<CadenceId>,
    /// By what they are sorted; none for the longest due first.
    #[serde(default)]
    #[ts(optional)]
    pub order: Option<DueOrder>,
    /// The page starts behind this row; none for the first page.
    pub after: Option<DueCursor>,
    /// Rows in a page, 1 to 200; a value outside is moved to the nearer end.
    pub limit: u32,
}

/// One page of due touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DuePage {
    /// The rows.
    pub rows: Vec<DueRow>,
    /// Where the next page starts; none when this is the last.
    pub next: Option<DueCursor>,
}

/// A due touch as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DueRow {
    /// Which touch.
    pub id: TouchId,
    /// Whose.
    pub partnership: PartnershipId,
    /// The partnership's name.
    pub partnership_name: String,
    /// The contact's name.
    pub contact_name: String,
    /// Which step.
    pub step: StepId,
    /// What kind of work it is.
    pub kind: TouchKind,
    /// When it was due.
    pub due_at: Timestamp,
    /// The contact's zone.
    pub zone: String,
    /// Whether it is past its step's deadline or, without one, was due before today (R9).
    pub overdue: bool,
}

/// Names one touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TouchRef {
    /// Its id.
    pub id: TouchId,
}

/// An open touch with everything that its window shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TouchDetail {
    /// Its id.
    pub id: TouchId,
    /// Where it is.
    pub state: TouchState,
    /// Whether its enrolment is paused, held or frozen, so that nothing can be done now.
    pub stopped: bool,
    /// The partnership.
    pub partnership: PartnershipId,
    /// Its name.
    pub partnership_name: String,
    /// The contact.
    pub contact: ContactId,
    /// Its name.
    pub contact_name: String,
    /// The cadence.
    pub cadence: CadenceId,
    /// Its name.
    pub cadence_name: String,
    /// The step.
    pub step: StepId,
    /// Position of the step, from 0.
    pub position: u32,
    /// How many steps there are.
    pub steps: u32,
    /// Name of the step; empty to be called by its type.
    pub step_name: String,
    /// When it is due.
    pub due_at: Timestamp,
    /// The contact's zone.
    pub zone: String,
    /// What is done in the window.
    pub work: Work,
}

/// What is done in the window of a touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Work {
    /// An e-mail is written and sent.
    Email {
        /// Who it comes from, as the recipient sees it; none while no account is set up.
        from: Option<String>,
        /// Addresses of the contact that can be written to.
        choices: Vec<String>,
        /// The draft: the template with its variables filled, or what the rep made of it.
        draft: EmailDraft,
        /// Whether it answers the e-mail before it, whose subject it then has.
        thread: EmailThread,
        /// Variables that have no value for this contact. Each stands as ⟦name⟧ in the draft, which
        /// is not sent while one is left.
        missing: Vec<String>,
        /// When the rep's own version was last saved; none while it is the template's.
        edited_at: Option<Timestamp>,
        /// Whether the template has become another one since then, by a change of the cadence (R17).
        template_changed: bool,
        /// What stands under the text of every e-mail; may be empty.
        signature: String,
        /// In seconds: how long a sent e-mail can be taken back.
        undo_delay: u32,
    },
    /// A call is made and logged.
    Call {
        /// Numbers of the contact, the one to call first.
        numbers: Vec<String>,
        /// What to say, with variables filled; a missing one stands as ⟦name⟧.
        script: String,
        /// From which of the rep's own numbers; none when the step chooses none.
        from: Option<CallerNumber>,
        /// What is said to an answering machine, with variables filled; none when no message is left (R38).
        voicemail: Option<String>,
        /// When calls may begin at the contact's place; none when they may be made now.
        opens_at: Option<Timestamp>,
        /// What was noted so far.
        log: CallLog,
        /// When that was last saved.
        edited_at: Option<Timestamp>,
    },
    /// Something else is done.
    Task {
        /// What it is.
        work: TaskWork,
        /// What to do, with variables filled; a missing one stands as ⟦name⟧.
        instructions: String,
        /// What was noted so far.
        notes: String,
        /// When that was last saved.
        edited_at: Option<Timestamp>,
    },
}

/// Saves a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EmailSave {
    /// Which touch.
    pub id: TouchId,
    /// The draft.
    pub draft: EmailDraft,
}

/// Sends an e-mail and goes on to the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EmailSend {
    /// Which touch.
    pub id: TouchId,
    /// What is sent.
    pub draft: EmailDraft,
}

/// An e-mail is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct EmailQueued {
    /// Its entry in the timeline.
    pub event: EventId,
    /// Its row in the outbox.
    pub outbox: OutboxId,
    /// When it leaves; until then it can be taken back.
    pub leaves_at: Timestamp,
}

/// Saves what is noted about a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallSave {
    /// Which touch.
    pub id: TouchId,
    /// What is noted.
    pub log: CallLog,
}

/// Presses one of the four buttons of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallFinish {
    /// Which touch.
    pub id: TouchId,
    /// What is noted.
    pub log: CallLog,
    /// The button.
    pub action: CallAction,
}

/// Opens the system's phone program with one of the contact's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallDial {
    /// Which touch.
    pub id: TouchId,
    /// Which of its numbers, from 0.
    pub number: u32,
}

/// Saves or completes a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TaskNotes {
    /// Which touch.
    pub id: TouchId,
    /// What is noted; 0 to 50,000 characters.
    pub notes: String,
}

/// Moves the due moment of a touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TouchSnooze {
    /// Which touch.
    pub id: TouchId,
    /// To when; the next opening of the cadence's hours from then on.
    pub until: Timestamp,
    /// Whether the hours of the cadence do not count; the legal ones for calls do.
    pub beyond_hours: bool,
}

/// A reminder that the window shows itself, because the desktop shows none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InAppReminder {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where it leads; none for the list of due touches.
    pub place: Option<Place>,
}

/// A place in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Place {
    /// The partnership to show.
    pub partnership: PartnershipId,
    /// The touch to open beside it.
    pub touch: Option<TouchId>,
}

/// What the window has to show or to go to, told once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Attention {
    /// Reminders to show.
    pub reminders: Vec<InAppReminder>,
    /// Where to go: a notification was clicked.
    pub place: Option<Place>,
}
