import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { OutboxCursor, OutboxFilter, Tag } from "../../wire/wire";

const PAGE = 100;

const provides: readonly Tag[] = [
  { kind: "outbox", id: null },
  // The names of partnerships and contacts are shown.
  { kind: "partnership", id: null },
];

export function outboxQuery(filter: OutboxFilter) {
  return infiniteQueryOptions({
    queryKey: ["outbox", "list", filter],
    queryFn: ({ pageParam }) => call("outbox_list", { filter, after: pageParam, limit: PAGE }),
    initialPageParam: null as OutboxCursor | null,
    getNextPageParam: (page) => page.next,
    meta: { provides },
  });
}

/** How many messages wait. */
export const outboxWaitingQuery = queryOptions({
  queryKey: ["outbox", "waiting"],
  queryFn: async (): Promise<number> => {
    const page = await call("outbox_list", { filter: "waiting", after: null, limit: 1 });
    return page.waiting;
  },
  meta: { provides: [{ kind: "outbox", id: null }] },
});

/** What is so late that the rep is asked before it leaves. */
export const lateQuery = queryOptions({
  queryKey: ["outbox", "late"],
  queryFn: () => call("late_mail", {}),
  meta: { provides: [{ kind: "outbox", id: null }] },
});
