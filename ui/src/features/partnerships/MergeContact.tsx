import { Select } from "@mantine/core";
import { useState } from "react";
import { t } from "../../shared/i18n/t";
import type { ContactDetail, ContactId, MergeOf } from "../../wire/wire";
import { MergeDialog } from "./MergeDialog";

type Props = {
  contact: ContactDetail;
  contacts: readonly ContactDetail[];
  onClose: () => void;
};

const nothingToSave = () => Promise.resolve(true);

/** Takes another contact of the same partnership into this one. */
export function MergeContact({ contact: { id, name }, contacts, onClose }: Props) {
  const [other, setOther] = useState<ContactId | null>(null);
  const of: MergeOf | null = other === null ? null : { type: "contacts", kept: id, other };
  return (
    <MergeDialog
      title={t("partnerships.merge.contactTitle", { name })}
      picker={
        <Select
          data-autofocus
          label={t("partnerships.merge.otherContact")}
          placeholder={t("partnerships.merge.otherContactHint")}
          data={contacts
            .filter((one) => one.id !== id)
            .map((one) => ({ value: String(one.id), label: one.name }))}
          value={other === null ? null : String(other)}
          searchable
          allowDeselect={false}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(value) => value !== null && setOther(Number(value))}
        />
      }
      of={of}
      saved={nothingToSave}
      onClose={onClose}
    />
  );
}
