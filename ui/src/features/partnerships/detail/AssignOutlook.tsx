import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import { useMomentText } from "../../../shared/time/useMomentText";
import type { AssignProblem, AssignWarning, Preflight, Timestamp } from "../../../wire/wire";
import classes from "./AssignDialog.module.css";
import { PlanLine } from "./Enrolment";
import { withKeys } from "./planKeys";

type Props = {
  preflight: Preflight;
  contactName: string;
  /** Whether it is about choices made before the present ones. */
  stale: boolean;
  /** Opens what is known about the contact, where something there is missing. */
  onEditContact: () => void;
};

/** What would happen: what is in the way, what to know before, and the dates. */
export function AssignOutlook({ preflight, contactName: name, stale, onEditContact }: Props) {
  const momentText = useMomentText();
  const { problems, warnings, plan } = preflight;
  const mendable = problems.some(({ type }) => type === "no_email" || type === "no_phone");
  const completable = warnings.some(
    ({ type }) => type !== "was_in_it_before" && type !== "contacted_lately",
  );
  return (
    <div className={classes.outlook} aria-busy={stale}>
      {problems.length > 0 && (
        <Alert
          color="red"
          variant="light"
          icon={<IconCircleX size={16} aria-hidden />}
          title={t("partnerships.assign.problems")}
        >
          <ul className={classes.reasons}>
            {problems.map((problem) => (
              <li key={JSON.stringify(problem)}>{problemSentence(problem, name)}</li>
            ))}
          </ul>
          {mendable && <EditButton name={name} onClick={onEditContact} />}
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert
          color="gray"
          variant="light"
          icon={<IconAlertTriangle size={16} aria-hidden />}
          title={t("partnerships.assign.warnings")}
        >
          <ul className={classes.reasons}>
            {warnings.map((warning) => (
              <li key={JSON.stringify(warning)}>{warningSentence(warning, name, momentText)}</li>
            ))}
          </ul>
          {completable && !mendable && <EditButton name={name} onClick={onEditContact} />}
        </Alert>
      )}
      {plan.length > 0 && (
        <>
          <h3 className={classes.planName}>{t("partnerships.assign.plan")}</h3>
          <ol className={classes.plan} aria-label={t("partnerships.assign.plan")}>
            {withKeys(plan).map(({ key, step }) => (
              <PlanLine key={key} step={step} />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function EditButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="default" mt="xs" onClick={onClick}>
      {t("partnerships.assign.editContact", { name })}
    </Button>
  );
}

export function problemSentence(problem: AssignProblem, name: string): string {
  switch (problem.type) {
    case "cadence_not_active":
      return t("partnerships.problem.cadence_not_active");
    case "in_another_cadence":
      return t("partnerships.problem.in_another_cadence", { name, cadence: problem.name });
    case "company_full":
      return t("partnerships.problem.company_full", { count: problem.max });
    default:
      return t(`partnerships.problem.${problem.type}`, { name });
  }
}

export function warningSentence(
  warning: AssignWarning,
  name: string,
  momentText: (at: Timestamp) => string,
): string {
  switch (warning.type) {
    case "steps_without_email":
    case "steps_without_phone":
      return t(`partnerships.warning.${warning.type}`, { name, count: warning.count });
    case "was_in_it_before":
      return t("partnerships.warning.was_in_it_before", {
        name,
        moment: momentText(warning.ended_at),
      });
    case "contacted_lately":
      return t("partnerships.warning.contacted_lately", { name, moment: momentText(warning.at) });
    case "never_open":
      return t("partnerships.warning.never_open", { name, step: warning.position + 1 });
    case "missing_variables":
      return t("partnerships.warning.missing_variables", {
        step: warning.position + 1,
        variables: warning.variables.join(", "),
      });
  }
}
