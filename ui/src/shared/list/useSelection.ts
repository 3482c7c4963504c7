import { useCallback, useEffect, useState } from "react";

type Selection = { id: number; at: number; scope: string | null } | null;

/**
 * The selected row. It follows its record when the list is sorted anew; when the record leaves
 * the list, the row that takes its place is selected. Where another list is shown that lacks the
 * record, nothing is selected: a key must not hit a row that was never chosen.
 *
 * `scope` names the list that the rows are of; none while they stand in for one to come.
 */
export function useSelection<Row extends { id: number }>(
  rows: readonly Row[],
  scope: string | null,
) {
  const [selection, setSelection] = useState<Selection>(null);
  const found = selection ? rows.findIndex((row) => row.id === selection.id) : -1;
  const sameList = scope !== null && selection?.scope === scope;
  const index =
    found >= 0 || !selection || !sameList ? found : Math.min(selection.at, rows.length - 1);

  // The place is remembered while the record is there, for the moment when it is not.
  useEffect(() => {
    if (scope === null) return;
    setSelection((last) => {
      if (!last || (last.scope === scope && (found < 0 || last.at === found))) return last;
      return found < 0 ? null : { ...last, at: found, scope };
    });
  }, [found, scope]);

  const select = useCallback(
    (at: number) => {
      const row = rows[at];
      if (row) setSelection({ id: row.id, at, scope });
    },
    [rows, scope],
  );

  return { index, selected: rows[index], select };
}
