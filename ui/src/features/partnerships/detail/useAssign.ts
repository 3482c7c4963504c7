import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { call, type RpcError } from "../../../host/rpc";
import { t } from "../../../shared/i18n/t";
import { useDone } from "../../../shared/work/useDone";
import type { Assign, Done } from "../../../wire/wire";

type Options = {
  onDone: () => void;
  /** What is in the way may have changed since it was looked at. */
  onRefused: () => void;
};

/** Sends an assignment, once however often it is asked for while it is on its way. */
export function useAssign({ onDone, onRefused }: Options) {
  const done = useDone();
  const sent = useRef(false);
  const { mutateAsync, error, isPending, reset } = useMutation<Done, RpcError, Assign>({
    mutationFn: (input) => call("assign", input),
    meta: { saves: true },
  });

  async function send(input: Assign, name: string, cadence: string) {
    if (sent.current) return;
    sent.current = true;
    try {
      done(t("partnerships.done.assigned", { name, cadence }), await mutateAsync(input));
      onDone();
    } catch {
      // The dialog shows it.
      onRefused();
    } finally {
      sent.current = false;
    }
  }

  return {
    error,
    sending: isPending,
    forget: reset,
    submit: (input: Assign, name: string, cadence: string) => void send(input, name, cadence),
  };
}
