import { TextInput } from "@mantine/core";
import { useState } from "react";
import { t } from "../../shared/i18n/t";
import { PersonaInput } from "../../shared/stages/PersonaInput";
import type { ContactFields } from "../../wire/wire";
import { EntryList } from "./EntryList";
import { FormDialog } from "./FormDialog";
import classes from "./FormDialog.module.css";
import { faultAt, faultPlace } from "./formFault";
import { SharedInbox } from "./SharedInbox";
import { useForm } from "./useForm";
import { ZoneSelect } from "./ZoneSelect";

const noFields: ContactFields = {
  first_name: "",
  last_name: "",
  title: "",
  emails: [],
  phones: [],
  linkedin: "",
  zone: null,
  persona: "",
};

type TextField = "first_name" | "last_name" | "title" | "linkedin";

type Props = {
  /** What to edit; none to add a contact. */
  fields: ContactFields | null;
  onSubmit: (fields: ContactFields) => Promise<void>;
  onClose: () => void;
};

export function ContactDialog({ fields: before, onSubmit, onClose }: Props) {
  const start = withEntry(before ?? noFields);
  const [fields, setFields] = useState(start);
  const [known] = useState(() => readersOf(before));
  const [readers, setReaders] = useState(known);
  const sent = toSend(fields, readers);
  const form = useForm({
    changed: JSON.stringify(fields) !== JSON.stringify(start) || readers !== known,
    onSubmit: () => onSubmit(sent),
    onClose,
  });
  const place = form.error && faultPlace(form.error, sent);

  const set = (part: Partial<ContactFields>, about: string) => {
    setFields((last) => ({ ...last, ...part }));
    form.edited(place === null || place.field === about);
  };
  const text = (field: TextField) => ({
    label: t(`partnerships.field.${field}`),
    autoComplete: "off",
    value: fields[field],
    error: faultAt(form.error, place, field),
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      set({ [field]: event.currentTarget.value }, field),
  });
  // Blank entries are not sent: what the program counts is not what stands here.
  const entryError = (values: readonly string[], field: "email" | "phone", at: number) => {
    const before = values.slice(0, at).filter((value) => value.trim() !== "").length;
    const blank = values[at]?.trim() === "";
    return blank ? undefined : faultAt(form.error, place, field, before);
  };

  return (
    <FormDialog
      form={form}
      title={t(before ? "partnerships.contactForm.edit" : "partnerships.contactForm.new")}
      submitLabel={t(before ? "partnerships.form.save" : "partnerships.contactForm.create")}
      failed={t("partnerships.contactForm.failed")}
      explained={place !== null}
    >
      <div className={classes.pair}>
        <TextInput {...text("first_name")} data-autofocus />
        <TextInput {...text("last_name")} />
        <TextInput {...text("title")} />
        <TextInput {...text("linkedin")} spellCheck={false} />
        <PersonaInput
          label={t("partnerships.field.persona")}
          value={fields.persona}
          error={faultAt(form.error, place, "persona")}
          onChange={(persona) => set({ persona }, "persona")}
        />
      </div>
      <EntryList
        field="emails"
        values={fields.emails}
        errorOf={(at) => entryError(fields.emails, "email", at)}
        onChange={(emails) => set({ emails }, "email")}
        below={(email) => (
          <SharedInbox
            email={email.trim()}
            said={readers.get(email.trim())}
            onChange={(shared) => {
              setReaders((last) => new Map(last).set(email.trim(), shared));
              form.edited(place === null);
            }}
          />
        )}
      />
      <EntryList
        field="phones"
        values={fields.phones}
        errorOf={(at) => entryError(fields.phones, "phone", at)}
        onChange={(phones) => set({ phones }, "phone")}
      />
      <ZoneSelect
        value={fields.zone}
        placeholder={t("partnerships.field.zonePartnership")}
        error={faultAt(form.error, place, "zone")}
        onChange={(zone) => set({ zone }, "zone")}
      />
    </FormDialog>
  );
}

/** Which addresses are known to be read by several people, and which by one. */
function readersOf(fields: ContactFields | null): ReadonlyMap<string, boolean> {
  const known = new Map<string, boolean>();
  fields?.emails.forEach((email, at) => {
    const shared = fields.shared?.[at];
    if (shared != null) known.set(email, shared);
  });
  return known;
}

/** With an empty entry where there is none, to type into. */
function withEntry(fields: ContactFields): ContactFields {
  const { emails, phones } = fields;
  return {
    ...fields,
    emails: emails.length === 0 ? [""] : emails,
    phones: phones.length === 0 ? [""] : phones,
  };
}

/** Without blank entries, and with what is known of the others. */
function toSend(fields: ContactFields, readers: ReadonlyMap<string, boolean>): ContactFields {
  const filled = (values: readonly string[]) => values.filter((value) => value.trim() !== "");
  const emails = filled(fields.emails);
  const shared = emails.map((email) => readers.get(email.trim()) ?? null);
  return { ...fields, emails, shared, phones: filled(fields.phones) };
}
