import { Input, NativeSelect, TextInput } from "@mantine/core";
import { t } from "../../../shared/i18n/t";
import type { DelayUnit } from "../../../wire/wire";
import type { StepDraft } from "./document";
import classes from "./StepForm.module.css";
import { waitSentence } from "./words";

const units: readonly DelayUnit[] = ["minutes", "hours", "days", "business_days"];

type Props = {
  step: StepDraft;
  position: number;
  readOnly: boolean;
  /** What the program said about it. */
  refused: string | undefined;
  onChange: (part: { amount?: string; unit?: DelayUnit }) => void;
};

/** How long after the step before, as a number and a unit. Anything can be typed as the number. */
export function WaitFields({ step, position, readOnly, refused, onChange }: Props) {
  const error = waitSentence(step) ?? refused;
  return (
    <fieldset className={classes.waitSet}>
      <Input.Label component="legend">{t("stepForm.wait")}</Input.Label>
      <div className={classes.wait}>
        <TextInput
          classNames={{
            root: classes.amount,
            wrapper: classes.amountInput,
            error: classes.waitError,
          }}
          aria-label={t("stepForm.waitAmount")}
          inputMode="numeric"
          autoComplete="off"
          readOnly={readOnly}
          value={step.amount}
          error={error}
          onChange={(event) => onChange({ amount: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label={t("stepForm.waitUnit")}
          disabled={readOnly}
          value={step.unit}
          data={units.map((value) => ({ value, label: t(`stepForm.unit.${value}`) }))}
          onChange={(event) => {
            const unit = units.find((one) => one === event.currentTarget.value);
            if (unit) onChange({ unit });
          }}
        />
        <span className={classes.after}>
          {position === 0 ? t("stepForm.afterStart") : t("stepForm.afterStep", { step: position })}
        </span>
      </div>
    </fieldset>
  );
}
