import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { WorkspaceStatus } from "../../wire/wire";
import { setProgramClock } from "../time/clock";

export const workspaceStatusKey = ["workspace_status"] as const;

export const workspaceStatusQuery = queryOptions({
  queryKey: workspaceStatusKey,
  queryFn: async (): Promise<WorkspaceStatus> => {
    const status = await call("workspace_status", {});
    if (status.state === "ready") setProgramClock(status.now);
    return status;
  },
  meta: { provides: [{ kind: "workspace", id: null }] },
});
