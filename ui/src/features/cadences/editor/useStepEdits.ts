import { useMemo } from "react";
import { t } from "../../../shared/i18n/t";
import { showDone } from "../../../shared/toast/toast";
import {
  insertAt,
  isUntouched,
  moved,
  newStep,
  type StepDraft,
  type StepType,
  without,
} from "./document";
import type { EditingSession } from "./session";
import type { StepSelection } from "./useStepSelection";
import { stepName } from "./words";

/** The toasts of one series: only the newest is shown. */
const SERIES = "steps";

/** Inserting, deleting and moving steps, each with the way back. */
export function useStepEdits(session: EditingSession, selection: StepSelection) {
  const { focusRow, focusForm } = selection;
  return useMemo(() => {
    const stepsNow = () => session.view().draft.steps;
    const change = (edit: (steps: readonly StepDraft[]) => readonly StepDraft[]) =>
      session.change((draft) => {
        const steps = edit(draft.steps);
        return steps === draft.steps ? draft : { ...draft, steps };
      });

    const remove = (key: string) => {
      const at = stepsNow().findIndex((step) => step.key === key);
      const step = stepsNow()[at];
      if (!step) return;
      const next = stepsNow()[at + 1] ?? stepsNow()[at - 1];
      change((steps) => without(steps, key));
      focusRow(next?.key);
      const undo = () => {
        change((steps) => insertAt(without(steps, key), at, step));
        focusRow(key);
      };
      showDone(t("editor.toast.deleted", { name: stepName(step) }), undo, SERIES);
    };

    const insert = (position: number, type: StepType) => {
      const step = newStep(type);
      change((steps) => insertAt(steps, position, step));
      focusForm(step.key);
      const undo = () => {
        const now = stepsNow().find(({ key }) => key === step.key);
        if (!now) return;
        // What was typed into it meanwhile must be there to come back to.
        if (!isUntouched(now)) return remove(step.key);
        const before = stepsNow()[position - 1] ?? stepsNow()[position + 1];
        change((steps) => without(steps, step.key));
        focusRow(before?.key);
      };
      showDone(t("editor.toast.added", { step: position + 1 }), undo, SERIES);
    };

    const move = (key: string, to: number) => {
      const from = stepsNow().findIndex((step) => step.key === key);
      const step = stepsNow()[from];
      const place = Math.max(0, Math.min(to, stepsNow().length - 1));
      if (!step || place === from) return;
      change((steps) => moved(steps, key, place));
      focusRow(key);
      const undo = () => {
        change((steps) => moved(steps, key, from));
        focusRow(key);
      };
      const values = { name: stepName(step), step: place + 1 };
      showDone(t("editor.toast.moved", values), undo, SERIES);
    };

    return { insert, remove, move };
  }, [session, focusRow, focusForm]);
}

export type StepEdits = ReturnType<typeof useStepEdits>;
