import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { t } from "../../shared/i18n/t";
import { showError } from "../../shared/toast/toast";
import type { CadenceId, CadenceSummary } from "../../wire/wire";
import { ArchiveDialog } from "./ArchiveDialog";
import { CadenceDialog } from "./CadenceDialog";
import { useSessions } from "./editor/Sessions";
import { useCadenceMutations } from "./useCadenceMutations";
import { useLifeMutations } from "./useLifeMutations";

type CadenceActions = {
  /** Opens the dialog for a new cadence. */
  startNew: () => void;
  /** Opens the dialog for name and description. */
  startEdit: (cadence: CadenceSummary) => void;
  /** Opens the editor. */
  open: (id: CadenceId) => void;
  activate: (cadence: CadenceSummary) => void;
  deactivate: (cadence: CadenceSummary) => void;
  duplicate: (cadence: CadenceSummary) => void;
  /** Asks before whoever is in it is taken out, unless that is what `finish` says. */
  archive: (cadence: CadenceSummary, finish?: boolean) => void;
  restore: (cadence: CadenceSummary) => void;
};

const CadenceActionsContext = createContext<CadenceActions | null>(null);

type Open = { key: number; cadence: CadenceSummary | null };

/** Holds the dialog and the running changes above the screens, so that none is lost on the way. */
export function CadenceActionsProvider({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const [inside, setInside] = useState<CadenceSummary | null>(null);
  const sessions = useSessions();
  const { create, edit, archive, restore } = useCadenceMutations(setInside);
  const { activate, deactivate, duplicate } = useLifeMutations();
  const { mutate: archiveIt } = archive;
  const { mutate: restoreIt } = restore;
  const { mutate: activateIt } = activate;
  const { mutate: deactivateIt } = deactivate;
  const { mutate: duplicateIt } = duplicate;

  const actions = useMemo<CadenceActions>(() => {
    const openEditor = (id: CadenceId) =>
      void navigate({ to: "/cadences/$id", params: { id: String(id) } });
    // What was typed in the editor belongs to what is activated, copied or put away.
    const afterSaving = (
      { id, name }: CadenceSummary,
      failed: "activateFailed" | "duplicateFailed" | "archiveFailed",
      act: () => void,
    ) => {
      if (!sessions.unsaved(id)) return act();
      void sessions.flush(id).then((trouble) => {
        if (trouble === null) return act();
        const title = t(`cadences.toast.${failed}`, { name });
        const label = t("editor.openSteps");
        showError(title, t("editor.notSaved", { sentence: trouble }), {
          label,
          run: () => openEditor(id),
        });
      });
    };
    return {
      startNew: () => setOpen((last) => last ?? { key: Date.now(), cadence: null }),
      startEdit: (cadence) => setOpen({ key: cadence.id, cadence }),
      open: openEditor,
      activate: (cadence) => afterSaving(cadence, "activateFailed", () => activateIt({ cadence })),
      deactivate: (cadence) => deactivateIt({ cadence }),
      duplicate: (cadence) => afterSaving(cadence, "duplicateFailed", () => duplicateIt(cadence)),
      archive: (cadence, finish = false) =>
        cadence.people > 0 && !finish
          ? setInside(cadence)
          : afterSaving(cadence, "archiveFailed", () => archiveIt({ cadence, finish })),
      restore: (cadence) => restoreIt(cadence),
    };
  }, [navigate, sessions, archiveIt, restoreIt, activateIt, deactivateIt, duplicateIt]);

  return (
    <CadenceActionsContext value={actions}>
      {children}
      {inside && (
        <ArchiveDialog
          cadence={inside}
          onClose={() => setInside(null)}
          onConfirm={() => {
            setInside(null);
            actions.archive(inside, true);
          }}
        />
      )}
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
