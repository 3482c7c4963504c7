import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

export type ScreenName =
  | "cadences"
  | "cadence"
  | "partnerships"
  | "partnership"
  | "replies"
  | "outbox"
  | "settings"
  | "welcome"
  | "trouble"
  | "not-found"
  | "error";

/**
 * Marks the document with `data-ready` once the screen's first content was painted, and unmarks it
 * when the screen goes. Start-up is measured and the window is driven by this mark.
 */
export function useReady(screen: ScreenName, hasContent = true): void {
  useEffect(() => {
    if (!hasContent) return;
    const frame = requestAnimationFrame(() => {
      document.documentElement.dataset.ready = screen;
    });
    return () => {
      cancelAnimationFrame(frame);
      delete document.documentElement.dataset.ready;
    };
  }, [screen, hasContent]);
}

let held = 0;
let working = false;

function showBusy(): void {
  document.documentElement.toggleAttribute("data-busy", working || held > 0);
}

/** Counts as work until the returned function is called: for a pause before a query starts. */
export function holdBusy(): () => void {
  held += 1;
  showBusy();
  let released = false;
  return () => {
    if (released) return;
    released = true;
    held -= 1;
    showBusy();
  };
}

/** Marks the document with `data-busy` while a query or mutation is in flight. Mount it once. */
export function useBusyMark(): void {
  const client = useQueryClient();
  useEffect(() => watch(client), [client]);
}

function watch(client: QueryClient): () => void {
  const update = () => {
    working = client.isFetching() + client.isMutating() > 0;
    showBusy();
  };
  const stopQueries = client.getQueryCache().subscribe(update);
  const stopMutations = client.getMutationCache().subscribe(update);
  update();
  return () => {
    stopQueries();
    stopMutations();
    working = false;
    showBusy();
  };
}
