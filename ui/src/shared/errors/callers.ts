import type { CallerFault } from "../../wire/wire";
import { t } from "../i18n/t";
import { describeFault } from "./fault";

/** Why the list of the rep's own numbers is not kept; says about which of them it is. */
export function describeCallerFault(fault: CallerFault): string {
  switch (fault.type) {
    case "number":
    case "label":
      return t(`error.callers.${fault.type}`, {
        number: fault.entry + 1,
        sentence: describeCallerField(fault),
      });
    case "too_many":
    case "used":
      return describeCallerField(fault);
  }
}

/** The same for the place beside the field that it is about. */
export function describeCallerField(fault: CallerFault): string {
  switch (fault.type) {
    case "number":
    case "label":
      return fault.fault.type === "taken" ? t("error.callers.taken") : describeFault(fault.fault);
    case "too_many":
      return t("error.callers.too_many", { max: fault.max });
    case "used":
      return t("error.callers.used", {
        count: fault.cadences.length,
        names: fault.cadences.map((name) => `“${name}”`).join(", "),
        number: fault.number,
      });
  }
}
