import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { customFieldsQuery } from "../../shared/custom/queries";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import { showError } from "../../shared/toast/toast";
import type { CustomField, CustomFields } from "../../wire/wire";
import { CustomFieldDialog } from "./CustomFieldDialog";
import { NotLoaded } from "./NotLoaded";
import { RemoveCustomFieldDialog } from "./RemoveCustomFieldDialog";
import rows from "./SettingsList.module.css";
import styles from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";

const SKELETON_AFTER_MS = 150;

type Open = { what: "add" } | { what: "edit" | "remove"; field: CustomField };

/** What the rep keeps beside what everybody has: adding, renaming, ordering, removing. */
export function CustomFieldsSection() {
  const { data: fields, error, isPending, refetch } = useQuery(customFieldsQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const late = useDelayed(isPending, SKELETON_AFTER_MS);
  const close = () => setOpen(null);
  return (
    <SettingsSection title={t("custom.title")}>
      <div className={styles.hint}>{t("custom.hint")}</div>
      {isPending && late && <Skeleton height={48} mt="sm" aria-label={t("custom.loading")} />}
      {!isPending && !fields && (
        <NotLoaded title={t("custom.failed")} error={error} onRetry={() => void refetch()} />
      )}
      {fields?.length === 0 && <p className={styles.hint}>{t("custom.none")}</p>}
      {fields && fields.length > 0 && (
        <Fields
          fields={fields}
          onEdit={(field) => setOpen({ what: "edit", field })}
          onRemove={(field) => setOpen({ what: "remove", field })}
        />
      )}
      {fields && (
        <div className={styles.actions}>
          <Button variant="default" onClick={() => setOpen({ what: "add" })}>
            {t("custom.add")}
          </Button>
        </div>
      )}
      {open?.what === "add" && <CustomFieldDialog field={null} onClose={close} />}
      {open?.what === "edit" && <CustomFieldDialog field={open.field} onClose={close} />}
      {open?.what === "remove" && <RemoveCustomFieldDialog field={open.field} onClose={close} />}
    </SettingsSection>
  );
}

type FieldsProps = {
  fields: readonly CustomField[];
  onEdit: (field: CustomField) => void;
  onRemove: (field: CustomField) => void;
};

function Fields({ fields, onEdit, onRemove }: FieldsProps) {
  const client = useQueryClient();
  const order = useMutation<CustomFields, RpcError, CustomField[]>({
    mutationFn: (next) => call("custom_field_order", { ids: next.map(({ id }) => id) }),
    meta: { saves: true },
    onMutate: (next) => client.setQueryData<CustomField[]>(customFieldsQuery.queryKey, next),
    onSuccess: ({ fields }) =>
      client.setQueryData<CustomField[]>(customFieldsQuery.queryKey, fields),
    onError: (error) => {
      void client.invalidateQueries({ queryKey: customFieldsQuery.queryKey });
      showError(t("custom.orderFailed"), describeError(error));
    },
  });
  const move = (field: CustomField, by: number) => {
    const at = fields.indexOf(field);
    order.mutate([...fields].toSpliced(at, 1).toSpliced(at + by, 0, field));
  };
  return (
    <ul className={rows.list} aria-label={t("custom.list")}>
      {fields.map((field, at) => {
        const { id, name } = field;
        return (
          <li key={id} className={rows.row}>
            <About field={field} />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("custom.up", { name })}
              disabled={at === 0}
              onClick={() => move(field, -1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("custom.down", { name })}
              disabled={at === fields.length - 1}
              onClick={() => move(field, 1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t("custom.edit", { name })}
              onClick={() => onEdit(field)}
            >
              {t("custom.editShort")}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t("custom.remove", { name })}
              onClick={() => onRemove(field)}
            >
              {t("suppression.remove")}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function About({ field: { name, of, key, kind } }: { field: CustomField }) {
  return (
    <div className={rows.about}>
      <div data-selectable>{name}</div>
      <div className={styles.hint}>
        {t(`custom.of.${of}`)} · {t(`custom.kind.${kind}`)} ·{" "}
        <code data-selectable>{`{{ custom.${key} }}`}</code>
      </div>
    </div>
  );
}
