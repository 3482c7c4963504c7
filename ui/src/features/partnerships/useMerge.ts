import { useMutation } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import type { EventId, Merged, MergeRequest } from "../../wire/wire";
import { describeStanding } from "./mergeConflict";

/** Makes two of one again. */
export function useMergeUndo() {
  return useMutation<Merged, RpcError, EventId>({
    mutationFn: (event) => call("merge_undo", { event }),
    meta: { saves: true },
    onSuccess: () => showDone(t("partnerships.merge.undone")),
    onError: (error) => showError(t("partnerships.merge.undoFailed"), describeStanding(error)),
  });
}

type Merge = { request: MergeRequest; kept: string; other: string };

/** Merges, and offers to take it back. */
export function useMerge(onDone: () => void) {
  const undo = useMergeUndo();
  return useMutation<Merged, RpcError, Merge>({
    mutationFn: ({ request }) => call("merge", request),
    meta: { saves: true },
    onSuccess: ({ event }, { kept, other }) => {
      onDone();
      showDone(t("partnerships.merge.done", { kept, other }), () => undo.mutate(event));
    },
  });
}
