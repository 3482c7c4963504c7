//! Every command of the list, handed to its handler with the ports that it asks for.

use crate::commands::{
    account, assign, attachment, cadence, call, caller, change, custom, due, editor, email,
    enrolment, figures, incoming, many, merging, outbox, partnership, practice, reply, settings,
    sign_in, stage, suppression, test_mail, waking, work,
};
use crate::program::Program;
use desk_core::account::SenderProfile;
use desk_wire::account::{
    AccountOwnSave, AccountRef, AccountSave, AccountTest, MailAccount, MailAccounts, OptOutPage,
    SenderSave, Servers, ServersRequest, SignInRequest, SignedIn,
};
use desk_wire::attachment::{ChosenFiles, EmailPreview, FileAttach, FileAttached};
use desk_wire::cadence::{
    CadenceArchive, CadenceCreate, CadenceDetail, CadenceListRequest, CadencePage, CadenceRef,
    CadenceSave, CadenceSummary, CadenceUpdate,
};
use desk_wire::caller::{CallerNumbers, CallerNumbersSave};
use desk_wire::command::{Handler, Nothing};
use desk_wire::custom::{
    CustomFieldAdd, CustomFieldChange, CustomFieldOrder, CustomFieldRef, CustomFieldRemove,
    CustomFieldUse, CustomFields, CustomFind, CustomFound, CustomValuesSave,
};
use desk_wire::enrolment::{Assign, Done, EnrolmentRef, Preflight, PreflightRequest, Undo};
use desk_wire::error::{Problem, WireError};
use desk_wire::figures::{CadenceFiguresDetail, CadenceFiguresRequest, Figures, FiguresRequest};
use desk_wire::focus::{Focus, FocusRequest};
use desk_wire::incoming::{Mailbox, MailboxDismiss, ReplyListRequest, ReplyPage};
use desk_wire::merging::{MergePreview, MergeRequest, MergeUndo, Merged};
use desk_wire::outbox::{Activity, OutboxListRequest, OutboxPage, OutboxRef, OutboxSettle};
use desk_wire::partnership::{
    AddressLook, AddressLooks, ContactCreate, ContactRef, ContactUpdate, NotesSave,
    PartnershipCreate, PartnershipDetail, PartnershipListRequest, PartnershipPage, PartnershipRef,
    PartnershipUpdate, Saved, TimelinePage, TimelineRequest,
};
use desk_wire::practice::{Jumped, Simulate};
use desk_wire::reply::{
    ReplyDecide, ReplyDetail, ReplyDone, ReplyDraft, ReplyLinkOpen, ReplyMark, ReplyOverrule,
    ReplyOverruled, ReplyRef, ReplySend, ReplySent, ReplySettle, ReplyTone,
};
use desk_wire::rules::{
    AssignMany, AssignedMany, ChangePlan, ChangePlanRequest, EnrolmentSign, Forecast, GoingOn,
    PauseAll, PreflightMany, Today, WorkSettings, WorkSettingsSave,
};
use desk_wire::stage::{
    CadencePicks, CadencePicksRequest, PartnershipStage, Personas, StageAdd, StageList, StageOrder,
    StageRemove, StageRename,
};
use desk_wire::suppression::{
    SuppressionAdd, SuppressionAdded, SuppressionListRequest, SuppressionPage, SuppressionRef,
};
use desk_wire::test_mail::{StepTest, TestSent};
use desk_wire::waking::{LateMail, LateSettle, WorkspaceGoOn, WorkspaceReturned};
use desk_wire::work::{
    Attention, CallDial, CallFinish, CallSave, DueListRequest, DuePage, EmailQueued, EmailSave,
    EmailSend, Panel, TaskNotes, TouchDetail, TouchRef, TouchSnooze,
};
use desk_wire::workspace::{WorkspaceChoose, WorkspaceStatus};

impl Handler for Program {
    fn workspace_status(&self, _: Nothing) -> Result<WorkspaceStatus, WireError> {
        Ok(self.status())
    }

    fn workspace_choose(&self, request: WorkspaceChoose) -> Result<WorkspaceStatus, WireError> {
        self.choose(request)?;
        Ok(self.status())
    }

    fn workspace_retry(&self, _: Nothing) -> Result<WorkspaceStatus, WireError> {
        self.open();
        Ok(self.status())
    }

    fn workspace_set_aside(&self, _: Nothing) -> Result<WorkspaceStatus, WireError> {
        self.set_aside();
        Ok(self.status())
    }

    fn workspace_reveal(&self, _: Nothing) -> Result<Nothing, WireError> {
        self.ports.opener.show_folder(&self.folder_of(self.choice())).map_err(|error| {
            tracing::warn!(%error, "the folder could not be shown");
            Problem::FolderNotShown { detail: error.to_string() }
        })?;
        Ok(Nothing {})
    }

    fn cadence_list(&self, request: CadenceListRequest) -> Result<CadencePage, WireError> {
        self.on_session(|session| cadence::list(session, request))
    }

    fn cadence_create(&self, request: CadenceCreate) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| cadence::create(session, request))
    }

    fn cadence_update(&self, request: CadenceUpdate) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| cadence::update(session, request))
    }

    fn cadence_get(&self, request: CadenceRef) -> Result<CadenceDetail, WireError> {
        self.on_session(|session| editor::get(session, request))
    }

    fn cadence_change_plan(&self, request: ChangePlanRequest) -> Result<ChangePlan, WireError> {
        self.on_session(|session| change::plan(session, request))
    }

    fn assign_forecast(&self, request: PreflightMany) -> Result<Forecast, WireError> {
        self.on_session(|session| many::forecast(session, request))
    }

    fn assign_many(&self, request: AssignMany) -> Result<AssignedMany, WireError> {
        self.on_session(|session| many::assign(session, request))
    }

    fn enrolment_sign(&self, request: EnrolmentSign) -> Result<Done, WireError> {
        self.on_session(|session| enrolment::sign(session, request))
    }

    fn going_on(&self, request: GoingOn) -> Result<Today, WireError> {
        self.on_session(|session| settings::going_on(session, request))
    }

    fn work_settings(&self, _: Nothing) -> Result<WorkSettings, WireError> {
        self.on_session(settings::get)
    }

    fn work_settings_save(&self, request: WorkSettingsSave) -> Result<WorkSettings, WireError> {
        self.on_session(|session| settings::save(session, request))
    }

    fn pause_all(&self, request: PauseAll) -> Result<WorkSettings, WireError> {
        self.on_session(|session| settings::pause_all(session, request))
    }

    fn cadence_save(&self, request: CadenceSave) -> Result<CadenceDetail, WireError> {
        self.on_session(|session| editor::save(session, request))
    }

    fn cadence_activate(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| editor::activate(session, request))
    }

    fn cadence_deactivate(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| editor::deactivate(session, request))
    }

    fn cadence_clone(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| editor::clone(session, request))
    }

    fn cadence_archive(&self, request: CadenceArchive) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| cadence::archive(session, request))
    }

    fn cadence_restore(&self, request: CadenceRef) -> Result<CadenceSummary, WireError> {
        self.on_session(|session| cadence::restore(session, request))
    }

    fn partnership_list(
        &self,
        request: PartnershipListRequest,
    ) -> Result<PartnershipPage, WireError> {
        self.on_session(|session| partnership::list_page(session, request))
    }

    fn partnership_create(
        &self,
        request: PartnershipCreate,
    ) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::create(session, request))
    }

    fn partnership_update(
        &self,
        request: PartnershipUpdate,
    ) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::update(session, request))
    }

    fn partnership_get(&self, request: PartnershipRef) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::get(session, request))
    }

    fn partnership_delete(&self, request: PartnershipRef) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::delete(session, request))
    }

    fn partnership_restore(&self, request: PartnershipRef) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::restore(session, request))
    }

    fn partnership_stage(&self, request: PartnershipStage) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| stage::set(session, request))
    }

    fn stage_list(&self, _: Nothing) -> Result<StageList, WireError> {
        self.on_session(stage::list)
    }

    fn stage_add(&self, request: StageAdd) -> Result<StageList, WireError> {
        self.on_session(|session| stage::add(session, request))
    }

    fn stage_rename(&self, request: StageRename) -> Result<StageList, WireError> {
        self.on_session(|session| stage::rename(session, request))
    }

    fn stage_order(&self, request: StageOrder) -> Result<StageList, WireError> {
        self.on_session(|session| stage::order(session, request))
    }

    fn stage_remove(&self, request: StageRemove) -> Result<StageList, WireError> {
        self.on_session(|session| stage::remove(session, request))
    }

    fn caller_numbers(&self, request: Nothing) -> Result<CallerNumbers, WireError> {
        self.on_session(|session| caller::numbers(session, request))
    }

    fn caller_numbers_save(&self, request: CallerNumbersSave) -> Result<CallerNumbers, WireError> {
        self.on_session(|session| caller::save(session, request))
    }

    fn personas(&self, _: Nothing) -> Result<Personas, WireError> {
        self.on_session(stage::personas)
    }

    fn cadence_picks(&self, request: CadencePicksRequest) -> Result<CadencePicks, WireError> {
        self.on_session(|session| stage::picks(session, request))
    }

    fn merge_preview(&self, request: MergeRequest) -> Result<MergePreview, WireError> {
        self.on_session(|session| merging::preview(session, &request))
    }

    fn merge(&self, request: MergeRequest) -> Result<Merged, WireError> {
        self.on_session(|session| merging::merge(session, &request))
    }

    fn merge_undo(&self, request: MergeUndo) -> Result<Merged, WireError> {
        self.on_session(|session| merging::undo(session, request))
    }

    fn partnership_notes(&self, request: NotesSave) -> Result<Saved, WireError> {
        self.on_session(|session| partnership::notes(session, request))
    }

    fn custom_fields(&self, request: Nothing) -> Result<CustomFields, WireError> {
        self.on_session(|session| custom::fields(session, request))
    }

    fn custom_field_add(&self, request: CustomFieldAdd) -> Result<CustomFields, WireError> {
        self.on_session(|session| custom::add(session, request))
    }

    fn custom_field_change(&self, request: CustomFieldChange) -> Result<CustomFields, WireError> {
        self.on_session(|session| custom::change(session, request))
    }

    fn custom_field_order(&self, request: CustomFieldOrder) -> Result<CustomFields, WireError> {
        self.on_session(|session| custom::order(session, request))
    }

    fn custom_field_use(&self, request: CustomFieldRef) -> Result<CustomFieldUse, WireError> {
        self.on_session(|session| custom::used(session, request))
    }

    fn custom_field_remove(&self, request: CustomFieldRemove) -> Result<CustomFields, WireError> {
        self.on_session(|session| custom::remove(session, request))
    }

    fn custom_values_save(
        &self,
        request: CustomValuesSave,
    ) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| custom::save(session, request))
    }

    fn custom_find(&self, request: CustomFind) -> Result<CustomFound, WireError> {
        self.on_session(|session| custom::find(session, request))
    }

    fn timeline(&self, request: TimelineRequest) -> Result<TimelinePage, WireError> {
        self.on_session(|session| partnership::timeline(session, request))
    }

    fn contact_create(&self, request: ContactCreate) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::add_contact(session, request))
    }

    fn contact_update(&self, request: ContactUpdate) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::update_contact(session, request))
    }

    fn address_look(&self, request: AddressLook) -> Result<AddressLooks, WireError> {
        Ok(partnership::look_at_address(&request))
    }

    fn contact_primary(&self, request: ContactRef) -> Result<PartnershipDetail, WireError> {
        self.on_session(|session| partnership::make_primary(session, request))
    }

    fn contact_opt_out(&self, request: ContactRef) -> Result<Done, WireError> {
        self.on_session(|session| enrolment::opt_out(session, request))
    }

    fn assign_preflight(&self, request: PreflightRequest) -> Result<Preflight, WireError> {
        self.on_session(|session| assign::preflight(session, request))
    }

    fn assign(&self, request: Assign) -> Result<Done, WireError> {
        self.on_session(|session| assign::assign(session, request))
    }

    fn enrolment_pause(&self, request: EnrolmentRef) -> Result<Done, WireError> {
        self.on_session(|session| enrolment::pause(session, request))
    }

    fn enrolment_resume(&self, request: EnrolmentRef) -> Result<Done, WireError> {
        self.on_session(|session| enrolment::resume(session, request))
    }

    fn enrolment_remove(&self, request: EnrolmentRef) -> Result<Done, WireError> {
        self.on_session(|session| enrolment::remove(session, request))
    }

    fn enrolment_won(&self, request: EnrolmentRef) -> Result<Done, WireError> {
        self.on_session(|session| enrolment::won(session, request))
    }

    fn undo(&self, request: Undo) -> Result<Nothing, WireError> {
        self.on_session(|session| enrolment::undo(session, request))
    }

    fn panel(&self, request: Nothing) -> Result<Panel, WireError> {
        self.on_session(|session| work::panel(session, request))
    }

    fn due_list(&self, request: DueListRequest) -> Result<DuePage, WireError> {
        self.on_session(|session| due::list(session, request))
    }

    fn focus(&self, request: FocusRequest) -> Result<Focus, WireError> {
        self.on_session(|session| due::focus(session, request))
    }

    fn figures(&self, request: FiguresRequest) -> Result<Figures, WireError> {
        self.on_session(|session| figures::all(session, request))
    }

    fn cadence_figures(
        &self,
        request: CadenceFiguresRequest,
    ) -> Result<CadenceFiguresDetail, WireError> {
        self.on_session(|session| figures::one(session, request))
    }

    fn touch_get(&self, request: TouchRef) -> Result<TouchDetail, WireError> {
        self.on_session(|session| work::get(session, request))
    }

    fn touch_skip(&self, request: TouchRef) -> Result<Done, WireError> {
        self.on_session(|session| work::skip(session, request))
    }

    fn touch_snooze(&self, request: TouchSnooze) -> Result<Done, WireError> {
        self.on_session(|session| work::snooze(session, request))
    }

    fn email_save(&self, request: EmailSave) -> Result<Saved, WireError> {
        self.on_session(|session| email::save(session, request))
    }

    fn email_discard(&self, request: TouchRef) -> Result<TouchDetail, WireError> {
        self.on_session(|session| email::discard(session, request))
    }

    fn email_send(&self, request: EmailSend) -> Result<EmailQueued, WireError> {
        self.on_session(|session| email::send(session, request))
    }

    fn email_preview(&self, request: EmailSend) -> Result<EmailPreview, WireError> {
        self.on_session(|session| attachment::preview(session, request))
    }

    fn email_test(&self, request: EmailSend) -> Result<TestSent, WireError> {
        self.on_session(|session| test_mail::of_touch(session, request))
    }

    fn step_test(&self, request: StepTest) -> Result<TestSent, WireError> {
        self.on_session(|session| test_mail::of_step(session, request))
    }

    fn files_choose(&self, request: Nothing) -> Result<ChosenFiles, WireError> {
        self.on_session(|session| attachment::choose(session, self.ports.files.as_ref(), request))
    }

    fn file_attach(&self, request: FileAttach) -> Result<FileAttached, WireError> {
        self.on_session(|session| attachment::attach(session, request))
    }

    fn call_save(&self, request: CallSave) -> Result<Saved, WireError> {
        self.on_session(|session| call::save(session, request))
    }

    fn call_finish(&self, request: CallFinish) -> Result<Done, WireError> {
        self.on_session(|session| call::finish(session, request))
    }

    fn call_dial(&self, request: CallDial) -> Result<Nothing, WireError> {
        self.on_session(|session| call::dial(session, self.ports.opener.as_ref(), request))
    }

    fn task_save(&self, request: TaskNotes) -> Result<Saved, WireError> {
        self.on_session(|session| call::save_task(session, request))
    }

    fn task_complete(&self, request: TaskNotes) -> Result<Done, WireError> {
        self.on_session(|session| call::complete_task(session, request))
    }

    fn outbox_list(&self, request: OutboxListRequest) -> Result<OutboxPage, WireError> {
        self.on_session(|session| outbox::list(session, request))
    }

    fn outbox_cancel(&self, request: OutboxRef) -> Result<Nothing, WireError> {
        self.on_session(|session| outbox::cancel(session, request))
    }

    fn outbox_retry(&self, request: OutboxRef) -> Result<Nothing, WireError> {
        self.on_session(|session| outbox::retry(session, request))
    }

    fn outbox_settle(&self, request: OutboxSettle) -> Result<Nothing, WireError> {
        self.on_session(|session| outbox::settle(session, request))
    }

    fn late_mail(&self, _: Nothing) -> Result<LateMail, WireError> {
        self.on_session(waking::late_mail)
    }

    fn late_settle(&self, request: LateSettle) -> Result<LateMail, WireError> {
        self.on_session(|session| waking::settle(session, request))
    }

    fn workspace_returned(&self, _: Nothing) -> Result<WorkspaceReturned, WireError> {
        self.on_session(waking::status)
    }

    fn workspace_go_on(&self, request: WorkspaceGoOn) -> Result<WorkspaceReturned, WireError> {
        self.on_session(|session| waking::go_on(session, request))
    }

    fn replies_list(&self, request: ReplyListRequest) -> Result<ReplyPage, WireError> {
        self.on_session(|session| incoming::list(session, request))
    }

    fn reply_get(&self, request: ReplyRef) -> Result<ReplyDetail, WireError> {
        self.on_session(|session| reply::get(session, request))
    }

    fn reply_overrule(&self, request: ReplyOverrule) -> Result<ReplyOverruled, WireError> {
        self.on_session(|session| reply::marks::overrule(session, request))
    }

    fn reply_mark(&self, request: ReplyMark) -> Result<ReplyDone, WireError> {
        self.on_session(|session| reply::marks::mark(session, request))
    }

    fn reply_tone(&self, request: ReplyTone) -> Result<Nothing, WireError> {
        self.on_session(|session| reply::marks::tone(session, request))
    }

    fn reply_settle(&self, request: ReplySettle) -> Result<Nothing, WireError> {
        self.on_session(|session| reply::marks::settle(session, request))
    }

    fn reply_decide(&self, request: ReplyDecide) -> Result<ReplyDone, WireError> {
        self.on_session(|session| reply::marks::decided(session, request))
    }

    fn reply_draft(&self, request: ReplyDraft) -> Result<Saved, WireError> {
        self.on_session(|session| reply::answer::save(session, request))
    }

    fn reply_send(&self, request: ReplySend) -> Result<ReplySent, WireError> {
        self.on_session(|session| reply::answer::send(session, request))
    }

    fn reply_link(&self, request: ReplyLinkOpen) -> Result<Nothing, WireError> {
        let opener = self.ports.opener.as_ref();
        self.on_session(|session| reply::open_link(session, opener, request))
    }

    fn suppression_list(
        &self,
        request: SuppressionListRequest,
    ) -> Result<SuppressionPage, WireError> {
        self.on_session(|session| suppression::list(session, request))
    }

    fn suppression_add(&self, request: SuppressionAdd) -> Result<SuppressionAdded, WireError> {
        self.on_session(|session| suppression::add(session, request))
    }

    fn suppression_remove(&self, request: SuppressionRef) -> Result<Nothing, WireError> {
        self.on_session(|session| suppression::remove(session, request))
    }

    fn mailbox_get(&self, request: Nothing) -> Result<Mailbox, WireError> {
        self.on_session(|session| incoming::mailbox(session, request))
    }

    fn mailbox_dismiss(&self, request: MailboxDismiss) -> Result<Mailbox, WireError> {
        self.on_session(|session| incoming::dismiss(session, request))
    }

    fn account_list(&self, request: Nothing) -> Result<MailAccounts, WireError> {
        self.on_session(|session| account::list(session, self.ports.secrets.as_ref(), request))
    }

    fn account_save(&self, request: AccountSave) -> Result<MailAccount, WireError> {
        self.on_session(|session| {
            let signed_in = request.ticket.as_deref().and_then(|one| self.sign_ins.tokens(one));
            let secrets = self.ports.secrets.as_ref();
            let saved = account::save(session, secrets, signed_in.as_ref(), request)?;
            self.sign_ins.forget();
            session.mailbox().wake();
            Ok(saved)
        })
    }

    fn account_own(&self, request: AccountOwnSave) -> Result<MailAccount, WireError> {
        self.on_session(|session| account::save_own(session, self.ports.secrets.as_ref(), request))
    }

    fn account_default(&self, request: AccountRef) -> Result<MailAccounts, WireError> {
        let secrets = self.ports.secrets.as_ref();
        self.on_session(|session| account::make_default(session, secrets, request))
    }

    fn account_remove(&self, request: AccountRef) -> Result<MailAccounts, WireError> {
        self.on_session(|session| {
            let left = account::remove(session, self.ports.secrets.as_ref(), request)?;
            session.mailbox().wake();
            Ok(left)
        })
    }

    fn sender_get(&self, request: Nothing) -> Result<SenderProfile, WireError> {
        self.on_session(|session| account::sender(session, request))
    }

    fn sender_save(&self, request: SenderSave) -> Result<SenderProfile, WireError> {
        self.on_session(|session| account::save_sender(session, request))
    }

    fn opt_out_page(&self, request: Nothing) -> Result<OptOutPage, WireError> {
        self.on_session(|session| account::opt_out_page(session, request))
    }

    fn practice_jump(&self, request: Nothing) -> Result<Jumped, WireError> {
        self.on_session(|session| practice::jump(session, request))
    }

    fn practice_reveal(&self, request: Nothing) -> Result<Nothing, WireError> {
        self.on_session(|session| practice::reveal(session, self.ports.opener.as_ref(), request))
    }

    fn practice_simulate(&self, request: Simulate) -> Result<Done, WireError> {
        self.on_session(|session| {
            practice::only_in_practice(session)?;
            practice::simulate(session, &request)
        })
    }

    fn activity(&self, _: Nothing) -> Result<Activity, WireError> {
        let shown = self.attention.shown_by_desktop();
        self.on_session(|session| outbox::activity(session, shown))
    }

    fn attention(&self, _: Nothing) -> Result<Attention, WireError> {
        self.on_session(|session| work::attention(session, &self.attention))
    }

    fn account_servers(&self, request: ServersRequest) -> Result<Option<Servers>, WireError> {
        sign_in::servers(self.ports.directory.name_servers, &request)
    }

    fn account_sign_in(&self, request: SignInRequest) -> Result<SignedIn, WireError> {
        let secrets = self.ports.secrets.as_ref();
        let prepared = self.on_session(|session| sign_in::prepare(session, secrets, &request))?;
        sign_in::sign_in(&self.sign_ins, &self.ports, &prepared, request)
    }

    fn account_sign_in_cancel(&self, _: Nothing) -> Result<Nothing, WireError> {
        self.sign_ins.cancel();
        Ok(Nothing {})
    }

    fn account_test(&self, request: AccountSave) -> Result<AccountTest, WireError> {
        self.on_session(|session| {
            let signed_in = request.ticket.as_deref().and_then(|one| self.sign_ins.tokens(one));
            account::test(session, self.ports.secrets.as_ref(), signed_in, request)
        })
    }
}
