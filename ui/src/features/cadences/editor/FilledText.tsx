import { Input, Textarea, TextInput } from "@mantine/core";
import { useId, useRef } from "react";
import type { StepGap } from "../../../wire/wire";
import { lengthHint } from "../lengthHint";
import { MissingHint } from "./MissingHint";
import classes from "./StepForm.module.css";
import { VariablesMenu } from "./VariablesMenu";
import type { TextField } from "./variables";

type Props = {
  label: string;
  value: string;
  max: number;
  onChange: (value: string) => void;
  readOnly: boolean;
  error: string | undefined;
  /** What the cadence lacks as long as the field is empty. */
  missing?: StepGap | undefined;
  /** One line only. */
  line?: boolean;
  /** How many lines it has at least. */
  rows?: number;
  placeholder?: string;
};

/** A text that can hold variables. */
export function FilledText(props: Props) {
  const { label, value, max, onChange, readOnly, error, missing, line, rows, placeholder } = props;
  const id = useId();
  const field = useRef<TextField>(null);
  const hint = lengthHint(value, max);
  const shared = {
    id,
    value,
    error,
    readOnly,
    placeholder,
    description: (missing || hint) && (
      <>
        {missing && <MissingHint gap={missing} />} {hint}
      </>
    ),
    inputWrapperOrder: ["label", "input", "error", "description"] as (
      | "label"
      | "input"
      | "error"
      | "description"
    )[],
    onChange: (event: { currentTarget: TextField }) => onChange(event.currentTarget.value),
  };
  return (
    <div>
      <div className={classes.labelLine}>
        <Input.Label htmlFor={id}>{label}</Input.Label>
        {!readOnly && <VariablesMenu label={label} field={field} />}
      </div>
      {line ? (
        <TextInput
          {...shared}
          autoComplete="off"
          title={value}
          ref={(element) => {
            field.current = element;
          }}
        />
      ) : (
        <Textarea
          {...shared}
          autosize
          minRows={rows ?? 8}
          ref={(element) => {
            field.current = element;
          }}
        />
      )}
    </div>
  );
}
