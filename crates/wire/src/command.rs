//! The list of commands. A new command is one line here; the compiler then asks for its handler.

use crate::account::{
    AccountOwnSave, AccountRef, AccountSave, AccountTest, MailAccount, MailAccounts, OptOutPage,
    SenderSave, Servers, ServersRequest, SignInRequest, SignedIn,
};
use crate::attachment::{ChosenFiles, EmailPreview, FileAttach, FileAttached};
use crate::cadence::{
    CadenceArchive, CadenceCreate, CadenceDetail, CadenceListRequest, CadencePage, CadenceRef,
    CadenceSave, CadenceSummary, CadenceUpdate,
};
use crate::caller::{CallerNumbers, CallerNumbersSave};
use crate::custom::{
    CustomFieldAdd, CustomFieldChange, CustomFieldOrder, CustomFieldRef, CustomFieldRemove,
    CustomFieldUse, CustomFields, CustomFind, CustomFound, CustomValuesSave,
};
use crate::enrolment::{Assign, Done, EnrolmentRef, Preflight, PreflightRequest, Undo};
use crate::error::WireError;
use crate::figures::{CadenceFiguresDetail, CadenceFiguresRequest, Figures, FiguresRequest};
use crate::focus::{Focus, FocusRequest};
use crate::incoming::{Mailbox, MailboxDismiss, ReplyListRequest, ReplyPage};
use crate::merging::{MergePreview, MergeRequest, MergeUndo, Merged};
use crate::outbox::{Activity, OutboxListRequest, OutboxPage, OutboxRef, OutboxSettle};
use crate::partnership::{
    AddressLook, AddressLooks, ContactCreate, ContactRef, ContactUpdate, NotesSave,
    PartnershipCreate, PartnershipDetail, PartnershipListRequest, PartnershipPage, PartnershipRef,
    PartnershipUpdate, Saved, TimelinePage, TimelineRequest,
};
use crate::practice::{Jumped, Simulate};
use crate::reply::{
    ReplyDecide, ReplyDetail, ReplyDone, ReplyDraft, ReplyLinkOpen, ReplyMark, ReplyOverrule,
    ReplyOverruled, ReplyRef, ReplySend, ReplySent, ReplySettle, ReplyTone,
};
use crate::rules::{
    AssignMany, AssignedMany, ChangePlan, ChangePlanRequest, EnrolmentSign, Forecast, GoingOn,
    PauseAll, PreflightMany, Today, WorkSettings, WorkSettingsSave,
};
use crate::stage::{
    CadencePicks, CadencePicksRequest, PartnershipStage, Personas, StageAdd, StageList, StageOrder,
    StageRemove, StageRename,
};
use crate::suppression::{
    SuppressionAdd, SuppressionAdded, SuppressionListRequest, SuppressionPage, SuppressionRef,
};
use crate::test_mail::{StepTest, TestSent};
use crate::waking::{LateMail, LateSettle, WorkspaceGoOn, WorkspaceReturned};
use crate::work::{
    Attention, CallDial, CallFinish, CallSave, DueListRequest, DuePage, EmailQueued, EmailSave,
    EmailSend, Panel, TaskNotes, TouchDetail, TouchRef, TouchSnooze,
};
use crate::workspace::{WorkspaceChoose, WorkspaceStatus};
use desk_core::account::SenderProfile;
use serde::{Deserialize, Serialize};

/// A request or response without content: `{}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Reads the list of commands as a request type, a handler trait with a router, and the rows from
/// which the TypeScript file is written.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident $variant:ident ($request:ty) -> $response:ty;)+) => {
        /// One request of the window: the command's name and its input.
        #[derive(Debug, Clone, Deserialize)]
        #[serde(tag = "command", content = "input", rename_all = "snake_case")]
        pub enum Request {
            $($(#[doc = $doc])+ $variant($request),)+
        }

        impl Request {
            /// The command's name, for the log.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($name),)+ }
            }
        }

        /// Answers every command of the list.
        pub trait Handler {
            $(
                $(#[doc = $doc])+
                ///
                /// # Errors
                /// A [`WireError`] with a closed code that the window turns into a sentence.
                fn $name(&self, request: $request) -> Result<$response, WireError>;
            )+
        }

        /// Hands a request to its handler and its response back as JSON.
        ///
        /// # Errors
        /// The handler's own, or `internal` when the response cannot be written as JSON.
        pub fn route(handler: &impl Handler, request: Request) -> Result<serde_json::Value, WireError> {
            match request {
                $(Request::$variant(input) => to_json(handler.$name(input)?),)+
            }
        }

        pub(crate) fn typescript_rows(cfg: &ts_rs::Config) -> Vec<crate::typescript::CommandRow> {
            vec![$(crate::typescript::CommandRow {
                name: stringify!($name),
                doc: concat!($($doc),+),
                request: <$request as ts_rs::TS>::name(cfg),
                response: <$response as ts_rs::TS>::name(cfg),
            },)+]
        }

        pub(crate) fn typescript_visit(visitor: &mut impl ts_rs::TypeVisitor) {
            $(visitor.visit::<$request>(); visitor.visit::<$response>();)+
        }
    };
}

fn to_json(response: impl Serialize) -> Result<serde_json::Value, WireError> {
    serde_json::to_value(response).map_err(|error| WireError::internal(&error))
}

commands! {
    /// Tells whether the workspace is open, and what is in the way when it is not.
    workspace_status WorkspaceStatus (Nothing) -> WorkspaceStatus;
    /// Opens the rep's own or the practice workspace, making it if need be, and remembers the choice.
    workspace_choose WorkspaceChoose (WorkspaceChoose) -> WorkspaceStatus;
    /// Tries again to open a workspace that could not be opened.
    workspace_retry WorkspaceRetry (Nothing) -> WorkspaceStatus;
    /// Renames a damaged workspace file, keeping it whole, and starts an empty one in its place.
    workspace_set_aside WorkspaceSetAside (Nothing) -> WorkspaceStatus;
    /// Shows the workspace's folder in the file manager.
    workspace_reveal WorkspaceReveal (Nothing) -> Nothing;
    /// One page of cadences by name, with the count of each filter.
    cadence_list CadenceList (CadenceListRequest) -> CadencePage;
    /// Makes a draft.
    cadence_create CadenceCreate (CadenceCreate) -> CadenceSummary;
    /// Gives a cadence another name and description.
    cadence_update CadenceUpdate (CadenceUpdate) -> CadenceSummary;
    /// One cadence with its steps.
    cadence_get CadenceGet (CadenceRef) -> CadenceDetail;
    /// What saving an active cadence would mean for the people in it.
    cadence_change_plan CadenceChangePlan (ChangePlanRequest) -> ChangePlan;
    /// Saves goal, steps and rules of a cadence that is not archived.
    cadence_save CadenceSave (CadenceSave) -> CadenceDetail;
    /// Lets a draft or inactive cadence act. Refused while something is missing in a step.
    cadence_activate CadenceActivate (CadenceRef) -> CadenceSummary;
    /// Stops an active cadence from acting.
    cadence_deactivate CadenceDeactivate (CadenceRef) -> CadenceSummary;
    /// Makes a draft "Copy of …" with the same description, goal and steps.
    cadence_clone CadenceClone (CadenceRef) -> CadenceSummary;
    /// Hides a cadence and keeps its history.
    cadence_archive CadenceArchive (CadenceArchive) -> CadenceSummary;
    /// Brings an archived cadence back: a draft as a draft, any other as inactive.
    cadence_restore CadenceRestore (CadenceRef) -> CadenceSummary;
    /// What was counted in all cadences of a filter, on some days or on all.
    figures Figures (FiguresRequest) -> Figures;
    /// What was counted in a cadence, and what became of each step.
    cadence_figures CadenceFigures (CadenceFiguresRequest) -> CadenceFiguresDetail;
    /// One page of partnerships.
    partnership_list PartnershipList (PartnershipListRequest) -> PartnershipPage;
    /// Makes a partnership, with its first contact if one is given.
    partnership_create PartnershipCreate (PartnershipCreate) -> PartnershipDetail;
    /// Sets what is known about a partnership.
    partnership_update PartnershipUpdate (PartnershipUpdate) -> PartnershipDetail;
    /// One partnership with its contacts and enrolments.
    partnership_get PartnershipGet (PartnershipRef) -> PartnershipDetail;
    /// Puts a partnership into the bin and takes its contacts out of their cadences.
    partnership_delete PartnershipDelete (PartnershipRef) -> PartnershipDetail;
    /// Brings a partnership back from the bin; its enrolments stay ended.
    partnership_restore PartnershipRestore (PartnershipRef) -> PartnershipDetail;
    /// Moves a partnership to another stage.
    partnership_stage PartnershipStage (PartnershipStage) -> PartnershipDetail;
    /// The stages in their order.
    stage_list StageList (Nothing) -> StageList;
    /// Adds a stage.
    stage_add StageAdd (StageAdd) -> StageList;
    /// Gives a stage another name.
    stage_rename StageRename (StageRename) -> StageList;
    /// Puts the stages into another order.
    stage_order StageOrder (StageOrder) -> StageList;
    /// Removes a stage and moves its partnerships to another one.
    stage_remove StageRemove (StageRemove) -> StageList;
    /// The numbers that the rep calls from.
    caller_numbers CallerNumbers (Nothing) -> CallerNumbers;
    /// Keeps another list of numbers that the rep calls from.
    caller_numbers_save CallerNumbersSave (CallerNumbersSave) -> CallerNumbers;
    /// Personas that contacts have.
    personas Personas (Nothing) -> Personas;
    /// Active cadences to choose from for somebody, those that are meant for them first.
    cadence_picks CadencePicks (CadencePicksRequest) -> CadencePicks;
    /// What would come of merging two partnerships, or two contacts of one.
    merge_preview MergePreview (MergeRequest) -> MergePreview;
    /// Merges two partnerships, or two contacts of one.
    merge Merge (MergeRequest) -> Merged;
    /// Makes two of one again, within 30 days and unless something stands against it.
    merge_undo MergeUndo (MergeUndo) -> Merged;
    /// Saves the notes of a partnership.
    partnership_notes PartnershipNotes (NotesSave) -> Saved;
    /// The custom fields of partnerships and contacts.
    custom_fields CustomFields (Nothing) -> CustomFields;
    /// Adds a custom field.
    custom_field_add CustomFieldAdd (CustomFieldAdd) -> CustomFields;
    /// Gives a custom field another name and other choices.
    custom_field_change CustomFieldChange (CustomFieldChange) -> CustomFields;
    /// Puts the custom fields into another order.
    custom_field_order CustomFieldOrder (CustomFieldOrder) -> CustomFields;
    /// What would go with a custom field, and what it is used by.
    custom_field_use CustomFieldUse (CustomFieldRef) -> CustomFieldUse;
    /// Removes a custom field with its values. Refused while a cadence uses it.
    custom_field_remove CustomFieldRemove (CustomFieldRemove) -> CustomFields;
    /// Sets values of custom fields of a partnership or a contact.
    custom_values_save CustomValuesSave (CustomValuesSave) -> PartnershipDetail;
    /// One page of the partnerships with a value of a custom field.
    custom_find CustomFind (CustomFind) -> CustomFound;
    /// One page of a partnership's timeline.
    timeline Timeline (TimelineRequest) -> TimelinePage;
    /// Adds a contact.
    contact_create ContactCreate (ContactCreate) -> PartnershipDetail;
    /// Sets what is known about a contact.
    contact_update ContactUpdate (ContactUpdate) -> PartnershipDetail;
    /// What the name of an e-mail address tells.
    address_look AddressLook (AddressLook) -> AddressLooks;
    /// Makes a contact the primary one of its partnership.
    contact_primary ContactPrimary (ContactRef) -> PartnershipDetail;
    /// Stops e-mail to a contact for good: all its cadences end, its addresses are suppressed.
    contact_opt_out ContactOptOut (ContactRef) -> Done;
    /// What would happen if a contact entered a cadence.
    assign_preflight AssignPreflight (PreflightRequest) -> Preflight;
    /// Lets a contact enter a cadence.
    assign Assign (Assign) -> Done;
    /// What would happen if many contacts entered a cadence, day by day.
    assign_forecast AssignForecast (PreflightMany) -> Forecast;
    /// Lets many contacts enter a cadence.
    assign_many AssignMany (AssignMany) -> AssignedMany;
    /// Stops an enrolment until it is resumed.
    enrolment_pause EnrolmentPause (EnrolmentRef) -> Done;
    /// Lets an enrolment go on.
    enrolment_resume EnrolmentResume (EnrolmentRef) -> Done;
    /// Ends an enrolment.
    enrolment_remove EnrolmentRemove (EnrolmentRef) -> Done;
    /// Ends an enrolment as won: a meeting was booked.
    enrolment_won EnrolmentWon (EnrolmentRef) -> Done;
    /// Notes a buying signal, a meeting or a message by hand.
    enrolment_sign EnrolmentSign (EnrolmentSign) -> Done;
    /// What would happen today if something that stands still goes on.
    going_on GoingOn (GoingOn) -> Today;
    /// When the rep works and how fast mail leaves.
    work_settings WorkSettings (Nothing) -> WorkSettings;
    /// Sets when the rep works and how fast mail leaves; what waits is computed again.
    work_settings_save WorkSettingsSave (WorkSettingsSave) -> WorkSettings;
    /// Pauses everything, or lets it go on.
    pause_all PauseAll (PauseAll) -> WorkSettings;
    /// Takes back what an entry of the timeline tells.
    undo Undo (Undo) -> Nothing;
    /// Cadences and steps with due touches.
    panel Panel (Nothing) -> Panel;
    /// One page of due touches.
    due_list DueList (DueListRequest) -> DuePage;
    /// What is overdue, due, or later this week: how many, and one page of one of them.
    focus Focus (FocusRequest) -> Focus;
    /// An open touch with everything that its window shows.
    touch_get TouchGet (TouchRef) -> TouchDetail;
    /// Passes a step over.
    touch_skip TouchSkip (TouchRef) -> Done;
    /// Moves the due moment of a touch.
    touch_snooze TouchSnooze (TouchSnooze) -> Done;
    /// Saves the draft of an e-mail.
    email_save EmailSave (EmailSave) -> Saved;
    /// Throws the rep's version of an e-mail away; the template is used again.
    email_discard EmailDiscard (TouchRef) -> TouchDetail;
    /// Sends an e-mail after the time in which it can be taken back.
    email_send EmailSend (EmailSend) -> EmailQueued;
    /// What the recipient of an e-mail would read, and how large it would be.
    email_preview EmailPreview (EmailSend) -> EmailPreview;
    /// Sends an e-mail to the rep instead, to be looked at. Changes nothing.
    email_test EmailTest (EmailSend) -> TestSent;
    /// Sends the e-mail of a step to the rep, to be looked at. Changes nothing.
    step_test StepTest (StepTest) -> TestSent;
    /// Lets the rep choose files in the system's dialog.
    files_choose FilesChoose (Nothing) -> ChosenFiles;
    /// Takes a chosen file into the workspace.
    file_attach FileAttach (FileAttach) -> FileAttached;
    /// Saves what is noted about a call.
    call_save CallSave (CallSave) -> Saved;
    /// Presses one of the four buttons of a call.
    call_finish CallFinish (CallFinish) -> Done;
    /// Opens the system's phone program with one of the contact's numbers.
    call_dial CallDial (CallDial) -> Nothing;
    /// Saves what is noted about a task.
    task_save TaskSave (TaskNotes) -> Saved;
    /// Completes a task.
    task_complete TaskComplete (TaskNotes) -> Done;
    /// One page of the outbox.
    outbox_list OutboxList (OutboxListRequest) -> OutboxPage;
    /// Takes a message back that has not left; its text is in the draft again.
    outbox_cancel OutboxCancel (OutboxRef) -> Nothing;
    /// Tries a held or failed message again now.
    outbox_retry OutboxRetry (OutboxRef) -> Nothing;
    /// Settles a message in doubt.
    outbox_settle OutboxSettle (OutboxSettle) -> Nothing;
    /// Which messages are so late that the rep is asked before they leave.
    late_mail LateMail (Nothing) -> LateMail;
    /// Lets these messages leave, or passes their steps over.
    late_settle LateSettle (LateSettle) -> LateMail;
    /// How the workspace has come back from a backup or another computer, while the rep has not answered.
    workspace_returned WorkspaceReturned (Nothing) -> WorkspaceReturned;
    /// Lets everything go on in a workspace that has come back.
    workspace_go_on WorkspaceGoOn (WorkspaceGoOn) -> WorkspaceReturned;
    /// One page of mail that has arrived, with the count of each filter.
    replies_list RepliesList (ReplyListRequest) -> ReplyPage;
    /// One message that has arrived: its text and safe HTML, what it is, and what can be done.
    reply_get ReplyGet (ReplyRef) -> ReplyDetail;
    /// Says what a message is; the cadence follows.
    reply_overrule ReplyOverrule (ReplyOverrule) -> ReplyOverruled;
    /// Marks what came of a message; the cadence follows.
    reply_mark ReplyMark (ReplyMark) -> ReplyDone;
    /// Says how a message sounds.
    reply_tone ReplyTone (ReplyTone) -> Nothing;
    /// Says that the rep is done with a message, or is not.
    reply_settle ReplySettle (ReplySettle) -> Nothing;
    /// Decides what becomes of the enrolments that a message has stopped.
    reply_decide ReplyDecide (ReplyDecide) -> ReplyDone;
    /// Saves or throws away an answer that is being written.
    reply_draft ReplyDraft (ReplyDraft) -> Saved;
    /// Gives an answer to the outbox.
    reply_send ReplySend (ReplySend) -> ReplySent;
    /// Opens a link of a message in the system's browser.
    reply_link ReplyLink (ReplyLinkOpen) -> Nothing;
    /// One page of what must not be written to or called.
    suppression_list SuppressionList (SuppressionListRequest) -> SuppressionPage;
    /// Puts an address, a domain, a pattern or a number on the suppression list.
    suppression_add SuppressionAdd (SuppressionAdd) -> SuppressionAdded;
    /// Takes an entry off the suppression list.
    suppression_remove SuppressionRemove (SuppressionRef) -> Nothing;
    /// Which folders of the mailbox are read, and how far that has come.
    mailbox_get MailboxGet (Nothing) -> Mailbox;
    /// The rep has looked at the messages of a folder of which nothing could be read.
    mailbox_dismiss MailboxDismiss (MailboxDismiss) -> Mailbox;
    /// What the program is doing, for the status line.
    activity Activity (Nothing) -> Activity;
    /// Reminders to show and places to go to. Each is told once.
    attention Attention (Nothing) -> Attention;
    /// The mail accounts.
    account_list AccountList (Nothing) -> MailAccounts;
    /// The servers of an address: those of its provider, or what the name servers say; none when the rep
    /// has to know.
    account_servers AccountServers (ServersRequest) -> Option<Servers>;
    /// Opens a provider's page in the browser and waits until the rep has signed in, at most five minutes.
    account_sign_in AccountSignIn (SignInRequest) -> SignedIn;
    /// Gives up the sign-in that is waited for.
    account_sign_in_cancel AccountSignInCancel (Nothing) -> Nothing;
    /// Tries an account stage by stage, with a message to the rep. Saves nothing.
    account_test AccountTest (AccountSave) -> AccountTest;
    /// Adds an account or changes one; its password goes to the keychain.
    account_save AccountSave (AccountSave) -> MailAccount;
    /// Sets what an account has of its own.
    account_own AccountOwn (AccountOwnSave) -> MailAccount;
    /// Lets new conversations begin through an account.
    account_default AccountDefault (AccountRef) -> MailAccounts;
    /// Removes an account, and its password from the keychain. What waits for it is held.
    account_remove AccountRemove (AccountRef) -> MailAccounts;
    /// What the rep signs with.
    sender_get SenderGet (Nothing) -> SenderProfile;
    /// Saves what the rep signs with.
    sender_save SenderSave (SenderSave) -> SenderProfile;
    /// How far the list of the rep's own opt-out page is read.
    opt_out_page OptOutPage (Nothing) -> OptOutPage;
    /// Moves the practice workspace's clock to the next due touch or message.
    practice_jump PracticeJump (Nothing) -> Jumped;
    /// Lets the other side reply, be away or be gone. Practice workspace only.
    practice_simulate PracticeSimulate (Simulate) -> Done;
    /// Shows the folder with the practice workspace's sent mail.
    practice_reveal PracticeReveal (Nothing) -> Nothing;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_its_command_and_input() {
        let request: Request = serde_json::from_value(serde_json::json!({
            "command": "cadence_archive", "input": {"id": 3}
        }))
        .unwrap();
        assert_eq!(request.name(), "cadence_archive");
    }

    #[test]
    fn an_unknown_command_and_an_unknown_field_are_refused() {
        for bad in [
            serde_json::json!({"command": "drop_everything", "input": {}}),
            serde_json::json!({"command": "cadence_archive", "input": {"id": 3, "path": "/etc"}}),
        ] {
            assert!(serde_json::from_value::<Request>(bad).is_err());
        }
    }
}
