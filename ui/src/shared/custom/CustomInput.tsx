import { NativeSelect, TextInput } from "@mantine/core";
import type { CustomField } from "../../wire/wire";
import { t } from "../i18n/t";

type Props = {
  field: CustomField;
  /** As it is kept, or as it was typed; empty for none. */
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
};

/** A value of a custom field, in the input that its kind is typed into. */
export function CustomInput({ field, value, error, onChange }: Props) {
  const { kind, name, choices } = field;
  const shared = {
    label: name,
    value,
    error,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  switch (kind) {
    case "text":
      return <TextInput {...shared} autoComplete="off" />;
    case "number":
      return (
        <TextInput
          {...shared}
          autoComplete="off"
          inputMode="decimal"
          placeholder={t("custom.numberHint")}
        />
      );
    case "date":
      return <TextInput {...shared} type="date" />;
    case "choice":
    case "yes_no": {
      const none = { value: "", label: t("custom.noValue") };
      const values =
        kind === "choice"
          ? choices.map((choice) => ({ value: choice, label: choice }))
          : (["yes", "no"] as const).map((word) => ({ value: word, label: t(`custom.${word}`) }));
      return <NativeSelect {...shared} data={[none, ...values]} />;
    }
  }
}
