import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";

/** What the program is doing: what is due, what waits to be sent and why. */
export const activityQuery = queryOptions({
  queryKey: ["activity"],
  queryFn: () => call("activity", {}),
  meta: {
    provides: [
      { kind: "outbox", id: null },
      { kind: "touch", id: null },
      { kind: "account", id: null },
      { kind: "cadence", id: null },
      { kind: "partnership", id: null },
      { kind: "reminder", id: null },
    ],
  },
});
