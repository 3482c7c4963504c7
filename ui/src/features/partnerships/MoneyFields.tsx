import { NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { t } from "../../shared/i18n/t";
import type { Money } from "../../wire/wire";
import classes from "./FormDialog.module.css";

/** The currency that was typed last, for the next amount. */
let usual = "EUR";

type Props = {
  value: Money | null;
  amountError: string | undefined;
  currencyError: string | undefined;
  onChange: (value: Money | null) => void;
};

/** What a partnership may be worth: whole units and the currency. Without an amount there is no value. */
export function MoneyFields({ value, amountError, currencyError, onChange }: Props) {
  const [currency, setCurrency] = useState(value?.currency ?? usual);
  return (
    <div className={classes.money}>
      <NumberInput
        label={t("partnerships.field.value")}
        value={value?.amount ?? ""}
        error={amountError}
        min={0}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=" "
        hideControls
        onChange={(amount) => onChange(typeof amount === "number" ? { amount, currency } : null)}
      />
      <TextInput
        label={t("partnerships.field.currency")}
        autoComplete="off"
        spellCheck={false}
        maxLength={3}
        value={currency}
        error={currencyError}
        onChange={(event) => {
          const typed = event.currentTarget.value.toUpperCase();
          setCurrency(typed);
          if (typed.length === 3) usual = typed;
          if (value) onChange({ ...value, currency: typed });
        }}
      />
    </div>
  );
}
