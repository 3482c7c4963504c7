import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { t } from "../../../shared/i18n/t";
import { workspaceStatusQuery } from "../../../shared/workspace/status";
import type { PartnershipDetail } from "../../../wire/wire";
import { Enrolment } from "./Enrolment";
import classes from "./Enrolment.module.css";
import { Section } from "./Section";

type Props = { detail: PartnershipDetail; onAssign: () => void };

/** The cadences that the contacts are in or were in. */
export function Enrolments({ detail, onAssign }: Props) {
  const { data: status } = useQuery(workspaceStatusQuery);
  const practice = status?.state === "ready" && status.kind === "practice";
  const { enrolments, deleted_at } = detail;
  const running = enrolments.some(({ state }) => state.state !== "finished");
  return (
    <Section title={t("partnerships.enrolments")}>
      <div className={classes.cards}>
        {!running && deleted_at === null && (
          <div className={classes.none}>
            <span>{t("partnerships.enrolments.none")}</span>
            <Button size="compact-sm" variant="default" onClick={onAssign}>
              {t("partnerships.enrolments.assign")}
            </Button>
          </div>
        )}
        {enrolments.map((enrolment) => (
          <Enrolment
            key={enrolment.id}
            enrolment={enrolment}
            partnership={detail}
            practice={practice}
          />
        ))}
      </div>
    </Section>
  );
}
