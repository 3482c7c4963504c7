import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { IncomingId, ReplyCursor, ReplyFilter, Tag } from "../../wire/wire";

const PAGE = 100;

const arrived: Tag = { kind: "incoming", id: null };

/** Names, and where the contact stands in the cadence. */
const around: readonly Tag[] = [
  { kind: "partnership", id: null },
  { kind: "cadence", id: null },
];

export function repliesQuery(filter: ReplyFilter) {
  return infiniteQueryOptions({
    queryKey: ["replies", "list", filter],
    queryFn: ({ pageParam }) => call("replies_list", { filter, after: pageParam, limit: PAGE }),
    initialPageParam: null as ReplyCursor | null,
    getNextPageParam: (page) => page.next,
    meta: { provides: [arrived, ...around] },
  });
}

/** One message with its text and what can be done about it. */
export function replyQuery(id: IncomingId) {
  return queryOptions({
    queryKey: ["replies", "one", id],
    queryFn: () => call("reply_get", { id }),
    meta: {
      provides: [
        { kind: "incoming", id },
        ...around,
        // Where the answers are that were given, and what they are signed with.
        { kind: "outbox", id: null },
        { kind: "account", id: null },
      ],
    },
  });
}

/** How many messages each filter has. */
export const replyCountsQuery = queryOptions({
  queryKey: ["replies", "counts"],
  queryFn: async () => {
    const page = await call("replies_list", { filter: "all", after: null, limit: 1 });
    return { open: page.open, answers: page.answers, review: page.review, all: page.all };
  },
  meta: { provides: [arrived] },
});

/** How many messages wait for the rep. */
export const openRepliesQuery = queryOptions({
  ...replyCountsQuery,
  select: ({ open }) => open.count,
});
