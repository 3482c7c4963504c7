import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { t } from "../../../shared/i18n/t";
import { accountsQuery } from "../../../shared/mail/accounts";
import type { AccountId } from "../../../wire/wire";

type Props = { value: AccountId | null; onChange: (account: AccountId | null) => void };

/** Through which account e-mails leave. Nothing is asked where there is only one. */
export function AccountSelect({ value, onChange }: Props) {
  const { data } = useQuery(accountsQuery);
  if (!data || data.accounts.length < 2) return null;
  const first = data.accounts[0]?.id;
  return (
    <Select
      label={t("partnerships.assign.account")}
      data={data.accounts.map(({ id, settings }) => ({
        value: String(id),
        label: settings.address,
      }))}
      value={String(value ?? first)}
      allowDeselect={false}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(id) => onChange(id === String(first) ? null : Number(id))}
    />
  );
}
