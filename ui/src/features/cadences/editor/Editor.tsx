import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useWindowTitle } from "../../../shared/kit/useWindowTitle";
import { useReady } from "../../../shared/ready/ready";
import { useShortcuts } from "../../../shared/shortcuts/useShortcuts";
import type { CadenceDetail } from "../../../wire/wire";
import { gapsOf } from "./document";
import classes from "./Editor.module.css";
import { EditorHeader } from "./EditorHeader";
import { NoSteps } from "./NoSteps";
import { useSessions } from "./Sessions";
import { StepForm } from "./StepForm";
import { Timeline } from "./Timeline";
import { useStepEdits } from "./useStepEdits";
import { useStepSelection } from "./useStepSelection";

/** One cadence: its steps, and the form of the chosen one. Everything is saved by itself. */
export function Editor({ detail }: { detail: CadenceDetail }) {
  const { summary } = detail;
  const session = useSessions().of(detail);
  const view = useSyncExternalStore(session.subscribe, session.view);
  const { steps } = view.draft;
  const readOnly = summary.status === "archived";
  const selection = useStepSelection(steps);
  const edits = useStepEdits(session, selection);
  /** Before which position the menu with the types of steps is open. */
  const [menuAt, setMenuAt] = useState<number | null>(null);
  useWindowTitle(summary.name);
  useReady("cadence");

  useEffect(() => session.offer(detail), [session, detail]);
  useEffect(() => {
    const flush = () => void session.flush();
    window.addEventListener("blur", flush);
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("blur", flush);
      window.removeEventListener("pagehide", flush);
      void session.leave();
    };
  }, [session]);

  const { step: wanted } = useSearch({ from: "/frame/cadences/$id" });
  const navigate = useNavigate();
  const { index, selected, select, focusRow, focusForm } = selection;
  useEffect(() => {
    if (wanted === undefined) return;
    focusRow(steps[wanted - 1]?.key);
    void navigate({
      to: "/cadences/$id",
      params: { id: String(summary.id) },
      search: {},
      replace: true,
    });
  }, [wanted, steps, focusRow, navigate, summary.id]);

  const go = (to: number) => focusRow(steps[Math.max(0, Math.min(to, steps.length - 1))]?.key);
  useShortcuts({
    listNext: () => go(index + 1),
    listPrevious: () => go(index - 1),
    listFirst: () => go(0),
    listLast: () => go(steps.length - 1),
    listOpen: () => focusForm(selected?.key),
    ...(!readOnly && {
      stepAdd: () => setMenuAt(index + 1),
      stepUp: () => selected && edits.move(selected.key, index - 1),
      stepDown: () => selected && edits.move(selected.key, index + 1),
      stepDelete: () => selected && edits.remove(selected.key),
    }),
  });

  const gaps = gapsOf(steps);
  const emailBefore = steps
    .slice(0, index)
    .findLastIndex(({ content }) => content.type === "email");
  return (
    <section className={classes.screen} aria-label={summary.name}>
      <EditorHeader summary={summary} session={session} view={view} onShowStep={focusRow} />
      {steps.length === 0 ? (
        <NoSteps readOnly={readOnly} onAdd={(type) => edits.insert(0, type)} />
      ) : (
        <div className={classes.panes}>
          <Timeline
            steps={steps}
            gaps={gaps}
            refusal={view.refusal}
            selectedKey={selected?.key}
            readOnly={readOnly}
            edits={edits}
            onSelect={select}
            menuAt={menuAt}
            onMenu={setMenuAt}
          />
          {selected && (
            <StepForm
              key={selected.key}
              session={session}
              step={selected}
              position={index}
              emailBefore={emailBefore < 0 ? null : emailBefore}
              gaps={gaps.get(selected.key) ?? []}
              refusal={view.refusal}
              readOnly={readOnly}
              onDelete={() => edits.remove(selected.key)}
              onLeave={() => focusRow(selected.key)}
            />
          )}
        </div>
      )}
    </section>
  );
}
