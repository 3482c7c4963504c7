import { useState } from "react";
import { CustomInput } from "../../../shared/custom/CustomInput";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { ContactDetail, CustomTyped, PartnershipDetail } from "../../../wire/wire";
import { FormDialog } from "../FormDialog";
import classes from "../FormDialog.module.css";
import { useForm } from "../useForm";
import { useRecordMutation } from "../useRecordMutation";
import { useCustomFields, valuesOf } from "./useCustomFields";

type Props = {
  detail: PartnershipDetail;
  /** Whose; none for the partnership's own. */
  contact: ContactDetail | null;
  onClose: () => void;
};

/** The custom fields of a partnership or a contact, each in the input of its kind. */
export function CustomValuesDialog({ detail, contact, onClose }: Props) {
  const fields = useCustomFields(contact ? "contact" : "partnership");
  const name = contact?.name ?? detail.fields.name;
  const [before] = useState(() => valuesOf(detail, contact?.id ?? null));
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(before);
  const { saveCustom } = useRecordMutation();
  // What was not touched is not sent: somebody else may have changed it.
  const after: CustomTyped[] = [...typed]
    .filter(([field, value]) => value !== (before.get(field) ?? ""))
    .map(([field, value]) => ({ field, value }));
  const form = useForm({
    changed: after.length > 0,
    onSubmit: async () => {
      const was = after.map(({ field }) => ({ field, value: before.get(field) ?? "" }));
      const of = { partnership: detail.id, contact: contact?.id ?? null };
      if (after.length > 0) await saveCustom(of, name, was, after);
    },
    onClose,
  });
  const wire = form.error?.wire;
  const refused = wire?.code === "custom_value" ? wire.context.field : null;
  return (
    <FormDialog
      form={form}
      title={t("custom.values.title", { name })}
      submitLabel={t("partnerships.form.save")}
      failed={t("custom.values.failed")}
      explained={refused !== null}
    >
      <div className={classes.pair}>
        {fields.map((field) => (
          <CustomInput
            key={field.id}
            field={field}
            value={typed.get(field.id) ?? ""}
            error={form.error && refused === field.id ? describeError(form.error) : undefined}
            onChange={(value) => {
              setTyped((last) => new Map(last).set(field.id, value));
              form.edited(refused === null || refused === field.id);
            }}
          />
        ))}
      </div>
    </FormDialog>
  );
}
