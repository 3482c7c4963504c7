import type { TouchId } from "../../wire/wire";

/** What the address of the partnerships screen says. */
export type PartnershipSearch = { q?: string };

export function readPartnershipSearch(search: Record<string, unknown>): PartnershipSearch {
  const { q } = search;
  const text = typeof q === "string" || typeof q === "number" ? String(q) : "";
  return text === "" ? {} : { q: text };
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
