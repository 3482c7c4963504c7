import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../../../shared/i18n/t";
import type { PartnershipDetail } from "../../../wire/wire";
import classes from "./Contacts.module.css";
import { CustomFacts } from "./CustomFacts";
import { CustomValuesDialog } from "./CustomValuesDialog";
import { Section } from "./Section";
import { useCustomFields } from "./useCustomFields";

/** The partnership's own custom fields; nothing while there are none. */
export function CustomFields({ detail }: { detail: PartnershipDetail }) {
  const fields = useCustomFields("partnership");
  const [editing, setEditing] = useState(false);
  const { name } = detail.fields;
  if (fields.length === 0) return null;
  const filled = detail.custom?.some(({ contact }) => contact === null);
  return (
    <Section
      title={t("custom.title")}
      aside={
        detail.deleted_at === null && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPencil size={14} aria-hidden />}
            aria-label={t("custom.values.edit", { name })}
            onClick={() => setEditing(true)}
          >
            {t("custom.editShort")}
          </Button>
        )
      }
    >
      {!filled && <p className={classes.none}>{t("custom.values.none")}</p>}
      <CustomFacts detail={detail} contact={null} />
      {editing && (
        <CustomValuesDialog detail={detail} contact={null} onClose={() => setEditing(false)} />
      )}
    </Section>
  );
}
