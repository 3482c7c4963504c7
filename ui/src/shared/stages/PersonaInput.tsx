import { Autocomplete } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { t } from "../i18n/t";
import { personasQuery } from "./stages";

type Props = {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (persona: string) => void;
};

/** What kind of contact it is: one that there is already, or a new one. */
export function PersonaInput({ label, value, error, onChange }: Props) {
  const { data } = useQuery(personasQuery);
  return (
    <Autocomplete
      label={label}
      placeholder={t("stages.personaHint")}
      autoComplete="off"
      data={data ?? []}
      value={value}
      error={error}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={onChange}
    />
  );
}
