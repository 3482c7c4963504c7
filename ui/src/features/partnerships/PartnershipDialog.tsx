import { Select, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { t } from "../../shared/i18n/t";
import { PersonaInput } from "../../shared/stages/PersonaInput";
import { useStages } from "../../shared/stages/stages";
import type { ContactFields, PartnershipCreate, PartnershipFields } from "../../wire/wire";
import { FormDialog } from "./FormDialog";
import classes from "./FormDialog.module.css";
import { faultAt, faultPlace } from "./formFault";
import { MoneyFields } from "./MoneyFields";
import { useForm } from "./useForm";
import { tiers } from "./words";
import { ZoneSelect } from "./ZoneSelect";

const noFields: PartnershipFields = {
  name: "",
  website: "",
  industry: "",
  country: "",
  stage: "lead",
  tier: null,
  zone: null,
  source: "",
  value: null,
};

const noContact = { first_name: "", last_name: "", title: "", persona: "", email: "", phone: "" };

type FirstContact = typeof noContact;
type TextField = "name" | "website" | "industry" | "country" | "source";

type Props = {
  /** What to edit; none to make a new partnership with its first contact. */
  fields: PartnershipFields | null;
  onSubmit: (values: PartnershipCreate) => Promise<void>;
  onClose: () => void;
};

export function PartnershipDialog({ fields: before, onSubmit, onClose }: Props) {
  const [fields, setFields] = useState(before ?? noFields);
  const [first, setFirst] = useState(noContact);
  const { stages } = useStages();
  const contact = before ? null : contactOf(first);
  const form = useForm({
    changed:
      JSON.stringify(fields) !== JSON.stringify(before ?? noFields) ||
      Object.values(first).some((text) => text !== ""),
    onSubmit: () => onSubmit({ fields, contact }),
    onClose,
  });
  const place = form.error && faultPlace(form.error, contact);

  const set = (part: Partial<PartnershipFields>) => {
    setFields((last) => ({ ...last, ...part }));
    form.edited(place === null || place.field in part);
  };
  const text = (field: TextField) => ({
    label: t(`partnerships.field.${field}`),
    autoComplete: "off",
    value: fields[field],
    error: faultAt(form.error, place, field),
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      set({ [field]: event.currentTarget.value }),
  });

  return (
    <FormDialog
      form={form}
      title={t(before ? "partnerships.form.edit" : "partnerships.form.new")}
      submitLabel={t(before ? "partnerships.form.save" : "partnerships.form.create")}
      failed={t(before ? "partnerships.form.saveFailed" : "partnerships.form.createFailed")}
      explained={place !== null}
    >
      <TextInput {...text("name")} data-autofocus required />
      <div className={classes.pair}>
        <TextInput {...text("website")} spellCheck={false} />
        <TextInput {...text("industry")} />
        <TextInput {...text("country")} />
        <ZoneSelect
          value={fields.zone}
          placeholder={t("partnerships.field.zoneMine")}
          error={faultAt(form.error, place, "zone")}
          onChange={(zone) => set({ zone })}
        />
        <Select
          label={t("partnerships.field.stage")}
          data={stages.map(({ stage, name }) => ({ value: stage, label: name }))}
          value={fields.stage}
          allowDeselect={false}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(stage) => stage && set({ stage })}
        />
        <Select
          label={t("partnerships.field.tier")}
          placeholder={t("partnerships.field.tierNone")}
          data={tiers.map((value) => ({ value, label: t(`partnerships.tier.${value}`) }))}
          value={fields.tier}
          clearable
          clearButtonProps={{ "aria-label": t("partnerships.field.tierClear") }}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(tier) => set({ tier })}
        />
        <TextInput {...text("source")} placeholder={t("partnerships.field.sourceHint")} />
        <MoneyFields
          value={fields.value}
          amountError={faultAt(form.error, place, "value")}
          currencyError={faultAt(form.error, place, "currency")}
          onChange={(value) => {
            setFields((last) => ({ ...last, value }));
            form.edited(place === null || place.field === "value" || place.field === "currency");
          }}
        />
      </div>
      {!before && (
        <FirstContactFields
          values={first}
          faultOf={(field) => faultAt(form.error, place, field)}
          onChange={(part) => {
            setFirst((last) => ({ ...last, ...part }));
            form.edited(place === null || place.field in part);
          }}
        />
      )}
    </FormDialog>
  );
}

type ContactProps = {
  values: FirstContact;
  faultOf: (field: keyof FirstContact) => string | undefined;
  onChange: (part: Partial<FirstContact>) => void;
};

function FirstContactFields({ values, faultOf, onChange }: ContactProps) {
  const id = useId();
  const text = (field: keyof FirstContact) => ({
    label: t(`partnerships.field.${field}`),
    autoComplete: "off",
    value: values[field],
    error: faultOf(field),
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      onChange({ [field]: event.currentTarget.value }),
  });
  return (
    <section className={classes.group} aria-labelledby={id}>
      <h3 id={id} className={classes.legend}>
        {t("partnerships.form.firstContact")}
      </h3>
      <div className={classes.pair}>
        <TextInput {...text("first_name")} />
        <TextInput {...text("last_name")} />
        <TextInput {...text("title")} />
        <PersonaInput
          label={t("partnerships.field.persona")}
          value={values.persona}
          error={faultOf("persona")}
          onChange={(persona) => onChange({ persona })}
        />
        <TextInput {...text("email")} inputMode="email" spellCheck={false} />
        <TextInput {...text("phone")} inputMode="tel" />
      </div>
    </section>
  );
}

/** The contact as the program takes it; none while nothing is typed about it. */
function contactOf({ email, phone, ...names }: FirstContact): ContactFields | null {
  const texts = [email, phone, ...Object.values(names)];
  if (texts.every((text) => text.trim() === "")) return null;
  return {
    ...names,
    emails: email.trim() === "" ? [] : [email],
    phones: phone.trim() === "" ? [] : [phone],
    linkedin: "",
    zone: null,
  };
}
