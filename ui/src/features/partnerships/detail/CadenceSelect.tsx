import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { CadenceSummary } from "../../../wire/wire";
import { activeCadencesQuery } from "../queries";

const SEARCH_PAUSE_MS = 80;

type Props = {
  value: CadenceSummary | null;
  onChange: (cadence: CadenceSummary | null) => void;
};

/** An active cadence, found by its name. */
export function CadenceSelect({ value, onChange }: Props) {
  const [text, setText] = useState("");
  const wanted = text === value?.name ? "" : text.trim();
  const [search] = useDebouncedValue(wanted, SEARCH_PAUSE_MS);
  const { data, error, isPending } = useQuery(activeCadencesQuery(search));
  const found = data ?? [];
  const choices = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
  return (
    <Select
      data-autofocus
      label={t("partnerships.assign.cadence")}
      placeholder={t("partnerships.assign.cadenceHint")}
      searchable
      allowDeselect={false}
      data={choices.map(({ id, name }) => ({ value: String(id), label: name }))}
      // The program has searched already.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={value && String(value.id)}
      error={error && describeError(error)}
      nothingFoundMessage={
        isPending ? t("partnerships.assign.searching") : t("partnerships.assign.noCadence")
      }
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(id) => onChange(choices.find((one) => String(one.id) === id) ?? null)}
    />
  );
}
