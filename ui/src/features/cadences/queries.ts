import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { CadenceCounts, CadenceCursor, CadenceFilter, CadenceId, Tag } from "../../wire/wire";

const PAGE = 100;
const FOUND = 8;

const provides: readonly Tag[] = [{ kind: "cadence", id: null }];

export const cadenceListsKey = ["cadences", "list"] as const;
export const cadenceCountsKey = ["cadences", "counts"] as const;

export function cadenceListQuery(filter: CadenceFilter, search: string) {
  return infiniteQueryOptions({
    queryKey: [...cadenceListsKey, filter, search],
    queryFn: ({ pageParam }) =>
      call("cadence_list", { filter, search, after: pageParam, limit: PAGE }),
    initialPageParam: null as CadenceCursor | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    meta: { provides },
  });
}

export const cadenceCountsQuery = queryOptions({
  queryKey: cadenceCountsKey,
  queryFn: async (): Promise<CadenceCounts> => {
    const page = await call("cadence_list", { filter: "all", search: "", after: null, limit: 1 });
    return page.counts;
  },
  meta: { provides },
});

/** The first few cadences whose name contains the text. */
export function cadencesNamedQuery(text: string) {
  return queryOptions({
    queryKey: ["cadences", "named", text],
    queryFn: async () => {
      const page = await call("cadence_list", {
        filter: "all",
        search: text,
        after: null,
        limit: FOUND,
      });
      return page.rows;
    },
    placeholderData: keepPreviousData,
    meta: { provides },
  });
}

/** The first few partnerships with a contact that the text finds. */
export function peopleNamedQuery(text: string) {
  return queryOptions({
    queryKey: ["cadences", "people", text],
    queryFn: async () => {
      const page = await call("partnership_list", { search: text, after: null, limit: FOUND });
      return page.rows.filter(({ contact }) => contact !== null);
    },
    placeholderData: keepPreviousData,
    meta: { provides: [{ kind: "partnership", id: null }] },
  });
}

export function cadenceKey(id: CadenceId) {
  return ["cadences", "one", id] as const;
}

export function cadenceQuery(id: CadenceId) {
  return queryOptions({
    queryKey: cadenceKey(id),
    queryFn: () => call("cadence_get", { id }),
    meta: { provides: [{ kind: "cadence", id }] },
  });
}
