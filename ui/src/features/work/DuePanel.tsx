import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import type { StepId } from "../../wire/wire";
import classes from "./DuePanel.module.css";
import { NextDue } from "./NextDue";
import { PanelSkeleton } from "./PanelSkeleton";
import { PanelSteps } from "./PanelSteps";
import { PeoplePanel } from "./PeoplePanel";
import { panelQuery } from "./queries";
import { useWork } from "./useWork";

const SKELETON_AFTER_MS = 150;

/** What is due: cadences, their steps, and the people of a chosen step. */
export function DuePanel() {
  const { line, panelStep } = useWork();
  const { data: panel, error, isPending, refetch } = useQuery(panelQuery);
  const late = useDelayed(isPending, SKELETON_AFTER_MS);
  // Coming back from the people the keyboard is on their step.
  const cameFrom = useRef<StepId | null>(null);

  if (isPending) return late ? <PanelSkeleton /> : null;
  if (!panel) {
    return (
      <div className={classes.message} role="alert">
        <p className={classes.lead}>{t("work.panel.failed", { cause: describeError(error) })}</p>
        <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
          {t("action.retry")}
        </Button>
      </div>
    );
  }
  if (panelStep !== null) {
    return (
      <PeoplePanel
        step={panelStep}
        panel={panel}
        onBack={() => {
          cameFrom.current = panelStep;
          line.showPeople(null);
        }}
      />
    );
  }
  if (panel.cadences.length === 0) {
    return (
      <div className={classes.message} role="status">
        <p className={classes.lead}>{t("panel.empty")}</p>
        <p className={classes.hint}>
          <NextDue />
        </p>
      </div>
    );
  }
  return <PanelSteps panel={panel} cameFrom={cameFrom.current} />;
}
