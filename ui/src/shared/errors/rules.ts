import type { RulesFault, StepFault } from "../../wire/wire";
import { language, t } from "../i18n/t";
import { weekdayName } from "../time/format";

/** What is wrong with what a step says beside its delay and content. */
export function describeStepFault(fault: StepFault): string {
  switch (fault.type) {
    case "unknown_field":
    case "field_comparison":
    case "field_value":
      return t(`error.step_rules.${fault.type}`, { field: fault.field });
    case "disposition_twice":
      return t("error.step_rules.disposition_twice", {
        disposition: t(`work.disposition.${fault.disposition}`),
      });
    case "disposition_bounds":
      return t("error.step_rules.disposition_bounds", {
        disposition: t(`work.disposition.${fault.disposition}`),
        max: fault.max,
      });
    case "no_such_caller":
      return t("error.step_rules.no_such_caller", { number: fault.number });
    case "time_of_day":
    case "deadline":
    case "variants":
    case "variables":
    case "attachments":
    case "condition_size":
    case "no_such_stage":
    case "value_too_long":
    case "no_such_step":
    case "do_not_call":
      return t(`error.step_rules.${fault.type}`);
  }
}

/** What is wrong with the rules of a cadence or of the workspace. */
export function describeRulesFault(fault: RulesFault): string {
  switch (fault.type) {
    case "hours":
      return t("error.rules.hours", { day: weekdayName(fault.day, language) });
    case "no_holidays":
      // A year is no number: it has no separators.
      return t("error.rules.no_holidays", { year: String(fault.year) });
    case "runs":
    case "run_pause":
    case "too_many_days":
    case "cap":
    case "connections":
    case "gap":
      return t(`error.rules.${fault.type}`, { max: fault.max });
    case "never_open":
    case "moves_to_itself":
    case "days_off":
      return t(`error.rules.${fault.type}`);
  }
}
