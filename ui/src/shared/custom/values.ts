import type { CustomField } from "../../wire/wire";
import { language, t } from "../i18n/t";

const DIGITS = 15;

/** A kept value as the rep reads it: numbers and days as this language writes them. */
export function showValue({ kind }: Pick<CustomField, "kind">, value: string): string {
  switch (kind) {
    case "number":
      return new Intl.NumberFormat(language, { maximumFractionDigits: DIGITS }).format(
        Number(value),
      );
    case "date": {
      const style = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
      const at = Date.parse(value);
      return Number.isNaN(at) ? value : new Intl.DateTimeFormat(language, style).format(at);
    }
    case "yes_no":
      return value === "yes" || value === "no" ? t(`custom.${value}`) : value;
    case "text":
    case "choice":
      return value;
  }
}

/** A key that a field of this name can have; empty when the name has no letter that a key can begin with. */
export function keyOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+/, "");
  return words.slice(0, 40).replace(/_+$/, "");
}
