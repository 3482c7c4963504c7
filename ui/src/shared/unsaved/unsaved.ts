import { useSyncExternalStore } from "react";

let held = 0;
const listeners = new Set<() => void>();

function change(by: number): void {
  held += by;
  for (const listener of listeners) listener();
}

/** Counts as something typed that cannot be saved yet, until the returned function is called. */
export function holdUnsaved(): () => void {
  change(1);
  let released = false;
  return () => {
    if (released) return;
    released = true;
    change(-1);
  };
}

/** Whether something typed cannot be saved until the rep has mended it. */
export function useUnsaved(): boolean {
  return useSyncExternalStore(subscribe, () => held > 0);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
