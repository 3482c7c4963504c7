import { type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import type { RpcError } from "../../host/rpc";
import type { WorkspaceChoose, WorkspaceStatus } from "../../wire/wire";
import { useCommand } from "../query/useCommand";
import { setProgramClock } from "../time/clock";
import { workspaceStatusKey } from "./status";

/**
 * Opens the rep's own or the practice workspace, and goes to where work begins there. The settings
 * offer to set up the mail account, where there is none yet.
 */
export function useChooseWorkspace(
  go: (href: string) => void,
): UseMutationResult<WorkspaceStatus, RpcError, WorkspaceChoose> {
  const client = useQueryClient();
  return useCommand("workspace_choose", {
    onSuccess: async (status, { kind }) => {
      // A status that was asked for before is that of the workspace before.
      await client.cancelQueries({ queryKey: workspaceStatusKey });
      client.setQueryData<WorkspaceStatus>(workspaceStatusKey, status);
      if (status.state !== "ready") return;
      setProgramClock(status.now);
      go(kind === "practice" ? "/partnerships" : "/settings?account=true");
    },
  });
}
