import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { Stage, StageEntry } from "../../wire/wire";

/** The stages in their order. */
export const stagesQuery = queryOptions({
  queryKey: ["stages"],
  queryFn: async () => {
    const { stages } = await call("stage_list", {});
    return stages;
  },
  meta: { provides: [{ kind: "stage", id: null }] },
});

const none: readonly StageEntry[] = [];

/** The stages, and what each is called; no name while they are not known. */
export function useStages(): {
  stages: readonly StageEntry[];
  nameOf: (stage: Stage) => string;
} {
  const { data: stages = none } = useQuery(stagesQuery);
  return { stages, nameOf: (stage) => stages.find((one) => one.stage === stage)?.name ?? "" };
}

/** Personas that contacts have. */
export const personasQuery = queryOptions({
  queryKey: ["personas"],
  queryFn: async () => {
    const { personas } = await call("personas", {});
    return personas;
  },
  meta: { provides: [{ kind: "partnership", id: null }] },
});
