import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useId, useRef } from "react";
import { t } from "../../../shared/i18n/t";
import type { StepVariable } from "../../../wire/wire";
import { FilledText } from "./FilledText";
import classes from "./StepVariables.module.css";
import { nameFault, newVariable } from "./stepVariable";

const MAX = 20;
const TEXT_MAX = 50_000;

type Props = {
  variables: readonly StepVariable[];
  readOnly: boolean;
  onChange: (variables: StepVariable[]) => void;
};

/** The variables that the texts of one step have of their own. */
export function StepVariables({ variables, readOnly, onChange }: Props) {
  const id = useId();
  const box = useRef<HTMLElement>(null);
  if (readOnly && variables.length === 0) return null;
  const focus = (at: number) =>
    requestAnimationFrame(() =>
      box.current?.querySelectorAll<HTMLElement>("[data-variable-name]")[at]?.focus(),
    );
  const set = (at: number, part: Partial<StepVariable>) =>
    onChange(variables.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <section ref={box} className={classes.section} aria-labelledby={id}>
      <h3 id={id} className={classes.title}>
        {t("stepVariables.title")}
      </h3>
      <p className={classes.hint}>{t("stepVariables.hint")}</p>
      {variables.map(({ name, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its name changes while it is typed
        <div key={at} className={classes.variable}>
          <div className={classes.line}>
            <TextInput
              data-variable-name
              className={classes.name}
              label={t("stepVariables.name", { number: at + 1 })}
              description={t("stepVariables.used", { variable: `{{ step.${name} }}` })}
              inputWrapperOrder={["label", "input", "error", "description"]}
              autoComplete="off"
              spellCheck={false}
              readOnly={readOnly}
              value={name}
              error={nameFault(variables, at)}
              onChange={(event) => set(at, { name: event.currentTarget.value.trim() })}
            />
            {!readOnly && (
              <ActionIcon
                className={classes.remove}
                variant="subtle"
                color="gray"
                aria-label={t("stepVariables.remove", { name })}
                onClick={() => {
                  onChange(variables.toSpliced(at, 1));
                  focus(Math.max(0, at - 1));
                }}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </div>
          <FilledText
            label={t("stepVariables.text", { name })}
            value={text}
            max={TEXT_MAX}
            rows={2}
            readOnly={readOnly}
            error={undefined}
            onChange={(next) => set(at, { text: next })}
          />
        </div>
      ))}
      {!readOnly && variables.length < MAX && (
        <Button
          className={classes.add}
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => {
            onChange([...variables, newVariable(variables)]);
            focus(variables.length);
          }}
        >
          {t("stepVariables.add")}
        </Button>
      )}
    </section>
  );
}
