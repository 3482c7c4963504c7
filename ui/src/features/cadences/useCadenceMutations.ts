import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { t } from "../../shared/i18n/t";
import { showDone } from "../../shared/toast/toast";
import type { CadenceCreate, CadenceSummary, CadenceUpdate } from "../../wire/wire";
import { leaveLists } from "./optimistic";
import { useExplain } from "./useExplain";

const saves = { saves: true };

/** Whether whoever is in it is taken out. */
type Archiving = { cadence: CadenceSummary; finish: boolean };

/**
 * What can be done to cadences, with its toasts and the way back. Mount it above the screens.
 *
 * @param onPeopleInside Asks what becomes of the people in a cadence that was to be archived.
 */
export function useCadenceMutations(onPeopleInside: (cadence: CadenceSummary) => void) {
  const client = useQueryClient();
  const explain = useExplain();

  const create = useMutation<CadenceSummary, RpcError, CadenceCreate>({
    mutationFn: (input) => call("cadence_create", input),
    meta: saves,
    onSuccess: ({ name }) => showDone(t("cadences.toast.created", { name })),
  });

  const undoEdit = useMutation<CadenceSummary, RpcError, CadenceUpdate>({
    mutationFn: (input) => call("cadence_update", input),
    meta: saves,
    onError: (error, input) =>
      explain(t("cadences.toast.undoEditFailed", { name: input.name }), error, input.id, () =>
        undoEdit.mutate(input),
      ),
  });

  const edit = useMutation<
    CadenceSummary,
    RpcError,
    { before: CadenceSummary; after: CadenceCreate }
  >({
    mutationFn: ({ before, after }) => call("cadence_update", { id: before.id, ...after }),
    meta: saves,
    onSuccess: (cadence, { before }) =>
      showDone(t("cadences.toast.edited", { name: cadence.name }), () =>
        undoEdit.mutate({
          id: before.id,
          name: before.name,
          description: before.description,
          meant_for: before.meant_for,
        }),
      ),
  });

  // Taking back leaves nothing to take back: the next Undo is for the change before it.
  const undoArchive = useMutation<CadenceSummary, RpcError, CadenceSummary, () => void>({
    mutationFn: ({ id }) => call("cadence_restore", { id }),
    meta: saves,
    onMutate: (cadence) => leaveLists(client, cadence, "restore"),
    onSuccess: (cadence) => showDone(t("cadences.toast.restored", { name: cadence.name })),
    onError: (error, cadence, putBack) => {
      putBack?.();
      explain(t("cadences.toast.restoreFailed", { name: cadence.name }), error, cadence.id, () =>
        undoArchive.mutate(cadence),
      );
    },
  });

  const undoRestore = useMutation<CadenceSummary, RpcError, CadenceSummary, () => void>({
    mutationFn: ({ id }) => call("cadence_archive", { id, finish: false }),
    meta: saves,
    onMutate: (cadence) => leaveLists(client, cadence, "archive"),
    onSuccess: (cadence) => showDone(t("cadences.toast.archived", { name: cadence.name })),
    onError: (error, cadence, putBack) => {
      putBack?.();
      explain(t("cadences.toast.archiveFailed", { name: cadence.name }), error, cadence.id, () =>
        undoRestore.mutate(cadence),
      );
    },
  });

  const restore = useMutation<CadenceSummary, RpcError, CadenceSummary, () => void>({
    mutationFn: ({ id }) => call("cadence_restore", { id }),
    meta: saves,
    onMutate: (cadence) => leaveLists(client, cadence, "restore"),
    onSuccess: (cadence) =>
      showDone(t("cadences.toast.restored", { name: cadence.name }), () =>
        undoRestore.mutate(cadence),
      ),
    onError: (error, cadence, putBack) => {
      putBack?.();
      explain(t("cadences.toast.restoreFailed", { name: cadence.name }), error, cadence.id, () =>
        restore.mutate(cadence),
      );
    },
  });

  const archive = useMutation<CadenceSummary, RpcError, Archiving, () => void>({
    mutationFn: ({ cadence: { id }, finish }) => call("cadence_archive", { id, finish }),
    meta: saves,
    onMutate: ({ cadence }) => leaveLists(client, cadence, "archive"),
    onSuccess: (cadence, { finish }) =>
      showDone(
        t("cadences.toast.archived", { name: cadence.name }),
        // Who was taken out does not come back.
        finish ? undefined : () => undoArchive.mutate(cadence),
      ),
    onError: (error, archiving, putBack) => {
      putBack?.();
      const { cadence } = archiving;
      if (error.wire.code === "people_inside") {
        onPeopleInside({ ...cadence, people: error.wire.context.count });
        return;
      }
      explain(t("cadences.toast.archiveFailed", { name: cadence.name }), error, cadence.id, () =>
        archive.mutate(archiving),
      );
    },
  });

  return { create, edit, archive, restore };
}
