import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import type { CadenceCreate, CadenceSummary, CadenceUpdate } from "../../wire/wire";
import { leaveLists } from "./optimistic";

const saves = { saves: true };

/** What can be done to cadences, with its toasts and the way back. Mount it above the screens. */
export function useCadenceMutations() {
  const client = useQueryClient();
  const navigate = useNavigate();

  const explain = (title: string, error: RpcError, retry: () => void) => {
    const { wire } = error;
    if (wire.code === "name_taken") {
      const { name } = wire.context;
      showError(title, t("error.name_taken.elsewhere", { name }), {
        label: t("cadences.showOther"),
        run: () => void navigate({ to: "/cadences", search: { filter: "all", q: name } }),
      });
    } else if (wire.code === "not_found" || wire.code === "cadence_archived") {
      showError(title, describeError(error), {
        label: t("action.refresh"),
        run: () => void client.invalidateQueries({ queryKey: ["cadences"] }),
      });
    } else {
      showError(title, describeError(error), { label: t("action.retry"), run: retry });
    }
  };

  const create = useMutation<CadenceSummary, RpcError, CadenceCreate>({
    mutationFn: (input) => call("cadence_create", input),
    meta: saves,
    onSuccess: ({ name }) => showDone(t("cadences.toast.created", { name })),
  });

  const undoEdit = useMutation<CadenceSummary, RpcError, CadenceUpdate>({
    mutationFn: (input) => call("cadence_update", input),
    meta: saves,
    onError: (error, input) =>
      explain(t("cadences.toast.undoEditFailed", { name: input.name }), error, () =>
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
        undoEdit.mutate({ id: before.id, name: before.name, description: before.description }),
      ),
  });

  const restore = useMutation<CadenceSummary, RpcError, CadenceSummary, () => void>({
    mutationFn: ({ id }) => call("cadence_restore", { id }),
    meta: saves,
    onMutate: (cadence) => leaveLists(client, cadence, "restore"),
    onSuccess: (cadence) =>
      showDone(t("cadences.toast.restored", { name: cadence.name }), () => archive.mutate(cadence)),
    onError: (error, cadence, putBack) => {
      putBack?.();
      explain(t("cadences.toast.restoreFailed", { name: cadence.name }), error, () =>
        restore.mutate(cadence),
      );
    },
  });

  const archive = useMutation<CadenceSummary, RpcError, CadenceSummary, () => void>({
    mutationFn: ({ id }) => call("cadence_archive", { id }),
    meta: saves,
    onMutate: (cadence) => leaveLists(client, cadence, "archive"),
    onSuccess: (cadence) =>
      showDone(t("cadences.toast.archived", { name: cadence.name }), () => restore.mutate(cadence)),
    onError: (error, cadence, putBack) => {
      putBack?.();
      explain(t("cadences.toast.archiveFailed", { name: cadence.name }), error, () =>
        archive.mutate(cadence),
      );
    },
  });

  return { create, edit, archive, restore };
}
