import type { RpcError } from "../../host/rpc";
import type { AccountField, EmailField, Field, PersonField, SignInFailure } from "../../wire/wire";
import { formatBytes } from "../bytes";
import { t } from "../i18n/t";
import { failureSentence } from "../mail/stageFailure";
import { describeCallerFault } from "./callers";
import { describeCustomFault, describeCustomValueFault } from "./custom";
import { describeFault } from "./fault";
import { describeRulesFault, describeStepFault } from "./rules";

export { describeFault };

/** Why a command failed, in a sentence for the rep. */
export function describeError(error: RpcError): string {
  const { wire } = error;
  if (!error.answered) return t("error.unanswered");
  switch (wire.code) {
    case "field_empty":
      return wire.context.field === "name"
        ? t("error.field_empty")
        : t("error.field_empty.description");
    case "field_too_long":
      return t("error.field_too_long", { max: wire.context.max, length: wire.context.length });
    case "name_taken":
    case "stage_name_taken":
      return t(`error.${wire.code}`, { name: wire.context.name });
    case "stage_in_use": {
      const { cadences } = wire.context;
      const names = cadences.map((name) => `“${name}”`).join(", ");
      return t("error.stage_in_use", { count: cadences.length, names });
    }
    case "folder_not_shown":
      return t("error.folder_not_shown", { detail: wire.context.detail });
    case "people_inside":
      return t("error.people_inside", { count: wire.context.count });
    case "step_rules":
      return describeStepFault(wire.context.fault);
    case "rules":
      return describeRulesFault(wire.context.fault);
    case "too_many_steps":
    case "too_many_at_once":
    case "too_many_stages":
    case "step_delay":
      return t(`error.${wire.code}`, { max: wire.context.max });
    case "step_text_too_long":
      return t("error.field_too_long", { max: wire.context.max, length: wire.context.length });
    case "step_control_character":
      return t("error.field_control_character");
    case "steps_incomplete": {
      const { gaps } = wire.context;
      const [first] = gaps;
      if (!first) return t("error.steps_incomplete.unnamed");
      return t("error.steps_incomplete", {
        count: gaps.length,
        step: first.position + 1,
        gap: t(`error.gap.${first.gap}`),
      });
    }
    case "unknown_variable": {
      const { position, variable } = wire.context;
      const custom = variable === "custom" || variable.startsWith("custom.");
      return t(custom ? "error.unknown_variable.custom" : "error.unknown_variable", {
        step: position + 1,
        name: variable,
      });
    }
    case "person_field": {
      const { field, entry, fault } = wire.context;
      return t("error.inField", {
        field: personFieldName(field, entry),
        sentence: describeFault(fault),
      });
    }
    case "account_field":
      return t("error.inField", {
        field: accountFieldName(wire.context.field),
        sentence: describeFault(wire.context.fault),
      });
    case "email_field":
      return t("error.inField", {
        field: emailFieldName(wire.context.field),
        sentence: describeFault(wire.context.fault),
      });
    case "caller_numbers":
      return describeCallerFault(wire.context.fault);
    case "custom_field":
      return describeCustomFault(wire.context.fault);
    case "custom_value":
      return describeCustomValueFault(wire.context.fault);
    case "address_taken":
      return t("error.address_taken", {
        address: wire.context.address,
        partnership: wire.context.partnership_name,
      });
    case "missing_variables":
      return t("error.missing_variables", {
        count: wire.context.variables.length,
        names: wire.context.variables.join(", "),
      });
    case "cold_incomplete": {
      const [first, second] = wire.context.gaps;
      return t(`error.cold_incomplete.${second || !first ? "both" : first}`);
    }
    case "file_not_kept": {
      const { fault } = wire.context;
      if (fault.type === "unreadable") {
        return t("error.file_not_kept.unreadable", { detail: fault.detail });
      }
      if (fault.type === "too_large") {
        return t("error.file_not_kept.too_large", { max: formatBytes(fault.max) });
      }
      return t("error.file_not_kept.empty");
    }
    case "file_gone":
      return t("error.file_gone", { name: wire.context.name });
    case "message_too_large":
      return t("error.message_too_large", {
        size: formatBytes(wire.context.size),
        limit: formatBytes(wire.context.limit),
      });
    case "template_broken":
    case "test_not_written":
    case "keychain_failed":
    case "not_dialled":
    case "link_not_opened":
      return t(`error.${wire.code}`, { detail: wire.context.detail });
    case "sign_in_failed":
      return describeSignIn(wire.context.failure);
    case "test_not_sent": {
      const { stage, failure, settings } = wire.context;
      return failureSentence(stage, failure, settings);
    }
    case "not_mergeable":
      return t(`error.not_mergeable.${wire.context.fault}`);
    case "merge_stands":
      return t(`error.merge_stands.${wire.context.conflict.type}`);
    case "field_control_character":
    case "not_found":
    case "no_such_stage":
    case "stage_fixed":
    case "stages_changed":
    case "not_assignable":
    case "warnings_unseen":
    case "touch_closed":
    case "enrolment_stopped":
    case "enrolment_finished":
    case "not_undoable":
    case "already_left":
    case "suppressed":
    case "reply_unmatched":
    case "not_suppressible":
    case "outside_calling_hours":
    case "called_often":
    case "in_the_past":
    case "keychain_absent":
    case "keychain_locked":
    case "keychain_denied":
    case "no_account":
    case "no_password":
    case "not_signed_in":
    case "practice_only":
    case "cadence_archived":
    case "saved_elsewhere":
    case "everything_paused":
    case "workspace_returned":
    case "sent_mail_not_read":
    case "no_steps":
    case "workspace_unavailable":
    case "workspace_damaged":
    case "disk_full":
    case "refused":
    case "internal":
      return t(`error.${wire.code}`);
  }
}

function describeSignIn(failure: SignInFailure): string {
  switch (failure.reason) {
    case "refused":
      return t("error.sign_in.refused", { answer: failure.answer });
    case "no_browser":
    case "unreachable":
      return t(`error.sign_in.${failure.reason}`, { detail: failure.detail });
    default:
      return t(`error.sign_in.${failure.reason}`);
  }
}

/** What a field of a partnership or a contact is called; the second address is "E-mail 2". */
export function personFieldName(field: PersonField, entry = 0): string {
  const name = t(`error.person.${field}`);
  return entry === 0 ? name : t("error.person.entry", { name, number: entry + 1 });
}

export function accountFieldName(field: AccountField): string {
  return t(`error.account.${field}`);
}

export function emailFieldName(field: EmailField): string {
  return t(`error.email.${field}`);
}

/** The field of a form that the error is about, when it is about one. */
export function fieldOf(error: RpcError): Field | undefined {
  const { wire } = error;
  switch (wire.code) {
    case "field_empty":
    case "field_too_long":
    case "field_control_character":
      return wire.context.field;
    case "name_taken":
      return "name";
    default:
      return undefined;
  }
}
