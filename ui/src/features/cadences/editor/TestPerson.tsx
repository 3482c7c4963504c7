import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { PartnershipRow } from "../../../wire/wire";
import { peopleNamedQuery } from "../queries";

const SEARCH_PAUSE_MS = 80;
const MADE_UP = "made-up";

type Props = { value: PartnershipRow | null; onChange: (person: PartnershipRow | null) => void };

/** For whom a text is filled in: a partnership's primary contact, or somebody made up. */
export function TestPerson({ value, onChange }: Props) {
  const shown = value ? nameOf(value) : t("stepTest.madeUp");
  const [text, setText] = useState(shown);
  const [search] = useDebouncedValue(text === shown ? "" : text.trim(), SEARCH_PAUSE_MS);
  const { data, error } = useQuery(peopleNamedQuery(search));
  const found = data ?? [];
  const people = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
  return (
    <Select
      data-autofocus
      label={t("stepTest.person")}
      searchable
      allowDeselect={false}
      data={[
        { value: MADE_UP, label: t("stepTest.madeUp") },
        ...people.map((row) => ({ value: String(row.id), label: nameOf(row) })),
      ]}
      // The program has searched already.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={value ? String(value.id) : MADE_UP}
      error={error && describeError(error)}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(id) => onChange(people.find((one) => String(one.id) === id) ?? null)}
    />
  );
}

function nameOf({ contact, name }: PartnershipRow): string {
  return t("stepTest.contact", { contact: contact ?? "", partnership: name });
}
