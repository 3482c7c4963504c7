import { useMutation } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import type { OutboxRow, OutboxSettle } from "../../wire/wire";

const saves = { saves: true };

/** What can be done to a message in the outbox, with its toasts. */
export function useOutboxActions() {
  const cancel = useMutation<unknown, RpcError, OutboxRow>({
    mutationFn: ({ id }) => call("outbox_cancel", { id }),
    meta: saves,
    onSuccess: (_, { subject }) => showDone(t("outbox.toast.cancelled", { subject })),
    onError: (error, { subject }) =>
      showError(t("outbox.toast.cancelFailed", { subject }), describeError(error)),
  });
  const retry = useMutation<unknown, RpcError, OutboxRow>({
    mutationFn: ({ id }) => call("outbox_retry", { id }),
    meta: saves,
    onSuccess: (_, { subject }) => showDone(t("outbox.toast.retried", { subject })),
    onError: (error, row) =>
      showError(t("outbox.toast.retryFailed", { subject: row.subject }), describeError(error), {
        label: t("action.retry"),
        run: () => retry.mutate(row),
      }),
  });
  const settle = useMutation<unknown, RpcError, { row: OutboxRow; answer: OutboxSettle["answer"] }>(
    {
      mutationFn: ({ row, answer }) => call("outbox_settle", { id: row.id, answer }),
      meta: saves,
      onSuccess: (_, { row: { subject }, answer }) =>
        showDone(t(answer === "sent" ? "outbox.toast.arrived" : "outbox.toast.again", { subject })),
      onError: (error, { row: { subject } }) =>
        showError(t("outbox.toast.settleFailed", { subject }), describeError(error)),
    },
  );
  return {
    cancel: (row: OutboxRow) => cancel.mutate(row),
    retry: (row: OutboxRow) => retry.mutate(row),
    settle: (row: OutboxRow, answer: OutboxSettle["answer"]) => settle.mutate({ row, answer }),
    /** The message that something is being done to. */
    busy: [
      cancel.isPending && cancel.variables.id,
      retry.isPending && retry.variables.id,
      settle.isPending && settle.variables.row.id,
    ],
  };
}

export type OutboxActions = ReturnType<typeof useOutboxActions>;
