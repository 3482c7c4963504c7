import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type ReactNode, useId, useRef } from "react";
import { t } from "../../shared/i18n/t";
import classes from "./FormDialog.module.css";

const MAX = 20;

type Props = {
  field: "emails" | "phones";
  values: readonly string[];
  errorOf: (entry: number) => string | undefined;
  onChange: (values: string[]) => void;
  /** What else is said about an entry, below it. */
  below?: (value: string) => ReactNode;
};

/** Several addresses or numbers, the one to use first at the top. */
export function EntryList({ field, values, errorOf, onChange, below }: Props) {
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const focus = (at: number) =>
    requestAnimationFrame(() =>
      box.current?.querySelectorAll<HTMLElement>("[data-entry]")[at]?.focus(),
    );
  return (
    <section ref={box} className={classes.list} aria-labelledby={id}>
      <h3 id={id} className={classes.listName}>
        {t(`partnerships.field.${field}`)}
      </h3>
      {values.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry has nothing but its place
        <div key={at} className={classes.entry}>
          <TextInput
            data-entry
            aria-label={t(`partnerships.field.${field}.entry`, { number: at + 1 })}
            autoComplete="off"
            spellCheck={false}
            inputMode={field === "emails" ? "email" : "tel"}
            value={value}
            error={errorOf(at)}
            onChange={(event) => onChange(values.with(at, event.currentTarget.value))}
          />
          <ActionIcon
            className={classes.remove}
            variant="subtle"
            color="gray"
            disabled={values.length === 1 && value === ""}
            aria-label={t(`partnerships.field.${field}.remove`, { number: at + 1 })}
            onClick={() => {
              onChange(values.length === 1 ? [""] : values.toSpliced(at, 1));
              focus(Math.max(0, at - 1));
            }}
          >
            <IconX size={16} />
          </ActionIcon>
          {below?.(value)}
        </div>
      ))}
      {values.length < MAX && (
        <Button
          className={classes.add}
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => {
            onChange([...values, ""]);
            focus(values.length);
          }}
        >
          {t(`partnerships.field.${field}.add`)}
        </Button>
      )}
    </section>
  );
}
