import { useCallback, useEffect, useRef, useState } from "react";
import type { StepDraft } from "./document";
import { nameFieldId, rowId } from "./ids";

type Selection = { key: string; at: number };

/**
 * The chosen step. It stays chosen wherever it moves; when it goes, the one in its place is chosen.
 * The focus follows on wish, once what it goes to is there.
 */
export function useStepSelection(steps: readonly StepDraft[]) {
  const [selection, setSelection] = useState<Selection>({ key: steps[0]?.key ?? "", at: 0 });
  const wish = useRef<((key: string) => string) | null>(null);
  const found = steps.findIndex(({ key }) => key === selection.key);
  const index = found >= 0 ? found : Math.min(selection.at, steps.length - 1);
  const selected = steps[index];

  // The place is remembered while the step is there, for the moment when it is not.
  useEffect(() => {
    if (found >= 0) setSelection((last) => (last.at === found ? last : { ...last, at: found }));
  }, [found]);

  useEffect(() => {
    if (!wish.current || !selected) return;
    const element = document.getElementById(wish.current(selected.key));
    wish.current = null;
    element?.focus();
    element?.scrollIntoView({ block: "nearest" });
  });

  const choose = useCallback((key: string | undefined, focus: typeof wish.current) => {
    wish.current = focus;
    // A new object even for the same step, so that the wish is looked at.
    setSelection((last) => ({ ...last, key: key ?? last.key }));
  }, []);
  const select = useCallback((key: string) => choose(key, null), [choose]);
  const focusRow = useCallback((key?: string) => choose(key, rowId), [choose]);
  const focusForm = useCallback((key?: string) => choose(key, nameFieldId), [choose]);

  return { index, selected, select, focusRow, focusForm };
}

export type StepSelection = ReturnType<typeof useStepSelection>;
