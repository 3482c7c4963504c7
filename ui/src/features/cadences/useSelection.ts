import { useCallback, useEffect, useState } from "react";
import type { CadenceId, CadenceSummary } from "../../wire/wire";

type Selection = { id: CadenceId; at: number } | null;

/**
 * The selected row. It follows its cadence when the list is sorted anew; when the cadence leaves
 * the list, the row that takes its place is selected.
 */
export function useSelection(rows: readonly CadenceSummary[]) {
  const [selection, setSelection] = useState<Selection>(null);
  const found = selection ? rows.findIndex((row) => row.id === selection.id) : -1;
  const index = found >= 0 || !selection ? found : Math.min(selection.at, rows.length - 1);

  // The place is remembered while the cadence is there, for the moment when it is not.
  useEffect(() => {
    if (found >= 0)
      setSelection((last) => (last && last.at !== found ? { ...last, at: found } : last));
  }, [found]);

  const select = useCallback(
    (at: number) => {
      const row = rows[at];
      if (row) setSelection({ id: row.id, at });
    },
    [rows],
  );

  return { index, selected: rows[index], select };
}
