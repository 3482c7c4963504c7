import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { callersQuery } from "../../shared/callers/callers";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import type { CallerNumber } from "../../wire/wire";

/** What becomes of the list that there is when its turn comes. */
type Change = (numbers: readonly CallerNumber[]) => CallerNumber[];

export type CallersEdit = {
  change: Change;
  /** What is said when it is done. */
  done: string;
  /** What takes it back; none when that is not offered. */
  back: Change | null;
  /** Of these only the newest is said. */
  series?: string;
  /** Told what the list is afterwards. */
  onDone: (numbers: readonly CallerNumber[]) => void;
  /** The title of what is said when it fails; none where the form says it itself. */
  failed: string | null;
};

/** Changes the rep's own numbers, one change after the other, and offers to take it back. */
export function useCallersEdit() {
  const client = useQueryClient();
  const shared = {
    // Each change is made to the list that the one before has left.
    scope: { id: "callers" },
    meta: { saves: true },
  };
  const save = async (change: Change) => {
    const { queryKey } = callersQuery;
    // An answer that is on its way may be older than the last change.
    await client.cancelQueries({ queryKey });
    const before = await client.ensureQueryData(callersQuery);
    const { numbers } = await call("caller_numbers_save", { numbers: change(before) });
    client.setQueryData<CallerNumber[]>(queryKey, numbers);
    return numbers;
  };
  const takeBack = useMutation<CallerNumber[], RpcError, Change>({
    ...shared,
    mutationFn: save,
    onSuccess: () => showDone(t("undo.done")),
    onError: (error) => showError(t("undo.failed"), describeError(error)),
  });
  return useMutation<CallerNumber[], RpcError, CallersEdit>({
    ...shared,
    mutationFn: ({ change }) => save(change),
    onSuccess: (numbers, { done, back, series, onDone }) => {
      showDone(done, back ? () => takeBack.mutate(back) : undefined, series);
      onDone(numbers);
    },
    onError: (error, { failed }) => {
      if (failed !== null) showError(failed, describeError(error));
    },
  });
}
