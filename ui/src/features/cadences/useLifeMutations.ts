import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { call, type RpcError } from "../../host/rpc";
import { t } from "../../shared/i18n/t";
import { showDone, showNext } from "../../shared/toast/toast";
import type { CadenceSummary } from "../../wire/wire";
import { useExplain } from "./useExplain";

const saves = { saves: true };

/** Taking back leaves nothing to take back: the next Undo is for the change before it. */
type Change = { cadence: CadenceSummary; takesBack?: true };

/** Activating, deactivating and duplicating, with their toasts. Mount it above the screens. */
export function useLifeMutations() {
  const navigate = useNavigate();
  const explain = useExplain();

  // Taking back leaves nothing to take back: the next Undo is for the change before it.
  const undoActivate = useMutation<CadenceSummary, RpcError, CadenceSummary>({
    mutationFn: ({ id }) => call("cadence_deactivate", { id }),
    meta: saves,
    onSuccess: (cadence) => showDone(deactivated(cadence)),
    onError: (error, cadence) =>
      explain(t("cadences.toast.deactivateFailed", { name: cadence.name }), error, cadence.id, () =>
        undoActivate.mutate(cadence),
      ),
  });

  const undoDeactivate = useMutation<CadenceSummary, RpcError, CadenceSummary>({
    mutationFn: ({ id }) => call("cadence_activate", { id }),
    meta: saves,
    onSuccess: ({ name }) => showDone(t("cadences.toast.activated", { name })),
    onError: (error, cadence) =>
      explain(t("cadences.toast.activateFailed", { name: cadence.name }), error, cadence.id, () =>
        undoDeactivate.mutate(cadence),
      ),
  });

  const activate = useMutation<CadenceSummary, RpcError, Change>({
    mutationFn: ({ cadence }) => call("cadence_activate", { id: cadence.id }),
    meta: saves,
    onSuccess: (cadence, { takesBack }) =>
      showDone(
        t("cadences.toast.activated", { name: cadence.name }),
        takesBack ? undefined : () => deactivate.mutate({ cadence, takesBack: true }),
      ),
    onError: (error, change) => {
      const { id, name } = change.cadence;
      explain(t("cadences.toast.activateFailed", { name }), error, id, () =>
        activate.mutate(change),
      );
    },
  });

  const deactivate = useMutation<CadenceSummary, RpcError, Change>({
    mutationFn: ({ cadence }) => call("cadence_deactivate", { id: cadence.id }),
    meta: saves,
    onSuccess: (cadence, { takesBack }) =>
      showDone(
        deactivated(cadence),
        takesBack ? undefined : () => activate.mutate({ cadence, takesBack: true }),
      ),
    onError: (error, change) => {
      const { id, name } = change.cadence;
      explain(t("cadences.toast.deactivateFailed", { name }), error, id, () =>
        deactivate.mutate(change),
      );
    },
  });

  const duplicate = useMutation<CadenceSummary, RpcError, CadenceSummary>({
    mutationFn: ({ id }) => call("cadence_clone", { id }),
    meta: saves,
    onSuccess: ({ id, name }) =>
      showNext(t("cadences.toast.duplicated", { name }), {
        label: t("cadences.open"),
        run: () => void navigate({ to: "/cadences/$id", params: { id: String(id) } }),
      }),
    onError: (error, cadence) =>
      explain(t("cadences.toast.duplicateFailed", { name: cadence.name }), error, cadence.id, () =>
        duplicate.mutate(cadence),
      ),
  });

  return { activate, deactivate, duplicate };
}

function deactivated({ name, people }: CadenceSummary): string {
  return people === 0
    ? t("cadences.toast.deactivated", { name })
    : t("cadences.toast.deactivatedWithPeople", { name, count: people });
}
