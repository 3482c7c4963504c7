import { type MutationCache, type QueryCache, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { asRpcError, type RpcError } from "../../host/rpc";

/** How the last command went, for the status line. */
export type Connection =
  | { state: "fine" }
  | { state: "lost" }
  | { state: "notSaved"; error: RpcError };

const fine: Connection = { state: "fine" };
const lost: Connection = { state: "lost" };

let current: Connection = fine;
const listeners = new Set<() => void>();

function set(next: Connection): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

export function reportDeaf(): void {
  set(lost);
}

export function useConnection(): Connection {
  const client = useQueryClient();
  const subscribe = useCallback(
    (listener: () => void) => {
      listeners.add(listener);
      const stopQueries = watchQueries(client.getQueryCache());
      const stopMutations = watchMutations(client.getMutationCache());
      return () => {
        listeners.delete(listener);
        stopQueries();
        stopMutations();
      };
    },
    [client],
  );
  return useSyncExternalStore(subscribe, () => current);
}

// The other codes are about what was typed or chosen, and are explained beside it.
function isTrouble(error: RpcError): boolean {
  const { code } = error.wire;
  return code === "disk_full" || code === "internal" || code === "refused";
}

function watchQueries(cache: QueryCache): () => void {
  return cache.subscribe((event) => {
    if (event.type !== "updated") return;
    if (event.action.type === "success" && current.state === "lost") set(fine);
    if (event.action.type === "error" && !asRpcError(event.action.error).answered) set(lost);
  });
}

function watchMutations(cache: MutationCache): () => void {
  return cache.subscribe((event) => {
    if (event.type !== "updated") return;
    if (event.action.type === "success") set(fine);
    if (event.action.type === "error") {
      const error = asRpcError(event.action.error);
      if (!error.answered) set(lost);
      else if (event.mutation.meta?.saves && isTrouble(error)) set({ state: "notSaved", error });
    }
  });
}
