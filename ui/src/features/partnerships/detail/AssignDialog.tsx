import { Alert, Button, Group, Modal, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { stepName } from "../../../shared/work/words";
import type {
  AccountId,
  CadenceSummary,
  ContactChoice,
  ContactDetail,
  PartnershipDetail,
  StepId,
} from "../../../wire/wire";
import { ContactDialog } from "../ContactDialog";
import { forecastQuery, preflightQuery, stepsQuery } from "../queries";
import { useRecordMutation } from "../useRecordMutation";
import { AccountSelect } from "./AccountSelect";
import classes from "./AssignDialog.module.css";
import { AssignOutlook } from "./AssignOutlook";
import { CadenceSelect } from "./CadenceSelect";
import { GroupOutlook } from "./GroupOutlook";
import { StartFields } from "./StartFields";
import { firstStart, startMoment } from "./start";
import { useAssign } from "./useAssign";
import { useAssignMany } from "./useAssignMany";
import { WhoField } from "./WhoField";
import type { Who } from "./who";

type Props = { detail: PartnershipDetail; onClose: () => void };

/** Lets contacts enter a cadence, and shows beforehand what would happen. */
export function AssignDialog({ detail, onClose }: Props) {
  const { id, fields, contacts } = detail;
  const [cadence, setCadence] = useState<CadenceSummary | null>(null);
  const [chosen, setChosen] = useState<Who | null>(null);
  const [firstStep, setFirstStep] = useState<StepId | null>(null);
  const [account, setAccount] = useState<AccountId | null>(null);
  const [start, setStart] = useState(firstStart);
  const [editing, setEditing] = useState(false);
  const { addContact, editContact } = useRecordMutation();

  const who = chosen ?? (contacts[0] && { contact: contacts[0].id });
  const contact =
    who && "contact" in who ? contacts.find(({ id }) => id === who.contact) : undefined;
  const choice = who && "choice" in who ? who.choice : undefined;
  const { at, fault } = startMoment(start);
  const complete = cadence && contact && fault === null;
  const request = complete
    ? { cadence: cadence.id, contact: contact.id, first_step: firstStep, start_at: at }
    : null;
  const group =
    cadence && choice && fault === null
      ? { cadence: cadence.id, contacts: [], of: { partnerships: [id], choice }, start_at: at }
      : null;
  const steps = useQuery(stepsQuery(cadence?.id ?? null));
  const preflight = useQuery(preflightQuery(id, request));
  const assign = useAssign({ onDone: onClose, onRefused: () => void preflight.refetch() });

  const forecast = useQuery(forecastQuery(id, group));
  const assignMany = useAssignMany({ onDone: onClose });

  const { data, isPlaceholderData, isFetching } = preflight;
  const some = group && forecast.data;
  const asked = some ? some.questions.filter(({ problems }) => problems.length === 0).length : 0;
  const warned = some ? asked > 0 : data !== undefined && data.warnings.length > 0;
  const ready = some
    ? !forecast.isPlaceholderData && some.ready + asked > 0
    : request !== null && data !== undefined && !isPlaceholderData && data.problems.length === 0;
  const failure =
    (choice ? assignMany.error : assign.error) ??
    (request && (steps.error ?? preflight.error)) ??
    (group && forecast.error);

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
          if (!ready || !cadence || assignMany.isPending) return;
          if (group) {
            const all = { ...group, despite_warnings: warned };
            assignMany.mutate({ request: all, cadence: cadence.name });
          }
          if (!contact || !request) return;
          assign.submit(
            { ...request, account, despite_warnings: warned },
            contact.name,
            cadence.name,
          );
        }}
      >
        <CadenceSelect
          value={cadence}
          persona={personaOf(contact, choice)}
          stage={fields.stage}
          onChange={(next) => {
            setCadence(next);
            setFirstStep(null);
            assign.forget();
            assignMany.reset();
          }}
        />
        <WhoField
          contacts={contacts}
          value={who}
          onChange={(next) => {
            setChosen(next);
            assignMany.reset();
          }}
          onAdd={() => setEditing(true)}
        />
        {!choice && cadence && steps.data && steps.data.length > 0 && (
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
        {!choice && <AccountSelect value={account} onChange={setAccount} />}
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
        {some && <GroupOutlook forecast={some} stale={forecast.isFetching} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("partnerships.form.cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={assign.sending || assignMany.isPending}>
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

/** The persona for which a cadence is looked for; empty where there may be several. */
function personaOf(contact: ContactDetail | undefined, choice: ContactChoice | undefined): string {
  if (choice?.type === "persona") return choice.persona;
  return contact?.fields.persona ?? "";
}
