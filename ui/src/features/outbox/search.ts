import type { OutboxFilter } from "../../wire/wire";

/** What the address of the outbox says; what waits is shown when it says nothing. */
export type OutboxSearch = { tab?: OutboxFilter };

export function readOutboxSearch(search: Record<string, unknown>): OutboxSearch {
  return search.tab === "sent" ? { tab: "sent" } : {};
}
