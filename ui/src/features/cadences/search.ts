import type { CadenceFilter } from "../../wire/wire";

/** What the address of the cadences screen says. */
export type CadenceSearch = {
  filter: CadenceFilter;
  q: string;
  /** A row to select and scroll to as soon as it is there. */
  row?: number;
};

export const cadenceFilters: readonly CadenceFilter[] = ["all", "active", "draft", "archived"];

/** Reads the address; what is missing or unknown becomes the default. */
export function readCadenceSearch(search: Record<string, unknown>): CadenceSearch {
  const filter = cadenceFilters.find((one) => one === search.filter) ?? "all";
  const q = typeof search.q === "string" || typeof search.q === "number" ? String(search.q) : "";
  return typeof search.row === "number" ? { filter, q, row: search.row } : { filter, q };
}

/** What the address of the editor says. */
export type EditorSearch = {
  /** The number of a step to select, from 1. */
  step?: number;
};

export function readEditorSearch(search: Record<string, unknown>): EditorSearch {
  return typeof search.step === "number" ? { step: search.step } : {};
}
