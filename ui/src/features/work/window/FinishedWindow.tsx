import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { DockWindow } from "../../../shared/dock/DockWindow";
import { t } from "../../../shared/i18n/t";
import { kindName, stepName } from "../../../shared/work/words";
import type { Panel, PanelStep, TouchDetail } from "../../../wire/wire";
import { focusDuePanel } from "../focusDuePanel";
import { NextDue } from "../NextDue";
import { panelQuery } from "../queries";
import { useWork } from "../useWork";
import classes from "./TouchWindow.module.css";
import { useFocusFirst } from "./useFocusFirst";

/** After the last person of a step: what could be done then. */
export function FinishedWindow({ after }: { after: TouchDetail }) {
  const { line } = useWork();
  const navigate = useNavigate();
  const { data: panel } = useQuery(panelQuery);
  const step = panel && earliestStep(panel, after);
  const elsewhere = panel !== undefined && !step && panel.due > 0;
  const done = { name: after.step_name, kind: after.work.type };
  return (
    <DockWindow title={t("work.finished.title")} onClose={() => line.close()}>
      <div className={classes.notice} role="status">
        <p className={classes.lead}>
          {t("work.finished.text", {
            step: after.position + 1,
            name: stepName(done),
            cadence: after.cadence_name,
          })}
        </p>
        {panel?.due === 0 && (
          <p className={classes.sentence}>
            {t("panel.empty")} <NextDue />
          </p>
        )}
      </div>
      {panel && (
        <div className={classes.suggestions}>
          {step && (
            <Suggestion
              primary
              label={t("work.runNextStep")}
              more={t("work.runNextStepMore", {
                step: step.position + 1,
                kind: kindName(step.kind),
                cadence: after.cadence_name,
                count: step.due,
              })}
              onPress={() => void line.run(step.step)}
            />
          )}
          {elsewhere && (
            <Suggestion
              primary
              label={t("work.stepsList")}
              more={t("work.stepsListMore", { count: panel.due })}
              onPress={() => {
                line.close();
                line.showPeople(null);
                focusDuePanel();
              }}
            />
          )}
          <Suggestion
            primary={panel.due === 0}
            label={t("work.cadenceOverview")}
            more={after.cadence_name}
            onPress={() => {
              line.close();
              void navigate({ to: "/cadences/$id", params: { id: String(after.cadence) } });
            }}
          />
          <Suggestion
            label={t("work.home")}
            onPress={() => {
              line.close();
              void navigate({ to: "/partnerships", search: { q: "" } });
            }}
          />
        </div>
      )}
    </DockWindow>
  );
}

/** The earliest step of the same cadence that has due touches. */
function earliestStep(panel: Panel, { cadence }: TouchDetail): PanelStep | undefined {
  const steps = panel.cadences.find(({ id }) => id === cadence)?.steps ?? [];
  return steps.toSorted((a, b) => a.position - b.position)[0];
}

type SuggestionProps = {
  label: string;
  more?: ReactNode;
  /** The one that is likely wanted; it gets the keyboard. */
  primary?: boolean;
  onPress: () => void;
};

function Suggestion({ label, more, primary = false, onPress }: SuggestionProps) {
  const id = useId();
  const button = useFocusFirst<HTMLButtonElement>(primary);
  return (
    <div className={classes.suggestion}>
      <Button
        ref={button}
        variant={primary ? "filled" : "default"}
        {...(more !== undefined && { "aria-describedby": id })}
        onClick={onPress}
      >
        {label}
      </Button>
      {more !== undefined && (
        <span id={id} className={classes.sentence} data-figures>
          {more}
        </span>
      )}
    </div>
  );
}
