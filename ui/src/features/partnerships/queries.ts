import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  skipToken,
} from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type {
  CadenceId,
  MergeOf,
  PartnershipCursor,
  PartnershipId,
  PreflightMany,
  PreflightRequest,
  Stage,
  Tag,
  TimelineCursor,
} from "../../wire/wire";

const PAGE = 100;
const FOUND = 8;
const CHOICES = 50;

const touches: Tag = { kind: "touch", id: null };
const cadences: Tag = { kind: "cadence", id: null };
const partnerships: Tag = { kind: "partnership", id: null };

export const partnershipListsKey = ["partnerships", "list"] as const;
const totalKey = ["partnerships", "total"] as const;

export function partnershipListQuery(search: string, stage: Stage | null = null) {
  return infiniteQueryOptions({
    queryKey: [...partnershipListsKey, search, stage],
    queryFn: ({ pageParam }) =>
      call("partnership_list", {
        search,
        ...(stage !== null && { stage }),
        after: pageParam,
        limit: PAGE,
      }),
    initialPageParam: null as PartnershipCursor | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // A row names the next step and its cadence.
    meta: { provides: [partnerships, touches, cadences] },
  });
}

export const partnershipTotalQuery = queryOptions({
  queryKey: totalKey,
  queryFn: async (): Promise<number> => {
    const page = await call("partnership_list", { search: "", after: null, limit: 1 });
    return page.total;
  },
  meta: { provides: [partnerships] },
});

/** The first few partnerships that the text finds. */
export function partnershipsFoundQuery(text: string) {
  return queryOptions({
    queryKey: ["partnerships", "found", text],
    queryFn: async () => {
      const page = await call("partnership_list", { search: text, after: null, limit: FOUND });
      return page.rows;
    },
    placeholderData: keepPreviousData,
    meta: { provides: [partnerships] },
  });
}

/** What the name of an address tells, which is always the same. */
export function addressLookQuery(address: string) {
  return queryOptions({
    queryKey: ["partnerships", "address", address],
    queryFn: () => call("address_look", { address }),
    staleTime: Number.POSITIVE_INFINITY,
    meta: { provides: [] },
  });
}

export function partnershipKey(id: PartnershipId) {
  return ["partnerships", "one", id] as const;
}

export function partnershipQuery(id: PartnershipId) {
  return queryOptions({
    queryKey: partnershipKey(id),
    queryFn: () => call("partnership_get", { id }),
    meta: { provides: [{ kind: "partnership", id }, touches, cadences] },
  });
}

export function timelineQuery(id: PartnershipId) {
  return infiniteQueryOptions({
    queryKey: ["partnerships", "timeline", id],
    queryFn: ({ pageParam }) => call("timeline", { id, after: pageParam, limit: PAGE }),
    initialPageParam: null as TimelineCursor | null,
    getNextPageParam: (page) => page.next,
    meta: { provides: [{ kind: "partnership", id }, cadences] },
  });
}

/** What would come of a merge. What the rep chooses changes only which values stay. */
export function mergePreviewQuery(of: MergeOf) {
  return queryOptions({
    queryKey: ["partnerships", "merge", of],
    queryFn: () => call("merge_preview", { of, choices: [] }),
    // It says what would happen now.
    gcTime: 0,
    meta: { provides: [partnerships, touches, cadences] },
  });
}

/** Cadences that take enrolments, those first that are meant for the persona or the stage. */
export function cadencePicksQuery(search: string, persona: string, stage: Stage) {
  return queryOptions({
    queryKey: ["partnerships", "cadences", search, persona, stage],
    queryFn: async () => {
      const picks = await call("cadence_picks", { search, persona, stage, limit: CHOICES });
      return picks.rows;
    },
    placeholderData: keepPreviousData,
    meta: { provides: [cadences] },
  });
}

/** The steps of a cadence; none while none is chosen. */
export function stepsQuery(cadence: CadenceId | null) {
  return queryOptions({
    queryKey: ["partnerships", "steps", cadence],
    queryFn:
      cadence === null
        ? skipToken
        : async () => {
            const detail = await call("cadence_get", { id: cadence });
            return detail.steps;
          },
    meta: { provides: cadence === null ? [] : [{ kind: "cadence", id: cadence }] },
  });
}

/** What would happen; none while the request is not complete. */
export function preflightQuery(partnership: PartnershipId, request: PreflightRequest | null) {
  return queryOptions({
    queryKey: ["partnerships", "preflight", request],
    queryFn: request === null ? skipToken : () => call("assign_preflight", request),
    placeholderData: keepPreviousData,
    // The plan counts from now on: one of before is of no use.
    gcTime: 0,
    meta: { provides: [cadences, { kind: "partnership", id: partnership }] },
  });
}

/** What would happen if several entered; none while the request is not complete. */
export function forecastQuery(partnership: PartnershipId, request: PreflightMany | null) {
  return queryOptions({
    queryKey: ["partnerships", "forecast", request],
    queryFn: request === null ? skipToken : () => call("assign_forecast", request),
    placeholderData: keepPreviousData,
    // The forecast counts from now on: one of before is of no use.
    gcTime: 0,
    meta: { provides: [cadences, { kind: "partnership", id: partnership }] },
  });
}
