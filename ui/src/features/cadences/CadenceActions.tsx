import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { CadenceSummary } from "../../wire/wire";
import { CadenceDialog } from "./CadenceDialog";
import { useCadenceMutations } from "./useCadenceMutations";

type CadenceActions = {
  /** Opens the dialog for a new cadence. */
  startNew: () => void;
  /** Opens the dialog for name and description. */
  startEdit: (cadence: CadenceSummary) => void;
  archive: (cadence: CadenceSummary) => void;
  restore: (cadence: CadenceSummary) => void;
};

const CadenceActionsContext = createContext<CadenceActions | null>(null);

type Open = { key: number; cadence: CadenceSummary | null };

/** Holds the dialog and the running changes above the screens, so that none is lost on the way. */
export function CadenceActionsProvider({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const { create, edit, archive, restore } = useCadenceMutations();
  const { mutate: archiveIt } = archive;
  const { mutate: restoreIt } = restore;

  const actions = useMemo<CadenceActions>(
    () => ({
      startNew: () => setOpen((last) => last ?? { key: Date.now(), cadence: null }),
      startEdit: (cadence) => setOpen({ key: cadence.id, cadence }),
      archive: (cadence) => archiveIt(cadence),
      restore: (cadence) => restoreIt(cadence),
    }),
    [archiveIt, restoreIt],
  );

  return (
    <CadenceActionsContext value={actions}>
      {children}
      {open && (
        <CadenceDialog
          key={open.key}
          cadence={open.cadence}
          onClose={() => setOpen(null)}
          onSubmit={async (values) => {
            if (open.cadence) {
              await edit.mutateAsync({ before: open.cadence, after: values });
              return;
            }
            const made = await create.mutateAsync(values);
            // Neither the search nor the archive may hide what was just made.
            await navigate({
              to: "/cadences",
              search: (last) => ({
                filter: last.filter === "draft" ? "draft" : "all",
                q: "",
                row: made.id,
              }),
            });
          }}
        />
      )}
    </CadenceActionsContext>
  );
}

export function useCadenceActions(): CadenceActions {
  const actions = use(CadenceActionsContext);
  if (!actions) throw new Error("useCadenceActions needs a CadenceActionsProvider above it");
  return actions;
}
