import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { DueCursor, DuePage, DueRow, StepId, Tag, TouchId } from "../../wire/wire";

const PAGE = 100;
/** Rows in a page when all pages are wanted. */
const LARGE_PAGE = 200;

const due: readonly Tag[] = [
  { kind: "touch", id: null },
  { kind: "cadence", id: null },
  { kind: "partnership", id: null },
];

export const dueKey = ["work", "due"] as const;

/** Cadences and steps with due touches. */
export const panelQuery = queryOptions({
  queryKey: [...dueKey, "panel"],
  queryFn: () => call("panel", {}),
  meta: { provides: due },
});

/** The due people of a step, the longest due first. */
export function dueListQuery(step: StepId) {
  return infiniteQueryOptions({
    queryKey: [...dueKey, "list", step],
    queryFn: ({ pageParam }) => call("due_list", { step, after: pageParam, limit: PAGE }),
    initialPageParam: null as DueCursor | null,
    getNextPageParam: (page) => page.next,
    meta: { provides: due },
  });
}

/** All due people of a step at this moment, in the order of the list. */
export function dueNowQuery(step: StepId) {
  return queryOptions({
    queryKey: ["work", "now", step],
    queryFn: async (): Promise<DueRow[]> => {
      const rows: DueRow[] = [];
      let after: DueCursor | null = null;
      do {
        const page: DuePage = await call("due_list", { step, after, limit: LARGE_PAGE });
        rows.push(...page.rows);
        after = page.next;
      } while (after);
      return rows;
    },
    staleTime: 0,
    gcTime: 0,
  });
}

export function touchKey(id: TouchId) {
  return ["work", "touch", id] as const;
}

export function touchQuery(id: TouchId) {
  return queryOptions({
    queryKey: touchKey(id),
    queryFn: () => call("touch_get", { id }),
    meta: {
      provides: [
        { kind: "touch", id },
        { kind: "partnership", id: null },
        { kind: "cadence", id: null },
        { kind: "account", id: null },
      ],
    },
  });
}
