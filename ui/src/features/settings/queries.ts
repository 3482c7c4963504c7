import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { CustomFieldId, SuppressionCursor, Tag } from "../../wire/wire";

const provides: readonly Tag[] = [{ kind: "account", id: null }];

export const senderQuery = queryOptions({
  queryKey: ["sender"],
  queryFn: () => call("sender_get", {}),
  meta: { provides },
});

/** The stages with how many partnerships are at each. */
export const stageCountsQuery = queryOptions({
  queryKey: ["stages", "counts"],
  queryFn: async () => {
    const { stages } = await call("stage_list", {});
    return stages;
  },
  meta: {
    provides: [
      { kind: "stage", id: null },
      { kind: "partnership", id: null },
    ],
  },
});

/** What must not be written to or called, the latest first. */
export function suppressionQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ["suppression", search],
    queryFn: ({ pageParam }) => call("suppression_list", { search, after: pageParam, limit: 50 }),
    initialPageParam: null as SuppressionCursor | null,
    getNextPageParam: (page) => page.next,
    meta: {
      provides: [
        { kind: "suppression", id: null },
        { kind: "partnership", id: null },
      ],
    },
  });
}

/** What would go with a custom field; asked anew each time. */
export function customUseQuery(id: CustomFieldId) {
  return queryOptions({
    queryKey: ["custom-field-use", id],
    queryFn: () => call("custom_field_use", { id }),
    gcTime: 0,
    meta: {
      provides: [
        { kind: "custom_field", id: null },
        { kind: "partnership", id: null },
        { kind: "cadence", id: null },
      ],
    },
  });
}

export const optOutPageQuery = queryOptions({
  queryKey: ["opt-out-page"],
  queryFn: () => call("opt_out_page", {}),
  meta: { provides },
});
