import { IconAlertCircle } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import type { StepGap } from "../../../wire/wire";
import classes from "./StepForm.module.css";

/** Says beside a field what the cadence lacks before it can be activated. */
export function MissingHint({ gap }: { gap: StepGap }) {
  return (
    <span className={classes.missing}>
      <IconAlertCircle size={14} aria-hidden />
      {t(`stepForm.missing.${gap}`)}
    </span>
  );
}
