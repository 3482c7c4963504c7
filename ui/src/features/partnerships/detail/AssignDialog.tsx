import { Alert, Button, Group, Modal, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { stepName } from "../../../shared/work/words";
import type {
  AccountId,
  CadenceSummary,
  ContactDetail,
  ContactId,
  PartnershipDetail,
  StepId,
} from "../../../wire/wire";
import { ContactDialog } from "../ContactDialog";
import { preflightQuery, stepsQuery } from "../queries";
import { useRecordMutation } from "../useRecordMutation";
import { AccountSelect } from "./AccountSelect";
import classes from "./AssignDialog.module.css";
import { AssignOutlook } from "./AssignOutlook";
import { CadenceSelect } from "./CadenceSelect";
import { StartFields } from "./StartFields";
import { firstStart, startMoment } from "./start";
import { useAssign } from "./useAssign";

type Props = { detail: PartnershipDetail; onClose: () => void };

/** Lets a contact enter a cadence, and shows beforehand what would happen. */
export function AssignDialog({ detail, onClose }: Props) {
  const { id, fields, contacts } = detail;
  const [cadence, setCadence] = useState<CadenceSummary | null>(null);
  const [chosen, setChosen] = useState<ContactId | null>(null);
  const [firstStep, setFirstStep] = useState<StepId | null>(null);
  const [account, setAccount] = useState<AccountId | null>(null);
  const [start, setStart] = useState(firstStart);
  const [editing, setEditing] = useState(false);
  const { addContact, editContact } = useRecordMutation();

  const contact = contacts.find((one) => one.id === chosen) ?? contacts[0];
  const { at, fault } = startMoment(start);
  const complete = cadence && contact && fault === null;
  const request = complete
    ? { cadence: cadence.id, contact: contact.id, first_step: firstStep, start_at: at }
    : null;
  const steps = useQuery(stepsQuery(cadence?.id ?? null));
  const preflight = useQuery(preflightQuery(id, request));
  const assign = useAssign({ onDone: onClose, onRefused: () => void preflight.refetch() });

  const { data, isPlaceholderData, isFetching } = preflight;
  const warned = data !== undefined && data.warnings.length > 0;
  const ready =
    request !== null && data !== undefined && !isPlaceholderData && data.problems.length === 0;
  const failure = assign.error ?? (request && steps.error) ?? (request && preflight.error);

  return (
    <Modal
      opened
      onClose={onClose}
      title={t("partnerships.assign.title", { name: fields.name })}
      size={640}
      // Escape in the dialog over this one is meant for that.
      closeOnEscape={!editing}
      closeButtonProps={{ "aria-label": t("partnerships.form.close") }}
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready || !cadence || !contact) return;
          assign.submit(
            { ...request, account, despite_warnings: warned },
            contact.name,
            cadence.name,
          );
        }}
      >
        <CadenceSelect
          value={cadence}
          onChange={(next) => {
            setCadence(next);
            setFirstStep(null);
            assign.forget();
          }}
        />
        <ContactField
          contacts={contacts}
          value={contact}
          onChange={setChosen}
          onAdd={() => setEditing(true)}
        />
        {cadence && steps.data && steps.data.length > 0 && (
          <Select
            label={t("partnerships.assign.firstStep")}
            data={steps.data.map((step, position) => ({
              value: String(step.id),
              label: t("partnerships.assign.step", {
                number: position + 1,
                name: stepName({ name: step.name, kind: step.content.type }),
              }),
            }))}
            value={String(firstStep ?? steps.data[0]?.id)}
            allowDeselect={false}
            comboboxProps={{ transitionProps: { duration: 0 } }}
            onChange={(value) =>
              setFirstStep(value === String(steps.data[0]?.id) ? null : Number(value))
            }
          />
        )}
        <StartFields start={start} zone={contact?.zone} onChange={setStart} />
        <AccountSelect value={account} onChange={setAccount} />
        {failure && (
          <Alert color="red" variant="light" title={t("partnerships.assign.failed")}>
            {describeError(failure)}
          </Alert>
        )}
        {request && data && contact && (
          <AssignOutlook
            preflight={data}
            contactName={contact.name}
            stale={isPlaceholderData || isFetching}
            onEditContact={() => setEditing(true)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("partnerships.form.cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={assign.sending}>
            {t(warned && ready ? "partnerships.assign.anyway" : "partnerships.assign.confirm")}
          </Button>
        </Group>
      </form>
      {editing && (
        <ContactDialog
          fields={contact?.fields ?? null}
          onSubmit={async (values) => {
            if (contact) await editContact(contact, values);
            else await addContact(id, values);
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </Modal>
  );
}

type ContactProps = {
  contacts: readonly ContactDetail[];
  value: ContactDetail | undefined;
  onChange: (id: ContactId) => void;
  onAdd: () => void;
};

function ContactField({ contacts, value, onChange, onAdd }: ContactProps) {
  if (!value) {
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
    return <Text size="sm">{t("partnerships.assign.onlyContact", { name: value.name })}</Text>;
  }
  return (
    <Select
      label={t("partnerships.assign.contact")}
      data={contacts.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={String(value.id)}
      searchable
      allowDeselect={false}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(id) => id !== null && onChange(Number(id))}
    />
  );
}
