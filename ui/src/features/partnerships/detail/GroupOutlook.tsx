import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import { useMomentText } from "../../../shared/time/useMomentText";
import type { Forecast, Question } from "../../../wire/wire";
import classes from "./AssignDialog.module.css";
import { problemSentence, warningSentence } from "./AssignOutlook";

type Props = {
  forecast: Forecast;
  /** Whether it is about choices made before the present ones. */
  stale: boolean;
};

/** What would happen if several contacts entered: who can, who cannot and why, and until when it goes. */
export function GroupOutlook({ forecast, stale }: Props) {
  const momentText = useMomentText();
  const { ready, questions, without, finished_at } = forecast;
  const refused = questions.filter(({ problems }) => problems.length > 0);
  const warned = questions.filter(({ problems }) => problems.length === 0);
  const names = without.map(({ name }) => name).join(", ");
  return (
    <div className={classes.outlook} aria-busy={stale}>
      {refused.length > 0 && (
        <Alert
          color="red"
          variant="light"
          icon={<IconCircleX size={16} aria-hidden />}
          title={t("partnerships.assign.leftOut", { count: refused.length })}
        >
          <Reasons of={refused} />
        </Alert>
      )}
      {warned.length > 0 && (
        <Alert
          color="gray"
          variant="light"
          icon={<IconAlertTriangle size={16} aria-hidden />}
          title={t("partnerships.assign.warnings")}
        >
          <Reasons of={warned} />
        </Alert>
      )}
      {without.length > 0 && <Text size="sm">{t("partnerships.assign.without", { names })}</Text>}
      <Text size="sm" role="status">
        {t("partnerships.assign.entering", { count: ready + warned.length })}{" "}
        {finished_at !== null &&
          t("partnerships.assign.finishedBy", { moment: momentText(finished_at) })}
      </Text>
    </div>
  );
}

function Reasons({ of }: { of: readonly Question[] }) {
  const momentText = useMomentText();
  return (
    <ul className={classes.reasons}>
      {of.flatMap(({ contact, contact_name: name, problems, warnings }) => [
        ...problems.map((problem) => (
          <li key={`${contact} ${JSON.stringify(problem)}`}>{problemSentence(problem, name)}</li>
        )),
        ...warnings.map((warning) => (
          <li key={`${contact} ${JSON.stringify(warning)}`}>
            {warning.type === "missing_variables" && `${name}: `}
            {warningSentence(warning, name, momentText)}
          </li>
        )),
      ])}
    </ul>
  );
}
