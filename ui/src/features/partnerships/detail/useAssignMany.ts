import { useMutation } from "@tanstack/react-query";
import { call, type RpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { showDone, showError } from "../../../shared/toast/toast";
import type { AssignedMany, AssignMany, EventId } from "../../../wire/wire";

type Input = { request: AssignMany; cadence: string };

/** Assigns several contacts at once, with an *Undo* that takes all of them out again. */
export function useAssignMany({ onDone }: { onDone: () => void }) {
  const undo = useMutation<void, RpcError, EventId[]>({
    mutationFn: async (events) => {
      for (const event of events) await call("undo", { event });
    },
    meta: { saves: true },
    onSuccess: () => showDone(t("undo.done")),
    onError: (error) => showError(t("undo.failed"), describeError(error)),
  });
  return useMutation<AssignedMany, RpcError, Input>({
    mutationFn: ({ request }) => call("assign_many", request),
    meta: { saves: true },
    onSuccess: ({ entered, events }, { cadence }) => {
      showDone(
        t("partnerships.done.assignedMany", { count: entered, cadence }),
        events.length === 0 ? undefined : () => undo.mutate(events),
      );
      onDone();
    },
  });
}
