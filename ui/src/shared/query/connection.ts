import { type MutationCache, type QueryCache, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { asRpcError, type RpcError } from "../../host/rpc";

/** What is wrong between the window and the program, for the status line: the worst of it. */
export type Connection =
  | { state: "fine" }
  /** The last command got no answer. */
  | { state: "lost" }
  | { state: "notSaved"; error: RpcError }
  /** The window does not hear what changes elsewhere. */
  | { state: "deaf" };

const fine: Connection = { state: "fine" };
const lost: Connection = { state: "lost" };
const deaf: Connection = { state: "deaf" };

// Each ends by its own kind of success: an answer says nothing about what the window hears.
let answered = true;
let notSaved: Connection | null = null;
let hearing = true;

let current: Connection = fine;
const listeners = new Set<() => void>();

function update(): void {
  const next = answered ? (notSaved ?? (hearing ? fine : deaf)) : lost;
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

/** Says whether the window hears what changes elsewhere. */
export function reportHearing(hears: boolean): void {
  hearing = hears;
  update();
}

/** Forgets a change that was not saved, when its workspace is not open any more. */
export function forgetNotSaved(): void {
  notSaved = null;
  update();
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
    // What the window itself puts into the cache is no answer.
    if (event.action.type === "success" && !event.action.manual) answered = true;
    if (event.action.type === "error") answered = asRpcError(event.action.error).answered;
    update();
  });
}

function watchMutations(cache: MutationCache): () => void {
  return cache.subscribe((event) => {
    if (event.type !== "updated") return;
    const saves = event.mutation.meta?.saves === true;
    if (event.action.type === "success") {
      answered = true;
      if (saves) notSaved = null;
    }
    if (event.action.type === "error") {
      const error = asRpcError(event.action.error);
      answered = error.answered;
      if (answered && saves && isTrouble(error)) notSaved = { state: "notSaved", error };
    }
    update();
  });
}
