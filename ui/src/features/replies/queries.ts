import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { ReplyCursor, ReplyFilter, Tag } from "../../wire/wire";

const PAGE = 100;

const arrived: Tag = { kind: "incoming", id: null };

export function repliesQuery(filter: ReplyFilter) {
  return infiniteQueryOptions({
    queryKey: ["replies", "list", filter],
    queryFn: ({ pageParam }) => call("replies_list", { filter, after: pageParam, limit: PAGE }),
    initialPageParam: null as ReplyCursor | null,
    getNextPageParam: (page) => page.next,
    meta: {
      provides: [
        arrived,
        // Names, and where the contact stands in the cadence.
        { kind: "partnership", id: null },
        { kind: "cadence", id: null },
      ],
    },
  });
}

/** How many messages each filter has. */
export const replyCountsQuery = queryOptions({
  queryKey: ["replies", "counts"],
  queryFn: async () => {
    const page = await call("replies_list", { filter: "all", after: null, limit: 1 });
    return { answers: page.answers, review: page.review, all: page.all };
  },
  meta: { provides: [arrived] },
});
