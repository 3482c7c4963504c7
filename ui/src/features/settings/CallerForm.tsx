import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type Ref, useState } from "react";
import type { RpcError } from "../../host/rpc";
import { describeCallerField } from "../../shared/errors/callers";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import type { CallerNumber } from "../../wire/wire";
import styles from "./Callers.module.css";

type Props = {
  /** What the form is for. */
  name: string;
  start: CallerNumber;
  action: string;
  busy: boolean;
  error: RpcError | null;
  /** Gets the focus at first, where the form takes the place of what was pressed. */
  autoFocus?: boolean;
  field?: Ref<HTMLInputElement>;
  /** Forgets the error. */
  onType: () => void;
  /** `clear` empties the form. */
  onSubmit: (entry: CallerNumber, clear: () => void) => void;
  /** Leaves the form; none when it is always there. */
  onCancel?: () => void;
};

/** A number of the rep's own with its label, to be typed. */
export function CallerForm(props: Props) {
  const { name, start, action, busy, error, autoFocus, field, onType, onSubmit, onCancel } = props;
  const [entry, setEntry] = useState(start);
  const errors = errorsOf(error);
  const set = (part: Partial<CallerNumber>) => {
    onType();
    setEntry((last) => ({ ...last, ...part }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (entry.number.trim() === "" || busy) return;
    const { number, label } = entry;
    onSubmit({ number: number.trim(), label: label.trim() }, () => setEntry(start));
  };
  return (
    <form
      aria-label={name}
      className={styles.form}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !onCancel) return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <TextInput
        ref={field ?? null}
        className={styles.field}
        type="tel"
        label={t("callers.number")}
        autoComplete="off"
        autoFocus={autoFocus ?? false}
        value={entry.number}
        error={errors.number}
        onChange={(event) => set({ number: event.currentTarget.value })}
      />
      <TextInput
        className={styles.field}
        label={t("callers.label")}
        placeholder={t("callers.labelHint")}
        autoComplete="off"
        value={entry.label}
        error={errors.label}
        onChange={(event) => set({ label: event.currentTarget.value })}
      />
      <div className={styles.actions}>
        <Button type="submit" variant={onCancel ? "filled" : "default"} loading={busy}>
          {action}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t("callers.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What is wrong, at the field that it is about. */
function errorsOf(error: RpcError | null): { number?: string; label?: string } {
  if (!error) return {};
  const { wire } = error;
  if (wire.code !== "caller_numbers") return { number: describeError(error) };
  const { fault } = wire.context;
  const sentence = describeCallerField(fault);
  return fault.type === "label" ? { label: sentence } : { number: sentence };
}
