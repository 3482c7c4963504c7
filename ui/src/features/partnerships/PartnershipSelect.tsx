import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import type { PartnershipId } from "../../wire/wire";
import { partnershipsFoundQuery } from "./queries";

const SEARCH_PAUSE_MS = 80;

type Props = { except: PartnershipId; onChange: (id: PartnershipId) => void };

/** Another partnership, found as the list finds it. */
export function PartnershipSelect({ except, onChange }: Props) {
  const [text, setText] = useState("");
  const [value, setValue] = useState<{ id: PartnershipId; name: string } | null>(null);
  const wanted = text === value?.name ? "" : text.trim();
  const [search] = useDebouncedValue(wanted, SEARCH_PAUSE_MS);
  const { data, error, isPending } = useQuery(partnershipsFoundQuery(search));
  const found: { id: PartnershipId; name: string; contact: string | null }[] = (data ?? []).filter(
    ({ id }) => id !== except,
  );
  const known = !value || found.some(({ id }) => id === value.id);
  const choices = known ? found : [{ ...value, contact: null }, ...found];
  return (
    <Select
      data-autofocus
      label={t("partnerships.merge.other")}
      placeholder={t("partnerships.merge.otherHint")}
      searchable
      allowDeselect={false}
      // Two of one name are told apart by whom they know there.
      data={choices.map(({ id, name, contact }) => ({
        value: String(id),
        label: contact ? t("partnerships.merge.choice", { name, contact }) : name,
      }))}
      // The program has searched already.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={value && String(value.id)}
      error={error && describeError(error)}
      nothingFoundMessage={
        isPending ? t("partnerships.merge.searching") : t("partnerships.merge.noneFound")
      }
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(id) => {
        const next = choices.find((one) => String(one.id) === id);
        if (!next) return;
        setValue(next);
        onChange(next.id);
      }}
    />
  );
}
