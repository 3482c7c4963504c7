import type { Fault } from "../../wire/wire";
import { t } from "../i18n/t";

/** What is wrong with one field, for the place beside that field. */
export function describeFault(fault: Fault): string {
  if (fault.type === "too_long") return t("error.fault.too_long", { max: fault.max });
  // The place for the token stands in braces itself.
  if (fault.type === "web_address") return t("error.fault.web_address", { braces: "{token}" });
  return t(`error.fault.${fault.type}`);
}
