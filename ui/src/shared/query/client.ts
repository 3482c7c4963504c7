import { MutationCache, QueryCache, QueryClient, type QueryFilters } from "@tanstack/react-query";
import { asRpcError, type RpcError } from "../../host/rpc";
import type { Changed, Tag } from "../../wire/wire";
import { anyMeets } from "./tags";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: RpcError;
    queryMeta: {
      /** What the query shows: it is asked again when one of these changes. */
      provides: readonly Tag[];
    };
    mutationMeta: {
      /** Whether it writes to the workspace. */
      saves: boolean;
    };
  }
}

const workspaceTag: Tag = { kind: "workspace", id: null };

export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    const { code } = asRpcError(error).wire;
    if (code === "workspace_unavailable" || code === "workspace_damaged") {
      applyChange(client, { tags: [workspaceTag] });
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({
      // The status itself must not ask for the status, or a lasting failure would never rest.
      onError: (error, query) => {
        if (!anyMeets(query.meta?.provides ?? [], [workspaceTag])) onError(error);
      },
    }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The program is on the same computer and reports every change: asking again on a guess
        // would only cost time.
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return client;
}

/** Asks again what shows something that changed. */
export function applyChange(client: QueryClient, changed: Changed): void {
  askAgain(client, {
    predicate: (query) => anyMeets(query.meta?.provides ?? [], changed.tags),
  });
}

/** Asks these queries again, as far as they are shown; the others when they are shown. */
export function askAgain(client: QueryClient, filters: QueryFilters): void {
  // A first answer that is on its way may be older than the change, and asking now would only
  // wait for the same one.
  const first = client
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: "fetching" })
    .filter(({ state }) => state.data === undefined);
  void client.invalidateQueries(filters);
  for (const { queryKey, promise } of first) {
    const afterwards = () => client.invalidateQueries({ queryKey, exact: true });
    void promise?.then(afterwards, afterwards);
  }
}
