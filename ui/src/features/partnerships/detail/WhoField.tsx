import { Button, Group, Select, Text } from "@mantine/core";
import { t } from "../../../shared/i18n/t";
import type { ContactDetail } from "../../../wire/wire";
import { choicesOf, type Who, whoKey } from "./who";

type Props = {
  contacts: readonly ContactDetail[];
  value: Who | undefined;
  onChange: (who: Who) => void;
  onAdd: () => void;
};

/** One contact, all of them, or those of a persona. */
export function WhoField({ contacts, value, onChange, onAdd }: Props) {
  const [only] = contacts;
  if (!value || !only) {
    return (
      <Group gap="xs">
        <Text size="sm">{t("partnerships.assign.noContact")}</Text>
        <Button size="compact-sm" variant="default" onClick={onAdd}>
          {t("partnerships.contacts.add")}
        </Button>
      </Group>
    );
  }
  if (contacts.length === 1) {
    return <Text size="sm">{t("partnerships.assign.onlyContact", { name: only.name })}</Text>;
  }
  const choices = choicesOf(contacts);
  const label = (who: Who, count: number) => {
    if ("contact" in who) return contacts.find(({ id }) => id === who.contact)?.name ?? "";
    return who.choice.type === "persona"
      ? t("partnerships.assign.ofPersona", { persona: who.choice.persona, count })
      : t("partnerships.assign.allContacts", { count });
  };
  return (
    <Select
      label={t("partnerships.assign.contact")}
      data={choices.map(({ who, count }) => ({ value: whoKey(who), label: label(who, count) }))}
      value={whoKey(value)}
      searchable
      allowDeselect={false}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(key) => {
        const chosen = choices.find(({ who }) => whoKey(who) === key);
        if (chosen) onChange(chosen.who);
      }}
    />
  );
}
