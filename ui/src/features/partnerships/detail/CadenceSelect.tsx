import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { CadenceSummary, Stage } from "../../../wire/wire";
import { cadencePicksQuery } from "../queries";

const SEARCH_PAUSE_MS = 80;

type Props = {
  value: CadenceSummary | null;
  /** For what kind of contact; may be empty. */
  persona: string;
  /** The stage of the partnership. */
  stage: Stage;
  onChange: (cadence: CadenceSummary | null) => void;
};

/** An active cadence, found by its name; those that are meant for such contacts come first. */
export function CadenceSelect({ value, persona, stage, onChange }: Props) {
  const [text, setText] = useState("");
  const wanted = text === value?.name ? "" : text.trim();
  const [search] = useDebouncedValue(wanted, SEARCH_PAUSE_MS);
  const { data, error, isPending } = useQuery(cadencePicksQuery(search, persona, stage));
  const picks = data ?? [];
  const fitting = picks.filter(({ fits }) => fits).map(({ cadence }) => cadence);
  const found = picks.filter(({ fits }) => !fits).map(({ cadence }) => cadence);
  const missing = value && !picks.some(({ cadence }) => cadence.id === value.id);
  const others = missing ? [value, ...found] : found;
  const choices = [...fitting, ...others];
  const option = ({ id, name }: CadenceSummary) => ({ value: String(id), label: name });
  return (
    <Select
      data-autofocus
      label={t("partnerships.assign.cadence")}
      placeholder={t("partnerships.assign.cadenceHint")}
      searchable
      allowDeselect={false}
      data={
        fitting.length === 0
          ? others.map(option)
          : [
              { group: t("partnerships.assign.fitting"), items: fitting.map(option) },
              { group: t("partnerships.assign.otherCadences"), items: others.map(option) },
            ].filter(({ items }) => items.length > 0)
      }
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
