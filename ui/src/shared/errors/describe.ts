import type { RpcError } from "../../host/rpc";
import type { Field } from "../../wire/wire";
import { t } from "../i18n/t";

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
      return t("error.name_taken", { name: wire.context.name });
    case "folder_not_shown":
      return t("error.folder_not_shown", { detail: wire.context.detail });
    case "too_many_steps":
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
    case "field_control_character":
    case "not_found":
    case "cadence_archived":
    case "saved_elsewhere":
    case "no_steps":
    case "workspace_unavailable":
    case "workspace_damaged":
    case "disk_full":
    case "refused":
    case "internal":
      return t(`error.${wire.code}`);
  }
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
