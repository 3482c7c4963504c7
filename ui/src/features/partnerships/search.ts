import type { Stage, TouchId } from "../../wire/wire";

/** What the address of the partnerships screen says. */
export type PartnershipSearch = { q?: string; stage?: Stage };

export function readPartnershipSearch(search: Record<string, unknown>): PartnershipSearch {
  const { q, stage } = search;
  const text = typeof q === "string" || typeof q === "number" ? String(q) : "";
  return {
    ...(text !== "" && { q: text }),
    // Anything else names no stage, and the program would refuse it.
    ...(typeof stage === "string" && /^[a-z_]{1,20}[0-9]{0,9}$/.test(stage) && { stage }),
  };
}

/** What the address of one partnership says. */
export type DetailSearch = {
  /** A touch whose window is to be opened on arrival. */
  touch?: TouchId;
};

export function readDetailSearch(search: Record<string, unknown>): DetailSearch {
  const { touch } = search;
  return typeof touch === "number" && Number.isSafeInteger(touch) && touch > 0 ? { touch } : {};
}
