import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";

/** Whether the workspace was restored or copied and waits for the rep. */
export const returnedQuery = queryOptions({
  queryKey: ["workspace_returned"],
  queryFn: () => call("workspace_returned", {}),
  meta: {
    provides: [
      { kind: "workspace", id: null },
      { kind: "outbox", id: null },
    ],
  },
});
