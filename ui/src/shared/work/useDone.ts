import { useMutation } from "@tanstack/react-query";
import { useCallback } from "react";
import { call, type RpcError } from "../../host/rpc";
import type { EventId } from "../../wire/wire";
import { describeError } from "../errors/describe";
import { t } from "../i18n/t";
import { showDone, showError } from "../toast/toast";

/** Says that something was done, with an *Undo* that takes its entry of the timeline back. */
export function useDone(): (message: string, done: { event: EventId }) => void {
  const { mutate } = useMutation<unknown, RpcError, { event: EventId }>({
    mutationFn: ({ event }) => call("undo", { event }),
    meta: { saves: true },
    onSuccess: () => showDone(t("undo.done")),
    onError: (error) => showError(t("undo.failed"), describeError(error)),
  });
  return useCallback((message, { event }) => showDone(message, () => mutate({ event })), [mutate]);
}
