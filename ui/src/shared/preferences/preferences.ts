import { useCallback, useSyncExternalStore } from "react";

/** What the window remembers about its own looks. Nothing of the workspace belongs here. */
export type Preferences = {
  navigationOpen: boolean;
  panelOpen: boolean;
  /** Pixels. */
  panelWidth: number;
  singleKeys: boolean;
  /** Path and search of the last screen. */
  lastRoute: string;
};

export const PANEL_MIN_WIDTH = 220;
export const PANEL_MAX_WIDTH = 480;

const defaults: Preferences = {
  navigationOpen: true,
  panelOpen: true,
  panelWidth: 264,
  singleKeys: true,
  lastRoute: "/cadences",
};

const PREFIX = "cadence-desk.";
const known = new Map<keyof Preferences, unknown>();
const listeners = new Set<() => void>();

export function readPreference<K extends keyof Preferences>(key: K): Preferences[K] {
  if (!known.has(key)) known.set(key, load(key));
  return known.get(key) as Preferences[K];
}

export function writePreference<K extends keyof Preferences>(key: K, value: Preferences[K]): void {
  known.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A full or blocked storage costs the memory of the looks, not the looks.
  }
  for (const listener of listeners) listener();
}

export function usePreference<K extends keyof Preferences>(
  key: K,
): [Preferences[K], (value: Preferences[K]) => void] {
  const value = useSyncExternalStore(subscribe, () => readPreference(key));
  const write = useCallback((next: Preferences[K]) => writePreference(key, next), [key]);
  return [value, write];
}

/** Reads the storage anew. */
export function forgetLoadedPreferences(): void {
  known.clear();
  for (const listener of listeners) listener();
}

function load<K extends keyof Preferences>(key: K): Preferences[K] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    if (typeof stored === typeof defaults[key]) return stored as Preferences[K];
  } catch {
    // Unreadable: the default is as good as what was lost.
  }
  return defaults[key];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
