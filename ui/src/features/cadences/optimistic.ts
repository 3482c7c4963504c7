import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { CadenceCounts, CadenceCursor, CadencePage, CadenceSummary } from "../../wire/wire";
import { cadenceCountsKey, cadenceListsKey } from "./queries";

type Pages = InfiniteData<CadencePage, CadenceCursor | null>;

/**
 * Takes the cadence out of every list that it leaves, before the program has answered. Returns
 * how to put the lists back.
 */
export async function leaveLists(
  client: QueryClient,
  cadence: CadenceSummary,
  direction: "archive" | "restore",
): Promise<() => void> {
  const keys = [cadenceListsKey, cadenceCountsKey];
  await Promise.all(keys.map((queryKey) => client.cancelQueries({ queryKey })));
  const before = keys.flatMap((queryKey) => client.getQueriesData({ queryKey }));

  for (const [queryKey] of client.getQueriesData<Pages>({ queryKey: cadenceListsKey })) {
    const inArchive = queryKey[2] === "archived";
    client.setQueryData<Pages>(
      queryKey,
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            rows:
              inArchive === (direction === "restore")
                ? page.rows.filter((row) => row.id !== cadence.id)
                : page.rows,
            counts: recount(page.counts, cadence, direction),
          })),
        },
    );
  }
  client.setQueryData<CadenceCounts>(
    cadenceCountsKey,
    (counts) => counts && recount(counts, cadence, direction),
  );

  return () => {
    for (const [queryKey, data] of before) client.setQueryData(queryKey, data);
    for (const queryKey of keys) void client.invalidateQueries({ queryKey });
  };
}

function recount(
  counts: CadenceCounts,
  cadence: CadenceSummary,
  direction: "archive" | "restore",
): CadenceCounts {
  const step = direction === "archive" ? -1 : 1;
  // What a restored cadence becomes is the program's to say.
  const active = cadence.status === "active" ? step : 0;
  const draft = cadence.status === "draft" ? step : 0;
  return {
    all: counts.all + step,
    active: counts.active + active,
    draft: counts.draft + draft,
    archived: counts.archived - step,
  };
}
