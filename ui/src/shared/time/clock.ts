import { useSyncExternalStore } from "react";
import type { Timestamp } from "../../wire/wire";

const TICK_MS = 30_000;

let offset = 0;
let shown = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** The present moment by the program's clock, which may differ from the window's. */
export function now(): Timestamp {
  return Date.now() + offset;
}

/** Takes over the program's clock. Call it when its reading arrives. */
export function setProgramClock(programNow: Timestamp): void {
  offset = programNow - Date.now();
  tick();
}

/** The present moment, renewed every 30 seconds while the component is shown. */
export function useNow(): Timestamp {
  return useSyncExternalStore(subscribe, () => shown);
}

function tick(): void {
  shown = now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    shown = now();
    timer = setInterval(tick, TICK_MS);
    // A hidden web view is suspended: what it shows is stale when it comes back.
    document.addEventListener("visibilitychange", tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}
