import type { ReactNode } from "react";
import { t } from "../../shared/i18n/t";
import classes from "./lengthHint.module.css";

/** Counts the characters once the limit comes near. The limit itself is the program's to enforce. */
export function lengthHint(text: string, max: number): ReactNode {
  // As the program counts: characters, not the UTF-16 units of JavaScript.
  const length = [...text.trim()].length;
  if (length < max * 0.8) return null;
  return (
    <span className={classes.hint} data-over={length > max || undefined} data-figures>
      {t("cadenceDialog.length", { length, max })}
    </span>
  );
}
