import type { CustomFault, CustomValueFault } from "../../wire/wire";
import { t } from "../i18n/t";
import { describeFault } from "./fault";

/** Why a custom field is not added, changed or removed. */
export function describeCustomFault(fault: CustomFault): string {
  switch (fault.type) {
    case "name":
      return describeFault(fault.fault);
    case "choice": {
      const sentence =
        fault.fault.type === "taken" ? t("error.custom.choice_twice") : describeFault(fault.fault);
      return t("error.custom.choice", { number: fault.entry + 1, sentence });
    }
    case "choices":
    case "too_many":
      return t(`error.custom.${fault.type}`, { max: fault.max });
    case "choice_used":
      return t("error.custom.choice_used", { choice: fault.choice, count: fault.count });
    case "used":
      return t("error.custom.used", {
        count: fault.cadences.length,
        names: fault.cadences.map((name) => `“${name}”`).join(", "),
      });
    case "values_changed":
      return t("error.custom.values_changed", { count: fault.count });
    case "key":
    case "key_taken":
      return t(`error.custom.${fault.type}`);
  }
}

/** Why a value of a custom field is not saved. */
export function describeCustomValueFault(fault: CustomValueFault): string {
  return fault.type === "text" ? describeFault(fault.fault) : t(`error.custom.${fault.type}`);
}
